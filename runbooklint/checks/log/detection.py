"""Rules on the signals of a verification: that of the detection, and a second one that is independent of it."""

from collections.abc import Iterator
from functools import lru_cache

from runbooklint.checks.fields import place, stated
from runbooklint.checks.log.measured import Checked, Reading, checked
from runbooklint.checks.log.owed import head_of, said
from runbooklint.checks.log.readings import names_state
from runbooklint.facts import Facts
from runbooklint.inline import words
from runbooklint.metrics.measures import measures, signal_names
from runbooklint.metrics.names import (
    Name,
    distinct_signals,
    identical_signal,
    is_generic,
    is_signal_word,
    is_telling,
    read_name,
)
from runbooklint.metrics.parts import PLAIN
from runbooklint.records import Field, FieldName
from runbooklint.records_log import MitigationLog, Verification
from runbooklint.rule import LOG, Problem, Related, Report, Severity, rule
from runbooklint.source import Span

_DETECTED = frozenset(
    "detected detects detection alerted alert alerts alarm paged fired fires triggered noticed reported reports".split()
)


@rule("MIT508", "detection-signal-missing", Severity.HIGH, on=MitigationLog, kinds=LOG)
def detection_signal_missing(log: MitigationLog, facts: Facts) -> Iterator[Report]:
    field = log.fields.get("detection_signal")
    if not log.mitigations or (field and field.text and field.state != "none"):
        return
    if any(section.kind == "detection" for section in log.sections) or _tells_detection(log):
        return
    span = field.span if field and field.text else head_of(log)
    yield Problem(span, "the log does not record the signal that detected the incident", "detection_signal")


def _tells_detection(log: MitigationLog) -> bool:
    """Whether a sentence outside the actions says which signal detected the incident."""
    blocks = [entry.block for entry in log.mitigations] + [check.block for check in log.verifications]
    begin, end = min(block.start for block in blocks), max(block.end for block in blocks)
    for prose in log.prose:
        listed = set(words(prose.text)) if not begin <= prose.span.start < end else set[str]()
        if _DETECTED & listed and ("`" in prose.text or any(is_signal_word(word) for word in listed)):
            return True
    return False


class _Named:
    """A name of a signal with its place."""

    __slots__ = ("name", "span", "text")

    def __init__(self, text: str, span: Span) -> None:
        self.text = text
        self.span = span
        self.name: Name = read_name(text)


def _names(field: Field | None) -> list[_Named]:
    """The names in a field that tell a signal."""
    if field is None:
        return []
    start = field.span.start
    found = [_Named(text, Span(start + at, start + end)) for text, (at, end) in signal_names(field.text)]
    return [named for named in found if is_telling(named.name)]


@lru_cache(maxsize=1)
def _detected(facts: Facts) -> list[_Named]:
    """The names of the signals that detected the incident; a rate or share tells one by any name."""
    field = stated(facts.log.fields, "detection_signal")
    if field is None:
        return []
    start = field.span.start
    rates = {m.place: m.name for m in measures(field.text) if m.place and m.amount.kind in ("%", "/s")}
    named = [_Named(text, Span(start + at, start + end)) for (at, end), text in rates.items()]
    return [*_names(field), *(one for one in named if not is_generic(one.text))]


def _measured(field: Field | None, found: tuple[Reading, ...]) -> list[_Named]:
    """The names of the signals whose values a field gives."""
    if field is None:
        return []
    start = field.span.start
    places = {reading.measure.place: reading.measure.name for reading in found if reading.measure.place}
    named = [_Named(text, Span(start + at, start + end)) for (at, end), text in places.items()]
    return [one for one in named if is_telling(one.name)]


def _primary(seen: Checked) -> list[list[_Named]]:
    """The names of the primary signal, field by field."""
    after, before = seen.stated("post_values"), seen.stated("pre_values")
    fields = [_names(seen.stated("signal")), _measured(after, seen.after), _measured(before, seen.pre)]
    if after is None and before is None:
        fields.append(_measured(seen.told, seen.post))
    return [names for names in fields if names]


