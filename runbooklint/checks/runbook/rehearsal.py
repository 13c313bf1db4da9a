"""Rules on the rehearsal of a rollback: a record is cited, with its four facts, and it is not left to the window."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from runbooklint.checks.runbook.owed import called, missing, place, stated
from runbooklint.checks.sentences import first, follows, sentences, span_of
from runbooklint.facts import Facts
from runbooklint.inline import code_texts, fold, plain, words
from runbooklint.mechanical import cites_evidence
from runbooklint.pattern import Pattern
from runbooklint.quantities.dates import find_date
from runbooklint.quantities.lengths import find_lengths
from runbooklint.records import Field, Fields, Prose, RollbackEntry
from runbooklint.rule import CUTOVER, RUNBOOK, Problem, Report, Severity, rule
from runbooklint.source import Span

REHEARSED = frozenset(
    "dry rehearsal rehearsals rehearsed rehearse rehearsing drill drills drilled dry-run dryrun dress exercise"
    " game-day trial trials mock".split()
)
_PROCEDURE = frozenset(
    "procedure procedures script scripts steps step rollbacks rollback runbook playbook sequence".split()
)
_DATASET = frozenset(
    "dataset datasets copy clone snapshot dump restore volume rows records gb tb staging replica sample production-"
    " like".split()
)
RECORD_ID = Pattern(r"\b[A-Z]{1,6}-?\d{1,6}\b|\b[A-Z]{1,6}-[A-Z]?\d{1,6}\b")
"""The id of a rehearsal or its record."""
_OBSERVED = frozenset("rto observed took measured taken completed finished in duration elapsed".split())


@rule("RUN409", "rehearsal-missing", Severity.BLOCKER, on=RollbackEntry, kinds=CUTOVER, stage="validation")
def rehearsal_missing(entry: RollbackEntry, facts: Facts) -> Iterator[Report]:
    if entry.role != "action":
        return
    if missing(entry.fields, "rehearsal") and not (_cited_beside(entry.fields, facts) or _dated(facts)):
        yield Problem(place(entry, "rehearsal"), f"{called(entry)} cites no rehearsal record", "rehearsal")


def _dated(facts: Facts) -> bool:
    """Whether the head of the section on the rollback cites a rehearsal with its date, which holds for each entry."""
    return {"procedure", "date"} <= _head_of_rollback(facts)


@rule(
    "RUN410",
    "rehearsal-incomplete",
    Severity.HIGH,
    on=RollbackEntry,
    kinds=CUTOVER,
    basis="heuristic",
    stage="validation",
)
def rehearsal_incomplete(entry: RollbackEntry, facts: Facts) -> Iterator[Report]:
    own = stated(entry.fields, "rehearsal") or _cited_beside(entry.fields, facts)
    if not own or plans_rehearsal(f"rehearsal {own.text}"):
        return
    general = stated(facts.runbook.fields, "rehearsal")
    told = _head_of_rollback(facts).union(*(_told(field.text) for field in (own, general) if field))
    lacking = [fact for fact in _FACTS if fact not in told]
    if lacking and not (lacking == ["dataset"] and not dataset_named(facts)):
        yield Problem(own.span, f"the rehearsal cited by {called(entry)} lacks {', '.join(lacking)}", "rehearsal")


@lru_cache(maxsize=1)
def _head_of_rollback(facts: Facts) -> frozenset[str]:
    """The facts that the head of the section on the rollback gives; the entries add to them."""
    first = min((entry.block.start for entry in facts.runbook.rollbacks), default=0)
    lines = [prose for prose in facts.runbook.prose if prose.where == "line"]
    found = [prose for prose in lines if prose.span.start < first and REHEARSED & set(words(prose.text))]
    sections = [facts.section_at(prose.span.start) for prose in found]
    back = [prose.text for prose, at in zip(found, sections, strict=True) if at is not None and at.kind == "rollback"]
    return _told("\n".join([*back, *_on_rehearsals(facts)]))


@lru_cache(maxsize=1)
def _on_rehearsals(facts: Facts) -> list[str]:
    """What stands in sections on a rehearsal: `Rollback rehearsal`."""
    about = [section for section in facts.runbook.sections if REHEARSED & set(words(section.title))]
    return [item.text for section in about for item in section.items]


_FACTS = ("procedure", "date", "dataset", "observed RTO")


@lru_cache(maxsize=64)
def _told(text: str) -> frozenset[str]:
    """Which of the four facts of a rehearsal a citation gives."""
    listed = set(words(text))
    named = [code.lower() for code in code_texts(text)]
    dataset = _names_data(text) or any(_DATASET & set(words(name)) for name in named)
    procedure = bool(_PROCEDURE & listed) or any(not _DATASET & set(words(name)) for name in named)
    observed = bool(_OBSERVED & listed) and bool(find_lengths(plain(text)))
    given = (procedure, find_date(text) is not None, dataset, observed)
    return frozenset(fact for fact, said in zip(_FACTS, given, strict=True) if said)


def _cited_beside(fields: Fields, facts: Facts) -> Field | None:
    """The duration, or its source, where that names a rehearsal."""
    for field in (stated(fields, "duration_source"), stated(fields, "expected_duration")):
        cited = field and (REHEARSED & set(words(field.text)) or cites_evidence(field.text))
        if field and (cited or rehearsals_named(facts) & set(RECORD_ID.findall(field.text))):
            return field
    return None


@lru_cache(maxsize=1)
def rehearsals_named(facts: Facts) -> frozenset[str]:
    """The ids in what the document says of rehearsals, a line or a section: `Drill DR-26 of 25 July`."""
    lines = (prose.text for prose in facts.runbook.prose if prose.where == "line")
    said = [*_on_rehearsals(facts), *(text for text in lines if REHEARSED & set(words(text)))]
    return frozenset(found for text in said for found in RECORD_ID.findall(text))


def dataset_named(facts: Facts) -> bool:
    """Whether the document names, in any line or citation, the data that something was rehearsed on."""
    runbook = facts.runbook
    cited = [stated(held, "rehearsal") for held in (runbook.fields, *(entry.fields for entry in runbook.rollbacks))]
    if any(_names_data(field.text) for field in cited if field):
        return True
    if any(map(_names_data, _on_rehearsals(facts))):
        return True
    return any(REHEARSED & set(words(prose.text)) and _names_data(prose.text) for prose in runbook.prose)


def _names_data(text: str) -> bool:
    """Whether a text has a word for data that something can be rehearsed on."""
    listed = words(text)
    return bool(_DATASET & set(listed)) or ("data", "set") in pairwise(listed)


_STEMS = ("rehears", "drill", "dry", "exercis", "game-day", "dress")
_PLANNED = frozenset("will shall must to is are be planned scheduled plan plans going happens".split())
_DONE = frozenset("was were observed been".split())
_NONE = frozenset("no not nothing never none".split())
_INTO = frozenset("during in inside within on at into of".split())
_WINDOW = frozenset("window cutover night go-live switchover maintenance migration".split())


def plans_rehearsal(text: str, offset: int = 0) -> Span | None:
    """The words that put a rehearsal inside the cutover, of a text that begins at an offset; None without them."""
    for sentence in sentences(text):
        rehearsed = first(sentence, REHEARSED)
        if rehearsed is None or first(sentence, _DONE | _NONE) is not None:
            continue
        inside = follows(sentence, _INTO, _WINDOW, 3)
        near = range(max(0, rehearsed - 4), min(len(sentence), rehearsed + 4))
        if inside and any(sentence[index].text in _PLANNED for index in near):
            return span_of(sentence, min(near.start, inside[0]), max(rehearsed, inside[1]), offset)
    return None


@rule(
    "RUN411",
    "rehearsal-inside-cutover",
    Severity.HIGH,
    on=Prose,
    kinds=RUNBOOK,
    basis="heuristic",
    stage="validation",
)
def rehearsal_inside_cutover(prose: Prose, facts: Facts) -> Iterator[Report]:
    lowered = prose.text.lower()
    if not any(stem in lowered for stem in _STEMS):
        return
    span = plans_rehearsal(prose.text, prose.span.start)
    if span:
        said = fold(plain(prose.text[span.start - prose.span.start : span.end - prose.span.start]))[:80]
        yield Problem(span, f'"{said}" puts the rehearsal inside the cutover', "rehearsal")


_ROLLBACK = frozenset("rollback rollbacks roll-back backout back-out fallback failback".split())
_CLAIM = frozenset("tested proven verified validated rehearsed exercised".split())
_LINK = frozenset("is was are were been fully already successfully thoroughly well".split())
_NO_CLAIM = frozenset(
    "not never untested must should needs need will shall if unless until once before when whether ensure confirm"
    " verify check no require requires required to".split()
)


@rule("RUN412", "tested-claim-uncited", Severity.HIGH, on=Prose, kinds=RUNBOOK, basis="heuristic")
def tested_claim_uncited(prose: Prose, facts: Facts) -> Iterator[Report]:
    lowered = prose.text.lower()
    if not any(claim in lowered for claim in _CLAIM):
        return
    for sentence in sentences(prose.text):
        subject = first(sentence, _ROLLBACK)
        claim = None if subject is None else first(sentence, _CLAIM, subject + 1)
        if subject is None or claim is None or sentence[claim - 1].text not in _LINK:
            continue
        if first(sentence, _NO_CLAIM, 0, claim) is None and not _cites_record(prose.text):
            said = fold(plain(prose.text[sentence[subject].start : sentence[claim].end]))[:80]
            yield Problem(span_of(sentence, subject, claim, prose.span.start), f'"{said}" cites no rehearsal record')


_RECORD = Pattern(r"\b[A-Z]{1,6}-\d+\b|\]\(|\d{4}-\d\d-\d\d")


def _cites_record(text: str) -> bool:
    """Whether a text names a record: an id, a link, a date, or evidence of the validation."""
    return bool(_RECORD.search(text)) or cites_evidence(text) or find_date(text) is not None


RULES = (rehearsal_missing, rehearsal_incomplete, rehearsal_inside_cutover, tested_claim_uncited)
