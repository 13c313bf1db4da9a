"""What a document says outside its steps: sections, prose, decisions, open questions, and the fields of its head."""

from collections.abc import Iterator

from runbooklint.document import Document, Node
from runbooklint.inline import trimmed, words
from runbooklint.pattern import Pattern
from runbooklint.quantities.lengths import find_lengths
from runbooklint.reading.fields import Gathering
from runbooklint.reading.items import item, items_of
from runbooklint.reading.labels import bold_label, equated_label, plain_label
from runbooklint.reading.parts import Part
from runbooklint.reading.values import make_field
from runbooklint.records import (
    Decision,
    Field,
    FieldName,
    Fields,
    Item,
    Prose,
    Question,
    Row,
    Section,
    SectionKind,
    Table,
)
from runbooklint.source import Source, Span
from runbooklint.vocabulary import VERBS, document_field
from runbooklint.vocabulary.further import further_field

_SECTION_FIELDS: dict[SectionKind, FieldName] = {
    "rto": "rto",
    "window": "maintenance_window",
    "data_sync": "data_sync",
    "signoff": "validation_signoff",
    "approval": "change_approval",
    "consumers": "downstream_consumers",
}
_SOON = 12  # so few characters stand between the words for an RTO and its length
_LABEL = 120  # no label ends behind so many characters
_ANYWHERE: frozenset[FieldName] = frozenset({"rto", "maintenance_window", "data_sync", "style", "change_approval"})
_DECISION_ID = Pattern(
    r"[\s*_`\[|]*(?P<id>(?:[Dd]ecision|DEC|ADR|D)[ \t]?[-_#]?\d{1,4}"
    r"|\d{1,4}(?=[*_`\] \t]*\|))\b[*_`\]]*[\s:.–—|-]*"
)


def sections_of(source: Source, root: Part) -> tuple[Section, ...]:
    """The headings of a document in order, each with what stands directly under it."""
    made: list[Section] = []
    numbers: dict[int, int] = {}
    for part in root.walk():
        if not part.real:
            continue
        above = [p for p in part.ancestors() if p.real]
        numbers[id(part)] = len(made)
        blocks = [b for p in [part, *_bold(part)] for b in p.blocks]
        made.append(
            Section(
                "other" if part.level == 1 and not made else part.kind,
                part.title,
                part.span,
                part.level,
                tuple(i for block in blocks for i in items_of(source, block)),
                tuple(table_of(source, b) for b in _tables(blocks)),
                tuple(p.title for p in reversed(above)),
                numbers.get(id(above[0])) if above else None,
                not any(_says(source, b) for p in part.walk() for b in p.blocks) and not _bold(part),
            )
        )
    return tuple(made)


def _bold(part: Part) -> list[Part]:
    """The bold pseudo-headings under a heading, which belong to its section."""
    return [p for sub in part.parts if not sub.real for p in sub.walk()]


def _says(source: Source, block: Node) -> bool:
    if block.kind == "html":
        return not source.slice(block.span).startswith("<!--")
    if block.kind in {"rule", "heading"}:
        return False
    return block.kind in {"fence", "table"} or any(True for _ in items_of(source, block))


def _tables(blocks: list[Node]) -> Iterator[Node]:
    for block in blocks:
        if block.kind == "table" and block.children:
            yield block
        else:
            yield from _tables(block.children)


def table_of(source: Source, node: Node) -> Table:
    """The record of a table."""
    rows = [Row(tuple(item(source, c.span) for c in row.children), row.span) for row in node.children]
    return Table(rows[0].cells, tuple(rows[1:]))


def prose_of(document: Document) -> tuple[Prose, ...]:
    """All running text: lines of paragraphs and items, headings, cells; no fences, quotes, HTML."""
    return tuple(_prose(document.source, document.root))


