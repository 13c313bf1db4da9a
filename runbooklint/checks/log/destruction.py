"""What a command destroys for good: rows, tables, messages, files, volumes, history; it knows no log."""

from collections.abc import Callable, Sequence

from runbooklint.checks.log.shell import Command, Word
from runbooklint.named import NamedTuple
from runbooklint.pattern import Pattern
from runbooklint.source import Span


class Loss(NamedTuple):
    """What a command destroys, in words for a message, with the words of the command that do it."""

    span: Span
    what: str


_SQL = Pattern(
    r"(?:(?P<verb>delete)\s+from|(?P<drop>drop)\s+(?P<kind>table|database|schema|keyspace|column|partition|tablespace)"
    r"|(?:^|;)\s*(?P<cut>truncate)(?:\s+table)?)\s+(?:if\s+exists\s+|only\s+)?(?P<name>[\w.$\"`\[-]{1,80})",
    2,
)
_UNDONE = Pattern(r"\brollback\s*;?\s*$|^\s*explain\b", 2)
_SCRATCH = Pattern(r"(?:^|[/._-])(?:te?mp|temporary|scratch|cache[sd]?|lock|pid|sock|core)(?:$|[/._\d*-])", 2)
_PARTS = Pattern(r"[A-Za-z]+")
_STRONG = frozenset("purge truncate wipe erase destroy".split())
_VERBS = {
    "purge": "purges", "truncate": "truncates", "wipe": "wipes", "erase": "erases", "destroy": "destroys",
    "delete": "deletes", "del": "deletes", "rm": "deletes", "rb": "deletes", "drop": "drops", "remove": "removes",
    "clear": "clears", "empty": "empties",
}  # fmt: skip
_DATA = frozenset(
    "queue queues mq topic topics table tables row rows record records jobs message messages data db database"
    " databases sql bucket buckets object objects volume volumes disk disks snapshot snapshots backup backups store"
    " file files document documents collection collections keyspace stream streams partition partitions schema item"
    " items dataset datasets blob blobs archive orders events payments mailbox instance-data filesystem tablespace"
    " persistentvolumeclaim persistentvolumeclaims persistentvolume persistentvolumes pvc pv namespace namespaces ns"
    " crd crds secret secrets dlq".split()
)
_REFILLS = frozenset(
    "cache caches cached cdn pod pods session sessions connection connections lock locks lease leases dns route routes"
    " rule rules alert alerts alarm alarms silence silences flag flags replica replicas deployment deployments ingress"
    " service services endpoint endpoints policy node nodes fastly varnish varnishadm cloudflare akamai cloudfront"
    " consumer consumers worker workers target targets listener label annotation hpa event tmp temp scratch".split()
)
_KEPT_KINDS = frozenset("pvc pv persistentvolumeclaim persistentvolume namespace ns crd secret".split())
"""What Kubernetes does not bring back by itself."""
_CACHES = frozenset("varnishadm fastly memcached".split())
_REDIS = frozenset("redis-cli valkey-cli keydb-cli".split())
_SHELL_VERBS = frozenset("rm shred unlink truncate wipefs dropdb mkfs blkdiscard lvremove vgremove srm".split())
_METHOD = Pattern(r"\.(?:drop|dropDatabase|deleteMany|deleteOne|remove|clear|delete_all|destroy_all)\(")
_TASK = Pattern(r"(?:db|queue):(?:drop|reset|wipe|flush|clear|schema:load)|migrate:(?:fresh|reset)")


def destroys(command: Command, cache: bool) -> Loss | None:
    """What a command destroys; None where it destroys nothing, or only what comes back by itself. `cache` says that the
    text around calls what is emptied a cache."""
    arguments = command.arguments
    if any(argument.startswith("--dry-run") and not argument.endswith(("=false", "=none")) for argument in arguments):
        return None
    if loss := _sql(command):
        return loss
    program = command.program
    if program in _REDIS or program in {"flushall", "flushdb"}:
        return None if cache else _redis(command)
    if program in _CACHES or "cache" in program:
        return None
    if program in _SHELL_VERBS or program.startswith("mkfs."):
        return _files(command)
    special = _SPECIAL.get(program)
    return special(command) if special else _by_verb(command) or _by_method(command)


def _loss(words: Sequence[Word], what: str) -> Loss:
    return Loss(Span(words[0].span.start, words[-1].span.end), what)


def _sql(command: Command) -> Loss | None:
    """The statement that deletes, drops or truncates, in a quoted argument or as the command itself."""
    whole = " ".join(word.text for word in command.words)
    for text, span in [(w.text, w.span) for w in command.words if " " in w.text] + [(whole, command.span)]:
        found = _SQL.search(text)
        if not found or _UNDONE.search(text[-200:]) or _SCRATCH.search(found["name"]):
            continue
        name = found["name"].strip('"`[')
        if found["verb"]:
            return Loss(span, f"deletes rows of {name}")
        return Loss(span, f"drops the {found['kind'].lower()} {name}" if found["drop"] else f"truncates {name}")
    return None


def _redis(command: Command) -> Loss | None:
    for word in command.words:
        match word.text.lower():
            case "flushall" | "flushdb":
                return Loss(word.span, f"empties the store with {word.text}")
            case "del" | "unlink" | "xtrim" | "ltrim" if not _REFILLS & set(_parts(command.words[-1])):
                return _loss(command.words, f"deletes the key {command.words[-1].text}")
    return None


