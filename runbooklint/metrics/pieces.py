"""A text cut into the pieces that metrics are made of: code, numbers, times, words, signs; it knows no meaning."""

from collections.abc import Iterable, Iterator
from typing import Literal, TypeAlias

from runbooklint.inline import code_spans
from runbooklint.named import NamedTuple
from runbooklint.pattern import Pattern

Kind: TypeAlias = Literal["code", "number", "time", "word", "compare", "arrow", "sign", "line"]

_PIECE = Pattern(
    r"(?P<skip>\]\([^()\s]{0,2000}\)|https?://[^\s<>`\"']+|</?[A-Za-z][^<>\n]{0,200}>|[*~\\]+)"
    r"|(?P<arrow>-{1,2}>|=>|[→⇒➜])"
    r"|(?P<compare>&[lg]t;=?|[<>]=?|[≤≥])"
    r"|(?P<time>\d{1,4}(?::\d\d)+\w{0,4}|\d{4}-\d\d-\d\d[^\s,;()|]{0,30})"
    r"|(?P<number>(?:\d{1,3}(?:[\u00a0\u202f\u2009'’_]\d{3})+|[1-9]\d?(?:[ ]\d{3})+|[1-9]\d\d[ ]0\d\d)(?![\d.,:])"
    r"[A-Za-zµ]{0,12}%?|\d(?:[\d.,]*\d)?[A-Za-zµ]{0,12}%?)"
    r"|(?P<word>[^\W\d]\w*(?:['’.-]\w+)*)"
    r"|(?P<line>\n)"
    r"|(?P<sign>[^\s\w])"
)
_BOUND = Pattern(
    r"[\w.$(){}/ -]{1,80}?[ ]?(?:[<>]=?|[≤≥=:]|->|→)[ ]?\d[\w.,%/ -]{0,30}|[~≈]?\d[\w.,%]{0,20}(?:[ /][\w/]{1,15})?"
)
_GROUPING = Pattern(r"[ \u00a0\u202f\u2009'’_]")
"""What stands between groups of three digits; a plain space does where no group could be a number of its own."""
_BREAKS = frozenset({"<br>", "<br/>", "<br />"})


class Piece(NamedTuple):
    """A piece of a text: its kind, its offsets, and itself in lower case (of code what stands inside)."""

    kind: Kind
    start: int
    end: int
    text: str


Span: TypeAlias = tuple[int, int]


def pieces(text: str, moments: Iterable[Span]) -> list[Piece]:
    """The pieces of a text in order, each point in time as one; `moments` are their offsets."""
    found: list[Piece] = []
    at = 0
    for start, end, kind in _fixed(text, moments):
        if start < at:
            continue
        _cut(text, at, start, found)
        if kind == "time":
            found.append(Piece("time", start, end, text[start:end].lower()))
        else:
            _code(text, start, end, found)
        at = end
    _cut(text, at, len(text), found)
    return found


def _fixed(text: str, moments: Iterable[Span]) -> Iterator[tuple[int, int, Kind]]:
    """The spans that are not looked into, by their beginning: code, and points in time, of which code may consist."""
    times = sorted(moments)
    inside = {start for start, _ in times}
    spans: list[tuple[int, int, Kind]] = [(start, end, "time") for start, end in times]
    for code in code_spans(text):
        first = code.start + len(text[code.start : code.end]) - len(text[code.start : code.end].lstrip("`"))
        spans.append((code.start, code.end, "time" if first in inside else "code"))
    return iter(sorted(spans))


def _code(text: str, start: int, end: int, found: list[Piece]) -> None:
    """A code span: a name, or words where it states a value (`` `p99 < 400ms` ``, `` `0.3%` ``)."""
    inner = text[start:end].strip("`")
    if len(inner) < 120 and _BOUND.fullmatch(inner.strip()):
        lead = text[start:end].index(inner)
        _cut(text, start + lead, start + lead + len(inner), found)
    elif inner.strip():
        found.append(Piece("code", start, end, inner.strip().lower()))


def _cut(text: str, start: int, stop: int, found: list[Piece]) -> None:
    for match in _PIECE.compiled.finditer(text, start, stop):
        kind, raw = match.lastgroup, match.group()
        match kind:
            case "skip":
                if raw.lower() in _BREAKS:
                    found.append(Piece("line", *match.span(), raw))
            case "word":
                found.append(Piece("word", *match.span(), raw.strip("_").lower().replace("’", "'")))
            case "number":
                found.append(Piece("number", *match.span(), _GROUPING.sub("", raw).lower()))
            case "arrow" | "compare" | "time" | "line" | "sign":
                found.append(Piece(kind, *match.span(), raw.lower()))
