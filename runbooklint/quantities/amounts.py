"""One number with its unit of time, as a text writes it; it knows no ranges, bounds or contexts."""

from runbooklint.named import NamedTuple
from runbooklint.pattern import Pattern
from runbooklint.quantities.words import Words, clock, number

SECOND, MINUTE, HOUR, DAY, WEEK = 1, 60, 3600, 86400, 604800
_FACTORS: dict[float, str] = {
    0.001: "ms msec msecs millis millisecond milliseconds",
    SECOND: "s sec secs second seconds",
    MINUTE: "m min mins minute minutes",
    HOUR: "h hr hrs hour hours",
    DAY: "d day days",
    WEEK: "w wk wks week weeks",
    30 * DAY: "month months",
}
UNITS = {word: factor for factor, words in _FACTORS.items() for word in words.split()}
_NUMBER_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
    "ninety": 90,
}  # fmt: skip
_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75}
BEGINNINGS = frozenset({*_NUMBER_WORDS, *_FRACTIONS, "a", "an", "half", "quarter", "p", "pt", "t"})
"""The words besides numbers in digits with which an amount, or an offset, may begin."""
_BETWEEN = frozenset({"business", "working", "calendar", "full", "whole", "more", "extra", "additional", "consecutive"})
_COUNTED = frozenset(
    "rows records users requests events messages customers documents keys items objects entries usd eur gbp".split()
)
"""What `30m` counts in millions when it stands right before."""
_HYPHENS = frozenset("-‐‑")
_NOT_BEFORE = frozenset("_#$€£¥@")
_ISO = Pattern(
    r"p(?=[\dt])(?:(\d{1,6})w)?(?:(\d{1,6})d)?"
    r"(?:t(?=\d)(?:(\d{1,6}(?:\.\d{1,6})?)h)?(?:(\d{1,6}(?:\.\d{1,6})?)m)?(?:(\d{1,6}(?:\.\d{1,6})?)s)?)?(?!\w)",
    2,
)


class Amount(NamedTuple):
    """A number with its unit, or several that add up (`1 h 30 min`)."""

    first: int
    """Index of its first word."""
    after: int
    """Index behind its last word."""
    seconds: float
    unit: float
    """Seconds in its smallest unit."""


def stands_free(words: Words, index: int) -> bool:
    """Whether a number is no part of a name, a price, a path, a date or a rate (`p99`, `us-east-1`, `$5`, `24/7`)."""
    at, text = words.starts[index], words.text
    before, earlier = text[at - 1 : at], text[max(0, at - 2) : max(0, at - 1)]
    if before == "/":
        return words.at(index - 2) in UNITS
    if before in {".", ","}:
        return not earlier.isdigit()
    if before in _HYPHENS:
        return not earlier.isalnum()
    return not (before.isalnum() or before in _NOT_BEFORE)


def unit_at(words: Words, index: int) -> float | None:
    """Seconds in the unit that is the word at an index; None where it is none."""
    factor = UNITS.get(words.at(index))
    if factor is None:
        return None
    start, end = words.starts[index], words.ends[index]
    if end - start == 1 and words.text[start].isupper() and words.text[start] != "H":
        return None
    return None if words.text[end : end + 1] == "_" else factor


def counted(words: Words, index: int) -> tuple[float, int] | None:
    """The number that begins at an index, in digits or as a word, and the index behind it."""
    word = words.at(index)
    if word in _NUMBER_WORDS:
        value: float | None = _NUMBER_WORDS[word]
        if words.at(index + 1) in _HYPHENS and _NUMBER_WORDS.get(words.at(index + 2), 10) < 10:
            return _NUMBER_WORDS[word] + _NUMBER_WORDS[words.at(index + 2)], index + 3
    else:
        value = number(word)
    if value is None:
        return (_FRACTIONS[word], index + 1) if word in _FRACTIONS else None
    after = index + 1
    if words.at(after) == "/" and words.glued(after) and words.glued(after + 1) and words.at(after + 1) in {"2", "4"}:
        return (value / int(words.at(after + 1)), after + 2) if value in {1, 3} else None
    if words.at(after) in _FRACTIONS:
        return value + _FRACTIONS[words.at(after)], after + 1
    if words.at(after) == "and" and words.at(after + 1) == "a" and words.at(after + 2) == "half":
        return value + 0.5, after + 3
    return value, after


