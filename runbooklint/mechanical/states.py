"""The patterns of sentences around a state: there or not there, equal, passed, a thing and its state side by side."""

from runbooklint.mechanical.naming import (
    NAMES,
    Tokens,
    back,
    ends,
    kind,
    named_before,
    past_brackets,
    recognisable,
    sign,
    skip,
    word,
    words_before,
)
from runbooklint.mechanical.sentences import Expectation, Found
from runbooklint.mechanical.words import (
    CHECKING,
    COPULA,
    ENDING,
    EXPECTING,
    LIVELY,
    NEGATION,
    PREPOSITION,
    PRESENT,
    PRINTED,
    PRONOUN,
    RELATE,
    REPORTING,
    RUN_ALONE,
    SOURCE,
    STATE,
    SUCCESS,
    SUITE,
    UNSEEN,
    is_identifier,
    is_metric,
    is_place,
    singular,
)

_STILL = frozenset("all both now still currently each".split())
# Behind another word "0" is its number: "phase 0 done".
_BEFORE_COUNT = CHECKING | COPULA | PREPOSITION | {"", "and", "or", "that", "are", "there"}
_PLACING = frozenset("in on from under at".split())


def in_state(tokens: Tokens, index: int) -> Found:
    """`triggers enabled`: a thing and its state side by side."""
    at = index - 1
    while at > 0 and word(tokens, at) in _STILL:
        at -= 1
    reports = tokens[index].text not in LIVELY or singular(word(tokens, at)) in REPORTING
    if sign(tokens, index + 1) == "/":
        return None
    named = kind(tokens, at) in ("code", "path") or (is_place(word(tokens, at)) and reports)
    return Expectation(tokens[index], tokens[index], tokens[at]) if named and ends(tokens, index + 1) else None


def in_named_state(tokens: Tokens, index: int) -> Found:
    """``all nodes in `Ready` state``, ``pods `Running` ``."""
    inner = tokens[index].text
    stated = inner in STATE or inner in PRINTED or word(tokens, index + 1) in ("state", "status", "phase")
    at = index - 2 if word(tokens, index - 1) == "in" else index - 1
    return Expectation(tokens[index], tokens[index], tokens[at]) if stated and is_place(word(tokens, at)) else None


def present(tokens: Tokens, index: int) -> Found:
    """`backup "x" exists`, `variables set: …`, `rows present in "x"`."""
    if tokens[index].text.startswith(("remain", "appear")) and not ends(tokens, index + 1):
        return None
    if word(tokens, index + 1) == "and" and word(tokens, index + 2) in UNSEEN:
        return None
    named = named_before(tokens, index, places=False)
    if named is None and tokens[index].text.startswith("appear") and is_place(word(tokens, index - 1)):
        named = tokens[index - 1]
    if named is None:
        after = past_brackets(tokens, index + 1)
        at = after + 1 if sign(tokens, after) in (":", "(") else skip(tokens, after)
        listed = kind(tokens, at) in ("code", "quote") and (at == after + 1 or words_before(tokens, index))
        held = tokens[index].text.startswith("exist") and word(tokens, index + 1) in _PLACING and word(tokens, at)
        counted = word(tokens, index - 1) and "number" in (kind(tokens, index - 2), kind(tokens, index - 3))
        named = tokens[at] if listed or held else tokens[index - 1] if counted and ends(tokens, index + 1) else None
    return Expectation(tokens[index], tokens[index], named) if named else None


def arrived(tokens: Tokens, index: int) -> Found:
    """`the test mail lands in the inbox`, `the event appears in "app.log"`: seen where it is looked for."""
    at = index + 2 if word(tokens, index + 1) == "up" else index + 1
    if word(tokens, at) not in _PLACING or not (words_before(tokens, index) or word(tokens, index - 1) in PRONOUN):
        return None
    for last in range(at + 1, at + 6):
        if kind(tokens, last) in NAMES or singular(word(tokens, last)) in SOURCE or is_identifier(word(tokens, last)):
            return Expectation(tokens[index], tokens[last], tokens[last])
        if not word(tokens, last):
            break
        if tokens[last].loud and ends(tokens, last + 1):
            return Expectation(tokens[index], tokens[last], tokens[last])
    return None


