"""The same bytes whatever does not matter: number of jobs, hash seed, locale, time zone, current folder, cache."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from runbooklint.reporters import FORMATS
from tests.conftest import ROOT

WAYS: dict[str, tuple[tuple[str, ...], dict[str, str]]] = {
    "jobs": (("-j2",), {}),
    "seed": (("-j1",), {"PYTHONHASHSEED": "1"}),
    "another seed": (("-j2",), {"PYTHONHASHSEED": "4294967295"}),
    "locale": (("-j1",), {"LC_ALL": "C", "LANG": "C", "LANGUAGE": "de"}),
    "time zone": (("-j1",), {"TZ": "Pacific/Kiritimati"}),
    "optimised": (("-j1",), {"PYTHONOPTIMIZE": "2"}),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    top = tmp_path_factory.mktemp("same") / "repository"
    shutil.copytree(ROOT / "fixtures", top / "docs", ignore=shutil.ignore_patterns("*.out", "hostile", "ok"))
    for path in sorted((ROOT / "fixtures" / "ok").glob("*.md"))[::5]:  # silent ones, of which some will do
        shutil.copy(path, top / "docs")
    (top / ".git").mkdir()
    (top / "inner").mkdir()
    return top


MORE = (
    ("check", "--statistics"),
    ("check", "--no-cache", "--diff", "--unsafe-fixes"),
    ("format", "--diff"),
    ("config", "--show-files"),
)
"""What the other commands print."""


def run(folder: Path, variables: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[bytes]:
    environment = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "FORCE_COLOR"}}
    environment |= {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0", **variables}
    command = [sys.executable, "-m", "runbooklint", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True)


def told(folder: Path, options: tuple[str, ...], variables: dict[str, str], path: str = "docs") -> dict[str, bytes]:
    """What a run says in all formats, on standard output, and its status."""
    outputs = [word for form in FORMATS for word in ("--output", f"{form}:{folder.parent}/told.{form}")]
    done = run(folder, variables, "check", "--no-cache", "--show-suppressed", *options, *outputs, path)
    answers = {form: (folder.parent / f"told.{form}").read_bytes() for form in FORMATS}
    return {**answers, "stdout": done.stdout, "status": str(done.returncode).encode()}


def also_told(folder: Path, variables: dict[str, str], path: str = "docs") -> list[tuple[int, bytes, bytes]]:
    """What other commands say."""
    done = (run(folder, variables, *arguments, path) for arguments in MORE)
    return [(one.returncode, one.stdout, one.stderr) for one in done]


@pytest.fixture(scope="module")
def usual(folder: Path) -> dict[str, bytes]:
    return told(folder, ("-j1",), {})


@pytest.fixture(scope="module")
def usual_more(folder: Path) -> list[tuple[int, bytes, bytes]]:
    return also_told(folder, {})


@pytest.mark.parametrize("way", WAYS)
def test_nothing_else_decides_what_is_told(
    folder: Path, usual: dict[str, bytes], usual_more: list[tuple[int, bytes, bytes]], way: str
) -> None:
    assert usual["status"] == b"1"
    options, variables = WAYS[way]
    assert told(folder, options, variables) == usual
    if variables:
        assert also_told(folder, variables) == usual_more


def test_the_current_folder_decides_only_how_paths_are_shown(folder: Path, usual: dict[str, bytes]) -> None:
    inside = told(folder / "inner", ("-j1",), {}, "../docs")
    assert {form: text.replace(b"../docs", b"docs") for form, text in inside.items() if form in {"json", "jsonl"}} == {
        form: text for form, text in usual.items() if form in {"json", "jsonl"}
    }


def test_the_current_folder_decides_nothing_where_paths_are_whole(folder: Path) -> None:
    (folder / "inner" / "most").mkdir()
    here, there = folder / "inner", folder / "inner" / "most"
    docs = str(folder / "docs" / "limits")
    assert told(here, ("-j1",), {}, docs) == told(there, ("-j1",), {}, docs)
    assert also_told(here, {}, docs) == also_told(there, {}, docs)


def test_the_order_of_paths_does_not_matter(folder: Path, usual: dict[str, bytes]) -> None:
    names = [str(path.relative_to(folder)) for path in (folder / "docs").rglob("*.md")]
    for order in (sorted(names), sorted(names, reverse=True)):
        assert told(folder, ("-j2", *order[1:]), {}, order[0]) == usual
