"""Case tables of good documents of `fixtures/ok`, each with edits, and what is found then: codes, and where."""

import tomllib
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from runbooklint.engine import lint
from runbooklint.facts import Options, Phase
from runbooklint.settings import Settings
from runbooklint.source import Source
from tests.conftest import ROOT

# Of the codes expected, so many findings at most; a defect told often is told badly.
MOST = 4


class Case(NamedTuple):
    """A defect, or a near miss where no code is expected."""

    document: str
    """The name in `fixtures/ok`, without what all of the table end in."""
    name: str
    edits: list[list[str]]
    """The old text and the new; or the text with which a cut begins, the one before which it ends, and the new."""
    codes: list[str]
    at: Sequence[str] = ()
    """For each code, words of the line."""
    also: Sequence[str] = ()
    """Codes that may be found besides."""
    phase: Phase = "executed"


def cases(table: str, document: str) -> list[Case]:
    """The cases of a table, whose documents stand under a key."""
    rows = tomllib.loads((ROOT / "tests" / table).read_text(encoding="utf-8"))["case"]
    return [Case(document=row.pop(document), **row) for row in rows]


def check(case: Case, ending: str) -> None:
    """Assert that the edited document, whose name ends so, gives the findings of a case and no others."""
    text = (ROOT / f"fixtures/ok/{case.document}-{ending}.md").read_text(encoding="utf-8")
    for edit in case.edits:
        text = _edited(text, edit)
    findings = lint(Source(text, f"x-{ending}.md"), Settings(options=Options(phase=case.phase))).findings
    lines = text.split("\n")
    told = [(f.code, lines[f.place.line - 1], f.message) for f in findings]
    for code, at in zip(case.codes, case.at or [""] * len(case.codes), strict=True):
        assert any(one == code and at in line for one, line, _ in told), told
    assert {code for code, *_ in told} <= {*case.codes, *case.also}, told
    assert all(count <= MOST for count in Counter(code for code, *_ in told).values())


def _edited(text: str, edit: Sequence[str]) -> str:
    first, *rest = edit
    assert text.count(first) == 1, first
    if len(rest) == 1:
        return text.replace(first, rest[0])
    end, new = rest
    start = text.index(first)
    return text[:start] + new + text[text.index(end, start) :]
