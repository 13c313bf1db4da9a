"""Points in time brought to a calendar day and to an instant; it knows no document: day and zone are given."""

from runbooklint.quantities.dates import Day, day_number, day_of, days_in
from runbooklint.quantities.moments import Moment
from runbooklint.quantities.zones import ZoneReading, zone_offset

DAY = 86400


def day_for(moment: Moment, known: Day | None) -> Day | None:
    """The day of a moment, where its missing parts come from a known day; None where neither gives one.

    Where the year alone is missing, it is the one that brings the moment nearest to the known day.
    """
    if moment.full_day:
        return moment.full_day
    if moment.month is None or moment.day is None:
        return known
    return nearest_year(moment.month, moment.day, known) if known else None


def nearest_year(month: int, day: int, known: Day) -> Day | None:
    """The day with a month and a day of month that is nearest to a known day; None for one that no such year has."""
    years = [year for year in (known.year, known.year - 1, known.year + 1) if day <= days_in(month, year)]
    near = [Day(year, month, day) for year in years]
    return min(near, key=lambda found: abs(day_number(found) - day_number(known)), default=None)


def other_order(moment: Moment) -> Moment:
    """The moment with day and month exchanged; the same one where its order is plain."""
    return moment._replace(month=moment.day, day=moment.month) if moment.ambiguous else moment


def clock_seconds(moment: Moment) -> float:
    """Seconds since midnight of its day; 0 for a day alone."""
    fraction = float(f"0.{moment.fraction}") if moment.fraction else 0.0
    return (moment.hour or 0) * 3600 + (moment.minute or 0) * 60 + (moment.second or 0) + fraction


def local_text(moment: Moment, day: Day | None) -> str | None:
    """The moment as ISO 8601 without zone: `2021-07-12T15:51`, seconds where written, a day alone where no clock is."""
    if day is None:
        return None
    if moment.hour is None:
        return f"{day.year:04}-{day.month:02}-{day.day:02}"
    hour = moment.hour
    if hour == 24:
        day, hour = later(day, 1), 0
    text = f"{day.year:04}-{day.month:02}-{day.day:02}T{hour:02}:{moment.minute or 0:02}"
    if moment.second is not None:
        text += f":{moment.second:02}" + (f".{moment.fraction}" if moment.fraction else "")
    return text


def later(day: Day, days: int) -> Day:
    """The day so many days later."""
    return day_of(day_number(day) + days)


def zone_reading(moment: Moment, day: Day, zone: str) -> ZoneReading:
    """What a zone means at a moment."""
    return zone_offset(zone, day, moment.hour if moment.hour is not None else 12)


def instant(moment: Moment, day: Day, zone: str | None) -> float:
    """Seconds since 1970 in UTC; where the zone is not known, as if it were UTC."""
    minutes = zone_reading(moment, day, zone).minutes if zone else None
    return day_number(day) * DAY + clock_seconds(moment) - (minutes or 0) * 60
