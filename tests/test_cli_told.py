"""What `check` says besides findings: counts by rule, a bar on a terminal, messages, and less or more of them."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, Cli

BAD = ROOT / "fixtures" / "bad"
SAMPLE = BAD / "session-store-cutover.md"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository that is the current folder."""
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_findings_are_counted_by_rule(cli: Cli) -> None:
    ran = cli("check", "--statistics", "--isolated", BAD)
    data = json.loads(cli("check", "--output-format", "json", "--isolated", BAD).out)
    lines = [
        re.fullmatch(r" *(\d+)  ([A-Z]{3}\d{3}) ([\w-]+) \((\w+)(?:, .*)?\)", line) for line in ran.out.split("\n")
    ]
    counted = {line[2]: int(line[1]) for line in lines if line}
    codes = [finding["code"] for finding in data["findings"]]
    assert counted == {code: codes.count(code) for code in codes}
    assert list(counted.values()) == sorted(counted.values(), reverse=True)
    assert ran.out.split("\n")[-2].startswith(f"{len(codes)} findings in ")
    assert ran.code == 1


def test_findings_are_counted_for_programs(cli: Cli) -> None:
    (told,) = [
        one for one in json.loads(cli("check", "--statistics", "--output-format", "json", SAMPLE).out)
        if one["code"] == "RUN401"
    ]  # fmt: skip
    assert told == {"count": 1, "code": "RUN401", "name": "rollback-missing", "severity": "blocker", "fixable": 0}
    assert cli("check", "--statistics", "--output-format", "json", ROOT / "fixtures" / "ok").out == "[]\n"
    assert cli("check", "--statistics", ROOT / "fixtures" / "ok").out.startswith("No findings in ")


def test_what_can_be_fixed_is_counted(folder: Path, cli: Cli) -> None:
    text = "# Cutover\n\n## Steps\n\n### 01 — Stop\n\n- **Action:** Run `stop`.\n- **Rollback:** R-01\n\n## Rollback\n\n### R-01 — Start\n\n- **Action:** Run `start`.\n"
    (folder / "cutover.md").write_text(text, encoding="utf-8")
    ran = cli("check", "--statistics", "--select", "RUN404", "cutover.md")
    assert "1  RUN404 rollback-id-unsuffixed (high, 1 can be fixed with --fix)\n" in ran.out


@pytest.mark.parametrize("form", ["sarif", "jsonl", "github", "gitlab", "junit", "rdjson", "markdown"])
def test_other_formats_know_no_counts(cli: Cli, form: str) -> None:
    ran = cli("check", "--statistics", "--output-format", form, SAMPLE)
    assert (ran.code, ran.out) == (2, "")
    assert f"not as {form}" in ran.err


def test_quiet_says_nothing_but_errors(folder: Path, cli: Cli) -> None:
    (folder / "notes.md").write_text("# Notes\n", encoding="utf-8")
    (folder / "bad-cutover.md").write_bytes(b"\xff")
    assert "passed over" in cli("check", "notes.md").err
    assert cli("check", "-q", "notes.md").err == ""
    assert cli("check", "-q", "notes.md", "--exclude", "notes.md").err == ""
    ran = cli("check", "-q", "--output-format", "concise", "bad-cutover.md")
    assert (ran.code, "bad-cutover.md: not UTF-8" in ran.err) == (2, True)


def test_verbose_says_how_each_document_was_read(folder: Path, cli: Cli) -> None:
    (folder / "docs").mkdir()
    (folder / "docs" / "notes.md").write_text("# Notes\n", encoding="utf-8")
    (folder / "docs" / "old-cutover.md").write_text("# Cutover\n", encoding="utf-8")
    (folder / "docs" / "go-live.md").write_text("# Go-live\n", encoding="utf-8")
    assert cli("check", "--exclude", "old-*", "--fail-on", "never").err == ""
    said = cli("check", "-v", "--exclude", "old-*", "--fail-on", "never", "docs", "docs/old-cutover.md").err
    assert "docs/notes.md: passed over, it reads neither as a runbook nor as a mitigation log" in said
    assert "docs/go-live.md: read as cutover (file name)" in said
    assert "docs/old-cutover.md: passed over, it is excluded" in said


