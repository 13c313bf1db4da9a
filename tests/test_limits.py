"""Limits: a document that takes too long or goes too deep is an error, and the others are linted all the same."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from runbooklint import engine, examining
from runbooklint.limits import INTERRUPTS, TooLongError, limited
from runbooklint.reporters import FORMATS
from runbooklint.source import Source
from tests.conftest import ROOT, Cli

STEP = "# Cutover\n\n## Steps\n\n### {0} — Freeze\n\n- **Action:** Run `freeze`.\n- **Rollback:** N/A\n"
ENDLESS = pytest.mark.skipif(not INTERRUPTS, reason="this system cannot interrupt work")


def busy(seconds: float) -> None:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


@ENDLESS
def test_work_is_interrupted() -> None:
    before = time.process_time()
    with pytest.raises(TooLongError), limited(0.05):
        busy(20)
    assert not issubclass(TooLongError, Exception), "what takes faults for its own lets it pass"
    assert time.process_time() - before < 5
    with limited(0.05):
        pass
    busy(0.1)


@ENDLESS
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_document_that_takes_too_long_stops_no_other(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    for number in (1, 2, 3):
        (tmp_path / f"{number}-cutover.md").write_text(STEP.format(number), encoding="utf-8")
    lint = engine.lint

    def slow(source: Source, *rest: Any) -> Any:
        if source.path.endswith("2-cutover.md"):
            busy(60)
        return lint(source, *rest)

    monkeypatch.setattr(engine, "lint", slow)
    monkeypatch.setattr(examining, "SECONDS", 0.5)
    ran = cli("check", "--no-cache", "-j", jobs, "--output-format", "json", tmp_path)
    told = json.loads(ran.out)
    assert ran.code == 2
    assert [file["status"] for file in told["files"]] == ["linted", "failed", "linted"]
    assert [error["message"] for error in told["errors"]] == ["linting takes longer than 0.5 seconds; given up"]


def test_what_is_nested_too_deeply_is_told(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "cutover.md"
    path.write_text(STEP.format(1) + "\n" + "> " * 60 + "TBD\n", encoding="utf-8")
    ran = cli("check", "--output-format", "json", path)
    told = json.loads(ran.out)
    assert ran.code == 2
    assert [(error["line"], "deeper" in error["message"]) for error in told["errors"]] == [(10, True)]
    assert "RUN401" in {finding["code"] for finding in told["findings"]}, "the rest is linted"
    assert [file["status"] for file in told["files"]] == ["linted"]
    for form in FORMATS:
        ran = cli("check", "--output-format", form, path)
        assert "deeper" in ran.out + ran.err, form
    assert "1 document could not be linted in full." in cli("check", "--output-format", "text", path).out


WIDE = {
    "markers": "TBD\n\n",
    "steps": "### 01 — Freeze\n\n- **Action:** Run `q`.\n- **Rollback:** N/A\n\n",
    "lists": "- x\n",
    "headings": "# a\n",
    "tables": "| a | b |\n|---|---|\n| x | y |\n\n",
    "links": "[a](b.md#c) ",
}
SIZE, MOST = 100_000, 250_000_000
MEASURED = """
import os, subprocess, sys
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
_, status, used = os.wait4(process.pid, 0)
process.returncode = os.waitstatus_to_exitcode(status)
print(process.returncode, used.ru_maxrss)
"""
"""A small program that starts another: of a process that a large one starts, the size of the large one is told."""


@pytest.mark.skipif(not hasattr(os, "wait4"), reason="this system does not tell the memory of a process")
@pytest.mark.parametrize("unit", WIDE)
def test_memory_grows_with_the_size_of_a_document(tmp_path: Path, unit: str) -> None:
    """Some thousand times as much at the most, whatever stands in it: the bytes of MOST for those of SIZE."""
    path = tmp_path / "cutover.md"
    path.write_text(f"# Cutover\n\n## Steps\n\n{WIDE[unit] * (SIZE // len(WIDE[unit]))}", encoding="utf-8")
    command = [sys.executable, "-m", "runbooklint", "check", "--no-cache", "--output", f"json:{os.devnull}", str(path)]
    told = subprocess.run([sys.executable, "-c", MEASURED, *command], cwd=ROOT, capture_output=True, text=True)
    code, used = map(int, told.stdout.split())
    assert code in {1, 2}
    assert used * (1 if sys.platform == "darwin" else 1024) < MOST


MANY = 500
SHOWN = {"text": ": DOC101 todo-marker", "markdown": " DOC101 `todo-marker` "}
TOLD = {
    "concise": ": DOC101 ", "json": '"code": "DOC101"', "jsonl": '"code": "DOC101"', "sarif": '"ruleId": "DOC101"',
    "github": "title=DOC101 ", "gitlab": '"check_name": "DOC101', "junit": "<failure ", "rdjson": '"value": "DOC101"',
}  # fmt: skip
"""What each finding has in the formats for people and in those for programs."""


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A document with many findings."""
    path = tmp_path / "cutover.md"
    path.write_text("# Cutover\n\n" + "TBD is to be said.\n\n" * MANY, encoding="utf-8")
    return path


def test_people_are_shown_some_findings_and_the_true_count(cli: Cli, many: Path) -> None:
    options = ("check", "--select", "DOC101", "--fail-on", "never", many)
    for form, mark in SHOWN.items():
        out = cli(*options, "--output-format", form).out
        assert out.count(mark) == 200
        assert "300 findings more" in out
        assert "500 findings in 1 document" in out
    grouped = cli(*options, "--output-format", "grouped").out
    assert "500 times" in grouped
    assert "500 findings in 1 document" in grouped
    assert len(grouped) < 10_000
    assert cli(*options, "--statistics").out.startswith("500  DOC101 ")


def test_programs_are_told_all_findings(cli: Cli, many: Path) -> None:
    assert {*SHOWN, *TOLD, "grouped"} == set(FORMATS)
    for form, mark in TOLD.items():
        ran = cli("check", "--select", "DOC101", "--fail-on", "never", "--output-format", form, many)
        assert ran.out.count(mark) == MANY, form


def test_of_what_is_hidden_people_are_shown_some_too(cli: Cli, many: Path) -> None:
    (many.parent / ".runbooklint.toml").write_text('select = ["LNT"]\n', encoding="utf-8")
    for form, mark in SHOWN.items():
        out = cli("check", "--show-suppressed", "--output-format", form, many).out
        assert 0 < out.count(mark) <= 200
        assert "hidden findings more" in out
    told = json.loads(cli("check", "--show-suppressed", "--output-format", "json", many).out)
    assert len(told["suppressed"]) == told["summary"]["switched_off"] > MANY
