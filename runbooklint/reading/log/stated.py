"""The day and the time zone that one heading, with the fields and sentences under it, states; it reads no entry."""

from collections.abc import Iterator
from itertools import pairwise

from runbooklint.document import Node
from runbooklint.inline import words
from runbooklint.named import NamedTuple
from runbooklint.pattern import Pattern
from runbooklint.quantities.dates import Date, Day, find_date
from runbooklint.quantities.instants import nearest_year
from runbooklint.quantities.moments import find_moments
from runbooklint.quantities.zones import Zone, bracketed_zone, find_zone_sentence, label_zone, zone_at
from runbooklint.reading.labels import bold_label, plain_label
from runbooklint.reading.parts import Part
from runbooklint.records_log import Known, Origin
from runbooklint.source import Source, Span
from runbooklint.vocabulary import phrase

_DATE_LABELS = frozenset(
    "date;day;incident date;date of incident;date of the incident;date and time;date time;occurred;occurred on;"
    "date of occurrence;outage date;event date;when".split(";")
)
_TIME_LABELS = frozenset(
    "start;start time;started;started at;incident start;incident started;began;impact start;time of incident;time;"
    "incident window;time window;timeframe;time frame;duration;detected;detected at;detection time;time detected;"
    "reported;reported at;declared;declared at;opened;opened at;incident time;outage window;impact window;discovered;"
    "issue discovered;first detected;period;incident period".split(";")
)
_ZONE_LABELS = frozenset("time zone;timezone;zone;tz;times in;all times;all times in;times".split(";"))
_TIMELINE_WORDS = frozenset("timeline timelines chronology chronological events times log sequence".split())
_ASIDE = Pattern(r"\([^()\n]{0,200}\)|\[[^\[\]\n]{0,200}\]")


class Dated(NamedTuple):
    """A day with the place that states it."""

    day: Day
    origin: Origin
    span: Span | None

    @property
    def known(self) -> Known:
        """The same as a record keeps it."""
        return Known(f"{self.day.year:04}-{self.day.month:02}-{self.day.day:02}", self.origin, self.span)


class Stated(NamedTuple):
    """What a heading and what stands directly under it state for times."""

    heading_day: Dated | None = None
    field_day: Dated | None = None
    heading_zone: Known | None = None
    sentence_zone: Known | None = None
    field_zone: Known | None = None


class _Labelled(NamedTuple):
    """A label and its value; `start` is the offset of the value in the document."""

    label: str
    value: str
    start: int


def stated_in(source: Source, part: Part, titled: bool, reference: Day | None) -> Stated:
    """What a part states. A title's day is not the day of a section; `reference` gives a year where none is written."""
    heading_day = heading_zone = None
    if part.level:
        text = source.slice(part.span)
        heading_day = None if titled else dated(find_date(text), reference, "heading", part.span.start)
        written = _zone_of_heading(text)
        heading_zone = zone_known(written, "title" if titled else "heading", part.span.start) if written else None
    fields = list(_fields(source, part, titled))
    fields.sort(key=lambda field: _name(field.label) not in _DATE_LABELS)
    days = [day for f in fields if (day := dated(find_date(f.value), reference, "field", f.start))]
    zones = [zone for f in fields if (zone := _zone_of_field(f))]
    lines = [span for span, _ in _values_of(source, part.blocks)]
    if heading_zone and "all" in words(part.title):
        # What a heading says of all times (`Actions, all times UTC`) holds beyond its section.
        lines.insert(0, part.span)
    sentences = [found for span in lines if (found := zone_sentence(source, span, reference))]
    return Stated(
        heading_day or next((day for _, day in sentences if day), None),
        next(iter(days), None),
        heading_zone,
        next((zone for zone, _ in sentences), None),
        next(iter(zones), None),
    )


def dated(date: Date | None, reference: Day | None, origin: Origin, start: int) -> Dated | None:
    """A date with its place, in a text at offset `start`; None where it is none or its year cannot be told."""
    if date is None:
        return None
    day = date.full
    if day is None and date.month and date.day and reference:
        day = nearest_year(date.month, date.day, reference)
    return Dated(day, origin, Span(start + date.start, start + date.end)) if day else None


