"""Nothing that a pull request brings hides a fault from `--isolated --ignore-suppressions`, and nothing hides one unseen."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from runbooklint import ignored
from runbooklint.repository import root_of
from tests.conftest import ROOT, Cli

BAD = "# Cutover runbook: tills\n\n## Steps\n\n### 01 — Freeze\n\n- **Action:** Run `freeze`.\n- **Rollback:** N/A\n"
GATE = ("--isolated", "--ignore-suppressions")


def git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository in git, with one document that has blockers, which is the current folder."""
    top = tmp_path / "repository"
    (top / "docs").mkdir(parents=True)
    (top / "docs" / "a-cutover.md").write_text(BAD, encoding="utf-8")
    git(top, "init", "--quiet")
    git(top, "add", "--all")
    git(top, "commit", "--quiet", "--message", "a runbook")
    root_of.cache_clear()
    monkeypatch.chdir(top)
    return top


def told(cli: Cli, *arguments: object) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(cli("check", "--output-format", "json", *arguments).out)
    return data


def faults(cli: Cli, *arguments: object) -> set[tuple[str, int, str]]:
    return {(one["code"], one["line"], one["message"]) for one in told(cli, *arguments)["findings"]}


# What a repository brings


BROUGHT = {
    ".runbooklint.toml": 'ignore = ["ALL"]\nexclude = ["**"]\nfail-on = "never"\nmin-severity = "blocker"\n',
    "docs/.runbooklint.toml": '[severity]\nRUN = "low"\nDOC = "low"\n[per-file-ignores]\n"**" = ["ALL"]\n',
    "pyproject.toml": '[tool.runbooklint]\nselect = []\n[tool.runbooklint.kinds]\n"**" = "mitigation-log"\n',
    "broken/.runbooklint.toml": "select = [",
    ".gitignore": "*\n*.md\ndocs/\n/docs\n**\n",
    "docs/.gitignore": "*\n",
    "docs/CACHEDIR.TAG": "Signature: 8a477f597d28d172789f06886806bc55\n",
    "docs/pyvenv.cfg": "home = /\n",
    ".ignore": "*\n",
    ".runbooklint_cache/CACHEDIR.TAG": "Signature: 8a477f597d28d172789f06886806bc55\n",
    ".runbooklint_cache/results.json": '{"seal": "", "results":\n{}\n}\n',
}


@pytest.mark.parametrize("name", BROUGHT)
@pytest.mark.parametrize("with_git", [True, False])
def test_nothing_that_a_repository_brings_blinds_the_gate(
    cli: Cli, repository: Path, monkeypatch: pytest.MonkeyPatch, name: str, with_git: bool
) -> None:
    if not with_git:
        monkeypatch.setattr(ignored, "_told_by_git", lambda folder: None)
    before = faults(cli, *GATE)
    assert {code for code, _, _ in before} >= {"RUN401"}
    (repository / name).parent.mkdir(exist_ok=True)
    (repository / name).write_text(BROUGHT[name], encoding="utf-8")
    for path in (".", "docs", "docs/a-cutover.md"):
        assert faults(cli, *GATE, path) == before
        assert cli("check", *GATE, path).code == 1


def test_a_baseline_does_not_blind_the_gate(cli: Cli, repository: Path) -> None:
    before = faults(cli, *GATE)
    assert cli("baseline").code == 0
    assert told(cli)["summary"]["baselined"] == len(before)
    assert cli("check").code == 0
    assert faults(cli, *GATE) == before


def test_a_committed_cache_is_not_believed(cli: Cli, repository: Path) -> None:
    """A cache made in one place is worth nothing in another, with or without the gate."""
    for number in range(40):
        (repository / "docs" / f"{number}-cutover.md").write_text(
            BAD + "Words of no meaning.\n" * 200, encoding="utf-8"
        )
    good = {path: path.read_text(encoding="utf-8") for path in (repository / "docs").glob("*.md")}
    before = faults(cli, "--isolated")
    assert cli("check").code == 1
    results = repository / ".runbooklint_cache" / "results.json"
    assert results.exists(), "there is enough text for a cache"
    data = results.read_bytes().replace(b"RUN401", b"RUN999")
    for path in (repository / ".runbooklint_cache").iterdir():
        path.unlink()
    (repository / ".runbooklint_cache" / "CACHEDIR.TAG").write_text("Signature: 8a477f597d28d172789f06886806bc55\n")
    results.write_bytes(data)
    assert faults(cli) == before
    assert {path: path.read_text(encoding="utf-8") for path in good} == good


