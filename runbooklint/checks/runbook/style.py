"""Rules on the cutover style: that it is named, known, and kept by the steps."""

from collections.abc import Iterator, Sequence, Set
from itertools import pairwise

from runbooklint.checks.runbook.owed import called, stated
from runbooklint.checks.runbook.whole import title_of
from runbooklint.checks.sentences import first, sentences
from runbooklint.checks.spelling import meant
from runbooklint.facts import Facts
from runbooklint.inline import plain, words
from runbooklint.records import Field, Item, Prose, Runbook, Step
from runbooklint.rule import CUTOVER, RUNBOOK, Problem, Related, Report, Severity, rule
from runbooklint.source import Span

_STYLES = (
    "big bang", "phased", "strangler", "dual write", "cutover on read flip", "gradual", "phase by phase",
)  # fmt: skip
"""The four styles, and words for the second."""
_IN_PHASES = frozenset({("rollout", "phases"), ("rollout", "stages"), ("rollout", "waves")})
_OTHERS = ("blue green", "red black", "lift and shift", "rolling", "parallel run", "trickle")
"""Styles that are none of the four."""
_NOUNS = frozenset(
    "cutover migration approach style strategy switch switchover rollout rollouts release releases pattern move moves"
    " plan flip deployment deployments go going goes".split()
)

_SPELLED = ("big-bang", "phased", "strangler", "dual-write")


@rule("RUN101", "style-missing", Severity.HIGH, on=Runbook, kinds=CUTOVER)
def style_missing(runbook: Runbook, facts: Facts) -> Iterator[Report]:
    field = runbook.fields.get("style")
    if field and field.text and field.state != "none":
        return
    ahead = _ahead(runbook)
    if not any(_names(prose.text, _STYLES) or _names(prose.text, _OTHERS) for prose in ahead):
        message = "no cutover style is named: big-bang, phased, strangler, or dual-write"
        yield Problem(field.span if field and field.text else title_of(runbook), message, "style")


def _ahead(runbook: Runbook) -> list[Prose]:
    """The text before the first step."""
    start = runbook.steps[0].span.start if runbook.steps else None
    return [prose for prose in runbook.prose if start is None or prose.span.start < start]


def _names(text: str, styles: Sequence[str]) -> str:
    """The style by which a sentence calls the cutover; empty where it does not."""
    listed = words(text)
    joined = f" {' '.join(listed)} "
    for name in styles:
        at = joined.find(f" {name} ")
        if at >= 0 and _NOUNS & {*joined[at + len(name) + 1 :].split()[:2], *joined[:at].split()[-2:]}:
            return name
    return "phased" if styles is _STYLES and _IN_PHASES & {*pairwise(listed)} else ""


@rule("RUN102", "style-unknown", Severity.HIGH, on=Runbook, kinds=RUNBOOK)
def style_unknown(runbook: Runbook, facts: Facts) -> Iterator[Report]:
    field = stated(runbook.fields, "style")
    if field and field.text and not field.value and (facts.kind == "cutover" or _is_called_style(field, runbook)):
        said = " ".join(plain(field.text).split())[:60]
        message = f'the style "{said}" is none of big-bang, phased, strangler, dual-write'
        yield Problem(field.span, message, "style", fix=meant(field, _SPELLED))
    elif facts.kind == "cutover" and not (field and field.text):
        yield from _called_otherwise(_ahead(runbook))


def _called_otherwise(ahead: Sequence[Prose]) -> Iterator[Report]:
    """The first place where running text calls the cutover by a style that is none of the four."""
    if any(_names(prose.text, _STYLES) for prose in ahead):
        return
    for prose in ahead:
        if name := _names(prose.text, _OTHERS):
            message = f'the style "{name}" is none of big-bang, phased, strangler, dual-write'
            yield Problem(prose.span, message, "style")
            return


def _is_called_style(field: Field, runbook: Runbook) -> bool:
    """Whether a label says that a cutover style is meant: a runbook may state an approach to anything."""
    if field.label is None:
        return False
    label = next((_part(prose, field.label) for prose in runbook.prose if _holds(prose.span, field.label)), "")
    return bool({"style", "cutover", "migration"} & set(words(label)))


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _part(prose: Prose, span: Span) -> str:
    return prose.text[span.start - prose.span.start : span.end - prose.span.start]


_ROUTING = frozenset(
    "route routes routed router routing rerouting reroute traffic proxy gateway ingress balancer weight weights percent"
    " dns shift shifts shadow mirror mirroring canary flip flips switch repoint redirect facade edge lb upstream"
    " read-source flag dual dual-write writes share shares split".split()
)
_SHIFTED = frozenset("traffic weight weights users requests reads canary customers tenants rollout load calls".split())
_DEPARTING = frozenset(
    "depart departs departing departure deviate deviates deviation differ differs different exception exceptions unlike"
    " purpose deliberately intentionally except".split()
)


