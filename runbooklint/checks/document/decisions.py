"""Rules on recorded decisions: an id that is cited is in the register, and no step goes against what was chosen."""

import re
from collections.abc import Iterator
from functools import cache

from runbooklint.checks.terms import terms
from runbooklint.facts import Facts
from runbooklint.inline import fold, plain, without_code, words
from runbooklint.named import NamedTuple
from runbooklint.pattern import Pattern
from runbooklint.records import Decision, FieldName, Fields, Prose, Runbook
from runbooklint.records_log import MitigationLog
from runbooklint.register import CITATION
from runbooklint.rule import ANY, NotChecked, Problem, Report, Severity, rule
from runbooklint.source import Span


@rule("DOC106", "decision-unknown", Severity.HIGH, on=Prose, kinds=ANY)
def decision_unknown(prose: Prose, facts: Facts) -> Iterator[Report]:
    if not any(sign in prose.text for sign in ("D-", "D_", "DEC", "ADR", "ecision")):
        return
    for match in CITATION.finditer(without_code(prose.text)):
        if not facts.register.prefixes:
            yield NotChecked("no decision register is given")
            return
        if facts.register.covers(match["prefix"]) and not facts.register.find(match["prefix"], match["number"]):
            span = Span(prose.span.start + match.start(), prose.span.start + match.end())
            yield Problem(span, f"the decision register has no {fold(match.group())}")


_WORD = Pattern(r"[^\W_]+")
_WAYS: tuple[tuple[str, ...], ...] = (
    ("canary canaries percentage percentages percent gradual gradually incremental incrementally",
     "blue+green bluegreen", "big+bang bigbang", "rolling"),
    ("snapshot snapshots backup backups", "replay replays replayed binlog pitr", "reverse+replication reverse+sync",
     "flip flips flipped flag toggle switch switches"),
)  # fmt: skip
_DEPLOYING = 0
_MOST = 200  # a longer register is no register that anybody decided by
_REJECTED = frozenset("rejected ruled discarded declined dismissed excluded".split())
_TURNING = frozenset("instead rather over not no never without".split())
_ROLLBACK = frozenset("rollback rollbacks revert reverts reverting backout back undo".split())
_CLAUSE = Pattern(r"[.;,!?](?=\s)|\b(?:but|while|whereas)\b")


class _Way(NamedTuple):
    """One of the ways that exclude each other, on one axis."""

    axis: int
    number: int


class _Choice(NamedTuple):
    """What a decision says on one axis."""

    decision: Decision
    axis: int
    chosen: frozenset[_Way]
    rejected: frozenset[_Way]
    about: frozenset[str]
    """The words that tell what it is about; empty where it is about everything."""


@cache
def _names() -> dict[str, _Way]:
    return {
        name: _Way(axis, number)
        for axis, ways in enumerate(_WAYS)
        for number, listed in enumerate(ways)
        for name in listed.split()
    }


@rule("DOC107", "decision-contradicted", Severity.BLOCKER, on=Runbook, kinds=ANY, basis="heuristic")
def decision_contradicted(document: Runbook | MitigationLog, facts: Facts) -> Iterator[Report]:
    decisions = facts.register.listed[:_MOST]
    read = [(bool(_ROLLBACK & set(words(d.text))), choice) for d in decisions for choice in _choices(d)]
    forward = [choice for rollback, choice in read if not rollback and choice.axis == _DEPLOYING]
    reverse = [choice for rollback, choice in read if rollback]
    if isinstance(document, MitigationLog):
        for action in document.mitigations:
            yield from _contradictions(action.fields, "exact_change", action.title, forward)
            yield from _contradictions(action.fields, "rollback", action.title, reverse)
        return
    for step in document.steps:
        yield from _contradictions(step.fields, "action", step.title, forward)
    for entry in document.rollbacks:
        taken_back = "" if entry.step is None else document.steps[entry.step].title
        yield from _contradictions(entry.fields, "action", f"{entry.title} {taken_back}", reverse)


def _contradictions(fields: Fields, name: FieldName, titles: str, choices: list[_Choice]) -> Iterator[Report]:
    """The first words of a field that go another way than was chosen, where no field cites the decision."""
    field = fields.get(name)
    if field is None or not choices:
        return
    named = {way for way, _, _ in _ways(field.text)}
    subject = terms(f"{titles} {field.text}") if named else frozenset()
    for choice in choices if named else ():
        used = {way for way in named if way.axis == choice.axis}
        if not used or used & choice.chosen or not (choice.chosen or used & choice.rejected):
            continue
        cited = any(choice.decision.id in other.text for other in fields.values())
        if cited or (choice.about and not choice.about & subject):
            continue
        said = fold(plain(choice.decision.text))[:80]
        for item in field.items:
            places = [(start, end) for way, start, end in _ways(item.text) if way in used]
            if places:
                span = Span(item.span.start + places[0][0], item.span.start + places[0][1])
                yield Problem(span, f'goes against decision {choice.decision.id}: "{said}"', name)
                return


def _choices(decision: Decision) -> Iterator[_Choice]:
    """What a decision chose and rejected, by axis."""
    chosen: set[_Way] = set()
    rejected: set[_Way] = set()
    for clause in _CLAUSE.split(decision.text):
        listed = words(clause)
        turned = next((at for at, word in enumerate(listed) if word in _TURNING), len(listed))
        if _REJECTED & set(listed):
            rejected |= {way for way, _, _ in _ways(clause)}
        else:
            chosen |= {way for way, _, _ in _ways(" ".join(listed[:turned]))}
            rejected |= {way for way, _, _ in _ways(" ".join(listed[turned:]))}
    about = frozenset(term for term in terms(decision.text) if not _way_of(term) and term not in _ROLLBACK | _REJECTED)
    for axis in sorted({way.axis for way in chosen | rejected}):
        mine = frozenset(way for way in chosen - rejected if way.axis == axis)
        yield _Choice(decision, axis, mine, frozenset(way for way in rejected if way.axis == axis), about)


def _ways(text: str) -> Iterator[tuple[_Way, int, int]]:
    """The ways that a text names, inside code too, with the offsets of their words."""
    before: re.Match[str] | None = None
    for match in _WORD.finditer(text):
        word = match.group().lower()
        joined = _way_of(f"{before.group().lower()}+{word}") if before else None
        way = joined or _way_of(word)
        if way:
            yield way, before.start() if joined and before else match.start(), match.end()
        before = match


def _way_of(name: str) -> _Way | None:
    return _names().get(name)


RULES = (decision_unknown, decision_contradicted)
