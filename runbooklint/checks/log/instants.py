"""The points in time of a log with what they inherit, and how two of them may be compared; it reports nothing."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Literal

from runbooklint.named import NamedTuple
from runbooklint.quantities.moments import leading_moment
from runbooklint.records import FieldName
from runbooklint.records_log import Mitigation, MitigationLog, Time, TimelineEntry, Verification
from runbooklint.source import Span

Lost = Literal["date", "time zone"]

_STAMPS: tuple[FieldName, ...] = ("pre_apply", "apply", "confirmed", "announcement", "hand_back")
_READINGS: tuple[FieldName, ...] = ("pre_values", "post_values", "secondary_signal", "side_effect_check", "hand_back")
_GUESSED = frozenset({"entry before", "text"})
"""Where a zone may have been taken from without anybody having stated it for this time."""


class Told(NamedTuple):
    """A point in time with the record that states it."""

    time: Time
    record: Mitigation | Verification | TimelineEntry | None
    """None for the log as a whole."""
    field: FieldName | None
    lost: tuple[Lost, ...]
    """What it neither writes nor inherits from a header, a field or a section."""

    @property
    def span(self) -> Span:
        """The words of the time."""
        return self.time.span


def told_times(log: MitigationLog) -> Iterator[Told]:
    """The timestamps of a log, each once: the times of each action, the readings of each verification, the
    acknowledgement, the timeline."""
    of_records = [told for entry in log.mitigations for name in _STAMPS for told in times_in(entry, name)]
    # Readings that no action has were taken of nothing that is known.
    checks = log.verifications if log.mitigations else ()
    of_records += [told for check in checks for name in _READINGS for told in times_in(check, name)]
    for time in log.times.get("impact_acknowledgement", ()):
        of_records.append(Told(time, None, "impact_acknowledgement", tuple(_lost(time))))
    yield from of_records
    # A reading in a row or item of its own looks like an entry of the timeline as well.
    places = {told.span for told in of_records}
    for run in runs(log):
        yield from (told for told in run if told.span not in places)


def times_in(record: Mitigation | Verification, name: FieldName) -> list[Told]:
    """The times in a field of an action or verification, in document order."""
    return [Told(time, record, name, tuple(_lost(time))) for time in record.times.get(name, ())]


def runs(log: MitigationLog) -> Iterator[list[Told]]:
    """The timeline, run by run. Where its first entry alone writes a zone, that zone holds for the run."""
    for _, group in groupby(log.timeline, key=lambda event: event.sequence):
        run = [Told(event.time, event, None, tuple(_lost(event.time))) for event in group]
        zoned = [told for told in run if _origin(told.time) == "own"]
        timed = next((told for told in run if clocked(told.time)), None)
        if zoned == [timed]:
            run = [told if _origin(told.time) != "entry before" else _zoned(told) for told in run]
        yield run


def _zoned(told: Told) -> Told:
    return told._replace(lost=tuple(what for what in told.lost if what != "time zone"))


def _origin(time: Time) -> str:
    return time.zone_from.origin if time.zone_from else ""


def _lost(time: Time) -> Iterator[Lost]:
    """What a time lacks; nothing of an offset, a blank, or a time that is none."""
    if time.relative or time.blank or time.problem:
        return
    if time.day_from is None or time.start is None or time.day_from.origin == "text":
        yield "date"
    if clocked(time) and (time.zone_from is None or _origin(time) in _GUESSED):
        yield "time zone"


def clocked(time: Time) -> bool:
    """Whether a time of day is written, or an offset in units of time."""
    if time.relative:
        return time.seconds is not None
    if time.start is not None:
        return "T" in time.start
    moment = leading_moment(time.text)
    return moment is not None and moment.clocked


def before(one: Told, other: Told) -> bool:
    """Whether one time, its range included, lies before another beyond what both leave open; times whose zone is not
    known lie nowhere, and offsets only among each other."""
    if one.time.relative != other.time.relative:
        return False
    first, second = one.time.latest, other.time.earliest
    if first is None or second is None or (one.time.until or first) >= second:
        return False
    zoned = "time zone" not in one.lost and "time zone" not in other.lost
    return zoned or one.time.zone is other.time.zone is None


def first_of(times: Iterable[Told]) -> Told | None:
    """The first of some times that names an instant."""
    return next((told for told in times if told.time.earliest is not None), None)
