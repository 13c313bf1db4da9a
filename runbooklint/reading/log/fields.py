"""The labelled values in the blocks of a mitigation log: lists, lines, tables, sub-headings; it finds no entries."""

from collections.abc import Callable, Iterable, Iterator

from runbooklint.document import Node
from runbooklint.inline import plain, trimmed
from runbooklint.pattern import Pattern
from runbooklint.quantities.zones import label_zone, zone_at
from runbooklint.reading.items import cell_items, item, items_of
from runbooklint.reading.labels import Label, bold_label, plain_label
from runbooklint.reading.log.signals import action_columns, signal_columns
from runbooklint.reading.parts import Part
from runbooklint.records import FieldName, Item
from runbooklint.records_log import Known
from runbooklint.source import Source, Span
from runbooklint.vocabulary.log_labels import check_field

Naming = Callable[[str], FieldName | None]

_TIMES: frozenset[FieldName] = frozenset({"pre_apply", "apply", "confirmed"})
_NEXT_LABEL = Pattern(r"[ \t]+(?:[|·•;,—–-][ \t]+)?(?=\*\*[^*\n]{1,60}(?::\*\*|\*\*:))")


_HYPHENED = Pattern(r"[ \t]*(?P<label>[A-Za-z][\w’'/-]*(?:[ \t][\w’'/-]+){0,4}?)[ \t]-[ \t]+(?=\S)")


def _hyphened(text: str) -> Label | None:
    """The words before a hyphen that stands free, as some write a dash: a label where they name a field."""
    found = _HYPHENED.match(text)
    return Label(found["label"], found.start("label"), found.end("label"), found.end(), False, True) if found else None