def _prose(source: Source, node: Node) -> Iterator[Prose]:
    for child in node.children:
        match child.kind:
            case "paragraph" | "heading":
                for span in child.line_spans:
                    yield Prose(source.slice(span), span, "heading" if child.kind == "heading" else "line")
            case "cell":
                yield Prose(source.slice(child.span), child.span, "cell")
            case "quote" | "fence" | "html":
                continue
            case _:
                yield from _prose(source, child)


def questions_of(sections: tuple[Section, ...]) -> tuple[Question, ...]:
    """The entries under open-questions sections, those of their sub-sections included."""
    found = []
    for index, section in enumerate(sections):
        if section.kind == "questions" or _under(sections, index, "questions"):
            found += [Question(i.text, i.span) for i in section.items if not i.code]
    return tuple(found)


def decisions_of(source: Source, sections: tuple[Section, ...]) -> tuple[Decision, ...]:
    """The entries of the decision register in the document: rows or items that begin with a decision's id."""
    return tuple(
        decision
        for index, section in enumerate(sections)
        if section.kind == "decisions" or _under(sections, index, "decisions")
        for decision in registered(section.title, section.span, section.items)
    )


def registered(title: str, span: Span, items: tuple[Item, ...]) -> Iterator[Decision]:
    """The decisions under one heading: the one that it names, else the items that begin with an id."""
    heading = _DECISION_ID.match(title)
    if heading:
        yield Decision(heading["id"], " ".join(i.text for i in items), span)
    for entry in () if heading else items:
        told = _DECISION_ID.match(entry.text)
        if told:
            yield Decision(told["id"], entry.text[told.end() :], entry.span)


def _under(sections: tuple[Section, ...], index: int, kind: SectionKind) -> bool:
    parent = sections[index].parent
    while parent is not None:
        if sections[parent].kind == kind:
            return True
        parent = sections[parent].parent
    return False


def head_fields(source: Source, root: Part, taken: set[int]) -> Fields:
    """The fields that hold for the whole document: of its head, of sections named after them, and labels that can mean
    nothing else elsewhere. `taken` holds the ids of the parts that are steps or entries."""
    head = Gathering(source, document_field)
    for part in _head_parts(root, taken):
        head.blocks(part.blocks)
    fields = {name: field for name, field in head.fields().items() if name not in {"action", "postcondition"}}
    for part in root.walk():
        if id(part) in taken or any(id(p) in taken for p in part.ancestors()):
            continue
        name = _SECTION_FIELDS.get(part.kind) or _further(part.title)
        told = not part.real and VERBS & set(words(part.title)[:1])  # `Execute during the cutover window:`
        if name and name not in fields and part.level > 1 and not (part.head.word or told):
            items = [i for p in part.walk() for b in p.blocks for i in items_of(source, b)]
            if items:
                fields[name] = make_field(source, name, items, part.span)
        if (told_in := _headed(source, part)) is not None:
            fields.setdefault(*told_in)
        elsewhere = Gathering(source, _anywhere)
        elsewhere.blocks([block for block in part.blocks if _labels_anywhere(source, block)])
        for found, field in elsewhere.fields().items():
            if found in _ANYWHERE:
                fields.setdefault(found, field)
    return fields


def _headed(source: Source, part: Part) -> tuple[FieldName, Field] | None:
    """The field that a heading states whole: `Strategy: blue-green`."""
    text = source.slice(part.span)
    label = plain_label(text) if part.real and part.level > 1 else None
    name = _anywhere(label.text) if label and label.value < len(text) else None
    if label is None or name is None:
        return None
    value = item(source, Span(part.span.start + label.value, part.span.end))
    return name, make_field(source, name, [value], Span(part.span.start + label.start, part.span.start + label.end))


