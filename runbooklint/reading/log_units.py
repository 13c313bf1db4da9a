"""Where actions and verifications of a mitigation log stand: headings, rows, list items; it resolves no time."""

from collections.abc import Iterator
from typing import Literal

from runbooklint.document import Node
from runbooklint.inline import plain, words
from runbooklint.pattern import Pattern
from runbooklint.reading.heads import read_head
from runbooklint.reading.items import first_line, item
from runbooklint.reading.log_fields import Gathered
from runbooklint.reading.parts import Part
from runbooklint.reading.units import block_span
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
_CORE: frozenset[FieldName] = frozenset({"action", "exact_change", "hypothesis", "rollback", "expected_signal"})
_TELLING: frozenset[FieldName] = frozenset({"exact_change", "hypothesis", "rollback", "expected_signal"})
_CHECK_WORDS = frozenset("verification verifications verify verified verifying validation".split())
_ID_HEADS = frozenset({"", "id", "no", "nr", "ref", "entry", "step", "m", "mitigation id", "action id", "nummer"})
_DUE = frozenset("due deadline priority ticket issue target jira".split())
_NUMBERED = Pattern(
    r"[\s*_]*(?:mitigation|action|measure|attempt|entry|intervention|change|move)[ \t]*(?:no\.?|nr\.?|#)?[ \t]*"
    r"(?P<id>[a-z]{0,3}-?\d{1,3})\b[\s*_:.)–—-]*",
    2,
)
_ID_CELL = Pattern(r"[\s*_`#]*(?P<id>[A-Za-z]{0,5}[-_ ]?\d{1,4}[a-z]?)[\s*_`.)]*")


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
    return head.id, head.title or plain(text)


