"""A number with its unit (`0.3%`, `4.1k/min`, `400ms`, `9 timeouts per minute`) as a value in one base unit."""

from collections.abc import Sequence

from runbooklint.metrics.pieces import Piece
from runbooklint.named import NamedTuple
from runbooklint.pattern import Pattern

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?)"
_WRITTEN = Pattern(rf"({_NUMBER})([a-zµ]{{0,12}})(%?)")
_LONGEST = 14
"""More digits than these are an identifier."""
_MAGNITUDES = {"k": 1e3, "thousand": 1e3, "million": 1e6, "mio": 1e6, "bn": 1e9, "billion": 1e9}
_KINDS: dict[str, str] = {
    "%": "1 % percent pct",
    "s": "0.000000001 ns;0.000001 us µs;0.001 ms msec msecs millisecond milliseconds;1 s sec secs second seconds;"
    "60 min mins minute minutes;3600 h hr hrs hour hours;86400 d day days",
    "B": "1 b byte bytes;1e3 kb;1e6 mb;1e9 gb;1e12 tb;1024 kib;1048576 mib;1073741824 gib;1099511627776 tib",
    "x": "1 x times",
    "/s": "1 rps qps tps;0.0166666666666666667 rpm",
    "pp": "1 pp",
}
_UNITS = {
    word: (kind, float(group.split()[0]))
    for kind, groups in _KINDS.items()
    for group in groups.split(";")
    for word in group.split()[1:]
}
_PER = {name: factor for name, (kind, factor) in _UNITS.items() if kind == "s" and factor >= 1} | {"m": 60.0}
_GLUED = {"m": ("s", 60.0), "g": ("B", 1e9)}
"""Units only right behind the digits."""


class Amount(NamedTuple):
    """A number with its unit, in base units: seconds, bytes, percent, each per second where it is a rate."""

    value: float
    kind: str
    """`%`, `s`, `B`, `x`, `/s`, `B/s`, …; empty for a bare count."""
    factor: float
    """What one of the written unit is in base units."""
    noun: str
    """What is counted, as written behind the number; empty where nothing is."""
    after: int
    """The index behind its last piece."""


def amount_at(text: str, found: Sequence[Piece], index: int, plain: frozenset[str]) -> Amount | None:
    """The amount that begins at a number; `plain` are the words that cannot be what is counted."""
    piece = found[index]
    read = _WRITTEN.fullmatch(piece.text) if piece.kind == "number" else None
    if read is None or sum(sign.isdigit() for sign in read[1]) > _LONGEST:
        return None
    value, suffix, after = _number(read[1]), read[2], index + 1
    unit = _suffix(suffix, text[piece.start : piece.end].rstrip("%")[-len(suffix) :] if suffix else "")
    if unit is None:
        return None
    kind, factor = ("%", 1.0) if read[3] else unit
    if not kind and factor == 1 and _word(found, after) in _MAGNITUDES:
        factor, after = _MAGNITUDES[_word(found, after)], after + 1
    noun = ""
    if not kind:
        kind, own, after = _unit_behind(text, found, after)
        factor *= own
    if kind not in ("s", "x"):
        noun, after = _noun(found, after, plain)
    per, after = _per(found, after)
    if per:
        kind, factor = f"{kind}/s", factor / per
    return Amount(value * factor, kind, factor, noun, after)


def _number(text: str) -> float:
    head, *groups = text.split(",")
    if len(groups) == 1 and "." not in text and (len(groups[0]) != 3 or head == "0"):
        return float(f"{head}.{groups[0]}")
    return float(head + "".join(groups))


def _suffix(suffix: str, written: str) -> tuple[str, float] | None:
    """The unit right behind the digits; None where the number is a part of a name (`5xx`, `2nd`)."""
    if not suffix:
        return "", 1.0
    if suffix == "m" and written == "M":
        return "", 1e6
    if suffix in _MAGNITUDES:
        return "", _MAGNITUDES[suffix]
    return _UNITS.get(suffix) or _GLUED.get(suffix)


def _word(found: Sequence[Piece], index: int) -> str:
    return found[index].text if index < len(found) and found[index].kind in ("word", "sign") else ""


def _unit_behind(text: str, found: Sequence[Piece], index: int) -> tuple[str, float, int]:
    """The unit in a word of its own: `1 %`, `300 ms`; a lone capital is none."""
    word = _word(found, index)
    if word == "percentage" and _word(found, index + 1).startswith("point"):
        return "pp", 1.0, index + 2
    if word in _UNITS and not (len(word) == 1 and text[found[index].start].isupper()):
        return *_UNITS[word], index + 1
    return "", 1.0, index


def _noun(found: Sequence[Piece], index: int, plain: frozenset[str]) -> tuple[str, int]:
    """What is counted, at most two words: `41 jobs`, `9 failed logins`."""
    words: list[str] = []
    at = index
    while len(words) < 2 and at < len(found) and found[at].kind == "word":
        word = found[at].text
        if word in plain or word in _UNITS or word == "per":
            break
        words.append(word)
        at += 1
    return " ".join(words), at


def _per(found: Sequence[Piece], index: int) -> tuple[float, int]:
    """The seconds of the unit of time that an amount is per (`/min`, `per 5 minutes`), 0 without one."""
    sign = _word(found, index)
    if sign not in ("/", "per", "a", "an", "each", "every"):
        return 0.0, index
    count, at = 1.0, index + 1
    if sign != "/" and at < len(found) and found[at].kind == "number" and found[at].text.isdigit():
        count, at = float(found[at].text[:6]) or 1.0, at + 1
    factor = _PER.get(_word(found, at))
    return (factor * count, at + 1) if factor else (0.0, index)
