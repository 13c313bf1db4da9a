"""The baseline: what is new, known and fixed; edits elsewhere change nothing; a damaged file is a clear error."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runbooklint.baseline import Baseline, BaselineError, Entry, entries_of, made, read, without, written
from runbooklint.engine import lint
from runbooklint.result import Result
from runbooklint.settings import Settings
from runbooklint.source import Source

HEAD = "# Cutover runbook\n\n## Cutover steps\n\n"
CODES = frozenset({"RUN401", "RUN303"})


def step(number: str, title: str) -> str:
    return f"### {number} — {title}\n\n- **Action:** Run `flip`.\n- **Check:** looks good\n\n"


OLD = HEAD + step("01", "Freeze") + step("02", "Flip")


def linted(text: str, baseline: dict[str, str], **options: Any) -> Result:
    return lint(Source(text, "cutover.md"), Settings(codes=CODES, baseline=baseline, **options))


def known(text: str) -> dict[str, str]:
    return made(entries_of("cutover.md", linted(text, {}).findings)).by_path()["cutover.md"]


def test_what_is_known_is_hidden() -> None:
    result = linted(OLD, known(OLD))
    assert (result.findings, result.fixed) == ((), ())
    assert [one.by for one in result.hidden] == ["baseline"] * 4


@pytest.mark.parametrize(
    "text",
    [
        OLD.replace("## Cutover steps", "Some words.\n\n- and more\n\n## Cutover steps"),
        OLD.replace("### 01", "### 03").replace("### 02", "### 04"),
        OLD.replace("\n\n", "\n\n\n"),
        OLD.replace("Run `flip`.", "Run `flip --all`."),
        OLD.replace("looks good", "Looks  good"),
        OLD.replace("\n", "\r\n"),
        HEAD + step("02", "Flip") + step("01", "Freeze"),
    ],
)
def test_edits_elsewhere_change_nothing(text: str) -> None:
    result = linted(text, known(OLD))
    assert (result.findings, result.fixed) == ((), ())


def test_what_is_new_is_reported_and_what_is_fixed_is_told() -> None:
    text = OLD.replace("### 02 — Flip", "### 02 — Turn").replace("looks good", "`check` prints ok", 1)
    result = linted(text, known(OLD))
    assert sorted(f"{f.code}:{f.place.line}" for f in result.findings) == ["RUN303:13", "RUN401:10"]
    assert sorted(known(OLD)[one] for one in result.fixed) == ["RUN303", "RUN303", "RUN401"]
    assert [one.finding.code for one in result.hidden] == ["RUN401"]


def test_rules_that_are_not_run_are_not_fixed() -> None:
    result = lint(Source(HEAD, "cutover.md"), Settings(codes=frozenset({"RUN401"}), baseline=known(OLD)))
    assert {known(OLD)[one] for one in result.fixed} == {"RUN401"}


def test_all_is_fixed_in_what_is_no_runbook_any_more() -> None:
    assert set(lint(Source("# Notes\n", "notes.md"), Settings(baseline=known(OLD))).fixed) == set(known(OLD))


def test_hidden_twice_is_hidden_by_the_comment() -> None:
    text = OLD + '<!-- runbooklint: ignore-file=RUN401 reason="they run beside each other" -->\n'
    result = linted(text, known(OLD))
    assert sorted((one.finding.code, one.by) for one in result.hidden) == [
        ("RUN303", "baseline"), ("RUN303", "baseline"), ("RUN401", "suppression"), ("RUN401", "suppression"),
    ]  # fmt: skip
    assert [known(OLD)[one] for one in result.fixed] == ["RUN401", "RUN401"]


def test_a_file_says_what_was_written() -> None:
    baseline = made([*entries_of("b.md", linted(OLD, {}).findings), Entry("a\udcff.md", "RUN101", "0" * 32, "x")])
    text = written(baseline)
    assert read(text) == baseline
    assert text.isascii()
    assert list(json.loads(text)) == ["tool", "baseline", "findings"]
    assert [entry.path for entry in baseline.entries] == sorted(entry.path for entry in baseline.entries)


def test_entries_are_taken_out_by_document() -> None:
    baseline = made([Entry("a.md", "RUN101", "0" * 32), Entry("b.md", "RUN101", "0" * 32)])
    assert [entry.path for entry in without(baseline, {"a.md": ["0" * 32]}).entries] == ["b.md"]


GOOD = {"path": "a.md", "code": "RUN401", "fingerprint": "0" * 32, "message": "m"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is no baseline: Expecting value"),
        ("{", "is no baseline: Expecting property name"),
        ("[]", "is no baseline of runbooklint"),
        ("null", "is no baseline of runbooklint"),
        ('{"tool": "ruff", "baseline": 1}', "is no baseline of runbooklint"),
        ('{"tool": "runbooklint"}', "is no baseline of runbooklint"),
        ('{"tool": "runbooklint", "baseline": 2}', "is a baseline of another version of runbooklint, not 1"),
        ('{"tool": "runbooklint", "baseline": true}', "is a baseline of another version of runbooklint, not 1"),
        ('{"tool": "runbooklint", "baseline": 1}', "is a damaged baseline: it has no list of findings"),
        (json.dumps({"tool": "runbooklint", "baseline": 1, "findings": [GOOD, {}]}), "finding 2 lacks path, code or"),
        (json.dumps({"tool": "runbooklint", "baseline": 1, "findings": [{**GOOD, "code": 1}]}), "finding 1 lacks path"),
        (json.dumps({"tool": "runbooklint", "baseline": 1, "findings": [{**GOOD, "code": "X"}]}), "finding 1 has no valid"),
        (json.dumps({"tool": "runbooklint", "baseline": 1, "findings": [{**GOOD, "path": ""}]}), "finding 1 has no valid"),
        (json.dumps({"tool": "runbooklint", "baseline": 1, "findings": ["x"]}), "finding 1 lacks path"),
        ("[" * 100_000, "is no baseline: nested too deeply"),
        ("1" * 10_000, "is no baseline: "),
        ("NaN", "is no baseline of runbooklint"),
        ("\x80\x04K\x01.", "is no baseline: Expecting value"),
    ],
)  # fmt: skip
def test_any_other_file_is_refused(text: str, said: str) -> None:
    with pytest.raises(BaselineError) as raised:
        read(text)
    assert said in str(raised.value)


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from(["runbooklint", "0" * 32, "RUN401", "", "a\ud800"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["tool", "baseline", "findings", *Entry._fields]), inner, max_size=5)
    ),
    max_leaves=12,
)


@given(JSON | st.lists(JSON).map(lambda listed: {"tool": "runbooklint", "baseline": 1, "findings": listed}))
def test_reading_a_baseline_never_fails_otherwise(value: Any) -> None:
    with suppress(BaselineError):
        assert isinstance(read(json.dumps(value)), Baseline)


@given(st.text(max_size=100))
def test_reading_any_text_never_fails_otherwise(text: str) -> None:
    with suppress(BaselineError):
        read(text)


ENTRIES = st.builds(
    Entry,
    st.text(min_size=1, max_size=5),
    st.sampled_from(["RUN401", "MIT101"]),
    st.sampled_from(["0" * 32, "a" * 32]),
    st.text(max_size=5),
)


@given(st.lists(ENTRIES, max_size=6))
def test_a_baseline_is_sorted_and_survives_the_file(entries: list[Entry]) -> None:
    baseline = made(entries)
    assert read(written(baseline)) == baseline
    assert made(reversed(baseline.entries)) == baseline
    assert {(e.path, e.fingerprint) for e in baseline.entries} == {(e.path, e.fingerprint) for e in entries}
