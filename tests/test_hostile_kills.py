"""A kill at any moment of a command that writes leaves each file as it was or as it is to be, and loses nothing.

`KILLS=500 pytest tests/test_hostile_kills.py` kills each command that often.
"""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs a signal that cannot be caught")

KILLS = int(os.environ.get("KILLS", "10"))
STEP = "### {0} — Freeze\n\n- **Owner:** Ada Mertens\n- **Action:** Run `freeze`.\n- **Rollback:** {0}\n\n"
RUNBOOK = "# Cutover runbook: tills\r\n\r\n## Steps\r\n\r\n" + "".join(STEP.format(n) for n in ("01", "02", "03"))
NUMBER = 12


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with several documents, each of which has something to fix."""
    (tmp_path / ".git").mkdir()
    for number in range(NUMBER):
        path = tmp_path / f"{number}-cutover.md"
        path.write_bytes(b"\xef\xbb\xbf" + RUNBOOK.encode())
        path.chmod(0o640)
    return tmp_path


def run(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "runbooklint", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file() and path.suffix != ".tmp"}


def killed(folder: Path, arguments: tuple[str, ...], look: Callable[[], None]) -> None:
    """Kill a command at random moments of its life, and look at the folder each time."""
    whole, chance = folder.parent / "whole", random.Random(11)
    shutil.copytree(folder, whole, symlinks=True)
    start = time.monotonic()
    run(folder, *arguments).wait(timeout=120)
    length = time.monotonic() - start
    look()
    for _ in range(KILLS):
        shutil.rmtree(folder)
        shutil.copytree(whole, folder, symlinks=True)
        process = run(folder, *arguments)
        time.sleep(chance.uniform(0.2, 1.1) * length)
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=60)
        look()


def test_fixes_are_whole_or_not_there(repository: Path) -> None:
    folder = repository / "in"
    folder.mkdir()
    for path in repository.glob("*.md"):
        path.rename(folder / path.name)
    (folder / ".git").mkdir()
    old = contents(folder)
    copy = repository / "fixed"
    shutil.copytree(folder, copy)
    run(copy, "check", "--fix", "--no-cache", ".").wait(timeout=120)
    new = contents(copy)
    assert new.keys() == old.keys()
    assert all(new[name] != old[name] for name in old), "each document has something to fix"

    def look() -> None:
        now = contents(folder)
        assert now.keys() == old.keys()
        for name, data in now.items():
            assert data in (old[name], new[name]), name
            assert (folder / name).stat().st_mode & 0o777 == 0o640

    killed(folder, ("check", "--fix", "--no-cache", "."), look)


def test_a_baseline_is_whole_or_not_there(repository: Path) -> None:
    folder = repository / "in"
    folder.mkdir()
    (folder / ".git").mkdir()
    for path in repository.glob("*.md"):
        path.rename(folder / path.name)
    name = ".runbooklint-baseline.json"

    def look() -> None:
        path = folder / name
        if path.exists():
            assert json.loads(path.read_bytes())["findings"]

    killed(folder, ("baseline", "."), look)


def test_a_cache_is_whole_or_worth_nothing(repository: Path) -> None:
    folder = repository / "in"
    folder.mkdir()
    (folder / ".git").mkdir()
    for path in repository.glob("*.md"):
        path.rename(folder / path.name)
        (folder / path.name).write_text(RUNBOOK + "Words of no meaning.\n" * 500, encoding="utf-8")

    def look() -> None:
        command = [sys.executable, "-m", "runbooklint", "check", "--output-format", "json", "."]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
        assert (done.returncode, done.stderr) == (1, b"")
        assert json.loads(done.stdout)["summary"]["files"] == NUMBER

    killed(folder, ("check", "."), look)
