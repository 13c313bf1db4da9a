"""What the formats for people say in the same words: counts, places besides, repairs, errors."""

from collections.abc import Iterable, Iterator

from runbooklint.finding import Finding, Hidden
from runbooklint.report import Outcome, Report
from runbooklint.rule import Severity
from runbooklint.visible import visible, visible_path

MOST = 200
"""The findings of one document that people are shown; programs are told all."""


def unshown(number: int, noun: str) -> str:
    """How many of so many things are left out; empty where none is."""
    return f"{counted(number - MOST, noun)} more; --output-format json tells all" if number > MOST else ""


def unshown_besides(outcome: Outcome, hidden: bool) -> Iterator[str]:
    """How much is left out of what is hidden, where that is shown, and of what was not checked."""
    aside = ((len(outcome.hidden) if hidden else 0, "hidden finding"), (len(outcome.not_checked), "unchecked case"))
    yield from filter(None, (unshown(number, noun) for number, noun in aside))


def summary(report: Report) -> str:
    """One sentence: how many findings of each severity in how many documents, what is hidden, what was not linted."""
    documents = counted(report.linted, "document")
    total = len(report.findings)
    told = f"{counted(total, 'finding')} in {documents}: {severities(report.findings)}"
    hidden = (
        (report.veiled("suppression"), "suppressed"),
        (report.veiled("baseline"), "in the baseline"),
        (report.veiled("configuration"), "switched off by the configuration"),
        (report.excluded, f"path{'' if report.excluded == 1 else 's'} excluded"),
    )
    words = ", ".join(f"{count} {word}" for count, word in hidden if count)
    aside = f" ({words})" if words else ""
    lost = sum(outcome.status == "failed" for outcome in report.outcomes)
    partly = len(report.failures) - lost
    failed = f" {counted(lost, 'path')} could not be linted." if lost else ""
    failed += f" {counted(partly, 'document')} could not be linted in full." if partly else ""
    return f"{told if total else f'No findings in {documents}'}{aside}.{failed}"


def severities(findings: Iterable[Finding]) -> str:
    """How many findings there are of each severity, the worst first."""
    words = [finding.severity for finding in findings]
    return ", ".join(f"{words.count(one)} {one.word}" for one in sorted(Severity, reverse=True) if one in words)


def counted(number: int, noun: str) -> str:
    """A number with its noun."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def besides(finding: Finding, whole: bool = False) -> Iterator[str]:
    """The related places, as lines of the document or as whole places, and the repair of a finding, a line each."""
    for other in finding.related:
        line, column = other.place.line, other.place.column
        place = f"{visible_path(finding.path)}:{line}:{column}" if whole else f"line {line}"
        yield f"see {place}: {visible(other.message)}"
    if finding.repair:
        yield f"fix ({'safe' if finding.repair.safe else 'unsafe'}): {visible(finding.repair.message)}"


def belongings(finding: Finding) -> str:
    """What a finding belongs to, and how sure it is, for formats that have no fields for it."""
    record = [f"{finding.record.type} {visible(finding.record.id)}".rstrip()] if finding.record else []
    field = [f"field {finding.field}"] if finding.field else []
    stage = [f"to mend in the stage {finding.target_stage}"] if finding.target_stage else []
    return ", ".join((*record, *field, *stage, f"basis {finding.basis}"))


def unchecked(code: str, reason: str) -> str:
    """That a rule could not decide, and why."""
    return f"{code} was not checked: {visible(reason)}"


def cause(hidden: Hidden) -> str:
    """What hides a finding."""
    if hidden.by == "baseline":
        return "in the baseline"
    if hidden.by == "configuration":
        return "switched off by the configuration"
    return f"suppressed: {visible(hidden.reason)}" if hidden.reason else "suppressed"
