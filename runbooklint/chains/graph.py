"""References between steps resolved to edges, in time linear in steps and references; it judges nothing."""

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from runbooklint.inline import words
from runbooklint.named import NamedTuple
from runbooklint.records import Reference, Step
from runbooklint.vocabulary import key

StepIds: TypeAlias = dict[tuple[tuple[str, ...], str], list[int]]
"""The steps that carry an id at or below a container path; of many equal ids the first few."""

_ENOUGH = 3
_PHASE_WORDS = frozenset({"phase", "stage", "wave", "part", "block", "track"})


class Loose(NamedTuple):
    """A reference that gives no edge."""

    step: int
    """The index of the step that makes it."""
    reference: Reference
    candidates: tuple[int, ...]
    """The steps that it could mean; empty where no step carries the id."""


class Graph(NamedTuple):
    """The steps as a graph; nodes below `size` are the indices of `Runbook.steps`, further nodes only join edges."""

    size: int
    before: tuple[tuple[int, ...], ...]
    """The direct predecessors of each node."""
    after: tuple[tuple[int, ...], ...]
    """The direct successors of each node."""
    declared: bool
    """Whether any step declares a dependency; otherwise document order is one chain."""
    ids: StepIds
    loose: tuple[Loose, ...]


def ids_of(steps: Sequence[Step]) -> StepIds:
    """Index the steps by id under every container path that holds them."""
    found: StepIds = {}
    for index, step in enumerate(steps):
        if not step.id:
            continue
        name = key(step.id)
        for depth in range(len(step.container) + 1):
            held = found.setdefault((step.container[:depth], name), [])
            if len(held) < _ENOUGH:
                held.append(index)
    return found


def candidates(ids: StepIds, name: str, container: tuple[str, ...], own: int | None = None) -> tuple[int, ...]:
    """The steps that an id can mean where it is named: of equal ids those of the nearest common container.

    `own` is the step that names it, which is meant only where no other step carries the id.
    """
    wanted = key(name)
    for depth in range(len(container), -1, -1):
        found = ids.get((container[:depth], wanted), ())
        others = tuple(index for index in found if index != own)
        if others:
            return others
    return tuple(ids.get(((), wanted), ()))


def graph_of(steps: Sequence[Step]) -> Graph:
    """Make the graph of the declared dependencies, or of document order where none is declared."""
    ids = ids_of(steps)
    edges = _Edges(len(steps))
    declared = any(step.depends_on for step in steps)
    loose: list[Loose] = []
    if declared:
        loose += _declare(steps, ids, edges)
        _place_silent(steps, edges, {found.step for found in loose})
    else:
        _follow_document(steps, edges)
    before = tuple(tuple(dict.fromkeys(nodes)) for nodes in edges.before)
    after: list[list[int]] = [[] for _ in before]
    for node, sources in enumerate(before):
        for source in sources:
            after[source].append(node)
    return Graph(len(steps), before, tuple(map(tuple, after)), declared, ids, tuple(loose))


class _Edges:
    """The edges while they are gathered."""

    def __init__(self, count: int) -> None:
        self.before: list[list[int]] = [[] for _ in range(count)]

    def add(self, source: int, target: int) -> None:
        self.before[target].append(source)

    def join(self, sources: Sequence[int]) -> int:
        """A node behind all of `sources`, so that many-to-many edges stay as many as their ends."""
        self.before.append(list(sources))
        return len(self.before) - 1


def _declare(steps: Sequence[Step], ids: StepIds, edges: _Edges) -> Iterator[Loose]:
    phases: dict[str, list[int]] | None = None
    joined: dict[str, int] = {}
    for index, step in enumerate(steps):
        for reference in step.depends_on or ():
            found = candidates(ids, reference.id, step.container, index)
            if len(found) == 1:
                edges.add(found[0], index)
                continue
            if not found:
                phases = _phases(steps) if phases is None else phases
                phase = _phase(words(reference.id))
                if phase and phase in phases:
                    if phase not in joined:
                        joined[phase] = edges.join(phases[phase])
                    # A step that waits for its own phase as a whole says nothing on its order within it.
                    if phase not in map(_phase, map(words, step.container)):
                        edges.add(joined[phase], index)
                    continue
            yield Loose(index, reference, found)


def _phases(steps: Sequence[Step]) -> dict[str, list[int]]:
    """The steps of each numbered phase."""
    found: dict[str, list[int]] = {}
    for index, step in enumerate(steps):
        for name in {_phase(words(title)) for title in step.container} - {""}:
            found.setdefault(name, []).append(index)
    return found


def _phase(listed: list[str]) -> str:
    """The name of a phase by which it is referred to (`phase b`), or empty."""
    return f"{listed[0]} {key(listed[1])}" if len(listed) > 1 and listed[0] in _PHASE_WORDS else ""


def _place_silent(steps: Sequence[Step], edges: _Edges, dangling: set[int]) -> None:
    """Let a step whose place nothing tells follow the step before it, as a reader would take it.

    That is a step that says nothing and that no other step waits for, and one whose only references lead nowhere.
    Where edges run against document order, nothing is added, so that no cycle is made here.
    """
    if any(source > target for target, sources in enumerate(edges.before) for source in sources if source < len(steps)):
        return
    awaited = {source for sources in edges.before for source in sources}
    for index, step in enumerate(steps):
        unsaid = step.depends_on is None and index not in awaited
        if index and not edges.before[index] and (unsaid or index in dangling):
            previous = steps[index - 1].alternative
            if previous in ("", step.alternative):
                edges.add(index - 1, index)


def _follow_document(steps: Sequence[Step], edges: _Edges) -> None:
    """Chain the steps in document order; the options of one place branch and join again."""
    gate: int | None = None
    place: tuple[str, ...] | None = None
    tails: dict[str, int] = {}
    for index, step in enumerate(steps):
        here = _place(step)
        if here != place:
            if tails:
                gate, tails = edges.join(list(tails.values())), {}
            place = here
        previous = gate if here is None else tails.get(step.alternative, gate)
        if previous is not None:
            edges.add(previous, index)
        if here is None:
            gate = index
        else:
            tails[step.alternative] = index


def _place(step: Step) -> tuple[str, ...] | None:
    """The container that holds the options of which the step's is one; None for a step outside options."""
    if not step.alternative:
        return None
    if step.alternative in step.container:
        return step.container[: step.container.index(step.alternative)]
    return step.container
