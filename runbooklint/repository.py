"""Where a path stands: in which repository, and whether below which folder; it reads no file."""

import os
from functools import cache


@cache
def root_of(folder: str) -> str | None:
    """The nearest folder, upwards from an absolute one, that holds `.git`; None where there is none."""
    while not os.path.exists(os.path.join(folder, ".git")):
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above
    return folder


def below_root(path: str) -> str:
    """The path of a document below the repository root, with slashes, wherever a run starts; outside a repository its
    path from the current folder, so that no two documents have the same."""
    whole = os.path.abspath(path)
    root = root_of(os.path.dirname(whole))
    try:
        return slashed(os.path.relpath(whole, root or os.curdir))
    except ValueError:  # on another drive
        return slashed(whole)


def slashed(path: str) -> str:
    """A path with slashes between its parts; a backslash in a name stays where it parts nothing."""
    return path.replace(os.sep, "/")


def within(path: str, root: str) -> bool:
    """Whether an absolute path is a folder or below it, and stays so where symbolic links are followed; false for what
    can be no path here."""
    try:
        return _below(path, root) and _below(os.path.realpath(path), os.path.realpath(root))
    except ValueError:  # a NUL, or letters that the locale does not have
        return False


def leads_out(path: str) -> bool:
    """Whether a path inside a repository stands, through symbolic links, for something outside it."""
    whole = os.path.abspath(path)
    root = root_of(os.path.dirname(whole))
    return root is not None and not within(whole, root)


def _below(path: str, root: str) -> bool:
    return path == root or path.startswith(root.rstrip(os.sep) + os.sep)
