"""The findings as JSON, in the shape of `findings.schema.json`."""

from collections.abc import Iterator
from json import dumps
from typing import Any

from runbooklint.finding import Finding, Place, Repair
from runbooklint.report import Outcome, Report
from runbooklint.reporters import Look
from runbooklint.rule import Severity
from runbooklint.version import VERSION


def report(report: Report, look: Look) -> Iterator[str]:
    """One JSON object."""
    count = report.severities()
    yield dumps(
        {
            "schema": 1,
            "tool": {"name": "runbooklint", "version": VERSION},
            "findings": [_finding(finding) for finding in report.findings],
            "files": [_file(outcome) for outcome in report.outcomes],
            "errors": [{"path": f.path, "line": None, "message": f.message} for f in report.failures],
            "not_checked": [
                {"path": outcome.path, "code": item.code, "reason": item.reason}
                for outcome in report.outcomes
                for item in outcome.not_checked
            ],
            "summary": {
                "files": report.linted,
                **{severity.word: count[severity] for severity in sorted(Severity, reverse=True)},
                "suppressed": 0,
                "baselined": 0,
            },
        },
        indent=2,
    )
    yield "\n"


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.word,
        "basis": finding.basis,
        "message": finding.message,
        "path": finding.path,
        **_place(finding.place),
        "record": {"type": finding.record.type, "id": finding.record.id or None} if finding.record else None,
        "field": finding.field,
        "target_stage": finding.target_stage,
        "related": [
            {"path": finding.path, "line": other.place.line, "column": other.place.column, "message": other.message}
            for other in finding.related
        ],
        "fingerprint": finding.fingerprint,
        "fix": _fix(finding.repair) if finding.repair else None,
    }


def _place(place: Place) -> dict[str, int]:
    return place._asdict()


def _fix(repair: Repair) -> dict[str, Any]:
    return {
        "applicability": "safe" if repair.safe else "unsafe",
        "message": repair.message,
        "edits": [{**_place(edit.place), "content": edit.content} for edit in repair.edits],
    }


def _file(outcome: Outcome) -> dict[str, Any]:
    return {
        "path": outcome.path,
        "kind": outcome.kind,
        "kind_reason": outcome.kind_reason or None,
        "status": outcome.status,
    }
