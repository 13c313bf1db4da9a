"""Which records an id in a comment or on the command line means; it knows what the ids of steps look like."""

from collections.abc import Iterator

from runbooklint.named import NamedTuple
from runbooklint.records import RollbackEntry, Runbook, Step
from runbooklint.records_log import Mitigation, MitigationLog, Verification
from runbooklint.vocabulary import key, phrase

_MOST_COMPARED = 200_000

Unit = Step | RollbackEntry | Mitigation | Verification


def units_of(document: Runbook | MitigationLog) -> tuple[Unit, ...]:
    """Every step and entry of a document."""
    if isinstance(document, Runbook):
        return (*document.steps, *document.rollbacks)
    return (*document.mitigations, *document.verifications)


class Addressed(NamedTuple):
    """What an id means: nothing, or units with all that belongs to them."""

    units: frozenset[int]
    """The identities of the records: of a step and its rollback entries, of a mitigation and its verifications."""
    containers: tuple[tuple[str, ...], ...] = ()
    """The titles above the units, each once; more than one where an id is used in several phases."""


class _Group(NamedTuple):
    container: tuple[str, ...]
    records: tuple[Unit, ...]


class Directory:
    """The units of a document by their ids."""

    def __init__(self, document: Runbook | MitigationLog) -> None:
        self.by_id: dict[str, list[_Group]] = {}
        for group in _groups(document):
            if group.records[0].id:
                self.by_id.setdefault(key(group.records[0].id), []).append(group)
        self.known: dict[tuple[str, ...], Addressed] = {}
        self.compared = 0

    def find(self, wanted: str) -> Addressed:
        """What an id means; `Phase B/1` is the unit 1 of phase B. Answers to equal questions are identical."""
        name = wanted
        phases: tuple[str, ...] = ()
        if key(wanted) not in self.by_id and "/" in wanted:
            *above, name = wanted.split("/")
            phases = tuple(map(phrase, above))
        question = (key(name), *phases)
        if question not in self.known:
            groups = self.by_id.get(key(name), [])
            if phases:
                # without this limit, many comments on many phases would take time that grows with their product
                self.compared += len(groups)
                groups = [g for g in groups if self.compared <= _MOST_COMPARED and _within(g.container, phases)]
            units = frozenset(id(record) for group in groups for record in group.records)
            self.known[question] = Addressed(units, tuple(dict.fromkeys(group.container for group in groups)))
        return self.known[question]


def _groups(document: Runbook | MitigationLog) -> Iterator[_Group]:
    if isinstance(document, Runbook):
        entries: dict[int, list[RollbackEntry]] = {}
        for entry in document.rollbacks:
            if entry.step is not None:
                entries.setdefault(entry.step, []).append(entry)
        for index, step in enumerate(document.steps):
            yield _Group(step.container, (step, *entries.get(index, ())))
        for entry in document.rollbacks:
            if entry.step is None or key(entry.id) != key(document.steps[entry.step].id):
                yield _Group(entry.container, (entry,))
        return
    for mitigation in document.mitigations:
        checks = (document.verifications[index] for index in mitigation.verifications)
        yield _Group(mitigation.container, (mitigation, *checks))
    for check in document.verifications:
        if check.mitigation is None:
            yield _Group(check.container, (check,))


def _within(container: tuple[str, ...], phases: tuple[str, ...]) -> bool:
    """Whether titles begin with the words of the phases, in this order."""
    titles = iter(container)
    return all(phase and any(f"{phrase(title)} ".startswith(f"{phase} ") for title in titles) for phase in phases)
