"""Which fields of a step blocks label, and what follows from it: steps by their fields, guesses dropped, the entry of
the rollback that is nested in a step; it reads no values."""

from collections.abc import Iterable, Iterator

from runbooklint.document import Node
from runbooklint.inline import plain
from runbooklint.pattern import Pattern
from runbooklint.reading.heads import Head
from runbooklint.reading.items import first_line
from runbooklint.reading.labels import bold_label, plain_label
from runbooklint.reading.parts import Part
from runbooklint.reading.units import Unit, block_span, item_unit, ordered_items, part_unit
from runbooklint.records import FieldName
from runbooklint.source import Source
from runbooklint.vocabulary import label_field

_TELLING: frozenset[FieldName] = frozenset(
    {"action", "owner", "preconditions", "postcondition", "rollback", "expected_duration", "reversibility"}
)
"""The fields that only what is done has."""
_ENOUGH = 3
_SUFFIXED = Pattern(r"(?<![\w.-])[A-Za-z]{0,4}[-_]?\d[\w.:]{0,20}[-_ ][Rr]ollback\b")


def fields_in(source: Source, blocks: Iterable[Node]) -> set[FieldName]:
    """The telling fields that are labelled in blocks: lines, list items, the first column of a table."""
    found = {name for node in _labelled(blocks) if (name := field_of(source, node))}
    return found & _TELLING


def _labelled(blocks: Iterable[Node]) -> Iterator[Node]:
    for block in blocks:
        match block.kind:
            case "list":
                yield from block.children
            case "table":
                yield from (row.children[0] for row in block.children if len(row.children) > 1)
            case _:
                yield block


def field_of(source: Source, node: Node) -> FieldName | None:
    """The field that the label names with which a line or item begins, or which is all that a cell or item says."""
    if node.kind == "cell":
        return label_field(source.slice(node.span))
    text = source.slice(first_line(source, node))
    label = bold_label(text) or plain_label(text)
    return label_field(label.text) if label else opening(text, node)


def opening(text: str, node: Node) -> FieldName | None:
    """The field that an item names without a colon when all that it says is a label, and a list hangs below it."""
    holds = node.kind == "item" and [child.kind for child in node.children[:2]] == ["paragraph", "list"]
    return label_field(text) if holds and len(node.children[0].line_spans) == 1 else None


def declares(source: Source, part: Part) -> bool:
    """Whether at least three fields that steps have are labelled directly under a heading."""
    return len(fields_in(source, part.blocks)) >= _ENOUGH


def item_declares(source: Source, node: Node) -> bool:
    """Whether a list item labels at least three fields that steps have, in what it holds."""
    return len(fields_in(source, node.children)) >= _ENOUGH


def ids_apart(source: Source, part: Part) -> bool:
    """Whether a numbered list carries ids of its own, so that the numbers of headings below are those of sections:
    `1. **S1: …**` over `2.1 Messages`."""
    heads = [item_unit(source, node, "steps").head for node in ordered_items(part)]
    return len(heads) > 1 and all(head.id and not head.id[0].isdigit() for head in heads)


def settled(source: Source, units: list[Unit]) -> list[Unit]:
    """The units, each with the rollback entry nested in it, without those that only their place and verbs made steps
    where others declare the fields of steps."""
    if any(unit.guessed for unit in units) and any(len(_of(source, unit)) >= _ENOUGH for unit in units):
        units = [unit for unit in units if not unit.guessed or _of(source, unit)]
    made: list[Unit] = []
    for unit in units:
        inner = None if unit.region == "rollback" else _nested(source, unit)
        made += [unit] if inner is None else [unit, inner]
    return made


def _of(source: Source, unit: Unit) -> set[FieldName]:
    if unit.region == "rollback":
        return set()
    if unit.part is None:
        return fields_in(source, unit.nodes) | (_TELLING & set(unit.cells))
    return _under(source, unit.part)


def _nested(source: Source, unit: Unit) -> Unit | None:
    """The rollback entry within a step: what stands under its label `Rollback` where that has fields of its own."""
    made = _in_part(source, unit.part) if unit.part is not None else _in_items(source, unit.nodes)
    if made is None:
        return None
    text = source.slice(made.span)
    own = _SUFFIXED.search(text)
    if own:
        start = made.span.start
        written = made.span._replace(start=start + own.start(), end=start + own.end())
        made.head = Head("", own.group(), plain(text), made.span, written)
    else:
        made.head = Head("", f"{unit.head.id}-rollback" if unit.head.id else "", plain(text), made.span)
    made.keyed, made.container, made.alternative = True, unit.container, unit.alternative
    return made


def _in_part(source: Source, part: Part) -> Unit | None:
    for sub in part.parts:
        if nests_entry(source, sub):
            return part_unit(sub, "rollback")
    return None


def nests_entry(source: Source, part: Part) -> bool:
    """Whether a part below a step is the rollback with fields of its own."""
    if label_field(part.head.title or part.title) != "rollback":
        return False
    return len(_under(source, part)) >= _ENOUGH


def _under(source: Source, part: Part) -> set[FieldName]:
    """The telling fields under a heading: labelled in its blocks, or named by the headings below it."""
    titled = {name for sub in part.parts if (name := label_field(sub.head.title or sub.title))}
    return fields_in(source, part.blocks) | (_TELLING & titled)


def _in_items(source: Source, nodes: list[Node]) -> Unit | None:
    for node in (item for block in nodes if block.kind == "list" for item in block.children):
        behind = node.children[1:]
        if field_of(source, node) == "rollback" and len(fields_in(source, behind)) >= _ENOUGH:
            span = first_line(source, node)
            unit = Unit("list", "rollback", Head("", "", "", span), span, block_span(source, node))
            unit.nodes = behind
            return unit
    return None
