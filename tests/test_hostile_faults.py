"""What a system may do to a run: no room, no reader, no terminal to speak of, no words but ASCII, signals."""

import fcntl
import json
import os
import pty
import resource
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals and terminals as on POSIX")

COMMAND = (sys.executable, "-m", "runbooklint")
BAD = "# Cutover runbook: tills\n\n## Steps\n\n### 01 — Freeze läuft 🚚\n\n- **Action:** Run `freeze`.\n- **Rollback:** N/A\n"
FORMATS = ("text", "grouped", "concise", "json", "jsonl", "sarif", "github", "gitlab", "junit", "rdjson", "markdown")


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "ü-cutover.md"
    path.write_text(BAD, encoding="utf-8")
    return path


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A folder with more output than a pipe holds."""
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(40):
        (folder / f"{number}-cutover.md").write_text(BAD, encoding="utf-8")
    return folder


def run(
    *arguments: object, env: Mapping[str, str] | None = None, without: Sequence[str] = ()
) -> subprocess.CompletedProcess[bytes]:
    variables = {name: value for name, value in os.environ.items() if name not in without} | dict(env or {})
    command = [*COMMAND, *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, check=False, timeout=60)


# Readers that go away


@pytest.mark.parametrize("form", FORMATS)
def test_a_reader_that_goes_away_ends_the_run_quietly(many: Path, form: str) -> None:
    command = [*COMMAND, "check", "--output-format", form, str(many)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        said = process.stderr.read()
        assert process.wait(timeout=60) == 1
    assert said == b""


SPREAD = str(ROOT / "fixtures" / "bad")


@pytest.mark.parametrize(
    "arguments",
    [
        ["rule", "--all"], ["schema", "findings"], ["--help"], ["check", "--help"], ["new", "cutover"],
        ["completions", "bash"], ["config", "--show-files", SPREAD], ["check", "--diff", "--unsafe-fixes", SPREAD],
        ["check", "--statistics", SPREAD], ["format", "--diff", SPREAD], ["format", "--check", SPREAD],
        ["parse", f"{SPREAD}/session-store-cutover.md"],
    ],
)  # fmt: skip
def test_a_page_that_nobody_reads_to_the_end(arguments: list[str]) -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run([*COMMAND, *arguments], cwd=ROOT, stdout=write, stderr=subprocess.PIPE, check=False)
    os.close(write)
    assert done.returncode in {0, 1, 2}
    assert b"Traceback" not in done.stderr
    assert b"Broken pipe" not in done.stderr
    assert SPREAD in arguments or done.stderr == b""


@pytest.mark.parametrize("arguments", [["check"], ["parse"]])
def test_standard_output_that_is_closed(document: Path, arguments: list[str]) -> None:
    shell = 'exec "$@" >&-'
    done = subprocess.run(
        ["sh", "-c", shell, "sh", *COMMAND, *arguments, str(document)], cwd=ROOT, stderr=subprocess.PIPE, check=False
    )
    assert b"Traceback" not in done.stderr
    assert done.returncode == 2
    assert b"standard output" in done.stderr


def test_standard_error_that_is_closed(document: Path) -> None:
    shell = 'exec "$@" 2>&-'
    done = subprocess.run(
        ["sh", "-c", shell, "sh", *COMMAND, "check", "-v", str(document)], cwd=ROOT, stdout=subprocess.PIPE, check=False
    )
    assert done.returncode == 1
    assert b"RUN401" in done.stdout


def test_standard_input_that_is_closed() -> None:
    shell = 'exec "$@" <&-'
    done = subprocess.run(["sh", "-c", shell, "sh", *COMMAND, "check", "-"], cwd=ROOT, capture_output=True, check=False)
    assert b"Traceback" not in done.stderr
    assert done.returncode == 2


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no device that is always full")
def test_standard_output_without_room(many: Path) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [*COMMAND, "check", str(many)], cwd=ROOT, stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert b"Traceback" not in done.stderr
    assert b"No space left on device" in done.stderr
    assert done.returncode == 2


# No room


def test_where_there_is_no_room_output_files_stay_as_they_were(many: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.sarif"
    out.write_text("old", encoding="utf-8")
    code, said = without_room("check", "--output-format", "concise", "--output", f"sarif:{out}", many)
    assert (code, f"{out}: {FULL}" in said) == (2, True)
    assert out.read_text(encoding="utf-8") == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["many", "out.sarif"]


def little() -> None:
    """Have no file grow beyond a few bytes."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)


def without_room(*arguments: object) -> tuple[int, str]:
    """The exit code of a command that finds no room, and what it says."""
    done = subprocess.run(
        [*COMMAND, *map(str, arguments)], cwd=ROOT, capture_output=True, preexec_fn=little, check=False
    )
    return done.returncode, done.stderr.decode()


