"""Rules on the lengths of time that steps and rollback entries state."""

from collections.abc import Iterator

from runbooklint.checks.runbook.owed import called, missing, place
from runbooklint.facts import Facts
from runbooklint.records import Field, FieldName, RollbackEntry, Runbook, Step
from runbooklint.rule import CUTOVER, RUNBOOK, Problem, Report, Severity, rule

_TIMED: dict[FieldName, str] = {
    "expected_duration": "expected duration",
    "maximum_duration": "maximum duration",
}


@rule("RUN601", "duration-missing", Severity.HIGH, on=Step, kinds=CUTOVER)
def duration_missing(step: Step, facts: Facts) -> Iterator[Report]:
    if missing(step.fields, "expected_duration"):
        message = f"{called(step)} has no expected duration"
        yield Problem(place(step, "expected_duration"), message, "expected_duration")


@rule("RUN602", "duration-unreadable", Severity.HIGH, on=Runbook, kinds=RUNBOOK)
def duration_unreadable(runbook: Runbook, facts: Facts) -> Iterator[Report]:
    rto = runbook.fields.get("rto")
    if rto and rto.state == "unreadable":
        yield _unreadable(rto, "rto", "the RTO")
    records: list[Step | RollbackEntry] = [*runbook.steps, *runbook.rollbacks]
    for record in records:
        for name, words in _TIMED.items():
            field = record.fields.get(name)
            if field and field.state == "unreadable" and not field.inherited:
                yield _unreadable(field, name, f"the {words} of {called(record)}")


def _unreadable(field: Field, name: FieldName, what: str) -> Problem:
    said = " ".join(field.text.split())[:60]
    return Problem(field.span, f'{what}, "{said}", cannot be read as a number with a unit of time', name)


RULES = (duration_missing, duration_unreadable)
