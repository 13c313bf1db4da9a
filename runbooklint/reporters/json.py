"""The findings as JSON, in the shape of `findings.schema.json`."""

from collections.abc import Iterator
from json import dumps
from typing import Any

from runbooklint.finding import Finding, Hidden, Place, Repair
from runbooklint.pattern import Pattern
from runbooklint.report import Failure, Outcome, Report
from runbooklint.reporters import Look
from runbooklint.rule import Severity
from runbooklint.version import VERSION
from runbooklint.visible import COMMAND

_SURROGATES = Pattern(r"\\\\|\\ud[89ab][0-9a-f]{2}\\ud[c-f][0-9a-f]{2}|(\\ud[89a-f][0-9a-f]{2})")

TOOL = {"name": "runbooklint", "version": VERSION}


def report(report: Report, look: Look) -> Iterator[str]:
    """One JSON object."""
    yield dumped(
        {
            "schema": 1,
            "tool": TOOL,
            "findings": [finding_object(finding) for finding in report.findings],
            **({"suppressed": [hidden_object(hidden) for hidden in report.hidden]} if look.hidden else {}),
            "files": [file_object(outcome) for outcome in report.outcomes],
            "errors": [error_object(failure) for failure in report.failures],
            "not_checked": [item for outcome in report.outcomes for item in unchecked_objects(outcome)],
            "summary": summary_object(report),
        },
        indent=2,
    )
    yield "\n"


def dumped(value: Any, indent: int | None = None) -> str:
    """JSON in ASCII that every parser takes, and that holds no command of a build service, for it may be printed into
    a log. Halves of surrogate pairs, which stand for bytes of file names that are not UTF-8, become words."""
    text = _SURROGATES.sub(lambda found: f"\\{found[1]}" if found[1] else found[0], dumps(value, indent=indent))
    return COMMAND.sub(lambda found: f"\\u0023{found[0][1:]}", text)


def finding_object(finding: Finding) -> dict[str, Any]:
    """A finding as the schema has it."""
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.word,
        "basis": finding.basis,
        "message": finding.message,
        "path": finding.path,
        **_range(finding.place),
        "record": {"type": finding.record.type, "id": finding.record.id or None} if finding.record else None,
        "field": finding.field,
        "target_stage": finding.target_stage,
        "related": [
            {
                "path": finding.path,
                "line": other.place.line,
                "column": other.place.column,
                "message": other.message,
            }
            for other in finding.related
        ],
        "fingerprint": finding.fingerprint,
        "fix": _fix(finding.repair) if finding.repair else None,
    }


def hidden_object(hidden: Hidden) -> dict[str, Any]:
    """A finding that is not reported, with what hides it."""
    return {**finding_object(hidden.finding), "hidden_by": hidden.by, "reason": hidden.reason or None}


def file_object(outcome: Outcome) -> dict[str, Any]:
    """A file of the run, and what became of it."""
    return {
        "path": outcome.path,
        "kind": outcome.kind,
        "kind_reason": outcome.kind_reason or None,
        "status": outcome.status,
    }


def error_object(failure: Failure) -> dict[str, Any]:
    """Why a file could not be linted."""
    return {"path": failure.path, "line": failure.line, "message": failure.told}


def unchecked_objects(outcome: Outcome) -> Iterator[dict[str, Any]]:
    """The rules that could not decide on a file, and why."""
    for item in outcome.not_checked:
        yield {"path": outcome.path, "code": item.code, "reason": item.reason}


def summary_object(report: Report) -> dict[str, int]:
    """How many documents were linted, and what was found in them."""
    count = report.severities()
    return {
        "files": report.linted,
        **{severity.word: count[severity] for severity in sorted(Severity, reverse=True)},
        "suppressed": report.veiled("suppression"),
        "baselined": report.veiled("baseline"),
        "switched_off": report.veiled("configuration"),
        "excluded": report.excluded,
    }


def _range(place: Place) -> dict[str, int]:
    return {
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
    }


def _fix(repair: Repair) -> dict[str, Any]:
    return {
        "applicability": "safe" if repair.safe else "unsafe",
        "message": repair.message,
        "edits": [{**_range(edit.place), "content": edit.content} for edit in repair.edits],
    }
