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
    shutil.copytree(ROOT / "fixtures", top / "docs", ignore=shutil.ignore_patterns("*.out", "hostile"))
    (top / ".git").mkdir()
    (top / "inner").mkdir()
    return top


def told(folder: Path, options: tuple[str, ...], variables: dict[str, str], path: str = "docs") -> dict[str, bytes]:
    """What a run says in all formats, on standard output, and its status."""
    outputs = [word for form in FORMATS for word in ("--output", f"{form}:{folder.parent}/told.{form}")]
    command = [
        sys.executable,
        "-m",
        "runbooklint",
        "check",
        "--no-cache",
        "--show-suppressed",
        *options,
        *outputs,
        path,
    ]
    environment = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "FORCE_COLOR"}}
    environment |= {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0", **variables}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True)
    answers = {form: (folder.parent / f"told.{form}").read_bytes() for form in FORMATS}
    return {**answers, "stdout": done.stdout, "status": str(done.returncode).encode()}


@pytest.fixture(scope="module")
def usual(folder: Path) -> dict[str, bytes]:
    return told(folder, ("-j1",), {})


@pytest.mark.parametrize("way", WAYS)
def test_nothing_else_decides_what_is_told(folder: Path, usual: dict[str, bytes], way: str) -> None:
    assert usual["status"] == b"1"
    assert told(folder, *WAYS[way]) == usual


def test_the_current_folder_decides_only_how_paths_are_shown(folder: Path, usual: dict[str, bytes]) -> None:
    inside = told(folder / "inner", ("-j1",), {}, "../docs")
    assert {form: text.replace(b"../docs", b"docs") for form, text in inside.items() if form in {"json", "jsonl"}} == {
        form: text for form, text in usual.items() if form in {"json", "jsonl"}
    }


def test_the_order_of_paths_does_not_matter(folder: Path, usual: dict[str, bytes]) -> None:
    names = [str(path.relative_to(folder)) for path in (folder / "docs").rglob("*.md")]
    for order in (sorted(names), sorted(names, reverse=True)):
        assert told(folder, ("-j2", *order[1:]), {}, order[0]) == usual
