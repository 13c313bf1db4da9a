"""The patterns of sentences around a verb: what a thing shows, is, leads to, or must not give."""

from runbooklint.mechanical.expectation import Expectation, Found
from runbooklint.mechanical.naming import (
    NAMES,
    Tokens,
    ends,
    is_time,
    kind,
    named_before,
    recognisable,
    skip,
    value,
    word,
    words_before,
)
from runbooklint.mechanical.tokens import Token
from runbooklint.mechanical.words import (
    ANYTHING,
    ARTICLE,
    COPULA,
    FILLER,
    JUDGMENT,
    MOVING,
    NEGATED,
    NUMERAL,
    PLAIN_STATE,
    PRINTED,
    PROPERTY,
    REFERENCE,
    RELATE,
    SEEN,
    SHOW,
    STATE,
    TREND,
    UNSEEN,
    is_place,
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
        subject = words_before(tokens, index)
    return Expectation(tokens[index], tokens[at], subject)


def _said(tokens: Tokens, index: int) -> Found:
    """`"ping" answers pong`, `"status" shows sealed false`: the last words are what a named thing says."""
    subject = named_before(tokens, index, places=False)
    at = skip(tokens, index + 1)
    said, after = word(tokens, at), at + 1
    if subject is None or not said:
        return None
    if (kind(tokens, after) == "number" or word(tokens, after) in STATE) and ends(tokens, after + 1):
        return Expectation(tokens[index], tokens[after], subject)
    # "returns data" and "answers as planned" say nothing that could be compared.
    empty = said in ANYTHING or said in JUDGMENT or said.endswith(("s", "ly")) or word(tokens, at - 1) == "as"
    return None if empty or after < len(tokens) else Expectation(tokens[index], tokens[at], subject)


def related(tokens: Tokens, index: int) -> Found:
    """`orders.read_source points to "postgres"`."""
    at = skip(tokens, index + 1)
    if is_place(word(tokens, at)):
        at += 1
    if kind(tokens, at) not in _LITERAL:
        return None
    subject = named_before(tokens, index, places=False) or words_before(tokens, index)
    return Expectation(tokens[index], tokens[at], subject) if subject or kind(tokens, index - 1) == "arrow" else None


def leading(tokens: Tokens, index: int) -> Found:
    """`decodes to …`, `is based on …`, `drops to 5`: a verb that a small word binds to a named thing or a number."""
    verb, after, at = tokens[index].text, word(tokens, index + 1), index + 2
    target = word(tokens, at) in REFERENCE or (kind(tokens, at) == "number" and not is_time(tokens, at))
    if verb in MOVING and after == "to" and target:
        subject = words_before(tokens, index)
        return Expectation(tokens[index], tokens[at], subject) if subject else None
    bound = after in ("to", "as") and (verb in RELATE or verb.endswith(("ed", "set")))
    passive = after in ("on", "in", "by", "from", "at") and verb.endswith("ed") and word(tokens, index - 1) in COPULA
    found = related(tokens, index) if bound or passive else None
    beside = kind(tokens, index - 1) in NAMES
    if found is None and beside and after == "to" and verb in RELATE and word(tokens, at) not in _UNSAID:
        return Expectation(tokens[index], tokens[at], tokens[index - 1])
    return found


def told(tokens: Tokens, index: int) -> Found:
    """`the importer writes a "done" record`, `the set lists both keys`, `"a" defines "b"`.

    Between two names a word in -s is a verb; elsewhere an article or a number behind it shows that it is one.
    """
    verb, after = tokens[index].text, word(tokens, index + 1)
    if not verb.endswith("s") or verb in COPULA:
        return None
    if kind(tokens, index + 1) in _LITERAL:
        named = None if is_place(verb) else named_before(tokens, index, places=False)
        return Expectation(tokens[index], tokens[index + 1], named) if named else None
    counts = after == "both" or after in NUMERAL or _counts(tokens, index)
    subject = words_before(tokens, index)
    adjacent = subject and (subject is tokens[index - 1] or word(tokens, index - 1) in FILLER)
    if not adjacent or not (counts or after in ARTICLE):
        return None
    if counts:
        return Expectation(tokens[index], tokens[index + 1], subject)
    for at in range(index + 2, index + 6):
        if kind(tokens, at) in _LITERAL:
            return Expectation(tokens[index], tokens[at], subject)
        if not word(tokens, at):
            break
    return None


def _counts(tokens: Tokens, index: int) -> bool:
    """Whether a number of things stands behind a verb: `has 3 replicas`, not `phases 9 to 10`."""
    if kind(tokens, index + 1) != "number" or is_time(tokens, index + 1):
        return False
    counted = word(tokens, index + 2)
    return tokens[index].text == "has" or (bool(counted) and counted not in FILLER and not ends(tokens, index + 2))


def is_(tokens: Tokens, index: int) -> Found:
    """`the flag is on`, `the branch is "main"`, `lag is not increasing`, `the job is started`, `all 5 keys are set`."""
    if word(tokens, index - 1) in ("which", "that", "who"):
        return None
    at = index + 2 if word(tokens, index + 1) in NEGATED else index + 1
    named = named_before(tokens, index)
    if word(tokens, at) in TREND:
        return Expectation(tokens[index], tokens[at], named) if named else None
    found = value(tokens, at, printed=False)
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
    if _happens(tokens, index, at) and word(tokens, at + 1) not in JUDGMENT:
        return Expectation(tokens[index], tokens[at], tokens[index - 1])
    prints = named is not None and named.kind in NAMES and text in PRINTED and text not in JUDGMENT
    return Expectation(tokens[index], tokens[at], named) if prints else None


def _happens(tokens: Tokens, index: int, at: int) -> bool:
    """Whether what is done to a thing can be seen on it, or is done to a number of things."""
    if is_place(word(tokens, index - 1)):
        return word(tokens, at) in SEEN
    counted = any(kind(tokens, left) == "number" for left in range(max(0, index - 5), index))
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
