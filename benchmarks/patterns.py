"""Whether regular expressions are linear: each against texts pumped up out of its own signs."""

import importlib
import itertools
import pkgutil
import re._constants as codes  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, NamedTuple

import runbooklint
from runbooklint.limits import TooLongError, limited
from runbooklint.pattern import Pattern

_SHORT, _TIMES = 4_000, 4
"""Characters of the shorter text, and how many times as long the longer one is."""
_LEAST = 0.004
"""Seconds below which growth is noise."""
_MOST = 3
"""Seconds after which a text is given up."""
_ENDS = ("\1", "\n")
"""What a text ends with, so that what it repeats is not all of it."""
_BEYOND = 6.5
"""How many times as long the longer text may take: linear is 4, quadratic 16."""
_CLASSES = {
    codes.CATEGORY_DIGIT: "7",
    codes.CATEGORY_NOT_DIGIT: "x",
    codes.CATEGORY_SPACE: " ",
    codes.CATEGORY_NOT_SPACE: "x",
    codes.CATEGORY_WORD: "w",
    codes.CATEGORY_NOT_WORD: "!",
}
_REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)


class Suspect(NamedTuple):
    """An expression that is worse than linear on a text."""

    name: str
    growth: float
    """How many times as long a text takes that is four times as long."""
    seconds: float
    pump: str
    """What the text repeats."""


def all_patterns() -> dict[str, Pattern]:
    """Every expression of the package by the name of its module and its text."""
    found: dict[str, Pattern] = {}
    for module in pkgutil.walk_packages(runbooklint.__path__, "runbooklint."):
        if not module.name.endswith("__main__"):
            for value in vars(importlib.import_module(module.name)).values():
                values = value.values() if isinstance(value, dict) else value if isinstance(value, tuple) else (value,)
                found |= {f"{module.name}: {one.text}": one for one in values if isinstance(one, Pattern)}
    return found


def suspect(name: str, pattern: Pattern, pairs: bool) -> Suspect | None:
    """The first text on which an expression is worse than linear: each of its signs is repeated, with `pairs` each two
    of them as well."""
    for (before, pump), after in itertools.product(_pumps(pattern, pairs), _ENDS):
        times = max(1, _SHORT // len(pump))
        short, long = (_timed(pattern, before + pump * number + after) for number in (times, times * _TIMES))
        growth = long / max(short, 1e-6)
        if long > _LEAST and growth > _BEYOND:
            return Suspect(name, growth, long, before + pump)
    return None


def _timed(pattern: Pattern, text: str) -> float:
    """Seconds of processor time for all matches, the least of three runs where they are short."""
    taken = []
    for _ in range(3):
        before = time.thread_time()
        with suppress(TooLongError), limited(_MOST):
            for _ in pattern.finditer(text):
                pass
        taken.append(time.thread_time() - before)
        if taken[-1] < _LEAST or taken[-1] > 1:
            break
    return min(taken)


def _pumps(pattern: Pattern, pairs: bool) -> Iterator[tuple[str, str]]:
    """What texts begin with and what they repeat."""
    tree = parser.parse(pattern.text, pattern.flags)
    signs = sorted(set(_signs(tree)))
    sample = _sample(tree)
    starts = [sample[:end] for end in sorted({1, len(sample) // 2, len(sample) - 1, len(sample)}) if sample[:end]]
    pumps = [*signs, *starts]
    if pairs:
        pumps += map("".join, itertools.permutations(signs[:24], 2))
    for pump in pumps:
        yield "", pump
        for start in starts if pairs or len(pump) == 1 else ():
            yield start, pump


def _signs(tree: Any) -> Iterator[str]:
    """A sign for each literal and each class of an expression."""
    for code, value in tree:
        match code:
            case codes.LITERAL:
                yield chr(value)
            case codes.NOT_LITERAL | codes.ANY:
                yield "q"
            case codes.IN:
                for inner, each in value:
                    if inner is codes.CATEGORY:
                        yield _CLASSES[each]
                    else:
                        yield chr(each[0]) if inner is codes.RANGE else chr(each) if inner is codes.LITERAL else "q"
            case codes.BRANCH:
                yield from itertools.chain.from_iterable(map(_signs, value[1]))
            case codes.ASSERT | codes.ASSERT_NOT:
                yield from _signs(value[1])
            case codes.ATOMIC_GROUP:
                yield from _signs(value)
            case _ if code in _REPEATS:
                yield from _signs(value[2])
            case codes.SUBPATTERN:
                yield from _signs(value[3])


def _sample(tree: Any) -> str:
    """A short text that the expression is likely to match."""
    parts = []
    for code, value in tree:
        match code:
            case codes.LITERAL | codes.NOT_LITERAL | codes.ANY | codes.IN:
                parts.append(next(_signs([(code, value)]), ""))
            case codes.BRANCH:
                parts.append(_sample(value[1][0]))
            case codes.ATOMIC_GROUP:
                parts.append(_sample(value))
            case codes.SUBPATTERN:
                parts.append(_sample(value[3]))
            case _ if code in _REPEATS:
                parts.append(_sample(value[2]) * max(1, min(value[0], 3)))
    return "".join(parts)
