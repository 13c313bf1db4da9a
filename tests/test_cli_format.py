"""`runbooklint format` from the command line: what is written, what is printed, what is left alone."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, Cli

OLD = b"\xef\xbb\xbf---\nrto:   1h\n---\n# Cutover\r\n\r\n* **Owner:**  R-01\r\n* [x](#y)"
NEW = b"\xef\xbb\xbf---\nrto:   1h\n---\n\n# Cutover\r\n\r\n- **Owner:**  R-01\r\n- [x](#y)\r\n"
DEEP = b"> " * 40 + b"a\n"
LEFT = "runbooklint: deep-cutover.md: left alone, its blocks would be others\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one document to format and one of no kind; it is the current folder."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "cutover.md").write_bytes(OLD)
    (tmp_path / "notes.md").write_bytes(b"# Notes\n\n* a\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_documents_of_a_folder_are_formatted(folder: Path, cli: Cli) -> None:
    assert cli("format") == (0, "", "runbooklint: 1 formatted\n")
    assert (folder / "cutover.md").read_bytes() == NEW
    assert (folder / "notes.md").read_bytes() == b"# Notes\n\n* a\n"
    before = (folder / "cutover.md").stat()
    assert cli("format", "cutover.md") == (0, "", "runbooklint: 1 left as it was\n")
    after = (folder / "cutover.md").stat()
    assert (before.st_mtime_ns, before.st_ino) == (after.st_mtime_ns, after.st_ino)


def test_a_check_names_what_would_change(folder: Path, cli: Cli) -> None:
    said = "runbooklint: 1 would be formatted\n"
    assert cli("format", "--check", ".") == (1, "cutover.md: would be formatted\n", said)
    assert (folder / "cutover.md").read_bytes() == OLD
    cli("format")
    assert cli("format", "--check", "-q") == (0, "", "")


def test_a_diff_is_one_that_git_takes(folder: Path, cli: Cli) -> None:
    command = [sys.executable, "-m", "runbooklint", "format", "--diff", "-q", "cutover.md"]
    variables = {**os.environ, "PYTHONPATH": str(ROOT)}
    with open(folder / "x.patch", "wb") as patch:
        done = subprocess.run(command, env=variables, stdout=patch, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr) == (1, b"")
    subprocess.run(["git", "apply", "-p0", "x.patch"], check=True)
    assert (folder / "cutover.md").read_bytes() == NEW
    assert cli("format", "--diff", "-q", "cutover.md") == (0, "", "")


def test_a_diff_on_a_terminal_is_made_safe(folder: Path, cli: Cli) -> None:
    (folder / "cutover.md").write_bytes(b"# Cutover\n\n* \x1b[31mred\n")
    ran = cli("format", "--diff", "--color", "always")
    assert "\x1b[32m+- \\x1b[31mred\x1b[0m\n" in ran.out


def test_standard_input_is_formatted_to_standard_output(folder: Path, cli: Cli) -> None:
    ran = cli("format", "-", "--stdin-filename", "docs/cutover.md", stdin=OLD)
    assert (ran.code, ran.out.encode()) == (0, NEW)
    assert cli("format", "-q", "-", "--kind", "runbook", stdin=b"# A\n\n* b\n") == (0, "# A\n\n- b\n", "")
    assert cli("format", "-q", "--check", "-", "--kind", "runbook", stdin=b"* b\n") == (
        1,
        "-: would be formatted\n",
        "",
    )
    assert cli("format", "-q", "-", "--stdin-filename", "notes.md", stdin=b"* b\n").out == "* b\n"
    ran = cli("format", "-", "--stdin-filename", "cutover.md", stdin=b"\xff")
    assert (ran.code, ran.out) == (2, "")
    assert "cutover.md: " in ran.err


def test_what_is_left_alone_is_named_and_fails_nothing(folder: Path, cli: Cli) -> None:
    (folder / "deep-cutover.md").write_bytes(DEEP)
    assert cli("format") == (0, "", f"{LEFT}runbooklint: 1 formatted, 1 left alone\n")
    assert cli("format", "--check", "-q") == (0, "", LEFT)
    assert (folder / "deep-cutover.md").read_bytes() == DEEP


def test_other_documents_are_passed_over(folder: Path, cli: Cli) -> None:
    ran = cli("format", "notes.md")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.startswith("runbooklint: notes.md: passed over, ")
    assert "--kind" in ran.err
    assert cli("format", "-q", "notes.md").err == ""
    assert "notes.md: passed over" in cli("format", "-v", "--check").err
    assert cli("format", "--kind", "runbook", "notes.md").code == 0
    assert (folder / "notes.md").read_bytes() == b"# Notes\n\n- a\n"


def test_every_document_is_told_on_request(folder: Path, cli: Cli) -> None:
    assert "cutover.md: would be formatted\n" in cli("format", "-v", "--diff").err
    assert "cutover.md: formatted\n" in cli("format", "-v").err
    assert "cutover.md: left as it was\n" in cli("format", "-v").err


def test_one_bad_file_hides_no_other(folder: Path, cli: Cli) -> None:
    (folder / "bad-cutover.md").write_bytes(b"# \xff\n")
    ran = cli("format", ".", "gone.md")
    assert ran.code == 2
    assert "bad-cutover.md: " in ran.err
    assert "gone.md: " in ran.err
    assert (folder / "cutover.md").read_bytes() == NEW


def test_the_configuration_holds(folder: Path, cli: Cli) -> None:
    (folder / ".runbooklint.toml").write_text('exclude = ["cutover.md"]\nkinds = {"notes.md" = "runbook"}\n')
    assert cli("format", "cutover.md", "notes.md") == (0, "", "runbooklint: 1 formatted\n")
    assert (folder / "cutover.md").read_bytes() == OLD
    assert cli("format", "--isolated").code == 0
    assert (folder / "cutover.md").read_bytes() == NEW
    (folder / ".runbooklint.toml").write_text("exclud = []\n")
    ran = cli("format")
    assert (ran.code, 'did you mean "exclude"?' in ran.err) == (2, True)


def test_a_link_out_of_the_repository_is_not_followed(
    folder: Path, cli: Cli, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "cutover.md"
    outside.write_bytes(OLD)
    (folder / "other-cutover.md").symlink_to(outside)
    assert cli("format", "other-cutover.md").code == 2
    assert outside.read_bytes() == OLD


def test_a_file_that_changes_meanwhile_is_not_written(folder: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    from runbooklint import tidying
    from runbooklint.formatting import formatted

    def changed(*arguments: object) -> object:
        (folder / "cutover.md").write_bytes(b"# Somebody else was here\n")
        return formatted(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(tidying, "formatted", changed)
    ran = cli("format", "cutover.md")
    assert ran.code == 2
    assert "cutover.md: not written: the file has changed since it was read" in ran.err
    assert (folder / "cutover.md").read_bytes() == b"# Somebody else was here\n"