def test_git_runs_nothing_of_a_folder_that_looks_like_a_repository(cli: Cli, repository: Path) -> None:
    """A folder may hold all that makes a bare repository, and name programs in its configuration."""
    inner = repository / "docs"
    made = repository / "made"
    git(repository, "init", "--quiet", "--bare", str(inner))
    script = repository / "evil.sh"
    script.write_text(f"#!/bin/sh\ntouch '{made}'\n", encoding="utf-8")
    script.chmod(0o755)
    with (inner / "config").open("a", encoding="utf-8") as file:
        file.write(f"[core]\n\tfsmonitor = {script}\n\tbare = false\n\tworktree = {inner}\n\tpager = {script}\n")
    for arguments in (("docs",), (".",), GATE):
        assert cli("check", *arguments).code == 1
    assert not made.exists()


# What a document brings


def test_only_real_comments_hide(cli: Cli) -> None:
    for name in ("comments-that-are-none-cutover.md", "unclosed-comment-cutover.md"):
        document = ROOT / "fixtures" / "hostile" / name
        assert faults(cli, "--isolated", document) == faults(cli, *GATE, document)
        assert told(cli, "--isolated", document)["summary"]["suppressed"] == 0
    assert "RUN401" in {code for code, _, _ in faults(cli, "--isolated", document.with_name(
        "comments-that-are-none-cutover.md"))}  # fmt: skip


@pytest.mark.parametrize(
    "comment",
    [
        '<!-- runbooklint: ignore-file=ALL,RUN,DOC,RUN401 reason="r" -->',
        '<!-- runbooklint: ignore-file=RUN401 reason="r" -->\n<!-- runbooklint: ignore-file=LNT901 reason="r" -->',
        "<!-- runbooklint: kind=runbook -->",
        "<!-- runbooklint: kind=mitigation-log -->",
        "<!-- runbooklint: kind=none -->",
    ],
)
def test_no_comment_blinds_the_gate(cli: Cli, repository: Path, comment: str) -> None:
    document = repository / "docs" / "a-cutover.md"
    before = {(code, message) for code, _, message in faults(cli, *GATE)}
    document.write_text(f"{BAD}\n{comment}\n", encoding="utf-8")
    after = {(code, message) for code, _, message in faults(cli, *GATE)}
    assert after == before


def test_a_kind_that_only_a_comment_tells_holds_for_the_gate(cli: Cli, repository: Path) -> None:
    notes = repository / "docs" / "notes.md"
    notes.write_text("<!-- runbooklint: kind=cutover -->\n\n# Tills\n\nTo be written.\n", encoding="utf-8")
    (one,) = told(cli, *GATE, notes)["files"]
    assert (one["kind"], one["kind_reason"]) == ("cutover", "comment")


def test_what_is_hidden_is_counted_in_every_format_with_a_summary(cli: Cli, repository: Path) -> None:
    document = repository / "docs" / "a-cutover.md"
    document.write_text(f'{BAD}\n<!-- runbooklint: ignore-file=RUN401 reason="r" -->\n', encoding="utf-8")
    assert told(cli)["summary"]["suppressed"] == 1
    for form in ("text", "grouped", "markdown"):
        assert "1 suppressed" in cli("check", "--output-format", form).out
    assert '"suppressed": 1' in cli("check", "--output-format", "jsonl").out.splitlines()[-1]
    sarif = json.loads(cli("check", "--output-format", "sarif", "--show-suppressed").out)
    assert sum(bool(result["suppressions"]) for result in sarif["runs"][0]["results"]) == 1


# One document and another


OTHERS = {
    "binary-cutover.md": (b"# Cutover\0", 2),
    "latin-cutover.md": ("# Cutover läuft\n".encode("latin-1"), 2),
    "large-cutover.md": (b"x" * 1_000_001, 2),
    "empty-cutover.md": (b"", 1),
    "notes.md": (b"# Notes\n", 0),
    "quiet-cutover.md": (b'<!-- runbooklint: ignore-file=ALL reason="r" -->\n# Cutover\n', 1),
    "front-cutover.md": (b"---\nrunbooklint: off\nignore: ALL\n---\n# Cutover\n", 1),
    "open-cutover.md": (b"# Cutover\n\n```\n<!--\n", 1),
    "deep-cutover.md": (b"# Cutover\n\n" + b"> " * 500 + b"x\n", 2),
}


