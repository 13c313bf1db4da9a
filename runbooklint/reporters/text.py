"""Findings for people: the place, the rule, the words underlined in their line, related places and help."""

from collections.abc import Iterator
from unicodedata import category, east_asian_width

from runbooklint.finding import Excerpt, Finding, cut
from runbooklint.report import Outcome, Report
from runbooklint.reporters import Look
from runbooklint.reporters.words import MOST, besides, cause, summary, unchecked, unshown, unshown_besides
from runbooklint.rule import Severity
from runbooklint.visible import COMMAND, visible, visible_path

_STYLES = {Severity.BLOCKER: "1;31", Severity.HIGH: "31", Severity.MEDIUM: "33", Severity.LOW: "36"}
_BOLD, _DIM, _RED = "1", "2", "31"
_TAB = 4
_NARROW = 20


def report(report: Report, look: Look) -> Iterator[str]:
    """Each finding as a block, then what could not be checked or read, then the summary."""
    for outcome in report.outcomes:
        for finding in outcome.findings[:MOST]:
            yield from block(finding, look)
        if more := unshown(len(outcome.findings), "finding"):
            yield f"{visible_path(outcome.path)}: {more}\n\n"
    yield from closing(report, look)


def closing(report: Report, look: Look) -> Iterator[str]:
    """What is told behind the findings."""
    for outcome in report.outcomes:
        yield from _aside(outcome, look)
    yield summary(report) + "\n"


def _aside(outcome: Outcome, look: Look) -> Iterator[str]:
    """What a document gave besides findings."""
    path = visible_path(outcome.path)
    for hidden in outcome.hidden[:MOST] if look.hidden else ():
        place, code = hidden.finding.place, f"{hidden.finding.code} {hidden.finding.name}"
        words = f"{path}:{place.line}:{place.column}: {code} ({cause(hidden)}): {visible(hidden.finding.message)}\n"
        yield _painted(words, _DIM, look)
    for item in outcome.not_checked[:MOST]:
        yield _painted(f"{path}: {unchecked(item.code, item.reason)}\n", _DIM, look)
    for more in unshown_besides(outcome, look.hidden):
        yield _painted(f"{path}: {more}\n", _DIM, look)
    if outcome.failure:
        line = f":{outcome.failure.line}" if outcome.failure.line else ""
        yield f"{path}{line}: {_painted('error', _RED, look)}: {visible(outcome.failure.told)}\n"


def block(finding: Finding, look: Look, times: int = 1, more: tuple[str, ...] = ()) -> Iterator[str]:
    """A finding with its line and all that helps to mend it; how often it occurs, and lines about the others."""
    place, style = finding.place, _STYLES[finding.severity]
    where = _painted(f"{visible_path(finding.path)}:{place.line}:{place.column}:", _BOLD, look)
    code = _painted(finding.code, style, look)
    often = f", {times} times" if times > 1 else ""
    yield f"{where} {code} {finding.name} ({finding.severity.word}{often}): {visible(finding.message)}\n"
    number = str(place.line)
    line, marks = underlined(cut(finding.excerpt, max(look.width - len(number) - 5, _NARROW)))
    yield f"  {number} | {line}\n"
    yield f"  {' ' * len(number)} | {_painted(marks, style, look)}\n"
    for words in (*besides(finding, whole=True), *more, f"help: runbooklint rule {finding.code}"):
        yield f"  {' ' * len(number)} = {words}\n"
    yield "\n"


def underlined(excerpt: Excerpt) -> tuple[str, str]:
    """The line as printed, and the marks that stand under the range however wide its characters are."""
    shown, edges = [], [0]
    commands = {found.end() for found in COMMAND.finditer(excerpt.text)}
    for at, char in enumerate(excerpt.text):
        text = " " * (_TAB - edges[-1] % _TAB) if char == "\t" else visible(char)
        shown.append(f"\\{text}" if at in commands else text)
        edges.append(edges[-1] + sum(map(_columns, shown[-1])))
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
