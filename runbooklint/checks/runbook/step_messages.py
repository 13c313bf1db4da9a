"""Rules on the messages that steps and rollback entries trigger."""

from collections.abc import Iterator

from runbooklint.checks.runbook.messages import ROLLBACK_EVENTS, STEP_EVENTS, missing_events, names_receiver
from runbooklint.checks.runbook.owed import called, missing, place, stated
from runbooklint.facts import Facts
from runbooklint.inline import fold, plain
from runbooklint.records import RollbackEntry, Runbook, Step
from runbooklint.rule import CUTOVER, RUNBOOK, Problem, Report, Severity, rule
from runbooklint.source import Span


@rule("RUN705", "step-communication-missing", Severity.HIGH, on=Step, kinds=CUTOVER)
def step_communication_missing(step: Step, facts: Facts) -> Iterator[Report]:
    if missing(step.fields, "communication") and step.role in ("action", "gate"):
        message = f"{called(step)} has no communication triggers"
        yield Problem(place(step, "communication"), message, "communication")


@rule("RUN706", "communication-without-audience", Severity.HIGH, on=Runbook, kinds=RUNBOOK, basis="heuristic")
def communication_without_audience(runbook: Runbook, facts: Facts) -> Iterator[Report]:
    records: list[Step | RollbackEntry] = [*runbook.steps, *runbook.rollbacks]
    for record in records:
        field = stated(record.fields, "communication")
        # On a runbook that owes no messages, an instruction to tell somebody is none that could be incomplete.
        owed = field and not field.inherited and (facts.kind == "cutover" or field.value != "implied")
        for item in field.items if field and owed else ():
            if item.text and not item.code and not names_receiver(item.text):
                said = fold(plain(item.text))[:60]
                message = f'the message "{said}" of {called(record)} names neither an audience nor a channel'
                yield Problem(item.span, message, "communication")


@rule("RUN707", "step-communication-event-missing", Severity.MEDIUM, on=Runbook, kinds=CUTOVER, basis="heuristic")
def step_communication_event_missing(runbook: Runbook, facts: Facts) -> Iterator[Report]:
    once: set[Span] = set()
    for step in runbook.steps:
        field = stated(step.fields, "communication")
        if not field or not field.text or field.span in once or step.role == "record":
            continue
        whose = f"messages of {called(step)}"
        if field.inherited:  # it may stand in several places
            once.add(field.span)
            whose = "messages stated once for several steps"
            field = field._replace(text="\n".join(item.text for item in field.items))
        lacking = missing_events(field, STEP_EVENTS)
        # A field that reaches nobody is one fault, not two.
        if lacking and any(names_receiver(item.text) for item in field.items):
            message = f"the {whose} do not cover {' and '.join(lacking)}"
            yield Problem(field.span, message, "communication")


@rule("RUN708", "rollback-communication-event-missing", Severity.HIGH, on=RollbackEntry, kinds=CUTOVER,
      basis="heuristic")  # fmt: skip
def rollback_communication_event_missing(entry: RollbackEntry, facts: Facts) -> Iterator[Report]:
    if not entry.keyed:
        return
    if missing(entry.fields, "communication"):
        message = f"{called(entry)} has no communication triggers for initiation, completion and partial rollback"
        yield Problem(place(entry, "communication"), message, "communication")
        return
    field = stated(entry.fields, "communication")
    lacking = missing_events(field, ROLLBACK_EVENTS) if field and field.text else []
    if field and lacking:
        message = f"the messages of {called(entry)} do not cover {' and '.join(lacking)}"
        yield Problem(field.span, message, "communication")


RULES = (
    step_communication_missing,
    communication_without_audience,
    step_communication_event_missing,
    rollback_communication_event_missing,
)
