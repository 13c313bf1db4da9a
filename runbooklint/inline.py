"""What stands inside one piece of text: code spans, links, line breaks, plain words; it knows no blocks."""

from collections.abc import Sequence

from runbooklint.memory import remembered
from runbooklint.named import NamedTuple
from runbooklint.pattern import Pattern
from runbooklint.source import Span

_TICKS = Pattern(r"`+")
_LINK = Pattern(
    r"(!?)\[([^\[\]\n]{0,1000})\]"
    r"\(\s*(<[^<>\n]{0,2000}>|[^\s()]{0,2000}(?:\([^\s()]{0,500}\)[^\s()]{0,500})?)[^()\n]{0,300}\)"
)
_MARKS = Pattern(r"\*+|(?<!\w)_+|_+(?!\w)|~~|`+|</?[A-Za-z][^<>\n]{0,300}>|\\(?=[!-/:-@\[-`{-~])")
_BREAK = Pattern(r"<br[ \t]*/?>|\n", 2)
_CONTINUED = Pattern(r"\n[ \t]*(?:>[ \t]?)*")
_SIGNS = frozenset("*_~`<\\")
_WORD = Pattern(r"[^\W_]+(?:['’][^\W_]+)?")


class Link(NamedTuple):
    """An inline link: the span of the whole, its text and its target."""

    span: Span
    text: str
    target: str
    target_span: Span


@remembered
def code_spans(text: str) -> Sequence[Span]:
    """The spans of the code spans, backticks included, by the rule of CommonMark; linear in the text."""
    if "`" not in text:
        return []
    runs = [Span(*m.span()) for m in _TICKS.finditer(text)]
    following: dict[int, list[int]] = {}
    for index in range(len(runs) - 1, -1, -1):
        following.setdefault(runs[index].end - runs[index].start, []).append(index)
    found, index = [], 0
    while index < len(runs):
        same = following[runs[index].end - runs[index].start]
        while same and same[-1] <= index:
            same.pop()
        if same:
            found.append(Span(runs[index].start, runs[same[-1]].end))
            index = same[-1]
        index += 1
    return found


def code_texts(text: str) -> list[str]:
    """What stands between the backticks of each code span."""
    return [text[span.start : span.end].strip("`").strip() for span in code_spans(text)]


@remembered
def without_code(text: str) -> str:
    """The text with each code span blanked out, every offset kept."""
    spans = code_spans(text)
    if not spans:
        return text
    parts, at = [], 0
    for span in spans:
        parts += [text[at : span.start], " " * (span.end - span.start)]
        at = span.end
    return "".join([*parts, text[at:]])


@remembered
def links(text: str) -> Sequence[Link]:
    """The inline links outside code spans, in order."""
    if "](" not in text:
        return []
    bare = without_code(text)
    return [
        Link(Span(*m.span()), text[m.start(2) : m.end(2)], m.group(3).strip("<>"), Span(*m.span(3)))
        for m in _LINK.finditer(bare)
    ]


@remembered
def fold(text: str) -> str:
    """The text with white space (and quote marks of continued lines) folded to single spaces."""
    if "\n" in text:
        text = _CONTINUED.sub(" ", text)
    return " ".join(text.split())


@remembered
def plain(text: str) -> str:
    """The words as a reader sees them: links as their text, without emphasis, code marks, tags and escapes."""
    return fold(_unmarked(text))


@remembered
def _unmarked(text: str) -> str:
    if "](" in text:
        text = _LINK.sub(r"\2", text)
    if "<" in text:
        text = _BREAK.sub("\n", text)
    return text if _SIGNS.isdisjoint(text) else _MARKS.sub("", text)


@remembered
def words(text: str) -> list[str]:
    """The lower-case words of a text, markup and signs left out."""
    return _WORD.findall(_unmarked(text).lower())


@remembered
def lines(text: str, start: int) -> Sequence[Span]:
    """The spans of the non-empty lines of a text that begins at offset `start`; `<br>` and line feeds end a line."""
    if "\n" not in text and "<" not in text:
        return (trimmed(text, start),) if text.strip() else ()
    found, at = [], 0
    for end, after in [*(m.span() for m in _BREAK.finditer(text)), (len(text), len(text))]:
        part = text[at:end]
        if part.strip():
            found.append(trimmed(part, start + at))
        at = after
    return found


def trimmed(text: str, start: int) -> Span:
    """The span of a text that begins at offset `start`, without white space at its ends."""
    rest = text.lstrip()
    start += len(text) - len(rest)
    return Span(start, start + len(rest.rstrip()))
