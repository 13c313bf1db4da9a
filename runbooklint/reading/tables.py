"""Tables of steps and tables that add to steps: what their columns are; it reads no prose."""

from runbooklint.document import Node
from runbooklint.inline import plain
from runbooklint.named import NamedTuple
from runbooklint.pattern import Pattern
from runbooklint.quantities.lengths import read_length
from runbooklint.reading.heads import Head, read_head
from runbooklint.reading.items import cell_items
from runbooklint.reading.units import Region, Unit
from runbooklint.records import FieldName, Item
from runbooklint.source import Source, Span
from runbooklint.vocabulary import key, label_field, phrase, reversibility, state, step_field
from runbooklint.vocabulary.columns import checking, parts_named, planned

_ID_HEADS = frozenset(
    "step;task;#;no;nr;id;step id;step no;task id;task no;"
    "number;seq;order;sequence;stage;phase;ref;item;rollback id;s no".split(";")
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
    goes_back: bool
    """Whether the action column is the way back of what another column names."""
    said: dict[int, str]
    """What columns are about that share a field: an outcome of the decision, the event of a message."""


def columns(source: Source, table: Node) -> Columns:
    """Tell the columns of a table by its head; a column of ids may also be told by its cells."""
    head = [phrase(source.slice(cell.span)) for cell in table.children[0].children]
    raw = [source.slice(cell.span).strip() for cell in table.children[0].children]
    identifier = action = None
    fields: dict[int, FieldName] = {}
    shared = parts_named(head)
    said: dict[int, str] = {}
    for index, name in enumerate(head):
        if identifier is None and (
            ((name in _ID_HEADS or raw[index] in {"#", "№"} or not name) and _ids(source, table, index))
            or (index == 0 and _ids(source, table, index, "rollback"))
        ):
            identifier = index
            continue
        if index in shared:
            fields[index], said[index] = shared[index]
            continue
        field = step_field(raw[index]) if name else None
        if field is None and (bound := planned(name)) and _lengths(source, table, index):
            field = bound
        field = field or checking(name)
        if field is None and name and _classes(source, table, index):
            field = "reversibility"
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
    return Columns(identifier, action, fields, back, said)


def _ids(source: Source, table: Node, index: int, suffix: str = "") -> bool:
    """Whether cells of a column, at least half of them, begin with an id (that ends in a suffix)."""
    cells = [row.children[index] for row in table.children[1:] if len(row.children) > index]
    ids = [_cell_head(source, cell).id for cell in cells]
    found = sum(bool(identifier) and identifier.lower().endswith(suffix) for identifier in ids)
    return found > 0 and found * 2 >= len(cells)


def _classes(source: Source, table: Node, index: int) -> bool:
    """Whether the cells of a column are all classes of reversibility, at least two, in more than a word."""
    cells = [source.slice(row.children[index].span) for row in table.children[1:] if len(row.children) > index]
    return len(cells) > 1 and all(" " in cell and reversibility(cell) for cell in cells)


def _lengths(source: Source, table: Node, index: int) -> bool:
    """Whether cells of a column, at least half of them, are lengths of time."""
    cells = [source.slice(row.children[index].span) for row in table.children[1:] if len(row.children) > index]
    found = sum(read_length(cell) is not None for cell in cells)
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
        span = _span(source, cells)
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
        values, unit.told = _values(source, cells, found)
        unit.cells.update(values)
        if span.end < cells[-1].span.start:
            unit.heads = _heads(table, found)
        units.append(unit)
    return units


def _span(source: Source, cells: list[Node]) -> Span:
    """The place of a row; of a row that stood as a column, its head alone."""
    first, last = cells[0].span, cells[-1].span
    return Span(first.start, last.end) if cells[0].first == cells[-1].first else first


def _values(
    source: Source, cells: list[Node], found: Columns
) -> tuple[dict[FieldName, tuple[Item, ...]], dict[FieldName, str]]:
    """The cells of a row by field, and for the fields that columns share what their filled cells are about."""
    values: dict[FieldName, tuple[Item, ...]] = {}
    told: dict[FieldName, str] = {}
    for index, field in found.fields.items():
        if index < len(cells):
            items = cell_items(source, cells[index])
            values[field] = (*values.get(field, ()), *items)
            if index in found.said and items and state(source.slice(cells[index].span)) == "stated":
                told[field] = f"{told.get(field, '')} {found.said[index]}".strip()
    return values, told


class Keyed(NamedTuple):
    """A row of a table keyed by step."""

    id: str
    values: dict[FieldName, tuple[Item, ...]]
    """The cells by field."""
    told: dict[FieldName, str]
    heads: dict[FieldName, Span]
    """The head of the column of each field."""


def _heads(table: Node, found: Columns) -> dict[FieldName, Span]:
    head = table.children[0].children
    return {field: head[index].span for index, field in found.fields.items()}


def keyed_rows(source: Source, table: Node, found: Columns) -> list[Keyed]:
    """The rows of a table keyed by step."""
    rows, heads = [], _heads(table, found)
    for row in table.children[1:]:
        cells = row.children
        if found.id is None or found.id >= len(cells):
            continue
        values, told = _values(source, cells, found)
        if found.action is not None and found.action < len(cells):
            values.setdefault("rollback" if found.goes_back else "action", cell_items(source, cells[found.action]))
        rows.append(Keyed(_cell_head(source, cells[found.id]).id, values, told, heads))
    return rows


def turned(source: Source, table: Node) -> Node:
    """A table whose columns are steps (ids in its head, the fields in its first column) with rows for columns; any
    other table as it is."""
    rows = [row.children for row in table.children]
    width = len(rows[0]) if rows else 0
    if width < 3 or len(rows) < 4 or any(len(row) != width for row in rows):
        return table
    ids = [_cell_head(source, cell).id for cell in rows[0][1:]]
    names = [label_field(source.slice(row[0].span)) for row in rows[1:]]
    if not all(ids) or len(set(names) - {None}) * 2 <= len(names):
        return table
    made = Node("table", table.first, table.last)
    made.span = table.span
    for index in range(width):
        row = Node("row", table.first, table.last)
        row.children = [cells[index] for cells in rows]
        row.span = row.children[0].span
        made.children.append(row)
    corner = Node("cell", table.first, table.last)
    corner.span = Span(rows[0][0].span.start, rows[0][0].span.start)
    made.children[0].children = [corner, *made.children[0].children[1:]]
    return made
