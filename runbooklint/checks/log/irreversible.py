"""Rule on actions that cannot be taken back: commands that destroy, words that do, and the plain statement of it."""

from collections.abc import Iterator, Sequence

from runbooklint.checks.fields import stated
from runbooklint.checks.log.clauses import behind, leads, passive
from runbooklint.checks.log.clauses import denied as denied_before
from runbooklint.checks.log.data_path import about_a_cache
from runbooklint.checks.log.destruction import Loss, destroys
from runbooklint.checks.log.owed import called, said
from runbooklint.checks.log.shell import commands_of
from runbooklint.checks.sentences import Word, first, sentences, span_of
from runbooklint.facts import Facts
from runbooklint.mechanical.tokens import Token, tokens
from runbooklint.mechanical.words import forms, group
from runbooklint.records import Field, FieldName, Item
from runbooklint.records_log import Mitigation
from runbooklint.rule import LOG, Problem, Report, Severity, rule
from runbooklint.source import Span

_DONE: tuple[FieldName, ...] = ("exact_change", "action")
_SAID: tuple[FieldName, ...] = ("exact_change", "action", "rollback", "blast_radius")


@rule("MIT303", "irreversible-action", Severity.BLOCKER, on=Mitigation, kinds=LOG, basis="heuristic")
def irreversible_action(entry: Mitigation, facts: Facts) -> Iterator[Report]:
    done = [field for name in _DONE if (field := stated(entry.fields, name))]
    loss = next((found for field in done if (found := _destroyed(field, entry))), None)
    loss = loss or next((found for field in done if (found := _told(field))), None)
    if loss and not keeps_copy(entry):
        yield Problem(loss.span, f"{called(entry)} is not reversible: it {loss.what}", "exact_change")
        return
    for name in _SAID:
        field = entry.fields.get(name)
        span = denied(field) if field else None
        if field and span:
            words_of = said(field.text[span.start - field.span.start : span.end - field.span.start])
            yield Problem(span, f"{called(entry)} is not reversible: {words_of}", name)
            return


def _destroyed(field: Field, entry: Mitigation) -> Loss | None:
    """What a command of a field destroys."""
    cache = about_a_cache(entry)
    return next((loss for command in commands_of(field.items) if (loss := destroys(command, cache))), None)


_DESTROYING = forms("delete truncate purge wipe erase destroy drop") | group("dropped dropping")
_OBJECTS = group(
    "row rows record records table tables message messages queue queues topic topics data database databases documents"
    " document collection files volume volumes bucket buckets partition partitions backup backups snapshot snapshots"
    " orders events payments transactions keyspace schema column entries items history mailbox spool dlq jobs"
)
_REFILLS = group(
    "cache caches cached cdn pod pods session sessions connection connections lock locks alert alerts replica replicas"
    " temp temporary tmp scratch route rule rules traffic requests request packet packets node nodes flag copy copies"
)
_REACH = 7


def _told(field: Field) -> Loss | None:
    """What the words of a field say that the action destroys: `delete the rows`, `12 messages were purged`."""
    for item in field.items:
        found = [] if item.code else tokens(item.text)
        for index, token in enumerate(found):
            if token.kind != "word" or token.text not in _DESTROYING or denied_before(found, index):
                continue
            thing = _object(found, index)
            if thing:
                start, end = min(token.start, thing.start), max(token.end, thing.end)
                span = Span(item.span.start + start, item.span.start + end)
                return Loss(span, f"destroys data ({said(item.text[start:end])})")
    return None


def _object(found: Sequence[Token], index: int) -> Token | None:
    """The data that a verb destroys: the first thing behind it, else the one that its passive is said of."""
    for token in behind(found, index, _REACH) if leads(found, index) else ():
        if token.text in _REFILLS:
            return None
        if token.text in _OBJECTS:
            return token
    for token in reversed(found[max(0, index - 5) : index] if passive(found, index) else []):
        if token.text in _OBJECTS:
            return token
    return None


_SETTING_ASIDE = group(
    "pg_dump pg_dumpall mysqldump mongodump cp rsync tar snapshot backup dump copy export bgsave create-snapshot"
    " create-db-snapshot into"
)
_PUTTING_BACK = group(
    "pg_restore mongorestore restore import insert replay mysql cp mv copy load requeue redrive undelete"
)


def keeps_copy(entry: Mitigation) -> bool:
    """Whether commands set aside what the action destroys, or put it back from a copy."""
    return _runs(entry, "exact_change", _SETTING_ASIDE) or _runs(entry, "rollback", _PUTTING_BACK)


def _runs(entry: Mitigation, name: FieldName, verbs: frozenset[str]) -> bool:
    """Whether a command of a field that destroys nothing has one of some words: its program, or a word of its own."""
    field = entry.fields.get(name)
    for command in commands_of(field.items) if field else []:
        listed = {command.program, *(word for argument in command.arguments for word in argument.split()[:40])}
        if verbs & listed and destroys(command, False) is None:
            return True
        if {"create", "table", "as", "select"} <= listed:
            return True
    return False


_BACKWARD = group("undone reversed reverted rolled taken undo reverse revert roll take restored recovered")
_ABLE = group("can could be possible way able longer")
_PLAINLY = group("irreversible irreversibly unrecoverable irrecoverable non-reversible one-way")
_FAR = 12
_TURNED = group("no not none nothing if unless when should never isn't neither")


def denied(field: Field) -> Span | None:
    """The words that say that something cannot be undone; none where that is itself denied, or a condition."""
    return next((span for item in field.items if not item.code and (span := _denial(item))), None)


def _denial(item: Item) -> Span | None:
    for sentence in sentences(item.text):
        for index, word in enumerate(sentence):
            if word.text in _PLAINLY and first(sentence, _TURNED, max(0, index - 3), min(3, index)) is None:
                return span_of(sentence, index, index, item.span.start)
            if word.text in _BACKWARD and (start := _cannot(sentence, index)) is not None:
                last = index + 1 if word.text in {"rolled", "taken", "roll", "take"} else index
                return span_of(sentence, start, min(last, len(sentence) - 1), item.span.start)
            back = [other.text for other in sentence[index : index + 3]]
            if back == ["no", "way", "back"] or back[1:] == ["not", "reversible"]:
                return span_of(sentence, index if back[0] == "no" else index + 1, index + 2, item.span.start)
    return None


def _cannot(sentence: Sequence[Word], index: int) -> int | None:
    """The index of the word that denies a verb of undoing: `cannot be`, `is not possible to`, `no way to`."""
    if first(sentence, {"if", "unless", "when", "should", "once"}, max(0, index - _FAR), min(_FAR, index)) is not None:
        return None
    back = sentence[index].text in {"rolled", "taken", "roll", "take"}
    if back and (index + 1 >= len(sentence) or sentence[index + 1].text != "back"):
        return None
    for at in range(index - 1, max(-1, index - 5), -1):
        word = sentence[at].text
        if word in {"cannot", "can't", "couldn't", "cant", "impossible", "unable"}:
            return at
        if word in {"not", "no", "never"} and first(sentence, _ABLE, max(0, at - 1), index - at + 1) is not None:
            return at
        if word not in _ABLE | {"to", "easily", "it", "then", "now"}:
            return None
    return None


RULES = (irreversible_action,)
