"""The wheel works by itself: built, installed into a fresh environment, run from another folder."""

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def run(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Run a program of a fresh environment that holds the wheel; its dependencies are those of this environment."""
    home = tmp_path_factory.mktemp("fresh")
    venv.create(home, with_pip=True)
    programs = home / ("Scripts" if os.name == "nt" else "bin")
    pip = [str(programs / "python"), "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", str(wheel)]
    subprocess.run(pip, check=True)
    code = "import sysconfig; print(sysconfig.get_path('purelib'))"
    asked = subprocess.run([str(programs / "python"), "-c", code], capture_output=True, text=True, check=True)
    (Path(asked.stdout.strip()) / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    variables = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}

    def run(program: str, *arguments: object) -> subprocess.CompletedProcess[str]:
        command = [str(programs / program), *map(str, arguments)]
        return subprocess.run(command, cwd=home, env=variables, capture_output=True, text=True)

    return run


def test_the_wheel_carries_pages_schemas_and_types(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    pages = {f"runbooklint/_rules/{path.relative_to(ROOT / 'rules').as_posix()}" for path in ROOT.glob("rules/*/*.md")}
    assert pages <= names
    starters = {f"runbooklint/starters/{kind}.md" for kind in ("cutover", "runbook", "mitigation-log")}
    assert starters <= names
    assert {"runbooklint/py.typed", "runbooklint/records.schema.json", "runbooklint/findings.schema.json"} <= names
    assert not [name for name in names if name.startswith(("tests/", "fixtures/"))]


def test_the_commands_run_from_the_wheel(run: Run) -> None:
    here = run("python", "-c", "import runbooklint; print(runbooklint.__file__)").stdout
    assert str(ROOT) not in here
    bad = ROOT / "fixtures" / "bad" / "session-store-cutover.md"
    assert run("runbooklint", "--version").stdout == "runbooklint 0.1.0\n"
    checked = run("runbooklint", "check", "--output-format", "json", bad)
    assert checked.returncode == 1
    assert "RUN401" in {finding["code"] for finding in json.loads(checked.stdout)["findings"]}
    assert json.loads(run("runbooklint", "parse", bad).stdout)["kind"] == "cutover"
    page = run("runbooklint", "rule", "RUN401")
    assert (page.returncode, page.stdout.splitlines()[0]) == (0, "rollback-missing (RUN401)")
    assert json.loads(run("runbooklint", "schema", "records").stdout)["title"]
    assert run("runbooklint", "new", "cutover").stdout.startswith("# Cutover runbook")
    assert run("runbooklint", "format", "--check", ROOT / "runbooklint" / "starters" / "cutover.md").returncode == 0
    assert run("python", "-m", "runbooklint", "check", bad).returncode == 1
