"""Several processes: the same answers, and nothing left of them whatever ends the run."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from runbooklint import workers
from runbooklint.examining import Seen, Task, examined
from runbooklint.limits import FORKS
from runbooklint.settings import Settings
from tests.conftest import ROOT, Cli

STEP = "# Cutover\n\n## Steps\n\n### {0} — Freeze\n\n- **Action:** Run `freeze`.\n- **Rollback:** N/A\n"
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="processes are looked up in /proc")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(1, 13):
        (tmp_path / f"{number:02}-cutover.md").write_text(STEP.format(number), encoding="utf-8")
    return tmp_path


def tasks(folder: Path) -> list[Task]:
    return [Task(str(path), Settings(), 1000) for path in sorted(folder.iterdir())]


def seen(folder: Path, examine: workers.Examine, interrupts: bool = True) -> dict[str, Seen]:
    wanted = tasks(folder)
    answers = dict(workers.all_examined(wanted, 2, examine, interrupts))
    assert len(answers) == len(wanted)
    return {os.path.basename(task.path)[:2]: answers[number] for number, task in enumerate(wanted)}


def faults(answers: dict[str, Seen]) -> dict[str, str]:
    return {name: answer.fault for name, answer in answers.items() if answer.fault}


def dying(task: Task) -> Seen:
    if os.path.basename(task.path)[:2] in {"01", "02", "07"}:
        os.kill(os.getpid(), signal.SIGKILL)
    return examined(task)


def endless(task: Task) -> Seen:
    if os.path.basename(task.path).startswith("03"):
        time.sleep(600)
    return examined(task)


def test_the_output_is_that_of_one_process(cli: Cli, folder: Path) -> None:
    runs = [cli("check", "--no-cache", "-j", jobs, "--output-format", "json", folder) for jobs in (1, 2, 5)]
    assert runs[0].code == 1
    assert runs[1:] == runs[:1] * 2


@pytest.mark.parametrize("forks", [True, False])
def test_processes_are_forked_or_spawned(folder: Path, monkeypatch: pytest.MonkeyPatch, forks: bool) -> None:
    if forks and not FORKS:
        pytest.skip("this system does not fork")
    monkeypatch.setattr(workers, "FORKS", forks)
    answers = seen(folder, examined)
    assert all(answer.result and answer.result.findings for answer in answers.values())


def test_a_process_that_dies_is_told_of_its_document(folder: Path) -> None:
    answers = seen(folder, dying)
    assert faults(answers) == dict.fromkeys(("01", "02", "07"), "the process that linted it ended with signal 9")
    assert all(answers[name].defect for name in faults(answers))


def test_a_document_that_takes_too_long_ends_its_process(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "SECONDS", 1)
    assert faults(seen(folder, endless, interrupts=False)) == {"03": "linting takes longer than 1 seconds; given up"}


def test_without_processes_the_work_is_done_here(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(crew: object) -> None:
        raise OSError("no more processes")

    monkeypatch.setattr(workers._Crew, "started", none)
    assert faults(seen(folder, examined)) == {}


def running(group: int) -> list[str]:
    """The processes of a group that still run."""
    found = []
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                told = Path("/proc", entry, "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if told[0] != "Z" and int(told[2]) == group:
                found.append(entry)
    return found


@LINUX
@pytest.mark.parametrize(
    ("number", "to_group", "codes"),
    [(signal.SIGINT, True, {130}), (signal.SIGINT, False, {130}), (signal.SIGTERM, False, {143}),
     (signal.SIGKILL, False, {-9})],
)  # fmt: skip
def test_signals_end_all_at_once(folder: Path, number: int, to_group: bool, codes: set[int]) -> None:
    large = "".join(STEP.format(number) for number in range(400))
    for path in folder.iterdir():
        path.write_text(large, encoding="utf-8")
    command = [sys.executable, "-m", "runbooklint", "check", "--isolated", "-j2", str(folder)]
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    deadline = time.monotonic() + 20
    while len(running(process.pid)) < 3 and time.monotonic() < deadline:
        time.sleep(0.01)
    assert len(running(process.pid)) == 3, "two workers are at work"
    (os.killpg if to_group else os.kill)(process.pid, number)
    before = time.monotonic()
    out, err = process.communicate(timeout=20)
    while running(process.pid) and time.monotonic() < before + 5:
        time.sleep(0.01)
    assert running(process.pid) == []
    assert process.returncode in codes
    assert "Traceback" not in out + err