class Finder:
    """Walks the parts of a log and keeps the actions and verifications in the order of the text."""

    def __init__(self, source: Source, root: Part, title: Part | None) -> None:
        self.source = source
        self.title = title
        self.units: list[Unit] = []
        self.visit(root)
        if not any(unit.kind == "entry" for unit in self.units):
            self.plain_actions(root)
        if not any(unit.kind == "entry" for unit in self.units) and title is not None and self.is_entry(title, True):
            self.entry(title)

    def visit(self, part: Part) -> None:
        """Find what a part is or holds."""
        if _is_future(part):
            return
        if part.level and part is not self.title:
            if self.is_check(part):
                self.check(part, None)
                return
            if self.is_entry(part):
                self.entry(part)
                return
        for block in part.blocks:
            self.rows_and_items(block, part)
        for sub in part.parts:
            self.visit(sub)

    def is_check(self, part: Part) -> bool:
        """Whether a heading announces verifications."""
        return bool(_CHECK_WORDS & set(words(part.title)[:8])) and entry_field(part.title) != "expected_signal"

    def is_entry(self, part: Part, whole: bool = False) -> bool:
        """Whether a heading is an action: enough of the labels of one stand directly under it."""
        found = Gathered(self.source, entry_field)
        found.blocks(part.blocks, None)
        told = {*found.labels, *found.values}
        told |= {name for sub in part.parts if (name := entry_field(sub.head.title or sub.title))}
        told &= ENTRY_FIELDS
        if not told & _CORE or (not whole and self.holds_entries(part)):
            return False
        numbered = bool(named(self.source, part.span)[0]) and _is_about_mitigation(part)
        return len(told) >= 3 or (len(told) == 2 and bool(told & _TELLING)) or numbered

    def holds_entries(self, part: Part) -> bool:
        """Whether the headings below are actions themselves."""
        return any(not entry_field(sub.head.title or sub.title) and self.is_entry(sub) for sub in part.parts)

    def entry(self, part: Part) -> None:
        """Keep a heading as an action, and what verifies it below."""
        checks = [sub for sub in part.parts if self.is_check(sub)]
        found = Gathered(self.source, entry_field)
        found.part(part, checks)
        unit = Unit("entry", part.span, Span(part.span.start, part.last), found, part)
        unit.id, unit.title = named(self.source, part.span)
        self.units.append(unit)
        self.inline_check(unit)
        for sub in checks:
            self.check(sub, unit)

    def check(self, part: Part, holder: Unit | None) -> None:
        """Keep a heading as a verification, or the verifications in its tables, lists and sub-headings."""
        found = Gathered(self.source, check_field)
        found.part(part)
        before = len(self.units)
        for block in part.blocks:
            self.rows_and_items(block, part, holder)
        if len(self.units) == before:
            for sub in part.parts:
                if self.has_check_fields(sub):
                    self.check(sub, holder)
        if len(self.units) == before and (found.values or found.loose):
            unit = Unit("check", part.span, Span(part.span.start, part.last), found, part)
            unit.title, unit.holder = part.title, holder
            self.units.append(unit)

    def has_check_fields(self, part: Part) -> bool:
        """Whether a heading has labels of a verification under it and is none of them itself."""
        found = Gathered(self.source, check_field)
        found.part(part)
        return len(CHECK_FIELDS & {*found.values, *found.labels}) > 1 and check_field(part.title) not in CHECK_FIELDS

    def inline_check(self, unit: Unit) -> None:
        """Keep the verification whose labels stand among those of an action."""
        names = CHECK_FIELDS | {"verification"}
        told = {name: items for name, items in unit.found.values.items() if name in names}
        inner = unit.found.inner
        if not told and not inner:
            return
        found = inner[0][1] if inner else Gathered(self.source, check_field)
        for name, items in told.items():
            found.values.setdefault(name, []).extend(items)
            if name in unit.found.labels:
                found.labels.setdefault(name, unit.found.labels[name])
            del unit.found.values[name]
        span = inner[0][0] if inner and inner[0][0].end else unit.found.labels.get("verification", unit.span)
        check = Unit("check", span, unit.block, found, unit.part)
        check.title, check.holder = unit.title, unit
        self.units.append(check)

    def rows_and_items(self, block: Node, part: Part, holder: Unit | None = None) -> None:
        """Keep the actions and verifications in a table or list."""
        if block.kind == "table" and block.children:
            self.table(block, part, holder)
        elif block.kind == "list":
            for node in block.children:
                self.list_item(node, part, holder)

    def list_item(self, node: Node, part: Part, holder: Unit | None) -> None:
        """Keep a list item whose own lines and nested lists hold the labels of an action or a verification."""
        span = first_line(self.source, node)
        for kind, naming in (("entry", entry_field), ("check", check_field)):
            found = Gathered(self.source, naming)
            found.item_blocks(node)
            told = {*found.labels, *found.values}
            entry = told & _TELLING and len(told & ENTRY_FIELDS) > 1 and told & _CORE
            if (kind == "entry" and entry) or (kind == "check" and len(told & CHECK_FIELDS) > 1):
                unit = Unit("entry" if kind == "entry" else "check", span, block_span(self.source, node), found, part)
                unit.id, unit.title = named(self.source, span)
                unit.id = unit.id or (node.marker.rstrip(".)") if node.ordered else "")
                unit.holder = holder
                self.units.append(unit)
                if kind == "entry":
                    self.inline_check(unit)
                return
        for child in node.children:
            if child.kind == "list":
                self.rows_and_items(child, part, holder)

    def table(self, node: Node, part: Part, holder: Unit | None) -> None:
        """Keep the rows of a table whose columns are those of actions or verifications, or of both."""
        heads = node.children[0].children
        titles = [self.source.slice(cell.span) for cell in heads]
        if any(_DUE & set(words(title)) for title in titles):
            return
        names = {i: name for i, title in enumerate(titles) if (name := entry_field(title))}
        checks = {i: name for i, title in enumerate(titles) if (name := check_field(title))}
        told = ENTRY_FIELDS & set(names.values())
        entry = bool(told & _CORE) and len(told) > 1 and not self.is_check(part)
        entry = entry and (bool(told & _TELLING) or _is_about_mitigation(part))
        if not entry and len(CHECK_FIELDS & set(checks.values())) < 2:
            return
        identifier = next((i for i, t in enumerate(titles) if phrase(t) in _ID_HEADS or self.ids(node, i)), None)
        for row in node.children[1:]:
            cells = row.children
            if not any(cell.span.end > cell.span.start for cell in cells):
                continue
            found = Gathered(self.source, entry_field if entry else check_field)
            for index, name in (names if entry else checks).items():
                if index < len(cells) and index != identifier:
                    found.column(name, titles[index], cells[index], heads[index].span)
            span = Span(cells[0].span.start, cells[-1].span.end)
            unit = Unit("entry" if entry else "check", span, span, found, part)
            self.name_row(unit, cells[identifier].span if identifier is not None and identifier < len(cells) else None)
            unit.holder = holder
            self.units.append(unit)
            if entry:
                self.inline_check(unit)

    def name_row(self, unit: Unit, cell: Span | None) -> None:
        """Give a row its id and its title: those of its id cell, else the words of its action."""
        if cell is not None:
            told = _ID_CELL.fullmatch(self.source.slice(cell))
            unit.id, unit.title = (told["id"], "") if told else named(self.source, cell)
        words_of = unit.found.values.get("action") or unit.found.values.get("exact_change") or []
        unit.title = unit.title or (plain(words_of[0].text) if words_of else unit.id)

    def ids(self, node: Node, index: int) -> bool:
        """Whether a column holds nothing but ids."""
        cells = [self.source.slice(row.children[index].span) for row in node.children[1:] if index < len(row.children)]
        return bool(cells) and all(_ID_CELL.fullmatch(cell) for cell in cells)

    def plain_actions(self, root: Part) -> None:
        """The items of a section of actions that carry no labels: actions of which only the words are told."""
        for part in root.walk():
            if log_section(part.title) != "mitigation" or part is self.title or _is_future(part):
                continue
            for block in part.blocks:
                for node in block.children if block.kind == "list" else []:
                    span = first_line(self.source, node)
                    found = Gathered(self.source, entry_field)
                    found.item_blocks(node)
                    if span.end > span.start and "action" not in found.values:
                        found.values["action"] = [item(self.source, span)]
                    unit = Unit("entry", span, block_span(self.source, node), found, part)
                    unit.id, unit.title = named(self.source, span)
                    self.units.append(unit)


def _is_about_mitigation(part: Part) -> bool:
    """Whether a section is about what was done; the title of the document says nothing on a section."""
    return any(p.level != 1 and log_section(p.title) == "mitigation" for p in (part, *part.ancestors()))


def _is_future(part: Part) -> bool:
    """Whether a section tells future work, causes or lessons, and no action that was taken."""
    return bool(part.level) and log_section(part.title) in {"action_items", "root_cause"}


def container_of(part: Part, own: bool) -> Iterator[str]:
    """The titles of the headings above an action, outermost first, the document's own left out."""
    above = list(part.ancestors()) if own else [part, *part.ancestors()]
    for holder in reversed(above):
        if holder.level > 1:
            yield holder.title
