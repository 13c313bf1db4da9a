"""SARIF is what the standard, GitHub and the viewers expect, and carries the pages of the rules."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from jsonschema.validators import validator_for

from runbooklint.ground import Asked, Ground
from runbooklint.pages import pages
from runbooklint.reporters import Look
from runbooklint.reporters.sarif import _why, uri
from runbooklint.rule import Severity
from runbooklint.run import run
from runbooklint.source import Source
from tests.conftest import ROOT
from tests.reported import TEXT, example, finding, hostile, written
from tests.test_reporters_formats import SHOWING, of
from tests.test_reporters_hostile import PATHS, WORDS

OFFICIAL = Path(os.environ.get("SARIF_SCHEMA", ROOT.parent / "shared" / "schemas" / "sarif-schema-2.1.0.json"))
USED = json.loads((ROOT / "tests" / "sarif-used.schema.json").read_text(encoding="utf-8"))


def log(text: str) -> dict[str, Any]:
    """The one run of a log that follows the schema of the parts in use."""
    data = json.loads(text)
    Draft202012Validator(USED).validate(data)
    only: dict[str, Any] = data["runs"][0]
    for result in only["results"]:
        assert only["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        for location in (*result["locations"], *result.get("relatedLocations", ())):
            place = dict(location["physicalLocation"]["artifactLocation"])
            assert only["artifacts"][place.pop("index")]["location"] == place
    for notice in only["invocations"][0]["toolExecutionNotifications"]:
        descriptor = notice["descriptor"]
        assert only["tool"]["driver"]["notifications"][descriptor["index"]]["id"] == descriptor["id"]
    return only


def test_the_schema_of_the_used_parts_is_a_schema() -> None:
    Draft202012Validator.check_schema(USED)


@pytest.mark.skipif(not OFFICIAL.is_file(), reason="the official schema is not here; SARIF_SCHEMA can name its file")
@pytest.mark.parametrize("look", [Look(), SHOWING])
def test_it_follows_the_official_schema(look: Look) -> None:
    schema = json.loads(OFFICIAL.read_text(encoding="utf-8"))
    official = validator_for(schema)(schema)
    official.validate(json.loads(written("sarif", example(), look)))
    for words in WORDS:
        official.validate(json.loads(written("sarif", hostile(words), look)))
    for path in PATHS:
        official.validate(json.loads(written("sarif", hostile("plain", path), look)))


@pytest.mark.parametrize("words", WORDS)
def test_it_follows_the_schema_of_the_used_parts(words: str) -> None:
    log(written("sarif", hostile(words), SHOWING))


@pytest.mark.parametrize("path", PATHS)
def test_any_file_name_is_a_uri(path: str) -> None:
    log(written("sarif", hostile("plain", path), SHOWING))


def test_it_follows_for_the_fixtures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    report = run(["fixtures", "missing.md"], Ground(Asked()))
    found = log(written("sarif", report))["results"]
    assert [(one["ruleId"], one["level"] == "error") for one in found] == [
        (one.code, one.severity >= Severity.HIGH) for one in report.findings
    ]


def test_the_facts_of_a_finding() -> None:
    only = log(written("sarif", example(), SHOWING))
    result = only["results"][3]
    place = {"uri": "docs/parcels-cutover.md", "uriBaseId": "%SRCROOT%", "index": 3}
    assert result == {
        "ruleId": "RUN303",
        "ruleIndex": 3,
        "level": "error",
        "message": {"text": '"fine" is judgment, no measured value'},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": place,
                    "region": {"startLine": 8, "startColumn": 28, "endLine": 8, "endColumn": 32},
                },
                "logicalLocations": [{"name": "01", "kind": "step"}],
            }
        ],
        "partialFingerprints": {"runbooklint/v1": example().findings[2].fingerprint},
        "suppressions": [],
        "properties": {"severity": "blocker", "field": None, "targetStage": "cutover"},
        "relatedLocations": [
            {
                "id": 1,
                "physicalLocation": {
                    "artifactLocation": place,
                    "region": {"startLine": 5, "startColumn": 5, "endLine": 5, "endColumn": 14},
                },
                "message": {"text": "the step"},
            }
        ],
        "fixes": [
            {
                "description": {"text": "write the value"},
                "artifactChanges": [
                    {
                        "artifactLocation": place,
                        "replacements": [
                            {
                                "deletedRegion": {"startLine": 8, "startColumn": 26, "endLine": 8, "endColumn": 32},
                                "insertedContent": {"text": "🚚 at 40 parcels/min"},
                            }
                        ],
                    }
                ],
                "properties": {"applicability": "safe"},
            }
        ],
    }


def test_severities_are_levels() -> None:
    only = log(written("sarif", example()))
    assert [(result["ruleId"], result["level"]) for result in only["results"]] == [
        ("RUN204", "error"),
        ("DOC108", "note"),
        ("RUN303", "error"),
        ("RUN209", "warning"),
        ("RUN204", "error"),
    ]


def test_hidden_findings_are_suppressed_results() -> None:
    only = log(written("sarif", example(), SHOWING))
    hidden = [(result["ruleId"], result["suppressions"]) for result in only["results"] if result["suppressions"]]
    assert hidden == [
        ("RUN401", [{"kind": "inSource", "justification": "a drill"}]),
        ("RUN401", [{"kind": "external", "justification": "it is in the baseline"}]),
    ]
    assert only["properties"]["summary"]["suppressed"] == only["properties"]["summary"]["baselined"] == 1
    assert log(written("sarif", example()))["properties"] == only["properties"]


def test_errors_and_what_was_not_checked_are_notifications() -> None:
    (invocation,) = log(written("sarif", example()))["invocations"]
    assert invocation["executionSuccessful"] is False
    told = [(one["level"], one["descriptor"]["id"]) for one in invocation["toolExecutionNotifications"]]
    assert told == [("error", "file-not-linted"), ("note", "rule-not-checked")]
    assert invocation["toolExecutionNotifications"][1]["associatedRule"] == {"id": "RUN608"}
    (invocation,) = log(written("sarif", of(TEXT)))["invocations"]
    assert invocation == {"executionSuccessful": True, "toolExecutionNotifications": []}


def test_rules_carry_their_pages() -> None:
    by_code = {page.code: page for page in pages()}
    rules = log(written("sarif", example(), SHOWING))["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["DOC108", "RUN204", "RUN209", "RUN303", "RUN401"]
    for rule in rules:
        page = by_code[rule["id"]]
        assert rule["name"] == page.name
        assert rule["shortDescription"]["text"] == page.summary
        assert rule["fullDescription"]["text"].startswith(page.summary)
        assert rule["help"]["markdown"].startswith(f"# {page.name} ({page.code})\n")
        assert ".md)" not in rule["help"]["markdown"], "a link that leads nowhere outside the repository"
        assert "\n```" not in rule["help"]["text"], "the fence about an example is left out, one within it is set in"
        assert all(len(line) <= 80 for line in rule["help"]["text"].splitlines() if not line.startswith((" ", "|")))


@pytest.mark.parametrize("page", list(pages()), ids=lambda page: page.code)
def test_every_page_gives_a_description_that_github_shows_whole(page: Any) -> None:
    assert len(page.summary) < len(_why(page)) <= 1024


def test_a_rule_without_a_page_has_its_name() -> None:
    source = Source(TEXT, "x.md")
    odd = finding(source, "RUN303", "fine", "judgment")._replace(code="XXX999", name="odd-one")
    (rule,) = json.loads(written("sarif", of(TEXT, odd)))["runs"][0]["tool"]["driver"]["rules"]
    assert rule["shortDescription"] == {"text": "odd one"}
    assert "help" not in rule


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("docs/x.md", "docs/x.md"),
        ("docs\\x y.md", "docs/x%20y.md"),
        ("C:\\run books\\x.md", "file:///C:/run%20books/x.md"),
        ("c:/x.md", "file:///c:/x.md"),
        ("\\\\server\\share\\x.md", "file://server/share/x.md"),
        ("/srv/ü#1?.md", "file:///srv/%C3%BC%231%3F.md"),
        ("../x.md", "../x.md"),
        ("a:b.md", "a%3Ab.md"),
        ("%41.md", "%2541.md"),
        ("\udcff.md", "%FF.md"),
        ("\ud800.md", "%ED%A0%80.md"),
    ],
)
def test_paths_as_uris(path: str, expected: str) -> None:
    assert uri(path) == expected
