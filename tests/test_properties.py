"""What must hold for every document: reading never raises, places are true, form and line ends change nothing."""

from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runbooklint.engine import lint
from runbooklint.finding import Finding
from runbooklint.parsed import parsed
from runbooklint.reading import read
from runbooklint.records import DocumentKind, Field, Item, RollbackEntry, Runbook, Step
from runbooklint.settings import Settings
from runbooklint.source import Source, Span
from tests.conftest import ROOT
from tests.written import COLUMNS, WrittenRunbook, WrittenStep, as_headings, as_list, as_tables

KINDS: tuple[DocumentKind, ...] = get_args(DocumentKind)
FIXTURES = sorted((ROOT / "fixtures").glob("**/*.md"))

_PIECES = st.sampled_from(
    [
        "# Cutover runbook", "## Steps", "### Step 1 — Stop `mq`", "### 02-rollback — Open", "## Rollback", "## Point of no return",
        "1. Run `mq close`.", "2. Verify it prints `closed`", "   - Expected: 200", "- [ ] **Owner:** TBD", "- [x] done",
        "| Step | Action | Owner | Rollback |", "|---|---|---|---|", "| 1 | `a \\| b` | x<br>y | — |", "| | | |", "```sh", "```",
        "# 1. Stop", "# Expected: ok", "> quoted", ">> deeper", "**Rollback:** 01-rollback", "**Duration:** 5 min (max 10 min)",
        "**Step 3: Copy (20 s)**", "<!-- runbooklint: ignore=RUN401 -->", "---", "***", "    indented", "\t- tab", "[a](#b)",
        "14:03 UTC rolled back", "T+5 min", "2026-05-19T14:06:00Z", "- **Depends on:** 1-3, C4", "Step 1 crosses the point of no return.",
        "**Hypothesis:** h", "## M1 — Roll back", "**Apply timestamp:** 25:61", "\u202e", "\u2028", "\x0c", "\ufeff", "é", "🚀 4. Go",
    ]
)  # fmt: skip
_NOISE = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60)
DOCUMENTS = st.lists(st.one_of(_PIECES, _NOISE, st.just("")), max_size=40).map("\n".join)


def places(value: object) -> Iterator[tuple[str | None, Span]]:
    """Every span inside a record, with the text that it must slice to where the record keeps one."""
    if isinstance(value, Span):
        yield None, value
    elif isinstance(value, Item | Field):
        yield value.text, value.span
        for part in value[2:]:
            yield from places(part)
    elif isinstance(value, dict):
        for part in value.values():
            yield from places(part)
    elif isinstance(value, tuple):
        for part in value:
            yield from places(part)


def check_places(text: str, kind: DocumentKind) -> None:
    source = Source(text, "x.md")
    reading = read(source, kind)
    for said, span in places((reading.runbook,)):
        assert 0 <= span.start <= span.end <= len(source.text)
        assert said is None or source.slice(span) == said
    parsed(source, reading)


