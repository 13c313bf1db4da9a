"""Whether a step or rollback says what it owes, where its absence shows, and what it is called; it reports nothing."""

from collections.abc import Iterator

from runbooklint.checks.fields import lone_dash as lone_dash
from runbooklint.checks.fields import missing as missing
from runbooklint.checks.fields import place as place
from runbooklint.checks.fields import stated as stated
from runbooklint.records import RollbackEntry, Runbook, Step


def called(record: Step | RollbackEntry) -> str:
    """What a message calls a step or rollback entry: by its id, or by its title where it has none."""
    word = "step" if isinstance(record, Step) else "rollback"
    if not record.id:
        return f'{word} "{record.title[:60]}"'
    return record.id if word in record.id.lower() else f"{word} {record.id}"


def is_gate(step: Step) -> bool:
    """Whether a step is nothing but a decision on going on, a check among checks or a note: `4. Gate: the queue is
    empty`."""
    return step.role != "action"


def both(runbook: Runbook) -> Iterator[Step | RollbackEntry]:
    """The forward steps and the rollback entries."""
    yield from runbook.steps
    yield from runbook.rollbacks
