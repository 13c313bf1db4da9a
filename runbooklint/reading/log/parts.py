"""Bold lines that head an action or a verification in a mitigation log, made headings; it reads no field."""

from itertools import pairwise

from runbooklint.document import Node
from runbooklint.pattern import Pattern
from runbooklint.reading.log.fields import Gathered
from runbooklint.reading.log.units import CHECK_FIELDS, ENTRY_FIELDS
from runbooklint.reading.parts import LABEL, Part
from runbooklint.source import Source
from runbooklint.vocabulary.log_labels import check_field, entry_field

_BOLD_LINE = Pattern(r"[^\w\s*`\[(<]{0,4}\s{0,2}(?:\*\*|__)(?P<words>[^*\n]{1,200})(?:\*\*|__)\s?:?")


def split_at_bold_lines(source: Source, root: Part) -> None:
    """Make each bold line with the fields of an action or verification behind it a part of its own."""
    for part in list(root.walk()):
        heads = [index for index, block in enumerate(part.blocks) if _is_head(source, block)]
        if not heads:
            continue
        kept, made = part.blocks[: heads[0]], []
        for start, end in pairwise([*heads, len(part.blocks)]):
            head, *blocks = part.blocks[start:end]
            if _has_fields(source, blocks):
                made.append(_part(source, part, head, blocks))
            else:
                kept += part.blocks[start:end]
        part.blocks, part.parts = kept, [*made, *part.parts]


def _part(source: Source, parent: Part, head: Node, blocks: list[Node]) -> Part:
    inner = Part(None, LABEL, head.span, source.slice(head.span), parent)
    inner.blocks = blocks
    line = max(blocks[-1].first, blocks[-1].last - 1)
    inner.last = source.starts[line] + len(source.lines[line])
    return inner


def _is_head(source: Source, block: Node) -> bool:
    if block.kind != "paragraph" or len(block.line_spans) != 1:
        return False
    found = _BOLD_LINE.fullmatch(source.slice(block.span))
    return found is not None and not entry_field(found["words"]) and not check_field(found["words"])


def _has_fields(source: Source, blocks: list[Node]) -> bool:
    for naming, fields in ((entry_field, ENTRY_FIELDS), (check_field, CHECK_FIELDS)):
        found = Gathered(source, naming)
        found.blocks(blocks, None)
        if len(fields & {*found.labels, *found.values}) > 1:
            return True
    return False
