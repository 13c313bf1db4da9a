"""Edits put into the text of a document such that all else stays as it was, line ends too; it knows no Markdown."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise

from runbooklint.pattern import Pattern
from runbooklint.rule import Edit
from runbooklint.source import Source, Span

_LINE_END = Pattern(r"\r\n|\r|\n")
_MARK = "\ufeff"
_MOST_LINES = 3000
"""The lines of a file with line ends of several kinds of which each is kept."""


def applied(raw: str, edits: Sequence[Edit]) -> str | None:
    """The text of a file after edits, whose spans are offsets into `Source.text` and that stand in order and do not
    overlap. What is inserted takes the line ends of its surroundings. None where they would run into one another."""
    ends = _LineEnds(raw)
    parts, at = [], 0
    for edit in edits:
        start, end = ends.offset(edit.span.start), ends.offset(edit.span.end)
        parts += [raw[at:start], edit.content.replace("\n", ends.near(edit.span.start))]
        at = end
    result = "".join([*parts, raw[at:]])
    return result if Source(result).text == put(Source(raw).text, edits) else None


def put(text: str, edits: Sequence[Edit]) -> str:
    """A text after edits that stand in order and do not overlap."""
    parts, at = [], 0
    for edit in edits:
        parts += [text[at : edit.span.start], edit.content]
        at = edit.span.end
    return "".join([*parts, text[at:]])


class _LineEnds:
    """Where the line ends of a file are longer than one character, and what they are."""

    def __init__(self, raw: str) -> None:
        self.lead = len(_MARK) if raw.startswith(_MARK) else 0
        self.all: list[str] = []
        self.places: list[int] = []
        """The offset of each line end in the text of the source."""
        self.long: list[int] = []
        """The same, of those alone that take two characters in the file."""
        for found in _LINE_END.finditer(raw, self.lead):
            place = found.start() - self.lead - len(self.long)
            self.all.append(found.group())
            self.places.append(place)
            if len(found.group()) > 1:
                self.long.append(place)

    def offset(self, place: int) -> int:
        """The offset in the file of an offset in the text of the source."""
        return self.lead + place + bisect_left(self.long, place)

    def near(self, place: int) -> str:
        """The line end of the line that holds an offset; of the line before for the last one."""
        index = min(bisect_left(self.places, place), len(self.all) - 1)
        return self.all[index] if self.all else "\n"


class Shift:
    """Where the places of a text are found after edits that stand in order and do not overlap."""

    def __init__(self, edits: Sequence[Edit]) -> None:
        self.edits = edits
        self.starts = [edit.span.start for edit in edits]
        self.moved = [0]
        """By how much the text behind the first edit, the first two, and so on, has moved."""
        for edit in edits:
            self.moved.append(self.moved[-1] + len(edit.content) - (edit.span.end - edit.span.start))

    def inserted(self) -> list[Span]:
        """The new places of all that was put in."""
        return [
            Span(edit.span.start + moved, edit.span.start + moved + len(edit.content))
            for edit, moved in zip(self.edits, self.moved, strict=False)
        ]

    def places(self, place: int) -> tuple[int, ...]:
        """The new offsets that an old one may have: at the edge of an edit it may stand before or behind what is new;
        inside of one it may be anywhere between."""
        index = bisect_right(self.starts, place)
        found = []
        for at in range(max(0, index - 2), index):
            start, end = self.edits[at].span
            if start <= place <= end:
                new = start + self.moved[at]
                found += [new, new + len(self.edits[at].content)]
        if not found:
            found = [place + self.moved[index]]
        return tuple(dict.fromkeys(found))


def in_order(edits: Iterable[Edit]) -> list[Edit] | None:
    """Edits in the order of the text, each once; None where two of them overlap or begin at the same place."""
    ordered = sorted(dict.fromkeys(edits))
    for before, after in pairwise(ordered):
        if after.span.start < before.span.end or after.span.start == before.span.start:
            return None
    return ordered


def restored(raw: str, text: str) -> str | None:
    """A new text with the byte order mark and the line ends of a file: of several kinds, each line keeps its own, and
    new lines take that of the line before. None where that cannot be done."""
    mark = _MARK if raw.startswith(_MARK) else ""
    ends = _LineEnds(raw).all
    if len(set(ends)) <= 1:
        return mark + text.replace("\n", ends[0] if ends else "\n")
    from difflib import SequenceMatcher  # few files have line ends of several kinds

    old, new = Source(raw).lines, text.split("\n")
    if len(old) > _MOST_LINES:
        return None
    found: list[str] = []
    for _, first, last, begin, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        for index in range(end - begin):
            at = min(first + index, max(first, last - 1) if last > first else first - 1, len(ends) - 1)
            found.append(ends[max(0, at)])
    result = mark + "".join(line + end for line, end in zip(new[:-1], found, strict=False)) + new[-1]
    return result if Source(result).text == text else None
