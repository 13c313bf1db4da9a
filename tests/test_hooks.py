"""The pre-commit hooks as the README has them, installed and run by pre-commit itself on a repository of its own."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT

LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "*venv*", "__pycache__", ".*_cache", ".hypothesis", "dist", "build")
OFFLINE = re.compile(r"No matching distribution|Could not find a version|ConnectionError|Temporary failure|Max retries")
RECIPE = re.compile(r"(?s)^## As a hook\n.*?^```yaml\n(repos:.*?)^```$", re.MULTILINE)
MORE = """\
      - id: runbooklint-all
        stages: [manual]
"""


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"]
    done = subprocess.run(["git", *identity, *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a repository that has the hooks."""
    return tmp_path_factory.mktemp("repository")


@pytest.fixture(scope="module")
def hook(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., subprocess.CompletedProcess[str]]:
    """A function that runs one of the hooks of a repository."""
    top = tmp_path_factory.mktemp("hooks")
    tool = top / "tool"
    shutil.copytree(ROOT, tool, ignore=LEFT_OUT)
    for folder in (tool, repository):
        git(folder, "init", "--quiet")
    git(tool, "add", "--all")
    git(tool, "commit", "--quiet", "--message", "the working tree")
    shown = RECIPE.search((ROOT / "README.md").read_text(encoding="utf-8"))
    assert shown
    named = re.sub(r"(?m)^( *- repo: ).*$", lambda found: found[1] + tool.as_posix(), shown[1] + MORE)
    config = re.sub(r"(?m)^( *rev: ).*$", lambda found: found[1] + git(tool, "rev-parse", "HEAD"), named)
    (repository / ".pre-commit-config.yaml").write_text(config, encoding="utf-8")
    variables = {**os.environ, "PRE_COMMIT_HOME": str(top / "home"), "PRE_COMMIT_COLOR": "never"}
    for name in ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "PYTHONPATH"):
        variables.pop(name, None)

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        git(repository, "add", "--all")
        command = [sys.executable, "-m", "pre_commit", *arguments]
        return subprocess.run(command, cwd=repository, env=variables, capture_output=True, text=True)

    installed = run("install-hooks")
    if installed.returncode:
        said = installed.stdout + installed.stderr
        if OFFLINE.search(said):
            pytest.skip("no package index can be reached to install the hook from")
        pytest.fail(said)
    for name, fixture in (("cutover.md", "bad/session-store-cutover.md"), ("go-live.md", "ok/toll-gates-go-live.md")):
        shutil.copy(ROOT / "fixtures" / fixture, repository / name)
    (repository / "README.md").write_text("# TODO\n", encoding="utf-8")
    return run


def test_a_good_document_passes(hook: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    done = hook("run", "runbooklint", "--files", "go-live.md")
    assert done.returncode == 0, done.stdout
    assert "Passed" in done.stdout


def test_a_bad_document_fails_and_its_findings_are_shown(
    hook: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    done = hook("run", "runbooklint", "--all-files")
    assert done.returncode == 1
    assert re.search(r"^cutover\.md:\d+:\d+: RUN401 rollback-missing", done.stdout, re.MULTILINE)
    assert not re.search(r"^go-live\.md:\d", done.stdout, re.MULTILINE)
    assert "README.md" not in done.stdout


def test_other_files_are_none_of_its_business(hook: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    for name in ("runbooklint", "runbooklint-format"):
        assert "Passed" in hook("run", name, "--files", "README.md").stdout


def test_a_document_is_known_by_its_content_too(
    hook: Callable[..., subprocess.CompletedProcess[str]], repository: Path
) -> None:
    shutil.copy(ROOT / "fixtures" / "bad" / "session-store-cutover.md", repository / "plan.md")
    done = hook("run", "runbooklint", "--files", "plan.md", "README.md")
    (repository / "plan.md").unlink()
    assert done.returncode == 1
    assert "plan.md:" in done.stdout


def test_the_whole_repository_is_linted(hook: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    done = hook("run", "runbooklint-all", "--hook-stage", "manual", "--files", "go-live.md")
    assert done.returncode == 1
    assert "cutover.md:" in done.stdout


def test_documents_are_formatted_once(hook: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    for code, said in ((1, "files were modified by this hook"), (0, "Passed")):
        done = hook("run", "runbooklint-format", "--files", "go-live.md")
        assert done.returncode == code, done.stdout
        assert said in done.stdout
