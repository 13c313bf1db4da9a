"""The points in time in the fields of a mitigation log, brought to days and zones; it finds no field."""

from collections.abc import Iterator

from runbooklint.named import NamedTuple
from runbooklint.quantities.instants import DAY, instant, later
from runbooklint.quantities.moments import find_moments, leading_moment
from runbooklint.reading.log.fields import Gathered
from runbooklint.reading.log.resolving import NEW_DAY, Placed, own_day, own_zone, time_of
from runbooklint.reading.log.stated import Dated
from runbooklint.records import FieldName, Item
from runbooklint.records_log import Known, Times
from runbooklint.source import Source

TIME_FIELDS: tuple[FieldName, ...] = ("pre_apply", "apply", "confirmed")
Moments = dict[FieldName, list[Placed]]
Base = tuple[Dated, float]
"""A day, and an instant on it in seconds since 1970."""


class Anchor(NamedTuple):
    """What the times of an action or verification inherit."""

    day: Dated | None
    """The day that holds where it stands."""
    zone: Known | None
    base: Base | None = None
    """The apply time about which they lie, where it stands elsewhere."""
    before: Base | None = None
    """The apply time of the action before."""


def moments_of(found: Gathered) -> Moments:
    """The points in time in each field, as written."""
    told: Moments = {}
    for name, items in found.values.items():
        placed = [p for i in items if not i.code for p in _in_item(i, name in TIME_FIELDS)]
        if name in found.heads and not placed:
            placed = list(_in_item(found.heads[name], False))
        if placed:
            told[name] = placed
    return told


def _in_item(item: Item, leads: bool) -> Iterator[Placed]:
    """The moments of one piece; in a field for a time, its beginning may be one by its place alone (`25:61`)."""
    end = 0
    first = leading_moment(item.text) if leads else None
    if first is not None:
        yield Placed(first, item.span.start)
        end = first.end
    for moment in find_moments(item.text):
        if moment.start >= end:
            yield Placed(moment, item.span.start)


def times_of(source: Source, told: Moments, zones: dict[FieldName, Known], anchor: Anchor) -> Times:
    """The times of one action or verification. Those without a day are nearest to its apply time."""
    base = anchor.base or base_of(told, zones, anchor)
    near = base[0] if base else anchor.day
    made: Times = {}
    last: Known | None = None
    for name in sorted(told, key=lambda name: told[name][0].span):
        times = []
        for placed in told[name]:
            zone = own_zone(placed, zones.get(name, anchor.zone))
            if zone is None and placed.moment.clocked and last is not None:
                zone = last._replace(origin="entry before")
            elif zone is not None and zone.origin == "own":
                last = zone
            own = own_day(placed, near.day if near else None)
            times.append(time_of(source, placed, own or _nearest(placed, zone, base, near), zone))
        made[name] = tuple(times)
    return made


def base_of(told: Moments, zones: dict[FieldName, Known], anchor: Anchor) -> Base | None:
    """The day and the instant about which the times of an action lie: its apply time, or its first dated one."""
    known = anchor.before[0] if anchor.before else anchor.day
    applied = next(iter(told.get("apply", ())), None)
    first: Base | None = None
    for name in ("apply", "pre_apply", "confirmed", *told):
        for placed in told.get(name, ()):
            day = own_day(placed, known.day if known else None)
            if day and first is None:
                first = _base(placed, day._replace(origin="entry"), zones.get(name, anchor.zone))
    if applied is None or own_day(applied, known.day if known else None) or not applied.moment.clocked:
        return first
    zone = own_zone(applied, zones.get("apply", anchor.zone))
    if first is not None:
        day = _nearest(applied, zone, first, first[0])
        return _base(applied, day, zone) if day else None
    if known is None:
        return None
    found = _base(applied, known, zone)
    if anchor.before and found[1] <= anchor.before[1] - NEW_DAY:
        return _base(applied, known._replace(day=later(known.day, 1)), zone)
    return found


def _base(placed: Placed, day: Dated, inherited: Known | None) -> Base:
    return day, _at(placed, day, own_zone(placed, inherited))


def _at(placed: Placed, day: Dated, zone: Known | None) -> float:
    return instant(placed.moment, day.day, zone.text if zone else None)


def _nearest(placed: Placed, zone: Known | None, base: Base | None, near: Dated | None) -> Dated | None:
    """The day that brings a time without one within half a day of the base."""
    if base is None or not placed.moment.clocked:
        return near
    days = [base[0]._replace(day=later(base[0].day, step)) for step in (0, -1, 1)]
    return min(days, key=lambda day: abs(_at(placed, day, zone) - base[1]) // (DAY / 2))
