"""What a command prints: results on standard output, messages on standard error, and whether in colour."""

import os
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TextIO

from runbooklint.visible import visible

BUILDS = ("CI", "GITHUB_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION", "JENKINS_URL")
"""The variables by which build services are known, whose logs may take a line for a command."""


def write(parts: Iterable[str], stream: TextIO | None = None) -> None:
    """Print results, to standard output unless told otherwise. A reader that has gone away ends the printing without a
    word. Raises OSError where there is no room for them."""
    stream = stream or sys.stdout
    with _printing(stream):
        for part in parts:
            stream.write(part)
        stream.flush()


def write_bytes(data: bytes) -> None:
    """Print a document as it is. Raises OSError where there is no room for it."""
    with _printing(sys.stdout):
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()


@contextmanager
def _printing(stream: TextIO) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        drop(stream)
    except OSError as error:
        raise OSError(error.errno, error.strerror, stream.name.strip("<>")) from error


def drop(stream: TextIO) -> None:
    """Give up what is still to be printed, so that the end of the process does not try it again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def save(parts: Iterable[str], path: str) -> Iterator[str]:
    """Write results into a file; yields why where that cannot be done."""
    from runbooklint.writing import UnwritableError, write_atomically

    try:
        write_atomically(path, "".join(parts).encode())
    except UnwritableError as error:
        yield f"{path}: {error}"


def tell(message: str) -> None:
    """Print one message for people."""
    print(f"runbooklint: {visible(message)}", file=sys.stderr)


def relative(path: str) -> str:
    """A path as seen from the current folder where it is below it, else as it is."""
    shown = os.path.relpath(path)
    return path if shown.startswith(os.pardir) else shown


def colored(choice: str, stream: TextIO) -> bool:
    """Whether to print in colour: `--color` decides, then NO_COLOR, then FORCE_COLOR, then the terminal."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    return os.environ.get("FORCE_COLOR", "0") not in {"", "0"} or draws(stream)


def draws(stream: TextIO) -> bool:
    """Whether it is a terminal that knows more than plain text."""
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def read_by_people(stream: TextIO) -> bool:
    """Whether results are read on a terminal or in the log of a build service; a file or a program takes them as they
    are."""
    if stream.isatty():
        return True
    try:
        is_file = stat.S_ISREG(os.fstat(stream.fileno()).st_mode)
    except OSError:
        is_file = False
    return not is_file and any(os.environ.get(name) for name in BUILDS)


def one_screen() -> bool:
    """Whether results and messages are seen one below the other, so that nothing need be said twice."""
    return sys.stdout.isatty() and sys.stderr.isatty()


def columns(stream: TextIO) -> int:
    """The width of the terminal; 120 where there is none, or one that does not know."""
    return (os.get_terminal_size(stream.fileno()).columns if stream.isatty() else 0) or 120
