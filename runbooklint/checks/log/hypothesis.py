"""Rules on the hypothesis that an action acts on: it is named, cites the investigation, and claims something."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from runbooklint.checks.fields import missing, place, stated
from runbooklint.checks.log.covering import told_outside, uncovered
from runbooklint.checks.log.owed import called, said
from runbooklint.checks.sentences import Word, sentences, span_of
from runbooklint.facts import Facts
from runbooklint.inline import links, plain, words
from runbooklint.pattern import Pattern
from runbooklint.records import Field
from runbooklint.records_log import Mitigation, MitigationLog
from runbooklint.rule import LOG, Problem, Report, Severity, rule
from runbooklint.source import Span

_NAMED = frozenset({"hypothesis", "hypotheses"})


@rule("MIT102", "hypothesis-missing", Severity.BLOCKER, on=MitigationLog, kinds=LOG)
def hypothesis_missing(log: MitigationLog, facts: Facts) -> Iterator[Report]:
    lacking = [entry for entry in log.mitigations if missing(entry.fields, "hypothesis") and not _told(entry)]
    if not lacking:
        return
    outside = told_outside(log, "hypothesis")
    left = {id(entry) for entry in uncovered(log, outside)}
    for entry in lacking:
        if id(entry) in left:
            message = f"{called(entry)} names no hypothesis that it acts on"
            yield Problem(place(entry, "hypothesis"), message, "hypothesis")


def _told(entry: Mitigation) -> bool:
    """Whether the words of an action name a hypothesis: `Acting on the pool hypothesis; rolling back …`."""
    texts = [entry.title, *(field.text for name in ("action", "rationale") if (field := entry.fields.get(name)))]
    return any(_NAMED & set(words(text)) for text in texts)


_ID = Pattern(r"(?<![\w-])(?:H-?\d{1,3}|(?:HYP|RC|RCA|INV)[- ]?\d{1,6}|[A-Z][A-Z0-9]{1,9}-\d{1,7})(?![\w.]\w)")
_OTHER_ID = ("UTF-", "SHA-", "ISO-", "RFC-", "AES-", "SEV-", "TLS-", "MD-", "HTTP-", "INC-", "CVE-", "GPT-", "PG-")
_RECORD = frozenset("investigate investigation investigator rca postmortem diagnosis".split())


@rule("MIT103", "hypothesis-uncited", Severity.MEDIUM, on=Mitigation, kinds=LOG, basis="heuristic", stage="investigate")
def hypothesis_uncited(entry: Mitigation, facts: Facts) -> Iterator[Report]:
    field = stated(entry.fields, "hypothesis")
    if field is None or stated(facts.log.fields, "investigation") or _cites(field.text) or _guess(field):
        return
    yield Problem(field.span, f"the hypothesis of {called(entry)} cites no record of the investigation", "hypothesis")


def _cites(text: str) -> bool:
    """Whether a text names a record of the investigation: a link, an id, or the record in words."""
    if links(text) or "://" in text:
        return True
    listed = words(text)
    root = any(one == "root" and other == "cause" for one, other in pairwise(listed))
    numbered = any(word in _NAMED and after.isdigit() for word, after in pairwise(listed))
    ids = (match.group() for match in _ID.finditer(text))
    return root or numbered or bool(_RECORD & set(listed)) or any(not found.startswith(_OTHER_ID) for found in ids)


_GUESSES = frozenset("unknown unclear unsure guess guessing undetermined undiagnosed".split())
_DOUBTED = frozenset("sure certain clear known idea clue".split())
_TRYING = frozenset("try trying".split())
_HEDGES = frozenset("maybe perhaps possibly might could may probably".split())
_LITTLE = frozenset(
    "the a an this that it is be of something anything to let let's we i see first yet so far still not at"
    " time now also and or just because some kind as in our us on for cause reason root have no don't know what why"
    " really here idea if whether works helps".split()
)
_UNTELLING = _LITTLE | _HEDGES | _GUESSES | _DOUBTED | _TRYING
_CLAIM = 4
"""A sentence with so many telling words claims something, even where it hedges."""


@rule(
    "MIT104",
    "hypothesis-is-a-guess",
    Severity.MEDIUM,
    on=Mitigation,
    kinds=LOG,
    basis="heuristic",
    stage="investigate",
)
def hypothesis_is_a_guess(entry: Mitigation, facts: Facts) -> Iterator[Report]:
    field = stated(entry.fields, "hypothesis")
    span = _guess(field) if field else None
    if field and span:
        words_of = field.text[span.start - field.span.start : span.end - field.span.start]
        yield Problem(span, f"the hypothesis of {called(entry)}, {said(plain(words_of))}, claims nothing", "hypothesis")


def _guess(field: Field) -> Span | None:
    """The first words of doubt, where no sentence of a hypothesis claims something."""
    found: Span | None = None
    for sentence in sentences(_without_links(field.text)):
        doubts = [index for index in range(len(sentence)) if _doubts(sentence, index)]
        telling = [word for word in sentence if word.text not in _UNTELLING and not _is_id(word)]
        if len(telling) >= _CLAIM or (telling and not doubts):
            return None
        if doubts and found is None:
            found = span_of(sentence, doubts[0], len(sentence) - 1, field.span.start)
    return found


def _without_links(text: str) -> str:
    """The text with its links blanked out, every offset kept: they cite and claim nothing."""
    parts, at = [], 0
    for link in links(text):
        parts += [text[at : link.span.start], " " * (link.span.end - link.span.start)]
        at = link.span.end
    return "".join([*parts, text[at:]])


def _doubts(sentence: Sequence[Word], index: int) -> bool:
    word = sentence[index].text
    before = {other.text for other in sentence[max(0, index - 2) : index]}
    if word in _DOUBTED:
        return bool({"not", "never", "no"} & before)
    ends = index + 1 == len(sentence) or sentence[index + 1].text in _LITTLE
    return (
        word in _HEDGES or (word in _GUESSES and ends) or (word in _TRYING and (index == 0 or bool(_LITTLE & before)))
    )


def _is_id(word: Word) -> bool:
    """Whether a word is an id, which claims nothing: `H2`."""
    return any(sign.isdigit() for sign in word.text)


RULES = (hypothesis_missing, hypothesis_uncited, hypothesis_is_a_guess)
