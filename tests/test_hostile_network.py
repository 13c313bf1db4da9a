"""A run opens no connection, starts no program but git, and loads nothing that could execute what it reads."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

GUARDED = """
import socket
import sys

def guard(event, arguments):
    if event == "socket.__new__" and arguments[1] == socket.AF_UNIX:
        return  # a pair of them joins two processes; none may be bound or connected
    if event.startswith(("socket.", "urllib.", "http.", "ftplib.", "smtplib.", "ctypes.", "webbrowser.")):
        raise SystemExit(f"forbidden: {event} {arguments}")
    if event in {"os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.startfile"}:
        raise SystemExit(f"forbidden: {event} {arguments}")
    if event == "subprocess.Popen" and arguments[0] != "git":
        raise SystemExit(f"forbidden: {event} {arguments}")

sys.addaudithook(guard)
from runbooklint.cli import status
sys.exit(status(sys.argv[1:]))
"""
BAD = ROOT / "fixtures" / "bad" / "session-store-cutover.md"
RUNS = (
    ("check", BAD),
    ("check", "--fail-on", "never", ROOT / "fixtures" / "bad"),
    ("check", "--fail-on", "never", "--jobs", "2", ROOT / "fixtures" / "ok"),
    ("check", "--statistics", BAD),
    ("check", "-", "--stdin-filename", "x-cutover.md"),
    ("check", "--fix", "--unsafe-fixes", "--diff", BAD),
    ("check", "--output-format", "sarif", BAD),
    ("parse", BAD),
    ("format", "--diff", BAD),
    ("format", "--check", ROOT / "fixtures"),
    ("new", "cutover"),
    ("completions", "zsh"),
    ("rule", "--all", "--output-format", "json"),
    ("config", "--show-files", ROOT / "fixtures"),
    ("rule", "RUN401"),
    ("schema", "findings"),
)
FORBIDDEN = {"pickle", "shelve", "marshal", "dill", "yaml", "socket", "ssl", "urllib.request", "http", "ctypes", "code"}


@pytest.mark.parametrize(
    "arguments", RUNS, ids=lambda arguments: " ".join(map(str, arguments[:2])).replace(str(ROOT), "")
)
def test_no_connection_and_no_program_but_git(arguments: tuple[object, ...]) -> None:
    command = [sys.executable, "-c", GUARDED, *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    assert "forbidden" not in done.stderr
    assert done.returncode in {0, 1}, done.stderr


def test_links_of_a_document_are_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "x-cutover.md"
    path.write_text(
        "# Cutover\n\n[a](https://example.com/x) ![b](http://127.0.0.1:9/) <ftp://example.com> [c](//example.com)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", GUARDED, "check", path], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ("forbidden" in done.stderr, done.returncode) == (False, 1)


def test_no_module_imports_what_could_execute_or_connect() -> None:
    for path in (ROOT / "runbooklint").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in {"eval", "exec", "compile", "__import__"}, f"{path.name}: {node.func.id}"
            assert not FORBIDDEN & {name for one in names for name in (one, one.split(".")[0])}, f"{path.name}: {names}"