@rule("RUN103", "step-foreign-to-style", Severity.MEDIUM, on=Runbook, kinds=RUNBOOK, basis="heuristic")
def step_foreign_to_style(runbook: Runbook, facts: Facts) -> Iterator[Report]:
    style = stated(runbook.fields, "style")
    if style is None or style.value not in ("strangler", "big-bang") or _notes_departure(runbook):
        return
    related = (Related(style.span, "the style"),)
    for step in runbook.steps:
        action = stated(step.fields, "action")
        if action is None or _DEPARTING & set(words(action.text)):
            continue
        if style.value == "big-bang":
            shifting = next((item for item in action.items if _shifts_by_parts(item)), None)
            if shifting:
                message = f"{called(step)} shifts traffic by parts, and the style is big-bang"
                yield Problem(shifting.span, message, "action", related)
        elif not _ROUTING & {*words(step.title), *words(action.text.replace("_", " "))}:
            message = f"{called(step)} touches neither the router nor the dual write, and the style is strangler"
            yield Problem(action.span, message, "action", related)


def _shifts_by_parts(item: Item) -> bool:
    """Whether an action moves a share of the traffic: percentages or a weight, beside what is moved."""
    listed = words(item.text)
    shares = sum(1 for sign in item.text if sign == "%") or "percent" in listed or "canary" in listed
    return bool(shares) and bool(_SHIFTED & set(listed))


def _notes_departure(runbook: Runbook) -> bool:
    """Whether the document says that steps differ from the style; one note serves all of them."""
    return any(
        first(sentence, _DEPARTING) is not None and first(sentence, {"style", "step", "steps"}) is not None
        for prose in runbook.prose
        for sentence in sentences(prose.text)
    )


_ENABLING = frozenset("enable enables start starts set turn switch activate on begin open".split())
_DUAL = frozenset("dual double both dual-write dual-writes".split())
_WRITES = frozenset("write writes writing".split())
_DRAINING = frozenset("drain drains draining catch catches catch-up wait waits".split())
_LAGGING = frozenset("lag backlog queue replication up".split())
_FLIPPING = frozenset("flip flips switch switches cut move moves point route shift direct redirect change set".split())
_READS = frozenset("read reads readers".split())
_STOPPING = frozenset("disable disables stop stops block halt revoke freeze end retire suspend remove close".split())
_MOVES: tuple[tuple[str, Set[str], Set[str], Set[str]], ...] = (
    ("enable the dual write", _ENABLING, _DUAL, frozenset()),
    ("drain the lag", _DRAINING, _LAGGING, frozenset()),
    ("flip reads", _FLIPPING, _READS, _WRITES),
    ("disable source writes", _STOPPING, _WRITES, _DUAL),
)


@rule("RUN104", "dual-write-sequence-incomplete", Severity.MEDIUM, on=Runbook, kinds=RUNBOOK, basis="heuristic")
def dual_write_sequence_incomplete(runbook: Runbook, facts: Facts) -> Iterator[Report]:
    style = stated(runbook.fields, "style")
    if style is None or style.value != "dual-write" or not runbook.steps:
        return
    made = [_moves_of(step) for step in runbook.steps]
    lacking = [name for name, *_ in _MOVES if not any(name in moves for moves in made)]
    if lacking:
        yield Problem(style.span, f"the style is dual-write, and no step is there to {_listed(lacking)}", "style")
        return
    firsts = [next(index for index, moves in enumerate(made) if name in moves) for name, *_ in _MOVES]
    for (name, *_), (after, *_), index, following in zip(_MOVES, _MOVES[1:], firsts, firsts[1:], strict=False):
        if following < index:
            step = runbook.steps[following]
            message = f"the style is dual-write, and {called(step)} comes to {after} before one to {name}"
            yield Problem(step.span, message, "style", (Related(style.span, "the style"),))
            return


def _moves_of(step: Step) -> set[str]:
    """The moves of a dual-write cutover that a step makes, told from its title and its action."""
    action = stated(step.fields, "action")
    texts = [step.title, *(item.text for item in action.items)] if action else [step.title]
    listed = [words(text.replace("_", " ")) for text in texts]
    return {name for name, verbs, things, barred in _MOVES for part in listed if _makes(part, verbs, things, barred)}


def _makes(listed: Sequence[str], verbs: Set[str], things: Set[str], barred: Set[str]) -> bool:
    present = set(listed)
    return bool(verbs & present) and bool(things & present) and not barred & present


def _listed(names: Sequence[str]) -> str:
    return ", to ".join(names)


RULES = (style_missing, style_unknown, step_foreign_to_style, dual_write_sequence_incomplete)
