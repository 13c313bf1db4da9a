"""The values that a text states of signals (`error rate 12% -> 0.3%`, `0.4% at 14:53`); it knows no document."""

from collections.abc import Iterator, Sequence

from runbooklint.memory import remembered
from runbooklint.metrics.names import NONE_OF, is_generic, is_length_signal, is_signal_name, is_signal_word
from runbooklint.metrics.parts import (
    BOUNDS,
    COUNTED,
    CUTTING,
    PLAIN,
    Comparator,
    Role,
    bound_before,
    bound_behind,
    identifies,
    is_whole,
    role_before,
    role_behind,
    tells_age,
    tells_change,
    tells_length,
    word,
)
from runbooklint.metrics.pieces import Piece, Span, pieces
from runbooklint.metrics.units import Amount, amount_at
from runbooklint.named import NamedTuple

_DASHES = frozenset("-–—−‐‑")
_APPROXIMATE = frozenset("~ ≈ about around roughly approximately approx nearly almost".split())
_NAME_LIMIT = 8
_MINUTE = 60


class Measure(NamedTuple):
    """A value of a signal, or a range of values, as a text states it, with its offsets."""

    start: int
    end: int
    low: float
    """In base units: seconds, bytes, percent, each per second where it is a rate."""
    high: float
    amount: Amount
    """Its number and unit, of a range those of the upper end."""
    comparator: Comparator = ""
    role: Role = ""
    approximate: bool = False
    name: str = ""
    """The words or the code that name the signal, in lower case; empty where nothing does."""
    place: Span | None = None
    """The offsets of the name."""
    moment: Span | None = None
    """The offsets of the point in time at which it was read."""


class _Value(NamedTuple):
    """A value with the indices of its pieces, before anything around it is read."""

    first: int
    after: int
    low: float
    high: float
    amount: Amount
    moves: bool = False
    """Whether an arrow or `to` behind it leads to the value that it became."""


@remembered
def measures(text: str, moments: tuple[Span, ...] = ()) -> Sequence[Measure]:
    """The values in a text, in order. `moments` are the offsets of the points in time in it, which are no values."""
    found, values = _valued(text, moments)
    named = _names(found, values)
    times = _moments(found, values)
    made: list[Measure] = []
    stop = 0
    for value, (name, place), moment in zip(values, named, times, strict=True):
        comparator, lead = bound_before(found, value.first)
        about = _APPROXIMATE & {word(found, value.first - 1), word(found, lead - 1)}
        made.append(
            Measure(
                found[value.first].start,
                found[value.after - 1].end,
                value.low,
                value.high,
                value.amount,
                comparator or bound_behind(found, value.after),
                _role(found, value, lead, stop, name),
                bool(about),
                name,
                place,
                moment,
            )
        )
        stop = value.after
    return made


@remembered
def _valued(text: str, moments: tuple[Span, ...]) -> tuple[Sequence[Piece], Sequence[_Value]]:
    """The pieces of a text, and the values among them."""
    found = pieces(text, moments)
    return found, list(_values(text, found))


def _role(found: Sequence[Piece], value: _Value, lead: int, stop: int, name: str) -> Role:
    amount = value.amount
    if amount.noun.rpartition(" ")[2] in COUNTED:
        return "length"
    if amount.kind == "s":
        long, told = amount.factor >= _MINUTE, tells_length(found, value.first, value.after)
        valued = is_length_signal(name) or tells_age(found, value.first, value.after)
        if (long and told) or ((long or told) and not valued):
            return "length"
    if amount.kind in ("%", "x", "pp") and tells_change(found, value.first, value.after):
        return "change"
    if is_whole(found, value.first, stop):
        return "other"
    behind = role_behind(found, value.after, bool(amount.noun))
    if behind is not None:
        return behind
    return "before" if value.moves else role_before(found, lead, stop)


def _values(text: str, found: Sequence[Piece]) -> Iterator[_Value]:
    """The numbers and ranges that are values; `no errors` is none of them."""
    index = 0
    while index < len(found):
        value = _value(text, found, index) or _nothing(found, index)
        if value is None:
            index += 1
            continue
        index = value.after
        yield value


def _value(text: str, found: Sequence[Piece], index: int) -> _Value | None:
    if found[index].kind != "number" or identifies(found, index):
        return None
    low = amount_at(text, found, index, PLAIN)
    if low is None:
        return None
    joined = word(found, low.after)
    arrow = low.after < len(found) and found[low.after].kind == "arrow"
    led = word(found, index - 1)
    ranged = joined in _DASHES or joined == "to" or (joined == "and" and led == "between")
    at = low.after + 1
    high = None
    if ranged and at < len(found) and found[at].kind == "number":
        high = amount_at(text, found, at, PLAIN)
    if high is None or (joined == "to" and led == "from"):
        moves = arrow or joined == "to"
        return _Value(index, low.after, low.value, low.value, low, moves)
    start = low.value * high.factor if not low.kind and low.factor == 1 else low.value
    if start > high.value or (low.kind and low.kind != high.kind):
        return _Value(index, low.after, low.value, low.value, low, True)
    return _Value(index, high.after, start, high.value, high)


