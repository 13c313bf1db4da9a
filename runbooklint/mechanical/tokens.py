"""Text as tokens: code, quotations, numbers, words, signs; it knows no grammar and no meaning of a word."""

from collections.abc import Sequence
from typing import Literal, TypeAlias

from runbooklint.inline import code_spans
from runbooklint.memory import remembered
from runbooklint.named import NamedTuple
from runbooklint.pattern import Pattern

Kind: TypeAlias = Literal[
    "code", "command", "quote", "link", "path", "number", "moment", "word", "compare", "arrow", "sign", "line", "note"
]

_TOKEN = Pattern(
    r"(?P<url>https?://[^\s<>`\"']+)"
    r"|(?P<link>\]\([^()\s]*\))"
    r"|(?P<mark>\n[ \t]*>|<(?:br|/?[A-Za-z])[^<>\n]{0,200}>|\*+|~~|\\)"
    r"|(?P<arrow>[-=]{1,3}>|[→⇒➜↦])"
    r"|(?P<compare>&[lg]t;=?|[<>=!]=+|[<>=≤≥≠])"
    r"|(?P<quote>\"[^\"\n]{0,300}\"|“[^”\n]{0,300}”|(?<!\w)'[^'\n]{1,100}'(?!\w))"
    r"|(?P<path>(?<![\w/)\]}])(?:\.{1,2}|~)?/[A-Za-z0-9_.*{$:-][^\s`\"'<>()\[\],;|*]*|(?<![^\s(])\.[A-Za-z][\w.-]+)"
    r"|(?P<number>\d\w*(?:[.,:-]\d\w*)*%?)"
    r"|(?P<word>[^\W\d]\w*(?:['’.-]\w+)*)"
    r"|(?P<line>\n(?=[ \t]*(?:\n|[-*+#] |\d{1,3}[.)] )))"
    r"|(?P<sign>[^\s\w])"
)
_MOMENT = Pattern(r"\d{4}-\d\d(?:-\d\d\w*)?.{0,30}|\d{1,2}:\d\d(?::\d\d)?\w{0,4}")
_NOTE = Pattern(r"[ \t]*(?:#+|--|//|;;|rem\b)(?!\w)[ \t]*", 2)
_TRAILING_NOTE = Pattern(r"[ \t](?:#|--|//)[ \t]+(?=[\w<>=≤≥\"'{\[→-])")


class Token(NamedTuple):
    """A piece of the text: its kind, its offsets, and itself in lower case (of code and quotations what is inside)."""

    kind: Kind
    start: int
    end: int
    text: str
    loud: bool = False
    """Whether a word has capitals inside, as programs print it, in a text that is not all in capitals."""


@remembered
def tokens(text: str, code: bool = False) -> Sequence[Token]:
    """The tokens in order, emphasis, tags and the line breaks of a paragraph left out.

    `code` says that the text is the content of a fence: then each line is a command or a comment.
    """
    if code:
        return _of_fence(text)
    found: list[Token] = []
    at = 0
    for span in code_spans(text):
        _prose(text, at, span.start, found)
        inner = text[span.start : span.end].strip("`").strip()
        if inner:
            found.append(Token("code", span.start, span.end, inner.lower()))
        at = span.end
    _prose(text, at, len(text), found)
    return found


def _of_fence(text: str) -> list[Token]:
    found: list[Token] = []
    at = 0
    for line in text.split("\n"):
        end = at + len(line)
        note = _NOTE.match(line)
        if note:
            found.append(Token("note", at, at + note.end(), "#"))
            _prose(text, at + note.end(), end, found)
        elif line.strip():
            trailing = _TRAILING_NOTE.search(line)
            stop = at + (trailing.start() if trailing else len(line))
            command = text[at:stop].strip()
            found.append(Token("command", at, stop, command.lower()))
            if trailing:
                found.append(Token("note", stop, at + trailing.end(), "#"))
                _prose(text, at + trailing.end(), end, found)
        found.append(Token("line", end, end, "\n"))
        at = end + 1
    return found


def _prose(text: str, start: int, stop: int, found: list[Token]) -> None:
    quiet = text[start:stop].isupper()
    for match in _TOKEN.compiled.finditer(text, start, stop):
        kind, raw = match.lastgroup, match.group()
        at, end = match.span()
        match kind:
            case "mark":
                if raw[:3].lower() == "<br":
                    found.append(Token("line", at, end, "\n"))
            case "quote":
                found.append(Token("quote", at, end, raw[1:-1].lower()))
            case "url" | "path":
                bare = raw.rstrip(".:!?")
                found.append(Token("path", at, at + len(bare), bare.lower()))
                if len(bare) < len(raw):
                    found.append(Token("sign", at + len(bare), end, raw[len(bare)]))
            case "number":
                address: Kind = "path" if raw.count(".") == 3 else "number"
                found.append(Token("moment" if _MOMENT.fullmatch(raw) else address, at, end, raw.lower()))
            case "word":
                word = raw.strip("_")
                if word:
                    lower = word.lower()
                    loud = lower[1:] != word[1:] and not quiet
                    found.append(Token("word", at, end, lower.replace("’", "'"), loud))
            case "link" | "arrow" | "compare" | "line" | "sign":
                found.append(Token(kind, at, end, raw))
