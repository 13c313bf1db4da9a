"""The findings as SARIF 2.1.0, with the pages of the rules as their help."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from runbooklint.finding import Finding, Hidden, Place, Repair
from runbooklint.pages import Page, pages
from runbooklint.pattern import Pattern
from runbooklint.rendering import rendered
from runbooklint.report import Outcome, Report
from runbooklint.reporters import Look
from runbooklint.reporters.json import TOOL, dumped, summary_object
from runbooklint.rule import Severity
from runbooklint.visible import visible

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_ROOT = "%SRCROOT%"
_LEVELS = {Severity.BLOCKER: "error", Severity.HIGH: "error", Severity.MEDIUM: "warning", Severity.LOW: "note"}
_PROBLEMS = {"error": "error", "warning": "warning", "note": "recommendation"}
_NOTICES = {
    "file-not-linted": "A file could not be linted.",
    "rule-not-checked": "A rule could not decide on a document.",
    "defect": "runbooklint itself failed on a document.",
}
_DRIVE = Pattern(r"[A-Za-z]:/")
_WHY = Pattern(r"\*\*Why this is bad\*\*\n\n((?:[^\n]+\n)+)")
_PAGE_LINK = Pattern(r"\[([A-Z]{3}\d{3})\]\([^)\n]*\.md\)")
_LONGEST = 1000
"""GitHub shows 1024 characters of a description."""

Object = dict[str, Any]


def report(report: Report, look: Look) -> Iterator[str]:
    """One log with one run."""
    hidden = report.hidden if look.hidden else []
    rules = _rules([*report.findings, *(item.finding for item in hidden)])
    order = {code: index for index, code in enumerate(rules)}
    results = [
        _result(finding, by, index, order[finding.code])
        for index, outcome in enumerate(report.outcomes)
        for finding, by in _found(outcome, look)
    ]
    run = {
        "tool": {"driver": {**TOOL, "rules": list(rules.values()), "notifications": list(_notices())}},
        "invocations": [
            {
                "executionSuccessful": not report.failures,
                "toolExecutionNotifications": [
                    notice for index, outcome in enumerate(report.outcomes) for notice in _told(outcome, index)
                ],
            }
        ],
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The folder in which runbooklint was run."}}},
        "artifacts": [_artifact(outcome) for outcome in report.outcomes],
        "results": results,
        "properties": {"summary": summary_object(report)},
    }
    yield dumped({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def uri(path: str) -> str:
    """A path as a URI: relative as it is, absolute with its scheme, everything unusual percent-encoded."""
    slashed = path.replace("\\", "/")
    try:
        quoted = quote(slashed, errors="surrogateescape")
    except UnicodeEncodeError:
        quoted = quote(slashed, errors="surrogatepass")
    if _DRIVE.match(slashed):
        return f"file:///{quoted[0]}:{quoted[4:]}"
    if slashed.startswith("//"):
        return f"file:{quoted}"
    return f"file://{quoted}" if slashed.startswith("/") else quoted


def _text(text: str) -> Object:
    """A message; words of a document are no link, which brackets followed by parentheses would be."""
    return {"text": visible(text).replace("](", "] (")}


def _rules(findings: list[Finding]) -> dict[str, Object]:
    """The rules that found something, by code, in order."""
    known = {page.code: page for page in pages()}
    worst: dict[str, Finding] = {}
    for finding in findings:
        if finding.code not in worst or worst[finding.code].severity < finding.severity:
            worst[finding.code] = finding
    return {code: _rule(worst[code], known.get(code)) for code in sorted(worst)}


def _rule(finding: Finding, page: Page | None) -> Object:
    level = _LEVELS[finding.severity]
    summary = page.summary if page else finding.name.replace("-", " ")
    descriptor: Object = {
        "id": finding.code,
        "name": finding.name,
        "shortDescription": {"text": summary},
        "fullDescription": {"text": _why(page) if page else summary},
        "defaultConfiguration": {"level": level},
        "properties": {
            "severity": finding.severity.word,
            "basis": finding.basis,
            "problem.severity": _PROBLEMS[level],
            "tags": ["runbook", finding.basis, finding.severity.word],
        },
    }
    if page:
        text = "".join(rendered(page.text, painted=False, width=80)).strip()
        descriptor["help"] = {"text": text, "markdown": _PAGE_LINK.sub(r"\1", page.text)}
    return descriptor


def _why(page: Page) -> str:
    """The sentence of a page, and why it matters."""
    found = _WHY.search(page.text)
    text = " ".join(f"{page.summary} {found[1] if found else ''}".split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rsplit(' ', 1)[0]} …"


def _found(outcome: Outcome, look: Look) -> Iterator[tuple[Finding, Hidden | None]]:
    """The findings of a document, with what hides them."""
    both: list[tuple[Finding, Hidden | None]] = [(finding, None) for finding in outcome.findings]
    if look.hidden:
        both += [(hidden.finding, hidden) for hidden in outcome.hidden]
    yield from sorted(both, key=lambda pair: (pair[0].span, pair[0].code))


def _result(finding: Finding, hidden: Hidden | None, index: int, rule_index: int) -> Object:
    record = finding.record
    location: Object = {"physicalLocation": _place(finding.path, index, finding.place)}
    if record:
        location["logicalLocations"] = [{**({"name": visible(record.id)} if record.id else {}), "kind": record.type}]
    result: Object = {
        "ruleId": finding.code,
        "ruleIndex": rule_index,
        "level": _LEVELS[finding.severity],
        "message": _text(finding.message),
        "locations": [location],
        "partialFingerprints": {"runbooklint/v1": finding.fingerprint},
        "suppressions": [_suppression(hidden)] if hidden else [],
        "properties": {
            "severity": finding.severity.word,
            "field": finding.field,
            "targetStage": finding.target_stage,
        },
    }
    if finding.related:
        result["relatedLocations"] = [
            {
                "id": number,
                "physicalLocation": _place(finding.path, index, other.place),
                "message": _text(other.message),
            }
            for number, other in enumerate(finding.related, 1)
        ]
    if finding.repair:
        result["fixes"] = [_fix(finding.path, index, finding.repair)]
    return result


def _suppression(hidden: Hidden) -> Object:
    if hidden.by == "baseline":
        return {"kind": "external", "justification": "it is in the baseline"}
    if hidden.by == "configuration":
        return {"kind": "external", "justification": "the configuration switches it off"}
    return {"kind": "inSource", **({"justification": visible(hidden.reason)} if hidden.reason else {})}


def _fix(path: str, index: int, repair: Repair) -> Object:
    return {
        "description": _text(repair.message),
        "artifactChanges": [
            {
                "artifactLocation": _artifact_location(path, index),
                "replacements": [
                    {"deletedRegion": _region(edit.place), "insertedContent": {"text": edit.content}}
                    for edit in repair.edits
                ],
            }
        ],
        "properties": {"applicability": "safe" if repair.safe else "unsafe"},
    }


def _place(path: str, index: int, place: Place) -> Object:
    return {"artifactLocation": _artifact_location(path, index), "region": _region(place)}


def _region(place: Place) -> Object:
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }


def _artifact_location(path: str, index: int) -> Object:
    return {**_location(path), "index": index}


def _location(path: str) -> Object:
    where = uri(path)
    return {"uri": where} if where.startswith("file:") else {"uri": where, "uriBaseId": _ROOT}


def _artifact(outcome: Outcome) -> Object:
    """A file of the run, and what became of it."""
    kind = {"kind": outcome.kind, "kindReason": visible(outcome.kind_reason)} if outcome.kind else {}
    return {
        "location": _location(outcome.path),
        "roles": ["analysisTarget"],
        "mimeType": "text/markdown",
        "properties": {"status": outcome.status, **kind},
    }


def _notices() -> Iterator[Object]:
    for name, text in _NOTICES.items():
        yield {"id": name, "shortDescription": {"text": text}}


def _told(outcome: Outcome, index: int) -> Iterator[Object]:
    """Why a document was not linted, and the rules that could not decide on it."""
    where = [{"physicalLocation": {"artifactLocation": _artifact_location(outcome.path, index)}}]
    failure = outcome.failure
    if failure:
        name = "defect" if failure.defect else "file-not-linted"
        yield {"level": "error", "message": _text(failure.told), "locations": where, "descriptor": _notice(name)}
    for item in outcome.not_checked:
        yield {
            "level": "note",
            "message": _text(f"{item.code} was not checked: {item.reason}"),
            "locations": where,
            "descriptor": _notice("rule-not-checked"),
            "associatedRule": {"id": item.code},
        }


def _notice(name: str) -> Object:
    return {"id": name, "index": list(_NOTICES).index(name)}
