"""A bar on a terminal that shows how far a long run is."""

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
    last document clears the bar."""
    start = monotonic()
    drawn = 0.0

    def draw(done: int, all_: int) -> None:
        nonlocal drawn
        now = monotonic()
        if done == all_ and drawn:
            sys.stderr.write("\r\x1b[K")
        elif done < all_ and now - start > _AFTER and now - drawn > _EVERY:
            drawn = now
            filled = _WIDTH * done // all_
            sys.stderr.write(f"\r[{'#' * filled}{'-' * (_WIDTH - filled)}] {done}/{all_} documents\x1b[K")
        else:
            return
        sys.stderr.flush()

    return draw
