"""Which kind of move an action is: a rollback, a flag, a scale-up, a drain, a restart; told from words and commands."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from runbooklint.checks.log.clauses import behind, relative
from runbooklint.checks.log.shell import Command, commands_of
from runbooklint.mechanical.tokens import Token, tokens
from runbooklint.mechanical.words import forms, group
from runbooklint.named import NamedTuple
from runbooklint.pattern import Pattern
from runbooklint.records import FieldName
from runbooklint.records_log import Mitigation
from runbooklint.source import Span

Kind = Literal[
    "rollback", "flag", "scale", "drain", "config rollback", "config", "limit", "failover", "cache", "restart",
    "deploy", "data", "alert", "apply",
]  # fmt: skip


class Move(NamedTuple):
    """A kind of move with the words that tell it."""

    kind: Kind
    span: Span


CONFIG = group(
    "config configs configuration configurations setting settings parameter parameters timeout timeouts configmap"
    " values yaml pool limit limits size knob"
)
_CONFIGURED = group("config configs configuration configurations configmap setting settings parameters configctl conf")
_CAPACITY = group(
    "pod pods replica replicas node nodes instance instances worker workers capacity machine machines server servers"
    " host hosts broker brokers task tasks container containers dyno dynos shards"
)
_TRAFFIC = group("traffic requests load users clients dns weight weights writes reads region zone calls checks")
_QUEUE = group("queue queues backlog backlogs messages dlq topic topics mailbox")
_ALERT = group(
    "alert alerts alarm alarms alerting page pages pager paging monitor monitors monitoring notification notifications"
)
_DATA = group("row rows record records table tables data database databases jobs volume volumes bucket files")
_WORDS: tuple[tuple[frozenset[str], frozenset[str] | None, Kind], ...] = (
    (forms("silence mute snooze suppress"), _ALERT, "alert"),
    (forms("raise lift increase bump relax widen loosen disable pause acknowledge ack"), _ALERT, "alert"),
    (forms("restart reboot bounce recycle relaunch") | group("re-start power-cycle restarts"), None, "restart"),
    (forms("kill cycle") | group("delete deleted deleting"), group("pod pods process processes container"), "restart"),
    (group("flag flags toggle toggles toggled kill-switch killswitch feature-flag"), None, "flag"),
    (forms("scale resize upscale autoscale") | group("scale-up scale-out scaling-up upsize"), None, "scale"),
    (forms("add increase double raise triple provision launch"), _CAPACITY, "scale"),
    (forms("drain cordon evacuate divert reroute redirect deregister") | group("re-route"), None, "drain"),
    (forms("shift route move send steer switch point repoint split"), _TRAFFIC, "drain"),
    (forms("promote") | group("failover failovers switchover fail-over"), None, "failover"),
    (forms("throttle block ban") | group("shed sheds shedding rate-limit rate-limited ratelimit"), None, "limit"),
    (forms("flush purge clear invalidate empty drop") | group("dropped emptied"), group("cache caches cdn"), "cache"),
    (forms("flush purge clear empty drop delete move park") | group("dropped emptied"), _QUEUE, "data"),
    (forms("delete truncate drop purge wipe erase") | group("dropped"), _DATA, "data"),
    (forms("deploy ship release publish patch hotfix merge") | group("shipped hot-fix hotfixes"), None, "deploy"),
    (forms("restore reinstate"), _CONFIGURED, "config rollback"),
    (forms("apply load use"), group("known-good last-good"), "config rollback"),
    (forms("change set apply raise lower reduce increase tune edit update") | group("put"), CONFIG, "config"),
)
_BACK = group("rollback rollbacks roll-back downgrade downgraded") | forms("revert undo")
_ROLLED = group("roll rolled rolling rolls back-out backed put")


@lru_cache(maxsize=16)  # several rules look at the same sentence, one after the other
def told_moves(text: str, start: int = 0) -> tuple[Move, ...]:
    """The moves that a sentence tells, in order, with places in the document where the text begins at `start`."""
    found = tokens(text)
    moves = []
    for index, token in enumerate(found):
        kind = _kind_at(found, index) if token.kind == "word" else None
        if kind:
            moves.append(Move(kind, Span(start + token.start, start + token.end)))
    return tuple(moves)


def _kind_at(found: Sequence[Token], index: int) -> Kind | None:
    if relative(found, index):
        return None
    word, after = found[index].text, [token.text for token in behind(found, index)]
    if word in _BACK or (word in _ROLLED and "back" in after[:5]):
        before = {token.text for token in found[max(0, index - 3) : index]}
        return "config rollback" if _CONFIGURED & {*after, *before} else "rollback"
    if (word in {"fail", "failed", "failing"} and after[:1] == ["over"]) or (word == "rate" and "limit" in after[:1]):
        return "failover" if word != "rate" else "limit"
    return next(
        (kind for verbs, objects, kind in _WORDS if word in verbs and (objects is None or objects & set(after))), None
    )


_READS = group(
    "get describe status logs log top watch wait list show ls cat grep select ping dig history diff tail head ps echo"
    " sleep query version explain whoami info inspect events test check verify count dump jstack jmap strace"
)
_READERS = group(
    "grep rg tail head cat less jq awk sed wc dig nslookup ping top ps jstack jmap jcmd strace gdb py-spy sleep echo"
    " printf watch date tee sort uniq cd ls export source done fi for while then cut tcpdump perf"
)
_PARTS = Pattern(r"[A-Za-z]+")
_COMMANDS: tuple[tuple[frozenset[str], Kind], ...] = (
    (group("silence mute alertctl amtool alert alerts alarm alarms alertmanager"), "alert"),
    (group("flag flags flagctl ff feature features toggle launchdarkly ldcli unleash killswitch flipt"), "flag"),
    (group("rollback undo revert"), "rollback"),
    (group("failover promote switchover stepdown"), "failover"),
    (group("restart reboot bounce recycle kill pkill killall"), "restart"),
    (group("scale resize replicas autoscale hpa"), "scale"),
    (group("drain cordon uncordon traffic weight shift divert deregister route routes dns lb upstream"), "drain"),
    (group("limit ratelimit throttle shed block ban waf iptables ufw nft"), "limit"),
    (group("cache cdn varnishadm fastly"), "cache"),
    (group("purge truncate delete drop insert update mq mqctl queue queuectl rabbitmqctl redrive"), "data"),
    (group("config configctl configmap setting settings param parameter sysctl consul etcdctl env edit"), "config"),
    (group("deploy deployctl release upgrade install image ship"), "deploy"),
    (group("set apply patch"), "apply"),
)
_SIZES = ("--replicas", "--desired", "--min-size", "--max-size", "--size", "--count", "--nodes", "--instances")
_KUBECTL: dict[tuple[str, str], Kind] = {
    ("rollout", "undo"): "rollback", ("rollout", "restart"): "restart", ("set", "image"): "deploy",
    ("set", "env"): "config", ("set", "resources"): "config", ("delete", "pod"): "restart",
    ("delete", "pods"): "restart", ("delete", "po"): "restart", ("patch", "hpa"): "scale",
}  # fmt: skip


_CLOUDS = group("aws gcloud az doctl oci rabbitmqctl rabbitmqadmin")
_VALUED = group("-n --namespace --context --env --region --profile --project --cluster -h -u -p --host --user")


def command_kind(command: Command) -> Kind | None:
    """The kind of move that a command makes; None for one that only reads, or of which nothing is known."""
    plain = [
        word.text.lower()
        for before, word in pairwise(command.words)
        if word.text[:1] != "-" and not word.quoted and before.text not in _VALUED
    ]
    if command.program in _READERS or any(word in _READS for word in plain[:2]):
        return None
    if command.program in {"kubectl", "oc"}:
        for one, two in pairwise([*plain, ""]):
            if kind := _KUBECTL.get((one, two.partition("/")[0])):
                return kind
    if "--force-new-deployment" in command.arguments:
        return "restart"
    if any(argument.startswith(_SIZES) for argument in command.arguments):
        return "scale"
    compound = command.program in _CLOUDS
    named = [command.program, *(word for word in plain[:4] if word.isalpha() or compound)]
    parts = {part.lower() for word in named for part in _PARTS.compiled.findall(word[:80])}
    kind = next((kind for words, kind in _COMMANDS if words & parts), None)
    return "config rollback" if kind == "rollback" and _CONFIGURED & parts else kind


def changes(entry: Mitigation) -> list[Move]:
    """The moves that the commands of the exact change make, in order."""
    field = entry.fields.get("exact_change")
    commands = commands_of(field.items) if field else []
    return [Move(kind, command.span) for command in commands if (kind := command_kind(command))]


def chosen(entry: Mitigation) -> Move | None:
    """The move that an action is: by the words of its choice, else its title, else its exact change."""
    titled = [move._replace(span=entry.span) for move in told_moves(entry.title)]
    return next(iter([*_told(entry, "action"), *titled, *changes(entry), *_told(entry, "exact_change")]), None)


def _told(entry: Mitigation, name: FieldName) -> list[Move]:
    field = entry.fields.get(name)
    items = [item for item in field.items if not item.code] if field else []
    return [move for item in items for move in told_moves(item.text, item.span.start)]
