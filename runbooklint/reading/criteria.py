"""Criteria for many steps: to stop or roll back, and to go on behind a phase; it knows no steps."""

from collections.abc import Callable, Iterable, Iterator

from runbooklint.document import Node
from runbooklint.inline import trimmed, words
from runbooklint.pattern import Pattern
from runbooklint.reading.items import item, items_of
from runbooklint.reading.labels import bold_label, plain_label
from runbooklint.reading.parts import Part
from runbooklint.records import Item
from runbooklint.source import Source, Span
from runbooklint.vocabulary import VERBS

_BACK = frozenset("rollback rollbacks roll abort stop halt kill backout".split())
_CRITERIA = frozenset("trigger triggers criteria criterion condition conditions".split())
_LEADING = Pattern(r"(?i)trigger|criteri|condition")
_LABEL = 100
_READ = 300
_ANY = (
    r"[\W_]{0,6}(?:if|when|should)\s(?:any(?:thing|\s[\w-]{1,20})?|something|things?|a (?:step|check|phase|stage)"
    r"|issues?|errors?|problems?)\b"
)
_FAILING = Pattern(
    rf"(?i){_ANY}[^.;:,\n]{{0,60}}?(?:\b(?:fails?|failed|failing|wrong|breaks?|red)\b|(?<=issues)|(?<=errors))"
)
"""How a heading begins that leads to what is done when any step fails."""
_RULE = Pattern(
    rf"(?i){_ANY}[^.;\n]{{0,80}}?(?:[,:—–]|\bthen\b)\s{{0,2}}(?:then )?"
    r"(?:stop|halt|abort|pause|do not (?:proceed|continue)|roll(?:ing)? ?back|rollback|revert|back out)\b"
)
"""A rule on the failure of any step, as a line: `If any check fails, stop and roll back.`"""
_COMMENTED = Pattern(rf"(?i)(?:#|//|--){_ANY}[^.;:\n]{{0,60}}:\s{{1,4}}\S")
_EACH = frozenset("each every".split())
_STOPS = Pattern(r"(?i)(?:^|[.;:!\n—–-]\s{0,3})[\W_]{0,6}(?:stop|halt|abort|pause|roll ?back|revert)\b")
_PASSED = frozenset(
    {("success", "criteria"), ("pass", "condition"), ("pass", "conditions"), ("pass", "criteria"),
     ("exit", "criteria"), ("advance", "criteria"), ("completion", "criteria"), ("acceptance", "criteria")}
)  # fmt: skip
"""The last words of headings that lead to criteria to go on."""


def stopping(source: Source, part: Part) -> Iterable[Item]:
    """The criteria to stop or roll back under a heading, in its labels, or in a rule on the failure of any step."""
    if _goes_back(part.title):
        return _items(source, part)
    if _FAILING.match(part.title):
        found = _items(source, part)
        return found if any(_STOPS.search(one.text[:_READ]) for one in found) else []
    return [one for one in (*_labelled(source, part, _goes_back), *_rules(source, part)) if one.text]


def passing(source: Source, part: Part) -> Iterable[Item]:
    """The criteria to go on that a phase keeps under a heading of their own."""
    within = part.real and part.parent is not None and part.parent.level > 1
    return _items(source, part) if within and passes(part) else []


def passes(part: Part) -> bool:
    """Whether a heading leads to criteria to go on."""
    return tuple(words(part.title.partition("(")[0])[-2:]) in _PASSED


def _items(source: Source, part: Part) -> list[Item]:
    return [one for below in part.walk() for block in below.blocks for one in items_of(source, block)]


def _goes_back(label: str) -> bool:
    """Whether a heading or label says that it leads to criteria to stop or roll back."""
    listed = words(label.partition("(")[0])
    return bool(listed) and listed[-1] in _CRITERIA and bool(_BACK & set(listed)) and not _instructs(listed)


def _instructs(listed: list[str]) -> bool:
    """Whether words tell to make criteria rather than state them: `Define the stop condition`."""
    return listed[0] in VERBS - _BACK


def _labelled(source: Source, part: Part, wanted: Callable[[str], bool]) -> Iterator[Item]:
    """The values of the labels in the paragraphs and items directly under a heading."""
    for span in _lines(part.blocks):
        text = source.slice(span)
        label = bold_label(text) or plain_label(text) if _LEADING.search(text, 0, _LABEL) else None
        if label and label.colon and wanted(label.text):
            yield item(source, trimmed(text[label.value :], span.start + label.value))


def _rules(source: Source, part: Part) -> Iterator[Item]:
    """The lines directly under a heading that say what to do when any step fails, and the comments that do in a fence
    which shows how each step is done."""
    for span in _lines(part.blocks):
        if _RULE.match(source.slice(span)):
            yield item(source, span)
    shown = _EACH & set(words(part.title)) and not part.real
    for fence in (block for block in part.blocks if shown and block.kind == "fence"):
        for span in fence.line_spans:
            if _COMMENTED.match(source.slice(span)):
                yield item(source, span)


def _lines(blocks: Iterable[Node]) -> Iterator[Span]:
    for block in blocks:
        if block.kind == "paragraph":
            yield from block.line_spans
        elif block.kind in {"list", "item"}:
            yield from _lines(block.children)