@rule("MIT509", "signal-switched", Severity.BLOCKER, on=Verification, kinds=LOG)
def signal_switched(check: Verification, facts: Facts) -> Iterator[Report]:
    seen = checked(check, facts)
    known = _detected(facts)
    if seen is None or not known:
        return
    for names in _primary(seen):
        if all(distinct_signals(one.name, other.name) for one in names for other in known):
            told = f"{names[0].text}, and the incident was detected by {known[0].text}"
            related = (Related(known[0].span, "the detection signal"),)
            yield Problem(names[0].span, f"{seen.name} is verified with {told}", "signal", related)
            return


@rule("MIT510", "secondary-signal-missing", Severity.HIGH, on=Verification, kinds=LOG)
def secondary_signal_missing(check: Verification, facts: Facts) -> Iterator[Report]:
    seen = checked(check, facts)
    if seen is None:
        return
    field = seen.stated("secondary_signal")
    if field is None:
        if seen.lacks("secondary_signal") and not _told_elsewhere(seen):
            message = f"the verification of {seen.name} has no secondary signal"
            yield Problem(place(seen.check, "secondary_signal"), message, "secondary_signal")
        return
    valued = any(reading.measure.role not in ("length", "target") for reading in seen.secondary)
    if not valued and not names_state(field.text):
        message = f"the secondary signal of {seen.name}, {said(field.text)}, gives no value"
        yield Problem(field.span, message, "secondary_signal")
    elif valued and not _has_source(field, seen.secondary):
        message = f"the secondary signal of {seen.name}, {said(field.text)}, names no source"
        yield Problem(field.span, message, "secondary_signal")


def _told_elsewhere(seen: Checked) -> bool:
    """Whether another field speaks of a second signal: `cross-checked against the gateway log: 9 per minute`."""
    told: tuple[FieldName, ...] = ("verification", "post_values", "decision")
    for name in told:
        field = seen.stated(name)
        listed = set(words(field.text)) if field else set[str]()
        if "secondary" in listed or ("cross" in listed and _CROSSED & listed):
            return True
    return False


_CROSSED = frozenset({"check", "checked", "checks"})


def _has_source(field: Field, found: tuple[Reading, ...]) -> bool:
    """Whether anything beside values and times names what was looked at."""
    return bool(signal_names(field.text)) or any(reading.measure.name for reading in found)


@rule("MIT511", "secondary-signal-not-independent", Severity.HIGH, on=Verification, kinds=LOG, basis="heuristic")
def secondary_signal_not_independent(check: Verification, facts: Facts) -> Iterator[Report]:
    seen = checked(check, facts)
    field = seen.stated("secondary_signal") if seen else None
    if seen is None or field is None:
        return
    second = _names(field) or _shared(field)
    primary = [named for names in _primary(seen) for named in names]
    primary = primary or [named for name in _PRIMARY if (told := seen.stated(name)) for named in _shared(told)]
    if not second or not any(identical_signal(second[0].name, one.name) for one in primary):
        return
    known = [seen.stated(name) for name in _PRIMARY]
    known += [facts.log.fields.get("detection_signal"), seen.entry.fields.get("expected_signal")]
    if _subject(field) - frozenset[str]().union(*(_subject(other) for other in known if other)):
        return
    message = f"the secondary signal of {seen.name} is the primary one, {second[0].text}"
    yield Problem(field.span, message, "secondary_signal", (Related(primary[0].span, "the primary signal"),))


_SHOWN = frozenset("board boards view screen page display second other another same again also once more".split())
_PRIMARY: tuple[FieldName, ...] = ("signal", "post_values", "pre_values")


def _shared(field: Field) -> list[_Named]:
    """The names in a field that say what is measured, whatever kind of signal that is."""
    start = field.span.start
    told = {m.place: m.name for m in measures(field.text) if m.place and not is_generic(m.name)}
    return [_Named(text, Span(start + at, start + end)) for (at, end), text in told.items()]


def _subject(field: Field) -> frozenset[str]:
    """What a field names beside kinds of signals: systems, sources; not the picture in which it is shown."""
    return read_name(" ".join(word for word in words(field.text) if word not in PLAIN | _SHOWN)).subject


RULES = (
    detection_signal_missing,
    signal_switched,
    secondary_signal_missing,
    secondary_signal_not_independent,
)
