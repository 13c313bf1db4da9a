"""Findings for people who look at many: one block for each rule and document, with its count and its lines."""

from collections.abc import Iterator, Sequence

from runbooklint.finding import Finding
from runbooklint.report import Report
from runbooklint.reporters import Look
from runbooklint.reporters.text import block, closing
from runbooklint.visible import visible

_TOLD = 9
"""The further findings of a block that are told with their messages."""
_LISTED = 50
"""The lines that are named of those beyond."""


def report(report: Report, look: Look) -> Iterator[str]:
    """The first finding of each rule in full, the others of the same document below it, then what `text` tells last."""
    for outcome in report.outcomes:
        by_rule: dict[str, list[Finding]] = {}
        for finding in outcome.findings:
            by_rule.setdefault(finding.code, []).append(finding)
        for first, *others in by_rule.values():
            yield from block(first, look, 1 + len(others), (*_told(others[:_TOLD]), *_listed(others[_TOLD:])))
    yield from closing(report, look)


def _told(findings: Sequence[Finding]) -> Iterator[str]:
    for finding in findings:
        yield f"also {finding.place.line}:{finding.place.column}: {visible(finding.message)}"


def _listed(findings: Sequence[Finding]) -> Iterator[str]:
    """The lines of the findings that are not told one by one."""
    if findings:
        lines = ", ".join(str(finding.place.line) for finding in findings[:_LISTED])
        beyond = len(findings) - _LISTED
        yield f"also in the lines {lines}{f' and {beyond} more' if beyond > 0 else ''}"
