"""What may become an action or a verification of a mitigation log, rows of tables included; it walks no parts."""

from collections.abc import Iterator
from typing import Literal

from runbooklint.document import Node
from runbooklint.inline import plain, words
from runbooklint.pattern import Pattern
from runbooklint.reading.heads import read_head
from runbooklint.reading.log.fields import Gathered
from runbooklint.reading.log.signals import action_columns
from runbooklint.reading.parts import Part
from runbooklint.records import FieldName
from runbooklint.source import Source, Span
from runbooklint.vocabulary import phrase
from runbooklint.vocabulary.log_labels import check_field, entry_field, log_section

Kind = Literal["entry", "check"]

ENTRY_FIELDS: frozenset[FieldName] = frozenset(
    {"hypothesis", "action", "rationale", "exact_change", "actor", "pre_apply", "announcement", "apply", "confirmed",
     "expected_signal", "rollback", "blast_radius", "surfaces", "side_effects", "remaining_risk", "clean_up",
     "data_inspected", "hand_back", "temporary"}
)  # fmt: skip
CHECK_FIELDS: frozenset[FieldName] = frozenset(
    {"signal", "pre_values", "post_values", "wait", "secondary_signal", "side_effect_check", "residual", "decision"}
)
CORE: frozenset[FieldName] = frozenset({"action", "exact_change", "hypothesis", "rollback", "expected_signal"})
TELLING: frozenset[FieldName] = frozenset({"exact_change", "hypothesis", "rollback", "expected_signal"})
_CHECK_WORDS = frozenset("verification verifications verify verified verifying validation".split())
_ID_HEADS = frozenset({"", "id", "no", "nr", "ref", "entry", "step", "m", "mitigation id", "action id", "nummer"})
_DUE = frozenset("due deadline priority ticket issue target jira".split())
_NUMBERED = Pattern(
    r"[\s*_]{0,12}(?:mitigation|action|measure|attempt|entry|intervention|change|move)[ \t]{0,3}(?:no\.?|nr\.?|#)?"
    r"[ \t]{0,3}(?P<id>[a-z]{0,3}-?\d{1,3})\b[\s*_:.)–—-]{0,12}",
    2,
)
_ID_CELL = Pattern(r"[\s*_`#]{0,12}(?P<id>[A-Za-z]{0,5}[-_ ]?\d{1,4}[a-z]?)[\s*_`.)]{0,12}")


class Unit:
    """An action or a verification before its fields are made."""

    __slots__ = ("block", "container", "found", "holder", "id", "kind", "part", "span", "title")

    def __init__(self, kind: Kind, span: Span, block: Span, found: Gathered, part: Part) -> None:
        self.kind: Kind = kind
        self.span = span
        self.block = block
        self.found = found
        self.part = part
        """The heading under which it stands, or that it is."""
        self.id = ""
        self.title = ""
        self.holder: Unit | None = None
        """The action that a verification stands in or beside."""


def named(source: Source, span: Span) -> tuple[str, str]:
    """The id and the title in the head of an action: `M1 — Roll back`, `Mitigation 2: flag off`."""
    text = source.slice(span)
    counted = _NUMBERED.match(text)
    if counted:
        return counted["id"], plain(text[counted.end() :]) or plain(text)
    head = read_head(text.lstrip("*_ "), span.start)
    if not any(sign.isalpha() for sign in head.id) and (own := read_head(head.title, 0)).id[:1].isalpha():
        # Behind the number of a section stands the id of the action: `2.1 M1: flag off`.
        return own.id, own.title or plain(text)
    return head.id, head.title or plain(text)


def inline_check(source: Source, unit: Unit) -> Unit | None:
    """The verification whose labels stand among those of an action; they are taken out of it."""
    names = CHECK_FIELDS | {"verification"}
    told = {name: items for name, items in unit.found.values.items() if name in names}
    inner = unit.found.inner
    if not told and not inner:
        return None
    found = inner[0][1] if inner else Gathered(source, check_field)
    for name, items in told.items():
        found.values.setdefault(name, []).extend(items)
        if name in unit.found.labels:
            found.labels.setdefault(name, unit.found.labels[name])
        del unit.found.values[name]
    span = inner[0][0] if inner and inner[0][0].end else unit.found.labels.get("verification", unit.span)
    check = Unit("check", span, unit.block, found, unit.part)
    check.title, check.holder = unit.title, unit
    return check


