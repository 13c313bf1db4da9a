"""Whether an action touches data: a failover of a database, statements that write, messages that are moved."""

from collections.abc import Sequence

from runbooklint.checks.fields import stated
from runbooklint.checks.log.clauses import behind, denied, leads, relative
from runbooklint.checks.log.destruction import destroys
from runbooklint.checks.log.moves import command_kind
from runbooklint.checks.log.shell import Command, commands_of
from runbooklint.mechanical.tokens import Token, tokens
from runbooklint.mechanical.words import forms, group
from runbooklint.pattern import Pattern
from runbooklint.records import FieldName, Item
from runbooklint.records_log import Mitigation
from runbooklint.source import Span

_FIELDS: tuple[FieldName, ...] = ("exact_change", "action")
_ABOUT: tuple[FieldName, ...] = ("action", "exact_change", "hypothesis", "rationale")
_CODE = frozenset({"git", "gh", "hg"})
"""Programs that keep code, and no data of users."""
_PART = Pattern(r"[^a-z]+")
_STORES = group(
    "db database databases datastore postgres postgresql mysql mariadb mongo mongodb cassandra redis elasticsearch"
    " opensearch dynamodb aurora rds kafka primary standby replica master secondary shard ledger dbctl pg_ctl pgbouncer"
    " sentinel patroni patronictl orchestrator store storage"
)
_FAILING_OVER = forms("promote") | group("failover failovers switchover fail-over stepdown")
_WRITING = Pattern(
    r"(?:^|;|\bbegin\b)\s*(?:insert\s+into|update\s+(?!\S*(?:flag|toggle|feature|config|setting))\S+\s+set|delete\s+from|alter\s+table|merge\s+into|copy\s+\S+\s+from)",
    2,
)
_PROGRAMS = group("pg_restore mongorestore pg_rewind mysqlbinlog redrive")
_MOVING = group("purge move park delete drop clear redrive requeue replay truncate flush shovel insert update")
_OFFSETS = ("--reset-offsets", "--to-latest", "--to-earliest")
_HANDLING = forms(
    "restore replay requeue reprocess backfill reindex migrate repartition rebuild truncate delete update insert move"
    " purge clear park redrive drop rewrite correct repair import"
) | group("re-queue re-process re-index re-drive dropped")
_OBJECTS = group(
    "row rows record records table tables message messages queue queues database databases data index offsets offset"
    " partition partitions orders events payments transactions backlog backup snapshot documents entries dlq"
)
_TURNING = forms("stop disable enable block allow redirect switch route point pause resume divert")
_WRITES = group("write writes writer writers")


def data_path(entry: Mitigation) -> Span | None:
    """The words or the command by which an action touches data; None where it does not."""
    for name in _FIELDS:
        field = stated(entry.fields, name)
        for item in field.items if field else ():
            command = next((c for c in commands_of((item,)) if _writes(c, about_a_cache(entry))), None)
            if command:
                return command.span
            if span := _told(item):
                return span
    return entry.span if _told(Item(entry.title, entry.span)) else None


def about_a_cache(entry: Mitigation) -> bool:
    """Whether an action calls what it changes a cache, which fills itself again."""
    told = [entry.title, *(field.text for name in _ABOUT if (field := entry.fields.get(name)))]
    return any("cache" in text.lower() for text in told)


def _writes(command: Command, cache: bool) -> bool:
    """Whether a command writes, moves or destroys data, or makes another copy of it the one that is written to."""
    if command.program in _CODE:
        return False
    if destroys(command, cache) or command.program in _PROGRAMS or any(a in _OFFSETS for a in command.arguments):
        return True
    if any(_WRITING.search(text) for text in [" ".join([command.program, *command.arguments]), *command.arguments]):
        return True
    kind = command_kind(command)
    parts = {part for word in (command.program, *command.arguments) for part in _PART.split(word[:200])}
    return bool((kind == "data" and _MOVING & parts) or (kind == "failover" and _STORES & parts))


def _told(item: Item) -> Span | None:
    found = [] if item.code else tokens(item.text)
    for index, token in enumerate(found):
        foreign = token.kind != "word" or denied(found, index) or relative(found, index)
        last = None if foreign else _touched(found, index)
        if last:
            return Span(item.span.start + token.start, item.span.start + last.end)
    return None


def _touched(found: Sequence[Token], index: int) -> Token | None:
    """The last token of words that touch data, where a verb begins them."""
    word, after = found[index].text, behind(found, index)
    over = word in {"fail", "failed", "failing"} and after[:1] and after[0].text == "over"
    if over or word in _FAILING_OVER:
        near = [*found[max(0, index - 4) : index], *after]
        return after[-1] if after and any(_STORES & _parts(other) for other in near) else None
    if not leads(found, index):
        return None
    objects = _OBJECTS if word in _HANDLING else _WRITES if word in _TURNING else frozenset()
    return next((other for other in after if other.text in objects), None)


def _parts(token: Token) -> set[str]:
    return set(_PART.split(token.text[:100])) | {token.text}
