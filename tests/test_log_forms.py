"""Good mitigation logs in many forms and words, each with one defect or near miss: what finds it, where."""

import tomllib
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import pytest

from runbooklint.checks import all_rules
from runbooklint.engine import lint
from runbooklint.facts import Options, Phase
from runbooklint.settings import Settings
from runbooklint.source import Source
from tests.conftest import ROOT

# Of the codes expected, so many findings at most; a defect told often is told badly.
MOST = 4


class Case(NamedTuple):
    """A defect: the log, the edits that make it, and the findings."""

    log: str
    name: str
    edits: list[list[str]]
    codes: list[str]
    at: Sequence[str] = ()
    """For each code, words of the line."""
    also: Sequence[str] = ()
    """Codes that may be found besides."""
    phase: Phase = "executed"


CASES = [Case(**case) for case in tomllib.loads((ROOT / "tests/log_forms.toml").read_text(encoding="utf-8"))["case"]]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.log}: {case.name}")
def test_the_defect_is_found_where_it_is(case: Case) -> None:
    text = (ROOT / f"fixtures/ok/{case.log}-mitigation-log.md").read_text(encoding="utf-8")
    for old, new in case.edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    findings = lint(Source(text, "x-mitigation-log.md"), Settings(options=Options(phase=case.phase))).findings
    lines = text.split("\n")
    told = [(f.code, lines[f.place.line - 1], f.message) for f in findings]
    for code, at in zip(case.codes, case.at or [""] * len(case.codes), strict=True):
        assert any(one == code and at in line for one, line, _ in told), told
    assert {code for code, *_ in told} <= {*case.codes, *case.also}, told
    assert all(count <= MOST for count in Counter(code for code, *_ in told).values())


def test_every_rule_on_mitigation_logs_has_a_case() -> None:
    codes = {code for case in CASES for code in case.codes}
    assert {rule.code for rule in all_rules() if rule.code.startswith("MIT")} <= codes
