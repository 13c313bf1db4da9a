"""Fixing from the command line: what is written, what is printed, what is refused."""

import os
import random
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from runbooklint.cli.output import BUILDS
from tests.conftest import ROOT, Cli

OLD = b"""\
\xef\xbb\xbf---
rto: 1 huor
---\r
# Cutover\r
\r
## Steps\r
\r
### 01 \xe2\x80\x94 Stop\r
\r
- **Action:** Run `stop`.\r
- **Rollback:** R-01\r
\r
## Rollback

### R-01 \xe2\x80\x94 Start

- **Action:** Run `start`.
- **Duration:** 5 min"""
NEW = OLD.replace(b"R-01", b"01-rollback")
FIXED = "runbooklint: cutover.md: fixed 1 RUN404 rollback-id-unsuffixed\n"
as_user = pytest.mark.skipif(
    os.name != "posix" or os.geteuid() == 0, reason="needs a user to whom files can be forbidden"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one document that has one safe fix; it is the current folder."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "cutover.md").write_bytes(OLD)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_file_is_fixed(folder: Path, cli: Cli) -> None:
    ran = cli("check", "--fix", "--select", "RUN404", "cutover.md")
    assert (folder / "cutover.md").read_bytes() == NEW
    assert ran == (0, "No findings in 1 document.\n", FIXED)
    assert cli("check", "--fix", "--select", "RUN404", "cutover.md") == (0, "No findings in 1 document.\n", "")


def test_what_is_left_is_reported_and_decides(folder: Path, cli: Cli) -> None:
    ran = cli("check", "--fix", "--output-format", "concise")
    assert ran.code == 1
    assert "RUN404" not in ran.out
    assert "RUN401" not in ran.out
    assert "RUN203" in ran.out
    assert ran.err == FIXED


def test_a_diff_is_printed_and_nothing_is_written(folder: Path, cli: Cli) -> None:
    ran = cli("check", "--diff", "cutover.md")
    assert ran.code == 1
    assert ran.err == FIXED.replace("fixed", "would fix", 1)
    assert ran.out.startswith("--- cutover.md\n+++ cutover.md\n@@ -")
    assert "\n-### R-01 — Start\n+### 01-rollback — Start\n" in ran.out
    assert ran.out.endswith(" - **Duration:** 5 min\n\\ No newline at end of file\n")
    assert (folder / "cutover.md").read_bytes() == OLD
    nothing = "runbooklint: no fix would change anything\n"
    assert cli("check", "--diff", "--fix", "--select", "RUN203", "cutover.md") == (0, "", nothing)
    assert cli("check", "--diff", "-q", "--select", "RUN203", "cutover.md") == (0, "", "")


def test_the_diff_is_one_that_patch_takes(folder: Path) -> None:
    command = [sys.executable, "-m", "runbooklint", "check", "--diff", "cutover.md"]
    variables = {**os.environ, "PYTHONPATH": str(ROOT)}
    with open(folder / "x.patch", "wb") as patch:
        subprocess.run(command, cwd=folder, env=variables, stdout=patch, stderr=subprocess.DEVNULL, check=False)
    patched = subprocess.run(["git", "apply", "-p0", "x.patch"], cwd=folder, capture_output=True, check=False)
    assert patched.returncode == 0, patched.stderr
    assert (folder / "cutover.md").read_bytes() == NEW


def test_standard_input_is_fixed_to_standard_output(folder: Path, cli: Cli) -> None:
    ran = cli("check", "--fix", "--select", "RUN404", "-", "--stdin-filename", "cutover.md", stdin=OLD)
    assert ran.code == 0
    assert ran.out.encode() == NEW
    assert ran.err == "No findings in 1 document.\n" + FIXED
    ran = cli("check", "--fix", "-", "--stdin-filename", "notes.md", stdin=b"# Notes\n")
    assert ran.out == "# Notes\n"
    ran = cli("check", "--diff", "-", "--stdin-filename", "cutover.md", stdin=OLD)
    assert ran.out.startswith("--- cutover.md\n")


def test_without_fix_the_fixes_are_told(folder: Path, cli: Cli) -> None:
    ran = cli("check", "cutover.md", "--select", "RUN404")
    assert "    = fix (safe): call it 01-rollback\n" in ran.out
    assert ran.err == "runbooklint: 1 can be fixed with --fix; --diff shows how\n"
    assert cli("check", "-q", "cutover.md", "--select", "RUN404").err == ""
    ran = cli("check", "--unsafe-fixes", "cutover.md", "--select", "RUN404,RUN203")
    assert ran.err == "runbooklint: 3 can be fixed with --fix --unsafe-fixes; --diff shows how\n"
    assert (folder / "cutover.md").read_bytes() == OLD


def test_blanks_are_added_only_where_asked_for(folder: Path, cli: Cli) -> None:
    cli("check", "--fix", "cutover.md")
    assert b"<" not in (folder / "cutover.md").read_bytes()
    ran = cli("check", "--fix", "--unsafe-fixes", "--select", "RUN,DOC102", "cutover.md")
    text = (folder / "cutover.md").read_bytes()
    assert b"- **Owner:** <owner>\r\n" in text, "with the line ends of its surroundings"
    assert b"- **Preconditions:** <preconditions>" in text
    assert "DOC102" in ran.out
    assert "RUN203" not in ran.out
    assert "2 RUN203 owner-missing" in ran.err


def test_a_fix_that_is_left_out_is_told(folder: Path, cli: Cli) -> None:
    text = (
        b"# Cutover\n\n## Steps\n\n### 01 \xe2\x80\x94 Stop\n\n- **Action:** Run `stop`.\n- **Duration:** 5 mintues\n"
    )
    (folder / "cutover.md").write_bytes(text)
    ran = cli("check", "--fix", "cutover.md")
    assert "cutover.md: 1 fix is left out: with it, something else would be found\n" in ran.err
    assert (folder / "cutover.md").read_bytes() == text


def test_permissions_stay(folder: Path, cli: Cli) -> None:
    (folder / "cutover.md").chmod(0o640)
    cli("check", "--fix", "cutover.md")
    assert stat.S_IMODE((folder / "cutover.md").stat().st_mode) == 0o640


def test_a_link_inside_the_repository_is_written_through(folder: Path, cli: Cli) -> None:
    (folder / "docs").mkdir()
    (folder / "docs" / "cutover.md").symlink_to("../cutover.md")
    cli("check", "--fix", "docs/cutover.md")
    assert (folder / "docs" / "cutover.md").is_symlink()
    assert (folder / "cutover.md").read_bytes() == NEW


def test_a_link_out_of_the_repository_is_refused(
    folder: Path, cli: Cli, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "cutover.md"
    outside.write_bytes(OLD)
    (folder / "other-cutover.md").symlink_to(outside)
    ran = cli("check", "--fix", "--select", "RUN404", "other-cutover.md")
    assert ran.code == 2
    assert "a link that leads out of the repository is not followed" in ran.err
    assert outside.read_bytes() == OLD


@as_user
def test_a_file_that_may_not_be_written_is_told(folder: Path, cli: Cli) -> None:
    (folder / "cutover.md").chmod(0o400)
    ran = cli("check", "--fix", "--select", "RUN404", "cutover.md")
    assert ran.code == 2
    assert "cutover.md: cannot be written: Permission denied, the file is as it was" in ran.err


def test_a_file_that_changes_meanwhile_is_not_written(folder: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    from runbooklint import mending
    from runbooklint.engine import lint

    def changed(*arguments: object, **named: object) -> object:
        (folder / "cutover.md").write_bytes(b"# Somebody else was here\n")
        return lint(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(mending, "lint", changed)
    ran = cli("check", "--fix", "cutover.md")
    assert ran.code == 2
    assert "cutover.md: not written: the file has changed since it was read" in ran.err
    assert (folder / "cutover.md").read_bytes() == b"# Somebody else was here\n"
    assert sorted(os.listdir(folder)) == [".git", "cutover.md"]


def test_a_defect_while_fixing_is_told_and_changes_nothing(
    folder: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    from runbooklint import mending

    def broken(*arguments: object, **named: object) -> object:
        raise RuntimeError("no luck")

    monkeypatch.setattr(mending, "mend", broken)
    ran = cli("check", "--fix", "cutover.md")
    assert ran.code == 3
    assert "RuntimeError: no luck" in ran.err
    assert (folder / "cutover.md").read_bytes() == OLD


def test_documents_that_need_no_fix_are_not_touched(folder: Path, cli: Cli) -> None:
    path = folder / "cutover.md"
    path.write_bytes(NEW)
    before = path.stat()
    cli("check", "--fix", "cutover.md")
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == (before.st_mtime_ns, before.st_ino)


def test_a_diff_on_a_terminal_is_made_safe(folder: Path, cli: Cli) -> None:
    (folder / "cutover.md").write_bytes(OLD.replace(b"Start", b"St\x1b[31mart"))
    ran = cli("check", "--diff", "--color", "always", "cutover.md")
    assert "\x1b[32m+### 01-rollback — St\\x1b[31mart\x1b[0m\n" in ran.out


@pytest.mark.parametrize("service", ["CI", "TF_BUILD"])
def test_a_diff_in_the_log_of_a_build_service_is_made_safe(folder: Path, service: str) -> None:
    """A line that stayed begins with a space in a diff, and before a command GitHub Actions passes over spaces."""
    lines = b"::error::x\n##[error]y \x1b[31m\rz\n"
    (folder / "cutover.md").write_bytes(OLD.replace(b"### R-01", lines + b"\n### R-01"))
    bare = {name: value for name, value in os.environ.items() if name not in BUILDS}
    command = [sys.executable, "-m", "runbooklint", "check", "--diff", "cutover.md"]

    def told(stdout: int, **variables: str) -> bytes:
        environment = {**bare, **variables, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(command, cwd=folder, env=environment, stdout=stdout, stderr=subprocess.DEVNULL)
        return done.stdout

    assert lines.replace(b"\n", b"\n ").removesuffix(b" ") in told(subprocess.PIPE)
    shown = told(subprocess.PIPE, **{service: "true"})
    assert b"\n \\::error::x\n ##\\[error]y \\x1b[31m\\rz\n" in shown
    with open(folder / "a.patch", "wb") as file:
        told(file.fileno(), **{service: "true"})
    assert (folder / "a.patch").read_bytes() == told(subprocess.PIPE)


AGAIN = """
import sys
from runbooklint.cli import status
print("ready", flush=True)
sys.stderr = open("/dev/null", "w")
for number in range(10_000):
    with open(sys.argv[1], "rb") as file:
        text = file.read()
    if b"R-01" not in text:
        import runbooklint.writing
        runbooklint.writing.write_atomically(sys.argv[1], text.replace(b"01-rollback", b"R-01"))
    status(["check", "--fix", "-q", "--output", "concise:/dev/null", "--select", "RUN404", sys.argv[1]])
"""


@pytest.mark.skipif(os.name != "posix", reason="needs a signal that cannot be caught")
def test_a_kill_at_any_moment_leaves_the_old_file_or_the_new_one(folder: Path) -> None:
    chance, path, padding = random.Random(11), folder / "cutover.md", b"\n\n" + b"word " * 20_000
    seen = set()
    path.write_bytes(OLD + padding)
    for _ in range(int(os.environ.get("KILLS", "16"))):
        command = [sys.executable, "-c", AGAIN, "cutover.md"]
        variables = {**os.environ, "PYTHONPATH": str(ROOT)}
        runner = subprocess.Popen(command, cwd=folder, env=variables, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        assert runner.stdout is not None
        runner.stdout.readline()
        time.sleep(chance.uniform(0.05, 0.4))
        runner.send_signal(signal.SIGKILL)
        runner.communicate(timeout=20)
        seen.add(path.read_bytes())
        assert seen <= {OLD + padding, NEW + padding}
    assert all(
        name in {".git", ".runbooklint_cache", "cutover.md"} or name.endswith(".tmp") for name in os.listdir(folder)
    )
