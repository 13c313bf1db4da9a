"""Each output format carries what was found, in a way that the programs which read it understand."""

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from runbooklint.finding import Finding
from runbooklint.report import Outcome, Report
from runbooklint.reporters import FORMATS, Look
from runbooklint.source import Source
from runbooklint.visible import visible
from tests.conftest import ROOT
from tests.reported import TEXT, example, finding, repair, written

GOLDEN = ROOT / "tests" / "golden"
SHOWING = Look(hidden=True)


def of(text: str, *found: Finding) -> Report:
    return Report((Outcome("x.md", "linted", "cutover", "file name", found),))


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "sarif"])
def test_an_example_looks_as_it_did(form: str, request: pytest.FixtureRequest) -> None:
    out = written(form, example(), SHOWING)
    path = GOLDEN / f"example.{form}"
    if request.config.getoption("--update-fixtures"):
        path.write_text(out, encoding="utf-8")
    assert out == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_a_module_and_every_module_a_format_or_a_part(form: str) -> None:
    folder = ROOT / "runbooklint" / "reporters"
    names = {path.stem for path in folder.glob("*.py")}
    assert form in names
    assert names - set(FORMATS) == {"__init__", "words", "quoting", "statistics", "statistics_json"}


@pytest.mark.parametrize("form", FORMATS)
def test_an_error_is_told_in_every_format(form: str) -> None:
    report = Report(tuple(outcome for outcome in example().outcomes if outcome.failure))
    out = written(form, report)
    assert "docs/gone.md" in out
    assert "no such file or folder" in out


@pytest.mark.parametrize("form", FORMATS)
def test_no_document_at_all_is_fine(form: str) -> None:
    out = written(form, Report(()))
    assert out == "" if form in {"concise", "github"} else out.endswith("\n")


@pytest.mark.parametrize("form", FORMATS)
def test_machines_get_every_finding_one_by_one(form: str) -> None:
    source = Source("# A\n\n" + "tbd\n" * 500, "x.md")
    found = [finding(source, "RUN204", "tbd", f"nobody {n}", at=5 + 4 * n) for n in range(500)]
    out = written(form, of(source.text, *found))
    shown = sum(f"nobody {n}" in out for n in range(500))
    if form in {"text", "markdown"}:
        assert shown == 200
        assert "300 findings more; --output-format json tells all" in out
    elif form == "grouped":
        assert shown == 10
    else:
        assert shown == 500
    if form in {"text", "grouped", "markdown"}:
        assert "500 findings in 1 document: 500 high" in out


@pytest.mark.parametrize("form", ["json", "jsonl", "sarif", "junit", "text", "grouped", "markdown"])
def test_hidden_findings_are_counted_and_shown_on_demand(form: str) -> None:
    plain, showing = written(form, example()), written(form, example(), SHOWING)
    assert "is never undone" not in plain
    assert showing.count("step 01 is never undone") == showing.count("step 02 is never undone") > 0
    assert "a drill" in showing
    assert re.search(r'suppressed" value="1"|"suppressed": 1\b|1 suppressed, 1 in the baseline', plain)


def test_json_follows_its_schema() -> None:
    schema = json.loads((ROOT / "runbooklint" / "findings.schema.json").read_text(encoding="utf-8"))
    for look in (Look(), SHOWING):
        Draft202012Validator(schema).validate(json.loads(written("json", example(), look)))


def test_lines_of_json_hold_what_the_object_holds() -> None:
    whole = json.loads(written("json", example(), SHOWING))
    lines = [json.loads(line) for line in written("jsonl", example(), SHOWING).splitlines()]
    by_type: dict[str, list[dict[str, Any]]] = {}
    for line in lines:
        by_type.setdefault(line.pop("type"), []).append(line)
    assert by_type["finding"] == whole["findings"]
    assert by_type["suppressed"] == whole["suppressed"]
    assert by_type["not_checked"] == whole["not_checked"]
    assert by_type["file"] == whole["files"]
    assert by_type["error"] == whole["errors"]
    assert by_type["summary"] == [whole["summary"]]
    assert lines[-1] == whole["summary"]


def undone(text: str, properties: bool) -> str:
    """What the runner of GitHub Actions makes of an escaped text."""
    for token, sign in (
        ("%0D", "\r"),
        ("%0A", "\n"),
        *((("%3A", ":"), ("%2C", ",")) if properties else ()),
        ("%25", "%"),
    ):
        text = text.replace(token, sign)
    return text


def commands(out: str) -> list[tuple[str, dict[str, str], str]]:
    """The lines as the runner reads them."""
    found = []
    for line in out.splitlines():
        head, message = line.removeprefix("::").split("::", 1)
        name, _, named = head.partition(" ")
        pairs = (pair.split("=", 1) for pair in named.split(",") if pair)
        found.append((name, {key: undone(value, True) for key, value in pairs}, undone(message, False)))
    return found


