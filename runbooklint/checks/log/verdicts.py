"""Rules on the decision of a verification: one of three, on a measured value, with its reason."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache

from runbooklint.checks.fields import place
from runbooklint.checks.log.measured import DECISIONS, Checked, checked
from runbooklint.checks.log.owed import said
from runbooklint.checks.log.readings import names_state
from runbooklint.checks.log.values import values_in
from runbooklint.checks.sentences import Word, first, sentences, span_of
from runbooklint.checks.spelling import meant
from runbooklint.facts import Facts
from runbooklint.inline import words
from runbooklint.named import NamedTuple
from runbooklint.records import Field, FieldName
from runbooklint.records_log import Verification
from runbooklint.rule import LOG, Problem, Report, Severity, rule
from runbooklint.source import Span
from runbooklint.vocabulary import key


@rule("MIT517", "decision-missing", Severity.BLOCKER, on=Verification, kinds=LOG)
def decision_missing(check: Verification, facts: Facts) -> Iterator[Report]:
    seen = checked(check, facts)
    if seen is None:
        return
    field = seen.stated("decision")
    if field is None:
        if seen.lacks("decision") and seen.decision is None:
            message = f"the verification of {seen.name} has no decision"
            yield Problem(place(seen.check, "decision"), message, "decision")
    elif not field.value or set(words(field.text)) >= DECISIONS:
        message = f"the decision on {seen.name}, {said(field.text)}, is not confirmed, partial or refuted"
        fix = None if field.value else meant(field, sorted(DECISIONS))
        yield Problem(field.span, message, "decision", fix=fix)


_CHOOSING = frozenset(
    "accept accepts accepted escalate escalates escalated escalation decide decides decided chooses chose choice"
    " another further approves approved".split()
)
_DECIDING = frozenset("ic commander imoc manager lead director".split())
_ABOUT_REST = frozenset("residual partial remaining rest".split())
_SURFACED: tuple[FieldName, ...] = ("decision", "residual", "hand_back")


@rule("MIT516", "partial-not-surfaced", Severity.HIGH, on=Verification, kinds=LOG, basis="heuristic")
def partial_not_surfaced(check: Verification, facts: Facts) -> Iterator[Report]:
    seen = checked(check, facts)
    field = seen.decision if seen else None
    if seen is None or field is None or field.value != "partial" or _surfaced(seen, facts):
        return
    message = f"{seen.name} is partial, and the choice of the incident commander is not recorded"
    yield Problem(field.span, message, "decision")


def _surfaced(seen: Checked, facts: Facts) -> bool:
    """Whether the incident commander's choice is recorded: with the verification, or elsewhere on what is left."""
    told = [seen.stated(name) for name in _SURFACED]
    if any(field and _chooses(field.text) for field in (*told, seen.told)):
        return True
    handed = seen.stated("hand_back") or seen.entry.fields.get("hand_back")
    if handed and _DECIDING & set(words(handed.text)):
        return True
    own, block, choices = key(seen.entry.id), seen.check.block, _choices(facts)
    at = bisect_left(choices.starts, block.start)
    inside = at < len(choices.starts) and choices.starts[at] < block.end
    return inside or choices.on_rest or bool(own and own in choices.keys)


class _Choices(NamedTuple):
    """The lines of a log in which somebody who may decides."""

    starts: list[int]
    on_rest: bool
    """Whether one of them is about what is left."""
    keys: frozenset[str]
    """Their words, as ids are compared."""


@lru_cache(maxsize=1)
def _choices(facts: Facts) -> _Choices:
    lines = [prose for prose in facts.log.prose if _chooses(prose.text)]
    told = {word for prose in lines for word in words(prose.text)}
    return _Choices(sorted(p.span.start for p in lines), bool(_ABOUT_REST & told), frozenset(map(key, told)))


def _chooses(text: str) -> bool:
    listed = {word.replace("’", "'").removesuffix("'s") for word in words(text)}
    return bool(_CHOOSING & listed and _DECIDING & listed)


_INTENT = frozenset(
    "clearly obviously evidently surely certainly doubtless undoubtedly presumably confident believe believes think"
    " thinks assume assumed assumes intended logically should hopefully".split()
)
_MENDS = frozenset(
    "addressed addresses address fixed fixes fix removed removes solved solves resolved resolves eliminated targets"
    " targeted tackles tackled cures cured".split()
)
_CAUSES = frozenset("cause causes problem problems issue issues bug root fault defect culprit trigger leak".split())


@rule("MIT518", "decision-without-value", Severity.HIGH, on=Verification, kinds=LOG, basis="heuristic")
def decision_without_value(check: Verification, facts: Facts) -> Iterator[Report]:
    seen = checked(check, facts)
    field = seen.decision if seen else None
    if seen and field and not names_value(field) and _intent(field) is None:
        message = f"the decision on {seen.name}, {said(field.text)}, names no value of a signal"
        yield Problem(field.span, message, "decision")


