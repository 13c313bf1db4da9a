"""The timeline of an incident: entries brought to their days and zones; it finds no entry and judges none."""

from itertools import pairwise

from runbooklint.named import NamedTuple
from runbooklint.quantities.dates import Day, day_number
from runbooklint.quantities.instants import DAY, clock_seconds, later, zone_reading
from runbooklint.reading.log.resolving import NEW_DAY, Placed, own_day, own_zone, time_of
from runbooklint.reading.log.stated import Dated
from runbooklint.reading.log.surroundings import Surroundings
from runbooklint.reading.log.timed import Found, Run, runs_of
from runbooklint.reading.parts import Part
from runbooklint.records_log import Known, Origin, Time, TimelineEntry
from runbooklint.source import Source

_GUESSES: frozenset[Origin] = frozenset({"field", "title", "file name"})
"""Days that are those of the incident, of which it is not said whether its beginning or its end."""


class _Read(NamedTuple):
    """An entry with the day and the zone that it has."""

    found: Found
    day: Dated | None
    zone: Known | None
    own: bool
    """Whether it writes its day itself."""


def timeline_of(source: Source, root: Part, around: Surroundings) -> tuple[TimelineEntry, ...]:
    """The entries of a document in order, each with its day and zone and where it has them from."""
    entries: list[TimelineEntry] = []
    before: tuple[Part | None, _Clock] | None = None
    for number, run in enumerate(runs_of(source, root, around.title)):
        clock = _Clock(around, run)
        if before is not None and run.timeline is not None and before[0] is run.timeline:
            clock.follow(before[1])
        told = [read for found in run.found if (read := clock.read(found))]
        if clock.nights and clock.base and clock.base.origin in _GUESSES:
            told = _shifted(told, around.dated_clocks)
        for read in told:
            entries.append(TimelineEntry(source.slice(read.found.text), read.found.span, _time(source, read), number))
        before = run.timeline, clock
    return tuple(sorted(entries, key=lambda entry: entry.span))


def _time(source: Source, read: _Read) -> Time:
    placed, blank = read.found.placed, read.found.blank
    if placed is None and blank is not None:
        zone = read.zone.text if read.zone else None
        return Time(source.slice(blank), blank, None, None, zone, blank=True, zone_from=read.zone)
    assert placed is not None
    return time_of(source, placed, read.day, read.zone)


def _shifted(told: list[_Read], dated: set[tuple[Day, int, int]]) -> list[_Read]:
    """The entries of a run over midnight, moved by whole days where times told with their day elsewhere say so: the day
    of an incident may be that of its end."""
    steps = set()
    for read in told:
        placed = read.found.placed
        if placed is not None and read.day is not None and not read.own and placed.moment.hour is not None:
            clock = (placed.moment.hour, placed.moment.minute or 0)
            near = [step for step in (0, -1, 1) if (later(read.day.day, step), *clock) in dated]
            steps |= set(near[:1])
    if len(steps) != 1 or 0 in steps:
        return told
    step = steps.pop()
    return [
        read if read.own or read.day is None else read._replace(day=read.day._replace(day=later(read.day.day, step)))
        for read in told
    ]


class _Clock:
    """Follows the entries of one run: which day it is, and which zone was named last."""

    def __init__(self, around: Surroundings, run: Run) -> None:
        self.base = around.day(run.part)
        self.stated = around.zone(run.part)
        self.backwards = _newest_first(run.found)
        self.day = self.base
        if self.base and self.backwards:
            self.day = self.base._replace(day=later(self.base.day, _nights(run.found)))
        self.last: tuple[Placed, Known | None] | None = None
        """The entry before that has a time of day, with its zone."""
        self.joined = False
        self.nights = 0
        """How many times the day has changed with no date to say so."""

    def follow(self, before: "_Clock") -> None:
        """Go on from the section before in the same timeline, where both have the same day to begin with."""
        if self.base == before.base and before.last is not None:
            self.day, self.last, self.joined = before.day, before.last, True

    def read(self, found: Found) -> _Read | None:
        """The next entry with its day and zone; None for a date that only dates what follows."""
        if found.placed is None:
            return _Read(found, None, found.column_zone or self.stated, False) if found.blank else None
        placed, moment = found.placed, found.placed.moment
        alone = moment.dated and not moment.clocked and found.text.end <= found.text.start
        near = self.day or self.base
        own = own_day(placed, near.day if near else None)
        zone = own_zone(placed, found.column_zone or self.stated)
        if zone is None and moment.clocked and self.last and self.last[1]:
            zone = self.last[1]._replace(origin="entry before")
        if own is None and moment.clocked:
            self.day = self.inherited(placed, zone)
        read = _Read(found, own or self.day, zone, own is not None)
        if own is not None:
            last = own_day(Placed(moment.until, placed.start), own.day) if moment.until else None
            self.day, self.last = (last or own)._replace(origin="marker" if alone else "entry before"), None
        if moment.clocked:
            self.last = placed, zone
        self.joined = False
        return None if alone else read

    def inherited(self, placed: Placed, zone: Known | None) -> Dated | None:
        """The day of an entry that writes none: the one before, or the next where its clock has gone back by hours."""
        if self.day is None or self.last is None:
            return self.day
        gone, elsewhere = _gone(self.last, (placed, zone), self.day)
        if self.joined and gone % DAY > NEW_DAY:
            return self.base
        step = 0
        if self.backwards:
            step = -1 if gone >= NEW_DAY else 0
        elif gone <= -NEW_DAY:
            step = 1
        elif elsewhere and gone >= DAY - NEW_DAY:
            step = -1
        self.nights += step != 0
        return self.day._replace(day=later(self.day.day, step)) if step else self.day


def _gone(last: tuple[Placed, Known | None], now: tuple[Placed, Known | None], day: Dated) -> tuple[float, bool]:
    """Seconds from one entry to the next, were both on the same day, and whether their zones differ."""
    ahead = [zone_reading(placed.moment, day.day, zone.text).minutes if zone else None for placed, zone in (last, now)]
    gone = clock_seconds(now[0].moment) - clock_seconds(last[0].moment)
    if ahead[0] is None or ahead[1] is None:
        return gone, False
    return gone - (ahead[1] - ahead[0]) * 60, ahead[0] != ahead[1]


def _nights(entries: list[Found]) -> int:
    """How many times the day changes in a run that goes back in time: the day that is told is that of its end."""
    placed = [found.placed.moment for found in entries if found.placed and found.placed.moment.clocked]
    if any(moment.dated for moment in placed):
        return 0
    return sum(clock_seconds(other) - clock_seconds(one) >= NEW_DAY for one, other in pairwise(placed))


def _newest_first(entries: list[Found]) -> bool:
    """Whether the entries go back in time throughout, so that the newest stands first."""
    forward = back = 0
    placed = [found.placed.moment for found in entries if found.placed and found.placed.moment.clocked]
    for one, other in pairwise(placed):
        gone = clock_seconds(other) - clock_seconds(one)
        if one.full_day and other.full_day:
            gone += (day_number(other.full_day) - day_number(one.full_day)) * DAY
        elif one.dated or other.dated or abs(gone) >= NEW_DAY:
            continue
        forward += gone > 0
        back += gone < 0
    return back > 0 and not forward
