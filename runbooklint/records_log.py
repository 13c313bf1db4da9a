"""What a mitigation log or an incident document says, as typed records with positions; it judges nothing."""

from typing import Literal

from runbooklint.named import NamedTuple
from runbooklint.records import Decision, FieldName, Fields, Item, Prose, Question, Section
from runbooklint.source import Span

Origin = Literal[
    "own", "column", "marker", "entry", "entry before", "heading", "sentence", "field", "title", "file name", "text"
]
"""Where a time has its day or zone from: its own words; the column head; a date that stands alone above it; the record
that it belongs to; the time before it; the heading; a sentence on all times; a field; the document's title; the name of
the file; a time told elsewhere in the text, which is a guess."""


class Known(NamedTuple):
    """A day or a zone with the place that states it."""

    text: str
    """The day as `2026-05-19`, or the zone as written."""
    origin: Origin
    span: Span | None
    """The words that state it; None for the file name."""


class Time(NamedTuple):
    """A point in time that a document states, or a range, with what it inherits."""

    text: str
    """The slice of the source."""
    span: Span
    start: str | None
    """ISO 8601 without zone: seconds only where written, a day alone where no clock is; None without a day."""
    end: str | None
    """The end of a range."""
    zone: str | None
    """As written, own or inherited."""
    approximate: bool = False
    relative: bool = False
    """Whether it is an offset from an agreed start (`T+0:40`)."""
    blank: bool = False
    """Whether it is a place to fill in (`[HH:MM]`)."""
    problem: str = ""
    """Why it names no real instant."""
    doubt: str = ""
    """Why it could be several instants: a zone with several meanings, day and month in doubt."""
    day_from: Known | None = None
    zone_from: Known | None = None
    earliest: float | None = None
    """Seconds since 1970 in UTC (where the zone is not known, as if it were UTC) at which it may have been at the
    earliest, of an offset seconds from the agreed start; None without a day, and where it is in doubt."""
    latest: float | None = None
    """The same, at the latest: later by what the text leaves open."""
    until: float | None = None
    """The end of a range, at the latest."""
    seconds: float | None = None
    """Of an offset: seconds from the agreed start."""


class TimelineEntry(NamedTuple):
    """A line, item, row or heading that a time leads."""

    text: str
    """What happened: the words beside the time."""
    span: Span
    time: Time
    sequence: int
    """Which run of entries it belongs to; each run is ordered for itself."""


Times = dict[FieldName, tuple[Time, ...]]
"""The points in time in each field, in document order."""


class Mitigation(NamedTuple):
    """One action against the impact of an incident."""

    id: str
    title: str
    span: Span
    """The head: the words of the heading, of the item's first line, or of the row."""
    block: Span
    container: tuple[str, ...]
    fields: Fields
    times: Times
    verifications: tuple[int, ...] = ()
    """The indices in `MitigationLog.verifications` of what was checked after it."""


class Verification(NamedTuple):
    """What was measured before and after an action, and what was decided on it."""

    id: str
    """The id of the mitigation as the verification names it; empty where it names none."""
    title: str
    span: Span
    block: Span
    container: tuple[str, ...]
    fields: Fields
    times: Times
    mitigation: int | None = None
    """The index in `MitigationLog.mitigations`; None where it belongs to none."""


class MitigationLog(NamedTuple):
    """All that a mitigation log, or any incident document, says."""

    title: Item | None
    fields: Fields
    times: Times
    sections: tuple[Section, ...]
    mitigations: tuple[Mitigation, ...]
    verifications: tuple[Verification, ...]
    timeline: tuple[TimelineEntry, ...]
    decisions: tuple[Decision, ...]
    questions: tuple[Question, ...]
    prose: tuple[Prose, ...]
