"""How the time of reading and linting grows with the text, over families of hostile texts."""

import math
import time
from collections.abc import Callable, Iterable
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

from benchmarks.hostile import Family, families
from runbooklint.engine import lint
from runbooklint.records import DocumentKind
from runbooklint.settings import Settings
from runbooklint.source import Source

EXPONENT = 1.25
"""The largest growth that is taken for linear: 1 is linear, 2 is quadratic."""
FLOOR = 100_000
"""Bytes a second."""
TIMES, AND = 3, 0.05
"""How many times the parsing of the blocks linting may take, and the seconds on top."""
_LEAST = 0.05
"""Seconds below which growth is noise."""
_KINDS: tuple[DocumentKind, ...] = ("cutover", "mitigation-log")


class Growth(NamedTuple):
    """What one family costs."""

    exponent: float
    seconds: float
    """For the largest text."""
    speed: float
    """Bytes a second."""
    ratio: float
    """How many times the parsing of the blocks."""
    faults: tuple[str, ...]
    """What is beyond the bounds."""


def report(names: Iterable[str] | None, size: int) -> None:
    """Print what families cost, those beyond the bounds marked."""
    print("| family | kind | growth | time | KB/s | parses | beyond |\n|" + " -- |" * 7)
    for name, family in families():
        if not names or any(part in name for part in names):
            for kind in _KINDS:
                told = growth(family, size, kind)
                if told.faults:  # what a busy machine says once it does not say twice
                    told = min(told, growth(family, size, kind))
                cells = (
                    name,
                    kind,
                    f"{told.exponent:.2f}",
                    f"{told.seconds * 1000:.0f} ms",
                    f"{told.speed / 1000:.0f}",
                    f"{told.ratio:.1f}",
                    ", ".join(told.faults),
                )
                print(f"| {' | '.join(cells)} |", flush=True)


def growth(family: Family, size: int, kind: DocumentKind) -> Growth:
    """What texts of a family of one, two and four times a size cost."""
    texts = [family(size * times) for times in (1, 2, 4)]
    _linted(texts[0], kind)
    small, _, large = seconds = [_timed(_linted, text, kind) for text in texts]
    parsed = _timed(_parsed, texts[-1], kind)
    exponent = math.log2(max(large, 1e-4) / max(small, 1e-4)) / 2
    speed = len(texts[-1].encode()) / max(seconds[-1], 1e-6)
    beyond = {
        "growth": exponent > EXPONENT and large > _LEAST,
        "speed": speed < FLOOR,
        "parses": large > TIMES * parsed + AND,
    }
    return Growth(exponent, large, speed, large / max(parsed, 1e-6), tuple(name for name in beyond if beyond[name]))


def _timed(work: Callable[[str, DocumentKind], None], text: str, kind: DocumentKind) -> float:
    """Seconds of processor time, the better of two runs where they are short."""
    taken = []
    for _ in range(2):
        before = time.process_time()
        work(text, kind)
        taken.append(time.process_time() - before)
        if taken[0] > 1:
            break
    return min(taken)


def _linted(text: str, kind: DocumentKind) -> None:
    lint(Source(text, "a.md"), Settings(kind))


def _parsed(text: str, kind: DocumentKind) -> None:
    parser = MarkdownIt("commonmark", {"maxNesting": 32}).enable("table")
    tokens: list[Token] = []
    parser.block.parse(text, parser, {}, tokens)
