"""`runbooklint new` and `runbooklint completions`: a document to fill in, a script for the shell."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from runbooklint.document import Document
from runbooklint.source import Source
from tests.conftest import Cli

KINDS = ("cutover", "runbook", "mitigation-log")
_BLANK = re.compile(r"<[^<>\n]+>")
_DEFINED = re.compile(r"^_runbooklint_completion\(\) \{$|^function _runbooklint_completion;$", re.MULTILINE)


@pytest.mark.parametrize("kind", KINDS)
def test_the_blanks_are_all_that_is_found(kind: str, cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = cli("new", kind).out
    ran = cli("check", "--output-format", "json", "--rto", "1h", "-", stdin=text.encode())
    data = json.loads(ran.out)
    assert data["files"][0]["kind"] == kind, "its content tells what it is"
    assert {finding["code"] for finding in data["findings"]} == {"DOC102"}
    lines = text.splitlines()
    blanks = [blank for line in lines if not line.startswith("#") for blank in _BLANK.findall(line)]
    found = [lines[one["line"] - 1][one["column"] - 1 : one["end_column"] - 1] for one in data["findings"]]
    assert sorted(found) == sorted(blanks), "each blank below a heading is a finding"


@pytest.mark.parametrize("kind", KINDS)
def test_no_blank_is_a_tag_that_makes_a_block_of_its_own(kind: str, cli: Cli) -> None:
    waiting = [Document(Source(cli("new", kind).out)).root]
    while waiting:
        node = waiting.pop()
        waiting.extend(node.children)
        assert node.kind != "html"


def test_a_starter_has_steps_with_their_way_back(cli: Cli) -> None:
    data = json.loads(cli("parse", "-", stdin=cli("new", "cutover").out.encode()).out)
    assert [record["type"] for record in data["records"]] == ["step", "rollback"]
    assert data["records"][0]["rollback_entry"] == "01-rollback"
    data = json.loads(cli("parse", "-", stdin=cli("new", "mitigation-log").out.encode()).out)
    assert [record["type"] for record in data["records"]] == ["mitigation", "verification"]


def test_it_is_written_to_a_file_that_is_new(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli("new", "cutover", "-o", "a-cutover.md") == (0, "", "")
    text = (tmp_path / "a-cutover.md").read_text(encoding="utf-8")
    assert text == cli("new", "cutover", "-o", "-").out
    (tmp_path / "a-cutover.md").write_text("# Mine\n", encoding="utf-8")
    ran = cli("new", "runbook", "-o", "a-cutover.md")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "runbooklint: a-cutover.md: not written: it exists already; --force writes over it\n"
    assert (tmp_path / "a-cutover.md").read_text(encoding="utf-8") == "# Mine\n"
    assert cli("new", "cutover", "--force", "-o", "a-cutover.md").code == 0
    assert (tmp_path / "a-cutover.md").read_text(encoding="utf-8") == text


def test_no_link_is_written_through(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "link.md").symlink_to("elsewhere.md")
    assert cli("new", "runbook", "-o", "link.md").code == 2
    assert os.listdir(tmp_path) == ["link.md"]


def test_a_folder_that_is_missing_is_told(cli: Cli, tmp_path: Path) -> None:
    ran = cli("new", "runbook", "-o", tmp_path / "none" / "x.md")
    assert (ran.code, "No such file or directory" in ran.err) == (2, True)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_script_is_printed_for_each_shell(cli: Cli, shell: str) -> None:
    ran = cli("completions", shell)
    assert (ran.code, ran.err) == (0, "")
    assert _DEFINED.search(ran.out)
    assert f"_RUNBOOKLINT_COMPLETE={shell}_complete" in ran.out
    if program := shutil.which(shell):
        subprocess.run([program, "-n"], input=ran.out.encode(), check=True, timeout=20)


_COMPLETE = """
source <(runbooklint completions bash)
compopt() { printf '%s\\n' compopt "$@"; }
COMP_WORDS=("$@"); COMP_CWORD=$(($#-1))
_runbooklint_completion runbooklint
printf '%s\\n' "${COMPREPLY[@]}"
"""


@pytest.mark.skipif(os.name == "nt" or not shutil.which("bash"), reason="there is no bash")
@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("ch", ["check"]),
        ("check --output-f", ["--output-format"]),
        ("check --output-format js", ["json", "jsonl"]),
        ("check --kind m", ["mitigation-log"]),
        ("check --select RUN60", [f"RUN60{number}" for number in range(1, 10)]),
        ("check --ignore RUN4,rto-", ["RUN4,rto-exceeded", "RUN4,rto-missing"]),
        ("rule rto-exc", ["rto-exceeded"]),
        ("new ", ["cutover", "runbook", "mitigation-log"]),
        ("check docs/", ["compopt", "-o", "default"]),
    ],
)
def test_bash_completes_command_lines(with_program: dict[str, str], line: str, expected: list[str]) -> None:
    command = ["bash", "-c", _COMPLETE, "bash", "runbooklint", *line.split(" ")]
    done = subprocess.run(command, env=with_program, capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.split("\n")[:-1][: len(expected) + 1] in (expected, [*expected, ""])