def absent(tokens: Tokens, index: int) -> Found:
    """`no rows in …`, `zero P0 tickets`: something is not there, and where is said."""
    before = word(tokens, index - 1)
    numbered = tokens[index].text == "0" and before not in _BEFORE_COUNT and before not in RELATE
    if numbered or not recognisable(tokens, index):
        return None
    first = index + 2 if word(tokens, index + 1) == "longer" else index + 1
    placed, noun = False, None
    for at in range(first, first + 10):
        here, after = word(tokens, at), word(tokens, at + 1)
        if not here and kind(tokens, at) not in ("number", *NAMES):
            break
        where = is_place(here) and (placed or after in PRESENT or after in STATE or after.endswith(("ing", "ed")))
        signal = at == first and here and tokens[at].loud and ends(tokens, at + 1)
        if kind(tokens, at) in ("code", "path") or is_identifier(here) or signal:
            return Expectation(tokens[index], tokens[at], tokens[at])
        if noun is None and (where or singular(here) in SOURCE):
            noun = tokens[at]
        placed = placed or here in _PLACING
    if noun:
        return Expectation(tokens[index], noun, noun)
    if not word(tokens, first):
        return None
    if tokens[index].text in ("zero", "0"):
        return Expectation(tokens[index], tokens[first], tokens[first])
    if word(tokens, index - 1) not in RELATE:
        return None
    referred = any(word(tokens, at) in PRONOUN for at in back(tokens, index))
    named = named_before(tokens, index)
    return Expectation(tokens[index], tokens[first], named) if named or referred else None


def counted_out(tokens: Tokens, body: int) -> Found:
    """`# Verify no orphaned rows` above a command that would find them."""
    for at in range(body + 1, min(len(tokens), body + 6)):
        if word(tokens, at) in NEGATION and recognisable(tokens, at):
            return Expectation(tokens[at], tokens[at], None, weak=True)
    return None


def same(tokens: Tokens, index: int) -> Found:
    """Two values are equal: a quantity or a name on one side, a word on the other."""
    at = skip(tokens, index + 1)
    if word(tokens, at) in EXPECTING:
        return None
    left = named_before(tokens, index)
    if word(tokens, index - 1) in PRONOUN and any(is_metric(word(tokens, right)) for right in range(at, at + 2)):
        return Expectation(tokens[index], tokens[at], None)
    right = kind(tokens, at) in ("word", "number", *NAMES) and recognisable(tokens, at - 1)
    if left and (right or any(word(tokens, both) in ("and", "between", "both") for both in back(tokens, index))):
        return Expectation(tokens[index], tokens[at] if right else tokens[index], left)
    if right and tokens[index].text in ("same", "identical", "byte-identical"):
        for at in range(index + 1, index + 5):
            if is_metric(word(tokens, at)) or singular(word(tokens, at)) == "value":
                return Expectation(tokens[index], tokens[at], tokens[at])
    return None


def passed(tokens: Tokens, index: int) -> Found:
    """`check.sh passes`, `62 unit tests pass`, `the pipeline succeeds`, ``compiles cleanly (`make`)``."""
    ending, after = tokens[index].text in ENDING, word(tokens, index + 1)
    if ending and after not in SUCCESS and not (after == "without" and recognisable(tokens, index + 1)):
        return None
    suite, counted = None, kind(tokens, index + 1) == "number"
    for at in back(tokens, index, brackets=False):
        if kind(tokens, at) in ("code", "path"):
            return Expectation(tokens[index], tokens[index], tokens[at])
        counted = counted or kind(tokens, at) == "number"
        if singular(word(tokens, at)) in SUITE:
            suite = tokens[at]
    if suite is None:
        return Expectation(tokens[index], tokens[index + 1], None, weak=True) if ending else None
    alone = counted or singular(suite.text) in RUN_ALONE
    return Expectation(tokens[index], tokens[index], suite if alone else None, weak=True)
