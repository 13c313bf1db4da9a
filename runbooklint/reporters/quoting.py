"""Words of strangers inside Markdown: what could be markup, HTML, a link or a mention there becomes a code span."""

from collections.abc import Iterator
from itertools import groupby

from runbooklint.pattern import Pattern
from runbooklint.visible import visible

_PLAIN = Pattern(
    r"[\"'“”‘’(]{0,3}[^\W_]+(?:[-–—/.'’:,=+][^\W_]+)*%?[\"'“”‘’).,;:?]{0,6}|[-–—/+=]",
)
_LINKED = Pattern(r"www\.|\b[a-z]+-\d|\b[0-9a-f]{7,40}\b|:.*:")
"""What forges link without any markup: addresses, references to issues and commits, emoji."""
_TICKS = Pattern(r"`+")


def quoted(text: str) -> str:
    """The text on one line, such that Markdown shows it as it is and does nothing else with it."""
    return " ".join(_runs(visible(text).split(" ")))


def _runs(words: list[str]) -> Iterator[str]:
    """Neighbours share a code span."""
    for plain, run in groupby(words, _plain):
        together = " ".join(run)
        yield together if plain else code(together)


def _plain(word: str) -> bool:
    return not word or (bool(_PLAIN.fullmatch(word)) and not _LINKED.search(word.lower()))


def code(text: str) -> str:
    """The text as a code span, its backticks included."""
    text = visible(text)
    ticks = "`" * (1 + max((len(run.group()) for run in _TICKS.finditer(text)), default=0))
    space = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{ticks}{space}{text}{space}{ticks}"
