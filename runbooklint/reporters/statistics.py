"""How often each rule finds something; instead of the findings."""

from collections import Counter
from collections.abc import Iterator

from runbooklint.named import NamedTuple
from runbooklint.report import Report
from runbooklint.reporters import Look
from runbooklint.reporters.words import summary


class Tally(NamedTuple):
    """What there is to say of one rule."""

    found: int
    code: str
    name: str
    severity: str
    """The worst of its findings."""
    fixable: int
    """How many have a safe fix."""


def report(report: Report, look: Look) -> Iterator[str]:
    """A line for each rule, the most frequent first, then the summary."""
    tallies = tallied(report)
    width = len(str(tallies[0].found)) if tallies else 0
    for one in tallies:
        hint = f", {one.fixable} can be fixed with --fix" if one.fixable else ""
        yield f"{one.found:>{width}}  {one.code} {one.name} ({one.severity}{hint})\n"
    yield summary(report) + "\n"


def tallied(report: Report) -> list[Tally]:
    """The rules that found something, the most frequent first."""
    count = Counter(finding.code for finding in report.findings)
    fixable = Counter(finding.code for finding in report.findings if finding.repair and finding.repair.safe)
    worst = {finding.code: finding for finding in sorted(report.findings, key=lambda finding: finding.severity)}
    return [
        Tally(number, code, worst[code].name, worst[code].severity.word, fixable[code])
        for code, number in sorted(count.items(), key=lambda item: (-item[1], item[0]))
    ]
