"""The findings as a Code Quality report of GitLab."""

from collections.abc import Iterator
from hashlib import blake2b
from typing import Any

from runbooklint.finding import Finding
from runbooklint.report import Report
from runbooklint.reporters import Look
from runbooklint.reporters.json import dumped
from runbooklint.reporters.words import belongings, besides, unchecked
from runbooklint.rule import Severity
from runbooklint.visible import visible

_SEVERITIES = {Severity.BLOCKER: "blocker", Severity.HIGH: "critical", Severity.MEDIUM: "major", Severity.LOW: "minor"}


def report(report: Report, look: Look) -> Iterator[str]:
    """A list of issues; what could not be linted is a blocker, what could not be checked is for information."""
    issues = [_issue(finding) for finding in report.findings]
    for outcome in report.outcomes:
        if outcome.failure:
            issues.append(_note(outcome.path, "not-linted", "blocker", outcome.failure.told))
        for item in outcome.not_checked:
            issues.append(_note(outcome.path, item.code, "info", unchecked(item.code, item.reason)))
    yield dumped(issues, indent=2) + "\n"


def _issue(finding: Finding) -> dict[str, Any]:
    description = f"{finding.code} {finding.name}: {visible(finding.message)}"
    return {
        "type": "issue",
        "check_name": finding.code,
        "description": description,
        "content": {"body": "\n".join((description, *besides(finding), belongings(finding)))},
        "categories": ["Bug Risk"],
        "severity": _SEVERITIES[finding.severity],
        "fingerprint": finding.fingerprint,
        "location": {
            "path": finding.path,
            "lines": {"begin": finding.place.line, "end": finding.place.last_line},
        },
    }


def _note(path: str, name: str, severity: str, message: str) -> dict[str, Any]:
    words = "\x1f".join((path, name, message)).encode("utf-8", "surrogatepass")
    return {
        "type": "issue",
        "check_name": name,
        "description": visible(message),
        "categories": ["Bug Risk"],
        "severity": severity,
        "fingerprint": blake2b(words, digest_size=16).hexdigest(),
        "location": {"path": path, "lines": {"begin": 1, "end": 1}},
    }
