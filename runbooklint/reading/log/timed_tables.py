"""Tables of which the rows are led by a time; it resolves no day and no zone."""

from collections.abc import Iterator

from runbooklint.document import Node
from runbooklint.inline import words
from runbooklint.named import NamedTuple
from runbooklint.quantities.moments import Moment, leading_blank, leading_moment
from runbooklint.quantities.zones import label_zone
from runbooklint.reading.log.resolving import Placed
from runbooklint.records_log import Known
from runbooklint.source import Source, Span
from runbooklint.vocabulary import state

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
    number: int
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
    zoned = [c for c in columns if label_zone(source.slice(table.children[0].children[c.number].span))]
    chosen = _chosen(columns, zoned, head, dates)
    if chosen is None:
        return
    day, end = _companions(columns, chosen, head)
    title = source.slice(table.children[0].children[chosen.number].span)
    zone = label_zone(title)
    place = table.children[0].children[chosen.number].span.start
    stated = Known(zone.text, "column", Span(place + zone.start, place + zone.end)) if zone else None
    for number, row in enumerate(rows):
        moment = chosen.moments.get(number)
        cells = row.children
        if chosen.number >= len(cells):
            continue
        span = Span(cells[0].span.start, max(cells[-1].span.end, cells[0].span.start))
        said = _said(cells, {c.number for c in (chosen, day, end) if c})
        if moment is None:
            blank = leading_blank(source.slice(cells[chosen.number].span))
            if blank:
                start = cells[chosen.number].span.start
                yield Row(span, None, said, Span(start + blank[0], start + blank[1]), stated)
            continue
        if day is not None and number in day.moments and not moment.dated:
            dated = day.moments[number]
            moment = moment._replace(year=dated.year, month=dated.month, day=dated.day, ambiguous=dated.ambiguous)
        if end is not None and number in end.moments and moment.until is None:
            moment = moment._replace(until=end.moments[number])
        yield Row(span, Placed(moment, cells[chosen.number].span.start), said, None, stated)


def _column(source: Source, rows: list[Node], head: list[list[str]], index: int) -> _Column | None:
    """A column in which most cells that say something begin with a time."""
    texts = {n: source.slice(row.children[index].span) for n, row in enumerate(rows) if index < len(row.children)}
    told = {n: text for n, text in texts.items() if state(text) == "stated" or leading_blank(text)}
    moments = {n: m for n, text in told.items() if (m := leading_moment(text))}
    blank = sum(n not in moments and leading_blank(text) is not None for n, text in told.items())
    if not moments or (len(moments) + blank) * 2 <= len(told) or _NOT_HAPPENED & set(head[index]):
        return None
    named = bool((_TIME_HEADS | _END_HEADS) & set(head[index])) or (not head[index] and index == 0)
    clocks = sum(m.clocked or m.relative is not None for m in moments.values())
    if not named and not (index == 0 and clocks == len(told) and clocks > 1):
        return None
    return _Column(index, moments, named)


def _chosen(columns: list[_Column], zoned: list[_Column], head: list[list[str]], dates: bool) -> _Column | None:
    """The column of the times: the first with times of day, else the first with days. Beside one without a zone
    (`Local time`), the one of which the head states the zone (`UTC time`)."""
    timed = [c for c in columns if any(m.clocked or m.relative or m.problem for m in c.moments.values())]
    if timed and not any(m.zone or m.relative for m in timed[0].moments.values()):
        starts = [c for c in timed if c in zoned and not _END_HEADS & set(head[c.number])]
        return starts[0] if starts else timed[0]
    if timed:
        return timed[0]
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
        elif _END_HEADS & set(head[column.number]) and not _END_HEADS & set(head[chosen.number]):
            end = end or column
    return day, end


def _said(cells: list[Node], times: set[int]) -> Span:
    """What the row tells: the cell that says most, those of times left out."""
    others = [cell.span for index, cell in enumerate(cells) if index not in times]
    empty = Span(cells[-1].span.end, cells[-1].span.end)
    return max(others, key=lambda span: span.end - span.start, default=empty)