def _files(command: Command) -> Loss | None:
    """Files, devices and databases that a program of the shell removes; scratch files come back by themselves."""
    targets = [word for word in command.words[1:] if word.text[:1] != "-" and not word.text.isdigit()]
    if not targets or all(_SCRATCH.search(word.text) for word in targets):
        return None
    return _loss(command.words, f"deletes {targets[0].text}")


def _kubectl(command: Command) -> Loss | None:
    words = [word for word in command.words if word.text[:1] != "-"]
    texts = [word.text.lower() for word in words]
    if "delete" not in texts:
        return None
    at = texts.index("delete")
    kinds = {part.partition("/")[0].removesuffix("s") for text in texts[at + 1 : at + 2] for part in text.split(",")}
    kinds = {kind if kind != "n" else "ns" for kind in kinds}
    if not kinds & _KEPT_KINDS:
        return None
    return _loss(words[at:], f"deletes {' '.join(word.text for word in words[at + 1 : at + 3])}")


def _git(command: Command) -> Loss | None:
    arguments = command.arguments
    forced = any(a in {"-f", "--force"} or a.startswith("--force-with-lease") or a[:1] == "+" for a in arguments)
    if ("push" in arguments and forced) or {"filter-branch", "filter-repo"} & set(arguments):
        return Loss(command.span, "rewrites the history of the branch")
    if "push" in arguments and ("--delete" in arguments or any(a[:1] == ":" for a in arguments)):
        return Loss(command.span, "deletes a branch or tag")
    return None


def _infrastructure(command: Command) -> Loss | None:
    return Loss(command.span, "destroys infrastructure") if "destroy" in command.arguments else None


def _containers(command: Command) -> Loss | None:
    arguments = command.arguments
    if arguments[:1] == ["volume"] and {"rm", "prune", "remove"} & set(arguments[1:2]):
        return Loss(command.span, "deletes volumes")
    return Loss(command.span, "deletes volumes") if "prune" in arguments and "--volumes" in arguments else None


def _request(command: Command) -> Loss | None:
    """`curl -X DELETE` on something that holds data."""
    arguments = command.arguments
    method = next((arguments[i + 1] for i, a in enumerate(arguments[:-1]) if a in {"-x", "--request"}), "")
    method = method or next((a[2:].lstrip("=") for a in arguments if a.startswith("-x") and len(a) > 2), "")
    target = next((a for a in arguments if "/" in a and a[:1] != "-"), "")
    parts = {part.lower() for part in _PARTS.compiled.findall(target)}
    if "delete_by_query" in target or (method == "delete" and (_DATA & parts or ":9200/" in target)):
        return Loss(command.span, f"deletes {target[:80]}")
    return None


def _kafka(command: Command) -> Loss | None:
    deletes = "--delete" in command.arguments or "delete-records" in command.program
    return Loss(command.span, "deletes messages") if deletes else None


_SPECIAL: dict[str, Callable[[Command], Loss | None]] = {
    "kubectl": _kubectl, "oc": _kubectl, "git": _git, "terraform": _infrastructure, "tofu": _infrastructure,
    "pulumi": _infrastructure, "docker": _containers, "podman": _containers, "docker-compose": _containers,
    "curl": _request, "http": _request, "kafka-topics": _kafka, "kafka-topics.sh": _kafka,
    "kafka-delete-records": _kafka, "kafka-delete-records.sh": _kafka, "helm": lambda command: None,
}  # fmt: skip


def _by_verb(command: Command) -> Loss | None:
    """`aws sqs purge-queue`, `rabbitmqctl purge_queue retry`, `queuectl purge retry`: a verb among the first words."""
    words = [word for word in command.words if word.text[:1] != "-"]
    for index, word in enumerate(words[1:6], 1):
        verb, *named = _parts(word) or [""]
        if verb not in _VERBS or word.quoted:
            continue
        objects = {*named, *(part for w in words[index + 1 :] for part in _parts(w))}
        owner = {part for w in words[:index] for part in _parts(w)}
        if _REFILLS & (objects | owner):
            return None
        stored = verb in {"rm", "rb"} and words[index - 1].text == "s3"
        if verb in _STRONG or stored or _DATA & (objects | owner) or _keeps_data(command.program):
            rest = " ".join([*named, *(w.text for w in words[index + 1 :])])
            return _loss(words[index:], f"{_VERBS[verb]} {rest[:80]}")
    return None


def _parts(word: Word) -> list[str]:
    return [part.lower() for part in _PARTS.compiled.findall(word.text[:200])]


def _keeps_data(program: str) -> bool:
    """Whether a program is called after what keeps data: `queuectl`, `mqadmin`, `dbctl`."""
    return program.startswith(("queue", "mq", "db", "rabbit", "kafka", "sql", "pg", "mysql", "mongo", "bq", "gsutil"))


def _by_method(command: Command) -> Loss | None:
    for word in command.words:
        if _METHOD.search(word.text) or _TASK.search(word.text):
            return Loss(word.span, "deletes data") if "cache" not in word.text.lower() else None
    return None
