"""The findings in the Reviewdog Diagnostic Format."""

from collections.abc import Iterator
from typing import Any

from runbooklint.finding import Finding, Place
from runbooklint.report import Report
from runbooklint.reporters import Look
from runbooklint.reporters.json import dumped
from runbooklint.reporters.quoting import quoted
from runbooklint.reporters.words import besides, unchecked
from runbooklint.rule import Severity

_SOURCE = {"name": "runbooklint"}
_SEVERITIES = {Severity.BLOCKER: "ERROR", Severity.HIGH: "ERROR", Severity.MEDIUM: "WARNING", Severity.LOW: "INFO"}


def report(report: Report, look: Look) -> Iterator[str]:
    """One result; only fields that every version of reviewdog knows, for it refuses a result with others."""
    diagnostics = [_diagnostic(finding) for finding in report.findings]
    for outcome in report.outcomes:
        if outcome.failure:
            diagnostics.append(_note(outcome.path, "not-linted", "ERROR", outcome.failure.told))
        for item in outcome.not_checked:
            diagnostics.append(_note(outcome.path, item.code, "INFO", unchecked(item.code, item.reason)))
    yield dumped({"source": _SOURCE, "diagnostics": diagnostics}, indent=2) + "\n"


def _diagnostic(finding: Finding) -> dict[str, Any]:
    """A comment on a review shows the message as Markdown, so the words of the document are quoted in it."""
    lines = (f"{finding.message} ({finding.name})", *besides(finding))
    edits = finding.repair.edits if finding.repair else ()
    return {
        "message": "\n".join(quoted(words) for words in lines),
        "location": {"path": finding.path, "range": _range(finding.place)},
        "severity": _SEVERITIES[finding.severity],
        "code": {"value": finding.code},
        "suggestions": [{"range": _range(edit.place), "text": edit.content} for edit in edits],
    }


def _range(place: Place) -> dict[str, Any]:
    return {
        "start": {"line": place.line, "column": place.byte_column},
        "end": {"line": place.end_line, "column": place.end_byte_column},
    }


def _note(path: str, code: str, severity: str, message: str) -> dict[str, Any]:
    return {
        "message": quoted(message),
        "location": {"path": path},
        "severity": severity,
        "code": {"value": code},
    }