@settings(max_examples=300)
@given(DOCUMENTS, st.sampled_from(KINDS))
def test_reading_any_text_never_raises_and_places_are_true(text: str, kind: DocumentKind) -> None:
    check_places(text, kind)


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.name)
def test_places_in_every_fixture(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for kind in KINDS:
        check_places(text, kind)


def findings(text: str, kind: DocumentKind) -> tuple[Finding, ...]:
    return lint(Source(text, "x.md"), Settings(kind)).findings


def shape(found: tuple[Finding, ...], lines: int = 0) -> list[tuple[str, str, int, int]]:
    return [(f.code, f.message, f.place.line - lines, f.place.column) for f in found]


@settings(max_examples=100)
@given(DOCUMENTS, st.sampled_from(KINDS))
def test_line_ends_change_nothing(text: str, kind: DocumentKind) -> None:
    bare = text.replace("\r", "")
    assert shape(findings(bare, kind)) == shape(findings(bare.replace("\n", "\r\n"), kind))


@settings(max_examples=100)
@given(DOCUMENTS, st.sampled_from(KINDS))
def test_front_matter_changes_nothing(text: str, kind: DocumentKind) -> None:
    body = "# Title\n\n" + text
    matter = "---\nowner: nobody\nrto: never\nstyle: [broken\n---\n"
    assert shape(findings(body, kind)) == shape(findings(matter + body, kind), lines=5)


@settings(max_examples=100)
@given(DOCUMENTS, st.sampled_from(KINDS))
def test_blank_lines_at_the_end_move_nothing(text: str, kind: DocumentKind) -> None:
    assert shape(findings(text + "\n", kind)) == shape(findings(text + "\n\n\n", kind)) or "```" in text


@settings(max_examples=150)
@given(DOCUMENTS, st.sampled_from(KINDS))
def test_findings_are_sorted_and_unique(text: str, kind: DocumentKind) -> None:
    found = findings(text, kind)
    order = [(f.path, f.place.line, f.place.column, f.code) for f in found]
    assert order == sorted(order)
    assert len({f.fingerprint for f in found}) == len(found)


_WORD = st.sampled_from("ledger queue broker index cache shard replica pool feed archive".split())
_VALUES = {
    "Owner": st.sampled_from(["Ledger on-call (rotation `ledger-a`)", "Storage lead", "N/A", "TBD"]),
    "Depends on": st.sampled_from(["—", "none"]),
    "Preconditions": st.sampled_from(["`ledgerctl lag` prints `0`", "everything ready"]),
    "Action": _WORD.map(lambda word: f"Run `ledgerctl move {word}`"),
    "Duration": st.sampled_from(["5 min (max 10 min)", "10-15 min", "soon", "< 2 min"]),
    "Post-condition": st.sampled_from(["`ledgerctl state` prints `moved`", "looks good", "`ledgerctl state`"]),
    "Rollback": st.sampled_from(["not needed", "run `ledgerctl back`"]),
    "Reversibility": st.sampled_from(["fully reversible", "forward-fix only", "somewhat"]),
    "Point of no return": st.sampled_from(["pre-point-of-no-return", "crosses point of no return"]),
}


@st.composite
def written(draw: st.DrawFn) -> WrittenRunbook:
    """A runbook of one to four steps, each with the same columns, some with a rollback entry."""
    columns = [c for c in COLUMNS if c == "Action" or draw(st.booleans())]
    if len(columns) < 4:
        columns = ["Owner", "Action", "Duration", "Post-condition", "Rollback"]
    steps, entries = [], []
    for number in range(1, draw(st.integers(1, 4)) + 1):
        word = draw(_WORD)
        values = {c: draw(_VALUES[c]) for c in columns}
        steps.append(WrittenStep(f"C{number}", f"Move the {word}", values))
        back = {c: draw(_VALUES[c]) for c in ("Owner", "Action", "Duration", "Post-condition")}
        entries.append(WrittenStep(f"C{number}-rollback", f"Return the {word}", back))
    return WrittenRunbook({"Cutover style": "phased", "RTO": "45 min"}, steps, entries)


def said(record: Step | RollbackEntry) -> dict[str, tuple[str, str, str, float | None]]:
    """What a record says, places left out."""
    return {name: (f.text, f.state, f.value, f.seconds) for name, f in sorted(record.fields.items())}


def content(text: str) -> tuple[list[object], list[object]]:
    runbook = read(Source(text, "x.md"), "cutover").runbook
    assert isinstance(runbook, Runbook)
    steps = [(step.id, step.title, step.depends_on, step.rollback_entry, said(step)) for step in runbook.steps]
    entries = [(entry.id, entry.title, entry.step, said(entry)) for entry in runbook.rollbacks]
    return list(steps), list(entries)


@settings(max_examples=100)
@given(written())
def test_a_runbook_reads_the_same_in_every_form(runbook: WrittenRunbook) -> None:
    steps, entries = content(as_headings(runbook))
    assert len(steps) == len(runbook.steps)
    assert len(entries) == len(runbook.entries)
    assert content(as_list(runbook)) == (steps, entries)
    assert content(as_tables(runbook)) == (steps, entries)


@settings(max_examples=60)
@given(written())
def test_form_is_no_finding(runbook: WrittenRunbook) -> None:
    forms = [as_headings(runbook), as_list(runbook), as_tables(runbook)]
    told = [sorted((f.code, f.message) for f in findings(text, "cutover")) for text in forms]
    assert told[1] == told[0]
    assert told[2] == told[0]
