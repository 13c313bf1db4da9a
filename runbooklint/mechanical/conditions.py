"""Preconditions and criteria that nobody can check by themselves; it knows no checks of a result."""

from runbooklint.mechanical.judgment import find_judgment
from runbooklint.mechanical.naming import Tokens, word
from runbooklint.mechanical.sentences import sentences
from runbooklint.mechanical.tokens import Token, tokens
from runbooklint.mechanical.words import (
    CHECKING,
    COPULA,
    FILLER,
    MODAL,
    NEGATED,
    SOURCE,
    group,
    is_identifier,
    is_place,
)

_GENERIC = group(
    "everything all systems system team teams environment environments prerequisites prerequisite pre-requisites"
    " preconditions pre-conditions requirements dependencies conditions preparations preparation prep things everyone"
    " everybody people infrastructure platform setup we stakeholders parties"
)
_READY = group(
    "ready go green met satisfied done complete completed prepared fulfilled available up set cleared aligned place"
    " order fine good ok okay working board finished"
)
_PASSED_OVER = _GENERIC | COPULA | FILLER | MODAL | {"fully", "good", "have"}
_POINTING = group("above before earlier previous previously usual")
_OUTCOME = group(
    "possible notified informed mitigated resolved fixed applied done complete completed finished successful succeeded"
    " restored recovered ready place tested verified validated confirmed working works exists prepared agreed aware"
)
_LISTED = group("item items box boxes checkbox checkboxes line lines row rows entry entries point points")
_BOUND = ("by", "in", "to", "with", "on")


def vague_precondition(text: str) -> tuple[int, int] | None:
    """The offsets of a condition that cannot be checked by itself: `everything ready`, `as above`, `all systems go`.

    A sentence with a name, a number, code or a link in it is taken for checkable.
    """
    for sentence in sentences(tokens(text)):
        found = sentence.tokens
        if any(_concrete(token) for token in found):
            continue
        words = [index for index, token in enumerate(found) if token.kind == "word"]
        while words and (found[words[0]].text in CHECKING or found[words[0]].text == "that"):
            if _points_back(found, words) is not None:
                break
            words.pop(0)
        last = _points_back(found, words) if words else None
        last = _all_ready(found, words) if last is None else last
        if last is not None:
            return found[words[0]].start, found[last].end
        if span := find_judgment(found):
            return span
    return None


def _concrete(token: Token) -> bool:
    return token.kind not in ("word", "sign", "line", "note") or (token.kind == "word" and is_identifier(token.text))


def _points_back(found: Tokens, words: list[int]) -> int | None:
    first = found[words[0]].text
    if first in ("ditto", "idem"):
        return words[0]
    if first not in ("as", "see", "same", "like"):
        return None
    return next((index for index in words[1:4] if found[index].text in _POINTING), None)


def _all_ready(found: Tokens, words: list[int]) -> int | None:
    """The index of the word of readiness, where nothing but generic words stands before it."""
    generic = False
    for index in words:
        text = found[index].text
        alone = index == words[0] and text in ("ready", "good")
        if text in _READY and (generic or alone):
            return index
        generic = generic or text in _GENERIC
        if text not in _PASSED_OVER:
            return None
    return None


def _of_the_list(found: Tokens, words: list[int]) -> bool:
    """Whether a sentence is about the list that it stands over: `All items must be confirmed`."""
    return {found[index].text for index in words[:2]} & {"all", "every", "each"} != set() and any(
        found[index].text in _LISTED for index in words[1:4]
    )


_LEADING_TO = frozenset({"when", "if", "once"})
"""What behind an outcome leads to its criteria: `The move is complete when:`."""
_AS_FAR = frozenset("all as if where when wherever whenever".split())
"""What makes of `possible` how far something goes: `if at all possible`."""


def vague_criterion(text: str) -> tuple[int, int] | None:
    """The offsets of a criterion without number, query, name or state: `rollback is possible`, `the fix is applied`."""
    for sentence in sentences(tokens(text)):
        found = sentence.tokens
        if any(_concrete(token) for token in found):
            continue
        words = [index for index, token in enumerate(found) if token.kind == "word"]
        if _of_the_list(found, words):
            continue
        linked = False
        for index in words[:9]:
            here = found[index].text
            if here in NEGATED or here == "no":
                break
            if linked and here == "back" and (word(found, index + 1), word(found, index + 2)) == ("to", "normal"):
                return found[words[0]].start, found[index + 2].end
            before = word(found, index - 1)
            # "The backup exists" can be seen, "the plan exists" says nothing of what is in it.
            unseen = here == "exists" and (before in SOURCE or not is_place(before))
            told = linked or ((unseen or here == "works") and index != words[0])
            aside = (here == "possible" and before in _AS_FAR) or word(found, index + 1) in _LEADING_TO
            if told and here in _OUTCOME and not aside and word(found, index + 1) not in _BOUND:
                return found[words[0]].start, found[index].end
            linked = linked or here in COPULA
    return None
