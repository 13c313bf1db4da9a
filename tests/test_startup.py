"""What a run may import: start-up is paid by every commit of every user."""

import subprocess
import sys

import pytest

from tests.conftest import ROOT

HEAVY = {
    "asyncio",
    "concurrent.futures",
    "ctypes",
    "email",
    "hashlib",
    "http",
    "importlib.metadata",
    "json",
    "jsonschema",
    "mdformat",
    "mdit_py_plugins",
    "multiprocessing",
    "pkg_resources",
    "random",
    "rich",
    "shutil",
    "socket",
    "sqlite3",
    "ssl",
    "subprocess",
    "tempfile",
    "tomllib",
    "unittest",
    "urllib.request",
    "yaml",
    "zoneinfo",
}
SELDOM = {
    "api",
    "baseline",
    "believing",
    "cache",
    "cli.baseline",
    "cli.format",
    "cli.hiding",
    "cli.new",
    "cli.progress",
    "config.faults",
    "config.loading",
    "config.resolving",
    "decisions",
    "edits",
    "fixes",
    "formatting",
    "globs",
    "mending",
    "pages",
    "parsed",
    "rendering",
    "reporters.statistics",
    "selection",
    "tidying",
    "workers",
    "writing",
}
"""What a check of one document without configuration, baseline or wish for fixes has no use for."""
PROBE = """
import sys
from runbooklint.cli import status
code = status(sys.argv[1:])
print("\\n" + " ".join(sorted(sys.modules)))
sys.exit(code)
"""


def imported(*arguments: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", PROBE, *arguments], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize("path", ["fixtures/ok/catalogue-search-cutover.md", "fixtures/bad/session-store-cutover.md"])
def test_a_check_imports_nothing_heavy(path: str) -> None:
    modules = imported("check", "--fail-on", "never", path)
    assert not modules & HEAVY
    assert "runbooklint.checks.log" not in modules, "rules of another kind"
    assert not modules & {f"runbooklint.{name}" for name in SELDOM}


def test_all_that_is_seldom_needed_is_there() -> None:
    for name in SELDOM:
        assert (ROOT / "runbooklint" / f"{name.replace('.', '/')}.py").is_file()


def test_the_output_formats_are_imported_one_by_one() -> None:
    modules = imported("check", "--fail-on", "never", "--output-format", "concise", "fixtures/ok")
    assert "runbooklint.reporters.concise" in modules
    assert not modules & {"runbooklint.reporters.text", "runbooklint.reporters.json"}


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["check", "--help"]])
def test_help_and_version_import_little_besides_click(arguments: list[str]) -> None:
    modules = {name for name in imported(*arguments) if name.startswith("runbooklint.")}
    assert "markdown_it" not in modules
    assert modules <= {
        f"runbooklint.{name}" for name in ("named", "nearest", "pattern", "reporters", "version", "visible")
    } | {name for name in modules if name.startswith("runbooklint.cli")}


def test_the_package_itself_is_cheap_to_import() -> None:
    code = "import sys, runbooklint; print([name for name in sys.modules if name.startswith('runbooklint.')])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_public_functions_are_found() -> None:
    import runbooklint

    assert runbooklint.__all__ == ["Finding", "Severity", "lint", "parse"]
    text = "# Cutover\n\n## Steps\n\n### 01 — Freeze\n\n- **Action:** Run `freeze`.\n"
    findings = runbooklint.lint(text, "cutover.md", select=["RUN401"])
    assert isinstance(findings[0], runbooklint.Finding)
    assert findings[0].severity is runbooklint.Severity.BLOCKER
    assert runbooklint.parse(text, "cutover.md")["records"][0]["id"] == "01"
    with pytest.raises(ValueError, match="rollback-missing"):
        runbooklint.lint(text, select=["rolback-missing"])
    with pytest.raises(AttributeError):
        _ = runbooklint.nothing
