"""Order and cycles of a graph, and where its chains cross a marked step; linear in steps and edges."""

from collections import deque
from collections.abc import Iterable, Set

from runbooklint.chains.graph import Graph
from runbooklint.named import NamedTuple


class Crossings(NamedTuple):
    """How the chains of a graph pass the marked steps."""

    before: tuple[int | None, ...]
    """For each step, the first marked step in document order among those before it in a chain."""
    after: tuple[int | None, ...]
    """For each step, the first marked step in document order among those after it in a chain."""
    uncrossed: tuple[int, ...]
    """The steps of one chain that passes no marked step, in their order; empty where every chain passes one."""


def components(graph: Graph) -> list[list[int]]:
    """The strongly connected components (Tarjan's), predecessors first, each in document order."""
    count = len(graph.before)
    number, low = [-1] * count, [0] * count
    on_stack = [False] * count
    stack: list[int] = []
    found: list[list[int]] = []
    visited = 0
    for root in range(count):
        if number[root] >= 0:
            continue
        work = [(root, 0)]
        while work:
            node, edge = work.pop()
            if edge == 0:
                number[node] = low[node] = visited
                visited += 1
                stack.append(node)
                on_stack[node] = True
            for position in range(edge, len(graph.before[node])):
                other = graph.before[node][position]
                if number[other] < 0:
                    work += [(node, position + 1), (other, 0)]
                    break
                if on_stack[other]:
                    low[node] = min(low[node], low[other])
            else:
                if low[node] == number[node]:
                    found.append(_pop_component(node, stack, on_stack))
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
    return found


def _pop_component(node: int, stack: list[int], on_stack: list[bool]) -> list[int]:
    members = []
    while True:
        member = stack.pop()
        on_stack[member] = False
        members.append(member)
        if member == node:
            return sorted(members)


def cycles(graph: Graph) -> list[list[int]]:
    """One shortest cycle through the first step of each knot of steps that wait for each other.

    Each step of a cycle waits for the next one, and the last for the first. Joining nodes are left out.
    """
    found = []
    for members in components(graph):
        if len(members) > 1 or members[0] in graph.before[members[0]]:
            found.append([node for node in _cycle(graph, members) if node < graph.size])
    return sorted(found)


def _cycle(graph: Graph, members: list[int]) -> list[int]:
    first, inside = members[0], set(members)
    came: dict[int, int] = {}
    queue = deque([first])
    while queue:
        node = queue.popleft()
        for other in graph.before[node]:
            if other == first:
                path = [node]
                while path[-1] != first:
                    path.append(came[path[-1]])
                return path[::-1]
            if other in inside and other not in came:
                came[other] = node
                queue.append(other)
    return members


def crossings(graph: Graph, marked: Set[int], behind: Set[int] = frozenset()) -> Crossings:
    """Tell for each step whether a marked step stands before or after it, and find a chain without one.

    A step in `behind` is passed only when it is left: it counts as before its successors and as after itself.
    In a knot of steps that wait for each other, document order decides.
    """
    order = components(graph)
    passed = marked | behind
    before = _seen(order, graph.before, passed)
    after = _seen([members[::-1] for members in reversed(order)], graph.after, passed)
    for node in behind:
        after[node] = _first([after[node], node])
    return Crossings(tuple(before[: graph.size]), tuple(after[: graph.size]), _uncrossed(graph, order, passed))


def first_of(graph: Graph, wanted: Set[int]) -> list[int]:
    """Those of some steps that no other of them stands before, in document order."""
    seen = _seen(components(graph), graph.before, wanted)
    return sorted(node for node in wanted if seen[node] is None)


def _seen(order: list[list[int]], edges: tuple[tuple[int, ...], ...], passed: Set[int]) -> list[int | None]:
    """The first passed node that each node can reach along `edges`, itself left out."""
    seen: list[int | None] = [None] * len(edges)
    leaving: list[int | None] = [None] * len(edges)
    for members in order:
        inside = set(members)
        best = _first(leaving[other] for node in members for other in edges[node] if other not in inside)
        for node in members:
            seen[node] = best
            if node in passed:
                best = _first([best, node])
        for node in members:
            leaving[node] = best
    return seen


def _first(found: Iterable[int | None]) -> int | None:
    return min((index for index in found if index is not None), default=None)


def _uncrossed(graph: Graph, order: list[list[int]], passed: Set[int]) -> tuple[int, ...]:
    home = {node: position for position, members in enumerate(order) for node in members}
    free = [False] * len(order)
    came: list[int | None] = [None] * len(order)
    ends = []
    for position, members in enumerate(order):
        if any(node in passed for node in members):
            continue
        sources = {home[other] for node in members for other in graph.before[node]} - {position}
        open_sources = [source for source in sources if free[source]]
        free[position] = bool(open_sources) or not sources
        if open_sources:
            came[position] = min(open_sources, key=lambda source: order[source][0])
        if free[position] and all(home[other] == position for node in members for other in graph.after[node]):
            ends.append(position)
    if not ends:
        return ()
    at: int | None = min(ends, key=lambda end: order[end][0])
    knots: list[list[int]] = []
    while at is not None:
        knots.append(order[at])
        at = came[at]
    return tuple(node for members in reversed(knots) for node in members if node < graph.size)
