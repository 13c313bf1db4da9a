"""Formats one document where it lies: the file is written only if it is still the one that was read."""

from typing import Literal

from runbooklint.edits import restored
from runbooklint.examining import SECONDS, told
from runbooklint.files import UnreadableError, decoded, load, sized
from runbooklint.formatting import formatted
from runbooklint.limits import TooLongError, limited
from runbooklint.named import NamedTuple
from runbooklint.report import Failure
from runbooklint.repository import below_root, slashed
from runbooklint.settings import Settings
from runbooklint.writing import UnwritableError, write_atomically

Status = Literal["formatted", "as it was", "left alone", "passed over", "failed"]

_MEGABYTE = 1_000_000
_TIMES = 3
"""How much longer formatting may take than linting: the document is read before and after."""


class Tidied(NamedTuple):
    """What became of a document."""

    status: Status
    before: str = ""
    """Its text, byte order mark and line ends included."""
    after: str = ""
    """The same, formatted."""
    told: str = ""
    """Why it was left alone, or why that failed."""
    defect: bool = False
    """Whether runbooklint itself is at fault."""


def tidied(path: str, settings: Settings, max_size: int, data: bytes | None = None) -> Tidied:
    """What formatting makes of a file, or of the bytes that are given; nothing is written."""
    try:
        held = sized(load(path, max_size) if data is None else data, max_size)
        source = decoded(held, slashed(path))
    except UnreadableError as error:
        return Tidied("failed", told=str(error))
    raw = held.decode("utf-8")
    limit = SECONDS * _TIMES * (1 + len(held) // _MEGABYTE)
    try:
        with limited(limit):
            result = formatted(source, settings.kind, below_root(path), settings.labels)
    except TooLongError:
        return Tidied("left alone", raw, raw, f"formatting takes longer than {limit} seconds")
    except Exception as error:
        return Tidied("failed", raw, raw, Failure(path, told(error), defect=True).told, defect=True)
    if not result.known:
        return Tidied("passed over", raw, raw)
    after = None if result.obstacle else restored(raw, result.text)
    if after is None:
        return Tidied("left alone", raw, raw, result.obstacle or "its line ends could not stay as they are")
    return Tidied("as it was" if after == raw else "formatted", raw, after)


def keep(path: str, change: Tidied) -> Tidied:
    """Write a formatted document; the same, or why that fails."""
    try:
        write_atomically(path, change.after.encode("utf-8"), change.before.encode("utf-8"))
    except UnwritableError as error:
        return change._replace(status="failed", told=str(error))
    return change
