"""What times lead in a document: lines, list items, headings; it resolves no day and no zone."""

from collections.abc import Iterator
from typing import Literal

from runbooklint.document import Node
from runbooklint.inline import words
from runbooklint.memory import remembered
from runbooklint.named import NamedTuple
from runbooklint.pattern import Pattern
from runbooklint.quantities.moments import Moment, find_moments, leading_blank, leading_moment
from runbooklint.quantities.zones import find_zone_sentence
from runbooklint.reading.items import first_line
from runbooklint.reading.labels import bold_label, plain_label
from runbooklint.reading.log.resolving import Placed
from runbooklint.reading.log.timed_tables import row_entries
from runbooklint.reading.parts import Part
from runbooklint.records_log import Known
from runbooklint.source import Source, Span

Strength = Literal["clock", "date", "worded", "weak"]

_TIMELINE_WORDS = frozenset("timeline timelines chronology chronological events timings milestones".split())
_NOT_HAPPENED = frozenset(
    "references reference related links resources changelog revision revisions version versions review reviews "
    "prevention".split()
)
"""Words of headings under which dates are due dates, links and versions."""
_TO_COME = ({"next", "steps"}, {"action", "items"}, {"todo"})
_ABOUT_THE_PAGE = frozenset("current now next last updated update modified generated created published".split())
"""Words of labels that tell the age of the page, or what is due."""
_BEHIND = Pattern(r"(?:\]\([^()\s]{0,500}\))?[:;,.–—-]{0,3}[*_`~)\]]{0,6}[\s:;,.–—|·→-]{0,20}")


class Found(NamedTuple):
    """Something that a time leads, before its day and zone are known."""

    span: Span
    """The words of the line, item, row or heading."""
    placed: Placed | None
    """None where the time is still to be filled in."""
    text: Span
    """What happened; empty for a date that stands alone and dates what follows."""
    blank: Span | None = None
    column_zone: Known | None = None

    @property
    def timed(self) -> bool:
        """Whether a time of day is written."""
        return self.placed is not None and self.placed.moment.clocked


class Run(NamedTuple):
    """Entries that follow each other in one section or table."""

    part: Part
    timeline: Part | None
    """The heading that makes it a part of a timeline."""
    found: list[Found]


def runs_of(source: Source, root: Part, title: Part | None) -> list[Run]:
    """The runs of entries in a document, in document order; headings side by side are one run."""
    return list(_runs(source, root, title))


def _runs(source: Source, root: Part, title: Part | None) -> Iterator[Run]:
    headings: dict[int, Run] = {}
    for part in root.walk():
        timeline = next((p for p in (part, *part.ancestors()) if is_timeline(p.title)), None)
        run = Run(part, timeline, [])
        if timeline is None and any(_is_plan(p.title) for p in (part, *part.ancestors())):
            continue
        heading = _heading(source, part, timeline is not None) if part.level and part is not title else None
        if heading and part.parent:
            siblings = headings.setdefault(id(part.parent), Run(part.parent, timeline, []))
            siblings.found.append(heading)
            if len(siblings.found) == 1:
                yield siblings
        called = timeline is not None
        for block in part.blocks:
            if block.kind == "table":
                rows = [Found(*row) for row in row_entries(source, block, _dates_count(part, called))]
                if rows:
                    yield Run(part, timeline, rows)
            elif block.kind == "list":
                own, *grouped = _lists(source, block, called, _dates_count(part, called))
                run.found.extend(own)
                yield from (Run(part, timeline, found) for found in grouped if found)
            elif block.kind == "paragraph":
                run.found.extend(_paragraph(source, block, called))
                called = timeline is not None or is_timeline(source.slice(block.line_spans[-1]))
        if run.found:
            yield run


@remembered
def is_timeline(text: str) -> bool:
    """Whether a heading or the words before a list announce a timeline."""
    return len(text) < 120 and bool(_TIMELINE_WORDS & set(words(text)[:8]))


@remembered
def _is_plan(title: str) -> bool:
    listed = set(words(title)[:8])
    return any(plan <= listed for plan in _TO_COME)


def _dates_count(part: Part, timeline: bool) -> bool:
    """Whether a day alone may lead an entry under a heading."""
    above = [part, *part.ancestors()]
    return timeline or not any(_NOT_HAPPENED & set(words(p.title)) for p in above)


def lead_of(source: Source, span: Span) -> Found | None:
    """What a line says when a time leads it."""
    text = source.slice(span)
    moment = leading_moment(text)
    if moment is None:
        return None
    behind = _BEHIND.match(text, moment.end)
    at = behind.end() if behind else moment.end
    end = len(text)
    if text.count("**", at) % 2 or text.startswith(("_", "`")):
        end = max(at, len(text.rstrip("* _:`")))
    return Found(span, Placed(moment, span.start), Span(span.start + at, span.start + end))


def _strength(moment: Moment) -> Strength:
    if moment.weak:
        return "weak"
    if moment.worded:
        return "worded"
    return "clock" if moment.clocked or moment.relative or moment.problem else "date"


