"""Where actions and verifications of a mitigation log stand: headings, rows, list items; it resolves no time."""

from runbooklint.document import Node
from runbooklint.reading.items import first_line, item
from runbooklint.reading.log.fields import Gathered
from runbooklint.reading.log.signals import signal_columns
from runbooklint.reading.log.timed import lead_of
from runbooklint.reading.log.units import (
    CHECK_FIELDS,
    CORE,
    ENTRY_FIELDS,
    TELLING,
    Kind,
    Unit,
    announces_checks,
    inline_check,
    is_about_mitigation,
    named,
    names_action,
    row_units,
)
from runbooklint.reading.parts import Part
from runbooklint.reading.units import block_span
from runbooklint.records import FieldName
from runbooklint.source import Source, Span
from runbooklint.vocabulary.log_labels import check_field, entry_field, log_section


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
            self.units = []
            self.entry(title)

    def visit(self, part: Part) -> None:
        """Find what a part is or holds."""
        if _is_future(part):
            return
        if part.level and part is not self.title:
            if announces_checks(part):
                self.check(part, None)
                return
            if self.is_entry(part):
                self.entry(part)
                return
        for block in part.blocks:
            self.rows_and_items(block, part)
        for sub in part.parts:
            self.visit(sub)

    def is_entry(self, part: Part, whole: bool = False) -> bool:
        """Whether a heading is an action: enough of the labels of one stand directly under it."""
        found = Gathered(self.source, entry_field)
        found.blocks(part.blocks, None)
        told = {*found.labels, *found.values}
        told |= {name for sub in part.parts if (name := entry_field(sub.head.title or sub.title))}
        told &= ENTRY_FIELDS
        if not told & CORE:
            return self.is_grouped(part)
        if not whole and self.holds_entries(part):
            return False
        numbered = bool(named(self.source, part.span)[0]) and is_about_mitigation(part)
        return len(told) >= 3 or (len(told) == 2 and bool(told & TELLING)) or numbered

    def is_grouped(self, part: Part) -> bool:
        """Whether the headings below group the labels of one action (`What`, `When`): each label stands once."""
        groups = [labels for sub in part.parts if not announces_checks(sub) and (labels := self.labels_under(sub))]
        told = set().union(*groups)
        once = sum(map(len, groups)) == len(told)
        if len(groups) < 2 or not once or not told & CORE:
            return False
        return not any(named(self.source, sub.span)[0] for sub in part.parts)

    def labels_under(self, part: Part) -> set[FieldName]:
        """The labels of an action right under a heading, where there are several."""
        found = Gathered(self.source, entry_field)
        found.blocks(part.blocks, None)
        told = ENTRY_FIELDS & found.labels.keys()
        return set(told) if len(told) > 1 else set()

    def holds_entries(self, part: Part) -> bool:
        """Whether the headings below, or items of the lists below, are actions themselves."""
        if any(not entry_field(sub.head.title or sub.title) and self.is_entry(sub) for sub in part.parts):
            return True
        lists = [block for block in part.blocks if block.kind == "list" and not self.is_field_list(block)]
        return any(self.item_unit(node, part, "entry") for block in lists for node in block.children)

    def is_field_list(self, node: Node) -> bool:
        """Whether the items of a list are the fields of one record: their first lines carry different labels."""
        found = Gathered(self.source, entry_field)
        names = {label[0] for item in node.children if (label := found.label(first_line(self.source, item)))}
        return len(names) > 1

    def entry(self, part: Part) -> None:
        """Keep a heading as an action, and what verifies it below."""
        checks = [sub for sub in part.parts if announces_checks(sub)]
        found = Gathered(self.source, entry_field)
        if part is self.title:
            found.blocks(part.blocks, None)
        else:
            found.part(part, checks)
        unit = Unit("entry", part.span, Span(part.span.start, part.last), found, part)
        unit.id, unit.title = named(self.source, part.span)
        self.keep(unit)
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
                if self.has_check_fields(sub) or (announces_checks(sub) and names_action(sub.title)):
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

    def keep(self, unit: Unit) -> None:
        """Keep an action with the verification among its labels, or a verification."""
        self.units.append(unit)
        check = inline_check(self.source, unit) if unit.kind == "entry" else None
        if check is not None:
            self.units.append(check)

    def rows_and_items(self, block: Node, part: Part, holder: Unit | None = None) -> None:
        """Keep the actions and verifications in a table or list."""
        if block.kind == "table" and block.children and not signal_columns(self.source, block):
            for unit in row_units(self.source, block, part):
                unit.holder = holder
                self.keep(unit)
        elif block.kind == "list" and not self.is_field_list(block):
            for node in block.children:
                self.list_item(node, part, holder)

    def list_item(self, node: Node, part: Part, holder: Unit | None) -> None:
        """Keep a list item that is an action or a verification, else those in its nested lists."""
        unit = self.item_unit(node, part, "entry") or self.item_unit(node, part, "check")
        if unit is None:
            for child in node.children:
                if child.kind == "list":
                    self.rows_and_items(child, part, holder)
            return
        unit.holder = holder
        self.keep(unit)

    def item_unit(self, node: Node, part: Part, kind: Kind) -> Unit | None:
        """A list item as an action or a verification, where its lines and nested lists hold enough of the labels."""
        found = Gathered(self.source, entry_field if kind == "entry" else check_field)
        found.item_blocks(node)
        told = {*found.labels, *found.values}
        if kind == "entry" and not (told & TELLING and len(told & ENTRY_FIELDS) > 1):
            return None
        if kind == "check" and len(told & CHECK_FIELDS) < 2:
            return None
        span = first_line(self.source, node)
        unit = Unit(kind, span, block_span(self.source, node), found, part)
        unit.id, unit.title = named(self.source, span)
        unit.id = unit.id or (node.marker.rstrip(".)") if node.ordered else "")
        return unit

    def plain_actions(self, root: Part) -> None:
        """The items of a section of actions that carry no labels: actions of which only the words are told."""
        for part in root.walk():
            if log_section(part.title) != "mitigation" or part is self.title or _is_future(part):
                continue
            for block in part.blocks:
                for node in block.children if block.kind == "list" else []:
                    self.plain_action(node, part)

    def plain_action(self, node: Node, part: Part) -> None:
        """Keep a list item as an action: its words behind a leading time are what was done."""
        span = first_line(self.source, node)
        found = Gathered(self.source, entry_field)
        found.item_blocks(node)
        lead = lead_of(self.source, span)
        words_of = lead.text if lead else span
        if words_of.end > words_of.start and "action" not in found.values:
            found.values["action"] = [item(self.source, words_of)]
        unit = Unit("entry", span, block_span(self.source, node), found, part)
        unit.id, unit.title = named(self.source, words_of)
        self.units.append(unit)


def _is_future(part: Part) -> bool:
    """Whether a section tells future work, causes or lessons, and no action that was taken."""
    return bool(part.level) and log_section(part.title) in {"action_items", "root_cause"}
