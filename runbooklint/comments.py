"""The HTML comments of a document, as a renderer sees them; it knows nothing of what they say."""

from bisect import bisect_right
from collections.abc import Iterator

from runbooklint.document import Document, Node
from runbooklint.named import NamedTuple
from runbooklint.pattern import Pattern
from runbooklint.source import Span

_SPECIAL = Pattern(r"[\\`<]|\]\(")
_TICKS = Pattern(r"`+")
_TAG = Pattern(
    r"</?[A-Za-z][A-Za-z0-9-]*"
    r"(?:\s{1,99}[A-Za-z_:][\w.:-]*(?:\s{0,99}=\s{0,99}(?:[^\s\"'=<>`]+|'[^']{0,2000}'|\"[^\"]{0,2000}\"))?)*\s{0,99}/?>"
)
_LINK_END = Pattern(
    r"\]\(\s{0,99}(?:<[^<>\n]{0,2000}>|[^\s()<][^\s()]{0,2000}(?:\([^\s()]{0,2000}\)[^\s()]{0,2000})?)?"
    r"(?:\s{1,99}(?:\"(?:\\.|[^\"\\]){0,2000}\"|'(?:\\.|[^'\\]){0,2000}'|\((?:\\.|[^()\\]){0,2000}\)))?\s{0,99}\)",
    16,
)
_TAG_NAME = Pattern(r"</?([A-Za-z][A-Za-z0-9-]*)")
_TAG_END = Pattern(r"[\"'>]")
_RAW_TEXT = frozenset("script style textarea title xmp iframe noembed noframes plaintext".split())
"""Elements in which nothing is a comment."""


class Comment(NamedTuple):
    """A comment: from `<!--` to `-->`, and the block that it is or in whose words it stands."""

    span: Span
    node: Node


def comments(document: Document) -> Iterator[Comment]:
    """The comments in document order; none in fences, code spans, front matter, attributes and link titles."""
    source = document.source
    waiting = [document.root]
    while waiting:
        node = waiting.pop()
        waiting.extend(reversed(node.children))
        if node.kind in {"html", "paragraph", "heading", "cell"}:
            text = source.slice(node.span)
            if "<!--" in text:
                for start, end in _in_html(text) if node.kind == "html" else _in_words(text):
                    yield Comment(Span(node.span.start + start, node.span.start + end), node)


def _in_html(text: str) -> Iterator[tuple[int, int]]:
    """The comments of an HTML block: not in attributes, scripts, styles and the like."""
    lowered, at = text.lower(), text.find("<")
    while at >= 0:
        if text.startswith("<!--", at):
            end = _behind(text, "-->", at + 2)
            if end > 0:
                yield at, end
        elif found := _TAG_NAME.match(text, at):
            end = _tag_end(text, found.end())
            if found[1].lower() in _RAW_TEXT and text[at + 1] != "/" and end > 0:
                end = lowered.find(f"</{found[1].lower()}", end)
        elif text.startswith("<![CDATA[", at):
            end = _behind(text, "]]>", at)
        elif text[at + 1 : at + 2] in {"!", "?"}:
            end = _behind(text, ">", at)
        else:
            end = at + 1
        at = text.find("<", end) if end > 0 else -1


def _behind(text: str, mark: str, at: int) -> int:
    """The offset behind a mark; -1 where it does not occur."""
    found = text.find(mark, at)
    return found + len(mark) if found >= 0 else -1


def _tag_end(text: str, at: int) -> int:
    """The offset behind a tag, quoted values passed over; -1 where it does not end."""
    while found := _TAG_END.search(text, at):
        if found.group() == ">":
            return found.end()
        at = _behind(text, found.group(), found.end())
        if at < 0:
            return -1
    return -1


def _in_words(text: str) -> Iterator[tuple[int, int]]:
    """The comments inside running text: not in code spans, tags, link targets and titles, nor escaped."""
    ticks: dict[int, list[int]] | None = None
    at = 0
    while found := _SPECIAL.search(text, at):
        start, sign = found.start(), found.group()
        at = found.end()
        if sign == "\\":
            at += 1
        elif sign == "`":
            if ticks is None:
                ticks = {}
                for run in _TICKS.finditer(text):
                    ticks.setdefault(run.end() - run.start(), []).append(run.start())
            at = _code_end(text, start, ticks)
        elif text.startswith("<!--", start):
            at = _behind(text, "-->", start + 2)
            if at < 0:
                return
            yield start, at
        elif passed := (_TAG if sign == "<" else _LINK_END).match(text, start):
            at = passed.end()


def _code_end(text: str, start: int, ticks: dict[int, list[int]]) -> int:
    """The offset behind the code span that begins here, or behind the backticks where none does."""
    run = _TICKS.match(text, start)
    length = run.end() - start if run else 1
    same = ticks.get(length, [])
    index = bisect_right(same, start)
    return same[index] + length if index < len(same) else start + length
