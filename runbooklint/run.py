"""One run: every path is read and linted by itself, so that no document hides the findings on another."""

import os
import stat
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from typing import TYPE_CHECKING

from runbooklint.config.model import ConfigError, Fault
from runbooklint.examining import Seen, Task, examined, judged
from runbooklint.files import Excluded, Found, Lost, found
from runbooklint.ground import Ground, Holding
from runbooklint.limits import FORKS
from runbooklint.named import NamedTuple
from runbooklint.report import Failure, Outcome, Report
from runbooklint.repository import slashed

if TYPE_CHECKING:
    from runbooklint.fixes import Mended
    from runbooklint.mending import Mode

CACHE = ".runbooklint_cache"
"""The name of the folder of the cache where no other is named."""
_SHARE = 400_000 if FORKS else 1_000_000
"""The bytes of documents from which a further process is worth its start."""
_CACHED = 100_000
"""The bytes of documents from which a cache is worth its reading."""


class Way(NamedTuple):
    """How a run goes about its work; it changes nothing of what is found."""

    jobs: int | None = None
    """The processes that lint at the same time; None for as many as pay."""
    cache: str | None = None
    """The folder of the cache; None for none."""
    progress: Callable[[int, int], None] = lambda done, all_: None
    """Told after each document how many are done, and of how many."""


_PAYING = Way()


class _Wanted(NamedTuple):
    """A document to lint, and what holds for it."""

    item: Found
    holding: Holding


def run(
    paths: Iterable[str],
    ground: Ground,
    stdin: tuple[str, bytes] | None = None,
    way: Way = _PAYING,
    mode: "Mode | None" = None,
) -> Report:
    """Lint files and folders, and a document from standard input given with its name; with a mode, fix them."""
    faults: dict[Fault, None] = {}
    outcomes: list[Outcome] = []
    wanted: list[_Wanted] = []
    excluded: set[str] = set()

    def excludes(path: str, folder: bool) -> bool:
        out = ground.excludes(path, folder)
        excluded.update([os.path.normpath(path)] if out else ())
        return out

    for item in found(paths, excludes, ground.asked.force_exclude, not ground.asked.isolated):
        match item:
            case Lost(path, message):
                outcomes.append(_failed(path, message))
            case Excluded(path):
                outcomes.append(_passed(path))
            case Found():
                wanted += _held(item, ground, faults)
    limit = ground.asked.max_size
    tasks = [Task(one.item.path, one.holding.settings, limit) for one in wanted]
    for one, task, seen in zip(wanted, tasks, _all_seen(tasks, way), strict=True):
        outcomes.append(_outcome(one, *_fixed(task, seen, mode)))
    if stdin:
        outcomes += _from_stdin(*stdin, ground, faults, mode)
    outcomes += map(_at_fault, faults)
    excluded |= {outcome.path for outcome in outcomes if outcome.excluded}
    return Report(tuple(sorted(outcomes, key=lambda outcome: outcome.path)), len(excluded))


def _held(item: Found, ground: Ground, faults: dict[Fault, None]) -> Iterator[_Wanted]:
    """A document with what holds for it; where a file that says so cannot be used, that is told in `faults`."""
    try:
        yield _Wanted(item, ground.of(item.path))
    except ConfigError as error:
        faults.update(dict.fromkeys(error.faults))


def _from_stdin(
    name: str, data: bytes, ground: Ground, faults: dict[Fault, None], mode: "Mode | None"
) -> Iterator[Outcome]:
    if ground.asked.force_exclude and ground.excludes(name):
        yield _passed(name)
        return
    for one in _held(Found(name, True), ground, faults):
        task = Task(name, one.holding.settings, ground.asked.max_size)
        yield _outcome(one, *_fixed(task, judged(task, data), mode, data))


def _fixed(task: Task, seen: Seen, mode: "Mode | None", data: bytes | None = None) -> tuple[Seen, "Mended | None"]:
    """What came of a document once its fixes are put in; `data` are its bytes where it is no file."""
    if mode is None or seen.result is None:
        return seen, None
    from runbooklint.mending import fixable, mended  # only a run that fixes pays for it

    return mended(task, seen, mode, data) if fixable(seen.result, mode) else (seen, None)


def _all_seen(tasks: Sequence[Task], way: Way) -> list[Seen]:
    """What came of each document, in their order."""
    sizes = [_size(task.path) for task in tasks]
    cache = None
    seen: dict[int, Seen] = {}
    if way.cache and sum(size or 0 for size in sizes) >= _CACHED:
        from runbooklint.cache import Cache

        cache = Cache(way.cache, sum(size or 0 for size in sizes))
        # a pipe is not looked into: what it holds can be read only once
        asked = ["" if size is None else cache.asked(task.settings) for task, size in zip(tasks, sizes, strict=True)]
        tasks = [task._replace(asked=name) for task, name in zip(tasks, asked, strict=True)]
        seen = {number: known for number, task in enumerate(tasks) if (known := cache.find(task))}
    left = [number for number in range(len(tasks)) if number not in seen]
    jobs = way.jobs or _jobs(sum(sizes[number] or 0 for number in left))
    with closing(_examined([tasks[number] for number in left], jobs)) as answers:
        for place, one in answers:
            seen[left[place]] = one
            way.progress(len(seen), len(tasks))
            if cache:
                cache.keep(tasks[left[place]], one)
    if cache:
        cache.save()
    return [seen[number] for number in range(len(tasks))]


def _examined(tasks: Sequence[Task], jobs: int) -> Generator[tuple[int, Seen]]:
    """The numbers of all tasks with what came of each, in any order."""
    if min(jobs, len(tasks)) > 1:
        from runbooklint.workers import all_examined

        yield from all_examined(tasks, jobs)
    else:
        yield from enumerate(map(examined, tasks))


def _size(path: str) -> int | None:
    """The bytes of a file; None where it is none, or none that can be read twice."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_size if stat.S_ISREG(status.st_mode) else None


def _jobs(size: int) -> int:
    """How many processes pay for documents of `size` bytes in all."""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(processors, size // _SHARE))


def _outcome(wanted: _Wanted, seen: Seen, mended: "Mended | None") -> Outcome:
    """What is told of a document."""
    (path, named), holding, result = wanted.item, wanted.holding, seen.result
    if result is None:
        return _failed(path, seen.fault, seen.defect)
    shown = slashed(path)
    failure = Failure(shown, seen.fault, seen.defect, seen.line) if seen.fault else None
    return Outcome(
        shown,
        "linted" if result.kind else "passed over",
        result.kind,
        result.kind_reason,
        result.findings,
        result.not_checked,
        failure,
        named,
        seen.empty,
        result.hidden,
        holding.fail_on,
        baseline=holding.baseline,
        fixed=result.fixed,
        steps=result.steps,
        mended=mended,
    )


def _passed(path: str) -> Outcome:
    return Outcome(path, "passed over", excluded=True)


def _at_fault(fault: Fault) -> Outcome:
    """The outcome of a file that says what holds for documents, as seen from the current folder."""
    shown = os.path.relpath(fault.path)
    path = fault.path if shown.startswith(os.pardir) else shown
    return Outcome(path, "failed", failure=Failure(path, fault.message, line=fault.line))


def _failed(path: str, message: str, defect: bool = False) -> Outcome:
    return Outcome(path, "failed", failure=Failure(path, message, defect))
