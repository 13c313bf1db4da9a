"""Every rule page says what its rule does: title, sentence and severity, and each example is run."""

import re
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from runbooklint.checks import all_rules
from runbooklint.engine import lint
from runbooklint.files import linked
from runbooklint.pages import pages, read_page
from runbooklint.records import DocumentKind
from runbooklint.rule import ANY, CUTOVER, LOG, RUNBOOK, Rule
from runbooklint.settings import Settings
from runbooklint.source import Source

RULES_FOLDER = Path(__file__).resolve().parent.parent / "rules"
PAGES = {page.code: Path(page.path) for page in pages()}
RULES = {rule.code: rule for rule in all_rules()}
KINDS: dict[str, DocumentKind] = {
    "document": "cutover",
    "runbook": "cutover",
    "suppression": "cutover",
    "mitigation-log": "mitigation-log",
}
FOLDERS = {
    "document": "Any document",
    "runbook": "Runbooks",
    "mitigation-log": "Mitigation logs",
    "suppression": "Suppressions",
}
APPLIES = {CUTOVER: "cutover runbooks", RUNBOOK: "runbooks", LOG: "mitigation logs", ANY: "any document"}
PARTS = (
    "Why this is bad",
    "Flagged",
    "Accepted",
    "Fix",
    "Options",
    "When to allow it",
    "From the method",
)
OPTIONAL = {"Fix", "Options"}
INDEX_HEAD = "| Code | Name | Severity | Basis | What it reports |\n| -- | -- | -- | -- | -- |\n"

_FENCE = re.compile(r"^(?P<fence>`{3,})(?P<info>[^\n`]*)\n(?P<text>.*?)^(?P=fence)$", re.MULTILINE | re.DOTALL)


class Example(NamedTuple):
    """A fence of a page."""

    part: str
    info: str
    text: str
    start: int
    end: int


def examples(text: str) -> list[Example]:
    """The fences of a page, each with the part in which it stands."""
    found = []
    for fence in _FENCE.finditer(text):
        heads = [part for part in PARTS if f"\n**{part}**\n" in text[: fence.start()]]
        part = heads[-1] if heads else ""
        found.append(Example(part, fence["info"].strip(), fence["text"], fence.start("text"), fence.end("text")))
    return found


def findings(rule: Rule[Any], page: Path, text: str) -> str:
    """What a rule alone finds in an example, a line each; relative links are looked for beside the page. A rule on
    suppressions judges those of rules that are run, so there all are run."""
    kind = None if "runbooklint: kind=" in text else KINDS[page.parent.name]
    settings = Settings(kind, None if page.parent.name == "suppression" else frozenset({rule.code}))
    result = lint(Source(text, "example.md"), settings, look=partial(linked, str(page)))
    return "".join(f"{f.place.line}:{f.place.column} {f.message}\n" for f in result.findings if f.code == rule.code)


def facts_line(rule: Rule[Any]) -> str:
    """The line of a page that repeats the declaration."""
    severity = rule.severity.word
    if rule.log_severity is not None:
        severity += f" ({rule.log_severity.word} on a mitigation log)"
    return f"Severity: {severity}. Basis: {rule.basis}. Applies to: {APPLIES[rule.kinds]}."


def index() -> str:
    """The index of all pages as it has to stand in `rules/README.md`, below its introduction."""
    parts = []
    for folder, title in FOLDERS.items():
        rows = []
        for code, path in sorted(PAGES.items()):
            if path.parent.name == folder and code in RULES:
                rule, page = RULES[code], read_page(str(path))
                link = f"[{code}]({folder}/{path.name})"
                rows.append(f"| {link} | {rule.name} | {rule.severity.word} | {rule.basis} | {page.summary} |\n")
        if rows:
            parts.append(f"## {title}\n\n{INDEX_HEAD}{''.join(rows)}")
    return "\n".join(parts)


@pytest.mark.parametrize("code", sorted({*PAGES, *RULES}))
def test_each_rule_has_a_page_and_each_page_a_rule(code: str) -> None:
    assert code in PAGES, f"{code} has no page under rules/"
    assert code in RULES, f"{code} has a page and is in no tuple RULES under runbooklint/checks/"


@pytest.fixture(params=sorted(PAGES.keys() & RULES.keys()))
def code(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_the_head_says_what_the_declaration_says(code: str, pytestconfig: pytest.Config) -> None:
    path, rule = PAGES[code], RULES[code]
    page = read_page(str(path))
    assert (page.code, page.name) == (rule.code, rule.name)
    assert path.name == f"{rule.code}-{rule.name}.md"
    if pytestconfig.getoption("--update-pages"):
        head, rest = page.text.split("\n\n**", 1)
        title, sentence = head.split("\n\n")[:2]
        path.write_text(f"{title}\n\n{sentence}\n\n{facts_line(rule)}\n\n**{rest}", encoding="utf-8")
        page = read_page(str(path))
    assert page.text.split("\n\n")[2] == facts_line(rule)


def test_the_parts_stand_in_order(code: str) -> None:
    text = PAGES[code].read_text(encoding="utf-8")
    found = re.findall(r"^\*\*([^*\n]+)\*\*$", _FENCE.sub("", text), re.MULTILINE)
    assert found == [part for part in PARTS if part in found or part not in OPTIONAL]


def test_flagged_examples_give_exactly_their_findings(code: str, pytestconfig: pytest.Config) -> None:
    path, rule = PAGES[code], RULES[code]
    text = path.read_text(encoding="utf-8")
    fences = [example for example in examples(text) if example.part == "Flagged"]
    documents, said = fences[::2], fences[1::2]
    assert documents, "no flagged example"
    assert [d.info for d in documents] == ["markdown"] * len(documents), "examples are `markdown` fences"
    assert [s.info for s in said] == ["findings"] * len(documents), "each is followed by a `findings` fence"
    found = [findings(rule, path, example.text) for example in documents]
    assert all(found), "a flagged example is not flagged"
    if pytestconfig.getoption("--update-pages"):
        for fence, lines in reversed(list(zip(said, found, strict=True))):
            text = text[: fence.start] + lines + text[fence.end :]
        path.write_text(text, encoding="utf-8")
        return
    assert [fence.text for fence in said] == found


def test_accepted_examples_are_silent(code: str) -> None:
    path, rule = PAGES[code], RULES[code]
    fences = [e for e in examples(path.read_text(encoding="utf-8")) if e.part == "Accepted" and e.info == "markdown"]
    assert fences, "no accepted example"
    for example in fences:
        assert findings(rule, path, example.text) == ""


def test_the_index_lists_every_page(pytestconfig: pytest.Config) -> None:
    path = RULES_FOLDER / "README.md"
    introduction = path.read_text(encoding="utf-8").partition("\n## ")[0]
    wanted = f"{introduction.rstrip()}\n\n{index()}"
    if pytestconfig.getoption("--update-pages"):
        path.write_text(wanted, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == wanted
