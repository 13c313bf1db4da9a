"""Rules on the reversibility class of a step and on what each class owes."""

from collections.abc import Iterator

from runbooklint.checks.runbook.owed import called, missing, place, stated
from runbooklint.checks.runbook.recovery import forward_fix_statement
from runbooklint.facts import Facts
from runbooklint.records import Step
from runbooklint.rule import CUTOVER, RUNBOOK, Problem, Report, Severity, rule


@rule("RUN501", "reversibility-missing", Severity.BLOCKER, on=Step, kinds=CUTOVER)
def reversibility_missing(step: Step, facts: Facts) -> Iterator[Report]:
    if missing(step.fields, "reversibility") and forward_fix_statement(step) is None:
        yield Problem(place(step, "reversibility"), f"{called(step)} has no reversibility class", "reversibility")


@rule("RUN502", "reversibility-unknown", Severity.HIGH, on=Step, kinds=RUNBOOK)
def reversibility_unknown(step: Step, facts: Facts) -> Iterator[Report]:
    field = stated(step.fields, "reversibility")
    if field and field.text and not field.value:
        said = " ".join(field.text.split())[:60]
        message = (
            f'the class "{said}" of {called(step)} is none of fully reversible, reversible with data loss, '
            "reversible at material cost, forward-fix only"
        )
        yield Problem(field.span, message, "reversibility")


RULES = (reversibility_missing, reversibility_unknown)
