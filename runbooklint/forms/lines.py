"""Fields as list items or lines with a label: a further one beside them, or the first below the head of a record."""

from collections.abc import Iterator
from typing import Any

from runbooklint.document import Node
from runbooklint.forms.blocks import Blocks
from runbooklint.forms.wording import Wanted
from runbooklint.named import NamedTuple
from runbooklint.pattern import Pattern
from runbooklint.records import Field
from runbooklint.rule import Edit
from runbooklint.source import Span

_LEAD = Pattern(r"(?P<indent>[ \t]*)(?P<marker>(?:[-*+][ \t]+)?)(?P<box>(?:\[[ xX]\][ \t]+)?)(?P<marks>[*_]{0,3})")
_MIDDLE = Pattern(r"(?P<sign>[*_]{0,3}[ \t]?[:.–—-]?[*_]{0,3})[ \t]*")
_ITEM = Pattern(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+")


class Style(NamedTuple):
    """How a record writes a field on a line: what stands before and behind the label, and where a line can follow."""

    indent: str
    marker: str
    before: str
    behind: str
    end: int
    """The offset behind the field."""
    gap: str
    """What stands between two such fields."""

    def line(self, wanted: Wanted) -> str:
        """A field, with its line."""
        return f"{self.indent}{self.marker}{self.before}{wanted.label}{self.behind} {wanted.value}"


def beside_labels(blocks: Blocks, unit: Any, wanted: list[Wanted]) -> Edit | None:
    """Further fields behind the last one of a record that has its label at the beginning of a line."""
    style = style_of(blocks, unit)
    if style is None:
        return None
    text = "".join(f"{style.gap}{style.line(one)}" for one in wanted)
    return Edit(Span(style.end, style.end), text)


def style_of(blocks: Blocks, unit: Any) -> Style | None:
    """How a record writes its fields; None where none of them begins a line with a label."""
    found = list(_styles(blocks, unit))
    if not found:
        return None
    least = min((not style.marker, len(style.indent)) for style in found)
    return max((s for s in found if (not s.marker, len(s.indent)) == least), key=lambda style: style.end)


def _styles(blocks: Blocks, unit: Any) -> Iterator[Style]:
    for field in unit.fields.values():
        if field.label is not None and not field.inherited and unit.block.start <= field.label.start < unit.block.end:
            style = _style(blocks, field, field.label)
            if style:
                yield style


def _style(blocks: Blocks, field: Field, label: Span) -> Style | None:
    source = blocks.source
    node = blocks.holding(label.start)
    if node is None or node.kind != "paragraph":
        return None
    start = source.starts[blocks.line(label.start)]
    lead = _LEAD.fullmatch(source.text, start, label.start)
    line_end = source.line_span(blocks.line(label.start)).end
    sign = _MIDDLE.match(source.text, label.end, line_end)
    if lead is None or sign is None or not sign["sign"]:
        return None
    before = f"{'[ ] ' if lead['box'] else ''}{lead['marks']}"
    item = blocks.above[id(node)]
    if lead["marker"] and item.kind == "item":
        return Style(lead["indent"], lead["marker"], before, sign["sign"], blocks.end(item), _gap(blocks, item))
    if lead["marker"] or lead["box"]:
        return None
    return Style(lead["indent"], "", before, sign["sign"], blocks.end(_last(blocks, node, field)), "\n\n")


def _last(blocks: Blocks, node: Node, field: Field) -> Node:
    """The block beside that of a label in which its value ends."""
    last = node
    for other in blocks.above[id(node)].children:
        if node.first <= other.first and blocks.source.starts[other.first] < field.span.end:
            last = other
    return last


def _gap(blocks: Blocks, item: Node) -> str:
    """What stands between the items of a list: a line end, a blank line more where it is a loose one."""
    before = blocks.source.lines[item.first - 1] if item is not blocks.above[id(item)].children[0] else "-"
    return "\n" if before.strip() else "\n\n"


def below_head(blocks: Blocks, head: Node | None, wanted: list[Wanted]) -> Edit | None:
    """The first fields of a record, as list items directly below its head; None where no item can stand there."""
    if head is None or head.kind == "row":
        return None
    source, indent, gap = blocks.source, "", "\n\n"
    end = blocks.end(head)
    if head.kind == "item":
        marker = _ITEM.match(source.lines[head.first])
        words = head.children[0] if head.children else None
        if marker is None or words is None or words.kind != "paragraph":
            return None
        indent, gap, end = " " * len(marker.group().expandtabs(4)), "\n", blocks.end(words)
    elif source.lines[head.first][:1] in {">", " ", "\t"}:
        return None
    text = "".join(f"{chr(10)}{indent}- **{one.label}:** {one.value}" for one in wanted)
    below = "" if indent or blocks.blank_follows(end) else "\n"
    return Edit(Span(end, end), f"{gap[1:]}{text}{below}")
