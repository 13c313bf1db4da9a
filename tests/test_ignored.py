"""What git ignores is told by git and by the own reading alike; a repository runs nothing."""

import os
import subprocess
from pathlib import Path

import pytest

from runbooklint import ignored
from runbooklint.ignored import Ignored
from runbooklint.repository import root_of

FILES = (
    "a.md", "b.txt", "build/a.md", "docs/a.md", "docs/build/a.md", "docs/draft-a.md", "docs/keep/draft-b.md",
    "docs/out/a.md", "docs/out/b.md", "deep/docs/a.md", "deep/x/y/z.md", "deep/x/z.md", "#a.md", "!a.md", "sp ace.md",
    "info.md", "build.md", "out/keep.md", "out/b.md",
)  # fmt: skip
RULES = (
    "",
    "*.md\n",
    "build\n",
    "build/\n",
    "/build\n",
    "/a.md\r\n",
    "docs/out\n",
    "out/*\n!out/keep.md\n",
    "draft-*\n!draft-b.md\n",
    "deep/**/z.md\n",
    "**/build/\n",
    "\\#a.md\n\\!a.md\n# b.txt\n",
    "sp ace.md   \n",
    "docs/**\n",
    "[ab].md\n",
    "A.md\n",
    "deep/*/z.md\n",
    "*\n!*/\n!*.md\n",
)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with many files, known to git."""
    root_of.cache_clear()
    for name in FILES:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("", encoding="utf-8")
    git(tmp_path, "init", "-q")
    (tmp_path / ".git" / "info").mkdir(exist_ok=True)
    (tmp_path / ".git" / "info" / "exclude").write_text("info.md\n", encoding="utf-8")
    return tmp_path


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)


def heeded(folder: Path) -> list[str]:
    """What is left below a folder, without what is ignored."""
    told, left = Ignored(str(folder)), []
    for top, folders, names in os.walk(folder):
        folders[:] = [n for n in folders if n != ".git" and not told.holds(os.path.join(top, n), True)]
        left += [os.path.join(top, n) for n in names if not told.holds(os.path.join(top, n), False)]
    return sorted(os.path.relpath(path, folder) for path in left)


@pytest.mark.parametrize("rules", RULES)
def test_git_and_the_own_reading_agree(repository: Path, rules: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (repository / ".gitignore").write_text(rules, encoding="utf-8", newline="")
    (repository / "deep" / ".gitignore").write_text("/x\n!draft-*\n", encoding="utf-8")
    for folder in (repository, repository / "docs", repository / "deep"):
        with_git = heeded(folder)
        monkeypatch.setattr(ignored, "_told_by_git", lambda folder: None)
        assert heeded(folder) == with_git
        monkeypatch.undo()


def test_what_the_repository_alone_ignores(repository: Path) -> None:
    assert "info.md" not in heeded(repository)


def test_what_git_tracks_is_not_ignored(repository: Path) -> None:
    git(repository, "add", "a.md")
    (repository / ".gitignore").write_text("*.md\n", encoding="utf-8")
    assert "a.md" in heeded(repository)
    assert "docs/a.md" not in heeded(repository)


def test_outside_a_repository_nothing_is_ignored(tmp_path: Path) -> None:
    root_of.cache_clear()
    (tmp_path / ".gitignore").write_text("*.md\n", encoding="utf-8")
    (tmp_path / "a.md").write_text("", encoding="utf-8")
    assert heeded(tmp_path) == [".gitignore", "a.md"]


def test_a_repository_runs_nothing(repository: Path) -> None:
    spy = repository / "spy.sh"
    spy.write_text(f"#!/bin/sh\ntouch {repository}/ran\n", encoding="utf-8")
    spy.chmod(0o755)
    git(repository, "config", "core.fsmonitor", str(spy))
    heeded(repository)
    assert not (repository / "ran").exists()


def test_a_hook_of_another_repository_changes_nothing(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (repository / ".gitignore").write_text("build/\n", encoding="utf-8")
    wanted = heeded(repository)
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "nowhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", "nothing")
    assert heeded(repository) == wanted


def test_without_git_the_own_reading_serves(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (repository / ".gitignore").write_bytes(b"build/\n\xff\n")
    monkeypatch.setenv("PATH", "")
    assert "docs/build/a.md" not in heeded(repository)
    assert "docs/a.md" in heeded(repository)
