"""Canonical Markdown that says what it said: blocks as mdformat writes them, words as they were; the only importer of
mdformat."""

from collections.abc import Iterator, Mapping
from typing import Any

import mdformat
import mdformat.plugins

from runbooklint.document import Document, Node
from runbooklint.inline import plain
from runbooklint.named import NamedTuple
from runbooklint.pattern import Pattern
from runbooklint.reading import Reading, read
from runbooklint.records import DocumentKind, Field
from runbooklint.source import Source, Span
from runbooklint.vocabulary.further import Labels

_NAME = "runbooklint"
_SIGNS = {"\ue000": "[", "\ue001": "-"}
"""What stands for a sign that mdformat would escape at the beginning of a line, and the sign."""
_PASSES = 3
_BAR = Pattern(r"(?<!\\)\|")
_BARS = Pattern(r" ?\| ?")
_QUOTE = Pattern(r"\A[ \t]{0,3}> ?")
_OPENING = Pattern(r"[-+*](?:\s|\Z)|\d{1,9}[.)](?:\s|\Z)|#|>|```|~~~|[-=_*][-=_* \t]*\Z|</?[A-Za-z!?]")
"""What may begin a block, or end a paragraph as a heading."""


class Formatted(NamedTuple):
    """A text in canonical Markdown."""

    text: str
    """With line feeds alone; as it was where there is an obstacle."""
    obstacle: str = ""
    """Why it was left alone."""
    known: bool = True
    """Whether it is a runbook or a mitigation log; nothing else is formatted."""


def formatted(source: Source, kind: DocumentKind | None, where: str, labels: Labels = ()) -> Formatted:
    """The text of a document in canonical Markdown, front matter as it was.

    Left alone where the blocks or the records that are read from it would no longer agree in values, kinds and order.
    """
    if any(sign in source.text for sign in _SIGNS):
        return Formatted(source.text, "it has characters of a private use")
    lines = source.lines
    front = "".join(f"{line}\n" for line in lines[: source.body])
    before = read(source, kind, where, labels)
    if before.kind is None:
        return Formatted(source.text, known=False)
    # the last line of a fence that nothing closes needs its end
    text = "\n".join(lines[source.body :]).removesuffix("\n") + "\n"
    try:
        for _ in range(_PASSES):
            last, text = text, _rendered(text)
            if text == last:
                break
    except Exception as error:  # it is another's, and no fault of the document stops the others
        return Formatted(source.text, f"mdformat fails on it ({type(error).__name__})")
    whole = front + ("\n" if front and text else "") + text
    if text != last:
        return Formatted(source.text, "its canonical form is not told")
    difference = _difference(before, read(Source(whole, source.path), kind, where, labels))
    return Formatted(source.text, difference) if difference else Formatted(whole)


def _rendered(text: str) -> str:
    extensions = mdformat.plugins.PARSER_EXTENSIONS
    assert isinstance(extensions, dict)
    extensions[_NAME] = _Verbatim
    options = {"number": False, "wrap": "keep", "compact_tables": True}
    result = mdformat.text(text, extensions=("gfm", _NAME), options=options)
    for sign, meant in _SIGNS.items():
        result = result.replace(sign, meant)
    return result


def _difference(one: Reading, other: Reading) -> str:
    """In what two readings differ; empty where they agree in all but places and spelling."""
    if (one.kind, one.kind_reason) != (other.kind, other.kind_reason):
        return "another kind of document would be read"
    if list(_blocks(one.document)) != list(_blocks(other.document)):
        return "its blocks would be others"
    if _meaning(one.runbook or one.log) != _meaning(other.runbook or other.log):
        return "other records would be read"
    return ""


def _meaning(value: object) -> object:
    """A record without places, and its words without white space and escapes that mean nothing."""
    match value:
        case Span():
            return None
        case Field():  # its text is that of its items with the signs of lists and tables between them
            return tuple(map(_meaning, value._replace(text="")))
        case str():
            return _BARS.sub("|", " ".join(plain(_QUOTE.sub("", value)).split())).rstrip("|")
        case tuple() | list():
            return tuple(map(_meaning, value))
        case dict():
            return {name: _meaning(one) for name, one in value.items()}
    return value


