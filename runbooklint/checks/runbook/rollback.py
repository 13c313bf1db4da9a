"""Rules on the pairing of steps and rollback entries: each has the other, the right id and the mirrored fields."""

from collections.abc import Iterator

from runbooklint.checks.runbook.owed import called, is_gate, missing, place, stated
from runbooklint.checks.runbook.recovery import entry_of, has_rollback, lacks_rollback_section, unkeyed_procedure
from runbooklint.checks.runbook.renaming import Naming
from runbooklint.checks.runbook.rollback_ids import base, dangling_ids, marked, names_step, unsuffixed
from runbooklint.checks.terms import terms
from runbooklint.facts import Facts
from runbooklint.records import FieldName, RollbackEntry, Runbook, Step
from runbooklint.rule import CUTOVER, RUNBOOK, Addition, Problem, Related, Report, Severity, rule
from runbooklint.vocabulary import key

_MIRRORED: tuple[tuple[FieldName, str], ...] = (
    ("preconditions", "preconditions"),
    ("action", "action"),
    ("expected_duration", "expected duration"),
    ("postcondition", "post-condition check"),
)
_SHOWN = 12
"""Of how many steps that lack a rollback one finding shows the places."""


@rule("RUN401", "rollback-missing", Severity.BLOCKER, on=Runbook, kinds=CUTOVER)
def rollback_missing(runbook: Runbook, facts: Facts) -> Iterator[Report]:
    lacking = [step for step in runbook.steps if not (has_rollback(step, facts) or is_gate(step))]
    section = unkeyed_procedure(facts)
    if section is not None and len(lacking) > 1:
        message = (
            f"the rollback procedure names no step, and none of the {len(lacking)} steps says how it is taken back"
            " or that it is forward-fix only: name in each entry the step that it takes back"
        )
        related = tuple(Related(step.span, called(step)) for step in lacking[:_SHOWN])
        yield Problem(section.span, message, "rollback", related, additions=(Addition("rollback"),), owing=(*lacking,))
        return
    for step in lacking:
        field = step.fields.get("rollback")
        message = f"{called(step)} has no rollback and does not say that it is forward-fix only"
        if field is not None and field.text:
            message = f'{called(step)} has no rollback: "{field.text[:40]}" does not say that it is forward-fix only'
        yield Problem(place(step, "rollback"), message, "rollback")


@rule("RUN402", "rollback-entry-missing", Severity.BLOCKER, on=Runbook, kinds=RUNBOOK)
def rollback_entry_missing(runbook: Runbook, facts: Facts) -> Iterator[Report]:
    if facts.kind == "cutover" and lacks_rollback_section(facts):
        return
    for step, reference in dangling_ids(facts):
        message = f"{called(step)} refers to rollback {reference.id}, which no entry carries"
        related = (Related(step.span, "the step"),)
        yield Problem(reference.span, message, "rollback", related, additions=(Addition("rollback"),))


@rule("RUN403", "rollback-orphan", Severity.HIGH, on=Runbook, kinds=RUNBOOK)
def rollback_orphan(runbook: Runbook, facts: Facts) -> Iterator[Report]:
    given = {key(step.id) for step in runbook.steps}
    for entry in runbook.rollbacks:
        # An id that two steps carry is a fault of those steps.
        if entry.keyed and entry.step is None and names_step(entry) and base(entry.id) not in given:
            yield Problem(entry.span, f"{called(entry)} takes back a step that does not exist", "id")


@rule("RUN404", "rollback-id-unsuffixed", Severity.HIGH, on=Runbook, kinds=RUNBOOK)
def rollback_id_unsuffixed(runbook: Runbook, facts: Facts) -> Iterator[Report]:
    naming = Naming(runbook)
    for entry in runbook.rollbacks:
        if not entry.keyed or entry.step is None or not entry.id:
            continue
        step = runbook.steps[entry.step]
        if (
            step.id
            and unsuffixed(entry, step)
            and (marked(entry) or sum(name in entry.fields for name, _ in _MIRRORED) > 2)
        ):
            message = f"the rollback of step {step.id} is called {entry.id}, not {step.id}-rollback"
            fix = naming.renamed(entry, step)
            yield Problem(entry.span, message, "id", (Related(step.span, "the step"),), fix)


@rule("RUN405", "rollback-field-missing", Severity.BLOCKER, on=RollbackEntry, kinds=CUTOVER)
def rollback_field_missing(entry: RollbackEntry, facts: Facts) -> Iterator[Report]:
    lacking = {words: name for name, words in _MIRRORED if missing(entry.fields, name)}
    if lacking and entry.role == "action":
        additions = tuple(Addition(name) for name in lacking.values() if name not in entry.fields)
        yield Problem(entry.span, f"{called(entry)} lacks {', '.join(lacking)}", additions=additions)


@rule("RUN408", "rollback-not-mirrored", Severity.MEDIUM, on=Step, kinds=CUTOVER, basis="heuristic")
def rollback_not_mirrored(step: Step, facts: Facts) -> Iterator[Report]:
    entry = entry_of(step, facts)
    before = stated(entry.fields, "preconditions") if entry else None
    after = stated(entry.fields, "postcondition") if entry else None
    check = stated(step.fields, "postcondition")
    if not (entry and before and after and check):
        return
    action = stated(step.fields, "action")
    start = stated(step.fields, "preconditions")
    own = {key(step.id), key(entry.id)}
    forward = frozenset().union(*(terms(field.text) for field in (action, start) if field)) - own
    if not forward or terms(before.text) & terms(check.text) - own or terms(after.text) & forward:
        return
    message = f"the checks of {called(entry)} have nothing in common with those of {called(step)}"
    yield Problem(before.span, message, "preconditions", (Related(check.span, "the check of the forward step"),))


RULES = (
    rollback_missing,
    rollback_entry_missing,
    rollback_orphan,
    rollback_id_unsuffixed,
    rollback_field_missing,
    rollback_not_mirrored,
)
