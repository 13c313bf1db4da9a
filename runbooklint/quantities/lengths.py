"""Lengths of time in a text (`5 min`, `10-15 minutes`, `< 300 s`); it knows no field and no document."""

from collections.abc import Sequence
from typing import Literal

from runbooklint.memory import remembered
from runbooklint.named import NamedTuple
from runbooklint.quantities.amounts import (
    BEGINNINGS,
    HOUR,
    MINUTE,
    UNITS,
    amount_at,
    counted,
    is_of_day,
    stands_free,
    timed,
    unit_at,
)
from runbooklint.quantities.limits import bare_limit
from runbooklint.quantities.offsets import offset_at
from runbooklint.quantities.words import DIGITS, Words, cut

Bound = Literal["", "max", "min"]


class Length(NamedTuple):
    """A length of time, or a range of them, with its offsets into the text that was given."""

    start: int
    end: int
    low: float | None
    """Seconds; None for an upper bound alone."""
    high: float | None
    """Seconds, the upper end of a range; None for a lower bound alone."""
    bound: Bound = ""
    approximate: bool = False

    @property
    def seconds(self) -> float:
        """The value that counts: the upper end of a range, the bound of a bound."""
        return self.high if self.high is not None else self.low or 0


class Durations(NamedTuple):
    """What a duration field states."""

    expected: Length | None
    maximum: Length | None


_DASHES = frozenset("-‐‑–—−")
_APPROXIMATE = frozenset(
    "~ ≈ ∼ ≃ about around approx approximately roughly circa ca est estimated nearly almost".split()
)
_FILLERS = frozenset({":", "=", "(", "[", "is", "of", "at", "time", "duration", "."})
_AT_MOST = frozenset("< ≤ ⩽ within under below max maximum timeout limit cap capped until".split())
_LIMITS = frozenset({"max", "maximum", "timeout", "limit", "cap"})
_AT_LEAST = frozenset("> ≥ ⩾ above minimum min".split())
_TURNED = frozenset({"no", "not", "never", "t", "cannot", "without"})
_PHRASES: dict[tuple[str, str], Bound] = {
    ("up", "to"): "max", ("at", "most"): "max", ("at", "least"): "min", ("<", "="): "max", (">", "="): "min",
    **dict.fromkeys(((verb, "after") for verb in "stuck abort escalate out stop up cancel".split()), "max"),
    **dict.fromkeys(((less, "than") for less in ("later", "less", "fewer", "shorter")), "max"),
}  # fmt: skip
_COMPARED = frozenset({"longer", "more", "greater"})
_SUFFIXES: dict[str, Bound] = {
    **dict.fromkeys("max maximum tops limit timeout cap".split(), "max"),
    **dict.fromkeys(("minimum", "plus", "+"), "min"),
}  # fmt: skip
_OR_SUFFIXES: dict[str, Bound] = {
    "less": "max", "under": "max", "fewer": "max", "faster": "max", "shorter": "max", "more": "min", "longer": "min",
}  # fmt: skip
_REPEATED = frozenset({"every", "each", "per"})
_RHYTHM = frozenset(
    "interval intervals resolution cadence granularity frequency polling poll polls bucket buckets sampling sample "
    "samples scrape scrapes heartbeat heartbeats tick ticks".split()
)
_KEPT = frozenset("retention retain retained retains keep kept older newer age ttl expire expires expiry".split())
_OF_DAY = frozenset({"am", "pm", "a", "p", "z", "h", "utc", "gmt"})
"""What behind a clock makes it a time of day."""
_UNTIL = frozenset({"until", "at"})
"""What before a clock makes it a time of day."""
_LEADING = _APPROXIMATE | _FILLERS | _AT_MOST | frozenset("takes took take in for after expected max and to".split())


def find_lengths(text: str) -> Sequence[Length]:
    """The lengths of time in a text, in order. Rhythms (`every 15 min`) and retention (`30 days kept`) are none."""
    return [length for length, rhythm in _scan(text) if not rhythm]


def find_cadences(text: str) -> Sequence[Length]:
    """The rhythms in a text: `every 15 min`, `1-minute resolution`, `interval: 30 s`."""
    return [length for length, rhythm in _scan(text) if rhythm]


