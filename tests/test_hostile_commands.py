"""What holds for every command that reads documents: defects, time and depth are told, and nothing of a stranger is
printed raw, neither as a result nor as a message."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest

from runbooklint import document, examining, tidying
from runbooklint.limits import INTERRUPTS
from tests.conftest import Cli
from tests.test_limits import busy

BAD = "# Cutover runbook: tills\n\n## Steps\n\n### 01 — Freeze\n\n- **Action:** Run `freeze`.\n- **Rollback:** N/A\n"
NAME = "a\n::error::\x1b[31m\u202e##[error]-cutover.md"
WORDS = "\x1b[31m \u202e ::error::x ##[error]y %0A::error::z"
READERS: tuple[tuple[str, ...], ...] = (
    ("check",),
    ("check", "--fix", "--diff"),
    ("check", "--statistics"),
    ("check", "--jobs", "2"),
    ("parse",),
    ("baseline",),
    ("config", "--show-files"),
)
FORMATTERS: tuple[tuple[str, ...], ...] = (("format",), ("format", "--check"), ("format", "--diff"))


def words(arguments: tuple[str, ...]) -> str:
    return " ".join(arguments)


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A document in a repository, which is the current folder."""
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "a-cutover.md"
    path.write_text(BAD, encoding="utf-8")
    return path


# Defects, time, depth


