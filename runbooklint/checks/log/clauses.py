"""The clause that a verb begins: whether it is what was done, what it is done to, whether it is denied; pure text."""

from collections.abc import Sequence

from runbooklint.mechanical.tokens import Token
from runbooklint.mechanical.words import group

_BEFORE_VERB = group("and then we i also manually just now first finally they he she ops sre on-call oncall team")
_RELATIVE = group("that which who whose where job jobs")
_PASSIVE = group("was were are is been being got")
_ENDS = group("because since so while which instead rather than not without until when if although though")
_NOT = group("no not never without instead rather avoid avoids than nor neither nothing none")
_CUTS = frozenset(",;.:()")


def behind(found: Sequence[Token], index: int, reach: int = 6) -> list[Token]:
    """The tokens behind a word, at most so many, to the end of its clause."""
    after: list[Token] = []
    for token in found[index + 1 : index + 1 + reach]:
        if token.text in _ENDS or (token.kind == "sign" and token.text in _CUTS):
            break
        after.append(token)
    return after


def leads(found: Sequence[Token], index: int) -> bool:
    """Whether a verb says what was done: it begins a clause, or stands behind who did it."""
    before = found[index - 1] if index else None
    return before is None or before.kind in ("sign", "note", "line", "arrow") or before.text in _BEFORE_VERB


def passive(found: Sequence[Token], index: int) -> bool:
    """Whether a verb is said of what stands before it: `the rows were deleted`."""
    return index > 0 and found[index - 1].text in _PASSIVE and found[index].text.endswith(("ed", "n", "t"))


def relative(found: Sequence[Token], index: int) -> bool:
    """Whether a verb says what something else does: `the job that restarts the workers`."""
    return index > 0 and found[index - 1].text in _RELATIVE and found[index].text.endswith("s")


def denied(found: Sequence[Token], index: int, reach: int = 4) -> bool:
    """Whether a word of denial stands shortly before a word."""
    return any(token.text in _NOT for token in found[max(0, index - reach) : index])
