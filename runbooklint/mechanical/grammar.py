"""Which patterns a sentence is tried against, word by word; it knows none of them in detail."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from runbooklint.mechanical.sentences import Expectation, Found, Sentence
from runbooklint.mechanical.states import absent, arrived, counted_out, in_named_state, in_state, passed, present, same
from runbooklint.mechanical.tokens import Token
from runbooklint.mechanical.values import (
    after_arrow,
    compared,
    held_against,
    labelled,
    led,
    measured,
    printed,
    setting,
    status_code,
)
from runbooklint.mechanical.verbs import counted, is_, not_shown, produced, shown
from runbooklint.mechanical.words import (
    AGAINST,
    ARRIVING,
    COMPARING,
    COPULA,
    DATED,
    NEGATED,
    NEGATION,
    PASSING,
    PRESENT,
    RECORDING,
    RELATE,
    SAME,
    SHOW,
    STATE,
)
from runbooklint.pattern import Pattern

Rule: TypeAlias = Callable[[Sequence[Token], int], Found]

_ASSERTION = Pattern(
    r"(?:^|[\s;&|])\[\[? [^\]\n]{1,80} \]|\|\| *(?:exit|\(|\{|false|die)|(?:^|\s)assert\b|--exit-(?:code|status)\b"
    r"|\bjq -[a-z]*e[a-z]*\b|\bgrep -[a-zA-Z]*q|(?:^|[\s;&|])test -[defnrswxz] \S"
    r"|&& *echo +[\"']?[^\"'\n]{0,60}\b(?:ok|okay|up|pass|passed|success|succeeded|healthy|ready|alive)\b"
)


def _by_word(*groups: tuple[frozenset[str], Rule]) -> dict[str, tuple[Rule, ...]]:
    found: dict[str, tuple[Rule, ...]] = {}
    for words, rule in groups:
        for word in words:
            found[word] = (*found.get(word, ()), rule)
    return found


# A pattern is tried at the words of its group. Those of the second table state how things are; in a comment on what a
# command is for ("# Verify the tables exist") they state nothing.
_ALWAYS = _by_word(
    (ARRIVING, arrived),
    (COMPARING | DATED, compared),
    (SHOW, shown),
    (SAME, same),
    (NEGATED, not_shown),
    (RECORDING | SHOW, produced),
    (RELATE | {"exactly", "precisely"}, counted),
    (AGAINST, held_against),
)
_STATED = _by_word(
    (NEGATION | {"without"}, absent),
    (COPULA, is_),
    (PASSING, passed),
    (STATE | {"ready"}, in_state),
    (PRESENT, present),
)


def expectations(sentence: Sentence) -> Iterator[Expectation]:
    """Everything in a sentence that says what is expected, in order."""
    tokens = sentence.tokens
    if tokens[0].kind == "command":
        if sentence.lead == "expected" or _ASSERTION.search(tokens[0].text[:2000]):
            yield Expectation(tokens[0], tokens[0], None if sentence.lead == "expected" else tokens[0])
        return
    if sentence.lead == "expected" and (found := led(tokens, sentence.body)):
        yield found
    if sentence.lead == "printed" and (found := printed(tokens, sentence.body)):
        yield found
    if sentence.lead == "purpose" and (found := counted_out(tokens, sentence.body)):
        yield found
    for index in range(len(tokens)):
        for rule in _rules(tokens[index], sentence.lead == "purpose"):
            if found := rule(tokens, index):
                # What stands behind "Expected:" is not what is looked at.
                inner = rule in (absent, measured) and sentence.lead == "expected"
                yield found._replace(subject=None) if inner else found
                break


def _rules(token: Token, purpose: bool) -> Iterator[Rule]:
    match token.kind:
        case "compare":
            yield compared
        case "arrow":
            yield after_arrow
        case "number":
            if token.text == "0" and not purpose:
                yield absent
            yield status_code
            yield measured
        case "sign" if token.text == ":" and not purpose:
            yield labelled
        case "code" | "quote":
            yield setting
            yield in_named_state
        case "word":
            yield from _ALWAYS.get(token.text, ())
            if not purpose:
                yield from _STATED.get(token.text, ())
