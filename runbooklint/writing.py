"""Writing a file such that at any moment it is the old one or the new one; it knows nothing of what stands in it."""

import os
import stat
from contextlib import suppress
from errno import EACCES

_NEW, _MEANWHILE = 0o666, 0o600
"""The permissions of a new file, of which the user's mask takes away, and of one that is to take the place of another,
until it has the permissions of that one."""
_NAME = 40
"""Characters of the old name in the name beside it, which may be 255 bytes long."""


class UnwritableError(Exception):
    """A file that cannot be written, and why; the old file, if there was one, is as it was."""


def write_atomically(path: str, data: bytes, held: bytes | None = None) -> None:
    """Put bytes into a file: through a link into the file that it leads to, with the permissions and, where allowed,
    the owner of the old file. A pipe or a device is written to as it is. Raises UnwritableError, also where the file no
    longer holds the bytes that are given as held by it."""
    target = os.path.realpath(path)
    try:
        old = _status(target)
        if old and stat.S_ISDIR(old.st_mode):
            raise UnwritableError("cannot be written: it is a folder")
        if old and not stat.S_ISREG(old.st_mode):
            with open(target, "wb", buffering=0) as file:
                _put(file.fileno(), data)
        else:
            _replace(target, data, old, held)
    except OSError as error:
        left = ", the file is as it was" if os.path.lexists(target) else ""
        raise UnwritableError(f"cannot be written: {error.strerror}{left}") from error


def _status(path: str) -> os.stat_result | None:
    try:
        return os.stat(path)
    except FileNotFoundError:
        return None


def _replace(target: str, data: bytes, old: os.stat_result | None, held: bytes | None) -> None:
    """Write beside the file, then put the result in its place in one step."""
    if old and not os.access(target, os.W_OK, effective_ids=os.access in os.supports_effective_ids):
        raise PermissionError(EACCES, os.strerror(EACCES))
    folder, name = os.path.split(target)
    beside = os.path.join(folder, f".{name[:_NAME]}.{os.urandom(8).hex()}.tmp")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    made = os.open(beside, flags, _MEANWHILE if old else _NEW)
    try:
        try:
            _put(made, data)
            if old:
                _liken(made, old)
            os.fsync(made)
        finally:
            os.close(made)
        if held is not None and not _holds(target, held):
            raise UnwritableError("not written: the file has changed since it was read")
        os.replace(beside, target)
    except BaseException:
        with suppress(OSError):
            os.unlink(beside)
        raise
    _settle(folder)


def _holds(path: str, data: bytes) -> bool:
    with open(path, "rb") as file:
        return file.read(len(data) + 1) == data


def _put(file: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(file, rest) :]


def _liken(made: int, old: os.stat_result) -> None:
    """Give the new file the owner and the permissions of the old one; the owner is the old one's only if allowed."""
    if not hasattr(os, "fchown"):
        return
    now = os.fstat(made)
    if (now.st_uid, now.st_gid) != (old.st_uid, old.st_gid):
        with suppress(PermissionError):
            os.fchown(made, old.st_uid, old.st_gid)
    os.fchmod(made, stat.S_IMODE(old.st_mode))


def _settle(folder: str) -> None:
    """Have the new name on the disk too, where a file system knows how."""
    with suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def create(path: str, data: bytes) -> None:
    """Put bytes into a file that does not exist yet, neither as a link. Raises UnwritableError."""
    try:
        made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), _NEW)
    except FileExistsError as error:
        raise UnwritableError("not written: it exists already") from error
    except OSError as error:
        raise UnwritableError(f"cannot be written: {error.strerror}") from error
    try:
        _put(made, data)
    except OSError as error:
        os.unlink(path)
        raise UnwritableError(f"cannot be written: {error.strerror}") from error
    finally:
        os.close(made)
