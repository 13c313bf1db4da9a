"""What a sentence names: the thing before a place in it, and the value behind; it knows no patterns of sentences."""

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from runbooklint.mechanical.tokens import Token
from runbooklint.mechanical.words import (
    ANYTHING,
    CHECKING,
    COMPARING,
    COPULA,
    EXPECTING,
    FILLER,
    GRADED,
    JUDGMENT,
    MODAL,
    NEGATED,
    NEGATION,
    NUMERAL,
    PREPOSITION,
    PRINTED,
    STATE,
    TIME_UNIT,
    TROUBLE,
    is_identifier,
    is_metric,
    is_place,
    singular,
)
from runbooklint.pattern import Pattern

Tokens: TypeAlias = Sequence[Token]

REACH = 14  # tokens; no sentence of a check puts more between a thing and what is said of it
NAMES = ("code", "path", "quote")
_HELPING = COMPARING | COPULA | EXPECTING | FILLER | MODAL | NEGATED | CHECKING
_CLOSING = (PREPOSITION | {"and", "or", "while"}) - {"as"}
_CLOSING_SIGNS = frozenset(",()/—–|")
_TIMED_NUMBER = Pattern(r"\d[\d.,-]*(?:s|sec|m|min|h|hr|d)")


def word(tokens: Tokens, index: int) -> str:
    """The word at an index in lower case; empty where there is none."""
    return tokens[index].text if 0 <= index < len(tokens) and tokens[index].kind == "word" else ""


def sign(tokens: Tokens, index: int) -> str:
    """The sign at an index; empty where there is none."""
    return tokens[index].text if 0 <= index < len(tokens) and tokens[index].kind in ("sign", "compare") else ""


def kind(tokens: Tokens, index: int) -> str:
    """The kind of the token at an index; empty where there is none."""
    return tokens[index].kind if 0 <= index < len(tokens) else ""


def back(tokens: Tokens, index: int, brackets: bool = True) -> Iterator[int]:
    """The indices before one, nearest first, not past an arrow; with `brackets` not out of them either."""
    for at in range(index - 1, max(-1, index - 1 - REACH), -1):
        if tokens[at].kind in ("arrow", "note") or (tokens[at].text == "(" and brackets):
            return
        yield at


def names_thing(token: Token) -> bool:
    """Whether a word is a noun for something that can be looked at, or a name."""
    return token.kind == "word" and (is_metric(token.text) or is_place(token.text) or is_identifier(token.text))


def named_before(tokens: Tokens, index: int, places: bool = True) -> Token | None:
    """The nearest thing before with a name of its own; with `places`, also a noun for what can be looked at."""
    for at in back(tokens, index):
        token = tokens[at]
        imperative = at == 0 and token.text in CHECKING
        if token.kind == "word" and not imperative and (names_thing(token) if places else is_identifier(token.text)):
            return token
        if token.kind in NAMES or (token.kind == "number" and "." in token.text and word(tokens, at - 1)):
            return token
    return None


def words_before(tokens: Tokens, index: int) -> Token | None:
    """The nearest name or word before that is no helping word and no verb of checking."""
    for at in back(tokens, index):
        token = tokens[at]
        if token.kind in NAMES or (token.kind == "word" and token.text not in _HELPING):
            return token
    return None


def skip(tokens: Tokens, index: int) -> int:
    """The index of the first token from here on that is no helping word, six tokens on at most."""
    stop = min(len(tokens), index + 6)
    while index < stop:
        here = word(tokens, index)
        if not (here in FILLER or here in MODAL or sign(tokens, index) in tuple("/:$€")):
            break
        index += 1
    return index


def past_brackets(tokens: Tokens, index: int) -> int:
    """The index behind the brackets that open here, where they close within reach; the index itself otherwise."""
    if sign(tokens, index) == "(":
        for at in range(index, min(len(tokens), index + REACH)):
            if sign(tokens, at) == ")" and sign(tokens, at + 1) == ":":
                return at + 1
    return index


def literal(tokens: Tokens, index: int) -> int | None:
    """The index of the first name, quotation or address from here on, few words away."""
    for at in range(index, index + 5):
        if kind(tokens, at) in NAMES:
            return at
        here = word(tokens, at)
        if not here or here in JUDGMENT or here in CHECKING or here in ("and", "or", "when", "if", "while"):
            break
    return None


def is_time(tokens: Tokens, index: int) -> bool:
    """Whether a number is a length of time."""
    if _TIMED_NUMBER.fullmatch(tokens[index].text[:20]):
        return True
    after = index + 1
    if sign(tokens, after) in ("-", "–") and kind(tokens, after + 1) == "number":
        after += 2
    return word(tokens, after) in TIME_UNIT


def value(tokens: Tokens, index: int, printed: bool) -> int | None:
    """The index of the value that stands here, helping words left out; `printed` allows what only output can say."""
    at = skip(tokens, index)
    text = word(tokens, at)
    match kind(tokens, at):
        case "code" | "quote":
            return at
        case "path":
            return at if printed or tokens[at].text[0].isdigit() else None
        case "number":
            return None if is_time(tokens, at) else at
        case "sign":
            return at if printed and sign(tokens, at) in "{[✅✓✔" else None
        case "word" if text in STATE:
            return at
        case "word" if printed and (text in NUMERAL or is_identifier(text) or prints(tokens, at)):
            return at
        case "word" if printed and text in NEGATION and recognisable(tokens, at):
            return at
    return _last_state(tokens, index)


def prints(tokens: Tokens, at: int) -> bool:
    """Whether a word is what a program prints of a state: `healthy`, `RUNNABLE`."""
    text = word(tokens, at)
    if text in PRINTED:
        return not text.endswith("ed") or ends(tokens, at + 1)
    closed = ends(tokens, at + 1) or (at + 1 < len(tokens) and tokens[at + 1].loud)
    return bool(text) and tokens[at].loud and closed and text not in ANYTHING and not is_metric(text)


def _last_state(tokens: Tokens, index: int) -> int | None:
    """A helping word that is a state where nothing follows it: `is on`."""
    at, stop = index, index + 6
    while at < stop and word(tokens, at) in FILLER and word(tokens, at) not in STATE:
        at += 1
    return at if word(tokens, at) in STATE and ends(tokens, at + 1) else None


def ends(tokens: Tokens, index: int) -> bool:
    """Whether a statement ends before an index."""
    return index >= len(tokens) or sign(tokens, index) in _CLOSING_SIGNS or word(tokens, index) in _CLOSING


def recognisable(tokens: Tokens, index: int) -> bool:
    """Whether what is said to be missing is something that everybody would recognise: `no rows`, not `no problems`."""
    for at in range(index + 1, index + 5):
        if not word(tokens, at):
            return True
        if word(tokens, at) in GRADED or singular(word(tokens, at)) in TROUBLE:
            return False
    return True
