"""What holds for every fix of every document: the findings are gone, nothing is new, a second run changes nothing, and
all else is as it was."""

import os
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runbooklint.document import Document
from runbooklint.edits import applied, put
from runbooklint.engine import lint
from runbooklint.files import linked
from runbooklint.fixes import Mended, mend
from runbooklint.records import DocumentKind
from runbooklint.rule import Edit
from runbooklint.settings import Settings
from runbooklint.source import Source, Span
from tests.conftest import ROOT
from tests.test_pages import KINDS as PAGE_KINDS
from tests.test_pages import examples
from tests.test_properties import DOCUMENTS, FIXTURES, KINDS, written
from tests.written import WrittenRunbook, as_headings, as_list, as_tables

PAGES = sorted((ROOT / "rules").glob("*/*.md"))
EXAMPLES = int(os.environ.get("EXAMPLES", "12"))
MATTER = "---\nowner: R-01\nrto:  45 mintues\n---\n"
_END = re.compile(r"\r\n|\r|\n")


def mended(raw: str, kind: DocumentKind, unsafe: bool, folder: Path = ROOT) -> Mended:
    path = str(folder / "x.md")
    return mend(raw, path, Settings(kind), lambda s, asked: lint(s, asked, "x.md", lambda t: linked(path, t)), unsafe)


def fences(text: str) -> list[str]:
    """The fences of a text with their lines, in order."""
    source, found = Source(text), []
    waiting = [Document(source).root]
    while waiting:
        node = waiting.pop()
        waiting.extend(reversed(node.children))
        if node.kind == "fence":
            found.append("\n".join(source.lines[node.first : node.last]))
    return found


def check(raw: str, kind: DocumentKind, unsafe: bool, folder: Path = ROOT) -> Mended:
    """Assert every promise on one document."""
    before = lint(Source(raw, str(folder / "x.md")), Settings(kind), "x.md", lambda t: linked(str(folder / "x.md"), t))
    result = mended(raw, kind, unsafe, folder)
    again = mended(result.text, kind, unsafe, folder)
    assert again.text == result.text, "a second run changes nothing"
    assert not again.fixed
    old, new = (Counter(f.code for f in found.findings) for found in (before, result.result))
    assert result.result.kind == before.kind
    assert not new - old - Counter({"DOC102": new["DOC102"] if unsafe else 0}), "nothing new appears"
    assert {one.code: one.times for one in result.fixed} == dict(old - new), "what is told to be fixed is gone"
    assert bool(result.fixed) == (result.text != raw)
    assert fences(result.text) == fences(raw)
    return result


def check_surroundings(text: str, kind: DocumentKind, unsafe: bool, ends: list[str], folder: Path = ROOT) -> None:
    """Assert that line ends, byte order mark and front matter have no part in what is fixed, and stay as they are."""
    bare = text.replace("\r", "").removeprefix("\ufeff")
    if Source(bare).body:
        return
    count = iter(ends * (bare.count("\n") // len(ends) + 1))
    plain = mended(MATTER + bare, kind, unsafe, folder).text
    other = mended("\ufeff" + MATTER + re.sub("\n", lambda _: next(count), bare), kind, unsafe, folder).text
    assert other.startswith("\ufeff" + MATTER)
    assert Source(other).text == plain
    assert (
        set(_END.findall(other.removeprefix("\ufeff" + MATTER))) <= {*ends, "\n"[: "\n" not in bare]} or "\r" in other
    )


@pytest.mark.parametrize("unsafe", [False, True], ids=["safe", "unsafe"])
@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_promises_on_every_fixture(path: Path, unsafe: bool) -> None:
    raw = path.read_bytes().decode("utf-8", "replace").replace("\0", "")
    for kind in KINDS:
        check(raw, kind, unsafe, path.parent)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_promises_on_every_example(path: Path) -> None:
    for example in examples(path.read_text(encoding="utf-8")):
        if example.info == "markdown":
            for unsafe in (False, True):
                check(example.text, PAGE_KINDS[path.parent.name], unsafe, path.parent)


_ENDS = st.sampled_from([["\n"], ["\r\n"], ["\r\n", "\n", "\n"], ["\r\n", "\r"]])


@settings(max_examples=EXAMPLES, deadline=None)
@given(written(), st.sampled_from([as_headings, as_list, as_tables]), st.booleans(), _ENDS)
def test_promises_on_written_runbooks(runbook: WrittenRunbook, form: object, unsafe: bool, ends: list[str]) -> None:
    assert callable(form)
    text = form(runbook)
    check(text, "cutover", unsafe)
    check_surroundings(text, "cutover", unsafe, ends)


_SLIPS = {
    "reversible": "reversibel",
    " min": " mintues",
    "-rollback": "R",
    "(#": "(#x",
    "pre-point-of-no-return": "",
    " UTC": "",
    "confirmed": "confrimed",
    "Owner:": "Cat:",
    "**Rollback": "**Cat",
    "Duration": "Dog",
}


@settings(max_examples=EXAMPLES, deadline=None)
@given(
    st.sampled_from([path for path in FIXTURES if path.parent.name in {"ok", "bad"}]),
    st.lists(st.tuples(st.sampled_from(sorted(_SLIPS)), st.integers(1, 3)), max_size=4),
    st.booleans(),
    _ENDS,
)
def test_promises_on_fixtures_with_slips(
    path: Path, slips: list[tuple[str, int]], unsafe: bool, ends: list[str]
) -> None:
    text = path.read_text(encoding="utf-8")
    for right, times in slips:
        text = text.replace(right, _SLIPS[right], times)
    kind: DocumentKind = "mitigation-log" if "mitigation" in path.name else "cutover"
    check(text, kind, unsafe, path.parent)
    check_surroundings(text, kind, unsafe, ends, path.parent)


@settings(max_examples=EXAMPLES, deadline=None)
@given(DOCUMENTS, st.sampled_from(KINDS), st.booleans(), _ENDS)
def test_promises_on_any_text(text: str, kind: DocumentKind, unsafe: bool, ends: list[str]) -> None:
    check(text, kind, unsafe)
    check_surroundings(text, kind, unsafe, ends)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from(["a", "bc", "\n", "\r\n", "\r", "é", "🚚"]), max_size=30).map("".join),
    st.booleans(),
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 5), st.sampled_from(["", "x", "\nx", "x\ny"])), max_size=4),
)
def test_edits_change_nothing_else(raw: str, mark: bool, wanted: list[tuple[int, int, str]]) -> None:
    raw = "\ufeff" * mark + raw
    text, at, edits = Source(raw).text, 0, []
    for gap, length, content in wanted:
        start = min(at + gap, len(text))
        edits.append(Edit(Span(start, min(start + length, len(text))), content))
        at = edits[-1].span.end + 1
    edits = [edit for edit in edits if edit.span.start < len(text) or edit is edits[0]]
    result = applied(raw, edits)
    if result is not None:
        assert Source(result).text == put(text, edits)
        assert result.startswith("\ufeff") == mark
        assert set(_END.findall(result)) <= {*_END.findall(raw), "\n"}
