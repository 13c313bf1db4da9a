"""Whether a glob names a path, in the manner of `.gitignore`; it reads no folder.

`*` and `?` stay within a name, `**` goes over folders; `{a,b}` is one of several in the globs of a configuration. A
glob without a slash names files and folders at any depth, one with a slash at its end only folders. Paths are relative
to the folder of the glob, with slashes.
"""

from fnmatch import fnmatchcase
from functools import lru_cache

_MOST = 100
"""The alternatives of one glob that are looked at."""


def covers(pattern: str, path: str, folder: bool = False) -> bool:
    """Whether a glob names a file (a folder, where `folder` says so) or a folder above it, without regard to case."""
    return any(_covers(one, path, folder) for one in alternatives(pattern))


@lru_cache(maxsize=256)
def alternatives(pattern: str) -> tuple[str, ...]:
    """The globs that one with `{a,b}` stands for; none where there are too many. Braces without a partner are signs."""
    done: list[str] = []
    waiting = [(pattern, 0)]
    while waiting and len(done) + len(waiting) <= _MOST:
        one, begin = waiting.pop()
        end = one.find("}", begin)
        start = one.rfind("{", 0, end)
        if end < 0:
            done.append(one)
        elif start < 0:
            waiting.append((one, end + 1))
        else:
            waiting += [(one[:start] + word + one[end + 1 :], 0) for word in reversed(one[start + 1 : end].split(","))]
    return () if waiting else tuple(done)


def _covers(pattern: str, path: str, folder: bool) -> bool:
    told = _split(pattern.lower(), path.lower())
    if told is None:
        return False
    parts, names = told
    if pattern.endswith("/") and not folder:
        names.pop()
    if _floats(pattern):
        return any(fnmatchcase(name, parts[0]) for name in names)
    return _matched(parts, names, above=True)


def matches(pattern: str, path: str, folder: bool = False) -> bool:
    """Whether a glob names this very file, or folder where `folder` says so."""
    told = _split(pattern, path)
    if told is None or (pattern.endswith("/") and not folder):
        return False
    parts, names = told
    return fnmatchcase(names[-1], parts[0]) if _floats(pattern) else _matched(parts, names, above=False)


def _floats(pattern: str) -> bool:
    """Whether a glob counts at any depth."""
    return "/" not in pattern.rstrip("/")


def _split(pattern: str, path: str) -> tuple[list[str], list[str]] | None:
    """The parts of a glob and the names of a path; None where one of them says nothing or leads upwards."""
    names = [name for name in path.split("/") if name not in {"", "."}]
    told = [part for part in pattern.split("/") if part not in {"", "."}]
    parts = [part for index, part in enumerate(told) if part != "**" or told[index - 1 : index] != ["**"]]
    return (parts, names) if parts and names and ".." not in names else None


def _matched(parts: list[str], names: list[str], above: bool) -> bool:
    """Whether the parts of a glob name the path, or, with `above`, a folder on the way to it."""
    last = len(parts) - 1
    at = _entered(parts, {0})
    for number, name in enumerate(names, 1):
        following = set()
        for index in at:
            if parts[index] == "**" or fnmatchcase(name, parts[index]):
                if index == last and (above or number == len(names)):
                    return True
                following.add(index if parts[index] == "**" else index + 1)
        at = _entered(parts, following)
    return False


def _entered(parts: list[str], at: set[int]) -> set[int]:
    """The places in a glob that are reached from some without a further name: `**` may stand for no folder."""
    reached = {index for index in at if index < len(parts)}
    for index in sorted(reached):
        if parts[index] == "**" and index < len(parts) - 1:
            reached.add(index + 1)
    return reached
