"""The engine stamps who a finding is, where it stands and to which record it belongs."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runbooklint.engine import anchors_of, lint
from runbooklint.facts import Options
from runbooklint.result import Result
from runbooklint.rule import Severity
from runbooklint.settings import Settings
from runbooklint.source import Source

BAD = (Path(__file__).parent.parent / "fixtures" / "bad" / "session-store-cutover.md").read_text(encoding="utf-8")
PHASES = """# Cutover

## Steps

### Phase A

#### 1 — Freeze

- **Action:** Run `freeze`.

#### 2 — Copy

- **Action:** Run `copy`.

### Phase B

#### 1 — Freeze

- **Action:** Run `freeze`.
"""


def linted(text: str, *codes: str, **settings: object) -> Result:
    chosen = frozenset(codes) or None
    return lint(Source(text, "cutover.md"), Settings(codes=chosen, **settings))  # type: ignore[arg-type]


def fingerprints(text: str) -> list[str]:
    return sorted(finding.fingerprint for finding in linted(text).findings)


def test_a_finding_says_who_it_is_and_where_it_has_to_be_mended() -> None:
    (finding,) = linted(BAD, "RUN401").findings
    assert (finding.code, finding.name, finding.severity) == ("RUN401", "rollback-missing", Severity.BLOCKER)
    assert finding.record is not None
    assert tuple(finding.record) == ("step", "03")
    assert (finding.field, finding.target_stage, finding.basis) == ("rollback", "cutover", "mechanical")
    assert finding.place[1] + len("N/A") == finding.place[3]


def test_the_record_is_the_one_in_which_the_words_stand() -> None:
    (finding,) = linted(BAD, "RUN608").findings
    assert finding.record is not None
    assert tuple(finding.record) == ("rollback", "02-rollback")


def test_a_plain_runbook_has_no_stage() -> None:
    text = BAD.replace("# Cutover", "<!-- runbooklint: kind=runbook -->\n\n# Cutover", 1)
    assert {finding.target_stage for finding in linted(text, "RUN602").findings} == {None}


def test_what_could_not_be_decided_is_said() -> None:
    result = linted(BAD.replace("**RTO:** 30 min\n", ""), "RUN608", "RUN607")
    assert [item.code for item in result.not_checked] == ["RUN608"]
    assert [finding.code for finding in result.findings] == ["RUN607"]


def test_a_document_of_no_kind_has_no_findings() -> None:
    result = lint(Source("# Lunch\n\nTBD\n", "lunch.md"), Settings())
    assert (result.kind, result.findings) == (None, ())


def test_the_least_severity_is_heeded() -> None:
    assert {finding.code for finding in linted(BAD, min_severity=Severity.BLOCKER).findings} >= {"RUN401"}
    assert not {finding.severity for finding in linted(BAD, min_severity=Severity.BLOCKER).findings} - {4}
    assert linted(BAD, "RUN608", options=Options(rto=3600)).findings == ()


def test_fingerprints_are_unique_where_titles_repeat() -> None:
    found = linted(PHASES, "RUN401").findings
    assert len(found) == 3
    assert len({finding.fingerprint for finding in found}) == 3


@pytest.mark.parametrize(
    "edited",
    [
        "---\nowner: x\n---\n" + BAD,
        BAD.replace("\n", "\r\n"),
        BAD + "\n\n\n",
        BAD.replace("## Pre-cutover checklist", "Read this first.\n\n## Pre-cutover checklist"),
    ],
)
def test_fingerprints_survive_edits_elsewhere(edited: str) -> None:
    assert fingerprints(edited) == fingerprints(BAD)


def test_fingerprints_survive_renumbering() -> None:
    def missing(text: str) -> list[str]:
        return [finding.fingerprint for finding in linted(text, "RUN401").findings]

    moved = PHASES.replace("#### 2 —", "#### 3 —").replace(
        "#### 3 — Copy", "#### 2 — Drain\n\n- **Action:** Run `drain`.\n- **Rollback:** Run `fill`.\n\n#### 3 — Copy"
    )
    assert missing(moved) == missing(PHASES)


@given(st.lists(st.sampled_from(BAD.split("\n")), max_size=40), st.sampled_from(["cutover.md", "x-mitigation-log.md"]))
def test_findings_are_sorted_and_unique_and_inside_the_text(lines: list[str], path: str) -> None:
    source = Source("\n".join(lines), path)
    found = lint(source, Settings()).findings
    places = [(*finding.place[:2], finding.code) for finding in found]
    assert places == sorted(places)
    assert len({finding.fingerprint for finding in found}) == len(found)
    assert len({(finding.span, finding.code, finding.message) for finding in found}) == len(found)
    for finding in found:
        assert 0 <= finding.span.start <= finding.span.end <= len(source.text)
        assert finding.place.line <= len(source.lines)
        assert not finding.message.endswith(".")


def test_rules_are_told_what_a_document_links_to() -> None:
    asked: list[str] = []

    def look(targets: object) -> dict[str, frozenset[str] | None]:
        assert isinstance(targets, list)
        asked.extend(targets)
        return {}

    text = "# Cutover\n\n[a](a.md#x) [b](<b c.md>) [c](https://e.org/c.md) [d](#steps) [e](mailto:x@y.z) `[f](f.md)`\n"
    lint(Source(text, "cutover.md"), Settings(), look=look)
    assert asked == ["a.md", "b c.md"]


def test_anchors_of_a_file_are_those_of_its_headings() -> None:
    text = "# A `b` & c\n\n## Step 1 — Do_it\n\n```\n# no heading\n```\n\n- ## In a list\n\nSet\n===\n\n## A b & c\n"
    text += "\n<a id='own'></a>\n"
    assert anchors_of(Source(text)) == {"a-b--c", "step-1--do_it", "in-a-list", "set", "a-b--c-1", "own"}


def test_messages_end_without_a_full_stop() -> None:
    for finding in linted(BAD).findings:
        assert re.match(r"[^A-Z]|[A-Z]{2}|\"", finding.message)
