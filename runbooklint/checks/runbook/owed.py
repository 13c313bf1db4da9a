"""Whether a record says what it owes, where its absence is shown, and what it is called; it reports nothing."""

from collections.abc import Iterator

from runbooklint.records import Field, FieldName, Fields, RollbackEntry, Runbook, Step
from runbooklint.source import Span
from runbooklint.vocabulary import DASHES


def lone_dash(field: Field) -> bool:
    """Whether a value is a dash and nothing else."""
    return field.text.strip("* ") in DASHES or field.text == "--"


def missing(fields: Fields, name: FieldName) -> bool:
    """Whether nothing is said under a name: no field, a label alone, or a written `none`. A lone dash is DOC102's."""
    field = fields.get(name)
    return field is None or not field.text or (field.state == "none" and not lone_dash(field))


def stated(fields: Fields, name: FieldName) -> Field | None:
    """The field under a name if it says something; None where it is missing, `none`, or still to be filled in."""
    field = fields.get(name)
    return field if field is not None and field.state not in ("none", "unfilled") else None


def place(record: Step | RollbackEntry, name: FieldName) -> Span:
    """Where the absence of a field is shown: the words of a written `none`, else the head of the record."""
    field = record.fields.get(name)
    return record.span if field is None or field.inherited or not field.text else field.span


def called(record: Step | RollbackEntry) -> str:
    """What a message calls a step or rollback entry: by its id, or by its title where it has none."""
    word = "step" if isinstance(record, Step) else "rollback"
    if not record.id:
        return f'{word} "{record.title[:60]}"'
    return record.id if word in record.id.lower() else f"{word} {record.id}"


def both(runbook: Runbook) -> Iterator[Step | RollbackEntry]:
    """The forward steps and the rollback entries."""
    yield from runbook.steps
    yield from runbook.rollbacks
