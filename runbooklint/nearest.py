"""The known word that is nearest to a mistyped one."""

from collections.abc import Iterable
from itertools import takewhile

_CLOSEST = 20
_LONGEST = 60
"""A longer word is no slip of the pen, and comparing it would be slow."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The most similar known word, without regard to case; None where nothing is similar."""
    from difflib import SequenceMatcher, get_close_matches  # only a mistake pays for it

    if len(word) > _LONGEST:
        return None
    typed = word.casefold()
    by_fold = {name.casefold(): name for name in known}

    def likeness(other: str) -> tuple[float, int, int]:
        same = [a == b for a, b in zip(other, typed, strict=False)]
        return SequenceMatcher(None, other, typed).ratio(), sum(takewhile(bool, same)), sum(same)

    found = max(get_close_matches(typed, by_fold, n=_CLOSEST), key=likeness, default=None)
    return by_fold[found] if found else None


def advice(word: str, known: Iterable[str]) -> str:
    """A hint to add to a message: `, did you mean "x"?`, or nothing."""
    found = nearest(word, known)
    return f', did you mean "{found}"?' if found else ""
