"""The README shows what really happens, and the build runs the command that it gives."""

import re

import pytest

from tests.conftest import ROOT, Cli

README = ROOT / "README.md"
SAMPLE = "fixtures/bad/session-store-cutover.md"


def test_the_output_shown_is_the_output(cli: Cli, monkeypatch: pytest.MonkeyPatch, pytestconfig: pytest.Config) -> None:
    monkeypatch.chdir(ROOT)
    ran = cli("check", "--fail-on", "never", SAMPLE)
    text = README.read_text(encoding="utf-8")
    if pytestconfig.getoption("--update-fixtures"):
        text = re.sub(r"(?s)(?<=```text\n).*?(?=```\n)", lambda _: ran.out, text, count=1)
        README.write_text(text, encoding="utf-8")
    assert ran.code == 0
    assert f"```text\n{ran.out}```\n" in text


def test_there_are_two_commands_to_set_up() -> None:
    commands = re.findall(r"^python3 -m venv .*$", README.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(commands) == 2
    assert commands[0].endswith(f"runbooklint check --fail-on never {SAMPLE}")
    assert commands[1] in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
