"""The known word that is nearest to a mistyped one."""

from collections.abc import Iterable
from itertools import takewhile

_CLOSEST = 20
_LONGEST = 60
"""A longer word is no slip of the pen, and comparing it would be slow."""

_SHORTEST, _LONG, _LETTERS = 4, 8, 2
"""In a word of at least four letters one may be wrong, in one of at least eight two."""


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


def slip(word: str, known: Iterable[str]) -> str | None:
    """The one known name of which a word is a slip of the pen: hyphens apart, or a letter or two inside of its words.
    None where it could be several, and where numbers or first letters differ, for those tell names apart."""
    if len(word) > _LONGEST:
        return None
    typed = word.casefold()
    found = {name for name in known if _bare(name) == _bare(typed)} or {name for name in known if _slipped(typed, name)}
    return found.pop() if len(found) == 1 else None


def _bare(word: str) -> str:
    return "".join(sign for sign in word.casefold() if sign.isalnum())


def _slipped(typed: str, name: str) -> bool:
    """Whether each word is the other one but for a letter or two."""
    if abs(len(typed) - len(name)) > _LETTERS:
        return False
    one, other = _parts(typed), _parts(name.casefold())
    return len(one) == len(other) and all(map(_meant, one, other))


def _parts(text: str) -> list[str]:
    return "".join(sign if sign.isalnum() else " " for sign in text).split()


def _meant(typed: str, word: str) -> bool:
    if typed == word:
        return True
    if typed[0] != word[0] or min(len(typed), len(word)) < _SHORTEST or not (typed + word).isalpha():
        return False
    return _distance(typed, word) <= (_LETTERS if len(word) >= _LONG else 1)


def _distance(one: str, other: str) -> int:
    """How many letters have to be put in, taken out, changed, or swapped with the next one."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        above, row = row, [i]
        for j, b in enumerate(other, 1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before = above
    return row[-1]


def advice(word: str, known: Iterable[str]) -> str:
    """A hint to add to a message: `, did you mean "x"?`, or nothing."""
    found = nearest(word, known)
    return f', did you mean "{found}"?' if found else ""
