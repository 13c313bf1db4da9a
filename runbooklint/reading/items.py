"""Blocks to items: the pieces of text, each with its place, that fields and sections are made of."""

from collections.abc import Iterator

from runbooklint.document import Node
from runbooklint.inline import lines
from runbooklint.records import Item
from runbooklint.source import Source, Span


def item(source: Source, span: Span, code: bool = False) -> Item:
    """The item of a span."""
    return Item(source.slice(span), span, code)


def items_of(source: Source, node: Node) -> Iterator[Item]:
    """The items of a block: a paragraph, each list item, each table row, a whole fence, what a quote holds."""
    match node.kind:
        case "paragraph":
            if node.line_spans:
                yield item(source, node.span)
        case "fence":
            if node.line_spans:
                yield item(source, node.span, code=True)
        case "list" | "item" | "quote":
            for child in node.children:
                yield from items_of(source, child)
        case "table":
            for row in node.children[1:]:
                if row.children:
                    yield item(source, Span(row.children[0].span.start, row.children[-1].span.end))
        case _:
            return


def cell_items(source: Source, cell: Node) -> tuple[Item, ...]:
    """The items of a table cell: its text cut at `<br>`."""
    return tuple(item(source, span) for span in lines(source.slice(cell.span), cell.span.start))


def first_line(source: Source, node: Node) -> Span:
    """The words of the first line of an item or paragraph; an empty span at its start where it has none."""
    for child in node.children if node.kind == "item" else [node]:
        if child.line_spans and child.kind == "paragraph":
            return child.line_spans[0]
        if child.kind in {"heading", "fence"}:
            return child.span
        break
    start = source.starts[node.first]
    return Span(start, start + len(source.lines[node.first]))
