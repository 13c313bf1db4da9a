"""What holds for every document that is formatted: it says what it said, and a second time changes nothing."""

import os
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from runbooklint.engine import lint
from runbooklint.parsed import parsed
from runbooklint.reading import read
from runbooklint.records import DocumentKind
from runbooklint.settings import Settings
from runbooklint.source import Source
from runbooklint.tidying import Tidied, tidied
from tests.conftest import Cli
from tests.test_pages import examples
from tests.test_properties import DOCUMENTS, FIXTURES, KINDS, written
from tests.written import WrittenRunbook, as_headings, as_list, as_tables

EXAMPLES = int(os.environ.get("EXAMPLES", "25"))
PAGES = sorted((Path(__file__).parent.parent / "rules").glob("*/*.md"))
STARTERS = sorted((Path(__file__).parent.parent / "runbooklint" / "starters").glob("*.md"))
MATTER = "---\nowner:  R-01\n\n* rto: 45\n---\n"
_END = re.compile(r"\r\n|\r|\n")
_PLACES = {"line", "column", "end_line", "end_column"}
_MARKS = re.compile(r"[\s|>\\]+|[-=]{2,}|(?<=\s)[-*+](?=\s)|\A[-*+](?=\s)|```+|~~~+")
"""What Markdown writes around words: white space, tables, quotes, lines, list items, fences."""
_RULE = re.compile(r"(?m)^[ \t>]*([-*_])(?:[ \t]*\1){2,}[ \t]*$")
"""A line across, in whatever signs."""
_RENDERER = MarkdownIt("commonmark").enable("table")


def format_(raw: str, kind: DocumentKind | None = "cutover", path: str = "x.md") -> Tidied:
    return tidied(path, Settings(kind), 10**7, raw.encode())


def said(raw: str, kind: DocumentKind | None) -> Any:
    """What `parse` prints of a document, without places, and of its texts the words alone."""
    source = Source(raw, "x.md")
    return bare(parsed(source, read(source, kind, "x.md")))


def bare(value: Any) -> Any:
    match value:
        case dict():
            return {key: bare(one) for key, one in value.items() if key not in _PLACES}
        case list():
            return [bare(one) for one in value]
        case str():
            return " ".join(_MARKS.sub(" ", _RULE.sub(" ", value)).split())
    return value


def shown(raw: str) -> str:
    """A document as a forge shows it, without the white space in its source."""
    source = Source(raw)
    return " ".join(_RENDERER.render("\n".join(source.lines[source.body :])).split())


def found(raw: str, kind: DocumentKind | None) -> Counter[tuple[str, str, str]]:
    return Counter(
        (one.code, one.fingerprint, bare(one.message))
        for one in lint(Source(raw, "x.md"), Settings(kind), "x.md").findings
    )


def check(raw: str, kind: DocumentKind | None) -> Tidied:
    """Assert every promise on one document."""
    result = format_(raw, kind)
    assert result.status in {"formatted", "as it was", "left alone"}
    assert result.before == raw
    assert (result.after == raw) == (result.status != "formatted")
    if result.status == "formatted":
        assert said(result.after, kind) == said(raw, kind)
        again = format_(result.after, kind)
        assert (again.status, again.after) == ("as it was", result.after)
        assert set(_END.findall(result.after)) <= {*(_END.findall(raw) or "\n")}
        assert result.after.startswith("\ufeff") == raw.startswith("\ufeff")
    return result


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_fixtures_say_what_they_said(path: Path) -> None:
    raw = path.read_bytes().decode()
    for kind in KINDS:
        result = check(raw, kind)
        assert shown(result.after) == shown(raw)
        assert found(result.after, kind) == found(raw, kind)
        assert result.status != "left alone" or path.name == "deep-runbook.md"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_examples_say_what_they_said(path: Path) -> None:
    for example in examples(path.read_text(encoding="utf-8")):
        if example.info == "markdown":
            result = check(example.text, "mitigation-log" if path.parent.name == "mitigation-log" else "cutover")
            assert result.status != "left alone"
            assert shown(result.after) == shown(example.text)


@pytest.mark.parametrize("path", STARTERS, ids=lambda path: path.stem)
def test_starters_are_canonical(path: Path) -> None:
    assert format_(path.read_text(encoding="utf-8")).status == "as it was"


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: f"{path.parent.name}/{path.stem}")
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
def test_front_matter_mark_and_line_ends_stay(path: Path, end: str) -> None:
    bare = path.read_bytes().decode().replace("\r", "").removeprefix("\ufeff")
    if path.parent.name == "hostile" or Source(bare).body:
        return
    kind: DocumentKind = "mitigation-log" if "mitigation" in path.name else "cutover"
    plain = format_(bare, kind)
    other = format_("\ufeff" + (MATTER + bare).replace("\n", end), kind)
    matter = "\ufeff" + MATTER.replace("\n", end)
    assert other.after.startswith(matter)
    assert other.after.removeprefix(matter).removeprefix(end) == plain.after.replace("\n", end)


