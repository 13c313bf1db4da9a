"""Rules on what must be true before a step: stated, and each condition checkable for itself."""

from collections.abc import Iterator

from runbooklint.checks.runbook.owed import both, called, is_gate, missing, place, stated
from runbooklint.facts import Facts
from runbooklint.inline import code_spans, fold, links, plain
from runbooklint.mechanical import vague_precondition
from runbooklint.records import Runbook, Step
from runbooklint.rule import CUTOVER, RUNBOOK, Problem, Report, Severity, rule
from runbooklint.source import Span


@rule("RUN205", "preconditions-missing", Severity.BLOCKER, on=Step, kinds=CUTOVER)
def preconditions_missing(step: Step, facts: Facts) -> Iterator[Report]:
    if missing(step.fields, "preconditions") and not is_gate(step):
        yield Problem(place(step, "preconditions"), f"{called(step)} states no preconditions", "preconditions")


@rule("RUN206", "precondition-vague", Severity.HIGH, on=Runbook, kinds=RUNBOOK, basis="heuristic")
def precondition_vague(runbook: Runbook, facts: Facts) -> Iterator[Report]:
    for record in both(runbook):
        field = stated(record.fields, "preconditions")
        for item in field.items if field and not field.inherited else ():
            named = item.code or code_spans(item.text) or links(item.text)
            found = None if named else vague_precondition(item.text)
            if found:
                span = Span(item.span.start + found[0], item.span.start + found[1])
                words = fold(plain(item.text[found[0] : found[1]]))[:60]
                yield Problem(span, f'"{words}" is no condition that can be checked', "preconditions")


RULES = (preconditions_missing, precondition_vague)
