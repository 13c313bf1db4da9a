"""Examines one document: its bytes, its findings, within a limit of time; tells why where that cannot be done."""

import os
from collections.abc import Callable, Iterable
from typing import TypeVar

from runbooklint.files import UnreadableError, decoded, linked, load, sized, states
from runbooklint.limits import TooLongError, limited
from runbooklint.named import NamedTuple
from runbooklint.repository import below_root, root_of, slashed
from runbooklint.result import Result
from runbooklint.settings import Settings

T = TypeVar("T")

SECONDS = 10
"""The processor time that a document may take, for each megabyte that it has begun."""
_MEGABYTE = 1_000_000
DEEPER = "lists or quotes are nested deeper than is read; what stands there was not linted"
"""What is told of a document that is cut."""
_DATED = b"runbooklint:"
"""What comments have that may hold until a day."""


class Task(NamedTuple):
    """A document to examine."""

    path: str
    settings: Settings
    max_size: int
    """In bytes."""
    asked: str = ""
    """A name of the settings, where the result is to be kept for later runs; else empty."""


class Seen(NamedTuple):
    """What came of a document."""

    result: Result | None = None
    """None where it could not be linted."""
    empty: bool = False
    """Whether there is not a word in it."""
    fault: str = ""
    """Why it could not be linted, or not all of it."""
    line: int | None = None
    """The 1-based line that is at fault, where one is."""
    defect: bool = False
    """Whether runbooklint itself is at fault."""
    content: str = ""
    """A name of all that the result depends on besides the files that the document links to, where it is to be kept."""
    links: tuple[tuple[str, str | None], ...] = ()
    """The state of what the document links to, by target as written, where it is to be kept."""


def examined(task: Task) -> Seen:
    """What came of a file."""
    try:
        data = load(task.path, task.max_size)
    except UnreadableError as error:
        return Seen(fault=str(error))
    return judged(task, data)


def judged(task: Task, data: bytes) -> Seen:
    """What came of the bytes of a document."""
    from runbooklint.engine import lint  # a run that has all its results at hand need not import it

    seen: dict[str, str | None] = {}

    def look(targets: Iterable[str]) -> dict[str, frozenset[str] | None]:
        if task.asked:
            # before the anchors are read: what changes in between is then taken for changed
            seen.update(states(task.path, targets))
        return linked(task.path, targets)

    def linted() -> tuple[Result, bool]:
        source = decoded(sized(data, task.max_size), slashed(task.path))
        return lint(source, task.settings, below_root(task.path), look), not source.text.strip()

    done = attempted(linted, len(data))
    if isinstance(done, Seen):
        return done
    result, empty = done
    content, links = content_of(task, data) if task.asked else "", tuple(seen.items())
    return Seen(result, empty, DEEPER if result.cut else "", result.cut, content=content, links=links)


def attempted(work: Callable[[], T], size: int) -> T | Seen:
    """What some work on a document of `size` bytes gives within its limit of time, or why it gives nothing."""
    limit = SECONDS * max(1, -(-size // _MEGABYTE))
    try:
        with limited(limit):
            return work()
    except UnreadableError as error:
        return Seen(fault=str(error))
    except TooLongError:
        return too_long(limit)
    except Exception as error:
        return Seen(fault=told(error), defect=True)


def too_long(limit: int) -> Seen:
    """What is told of a document that took longer than a limit in seconds."""
    return Seen(fault=f"linting takes longer than {limit} seconds; given up")


def content_of(task: Task, data: bytes) -> str:
    """A name of all that the result of a task depends on besides the files that the document links to."""
    from hashlib import blake2b  # loads OpenSSL, which a run on a few files need not pay for

    folder = os.path.dirname(os.path.abspath(task.path))
    day = task.settings.today if _DATED in data else ""
    words = (task.asked, day, task.path, root_of(folder) or "", os.path.abspath(task.path), below_root(task.path))
    name = blake2b("\0".join(words).encode("utf-8", "surrogateescape"), digest_size=16)
    name.update(data)
    return name.hexdigest()


def told(raised: BaseException) -> str:
    """What went wrong inside runbooklint, in which rule and in which of its lines, for a report."""
    error = raised.__cause__ or raised
    rule = f"{raised}, " if raised.__cause__ else ""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f" at {os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}" if trace else ""
    return f"{rule}{type(error).__name__}: {error}{place}"
