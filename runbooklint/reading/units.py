"""What may become a step or a rollback entry, and the small questions that finding them asks of blocks."""

from itertools import pairwise
from typing import Literal

from runbooklint.document import Node
from runbooklint.inline import plain, words
from runbooklint.pattern import Pattern
from runbooklint.reading.heads import Head, read_head
from runbooklint.reading.items import first_line
from runbooklint.reading.labels import bold_label, is_check, plain_label
from runbooklint.reading.parts import Part
from runbooklint.records import FieldName, Item
from runbooklint.source import Source, Span
from runbooklint.vocabulary import NEGATIONS, VERBS, label_field, section_kind

Region = Literal["steps", "rollback", "unknown", "excluded", "closed"]
"""Where content stands: `excluded` sections open again for a sub-section of steps, `closed` ones do not."""
Form = Literal["heading", "bold", "list", "table", "fence"]

_COMMAND = Pattern(r"[\s*_]*`[^`\n ]{1,80} [^`\n]{1,300}`|[\s*_]*`\.?/")
_NUMBERED_COMMENT = Pattern(
    r"(?:#|//|--)+\s*(?:={2,}\s*|-{2,}\s*)?(?P<head>(?:(?:[Ss]tep|STEP|[Pp]hase|PHASE|[Ss]tage)\s+)?\d{1,2}[a-z]?\s*[.):–—-].*)"
)


class Unit:
    """A step or rollback entry before its fields are read."""

    __slots__ = (
        "alternative", "block", "cells", "check", "container", "form", "guessed", "head", "heads", "keyed", "nodes",
        "part", "region", "span", "table", "told",
    )  # fmt: skip

    def __init__(self, form: Form, region: Region, head: Head, span: Span, block: Span) -> None:
        self.form: Form = form
        self.region: Region = region
        self.head = head
        self.span = span
        self.block = block
        self.container: tuple[str, ...] = ()
        self.alternative = ""
        self.nodes: list[Node] = []
        """The blocks of a list item behind its head."""
        self.part: Part | None = None
        """The heading that it is, for a heading or bold line."""
        self.cells: dict[FieldName, tuple[Item, ...]] = {}
        """The cells of a table row by the field that their column names."""
        self.told: dict[FieldName, str] = {}
        """What the heads of several columns for one field say of it: the outcomes or events that have a cell."""
        self.heads: dict[FieldName, Span] = {}
        """Of a step that is a column, what names each field."""
        self.table: Node | None = None
        self.keyed = head.word == "rollback"
        """Whether its id is that of the step that it takes back."""
        self.guessed = False
        """Whether only its verb makes it a step, in a section whose name says nothing."""

        self.check: Node | None = None
        """The item that checks it together with the items like it that follow."""

    def take(self, source: Source, node: Node) -> None:
        """Take in an item that stands behind it."""
        self.nodes = [*self.nodes, *node.children]
        self.block = Span(self.block.start, block_span(source, node).end)


def item_unit(source: Source, node: Node, region: Region, number: str = "") -> Unit:
    """The unit of a list item; its number in a numbered list is its id where its own words give none."""
    span = first_line(source, node)
    text = source.slice(span)
    head = read_head(text, span.start)
    if not head.id or head.word in {"issue", "level", "priority"}:
        head = Head("", number, plain(text), span)
    unit = Unit("list", region, head, span, block_span(source, node))
    unit.nodes = node.children
    return unit


def part_unit(part: Part, region: Region) -> Unit:
    """The unit of a heading or a bold line."""
    unit = Unit("heading" if part.real else "bold", region, part.head, part.span, Span(part.span.start, part.last))
    unit.part = part
    return unit


def block_span(source: Source, node: Node) -> Span:
    """From the first character of a block's first line to the end of its last line that has words."""
    last = max(node.first, node.last - 1)
    while last > node.first and not source.lines[last].strip():
        last -= 1
    return Span(first_line(source, node).start, source.starts[last] + len(source.lines[last]))


def imperative(text: str) -> bool:
    """Whether a line tells somebody to do something: a verb first, or first behind a bold lead or label."""
    return _verb_first(text) or _verb_behind_label(text)


