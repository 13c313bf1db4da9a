"""Whether a glob names a path, in the manner of `.gitignore`; it reads no folder."""

from fnmatch import fnmatchcase


def covers(pattern: str, path: str, case: bool = False) -> bool:
    """Whether a glob names a file, or a folder above it; both are relative to one folder, with slashes.

    `*` and `?` stay within a name, `**` goes over folders. A glob without a slash names files and folders at any
    depth, one with a slash at its end only folders. Case counts where `case` says so.
    """
    if not case:
        pattern, path = pattern.lower(), path.lower()
    names = [name for name in path.split("/") if name not in {"", "."}]
    folders_only = pattern.endswith("/")
    told = [part for part in pattern.split("/") if part not in {"", "."}]
    parts = [part for index, part in enumerate(told) if part != "**" or told[index - 1 : index] != ["**"]]
    if not parts or not names or ".." in names:
        return False
    if folders_only:
        names.pop()
    if "/" not in pattern.rstrip("/"):
        return any(fnmatchcase(name, parts[0]) for name in names)
    return _leads(parts, names)


def _leads(parts: list[str], names: list[str]) -> bool:
    """Whether the parts of a glob name the path or a folder above it, its first part the first name."""
    last = len(parts) - 1
    at = _entered(parts, {0})
    for name in names:
        following = set()
        for index in at:
            if parts[index] == "**":
                if index == last:
                    return True
                following.add(index)
            elif fnmatchcase(name, parts[index]):
                if index == last:
                    return True
                following.add(index + 1)
        at = _entered(parts, following)
    return False


def _entered(parts: list[str], at: set[int]) -> set[int]:
    """The places in a glob that are reached from some without a further name: `**` may stand for no folder."""
    reached = set(at)
    for index in at:
        if parts[index] == "**" and index < len(parts) - 1:
            reached.add(index + 1)
    return reached