def _leads(source: Source, spans: list[Span]) -> list[tuple[Found, Strength] | None]:
    found = [lead_of(source, span) for span in spans]
    return [(f, _strength(f.placed.moment)) if f and f.placed else None for f in found]


def _stands_alone(found: Found) -> bool:
    """Whether nothing stands beside a day, so that it dates what follows."""
    return found.text.end <= found.text.start


def _heading(source: Source, part: Part, timeline: bool) -> Found | None:
    """The entry that a heading is: led by a time of day, or by a day with words where nothing timed stands under it."""
    lead = lead_of(source, part.span)
    if lead is None or lead.placed is None:
        return None
    match _strength(lead.placed.moment):
        case "clock":
            return lead
        case "date" if not _stands_alone(lead) and _dates_count(part, timeline):
            siblings = part.parent.parts if part.parent else []
            dated = sum(_dated_heading(source, p) for p in siblings)
            return lead if (timeline or not part.real or dated > 1) and not _timed_below(source, part) else None
    return None


def _dated_heading(source: Source, part: Part) -> bool:
    moment = leading_moment(source.slice(part.span))
    return moment is not None and moment.dated


def _timed_below(source: Source, part: Part) -> bool:
    for sub in part.walk():
        spans = [first_line(source, i) for b in sub.blocks if b.kind == "list" for i in b.children]
        spans += [b.line_spans[0] for b in sub.blocks if b.kind == "paragraph" and b.line_spans]
        spans += [sub.span] if sub is not part else []
        if any(lead and lead[1] == "clock" for lead in _leads(source, spans)):
            return True
    return False


def _paragraph(source: Source, block: Node, timeline: bool) -> Iterator[Found]:
    """The entries of a paragraph: its first line, and further ones where most lines are led by a time."""
    spans = block.line_spans
    leads = _leads(source, spans)
    hits = sum(lead is not None for lead in leads)
    if leads[0] is None:
        if timeline:
            yield from (f for span in spans if (f := _labelled(source, span)))
        return
    logged = hits * 2 >= len(spans)
    for index, lead in enumerate(leads):
        if lead is None or (index and not logged):
            continue
        found, strength = lead
        bold = source.slice(found.span).startswith(("**", "__"))
        dated = strength == "date" and (bold or _stands_alone(found))
        if timeline or strength == "clock" or dated or (strength == "weak" and logged and hits > 1):
            yield found


def _lists(source: Source, node: Node, timeline: bool, dates: bool) -> Iterator[list[Found]]:
    """The entries of a list; then, each for itself, those of the lists in items that are no entries themselves."""
    own: list[Found] = []
    grouped: list[list[Found]] = []
    for item, found in _items(source, node, timeline, dates):
        if found is not None:
            own.append(found)
        inner = timeline or is_timeline(source.slice(first_line(source, item)))
        for child in item.children:
            if child.kind == "list":
                first, *more = _lists(source, child, inner, dates)
                if found is None:
                    grouped.append(first)
                else:
                    own.extend(first)
                grouped.extend(more)
    yield own
    yield from grouped


def _items(source: Source, node: Node, timeline: bool, dates: bool) -> Iterator[tuple[Node, Found | None]]:
    """The items of a list with the entry that each is, if it is one."""
    spans = [first_line(source, item) for item in node.children]
    leads = _leads(source, spans)
    hits = sum(lead is not None for lead in leads)
    clocks = sum(lead is not None and lead[1] != "date" and lead[0].timed for lead in leads)
    for item, span, lead in zip(node.children, spans, leads, strict=True):
        found: Found | None = None
        if lead is not None:
            strength = lead[1]
            several = dates and hits > 1 if strength == "date" else clocks > 1 and lead[0].timed
            alone = strength == "date" and _stands_alone(lead[0])
            found = lead[0] if strength == "clock" or timeline or several or alone else None
        elif hits and (blank := leading_blank(source.slice(span))):
            place = Span(span.start + blank[0], span.start + blank[1])
            behind = _BEHIND.match(source.text, place.end)
            found = Found(span, None, Span(min(behind.end(), span.end) if behind else place.end, span.end), place)
        elif timeline:
            found = _labelled(source, span)
        yield item, found


def _labelled(source: Source, span: Span) -> Found | None:
    """An entry of a timeline in which the words come first: `Detected: 14:05`, `Resolved 2021-07-13 11:49`."""
    text = source.slice(span)
    if find_zone_sentence(text):
        return None
    label = bold_label(text) or plain_label(text)
    if label and label.colon and not _ABOUT_THE_PAGE & set(words(label.text)):
        moment = leading_moment(text, label.value)
        if moment and len(words(label.text)) <= 6 and not moment.worded and not moment.weak:
            return Found(span, Placed(moment, span.start), Span(span.start + label.start, span.start + label.end))
    moments = find_moments(text[:200]) if len(text) < 200 else []
    if len(moments) != 1 or text[moments[0].end :].strip(" .;*_`)]"):
        return None
    before = text[: moments[0].start]
    if not 1 <= len(words(before)) <= 6 or _ABOUT_THE_PAGE & set(words(before)):
        return None
    return Found(span, Placed(moments[0], span.start), Span(span.start, span.start + len(before.rstrip(" :,(*_`–—-"))))
