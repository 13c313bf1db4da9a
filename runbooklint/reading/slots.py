"""From when to when a step runs, and who runs it, as titles and timetables tell where no field does; it judges none."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TypeAlias

from runbooklint.inline import plain, words
from runbooklint.named import NamedTuple
from runbooklint.pattern import Pattern
from runbooklint.quantities.lengths import find_lengths
from runbooklint.quantities.moments import find_moments, leading_moment
from runbooklint.quantities.offsets import find_offset, leading_offset
from runbooklint.reading.unsaid import unsaid
from runbooklint.reading.values import make_field
from runbooklint.records import FieldName, Item, Row, Section, Step
from runbooklint.source import Source, Span
from runbooklint.vocabulary import state, step_field
from runbooklint.vocabulary.phrases import ASIDE

_Key: TypeAlias = str | tuple[int | None, ...]
"""What a row and a step have in common: the words of a title, or from when to when."""

_RANGE = Pattern(r"\d[:.]\d\d[*`_ ]{0,4}(?:[-–—−]|to\b)")
_DOING = frozenset("run perform execute conduct start begin do the a our".split())
"""First words without which a title and a row of a timetable still name the same."""
_CUT = Pattern(r":\s|\s[—–-]\s")
_WAITING = frozenset("wait observe monitor watch soak bake hold".split())
_WAITED = frozenset("observation monitoring soak bake wait watch hold".split())
_LEADING_COLUMNS = 3
_READ = 200  # no title that tells a time is longer
_TWO = 2  # what two rows tell is told by neither


_HELD = Pattern(
    r"(?im)(?:^|(?<=[.;] ))[ \t]*(?:[#>*•-]+ )?[*_]{0,3}(?:(?:(?:monitoring|observation|soak|bake|waiting|watch|hold)\s"
    r"(?:window|period|time)|soak|bake|wait)[*_]{0,3}:[*_ ]{0,6}"
    r"|(?:monitor|observe|watch|soak|bake|wait|hold)\b[^.:;\n]{0,30}?(?<!\w)for[*_ ]{1,4})"
)
"""What a wait in the words of a step begins with: `Monitoring window: 24 hours`, `Monitor for 2 hours`."""
_TAKES = Pattern(r"(?i)\btakes?\s(?:(?:about|around|roughly|up to|under|less than|at most)\s)?(?=[~≈<≤]? ?\d)")
_NEAR = 40


class _Row(NamedTuple):
    """A row of a timetable."""

    section: int
    slot: Item
    """The cell that tells from when to when."""
    owner: Item | None


_Rows: TypeAlias = dict[tuple[int | None, _Key], list[_Row]]
"""The rows by section, and by None for the whole document, and what they have in common with a step; at most two."""


def add_slots(source: Source, steps: Sequence[Step], sections: Sequence[Section]) -> None:
    """Add to each step its slot as its duration, which has no length in seconds as nobody has measured it, and the
    owner that a timetable names. A field that any step states counts from there alone: where a document has a place for
    it, what stands elsewhere is no answer."""
    timed = any("expected_duration" in step.fields for step in steps)
    owned = any("owner" in step.fields for step in steps)
    if not timed:
        _from_titles(source, steps)
    for step in unsaid(steps, "expected_duration", lambda step: not step.fields["expected_duration"].inherited):
        _from_words(source, step)
    rows = {} if timed and owned else _timetables(sections)
    days = len({within for within, _ in rows if within is not None})
    starts = [section.span.start for section in sections] if rows else []
    for step in steps if rows else ():
        section = bisect_right(starts, step.span.start) - 1
        slot = _range(step.title)
        row = _one(rows, slot or _name(step.title), section, days == 1 or not slot)
        if row is not None and not timed:
            _tell(source, step, "expected_duration", row.slot)
        if row is not None and row.owner and not owned:
            _tell(source, step, "owner", row.owner)


def _tell(source: Source, step: Step, name: FieldName, told: Item) -> None:
    field = make_field(source, name, [told])._replace(state="stated", seconds=None, inherited=True)
    step.fields.setdefault(name, field)


def _from_titles(source: Source, steps: Sequence[Step]) -> None:
    for step in steps:
        if _range(step.title) or _waits(step.title):
            _tell(source, step, "expected_duration", Item(source.slice(step.span), step.span))
    for step, after in pairwise(steps):
        if step.container == after.container and _offset(step) < _offset(after):
            _tell(source, step, "expected_duration", Item(source.slice(step.span), step.span))


def _from_words(source: Source, step: Step) -> None:
    """Take the wait in the words of a step, or how long they say that it takes, for its duration."""
    fields = (step.fields.get("action"), step.fields.get("postcondition"))
    for piece in (piece for field in fields if field for piece in field.items):
        for found in (*_HELD.finditer(piece.text), *_TAKES.finditer(piece.text)):
            length = next(iter(find_lengths(piece.text[found.end() : found.end() + _NEAR])), None)
            if length and not piece.text[found.end() : found.end() + length.start].strip("~≈<≤ "):
                start = piece.span.start + found.end()
                span = Span(start + length.start, start + length.end)
                _tell(source, step, "expected_duration", Item(source.slice(span), span))
                return


def _offset(step: Step) -> float:
    """The offset at which a title says that its step begins, in seconds; not a number where it says none, or where the
    offset is the id of the step: then the time up to the next is a gap."""
    title = step.title[:_READ]
    found = find_offset(title) if "T" in title and not leading_offset(step.id) else None
    return found.seconds if found and found.seconds is not None else float("nan")


def _waits(title: str) -> bool:
    """Whether a title is nothing but a wait with its length: `24h observation`, `Monitor for 30 minutes`."""
    title = title[:_READ]
    if not any(letter.isdigit() for letter in title):
        return False
    length = next(iter(find_lengths(title)), None)
    if length is None:
        return False
    before, behind = words(title[: length.start]), words(title[length.end :])
    if not before:
        return bool(_WAITED & set(behind[:2]))
    return before[0] in _WAITING and before[-1] == "for" and len(before) <= 4


def _timetables(sections: Iterable[Section]) -> _Rows:
    """The rows of the tables that tell from when to when, by their slot and by the names in their cells."""
    found: _Rows = {}
    for index, section in enumerate(sections):
        for table in section.tables:
            owner = next((i for i, cell in enumerate(table.head) if step_field(cell.text) == "owner"), None)
            for row in table.rows:
                slot = next((c for c in row.cells[:_LEADING_COLUMNS] if _range(c.text)), None)
                if slot is None:
                    continue
                told = _Row(index, slot, _owner(row, owner))
                keys = {_range(slot.text), *(_name(cell.text) for cell in row.cells if cell is not told.owner)}
                for place in ((within, key) for key in keys if key for within in (index, None)):
                    held = found.setdefault(place, [])
                    if len(held) < _TWO:
                        held.append(told)
    return found


def _owner(row: Row, index: int | None) -> Item | None:
    if index is None or index >= len(row.cells) or state(row.cells[index].text) != "stated":
        return None
    return row.cells[index]


def _one(rows: _Rows, name: _Key, section: int, anywhere: bool) -> _Row | None:
    """The one row that a step means: of those that stand under the same heading, else of all; the same time under
    another heading may be that of another day."""
    near = rows.get((section, name)) or (rows.get((None, name)) if anywhere else None)
    return near[0] if near and len(near) == 1 else None


def _range(text: str) -> tuple[int | None, ...] | None:
    """From when to when, as hours and minutes, where a text says it; None where it does not."""
    text = text[:_READ]
    if not _RANGE.search(text):
        return None
    moment = next((m for m in find_moments(text) if m.until and m.clocked), None) or leading_moment(text)
    if moment is None or moment.until is None:
        return None
    return moment.hour, moment.minute, moment.until.hour, moment.until.minute


def _name(text: str) -> str:
    """The words by which a title and a row name the same; empty where that is too little to tell."""
    head = _CUT.split(plain(text[:_READ]), maxsplit=1)[0]
    listed = words(ASIDE.sub(" ", head))
    while listed and listed[0] in _DOING:
        listed = listed[1:]
    return " ".join(listed[:12]) if len(listed) > 1 else ""
