"""Which files a run works on, and their bytes; it knows nothing of what stands in them."""

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from runbooklint.named import NamedTuple
from runbooklint.repository import leads_out, root_of, within
from runbooklint.source import Source

SUFFIXES = (".md", ".markdown")
MAX_SIZE = 1_000_000
"""The default of `--max-size`, in bytes."""
_LEADS_OUT = "a link that leads out of the repository is not followed; name the file itself"
_PASSED = frozenset({".git", ".hg", ".svn", ".jj", "node_modules", "__pycache__", ".tox", ".nox", ".venv"})


class UnreadableError(Exception):
    """A path that cannot be linted, and why."""


class Found(NamedTuple):
    """A file to lint."""

    path: str
    """As shown to the user."""
    named: bool
    """Whether the user named it; else a folder brought it."""


class Lost(NamedTuple):
    """A path that names nothing which can be read."""

    path: str
    message: str


class Excluded(NamedTuple):
    """A path that the user named and that is excluded."""

    path: str


Item = Found | Lost | Excluded
Excludes = Callable[[str, bool], bool]
"""Whether a path is excluded, and whether that path is a folder."""


def found(
    paths: Iterable[str],
    excludes: Excludes = lambda path, folder: False,
    force: bool = True,
    trusting: bool = True,
) -> Iterator[Item]:
    """The files that paths stand for, each once: a file itself, a folder all Markdown files below it that git does not
    ignore. With `force`, what is excluded stays so where it is named. Where the repository is not to be trusted, no
    mark that it may bring hides a folder, and only git says what it ignores: never what it has under version control.
    """
    seen: set[str] = set()
    for path in paths:
        folder = os.path.isdir(path) and not leads_out(path)
        if force and excludes(path, folder):
            yield Excluded(os.path.normpath(path))
            continue
        for item in _walk(path, excludes, trusting) if folder else (_named(path),):
            real = os.path.realpath(item.path)
            if real not in seen:
                seen.add(real)
                yield item


def _named(path: str) -> Found | Lost:
    shown = os.path.normpath(path)
    if leads_out(path):
        return Lost(shown, _LEADS_OUT)
    if os.path.exists(path):
        return Found(shown, True)
    return Lost(shown, "broken symbolic link" if os.path.islink(path) else "no such file or folder")


def _walk(folder: str, excludes: Excludes, trusting: bool) -> Iterator[Found | Lost]:
    from runbooklint.ignored import Ignored  # files that are named need not pay for it

    lost: list[OSError] = []
    ignored = {os.path.abspath(folder): Ignored(folder, trusting)}
    for top, folders, names in os.walk(folder, onerror=lost.append):
        here = os.path.abspath(top)
        told = ignored.pop(here)
        if ".git" in (*folders, *names) and here != told.folder:
            told = Ignored(here, trusting)  # a repository within the repository

        def heeded(name: str, is_folder: bool, top: str = top, here: str = here, told: Ignored = told) -> bool:
            return not (told.holds(os.path.join(here, name), is_folder) or excludes(os.path.join(top, name), is_folder))

        folders[:] = sorted(name for name in folders if not _skipped(top, name, trusting) and heeded(name, True))
        ignored.update((os.path.join(here, name), told) for name in folders)
        for name in sorted(names):
            path = os.path.normpath(os.path.join(top, name))
            if name.lower().endswith(SUFFIXES) and _regular(path) and heeded(name, False):
                yield Found(path, False)
    for error in lost:
        yield Lost(os.path.normpath(str(error.filename)), f"folder cannot be read: {error.strerror}")


def _skipped(top: str, name: str, trusting: bool) -> bool:
    """Whether a folder holds no documents of the project: version control, packages, environments, caches; by its name,
    and by what stands in it where that is trusted."""
    if name in _PASSED or (name.startswith(".") and name.endswith("cache")):
        return True
    inside = os.path.join(top, name)
    return trusting and any(os.path.exists(os.path.join(inside, mark)) for mark in ("pyvenv.cfg", "CACHEDIR.TAG"))


