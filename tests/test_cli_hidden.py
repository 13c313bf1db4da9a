"""What a run does not report: suppressions, the baseline, all but single steps; and that it is always counted."""

import json
from pathlib import Path
from typing import Any, NoReturn

import pytest

from runbooklint import engine
from runbooklint.checks import rules_for
from runbooklint.repository import root_of
from tests.conftest import Cli

STEPS = "### 01 — Freeze\n\n- **Action:** Run `freeze`.\n\n### 02 — Flip\n\n- **Action:** Run `flip`.\n\n"
RUNBOOK = f"# Cutover runbook\n\n## Cutover steps\n\n{STEPS}"
COMMENT = '<!-- runbooklint: ignore=RUN401 step=02 reason="the old reader stays up" -->\n'


@pytest.fixture
def document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A runbook in a repository that is the current folder, where only RUN401 is run."""
    (tmp_path / ".git").mkdir()
    root_of.cache_clear()
    monkeypatch.chdir(tmp_path)
    write(tmp_path / ".runbooklint.toml", 'select = ["RUN401", "LNT"]\n')
    return write(tmp_path / "docs" / "cutover.md", RUNBOOK)


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def found(cli: Cli, *arguments: object) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(cli("check", "--output-format", "json", *arguments).out)
    return data


def lines(cli: Cli, *arguments: object) -> list[str]:
    return [f"{finding['code']}:{finding['line']}" for finding in found(cli, *arguments)["findings"]]


def hidden(cli: Cli, *arguments: object) -> tuple[int, int]:
    summary = found(cli, *arguments)["summary"]
    return summary["suppressed"], summary["baselined"]


# Suppressions


def test_what_a_comment_hides_is_counted_and_shown_where_asked(cli: Cli, document: Path) -> None:
    write(document, RUNBOOK + COMMENT)
    assert (lines(cli, "."), hidden(cli, ".")) == (["RUN401:5"], (1, 0))
    assert "1 finding in 1 document: 1 blocker (1 suppressed, " in cli("check", ".").out
    shown = cli("check", "--show-suppressed", ".").out
    assert "docs/cutover.md:9:5: RUN401 rollback-missing (suppressed: the old reader stays up)" in shown
    (one,) = (one for one in found(cli, "--show-suppressed", ".")["suppressed"] if one["hidden_by"] == "suppression")
    assert (one["line"], one["hidden_by"], one["reason"]) == (9, "suppression", "the old reader stays up")


def test_what_is_hidden_does_not_fail(cli: Cli, document: Path) -> None:
    write(document, RUNBOOK + COMMENT + COMMENT.replace("02", "01"))
    assert cli("check", ".").code == 0
    assert cli("check", "--ignore-suppressions", ".").code == 1


def test_the_gate_for_strangers(cli: Cli, document: Path) -> None:
    write(document, RUNBOOK + '<!-- runbooklint: ignore-file=RUN401 reason="x y" -->\n')
    write(
        document.parent.parent / ".runbooklint.toml",
        'ignore = ["RUN", "DOC", "LNT"]\nexclude = ["**"]\nfail-on = "never"\n',
    )
    assert cli("check", ".").code == 0
    gate = ("--isolated", "--ignore-suppressions", "--select", "RUN401")
    assert lines(cli, *gate, ".") == ["RUN401:5", "RUN401:9"]
    assert cli("check", *gate, ".").code == 1


def test_a_reason_may_be_required(cli: Cli, document: Path) -> None:
    write(document, RUNBOOK + COMMENT.replace(' reason="the old reader stays up"', ""))
    assert lines(cli, ".") == ["RUN401:5", "LNT902:13"]
    write(document.parent / ".runbooklint.toml", 'select = ["RUN401", "LNT"]\nrequire-suppression-reason = true\n')
    assert lines(cli, ".") == ["RUN401:5", "RUN401:9", "LNT902:13"]


def test_a_day_that_is_over(cli: Cli, document: Path) -> None:
    write(document, RUNBOOK + COMMENT.replace("step", "until=2020-01-31 step"))
    assert lines(cli, ".") == ["RUN401:5", "RUN401:9", "LNT901:13"]
    write(document, RUNBOOK + COMMENT.replace("step", "until=2999-01-31 step"))
    assert lines(cli, ".") == ["RUN401:5"]


# Configuration


HIDING = {
    "ignore": 'ignore = ["RUN401"]\n',
    "select": 'select = ["DOC", "RUN1", "RUN2", "RUN3", "RUN402", "RUN5", "RUN6", "RUN7", "LNT"]\n',
    "per-file-ignores": '[per-file-ignores]\n"docs/*" = ["rollback-missing"]\n',
}


@pytest.mark.parametrize("key", HIDING)
def test_what_a_configuration_hides_is_counted(cli: Cli, document: Path, key: str) -> None:
    every = found(cli, "--isolated", ".")["findings"]
    off = [one for one in every if one["code"] == "RUN401"]
    write(document.parent.parent / ".runbooklint.toml", HIDING[key])
    told = found(cli, "--show-suppressed", ".")
    assert told["summary"]["switched_off"] == len(off) == 2
    assert len(told["findings"]) == len(every) - 2
    assert [(one["code"], one["hidden_by"]) for one in told["suppressed"]] == [("RUN401", "configuration")] * 2
    assert {one["fingerprint"] for one in told["suppressed"]} == {one["fingerprint"] for one in off}
    for form in ("text", "grouped", "github", "markdown"):
        assert "2 switched off by the configuration" in cli("check", "--output-format", form, ".").out
    assert "2 switched off by the configuration" in cli("check", "--statistics", ".").out
    assert 'name="switched_off" value="2"' in cli("check", "--output-format", "junit", ".").out
    assert "(switched off by the configuration)" in cli("check", "--show-suppressed", ".").out
    sarif = json.loads(cli("check", "--output-format", "sarif", "--show-suppressed", ".").out)["runs"][0]
    kinds = [one["kind"] for result in sarif["results"] for one in result["suppressions"]]
    assert (sarif["properties"]["summary"]["switched_off"], kinds) == (2, ["external"] * 2)
    assert found(cli, "--isolated", ".")["summary"]["switched_off"] == 0


def test_what_is_not_severe_enough_for_a_configuration_is_counted(cli: Cli, document: Path) -> None:
    write(document.parent.parent / ".runbooklint.toml", 'min-severity = "blocker"\n')
    every = found(cli, "--isolated", ".")["summary"]
    told = found(cli, ".")["summary"]
    assert told["high"] == told["medium"] == told["low"] == 0
    assert told["switched_off"] == every["high"] + every["medium"] + every["low"] > 0
    assert found(cli, "--min-severity", "blocker", ".")["summary"]["switched_off"] == 0
    assert found(cli, "--min-severity", "low", ".")["summary"] == every


def test_what_the_command_line_chooses_is_not_counted(cli: Cli, document: Path) -> None:
    write(document.parent.parent / ".runbooklint.toml", 'ignore = ["RUN402"]\n')
    assert found(cli, "--select", "RUN401", ".")["summary"]["switched_off"] == 0
    assert found(cli, "--ignore", "RUN", ".")["summary"]["switched_off"] == 0


def test_what_is_excluded_is_counted(cli: Cli, document: Path) -> None:
    write(document.parent / "other-cutover.md", RUNBOOK)
    write(document.parent / "drafts" / "cutover.md", RUNBOOK)
    write(document.parent.parent / ".runbooklint.toml", 'exclude = ["docs/drafts", "docs/other*"]\n')
    assert found(cli, ".")["summary"]["excluded"] == 2
    assert "2 paths excluded)." in cli("check", ".").out
    assert found(cli, document.parent / "drafts" / "cutover.md", ".")["summary"]["excluded"] == 3
    assert found(cli, "--isolated", ".")["summary"]["excluded"] == 0


def test_a_rule_that_is_switched_off_may_be_defective(
    cli: Cli, document: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> NoReturn:
        raise KeyError

    rules = tuple(rule._replace(check=broken) if rule.code == "RUN402" else rule for rule in rules_for("cutover"))
    monkeypatch.setattr(engine, "rules_for", lambda kind: rules)
    assert cli("check", "--isolated", ".").code == 3
    assert cli("check", ".").code == 1


# Single steps


def test_one_step_alone(cli: Cli, document: Path) -> None:
    assert lines(cli, "--step", "2", ".") == ["RUN401:9"]
    assert lines(cli, "--step", "01", "--step", "02", ".") == ["RUN401:5", "RUN401:9"]
    assert {f["record"]["id"] for f in found(cli, "--isolated", "--step", "02", ".")["findings"]} == {"02"}
    ran = cli("check", "--step", "7", ".")
    assert (ran.code, 'no document has a step "7"' in ran.err) == (2, True)


def test_a_step_takes_its_rollback_entry_along(cli: Cli, document: Path) -> None:
    write(document, f"{RUNBOOK}## Rollback procedure\n\n### 02-rollback — Back\n\n- **Action:** Run `back`.\n")
    assert {
        f["line"] for f in found(cli, "--isolated", "--select", "RUN405,RUN203", "--step", "02", ".")["findings"]
    } == {9, 15}


# Baseline


def test_only_what_is_new_is_reported(cli: Cli, document: Path) -> None:
    ran = cli("baseline")
    assert (ran.code, ran.out) == (
        0, ".runbooklint-baseline.json: 2 findings in 1 document accepted: 2 new, 0 as before, 0 fixed.\n",
    )  # fmt: skip
    assert (cli("check").code, lines(cli), hidden(cli)) == (0, [], (0, 2))
    assert (lines(cli, "docs/cutover.md"), hidden(cli, "docs/cutover.md")) == ([], (0, 2))
    write(
        document,
        RUNBOOK.replace("## Cutover", "More.\n\n## Cutover").replace("02 — Flip", "03 — Flip")
        + "### 04 — New\n\n- **Action:** Run `x`.\n",
    )
    assert (lines(cli), hidden(cli)) == (["RUN401:15"], (0, 2))
    assert cli("check", "--no-baseline").code == 1
    assert hidden(cli, "--no-baseline") == (0, 0)
    assert hidden(cli, "--isolated") == (0, 0)
    assert "(2 in the baseline, " in cli("check").out


def test_a_stale_baseline_is_said_and_pruned(cli: Cli, document: Path) -> None:
    cli("baseline")
    write(document, RUNBOOK.replace("Run `flip`.\n", "Run `flip`.\n- **Rollback:** Run `flop`.\n"))
    ran = cli("check")
    assert ran.code == 0
    assert (
        ".runbooklint-baseline.json: the baseline is stale, 1 finding in it is fixed; runbooklint baseline --prune"
        in ran.err
    )
    assert "stale" not in cli("check", "--select", "RUN203", "--fail-on", "never").err
    assert cli("baseline", "--prune").out == ".runbooklint-baseline.json: 1 fixed finding dropped, 1 left.\n"
    assert cli("check").err == ""
    document.unlink()
    write(document.parent / "other-cutover.md", RUNBOOK)
    assert "the baseline is stale, 1 finding in it is on documents that are gone; runbooklint" in cli("check").err
    assert cli("baseline", "--prune").out == ".runbooklint-baseline.json: 1 fixed finding dropped, 0 left.\n"


def test_the_baseline_of_a_folder_without_documents_is_pruned(cli: Cli, document: Path) -> None:
    cli("baseline")
    document.unlink()
    assert cli("baseline", "--prune").out == ".runbooklint-baseline.json: 2 fixed findings dropped, 0 left.\n"
    (document.parent.parent / ".runbooklint-baseline.json").unlink()
    ran = cli("baseline", "--prune")
    assert (ran.code, ran.out) == (0, "")
    assert "no runbook and no mitigation log found" in ran.err


def test_a_part_is_accepted_and_the_rest_left_as_it_is(cli: Cli, document: Path) -> None:
    other = write(document.parent / "other-cutover.md", RUNBOOK)
    cli("baseline")
    assert "4 findings in 2 documents accepted: 0 new, 4 as before, 0 fixed" in cli("baseline", document).out
    assert "4 findings in 2 documents accepted: 0 new, 4 as before" in cli("baseline", "--select", "RUN402", other).out
    assert (cli("check").code, hidden(cli)) == (0, (0, 4))


def test_the_baseline_that_is_named(cli: Cli, document: Path) -> None:
    assert cli("baseline", "--baseline", "known.json", ".").code == 0
    assert cli("check").code == 1
    assert cli("check", "--baseline", "known.json").code == 0
    assert cli("check", "--isolated", "--select", "RUN401", "--baseline", "known.json").code == 0
    write(document.parent / ".runbooklint.toml", 'select = ["RUN401"]\nbaseline = "../known.json"\n')
    assert cli("check").code == 0
    (document.parent.parent / "known.json").unlink()
    ran = cli("check")
    assert (ran.code, "known.json: there is no such baseline; `runbooklint baseline` writes it" in ran.err) == (2, True)
    assert cli("baseline", "--prune").code == 2
    assert cli("baseline", "--isolated").code == 2


def test_a_damaged_baseline_is_an_error_and_stays(cli: Cli, document: Path) -> None:
    path = write(document.parent.parent / ".runbooklint-baseline.json", "{}")
    for arguments in (("check",), ("baseline",), ("baseline", "--prune")):
        ran = cli(*arguments)
        assert (ran.code, "is no baseline of runbooklint" in ran.err) == (2, True)
    assert path.read_text(encoding="utf-8") == "{}"
    assert cli("check", "--no-baseline").code == 1


def test_a_document_that_cannot_be_read_keeps_its_entries(cli: Cli, document: Path) -> None:
    cli("baseline")
    document.write_bytes(b"\xff")
    ran = cli("baseline")
    assert ran.code == 2
    write(document, RUNBOOK)
    assert cli("check").code == 0


def test_a_baseline_that_cannot_be_written_is_an_error(cli: Cli, document: Path) -> None:
    (document.parent.parent / "folder").mkdir()
    ran = cli("baseline", "--baseline", "folder/x/known.json", ".")
    assert (ran.code, "cannot be written" in ran.err) == (2, True)


def test_a_comment_that_hides_twice_and_a_baseline(cli: Cli, document: Path) -> None:
    cli("baseline")
    write(document, RUNBOOK + COMMENT)
    assert hidden(cli) == (1, 1)
    assert "1 finding in it is fixed" in cli("check").err
