"""Rules on what a step or rollback does: an action, one procedure, one action an item, with what is executed named."""

from collections.abc import Iterator

from runbooklint.checks.runbook.owed import called, missing, place, stated
from runbooklint.facts import Facts
from runbooklint.inline import fold, plain, without_code, words
from runbooklint.mechanical import hedges, names_reference
from runbooklint.pattern import Pattern
from runbooklint.records import Field, Item, RollbackEntry, Step
from runbooklint.rule import CUTOVER, RUNBOOK, Problem, Report, Severity, rule
from runbooklint.source import Span
from runbooklint.vocabulary import VERBS

_CUT = Pattern(r"(?P<hard>[.;:!?](?=\s)|\n|,?\s+(?:and\s+)?then\s)|,?\s+and\s|,\s")
_LEADING = frozenset("then next finally now also afterwards and first second third lastly after that".split())
_NO_ACTION = frozenset("verify confirm check ensure expect see note wait observe watch monitor test make let".split())


@rule("RUN207", "action-missing", Severity.BLOCKER, on=Step, kinds=RUNBOOK)
def action_missing(step: Step, facts: Facts) -> Iterator[Report]:
    if not missing(step.fields, "action"):
        return
    listed = words(step.title)
    declared = [name for name, other in step.fields.items() if name != "id" and not other.inherited]
    if not declared and listed and listed[0] in VERBS:
        return
    yield Problem(place(step, "action"), f"{called(step)} has no action", "action")


@rule("RUN208", "action-ambiguous", Severity.HIGH, on=Step, kinds=RUNBOOK, basis="heuristic")
def action_ambiguous(step: Step, facts: Facts) -> Iterator[Report]:
    for item in _prose_items(step):
        found = hedges(item.text)
        if found:
            start, end = item.span.start + found[0], item.span.start + found[1]
            left = fold(plain(item.text[found[0] : found[1]]))
            yield Problem(Span(start, end), f'"{left[:60]}" leaves the action to the executor', "action")


@rule("RUN209", "action-compound", Severity.LOW, on=Step, kinds=RUNBOOK, basis="heuristic")
def action_compound(step: Step, facts: Facts) -> Iterator[Report]:
    for item in _prose_items(step):
        count = _actions(item.text)
        if count > 1:
            yield Problem(item.span, f"one item holds {count} actions", "action")


def _actions(text: str) -> int:
    """How many actions a text chains; two that only `and` or a comma joins are one, as `log in and run` is."""
    bare = without_code(text)
    count, hard, at, closing = 0, 0, 0, True
    cuts = [(match.start(), match.end(), bool(match["hard"])) for match in _CUT.finditer(bare)]
    for start, end, sharp in [*cuts, (len(bare), 0, True)]:
        listed = words(bare[at:start][:120])
        while listed and listed[0] in _LEADING:
            listed = listed[1:]
        if listed and listed[0] in VERBS and listed[0] not in _NO_ACTION:
            count += 1
            hard += closing
        at, closing = end, sharp
    return count if hard > 1 or count > 2 else 1


@rule("RUN210", "action-not-executable", Severity.HIGH, on=Step, kinds=CUTOVER, basis="heuristic")
def action_not_executable(step: Step, facts: Facts) -> Iterator[Report]:
    yield from _unreferenced(step)


@rule("RUN406", "rollback-action-not-executable", Severity.HIGH, on=RollbackEntry, kinds=CUTOVER, basis="heuristic")
def rollback_action_not_executable(entry: RollbackEntry, facts: Facts) -> Iterator[Report]:
    yield from _unreferenced(entry)


def _unreferenced(record: Step | RollbackEntry) -> Iterator[Report]:
    field = stated(record.fields, "action")
    if field and not any(names_reference(item.text, item.code) for item in field.items):
        yield Problem(field.span, f"the action of {called(record)} names no script, command or console", "action")


def _prose_items(step: Step) -> tuple[Item, ...]:
    """The items of a step's action outside fences."""
    field: Field | None = stated(step.fields, "action")
    return tuple(item for item in field.items if not item.code) if field else ()


RULES = (action_missing, action_ambiguous, action_compound, action_not_executable, rollback_action_not_executable)
