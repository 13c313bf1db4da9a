"""The text of one document: offsets, lines and columns; it knows nothing of Markdown."""

from bisect import bisect_left, bisect_right
from functools import cached_property

from runbooklint.named import NamedTuple
from runbooklint.pattern import Pattern

_FRONT_MATTER = Pattern(r"---[ \t]*\n(?:.*\n)*?(?:---|\.\.\.)[ \t]*(?:\n|\Z)")


class Span(NamedTuple):
    """A half-open range of offsets into `Source.text`."""

    start: int
    end: int


class Position(NamedTuple):
    """A place as people count: 1-based line and 1-based column in code points."""

    line: int
    column: int


class Source:
    """One document as text, with line feeds alone as line ends and without byte order mark."""

    def __init__(self, text: str, path: str = "<stdin>") -> None:
        self.path = path
        self.text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")

    @classmethod
    def from_bytes(cls, data: bytes, path: str) -> "Source":
        """Decode a file. Raises UnicodeDecodeError where it is not UTF-8."""
        return cls(data.decode("utf-8"), path)

    @cached_property
    def lines(self) -> list[str]:
        """The lines without their ends; one more than there are line feeds."""
        return self.text.split("\n")

    @cached_property
    def starts(self) -> list[int]:
        """The offset at which each line begins."""
        starts, offset = [], 0
        for line in self.lines:
            starts.append(offset)
            offset += len(line) + 1
        return starts

    @cached_property
    def body(self) -> int:
        """The 0-based index of the first line after a leading front matter block; 0 without one."""
        if not self.text.startswith("---"):
            return 0
        found = _FRONT_MATTER.match(self.text)
        return self.text.count("\n", 0, found.end()) if found else 0

    def line(self, offset: int) -> int:
        """The 1-based line that holds an offset."""
        return bisect_right(self.starts, offset)

    def position(self, offset: int) -> Position:
        """The 1-based line and column of an offset."""
        line = bisect_right(self.starts, offset)
        return Position(line, offset - self.starts[line - 1] + 1)

    @cached_property
    def _wide(self) -> list[int]:
        """The offset of each character that is not ASCII, once for every byte that it takes beyond the first."""
        return [at for at, char in enumerate(self.text) if char > "\x7f" for _ in range(_extra(char))]

    def byte_column(self, offset: int) -> int:
        """The 1-based column of an offset as those count who count bytes of UTF-8."""
        start = self.starts[self.line(offset) - 1]
        if self.text.isascii():
            return offset - start + 1
        return offset - start + bisect_left(self._wide, offset) - bisect_left(self._wide, start) + 1

    def slice(self, span: Span) -> str:
        """The text of a span."""
        return self.text[span.start : span.end]

    def line_span(self, index: int) -> Span:
        """The span of the line with a 0-based index, without its line end."""
        return Span(self.starts[index], self.starts[index] + len(self.lines[index]))


def _extra(char: str) -> int:
    """The bytes that a character takes in UTF-8 beyond the first."""
    return (char > "\x7f") + (char > "\u07ff") + (char > "\uffff")
