"""Findings for people: the place, the rule, the words underlined in their line, related places and help."""

from collections.abc import Iterator
from unicodedata import category, east_asian_width

from runbooklint.finding import Excerpt, Finding, cut
from runbooklint.report import Report
from runbooklint.reporters import Look
from runbooklint.rule import Severity
from runbooklint.visible import visible

_STYLES = {Severity.BLOCKER: "1;31", Severity.HIGH: "31", Severity.MEDIUM: "33", Severity.LOW: "36"}
_BOLD, _DIM = "1", "2"
_TAB = 4
_NARROW = 20


def report(report: Report, look: Look) -> Iterator[str]:
    """Each finding as a block, then what could not be checked, then the summary."""
    for finding in report.findings:
        yield from _block(finding, look)
        yield "\n"
    for outcome in report.outcomes:
        for item in outcome.not_checked:
            reason = f"{item.code} was not checked: {visible(item.reason)}"
            yield _painted(f"{visible(outcome.path)}: {reason}\n", _DIM, look)
    yield summary(report) + "\n"


def summary(report: Report) -> str:
    """One sentence: how many findings of each severity in how many documents."""
    count = report.severities()
    documents = f"{report.linted} document{'' if report.linted == 1 else 's'}"
    total = sum(count.values())
    if not total:
        return f"No findings in {documents}."
    parts = ", ".join(f"{count[severity]} {severity.word}" for severity in sorted(count, reverse=True))
    return f"{total} finding{'' if total == 1 else 's'} in {documents}: {parts}."


def _block(finding: Finding, look: Look) -> Iterator[str]:
    place, style = finding.place, _STYLES[finding.severity]
    where = _painted(f"{visible(finding.path)}:{place.line}:{place.column}:", _BOLD, look)
    code = _painted(finding.code, style, look)
    yield f"{where} {code} {finding.name} ({finding.severity.word}): {visible(finding.message)}\n"
    number = str(place.line)
    line, marks = underlined(cut(finding.excerpt, max(look.width - len(number) - 5, _NARROW)))
    yield f"  {number} | {line}\n"
    yield f"  {' ' * len(number)} | {_painted(marks, style, look)}\n"
    margin = f"  {' ' * len(number)} = "
    for other in finding.related:
        yield f"{margin}see {visible(finding.path)}:{other.place.line}:{other.place.column}: {visible(other.message)}\n"
    if finding.repair:
        yield f"{margin}fix ({'safe' if finding.repair.safe else 'unsafe'}): {visible(finding.repair.message)}\n"
    yield f"{margin}help: runbooklint rule {finding.code}\n"


def underlined(excerpt: Excerpt) -> tuple[str, str]:
    """The line as printed, and the marks that stand under the range however wide its characters are."""
    shown, edges = [], [0]
    for char in excerpt.text:
        text = " " * (_TAB - edges[-1] % _TAB) if char == "\t" else visible(char)
        shown.append(text)
        edges.append(edges[-1] + sum(map(_columns, text)))
    start = edges[excerpt.start]
    return "".join(shown).rstrip(), " " * start + "^" * max(1, edges[excerpt.end] - start)


def _columns(char: str) -> int:
    """How many columns of a terminal a character takes."""
    if char.isascii():
        return 1
    if category(char) in {"Mn", "Me"}:
        return 0
    return 2 if east_asian_width(char) in {"W", "F"} else 1


def _painted(text: str, style: str, look: Look) -> str:
    return f"\x1b[{style}m{text}\x1b[0m" if look.color else text