class Gathered:
    """The values of one record by field, in document order, with their labels."""

    def __init__(self, source: Source, naming: Naming) -> None:
        self.source = source
        self.naming = naming
        self.values: dict[FieldName, list[Item]] = {}
        self.labels: dict[FieldName, Span] = {}
        self.zones: dict[FieldName, Known] = {}
        """The zones that labels state for their values: `Applied at (UTC)`."""
        self.inner: list[tuple[Span, Gathered]] = []
        """What stands under a label `Verification`, with the words of the label."""
        self.loose: list[Item] = []
        self.heads: dict[FieldName, Item] = {}
        """The column heads of a table of signals, which may state the times of its values."""
        self.last: FieldName | None = None
        """The field of the label that was read last in a paragraph."""
        self.ended: FieldName | None = None
        """The field of a label alone that ends a list: a fence behind it is its value, not indented far enough."""

    def part(self, part: Part, skipped: Iterable[Part] = ()) -> None:
        """Take in what stands under a heading; a heading below it may be a label."""
        left = {id(p) for p in skipped}
        self.blocks(part.blocks, None)
        for sub in part.parts:
            if id(sub) in left:
                continue
            name = self.naming(sub.head.title or sub.title)
            if name is not None and not self.groups_times(name, sub):
                self.labels.setdefault(name, sub.span)
                self.blocks(sub.blocks, name)
                for below in sub.parts:
                    self.part(below)
            else:
                self.part(sub)

    def groups_times(self, name: FieldName, part: Part) -> bool:
        """Whether a heading such as `When` is no label but stands above the labels of several times."""
        if name not in _TIMES:
            return False
        found = Gathered(self.source, self.naming)
        found.blocks(part.blocks, None)
        return len(_TIMES & found.labels.keys()) > 1

    def blocks(self, nodes: list[Node], name: FieldName | None) -> None:
        """Walk blocks; a label without a value in its own line takes those behind it up to the next label."""
        opened, given = name, name
        for node in nodes:
            ended, self.ended = self.ended, None
            match node.kind:
                case "paragraph":
                    opened = self.lines(node.line_spans, opened) or given
                case "list":
                    waiting = None
                    for child in node.children:
                        waiting = self.entry(child, opened)
                    opened, self.ended = given, waiting
                case "quote":
                    self.blocks(node.children, opened)
                    opened = given
                case "table":
                    self.table(node, opened)
                    opened = given
                case "fence":
                    self.keep(opened or ended, list(items_of(self.source, node)))
                    opened = given

    def entry(self, node: Node, name: FieldName | None) -> FieldName | None:
        """Take in a list item, as a piece of an open value or for itself. Returns the field of a label that is all that
        the item says."""
        if name == "verification":
            self.below().item_blocks(node)
        elif name is not None:
            self.keep(name, list(items_of(self.source, node)))
        else:
            return self.item_blocks(node)
        return None

    def item_blocks(self, node: Node) -> FieldName | None:
        """Take in an item whose first line may be a label; then all else in it is the value. Returns the field of a
        label that stands alone."""
        opened: FieldName | None = None
        found: FieldName | None = None
        for index, child in enumerate(node.children):
            if index == 0 and len(node.children) > 1 and (alone := self.bare_label(child)):
                opened = alone
            elif child.kind == "paragraph":
                found = self.lines(child.line_spans, opened)
                opened = opened or found or (self.last if index == 0 else None)
            else:
                self.blocks([child], opened)
        return found if len(node.children) == 1 else None

    def bare_label(self, node: Node) -> FieldName | None:
        """The field that the first line of an item names without a colon, as a heading does."""
        if node.kind != "paragraph" or len(node.line_spans) != 1:
            return None
        span = node.line_spans[0]
        name = self.naming(plain(self.source.slice(span)))
        if name is not None:
            self.labels.setdefault(name, span)
        return name

    def below(self) -> "Gathered":
        """The values under the label `Verification`."""
        if not self.inner:
            self.inner.append((self.labels.get("verification", Span(0, 0)), Gathered(self.source, check_field)))
        return self.inner[-1][1]

    def lines(self, spans: list[Span], name: FieldName | None) -> FieldName | None:
        """Take in the lines of a paragraph. Returns the field of a label that has no value yet."""
        self.last = None
        opened, start, end = name, None, 0
        waiting: FieldName | None = None
        for span in (piece for line in spans for piece in self.cut(line)):
            label = self.label(span)
            if label is None:
                start = span.start if start is None else start
                end, waiting = span.end, None
                continue
            if start is not None:
                self.keep(opened, [item(self.source, Span(start, end))])
            opened, found = label
            self.last = opened
            begin = span.start + found.value
            start, end = (begin, span.end) if begin < span.end else (None, span.end)
            waiting = opened if start is None else None
        if start is not None and end > start:
            self.keep(opened, [item(self.source, trimmed(self.source.text[start:end], start))])
        return waiting

    def cut(self, span: Span) -> Iterator[Span]:
        """The pieces of a line at the bold labels in it: `**Applied:** 14:06 | **By:** …`."""
        text, at = self.source.slice(span), 0
        for found in _NEXT_LABEL.finditer(text) if text.count("**") > 2 else ():
            label = bold_label(text[found.end() :])
            if label and self.naming(label.text):
                yield Span(span.start + at, span.start + found.start())
                at = found.end()
        yield Span(span.start + at, span.end)

    def label(self, span: Span) -> tuple[FieldName, Label] | None:
        """The field that the label of a line names; the words of the label are kept."""
        text = self.source.slice(span)
        for read in (bold_label, plain_label, _hyphened):
            found = read(text)
            name = self.naming(found.text) if found and found.colon else None
            if found and name:
                place = Span(span.start + found.start, span.start + found.end)
                self.labels.setdefault(name, place)
                aside = found.text.find("(")
                zone = zone_at(found.text, aside) if aside >= 0 else None
                if zone:
                    self.zones.setdefault(name, Known(zone.text, "field", place))
                return name, found
        return None

    def keep(self, name: FieldName | None, items: list[Item]) -> None:
        """Add pieces to a field, or to what stands under no label."""
        told = [i for i in items if i.span.end > i.span.start]
        if name is None:
            self.loose.extend(told)
        elif told:
            self.values.setdefault(name, []).extend(told)

    def column(self, name: FieldName, head: str, cell: Node, place: Span) -> None:
        """Take in a cell under a column head, which may state the zone of its times."""
        zone = label_zone(head)
        if zone:
            stated = Span(place.start + zone.start, place.start + zone.end)
            self.zones.setdefault(name, Known(zone.text, "column", stated))
        self.keep(name, list(cell_items(self.source, cell)))

    def table(self, node: Node, name: FieldName | None) -> None:
        """Take in a table: signals by row, fields by row where its first column holds labels, else a piece of the open
        value."""
        signals = signal_columns(self.source, node)
        if signals:
            (self if self.naming is check_field else self.below()).signals(node, signals)
            return
        if action_columns(self.source, node):
            return
        rows = [row for row in node.children if len(row.children) > 1]
        names = [self.naming(self.source.slice(row.children[0].span)) for row in rows]
        if sum(n is not None for n in names) * 2 > len(rows):
            for row, field in zip(rows, names, strict=True):
                if field:
                    self.labels.setdefault(field, row.children[0].span)
                    self.keep(field, list(cell_items(self.source, row.children[1])))
        elif name:
            self.keep(name, list(items_of(self.source, node)))

    def signals(self, node: Node, names: dict[int, FieldName]) -> None:
        """Take in a table of signals: the first row is the primary one, the others are looked at besides."""
        heads = node.children[0].children
        for number, row in enumerate(node.children[1:]):
            if number:
                self.keep("secondary_signal", [i for cell in row.children for i in cell_items(self.source, cell)])
                continue
            for index, name in names.items():
                if index < len(row.children):
                    title = heads[index]
                    self.column(name, self.source.slice(title.span), row.children[index], title.span)
                    self.heads.setdefault(name, item(self.source, title.span))
