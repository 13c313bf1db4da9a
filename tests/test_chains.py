"""The dependency graph against brute force on small graphs, and its time on large ones."""

import itertools
import time

from hypothesis import given
from hypothesis import strategies as st

from runbooklint.chains import (
    Graph,
    candidates,
    crossings,
    cycles,
    graph_of,
    ids_of,
    last_summands,
    longest,
    totals,
)
from runbooklint.records import Reference, Step
from runbooklint.source import Span

NOWHERE = Span(0, 0)


def step(name: str, *after: str, silent: bool = False, phase: tuple[str, ...] = (), option: str = "") -> Step:
    depends_on = None if silent else tuple(Reference(other, NOWHERE) for other in after)
    return Step(name, f"do {name}", NOWHERE, NOWHERE, phase, depends_on, {}, None, option)


def edges(graph: Graph) -> set[tuple[str, str]]:
    """The edges between steps, as numbers; a joining node stands for edges from all to all."""

    def sources(node: int) -> set[int]:
        if node < graph.size:
            return {node}
        return set().union(*(sources(other) for other in graph.before[node]))

    return {
        (str(source), str(node))
        for node in range(graph.size)
        for other in graph.before[node]
        for source in sources(other)
    }


def chains(graph: Graph) -> list[list[int]]:
    """Every path from a step without predecessors to a step without successors, of a graph without cycles."""

    def onward(node: int) -> list[list[int]]:
        if not graph.after[node]:
            return [[node]]
        return [[node, *rest] for other in graph.after[node] for rest in onward(other)]

    roots = [node for node in range(len(graph.before)) if not graph.before[node]]
    return [[node for node in path if node < graph.size] for root in roots for path in onward(root)]


@st.composite
def forests(draw: st.DrawFn) -> list[Step]:
    """Up to eight steps that depend on earlier ones, shuffled in the document."""
    count = draw(st.integers(1, 8))
    made = []
    for index in range(count):
        after = draw(st.sets(st.integers(0, index - 1), max_size=3)) if index else set()
        made.append(step(f"S{index}", *(f"S{other}" for other in sorted(after))))
    return draw(st.permutations(made))


@given(forests(), st.sets(st.integers(0, 7)))
def test_crossings_are_those_of_all_paths(steps: list[Step], wanted: set[int]) -> None:
    graph = graph_of(steps)
    marked = {node for node in wanted if node < graph.size}
    found = crossings(graph, marked)
    paths = chains(graph)
    for node in range(graph.size):
        earlier = {other for path in paths if node in path for other in path[: path.index(node)] if other in marked}
        later = {other for path in paths if node in path for other in path[path.index(node) + 1 :] if other in marked}
        assert found.before[node] == min(earlier, default=None)
        assert found.after[node] == min(later, default=None)
    free = [path for path in paths if not marked & set(path)]
    assert (list(found.uncrossed) in free) if free else found.uncrossed == ()


@given(forests(), st.lists(st.one_of(st.none(), st.integers(0, 10_000)), min_size=8, max_size=8))
def test_totals_count_each_step_before_once(steps: list[Step], weights: list[int | None]) -> None:
    graph = graph_of(steps)
    found = totals(graph, weights[: graph.size])
    paths = chains(graph)
    for node in range(graph.size):
        reached = {other for path in paths if node in path for other in path[: path.index(node) + 1]}
        summed = [weights[other] for other in reached]
        assert found.seconds[node] == (None if None in summed else sum(weight or 0 for weight in summed))
        assert list(last_summands(found.summands[node])) == sorted(reached, reverse=True)


@given(forests(), st.lists(st.integers(0, 10_000), min_size=8, max_size=8))
def test_the_longest_chain_is_that_of_all_paths(steps: list[Step], weights: list[int]) -> None:
    graph = graph_of(steps)
    assert longest(graph, weights[: graph.size]) == max(sum(weights[node] for node in path) for path in chains(graph))


@given(st.lists(st.lists(st.integers(0, 6), max_size=3), min_size=1, max_size=7))
def test_cycles_are_found_and_real(after: list[list[int]]) -> None:
    steps = [step(f"S{index}", *(f"S{other}" for other in others)) for index, others in enumerate(after)]
    graph = graph_of(steps)
    reach = {(target, source) for target, sources in enumerate(graph.before) for source in sources}
    for middle, start, end in itertools.product(range(graph.size), repeat=3):
        if (start, middle) in reach and (middle, end) in reach:
            reach.add((start, end))
    for middle, start, end in itertools.product(range(graph.size), repeat=3):
        if (start, middle) in reach and (middle, end) in reach:
            reach.add((start, end))
    knots = {frozenset(o for o in range(graph.size) if (n, o) in reach and (o, n) in reach) for n in range(graph.size)}
    found = cycles(graph)
    assert len(found) == len([knot for knot in knots if knot])
    for cycle in found:
        assert all(other in graph.before[node] for node, other in itertools.pairwise([*cycle, cycle[0]]))
        assert len(set(cycle)) == len(cycle)
        assert cycle[0] == min(next(knot for knot in knots if cycle[0] in knot))


