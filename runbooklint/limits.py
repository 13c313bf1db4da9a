"""What a system can do with processes, and a limit on the processor time of a piece of work; it knows no work."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

FORKS = hasattr(os, "fork") and sys.platform != "darwin"
"""Whether a process is had by forking this one, which is quick; the system libraries of macOS do not bear it."""
INTERRUPTS = hasattr(signal, "setitimer")
"""Whether this system can interrupt work."""
_AGAIN = 1.0
"""Seconds after which the work is interrupted once more: one exception may get lost in a callback."""


class TooLongError(BaseException):
    """The time is over. No Exception, for what takes these as faults of its own must let it pass."""


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raise TooLongError in the work inside as soon as it has used up that many seconds of processor time. Outside the
    main thread, and where the system cannot, there is no limit."""
    if not INTERRUPTS:
        yield
        return
    try:
        before = signal.signal(signal.SIGPROF, _over)
    except ValueError:  # no main thread
        yield
        return
    try:
        signal.setitimer(signal.ITIMER_PROF, seconds, _AGAIN)
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before or signal.SIG_DFL)


def _over(number: int, frame: FrameType | None) -> None:
    raise TooLongError
