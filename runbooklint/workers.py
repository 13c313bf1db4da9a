"""Several processes that examine documents side by side; it knows neither results nor where they go."""

import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing import connection, get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from time import monotonic
from types import FrameType
from typing import Any, NoReturn

from runbooklint.examining import SECONDS, Seen, Task, examined, too_long
from runbooklint.limits import FORKS, INTERRUPTS

_AHEAD = 2
"""The tasks that a worker has at hand, so that it need not wait for the next."""
_TERMINATED = 143
_BLOCKED = (signal.SIGINT, signal.SIGTERM)

Examine = Callable[[Task], Seen]


def all_examined(
    tasks: Sequence[Task], jobs: int, examine: Examine = examined, interrupts: bool = INTERRUPTS
) -> Iterator[tuple[int, Seen]]:
    """The numbers of all tasks with what came of each, in any order, done by at most that many processes.

    Of a process that dies, the document that it was at is told. When the iteration ends, whatever ends it, no process
    is left; SIGTERM ends it with SystemExit. `interrupts` says whether documents that take too long interrupt
    themselves; else their processes are ended.
    """
    crew = _Crew(tasks, jobs, examine)
    before = _on_termination(_terminate)
    try:
        crew.start()
        while crew.workers:
            yield from crew.answers(interrupts)
        for number in crew.waiting:  # no process could be started
            yield number, examine(tasks[number])
    finally:
        crew.end()
        if before is not None:
            _on_termination(before)


class _Worker:
    """A process, this end of the pipe to it, and the numbers of the tasks that it has not answered yet."""

    def __init__(self, process: BaseProcess, pipe: "Connection[Any, Any]") -> None:
        self.process = process
        self.pipe = pipe
        self.given: deque[int] = deque()
        self.since = monotonic()
        """When it began with the first of them."""


class _Crew:
    """The processes of one run, and the tasks that none of them has yet."""

    def __init__(self, tasks: Sequence[Task], jobs: int, examine: Examine) -> None:
        self.tasks = tasks
        self.jobs = jobs
        self.examine = examine
        self.waiting = deque(range(len(tasks)))
        self.workers: list[_Worker] = []
        self.context = get_context("fork") if FORKS else get_context("spawn")

    def start(self) -> None:
        """Start as many processes as there is work for, or as can be had."""
        with suppress(OSError), _undisturbed():
            while self.waiting and len(self.workers) < self.jobs:
                worker = self.started()
                self.workers.append(worker)
                self.give(worker)

    def started(self) -> _Worker:
        """A new process. Raises OSError where none can be had."""
        own, other = self.context.Pipe()
        # a forked process has a copy of each end that is open here; it would keep others from seeing that this closed
        copies = [own, *(worker.pipe for worker in self.workers)] if FORKS else []
        process = self.context.Process(target=_work, args=(other, copies, self.tasks, self.examine), daemon=True)
        try:
            process.start()
        except OSError:
            own.close()
            raise
        finally:
            other.close()
        return _Worker(process, own)

    def give(self, worker: _Worker) -> None:
        """See that a worker has tasks at hand; one for which there are none is dismissed."""
        with suppress(OSError):  # where it has died, its end of the pipe says so
            while self.waiting and len(worker.given) < _AHEAD:
                worker.pipe.send(self.waiting[0])
                worker.given.append(self.waiting.popleft())
            if not worker.given:
                worker.pipe.send(None)
        if not worker.given:
            self.dismiss(worker)

    def dismiss(self, worker: _Worker) -> None:
        self.workers.remove(worker)
        worker.process.join()
        worker.pipe.close()

    def answers(self, interrupts: bool) -> Iterator[tuple[int, Seen]]:
        """What has come in, waiting for it."""
        ready = connection.wait([worker.pipe for worker in self.workers], None if interrupts else 1)
        for worker in [worker for worker in self.workers if worker.pipe in ready]:
            try:
                seen = worker.pipe.recv()
            except (EOFError, OSError):
                yield from self.lost(worker)
                continue
            yield worker.given.popleft(), seen
            worker.since = monotonic()
            self.give(worker)
        for worker in [] if interrupts else [one for one in self.workers if monotonic() - one.since > SECONDS]:
            worker.process.kill()
            yield from self.lost(worker, too_long(SECONDS))

    def lost(self, worker: _Worker, seen: Seen | None = None) -> Iterator[tuple[int, Seen]]:
        """What is told of the document at which a process has ended; the next ones are for a new process."""
        self.dismiss(worker)
        yield worker.given.popleft(), seen or _died(worker.process.exitcode)
        self.waiting.extendleft(reversed(worker.given))
        self.start()

    def end(self) -> None:
        """End all processes at once."""
        for worker in self.workers:
            worker.process.kill()
        for worker in self.workers:
            worker.process.join()
            worker.pipe.close()


def _died(code: int | None) -> Seen:
    how = f"signal {-code}" if code is not None and code < 0 else f"status {code}"
    return Seen(fault=f"the process that linted it ended with {how}", defect=True)


def _work(
    pipe: "Connection[Any, Any]", copies: "list[Connection[Any, Any]]", tasks: Sequence[Task], examine: Examine
) -> None:
    """What a worker does: answer the numbers of tasks until there are no more, or until nobody asks."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process ends all
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _block(False)
    for copy in copies:
        copy.close()
    with suppress(EOFError, OSError):
        while (number := pipe.recv()) is not None:
            pipe.send(examine(tasks[number]))


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Have signals wait until processes are started and known, so that none is left behind."""
    _block(True)
    try:
        yield
    finally:
        _block(False)


def _block(blocked: bool) -> None:
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK if blocked else signal.SIG_UNBLOCK, _BLOCKED)


def _on_termination(handler: Any) -> Any:
    """Set what SIGTERM does, and tell what it did; None where that cannot be set."""
    with suppress(ValueError):  # outside the main thread
        return signal.signal(signal.SIGTERM, handler)
    return None


def _terminate(number: int, frame: FrameType | None) -> NoReturn:
    raise SystemExit(_TERMINATED)
