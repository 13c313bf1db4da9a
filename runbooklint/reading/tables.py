"""Tables of steps and tables that add to steps: what their columns are; it reads no prose."""

from typing import NamedTuple

from runbooklint.document import Node
from runbooklint.inline import plain
from runbooklint.pattern import Pattern
from runbooklint.reading.heads import Head, read_head
from runbooklint.reading.items import cell_items
from runbooklint.reading.units import Region, Unit
from runbooklint.records import FieldName, Item
from runbooklint.source import Source, Span
from runbooklint.vocabulary import key, phrase, step_field

_ID_HEADS = frozenset(
    "step;#;no;nr;id;step id;step no;number;seq;order;sequence;stage;phase;ref;item;rollback id;s no".split(";")
)
_ACTION_HEADS = frozenset(
    "action;actions;task;tasks;activity;activities;what;what to do;command;commands;procedure;instruction;instructions;"
    "step;description;operation;steps;rollback action;rollback step;rollback;how;item".split(";")
)
_STEP_SIGNS: frozenset[FieldName] = frozenset(
    {"owner", "expected_duration", "postcondition", "rollback", "reversibility", "depends_on", "point_of_no_return"}
)
_FORWARD: frozenset[FieldName] = frozenset({"go_no_go", "point_of_no_return", "reversibility"})
"""Columns that only forward steps have; beside them a column on the rollback refers to it."""
_NOT_STEPS = frozenset(
    "metric;risk;likelihood;probability;status;impact;severity;symptom;issue;problem;cause;contact;phone;email;slack;"
    "version;author;target;threshold;alert threshold;alert;trigger;situation;condition;if;scenario;before;after;"
    "value;variable;day;date;audience;channel;current state;current;state;criteria;criterion;requirement;change;"
    "environment;service;component;why;file;path;url;endpoint;port;setting;key;secret;table;field;decision".split(";")
)


class Columns(NamedTuple):
    """What the columns of a table are; indices are None where there is no such column."""

    id: int | None
    action: int | None
    fields: dict[int, FieldName]
    goes_back: bool = False
    """Whether the action column is the way back of what another column names."""


def columns(source: Source, table: Node) -> Columns:
    """Tell the columns of a table by its head; a column of ids may also be told by its cells."""
    head = [phrase(source.slice(cell.span)) for cell in table.children[0].children]
    raw = [source.slice(cell.span).strip() for cell in table.children[0].children]
    identifier = action = None
    fields: dict[int, FieldName] = {}
    for index, name in enumerate(head):
        if (
            identifier is None
            and (name in _ID_HEADS or raw[index] in {"#", "№"} or not name or (index == 0 and "rollback" in name))
            and _ids(source, table, index)
        ):
            identifier = index
            continue
        field = step_field(raw[index]) if name else None
        if action is None and (name in _ACTION_HEADS or field == "action"):
            action = index
        elif (
            field
            and field not in fields.values()
            and field != "id"
            and not (name == "time" and _clocked(source, table, index))
        ):
            fields[index] = field
    back = action is not None and step_field(raw[action]) == "rollback"
    if back and action is not None and _FORWARD & set(fields.values()):
        fields[action], action, back = "rollback", None, False
    return Columns(identifier, action, fields, back)


def _ids(source: Source, table: Node, index: int) -> bool:
    """Whether cells of a column, at least half of them, begin with an id."""
    cells = [row.children[index] for row in table.children[1:] if len(row.children) > index]
    found = sum(bool(_cell_head(source, cell).id) for cell in cells)
    return found > 0 and found * 2 >= len(cells)


def _cell_head(source: Source, cell: Node) -> Head:
    text = source.slice(cell.span)
    lead = len(text) - len(text.lstrip("*_` "))
    return read_head(text[lead:].rstrip("*_` "), cell.span.start + lead, cell=True)


def is_step_table(source: Source, table: Node, found: Columns) -> bool:
    """Whether the rows are steps: an id or action column, and at least one column that only steps have."""
    if len(table.children) < 2:
        return False
    signs = _STEP_SIGNS & set(found.fields.values())
    if found.id is None and _clocked(source, table, 0):
        return False
    if found.action is not None and (signs or found.id is not None):
        heads = [phrase(source.slice(c.span)) for c in table.children[0].children]
        return bool(signs) or not any(h in _NOT_STEPS for h in heads)
    return found.id is not None and len(signs) >= 2


_CLOCK = Pattern(r"[\s~(*`\[]*(?:\d{1,2}[:.]\d\d\b|T ?[=+\u2212–-] ?\d|T0\b|[Dd]ay \d|[Ww]eek \d)")


def _clocked(source: Source, table: Node, index: int) -> bool:
    """Whether a column holds points in time; where it is the first, the rows are a schedule."""
    cells = [row.children[index] for row in table.children[1:] if len(row.children) > index]
    return bool(cells) and sum(bool(_CLOCK.match(source.slice(c.span))) for c in cells) * 2 > len(cells)


def ids_of(source: Source, table: Node, found: Columns) -> set[str]:
    """The ids in the rows of a table, as they are compared."""
    rows = [row.children for row in table.children[1:]]
    return {key(_cell_head(source, c[found.id]).id) for c in rows if found.id is not None and found.id < len(c)}


def row_units(source: Source, table: Node, found: Columns, region: Region) -> list[Unit]:
    """The units of the rows of a step table."""
    units = []
    for row in table.children[1:]:
        cells = row.children
        if not any(cell.span.end > cell.span.start for cell in cells):
            continue
        span = Span(cells[0].span.start, cells[-1].span.end)
        title = cells[found.action] if found.action is not None and found.action < len(cells) else None
        head = Head("", "", plain(source.slice(title.span)) if title else "", title.span if title else span)
        if found.id is not None and found.id < len(cells):
            own = _cell_head(source, cells[found.id])
            head = Head(own.word, own.id, own.title or head.title, own.title_span if own.title else head.title_span)
            head = head._replace(id_span=own.id_span)
        unit = Unit("table", region, head, span, span)
        unit.table = table
        unit.keyed = found.goes_back and found.id is not None
        if title:
            unit.cells["action"] = cell_items(source, title)
        for index, field in found.fields.items():
            if index < len(cells):
                unit.cells[field] = cell_items(source, cells[index])
        units.append(unit)
    return units


def keyed_rows(
    source: Source, table: Node, found: Columns
) -> list[tuple[str, Span, dict[FieldName, tuple[Item, ...]]]]:
    """The rows of a table keyed by step: the id, the row's place, the cells by field."""
    rows = []
    for row in table.children[1:]:
        cells = row.children
        if found.id is None or found.id >= len(cells):
            continue
        values = {field: cell_items(source, cells[i]) for i, field in found.fields.items() if i < len(cells)}
        if found.action is not None and found.action < len(cells):
            values.setdefault("rollback" if found.goes_back else "action", cell_items(source, cells[found.action]))
        rows.append((_cell_head(source, cells[found.id]).id, Span(cells[0].span.start, cells[-1].span.end), values))
    return rows
