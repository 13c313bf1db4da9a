"""The README shows what really happens, and the build runs the command that it gives."""

import re
from pathlib import Path

import pytest

from runbooklint.config.resolving import resolve
from runbooklint.directives import directive
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


@pytest.mark.parametrize("whole", [False, True], ids=["as it stands", "with what is commented out"])
def test_the_configuration_shown_is_one(tmp_path: Path, whole: bool) -> None:
    text, *_ = re.findall(r"(?s)```toml\n(.*?)```\n", README.read_text(encoding="utf-8"))
    (tmp_path / ".git").mkdir()
    (tmp_path / "docs").mkdir()
    if whole:
        (tmp_path / "shared").mkdir()
        (tmp_path / "shared" / "runbooklint.toml").write_text("", encoding="utf-8")
        text, count = re.subn(r"(?m)^# (?=[a-z]+ = )", "", text)
        assert count == 2
    path = tmp_path / "docs" / ".runbooklint.toml"
    path.write_text(text, encoding="utf-8")
    config = resolve(str(path))
    assert (config.rto, dict(config.thresholds)) == (2700, {"RUN610": 0.2})
    assert (config.decisions is not None) == whole


def test_the_comments_shown_are_understood() -> None:
    lines = [
        line for line in README.read_text(encoding="utf-8").splitlines() if line.startswith("<!-- runbooklint: ignore")
    ]
    asked = [directive(line[: line.index("-->") + 3]) for line in lines]
    assert [one.scope for one in asked if one and not one.fault] == ["block", "block", "line", "file"]
