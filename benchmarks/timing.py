"""Whole processes timed side by side: wall clock, processor time, peak memory; it knows no case."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

Command = Sequence[str]


class Cost(NamedTuple):
    """What one process has used, its children included."""

    wall: float
    """Seconds."""
    cpu: float
    """Seconds."""
    peak: int
    """Bytes of memory of the largest process."""


class Compared(NamedTuple):
    """Medians over all rounds; ratios are medians of the ratios of each pair, so that a busy machine counts less."""

    ours: Cost
    theirs: Cost
    wall_ratio: float
    cpu_ratio: float


class TroubleError(Exception):
    """A process that ended with a status that means trouble."""


def environment(folder: Path) -> dict[str, str]:
    """The environment of all processes: byte code is kept in the folder, for a checkout may have none."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": str(folder / "bytecode"), "PYTHONHASHSEED": "0"}


def run(command: Command, folder: Path) -> Cost:
    """The cost of one process. Raises TroubleError where it ends with a status that means trouble."""
    before = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, env=environment(folder), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    assert process.stderr
    said = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - before
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stderr.close()
    if process.returncode not in {0, 1}:
        raise TroubleError(
            f"{' '.join(command)[:200]}: status {process.returncode}\n{said.decode(errors='replace')[-500:]}"
        )
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss * (1 if sys.platform == "darwin" else 1024))


def compared(ours: Command, theirs: Command, folder: Path, rounds: int, before: Callable[[], None] | None) -> Compared:
    """Two commands in turns, after one round that does not count; `before` is called before each of our runs."""
    pairs: list[tuple[Cost, Cost]] = []
    for number in range(rounds + 1):
        costs = {}
        for command in (ours, theirs) if number % 2 else (theirs, ours):
            if command is ours and before:
                before()
            costs[command is ours] = run(command, folder)
        pairs.append((costs[True], costs[False]))
    counted = pairs[1:]
    return Compared(
        _middle([ours for ours, _ in counted]),
        _middle([theirs for _, theirs in counted]),
        median(ours.wall / theirs.wall for ours, theirs in counted),
        median(ours.cpu / max(theirs.cpu, 1e-4) for ours, theirs in counted),
    )


def _middle(costs: Sequence[Cost]) -> Cost:
    walls, cpus, peaks = zip(*costs, strict=True)
    return Cost(median(walls), median(cpus), max(peaks))
