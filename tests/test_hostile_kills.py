"""A kill at any moment of a command that writes leaves each file as it was or as it is to be, and loses nothing.

`KILLS=500 pytest -s tests/test_hostile_kills.py` kills each command that often, and tells what was left.
"""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs a signal that cannot be caught")

KILLS = int(os.environ.get("KILLS", "10"))
STEPS = "### 01 — Stop\n\n- **Action:** Run `stop`.\n- **Rollback:** R-01\n\n"
BACK = "## Rollback\n\n### R-01 — Start\n\n- **Action:** Run `start`.\n"
RUNBOOK = f"# Cutover runbook: tills\r\n\r\n\r\n## Steps\r\n\r\n{STEPS}{BACK}"
NUMBER = 12
MODE = 0o640


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A repository with several documents, each of which has something to fix and to format."""
    folder = tmp_path / "in"
    (folder / ".git").mkdir(parents=True)
    for number in range(NUMBER):
        path = folder / f"{number}-cutover.md"
        path.write_bytes(b"\xef\xbb\xbf" + RUNBOOK.encode())
        path.chmod(MODE)
    return folder


def run(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "runbooklint", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file() and path.suffix != ".tmp"}


def killed(folder: Path, arguments: tuple[str, ...], look: Callable[[], str], change: Callable[[], None]) -> None:
    """Kill a command at random moments around the one at which it writes, each time after a change, and tell what was
    left how often. Where that was the old state the next kills come later, where it was the new one sooner."""
    chance, left = random.Random(11), Counter[str]()
    change()
    start = time.monotonic()
    run(folder, *arguments).wait(timeout=120)
    length = time.monotonic() - start
    assert look() == "new"
    for _ in range(KILLS):
        change()
        process = run(folder, *arguments)
        time.sleep(chance.uniform(0.7, 1.1) * length)
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=60)
        state = look()
        left[state] += 1
        length *= {"old": 1.05, "new": 0.95}.get(state, 1)
    print(f"{KILLS} kills of {' '.join(arguments)} left: {dict(left)}")


def as_before(folder: Path) -> Callable[[], None]:
    """What makes a folder as it is now."""
    whole = folder.parent / "whole"
    shutil.copytree(folder, whole, symlinks=True)

    def change() -> None:
        shutil.rmtree(folder)
        shutil.copytree(whole, folder, symlinks=True)

    return change


@pytest.mark.parametrize(
    "command", [("check", "--fix", "--no-cache", "."), ("format", ".")], ids=lambda words: words[0]
)
def test_documents_are_whole_and_old_or_new(folder: Path, command: tuple[str, ...]) -> None:
    old = contents(folder)
    copy = folder.parent / "done"
    shutil.copytree(folder, copy)
    run(copy, *command).wait(timeout=120)
    new = contents(copy)
    assert new.keys() == old.keys()
    assert all(new[name] != old[name] for name in old), "each document has something to change"

    def look() -> str:
        now = contents(folder)
        assert now.keys() == old.keys()
        for name, data in now.items():
            assert data in (old[name], new[name]), name
            assert (folder / name).stat().st_mode & 0o777 == MODE
        return "new" if now == new else "old" if now == old else "some new"

    killed(folder, command, look, as_before(folder))


def test_a_baseline_is_whole_and_old_or_new(folder: Path) -> None:
    path = folder / ".runbooklint-baseline.json"
    old = '{"tool": "runbooklint", "baseline": 1, "findings": []}'

    def look() -> str:
        text = path.read_text(encoding="utf-8")
        assert text == old or len(json.loads(text)["findings"]) > NUMBER
        return "old" if text == old else "new"

    def change() -> None:
        path.write_text(old, encoding="utf-8")

    killed(folder, ("baseline", "."), look, change)


def test_a_cache_is_whole_or_worth_nothing(folder: Path) -> None:
    """Each run finds a document that is not in the cache, so that it writes the cache again."""
    text, numbers = RUNBOOK + "Words of no meaning.\n" * 500, count(1000)
    for path in folder.glob("*.md"):
        path.write_text(text, encoding="utf-8")
    results = folder / ".runbooklint_cache" / "results.json"
    before, expected = b"", b""

    def change() -> None:
        nonlocal before
        (folder / "0-cutover.md").write_text(f"{text}<!-- {next(numbers)} -->\n", encoding="utf-8")
        before = results.read_bytes() if results.exists() else b""

    def told(*options: str) -> bytes:
        command = [sys.executable, "-m", "runbooklint", "check", "--quiet", "--output-format", "json", *options, "."]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
        assert (done.returncode, done.stderr) == (1, b"")
        return done.stdout

    def look() -> str:
        left = "old" if results.exists() and results.read_bytes() == before else "new"
        assert told() == expected
        return left

    change()
    expected = told("--no-cache")
    killed(folder, ("check", "."), look, change)
