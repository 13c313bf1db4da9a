"""Lints one document: reads it, runs the rules over its records, makes findings of what they report; no I/O."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from runbooklint.anchors import anchors
from runbooklint.checks import rules_for
from runbooklint.document import Document, Node
from runbooklint.facts import Facts
from runbooklint.finding import Finding, Hidden
from runbooklint.inline import links
from runbooklint.pattern import Pattern
from runbooklint.reading import read
from runbooklint.reading.roles import living
from runbooklint.result import Result, Unchecked
from runbooklint.rule import NotChecked, Rule, Severity
from runbooklint.settings import Settings
from runbooklint.source import Source
from runbooklint.stamping import PARTS, Sheet, Sighting, Stamped, stamped

Targets = Mapping[str, frozenset[str] | None]
Look = Callable[[Iterable[str]], Targets]
"""Tells the anchors of linked files: by target path, None where there is no file, an empty set where its anchors are
not known, no entry where nothing may be said (a file outside the repository)."""

_ELSEWHERE = Pattern(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_MARK = "runbooklint:"
_SUPPRESSING = Pattern(r"runbooklint:(?!\s{0,20}kind=[a-z-]{1,20}\s{0,20}-->)")


class DefectError(Exception):
    """A rule raised: a defect of runbooklint. The text is the code of the rule, the cause what it raised."""


def lint(source: Source, settings: Settings, where: str = "", look: Look | None = None) -> Result:
    """The findings on one document. Raises DefectError where a rule fails.

    `where` is the path below the repository root, which helps to tell the kind and makes findings the same wherever
    the run was started; without it, the path of the source serves.
    """
    where = where or source.path
    reading = read(source, settings.kind, where, settings.labels, settings.suppressions)
    reason = settings.told_by if reading.kind_reason == "option" else reading.kind_reason
    records: Any = living(reading.runbook) if reading.runbook else reading.log
    if reading.kind is None or records is None:
        return Result(source.path, reading.kind, reason, fixed=tuple(settings.baseline))
    kind = reading.kind
    rules = [rule for rule in rules_for(kind) if settings.codes is None or rule.code in settings.codes]
    facts = Facts(kind, records, settings.options, _targets(source, records, look))
    seen, unchecked = _run(rules, records, facts)

    def severity(rule: Rule[Any]) -> Severity:
        own = rule.log_severity if kind == "mitigation-log" and rule.log_severity is not None else rule.severity
        return settings.severities.get(rule.code, own)

    sheet = Sheet(reading.document, where, kind, records, severity)
    shown = list(stamped(sheet, seen))
    veiled: list[Veiled] = []
    judged = frozenset(rule.code for rule in rules) - {item.code for item in unchecked}
    if settings.suppressions and _MARK in source.text and _SUPPRESSING.search(source.text):
        shown, veiled = _without_suppressed(sheet, reading.document, shown, facts, settings, judged)
    shown, known, fixed = _without_known(shown, settings.baseline, judged)
    shown, low = _without_low(shown, settings)
    off = _switched_off(sheet, facts, settings) if settings.switched_off else []
    steps, wanted = _wanted(records, settings)
    return Result(
        source.path,
        kind,
        reason,
        tuple(one.finding for one in shown if wanted(one)),
        unchecked,
        tuple(hidden for one, hidden in sorted([*veiled, *known, *low, *off], key=_place) if wanted(one)),
        fixed,
        steps,
        reading.document.cut,
    )


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


def _run(rules: Iterable[Rule[Any]], document: Any, facts: Facts) -> tuple[list[Sighting], tuple[Unchecked, ...]]:
    """What every rule reports on every record of its type."""
    by_type: dict[type, list[Rule[Any]]] = {}
    for rule in rules:
        by_type.setdefault(rule.on, []).append(rule)
    seen: list[Sighting] = []
    unchecked: dict[Unchecked, None] = {}
    for kind, group in by_type.items():
        part = PARTS.get(kind.__name__)
        for record in getattr(document, part, ()) if part else (document,):
            for rule in group:
                try:
                    for report in rule.check(record, facts):
                        if isinstance(report, NotChecked):
                            unchecked[Unchecked(rule.code, report.reason)] = None
                        else:
                            seen.append(Sighting(report, rule, record))
                except Exception as error:
                    raise DefectError(rule.code) from error
    return seen, tuple(sorted(unchecked))


Veiled = tuple[Stamped, Hidden]


def _without_suppressed(
    sheet: Sheet, document: Document, seen: list[Stamped], facts: Facts, settings: Settings, judged: frozenset[str]
) -> tuple[list[Stamped], list[Veiled]]:
    """What comments leave, with what there is to say of the comments themselves, and what they hide."""
    from runbooklint.checks import all_rules, suppression
    from runbooklint.suppressions import Terms, sort

    codes = {name: rule.code for rule in all_rules() for name in (rule.code.casefold(), rule.name)}
    # rules of another kind of document never find anything here
    idle = {rule.code for rule in all_rules() if settings.codes is None or rule.code in settings.codes}
    idle -= {rule.code for rule in rules_for(sheet.kind)} - judged
    found = sort(document, sheet.records, seen, Terms(codes, frozenset(idle), settings.today, settings.reason_required))
    rules = [rule for rule in suppression.RULES if settings.codes is None or rule.code in settings.codes]
    said, _ = _run(rules, found, facts)
    shown = sorted([*found.shown, *stamped(sheet, said)], key=lambda one: _order(one.finding))
    return shown, [(one, Hidden(one.finding, "suppression", reason)) for one, reason in found.hidden]


def _without_known(
    seen: list[Stamped], baseline: Mapping[str, str], judged: frozenset[str]
) -> tuple[list[Stamped], list[Veiled], tuple[str, ...]]:
    """What is not in the baseline, what is, and the fingerprints in it that are found no more."""
    if not baseline:
        return seen, [], ()
    new: list[Stamped] = []
    known: list[Veiled] = []
    left = dict(baseline)
    for one in seen:
        if left.pop(one.finding.fingerprint, None) is None:
            new.append(one)
        else:
            known.append((one, Hidden(one.finding, "baseline")))
    return new, known, tuple(print_ for print_, code in left.items() if code in judged)


def _without_low(seen: list[Stamped], settings: Settings) -> tuple[list[Stamped], list[Veiled]]:
    """What is severe enough for the configuration, and what is not."""
    if settings.hidden_below == Severity.LOW:
        return seen, []
    low = [one for one in seen if one.finding.severity < settings.hidden_below]
    left = [one for one in seen if one.finding.severity >= settings.hidden_below]
    return left, [(one, Hidden(one.finding, "configuration")) for one in low]


def _switched_off(sheet: Sheet, facts: Facts, settings: Settings) -> list[Veiled]:
    """What the rules find that the configuration does not let run; a defect may be why one of them does not."""
    seen: list[Sighting] = []
    for rule in rules_for(sheet.kind):
        if rule.code in settings.switched_off:
            with suppress(DefectError):
                seen += _run([rule], sheet.records, facts)[0]
    return [(one, Hidden(one.finding, "configuration")) for one in stamped(sheet, seen)]


def _wanted(records: Any, settings: Settings) -> tuple[tuple[str, ...], Callable[[Stamped], bool]]:
    """The asked steps that there are, and whether a finding is to be reported: severe enough, and on one of them."""
    if not settings.steps:
        return (), lambda one: one.finding.severity >= settings.min_severity
    from runbooklint.addressing import Directory

    directory = Directory(records)
    found = {step: directory.find(step).units for step in settings.steps}
    units = frozenset(unit for group in found.values() for unit in group)
    return (
        tuple(step for step, group in found.items() if group),
        lambda one: id(one.unit) in units and one.finding.severity >= settings.min_severity,
    )


def _order(finding: Finding) -> tuple[int, str, int, str]:
    return finding.span.start, finding.code, finding.span.end, finding.message


def _place(veiled: Veiled) -> tuple[int, str, int, str]:
    return _order(veiled[0].finding)