def zone_known(zone: Zone, origin: Origin, start: int) -> Known:
    """A zone with its place, in a text at offset `start`."""
    return Known(zone.text, origin, Span(start + zone.start, start + zone.end))


def lines_of(source: Source, blocks: list[Node]) -> Iterator[Span]:
    """The lines of paragraphs and list items, quotes, tables and fences left out."""
    for block in blocks:
        if block.kind == "paragraph":
            yield from block.line_spans
        elif block.kind in {"list", "item"}:
            yield from lines_of(source, block.children)


def _fields(source: Source, part: Part, titled: bool) -> Iterator[_Labelled]:
    """The date, time and zone fields directly under a heading, and the heading itself where it is such a label."""
    if not titled and _is_about_time(part.title) and part.blocks and part.blocks[0].kind in {"paragraph", "list"}:
        first = next(lines_of(source, part.blocks), None)
        if first is not None:
            yield _Labelled(part.title, source.slice(first), first.start)
    lines = list(_values_of(source, part.blocks))
    for (span, quoted), (after, _) in pairwise([*lines, (Span(0, 0), False)]):
        text = source.slice(span)
        label = None if quoted else bold_label(text) or plain_label(text)
        if label and label.colon and _is_about_time(label.text):
            own = Span(span.start + label.value, span.end)
            value = own if source.slice(own).strip() else after
            yield _Labelled(label.text, source.slice(value), value.start)
    for block in part.blocks:
        for row in block.children if block.kind == "table" else []:
            cells = row.children
            if len(cells) > 1 and _is_about_time(source.slice(cells[0].span)):
                yield _Labelled(source.slice(cells[0].span), source.slice(cells[1].span), cells[1].span.start)


def _values_of(source: Source, blocks: list[Node]) -> Iterator[tuple[Span, bool]]:
    """The lines that may be labels or values, each with whether it is quoted and so a value at most."""
    for block in blocks:
        quoted = block.kind == "quote"
        yield from ((span, quoted) for span in lines_of(source, block.children if quoted else [block]))


def _name(label: str) -> str:
    return phrase(_ASIDE.sub(" ", label))


def _is_about_time(label: str) -> bool:
    name = _name(label)
    return name in _DATE_LABELS or name in _TIME_LABELS or name in _ZONE_LABELS


def _zone_of_field(field: _Labelled) -> Known | None:
    if _name(field.label) in _ZONE_LABELS:
        zone = zone_at(field.value, 0) or label_zone(field.value)
        return zone_known(zone, "field", field.start) if zone else None
    aside = _ASIDE.search(field.label)
    zone = zone_at(field.label, aside.start()) if aside else None
    if zone:
        return Known(zone.text, "field", None)
    moments = find_moments(field.value)
    return next((Known(m.zone, "field", _placed(m.start, m.end, field.start)) for m in moments if m.zone), None)


def _placed(start: int, end: int, offset: int) -> Span:
    return Span(offset + start, offset + end)


def _zone_of_heading(text: str) -> Zone | None:
    """The zone in a heading: in brackets, or in the plain words of a heading about times (`Timeline, UTC`)."""
    zone = bracketed_zone(text)
    if zone is None and _TIMELINE_WORDS & set(phrase(text).split()):
        zone = label_zone(text) or find_zone_sentence(text)
    return zone


def zone_sentence(source: Source, span: Span, reference: Day | None) -> tuple[Known, Dated | None] | None:
    """The zone, and the day if any, that a line states for all times (`All times in PST, on May 5th 2026`)."""
    text = source.slice(span)
    zone = find_zone_sentence(text) or _zone_alone(text)
    if zone is None:
        return None
    return zone_known(zone, "sentence", span.start), dated(find_date(text), reference, "sentence", span.start)


def _zone_alone(text: str) -> Zone | None:
    """The zone that is all a line says (`(UTC)`)."""
    zone = zone_at(text, 0) if len(text) < 40 else None
    return zone if zone and not text[zone.end :].strip(" \t.:*_`)]") else None