@pytest.mark.parametrize("arguments", [*READERS, *FORMATTERS], ids=words)
def test_a_defect_is_told_with_the_document(
    cli: Cli, path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    def broken(*_: Any) -> NoReturn:
        raise KeyError("a part")

    monkeypatch.setattr(document.Document, "__init__", broken)
    ran = cli(*arguments, path.name)
    assert ran.code == 3
    assert f"runbooklint: {path.name}: this is a defect of runbooklint, please report it" in ran.err
    assert "KeyError: 'a part' at test_hostile_commands.py" in ran.err


def test_a_defect_outside_of_documents_is_told(cli: Cli, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> NoReturn:
        raise KeyError("a part")

    monkeypatch.setattr("runbooklint.run.found", broken)
    ran = cli("check")
    assert (ran.code, ran.err.count("\n")) == (3, 1)
    assert "this is a defect of runbooklint" in ran.err


@pytest.mark.skipif(not INTERRUPTS, reason="this system cannot interrupt work")
@pytest.mark.parametrize("arguments", [*READERS, *FORMATTERS], ids=words)
def test_a_document_that_takes_too_long_is_given_up(
    cli: Cli, path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    def slow(*_: Any) -> None:
        busy(60)

    monkeypatch.setattr(document.Document, "__init__", slow)
    for module in (examining, tidying):
        monkeypatch.setattr(module, "SECONDS", 0.05)
    ran = cli(*arguments, path.name)
    assert path.name in ran.err
    assert "takes longer than" in ran.err
    assert ran.code == 2 or arguments in FORMATTERS
    assert path.read_text(encoding="utf-8") == BAD


DEEP = {
    "quotes": "> " * 60 + "TBD\n",
    "lists": "".join("  " * depth + "- TBD\n" for depth in range(40)),
    "numbers": "".join("   " * depth + "1. TBD\n" for depth in range(40)),
    "both": "> - " * 30 + "TBD\n",
}


@pytest.mark.parametrize("deep", DEEP)
def test_what_is_nested_deeper_than_is_read_is_told(cli: Cli, path: Path, deep: str) -> None:
    path.write_text(f"{BAD}\n{DEEP[deep]}", encoding="utf-8")
    before = path.read_bytes()
    for arguments in READERS:
        if arguments[0] == "config":
            continue
        ran = cli(*arguments, path.name)
        assert ran.code == 2, arguments
        assert f"runbooklint: {path.name}:" in ran.err, arguments
        assert "nested deeper than is read" in ran.err, arguments
        if arguments == ("parse",):
            assert [record["id"] for record in json.loads(ran.out)["records"]] == ["01"]
    for arguments in FORMATTERS:
        ran = cli(*arguments, path.name)
        assert f"{path.name}: left alone" in ran.err, "formatting would lose what is not read"
    assert path.read_bytes() == before


# Nothing raw


def assert_harmless(text: str) -> None:
    for line in text.removesuffix("\n").split("\n"):
        assert line.isprintable(), line
        assert not line.lstrip().startswith("::"), line
        assert "##[" not in line, line


def harmless(cli: Cli, *arguments: object) -> None:
    ran = cli(*arguments)
    assert_harmless(ran.out)
    assert_harmless(ran.err)


BROKEN: dict[str, bytes] = {
    "findings": f"{BAD}\n### 02 — {WORDS}\n\n- **Owner:** {WORDS}\n- **Rollback:** {WORDS}\n".encode(),
    "another kind": b"# Notes\n",
    "nothing": b"",
    "no UTF-8": b"# Cutover \xff\n",
    "NUL": b"# Cutover \0\n",
    "deep": f"{BAD}\n{DEEP['quotes']}".encode(),
}


@pytest.mark.parametrize("data", BROKEN)
def test_names_and_words_of_strangers_in_all_that_is_printed(
    cli: Cli, path: Path, monkeypatch: pytest.MonkeyPatch, data: str
) -> None:
    monkeypatch.setenv("CI", "true")
    path.unlink()
    for name in (NAME, "::error::x-cutover.md"):
        (path.parent / name).write_bytes(BROKEN[data])
    for arguments in (*READERS, *FORMATTERS):
        for more in ((), ("-v",)):
            if not more or arguments[0] in {"check", "format"}:
                harmless(cli, *arguments, *more, *([NAME] if arguments[0] == "parse" else ["."]))
    harmless(cli, "check", "--statistics", "--output-format", "json", ".")
    harmless(cli, "config", "--show-files", "--output-format", "json", ".")
    harmless(cli, "baseline", "--prune", ".")
    harmless(cli, "check", "--fix", "--unsafe-fixes", ".")


CONFIGURATIONS: dict[str, str] = {
    "no TOML": f"select = [{WORDS}",
    "a key": f'"{WORDS}" = 1',
    "a rule": f'select = ["{WORDS}"]',
    "a value": f'fail-on = "{WORDS}"',
    "a glob": f'exclude = ["{WORDS}/**"]\n[kinds]\n"{WORDS}.md" = "runbook"\n',
    "labels": f'[labels]\nowner = ["{WORDS}"]\n',
    "a length of time": f'rto = "{WORDS}"',
    "a missing baseline": f'baseline = "{WORDS}"',
    "a missing register": f'decisions = "{WORDS}"',
    "a file to extend": f'extend = "{WORDS}"',
    "a field": f'[labels]\n"{WORDS}" = ["x"]\n',
    "a threshold": f'[thresholds]\n"{WORDS}" = 1\n',
}


@pytest.mark.parametrize("text", CONFIGURATIONS)
def test_words_of_strangers_in_configurations(cli: Cli, path: Path, text: str) -> None:
    escaped = "".join(c if c.isprintable() or c == "\n" else f"\\u{ord(c):04x}" for c in CONFIGURATIONS[text])
    for written in (CONFIGURATIONS[text], escaped):
        (path.parent / ".runbooklint.toml").write_text(written, encoding="utf-8")
        for arguments in (*READERS, *FORMATTERS, ("config",), ("config", "--output-format", "json")):
            harmless(cli, *arguments, path.name)


REGISTERS: dict[str, Callable[[str], str]] = {
    ".runbooklint-baseline.json": lambda text: json.dumps({"tool": text}),
    "baseline.json": lambda text: text,
    "d.jsonl": lambda text: f"{{{text}\n",
    "d.md": lambda text: f"# D-01 {text}\n\n{text}\n",
}


@pytest.mark.parametrize("name", REGISTERS)
def test_words_of_strangers_in_baselines_and_registers(cli: Cli, path: Path, name: str) -> None:
    (path.parent / name).write_text(REGISTERS[name](WORDS), encoding="utf-8")
    option = {"baseline.json": ["--baseline", name], "d.jsonl": ["--decisions", name], "d.md": ["--decisions", name]}
    for command in ("check", "baseline"):
        harmless(cli, command, *option.get(name, []), path.name)


@pytest.mark.parametrize(
    "comment",
    ["ignore=RUN401 reason=\"{}\"", "ignore={}", "{}", "kind={}", "ignore=RUN401 step=\"{}\"", "ignore=RUN401 until={}"],
)  # fmt: skip
def test_words_of_strangers_in_comments(cli: Cli, path: Path, comment: str) -> None:
    path.write_text(f"{BAD}\n<!-- runbooklint: {comment.format(WORDS)} -->\n", encoding="utf-8")
    for more in ((), ("--show-suppressed",), ("--output-format", "json", "--show-suppressed")):
        harmless(cli, "check", *more, path.name)


# Names that are options


@pytest.mark.parametrize("name", ["--exclude=*-cutover.md", "--output=json:a-cutover.md", "-q", "--fail-on=never"])
def test_a_file_cannot_be_named_such_that_it_is_an_option(cli: Cli, path: Path, name: str) -> None:
    """A hook passes the names of the files that changed."""
    (path.parent / name).write_text(BAD, encoding="utf-8")
    for command in ("check", "format", "baseline"):
        ran = cli(command, name, path.name)
        assert ran.code == 2
        assert f'"{name}" is the name of a file; write "./{name}" for it' in ran.err
    assert path.read_text(encoding="utf-8") == BAD
    told = json.loads(cli("check", "--output-format", "json", "--kind", "cutover", "--", name, path.name).out)
    assert [file["status"] for file in told["files"]] == ["linted", "linted"]


@pytest.mark.parametrize("words", ["--\x1b[31m", "\x1b[31m\n::error::x", "-x\u202e"])
def test_a_command_line_is_not_repeated_raw(cli: Cli, words: str) -> None:
    for arguments in (
        (words,),
        ("check", "--config", words),
        ("check", "--select", words),
        ("rule", words),
        ("check", words),
    ):
        ran = cli(*arguments)
        assert ran.code == 2
        assert_harmless(ran.err)