@given(forests(), st.sets(st.integers(0, 7)))
def test_a_step_left_behind_is_passed_by_what_follows(steps: list[Step], wanted: set[int]) -> None:
    graph = graph_of(steps)
    behind = {node for node in wanted if node < graph.size}
    marked = crossings(graph, behind)
    left = crossings(graph, set(), behind)
    assert left.before == marked.before
    assert left.uncrossed == marked.uncrossed
    for node in range(graph.size):
        seen = [marked.after[node], node if node in behind else None]
        assert left.after[node] == min((other for other in seen if other is not None), default=None)


def test_document_order_is_one_chain_where_nothing_is_declared() -> None:
    graph = graph_of([step("1", silent=True), step("2", silent=True), step("3")])
    assert not graph.declared
    assert edges(graph) == {("0", "1"), ("1", "2")}


def test_options_branch_and_join() -> None:
    steps = [
        step("1", silent=True),
        step("2", silent=True, option="Option A"),
        step("3", silent=True, option="Option A"),
        step("2", silent=True, option="Option B"),
        step("4", silent=True),
    ]
    assert edges(graph_of(steps)) == {("0", "1"), ("1", "2"), ("0", "3"), ("2", "4"), ("3", "4")}


def test_options_of_two_phases_follow_each_other() -> None:
    steps = [
        step("1", silent=True, option="Option A", phase=("Phase 1", "Option A")),
        step("1", silent=True, option="Option B", phase=("Phase 1", "Option B")),
        step("1", silent=True, option="Option A", phase=("Phase 2", "Option A")),
        step("1", silent=True, option="Option B", phase=("Phase 2", "Option B")),
    ]
    assert edges(graph_of(steps)) == {("0", "2"), ("0", "3"), ("1", "2"), ("1", "3")}


def test_ids_that_restart_are_those_of_the_own_phase() -> None:
    steps = [
        step("1", phase=("Phase A",)),
        step("2", "1", phase=("Phase A",)),
        step("1", "Phase A", phase=("Phase B",)),
        step("2", "1", phase=("Phase B",)),
        step("3", "Step 02", phase=("Phase B",)),
        step("1", "2", phase=("Phase C",)),
    ]
    graph = graph_of(steps)
    assert edges(graph) >= {("0", "1"), ("0", "2"), ("1", "2"), ("2", "3"), ("3", "4")}
    assert [(loose.step, loose.candidates) for loose in graph.loose] == [(5, (1, 3))]
    assert candidates(ids_of(steps), "3", ()) == (4,)


def test_a_phase_that_waits_for_itself_adds_no_edge() -> None:
    steps = [step("1", phase=("Phase A",)), step("2", "Phase A", phase=("Phase A",))]
    graph = graph_of(steps)
    assert graph.loose == ()
    assert cycles(graph) == []


def test_a_reference_to_no_step_gives_no_edge_and_is_kept() -> None:
    graph = graph_of([step("1"), step("2", "1"), step("3", "2", "9")])
    assert edges(graph) == {("0", "1"), ("1", "2")}
    assert [(loose.step, loose.reference.id, loose.candidates) for loose in graph.loose] == [(2, "9", ())]


def test_a_step_whose_place_nothing_tells_follows_the_step_before_it() -> None:
    assert edges(graph_of([step("1"), step("2", "1"), step("3", silent=True)])) == {("0", "1"), ("1", "2")}
    assert edges(graph_of([step("1"), step("2", "1"), step("3", "22"), step("4", "3")])) == {
        ("0", "1"),
        ("1", "2"),
        ("2", "3"),
    }


def test_a_stated_none_starts_a_chain_of_its_own() -> None:
    assert edges(graph_of([step("1"), step("2", "1"), step("3")])) == {("0", "1")}


def test_the_own_id_is_meant_only_where_no_other_step_carries_it() -> None:
    alone = graph_of([step("1"), step("2", "2")])
    assert cycles(alone) == [[1]]
    assert cycles(graph_of([step("1", phase=("A",)), step("1", "1", phase=("B",))])) == []


def test_a_ladder_of_thirty_diamonds_and_a_long_line_take_no_time() -> None:
    ladder = [step("0")]
    for rung in range(30):
        top = str(3 * rung)
        left, right, bottom = (str(3 * rung + offset) for offset in (1, 2, 3))
        ladder += [step(left, top), step(right, top), step(bottom, left, right)]
    line = [step("0"), *(step(str(index), str(index - 1)) for index in range(1, 10_000))]
    started = time.process_time()
    for steps in (ladder, line):
        graph = graph_of(steps)
        assert crossings(graph, {45}).uncrossed == ()
        assert totals(graph, [60.0] * graph.size).seconds[-1] == 60.0 * graph.size
        assert cycles(graph) == []
    assert time.process_time() - started < 1
    assert len(crossings(graph_of(ladder), {46}).uncrossed) == 61


def test_many_options_and_phases_stay_linear() -> None:
    count = 4000
    options = [
        step(str(index), silent=True, option=f"Option {index}", phase=(f"Phase {index // (count // 2)}",))
        for index in range(count)
    ]
    waiting = [step(f"a{index}", phase=("Phase 1",)) for index in range(count)]
    waiting += [step(f"b{index}", "Phase 1", phase=("Phase 2",)) for index in range(count)]
    same = [step("1", "1") for _ in range(count)]
    started = time.process_time()
    for steps in (options, waiting, same):
        crossings(graph_of(steps), {0})
    assert time.process_time() - started < 1
