"""The blocks under their headings, bold pseudo-headings included, each heading classified; it finds no steps."""

from collections.abc import Iterator

from runbooklint.document import Document, Node
from runbooklint.inline import plain, trimmed
from runbooklint.pattern import Pattern
from runbooklint.reading.heads import Head, bold_lead, read_head
from runbooklint.reading.labels import bold_label
from runbooklint.records import SectionKind
from runbooklint.source import Source, Span
from runbooklint.vocabulary import section_kind, step_field

ENUMERATED, LABEL = 7, 8
"""The levels of bold pseudo-headings, below all real ones: `**Step 2: …**` and `**Verification:**`."""
_BOLD_ALONE = Pattern(
    r"[^\w\s*`\[(<]{0,4}\s{0,2}(?:\*\*|__)(?P<words>[^*\n]{1,200})(?:\*\*|__)\s?:?(?:[ \t]*\([^()\n]{1,60}\):?)?"
)

_BRACKETED = Pattern(r"\([^()\n]{1,60}\)")


class Part:
    """A heading, real or bold, with the blocks directly under it and the parts below it."""

    __slots__ = ("blocks", "head", "kind", "last", "level", "node", "parent", "parts", "span", "title")

    def __init__(self, node: Node | None, level: int, span: Span, text: str, parent: "Part | None") -> None:
        self.node = node
        self.level = level
        self.span = span
        """The words of the heading."""
        self.title = plain(text)
        self.head: Head = read_head(text, span.start)
        self.kind: SectionKind = section_kind(self.head.title or self.title, level == LABEL)
        self.parent = parent
        self.blocks: list[Node] = []
        self.parts: list[Part] = []
        self.last = span.end
        """The offset at which the part ends, sub-parts included."""

    @property
    def real(self) -> bool:
        """Whether it is a Markdown heading and no bold line."""
        return 1 <= self.level <= 6

    @property
    def acts(self) -> bool:
        """Whether a command stands under the heading itself, and a bold label that tells the way back."""
        return self.commands and any(p.level == LABEL and step_field(p.title) == "rollback" for p in self.parts)

    @property
    def commands(self) -> bool:
        """Whether a fence stands directly under it."""
        return any(block.kind == "fence" for block in self.blocks)

    @property
    def subtitle(self) -> "Part | None":
        """The heading right behind it that may go on with it, unless it names a section; None where there is none."""
        first = self.parts[0] if self.real and not self.blocks and len(self.parts) > 1 else None
        return first if first and first.real and not (first.head.id or first.parts) else None

    def walk(self) -> "Iterator[Part]":
        """This part and all below it, in document order."""
        yield self
        for part in self.parts:
            yield from part.walk()

    def ancestors(self) -> "Iterator[Part]":
        """The parts above it, the nearest first, the document's own left out."""
        above = self.parent
        while above is not None and above.level:
            yield above
            above = above.parent


def parts_of(document: Document) -> Part:
    """The parts of a document under a nameless one of level 0."""
    source = document.source
    root = current = Part(None, 0, Span(0, 0), "", None)
    for block in document.root.children:
        if block.kind == "heading":
            text = source.slice(block.span)
            current = _opened(current, block, block.level, block.span, text)
        elif (found := _pseudo(source, block)) is not None:
            level, span, rest = found
            current = _opened(current, None, level, span, source.slice(span))
            if rest is not None:
                current.blocks.append(rest)
        else:
            current.blocks.append(block)
        _extend(current, _end(source, block))
    return root


def _opened(current: Part, node: Node | None, level: int, span: Span, text: str) -> Part:
    above = current
    while above.level >= level and above.parent is not None:
        above = above.parent
    part = Part(node, level, span, text, above)
    above.parts.append(part)
    return part


def _end(source: Source, block: Node) -> int:
    line = max(block.first, block.last - 1)
    return source.starts[line] + len(source.lines[line])


def _extend(part: Part | None, end: int) -> None:
    while part is not None:
        part.last = max(part.last, end)
        part = part.parent


def _pseudo(source: Source, block: Node) -> tuple[int, Span, Node | None] | None:
    """What a bold paragraph opens: its level, the words of its head and the paragraph that remains behind it."""
    if block.kind != "paragraph" or not block.line_spans:
        return None
    first = block.line_spans[0]
    text = source.slice(first)
    lead = bold_lead(text)
    if lead and (head := read_head(lead[0], 0)).id and (head.word or head.title):
        behind = lead[1].strip(" \t:.—–-")
        if len(block.line_spans) == 1 and _BRACKETED.fullmatch(behind):
            return ENUMERATED, first, None
        if not (behind or len(block.line_spans) > 1):
            return ENUMERATED, first, None
        cut = first.end - len(lead[1]) if behind else first.end
        return ENUMERATED, Span(first.start, cut), _remainder(source, block, cut)
    if len(block.line_spans) > 1:
        return None
    alone = _BOLD_ALONE.fullmatch(text)
    label = bold_label(text)
    if label and label.value < len(text):
        return None
    if alone and (alone["words"].rstrip().endswith(":") or text.rstrip().endswith(":") or step_field(alone["words"])):
        return LABEL, first, None
    return None


def _remainder(source: Source, block: Node, start: int) -> Node | None:
    """The paragraph without what stands before offset `start`."""
    rest = Node("paragraph", block.first, block.last)
    first = trimmed(source.text[start : block.line_spans[0].end], start)
    rest.line_spans = [s for s in (first, *block.line_spans[1:]) if s.end > s.start]
    if not rest.line_spans:
        return None
    rest.span = Span(rest.line_spans[0].start, rest.line_spans[-1].end)
    return rest
