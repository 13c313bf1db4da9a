"""Rules on the stability wait: that it is stated, that the readings honour it, that it spans a traffic cycle."""

from collections.abc import Iterator

from runbooklint.checks.fields import place
from runbooklint.checks.log.instants import Told
from runbooklint.checks.log.measured import Checked, checked, readings
from runbooklint.checks.log.owed import said
from runbooklint.checks.sentences import sentences
from runbooklint.facts import Facts
from runbooklint.named import NamedTuple
from runbooklint.quantities.lengths import Length, find_cadences, find_lengths, format_seconds
from runbooklint.records import Field, FieldName
from runbooklint.records_log import Verification
from runbooklint.rule import LOG, Problem, Related, Report, Severity, rule
from runbooklint.source import Span

_DAY = 86400
_INTERVALS = 3
_SEVERE = frozenset({"0", "1"})
_WAITED = frozenset(
    "wait waited waiting stable stability soak soaked observed observation monitored watched held sustained stabilised"
    " stabilized period window".split()
)
_RHYTHMS = ("every", "each", "interval", "resolution", "cadence", "granularity", "frequency", "poll", "bucket", "sampl",
            "scrape", "heartbeat", "tick")  # fmt: skip
"""What a text on the interval of a metric holds."""
_ELSEWHERE: tuple[FieldName, ...] = ("verification", "post_values", "decision")
_SAMPLED: tuple[FieldName, ...] = ("signal", "post_values", "pre_values")


class Wait(NamedTuple):
    """A stated wait: where, and how long in seconds; None where it is told in other units than those of time."""

    span: Span
    seconds: float | None


def wait_of(seen: Checked) -> Wait | None:
    """The wait that a verification states explicitly; None without one."""
    field = seen.stated("wait")
    if field is None:
        return _told_elsewhere(seen) if seen.lacks("wait") else None
    if field.seconds is not None:
        lengths = find_lengths(field.text)
        # Of a range the lower end is what has certainly been waited.
        low = lengths[0].low if lengths else None
        return Wait(field.span, field.seconds if low is None else low)
    return _in_other_words(seen, field)


def _in_other_words(seen: Checked, field: Field) -> Wait | None:
    """A wait told by its ends (`14:38 to 14:53`, `until 14:53`), in intervals of the metric, or by the traffic."""
    for told in seen.times("wait"):
        begin = told.time.earliest if told.time.until else seen.applied_at and seen.applied_at.time.earliest
        end = told.time.until or told.time.latest
        if begin is not None and end is not None:
            return Wait(field.span, end - begin)
        return Wait(field.span, None)
    for reading in readings(field, []):
        if reading.measure.role == "length":
            interval = interval_of(seen)
            seconds = reading.measure.low * interval if interval and not reading.measure.amount.kind else None
            return Wait(field.span, seconds)
    return Wait(field.span, None) if spans_cycle(field.text) else None


def _told_elsewhere(seen: Checked) -> Wait | None:
    """A wait in the words of another field, or of the heading: `observed for 15 min`."""
    for name in _ELSEWHERE:
        field = seen.stated(name)
        for length in find_lengths(field.text) if field else ():
            if field and _is_wait(field.text, length):
                start = field.span.start
                return Wait(Span(start + length.start, start + length.end), length.seconds)
    return None


def _is_wait(text: str, length: Length) -> bool:
    for sentence in sentences(text):
        if sentence[0].start <= length.start <= sentence[-1].end:
            return any(word.text in _WAITED for word in sentence)
    return False


def interval_of(seen: Checked) -> float | None:
    """The interval of the metric in seconds, where one is stated beside a signal."""
    fields = [seen.stated(name) for name in _SAMPLED]
    fields += [seen.entry.fields.get("expected_signal"), seen.log.fields.get("detection_signal")]
    for field in fields:
        text = field.text if field else ""
        for cadence in find_cadences(text) if any(word in text.lower() for word in _RHYTHMS) else ():
            if not text[: cadence.start].rstrip().endswith(("per", "/")):
                return cadence.seconds
        for length in find_lengths(text) if "point" in text.lower() else ():
            if text[length.end :].lstrip(" -").lower().startswith(("point", "data point")):
                return length.seconds
    return None


def watched(seen: Checked) -> float | None:
    """The most seconds from the change to the last reading; None where that cannot be told."""
    first, last = seen.applied_at, seen.last_read
    if first is None or last is None or not _comparable(first, last):
        return None
    begin, end = first.time.earliest, last.time.until or last.time.latest
    return None if begin is None or end is None or end < begin else end - begin


