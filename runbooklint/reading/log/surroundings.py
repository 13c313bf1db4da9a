"""Which day and which time zone hold where in a document; it reads no entry."""

from collections.abc import Iterator
from functools import cached_property

from runbooklint.document import Node
from runbooklint.inline import words
from runbooklint.quantities.dates import Day, find_date
from runbooklint.quantities.moments import find_moments
from runbooklint.reading.log.stated import Dated, Stated, dated, lines_of, stated_in
from runbooklint.reading.parts import Part
from runbooklint.records_log import Known
from runbooklint.source import Source, Span

ABOUT_THE_WHOLE = frozenset(
    "metadata summary details overview date information info general header facts glance incident description status "
    "basics meta introduction".split()
)
_NOTHING = Stated()


class Surroundings:
    """The days and zones that headings, fields, sentences, the title and the file's name state."""

    def __init__(self, source: Source, root: Part, path: str) -> None:
        self.source, self.root = source, root
        headings = [part for part in root.walk() if part.real]
        self.title = title = next((p for p in headings if p.level == 1), headings[0] if headings else None)
        self.named = _named(source, title, path)
        """The day of the title, else of the file's name."""
        reference = self.named.day if self.named else None
        self.stated = {id(p): stated_in(source, p, p is title, reference) for p in root.walk()}
        self._lift(root, title)
        every = list(self.stated.values())
        days = {s.field_day.day: s.field_day for s in every if s.field_day}
        self.only_day = next(iter(days.values())) if len(days) == 1 else None
        self.any_sentence = next((s.sentence_zone for s in every if s.sentence_zone), None)
        self.any_field = next((s.field_zone for s in every if s.field_zone), None)
        self.told = _told(source, root) if self.named is None and not days else None
        """The first whole date with a time of day in the text, where nothing else tells the day."""

    @cached_property
    def dated_clocks(self) -> set[tuple[Day, int, int]]:
        """The hours and minutes that the text tells together with their day."""
        texts = (self.source.slice(span) for part in self.root.walk() for span in _all_lines(self.source, part.blocks))
        moments = (moment for text in texts for moment in find_moments(text))
        return {(m.full_day, m.hour, m.minute or 0) for m in moments if m.full_day and m.hour is not None}

    def _lift(self, part: Part, title: Part | None) -> None:
        """A field under the title, or in a section about the whole, holds for the siblings of that section as well."""
        for sub in part.parts:
            self._lift(sub, title)
        parent = part.parent
        whole = part is title or not part.real or bool(ABOUT_THE_WHOLE & set(words(part.title)[:4]))
        if parent is None or not whole:
            return
        own, above = self.stated[id(part)], self.stated[id(parent)]
        self.stated[id(parent)] = above._replace(
            field_day=above.field_day or own.field_day, field_zone=above.field_zone or own.field_zone
        )

    def heading_day(self, part: Part) -> Dated | None:
        """The day that a heading itself states."""
        return self.stated.get(id(part), _NOTHING).heading_day

    def day(self, part: Part) -> Dated | None:
        """The day that holds for the times under a heading which no date marker there dates."""
        chain = [self.stated.get(id(p), _NOTHING) for p in _chain(part)]
        found = next((s.heading_day for s in chain if s.heading_day), None)
        found = found or next((s.field_day for s in chain if s.field_day), None)
        return found or self.only_day or self.named or (self.told[0] if self.told else None)

    def zone(self, part: Part) -> Known | None:
        """The zone that holds for the times under a heading."""
        chain = [self.stated.get(id(p), _NOTHING) for p in _chain(part)]
        near = next((s.heading_zone or s.sentence_zone for s in chain if s.heading_zone or s.sentence_zone), None)
        found = near or self.any_sentence or next((s.field_zone for s in chain if s.field_zone), None)
        return found or self.any_field or (self.told[1] if self.told else None)


def _chain(part: Part | None) -> Iterator[Part]:
    while part is not None:
        yield part
        part = part.parent


def _named(source: Source, title: Part | None, path: str) -> Dated | None:
    found = find_date(path.replace("\\", "/").rpartition("/")[2])
    by_name = Dated(found.full, "file name", None) if found and found.full else None
    if title is None:
        return by_name
    text = source.slice(title.span)
    return dated(find_date(text), by_name.day if by_name else None, "title", title.span.start) or by_name


def _all_lines(source: Source, blocks: list[Node]) -> Iterator[Span]:
    """The lines of all running text, cells included."""
    for block in blocks:
        if block.kind in {"paragraph", "cell"}:
            yield from block.line_spans
        elif block.kind not in {"fence", "html"}:
            yield from _all_lines(source, block.children)


def _told(source: Source, root: Part) -> tuple[Dated, Known | None] | None:
    for part in root.walk():
        quoted = [child for block in part.blocks if block.kind == "quote" for child in block.children]
        for span in lines_of(source, [*part.blocks, *quoted]):
            for moment in find_moments(source.slice(span)):
                if moment.full_day and moment.clocked:
                    place = Span(span.start + moment.start, span.start + moment.end)
                    zone = next((m.zone for m in find_moments(source.slice(span)) if m.zone), None)
                    return Dated(moment.full_day, "text", place), Known(zone, "text", place) if zone else None
    return None