def _blocks(document: Document) -> Iterator[object]:
    """The blocks in document order, as deep as they stand, with their words."""
    source = document.source
    waiting = [(0, 0, document.root)]
    while waiting:
        depth, quotes, node = waiting.pop()
        words: object = None
        match node.kind:
            case "heading" | "paragraph" | "cell":
                words = _meaning(source.slice(node.span))
            case "html":
                words = " ".join(source.slice(node.span).split())
            case "fence":
                words = _code(source, node, quotes)
            case "row":
                words = "|".join(str(_meaning(source.slice(cell.span))) for cell in node.children).rstrip("|")
            case "item":
                words = node.marker[:-1] if node.ordered else ""
        yield depth, node.kind, node.level, node.checked, node.info, words
        if node.kind != "row":
            quotes += node.kind == "quote"
            waiting.extend((depth + 1, quotes, child) for child in reversed(node.children))


def _code(source: Source, node: Node, quotes: int) -> list[str]:
    """The lines of a fence without the signs of the quotes around it and the indentation that they have in common."""
    lines = [source.text[source.starts[source.line(start) - 1] : end] for start, end in node.line_spans]
    while lines and not lines[-1].strip():
        lines.pop()
    for _ in range(quotes):
        lines = [_QUOTE.sub("", line) for line in lines]
    least = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    return [line[least:] if line.strip() else "" for line in lines]


def _inline(node: Any, context: Any) -> str:
    """The words as they were written."""
    return str(node.content)


def _paragraph(node: Any, context: Any) -> str:
    """The lines as they were written, hard breaks included; none of them needs an escape that it did not have."""
    lines = node.children[0].render(context).split("\n")
    return "\n".join(map(_line, lines)).rstrip(" ")


def _line(line: str) -> str:
    """A line of a paragraph with a sign in place of the one at its beginning that mdformat would escape, and indented
    only where it would else begin another block."""
    words = line.strip()
    lead = "    " if line.startswith("    ") and _OPENING.match(words) else ""
    if words[:1] in _SIGNS.values():
        words = next(sign for sign, meant in _SIGNS.items() if meant == words[0]) + words[1:]
    return lead + words + ("  " if line.endswith("  ") and words else "")


def _heading(node: Any, context: Any) -> str:
    text = " ".join(node.children[0].render(context).split("\n"))
    if node.markup[:1] != "#" and text.endswith("#"):
        text = f"{text[:-1]}\\#"
    return f"{'#' * int(node.tag[1])} {text}".rstrip()


def _rule(node: Any, context: Any) -> str:
    """A line; inside a list or quote of a sign that begins no item and underlines no heading."""
    return "---" if node.parent.type == "root" else "___"


def _ordered_list(node: Any, context: Any) -> str:
    """The items with the numbers that they have."""
    items = []
    for item in node.children:
        marker = f"{item.info}{item.markup} "
        with context.indented(len(marker)):
            first, *rest = item.render(context).split("\n")
        indent = " " * len(marker)
        lines = [
            f"{marker}{first}".rstrip() if not first else f"{marker}{first}",
            *(f"{indent}{line}" if line else "" for line in rest),
        ]
        items.append("\n".join(lines))
    tight = all(child.hidden for item in node.children for child in item.children if child.type == "paragraph")
    return ("\n" if tight else "\n\n").join(items)


class _Verbatim:
    """An extension of mdformat."""

    CHANGES_AST = False
    RENDERERS: Mapping[str, Any] = {
        "inline": _inline,
        "paragraph": _paragraph,
        "heading": _heading,
        "hr": _rule,
        "ordered_list": _ordered_list,
    }

    @staticmethod
    def update_mdit(parser: Any) -> None:
        """Have definitions of links stay where they are, words unread, and tables as they are whose rows are not of one
        length: cells would be lost or made up."""
        parser.disable("reference")
        parser.inline.ruler.enableOnly(["text"])
        parser.core.ruler.after("block", "uneven_tables", _keep_uneven)


def _keep_uneven(state: Any) -> None:
    """Make blocks that are not formatted of the tables, outside lists and quotes, whose rows are of several lengths."""
    lines, kept, table = state.src.split("\n"), [], None
    for token in state.tokens:
        if token.type == "table_open" and token.level == 0:
            first, last = token.map
            rows = [_width(line) for line in lines[first:last]]
            if any(width != rows[0] for width in rows):
                table = token
                table.type, table.tag, table.nesting = "html_block", "", 0
                table.content = "\n".join(line.rstrip() for line in lines[first:last])
                kept.append(table)
        if table is None:
            kept.append(token)
        elif token.type == "table_close":
            table = None
    state.tokens = kept


def _width(line: str) -> int:
    """How many cells a line of a table has."""
    inner = line.strip().removeprefix("|")
    return len(_BAR.split(inner.removesuffix("|") if not inner.endswith("\\|") else inner))
