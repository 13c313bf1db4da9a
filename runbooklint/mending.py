"""Fixes one document where it lies: the file is written only if it is still the one that was read."""

from functools import partial

from runbooklint.engine import lint
from runbooklint.examining import SECONDS, Seen, Task, told
from runbooklint.files import UnreadableError, linked, load
from runbooklint.fixes import Mended, mend
from runbooklint.limits import TooLongError, limited
from runbooklint.named import NamedTuple
from runbooklint.repository import below_root, slashed
from runbooklint.result import Result
from runbooklint.settings import Settings
from runbooklint.source import Source
from runbooklint.writing import UnwritableError, write_atomically

_MEGABYTE = 1_000_000
_TIMES = 6
"""How much longer fixing may take than linting: what was fixed is linted again, and again where it was not right."""


class Mode(NamedTuple):
    """Which fixes are wanted, and whether files are to be written."""

    unsafe: bool = False
    write: bool = True


def fixable(result: Result, mode: Mode) -> bool:
    """Whether there is a fix to try."""
    return any(finding.repair and (finding.repair.safe or mode.unsafe) for finding in result.findings)


def mended(task: Task, seen: Seen, mode: Mode, data: bytes | None = None) -> tuple[Seen, Mended | None]:
    """What is found in a document after its fixes, and what they were; `data` are its bytes where it is no file.

    Where nothing is to be written, what was found before; where it cannot be written, that, and why.
    """
    limit = SECONDS * _TIMES * (1 + len(data or b"") // _MEGABYTE)
    try:
        held = load(task.path, task.max_size) if data is None else data
        with limited(limit):
            result = _mended(task, held, mode)
        if not result.fixed or not mode.write:
            return seen, result
        if data is None:
            write_atomically(task.path, result.text.encode("utf-8"), held)
    except (UnreadableError, UnwritableError) as error:
        return seen._replace(fault=str(error)), None
    except Exception as error:
        return seen._replace(fault=told(error), defect=True), None
    except TooLongError:
        return seen._replace(fault=f"fixing takes longer than {limit} seconds; given up, nothing is fixed"), None
    return seen._replace(result=result.result), result


def _mended(task: Task, data: bytes, mode: Mode) -> Mended:
    where, look = below_root(task.path), partial(linked, task.path)

    def again(source: Source, settings: Settings) -> Result:
        return lint(source, settings, where, look)

    return mend(data.decode("utf-8"), slashed(task.path), task.settings, again, mode.unsafe)
