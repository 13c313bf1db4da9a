"""What is printed for those who ask: help that fits a terminal, examples that run, pages that wrap, the nearest word."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from click import Context

from runbooklint.cli import group
from runbooklint.pages import pages
from runbooklint.rendering import rendered
from tests.conftest import ROOT, Cli

WIDTH = 80
COMMANDS = ["", *group.list_commands(Context(group))]
PAGES = {page.code: page for page in pages()}


def helped(cli: Cli, command: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("COLUMNS", str(WIDTH))
    ran = cli(*command.split(), "--help")
    assert (ran.code, ran.err) == (0, "")
    assert cli(*command.split(), "-h") == ran
    return ran.out


def examples(text: str) -> list[str]:
    """The examples of a help, as they stand there."""
    (shown,) = re.findall(r"(?ms)^ *Examples:\n(.*?)(?=^ *$|\Z)", text)
    return [line.strip() for line in shown.splitlines()]


@pytest.mark.parametrize("command", COMMANDS)
def test_help_fits_a_terminal(command: str, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    assert max(map(len, helped(cli, command, monkeypatch).splitlines())) <= WIDTH


def test_every_command_is_listed_with_a_word_on_it(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    text = helped(cli, "", monkeypatch)
    for name in COMMANDS[1:]:
        assert re.search(rf"^  {name} +\S.*\.$", text, re.MULTILINE)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a commit and the files that examples name; it is the current folder."""
    for name, fixture in {
        "cutover.md": "bad/session-store-cutover.md",
        "a-cutover.md": "bad/ledger-go-live.md",
        "draft.md": "ok/toll-gates-go-live.md",
        "plan.md": "ok/toll-gates-go-live.md",
        "incident.md": "bad/cold-store-mitigation-log.md",
        "docs/CUTOVER-RUNBOOK.md": "bad/session-store-cutover.md",
        "docs/old/cutover.md": "bad/ledger-go-live.md",
        "services/a/docs/cutover.md": "ok/catalogue-search-cutover.md",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "fixtures" / fixture, tmp_path / name)
    for folder in (".zfunc", ".config/fish/completions"):
        (tmp_path / "home" / folder).mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    identity = ["-c", "user.name=test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"]
    for words in (["init", "-q"], ["add", "--all"], ["commit", "-q", "-m", "all"]):
        subprocess.run(["git", *identity, *words], check=True)
    return tmp_path


@pytest.mark.skipif(os.name == "nt", reason="the examples are for a shell of POSIX")
@pytest.mark.parametrize("command", COMMANDS)
def test_every_example_runs(
    command: str, cli: Cli, repository: Path, with_program: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    variables = {**with_program, "HOME": str(repository / "home")}
    for line in examples(helped(cli, command, monkeypatch)):
        assert "runbooklint " in line
        done = subprocess.run(["sh", "-c", line], env=variables, capture_output=True, text=True, timeout=60)
        assert done.returncode in (0, 1), (line, done.stderr)
        assert "Traceback" not in done.stderr
        assert done.stdout or re.search(r"> \S+$| -o |--fix\b", line.split(" #")[0].strip()) or done.stderr, line


@pytest.mark.parametrize("code", PAGES)
def test_a_page_fits_a_terminal(code: str) -> None:
    for line in "".join(rendered(PAGES[code].text, False, WIDTH)).splitlines():
        assert len(line) <= WIDTH or line.startswith("    "), "only examples keep their own lines"


def test_a_page_is_wrapped_where_words_end(cli: Cli) -> None:
    page = PAGES["RUN401"].text
    words = " ".join("".join(rendered(page, False, 40)).split())
    assert words == " ".join("".join(rendered(page, False, 1000)).split())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["formt"], 'did you mean "format"?'),
        (["new", "mitigationlog"], 'did you mean "mitigation-log"?'),
        (["completions", "bsh"], 'did you mean "bash"?'),
        (["schema", "record"], 'did you mean "records"?'),
        (["check", "--output", "sarf:x"], 'did you mean "sarif"?'),
        (["check", "--color", "allways"], 'did you mean "always"?'),
        (["check", "--phase", "planned"], 'did you mean "plan"?'),
        (["check", "--min-severity", "med"], 'did you mean "medium"?'),
        (["check", "--ignore", "RUN40l"], 'did you mean "RUN40'),
        (["check", "--extend-select", "todo-markers"], 'did you mean "todo-marker"?'),
        (["rule", "RUN4011"], 'did you mean "RUN401"?'),
        (["rule", "--output-format", "jsn", "RUN401"], 'did you mean "json"?'),
        (["config", "--output-format", "josn"], 'did you mean "json"?'),
        (["format", "--kind", "run-book"], 'did you mean "runbook"?'),
        (["format", "--chek"], "--check"),
    ],
)
def test_the_nearest_word_is_suggested(cli: Cli, arguments: list[str], said: str) -> None:
    ran = cli(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


@pytest.mark.parametrize(
    "text", ["exclud = []\n", "[severty]\nRUN401 = 'low'\n", "[severity]\nrolback-missing = 'low'\n"]
)
def test_the_nearest_key_is_suggested(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "cutover.md").write_text("# Cutover\n", encoding="utf-8")
    (tmp_path / ".runbooklint.toml").write_text(text, encoding="utf-8")
    ran = cli("check")
    assert ran.code == 2
    assert re.search(r'did you mean "(exclude|severity|rollback-missing)"\?', ran.err)
