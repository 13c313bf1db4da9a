"""Times relative to an agreed start (`T-24h`, `T+1:10`, `T0`); it knows no calendar."""

from runbooklint.named import NamedTuple
from runbooklint.quantities.amounts import amount_at
from runbooklint.quantities.words import Words, clock, cut, number

_PLUS = frozenset({"+", "plus"})
_MINUS = frozenset({"-", "−", "–", "‐", "‑", "minus"})
_SEPARATORS = frozenset({"to", "→", "-", "–", "—", "until", "through"})


class Offset(NamedTuple):
    """A time relative to T, or a range of such times, with its offsets into the text that was given."""

    start: int
    end: int
    seconds: float | None
    """Signed; None where a number stands without a unit (`T+5`)."""
    until: float | None = None
    """The end of a range, signed seconds."""


class Relative(NamedTuple):
    """An offset by its words: the index behind it, its value, and the bare number that waits for a unit."""

    after: int
    seconds: float | None
    bare: float = 0


def find_offset(text: str) -> Offset | None:
    """The first T-offset in a text."""
    words = cut(text)
    for index, word in enumerate(words.lower):
        if word == "t" and (found := _whole(words, index)) is not None:
            return found
    return None


def leading_offset(text: str, at: int = 0) -> Offset | None:
    """The T-offset that the text begins with at an offset; emphasis and an opening bracket may stand before it."""
    words = cut(text[at : at + 80])
    index = 0
    while words.at(index) in {"[", "(", "_", "~"}:
        index += 1
    found = _whole(words, index) if words.at(index) == "t" else None
    return found._replace(start=found.start + at, end=found.end + at) if found else None


def offset_at(words: Words, index: int) -> Relative | None:
    """The offset whose T is the word at an index."""
    start = words.starts[index]
    if start and (words.text[start - 1].isalnum() or words.text[start - 1] in "_-/."):
        return None
    at = index + 1
    zero = words.at(at) in {"0", "zero"} and words.glued(at)
    if zero:
        at += 1
    sign = words.at(at)
    value: Relative | None = None
    if sign in _PLUS or sign in _MINUS:
        value = _value(words, at + 1, -1 if sign in _MINUS else 1)
        if value is not None and words.text[start] == "t" and not (words.glued(at) and words.glued(at + 1)):
            value = None
    elif sign == "=" and words.at(at + 1) == "0":
        value = Relative(at + 2, 0)
    if zero and words.glued(at) and not sign.isalnum() and sign in _PLUS | _MINUS:
        # `T0-2` and `T0-1b` are ids of tasks; an offset from T0 that is written in one word has a unit
        return value if value is not None and value.seconds is not None else None
    if value is None and zero and words.text[start] == "T":
        return Relative(at, 0)
    return value


def _value(words: Words, index: int, sign: int) -> Relative | None:
    amount = amount_at(words, index)
    if amount is not None:
        return Relative(amount.after, sign * amount.seconds)
    word = words.at(index)
    parts = clock(word)
    if parts is not None:
        hours, minutes, seconds = (*parts, 0)[:3]
        return Relative(index + 1, sign * (hours * 3600 + minutes * 60 + seconds))
    value = number(word)
    if value is None or (words.glued(index + 1) and words.at(index + 1).isalpha()):
        return None
    return Relative(index + 1, 0 if value == 0 else None, sign * value)


def _whole(words: Words, index: int) -> Offset | None:
    """An offset with the end of its range; `T+5 to T+25 min` gives its unit to both."""
    first = offset_at(words, index)
    if first is None:
        return None
    start, after, seconds, until = words.starts[index], first.after, first.seconds, None
    if words.at(after) in _SEPARATORS:
        last = _end_of_range(words, after + 1, first)
        if last is not None and last.seconds is not None:
            after, until = last.after, last.seconds
            if seconds is None and (right := _last_number(words, last.after)):
                seconds = first.bare * abs(last.seconds) / right
    return Offset(start, words.ends[after - 1], seconds, until)


def _end_of_range(words: Words, index: int, first: Relative) -> Relative | None:
    if words.at(index) == "t":
        return offset_at(words, index)
    if words.glued(index) and words.numeric(index):
        return _value(words, index, -1 if first.bare < 0 or (first.seconds or 0) < 0 else 1)
    return None


def _last_number(words: Words, after: int) -> float | None:
    """The number before the unit that ends at an index."""
    return next((v for i in (after - 2, after - 1) if i >= 0 and (v := number(words.at(i)))), None)
