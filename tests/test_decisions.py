"""Decision registers in files of their own."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runbooklint.decisions import RegisterError, read_register
from runbooklint.engine import lint
from runbooklint.facts import Options
from runbooklint.settings import Settings
from runbooklint.source import Source

TABLE = "# Decisions\n\n| Decision | Choice |\n| - | - |\n| D-1 | canary |\n| D-2: way back | snapshot restore |\n"
HEADINGS = "## D-1 — Rollout\n\nChosen: canary.\n\n## D-2\n\nRestore the snapshot.\n"
ITEMS = "- **D-1** canary\n- D-2: snapshot restore\n- not a decision\n"
LINES = (
    '{"decision": "D-1: how to roll out, canary or blue-green?", "options": ["canary", "blue-green"],'
    ' "choice": "canary", "rationale": "blue-green needs two fleets"}\n\n'
    '{"id": "D-2", "decision": "way back", "choice": "snapshot restore"}\r\n'
)


@pytest.mark.parametrize("text", [TABLE, HEADINGS, ITEMS, f"Register\n\n{ITEMS}", f"---\na: b\n---\n{TABLE}"])
def test_a_register_in_markdown(text: str) -> None:
    assert [decision.id for decision in read_register(Source(text, "decisions.md"))] == ["D-1", "D-2"]


def test_a_register_in_lines() -> None:
    one, two = read_register(Source(LINES, "decisions.JSONL"))
    assert (one.id, one.text) == ("D-1", "how to roll out,   or  ?: canary")
    assert (two.id, two.text) == ("D-2", "way back: snapshot restore")
    numbered = '{"decision": 7, "choice": "x"}\n{"decision": "the way back", "choice": ["x"]}\n'
    assert [decision.id for decision in read_register(Source(numbered, "d.jsonl"))] == ["1", "2"]


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ('{"decision": "a"}\n{', 2, "no valid JSON"),
        ("[]", 1, "no decision"),
        ('{"choice": "a"}', 1, "no decision"),
        ('{"decision": ""}', 1, "no decision"),
        ('{"decision": true}', 1, "no decision"),
        ("[" * 100_000, 1, "nested too deeply"),
        ("9" * 5000, 1, "no valid JSON"),
    ],
)
def test_damaged_lines_are_told(text: str, line: int, said: str) -> None:
    with pytest.raises(RegisterError, match=said) as raised:
        read_register(Source(text, "d.jsonl"))
    assert raised.value.line == line


VALUES: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=20),
    st.lists(st.text(max_size=5), max_size=2),
)


@given(st.dictionaries(st.sampled_from(["id", "decision", "options", "choice", "rationale"]), VALUES))
def test_any_object_is_read_or_refused(entry: dict[str, Any]) -> None:
    with suppress(RegisterError):
        read_register(Source(json.dumps(entry), "d.jsonl"))


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    read_register(Source(text, "d.md"))
    with suppress(RegisterError):
        read_register(Source(text, "d.jsonl"))


@pytest.mark.parametrize(("text", "name"), [(TABLE, "d.md"), (LINES, "d.jsonl")])
def test_decisions_beside_the_document_are_known_to_the_rules(text: str, name: str) -> None:
    runbook = "# Cutover\n\n## Steps\n\n### 01 — Move\n\n- **Action:** Run `roll --blue-green` for a blue-green switch (D-3).\n"
    options = Options(decisions=read_register(Source(text, name)))
    settings = Settings("cutover", frozenset({"DOC106", "DOC107"}), options=options)
    assert [finding.code for finding in lint(Source(runbook), settings).findings] == ["DOC107", "DOC106"]
