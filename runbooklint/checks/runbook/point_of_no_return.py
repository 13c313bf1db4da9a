"""Rules on where the chains of steps cross the point of no return, and on what comes before and after it."""

from collections.abc import Iterator, Sequence

from runbooklint.checks.runbook.owed import called, lone_dash
from runbooklint.checks.runbook.recovery import entry_of, is_forward_fix
from runbooklint.facts import Facts
from runbooklint.records import Field, Runbook, Step
from runbooklint.rule import CUTOVER, RUNBOOK, Addition, NotChecked, Problem, Related, Report, Severity, rule
from runbooklint.source import Span

_ENDS = 3


@rule("RUN503", "point-of-no-return-unstated", Severity.HIGH, on=Runbook, kinds=CUTOVER)
def point_of_no_return_unstated(runbook: Runbook, facts: Facts) -> Iterator[Report]:
    passage = facts.passage
    if passage.elsewhere or passage.denied:
        return
    placed = {index for index, step in enumerate(runbook.steps) if _marker_value(step) in ("pre", "post", "no")}
    for index, step in enumerate(runbook.steps):
        field = step.fields.get("point_of_no_return")
        stated = field is not None and field.text and (field.value or field.state == "unfilled" or lone_dash(field))
        if not stated and (runbook.marker_column or placed - {index}):
            message = f"{called(step)} does not say whether it stands before, at or after the point of no return"
            span = field.span if field and field.text else step.span
            yield Problem(span, message, "point_of_no_return", additions=_following(facts, index, field))


def _following(facts: Facts, index: int, field: Field | None) -> tuple[Addition, ...]:
    """The marker of a step that has none, where it follows from the step that crosses; else a blank."""
    if field is not None and field.text:
        return ()
    passage = facts.passage
    value = "post-" if passage.is_past(index) else "pre-" if passage.is_before(index) else ""
    sure = value and not facts.graph.loose and index not in passage.crossing and not passage.behind
    return (Addition("point_of_no_return", f"{value}point-of-no-return" if sure else ""),)


@rule("RUN504", "point-of-no-return-missing", Severity.BLOCKER, on=Runbook, kinds=CUTOVER)
def point_of_no_return_missing(runbook: Runbook, facts: Facts) -> Iterator[Report]:
    passage = facts.passage
    chain = passage.crossings.uncrossed
    if not chain or passage.elsewhere or (passage.denied and is_all_reversible(facts)):
        return
    if any(_is_blank(runbook.steps[index]) for index in chain):
        return
    if passage.crossing and facts.graph.loose:
        yield NotChecked("a dependency names no step, so that the chains are not known")
        return
    first = runbook.steps[min(chain)]
    message = f"no step of the chain {_path(runbook.steps, chain)} crosses the point of no return"
    yield Problem(first.span, message, "point_of_no_return", additions=())


@rule("RUN505", "point-of-no-return-duplicated", Severity.BLOCKER, on=Runbook, kinds=RUNBOOK)
def point_of_no_return_duplicated(runbook: Runbook, facts: Facts) -> Iterator[Report]:
    passage = facts.passage
    for index in sorted(passage.crossing):
        before = passage.crossings.before[index]
        if before is not None and before in passage.crossing:
            step, first = runbook.steps[index], runbook.steps[before]
            message = (
                f"{called(step)} crosses the point of no return, which {called(first)} before it has crossed already"
            )
            related = (Related(marker_span(first), "the first crossing"),)
            yield Problem(marker_span(step), message, "point_of_no_return", related)


@rule("RUN506", "reversible-after-point-of-no-return", Severity.BLOCKER, on=Runbook, kinds=RUNBOOK)
def reversible_after_point_of_no_return(runbook: Runbook, facts: Facts) -> Iterator[Report]:
    passage = facts.passage
    for index, step in enumerate(runbook.steps):
        field = step.fields.get("reversibility")
        if not passage.is_past(index) or field is None or field.value in ("", "forward-fix-only"):
            continue
        if index in passage.crossing:
            message = f"{called(step)} crosses the point of no return and is not forward-fix only"
            yield Problem(field.span, message, "reversibility", (Related(marker_span(step), "the marker"),))
            continue
        crossing = runbook.steps[passage.crossings.before[index] or 0]
        message = f"{called(step)} comes after the point of no return in {called(crossing)} and is not forward-fix only"
        yield Problem(field.span, message, "reversibility", (Related(marker_span(crossing), "the crossing"),))


@rule("RUN507", "forward-fix-before-point-of-no-return", Severity.HIGH, on=Runbook, kinds=RUNBOOK)
def forward_fix_before_point_of_no_return(runbook: Runbook, facts: Facts) -> Iterator[Report]:
    passage = facts.passage
    for index, step in enumerate(runbook.steps):
        if not passage.is_before(index) or not is_forward_fix(step) or index in passage.behind:
            continue
        crossing = runbook.steps[passage.crossings.after[index] or 0]
        message = f"{called(step)} is forward-fix only and stands before the point of no return in {called(crossing)}"
        related = (Related(marker_span(crossing), "the crossing"),)
        yield Problem(class_span(step), message, "reversibility", related)


def is_all_reversible(facts: Facts) -> bool:
    """Whether every step is of a reversible class and has a rollback entry."""
    return all(
        (field := step.fields.get("reversibility")) is not None
        and field.value in ("fully", "with-loss", "at-cost")
        and entry_of(step, facts) is not None
        for step in facts.runbook.steps
    )


def marker_span(step: Step) -> Span:
    """The words of a step's marker, else its head."""
    field = step.fields.get("point_of_no_return")
    return field.span if field and field.text else step.span


def class_span(step: Step) -> Span:
    """The words in which a step states its class, be it in its rollback, else its head."""
    for name in ("reversibility", "forward_fix", "rollback"):
        field = step.fields.get(name)
        if field and field.text:
            return field.span
    return step.span


def _is_blank(step: Step) -> bool:
    """Whether the marker of a step is still to be filled in, which is a fault of its own."""
    field = step.fields.get("point_of_no_return")
    return field is not None and field.state == "unfilled"


def _marker_value(step: Step) -> str:
    field = step.fields.get("point_of_no_return")
    return field.value if field else ""


def _path(steps: Sequence[Step], chain: tuple[int, ...]) -> str:
    """The ids of a chain, the middle of a long one left out."""
    names = [steps[index].id or f'"{steps[index].title[:40]}"' for index in chain]
    if len(names) > 2 * _ENDS + 1:
        names = [*names[:_ENDS], "…", *names[-_ENDS:]]
    return " → ".join(names)


RULES = (
    point_of_no_return_unstated,
    point_of_no_return_missing,
    point_of_no_return_duplicated,
    reversible_after_point_of_no_return,
    forward_fix_before_point_of_no_return,
)
