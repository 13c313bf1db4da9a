"""The command line: options, exit codes and what is said when a word is mistyped."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import ROOT, Cli

BAD = ROOT / "fixtures" / "bad" / "session-store-cutover.md"
OK = ROOT / "fixtures" / "ok" / "catalogue-search-cutover.md"
COMMAND = [sys.executable, "-m", "runbooklint"]
STEP = "### 01 — Freeze\n\n- **Action:** Run `freeze`.\n- **Rollback:** N/A\n"


def codes(text: str) -> set[str]:
    return {finding["code"] for finding in json.loads(text)["findings"]}


def test_findings_fail_and_good_documents_pass(cli: Cli) -> None:
    assert cli("check", BAD).code == 1
    ran = cli("check", OK)
    assert (ran.code, ran.out, ran.err) == (0, "No findings in 1 document.\n", "")


@pytest.mark.parametrize(("fail_on", "code"), [("blocker", 1), ("low", 1), ("never", 0)])
def test_fail_on_decides_the_exit_code(cli: Cli, fail_on: str, code: int) -> None:
    assert cli("check", "--fail-on", fail_on, BAD).code == code


def test_min_severity_hides_and_does_not_fail(cli: Cli, tmp_path: Path) -> None:
    ran = cli("check", "--output-format", "json", "--min-severity", "blocker", "--select", "RUN602", BAD)
    assert (ran.code, codes(ran.out)) == (0, set())


def test_rules_are_chosen_by_code_prefix_and_name(cli: Cli) -> None:
    def chosen(*options: str) -> set[str]:
        return codes(cli("check", "--output-format", "json", *options, BAD).out)

    assert chosen("--select", "RUN401") == {"RUN401"}
    assert chosen("--select", "rto-exceeded,RUN3") == {"RUN608", "RUN303"}
    assert chosen("--select", "RUN6", "--ignore", "RUN602") == {"RUN608"}
    assert chosen("--select", "RUN602", "--ignore", "RUN6") == {"RUN602"}
    assert chosen("--select", "RUN602", "--extend-select", "RUN608") == {"RUN602", "RUN608"}
    assert "RUN401" not in chosen("--ignore", "rollback-missing")


def test_an_rto_from_outside_wins(cli: Cli) -> None:
    assert cli("check", "--select", "RUN608", "--rto", "1h", BAD).code == 0
    assert cli("check", "--select", "RUN608", "--rto", "30 min", BAD).code == 1


def test_the_kind_decides_what_is_owed(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "notes.md"
    path.write_text(f"# Notes\n\n## Steps\n\n{STEP}", encoding="utf-8")
    ran = cli("check", path)
    assert (ran.code, "--kind" in ran.err) == (0, True)
    assert "RUN401" in cli("check", "--kind", "cutover", path).out
    assert "RUN401" not in cli("check", "--kind", "runbook", path).out


def test_standard_input_is_known_by_its_name(cli: Cli) -> None:
    text = f"# Move\n\n## Steps\n\n{STEP}".encode()
    ran = cli("check", "-", "--stdin-filename", "docs/cutover.md", "--output-format", "concise", stdin=text)
    assert ran.code == 1
    assert "docs/cutover.md:8:17: blocker: RUN401 rollback-missing:" in ran.out
    assert cli("check", "-", stdin=text).code == 0
    data = json.loads(cli("parse", "-", "--stdin-filename", "docs/cutover.md", stdin=text).out)
    assert (data["path"], data["kind"], data["records"][0]["id"]) == ("docs/cutover.md", "cutover", "01")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["chek"], 'did you mean "check"?'),
        (["rule", "RUN4011"], 'did you mean "RUN401"?'),
        (["rule", "rolback-missing"], 'did you mean "rollback-missing"?'),
        (["check", "--select", "rto-exceded"], 'did you mean "rto-exceeded"?'),
        (["check", "--kind", "cutovr"], 'did you mean "cutover"?'),
        (["check", "--output-format", "jsn"], 'did you mean "json"?'),
        (["check", "--fail-on", "hihg"], 'did you mean "high"?'),
        (["check", "--selct", "RUN4"], "--select"),
        (["schema", "finding"], 'did you mean "findings"?'),
        (["check", "--rto", "soon"], "no length of time"),
        (["check", "--rto", "45"], "no length of time"),
        (["check", "--max-size", "many"], "no size"),
        (["rule"], "name one rule"),
    ],
)
def test_mistakes_are_answered_with_the_nearest_word(cli: Cli, arguments: list[str], said: str) -> None:
    ran = cli(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


@pytest.mark.parametrize("command", [[], ["check"], ["rule"], ["parse"], ["schema"]])
def test_help_has_examples(cli: Cli, command: list[str]) -> None:
    for option in ("-h", "--help"):
        ran = cli(*command, option)
        assert ran.code == 0
        assert "Examples:" in ran.out


def test_a_rule_is_printed_by_code_and_by_name(cli: Cli) -> None:
    page = cli("rule", "RUN401")
    assert page.out.startswith("rollback-missing (RUN401)\n")
    assert "Why this is bad" in page.out
    assert cli("rule", "rollback-missing") == page
    assert cli("rule", "run401") == page
    assert max(len(line) for line in page.out.split("Flagged")[0].splitlines()) <= 100


def test_rules_are_listed_as_json(cli: Cli) -> None:
    listed = json.loads(cli("rule", "--all", "--output-format", "json").out)
    assert [rule["code"] for rule in listed] == sorted(rule["code"] for rule in listed)
    found = next(rule for rule in listed if rule["code"] == "RUN401")
    assert (found["name"], found["severity"], found["basis"]) == ("rollback-missing", "blocker", "mechanical")
    assert found["summary"].endswith(".")


@pytest.mark.parametrize(
    ("arguments", "variables", "colored"),
    [
        ([], {}, False),
        ([], {"FORCE_COLOR": "1"}, True),
        ([], {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        (["--color", "always"], {"NO_COLOR": "1"}, True),
        (["--color", "never"], {"FORCE_COLOR": "1"}, False),
    ],
)
def test_colour_can_be_forced_and_forbidden(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, arguments: list[str], variables: dict[str, str], colored: bool
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert ("\x1b[" in cli("check", *arguments, BAD).out) == colored


def test_a_reader_that_goes_away_is_no_error() -> None:
    with subprocess.Popen([*COMMAND, "parse", str(OK)], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


@pytest.mark.skipif(os.name == "nt", reason="signals as on POSIX")
def test_an_interrupt_ends_with_130() -> None:
    with subprocess.Popen(
        [*COMMAND, "check", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stderr is not None
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=20)
    assert process.returncode == 130
    assert b"Traceback" not in said


def test_the_version_is_told(cli: Cli) -> None:
    assert cli("--version").out == "runbooklint 0.1.0\n"