def test_many_files_that_are_no_runbooks_are_told_at_once(folder: Path, cli: Cli) -> None:
    names = [f"notes-{number}.md" for number in range(4)]
    for name in names:
        (folder / name).write_text("# Notes\n", encoding="utf-8")
    assert cli("check", *names[:3]).err.count("--kind says what it is") == 3
    said = "4 files passed over, they read neither as a runbook nor as a mitigation log; -v names them"
    assert cli("check", *names).err == f"runbooklint: {said}\n"
    assert cli("check", "-v", *names).err.count("--kind says what it is") == 4


def test_a_folder_without_runbooks_is_said(folder: Path, cli: Cli) -> None:
    ran = cli("check")
    assert (ran.code, ran.err) == (0, "runbooklint: no runbook and no mitigation log found in .\n")


SLOW = """
import sys
from time import sleep
import runbooklint.cli.progress as progress
import runbooklint.run as run
from runbooklint.cli import status
progress._AFTER, progress._EVERY = 0.05, 0.0
own = run.examined
run.examined = lambda task: (sleep(0.05), own(task))[-1]
sys.exit(status(sys.argv[1:]))
"""


QUICK = SLOW.replace("_AFTER, progress._EVERY = 0.05", "_AFTER, progress._EVERY = 3600")
INTERRUPTED = SLOW.replace(
    "run.examined = lambda task: (",
    """
def stop(done=[]):
    done.append(0)
    if len(done) > 5:
        raise KeyboardInterrupt
run.examined = lambda task: (stop(), """,
)


def on_terminal(*arguments: str, code: str = SLOW, term: str = "xterm") -> str:
    """What a run prints to standard error, which is a terminal, while standard output is none."""
    ours, theirs = os.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", code, "check", *arguments],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=theirs,
        env={**os.environ, "TERM": term},
    ) as process:
        os.close(theirs)
        parts = []
        while True:
            try:
                parts.append(os.read(ours, 65536))
            except OSError:  # nobody has the other end any more
                break
            if not parts[-1]:
                break
        os.close(ours)
        process.wait(timeout=60)
    return b"".join(parts).decode()


@pytest.mark.skipif(os.name == "nt", reason="there are no terminals to open")
def test_a_long_run_shows_how_far_it_is() -> None:
    said = on_terminal("--no-cache", "-j", "1", "--fail-on", "never", "fixtures/ok", "fixtures/bad")
    shown = re.findall(r"\r\[(#*)(-*)\] (\d+)/(\d+) documents\x1b\[K", said)
    assert shown, said
    documents = len([*(ROOT / "fixtures/ok").glob("*.md"), *BAD.glob("*.md")])
    assert {int(one[3]) for one in shown} == {documents}
    assert [int(one[2]) for one in shown] == sorted(int(one[2]) for one in shown)
    assert all(len(one[0] + one[1]) == 30 for one in shown)
    assert len(shown[-1][0]) > len(shown[0][0])
    assert re.search(r"documents\x1b\[K\r\x1b\[K(?!.*documents)", said, re.DOTALL), "the last thing clears the bar"


@pytest.mark.skipif(os.name == "nt", reason="there are no terminals to open")
def test_an_interrupt_leaves_no_bar() -> None:
    said = on_terminal("--no-cache", "-j", "1", "fixtures/ok", code=INTERRUPTED)
    assert "documents" in said
    assert said.endswith("\r\x1b[K")


@pytest.mark.skipif(os.name == "nt", reason="there are no terminals to open")
@pytest.mark.parametrize(
    ("arguments", "code", "term"),
    [(["-q"], SLOW, "xterm"), ([], QUICK, "xterm"), ([], SLOW, "dumb")],
    ids=["quiet", "short", "plain"],
)
def test_a_quiet_run_and_a_short_one_show_no_bar(arguments: list[str], code: str, term: str) -> None:
    said = on_terminal(*arguments, "--no-cache", "-j", "1", "--fail-on", "never", "fixtures/ok", code=code, term=term)
    assert "documents" not in said
    assert "\r[" not in said


def test_without_a_terminal_there_is_no_bar() -> None:
    command = [sys.executable, "-c", SLOW, "check", "--no-cache", "-j", "1", "--fail-on", "never", "fixtures/ok"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stderr == ""
