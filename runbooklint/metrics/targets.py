"""Whether a value meets what was expected of it, compared in one unit; it knows no signal names."""

from collections.abc import Iterable
from math import isclose

from runbooklint.metrics.measures import Measure
from runbooklint.metrics.names import worse_when_higher

_TOLERANCE = 0.1
"""By what part of the way a value may miss a target that states no bound."""


def targets(found: Iterable[Measure]) -> list[Measure]:
    """The values that an expectation asks for: those with a bound, else those that are stated without one."""
    asked = [measure for measure in found if measure.role in ("", "target")]
    bounded = [measure for measure in asked if measure.comparator]
    return bounded or asked[-1:]


def aligned(one: Measure, other: Measure) -> tuple[float, float] | None:
    """The factors that bring two values to one unit; None where they cannot be compared."""
    here, there = one.amount, other.amount
    if here.kind == there.kind:
        counted = here.noun and there.noun and not _alike(here.noun, there.noun)
        return None if counted and not here.kind else (1.0, 1.0)
    if not here.kind and (scale := _bare(one, other)) is not None:
        return scale, 1.0
    if not there.kind and (scale := _bare(other, one)) is not None:
        return 1.0, scale
    return None


def _bare(bare: Measure, other: Measure) -> float | None:
    """The factor for a number without a unit beside one with a unit (`9 per minute, 648 before`)."""
    if bare.high == 0:
        return 1.0
    share = other.amount.kind == "%" and bare.high <= 1
    return None if bare.amount.noun or bare.amount.factor != 1 or share else other.amount.factor


def _alike(one: str, other: str) -> bool:
    return bool({word[:5] for word in one.split()} & {word[:5] for word in other.split()})


def misses(target: Measure, value: Measure, before: Measure | None) -> bool | None:
    """Whether a value misses a target, of a range by its worse end; None where that cannot be told.

    `before` is the value from which a target without a bound was to be reached.
    """
    scale = aligned(target, value)
    if scale is None:
        return None
    bound, low, high = target.high * scale[0], value.low * scale[1], value.high * scale[1]
    match target.comparator:
        case "<" | "<=":
            return _passes(target, value, low=bound, high=high)
        case ">" | ">=":
            return _falls_short(target, value, bound=target.low * scale[0], low=low)
    return _short_of(target, value, before)


def _passes(target: Measure, value: Measure, low: float, high: float) -> bool | None:
    equal = isclose(high, low, rel_tol=1e-9)
    over = high > low or equal if target.comparator == "<" else high > low and not equal
    if value.comparator in ("<", "<="):
        return None if high > low and not equal else False
    return over if not value.comparator or over else None


def _falls_short(target: Measure, value: Measure, bound: float, low: float) -> bool | None:
    equal = isclose(low, bound, rel_tol=1e-9)
    under = low < bound or equal if target.comparator == ">" else low < bound and not equal
    if value.comparator in (">", ">="):
        return None if low < bound and not equal else False
    return under if not value.comparator or under else None


def _short_of(target: Measure, value: Measure, before: Measure | None) -> bool | None:
    """Whether more than a tenth of the way to a target without a bound is left."""
    start, scale = before and aligned(before, target), aligned(value, target)
    if before is None or start is None or scale is None or value.comparator:
        return None
    begin = (before.low + before.high) / 2 * start[0]
    aim = target.high if begin > target.high * start[1] else target.low
    way = aim * start[1] - begin
    worse = value.high if way < 0 else value.low
    left = aim * scale[1] - worse * scale[0]
    return way != 0 and left / way > _TOLERANCE


def changed(before: Measure, after: Measure) -> float | None:
    """By what part a value has changed, negative where it fell; None where the two cannot be compared.

    Of shares near a hundred that are good when high, what they lack counts: 99.1% to 99.9% is a large change.
    """
    scale = aligned(before, after)
    if scale is None or before.comparator or after.comparator:
        return None
    first = (before.low + before.high) / 2 * scale[0]
    last = (after.low + after.high) / 2 * scale[1]
    if isclose(first, last, rel_tol=1e-9, abs_tol=1e-12):
        return 0.0
    parts = [(last - first) / first if first else float("inf")]
    shares = "%" in (before.amount.kind, after.amount.kind) and 50 < first < 100
    if shares and worse_when_higher(after.name or before.name) is not True:
        parts.append((last - first) / (100 - first))
    return max(parts, key=abs)
