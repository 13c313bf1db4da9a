"""The fields of one step or entry: labels, columns, sub-headings, checks in fences; it finds no steps."""

from collections.abc import Callable, Iterable

from runbooklint.document import Node
from runbooklint.inline import trimmed, words
from runbooklint.reading.declared import nests_entry, opening
from runbooklint.reading.fences import expectations, labelled
from runbooklint.reading.inlined import parted
from runbooklint.reading.items import cell_items, item, items_of
from runbooklint.reading.labels import (
    asked_label,
    bold_label,
    check_clause,
    condition,
    equated_label,
    is_check,
    plain_label,
    stopping_clause,
)
from runbooklint.reading.parts import Part
from runbooklint.reading.values import make_field, split_maximum
from runbooklint.records import FieldName, Fields, Item
from runbooklint.source import Source, Span
from runbooklint.vocabulary import label_field, step_field
from runbooklint.vocabulary.labels import EVENTS

_SEVERAL = 3
"""The fields that a table of two columns names, at least, where most of its labels are unknown."""
Naming = Callable[[str], FieldName | None]

_BACK = frozenset("rollback abort back".split())
"""What makes of criteria those to roll back."""


class Gathering:
    """Collects the values of one record, in document order, while its blocks are walked."""

    def __init__(self, source: Source, naming: Naming = step_field) -> None:
        self.source = source
        self.naming = naming
        self.values: dict[FieldName, list[Item]] = {}
        self.labels: dict[FieldName, Span] = {}
        self.loose: list[Item] = []
        """What stands under no label: the action where no label tells it."""
        self.checks: list[Item] = []
        """What begins as a check does, and expectations in fences."""
        self.fenced: dict[FieldName, tuple[Span, list[Item]]] = {}
        """What labels in fences name; it counts where nothing else does."""
        self.hints: list[Item] = []
        """Clauses inside other text that tell a check; they count where nothing else is one."""
        self.led: list[Item] | None = None
        """Where a list or fence goes right behind a check that ends in a colon (`Confirm, in order:`)."""

    def add(self, name: FieldName, items: Iterable[Item], label: Span | None = None) -> None:
        """Add items to a field; the first label of a field is kept."""
        listed = [i for i in items if i.span.end > i.span.start]
        if label is not None:
            self.labels.setdefault(name, label)
        if listed:
            self.values.setdefault(name, []).extend(listed)

    def part(self, part: Part) -> None:
        """Take in what stands under a heading; its own title is not read."""
        self.led = None
        self.blocks(part.blocks)
        for sub in part.parts:
            name = self.naming(sub.head.title or sub.title)
            if name is None:
                self.part(sub)
            else:
                self.opened(name, sub)

    def opened(self, name: FieldName, part: Part) -> None:
        """Take in a part whose heading is a label."""
        self.labels.setdefault(name, part.span)
        if name == "rollback" and nests_entry(self.source, part):
            self.add(name, (i for p in part.walk() for b in p.blocks for i in items_of(self.source, b)))
            return
        rest = self.blocks(part.blocks, name, whole=part.real)
        self.blocks(rest)
        for sub in part.parts:
            inner = self.naming(sub.head.title or sub.title)
            self.opened(inner or name, sub)

    def blocks(self, nodes: list[Node], name: FieldName | None = None, whole: bool = False) -> list[Node]:
        """Walk blocks; with a name, they are the value of a label, up to the first text behind a list or fence unless
        the whole belongs to it. Returns the blocks that no longer belong to the label."""
        closed = False
        for index, node in enumerate(nodes):
            if name and closed and not whole and node.kind == "paragraph":
                return nodes[index:]
            if name and node.kind in {"list", "fence", "table"}:
                closed = True
            following = self.block(node, name)
            if name is None and following is not None:
                return self.blocks(self.blocks(nodes[index + 1 :], following))
        return []

    def block(self, node: Node, name: FieldName | None) -> FieldName | None:
        """Take in one block as the value of a label, or for itself. Returns the label that it leaves open."""
        led, self.led = self.led, None
        if led is not None and name is None and node.kind in {"list", "fence"}:
            led.extend(items_of(self.source, node))
            if node.kind == "list" and led is self.checks:
                return None
        match node.kind:
            case "paragraph":
                return self.lines(node.line_spans, name)
            case "list":
                for child in node.children:
                    self.list_item(child, name)
                self.led = None
            case "quote":
                self.blocks(node.children, name, whole=True)
            case "fence":
                if name:
                    self.add(name, items_of(self.source, node))
                else:
                    self.loose.extend(items_of(self.source, node))
                if name in {None, "action"}:
                    self.fence(node)
            case "table":
                self.table(node, name)
        return None

    def lines(self, spans: list[Span], name: FieldName | None) -> FieldName | None:
        """Take in the lines of a paragraph; a label begins a value that its further lines continue."""
        start, opened, label = None, name, None
        end = 0
        for span in parted(self.source, spans, self.naming) if name in {None, "action"} else spans:
            found = self.label(span)
            text = self.source.slice(span)
            checked = opened is None and start is not None and found is None and is_check(text)
            other = label is not None and found is None and start is not None and _begins_another(text)
            if (found or checked or other) and start is not None:
                self.keep(opened, Span(start, end), label)
                start, opened, label = None, name, None
            if found:
                opened, label = found[0], found[1]
                start = found[2] if found[2] < span.end else None
                if start is None:
                    self.labels.setdefault(opened, label)
            elif start is None:
                start = span.start
            end = span.end
        if start is not None and end > start:
            self.keep(opened, Span(start, end), label)
            return opened if label and self.source.text[end - 1] == ":" else None
        return opened if label is not None else None

    def keep(self, name: FieldName | None, span: Span, label: Span | None) -> None:
        text = self.source.slice(span)
        stripped = text.rstrip()
        if stripped.endswith("**") and stripped.count("**") % 2:
            stripped = stripped[:-2]
        piece = item(self.source, trimmed(stripped, span.start))
        if name:
            self.add(name, [piece], label)
        elif is_check(text):
            self.checks.append(piece)
            self.led = self.checks if piece.text.endswith(":") else None
        else:
            self.loose.append(piece)
            hinted = self.hint(piece)
            self.led = self.hints if hinted and piece.text.endswith(":") else None

    def hint(self, piece: Item) -> bool:
        """Keep the clause of a text that tells to check something; whether there is one."""
        at = check_clause(piece.text)
        if at is not None:
            span = trimmed(piece.text[at:], piece.span.start + at)
            self.hints.append(item(self.source, span))
        return at is not None

    def label(self, span: Span) -> tuple[FieldName, Span, int] | None:
        """The field that the label of a line names, the label's words, and where its value begins."""
        text = self.source.slice(span)
        found = bold_label(text)
        name = self.naming(found.text) if found and found.colon else None
        if name is None and condition(text):
            return "go_no_go", Span(span.start, span.start), span.start
        if name is None:
            found = plain_label(text) or asked_label(text)
            if found is None and self.naming is not step_field:
                found = equated_label(text)
            named = found is not None and (self.naming is not step_field or label_field(found.text))
            name = self.naming(found.text) if found and named else None
        if found is None or name is None or (found.bold and not found.colon):
            return None
        told = name == "communication" and EVENTS & set(words(found.text))  # `On failure` is part of the message
        begin = found.start if told else found.value
        return name, Span(span.start + found.start, span.start + found.end), span.start + begin

    def list_item(self, node: Node, name: FieldName | None) -> None:
        """Take in a list item with what it holds. Under a label other than the action's, words such as `Rollback:` are
        part of the value: they are outcomes and events, not fields."""
        if name and name != "action":
            self.add(name, items_of(self.source, node))
            return
        first = node.children[0] if node.children else None
        opened: FieldName | None = name
        rest = node.children
        if first is not None and first.kind == "paragraph":
            opened = self.titled(node) or self.lines(first.line_spans, name) or name
            rest = node.children[1:]
        left = self.blocks(rest, opened, whole=opened is not None)
        self.blocks(left, name)

    def titled(self, node: Node) -> FieldName | None:
        """The field that an item names which is a label without a colon over a list (`- Prerequisites`)."""
        span = node.children[0].line_spans[0]
        text = self.source.slice(span)
        name = self.naming(text) if opening(text, node) else None
        if name:
            self.labels.setdefault(name, span)
        return name

    def fence(self, node: Node) -> None:
        """Take in what the comments and lines of a fence say."""
        self.checks.extend(expectations(self.source, node))
        for name, label, items in labelled(self.source, node):
            if name == "postcondition":
                self.checks.extend(items)
            else:
                self.fenced.setdefault(name, (label, list(items)))

    def table(self, node: Node, name: FieldName | None) -> None:
        """Take in a table: the value of an open label other than the action's, else fields by row where its first
        column holds labels. Under such a label words like `Rollback` are outcomes and events, as in a list."""
        rows = node.children
        named = [self.naming(self.source.slice(r.children[0].span)) if len(r.children) > 1 else None for r in rows]
        known = [n for n in named if n is not None]
        pairs = len(set(known)) >= _SEVERAL and all(len(row.children) == 2 for row in rows)
        if name in {None, "action"} and (len(known) * 2 > len(rows) or pairs):
            for row, field in zip(rows, named, strict=True):
                if field:
                    self.add(field, cell_items(self.source, row.children[1]), row.children[0].span)
        elif name:
            self.add(name, items_of(self.source, node))

    def criterion(self) -> Item | None:
        """The first sentence of the action or check that says when to stop or roll back."""
        for piece in (*self.values.get("action", self.loose), *self.values.get("postcondition", ())):
            clause = None if piece.code else stopping_clause(piece.text)
            if clause:
                start = piece.span.start
                return item(self.source, trimmed(piece.text[clause[0] : clause[1]], start + clause[0]))
        return None

    def fields(self) -> Fields:
        """The fields of all that was taken in."""
        made: Fields = {}
        for name, (label, told) in self.fenced.items():
            if name not in self.values:
                self.add(name, told, label)
        if self.checks and "postcondition" not in self.values:
            self.values["postcondition"] = self.checks
        elif self.hints and "postcondition" not in self.values:
            implied = make_field(self.source, "postcondition", self.hints)
            made["postcondition"] = implied._replace(value="implied")
        elif self.checks:
            self.loose = sorted([*self.loose, *self.checks], key=lambda i: i.span.start)
        if self.loose and "action" not in self.values:
            self.values["action"] = self.loose
        if "go_no_go" not in self.values and (criterion := self.criterion()):
            made["go_no_go"] = make_field(self.source, "go_no_go", [criterion])._replace(value="implied")
        for name, items in self.values.items():
            made[name] = make_field(self.source, name, items, self.labels.get(name))
        split_maximum(self.source, made)
        gate = made.get("go_no_go")
        if gate and gate.label and _BACK & set(words(self.source.slice(gate.label))):
            made["go_no_go"] = gate._replace(value="back")
        return made


def _begins_another(text: str) -> bool:
    """Whether a line begins with a bold label, which ends the value of the label before, though nobody knows it."""
    label = bold_label(text) if text.startswith("**") else None
    return label is not None and label.colon and label.value < len(text)
