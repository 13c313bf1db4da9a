"""What git ignores below a folder: asked of git, else read from the files that tell it; it runs nothing else."""

import os
from collections.abc import Iterable
from itertools import islice

from runbooklint.globs import matches
from runbooklint.named import NamedTuple
from runbooklint.repository import root_of

_FILE = ".gitignore"
_LARGEST = 1_000_000
_MOST = 1000
"""The rules of a file that are heeded: each path is held against them, and what is not ignored is linted."""
_PATIENCE = 60
_STATE = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR")
"""What a hook inherits from git; the repository of a folder is asked for by the folder itself."""


class Ignored:
    """What git ignores below one folder of a repository. Where git cannot be asked, its files are read if they are
    trusted; else nothing is ignored, for they may name what git has under version control."""

    def __init__(self, folder: str, trusting: bool = True) -> None:
        self.folder = os.path.abspath(folder)
        self.root = root_of(self.folder)
        self.names = _told_by_git(self.folder) if self.root else frozenset()
        """Whole paths of files and folders; None where git could not be asked."""
        if self.names is None and not trusting:
            self.names = frozenset()
        self.rules: dict[str, tuple[_Rule, ...]] = {}

    def holds(self, path: str, is_folder: bool) -> bool:
        """Whether git ignores a file or folder, given by its whole path; what is above it is taken to be heeded."""
        if self.names is not None:
            return path in self.names
        answer = False
        for rule in self._rules(os.path.dirname(path)):
            below = os.path.relpath(path, rule.folder).replace(os.sep, "/")
            if matches(rule.pattern, below, is_folder):
                answer = not rule.negated
        return answer

    def _rules(self, folder: str) -> tuple["_Rule", ...]:
        """The rules for what stands directly in a folder, the weakest first."""
        if folder not in self.rules:
            if folder == self.root or os.path.dirname(folder) == folder:
                above: tuple[_Rule, ...] = tuple(_read(os.path.join(folder, ".git", "info", "exclude"), folder))
            else:
                above = self._rules(os.path.dirname(folder))
            self.rules[folder] = (*above, *islice(_read(os.path.join(folder, _FILE), folder), _MOST))
        return self.rules[folder]


class _Rule(NamedTuple):
    pattern: str
    folder: str
    negated: bool


def _told_by_git(folder: str) -> frozenset[str] | None:
    """What git says that it ignores below a folder; None where it cannot be asked."""
    import subprocess

    # a repository may be a stranger's: nothing that its configuration names is to be run
    safe = ("-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}", "-c", "safe.bareRepository=explicit")
    listing = ("--no-optional-locks", "ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--directory")
    environment = {name: value for name, value in os.environ.items() if name not in _STATE}
    try:
        done = subprocess.run(
            ["git", *safe, *listing],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_PATIENCE,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    names = (os.fsdecode(name) for name in done.stdout.split(b"\0") if name)
    return frozenset(os.path.normpath(os.path.join(folder, name)) for name in names)


def _read(path: str, folder: str) -> Iterable[_Rule]:
    """The rules of one file, in its order; none where it cannot be read."""
    try:
        if not os.path.isfile(path):
            return
        with open(path, encoding="utf-8", errors="replace") as file:
            text = file.read(_LARGEST)
    except OSError:
        return
    for line in text.split("\n"):
        bare = line.rstrip("\r").rstrip(" ")
        if bare and not bare.startswith("#"):
            negated = bare.startswith("!")
            yield _Rule(bare[negated:].removeprefix("\\"), folder, negated)
