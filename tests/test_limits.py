"""Limits: a document that takes too long or goes too deep is an error, and the others are linted all the same."""

import json
import time
from pathlib import Path
from typing import Any

import pytest

from runbooklint import engine, examining
from runbooklint.limits import INTERRUPTS, TooLongError, limited
from runbooklint.reporters import FORMATS
from runbooklint.source import Source
from tests.conftest import Cli

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


def test_people_are_shown_some_findings_and_programs_all(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "cutover.md"
    path.write_text("# Cutover\n\n" + "TBD is to be said.\n\n" * 500, encoding="utf-8")
    options = ("check", "--select", "DOC101", "--fail-on", "never", path, "--output-format")
    text = cli(*options, "text").out
    assert text.count("DOC101 todo-marker") == 200
    assert "300 findings more" in text
    assert "500 findings in 1 document" in text
    grouped = cli(*options, "grouped").out
    assert "500 times" in grouped
    assert len(grouped) < 10_000
    assert len(json.loads(cli(*options, "json").out)["findings"]) == 500
    assert cli(*options, "concise").out.count("DOC101") == 500