def _comparable(one: Told, other: Told) -> bool:
    """Whether two times lie on one line of time: the zone of both is known, or neither has one; offsets have their
    own."""
    if one.time.relative != other.time.relative:
        return False
    zoned = "time zone" not in one.lost and "time zone" not in other.lost
    return zoned or one.time.zone is other.time.zone is None


def unmet(seen: Checked) -> tuple[Wait, float] | None:
    """A wait that the last reading does not honour, with the seconds that passed."""
    wait, passed = wait_of(seen), watched(seen)
    if wait is None or wait.seconds is None or passed is None or passed >= wait.seconds:
        return None
    return wait, passed


@rule("MIT505", "stability-wait-missing", Severity.BLOCKER, on=Verification, kinds=LOG)
def stability_wait_missing(check: Verification, facts: Facts) -> Iterator[Report]:
    seen = checked(check, facts)
    if seen is None or wait_of(seen) is not None:
        return
    field = seen.stated("wait")
    if field:
        message = f"the wait of {seen.name}, {said(field.text)}, states no length of time"
        yield Problem(field.span, message, "wait")
    elif seen.lacks("wait"):
        span = place(seen.check, "wait")
        yield Problem(span, f"the verification of {seen.name} states no stability wait", "wait")


@rule("MIT506", "stability-wait-not-honoured", Severity.HIGH, on=Verification, kinds=LOG, threshold=_INTERVALS)
def stability_wait_not_honoured(check: Verification, facts: Facts) -> Iterator[Report]:
    seen = checked(check, facts)
    wait = wait_of(seen) if seen else None
    if seen is None or wait is None or wait.seconds is None:
        return
    missed = unmet(seen)
    if missed:
        passed = format_seconds(60 * (missed[1] // 60) if missed[1] >= 60 else missed[1])
        message = f"{seen.name} was last read {passed} after the change, before its wait of {_length(wait)} was over"
        places = ((seen.applied_at, "applied here"), (seen.last_read, "the last reading"))
        related = tuple(Related(told.span, words_of) for told, words_of in places if told)
        yield Problem(wait.span, message, "wait", related)
        return
    interval, least = interval_of(seen), facts.threshold("MIT506", _INTERVALS)
    if interval and wait.seconds < least * interval:
        message = (
            f"the wait of {_length(wait)} of {seen.name} is under {least:g} of the intervals of"
            f" {format_seconds(interval)} at which the metric is taken"
        )
        yield Problem(wait.span, message, "wait")


def _length(wait: Wait) -> str:
    return format_seconds(wait.seconds or 0)


_CYCLE = frozenset("peak peaks trough troughs cycle cycles rush busiest busy daily overnight weekday weekend".split())
_AWAY = frozenset("no not never without outside off before excluding except".split())
_ON_TRAFFIC: tuple[FieldName, ...] = ("wait", "post_values", "verification", "residual", "decision")


@rule("MIT507", "traffic-cycle-uncovered", Severity.MEDIUM, on=Verification, kinds=LOG, basis="heuristic")
def traffic_cycle_uncovered(check: Verification, facts: Facts) -> Iterator[Report]:
    severity = facts.log.fields.get("severity")
    if severity is None or severity.value not in _SEVERE:
        return
    seen = checked(check, facts)
    wait = wait_of(seen) if seen and seen.confirmed else None
    if seen is None or wait is None or wait.seconds is None or wait.seconds >= _DAY:
        return
    if any((field := seen.stated(name)) and spans_cycle(field.text) for name in _ON_TRAFFIC):
        return
    message = f"the wait of {_length(wait)} of {seen.name} covers no peak, trough or cycle of traffic"
    yield Problem(wait.span, message, "wait", (Related(severity.span, "the severity"),))


def spans_cycle(text: str) -> bool:
    """Whether a text says that a peak, a trough or a cycle of traffic is covered."""
    for sentence in sentences(text):
        for index, word in enumerate(sentence):
            if _CYCLE & {*word.text.split("-")}:
                before = {part for other in sentence[max(0, index - 4) : index] for part in other.text.split("-")}
                if not _AWAY & (before | {*word.text.split("-")}):
                    return True
    return False


RULES = (stability_wait_missing, stability_wait_not_honoured, traffic_cycle_uncovered)
