"""Which records an id in a comment or on the command line means; it knows what the ids of steps look like."""

from collections.abc import Iterator
from typing import NamedTuple

from runbooklint.records import RollbackEntry, Runbook, Step
from runbooklint.records_log import Mitigation, MitigationLog, Verification
from runbooklint.vocabulary import key, phrase

Unit = Step | RollbackEntry | Mitigation | Verification


def units_of(document: Runbook | MitigationLog) -> tuple[Unit, ...]:
    """Every step and entry of a document."""
    if isinstance(document, Runbook):
        return (*document.steps, *document.rollbacks)
    return (*document.mitigations, *document.verifications)


class Addressed(NamedTuple):
    """A unit that an id means, with all that belongs to it."""

    container: tuple[str, ...]
    records: tuple[Unit, ...]
    """A step and its rollback entries, a rollback entry, or a mitigation and its verifications."""


def addressed(document: Runbook | MitigationLog, wanted: str) -> list[Addressed]:
    """The units with an id, in document order; `Phase B/1` means the unit 1 of phase B."""
    groups = list(_groups(document))
    found = _named(groups, wanted, ())
    if not found and "/" in wanted:
        *phases, name = wanted.split("/")
        found = _named(groups, name, tuple(phases))
    return found


def _groups(document: Runbook | MitigationLog) -> Iterator[Addressed]:
    if isinstance(document, Runbook):
        entries: dict[int, list[RollbackEntry]] = {}
        for entry in document.rollbacks:
            if entry.step is not None:
                entries.setdefault(entry.step, []).append(entry)
        for index, step in enumerate(document.steps):
            yield Addressed(step.container, (step, *entries.get(index, ())))
        for entry in document.rollbacks:
            if entry.step is None or key(entry.id) != key(document.steps[entry.step].id):
                yield Addressed(entry.container, (entry,))
        return
    for mitigation in document.mitigations:
        checks = (document.verifications[index] for index in mitigation.verifications)
        yield Addressed(mitigation.container, (mitigation, *checks))
    for check in document.verifications:
        if check.mitigation is None:
            yield Addressed(check.container, (check,))


def _named(groups: list[Addressed], name: str, phases: tuple[str, ...]) -> list[Addressed]:
    wanted = key(name)
    if not wanted:
        return []
    return [group for group in groups if key(group.records[0].id) == wanted and _within(group.container, phases)]


def _within(container: tuple[str, ...], phases: tuple[str, ...]) -> bool:
    """Whether titles name the phases, in this order; a phase may be named by the first words of its title."""
    titles = iter(container)
    return all(any(_begins(title, phase) for title in titles) for phase in phases)


def _begins(title: str, phase: str) -> bool:
    whole, first = phrase(title), phrase(phase)
    return bool(first) and (whole == first or whole.startswith(f"{first} ") or key(title) == key(phase))
