"""Rules on the ids and the order of steps: an id each, no id twice, no cycle, no step before the one it waits for."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from runbooklint.chains import cycles
from runbooklint.checks.runbook.owed import called
from runbooklint.facts import Facts
from runbooklint.pattern import Pattern
from runbooklint.records import RollbackEntry, Runbook, Step
from runbooklint.rule import CUTOVER, RUNBOOK, Problem, Related, Report, Severity, rule
from runbooklint.vocabulary import key

_NUMBERED = Pattern(r"([a-z]*)((?:\d+\.)*\d+)[a-z]?")
_OFFSET = Pattern(r"[Tt] ?[-+=\u2212–]")
_COUNTDOWN = 4


@rule("RUN201", "step-id-missing", Severity.BLOCKER, on=Step, kinds=CUTOVER)
def step_id_missing(step: Step, facts: Facts) -> Iterator[Report]:
    if not step.id:
        yield Problem(step.span, f'step "{step.title[:60]}" has no id', "id")


@rule("RUN202", "step-id-duplicated", Severity.BLOCKER, on=Runbook, kinds=RUNBOOK)
def step_id_duplicated(runbook: Runbook, facts: Facts) -> Iterator[Report]:
    yield from _repeated(runbook.steps)
    yield from _repeated([entry for entry in runbook.rollbacks if entry.keyed])


def _repeated(records: Sequence[Step | RollbackEntry]) -> Iterator[Report]:
    """The records that carry an id which an earlier one of the same phase and option has already."""
    first: dict[tuple[object, ...], Step | RollbackEntry] = {}
    for record in records:
        if not record.id:
            continue
        option = record.alternative if isinstance(record, Step) else ""
        earlier = first.setdefault((record.container, option, key(record.id)), record)
        if earlier is not record:
            related = Related(earlier.span, f'"{earlier.title[:60]}" has it first')
            yield Problem(record.span, f"the id {record.id} is given twice", "id", (related,))


@rule("RUN212", "dependency-cycle", Severity.HIGH, on=Runbook, kinds=RUNBOOK)
def dependency_cycle(runbook: Runbook, facts: Facts) -> Iterator[Report]:
    for path in cycles(facts.graph):
        steps = [runbook.steps[index] for index in path]
        if not steps:
            continue
        names = [step.id or f'"{step.title[:40]}"' for step in (*steps, steps[0])]
        related = tuple(Related(step.span, "waits for the one before it in the cycle") for step in steps[1:])
        first = min(step.span for step in steps)
        yield Problem(first, f"the steps {' → '.join(names)} wait for each other", "depends_on", related)


@rule("RUN213", "step-out-of-order", Severity.HIGH, on=Runbook, kinds=RUNBOOK)
def step_out_of_order(runbook: Runbook, facts: Facts) -> Iterator[Report]:
    if facts.graph.declared:
        yield from _waits_for_later(runbook, facts)
    else:
        yield from _decreasing(runbook.steps)


def _waits_for_later(runbook: Runbook, facts: Facts) -> Iterator[Report]:
    circular = {index for path in cycles(facts.graph) for index in path}
    for index, step in enumerate(runbook.steps):
        for other in facts.graph.before[index]:
            if not index < other < len(runbook.steps) or (index in circular and other in circular):
                continue
            later = runbook.steps[other]
            named = [r.span for r in step.depends_on or () if key(r.id) == key(later.id)]
            message = f"{called(step)} depends on {called(later)}, which comes later"
            related = (Related(later.span, "the later step"),)
            yield Problem(named[0] if named else step.span, message, "depends_on", related)


def _decreasing(steps: Sequence[Step]) -> Iterator[Report]:
    """The numbered steps whose number is lower than that of the step before it in the same phase and option.

    Four and more whose numbers only go down are a countdown.
    """
    groups: dict[tuple[object, ...], list[tuple[tuple[int, ...], Step]]] = {}
    for step in steps:
        found = _NUMBERED.fullmatch(key(step.id)[:40])
        if found and not (_OFFSET.match(step.id) or step.id[:1] in "-−–"):
            number = tuple(int(part) for part in found[2].split("."))
            groups.setdefault((step.container, step.alternative, found[1]), []).append((number, step))
    for group in groups.values():
        lower = [(before, after) for before, after in pairwise(group) if after[0] < before[0]]
        if len(lower) == len(group) - 1 and len(group) >= _COUNTDOWN:
            continue
        repeated = Counter(number for number, _ in group)
        for (_, before), (number, step) in lower:
            if repeated[number] == 1:
                message = f"{called(step)} comes after {called(before)}, and no dependencies are declared"
                yield Problem(step.span, message, "id", (Related(before.span, "the step before it"),))


RULES = (step_id_missing, step_id_duplicated, dependency_cycle, step_out_of_order)