@rule("MIT519", "decision-on-intent", Severity.HIGH, on=Verification, kinds=LOG, basis="heuristic")
def decision_on_intent(check: Verification, facts: Facts) -> Iterator[Report]:
    seen = checked(check, facts)
    field = seen.decision if seen else None
    span = _intent(field) if field and not names_value(field) else None
    if seen and field and span:
        told = field.text[span.start - field.span.start : span.end - field.span.start]
        message = f"the decision on {seen.name} rests on intent, {said(told)}, and on no measured value"
        yield Problem(span, message, "decision")


def names_value(field: Field) -> bool:
    """Whether a decision names a value of a signal."""
    found = values_in(field.text)
    return any(measure.role not in ("length", "target") for measure in found) or names_state(field.text)


def _intent(field: Field) -> Span | None:
    """The words that tell what the change was meant to do, or what somebody believes."""
    for sentence in sentences(field.text):
        at = first(sentence, _INTENT)
        mends = first(sentence, _MENDS, at or 0)
        cause = first(sentence, _CAUSES, mends + 1, 4) if mends is not None else None
        if at is not None or cause is not None:
            begin = min(index for index in (at, mends) if index is not None)
            last = cause if cause is not None else min(begin + 3, len(sentence) - 1)
            return span_of(sentence, begin, last, field.span.start)
    return None


_FAILED = frozenset(
    "not partial side-effect side missed unmet above over exceeds unchanged same worse higher no still never without"
    " short unrecovered early disagrees insufficient incomplete only wait against target threshold expected".split()
)


@rule("MIT521", "rejection-unexplained", Severity.HIGH, on=Verification, kinds=LOG, basis="heuristic")
def rejection_unexplained(check: Verification, facts: Facts) -> Iterator[Report]:
    seen = checked(check, facts)
    field = seen.decision if seen else None
    if seen is None or field is None or field.value != "refuted":
        return
    told = {word.text for sentence in sentences(field.text) for word in sentence}
    negated = any(word.endswith("n't") or word.startswith("un") for word in told)
    if not (_FAILED & told or negated or names_value(field)):
        message = (
            f"the refutation of {seen.name}, {said(field.text)}, does not say what failed: signal not recovered,"
            " side effect, wait not met"
        )
        yield Problem(field.span, message, "decision")


_OPEN = frozenset(
    "deferred defer postponed unverified unchecked untested pending outstanding unclear unknown unconfirmed".split()
)
_UNDONE = frozenset(
    "verified verify checked check confirmed confirm tested test measured measure looked inspected ruled".split()
)
_NEGATED = frozenset("not couldn't cannot can't unable yet haven't hasn't wasn't weren't didn't never".split())
_HELPING = frozenset("could can was were is are has have".split())
_TO_COME = frozenset("remains remain needs need still will must".split())
_DENIED = frozenset("no nothing none not neither".split())
_REPAIR = frozenset(
    "fix repair root permanent resolve clean-up cleanup postmortem post-mortem removal limit release follow-up".split()
)


@rule("MIT524", "confirmed-with-open-defect", Severity.HIGH, on=Verification, kinds=LOG, basis="heuristic")
def confirmed_with_open_defect(check: Verification, facts: Facts) -> Iterator[Report]:
    seen = checked(check, facts)
    field = seen.confirmed if seen else None
    span = _open(field) if field else None
    if seen and field and span:
        told = field.text[span.start - field.span.start : span.end - field.span.start]
        message = f"{seen.name} is confirmed, and its decision leaves something open: {said(told)}"
        yield Problem(span, message, "decision")


def _open(field: Field) -> Span | None:
    """The words of a decision that name something unverified or deferred; the repair is no part of a mitigation."""
    for sentence in sentences(field.text):
        for index, word in enumerate(sentence):
            begin = _undone(sentence, index) if word.text in _UNDONE else None
            if word.text in _OPEN and not _DENIED & {other.text for other in sentence[max(0, index - 4) : index]}:
                begin = index
            if begin is not None and not _of_repair(sentence, index):
                last = index if begin < index else min(index + 2, len(sentence) - 1)
                return span_of(sentence, begin, last, field.span.start)
    return None


def _undone(sentence: Sequence[Word], index: int) -> int | None:
    """The index of the words by which a check was not done (`could not be verified`) or is still to come."""
    first = max(0, index - 4)
    before = [other.text for other in sentence[first:index]]
    negated = next((at for at, text in enumerate(before) if text in _NEGATED), None)
    if negated is None and ("to" in before or "be" in before):
        negated = next((at for at, text in enumerate(before) if text in _TO_COME), None)
    if negated is None:
        return None
    return first + negated - (negated > 0 and before[negated - 1] in _HELPING)


def _of_repair(sentence: Sequence[Word], index: int) -> bool:
    return any(other.text in _REPAIR for other in sentence[max(0, index - 6) : index + 4])


RULES = (
    partial_not_surfaced,
    decision_missing,
    decision_without_value,
    decision_on_intent,
    rejection_unexplained,
    confirmed_with_open_defect,
)