def _regular(path: str) -> bool:
    """Whether it is a file of its own: no link, no pipe, no device."""
    try:
        return stat.S_ISREG(os.lstat(path).st_mode)
    except OSError:
        return True  # the attempt to read it will say why


def load(path: str, max_size: int) -> bytes:
    """The bytes of a file. Raises UnreadableError where it is a folder, too large or cannot be read."""
    if leads_out(path):
        raise UnreadableError(_LEADS_OUT)
    if os.path.isdir(path):
        raise UnreadableError("is a folder; a file is needed")
    try:
        with open(path, "rb") as file:
            data = file.read(max_size + 1)
    except OSError as error:
        raise UnreadableError(f"cannot be read: {error.strerror}") from error
    return sized(data, max_size)


def sized(data: bytes, max_size: int) -> bytes:
    """The same bytes. Raises UnreadableError for more than `max_size` of them."""
    if len(data) > max_size:
        raise UnreadableError(f"larger than {max_size:,} bytes; --max-size allows more")
    return data


def decoded(data: bytes, path: str) -> Source:
    """The text of a file. Raises UnreadableError for a binary file, or one that is not UTF-8."""
    if b"\0" in data:
        raise UnreadableError(f"binary file: NUL at byte {data.index(0)}")
    try:
        return Source.from_bytes(data, path)
    except UnicodeDecodeError as error:
        raise UnreadableError(f"not UTF-8 at byte {error.start}") from error


def linked(path: str, targets: Iterable[str]) -> dict[str, frozenset[str] | None]:
    """What a document links to, by target as written: None where there is no file, else its anchors (empty where they
    are not known). Targets outside the repository root (or the document's folder) are left out and not looked at."""
    found = _inside(path, targets)
    return {target: None if changed is None else _anchors(whole, changed) for target, whole, changed in found}


def states(path: str, targets: Iterable[str]) -> dict[str, str | None]:
    """What tells whether `linked` would give the same answers, by target as written: None where there is no file, a
    name of the content where there is a Markdown file, else a word."""
    told: dict[str, str | None] = dict.fromkeys(targets, "outside")
    for target, whole, changed in _inside(path, list(told)):
        told[target] = None if changed is None else _state(whole, changed)
    return told


def _inside(path: str, targets: Iterable[str]) -> Iterator[tuple[str, str, int | None]]:
    """The targets inside the repository, as written and as whole paths, with the times of change in nanoseconds, None
    where there is nothing."""
    from urllib.parse import unquote  # few documents link to others

    folder = os.path.dirname(os.path.abspath(path))
    root = root_of(folder) or folder
    for target in targets:
        name = unquote(target)
        whole = os.path.normpath(root + name if name.startswith("/") else os.path.join(folder, name))
        if within(whole, root):
            yield target, whole, _changed(whole)


def _changed(path: str) -> int | None:
    try:
        return os.stat(path).st_mtime_ns
    except OSError:
        return None


@lru_cache(maxsize=1024)
def _anchors(path: str, _changed: int) -> frozenset[str]:
    """The anchors of a Markdown file as it is since a time of change; empty for anything else."""
    from runbooklint.engine import anchors_of  # a run that has all its results at hand need not import it

    try:
        return anchors_of(decoded(load(path, MAX_SIZE), path)) if _markdown(path) else frozenset()
    except UnreadableError:
        return frozenset()


@lru_cache(maxsize=1024)
def _state(path: str, _changed: int) -> str:
    from hashlib import blake2b

    try:
        return blake2b(load(path, MAX_SIZE), digest_size=16).hexdigest() if _markdown(path) else "other"
    except UnreadableError:
        return "unreadable"


def _markdown(path: str) -> bool:
    return path.lower().endswith(SUFFIXES) and os.path.isfile(path)
