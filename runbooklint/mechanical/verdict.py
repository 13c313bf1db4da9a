"""Whether a check gives the same verdict to everybody; it knows a text or a list of texts, and no document."""

from collections.abc import Sequence
from typing import Literal, TypeAlias

from runbooklint.mechanical.assertion import asserted
from runbooklint.mechanical.grammar import expectations
from runbooklint.mechanical.judgment import find_judgment
from runbooklint.mechanical.naming import names_thing
from runbooklint.mechanical.sentences import Expectation, Sentence, awaits, sentences
from runbooklint.mechanical.tokens import Token, tokens
from runbooklint.mechanical.words import CHECKING
from runbooklint.named import NamedTuple
from runbooklint.pattern import Pattern

Offsets: TypeAlias = tuple[int, int]

_COMMAND = Pattern(r"-[a-z] ?[\"'/]|[\w./~$-]")


class Verdict(NamedTuple):
    """What a check names. The offsets are those of the exact words in the text."""

    verdict: Literal["mechanical", "judgment", "vague"]
    """`judgment` rests on a word of judgment and expects nothing besides; `vague` lacks a half without such a word."""
    observed: Offsets | None
    expected: Offsets | None
    judgment: Offsets | None
    missing: str
    """What the check does not name, in words for a message; empty for a mechanical check."""


def judge(text: str, code: bool = False) -> Verdict:
    """The verdict on one check. `code` says that the text is the content of a fence. Never raises."""
    return _verdict(sentences(tokens(text, code)))


def judge_against(check: str, expected: str) -> Verdict:
    """The verdict on a check whose expectation stands apart, as in a table column "Expected".

    The offsets of what is observed are those in `check`, the others those in `expected`.
    """
    behind = sentences(tokens(expected))
    if expected.lower().strip(" .*_") == "as expected":  # which expects nothing
        return _verdict(behind, [])
    if behind:
        behind[0] = behind[0]._replace(lead="expected", body=0)
    one = sentences(tokens(check))
    joined, alone = _verdict(one, behind), _verdict(behind, one)
    return alone._replace(verdict=joined.verdict, observed=joined.observed, missing=joined.missing)


def judge_items(items: Sequence[tuple[str, bool]]) -> list[Verdict | None]:
    """The verdicts on the items of one field, each a text and whether it is the content of a fence.

    An item that only leads in (`Run the query:`) or goes on (`Expected: 0`) has no verdict of its own (None); its
    neighbour is judged together with it. The offsets are those in the text of the item that has the verdict.
    """
    verdicts: list[Verdict | None] = []
    lead: list[Sentence] = []
    before: list[Sentence] = []
    for at, (text, code) in enumerate(items):
        found = sentences(tokens(text, code))
        if lead and found and awaits(lead[-1]):
            found[0] = found[0]._replace(lead="expected", body=0)
        own = _verdict(found)
        if own.verdict != "mechanical" and text.rstrip(" \t\n*_").endswith(":"):
            lead, before = [*before, *found], []
            verdicts.append(None)
            continue
        if own.verdict != "mechanical":
            own = _verdict(found, lead)
            if own.verdict == "judgment" and not own.judgment and verdicts and verdicts[-1] is None:
                # The words of judgment are those of the lead.
                verdicts[-1] = judge(*items[at - 1])
                verdicts.append(None)
                continue
        previous = verdicts[-1] if verdicts and before else None
        if code and previous and previous.observed and text.lstrip()[:1] in ("{", "["):
            # Behind a command stands what it prints.
            verdicts[-1] = previous._replace(verdict="mechanical", missing="")
            verdicts.append(None)
            continue
        if own.verdict != "mechanical" and previous and _goes_on(found, own):
            joined = _verdict(before, found)
            verdicts[-1] = joined if joined.verdict == "mechanical" else previous
            verdicts.append(None)
        else:
            verdicts.append(own)
            before = found
    if items and not any(verdicts):
        verdicts[0] = judge(*items[0])
    return verdicts


def _goes_on(found: Sequence[Sentence], own: Verdict) -> bool:
    """Whether an item says what is expected of the item before it."""
    if not found:
        return True
    return found[0].lead == "expected" or found[0].tokens[0].kind == "arrow" or bool(own.expected and not own.observed)


def _verdict(found: Sequence[Sentence], context: Sequence[Sentence] = ()) -> Verdict:
    """The verdict on sentences; what `context` names counts, but has no offsets."""
    every = [*found, *context]
    inside = {id(token) for sentence in found for token in sentence.tokens}
    seen = unseen = None
    for sentence in every:
        for expectation in expectations(sentence):
            seen = seen or (None if expectation.subject else _look(every))
            subject = expectation.subject or (seen and _besides(expectation, seen))
            if subject:
                return Verdict("mechanical", _offsets(subject, subject, inside), _span(expectation, inside), None, "")
            unseen = unseen or expectation
    for sentence in every:
        if claim := asserted(sentence):
            return Verdict("mechanical", _offsets(claim.subject, claim.subject, inside), _span(claim, inside), None, "")
    judged = _first_judgment(found)
    if unseen:
        return Verdict("vague", None, _span(unseen, inside), judged, "names nothing that is observed")
    thing = next(iter((seen or _look(every)).things), None)
    missing = "names no expected value" if thing else "names neither what is observed nor what is expected"
    rests = judged or _first_judgment(context)
    return Verdict("judgment" if rests else "vague", _offsets(thing, thing, inside), None, judged, missing)


def _first_judgment(found: Sequence[Sentence]) -> Offsets | None:
    return next((span for sentence in found if (span := find_judgment(sentence.tokens))), None)


def _offsets(first: Token | None, last: Token | None, inside: set[int]) -> Offsets | None:
    return (first.start, last.end) if first and last and id(first) in inside else None


def _span(expectation: Expectation, inside: set[int]) -> Offsets | None:
    return _offsets(expectation.first, expectation.last, inside)


class _Seen(NamedTuple):
    """The things in a text that somebody can look at."""

    places: dict[int, int]
    """The place of each token of the text in their order."""
    things: list[Token]
    """Names, and nouns for such things."""
    named: list[Token]
    """Those with a name of their own: a command, an endpoint, a path, whatever stands in a code span."""


def _look(found: Sequence[Sentence]) -> _Seen:
    seen = _Seen({}, [], [])
    for sentence in found:
        for index, token in enumerate(sentence.tokens):
            seen.places[id(token)] = len(seen.places)
            command = token.kind == "command" and sentence.lead == "command" and _COMMAND.match(token.text)
            named = token.kind in ("code", "path") or command
            imperative = index == sentence.body and token.text in CHECKING
            if named:
                seen.named.append(token)
            if named or (sentence.lead != "expected" and not imperative and names_thing(token)):
                seen.things.append(token)
    return seen


def _besides(expectation: Expectation, seen: _Seen) -> Token | None:
    """The first thing that is not among the words of an expectation; those are few, so that few are passed over."""
    first, last = seen.places[id(expectation.first)], seen.places[id(expectation.last)]
    among = seen.named if expectation.weak else seen.things
    return next((token for token in among if not first <= seen.places[id(token)] <= last), None)
