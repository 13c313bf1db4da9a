"""Configuration from the command line: what holds for each document, what is left out, what is said when it is wrong."""

import json
import os
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest

from runbooklint.repository import root_of
from tests.conftest import ROOT, Cli

STEP = "### 01 — Freeze\n\n- **Action:** Run `freeze`.\n- **Rollback:** N/A\n"
RUNBOOK = f"# Cutover runbook\n\n## Cutover steps\n\n{STEP}"


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository that is the current folder, with two cutover runbooks."""
    (tmp_path / ".git").mkdir()
    root_of.cache_clear()
    for folder in ("a", "b"):
        write(tmp_path / folder / "cutover.md", RUNBOOK)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def found(cli: Cli, *arguments: object) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(cli("check", "--output-format", "json", *arguments).out)
    return data


def codes(cli: Cli, *arguments: object) -> dict[str, set[str]]:
    """The codes of the findings by document."""
    told: dict[str, set[str]] = {}
    for finding in found(cli, *arguments)["findings"]:
        told.setdefault(os.path.relpath(finding["path"]), set()).add(finding["code"])
    return told


def test_two_folders_with_two_configurations(cli: Cli, repository: Path) -> None:
    write(repository / "a" / ".runbooklint.toml", 'select = ["RUN401"]\n')
    write(repository / "b" / "pyproject.toml", '[tool.runbooklint]\nselect = ["RUN203"]\nfail-on = "never"\n')
    assert codes(cli, ".") == {"a/cutover.md": {"RUN401"}, "b/cutover.md": {"RUN203"}}
    assert cli("check", "b").code == 0
    assert cli("check", "a").code == 1
    assert cli("check", ".").code == 1
    assert cli("check", "--fail-on", "high", "b").code == 1


def test_the_command_line_wins(cli: Cli, repository: Path) -> None:
    write(repository / ".runbooklint.toml", 'select = ["RUN2"]\nignore = ["RUN203"]\nmin-severity = "blocker"\n')
    assert codes(cli, "a") == {"a/cutover.md": {"RUN205"}}
    assert codes(cli, "a", "--select", "RUN401") == {"a/cutover.md": {"RUN401"}}
    assert codes(cli, "a", "--select", "RUN203", "--min-severity", "low") == {"a/cutover.md": {"RUN203"}}
    assert codes(cli, "a", "--extend-select", "RUN401") == {"a/cutover.md": {"RUN205", "RUN401"}}
    assert codes(cli, "a", "--ignore", "RUN205") == {}
    assert "RUN106" not in codes(cli, "a", "--isolated")["a/cutover.md"]
    assert "RUN203" in codes(cli, "a", "--isolated")["a/cutover.md"]
    other = write(repository / "other.toml", 'select = ["RUN301"]\n')
    assert codes(cli, "a", "--config", other) == {"a/cutover.md": {"RUN301"}}


def test_severities_and_what_is_ignored_in_some_files(cli: Cli, repository: Path) -> None:
    write(
        repository / ".runbooklint.toml",
        'select = ["RUN401", "RUN203"]\n[severity]\nRUN4 = "medium"\nrollback-missing = { level = "low", reason = "drafts" }\n'
        '[per-file-ignores]\n"a/**" = ["owner-missing"]\n',
    )
    findings = {(f["path"], f["code"]): f["severity"] for f in found(cli, ".")["findings"]}
    assert findings == {
        ("a/cutover.md", "RUN401"): "low",
        ("b/cutover.md", "RUN203"): "high",
        ("b/cutover.md", "RUN401"): "low",
    }
    assert (cli("check", "a").code, cli("check", "b").code) == (0, 1)


def test_kinds_by_glob_win_over_the_document(cli: Cli, repository: Path) -> None:
    write(repository / "a" / "notes.md", RUNBOOK)
    write(
        repository / ".runbooklint.toml", 'select = ["RUN401"]\n[kinds]\n"*.md" = "runbook"\n"a/NOTES.md" = "cutover"\n'
    )
    assert codes(cli, ".") == {"a/notes.md": {"RUN401"}}
    files = {file["path"]: (file["kind"], file["kind_reason"]) for file in found(cli, ".")["files"]}
    assert files == {
        "a/cutover.md": ("runbook", "configuration"),
        "a/notes.md": ("cutover", "configuration"),
        "b/cutover.md": ("runbook", "configuration"),
    }
    assert {f["kind_reason"] for f in found(cli, "--kind", "cutover", ".")["files"]} == {"option"}


GERMAN = "# Cutover runbook\n\n**Stil:** phased\n\n## Cutover steps\n\n### 01 — Freeze\n\n- **Befehl:** Run `freeze`.\n- **Verantwortlich:** Ana Ruiz\n"


def test_further_labels_reach_the_reading(cli: Cli, repository: Path) -> None:
    path = write(repository / "a" / "cutover.md", GERMAN)
    labels = '[labels]\nowner = ["Verantwortlich"]\naction = ["Befehl"]\nstyle = ["Stil"]\n'
    assert {"RUN203", "RUN101"} <= codes(cli, path)["a/cutover.md"]
    write(repository / ".runbooklint.toml", labels)
    assert not {"RUN203", "RUN101"} & codes(cli, path)["a/cutover.md"]
    assert {"RUN203", "RUN101"} <= codes(cli, path, "--isolated")["a/cutover.md"]
    fields = json.loads(cli("parse", path).out)["records"][0]["fields"]
    assert (fields["owner"]["text"], fields["action"]["items"][0]["text"]) == ("Ana Ruiz", "Run `freeze`.")
    assert "owner" not in json.loads(cli("parse", "--isolated", path).out)["records"][0]["fields"]


def test_a_further_label_may_be_the_title_of_a_section(cli: Cli, repository: Path) -> None:
    path = write(repository / "a" / "cutover.md", f"{RUNBOOK}\n## Wiederanlaufzeit\n\n45 min\n")
    assert json.loads(cli("parse", path).out)["document"].get("rto") is None
    write(repository / ".runbooklint.toml", '[labels]\nrto = ["Wiederanlaufzeit"]\n')
    assert json.loads(cli("parse", path).out)["document"]["rto"]["seconds"] == 2700


def test_labels_of_a_mitigation_log_and_of_columns(cli: Cli, repository: Path) -> None:
    write(repository / ".runbooklint.toml", '[labels]\nhypothesis = ["Vermutung"]\nowner = ["Wer"]\naction = ["Was"]\n')
    log = write(
        repository / "mitigation-log.md",
        "# Mitigation log\n\n## Mitigation 1 — Restart\n\n- **Vermutung:** the pool is stuck\n- **Action:** restart\n",
    )
    assert json.loads(cli("parse", log).out)["records"][0]["fields"]["hypothesis"]["text"] == "the pool is stuck"
    table = write(
        repository / "cutover-plan.md",
        "# Cutover\n\n## Steps\n\n| # | Was | Wer |\n| - | - | - |\n| 1 | Run `x` | Ana |\n| 2 | Run `y` | Bo |\n",
    )
    records = json.loads(cli("parse", table).out)["records"]
    assert [record["fields"]["owner"]["text"] for record in records] == ["Ana", "Bo"]


def test_the_rto_of_the_configuration_wins_over_the_document(cli: Cli, repository: Path) -> None:
    path = repository / "session-store-cutover.md"
    shutil.copy(ROOT / "fixtures" / "bad" / "session-store-cutover.md", path)
    assert cli("check", "--select", "RUN608", path).code == 1
    write(repository / ".runbooklint.toml", 'rto = "2 h"\n')
    assert cli("check", "--select", "RUN608", path).code == 0
    assert cli("check", "--select", "RUN608", "--rto", "30m", path).code == 1


def test_a_threshold_changes_the_verdict(cli: Cli, repository: Path) -> None:
    text = (
        f"{RUNBOOK.replace('N/A', '01-rollback')}- **Expected duration:** 40 min\n\n## Rollback procedure\n\n"
        "### 01-rollback — Thaw\n\n- **Action:** Run `thaw`.\n- **Expected duration:** 5 min\n"
    )
    path = write(repository / "a" / "cutover.md", text)
    assert codes(cli, "--select", "RUN610", path) == {"a/cutover.md": {"RUN610"}}
    write(repository / ".runbooklint.toml", "[thresholds]\nreverse-duration-suspicious = 0.1\n")
    assert codes(cli, "--select", "RUN610", path) == {}


def test_the_intervals_that_a_wait_covers_are_a_threshold(cli: Cli, repository: Path) -> None:
    page = (ROOT / "rules/mitigation-log/MIT506-stability-wait-not-honoured.md").read_text(encoding="utf-8")
    example = page.split("```markdown\n")[2].split("```")[0]
    path = write(repository / "a" / "mitigation-log.md", example)
    assert codes(cli, "--select", "MIT506", path) == {"a/mitigation-log.md": {"MIT506"}}
    write(repository / ".runbooklint.toml", "[thresholds]\nMIT506 = 2\n")
    assert codes(cli, "--select", "MIT506", path) == {}


@pytest.mark.parametrize("how", ["option", "configuration"])
def test_a_decision_register_beside_the_document(cli: Cli, repository: Path, how: str) -> None:
    path = write(repository / "a" / "cutover.md", f"{RUNBOOK}\nAs decided in D-9.\n")
    register = write(repository / "docs" / "decisions.md", "# Decisions\n\n- D-1: canary\n")
    assert [item["code"] for item in found(cli, "--select", "DOC106", path)["not_checked"]] == ["DOC106"]
    option = ("--decisions", register) if how == "option" else ()
    if how == "configuration":
        write(repository / ".runbooklint.toml", 'decisions = "docs/decisions.md"\n')
    assert codes(cli, "--select", "DOC106", path, *option) == {"a/cutover.md": {"DOC106"}}
    write(repository / "docs" / "decisions.md", "# Decisions\n\n- D-9: canary\n")
    assert codes(cli, "--select", "DOC106", path, *option) == {}


def test_a_damaged_register_is_an_error(cli: Cli, repository: Path) -> None:
    register = write(repository / "d.jsonl", '{"decision": "D-1"}\nnonsense\n')
    ran = cli("check", "--decisions", register, "a")
    assert (ran.code, "d.jsonl:2: no valid JSON" in ran.err) == (2, True)
    write(repository / ".runbooklint.toml", 'decisions = "gone.md"\n')
    ran = cli("check", "a")
    assert (ran.code, "gone.md: cannot be read" in ran.err) == (2, True)


# What is left out


def test_excluded_files_stay_out_even_where_they_are_named(cli: Cli, repository: Path) -> None:
    write(repository / ".runbooklint.toml", 'exclude = ["b/"]\n')
    assert set(codes(cli, ".")) == {"a/cutover.md"}
    assert set(codes(cli, "b/cutover.md", "a/cutover.md")) == {"a/cutover.md"}
    assert set(codes(cli, "b")) == set()
    assert set(codes(cli, "--no-force-exclude", "b/cutover.md")) == {"b/cutover.md"}
    assert set(codes(cli, "--exclude", "a/*", "--no-force-exclude", ".", "b/cutover.md")) == {"b/cutover.md"}
    assert set(codes(cli, "--isolated", "--exclude", "cutover.md", ".")) == set()
    ran = cli("check", "b/cutover.md")
    assert (ran.code, "--no-force-exclude" in ran.err) == (0, True)
    assert cli("check", "b/cutover.md", "a/cutover.md", "--fail-on", "never").err == ""
    ran = cli("check", "-", "--stdin-filename", "b/cutover.md", stdin=RUNBOOK.encode())
    assert (ran.code, "No findings" in ran.out) == (0, True)


def test_folder_walks_skip_what_git_ignores(cli: Cli, repository: Path) -> None:
    write(repository / ".gitignore", "b/\n")
    assert set(codes(cli, ".")) == {"a/cutover.md"}
    assert set(codes(cli, "b/cutover.md")) == {"b/cutover.md"}
    (repository / "a" / "inner" / ".git").mkdir(parents=True)
    write(repository / "a" / "inner" / "cutover.md", RUNBOOK)
    write(repository / "a" / "inner" / "x" / "cutover.md", RUNBOOK)
    write(repository / "a" / "inner" / ".gitignore", "x\n")
    root_of.cache_clear()
    assert set(codes(cli, ".")) == {"a/cutover.md", "a/inner/cutover.md"}


# Faults


def test_a_faulty_configuration_hides_nothing_of_the_others(cli: Cli, repository: Path) -> None:
    write(repository / "a" / ".runbooklint.toml", 'rto = "1 h"\nselekt = ["RUN"]\n')
    write(repository / "b" / ".runbooklint.toml", 'select = ["RUN401"]\n')
    data = found(cli, ".")
    assert {finding["path"] for finding in data["findings"]} == {"b/cutover.md"}
    assert data["errors"] == [
        {"path": "a/.runbooklint.toml", "line": 2, "message": 'selekt: there is no such key, did you mean "select"?'}
    ]
    ran = cli("check", ".")
    assert ran.code == 2
    assert 'runbooklint: a/.runbooklint.toml:2: selekt: there is no such key, did you mean "select"?' in ran.err
    assert cli("check", "--isolated", ".").code == 1


def test_a_strangers_configuration_does_not_reach_the_terminal_raw(cli: Cli, repository: Path) -> None:
    write(repository / ".runbooklint.toml", '"\\u001b[31mx\\n::error::" = 1\n"rto\\u202e" = 2\n')
    for form in ("text", "concise", "github", "json", "markdown"):
        ran = cli("check", "--output-format", form, "a")
        assert ran.code == 2
        assert all(char.isprintable() or char == "\n" for char in ran.out + ran.err)
        assert "\n::error::" not in ran.err
    assert all(char.isprintable() or char == "\n" for char in cli("config", "a").err)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--config", "gone.toml"), "gone.toml"),
        (("--isolated", "--config", "x.toml"), "--isolated and --config exclude each other"),
        (("--baseline", "b.json", "--no-baseline"), "--baseline and --no-baseline exclude each other"),
        (("--decisions", "gone.md"), "gone.md"),
    ],
)
def test_options_that_make_no_sense(cli: Cli, repository: Path, arguments: tuple[str, ...], said: str) -> None:
    write(repository / "x.toml", "")
    ran = cli("check", *arguments, "a")
    assert (ran.code, said in ran.err) == (2, True)


# runbooklint config


def test_settings_are_told_with_their_origin(cli: Cli, repository: Path) -> None:
    write(repository / "base.toml", 'rto = "1 h"\n\n[severity]\nRUN401 = "low"\n')
    write(
        repository / "a" / "runbooklint.toml",
        'extend = "../base.toml"\nselect = ["RUN"]\n[kinds]\n"a b.md" = "runbook"\n',
    )
    ran = cli("config", "a", "b")
    assert ran.code == 0
    assert 'severity.RUN401 = "low"  # base.toml:4\n' in ran.out
    assert 'select = ["RUN"]  # a/runbooklint.toml:2\n' in ran.out
    assert 'kinds."a b.md" = "runbook"  # a/runbooklint.toml:4\n' in ran.out
    assert 'fail-on = "high"  # default\n' in ran.out
    assert "thresholds.RUN610 = 0.25  # default\n" in ran.out
    first, second = ran.out.split("\n\n")
    assert second.startswith("# no configuration file\n")
    assert tomllib.loads(first)["rto"] == "1 h"
    told = json.loads(cli("config", "--output-format", "json", "a").out)
    assert told[0]["path"] == "a/runbooklint.toml"
    assert {"key": ["rto"], "value": "1 h", "path": "base.toml", "line": 1} in told[0]["settings"]


def test_a_path_that_is_missing_is_told(cli: Cli, repository: Path) -> None:
    ran = cli("config", "nowhere", ".")
    assert (ran.code, ran.err) == (2, "runbooklint: nowhere: no such file or folder\n")
    assert "select = " in ran.out
    assert cli("config", "nowhere").out == ""


def test_files_are_told_with_kind_and_configuration(cli: Cli, repository: Path) -> None:
    write(repository / "b" / ".runbooklint.toml", '[kinds]\n"*.md" = "runbook"\n')
    write(repository / "a" / "notes.md", "# Notes\n")
    ran = cli("config", "--show-files")
    assert ran.out == "a/cutover.md: cutover (file name)\nb/cutover.md: runbook (configuration), b/.runbooklint.toml\n"
    (one,) = json.loads(cli("config", "--show-files", "--output-format", "json", "a").out)
    assert one == {"path": "a/cutover.md", "kind": "cutover", "kind_reason": "file name", "config": None}
    ran = cli("config", "--show-files", "a", "gone.md")
    assert (ran.code, "gone.md" in ran.err) == (2, True)
    write(repository / "b" / ".runbooklint.toml", "rto = 1\n")
    assert (cli("config", "b").code, cli("config", "--show-files", "b").code) == (2, 2)


def test_the_schema_of_the_configuration_is_printed(cli: Cli) -> None:
    assert json.loads(cli("schema", "config").out)["title"] == "Configuration of runbooklint"
