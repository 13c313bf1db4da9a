"""A rule page as a terminal shows it: wrapped paragraphs, examples set in; it knows only the Markdown of the pages."""

from collections.abc import Iterator
from textwrap import wrap

from runbooklint.pattern import Pattern

_STRONG = Pattern(r"\*\*([^*]+)\*\*")
_LINK = Pattern(r"\[([^\]]+)\]\([^)]+\)")
_FENCE = Pattern(r"(`{3,})([\w-]*)$")
_INDENT = "    "


def rendered(page: str, painted: bool, width: int) -> Iterator[str]:
    """The lines of a page, each with its line end; examples keep their own lines, however long."""
    fence = ""
    block: list[str] = []
    for line in [*page.splitlines(), ""]:
        opened = _FENCE.match(line)
        if fence:
            fence = "" if line == fence else fence
            if fence:
                yield f"{_INDENT}{line}".rstrip() + "\n"
        elif opened:
            fence = opened.group(1)
        elif line:
            block.append(line)
        else:
            yield from _paragraph(block, painted, width)
            yield "\n"
            block = []


def _paragraph(lines: list[str], painted: bool, width: int) -> Iterator[str]:
    text = "\n".join(lines)
    alone = _STRONG.fullmatch(text)
    if text.startswith("# "):
        yield _bold(text[2:], painted)
    elif alone:
        yield _bold(alone.group(1), painted)
    elif text.startswith("|"):
        yield from (line + "\n" for line in lines)
    else:
        for item in text.replace("\n- ", "\n\0").replace("\n", " ").split("\0"):
            lead = "- " if text.startswith("- ") else ""
            words = _LINK.sub(r"\1", _STRONG.sub(r"\1", item.removeprefix("- ")))
            for line in wrap(words.strip(), width, initial_indent=lead, subsequent_indent=" " * len(lead)):
                yield line + "\n"


def _bold(text: str, painted: bool) -> str:
    return f"\x1b[1m{text}\x1b[0m\n" if painted else f"{text}\n"
