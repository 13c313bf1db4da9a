"""Lints one document: reads it, runs the rules over its records, makes findings of what they report; no I/O."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from runbooklint.anchors import anchors
from runbooklint.checks import rules_for
from runbooklint.document import Document, Node
from runbooklint.facts import Facts, Options
from runbooklint.finding import (
    Finding,
    RecordRef,
    RelatedPlace,
    Repair,
    Replacement,
    excerpt_of,
    place_of,
)
from runbooklint.inline import links
from runbooklint.pattern import Pattern
from runbooklint.reading import read
from runbooklint.records import DocumentKind
from runbooklint.rule import NotChecked, Problem, Rule, Severity, Stage
from runbooklint.source import Source

Targets = Mapping[str, frozenset[str] | None]
Look = Callable[[Iterable[str]], Targets]
"""Tells the anchors of linked files: by target path, None where there is no file, an empty set where its anchors are
not known, no entry where nothing may be said (a file outside the repository)."""

_PARTS = {
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
}
"""Where a document keeps the records of a type; the document itself is the only record of its own type."""
_REFERRED = {
    "Step": "step",
    "RollbackEntry": "rollback",
    "Mitigation": "mitigation",
    "Verification": "verification",
}
"""The records that findings are told to belong to, with the names that users are told."""
_STAGES: dict[DocumentKind, Stage] = {"cutover": "cutover", "mitigation-log": "mitigate"}
_ELSEWHERE = Pattern(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_TEXT_LIMIT = 500


class Settings(NamedTuple):
    """What a run asks of every document."""

    kind: DocumentKind | None = None
    """The kind to read it as; None to tell it from path, title and content."""
    codes: frozenset[str] | None = None
    """The rules to run; None for all."""
    min_severity: Severity = Severity.LOW
    options: Options = Options()


class Unchecked(NamedTuple):
    """A rule that could not decide on a document, and why."""

    code: str
    reason: str


class Result(NamedTuple):
    """What one document gave."""

    path: str
    kind: DocumentKind | None
    """None where it is neither a runbook nor a mitigation log; then nothing was linted."""
    kind_reason: str
    findings: tuple[Finding, ...] = ()
    """Sorted by line, column and code, each once."""
    not_checked: tuple[Unchecked, ...] = ()


class DefectError(Exception):
    """A rule raised: a defect of runbooklint. The text is the code of the rule, the cause what it raised."""


class _Seen(NamedTuple):
    """A problem with the rule that saw it and the record that it looked at."""

    problem: Problem
    rule: Rule[Any]
    record: Any


def lint(source: Source, settings: Settings, where: str = "", look: Look | None = None) -> Result:
    """The findings on one document. Raises DefectError where a rule fails.

    `where` is the path below the repository root, which helps to tell the kind and makes findings the same wherever
    the run was started; without it, the path of the source serves.
    """
    where = where or source.path
    reading = read(source, settings.kind, where)
    if reading.kind is None:
        return Result(source.path, None, reading.kind_reason)
    document: Any = reading.runbook or reading.log
    if document is None:
        return Result(source.path, reading.kind, reading.kind_reason)
    rules = [rule for rule in rules_for(reading.kind) if settings.codes is None or rule.code in settings.codes]
    facts = Facts(reading.kind, document, settings.options, _targets(source, document, look))
    seen, unchecked = _run(rules, document, facts)
    kept = [s for s in seen if _severity(s.rule, reading.kind) >= settings.min_severity]
    findings = _findings(source, where, reading.kind, document, kept)
    return Result(source.path, reading.kind, reading.kind_reason, tuple(findings), unchecked)


def anchors_of(source: Source) -> frozenset[str]:
    """The anchors of a Markdown file that a document links to."""
    return anchors((source.slice(node.span) for node in _headings(Document(source).root)), source.text)


def _headings(root: Node) -> Iterator[Node]:
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node.kind == "heading":
            yield node
        waiting.extend(reversed(node.children))


def _targets(source: Source, document: Any, look: Look | None) -> Targets:
    """The anchors of what the document links to; its own under the empty path, asked for only where it is linked."""
    paths = {
        link.target.partition("#")[0].partition("?")[0]
        for prose in document.prose
        for link in links(prose.text)
        if not _ELSEWHERE.match(link.target)
    }
    found: dict[str, frozenset[str] | None] = {}
    if look:
        found.update(look(sorted(paths - {""})))
    if "" in paths:
        heads = {item.span: source.slice(item.span) for item in (document.title, *document.sections) if item}
        found[""] = anchors((heads[span] for span in sorted(heads)), source.text)
    return found


def _run(rules: Iterable[Rule[Any]], document: Any, facts: Facts) -> tuple[list[_Seen], tuple[Unchecked, ...]]:
    """What every rule reports on every record of its type."""
    by_type: dict[type, list[Rule[Any]]] = {}
    for rule in rules:
        by_type.setdefault(rule.on, []).append(rule)
    seen: list[_Seen] = []
    unchecked: dict[Unchecked, None] = {}
    for kind, group in by_type.items():
        part = _PARTS.get(kind.__name__)
        for record in getattr(document, part, ()) if part else (document,):
            for rule in group:
                try:
                    for report in rule.check(record, facts):
                        if isinstance(report, NotChecked):
                            unchecked[Unchecked(rule.code, report.reason)] = None
                        else:
                            seen.append(_Seen(report, rule, record))
                except Exception as error:
                    raise DefectError(rule.code) from error
    return seen, tuple(sorted(unchecked))


def _findings(source: Source, where: str, kind: DocumentKind, document: Any, seen: list[_Seen]) -> Iterator[Finding]:
    """The findings in order, each once, each with the record in which it stands and its place among its equals."""
    seen.sort(key=lambda s: (s.problem.span.start, s.rule.code, s.problem.span.end, s.problem.message))
    count: dict[str, int] = {}
    before: tuple[object, ...] | None = None
    for item, record in zip(seen, _holders(document, seen), strict=True):
        problem, rule = item.problem, item.rule
        this = (rule.code, problem.span, problem.message)
        if this == before:
            continue
        before = this
        identity = _identity(source, where, item, record)
        count[identity] = count.get(identity, -1) + 1
        yield Finding(
            source.path,
            rule.code,
            rule.name,
            _severity(rule, kind),
            rule.basis,
            problem.message,
            problem.span,
            place_of(source, problem.span),
            RecordRef(_REFERRED[type(record).__name__], record.id) if record else None,
            problem.field,
            rule.stage or _STAGES.get(kind),
            tuple(RelatedPlace(place_of(source, other.span), other.message) for other in problem.related),
            _repair(source, problem),
            excerpt_of(source, problem.span),
            identity,
            count[identity],
        )


def _holders(document: Any, seen: list[_Seen]) -> Iterator[Any]:
    """For each problem, in the order of the text, the innermost step or entry in which it stands, else the one that its
    rule looked at, else None."""
    records = [record for name in _REFERRED for record in getattr(document, _PARTS[name], ())]
    records.sort(key=lambda record: (record.block.start, -record.block.end), reverse=True)
    around: list[Any] = []
    for item in seen:
        at = item.problem.span.start
        while records and records[-1].block.start <= at:
            around.append(records.pop())
        while around and around[-1].block.end <= at:
            around.pop()
        own = item.record if type(item.record).__name__ in _REFERRED else None
        yield around[-1] if around else own


def _identity(source: Source, where: str, item: _Seen, record: Any) -> str:
    """Path, rule, container, title, field and words; the head of a record says no more than its title does."""
    problem, rule = item.problem, item.rule
    head = record is not None and problem.span == record.span
    words = "" if head else source.text[problem.span.start : min(problem.span.end, problem.span.start + _TEXT_LIMIT)]
    holder = (*record.container, record.title) if record else ()
    parts = (where, rule.code, *holder, problem.field or "", words)
    return "\x1f".join(" ".join(part.casefold().split()) for part in parts)


def _severity(rule: Rule[Any], kind: DocumentKind) -> Severity:
    return rule.log_severity if kind == "mitigation-log" and rule.log_severity is not None else rule.severity


def _repair(source: Source, problem: Problem) -> Repair | None:
    if problem.fix is None:
        return None
    edits = (Replacement(edit.span, place_of(source, edit.span), edit.content) for edit in problem.fix.edits)
    return Repair(problem.fix.message, tuple(edits), problem.fix.safe)
