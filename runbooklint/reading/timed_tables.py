"""Tables of which the rows are led by a time; it resolves no day and no zone."""

from collections.abc import Iterator
from typing import NamedTuple

from runbooklint.document import Node
from runbooklint.inline import words
from runbooklint.quantities.moments import Moment, leading_blank, leading_moment
from runbooklint.quantities.zones import label_zone
from runbooklint.reading.resolving import Placed
from runbooklint.records_log import Known
from runbooklint.source import Source, Span

_TIME_HEADS = frozenset(
    "time times timestamp timestamps when date datetime at clock utc gmt start started begin began from day".split()
)
_END_HEADS = frozenset("end ended until to finish finished stop stopped".split())
_NOT_HAPPENED = frozenset(
    "target due deadline review eta expiry expires created updated completed duration elapsed zone next".split()
)
_ABOUT_DOCUMENTS = frozenset("version author authors approver approved reviewer signature revision sign".split())


class Row(NamedTuple):
    """A row that a time leads, in the order of the fields of `Found`."""

    span: Span
    placed: Placed | None
    text: Span
    blank: Span | None
    zone: Known | None


class _Column(NamedTuple):
    index: int
    moments: dict[int, Moment]
    """The moment in each row, by the row's index."""
    named: bool


def row_entries(source: Source, table: Node, dates: bool) -> Iterator[Row]:
    """The rows that a time leads; with `dates`, a day alone counts."""
    rows = table.children[1:]
    head = [words(source.slice(cell.span)) for cell in table.children[0].children] if table.children else []
    if any(_ABOUT_DOCUMENTS & set(name) for name in head):
        return
    columns = [c for i in range(len(head)) if (c := _column(source, rows, head, i))]
    chosen = _chosen(columns, dates)
    if chosen is None:
        return
    day, end = _companions(columns, chosen, head)
    title = source.slice(table.children[0].children[chosen.index].span)
    zone = label_zone(title)
    place = table.children[0].children[chosen.index].span.start
    stated = Known(zone.text, "column", Span(place + zone.start, place + zone.end)) if zone else None
    for number, row in enumerate(rows):
        moment = chosen.moments.get(number)
        cells = row.children
        if chosen.index >= len(cells):
            continue
        span = Span(cells[0].span.start, max(cells[-1].span.end, cells[0].span.start))
        if moment is None:
            blank = leading_blank(source.slice(cells[chosen.index].span))
            if blank:
                start = cells[chosen.index].span.start
                yield Row(span, None, _said(cells, chosen.index), Span(start + blank[0], start + blank[1]), stated)
            continue
        if day is not None and number in day.moments and not moment.dated:
            dated = day.moments[number]
            moment = moment._replace(year=dated.year, month=dated.month, day=dated.day, ambiguous=dated.ambiguous)
        if end is not None and number in end.moments and moment.until is None:
            moment = moment._replace(until=end.moments[number])
        yield Row(span, Placed(moment, cells[chosen.index].span.start), _said(cells, chosen.index), None, stated)


def _column(source: Source, rows: list[Node], head: list[list[str]], index: int) -> _Column | None:
    """A column in which most cells that say something begin with a time."""
    texts = {n: source.slice(row.children[index].span) for n, row in enumerate(rows) if index < len(row.children)}
    told = {n: text for n, text in texts.items() if text.strip("*_`–—- ")}
    moments = {n: m for n, text in told.items() if (m := leading_moment(text))}
    blank = sum(n not in moments and leading_blank(text) is not None for n, text in told.items())
    if not moments or (len(moments) + blank) * 2 < len(told) or _NOT_HAPPENED & set(head[index]):
        return None
    named = bool((_TIME_HEADS | _END_HEADS) & set(head[index])) or not head[index]
    clocks = sum(m.clocked or m.relative is not None for m in moments.values())
    if not named and not (index == 0 and clocks == len(told) and clocks > 1):
        return None
    return _Column(index, moments, named)


def _chosen(columns: list[_Column], dates: bool) -> _Column | None:
    """The column of the times: the first with times of day, else the first with days."""
    for column in columns:
        if any(m.clocked or m.relative or m.problem for m in column.moments.values()):
            return column
    return columns[0] if columns and dates and columns[0].named else None


def _companions(
    columns: list[_Column], chosen: _Column, head: list[list[str]]
) -> tuple[_Column | None, _Column | None]:
    """The column that gives the day of times without one, and the column of the ends."""
    day = end = None
    for column in columns:
        if column is chosen:
            continue
        if all(m.dated and not m.clocked for m in column.moments.values()):
            day = day or column
        elif _END_HEADS & set(head[column.index]) and not _END_HEADS & set(head[chosen.index]):
            end = end or column
    return day, end


def _said(cells: list[Node], index: int) -> Span:
    """What the row tells: the cells behind the time, or the cell before it that says most."""
    behind = [cell.span for cell in cells[index + 1 :] if cell.span.end > cell.span.start]
    before = [cell.span for cell in cells[:index]]
    longest = max(before, key=lambda span: span.end - span.start, default=None)
    if longest is not None and all(longest.end - longest.start > span.end - span.start for span in behind):
        return longest
    if not behind:
        return Span(cells[index].span.end, cells[index].span.end)
    return Span(behind[0].start, behind[-1].end)