@pytest.mark.parametrize("name", OTHERS)
def test_no_document_changes_what_is_said_of_another(cli: Cli, repository: Path, name: str) -> None:
    data, code = OTHERS[name]
    before = faults(cli)
    for place in (repository / "docs" / f"0-{name}", repository / f"z-{name}"):
        place.write_bytes(data)
        after = told(cli)
        of_the_first = {
            (one["code"], one["line"], one["message"])
            for one in after["findings"]
            if os.path.basename(one["path"]) == "a-cutover.md"
        }
        assert of_the_first == before
        assert cli("check", place).code == code
        assert cli("check").code == max(1, code)
        place.unlink()


MANY = 2000
LARGE = {
    "globs": "exclude = [" + "'*a*b*c',".replace("a", "a{}") * MANY + "]\n",
    "labels": "[labels]\nowner = [" + ",".join(f"'label {number}'" for number in range(MANY)) + "]\n",
    "rules": "[severity]\n" + "".join(f"RUN{number} = 'low'\n" for number in range(MANY)),
    "keys": "".join(f"key{number} = 1\n" for number in range(MANY)),
}


@pytest.mark.parametrize("name", LARGE)
def test_a_large_configuration_is_refused(cli: Cli, repository: Path, name: str) -> None:
    """Each document is held against each of its entries."""
    (repository / ".runbooklint.toml").write_text(LARGE[name], encoding="utf-8")
    ran = cli("check")
    assert (ran.code, "more than 1,000 entries" in ran.err) == (2, True)


def test_a_long_chain_of_configurations_is_refused(cli: Cli, repository: Path) -> None:
    for number in range(30):
        (repository / f"{number}.toml").write_text(f'extend = "{number + 1}.toml"\n', encoding="utf-8")
    (repository / ".runbooklint.toml").write_text('extend = "0.toml"\n', encoding="utf-8")
    ran = cli("check")
    assert (ran.code, "leads to more than 20 files" in ran.err) == (2, True)


def test_of_many_faults_some_are_told(cli: Cli, repository: Path) -> None:
    many = '"RUNX",' * 900
    for text in ("".join(f"key{number} = 1\n" for number in range(900)), f"select = [{many}]\n"):
        (repository / ".runbooklint.toml").write_text(text, encoding="utf-8")
        ran = cli("check")
        assert ran.code == 2
        assert 0 < ran.err.count("\n") <= 50


@pytest.mark.parametrize(
    "text",
    [
        "rto = '45 min'\nrto = '46 min'\n",
        "[thresholds]\nRUN610 = nan\n",
        "[thresholds]\nRUN610 = inf\n",
        "[thresholds]\nRUN610 = 1e400\n",
        "[thresholds]\nRUN610 = " + "9" * 5000 + "\n",
        "rto = '" + "9" * 999 + " h'\n",
        "a" + ".a" * 150 + " = 1\n",
        "[severity]\nRUN401 = " + ("{a" + ".a" * 90 + " = ") * 10 + "1" + "}" * 10 + "\n",
        "[severity]\nRUN401 = " + "[" * 90 + "]" * 90 + "\n",
        "a = " + "[" * 5000 + "]" * 5000 + "\n",
        "select = [" + "'RUN401'," * 20_000 + "]\n",
        "exclude = ['" + "**/" * 300 + "x']\n",
        "exclude = ['" + "*a" * 400 + "']\n",
        "[labels]\nowner = ['" + "a" * 1000 + "']\n",
        "\ufeffselect = ['ALL']\n",
        "\0",
    ],
)
def test_odd_configurations_are_heeded_or_refused_with_a_reason(cli: Cli, repository: Path, text: str) -> None:
    (repository / ".runbooklint.toml").write_text(text, encoding="utf-8")
    ran = cli("check")
    assert ran.code in {1, 2}, ran
    assert "defect" not in ran.err
    if ran.code == 2:
        assert ".runbooklint.toml" in ran.err
    assert cli("check", *GATE).code == 1