def _single(words: Words, index: int) -> Amount | None:
    """One number (or `a`, `half an`) with one unit."""
    word, after = words.at(index), index + 1
    if word in {"a", "an"}:
        if (factor := unit_at(words, after)) is None or factor < MINUTE or words.numeric(index - 1):
            return None
        half = words.at(after + 1) == "and" and words.at(after + 2) == "a" and words.at(after + 3) == "half"
        return Amount(index, after + 4 if half else after + 1, factor * (1.5 if half else 1), factor)
    if word in {"half", "quarter"}:
        while words.at(after) in {"of", "a", "an", "-"} and after <= index + 2:
            after += 1
        factor = unit_at(words, after)
        return Amount(index, after + 1, factor * (0.5 if word == "half" else 0.25), factor) if factor else None
    if (found := counted(words, index)) is None:
        return None
    value, after = found
    hyphen = words.at(after) in _HYPHENS and words.glued(after) and words.glued(after + 1)
    if hyphen or words.at(after) in _BETWEEN:
        after += 1
    factor = unit_at(words, after)
    if factor is None or _names_something(words, index, after):
        return None
    return Amount(index, after + 1, value * factor, factor)


def _names_something(words: Words, index: int, unit: int) -> bool:
    """Whether number and unit are millions (`30m rows`), a decade (`1990s`) or a round count (`100s of`)."""
    following = words.at(unit + 1)
    match words.at(unit):
        case "m":
            return following in _COUNTED
        case "s":
            value = words.at(index)
            return words.glued(unit) and (following == "of" or (len(value) == 4 and value[:2] in {"19", "20"}))
    return False


def _written_as_iso(words: Words, index: int) -> Amount | None:
    if words.at(index) not in {"p", "pt"} or not words.glued(index + 1):
        return None
    found = _ISO.match(words.text, words.starts[index])
    if not found or not any(found.groups()):
        return None
    factors = (WEEK, DAY, HOUR, MINUTE, SECOND)
    parts = [(float(part), factor) for part, factor in zip(found.groups(), factors, strict=True) if part]
    after = index
    while after < len(words.lower) and words.ends[after] <= found.end():
        after += 1
    return Amount(index, after, sum(part * factor for part, factor in parts), parts[-1][1])


def amount_at(words: Words, index: int) -> Amount | None:
    """The amount of time that begins at the word with an index; None where none does."""
    if (iso := _written_as_iso(words, index)) is not None:
        return iso
    whole = _single(words, index)
    while whole is not None and (part := _next_part(words, whole)) is not None:
        whole = Amount(whole.first, part.after, whole.seconds + part.seconds, part.unit)
    return whole


def _next_part(words: Words, whole: Amount) -> Amount | None:
    """What follows a larger unit and adds to it: `30 min` after `1 h`, `30` glued to `1h`."""
    at = whole.after
    if words.at(at) in {"and", ","} and whole.unit in {HOUR, DAY}:
        at += 1
    part = _single(words, at) if words.numeric(at) else None
    if part is not None and part.unit < whole.unit and part.seconds < whole.unit:
        return part
    bare = words.at(whole.after)
    if whole.unit == HOUR and words.glued(whole.after) and len(bare) == 2 and bare.isdigit() and int(bare) < 60:
        return Amount(whole.after, whole.after + 1, int(bare) * MINUTE, MINUTE)
    return None


def timed(words: Words, index: int) -> Amount | None:
    """The amount that a clock writes: `00:15` is a quarter of an hour, `02:30 min` two and a half minutes."""
    parts = clock(words.at(index))
    if parts is None:
        return None
    unit = unit_at(words, index + 1)
    if len(parts) == 2 and unit == MINUTE:
        return Amount(index, index + 2, parts[0] * MINUTE + parts[1], SECOND)
    seconds = parts[0] * HOUR + parts[1] * MINUTE + (parts[2] if len(parts) == 3 else 0)
    return Amount(index, index + (2 if unit == HOUR else 1), seconds, SECOND if len(parts) == 3 else MINUTE)


def is_of_day(words: Words, amount: Amount) -> bool:
    """Whether a clock begins a part of the day (`14:38 to 14:53`): as a length of time it would be many hours."""
    joined = words.at(amount.after) in _HYPHENS | {"–", "—", "to", "→", "until", "till"}
    return joined and amount.seconds >= 6 * HOUR and timed(words, amount.after + 1) is not None