FULL = "cannot be written: File too large, the file is as it was"
LARGE = "Words that stay as they are. \n" * 100


@pytest.mark.parametrize("command", [("check", "--fix", "--no-cache"), ("format",)], ids=" ".join)
def test_where_there_is_no_room_documents_stay_as_they_were(tmp_path: Path, command: tuple[str, ...]) -> None:
    folder, steps = tmp_path / "r", "# Cutover\n\n\n## Steps\n\n### 01 — Stop\n\n- **Action:** Run `stop`.\n"
    (folder / ".git").mkdir(parents=True)
    fixable = f"{steps}- **Rollback:** R-01\n\n## Rollback\n\n### R-01 — Start\n\n- **Action:** Run `start`.\n"
    small, large = folder / "a-cutover.md", folder / "b-cutover.md"
    small.write_text(fixable, encoding="utf-8")
    large.write_text(fixable + "\n## Notes\n\n" + LARGE, encoding="utf-8")
    large.chmod(0o640)
    before = large.read_bytes()
    code, said = without_room(*command, folder)
    assert (code, f"{large}: {FULL}" in said) == (2, True), said
    assert (large.read_bytes(), large.stat().st_mode & 0o777) == (before, 0o640)
    assert small.read_text(encoding="utf-8") != fixable, "there is room for this one"
    assert sorted(os.listdir(folder)) == [".git", small.name, large.name]


def test_where_there_is_no_room_a_baseline_stays_as_it_was(many: Path) -> None:
    (many / ".git").mkdir()
    baseline = many / ".runbooklint-baseline.json"
    code, said = without_room("baseline", many)
    assert (code, "cannot be written: File too large\n" in said, baseline.exists()) == (2, True, False)
    empty = '{"tool": "runbooklint", "baseline": 1, "findings": []}'
    baseline.write_text(empty, encoding="utf-8")
    code, said = without_room("baseline", many)
    assert (code, FULL in said, baseline.read_text(encoding="utf-8")) == (2, True, empty)


def test_where_there_is_no_room_a_run_goes_without_a_cache(many: Path) -> None:
    (many / ".git").mkdir()
    for path in many.glob("*.md"):
        path.write_text(f"{BAD}\n{LARGE}", encoding="utf-8")
    cache = many / "cache"
    for _ in range(2):
        assert without_room("check", "--output", "json:/dev/null", "--cache-dir", cache, many)[0] == 1
        assert not (cache / "results.json").exists()
    usual = [*COMMAND, "check", "--cache-dir", str(cache), str(many)]
    first = subprocess.run(usual, cwd=ROOT, capture_output=True, check=False)
    kept = (cache / "results.json").read_bytes()
    (many / "more-cutover.md").write_text(BAD, encoding="utf-8")
    assert without_room("check", "--cache-dir", cache, many)[0] == 1
    assert (cache / "results.json").read_bytes() == kept
    (many / "more-cutover.md").unlink()
    assert subprocess.run(usual, cwd=ROOT, capture_output=True, check=False).stdout == first.stdout


# Words and terminals