def read_length(text: str, clocks: bool = True) -> Length | None:
    """The first length of time in a field's value; with `clocks`, a clock that stands first (`00:15`) is one too."""
    lengths = _read(text, clocks)
    return lengths[0] if lengths else None


def read_durations(text: str, clocks: bool = True) -> Durations:
    """The expected and the maximum duration in a field's value; a bound alone is both.

    Without `clocks`, `00:15` is none: in a column named "time" it is the time of day.
    """
    lengths = _read(text, clocks)
    maximum = next((length for length in lengths if length.bound == "max"), None)
    expected = next((length for length in lengths if length.bound != "max"), maximum)
    if maximum is None and len(lengths) == 2:
        between = text[lengths[0].end : lengths[1].start].strip()
        if between in {"/", "|"} and lengths[1].seconds >= lengths[0].seconds:
            maximum = lengths[1]
    if maximum is None and len(lengths) == 1 and (bare := bare_limit(text, lengths[0].end, lengths[0].seconds)):
        maximum = Length(bare.start, bare.end, None, bare.seconds, "max")
    return Durations(expected, maximum)


def format_seconds(seconds: float) -> str:
    """A length in words for messages: `52 min`, `1 h 30 min`, `45 s`, `250 ms`."""
    if 0 < abs(seconds) < 1:
        return f"{seconds * 1000:g} ms"
    whole = round(seconds, 3)
    parts = []
    for name, factor in (("h", HOUR), ("min", MINUTE)):
        count, whole = divmod(whole, factor)
        if count:
            parts.append(f"{count:.0f} {name}")
    if whole or not parts:
        parts.append(f"{round(whole, 3):g} s")
    return " ".join(parts)


def _read(text: str, clocks: bool) -> list[Length]:
    words = cut(text)
    found = [length for length, rhythm in _scan(text) if not rhythm]
    index = 0
    while words.at(index) in _LEADING or words.at(index) in _DASHES:
        index += 1
    amount = timed(words, index) if clocks and not _UNTIL & set(words.lower[:index]) else None
    if amount is not None and words.at(amount.after) not in _OF_DAY and not is_of_day(words, amount):
        found.insert(0, _bounded(words, index, amount.after, amount.seconds, amount.seconds))
    return found


@remembered
def _scan(text: str) -> Sequence[tuple[Length, bool]]:
    """Every length with whether it is a rhythm."""
    words = cut(text)
    lower = words.lower
    found: list[tuple[Length, bool]] = []
    index, count = 0, len(lower)
    if UNITS.keys().isdisjoint(lower) and ":" not in text:
        return found
    while index < count:
        word = lower[index]
        if word[0] not in DIGITS and word not in BEGINNINGS:
            index += 1
            continue
        if word == "t" and (offset := offset_at(words, index)) is not None:
            index = offset.after
            continue
        span = _span_at(words, index) or _clock_limit(words, index)
        if span is None:
            index += 1
            continue
        first, after, low, high = span
        if not _is_kept(words, first, after):
            found.append((_bounded(words, first, after, low, high), _is_rhythm(words, first, after)))
        index = after
    return found


_Range = tuple[int, int, float, float]


def _span_at(words: Words, index: int) -> _Range | None:
    """The amount or range of amounts that begins at a word: its words, the lower and the upper end in seconds."""
    if words.numeric(index) and not stands_free(words, index):
        return None
    left = amount_at(words, index)
    if left is not None:
        between = words.at(left.after)
        right = amount_at(words, left.after + 1) if between in _DASHES or between == "to" else None
        if right is not None and right.seconds > left.seconds and (between == "to" or words.numeric(right.first)):
            return index, right.after, left.seconds, right.seconds
        return index, left.after, left.seconds, left.seconds
    return _shared_unit(words, index)


def _clock_limit(words: Words, index: int) -> _Range | None:
    """A clock behind a word that makes it a limit: `max 00:25:00`, not `until 05:00`."""
    at = index - 1
    while words.at(at) in _FILLERS and at > index - 3:
        at -= 1
    amount = timed(words, index) if words.at(at) in _LIMITS else None
    if amount is None or words.at(amount.after) in _OF_DAY:
        return None
    return index, amount.after, amount.seconds, amount.seconds


