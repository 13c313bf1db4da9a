"""Running totals over a step and all steps before it, each counted once; it knows no budget."""

from collections.abc import Iterator, Sequence

from runbooklint.chains.crossings import components
from runbooklint.chains.graph import Graph
from runbooklint.named import NamedTuple

LARGEST = 10_000
"""The most steps that are totalled: the sets of predecessors grow with the square of their number."""

_PRECISION = 1000
_BITS = 48


class Totals(NamedTuple):
    """The running totals of the steps of a graph."""

    seconds: tuple[float | None, ...]
    """For each step the total of its own weight and those of all steps before it; None where one is unknown."""
    summands: tuple[int, ...]
    """For each step the set of steps that its total sums, as the bits of a number."""


def totals(graph: Graph, weights: Sequence[float | None]) -> Totals:
    """Sum the weights (seconds; None unknown) of each step and all steps before it.

    Raises ValueError above `LARGEST` steps.
    """
    if graph.size > LARGEST:
        raise ValueError(f"{graph.size} steps")
    reached = _reached(graph)
    # One mask for each bit of the weights: a sum over a set is then a count of bits for each mask, not a walk.
    masks = [0] * _BITS
    unknown = 0
    for node, weight in enumerate(weights):
        if weight is None:
            unknown |= 1 << node
            continue
        rest = min(round(weight * _PRECISION), (1 << _BITS) - 1)
        while rest:
            low = rest & -rest
            masks[low.bit_length() - 1] |= 1 << node
            rest ^= low
    used = [(1 << bit, mask) for bit, mask in enumerate(masks) if mask]
    seconds = tuple(
        None if nodes & unknown else sum(unit * (nodes & mask).bit_count() for unit, mask in used) / _PRECISION
        for nodes in reached[: graph.size]
    )
    return Totals(seconds, tuple(reached[: graph.size]))


def longest(graph: Graph, weights: Sequence[float]) -> float:
    """The largest sum of weights along one chain; the steps of a cycle count all."""
    length = [0.0] * len(graph.before)
    for members in components(graph):
        inside = set(members)
        before = (length[other] for node in members for other in graph.before[node] if other not in inside)
        own = sum(weights[node] for node in members if node < graph.size)
        reach = max(before, default=0.0) + own
        for node in members:
            length[node] = reach
    return max(length, default=0.0)


def _reached(graph: Graph) -> list[int]:
    """For each node the set of steps at and before it; joining nodes have no bit of their own."""
    reached = [0] * len(graph.before)
    for members in components(graph):
        nodes = 0
        for node in members:
            nodes |= 1 << node if node < graph.size else 0
            for other in graph.before[node]:
                nodes |= reached[other]
        for node in members:
            reached[node] = nodes
    return reached


def last_summands(summands: int) -> Iterator[int]:
    """The steps of a set of summands, the last in document order first."""
    while summands:
        last = summands.bit_length() - 1
        yield last
        summands ^= 1 << last
