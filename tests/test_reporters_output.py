"""Which output goes where: standard output, files, a terminal."""

import json
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from runbooklint.reporters import FORMATS
from tests.conftest import ROOT, Cli

DOCUMENT = """\
# Cutover

## Steps

### 01 — Freeze

- **Action:** Run `freeze`.

### 02 — Copy

- **Action:** Run `copy`.
"""


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "cutover.md").write_text(DOCUMENT, encoding="utf-8")
    return "cutover.md"


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_holds_what_standard_output_would(cli: Cli, path: str, form: str) -> None:
    printed = cli("check", "--output-format", form, path, "gone.md")
    ran = cli("check", "--output", f"{form}:report.out", path, "gone.md")
    assert (printed.code, ran.code) == (2, 2)
    assert Path("report.out").read_text(encoding="utf-8") == printed.out
    assert "gone.md" in printed.out
    assert "RUN401" in printed.out


def test_several_files_in_one_run(cli: Cli, path: str) -> None:
    ran = cli(
        "check", path, "--output-format", "github", "--output", "sarif:a.sarif", "--output", "junit:b:c.xml", "--color",
        "always", "--output", "grouped:d.txt",
    )  # fmt: skip
    assert ran.code == 1
    assert ran.out.startswith("::error file=cutover.md,")
    assert json.loads(Path("a.sarif").read_text())["version"] == "2.1.0"
    assert ElementTree.parse("b:c.xml").getroot().tag == "testsuites"
    assert "\x1b" not in Path("d.txt").read_text(encoding="utf-8")
    assert sorted(os.listdir()) == ["a.sarif", "b:c.xml", "cutover.md", "d.txt"]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("srif:x", 'did you mean "sarif"'),
        ("sarif", '"sarif" names no file; write sarif:FILE'),
        ("sarif:", '"sarif:" names no file; write sarif:FILE'),
        ("json:-", '"json:-" names no file; write json:FILE'),
        ("x.json", '"x.json" is none of text, grouped'),
    ],
)
def test_an_output_that_cannot_be_meant(cli: Cli, path: str, value: str, message: str) -> None:
    ran = cli("check", "--output", value, path)
    assert ran.code == 2
    assert message in ran.err
    assert os.listdir() == [path]


def test_a_file_is_named_once(cli: Cli, path: str) -> None:
    ran = cli("check", "--output", "json:x", "--output", "sarif:x", path)
    assert (ran.code, ran.out) == (2, "")
    assert 'the file "x" is named twice' in ran.err


def test_a_file_that_cannot_be_written_hides_no_finding(cli: Cli, path: str) -> None:
    ran = cli("check", "--output", "json:none/x.json", "--output", "json:y.json", path)
    assert ran.code == 2
    assert "RUN401" in ran.out
    assert ran.err == "runbooklint: none/x.json: cannot be written: No such file or directory\n"
    assert json.loads(Path("y.json").read_text())["findings"]


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="no pseudo-terminals here")
@pytest.mark.parametrize(("arguments", "times"), [([], 1), (["--output-format", "text"], 2)])
def test_a_terminal_gets_groups_and_every_error_once(path: str, arguments: list[str], times: int) -> None:
    out = on_terminal("check", "--color", "never", "--select", "RUN401", *arguments, path, "gone.md")
    assert out.count("RUN401 rollback-missing") == times
    assert ("(blocker, 2 times)" in out) == (times == 1)
    assert out.count("gone.md") == 1
    assert "2 findings in 1 document: 2 blocker. 1 path could not be linted." in out


def on_terminal(*arguments: str) -> str:
    """What a terminal shows of a command line."""
    master, slave = os.openpty()
    code = "import sys; from runbooklint.cli import status; sys.exit(status(sys.argv[1:]))"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    child = subprocess.Popen([sys.executable, "-c", code, *arguments], stdout=slave, stderr=slave, env=environment)
    os.close(slave)
    shown = b""
    while True:
        try:
            part = os.read(master, 4096)
        except OSError:  # the other end is closed
            break
        if not part:
            break
        shown += part
    os.close(master)
    child.wait(timeout=20)
    return shown.decode()