def row_units(source: Source, node: Node, part: Part) -> Iterator[Unit]:
    """The rows of a table whose columns are those of actions, of verifications, or of both."""
    if action_columns(source, node):
        yield from column_units(source, node, part)
        return
    heads = node.children[0].children
    titles = [source.slice(cell.span) for cell in heads]
    if any(_DUE & set(words(title)) for title in titles):
        return
    names = {i: name for i, title in enumerate(titles) if (name := entry_field(title))}
    checks = {i: name for i, title in enumerate(titles) if (name := check_field(title))}
    told = ENTRY_FIELDS & set(names.values())
    entry = bool(told & CORE) and len(told) > 1 and not announces_checks(part)
    entry = entry and (bool(told & TELLING) or is_about_mitigation(part))
    if not entry and len(CHECK_FIELDS & set(checks.values())) < 2:
        return
    identifier = next((i for i, t in enumerate(titles) if phrase(t) in _ID_HEADS or _ids(source, node, i)), None)
    for row in node.children[1:]:
        cells = row.children
        if not any(cell.span.end > cell.span.start for cell in cells):
            continue
        found = Gathered(source, entry_field if entry else check_field)
        for index, name in (names if entry else checks).items():
            if index < len(cells) and index != identifier:
                found.column(name, titles[index], cells[index], heads[index].span)
        span = Span(cells[0].span.start, cells[-1].span.end)
        unit = Unit("entry" if entry else "check", span, span, found, part)
        _name_row(source, unit, cells[identifier].span if identifier is not None and identifier < len(cells) else None)
        yield unit


def column_units(source: Source, node: Node, part: Part) -> Iterator[Unit]:
    """The columns of a table that stands on its side: a row for each field, a column for each action or check."""
    columns = action_columns(source, node)
    labels = [source.slice(row.children[0].span) for row in node.children[1:] if row.children] if columns else []
    checks = {name for label in labels if (name := check_field(label))}
    entry = bool({name for label in labels if (name := entry_field(label))} & TELLING) and not announces_checks(part)
    if not entry and len(CHECK_FIELDS & checks) < 2:
        return
    naming = entry_field if entry else check_field
    for index in columns:
        found = Gathered(source, naming)
        for label, row in zip(labels, [row for row in node.children[1:] if row.children], strict=True):
            name = naming(label)
            if name and index < len(row.children):
                found.column(name, label, row.children[index], row.children[0].span)
        head = node.children[0].children[index].span
        unit = Unit("entry" if entry else "check", head, head, found, part)
        _name_row(source, unit, head)
        yield unit


def _name_row(source: Source, unit: Unit, cell: Span | None) -> None:
    """Give a row its id and its title: those of its id cell, else the words of its action."""
    if cell is not None:
        told = _ID_CELL.fullmatch(source.slice(cell))
        unit.id, unit.title = (told["id"], "") if told else named(source, cell)
    words_of = unit.found.values.get("action") or unit.found.values.get("exact_change") or []
    unit.title = unit.title or (plain(words_of[0].text) if words_of else unit.id)


def _ids(source: Source, node: Node, index: int) -> bool:
    """Whether a column holds nothing but ids."""
    cells = [source.slice(row.children[index].span) for row in node.children[1:] if index < len(row.children)]
    return bool(cells) and all(_ID_CELL.fullmatch(cell) for cell in cells)


def announces_checks(part: Part) -> bool:
    """Whether a heading announces verifications."""
    return bool(_CHECK_WORDS & set(words(part.title)[:8])) and entry_field(part.title) != "expected_signal"


def names_action(title: str) -> bool:
    """Whether a heading names an action by its id: `Verification of M2`."""
    return any(_ID_CELL.fullmatch(word.strip("(),:;")) for word in title.split()[1:12])


def is_about_mitigation(part: Part) -> bool:
    """Whether a section is about what was done; the title of the document says nothing on a section."""
    return any(p.level != 1 and log_section(p.title) == "mitigation" for p in (part, *part.ancestors()))


def container_of(part: Part, own: bool) -> Iterator[str]:
    """The titles of the headings above an action, outermost first, the document's own left out."""
    above = list(part.ancestors()) if own else [part, *part.ancestors()]
    for holder in reversed(above):
        if holder.level > 1:
            yield holder.title
