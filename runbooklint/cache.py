"""What earlier runs found, kept in one file for documents that are as they were; it knows neither rules nor kinds."""

import json
import os
import stat
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from importlib.util import find_spec
from typing import Any

from runbooklint.examining import Seen, Task, content_of
from runbooklint.files import UnreadableError, load, states
from runbooklint.plain import MisfitError, maker
from runbooklint.settings import Settings
from runbooklint.version import VERSION
from runbooklint.writing import UnwritableError, write_atomically

_RATIO = 10
"""How many times the bytes of the documents a cache may have and still be read in less time than they are linted."""
_LARGEST = 50_000_000
"""The bytes that are kept at the most."""
_NAME = "results.json"
_TAG = "CACHEDIR.TAG"
_MARKS = {
    _TAG: b"Signature: 8a477f597d28d172789f06886806bc55\n# Results of runbooklint; this folder can be deleted.\n",
    ".gitignore": b"*\n",
}
_HEAD, _MIDDLE, _TAIL = b'{"seal": "', b'", "results":\n', b"\n}\n"
_SEAL = 64


class Cache:
    """The results in one folder. What is damaged, of another version, or was not written there is taken for nothing."""

    def __init__(self, folder: str, size: int) -> None:
        """Read the results for documents of `size` bytes in all."""
        self.folder = folder
        self.path = os.path.join(folder, _NAME)
        self.old: dict[str, Any] = {}
        self.new: dict[str, Seen] = {}
        self.names: dict[int, tuple[Settings, str]] = {}
        self.worth = not trouble(folder) and _size(self.path) <= min(size * _RATIO, _LARGEST)
        if self.worth:
            self.old = _opened(self.path, self.folder)

    def asked(self, settings: Settings) -> str:
        """A name of what settings ask, apart from the day."""
        known = self.names.get(id(settings))
        if known is None:
            text = json.dumps(settings._replace(today=""), default=_plain, sort_keys=True)
            known = settings, blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
            self.names[id(settings)] = known
        return known[1]

    def find(self, task: Task) -> Seen | None:
        """What is known of a document as it is now, and as what it links to is now."""
        if not task.asked:
            return None
        path = os.path.abspath(task.path)
        try:
            seen: Seen = maker(Seen)(self.old[path])
            data = load(task.path, task.max_size)
        except (KeyError, MisfitError, UnreadableError):
            return None
        links = dict(seen.links)
        if seen.content != content_of(task, data) or (links and links != states(task.path, links)):
            return None
        return seen

    def keep(self, task: Task, seen: Seen) -> None:
        """Keep what was found in a document."""
        if seen.result and seen.content:
            self.new[os.path.abspath(task.path)] = seen

    def save(self) -> None:
        """Write the results, where there are new ones, with the old ones of documents that still exist."""
        if not self.new or not self.worth:
            return
        old = {path: row for path, row in self.old.items() if path not in self.new and os.path.lexists(path)}
        for results in ({**self.new, **old}, self.new):
            body = json.dumps(results, separators=(",", ":")).encode()
            if len(body) < _LARGEST:
                break
        else:
            return
        with suppress(OSError, UnwritableError):  # a run in a folder that cannot be written is as good
            _prepare(self.folder)
            write_atomically(self.path, _HEAD + _seal(body, self.folder) + _MIDDLE + body + _TAIL)


def trouble(folder: str) -> str:
    """Why a folder is not used: it is a link, another user's, or holds something else; empty where it can be used."""
    try:
        if not os.path.lexists(folder):
            return ""
        if not stat.S_ISDIR(os.lstat(folder).st_mode):
            return "it is no folder"
        names = os.listdir(folder)
        if names and _TAG not in names:
            return "it holds other files"
        return "" if all(_own(os.path.join(folder, name)) for name in ("", _TAG, _NAME)) else "it is not this user's"
    except OSError as error:
        return f"it cannot be read: {error.strerror}"


def _own(path: str) -> bool:
    """Whether a file or folder belongs to the user and is no link, where it exists."""
    try:
        status = os.lstat(path)
    except FileNotFoundError:
        return True
    own = not hasattr(os, "geteuid") or status.st_uid == os.geteuid()
    return own and (stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode))


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size
    except OSError:
        return 0


def _opened(path: str, folder: str) -> dict[str, Any]:
    """The results in a file, not looked at yet; none where it is not as this version has written it in this place."""
    try:
        with open(path, "rb") as file:
            data = file.read(_LARGEST + _SEAL)
        start = len(_HEAD) + _SEAL
        body = data[start + len(_MIDDLE) : -len(_TAIL)]
        if data[:start] != _HEAD + _seal(body, folder):
            return {}
        results = json.loads(body)
    except (OSError, ValueError, RecursionError):
        return {}
    return results if isinstance(results, dict) else {}


def _seal(body: bytes, folder: str) -> bytes:
    """A name of results that holds for one version in one place: nobody can tell beforehand when and as which file the
    mark of the folder is made, so a file that came with a repository never has it. Raises OSError."""
    mark = os.lstat(os.path.join(folder, _TAG))
    place = f"{mark.st_dev} {mark.st_ino} {mark.st_ctime_ns}"
    key = blake2b(f"{_judge()}\0{place}".encode()).digest()
    return blake2b(body, key=key, digest_size=_SEAL // 2).hexdigest().encode()


@cache
def _judge() -> str:
    """A name of all that decides besides documents and settings: the rules, the parser of Markdown, Python."""
    parser = find_spec("markdown_it")
    origins = [*_modules(os.path.dirname(__file__)), *([parser.origin] if parser and parser.origin else [])]
    told = [VERSION, sys.version]
    for path in origins:
        status = os.stat(path)
        told.append(f"{path} {status.st_size} {status.st_mtime_ns}")
    return "\0".join(told)


def _modules(folder: str) -> Iterator[str]:
    """The modules below a folder; none where it is no folder of the file system."""
    for top, folders, names in os.walk(folder):
        folders.sort()
        yield from (os.path.join(top, name) for name in sorted(names) if name.endswith(".py"))


def _prepare(folder: str) -> None:
    """Make a folder and mark it as one that backups and git pass over. Raises OSError."""
    with suppress(FileExistsError):
        os.makedirs(folder)
    for name, data in _MARKS.items():
        with suppress(FileExistsError), open(os.path.join(folder, name), "xb") as file:
            file.write(data)


def _plain(value: Any) -> Any:
    """What is put into JSON in the place of a set or another mapping."""
    return dict(value) if isinstance(value, Mapping) else sorted(value)
