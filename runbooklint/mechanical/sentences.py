"""Tokens as sentences, what the first words make of each, and what a pattern found in one; it knows no pattern."""

from collections.abc import Sequence
from typing import Literal, TypeAlias

from runbooklint.mechanical.tokens import Token
from runbooklint.mechanical.words import CHECKING, EXPECTING, FILLER, SHOW
from runbooklint.named import NamedTuple


class Sentence(NamedTuple):
    """The tokens up to a full stop, a semicolon, the end of a line, or the next verb of checking."""

    tokens: list[Token]
    lead: Literal["expected", "purpose", "command", "printed", ""] = ""
    """`Expected: …`, a comment on what the command below is for (`# Verify …`), a command, a comment behind a command
    (perhaps what that prints), or none of them."""
    body: int = 0
    """The index of the first token behind the lead."""


class Expectation(NamedTuple):
    """What is expected: its first and last token, and the token that names what it is expected of."""

    first: Token
    last: Token
    subject: Token | None
    weak: bool = False
    """Whether it counts only beside something with a name of its own: a command, an endpoint, an identifier."""


Found: TypeAlias = Expectation | None


def sentences(tokens: Sequence[Token]) -> list[Sentence]:
    """The sentences in order."""
    found: list[Sentence] = []
    current: list[Token] = []
    for index, token in enumerate(tokens):
        ends = token.kind == "line" or token.text in (".", ";", "?", "!")
        if token.kind in ("note", "command") or _new_check(tokens, index):
            _add(current, found)
            current = []
        if not ends:
            current.append(token)
        if ends or token.kind == "command":
            _add(current, found)
            current = []
    _add(current, found)
    for at in range(1, len(found)):
        if awaits(found[at - 1]):
            found[at] = found[at]._replace(lead="expected", body=0)
        elif found[at - 1].lead == "command" and _last_note(found, at):
            found[at] = found[at]._replace(lead="printed")
    return found


def _last_note(found: Sequence[Sentence], at: int) -> bool:
    """Whether a comment stands beside its command or behind the last one, so that it may be what that prints."""
    note, command = found[at].tokens[0], found[at - 1].tokens[-1]
    beside = note.start == command.end
    return not found[at].lead and note.kind == "note" and (beside or found[-1].lead != "command")


def awaits(sentence: Sentence) -> bool:
    """Whether it is `Expected:` with nothing behind, so that the next one says what is expected."""
    return sentence.lead == "expected" and sentence.body >= len(sentence.tokens)


def _new_check(tokens: Sequence[Token], index: int) -> bool:
    text = tokens[index].text
    return index > 0 and text in CHECKING and not text.endswith("ed") and tokens[index - 1].text in ("and", "then", ",")


def _add(tokens: list[Token], found: list[Sentence]) -> None:
    if not tokens:
        return
    if tokens[0].kind == "command":
        found.append(Sentence(tokens, "command"))
        return
    first = 0
    while first < len(tokens) and (tokens[first].kind in ("note", "sign", "link")):
        first += 1
    lead = tokens[first].text if first < len(tokens) and tokens[first].kind == "word" else ""
    noted = tokens[0].kind == "note" or tokens[0].text == "#"
    if noted and first < len(tokens) and tokens[first].kind == "arrow":
        found.append(Sentence(tokens, "expected", first + 1))
    elif lead in EXPECTING or (noted and (lead in SHOW or lead == "wait")):
        at = first + 1
        while at < len(tokens) and (tokens[at].text in FILLER or tokens[at].text in (":", "–", "—", "-")):
            at += 1
        found.append(Sentence(tokens, "expected", at))
    elif noted and lead in CHECKING:
        found.append(Sentence(tokens, "purpose", first))
    else:
        found.append(Sentence(tokens, "", first))