def _shared_unit(words: Words, index: int) -> _Range | None:
    """`10-15 minutes`, `10 to 15 min`, `30+ min`: the unit stands at the right end alone."""
    start = counted(words, index)
    if start is None:
        return None
    value, after = start
    sign = words.at(after)
    if sign == "+" and words.glued(after):
        factor = unit_at(words, after + 1)
        return (index, after + 2, value * factor, value * factor) if factor else None
    between = words.at(index - 1) == "between" and sign == "and"
    if not (between or sign == "to" or (sign in _DASHES and _dash_joins(words, index, after))):
        return None
    right = amount_at(words, after + 1)
    upper = counted(words, after + 1)
    if right is None or upper is None or upper[0] <= value:
        return None
    return index, right.after, right.seconds / upper[0] * value, right.seconds


def _dash_joins(words: Words, index: int, dash: int) -> bool:
    """Whether a dash joins two numbers; spaced, not where a name ends in the left one (`Step 3 - 5 min`)."""
    if words.glued(dash) and words.glued(dash + 1):
        return True
    before = words.at(index - 1)
    return not before or before in _LEADING or (not before.isalnum() and before != "#")


def _bounded(words: Words, first: int, after: int, low: float, high: float) -> Length:
    """A length with the bound and the doubt that the words around it state."""
    bound, approximate = _before(words, first)
    if not bound:
        bound = _behind(words, after)
        if bound and words.at(after) == "+":
            after += 1
    bound = bound or ("min" if words.at(after - 2) == "+" else "")
    start, end = words.starts[first], words.ends[after - 1]
    if bound == "max":
        return Length(start, end, None, high, bound, approximate)
    if bound == "min":
        return Length(start, end, low, None, bound, approximate)
    return Length(start, end, low, high, bound, approximate)


def _before(words: Words, first: int) -> tuple[Bound, bool]:
    """The bound and the doubt that stand before an amount."""
    at, approximate = first - 1, False
    while at >= max(0, first - 4) and (words.at(at) in _APPROXIMATE or words.at(at) in _FILLERS):
        if (words.at(at - 1), words.at(at)) in _PHRASES:
            break
        approximate = approximate or words.at(at) in _APPROXIMATE
        at -= 1
    word, earlier = words.at(at), words.at(at - 1)
    if (earlier, word) in _PHRASES:
        return _PHRASES[earlier, word], approximate
    if word == "than" and earlier in _COMPARED:
        return ("max" if words.at(at - 2) in _TURNED else "min"), approximate
    if word in {"exceed", "exceeds", "exceeding"}:
        return ("max" if earlier in _TURNED else "min"), approximate
    if word == ">" and earlier in {"-", "="} and words.glued(at):
        return "", approximate
    if word in _AT_MOST:
        return "max", approximate
    if (word in _AT_LEAST and not words.numeric(at - 1)) or (word == "over" and at == 0):
        return "min", approximate
    return "", approximate


def _behind(words: Words, after: int) -> Bound:
    """The bound that stands behind an amount (`5 min max`), unless it belongs to the next one (`5 min, max 10 min`)."""
    word, following = words.at(after), words.at(after + 1)
    if word == "or":
        return _OR_SUFFIXES.get(following, "")
    if word == "at" and following in {"most", "least"}:
        return "" if words.numeric(after + 2) else _PHRASES[word, following]
    if word == "+":
        return "min" if words.glued(after) and not words.numeric(after + 1) else ""
    if words.numeric(after + 1) or following in {":", "~", "<", "≤", "="}:
        return ""
    return _SUFFIXES.get(word, "")


def _is_rhythm(words: Words, first: int, after: int) -> bool:
    at = first - 1
    while at >= max(0, first - 3) and (words.at(at) in _APPROXIMATE or words.at(at) in _FILLERS):
        at -= 1
    following = [w for w in (words.at(i) for i in range(after, after + 3)) if w != "-"]
    return words.at(at) in _REPEATED | _RHYTHM or bool(_RHYTHM.intersection(following[:2]))


def _is_kept(words: Words, first: int, after: int) -> bool:
    """Whether it is the age up to which something is kept, not how long something takes."""
    at, steps = first - 1, 0
    while steps < 2 and words.at(at) in {"for", "than", "after", ":", "of", "is", "="}:
        at, steps = at - 1, steps + 1
    following = [w for w in (words.at(i) for i in range(after, after + 3)) if w != "-"]
    return words.at(at) in _KEPT or "retention" in following[:2]
