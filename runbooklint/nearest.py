"""The known word that is nearest to a mistyped one."""

from collections.abc import Iterable


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The most similar known word, without regard to case; None where nothing is similar."""
    from difflib import get_close_matches  # only a mistake pays for it

    by_fold = {name.casefold(): name for name in known}
    found = get_close_matches(word.casefold(), by_fold, n=1, cutoff=0.6)
    return by_fold[found[0]] if found else None


def advice(word: str, known: Iterable[str]) -> str:
    """A hint to add to a message: `, did you mean "x"?`, or nothing."""
    found = nearest(word, known)
    return f', did you mean "{found}"?' if found else ""
