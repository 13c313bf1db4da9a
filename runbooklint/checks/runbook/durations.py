"""Rules on the lengths of time that steps and rollback entries state, and on where they were observed."""

from collections.abc import Iterator
from itertools import pairwise

from runbooklint.checks.runbook.owed import called, is_gate, missing, place, stated
from runbooklint.checks.runbook.recovery import entry_of, lacks_rollback_section
from runbooklint.checks.runbook.rehearsal import RECORD_ID, REHEARSED, dataset_named, rehearsals_named
from runbooklint.checks.runbook.wording import own_words
from runbooklint.facts import Facts
from runbooklint.inline import plain, words
from runbooklint.mechanical import cites_evidence
from runbooklint.nearest import slip
from runbooklint.pattern import Pattern
from runbooklint.quantities.dates import find_date
from runbooklint.quantities.lengths import find_lengths, format_seconds
from runbooklint.quantities.moments import find_moments
from runbooklint.records import Field, FieldName, Fields, Prose, RollbackEntry, Runbook, Step
from runbooklint.rule import CUTOVER, RUNBOOK, Edit, Fix, Problem, Related, Report, Severity, rule
from runbooklint.source import Span

_TIMED: dict[FieldName, str] = {
    "expected_duration": "expected duration",
    "maximum_duration": "maximum duration",
}
_OBSERVED = REHEARSED | frozenset(
    "observed measured timed recorded benchmark benchmarked trial test-run staging".split()
)
_RUNS = frozenset({("dry", "run"), ("test", "run"), ("trial", "run"), ("game", "day"), ("practice", "run")})
_SOURCED = _OBSERVED | frozenset(
    "record min max maximum expected timeout run runs copy clone dataset environment minutes minute hours hour seconds"
    " second rehearse dry procedure reverse duration time takes took".split()
)
_ENVIRONMENT = frozenset(
    "dataset datasets staging preprod preproduction copy clone replica sandbox environment env data rows records volume"
    " sample gb tb mirror lab shadow".split()
)
_NUMBERED = Pattern(r"(?i)\b(?:rehearsal|drill|mock|trial|exercise|run) (?:no\.? ?|#)?\d{1,3}\b")
"""A rehearsal that is known by its number: `dress rehearsal 3`."""
_ALL = frozenset("all every each the".split())
_TIMES = frozenset("times time durations duration estimates timings figures".split())
_UNIT = Pattern(r"\d[ \t]?(?P<unit>[^\W\d_]+)")
_UNITS = ("second", "seconds", "minute", "minutes", "hour", "hours")
_READ = 200
_SUSPICIOUS = 0.25
"""The part of the forward duration below which a reverse duration asks for a reason."""
_OWN = 2


@rule("RUN601", "duration-missing", Severity.HIGH, on=Step, kinds=CUTOVER)
def duration_missing(step: Step, facts: Facts) -> Iterator[Report]:
    if missing(step.fields, "expected_duration") and not (_is_scheduled(step.title) or is_gate(step)):
        message = f"{called(step)} has no expected duration"
        yield Problem(place(step, "expected_duration"), message, "expected_duration")


def _is_scheduled(title: str) -> bool:
    """Whether a title says from when to when: `T+5 to T+25 min`."""
    return "T" in title and any(m.relative and m.relative.until is not None for m in find_moments(title))


@rule("RUN602", "duration-unreadable", Severity.HIGH, on=Runbook, kinds=RUNBOOK)
def duration_unreadable(runbook: Runbook, facts: Facts) -> Iterator[Report]:
    rto = runbook.fields.get("rto")
    if rto and rto.state == "unreadable":
        yield _unreadable(rto, "rto", "the RTO")
    records: list[Step | RollbackEntry] = [*runbook.steps, *runbook.rollbacks]
    for record in records:
        for name, what in _TIMED.items():
            field = record.fields.get(name)
            if field and field.state == "unreadable" and not field.inherited:
                yield _unreadable(field, name, f"the {what} of {called(record)}")


def _unreadable(field: Field, name: FieldName, what: str) -> Problem:
    said = " ".join(field.text.split())[:60]
    fix = _spelled(field)
    return Problem(field.span, f'{what}, "{said}", cannot be read as a number with a unit of time', name, fix=fix)


def _spelled(field: Field) -> Fix | None:
    """The fix that spells the units behind numbers right."""
    edits = []
    for found in _UNIT.finditer(field.text[:_READ]):
        unit = slip(found["unit"], _UNITS)
        if unit and unit != found["unit"].lower():
            start = field.span.start + found.start("unit")
            edits.append(Edit(Span(start, start + len(found["unit"])), unit))
    return Fix(f'write "{edits[0].content}"', tuple(edits), safe=True) if edits else None


@rule("RUN603", "maximum-duration-missing", Severity.HIGH, on=Step, kinds=CUTOVER)
def maximum_duration_missing(step: Step, facts: Facts) -> Iterator[Report]:
    expected = step.fields.get("expected_duration")
    if expected and expected.seconds is not None and missing(step.fields, "maximum_duration"):
        message = f"{called(step)} does not say after how long it counts as stuck"
        yield Problem(expected.span, message, "maximum_duration")