@settings(max_examples=EXAMPLES)
@given(written(), st.sampled_from([as_headings, as_list, as_tables]), st.sampled_from(["\n", "\r\n"]))
def test_written_runbooks_say_what_they_said(runbook: WrittenRunbook, form: Any, end: str) -> None:
    assert check(form(runbook).replace("\n", end), "cutover").status != "left alone"


_ENDS = st.sampled_from(["\n", "\r\n", "\r"])


@settings(max_examples=EXAMPLES * 8)
@given(DOCUMENTS, st.sampled_from(KINDS), st.lists(_ENDS, min_size=1, max_size=3), st.booleans())
def test_any_text_says_what_it_said(text: str, kind: DocumentKind, ends: list[str], mark: bool) -> None:
    raw = "".join(
        f"{line}{ends[number % len(ends)]}" for number, line in enumerate(re.sub("[\r\0]", "", text).split("\n"))
    )
    check("\ufeff" * mark + raw, kind)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("# Cutover\n\nSteps\n---\n", "# Cutover\n\n## Steps\n"),
        ("# Cutover #\n\n\n\n* a\n* b\n", "# Cutover\n\n- a\n- b\n"),
        ("# C\n\n3. a\n4. b\n7) c\n", "# C\n\n3. a\n4. b\n\n7) c\n"),
        ("# C\n\n1. a\n1. b\n1. c\n", "# C\n\n1. a\n1. b\n1. c\n"),
        ("# C\n\n9. a\n10. b\n    - c\n", "# C\n\n9. a\n10. b\n    - c\n"),
        ("# C\n\n|a|b|\n|-|:-:|\n|1|2 \\| 3|\n", "# C\n\n| a | b |\n| -- | :-: |\n| 1 | 2 \\| 3 |\n"),
        ("# C\n\n~~~sh\nx\n~~~\n", "# C\n\n```sh\nx\n```\n"),
        ("# C\n\n```sh\nx", "# C\n\n```sh\nx\n```\n"),
        ("# C\n\n```sh\nx\n", "# C\n\n```sh\nx\n```\n"),
        ("# C\n\n***\n", "# C\n\n---\n"),
        ("# C\n\na  \nb\\\nc\n", "# C\n\na  \nb\\\nc\n"),
        ("# C\n\n____ and *a* __b__ <host> 1\\. x_y_z\n", "# C\n\n____ and *a* __b__ <host> 1\\. x_y_z\n"),
        ("# C\n\n[a]: b\n[a] (http://x.y) http://x.y\n", "# C\n\n[a]: b\n[a] (http://x.y) http://x.y\n"),
        ("# C\n\n- [ ] a\n- [x] b\n", "# C\n\n- [ ] a\n- [x] b\n"),
        ("# C\n<!-- runbooklint: kind=cutover -->\n", "# C\n\n<!-- runbooklint: kind=cutover -->\n"),
        ("---\na:   b\n---\n# C\n", "---\na:   b\n---\n\n# C\n"),
        ("", ""),
        ("\n", ""),
        ("---\na: b\n---\n", "---\na: b\n---\n"),
    ],
)
def test_canonical_markdown(before: str, after: str) -> None:
    assert format_(before).after == after


def test_a_table_of_uneven_rows_keeps_its_cells() -> None:
    text = "# C\n\n|a|b|\n|-|-|\n|1|2|3|\n|4|\n\nx\n"
    assert format_(text).after == text


@pytest.mark.parametrize(
    ("text", "told"),
    [("> " * 40 + "a\n", "its blocks would be others"), ("# C \ue000\n", "it has characters of a private use")],
)
def test_what_would_say_something_else_is_left_alone(text: str, told: str) -> None:
    result = format_(text)
    assert (result.status, result.after, result.told) == ("left alone", text, told)


def test_other_documents_are_passed_over() -> None:
    assert format_("# Notes\n\n* a\n", None).status == "passed over"


@pytest.mark.parametrize("data", [b"\xff", b"a\0b"])
def test_what_is_no_text_is_told(data: bytes) -> None:
    assert tidied("x.md", Settings("cutover"), 10**7, data).status == "failed"


def broken(*arguments: object, **named: object) -> str:
    raise RuntimeError("no luck")


def test_a_fault_of_mdformat_leaves_the_document_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mdformat.text", broken)
    result = format_("# C\n\n* a\n")
    assert (result.status, result.told) == ("left alone", "mdformat fails on it (RuntimeError)")
    assert result.after == result.before


def test_a_defect_is_told_and_hides_no_other_document(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a-cutover.md", "b-cutover.md"):
        (tmp_path / name).write_text(f"# {name}\n\n* a\n", encoding="utf-8")

    def half(source: Source, *arguments: Any) -> Any:
        return broken() if source.text.startswith("# a") else read(source, *arguments)

    monkeypatch.setattr("runbooklint.formatting.read", half)
    ran = cli("format")
    assert ran.code == 3
    assert "a-cutover.md: this is a defect of runbooklint, please report it" in ran.err
    assert (tmp_path / "a-cutover.md").read_text(encoding="utf-8").endswith("* a\n")
    assert (tmp_path / "b-cutover.md").read_text(encoding="utf-8").endswith("- a\n")
