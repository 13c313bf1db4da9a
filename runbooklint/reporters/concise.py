"""One line per finding, for editors and for `grep`."""

from collections.abc import Iterator

from runbooklint.report import Report
from runbooklint.reporters import Look
from runbooklint.visible import visible, visible_path


def report(report: Report, look: Look) -> Iterator[str]:
    """`path:line:column: severity: CODE name: message` for each finding, `path:1:1: error: message` for each path that
    could not be linted."""
    for finding in report.findings:
        place = f"{visible_path(finding.path)}:{finding.place.line}:{finding.place.column}"
        severity = finding.severity.word
        yield f"{place}: {severity}: {finding.code} {finding.name}: {visible(finding.message)}\n"
    for failure in report.failures:
        yield f"{visible_path(failure.path)}:{failure.line or 1}:1: error: {visible(failure.told)}\n"
