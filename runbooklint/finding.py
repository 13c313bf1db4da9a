"""What a user is told about one fault in one document; it knows neither rules nor output formats."""

from typing import Literal

from runbooklint.named import NamedTuple
from runbooklint.records import FieldName
from runbooklint.rule import Basis, Severity, Stage
from runbooklint.source import Source, Span

Veil = Literal["suppression", "baseline", "configuration"]

_EXCERPT = 200


class Place(NamedTuple):
    """A range as people count: 1-based lines, 1-based columns in code points, the end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int
    byte_column: int
    """The column counted in bytes of UTF-8."""
    end_byte_column: int
    """The end column counted in bytes of UTF-8."""

    @property
    def last_line(self) -> int:
        """The last line that the range holds something of."""
        return self.end_line - (self.end_column == 1 and self.end_line > self.line)


class RecordRef(NamedTuple):
    """The record that a finding belongs to."""

    type: str
    """`step`, `rollback`, `mitigation` or `verification`."""
    id: str
    """As written; empty where it carries none."""


class RelatedPlace(NamedTuple):
    """A second place that takes part, in the same document."""

    place: Place
    message: str


class Replacement(NamedTuple):
    """One edit of a repair: what is to stand in a range of the text."""

    span: Span
    place: Place
    content: str


class Repair(NamedTuple):
    """Edits that mend the fault; a safe one changes no meaning."""

    message: str
    edits: tuple[Replacement, ...]
    safe: bool


class Excerpt(NamedTuple):
    """The line on which a finding begins, cut to a readable length, with the range to underline in it."""

    text: str
    start: int
    """0-based offset in `text`."""
    end: int
    """0-based offset in `text`, exclusive; the end of the line where the finding goes on beyond it."""


class Finding(NamedTuple):
    """One fault, at one place, with all that any output format says of it."""

    path: str
    code: str
    name: str
    severity: Severity
    basis: Basis
    message: str
    span: Span
    place: Place
    record: RecordRef | None
    field: FieldName | None
    target_stage: Stage | None
    """The stage in which the fault has to be mended."""
    related: tuple[RelatedPlace, ...]
    repair: Repair | None
    excerpt: Excerpt
    identity: str
    """What makes this fault the same fault after edits elsewhere; never the line."""
    ordinal: int
    """How many findings before this one in the document have the same identity."""

    @property
    def fingerprint(self) -> str:
        """A stable, unique name of this finding: 32 hexadecimal digits."""
        from hashlib import blake2b  # loads OpenSSL, which the text output need not pay for

        text = f"{self.identity}\x1f{self.ordinal}".encode("utf-8", "surrogatepass")
        return blake2b(text, digest_size=16).hexdigest()


class Hidden(NamedTuple):
    """A finding that is not reported, and what hides it."""

    finding: Finding
    by: Veil
    reason: str = ""
    """What the suppression gives as its reason; empty where it gives none."""


def place_of(source: Source, span: Span) -> Place:
    """The range of a span in lines and columns."""
    ends = source.byte_column(span.start), source.byte_column(span.end)
    return Place(*source.position(span.start), *source.position(span.end), *ends)


def excerpt_of(source: Source, span: Span) -> Excerpt:
    """The first line of a span, at most some 200 characters of it, cut marks included."""
    line, column = source.position(span.start)
    text, start = source.lines[line - 1], column - 1
    return cut(Excerpt(text, start, min(start + span.end - span.start, len(text))), _EXCERPT)


def cut(excerpt: Excerpt, width: int) -> Excerpt:
    """The part of an excerpt around the beginning of its range, at most `width` long, marks of the cut included."""
    text, start, end = excerpt
    if len(text) <= width:
        return excerpt
    room = width - 2
    first = max(0, min(start - room // 3, len(text) - room))
    last = first + room
    lead, tail = "…" if first else "", "…" if last < len(text) else ""
    shift = len(lead) - first
    return Excerpt(lead + text[first:last] + tail, start + shift, min(end, last) + shift)
