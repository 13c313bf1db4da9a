"""Fields as cells: of a row that is a record, of a table that has a row for each field."""

from typing import Any

from runbooklint.document import Node
from runbooklint.forms.blocks import Blocks
from runbooklint.forms.wording import Wanted
from runbooklint.inline import plain
from runbooklint.records import FieldName
from runbooklint.rule import Edit
from runbooklint.source import Span

_TALLEST = 200
"""The rows of a table to which a column is added."""


def in_row(blocks: Blocks, row: Node, wanted: list[Wanted], begun: set[tuple[int, FieldName]]) -> tuple[Edit, ...]:
    """The edits that fill in empty cells of a row, and that add a column where the table has none; that once for all
    rows, which `begun` keeps."""
    table, edits = blocks.above[id(row)], []
    if row is table.children[0]:
        return ()  # a step that is a column
    for one in wanted:
        column = _column(blocks, table, one)
        if column is None:
            if (id(table), one.name) not in begun:
                begun.add((id(table), one.name))
                edits += _new_column(blocks, table, one)
        elif column < len(row.children) and not blocks.source.slice(row.children[column].span):
            edits.append(filled(blocks, row.children[column], one.value))
    return tuple(edits)


def in_rows(blocks: Blocks, unit: Any, wanted: list[Wanted]) -> tuple[Edit, ...]:
    """The edits that state fields in a table with a row for each field: in empty cells, in new rows at its end; none
    where the record has no such table."""
    last: Node | None = None
    for field in unit.fields.values():
        if field.label is None or field.inherited or not unit.block.start <= field.label.start < unit.block.end:
            continue
        row = blocks.holding(field.label.start)
        if row is not None and row.kind == "row" and len(row.children) > 1:
            last = row if last is None or row.first > last.first else last
    if last is None:
        return ()
    edits, rows = [], []
    for one in wanted:
        cell = _empty_cell(blocks, blocks.above[id(last)], one)
        if cell:
            edits.append(filled(blocks, cell, one.value))
        else:
            rows.append(_new_row(blocks, last, one))
    end = blocks.end(blocks.above[id(last)])
    return (*edits, Edit(Span(end, end), "".join(rows))) if rows else tuple(edits)


def _empty_cell(blocks: Blocks, table: Node, wanted: Wanted) -> Node | None:
    """The cell behind the name of a field in a table with a row for each, if it is empty."""
    for row in table.children[1:]:
        label, *values = row.children
        if values and wanted.naming(plain(blocks.source.slice(label.span))) == wanted.name:
            return None if blocks.source.slice(values[0].span) else values[0]
    return None


def _column(blocks: Blocks, table: Node, wanted: Wanted) -> int | None:
    """The column of a field, told by its head."""
    for index, cell in enumerate(table.children[0].children):
        if wanted.naming(blocks.source.slice(cell.span)) == wanted.name:
            return index
    return None


def filled(blocks: Blocks, cell: Node, value: str) -> Edit:
    """The edit that puts a value into an empty cell, as wide as the cell was where it can be."""
    text, start = blocks.source.text, cell.span.start
    while start > 0 and text[start - 1] in " \t":
        start -= 1
    return Edit(Span(start, cell.span.end), f" {value} ".ljust(cell.span.end - start))


def _new_column(blocks: Blocks, table: Node, wanted: Wanted) -> list[Edit]:
    head, *rows = table.children
    width = len(head.children)
    if len(rows) > _TALLEST or any(len(row.children) != width for row in rows):
        return []
    lines = [(head.first, wanted.label), (head.first + 1, "---"), *((row.first, wanted.value) for row in rows)]
    return [_appended(blocks, line, text) for line, text in lines]


def _appended(blocks: Blocks, line: int, text: str) -> Edit:
    """The edit that adds a cell to a line of a table."""
    raw = blocks.source.lines[line].rstrip()
    end = blocks.source.starts[line] + len(raw)
    closed = raw.endswith("|") and not raw.endswith("\\|")
    return Edit(Span(end, end), f" {text} |" if closed else f" | {text}")


def _new_row(blocks: Blocks, row: Node, wanted: Wanted) -> str:
    """A row for a field in the form of another one."""
    source = blocks.source
    raw = source.lines[row.first]
    start = source.starts[row.first]
    label, value, *rest = row.children
    shown = source.slice(label.span)
    words = plain(shown)
    at = shown.find(words)
    name = shown[:at] + wanted.label + shown[at + len(words) :] if words and at >= 0 else wanted.label
    lead, between = raw[: label.span.start - start], source.text[label.span.end : value.span.start]
    tail = raw[value.span.end - start :] if not rest else " |" * (len(rest) + 1)
    return f"\n{lead}{name}{between}{wanted.value}{tail}"
