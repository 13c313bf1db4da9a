"""SECURITY.md promises what tests hold: each promise names tests that exist, and the lowest versions are tested."""

import re
import subprocess
import sys
import tomllib

import pytest

from tests.conftest import ROOT

SECURITY = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
PROMISES = re.findall(r"^\| (?P<promise>[^|\n]+) \| (?P<tests>[^|\n]+) \|$", SECURITY, re.MULTILINE)[2:]
REQUIRED = re.compile(r"(?P<name>[\w.-]+)>=(?P<lowest>[\d.]+),<(?P<beyond>\d+)")


def defined(path: str) -> set[str]:
    text = (ROOT / path).read_text(encoding="utf-8")
    return set(re.findall(r"^def (test_\w+)\(", text, re.MULTILINE))


@pytest.mark.parametrize(("promise", "tests"), PROMISES, ids=[promise.split(":")[0][:60] for promise, _ in PROMISES])
def test_each_promise_names_tests_that_exist(promise: str, tests: str) -> None:
    named = re.findall(r"`([^`]+)`", tests)
    assert named, "a promise that nothing holds"
    for one in named:
        if one.startswith("python -m "):
            module = ROOT.joinpath(*one.split()[2].split("."))
            assert (module / "__main__.py").is_file(), one
            continue
        path, _, test = one.partition("::")
        assert (ROOT / path).exists(), one
        assert not test or test in defined(path), one


def test_there_are_promises() -> None:
    assert len(PROMISES) > 12
    for part in ("Reporting", "What is trusted", "What is not trusted", "What is promised", "What is not promised"):
        assert f"\n## {part}\n" in SECURITY


def test_every_hostile_test_holds_a_promise() -> None:
    for path in sorted((ROOT / "tests").glob("test_*hostile*.py")):
        assert f"`tests/{path.name}" in SECURITY, path.name


def test_dependencies_have_bounds_and_the_lowest_are_tested() -> None:
    with open(ROOT / "pyproject.toml", "rb") as file:
        needed = tomllib.load(file)["project"]["dependencies"]
    assert all(REQUIRED.fullmatch(one) for one in needed), needed
    workflow = (ROOT / ".github" / "workflows" / "check.yml").read_text(encoding="utf-8")
    for script in (".ci/run", ".ci/lowest"):
        assert f"- run: {script}\n" in workflow
        assert (ROOT / script).stat().st_mode & 0o111, script


def test_workflows_use_what_they_pin() -> None:
    for path in (ROOT / ".github" / "workflows").iterdir():
        text = path.read_text(encoding="utf-8")
        used = re.findall(r"uses: (\S+)", text)
        assert all(re.search(r"@[0-9a-f]{40}$", one) for one in used), used
        assert "permissions:\n  contents: read\n" in text


def test_the_hooks_end_the_options_before_file_names() -> None:
    hooks = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    for hook in hooks.split("- id: ")[1:]:
        assert "pass_filenames: false" in hook or "  args: [--]\n" in hook, hook


def test_the_fuzzer_is_started_as_documented() -> None:
    done = subprocess.run([sys.executable, "-m", "tests.fuzz", "--help"], cwd=ROOT, capture_output=True, check=False)
    assert (done.returncode, b"TARGET" in done.stdout) == (0, True)