PLAIN = [
    {"LC_ALL": "C"},
    {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    {"PYTHONIOENCODING": "ascii"},
    {"PYTHONIOENCODING": "ascii:strict"},
    {"PYTHONIOENCODING": "latin-1"},
    {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"},
]


@pytest.mark.parametrize("variables", PLAIN, ids=lambda variables: " ".join(f"{k}={v}" for k, v in variables.items()))
@pytest.mark.parametrize("form", FORMATS)
def test_any_locale_and_encoding(document: Path, variables: dict[str, str], form: str) -> None:
    done = run("check", "--output-format", form, document, env=variables)
    assert done.returncode == 1, done.stderr.decode()
    assert b"RUN401" in done.stdout
    assert b"Traceback" not in done.stderr
    assert run("parse", document, env=variables).returncode == 0


COMMANDS = (
    ("check", "--statistics"),
    ("check", "--diff", "--unsafe-fixes", "--color", "always"),
    ("check", "--fix", "--unsafe-fixes", "-v"),
    ("format", "--diff", "--color", "always"),
    ("format", "--check", "-v"),
    ("format",),
    ("config", "--show-files"),
    ("baseline",),
)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_all_commands_in_any_locale_and_encoding(document: Path, command: tuple[str, ...]) -> None:
    (document.parent / ".git").mkdir()
    for variables in PLAIN[1::2]:
        done = run(*command, document, env=variables)
        assert done.returncode in {0, 1}, done.stderr.decode()
        assert b"Traceback" not in done.stderr
        assert "läuft 🚚" in document.read_text(encoding="utf-8")


def test_links_in_a_locale_without_their_letters(document: Path) -> None:
    document.write_text(f"{BAD}\nSee [a](ü.md#x) and [b](b%C3%BC.md).\n", encoding="utf-8")
    variables = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    done = run("check", document, env=variables)
    assert (done.returncode, b"defect" in done.stderr) == (1, False), done.stderr


@pytest.mark.parametrize("arguments", [["rule", "--all"], ["rule", "RUN401"], ["--help"], ["schema", "records"]])
def test_pages_in_any_encoding(arguments: list[str]) -> None:
    for variables in PLAIN:
        done = run(*arguments, env=variables)
        assert (done.returncode, done.stderr) == (0, b"")


def on_terminal(arguments: Sequence[object], columns: int, lines: int = 24) -> tuple[int, str]:
    """The exit code of a command and what it prints on a terminal."""
    above, below = pty.openpty()
    fcntl.ioctl(below, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
    variables = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "LINES", "NO_COLOR"}}
    process = subprocess.Popen(
        [*COMMAND, *map(str, arguments)], cwd=ROOT, stdin=below, stdout=below, stderr=below, env=variables
    )
    os.close(below)
    said = b""
    while True:
        try:
            part = os.read(above, 65536)
        except OSError:
            break
        if not part:
            break
        said += part
    os.close(above)
    return process.wait(timeout=60), said.decode("utf-8", "replace")


@pytest.mark.parametrize("columns", [0, 1, 2, 5, 80, 65535])
def test_a_terminal_of_any_width(document: Path, columns: int) -> None:
    code, said = on_terminal(["check", document], columns)
    assert code == 1
    assert "RUN401" in said
    assert "Traceback" not in said
    for arguments in (["rule", "RUN401"], ["check", "--help"]):
        assert on_terminal(arguments, columns)[0] == 0
    for command in (["check", "--statistics"], ["check", "--diff", "--unsafe-fixes"], ["format", "--diff"]):
        assert on_terminal([*command, document], columns)[0] in {0, 1}


@pytest.mark.parametrize("value", ["0", "-5", "x", "99999999999999999999"])
def test_columns_that_are_none(document: Path, value: str) -> None:
    for arguments in (["check", document], ["rule", "RUN401"], ["check", "--help"]):
        done = run(*arguments, env={"COLUMNS": value, "LINES": value})
        assert done.returncode in {0, 1}
        assert b"Traceback" not in done.stderr


# Nothing to stand on


def test_neither_home_nor_temporary_folder(document: Path, tmp_path: Path) -> None:
    nowhere = str(tmp_path / "none")
    variables = {"TMPDIR": nowhere, "TEMP": nowhere, "TMP": nowhere, "HOME": nowhere, "XDG_CACHE_HOME": nowhere}
    gone = ("USER", "LOGNAME", "XDG_CONFIG_HOME", "PATH", "TERM")
    for env, without in ((variables, gone), ({}, (*gone, "HOME", "TMPDIR", "XDG_CACHE_HOME"))):
        done = run("check", document, env=env, without=without)
        assert done.returncode == 1
        assert done.stderr == b""
        for command in COMMANDS[:-1]:
            assert run(*command, document, env=env, without=without).returncode in {0, 1}
    assert not os.path.exists(nowhere)


def test_a_current_folder_that_is_gone(document: Path, tmp_path: Path) -> None:
    here = tmp_path / "here"
    here.mkdir()
    code = "import os, sys; os.rmdir(os.getcwd()); from runbooklint.cli import status; sys.exit(status(sys.argv[1:]))"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for path in (str(document), "."):
        here.mkdir(exist_ok=True)
        done = subprocess.run(
            [sys.executable, "-c", code, "check", path], cwd=here, env=environment, capture_output=True, check=False
        )
        assert b"Traceback" not in done.stderr, done.stderr.decode()
        assert done.returncode == 2


# Signals


SLOW = """
import sys, time
from runbooklint import engine
real = engine.lint
def slow(*arguments, **more):
    print("busy", flush=True)
    time.sleep(60)
    return real(*arguments, **more)
engine.lint = slow
for module in ("runbooklint.run", "runbooklint.examining"):
    try:
        __import__(module)
        setattr(sys.modules[module], "lint", slow)
    except ImportError:
        pass
from runbooklint.cli import main
main()
"""


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, -signal.SIGTERM)])
def test_a_signal_ends_the_run_without_a_trace(many: Path, number: signal.Signals, code: int) -> None:
    command = [sys.executable, "-c", SLOW, "check", str(many)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(0.1)
        process.send_signal(number)
        _, said = process.communicate(timeout=30)
    assert process.returncode == code
    assert b"Traceback" not in said


def test_json_is_whole_where_names_are_not_unicode(tmp_path: Path) -> None:
    path = os.path.join(os.fsencode(tmp_path), b"\xff-cutover.md")
    with open(path, "w", encoding="utf-8") as file:
        file.write(BAD)
    done = run("check", "--output-format", "json", tmp_path, env=PLAIN[1])
    assert json.loads(done.stdout)["summary"]["files"] == 1
