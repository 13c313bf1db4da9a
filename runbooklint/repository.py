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
    """The path of a document below the repository root, with slashes; its bare name outside a repository."""
    whole = os.path.abspath(path)
    root = root_of(os.path.dirname(whole))
    shown = os.path.relpath(whole, root) if root else os.path.basename(whole)
    return shown.replace(os.sep, "/")


def within(path: str, root: str) -> bool:
    """Whether an absolute path is a folder or below it, and stays so where symbolic links are followed."""
    return _below(path, root) and _below(os.path.realpath(path), os.path.realpath(root))


def _below(path: str, root: str) -> bool:
    return path == root or path.startswith(root.rstrip(os.sep) + os.sep)
