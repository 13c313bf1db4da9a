"""The findings as JUnit XML: a suite for each document, a failed test for each finding."""

from collections import Counter
from collections.abc import Iterable, Iterator
from html import escape

from runbooklint.finding import Finding
from runbooklint.named import NamedTuple
from runbooklint.report import Outcome, Report
from runbooklint.reporters import Look
from runbooklint.reporters.words import belongings, besides, cause, unchecked
from runbooklint.visible import visible


class _Case(NamedTuple):
    """One test."""

    name: str
    element: str = ""
    """`failure`, `error` or `skipped`; empty where it passed."""
    type: str = ""
    message: str = ""
    lines: tuple[str, ...] = ()
    """What is told below the message."""
    line: int = 1


def report(report: Report, look: Look) -> Iterator[str]:
    """One tree in ASCII; a document without findings has one test, which passed."""
    suites = [(outcome, cases) for outcome in report.outcomes if (cases := list(_cases(outcome, look)))]
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    counts = _counts(case for _, cases in suites for case in cases)
    yield f"<testsuites{_attributes(name='runbooklint', **counts)}>\n"
    for outcome, cases in suites:
        yield f"  <testsuite{_attributes(name=outcome.path, **_counts(cases))}>\n"
        yield from _properties(outcome)
        seen: Counter[str] = Counter()
        for case in cases:
            seen[case.name] += 1
            yield from _written(case, outcome.path, seen[case.name])
        yield "  </testsuite>\n"
    yield "</testsuites>\n"


def _cases(outcome: Outcome, look: Look) -> Iterator[_Case]:
    if outcome.failure:
        yield _Case("not linted", "error", "defect" if outcome.failure.defect else "unreadable", outcome.failure.told)
    if outcome.status == "linted" and not outcome.findings:
        yield _Case("no findings")
    if outcome.status == "passed over" and outcome.named:
        yield _Case("passed over", "skipped", message="neither a runbook nor a mitigation log")
    for finding in outcome.findings:
        yield _case(finding, "failure")
    for hidden in outcome.hidden if look.hidden else ():
        yield _case(hidden.finding, "skipped", cause(hidden))
    for item in outcome.not_checked:
        words = unchecked(item.code, item.reason)
        yield _Case(words, "skipped", message=words)


def _case(finding: Finding, element: str, aside: str = "") -> _Case:
    """The name says nothing of the line, so that viewers know the test again after edits elsewhere."""
    place = f"{finding.path}:{finding.place.line}:{finding.place.column}"
    return _Case(
        f"{finding.code} {finding.name}: {finding.message}",
        element,
        finding.severity.word,
        aside or finding.message,
        (f"{place}: {finding.code} {finding.name} ({finding.severity.word})", *besides(finding), belongings(finding)),
        finding.place.line,
    )


def _counts(cases: Iterable[_Case]) -> dict[str, str]:
    count = Counter(case.element for case in cases)
    numbers = (count.total(), count["failure"], count["error"], count["skipped"], 0)
    return dict(zip(("tests", "failures", "errors", "skipped", "time"), map(str, numbers), strict=True))


def _properties(outcome: Outcome) -> Iterator[str]:
    """What became of the document, and how many findings are hidden."""
    hidden = Counter(item.by for item in outcome.hidden)
    named = {
        "status": outcome.status,
        "kind": outcome.kind or "",
        "kind_reason": outcome.kind_reason,
        "suppressed": str(hidden["suppression"]),
        "baselined": str(hidden["baseline"]),
        "switched_off": str(hidden["configuration"]),
    }
    yield "    <properties>\n"
    for name, value in named.items():
        yield f"      <property{_attributes(name=name, value=value)}/>\n"
    yield "    </properties>\n"


def _written(case: _Case, path: str, ordinal: int) -> Iterator[str]:
    name = case.name if ordinal == 1 else f"{case.name} ({ordinal})"
    named = _attributes(classname=path.rpartition(".")[0] or path, name=name, file=path, line=str(case.line), time="0")
    if not case.element:
        yield f"    <testcase{named}/>\n"
        return
    kind = {"type": case.type} if case.type and case.element != "skipped" else {}
    text = "\n".join(_escaped(line) for line in case.lines)
    yield f"    <testcase{named}>\n"
    yield f"      <{case.element}{_attributes(**kind, message=case.message)}>{text}</{case.element}>\n"
    yield "    </testcase>\n"


def _attributes(**values: str) -> str:
    return "".join(f' {name}="{_escaped(value)}"' for name, value in values.items())


def _escaped(text: str) -> str:
    """Escaped, in ASCII, without the characters that XML forbids."""
    return escape(visible(text)).encode("ascii", "xmlcharrefreplace").decode("ascii")