_RTO_TOLD = Pattern(
    r"(?i)(?<!observed )(?<!actual )\b(?:RTO|recovery time objective|rollback (?:time )?budget)"
    r"\s(?:of|is|was set to|stands at)\s"
)
_RTO_BESIDE = Pattern(
    r"(?:(?:^|[:|*_])[\s*_]{0,4}RTO\s(?P<behind>[\d~≤<][^\n.;()|]{0,30})|(?P<before>\d[^\n.;:()|]{1,20}) \(RTO\))"
)
"""An RTO that a value names itself: `Time budget: RTO 45 minutes`, `30 min (RTO)`."""


_BOUNDED = Pattern(
    r"(?i)[\s*_>-]{0,8}(?:(?:instant|full|emergency|complete|total) )?(?:rollback|backout|fallback)"
    r"(?: (?:capability|execution|time|limit|target|speed|duration|procedure))?[*_]{0,3}(?::[*_]{0,3}| \(| [–—-])\s?"
    r"(?P<said>(?:<|≤|under|within|less than|at most|no more than|max\.?) ?~?\d[^\n()]{0,40})"
)


def told_rto(source: Source, prose: tuple[Prose, ...]) -> Field | None:
    """The RTO that a sentence states, or the bound of a label or heading on the rollback: `the recovery time objective
    is 90 minutes`, `Rollback capability: < 2 minutes`."""
    for piece in prose:
        bounded = _BOUNDED.match(piece.text) if piece.where != "cell" else None
        if bounded and find_lengths(bounded["said"]):
            span = trimmed(bounded["said"], piece.span.start + bounded.start("said"))
            return make_field(source, "rto", [item(source, span)])
        beside = _RTO_BESIDE.search(piece.text)
        group = beside and ("behind" if beside["behind"] else "before")
        if beside and group and find_lengths(beside[group]):
            return make_field(
                source, "rto", [item(source, trimmed(beside[group], piece.span.start + beside.start(group)))]
            )
        found = _RTO_TOLD.search(piece.text) if piece.where == "line" else None
        length = find_lengths(piece.text[found.end() : found.end() + _LABEL]) if found else ()
        if found and length and length[0].start < _SOON:
            start = piece.span.start + found.end()
            return make_field(source, "rto", [item(source, Span(start + length[0].start, start + length[0].end))])
    return None


def _labels_anywhere(source: Source, block: Node) -> bool:
    """Whether a label in a block, or in what it holds, names a field that may stand anywhere."""
    if block.kind == "cell":
        return _anywhere(source.slice(block.span)) is not None
    if block.kind == "paragraph":
        for span in block.line_spans:
            text = source.text[span.start : min(span.end, span.start + _LABEL)]
            found = bold_label(text) or plain_label(text) or equated_label(text)
            if found and _anywhere(found.text):
                return True
        return False
    return any(_labels_anywhere(source, child) for child in block.children)


def _further(title: str) -> FieldName | None:
    """The field of the whole document whose further label is the title of a section."""
    name = further_field(title)
    return name if name in _SECTION_FIELDS.values() else None


def _anywhere(label: str) -> FieldName | None:
    name = document_field(label)
    return name if name in _ANYWHERE else None


def _head_parts(root: Part, taken: set[int]) -> Iterator[Part]:
    """The parts above the first section: the document's own, its title, a subtitle right behind it, bold lines."""
    yield root
    for part in root.parts:
        if part.level <= 1 or not part.real:
            yield part
            yield from (p for sub in part.parts if not sub.real for p in sub.walk())
            if (subtitle := part.subtitle) and id(subtitle) not in taken and _tells_only(subtitle):
                yield subtitle


def _tells_only(part: Part) -> bool:
    """Whether a heading names no section; one that names the work, as a subtitle may, has lines below it, no items."""
    lines = all(block.kind in {"paragraph", "rule"} for block in part.blocks)
    return part.kind == "other" or (part.kind == "steps" and lines)


def title_of(source: Source, root: Part) -> Item | None:
    """The title: the first heading of level 1, else the first heading."""
    headings = [p for p in root.walk() if p.real]
    best = next((p for p in headings if p.level == 1), headings[0] if headings else None)
    return item(source, best.span) if best else None
