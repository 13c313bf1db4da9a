"""Rules on the maintenance window: that it is stated, and that the steps fit in it."""

from collections.abc import Iterator

from runbooklint.chains import longest
from runbooklint.checks.runbook.owed import stated
from runbooklint.checks.runbook.whole import chapters_beside_steps, title_of
from runbooklint.facts import Facts
from runbooklint.inline import plain, words
from runbooklint.named import NamedTuple
from runbooklint.quantities.dates import Day
from runbooklint.quantities.instants import DAY, instant
from runbooklint.quantities.lengths import find_lengths, format_seconds
from runbooklint.quantities.moments import Moment, find_moments
from runbooklint.quantities.offsets import leading_offset
from runbooklint.records import Runbook, Step
from runbooklint.rule import CUTOVER, RUNBOOK, Problem, Report, Severity, rule
from runbooklint.source import Span

_ANY_DAY = Day(2026, 1, 1)
_OUTSIDE = ("pre", "post", "before", "after", "day", "week", "follow")
"""How the titles of phases outside the window begin."""


class _Statement(NamedTuple):
    """What a document says of its window, and where."""

    span: Span
    seconds: float | None


@rule("RUN113", "maintenance-window-missing", Severity.HIGH, on=Runbook, kinds=CUTOVER)
def maintenance_window_missing(runbook: Runbook, facts: Facts) -> Iterator[Report]:
    field = runbook.fields.get("maintenance_window")
    if field and field.state == "unfilled":
        return
    said: list[_Statement] = []
    for statement in _statements(runbook):
        if statement.seconds is not None:
            return
        said.append(statement)
    if field and field.text:
        message = "the maintenance window cannot be read as a start with an end or a length"
        yield Problem(field.span, message, "maintenance_window")
    elif not any(chapter.head.empty for chapter in chapters_beside_steps(runbook, "window")):
        message = "no maintenance window is stated with its start and its end or length"
        yield Problem(said[0].span if said else title_of(runbook), message, "maintenance_window")


@rule("RUN611", "window-exceeded", Severity.MEDIUM, on=Runbook, kinds=RUNBOOK)
def window_exceeded(runbook: Runbook, facts: Facts) -> Iterator[Report]:
    window = next((said for said in _statements(runbook) if said.seconds), None)
    if window is None or window.seconds is None:
        return
    needed = longest(facts.graph, [_seconds(step) for step in runbook.steps])
    if needed > window.seconds:
        message = (
            f"the steps take {format_seconds(needed)} along the longest chain, "
            f"{format_seconds(needed - window.seconds)} more than the window of {format_seconds(window.seconds)}"
        )
        yield Problem(window.span, message, "maintenance_window")


def _seconds(step: Step) -> float:
    """How much of the window a step takes; none where it stands before or after the window."""
    offset = leading_offset(step.id)
    if offset is not None and (offset.seconds or 0) < 0:
        return 0
    if any(words(title)[:1] and words(title)[0].startswith(_OUTSIDE) for title in step.container):
        return 0
    field = step.fields.get("expected_duration")
    return field.seconds or 0 if field else 0


def _statements(runbook: Runbook) -> Iterator[_Statement]:
    """The field of the document, its sections on the window, and lines that name the window with a time."""
    field = stated(runbook.fields, "maintenance_window")
    if field:
        yield _Statement(field.span, window_length(plain(field.text)))
    for chapter in chapters_beside_steps(runbook, "window"):
        text = "\n".join(plain(item.text) for item in chapter.items)
        if text:
            yield _Statement(chapter.head.span, window_length(text))
    for prose in runbook.prose:
        if "window" in prose.text.lower():
            seconds = window_length(plain(prose.text))
            if seconds is not None:
                yield _Statement(prose.span, seconds)


def window_length(text: str) -> float | None:
    """The length in seconds of the window that a text states by start and end or by start and length, else None."""
    moments = find_moments(text)
    for moment in moments:
        if moment.relative and moment.relative.until is not None:
            return moment.relative.until - (moment.relative.seconds or 0)
    timed = [moment for moment in moments if moment.hour is not None]
    if timed:
        end = timed[0].until or (timed[1] if len(timed) > 1 else None)
        if end is not None and end.hour is not None:
            return _between(timed[0], end)
    lengths = find_lengths(text)
    return lengths[0].seconds if moments and lengths else None


def _between(start: Moment, end: Moment) -> float:
    """The seconds from one moment to another; an end without a day of its own is the next such time of day."""
    first = start.full_day or _ANY_DAY
    seconds = instant(end, end.full_day or first, end.zone or start.zone) - instant(start, first, start.zone)
    return seconds if end.full_day and start.full_day else seconds % DAY or DAY


RULES = (maintenance_window_missing, window_exceeded)
