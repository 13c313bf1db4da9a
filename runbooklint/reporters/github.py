"""Findings as workflow commands, which GitHub Actions shows as annotations; it shows ten of each level of a step."""

from collections.abc import Iterable, Iterator

from runbooklint.finding import Finding
from runbooklint.report import Report
from runbooklint.reporters import Look
from runbooklint.reporters.words import besides, summary
from runbooklint.rule import Severity
from runbooklint.visible import visible

_LEVELS = {Severity.BLOCKER: "error", Severity.HIGH: "error", Severity.MEDIUM: "warning", Severity.LOW: "notice"}


def report(report: Report, look: Look) -> Iterator[str]:
    """A command for each path that could not be linted, for each finding, the worst first because only ten of a level
    are shown, for each rule that could not decide, and a last one with the counts where there is anything to tell."""
    for failure in report.failures:
        line = {"line": str(failure.line)} if failure.line else {}
        yield _command("error", (failure.told,), file=failure.path, **line, title="runbooklint: not linted")
    for finding in sorted(report.findings, key=lambda finding: -finding.severity):
        yield _annotation(finding)
    for outcome in report.outcomes:
        for item in outcome.not_checked:
            yield _command("notice", (f"{outcome.path}: {item.reason}",), title=f"{item.code} was not checked")
    if report.findings or report.failures or report.hidden or report.excluded:
        yield _command("notice", (summary(report),), title="runbooklint")


def _annotation(finding: Finding) -> str:
    """Columns are given on one line only, as the interface of GitHub demands."""
    place = finding.place
    where = {"line": str(place.line), "endLine": str(place.last_line)}
    if place.line == place.end_line:
        where |= {"col": str(place.column), "endColumn": str(place.end_column)}
    title = f"{finding.code} {finding.name} ({finding.severity.word})"
    lines = (finding.message, *besides(finding))
    return _command(_LEVELS[finding.severity], lines, file=finding.path, **where, title=title)


def _command(level: str, lines: Iterable[str], **properties: str) -> str:
    named = ",".join(f"{key}={_property(visible(value))}" for key, value in properties.items())
    return f"::{level} {named}::{_data(chr(10).join(map(visible, lines)))}\n"


def _data(text: str) -> str:
    """Escaped as the runner undoes it."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