@rule("RUN604", "maximum-below-expected", Severity.HIGH, on=Runbook, kinds=RUNBOOK)
def maximum_below_expected(runbook: Runbook, facts: Facts) -> Iterator[Report]:
    records: list[Step | RollbackEntry] = [*runbook.steps, *runbook.rollbacks]
    for record in records:
        expected, most = (record.fields.get(name) for name in _TIMED)
        if expected is None or most is None or expected.seconds is None or most.seconds is None:
            continue
        if most.seconds < expected.seconds:
            said = f"{format_seconds(most.seconds)}, below the expected {format_seconds(expected.seconds)}"
            related = () if expected.span.start <= most.span.start < expected.span.end else (
                Related(expected.span, "the expected duration"),
            )  # fmt: skip
            yield Problem(most.span, f"the maximum of {called(record)} is {said}", "maximum_duration", related)


@rule("RUN605", "duration-unrehearsed", Severity.HIGH, on=Runbook, kinds=CUTOVER, basis="heuristic")
def duration_unrehearsed(runbook: Runbook, facts: Facts) -> Iterator[Report]:
    if stated(runbook.fields, "rehearsal") or any(_of_all(prose) for prose in runbook.prose):
        return
    records: list[Step | RollbackEntry] = [*runbook.steps, *(e for e in runbook.rollbacks if e.keyed)]
    named = {
        found for r in records if (told := stated(r.fields, "rehearsal")) for found in RECORD_ID.findall(told.text)
    }
    named |= rehearsals_named(facts)
    for record in records:
        field = record.fields.get("expected_duration")
        if field is None or field.seconds is None or named & set(RECORD_ID.findall(field.text)):
            continue  # `5 min (RH-8)`, where another record says what RH-8 is
        if not cites_rehearsal(record.fields):
            message = f"the duration of {called(record)} cites no rehearsal in which it was observed"
            yield Problem(field.span, message, "duration_source")


def cites_rehearsal(fields: Fields) -> bool:
    """Whether a duration, its source, or the record's rehearsal names where it was observed."""
    if stated(fields, "rehearsal"):
        return True
    field = stated(fields, "duration_source")
    if field and len(words(field.text)) > 1:
        return True
    field = fields.get("expected_duration")
    return field is not None and _tells_observation(words(field.text)) and _names_record(field.text)


def _of_all(prose: Prose) -> bool:
    """Whether a line says where all durations were observed: `All times were measured in rehearsal LR-6`."""
    listed = words(prose.text)[:24] if prose.where == "line" else []
    told = bool(_ALL & set(listed[:1]) and _TIMES & set(listed[:5])) and _tells_observation(listed)
    return told and _names_record(prose.text)


def _tells_observation(listed: list[str]) -> bool:
    return bool(_OBSERVED & set(listed)) or any(pair in _RUNS for pair in pairwise(listed))


def _names_record(text: str) -> bool:
    bare = plain(text)
    return (
        "](" in text
        or bool(RECORD_ID.search(bare))
        or bool(_NUMBERED.search(bare))
        or find_date(bare) is not None
        or cites_evidence(text)
    )


@rule("RUN606", "rehearsal-environment-missing", Severity.MEDIUM, on=Runbook, kinds=CUTOVER, basis="heuristic",
      stage="validation")  # fmt: skip
def rehearsal_environment_missing(runbook: Runbook, facts: Facts) -> Iterator[Report]:
    if dataset_named(facts) or lacks_rollback_section(facts):
        return
    fields = [runbook.fields, *(e.fields for e in runbook.rollbacks), *(s.fields for s in runbook.steps)]
    cited = [field for held in fields if (field := stated(held, "rehearsal"))]
    cited += [held["expected_duration"] for held in fields if "expected_duration" in held and cites_rehearsal(held)]
    if cited and not any(_ENVIRONMENT & set(words(field.text)) for field in cited):
        message = "a rehearsal is cited, and the document names neither its environment nor its dataset"
        yield Problem(cited[0].span, message, "rehearsal")


@rule("RUN610", "reverse-duration-suspicious", Severity.MEDIUM, on=Step, kinds=RUNBOOK, basis="heuristic",
      threshold=_SUSPICIOUS)  # fmt: skip
def reverse_duration_suspicious(step: Step, facts: Facts) -> Iterator[Report]:
    entry = entry_of(step, facts)
    forward = step.fields.get("expected_duration")
    reverse = entry.fields.get("expected_duration") if entry else None
    if not (entry and forward and reverse) or forward.seconds is None or reverse.seconds is None:
        return
    if reverse.seconds < facts.threshold("RUN610", _SUSPICIOUS) * forward.seconds and not _gives_reason(entry.fields):
        message = (
            f"taking back {called(step)} takes {format_seconds(reverse.seconds)} against "
            f"{format_seconds(forward.seconds)} forward, and no reason is given"
        )
        yield Problem(reverse.span, message, "expected_duration", (Related(forward.span, "the forward duration"),))


def _gives_reason(fields: Fields) -> bool:
    """Whether a reverse duration says more than a length and where it was observed."""
    text = fields["expected_duration"].text
    for length in reversed(find_lengths(text)):
        text = f"{text[: length.start]} {text[length.end :]}"
    return len(own_words(text, _SOURCED)) >= _OWN or stated(fields, "rationale") is not None


RULES = (
    duration_missing,
    duration_unreadable,
    maximum_duration_missing,
    maximum_below_expected,
    duration_unrehearsed,
    rehearsal_environment_missing,
    reverse_duration_suspicious,
)
