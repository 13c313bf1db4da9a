"""One line per finding, for editors and for `grep`."""

from collections.abc import Iterator

from runbooklint.report import Report
from runbooklint.reporters import Look
from runbooklint.visible import visible


def report(report: Report, look: Look) -> Iterator[str]:
    """`path:line:column: severity: CODE name: message` for each finding."""
    for finding in report.findings:
        place = f"{visible(finding.path)}:{finding.place.line}:{finding.place.column}"
        severity = finding.severity.word
        yield f"{place}: {severity}: {finding.code} {finding.name}: {visible(finding.message)}\n"
