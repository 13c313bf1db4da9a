"""Options of the test run that rewrite expectations for review, and what several tests start from."""

import io
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, settings

from runbooklint.cli import status
from runbooklint.cli.output import BUILDS

ROOT = Path(__file__).resolve().parent.parent
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # a shell ignores it in what it runs in the background, and what is ignored stays so in the programs of the tests
    signal.signal(signal.SIGINT, signal.default_int_handler)
for name in (*BUILDS, "FORCE_COLOR", "NO_COLOR", "GITHUB_STEP_SUMMARY"):
    # what is printed depends on them, and a build service sets them for the tests themselves
    os.environ.pop(name, None)
# how long an example takes depends on what else the machine does
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-pages", action="store_true", help="rewrite the findings and the index of the rule pages")
    parser.addoption("--update-fixtures", action="store_true", help="rewrite fixtures/bad/*.out")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what compares times, which depend on what else the machine does; `TIMED=1 pytest` runs it."""
    if not os.environ.get("TIMED"):
        for item in items:
            if "linear" in item.name:
                item.add_marker(pytest.mark.skip(reason="compares times: TIMED=1 runs it"))


@pytest.fixture
def root() -> Path:
    """The folder of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def with_program(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a shell that finds the program `runbooklint` of this checkout."""
    folder = tmp_path_factory.mktemp("programs")
    program = folder / "runbooklint"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m runbooklint "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    known = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "GITHUB_"))}
    return {**known, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}


class Ran(NamedTuple):
    """What a command line did."""

    code: int
    out: str
    err: str


Cli = Callable[..., Ran]


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Cli:
    """Run a command line in this process: `cli("check", path, stdin=b"")`."""

    def run(*arguments: object, stdin: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = status([str(argument) for argument in arguments])
        return Ran(code, *capsys.readouterr())

    return run
