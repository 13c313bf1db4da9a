"""The findings as Markdown, for the summary of a build step or a comment on a review, by document."""

from collections.abc import Iterator
from html import escape

from runbooklint.finding import Finding
from runbooklint.report import Outcome, Report
from runbooklint.reporters import Look
from runbooklint.reporters.quoting import code, quoted
from runbooklint.reporters.words import (
    MOST,
    besides,
    cause,
    counted,
    severities,
    summary,
    unchecked,
    unshown,
    unshown_besides,
)
from runbooklint.visible import visible


def report(report: Report, look: Look) -> Iterator[str]:
    """The counts, then what could not be linted, then the findings of each document, folded where there are several."""
    yield f"### runbooklint\n\n{summary(report)}\n"
    if report.failures:
        yield "\n"
    for failure in report.failures:
        yield f"- **not linted:** {code(failure.path)}: {quoted(failure.told)}\n"
    told = [outcome for outcome in report.outcomes if _told(outcome, look)]
    for outcome in told:
        yield from _details(outcome, look, opened=len(told) == 1)


def _told(outcome: Outcome, look: Look) -> bool:
    return bool(outcome.findings or outcome.not_checked or (look.hidden and outcome.hidden))


def _details(outcome: Outcome, look: Look, opened: bool) -> Iterator[str]:
    count = len(outcome.findings)
    words = f"{counted(count, 'finding')} ({severities(outcome.findings)})" if count else "no findings"
    name = escape(visible(outcome.path))
    yield f"\n<details{' open' if opened else ''}><summary><code>{name}</code>: {words}</summary>\n\n"
    for finding in outcome.findings[:MOST]:
        yield from _item(finding, f"**{finding.severity.word}**")
    for hidden in outcome.hidden[:MOST] if look.hidden else ():
        yield from _item(hidden.finding, f"{hidden.finding.severity.word}, {quoted(cause(hidden))},")
    for item in outcome.not_checked[:MOST]:
        yield f"- {quoted(unchecked(item.code, item.reason))}\n"
    for more in (unshown(count, "finding"), *unshown_besides(outcome, look.hidden)):
        yield f"- {more}\n" if more else ""
    yield "\n</details>\n"


def _item(finding: Finding, lead: str) -> Iterator[str]:
    place = f"line {finding.place.line}, column {finding.place.column}"
    yield f"- {lead} {finding.code} {code(finding.name)} ({place}): {quoted(finding.message)}\n"
    for words in besides(finding):
        yield f"  - {quoted(words)}\n"
