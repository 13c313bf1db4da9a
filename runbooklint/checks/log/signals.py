"""Rules on the expected signal of an action: what is to change, by how much, on what timeline."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from runbooklint.checks.fields import missing, place, stated
from runbooklint.checks.log.covering import told_outside, uncovered
from runbooklint.checks.log.owed import called, said
from runbooklint.checks.log.values import values_in
from runbooklint.facts import Facts
from runbooklint.mechanical.tokens import Token, tokens
from runbooklint.mechanical.words import METRIC, forms, group, is_identifier, singular
from runbooklint.metrics.names import is_signal_word
from runbooklint.quantities.lengths import Length, find_lengths
from runbooklint.quantities.moments import find_moments
from runbooklint.records import Field
from runbooklint.records_log import Mitigation, MitigationLog
from runbooklint.rule import LOG, Problem, Report, Severity, rule
from runbooklint.source import Span

_SIGNALS = METRIC | group(
    "error failure timeout retry rejection reject drop complaint order login checkout request payment job message"
    " session connection ticket crash restart exception transaction signup upload download write read query call"
    " response page alert backlog share 5xx 4xx 500 502 503 504 429"
)
_MAGNITUDES = group(
    "zero none no half halves halved doubles doubled threshold baseline slo target all every same unchanged flat empty"
)
_OVER_TIME = group("within in after for by over during inside until")
_VALUED = group("below under to than from at of is < > <= >= ≤ ≥ = above around about least most")
_SOON = group("immediately instantly once next")


@rule("MIT109", "expected-signal-missing", Severity.BLOCKER, on=MitigationLog, kinds=LOG)
def expected_signal_missing(log: MitigationLog, facts: Facts) -> Iterator[Report]:
    lacking = [entry for entry in log.mitigations if missing(entry.fields, "expected_signal")]
    left = {id(entry) for entry in uncovered(log, told_outside(log, "expected_signal"))} if lacking else set()
    for entry in lacking:
        if id(entry) in left:
            message = f"{called(entry)} names no expected signal"
            yield Problem(place(entry, "expected_signal"), message, "expected_signal")


@rule("MIT110", "expected-signal-incomplete", Severity.HIGH, on=Mitigation, kinds=LOG, basis="heuristic")
def expected_signal_incomplete(entry: Mitigation, facts: Facts) -> Iterator[Report]:
    field = stated(entry.fields, "expected_signal")
    if field is None or _waiting(field):
        return
    found, moments = tokens(field.text), find_moments(field.text)
    values = [value for value in values_in(field.text) if value.role != "length"]
    parts = {
        "what should change": any(value.name for value in values) or any(_is_signal(token) for token in found),
        "by how much": bool(values) or any(token.text in _MAGNITUDES for token in found if token.kind == "word"),
        "on what timeline": bool(moments) or _names_time(field.text, found),
    }
    lacking = [part for part, told in parts.items() if not told]
    if lacking:
        message = f"the expected signal of {called(entry)} does not say {' or '.join(lacking)}"
        yield Problem(field.span, message, "expected_signal")


def _is_signal(token: Token) -> bool:
    if token.kind == "word":
        known = is_identifier(token.text) or is_signal_word(token.text)
        return known or bool({singular(part) for part in token.text.split("-")} & _SIGNALS)
    return token.kind == "code" or (token.kind == "number" and token.text in _SIGNALS)


def _names_time(text: str, found: Sequence[Token]) -> bool:
    return any(token.text in _SOON for token in found if token.kind == "word") or any(
        _is_timeline(length, found) for length in find_lengths(text)
    )


def _is_timeline(length: Length, found: Sequence[Token]) -> bool:
    """Whether a length of time is when something happens, and not the value of a metric such as `p99 < 400 ms`."""
    at = bisect_left(found, length.start, key=lambda token: token.start)
    inside = [token.text for token in found[at : at + 3] if token.start < length.end]
    leading = {*inside, *(token.text for token in found[max(0, at - 1) : at])}
    return bool(_OVER_TIME & leading) or length.seconds >= (60 if _VALUED & leading else 1)


_LOOKING = forms("see watch check wait observe monitor look find") | group("saw")
_OPEN = group("if whether what how")
_LATER = group("we'll we will let's let us to")
_HOPE = forms("hope") | group("hopefully fingers")


@rule("MIT111", "wait-and-see", Severity.HIGH, on=Mitigation, kinds=LOG, basis="heuristic")
def wait_and_see(entry: Mitigation, facts: Facts) -> Iterator[Report]:
    field = stated(entry.fields, "expected_signal")
    span = _waiting(field) if field else None
    if field and span:
        words_of = field.text[span.start - field.span.start : span.end - field.span.start]
        message = f"{called(entry)} predicts nothing: {said(words_of)}"
        yield Problem(span, message, "expected_signal")


def _waiting(field: Field) -> Span | None:
    """The words that put off to see what happens, where no value is predicted."""
    found = tokens(field.text)
    if any(value.role != "length" for value in values_in(field.text)):
        return None
    for index, token in enumerate(found):
        after = [other.text for other in found[index + 1 : index + 4]]
        before = {other.text for other in found[max(0, index - 2) : index]}
        put_off = not after and bool(_LATER & before)
        seen = token.text in _LOOKING and (bool(_OPEN & set(after[:2])) or after[:2] == ["and", "see"] or put_off)
        if token.kind == "word" and (seen or token.text in _HOPE):
            start = found[index - 1] if index and found[index - 1].text in _LATER else token
            last = found[-1] if seen else found[min(index + 3, len(found) - 1)]
            return Span(field.span.start + start.start, field.span.start + last.end)
    return None


RULES = (expected_signal_missing, expected_signal_incomplete, wait_and_see)
