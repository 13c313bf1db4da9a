"""What holds for every fix of every document: the findings are gone, nothing is new, a second run changes nothing, and
all else is as it was."""

import os
import re
from collections import Counter
from difflib import SequenceMatcher
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
from runbooklint.result import Result
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
MENDED = [path for path in FIXTURES if path.parent.name != "hostile"]
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


def linted(source: Source, asked: Settings, folder: Path) -> Result:
    return lint(source, asked, "x.md", lambda target: linked(str(folder / "x.md"), target))


@pytest.mark.parametrize("path", MENDED, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_without_the_flag_no_unsafe_fix_has_any_part(path: Path) -> None:
    raw = path.read_bytes().decode()

    def safe_alone(source: Source, asked: Settings) -> Result:
        result = linted(source, asked, path.parent)
        safe = tuple(one if one.repair and one.repair.safe else one._replace(repair=None) for one in result.findings)
        return result._replace(findings=safe)

    for kind in KINDS:
        told = mend(raw, str(path.parent / "x.md"), Settings(kind), safe_alone, unsafe=True)
        assert mended(raw, kind, False, path.parent).text == told.text


@pytest.mark.parametrize("unsafe", [False, True], ids=["safe", "unsafe"])
@pytest.mark.parametrize("path", MENDED, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_what_is_suppressed_or_not_asked_for_is_untouched(path: Path, unsafe: bool) -> None:
    raw = path.read_bytes().decode()
    kind: DocumentKind = "mitigation-log" if "mitigation" in path.name else "cutover"
    found = linted(Source(raw), Settings(kind), path.parent).findings
    codes = sorted({one.code for one in found if one.repair})
    comment = f'<!-- runbooklint: ignore-file={",".join(codes)} reason="known" -->\n' if codes else ""
    end = "\r\n" if "\r\n" in raw else "\n"
    whole = raw.rstrip() + end * 2 + comment.replace("\n", end)
    assert mended(whole, kind, unsafe, path.parent).text == whole
    for code in codes:
        asked = Settings(kind, codes=frozenset({code}))
        result = mend(raw, str(path), asked, lambda s, a: linted(s, a, path.parent), unsafe)
        assert {one.code for one in result.fixed} <= {code}


@pytest.mark.parametrize("path", MENDED, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_lines_that_no_fix_is_about_stay_byte_for_byte(path: Path) -> None:
    raw = path.read_bytes().decode()
    for kind in KINDS:
        source = Source(raw, str(path))
        repairs = [one.repair for one in linted(source, Settings(kind), path.parent).findings if one.repair]
        spans = [edit.span for repair in repairs for edit in repair.edits]
        about = {line for span in spans for line in range(source.line(span.start), source.line(span.end) + 1)}
        for unsafe in (False, True):
            old, new = raw.split("\n"), mended(raw, kind, unsafe, path.parent).text.split("\n")
            for tag, first, last, _, _ in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
                if tag != "equal" and "\r" not in raw.replace("\r\n", ""):
                    assert set(range(first + 1, last + 1)) <= about


_ENDS = st.sampled_from([["\n"], ["\r\n"], ["\r\n", "\n", "\n"], ["\r\n", "\r"]])


@settings(max_examples=EXAMPLES)
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


@settings(max_examples=EXAMPLES)
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


@settings(max_examples=EXAMPLES)
@given(DOCUMENTS, st.sampled_from(KINDS), st.booleans(), _ENDS)
def test_promises_on_any_text(text: str, kind: DocumentKind, unsafe: bool, ends: list[str]) -> None:
    check(text, kind, unsafe)
    check_surroundings(text, kind, unsafe, ends)


@settings(max_examples=200)
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