def instruction(text: str) -> bool:
    """Whether a numbered line is an instruction: a verb, a command, or a condition (`If …`, `On the host …`) first."""
    listed = words(text[:80])
    return imperative(text) or bool(_COMMAND.match(text)) or (bool(listed) and listed[0] in _CONDITIONS)


def _verb_behind_label(text: str) -> bool:
    found = bold_label(text)
    if found and found.value < len(text) and (found.colon or text[found.end - 1 : found.end] in ".:"):
        return _verb_first(text[found.value :]) or _verb_first(found.text)
    label = plain_label(text)
    return bool(label and label.value < len(text) and _verb_first(text[label.value :]))


def _verb_first(text: str) -> bool:
    listed = words(text[:160])
    while listed and (listed[0].isdigit() or listed[0] in _ADVERBS):
        listed = listed[1:]
    return bool(listed) and listed[0] in VERBS and (len(listed) > 1 or not text.rstrip().endswith("."))


_ADVERBS = frozenset(
    "then also next now first finally optionally again manually immediately once please re temporarily carefully"
    " optional".split()
)


_CONDITIONS = frozenset("if when once for after before while until in on from using with via at repeat".split())


def forbids(text: str) -> bool:
    """Whether a line says what not to do."""
    listed = words(text[:80])
    return bool(listed) and listed[0] in NEGATIONS


def goes_back(text: str) -> bool:
    """Whether the label or bold lead of a step says that it is the way back: `**Rollback:** …`."""
    found = bold_label(text) or plain_label(text)
    if not found:
        return False
    return label_field(found.text) == "rollback" or section_kind(found.text) == "rollback"


_BACK = frozenset("rollback revert restore redeploy back undo".split())


def goes_back_behind_label(text: str) -> bool:
    """Whether a labelled line tells the way back in a noun: `**Web:** instant rollback to the prior deploy`."""
    found = bold_label(text)
    listed = words(text[found.value :])[:8] if found and found.colon else []
    return bool(_BACK & set(listed)) and not NEGATIONS & set(listed)


_ASIDE = frozenset(
    "communicate notify announce inform investigate analyse analyze regroup postmortem post-mortem debrief".split()
)
"""First words of what is done beside or behind taking something back."""


def follows(text: str) -> bool:
    """Whether an item of a rollback takes nothing back itself: it checks, tells or looks into what happened."""
    listed = words(text[:40])[:2]
    return not read_head(text, 0).id and (is_check(text) or listed == ["root", "cause"] or bool(_ASIDE & {*listed[:1]}))


def has_action(part: Part) -> bool:
    """Whether anything stands under a heading that can tell what to do: text, a fence, a list, a table."""
    return any(block.kind in {"fence", "list", "paragraph", "table"} for p in part.walk() for block in p.blocks)


def ordered_items(part: Part) -> list[Node]:
    """The items of the numbered lists directly under a heading, lists that a fence interrupts included."""
    return [item for block in part.blocks if block.kind == "list" and block.ordered for item in block.children]


def numbers(source: Source, part: Part) -> dict[int, tuple[str, str]]:
    """The number of each item of `ordered_items`, by the id of its node, as a reader counts: lazy lists (`1.` `1.`) as
    rendered, lists that start anew behind a fence continued. A list that starts anew under a line ending in a colon has
    its own numbers, and that line as its name."""
    told: dict[int, tuple[str, str]] = {}
    count, name = 0, ""
    for index, block in enumerate(part.blocks):
        if block.kind != "list" or not block.ordered:
            continue
        first = int(block.children[0].marker.rstrip(".)") or "1")
        above = part.blocks[index - 1] if index else None
        if first <= count and above is not None and above.kind == "paragraph":
            line = source.slice(above.line_spans[-1])
            count, name = (first - 1, plain(line).rstrip(": ")) if line.rstrip("*_ ").endswith(":") else (count, name)
        elif first > count:
            count = first - 1
        for node in block.children:
            count += 1
            told[id(node)] = (str(count), name)
    return told


