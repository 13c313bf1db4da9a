"""The cache: what comes out of it is what a run without it says, and what is not its own is taken for nothing."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from runbooklint import cache as caching
from runbooklint import engine, run
from runbooklint.reporters import FORMATS
from runbooklint.rule import Severity
from runbooklint.settings import Settings
from runbooklint.source import Source
from tests.conftest import ROOT, Cli, Ran

STEP = """# Cutover {0}

**RTO:** 10 min

## Steps

### 01 — Freeze

<!-- runbooklint: ignore=RUN205 step=01 reason="one writer" until=2099-12-31 -->
- **Owner:** TBD
- **Action:** Run `freeze`, see [the notes](notes.md#first) and [more](../outside.md).
- **Expected duration:** a while
- **Rollback:** N/A

### 02 — Thaw

- **Owner:** Data on-call
- **Depends on:** 01, 07
- **Post-condition check:** Looks good.
"""
LOG = "# Mitigation log\n\n## M1 — Shift\n\n- **Exact change:** `shift a b`\n- **Apply timestamp:** soon\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository in which every run uses the cache."""
    top = tmp_path / "repository"
    (top / ".git").mkdir(parents=True)
    for number in range(4):
        (top / f"{number}-cutover.md").write_text(STEP.format(number), encoding="utf-8")
    (top / "mitigation-log.md").write_text(LOG, encoding="utf-8")
    (top / "notes.md").write_text("# Notes\n\n## First\n", encoding="utf-8")
    monkeypatch.chdir(top)
    monkeypatch.setattr(run, "_CACHED", 0)
    monkeypatch.setattr(caching, "_RATIO", 1000)
    return top


@pytest.fixture
def linted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the documents that were linted, not found in the cache."""
    names: list[str] = []
    lint = engine.lint

    def noted(source: Source, *rest: object) -> object:
        names.append(os.path.basename(source.path))
        return lint(source, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(engine, "lint", noted)
    return names


def test_what_comes_out_is_the_same_byte_for_byte(cli: Cli, folder: Path, linted: list[str]) -> None:
    (folder / "runbooklint.toml").write_text(
        'severity = {RUN602 = "low"}\nper-file-ignores = {"1-*" = ["RUN303"]}\nmin-severity = "medium"\n'
    )
    assert cli("baseline", "0-cutover.md").code == 0
    outputs = [word for form in FORMATS for word in ("--output", f"{form}:told-{form}")]

    def told(*options: str) -> tuple[Ran, list[bytes]]:
        linted.clear()
        ran = cli("check", *outputs, "--show-suppressed", ".", *options)
        return ran, [(folder / f"told-{form}").read_bytes() for form in FORMATS]

    cold = told()
    assert linted
    warm = told()
    assert linted == []
    assert warm == cold
    summary = json.loads((folder / "told-json").read_bytes())["summary"]
    assert (summary["suppressed"] > 0, summary["baselined"] > 0) == (True, True)
    for options in (("--step", "02", "--min-severity", "low"), ("--phase", "plan", "--ignore-suppressions")):
        runs = [told(*options), told(*options), told(*options, "--no-cache")]
        assert runs[1:] == runs[:1] * 2


def test_what_has_changed_is_linted_again(cli: Cli, folder: Path, linted: list[str]) -> None:
    def again(*options: object) -> list[str]:
        linted.clear()
        cli("check", ".", *options)
        return sorted(linted)

    every = sorted(path.name for path in folder.glob("*.md"))
    cutovers = every[:4]
    assert again() == every
    assert again() == []
    (folder / "2-cutover.md").write_text(STEP.format("two"), encoding="utf-8")
    assert again() == ["2-cutover.md"]
    (folder / "notes.md").write_text("# Notes\n\n## Second\n", encoding="utf-8")
    assert again() == [*cutovers, "notes.md"], "they link to the notes"
    (folder / "notes.md").unlink()
    assert again() == cutovers
    assert again("--rto", "5m") == every[:-1]
    assert again("--rto", "5m") == []
    (folder / "runbooklint.toml").write_text('ignore = ["RUN602"]\n')
    assert again("--rto", "5m") == every[:-1]


def test_a_day_matters_only_where_a_comment_may_end(
    cli: Cli, folder: Path, linted: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = cli("check", ".")
    linted.clear()
    monkeypatch.setattr("time.strftime", lambda *rest: "2100-01-01")
    assert cli("check", ".") != before
    assert sorted(linted) == [f"{number}-cutover.md" for number in range(4)]


@pytest.mark.parametrize("changed", ["VERSION", "sys.version", "rules"])
def test_another_version_trusts_nothing(
    cli: Cli, folder: Path, linted: list[str], monkeypatch: pytest.MonkeyPatch, changed: str
) -> None:
    cli("check", ".")
    linted.clear()
    if changed == "VERSION":
        monkeypatch.setattr(caching, "VERSION", "9.9.9")
    elif changed == "sys.version":
        monkeypatch.setattr(sys, "version", "4.0")
    else:
        monkeypatch.setattr(caching, "_modules", lambda folder: iter([str(ROOT / "README.md")]))
    caching._judge.cache_clear()
    cli("check", ".")
    monkeypatch.undo()
    caching._judge.cache_clear()
    assert linted


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda data: b"",
    "cut": lambda data: data[: len(data) // 2],
    "a bit": lambda data: data[:-99] + bytes([data[-99] ^ 1]) + data[-98:],
    "the seal": lambda data: data.replace(data[10:12], b"zz", 1),
    "deep": lambda data: b"[" * 100_000,
    "noise": lambda data: os.urandom(5000),
}


@pytest.mark.parametrize("how", DAMAGE)
def test_damage_is_passed_over_and_written_anew(cli: Cli, folder: Path, linted: list[str], how: str) -> None:
    cold = cli("check", ".")
    path = folder / run.CACHE / "results.json"
    whole = path.read_bytes()
    path.write_bytes(DAMAGE[how](whole))
    linted.clear()
    assert cli("check", ".") == cold
    assert len(linted) == 6
    assert sorted(path.read_bytes()) == sorted(whole)


@pytest.mark.parametrize("row", [None, 1, [], [[]], [1, 2, 3, 4, 5, 6, 7], {"result": None}, "same"])
def test_results_of_other_types_are_passed_over(cli: Cli, folder: Path, linted: list[str], row: object) -> None:
    cold = cli("check", ".")
    path = folder / run.CACHE / "results.json"
    results = json.loads(path.read_bytes())["results"]
    body = json.dumps(dict.fromkeys(results, row) if row != "same" else results).encode()
    seal = caching._seal(body, str(path.parent))
    path.write_bytes(caching._HEAD + seal + caching._MIDDLE + body + caching._TAIL)
    linted.clear()
    assert cli("check", ".") == cold
    assert len(linted) == (0 if row == "same" else 6)


def test_a_cache_that_comes_with_a_repository_blinds_nobody(cli: Cli, folder: Path, linted: list[str]) -> None:
    cli("check", ".")
    shutil.copytree(folder / run.CACHE, folder.parent / "theirs")
    shutil.rmtree(folder / run.CACHE)
    shutil.copytree(folder.parent / "theirs", folder / run.CACHE)
    linted.clear()
    cli("check", ".")
    assert len(linted) == 6


def test_nothing_is_written_through_links(cli: Cli, folder: Path) -> None:
    elsewhere = folder.parent / "elsewhere"
    elsewhere.mkdir()
    (folder / run.CACHE).symlink_to(elsewhere)
    cli("check", ".")
    assert list(elsewhere.iterdir()) == []
    (folder / run.CACHE).unlink()
    cli("check", ".")
    results = folder / run.CACHE / "results.json"
    results.unlink()
    (elsewhere / "x").write_text("mine")
    results.symlink_to(elsewhere / "x")
    cli("check", ".")
    assert (elsewhere / "x").read_text() == "mine"


@pytest.mark.parametrize("obstacle", ["file", "folder", "pipe"])
def test_obstacles_do_no_harm(cli: Cli, folder: Path, obstacle: str) -> None:
    cold = cli("check", "--no-cache", ".")
    place = folder / run.CACHE
    if obstacle == "file":
        place.write_text("")
    else:
        cli("check", ".")
        (place / "results.json").unlink()
        if obstacle == "folder":
            (place / "results.json").mkdir()
        elif hasattr(os, "mkfifo"):
            os.mkfifo(place / "results.json")
    assert cli("check", ".") == cold


def test_the_folder_is_marked_and_other_folders_are_left_alone(cli: Cli, folder: Path) -> None:
    assert cli("check", "--cache-dir", "kept/here", ".").code == 1
    kept = folder / "kept" / "here"
    assert sorted(path.name for path in kept.iterdir()) == [".gitignore", "CACHEDIR.TAG", "results.json"]
    assert (kept / "CACHEDIR.TAG").read_bytes().startswith(b"Signature: 8a477f597d28d172789f06886806bc55")
    assert (kept / ".gitignore").read_text() == "*\n"
    ran = cli("check", "--cache-dir", ".", ".")
    assert (ran.code, "holds other files" in ran.err) == (2, True)
    assert not (folder / ".gitignore").exists()


def test_there_is_none_where_none_is_wanted_or_pays(cli: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cli("check", ".", "--no-cache")
    cli("check", ".", "--isolated")
    monkeypatch.undo()
    monkeypatch.chdir(folder)
    cli("check", ".")
    assert not (folder / run.CACHE).exists()


def test_results_of_files_that_are_gone_are_dropped(cli: Cli, folder: Path) -> None:
    cli("check", ".")
    (folder / "0-cutover.md").unlink()
    (folder / "1-cutover.md").write_text(STEP.format("one"), encoding="utf-8")
    cli("check", "1-cutover.md")
    results = json.loads((folder / run.CACHE / "results.json").read_bytes())["results"]
    assert [os.path.basename(path) for path in results] == [
        "1-cutover.md", "2-cutover.md", "3-cutover.md", "mitigation-log.md", "notes.md"
    ]  # fmt: skip


def test_a_defect_is_not_kept(cli: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*rest: object) -> object:
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr(engine, "lint", broken)
        assert cli("check", ".").code == 3
    assert cli("check", ".").code == 1


def test_a_pipe_is_read_once(cli: Cli, folder: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("no pipes")
    os.mkfifo("pipe-cutover.md")
    for _ in range(2):
        writer = subprocess.Popen(["/bin/sh", "-c", "cat 0-cutover.md > pipe-cutover.md"])
        assert "pipe-cutover.md:13:" in cli("check", "pipe-cutover.md", "1-cutover.md").out
        assert writer.wait(20) == 0


def test_a_run_out_of_the_cache_does_not_import_the_parser(folder: Path) -> None:
    code = (
        "import sys; from runbooklint import cache, run; run._CACHED, cache._RATIO = 0, 1000; from runbooklint.cli import status;"
        "status(['check', '.']); print(sorted({'markdown_it', 'runbooklint.engine', 'runbooklint.reading'} & set(sys.modules)))"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    runs = [
        subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True) for _ in range(2)
    ]
    assert runs[1].stdout.splitlines()[-1] == "[]"
    assert runs[1].stdout.splitlines()[:-1] == runs[0].stdout.splitlines()[:-1]


def test_many_runs_at_once_do_no_harm(folder: Path) -> None:
    code = "from runbooklint import cache, run; run._CACHED, cache._RATIO = 0, 1000; from runbooklint.cli import main; main()"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", code, "check", "--output-format", "concise", "."]
    processes = [
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(3)
    ]
    assert len({(*process.communicate(), process.returncode) for process in processes}) == 1
    results = caching._opened(str(folder / run.CACHE / "results.json"), str(folder / run.CACHE))
    assert len(results) == 6


def test_all_that_settings_hold_is_in_their_name(folder: Path) -> None:
    cache = caching.Cache(str(folder / run.CACHE), 0)
    plain = Settings()
    other = plain._replace(
        codes=frozenset({"RUN401", "RUN402"}), severities={"RUN401": Severity.LOW}, labels=(("owner", ("Who",)),)
    )
    assert cache.asked(plain) != cache.asked(other)
    assert cache.asked(plain) == cache.asked(plain._replace(today="2026-11-14"))
