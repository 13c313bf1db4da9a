"""What is timed, and against what; it knows nothing of how."""

import shutil
import sys
import sysconfig
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.documents import sized, write
from benchmarks.timing import Command

CASES = ("start", "one", "100", "1000", "jobs", "cache", "large", "others", "10000")
"""The groups of cases, those that take longest last."""
_PYTHON = [sys.executable]
_CLICK = [*_PYTHON, "-c", "import click"]
_IMPORTS = [*_PYTHON, "-c", "import click, markdown_it"]
_CACHE = ".runbooklint_cache"


class Case(NamedTuple):
    """Two commands to be timed in turns."""

    group: str
    name: str
    ours: Command
    theirs: Command
    against: str
    """What `theirs` is, in words."""
    bound: float | None = None
    """The largest ratio that is meant to hold."""
    wall: bool = False
    """Whether the ratio of wall clocks counts, not that of processor times."""
    before: Callable[[], None] | None = None
    """What is done before each of our runs."""
    slow: bool = False
    """Whether a run takes so long that few rounds have to do."""


def program() -> list[str]:
    """The installed program, else the module of this checkout."""
    found = shutil.which("runbooklint", path=sysconfig.get_path("scripts"))
    return [found] if found else [*_PYTHON, "-m", "runbooklint"]


def check(*options: str) -> list[str]:
    """The command that lints with all rules, whatever it finds."""
    return [*program(), "check", "--fail-on", "never", *options]


def cases(folder: Path, groups: frozenset[str]) -> Iterator[Case]:
    """The cases of groups; the documents that they need are written below the folder first."""
    for name in CASES:
        if name in groups:
            yield from _GROUPS[name](folder)


def _start(folder: Path) -> Iterator[Case]:
    for option in ("--version", "--help"):
        yield Case("start", f"`{option}`", [*program(), option], _CLICK, "`import click`", 1.25)


def _one(folder: Path) -> Iterator[Case]:
    single = check("-j1", "--no-cache")
    for kind in ("cutover", "runbook", "mitigation-log"):
        path = folder / f"one-{kind}.md"
        path.write_text(sized(8_000, kind=kind), encoding="utf-8")
        told = "`import click, markdown_it`"
        yield Case("one", f"one {kind}, 8 KB", [*single, path.name], _IMPORTS, told, 1.4)
    yield Case("one", "`parse`, 8 KB", [*program(), "parse", "one-cutover.md"], _IMPORTS, told)
    formatter = [*program(), "format", "--check", "one-cutover.md"]
    yield Case(
        "one",
        "`format --check`, 8 KB",
        formatter,
        [*_PYTHON, "-m", "mdformat", "--check", "one-cutover.md"],
        "`mdformat --check`",
    )


def _many(count: int) -> Callable[[Path], Iterator[Case]]:
    def made(folder: Path) -> Iterator[Case]:
        name = _documents(folder, count)
        ours = check("-j1", "--no-cache", name)
        yield Case(
            str(count), f"{count:,} files, one job", ours, _blocks(name), "their blocks parsed", 2.5, slow=count > 100
        )

    return made


def _jobs(folder: Path) -> Iterator[Case]:
    name = _documents(folder, 1000)
    single = check("-j1", "--no-cache", name)
    yield Case(
        "jobs", "1,000 files, two jobs", check("-j2", "--no-cache", name), single, "one job", 0.62, True, slow=True
    )
    for count in (1, 10, 25, 50, 100):
        name = _documents(folder, count)
        single = check("-j1", "--no-cache", name)
        yield Case("jobs", f"{count} files, default jobs", check("--no-cache", name), single, "one job", 1.1, True)


def _cached(folder: Path) -> Iterator[Case]:
    for count, bound in ((10, 1.1), (100, None), (1000, 0.08)):
        name = _documents(folder, count)
        cold = check("-j1", "--no-cache", name)
        yield Case(
            "cache", f"{count:,} unchanged files", check("-j1", name), cold, "without cache", bound, slow=count > 100
        )
    name = _documents(folder, 1000)

    def clear() -> None:
        shutil.rmtree(folder / _CACHE, ignore_errors=True)

    yield Case(
        "cache",
        "1,000 files, first run",
        check("-j1", name),
        check("-j1", "--no-cache", name),
        "without cache",
        before=clear,
        slow=True,
    )


def _large(folder: Path) -> Iterator[Case]:
    for megabytes in (1, 10):
        path = folder / f"large-{megabytes}-cutover.md"
        path.write_text(sized(megabytes * 990_000), encoding="utf-8")
        ours = check("-j1", "--no-cache", "--max-size", "20MB", path.name)
        yield Case(
            "large", f"one document of {megabytes} MB", ours, _blocks(path.name), "its blocks parsed", 2.5, slow=True
        )


def _others(folder: Path) -> Iterator[Case]:
    """Other programs on the same files, those that are installed; their rules are other rules."""
    name = _documents(folder, 1000)
    ours = check("--no-cache", name)
    for other, command in _OTHERS.items():
        found = shutil.which(command[0], path=sysconfig.get_path("scripts")) or shutil.which(command[0])
        if found:
            arguments = [word.format(folder=name) for word in command[1:]]
            yield Case("others", "1,000 files", ours, [found, *arguments], other, slow=True, wall=True)


_OTHERS = {
    "rumdl, its default rules": ("rumdl", "check", "--no-cache", "--silent", "{folder}"),
    "markdownlint-cli2, its default rules": ("markdownlint-cli2", "{folder}/**/*.md"),
    "pymarkdown, its default rules": ("pymarkdown", "scan", "--recurse", "{folder}"),
    "mdformat --check, no rules": ("mdformat", "--check", "{folder}"),
}


def _documents(folder: Path, count: int) -> str:
    """The name of a folder with that many documents."""
    name = f"documents-{count}"
    if not (folder / name).exists():
        write(folder / name, count)
    return name


def _blocks(name: str) -> list[str]:
    return [*_PYTHON, str(Path(__file__).with_name("blocks.py")), name]


_GROUPS: dict[str, Callable[[Path], Iterator[Case]]] = {
    "start": _start,
    "one": _one,
    "100": _many(100),
    "1000": _many(1000),
    "jobs": _jobs,
    "cache": _cached,
    "large": _large,
    "others": _others,
    "10000": _many(10_000),
}
