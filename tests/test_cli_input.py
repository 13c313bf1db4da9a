"""Bad input: each has a clear message and an exit code, and the other files of the run are still linted."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from runbooklint import engine, examining
from runbooklint.engine import lint
from runbooklint.files import UnreadableError
from runbooklint.result import Result
from runbooklint.source import Source
from tests.conftest import Cli

GOOD = "# Cutover\n\n## Steps\n\n### 01 — Freeze\n\n- **Action:** Run `freeze`.\n- **Rollback:** N/A\n"


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "a-cutover.md"
    path.write_text(GOOD, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"# Cutover\n\nd\xe9j\xe0 vu\n", "not UTF-8 at byte 12"),
        (b"# Cutover\n\0\1\2", "binary file: NUL at byte 10"),
        (b"x" * 1_000_001, "larger than 1,000,000 bytes"),
    ],
)
def test_a_bad_file_does_not_hide_the_others(cli: Cli, good: Path, data: bytes, said: str) -> None:
    bad = good.with_name("b-cutover.md")
    bad.write_bytes(data)
    ran = cli("check", "--output-format", "json", good, bad)
    told = json.loads(ran.out)
    assert ran.code == 2
    assert said in ran.err
    assert [file["status"] for file in told["files"]] == ["linted", "failed"]
    assert [error["message"].startswith(said) for error in told["errors"]] == [True]
    assert "RUN401" in {finding["code"] for finding in told["findings"]}
    parsed = cli("parse", bad)
    assert (parsed.code, parsed.out) == (2, "")
    assert said in parsed.err


def test_a_missing_path(cli: Cli, good: Path) -> None:
    ran = cli("check", good, good.with_name("none.md"))
    assert ran.code == 2
    assert "none.md: no such file or folder" in ran.err
    assert "RUN401" in ran.out


def test_a_folder_is_no_file_to_parse(cli: Cli, tmp_path: Path) -> None:
    ran = cli("parse", tmp_path)
    assert (ran.code, "is a folder" in ran.err) == (2, True)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a user to whom files can be forbidden")
def test_a_file_without_permission(cli: Cli, good: Path) -> None:
    other = good.with_name("b-cutover.md")
    other.write_text(GOOD, encoding="utf-8")
    other.chmod(0)
    ran = cli("check", good, other)
    assert (ran.code, "Permission denied" in ran.err, "RUN401" in ran.out) == (2, True, True)


def test_a_file_that_cannot_be_read(cli: Cli, good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: str, max_size: int) -> bytes:
        raise UnreadableError("cannot be read: Permission denied")

    monkeypatch.setattr(examining, "load", refuse)
    ran = cli("check", good)
    assert (ran.code, "cannot be read: Permission denied" in ran.err) == (2, True)


def test_an_empty_file_is_told(cli: Cli, tmp_path: Path) -> None:
    cutover, notes = tmp_path / "cutover.md", tmp_path / "notes.md"
    cutover.touch()
    notes.touch()
    ran = cli("check", cutover)
    assert "cutover.md: the file is empty" in ran.err
    assert ran.code == 1, "an empty cutover runbook is never clean"
    ran = cli("check", notes)
    assert (ran.code, "notes.md: passed over, the file is empty" in ran.err) == (0, True)


def test_a_larger_file_can_be_allowed(cli: Cli, good: Path) -> None:
    size = len(GOOD.encode())
    assert cli("check", "--max-size", size - 1, good).code == 2
    assert cli("check", "--max-size", size, good).code == 1
    assert cli("check", "--max-size", "2kB", good).code == 1


def test_a_defect_is_told_and_the_others_are_linted(cli: Cli, good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = good.with_name("b-cutover.md")
    other.write_text(GOOD.replace("01", "02"), encoding="utf-8")

    def broken(source: Source, *rest: Any) -> Result:
        if source.path == str(good):
            raise engine.DefectError("RUN999") from KeyError("id")
        return lint(source, *rest)

    monkeypatch.setattr(engine, "lint", broken)
    ran = cli("check", good, other)
    assert ran.code == 3
    assert f"{good}: this is a defect of runbooklint, please report it" in ran.err
    assert "(RUN999, KeyError: 'id')" in ran.err
    assert "step 02 has no rollback" in ran.out


def test_folders_are_walked_in_order_and_foreign_ones_left_out(cli: Cli, tmp_path: Path) -> None:
    for name in (
        "z-cutover.md",
        "docs/b-cutover.markdown",
        "docs/a-cutover.md",
        "docs/notes.txt",
        ".git/cutover.md",
        "node_modules/x/cutover.md",
        ".some_cache/cutover.md",
        "env/lib/cutover.md",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(GOOD, encoding="utf-8")
    (tmp_path / "env" / "pyvenv.cfg").touch()
    (tmp_path / "loop").symlink_to(tmp_path)
    ran = cli("check", "--output-format", "json", tmp_path, tmp_path / "docs" / "a-cutover.md")
    names = [Path(file["path"]).relative_to(tmp_path).as_posix() for file in json.loads(ran.out)["files"]]
    assert names == ["docs/a-cutover.md", "docs/b-cutover.markdown", "z-cutover.md"]


@pytest.mark.skipif(os.name == "nt", reason="named pipes as on POSIX")
def test_a_pipe_in_a_folder_is_passed_over(cli: Cli, good: Path) -> None:
    os.mkfifo(good.with_name("pipe-cutover.md"))
    assert cli("check", "--fail-on", "never", good.parent).code == 0


def test_a_folder_without_a_runbook_is_told(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# Hello\n\nNothing to do.\n", encoding="utf-8")
    ran = cli("check", tmp_path)
    assert ran.code == 0
    assert "no runbook and no mitigation log found" in ran.err
    assert "README.md" not in ran.err
    assert "README.md: passed over" in cli("check", "-v", tmp_path).err
    assert "README.md: passed over" in cli("check", tmp_path / "README.md").err
    assert cli("check", "-q", tmp_path / "README.md").err == ""


def test_line_ends_and_a_byte_order_mark_change_nothing(cli: Cli, good: Path) -> None:
    before = cli("check", good).out
    good.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert cli("check", good).out == before


def test_a_defect_is_told_with_the_line_that_raised(cli: Cli, good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*rest: Any) -> Result:
        raise ZeroDivisionError("no\x1b[31m")

    monkeypatch.setattr(engine, "lint", broken)
    ran = cli("check", good)
    assert ran.code == 3
    assert "ZeroDivisionError: no\\x1b[31m at test_cli_input.py:" in ran.err
