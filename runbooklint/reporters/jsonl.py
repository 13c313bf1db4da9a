"""One JSON object per line, for programs that read while they are written; its `type` says what the object tells."""

from collections.abc import Iterator
from typing import Any

from runbooklint.report import Report
from runbooklint.reporters import Look
from runbooklint.reporters.json import (
    dumped,
    error_object,
    file_object,
    finding_object,
    hidden_object,
    summary_object,
    unchecked_objects,
)


def report(report: Report, look: Look) -> Iterator[str]:
    """The objects of the JSON format: `finding`, `suppressed`, `not_checked`, `file`, `error`, and a `summary` last."""
    for outcome in report.outcomes:
        for finding in outcome.findings:
            yield _line("finding", finding_object(finding))
        if look.hidden:
            for hidden in outcome.hidden:
                yield _line("suppressed", hidden_object(hidden))
        for item in unchecked_objects(outcome):
            yield _line("not_checked", item)
        yield _line("file", file_object(outcome))
        if outcome.failure:
            yield _line("error", error_object(outcome.failure))
    yield _line("summary", summary_object(report))


def _line(kind: str, value: dict[str, Any]) -> str:
    return dumped({"type": kind, **value}) + "\n"
