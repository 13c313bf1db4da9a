"""Rules on whether a rollback can work at all: it finds what it needs, and optimism does not take its place."""

from collections.abc import Iterator

from runbooklint.checks.runbook.owed import called, stated
from runbooklint.checks.runbook.recovery import dismisses_rollback, entry_of, forward_fix_statement
from runbooklint.checks.sentences import first, follows, sentences, span_of
from runbooklint.facts import Facts
from runbooklint.inline import fold, plain, words
from runbooklint.named import NamedTuple
from runbooklint.pattern import Pattern
from runbooklint.records import Field, Item, Step
from runbooklint.rule import RUNBOOK, Problem, Related, Report, Severity, rule
from runbooklint.source import Span

_WORD = Pattern(r"[^\s`'\";,()\[\]{}<>|]+")
_DESTROYING = frozenset(
    "drop drops dropping dropped delete deletes deleting deleted truncate truncates truncating purge purges purging"
    " wipe wipes overwrite overwrites overwriting erase erases remove removes removing rm destroy destroys shred"
    " unlink".split()
)
_KINDS = frozenset(
    "table tables database databases db schema schemas column columns index indexes volume volumes bucket buckets the"
    " old if exists all from in of rows data topic topics queue queues instance instances cluster clusters file files"
    " and directory folder collection collections namespace deployment service stack record records every on both view"
    " keyspace partition partitions source target legacy contents content cascade where".split()
)
_REACH = 6
_REMNANTS = "snapshot backup dump archive clone binlog pitr replica point-in-time copy copies".split()
_LOGS = frozenset("log logs journal export exports recreate recreates create re-create rebuild rebuilds".split())


class _Named(NamedTuple):
    """A thing that a text names, and where."""

    name: str
    span: Span


@rule("RUN416", "rollback-needs-destroyed-state", Severity.BLOCKER, on=Step, kinds=RUNBOOK, basis="heuristic")
def rollback_needs_destroyed_state(step: Step, facts: Facts) -> Iterator[Report]:
    entry = entry_of(step, facts)
    forward = stated(step.fields, "action")
    back = stated(entry.fields, "action") if entry else None
    if not (entry and forward and back):
        return
    destroyed = {named.name: named for item in forward.items for named in _destroyed(item)}
    if not destroyed or _keeps_remnant(forward.text) or _keeps_remnant(back.text):
        return
    for item in back.items:
        for named in _names(item):
            lost = destroyed.pop(named.name, None)
            if lost:
                message = f"{called(entry)} uses {named.name}, which {called(step)} destroys, and names no copy of it"
                yield Problem(named.span, message, "action", (Related(lost.span, "destroyed here"),))


def _destroyed(item: Item) -> Iterator[_Named]:
    """The things with a name that an action drops, deletes, empties or overwrites."""
    reach = 0
    for match in _WORD.finditer(item.text):
        token = match.group().rstrip(".:").lower()
        if token in _DESTROYING:
            reach = _REACH
        elif reach:
            reach -= 1
            if token not in _KINDS and not token.startswith("-"):
                reach = 0
                if len(token) > 2:
                    yield _named(item, token, match.start())


def _names(item: Item) -> Iterator[_Named]:
    """Every word of an item, and both sides of its slashes."""
    for match in _WORD.finditer(item.text):
        token = match.group().rstrip(".:").lower()
        for part in {token, token.rpartition("/")[2]}:
            yield _named(item, part, match.start() + token.rfind(part))


def _named(item: Item, name: str, at: int) -> _Named:
    start = item.span.start + at
    return _Named(name, Span(start, start + len(name)))


def _keeps_remnant(text: str) -> bool:
    """Whether a text names something to restore from: a snapshot, a backup, a log, a copy."""
    lowered = text.lower()
    return any(name in lowered for name in _REMNANTS) or bool(_LOGS & set(words(lowered)))


_MODAL = frozenset("will should would must".split())
_TURNED = frozenset("won't not shouldn't cannot can't never doesn't unlikely".split())
_WELL = frozenset("work works succeed fine ok okay safe smooth smoothly".split())
_ILL = frozenset("fail fails break breaks wrong".split())
_SMALL = frozenset("low no little minimal".split())
_BARE = 4


@rule("RUN418", "rollback-dismissed", Severity.HIGH, on=Step, kinds=RUNBOOK, basis="heuristic")
def rollback_dismissed(step: Step, facts: Facts) -> Iterator[Report]:
    for field, dismissed in _reasons(step):
        bare = dismissed and len(words(field.text)) <= _BARE
        span = _hopes(field) or (field.span if bare else None)
        if span:
            said = fold(plain(field.text[span.start - field.span.start : span.end - field.span.start]))[:80]
            yield Problem(span, f'"{said}" is no reason to have no rollback', "rollback")
            return


def _hopes(field: Field) -> Span | None:
    """The words in which a field trusts that the step will work."""
    for sentence in sentences(field.text):
        found = follows(sentence, _MODAL, _WELL, 3) or follows(sentence, _TURNED, _ILL, 3)
        found = found or follows(sentence, _SMALL, {"risk"}, 1)
        sure = first(sentence, {"confident", "confidence", "unlikely"})
        if found or sure is not None:
            start, end = found or (sure or 0, sure or 0)
            return span_of(sentence, start, end, field.span.start)
    return None


def _reasons(step: Step) -> Iterator[tuple[Field, bool]]:
    """The fields that say why a step has no rollback, and whether they say that none is needed."""
    field = step.fields.get("rollback")
    if field is not None and dismisses_rollback(field):
        yield field, True
    statement = forward_fix_statement(step)
    if statement:
        yield statement, False
    rationale = stated(step.fields, "rationale")
    if rationale and (statement or (field is not None and field.state == "none")):
        yield rationale, False


RULES = (rollback_needs_destroyed_state, rollback_dismissed)
