"""Whether a sentence asserts something of a named thing, whatever the words; it knows no single pattern."""

from runbooklint.mechanical.naming import NAMES, ends, is_time, kind, word
from runbooklint.mechanical.sentences import Expectation, Found, Sentence
from runbooklint.mechanical.tokens import Token
from runbooklint.mechanical.words import (
    ANYTHING,
    ARTICLE,
    ASSERTING,
    BOUNDARY,
    CHECKING,
    COPULA,
    GRADED,
    JUDGMENT,
    MOVING,
    NEGATION,
    NUMERAL,
    OPEN,
    PASSING,
    PREPOSITION,
    REACHED,
    RECORDING,
    RELATE,
    TROUBLE,
    UNSEEN,
    singular,
)

_MEANS = frozenset("via using through run running use".split())
_PLACE_IN_LIST = frozenset("step section phase for after within every".split())
_VERBS = RELATE | PASSING | BOUNDARY | MOVING | RECORDING
_LEFT_OPEN = OPEN | GRADED | REACHED
_LENGTH = 60  # tokens


def asserted(sentence: Sentence) -> Found:
    """`the branch is up to date with "main"`: a name or a number, a verb, and no word that leaves the verdict open.

    A request to look (`Check "a.log"`) asserts nothing; `Verify that …` does.
    """
    every = sentence.tokens[sentence.body : sentence.body + _LENGTH]
    found = _without_brackets(every)
    if sentence.lead in ("purpose", "expected", "command") or not found or _looks(found[0]):
        return None
    if any(token.text in JUDGMENT for token in every) or any(_leaves_open(found, at) for at in range(len(found))):
        return None
    verb = next((token for at, token in enumerate(found) if _is_verb(found, at)), None)
    named = next((token for at, token in enumerate(found) if _is_concrete(found, at)), None)
    return Expectation(verb, verb, named) if verb and named else None


def _without_brackets(tokens: list[Token]) -> list[Token]:
    kept, depth = [], 0
    for token in tokens:
        depth += token.text == "("
        if not depth:
            kept.append(token)
        depth = max(0, depth - (token.text == ")"))
    return kept


def _leaves_open(tokens: list[Token], at: int) -> bool:
    text, after = word(tokens, at), at + 1
    if text in UNSEEN:
        # "a verified backup" says which one; "verified by `parity.sh`" says how it is seen.
        attribute = (word(tokens, after) and not ends(tokens, after)) or kind(tokens, after) in NAMES
        return not attribute and not (word(tokens, after) == "by" and kind(tokens, after + 1) in NAMES)
    return text in _LEFT_OPEN or singular(text) in TROUBLE


def _looks(token: Token) -> bool:
    return token.text in CHECKING and token.text not in ASSERTING


def _is_verb(found: list[Token], at: int) -> bool:
    text = word(found, at)
    if text in NEGATION or (at and text in COPULA):
        return True
    if not at or word(found, at + 1) in ANYTHING:
        return False
    third = text in _VERBS and text.endswith("s")
    done = text.endswith("ed") and (ends(found, at + 1) or not word(found, at + 1) or word(found, at + 1) in NUMERAL)
    beside = at + 2 if word(found, at + 1) in PREPOSITION or word(found, at + 1) in ARTICLE else at + 1
    plain = text in RELATE and kind(found, beside) in NAMES
    return third or done or plain


def _is_concrete(found: list[Token], at: int) -> bool:
    """Whether a token names what is looked at or what is expected: no means, no length of time, no number of a step."""
    before = word(found, at - 1)
    if kind(found, at) == "number":
        return before not in _MEANS and before not in _PLACE_IN_LIST and not is_time(found, at)
    return kind(found, at) in NAMES and not (before in _MEANS and " " in found[at].text)
