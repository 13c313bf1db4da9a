"""What the comments and lines of a fence say of a step: expectations with their commands, labels; it finds no steps."""

from collections.abc import Iterator, Sequence

from runbooklint.document import Node
from runbooklint.inline import trimmed, words
from runbooklint.named import NamedTuple
from runbooklint.pattern import Pattern
from runbooklint.quantities.lengths import read_length
from runbooklint.reading.items import item
from runbooklint.reading.labels import is_check, plain_label, tells_time
from runbooklint.records import FieldName, Item
from runbooklint.source import Source, Span
from runbooklint.vocabulary import label_field, step_field

_COMMENT = Pattern(r"(?:(?<!#)#+|//|--(?=\s))\s*(?P<words>[^\s#].*)")
_EXPECTATION = frozenset(
    "expected expect should must verify confirm check ensure returns output result prints validate assert".split()
)
_PRINTED = frozenset("wait expected expect should must returns output result prints".split())
"""What a comment begins with that stands behind its command, even a blank line behind."""
_MARK = Pattern(r"(?:\d{1,2}[.)]|[-*•✓✔✅☐]|\[[ xX]\])\s{1,4}")
_TEXT = frozenset({"", "text", "txt", "plain", "plaintext", "none", "md", "markdown"})
"""The info strings of fences that may hold words and no commands."""
_TIMED: frozenset[FieldName] = frozenset({"expected_duration", "maximum_duration"})
_BACK = frozenset("rollback revert undo backout".split())
_LABEL = 60


class Labelled(NamedTuple):
    """A value that a label in a fence names."""

    name: FieldName
    label: Span
    items: tuple[Item, ...]


def expectations(source: Source, node: Node) -> Iterator[Item]:
    """The expectations in the comments of a fence, each with its command."""
    begin: Span | None = None
    apart = False
    for index, span in enumerate(node.line_spans):
        text = source.slice(span)
        found = _COMMENT.match(text)
        if found:
            listed = words(found["words"][:160])[:6]
            if (_EXPECTATION & set(listed[:3]) or listed[:1] == ["wait"]) and not tells_time(found["words"]):
                last = _command_end(source, node.line_spans, index)
                first = begin if begin and (not apart or listed[0] in _PRINTED) else span
                yield item(source, Span(first.start, node.line_spans[last].end), code=True)
            begin = None
        elif not text:
            apart = True
        elif begin is None or apart:
            begin, apart = span, False


def _command_end(source: Source, spans: Sequence[Span], index: int) -> int:
    """The last line of the command that follows a comment, or of the comments that one with a colon leads to; the
    comment's own where neither does."""
    last = index
    leads = source.slice(spans[index]).endswith(":")
    for later in range(index + 1, len(spans)):
        text = source.slice(spans[later])
        if not text or (_COMMENT.match(text) and not leads):
            break
        last = later
    return last


def labelled(source: Source, node: Node) -> Iterator[Labelled]:
    """The values of the labels in the comments of a fence, and of those in its lines where it holds words alone."""
    lines = [_bare(source, span) for span in node.line_spans]
    written = _tells(source, node, lines)
    after = 0
    for index, span in enumerate(lines):
        text = source.slice(span)
        commented = span.start > node.line_spans[index].start and _COMMENT.match(source.slice(node.line_spans[index]))
        if index < after or not (commented or written):
            continue
        label = plain_label(text) if ":" in text[:_LABEL] else None
        name = _named(label.text, written) if label else None
        if label and name:
            after = _last(source, node.line_spans, index) if written else index + 1
            value = trimmed(text[label.value :], span.start + label.value)
            told = tuple(item(source, one) for one in (value, *lines[index + 1 : after]) if one.end > one.start)
            if told and (name not in _TIMED or (len(told) == 1 and read_length(told[0].text))):
                yield Labelled(name, Span(span.start + label.start, span.start + label.end), told)
        elif written and is_check(text) and not text.endswith(":"):
            yield Labelled("postcondition", Span(span.start, span.start), (item(source, span),))


def _bare(source: Source, span: Span) -> Span:
    """A line without the sign of a comment, number or bullet that it begins with."""
    text = source.slice(span)
    comment = _COMMENT.match(text)
    start = comment.start("words") if comment else len(text) - len(text.lstrip())
    mark = _MARK.match(text, start)
    return trimmed(text[mark.end() if mark else start :], span.start + (mark.end() if mark else start))


def _tells(source: Source, node: Node, lines: Sequence[Span]) -> bool:
    """Whether a fence holds words and no commands: each line has a sign of a list, a label, or a capital first."""
    if node.info.lower() not in _TEXT:
        return False
    for span, bare in zip(node.line_spans, lines, strict=True):
        text = source.slice(bare)
        marked = _MARK.match(source.slice(span).lstrip())
        if text and not (marked or text[0].isupper() or plain_label(text)):
            return False
    return True


def _last(source: Source, spans: Sequence[Span], index: int) -> int:
    """The line behind those that stand deeper than a label and belong to it."""
    depth = _depth(source, spans[index])
    last = index + 1
    while last < len(spans) and (spans[last].start == spans[last].end or _depth(source, spans[last]) > depth):
        last += 1
    return last


def _depth(source: Source, span: Span) -> int:
    return span.start - source.starts[source.line(span.start) - 1]


def _named(label: str, written: bool) -> FieldName | None:
    """The field that a label in a fence names; what it prints has labels as well (`Owner: root`)."""
    listed = words(label)
    name = label_field(label)
    if name is None and written and is_check(label):
        name = "postcondition"
    elif name is None and (step_field(label) == "expected_duration" or _BACK & set(listed[:1])):
        name = step_field(label)
    match name:
        case "rollback":
            return name if _BACK & set(listed) else None
        case "postcondition":
            return name if written and label[:1].isupper() else None
        case "go_no_go" | "preconditions" | "expected_duration" | "maximum_duration":
            return name if label[:1].isupper() or not written else None
        case _:
            return None
