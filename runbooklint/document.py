"""Markdown text to a tree of blocks that know where their words stand; the only importer of markdown_it."""

from functools import cache
from itertools import pairwise
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token

from runbooklint.inline import trimmed
from runbooklint.pattern import Pattern
from runbooklint.source import Source, Span

Kind = Literal[
    "document", "heading", "paragraph", "list", "item", "table", "row", "cell", "fence", "html", "quote", "rule"
]

MAX_NESTING = 32
_OPENING: dict[str, Kind] = {
    "heading_open": "heading",
    "paragraph_open": "paragraph",
    "bullet_list_open": "list",
    "ordered_list_open": "list",
    "list_item_open": "item",
    "table_open": "table",
    "tr_open": "row",
    "blockquote_open": "quote",
}
_CLOSING = frozenset(name.replace("_open", "_close") for name in _OPENING)
_LEAF: dict[str, Kind] = {"fence": "fence", "code_block": "fence", "html_block": "html", "hr": "rule"}
_CHECKBOX = Pattern(r"\[[ xX✓✔]\](?=\s|$)\s*")
_PREFIX = Pattern(r"[ \t>]*")
_ITEM_PREFIX = Pattern(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?)*")


class Node:
    """A block: its kind, the lines that it takes, and the span of its own words."""

    __slots__ = ("checked", "children", "first", "info", "kind", "last", "level", "line_spans", "marker", "span")

    def __init__(self, kind: Kind, first: int, last: int) -> None:
        self.kind = kind
        self.first = first
        """0-based first line."""
        self.last = last
        """0-based line after the last."""
        self.children: list[Node] = []
        self.span = Span(0, 0)
        """The words alone: of the heading, paragraph, cell; the content of a fence or of an HTML block."""
        self.line_spans: list[Span] = []
        """The words of each line of a paragraph, heading, fence or HTML block, indentation left out."""
        self.level = 0
        """1-6 for a heading."""
        self.marker = ""
        """`-`, `*`, `+` or the number with its delimiter (`3.`) for an item; the fence's or list's sign."""
        self.checked: bool | None = None
        """The state of a task-list box; None where the item has none."""
        self.info = ""
        """The info string of a fence."""

    @property
    def ordered(self) -> bool:
        """Whether this is a numbered item or a list of them."""
        return self.marker[-1:] in {".", ")"}


class Document:
    """The tree of one document."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.root = Node("document", 0, len(source.lines))
        self.cut: int | None = None
        """The 1-based line at which nesting was deeper than is read; None where nothing was left out."""
        _Builder(self).build()


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable("table")


class _Builder:
    """Turns the flat tokens into nodes; positions are made here and nowhere else."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.source = document.source

    def build(self) -> None:
        source, tokens = self.source, list[Token]()
        body = "\n" * source.body + "\n".join(source.lines[source.body :]) if source.body else source.text
        parser = _parser()
        parser.block.parse(body.replace("\0", "\ufffd"), parser, {}, tokens)
        stack = [self.document.root]
        for token in tokens:
            if token.type in _OPENING:
                stack.append(self.opened(token, stack[-1]))
                if token.level >= MAX_NESTING - 2 and self.document.cut is None:
                    self.document.cut = stack[-1].first + 1
            elif token.type in _CLOSING:
                stack.pop()
            elif token.type == "inline":
                self.worded(token, stack)
            elif token.type in _LEAF:
                self.leaf(token, stack[-1])

    def opened(self, token: Token, parent: Node) -> Node:
        kind = _OPENING[token.type]
        first, last = token.map or (parent.first, parent.last)
        node = Node(kind, first, last)
        node.marker = token.info + token.markup if kind == "item" else token.markup
        if kind == "heading":
            node.level = int(token.tag[1])
        elif kind == "row":
            self.split_row(node, parent)
        parent.children.append(node)
        return node

    def worded(self, token: Token, stack: list[Node]) -> None:
        """Give a paragraph or heading the spans of its words. Cells have theirs from the row."""
        node = stack[-1]
        if node.kind not in {"paragraph", "heading"} or not token.map:
            return
        index, last = token.map
        for line in token.content.split("\n"):
            words = line.strip()
            while index < last and words not in self.source.lines[index]:
                index += 1  # a line of odd white space that the parser has stripped away
            if index == last:
                break
            raw = self.source.lines[index]
            if node.kind == "heading" and node.marker[:1] == "#":
                at = raw.find(words, raw.find("#") + node.level) if words else len(raw.rstrip())
            else:
                at = raw.rindex(words)
            start = self.source.starts[index] + at
            node.line_spans.append(Span(start, start + len(words)))
            index += 1
        if not node.line_spans:
            start = self.source.starts[token.map[0]]
            node.line_spans.append(Span(start, start))
        if len(stack) > 1 and stack[-2].kind == "item" and stack[-2].children[0] is node:
            self.unbox(node, stack[-2])
        node.span = Span(node.line_spans[0].start, node.line_spans[-1].end)

    def unbox(self, paragraph: Node, item: Node) -> None:
        first = paragraph.line_spans[0]
        box = _CHECKBOX.match(self.source.slice(first))
        if box:
            item.checked = box.group()[1] != " "
            paragraph.line_spans[0] = Span(first.start + box.end(), first.end)

    def leaf(self, token: Token, parent: Node) -> None:
        first, last = token.map or (parent.first, parent.last)
        node = Node(_LEAF[token.type], first, last)
        node.info, node.marker = token.info.strip(), token.markup
        fenced = token.type == "fence"
        count = token.content.count("\n") + (token.content[-1:] not in {"", "\n"})
        for index in range(first + fenced, min(last, first + fenced + count) if fenced else last):
            node.line_spans.append(trimmed(self.source.lines[index], self.source.starts[index]))
        if node.line_spans:
            node.span = Span(node.line_spans[0].start, node.line_spans[-1].end)
        else:
            node.span = trimmed(self.source.lines[first], self.source.starts[first])
        parent.children.append(node)

    def split_row(self, row: Node, table: Node) -> None:
        """Cut a table row at its unescaped pipes, as GFM does, and keep where each cell's words stand."""
        raw, start = self.source.lines[row.first], self.source.starts[row.first]
        prefix = (_ITEM_PREFIX if row.first == table.first else _PREFIX).match(raw)
        at = prefix.end() if prefix else 0
        cuts = [i for i in range(at, len(raw)) if raw[i] == "|" and (i == 0 or raw[i - 1] != "\\")]
        edges = [at - 1, *cuts, len(raw)]
        parts = [(a + 1, b) for a, b in pairwise(edges)]
        if parts and not raw[slice(*parts[0])].strip():
            parts.pop(0)
        if parts and not raw[slice(*parts[-1])].strip():
            parts.pop()
        for a, b in parts:
            cell = Node("cell", row.first, row.last)
            cell.span = trimmed(raw[a:b], start + a)
            cell.line_spans = [cell.span]
            row.children.append(cell)
        row.span = trimmed(raw[at:], start + at)
