"""What feeds a target: mutated seeds without any tool, or libFuzzer through atheris, which follows the coverage."""

import signal
import traceback
from collections.abc import Iterator, Sequence
from importlib import import_module
from itertools import islice
from pathlib import Path
from random import Random
from types import FrameType
from typing import NoReturn

from tests.fuzz import corpus
from tests.fuzz.mutation import mutated
from tests.fuzz.targets import Target


class HangError(Exception):
    """A target that did not come back in time."""


def seeds(target: Target) -> list[bytes]:
    """The inputs from which fuzzing a target starts."""
    texts: list[str] = getattr(corpus, target.seeds)()
    return [text.encode()[: target.limit] for text in texts]


def inserts(target: Target) -> list[bytes]:
    """What is put into the inputs of a target: pieces, and the lines of its seeds."""
    lines = {line for seed in seeds(target) for line in seed.splitlines(keepends=True)}
    return [*(piece.encode() for piece in corpus.PIECES), *sorted(lines)]


def kept(name: str, folder: Path) -> list[bytes]:
    """The inputs that libFuzzer has kept, for each reached what no other had."""
    return [path.read_bytes() for path in sorted((folder / f"{name}-corpus").glob("*"))]


def mutate(target: Target, runs: int, seed: int, more: Sequence[bytes] = (), found: Path | None = None) -> int:
    """Run a target on its seeds, on more inputs and on mutations of both; returns how many inputs failed, each kept in
    a folder. With no folder, the first failure is raised."""
    failed = 0
    with _Alarm():
        for data in islice(_inputs(target, seed, more), runs):
            try:
                _timed(target, data)
            except Exception:
                if found is None:
                    raise
                failed += 1
                (found / f"{failed:04}").write_bytes(data)
                traceback.print_exc()
    return failed


def _inputs(target: Target, seed: int, more: Sequence[bytes]) -> Iterator[bytes]:
    """The seeds of a target and more, then mutations of them without end."""
    random, starts, others = Random(seed), [*seeds(target), *more], inserts(target)
    yield from starts
    while True:
        yield mutated(random.choice(starts), random, others, target.limit)


def follow(name: str, target: Target, runs: int, seed: int, folder: Path) -> NoReturn:
    """Have libFuzzer run a target; it ends the process with a status, and keeps what it found in the folder."""
    atheris = import_module("atheris")
    reached, start = folder / f"{name}-corpus", folder / f"{name}-seeds"
    for one in (reached, start):
        one.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(seeds(target)):
        (start / f"{number:04}").write_bytes(data)
    others = inserts(target)

    def changed(data: bytes, most: int, number: int) -> bytes:
        random = Random(number)
        if random.random() < 0.5:
            return bytes(atheris.Mutate(data, most))
        return mutated(bytes(data), random, others, most)

    arguments = [
        name, f"-runs={runs}", f"-seed={seed}", f"-max_len={target.limit}", f"-timeout={target.patience}",
        "-rss_limit_mb=2048", f"-artifact_prefix={folder / name}-", "-print_final_stats=1",
        "-print_pcs=0", "-verbosity=0", str(reached), str(start),
    ]  # fmt: skip
    atheris.Setup(arguments, target.run, custom_mutator=changed)
    atheris.Fuzz()
    raise SystemExit(0)


def _timed(target: Target, data: bytes) -> None:
    signal.setitimer(signal.ITIMER_REAL, target.patience)
    try:
        target.run(data)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


class _Alarm:
    """While it is entered, an alarm is a HangError."""

    def __enter__(self) -> None:
        self.before = signal.signal(signal.SIGALRM, _hung)

    def __exit__(self, *_: object) -> None:
        signal.signal(signal.SIGALRM, self.before)


def _hung(_: int, frame: FrameType | None) -> NoReturn:
    raise HangError