def test_github_reads_the_worst_first_then_what_was_not_checked() -> None:
    found = commands(written("github", example()))
    assert [(name, properties["title"]) for name, properties, _ in found] == [
        ("error", "runbooklint: not linted"),
        ("error", "RUN303 judgment-language (blocker)"),
        ("error", "RUN204 owner-unnamed (high)"),
        ("error", "RUN204 owner-unnamed (high)"),
        ("warning", "RUN209 action-compound (medium)"),
        ("notice", "DOC108 vague-criterion (low)"),
        ("notice", "RUN608 was not checked"),
        ("notice", "runbooklint"),
    ]
    assert found[1][1] == {
        "file": "docs/parcels-cutover.md",
        "line": "8",
        "endLine": "8",
        "col": "28",
        "endColumn": "32",
        "title": "RUN303 judgment-language (blocker)",
    }
    assert found[1][2] == '"fine" is judgment, no measured value\nsee line 5: the step\nfix (safe): write the value'


def test_github_gets_no_columns_of_a_range_over_several_lines() -> None:
    source = Source(TEXT, "x.md")
    over = finding(source, "RUN204", "Stop the belt\n\n- **Owner:** tbd\n", "nobody")
    (_, properties, _), _ = commands(written("github", of(TEXT, over)))
    assert (properties["line"], properties["endLine"]) == ("5", "7")
    assert not {"col", "endColumn"} & set(properties)


@given(st.text(max_size=30), st.text(max_size=30))
def test_github_undoes_what_is_escaped(message: str, title: str) -> None:
    source = Source("# A\n", f"x{title}")
    ((name, properties, words), _) = commands(
        written("github", of(source.text, finding(source, "RUN303", "A", message)))
    )
    assert (name, properties["file"], words) == ("error", visible(f"x{title}"), visible(message))


def test_gitlab_takes_the_report() -> None:
    issues = json.loads(written("gitlab", example()))
    assert len({issue["fingerprint"] for issue in issues}) == len(issues) == 7
    assert [(issue["check_name"], issue["severity"], issue["location"]["lines"]["begin"]) for issue in issues] == [
        ("RUN204", "critical", 7),
        ("DOC108", "minor", 8),
        ("RUN303", "blocker", 8),
        ("RUN209", "major", 10),
        ("RUN204", "critical", 12),
        ("not-linted", "blocker", 1),
        ("RUN608", "info", 1),
    ]
    for issue in issues:
        assert set(issue) >= {"description", "check_name", "fingerprint", "severity", "location"}
        assert not issue["location"]["path"].startswith("/")
    assert [issue["fingerprint"] for issue in issues[:5]] == [found.fingerprint for found in example().findings]
    assert issues == json.loads(written("gitlab", example()))


def test_junit_has_a_suite_for_each_document_and_a_test_for_each_finding() -> None:
    root = ElementTree.fromstring(written("junit", example(), SHOWING))
    suites = {suite.attrib["name"]: suite for suite in root}
    assert list(suites) == ["docs/clean-runbook.md", "docs/gone.md", "docs/notes.md", "docs/parcels-cutover.md"]
    for node in (root, *root):
        cases = list(node.iter("testcase"))
        for name, count in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
            assert int(node.attrib[count]) == sum(case.find(name) is not None for case in cases)
        assert int(node.attrib["tests"]) == len(cases)
    clean = suites["docs/clean-runbook.md"].findall("testcase")
    assert [case.attrib["name"] for case in clean] == ["no findings"]
    assert not list(clean[0])
    found = suites["docs/parcels-cutover.md"].findall("testcase/failure")
    assert [node.attrib["type"] for node in found] == ["high", "low", "blocker", "medium", "high"]
    assert found[2].attrib["message"] == '"fine" is judgment, no measured value'
    assert (found[2].text or "").splitlines() == [
        "docs/parcels-cutover.md:8:28: RUN303 judgment-language (blocker)",
        "see line 5: the step",
        "fix (safe): write the value",
        "step 01, to mend in the stage cutover, basis mechanical",
    ]
    case = suites["docs/parcels-cutover.md"].findall("testcase")[2]
    assert (case.attrib["file"], case.attrib["line"]) == ("docs/parcels-cutover.md", "8")


def test_tests_of_a_suite_have_names_of_their_own() -> None:
    source = Source("# A\n\ntbd tbd tbd\n", "x.md")
    found = [finding(source, "RUN204", "tbd", "nobody", at=at) for at in (5, 9, 13)]
    root = ElementTree.fromstring(written("junit", of(source.text, *found)))
    names = [case.attrib["name"] for case in root.iter("testcase")]
    assert names == [f"RUN204 owner-unnamed: nobody{more}" for more in ("", " (2)", " (3)")]


@given(st.text(alphabet="aä€🚚\n ", min_size=1, max_size=40), st.data())
def test_reviewdog_counts_bytes(text: str, data: st.DataObject) -> None:
    source = Source(text, "x.md")
    at = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(at + 1, len(text)))
    one = finding(source, "RUN204", text[at:end], "nobody", at=at)
    place = json.loads(written("rdjson", of(text, one)))["diagnostics"][0]["location"]["range"]
    lines = text.encode().split(b"\n")
    for edge, offset in (("start", at), ("end", end)):
        line, column = place[edge]["line"], place[edge]["column"]
        before = sum(len(line) + 1 for line in lines[: line - 1]) + column - 1
        assert before == len(text[:offset].encode())


