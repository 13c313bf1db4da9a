"""A bar on a terminal that shows how far a long run is."""

import atexit
import sys
from collections.abc import Callable
from time import monotonic

_AFTER = 1.0
"""Seconds after which a run is a long one."""
_EVERY = 0.1
"""Seconds between two drawings."""
_WIDTH = 30


def progress() -> Callable[[int, int], None]:
    """What is to be told, after each document, how many are done and of how many; it draws on standard error, and the
    last document clears the bar, or the end of the process where the run is interrupted."""
    start = monotonic()
    drawn = 0.0

    def draw(done: int, all_: int) -> None:
        nonlocal drawn
        now = monotonic()
        if done == all_:
            clear()
        elif now - start > _AFTER and now - drawn > _EVERY:
            drawn = now
            filled = _WIDTH * done // all_
            sys.stderr.write(f"\r[{'#' * filled}{'-' * (_WIDTH - filled)}] {done}/{all_} documents\x1b[K")
            sys.stderr.flush()

    def clear() -> None:
        nonlocal drawn
        if drawn:
            drawn = 0.0
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    atexit.register(clear)
    return draw
