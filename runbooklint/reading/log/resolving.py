"""A point in time as written, brought to a day and a zone that are given: the record of a time; it finds neither."""

from runbooklint.named import NamedTuple
from runbooklint.quantities.dates import Day, day_number
from runbooklint.quantities.instants import DAY, day_for, instant, later, local_text, other_order, zone_reading
from runbooklint.quantities.moments import Moment
from runbooklint.reading.log.stated import Dated
from runbooklint.records_log import Known, Time
from runbooklint.source import Source, Span

HOUR = 3600
NEW_DAY = 6 * HOUR
"""A drop of the clock by so many seconds or more is a new day; a smaller one is disorder."""


_ABOUT = 5 * 60
"""By how much an approximate offset may be off."""


class Placed(NamedTuple):
    """A moment as written, with the offset in the document at which its text begins."""

    moment: Moment
    start: int

    @property
    def span(self) -> Span:
        """The words of the moment."""
        return Span(self.start + self.moment.start, self.start + self.moment.end)


def own_zone(placed: Placed, inherited: Known | None) -> Known | None:
    """The zone of a moment: the one that it writes, else the inherited one; an offset from T has none."""
    if placed.moment.relative:
        return None
    return Known(placed.moment.zone, "own", placed.span) if placed.moment.zone else inherited


def own_day(placed: Placed, near: Day | None) -> Dated | None:
    """The day that a moment writes itself; its year, and the order of day and month in doubt, are those nearest to a
    known day."""
    moment = placed.moment
    if not moment.dated:
        return None
    days = [day for order in (moment, other_order(moment)) if (day := _valid(order, near))]
    if near and len(days) > 1:
        days.sort(key=lambda day: abs(day_number(day) - day_number(near)))
    return Dated(days[0], "own", placed.span) if days else None


def _valid(moment: Moment, near: Day | None) -> Day | None:
    return day_for(moment, near) if moment.month is not None and moment.month <= 12 else None


def time_of(source: Source, placed: Placed, day: Dated | None, zone: Known | None) -> Time:
    """The record of a moment on a day, in a zone."""
    moment, span = placed.moment, placed.span
    text = source.slice(span)
    if moment.relative:
        return _offset_of(text, span, moment)
    date = day.day if day else None
    start = local_text(moment, date) if moment.clocked or not moment.problem else None
    zone_text = zone.text if zone else None
    time = Time(
        text,
        span,
        start,
        None,
        zone_text,
        moment.approximate,
        problem=moment.problem,
        day_from=day.known if day else None,
        zone_from=zone,
    )
    end = _end(moment, date)
    if end:
        time = time._replace(end=local_text(*end))
    if date is None or start is None:
        return time._replace(doubt=_order_doubt(moment))
    reading = zone_reading(moment, date, zone_text) if zone_text and moment.clocked else None
    doubt = _order_doubt(moment) or (reading.ambiguous if reading else "")
    if doubt or moment.problem:
        return time._replace(doubt=doubt)
    at = instant(moment, date, zone_text)
    slack = _slack(moment)
    until = instant(end[0], end[1], zone_text) + _width(end[0]) + _slack(end[0]) if end and end[1] else None
    again = reading.twice * 60 if reading else 0
    return time._replace(earliest=at - slack, latest=at + slack + again + _width(moment), until=until)


def _offset_of(text: str, span: Span, moment: Moment) -> Time:
    """The record of an offset from T, which is as exact as it is written."""
    relative = moment.relative
    at, until = (relative.seconds, relative.until) if relative else (None, None)
    slack = _ABOUT if moment.approximate else 0
    time = Time(text, span, None, None, None, moment.approximate, relative=True, seconds=at)
    if at is None:
        return time
    return time._replace(earliest=at - slack, latest=at + slack, until=None if until is None else until + slack)


def _order_doubt(moment: Moment) -> str:
    return "day and month could be the other way round" if moment.ambiguous else ""


def _end(moment: Moment, date: Day | None) -> tuple[Moment, Day | None] | None:
    """The end of a range with its day: the next one where its clock is below that of the start."""
    last = moment.until
    if last is None:
        return None
    day = day_for(last, date)
    if day and not last.dated and (last.hour or 0, last.minute or 0) < (moment.hour or 0, moment.minute or 0):
        day = later(day, 1)
    return last, day


def _width(moment: Moment) -> float:
    """By how much what is written may be later: a minute where no second is, a day where no clock is."""
    if not moment.clocked:
        return DAY - 1
    return 0 if moment.second is not None else 59


def _slack(moment: Moment) -> float:
    """By how much an approximate time may be off: the rounder it is, the more."""
    if not moment.approximate:
        return 0
    if not moment.clocked:
        return DAY
    if moment.second is not None:
        return 60
    return {0: 30, 30: 15, 15: 10, 45: 10}.get(moment.minute or 0, 5) * 60
