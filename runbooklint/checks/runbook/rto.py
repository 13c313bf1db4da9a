"""Rules on the RTO: that it is declared, and that the rollbacks of each chain fit in it."""

from collections.abc import Iterator
from itertools import islice

from runbooklint.chains import LARGEST, first_of, last_summands, totals
from runbooklint.checks.runbook.owed import called
from runbooklint.checks.runbook.recovery import entry_of, is_forward_fix
from runbooklint.checks.runbook.whole import title_of
from runbooklint.facts import Facts
from runbooklint.inline import plain
from runbooklint.named import NamedTuple
from runbooklint.pattern import Pattern
from runbooklint.quantities.lengths import find_lengths, format_seconds, read_length
from runbooklint.records import Prose, Runbook, Step
from runbooklint.rule import CUTOVER, RUNBOOK, NotChecked, Problem, Related, Report, Severity, rule
from runbooklint.source import Span

_OBSERVED = Pattern(
    r"(?i)\b(?:observed|measured|actual|rehearsed|achieved|recorded) (?:RTO|recovery time|rollback time)\b"
    r"|\b(?:RTO|recovery time|rollback time),? (?:was )?(?:observed|measured|achieved|recorded)\b"
)
_AHEAD = 40
_SHOWN = 50
"""The most summands that are listed as related places."""


@rule("RUN607", "rto-missing", Severity.HIGH, on=Runbook, kinds=CUTOVER)
def rto_missing(runbook: Runbook, facts: Facts) -> Iterator[Report]:
    field = runbook.fields.get("rto")
    if facts.options.rto is None and (field is None or not field.text or field.state == "none"):
        yield Problem(field.span if field and field.text else title_of(runbook), "no RTO is declared", "rto")


@rule("RUN608", "rto-exceeded", Severity.BLOCKER, on=Runbook, kinds=RUNBOOK)
def rto_exceeded(runbook: Runbook, facts: Facts) -> Iterator[Report]:
    if not any(step.rollback_entry is not None for step in runbook.steps):
        return
    budget = budget_of(facts)
    if budget is None:
        yield NotChecked("no RTO that can be read is declared")
        return
    if len(runbook.steps) > LARGEST:
        yield NotChecked(f"the runbook has more than {LARGEST} steps")
        return
    reverse = _reverse_durations(facts)
    unknown = [step for step, own in zip(runbook.steps, reverse, strict=True) if own and own.seconds is None]
    if unknown:
        more = f" and of {len(unknown) - 1} more" if len(unknown) > 1 else ""
        yield NotChecked(f"the reverse duration of {called(unknown[0])}{more} is not known")
    sums = totals(facts.graph, [own.seconds if own else 0 for own in reverse])
    over = {
        index
        for index, total in enumerate(sums.seconds)
        if reverse[index] is not None and total is not None and total > budget
    }
    for index in first_of(facts.graph, over):
        own, total = reverse[index], sums.seconds[index] or 0
        if own:
            message = (
                f"rolling back from {called(runbook.steps[index])} takes {format_seconds(total)}, "
                f"{format_seconds(total - budget)} over the RTO of {format_seconds(budget)}"
            )
            summed = (found for other in last_summands(sums.summands[index]) if (found := reverse[other]))
            timed = (Related(found.stated, found.message) for found in summed if found.seconds)
            related = tuple(islice(timed, _SHOWN))
            yield Problem(own.span, message, "expected_duration", related)


@rule("RUN609", "observed-rto-over-budget", Severity.HIGH, on=Prose, kinds=RUNBOOK)
def observed_rto_over_budget(prose: Prose, facts: Facts) -> Iterator[Report]:
    if "RTO" not in prose.text and " time" not in prose.text.lower():
        return
    budget = budget_of(facts)
    for found in _OBSERVED.finditer(prose.text) if budget is not None else ():
        length = next(iter(find_lengths(prose.text[found.end() : found.end() + _AHEAD])), None)
        if length is None or budget is None or length.seconds <= budget:
            continue
        span = Span(prose.span.start + found.start(), prose.span.start + found.end() + length.end)
        message = (
            f"a rehearsal observed {format_seconds(length.seconds)}, {format_seconds(length.seconds - budget)} over "
            f"the RTO of {format_seconds(budget)}"
        )
        field = facts.runbook.fields.get("rto")
        related = (Related(field.span, "the RTO"),) if field and facts.options.rto is None else ()
        yield Problem(span, message, "rehearsal", related)


class _Reverse(NamedTuple):
    """What it takes to take one step back."""

    span: Span
    """The head of its rollback entry, or the words of its own rollback."""
    stated: Span
    """The words that state the time."""
    seconds: float | None
    """None where it is missing or cannot be read."""
    message: str


def budget_of(facts: Facts) -> float | None:
    """The RTO in seconds; None where none is declared or it cannot be read."""
    if facts.options.rto is not None:
        return facts.options.rto
    field = facts.runbook.fields.get("rto")
    return field.seconds if field else None


def _reverse_durations(facts: Facts) -> list[_Reverse | None]:
    """The reverse duration of each step that a rollback takes back; None for those past the point of no return and
    for those that are forward-fix only. An entry for several steps counts at the first of them."""
    found: list[_Reverse | None] = []
    counted: set[int] = set()
    for index, step in enumerate(facts.runbook.steps):
        if facts.passage.is_past(index) or is_forward_fix(step):
            found.append(None)
            continue
        own = _reverse(step, facts)
        if step.rollback_entry is not None:
            own = own._replace(seconds=0) if step.rollback_entry in counted else own
            counted.add(step.rollback_entry)
        found.append(own)
    return found


def _reverse(step: Step, facts: Facts) -> _Reverse:
    entry = entry_of(step, facts)
    if entry:
        field = entry.fields.get("expected_duration")
        seconds = field.seconds if field else None
        said = format_seconds(seconds) if seconds is not None else ""
        return _Reverse(entry.span, field.span if field else entry.span, seconds, f"{called(entry)} takes {said}")
    field = step.fields.get("rollback")
    length = read_length(plain(field.text), clocks=False) if field else None
    seconds = length.seconds if length else None
    said = format_seconds(seconds) if seconds is not None else ""
    span = field.span if field and field.text else step.span
    return _Reverse(span, span, seconds, f"taking back {called(step)} takes {said}")


RULES = (rto_missing, rto_exceeded, observed_rto_over_budget)