def test_reviewdog_gets_severities_and_suggestions() -> None:
    result = json.loads(written("rdjson", example()))
    assert set(result) == {"source", "diagnostics"}
    found = result["diagnostics"]
    assert [one["severity"] for one in found] == ["ERROR", "INFO", "ERROR", "WARNING", "ERROR", "ERROR", "INFO"]
    assert found[2]["code"] == {"value": "RUN303"}
    assert found[2]["suggestions"] == [
        {
            "range": {"start": {"line": 8, "column": 27}, "end": {"line": 8, "column": 36}},
            "text": "🚚 at 40 parcels/min",
        }
    ]
    known = {"message", "location", "severity", "source", "code", "suggestions", "original_output"}
    assert all(set(one) <= known for one in found), "reviewdog refuses a result with unknown fields"


def test_reviewdog_suggests_every_edit_of_a_repair() -> None:
    source = Source(TEXT, "x.md")
    mended = repair(source, "name them", ("Owner", "Holder"), ("Steps", "Schritte"), safe=False)
    one = finding(source, "RUN204", "tbd", "nobody", repair=mended)
    found = json.loads(written("rdjson", of(TEXT, one)))["diagnostics"][0]
    assert [suggestion["text"] for suggestion in found["suggestions"]] == ["Holder", "Schritte"]
    assert "fix (unsafe): name them" in found["message"]


def test_editors_find_the_place_in_every_concise_line() -> None:
    pattern = re.compile(r"^([^:]+):(\d+):(\d+): (error|blocker|high|medium|low): (.*)$")
    lines = written("concise", example()).splitlines()
    assert [pattern.fullmatch(line)[1] for line in lines if pattern.fullmatch(line)] == [  # type: ignore[index]
        *["docs/parcels-cutover.md"] * 5,
        "docs/gone.md",
    ]


def test_a_group_tells_its_count_and_its_lines() -> None:
    source = Source("# A\n\n" + "tbd\n" * 80, "x.md")
    found = [finding(source, "RUN204", "tbd", f"nobody {n}", at=5 + 4 * n) for n in range(80)]
    lines = written("grouped", of(source.text, *found)).splitlines()
    assert lines[0] == "x.md:3:1: RUN204 owner-unnamed (high, 80 times): nobody 0"
    assert lines[3] == "    = also 4:1: nobody 1"
    assert lines[11] == "    = also 12:1: nobody 9"
    assert lines[12] == f"    = also in the lines {', '.join(str(n) for n in range(13, 63))} and 20 more"
    assert lines[13] == "    = help: runbooklint rule RUN204"
    assert sum("RUN204 owner" in line for line in lines) == 1


def test_groups_are_of_one_document() -> None:
    sources = [Source("# A\n\ntbd tbd\n", name) for name in ("a.md", "b.md")]
    outcomes = tuple(
        Outcome(
            source.path,
            "linted",
            "cutover",
            "file name",
            tuple(finding(source, "RUN204", "tbd", "nobody", at=at) for at in (5, 9)),
        )
        for source in sources
    )
    out = written("grouped", Report(outcomes))
    assert out.count("(high, 2 times)") == 2
    assert out.endswith("4 findings in 2 documents: 4 high.\n")


def test_a_single_finding_is_shown_the_same_in_a_group() -> None:
    source = Source(TEXT, "x.md")
    report = of(TEXT, finding(source, "RUN303", "fine", "judgment"))
    assert written("grouped", report) == written("text", report)


@pytest.mark.parametrize("color", [False, True])
@pytest.mark.parametrize("form", FORMATS)
def test_only_formats_for_people_are_coloured(form: str, color: bool) -> None:
    out = written(form, example(), Look(color=color))
    assert ("\x1b" in out) == (color and form in {"text", "grouped"})


@pytest.mark.parametrize("form", ["json", "jsonl", "sarif", "gitlab", "rdjson", "junit"])
def test_what_machines_read_is_ascii(form: str) -> None:
    assert written(form, example(), SHOWING).isascii()


@pytest.mark.parametrize("form", FORMATS)
def test_output_is_the_same_every_time(form: str) -> None:
    assert written(form, example(), SHOWING) == written(form, example(), SHOWING)


def test_the_step_summary_has_all_findings_and_folds_several_documents() -> None:
    out = written("markdown", example())
    assert out.startswith("### runbooklint\n\n5 findings in 2 documents: ")
    assert out.count("<details open>") == 1
    source = Source(TEXT, "b.md")
    more = Outcome("b.md", "linted", "cutover", "x", (finding(source, "RUN303", "fine", "judgment"),))
    out = written("markdown", Report((*example().outcomes, more)))
    assert out.count("<details>") == out.count("</details>") == 2
    assert "<summary><code>b.md</code>: 1 finding (1 blocker)</summary>" in out


def test_golden_files_are_of_formats() -> None:
    assert {path.suffix[1:] for path in Path(GOLDEN).iterdir()} == set(FORMATS) - {"sarif"}
