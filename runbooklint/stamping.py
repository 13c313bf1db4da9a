"""What rules saw, made into findings: code, severity, places, the record in which each stands; it judges nothing."""

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from runbooklint.document import Document
from runbooklint.finding import (
    Finding,
    RecordRef,
    RelatedPlace,
    Repair,
    Replacement,
    excerpt_of,
    place_of,
)
from runbooklint.named import NamedTuple
from runbooklint.records import DocumentKind
from runbooklint.rule import Addition, Edit, Fix, Problem, Rule, Severity, Stage
from runbooklint.source import Span

if TYPE_CHECKING:
    from runbooklint.forms import Forms

PARTS = {
    "Step": "steps",
    "RollbackEntry": "rollbacks",
    "Mark": "marks",
    "Section": "sections",
    "Prose": "prose",
    "Question": "questions",
    "Decision": "decisions",
    "Mitigation": "mitigations",
    "Verification": "verifications",
    "TimelineEntry": "timeline",
    "Suppression": "suppressions",
}
"""Where a document keeps the records of a type; the document itself is the only record of its own type."""
_REFERRED = {
    "Step": "step",
    "RollbackEntry": "rollback",
    "Mitigation": "mitigation",
    "Verification": "verification",
}
"""The records that findings are told to belong to, with the names that users are told."""
_ABOUT_COMMENTS = "Suppression"
"""The records that belong to the document wherever they stand."""
_STAGES: dict[DocumentKind, Stage] = {"cutover": "cutover", "mitigation-log": "mitigate"}
_TEXT_LIMIT = 500


class Sighting(NamedTuple):
    """A problem with the rule that saw it and the record that it looked at."""

    problem: Problem
    rule: Rule[Any]
    record: Any


class Stamped(NamedTuple):
    """A finding with the step or entry in which it stands; None for the document."""

    finding: Finding
    unit: Any


class Sheet:
    """The document that findings are made for."""

    def __init__(
        self,
        document: Document,
        where: str,
        kind: DocumentKind,
        records: Any,
        severity: Callable[[Rule[Any]], Severity],
    ) -> None:
        self.document = document
        self.source = document.source
        self.where = where
        """Its path below the repository root."""
        self.kind = kind
        self.records = records
        """A Runbook or a MitigationLog."""
        self.severity = severity

    @cached_property
    def forms(self) -> "Forms":
        """How its records write their fields; only a missing one pays for it."""
        from runbooklint.forms import Forms

        return Forms(self.document, self.records)


def stamped(sheet: Sheet, sightings: Iterable[Sighting]) -> Iterator[Stamped]:
    """The findings in the order of the text, each once, each with its place among its equals."""
    seen = sorted(sightings, key=lambda s: (s.problem.span.start, s.rule.code, s.problem.span.end, s.problem.message))
    source = sheet.source
    count: dict[str, int] = {}
    before: tuple[object, ...] | None = None
    for item, unit in zip(seen, _units(sheet.records, seen), strict=True):
        problem, rule = item.problem, item.rule
        this = (rule.code, problem.span, problem.message)
        if this == before:
            continue
        before = this
        identity = _identity(sheet, item, unit)
        count[identity] = count.get(identity, -1) + 1
        finding = Finding(
            source.path,
            rule.code,
            rule.name,
            sheet.severity(rule),
            rule.basis,
            problem.message,
            problem.span,
            place_of(source, problem.span),
            RecordRef(_REFERRED[type(unit).__name__], unit.id) if unit else None,
            problem.field,
            rule.stage or _STAGES.get(sheet.kind),
            tuple(RelatedPlace(place_of(source, other.span), other.message) for other in problem.related),
            _repair(sheet, problem, unit),
            excerpt_of(source, problem.span),
            identity,
            count[identity],
        )
        yield Stamped(finding, unit)


def _units(records: Any, seen: list[Sighting]) -> Iterator[Any]:
    """For each problem, in the order of the text, the innermost step or entry in which it stands, else the one that its
    rule looked at, else None."""
    units = [unit for name in _REFERRED for unit in getattr(records, PARTS[name], ())]
    units.sort(key=lambda unit: (unit.block.start, -unit.block.end), reverse=True)
    around: list[Any] = []
    for item in seen:
        at = item.problem.span.start
        while units and units[-1].block.start <= at:
            around.append(units.pop())
        while around and around[-1].block.end <= at:
            around.pop()
        looked_at = type(item.record).__name__
        if looked_at == _ABOUT_COMMENTS:
            yield None
        elif around:
            yield around[-1]
        else:
            yield item.record if looked_at in _REFERRED else None


def _identity(sheet: Sheet, item: Sighting, unit: Any) -> str:
    """Path, rule, container, title, field and words; the head of a record says no more than its title does."""
    problem, rule = item.problem, item.rule
    head = unit is not None and problem.span == unit.span
    end = min(problem.span.end, problem.span.start + _TEXT_LIMIT)
    words = "" if head else sheet.source.text[problem.span.start : end]
    holder = (*unit.container, unit.title) if unit else ()
    parts = (sheet.where, rule.code, *holder, problem.field or "", words)
    return "\x1f".join(" ".join(part.casefold().split()) for part in parts)


def _repair(sheet: Sheet, problem: Problem, unit: Any) -> Repair | None:
    fix = problem.fix or (_adding(sheet, problem, unit) if unit or problem.owing else None)
    if fix is None:
        return None
    edits = (Replacement(edit.span, place_of(sheet.source, edit.span), edit.content) for edit in fix.edits)
    return Repair(fix.message, tuple(edits), fix.safe)


def _adding(sheet: Sheet, problem: Problem, unit: Any) -> Fix | None:
    """What states the fields that a record lacks; a safe fix where their values are known."""
    additions = problem.additions
    if additions == ():
        return None
    if additions is None:
        if problem.field in (None, "id", "verification") or problem.field in unit.fields or problem.span != unit.span:
            return None
        additions = (Addition(problem.field),)
    edits = _joined(edit for one in problem.owing or (unit,) for edit in sheet.forms.added(one, additions))
    if not edits:
        return None
    from runbooklint.forms.wording import spoken  # it is there as soon as there are forms

    names = ", ".join(spoken(addition.field) for addition in additions)
    known = all(addition.text for addition in additions)
    return Fix(f"state the {names}" if known else f"add a blank for the {names}", edits, known)


def _joined(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """Edits of which those at one place follow one another as one."""
    found: dict[Span, str] = {}
    for edit in edits:
        found[edit.span] = found.get(edit.span, "") + edit.content
    return tuple(Edit(span, content) for span, content in found.items())
