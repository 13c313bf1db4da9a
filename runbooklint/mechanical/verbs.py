"""The patterns of sentences around a verb: what a thing shows, is, leads to, or must not give."""

from runbooklint.mechanical.naming import (
    NAMES,
    Tokens,
    ends,
    is_time,
    kind,
    literal,
    named_before,
    prints,
    recognisable,
    skip,
    value,
    word,
    words_before,
)
from runbooklint.mechanical.sentences import Expectation, Found
from runbooklint.mechanical.tokens import Token
from runbooklint.mechanical.words import (
    ANYTHING,
    ARTICLE,
    JUDGMENT,
    MODAL,
    NEGATED,
    NUMERAL,
    PLACE,
    PLAIN_STATE,
    PREPOSITION,
    PRINTED,
    PROPERTY,
    REACHED,
    SEEN,
    SHOW,
    STATE,
    TREND,
    UNSEEN,
    is_place,
    singular,
)

_LITERAL = ("code", "quote")
_UNSAID = JUDGMENT | {""}
_BEFORE_NOUN = frozenset("the a this each per".split())


def shown(tokens: Tokens, index: int) -> Found:
    """`/health returns 200`, `the panel shows "open"`."""
    if word(tokens, index - 1) in _BEFORE_NOUN:
        return None
    at = value(tokens, index + 1, printed=True)
    if at is None:
        return _said(tokens, index)
    subject = named_before(tokens, index)
    if subject is None and kind(tokens, at) in ("code", "quote", "number"):
        subject = words_before(tokens, index) or _property(tokens, index)
    return Expectation(tokens[index], tokens[at], subject)


def _said(tokens: Tokens, index: int) -> Found:
    """`"ping" answers pong`, `"status" shows sealed false`: the last words are what a named thing says."""
    subject = named_before(tokens, index, places=False)
    at = skip(tokens, index + 1)
    said, after = word(tokens, at), at + 1
    if subject is None or not said:
        return None
    for last in range(at, at + 8):
        if kind(tokens, last) in _LITERAL:
            return Expectation(tokens[index], tokens[last], subject)
        counted = kind(tokens, last) == "number" and not is_time(tokens, last)
        stated = (word(tokens, last) in STATE and ends(tokens, last + 1)) or prints(tokens, last)
        if counted or stated:
            return Expectation(tokens[index], tokens[last], subject)
        if not word(tokens, last):
            break
    # "returns data" and "answers as planned" say nothing that could be compared.
    empty = said in ANYTHING or said in JUDGMENT or said.endswith(("s", "ly")) or word(tokens, at - 1) == "as"
    return None if empty or after < len(tokens) else Expectation(tokens[index], tokens[at], subject)


def produced(tokens: Tokens, index: int) -> Found:
    """`the importer writes a receipt row`, `the page displays the banner`: something is there to be seen."""
    subject = words_before(tokens, index)
    finite = tokens[index].text.endswith(("s", "ed", "display", "show"))
    if not finite or word(tokens, index + 1) not in ARTICLE or subject is None:
        return None
    for at in range(index + 2, index + 7):
        if singular(word(tokens, at)) in PLACE and ends(tokens, at + 1):
            return Expectation(tokens[index], tokens[at], subject)
        if word(tokens, at) in JUDGMENT or not word(tokens, at):
            break
    return None


def counted(tokens: Tokens, index: int) -> Found:
    """`exactly one leader`, `the set holds both keys`."""
    after = word(tokens, index + 1)
    number = kind(tokens, index + 1) == "number" and not is_time(tokens, index + 1)
    subject = words_before(tokens, index)
    if subject and (number or after in NUMERAL or after == "both"):
        return Expectation(tokens[index], tokens[index + 1], subject)
    return None


def is_(tokens: Tokens, index: int) -> Found:
    """`the flag is on`, `the branch is "main"`, `lag is not increasing`, `the job is started`, `all 5 keys are set`."""
    if word(tokens, index - 1) in ("which", "that", "who"):
        return None
    at = index + 2 if word(tokens, index + 1) in NEGATED else index + 1
    named = named_before(tokens, index)
    if word(tokens, at) in TREND:
        return Expectation(tokens[index], tokens[at], named) if named else None
    inside = word(tokens, at) in PREPOSITION and literal(tokens, at + 1)
    if named and inside:
        return Expectation(tokens[index], tokens[inside], named)
    stated = any(word(tokens, near) in ("state", "status", "phase") for near in range(at, at + 4))
    found = value(tokens, at, printed=stated)
    if found is None:
        return _done(tokens, index, skip(tokens, at), named)
    plain = tokens[found].kind != "word" or (word(tokens, found) in PLAIN_STATE and ends(tokens, found + 1))
    subject = (words_before(tokens, index) or _property(tokens, index)) if plain else named
    return Expectation(tokens[index], tokens[found], subject) if subject else None


def _property(tokens: Tokens, index: int) -> Token | None:
    """A noun such as "status", a helping word elsewhere, right before the verb."""
    return tokens[index - 1] if word(tokens, index - 1) in PROPERTY else None


def _done(tokens: Tokens, index: int, at: int, named: Token | None) -> Found:
    """A verb in -ing with a named object, something done that can be seen, or a state that a named thing prints."""
    text, subject = word(tokens, at), words_before(tokens, index)
    if text.endswith("ing") and kind(tokens, at + 1) in _LITERAL and subject:
        return Expectation(tokens[index], tokens[at + 1], subject)
    set_to = text.endswith("ed") and word(tokens, at + 1) == "to"
    if set_to and named and (word(tokens, at + 2) in STATE or prints(tokens, at + 2)):
        return Expectation(tokens[index], tokens[at + 2], named)
    doer = index - 1
    while word(tokens, doer) in MODAL or kind(tokens, doer) == "quote":
        doer -= 1
    if _happens(tokens, doer, at) and word(tokens, at + 1) not in JUDGMENT:
        return Expectation(tokens[index], tokens[at], tokens[doer])
    said = text in PRINTED and text not in JUDGMENT and text not in REACHED
    return Expectation(tokens[index], tokens[at], named) if named and named.kind in NAMES and said else None


def _happens(tokens: Tokens, doer: int, at: int) -> bool:
    """Whether what is done to a thing can be seen on it, or is done to a number of things."""
    if is_place(word(tokens, doer)):
        return word(tokens, at) in SEEN
    counted = any(kind(tokens, left) == "number" for left in range(max(0, doer - 4), doer + 1))
    return counted and word(tokens, at).endswith("ed") and word(tokens, at) not in UNSEEN


def not_shown(tokens: Tokens, index: int) -> Found:
    """`must not report …`, `"secrets.json" is not committed`: what a thing does not give, what is not done to it."""
    undone = named_before(tokens, index, places=False)
    if undone and word(tokens, index + 1).endswith("ed") and word(tokens, index + 1) not in UNSEEN:
        return Expectation(tokens[index], tokens[index + 1], undone)
    if word(tokens, index + 1) not in SHOW or not recognisable(tokens, index + 1):
        return None
    at = skip(tokens, index + 2)
    subject = words_before(tokens, index)
    return Expectation(tokens[index], tokens[at], subject) if at < len(tokens) and subject else None
