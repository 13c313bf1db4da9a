"""The blocks of a document by line, and where text can be put behind one; it knows no form of a field."""

from bisect import bisect_left, bisect_right
from typing import Any

from runbooklint.document import Document, Node
from runbooklint.forms.wording import Wanted
from runbooklint.inline import plain
from runbooklint.rule import Edit
from runbooklint.source import Span

_HEADS = ("row", "heading", "item", "paragraph")
_LONGEST = 60


class Blocks:
    """Finds blocks by place, in time that does not grow with the document."""

    def __init__(self, document: Document) -> None:
        self.source = document.source
        self.nodes: list[Node] = []
        self.above: dict[int, Node] = {}
        """By the identity of a block, the one that holds it."""
        waiting = [document.root]
        while waiting:
            node = waiting.pop()
            self.nodes.append(node)
            children = () if node.kind == "row" else node.children
            self.above.update((id(child), node) for child in children)
            waiting.extend(reversed(children))
        self.firsts = [node.first for node in self.nodes]

    def line(self, offset: int) -> int:
        """The 0-based line of an offset."""
        return self.source.line(offset) - 1

    def at(self, offset: int) -> list[Node]:
        """The blocks that begin on the line of an offset, outermost first."""
        line = self.line(offset)
        return self.nodes[bisect_left(self.firsts, line) : bisect_right(self.firsts, line)]

    def head(self, span: Span) -> Node | None:
        """The row, heading, item or paragraph whose first words are the head of a record."""
        found = [node for node in self.at(span.start) if node.kind in _HEADS]
        items = [node for node in found if node.kind == "item"]
        if found and found[-1].kind == "paragraph" and items and self.above.get(id(found[-1])) is items[-1]:
            return items[-1]
        return found[-1] if found else None

    def holding(self, offset: int) -> Node | None:
        """The innermost paragraph or row with words at an offset."""
        index = bisect_right(self.firsts, self.line(offset))
        for node in reversed(self.nodes[max(0, index - 40) : index]):
            if node.kind in {"paragraph", "row", "heading"} and node.span.start <= offset <= node.span.end:
                return node
        return None

    def within(self, block: Span) -> list[Node]:
        """The blocks that begin inside a stretch of the text."""
        first, last = self.line(block.start), self.line(max(block.start, block.end - 1))
        return self.nodes[bisect_left(self.firsts, first) : bisect_right(self.firsts, last)]

    def end(self, node: Node) -> int:
        """The offset at which the last line with words of a block ends."""
        last = node.last - 1
        while last > node.first and not self.source.lines[last].strip():
            last -= 1
        return self.source.line_span(last).end

    def blank_follows(self, offset: int) -> bool:
        """Whether the line behind the one that ends at an offset is blank, or there is none."""
        line = self.line(offset) + 1
        return line >= len(self.source.lines) or not self.source.lines[line].strip()

    def open_label(self, unit: Any, wanted: Wanted) -> Edit | None:
        """The edit that fills in a label with nothing behind it, where a record has one."""
        for node in self.within(unit.block):
            if node.kind != "paragraph":
                continue
            for span in node.line_spans:
                text = self.source.slice(span)
                words = plain(text)
                if len(text) <= _LONGEST and words.endswith(":") and wanted.naming(words[:-1]) == wanted.name:
                    return Edit(Span(span.end, span.end), f" {wanted.value}")
        return None