def bullet_items(part: Part) -> list[Node]:
    """The items of the unnumbered lists directly under a heading."""
    return [item for block in part.blocks if block.kind == "list" and not block.ordered for item in block.children]


def share(source: Source, items: list[Node]) -> float:
    """The share of list items that tell somebody to do something."""
    if not items:
        return 0.0
    tells = instruction if items[0].ordered else imperative
    return sum(tells(source.slice(first_line(source, i))) for i in items) / len(items)


def comment_units(source: Source, node: Node, region: Region) -> list[Unit]:
    """The units that numbered comments in one fence make; empty where there are fewer than two."""
    heads = [(i, found) for i, s in enumerate(node.line_spans) if (found := _NUMBERED_COMMENT.match(source.slice(s)))]
    if len(heads) < 2:
        return []
    units = []
    for index, (at, found) in enumerate(heads):
        last = heads[index + 1][0] if index + 1 < len(heads) else len(node.line_spans)
        while last > at + 1 and node.line_spans[last - 1].start == node.line_spans[last - 1].end:
            last -= 1
        span = node.line_spans[at]
        start = span.start + found.start("head")
        body = Node("fence", node.first + 1 + at, node.first + 1 + last)
        body.line_spans, body.info = node.line_spans[at + 1 : last], node.info
        if body.line_spans:
            body.span = Span(body.line_spans[0].start, body.line_spans[-1].end)
        head = read_head(source.text[start : span.end], start)
        unit = Unit("fence", region, head, Span(start, span.end), Span(start, node.line_spans[last - 1].end))
        unit.nodes = [body] if body.line_spans else []
        units.append(unit)
    return units


def introduced_units(source: Source, part: Part, region: Region) -> list[Unit]:
    """The units of short instructions that stand alone on a line, each over a list of how."""
    units = []
    for above, below in pairwise(part.blocks):
        if above.kind == "paragraph" and below.kind == "list" and not below.ordered and above.line_spans:
            span = above.line_spans[-1]
            text = source.slice(span)
            if imperative(text) and text[-1] not in ".:;," and text.count(" ") < 7 and "**" not in text:
                end = source.line_span(max(below.first, below.last - 1)).end
                unit = Unit("list", region, read_head(text, span.start), span, Span(span.start, end))
                unit.nodes = [below]
                units.append(unit)
    return units


_NOTES = frozenset("points notes considerations caveats principles rules reminders facts remarks".split())


def acts(source: Source, node: Node) -> bool:
    """Whether an item neither forbids nor checks something."""
    text = source.slice(first_line(source, node))
    return not (forbids(text) or is_check(text))


def with_checks(source: Source, bullets: list[Node], units: list[Unit]) -> list[Unit]:
    """The units of a list, each with the items behind it that check it. What stands behind a list of like actions (all
    begin with one verb) checks them all."""
    owners = {id(unit.nodes): unit for unit in units}
    current: Unit | None = None
    verbs = {tuple(words(unit.head.title)[:1]) for unit in units}
    for node in bullets:
        unit = owners.get(id(node.children))
        if unit is not None:
            current = unit
        elif current is not None and is_check(source.slice(first_line(source, node))):
            current.take(source, node)
            if len(verbs) == 1 and node is bullets[-1]:
                for other in units[:-1]:
                    other.check = node
    return units


def lists_notes(source: Source, part: Part) -> bool:
    """Whether the first list directly under a heading holds notes and no instructions: `Key points:`."""
    for above, below in pairwise(part.blocks):
        if below.kind == "list":
            line = source.slice(above.line_spans[-1]) if above.kind == "paragraph" and above.line_spans else ""
            return line.rstrip("*_ ").endswith(":") and bool(_NOTES & set(words(line)[-1:]))
    return False


def takes_back(source: Source, node: Node) -> bool:
    """Whether an item under a heading on the rollback is an entry: an instruction, or words behind a rollback id."""
    text = source.slice(first_line(source, node))
    if read_head(text, 0).id.lower().endswith("rollback"):
        return True
    named = text.isalpha() and len(node.children) < 2  # a list of names: `stage`
    return (imperative(text) or goes_back_behind_label(text)) and not (named or forbids(text))
