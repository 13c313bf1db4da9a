"""The text for people: exact words underlined, whatever they are made of, and nothing of a stranger's raw."""

import json
from pathlib import Path

import pytest

from runbooklint.finding import Excerpt, cut, excerpt_of
from runbooklint.reporters.text import underlined
from runbooklint.source import Source, Span
from runbooklint.visible import visible
from tests.conftest import Cli

HEAD = "# Cutover\n\n## Steps\n\n### 01 — Freeze\n\n- **Action:** Run `freeze`.\n"


@pytest.mark.parametrize(
    ("line", "words", "marks"),
    [
        ("- **Rollback:** N/A", "N/A", "                ^^^"),
        ("\t- x", "x", "      ^"),
        ("a\tb", "b", "    ^"),
        ("回滚: 没有", "没有", "      ^^^^"),
        ("e\u0301 x", "x", "  ^"),
        ("x", "", "^"),
        ("🚀 go", "go", "   ^^"),
        ("\x1b[31m no", "no", "         ^^"),
    ],
)
def test_the_words_are_underlined(line: str, words: str, marks: str) -> None:
    at = line.rindex(words) if words else 0
    assert underlined(Excerpt(line, at, at + len(words)))[1] == marks


@pytest.mark.parametrize("start", [0, 10, 400, 980, 999])
@pytest.mark.parametrize("length", [0, 1, 5, 600])
def test_long_lines_are_cut_around_the_words(start: int, length: int) -> None:
    text = "".join(chr(97 + i % 26) for i in range(1000))
    end = min(1000, start + length)
    excerpt = excerpt_of(Source(f"first\n{text}\nlast"), Span(6 + start, 6 + end))
    assert len(excerpt.text) <= 200
    shown = excerpt.text[excerpt.start : excerpt.end]
    assert text[start:end].startswith(shown)
    assert bool(shown) == bool(end - start)
    short = cut(excerpt, 40)
    assert len(short.text) <= 40
    assert text[start:end].startswith(short.text[short.start : short.end].rstrip("…"))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain – words ✓", "plain – words ✓"),
        ("\x1b[2J", "\\x1b[2J"),
        ("a\u202eb", "a\\u202eb"),
        ("\x9b31m", "\\x9b31m"),
        ("a\u00a0b\tc", "a b c"),
        ("a\r\nb", "a\\r\\nb"),
        ("\udcff", "\\udcff"),
        ("\U000e0001", "\\U000e0001"),
    ],
)
def test_what_does_not_print_is_shown_as_its_escape(text: str, shown: str) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize("form", ["text", "concise", "json"])
def test_nothing_of_a_document_reaches_the_terminal_raw(cli: Cli, tmp_path: Path, form: str) -> None:
    path = tmp_path / "x\x1b[31m\u202ecutover.md"
    path.write_text(HEAD.replace("01 — Freeze", "01 — \x1b]0;hi\x07 \u202eF\x9b1mreeze"), encoding="utf-8")
    ran = cli("check", "-v", "--output-format", form, path)
    assert "RUN401" in ran.out
    assert all(char.isprintable() or char == "\n" for char in ran.out + ran.err)


def test_a_finding_is_shown_with_its_words_and_its_help(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "cutover.md"
    path.write_text(f"{HEAD}- **Rollback:** N/A\n", encoding="utf-8")
    lines = cli("check", "--select", "RUN401", path).out.splitlines()
    assert lines[0].startswith(f"{path}:8:17: RUN401 rollback-missing (blocker): ")
    assert lines[1:] == [
        "  8 | - **Rollback:** N/A",
        "    |                 ^^^",
        "    = help: runbooklint rule RUN401",
        "",
        "1 finding in 1 document: 1 blocker.",
    ]


def test_related_places_are_shown(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "cutover.md"
    path.write_text(f"{HEAD}\n### 01 — Again\n\n- **Action:** Run `again`.\n", encoding="utf-8")
    assert f"    = see {path}:5:5: " in cli("check", "--select", "RUN202", path).out


def test_json_tells_a_record_without_id(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "cutover.md"
    path.write_text(
        "# Cutover\n\n## Procedure\n\n### Stop the queue\n\n- **Action:** Run `mq stop`.\n", encoding="utf-8"
    )
    (finding,) = json.loads(cli("check", "--select", "RUN201", "--output-format", "json", path).out)["findings"]
    assert finding["record"] == {"type": "step", "id": None}
    assert (finding["line"], finding["column"], finding["end_line"], finding["end_column"]) == (5, 5, 5, 19)
