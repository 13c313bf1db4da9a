"""The dependency graph of the steps: order, cycles, crossings and running totals, in linear time; it knows no text."""

from typing import NamedTuple

from runbooklint.records import Step


class Graph(NamedTuple):
    """The steps as a graph; indices are those of `Runbook.steps`."""

    before: tuple[tuple[int, ...], ...]
    """The direct predecessors of each step."""
    after: tuple[tuple[int, ...], ...]
    """The direct successors of each step."""
    declared: bool
    """Whether any step declares a dependency; otherwise document order is one chain."""


def graph_of(steps: tuple[Step, ...]) -> Graph:
    """Make the graph of the declared dependencies, or of document order where none is declared."""
    count = len(steps)
    before = tuple(((i - 1,) if i else ()) for i in range(count))
    after = tuple(((i + 1,) if i + 1 < count else ()) for i in range(count))
    return Graph(before, after, False)