def _nothing(found: Sequence[Piece], index: int) -> _Value | None:
    """The zero that `no errors` and `zero failed logins` state."""
    if word(found, index) not in NONE_OF:
        return None
    after = index + 1
    while after < min(index + 4, len(found)) and found[after].kind == "word" and found[after].text not in PLAIN:
        after += 1
    counted = [piece.text for piece in found[index + 1 : after]]
    if not any(is_signal_word(text) for text in counted) or word(found, after) in BOUNDS:
        return None
    return _Value(index, after, 0.0, 0.0, Amount(0.0, "", 1.0, " ".join(counted), after))


def _names(found: Sequence[Piece], values: Sequence[_Value]) -> list[tuple[str, Span | None]]:
    """The name of the signal of each value: the words before it, else the last ones named, else what it counts."""
    named: list[tuple[str, Span | None]] = []
    held: tuple[str, Span | None] = ("", None)
    noun = ""
    for run, value in _runs(found, values):
        own = _named(run)
        held = own if own[0] and not is_generic(own[0]) else held
        if value is None:
            continue
        counted = value.amount.noun
        if not own[0] and counted and (not held[0] or counted != noun):
            held = (counted, (found[value.first].start, found[value.after - 1].end))
        named.append(held)
        noun = counted
    return named


@remembered
def signal_names(text: str, moments: tuple[Span, ...] = ()) -> Sequence[tuple[str, Span]]:
    """The runs of words and the code that may name signals, in order, with their offsets."""
    names: list[tuple[str, Span]] = []
    for run, _ in _runs(*_valued(text, moments)):
        codes = [piece for piece in run if piece.kind == "code" and is_signal_name(piece.text)]
        name, place = _named(run)
        names += [(piece.text, (piece.start, piece.end)) for piece in codes] or ([(name, place)] if place else [])
    return names


def _runs(found: Sequence[Piece], values: Sequence[_Value]) -> Iterator[tuple[list[Piece], _Value | None]]:
    """The runs of pieces that may be names, each with the value that it leads to, if it leads to one."""
    firsts = {value.first: value for value in values}
    run: list[Piece] = []
    closed, valued, index = False, False, 0
    while index < len(found):
        piece = found[index]
        value = firsts.get(index)
        if value is not None or _ends_name(piece):
            yield run, value
            run, closed, valued = [], False, value is not None
            index = value.after if value else index + 1
            continue
        if piece.kind == "word" and piece.text in PLAIN:
            if piece.text in CUTTING and not closed:
                # "alert on `x_errors`": what leads to the name is none itself.
                closed = valued or not all(is_generic(one.text) for one in run)
                run = run if closed else []
        elif piece.kind in ("word", "code", "number") and not closed and len(run) < _NAME_LIMIT:
            run.append(piece)
        index += 1
    yield run, None


def _ends_name(piece: Piece) -> bool:
    return piece.kind in ("time", "line") or (piece.kind == "sign" and piece.text in ",;:.()|[]")


def _named(run: Sequence[Piece]) -> tuple[str, Span | None]:
    """The name that a run of pieces is: code that tells a signal, words that do (`p99 latency of `x``), other code."""
    kept = [piece for piece in run if any(sign.isalpha() for sign in piece.text)]
    codes = [piece for piece in kept if piece.kind == "code"]
    telling = [piece for piece in codes if is_signal_name(piece.text)]
    worded = any(is_signal_word(piece.text) for piece in kept if piece.kind != "code")
    parts = telling[:1] or (kept if worded else codes[:1] or kept)
    if not parts:
        return "", None
    return " ".join(piece.text for piece in parts), (parts[0].start, parts[-1].end)


def _moments(found: Sequence[Piece], values: Sequence[_Value]) -> list[Span | None]:
    """The time of each value: the next one, before another value; where a time leads the clause, the one before."""
    taken: list[Span | None] = []
    number, leading, last, waiting = 0, False, None, False
    for index, piece in enumerate(found):
        if number < len(values) and index == values[number].first:
            taken.append(last if leading else None)
            number, waiting = number + 1, True
        elif piece.kind == "line" or (piece.kind == "sign" and piece.text in ";."):
            leading, last, waiting = False, None, False
        elif piece.kind == "time":
            last = (piece.start, piece.end)
            if waiting and not leading:
                taken[-1] = taken[-1] or last
            elif not waiting:
                leading = True
    return taken
