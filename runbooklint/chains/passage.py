"""Where the chains of a runbook cross the point of no return, told from its marks; it judges none of them."""

from runbooklint.chains.crossings import Crossings, crossings
from runbooklint.chains.graph import Graph, candidates
from runbooklint.named import NamedTuple
from runbooklint.records import Mark, Runbook


class Passage(NamedTuple):
    """How the steps stand to the point of no return."""

    crossing: frozenset[int]
    """The steps that cross it."""
    behind: frozenset[int]
    """The steps behind which it lies: an event after them crosses, not they themselves."""
    crossings: Crossings
    elsewhere: Mark | None
    """The statement that an event or a deadline crosses it."""
    denied: Mark | None
    """The statement, outside the steps, that there is none."""

    def is_before(self, step: int) -> bool:
        """Whether a step stands before the point of no return of its chain."""
        return self.crossings.after[step] is not None and not self.is_past(step)

    def is_past(self, step: int) -> bool:
        """Whether a step crosses the point of no return or comes after it."""
        return step in self.crossing or self.crossings.before[step] is not None


def passage_of(runbook: Runbook, graph: Graph) -> Passage:
    """Read the marks: those in the steps first, those outside where no step is marked as crossing."""
    crossing = {mark.step for mark in runbook.marks if mark.value == "crosses" and mark.step is not None}
    events = [mark for mark in runbook.marks if mark.value in ("event", "deadline")]
    behind: set[int] = set()
    if not crossing:
        said = {mark.step for mark in runbook.marks if mark.value in ("pre", "post")}
        stated = [mark for mark in runbook.marks if mark.value == "crosses"]
        crossing = {step for mark in stated for step in _named(mark, graph) if step not in said}
    if not crossing:
        behind = {step for mark in events for step in _named(mark, graph)}
    return Passage(
        frozenset(crossing),
        frozenset(behind),
        crossings(graph, crossing, behind),
        events[0] if events else None,
        next((mark for mark in runbook.marks if mark.value == "none" and mark.step is None), None),
    )


def _named(mark: Mark, graph: Graph) -> tuple[int, ...]:
    """The step that a mark names or stands in; none where the id is unknown or could mean two."""
    found = candidates(graph.ids, mark.at, ()) if mark.at else ()
    if len(found) == 1:
        return found
    return () if mark.step is None else (mark.step,)
