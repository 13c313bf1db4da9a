"""Words that leave the verdict of a check to whoever reads it; it knows nothing of what is observed or expected."""

from collections.abc import Sequence

from runbooklint.mechanical.tokens import Token
from runbooklint.mechanical.words import CHECKING, COPULA, FILLER, JUDGMENT, NEGATION, SEEM, SEEMED, TROUBLE, singular
from runbooklint.vocabulary import VERBS

_EYE = frozenset("eye eyes hand eyeball glance".split())
_LOOKING = frozenset("eyeball eyeballed eyeballing spot-check spot-checks spot-checked spot-checking glance".split())

_CHOOSING = frozenset("choose select pick use".split())
_RELEASES = frozenset("release releases version versions channel branch tag build image commit".split())


def find_judgment(tokens: Sequence[Token]) -> tuple[int, int] | None:
    """The offsets of the first words of judgment; None without any."""
    for index, token in enumerate(tokens):
        if _turns(tokens, index):
            return None
        if token.kind == "word" and (end := _judges(tokens, index)) is not None:
            return tokens[_from_verb(tokens, index)].start, tokens[end].end
    return None


def _turns(tokens: Sequence[Token], index: int) -> bool:
    """Whether a sentence goes on with the case in which it holds (`… if it is not stable`), or with what to do then
    (`→ declare it stable`)."""
    if index and tokens[index].text in ("if", "unless"):
        return _word(tokens, index - 1) not in CHECKING
    return index > 0 and tokens[index].kind == "arrow" and _word(tokens, index + 1) in VERBS


def _word(tokens: Sequence[Token], index: int) -> str:
    return tokens[index].text if 0 <= index < len(tokens) and tokens[index].kind == "word" else ""


def _judges(tokens: Sequence[Token], index: int) -> int | None:
    """The index of the last token of words of judgment that begin here."""
    word, after = tokens[index].text, _word(tokens, index + 1)
    if word in JUDGMENT or word in _LOOKING:
        chosen = _word(tokens, index - 1) in _CHOOSING  # a choice, and no claim of how things are
        return None if chosen or (word == "stable" and after in _RELEASES) else index
    if word in SEEM:
        for at in range(index + 1, index + 5):
            if _word(tokens, at) in SEEMED:
                return at
        return None
    if word == "as" and after in ("expected", "intended", "planned", "usual", "designed", "normal", "anticipated"):
        return index + 1
    if word == "by" and after in _EYE and after != "hand":
        return index + 1
    if word == "back" and after == "to" and _word(tokens, index + 2) in ("normal", "usual"):
        return index + 2
    if word == "settled" and after == "down":
        return index + 1
    if word in NEGATION or word in ("any", "critical"):
        for at in range(index + 1, index + 5):
            if singular(_word(tokens, at)) in TROUBLE:
                return at
            if not _word(tokens, at):
                break
    return None


def _from_verb(tokens: Sequence[Token], index: int) -> int:
    """The index of the verb that leads to the word of judgment: `is healthy`, `looks quite good`."""
    at = index - 1
    while at > index - 4 and _word(tokens, at) in FILLER and _word(tokens, at) not in COPULA:
        at -= 1
    return at if _word(tokens, at) in COPULA or _word(tokens, at) in SEEM else index
