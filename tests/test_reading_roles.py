"""Steps and entries that are no actions: checks, criteria, notes, what is superseded."""

import pytest

from runbooklint import lint
from runbooklint.reading import read
from runbooklint.reading.labels import check_clause, names_check
from runbooklint.records import Runbook
from runbooklint.source import Source


def runbook(text: str) -> Runbook:
    found = read(Source("# Cutover: scales\n\n" + text), "cutover", "cutover.md").runbook
    assert found is not None
    return found


def roles(text: str) -> list[str]:
    return [step.role for step in runbook(text).steps]


def entry_roles(text: str) -> list[str]:
    steps = "## Steps\n\n1. Run `x 1`.\n2. Run `x 2`.\n\n## Rollback\n\n"
    return [entry.role for entry in runbook(steps + text).rollbacks]


def codes(text: str, line: int) -> set[str]:
    return {found.code for found in lint("# Cutover: scales\n\n" + text, "CUTOVER.md") if found.place.line == line}


PHASES = "## Phase A: load\n\n1. Run `x 1`.\n2. Run `x 2`.\n\n## Phase B: swap{}\n\n{}1. Run `y 1`.\n2. Run `y 2`.\n"


@pytest.mark.parametrize(
    ("head", "first"),
    [
        (" (superseded by phase C)", ""),
        (" ⛔ OBSOLETE since May", ""),
        (" — cancelled", ""),
        ("", "> **Superseded:** the vendor does this.\n\n"),
        ("", "Status: withdrawn, see phase C.\n\n"),
        ("", "This phase is no longer needed.\n\n"),
    ],
)
def test_what_is_called_superseded_is_judged_no_more(head: str, first: str) -> None:
    text = PHASES.format(head, first)
    assert roles(text) == ["action", "action", "withdrawn", "withdrawn"]
    at = text.count("\n", 0, text.index("1. Run `y 1`")) + 3
    assert not codes(text, at)
    assert "RUN601" in codes(text, 5)


@pytest.mark.parametrize(
    ("head", "first"),
    [
        (": drop the obsolete tables", ""),
        (" of the cancelled orders", ""),
        ("", "Superseded scales are listed in `old.csv`.\n\n"),
        ("", "The old scales are no longer needed after this.\n\n"),
    ],
)
def test_what_deals_with_superseded_things_is_judged(head: str, first: str) -> None:
    assert "withdrawn" not in roles(PHASES.format(head, first))


def test_an_entry_of_a_superseded_step_goes_with_it() -> None:
    text = (
        "## Steps\n\n### Step 1: load\n\nRun `x`.\n\n### Step 2: swap (superseded)\n\nRun `y`.\n\n### Step 3: open\n\n"
        "Run `z`.\n\n## Rollback\n\n### 2-rollback\n\nRun `y back`.\n\n### 3-rollback\n\nRun `z back`.\n"
    )
    found = {(one.code, one.place.line) for one in lint("# Cutover: scales\n\n" + text, "CUTOVER.md")}
    assert not [one for one in found if one[0] in {"RUN403", "RUN402"}]
    assert {line for code, line in found if code == "RUN405"} == {23}


def test_states_under_a_heading_of_checks_are_checks() -> None:
    text = (
        "## 1. Launch day\n\n### 1.1 Deployment\n\n1. Run `x 1`.\n\n### 1.2 Verification\n\n| # | Item | Owner |{0}\n"
        "| - | - | - |{1}\n| 2 | All pods running | Ina |{2}\n| 3 | Smoke tests passed | Ina |{2}\n"
    )
    assert roles(text.format("", "", "")) == ["action", "check", "check"]
    assert not {"RUN401", "RUN205", "RUN501", "RUN601", "RUN705"} & codes(text.format("", "", ""), 14)
    stated = text.format(" Rollback |", " - |", " `y back` |")
    assert roles(stated) == ["action"] * 3


def test_rows_of_a_rehearsal_are_no_steps() -> None:
    text = (
        "## 1. Staging validation (three days before)\n\n### 1.1 Staging deployment\n\n| # | Item | Owner |\n"
        "| - | - | - |\n| 1 | Schema created | Ina |\n| 2 | Pods running | Ina |\n\n"
        "## 2. Cutover steps\n\n1. Run `x 1`.\n2. Run `x 2`.\n"
    )
    assert [step.title for step in runbook(text).steps] == ["Run x 1.", "Run x 2."]
    told = text.replace("Schema created", "Create the schema").replace("Pods running", "Start the pods")
    assert len(runbook(told).steps) == 4


@pytest.mark.parametrize(
    "item", ["Abort if more than 20 scales fail", "Stop on errors > 1%; call Ina", "Roll back when any count differs"]
)
def test_a_criterion_among_steps_is_that_of_its_phase(item: str) -> None:
    text = f"## Phase A: load\n\n1. Run `x 1`.\n2. {item}\n3. Run `x 2`.\n\n## Phase B: swap\n\n1. Run `y 1`.\n2. Run `y 2`.\n"
    assert roles(text)[1] == "criterion"
    assert not {"RUN205", "RUN304", "RUN401", "RUN501", "RUN601"} & codes(text, 6)
    assert "RUN304" not in codes(text, 5)
    assert "RUN304" in codes(text, 11)


@pytest.mark.parametrize("item", ["Stop the writers: `x stop`", "Abort the export when it hangs", "Pause on the map"])
def test_stopping_something_is_an_action(item: str) -> None:
    assert roles(f"## Steps\n\n1. Run `x 1`.\n2. {item}\n") == ["action", "action"]


GATED = "## Phase A\n\n1. Run `x 1`.\n2. Run `x 2`.{}\n3. Gate: `x lag` prints 0\n4. Run `x 3`.\n"


def test_a_gate_decides_on_the_steps_before_it() -> None:
    text = GATED.format("")
    assert "RUN304" not in codes(text, 5) | codes(text, 6)
    assert "RUN301" not in codes(text, 6)
    assert {"RUN301", "RUN304"} <= codes(text, 8)
    own = GATED.format("\n   - **Go/no-go:** go on if `x count` prints 4, else roll back; call Ina if it hangs")
    assert "RUN304" in codes(own, 5)


@pytest.mark.parametrize(
    ("item", "role"),
    [
        ("Re-run the smoke tests: `x smoke`", "check"),
        ("Update `docs/log.md` with the times in the incident report", "record"),
        ("Log the decision in `day.md`", "record"),
        ("Log in to the old host: `ssh old`", "action"),
        ("Update the DNS record with `x dns old`", "action"),
        ("Run `x back`", "action"),
    ],
)
def test_checks_and_notes_of_a_rollback_are_no_entries_of_their_own(item: str, role: str) -> None:
    text = f"1. Run `x off`.\n2. {item}\n3. Run `x up`.\n"
    assert entry_roles(text) == ["action", role, "action"]


def test_comments_that_check_close_the_entry_before() -> None:
    text = "```bash\n# 1. Point the scales back\nx back\n# 2. Verify the scales\nx list\n# 3. Alert the shops\nx mail\n```\n"
    assert entry_roles(text) == ["action", "check", "record"]
    whole = "## Steps\n\n1. Run `x 1`.\n2. Run `x 2`.\n\n## Rollback\n\n" + text
    assert {"RUN405", "RUN409", "RUN413"} <= codes(whole, 11)
    assert not {"RUN405", "RUN409", "RUN413"} & (codes(whole, 13) | codes(whole, 15))


def test_a_rollback_of_checks_alone_stays() -> None:
    assert entry_roles("1. Verify the scales\n2. Log the result\n")[0] == "action"


LIKE = "## Steps\n\n1. Copy `a`.\n2. Copy `b`.\n3. {}\n4. Run `x`.\n5. Run `y`.\n"


@pytest.mark.parametrize(
    "check", ["Run the smoke tests", "Monitor `lag` for 5 min", "Smoke test: `x` prints 0", "Counts of `a` verified"]
)
def test_the_check_behind_like_actions_closes_them(check: str) -> None:
    text = LIKE.format(check)
    assert "RUN301" not in codes(text, 5) | codes(text, 6)
    assert "RUN301" in codes(text, 8)


def test_a_title_over_a_state_is_no_step() -> None:
    text = "## Steps\n\n**Step 1: Initial state (old serves)**\n\n`old: 100`\n\n**Step 2: Swap**\n\nRun `x swap`.\n"
    assert [step.id for step in runbook(text).steps] == ["2"]


def test_the_gate_of_a_superseded_phase_is_no_criterion_of_another() -> None:
    text = GATED.format("") + "\n## Phase B (superseded)\n\n1. Run `y 1`.\n2. Gate: `y lag` prints 0\n"
    assert "RUN304" not in codes(text, 5) | codes(text, 6)


@pytest.mark.parametrize(
    ("action", "check"),
    [
        ("Close the old ports; build and `x lint` green.", True),
        ("Merge the branches. All probes passing", True),
        ("Merge the branches; only when the build is green", False),
        ("Paint the lamp post green", False),
    ],
)
def test_what_is_claimed_at_the_end_of_an_action_is_its_check(action: str, check: bool) -> None:
    assert (check_clause(action) is not None) == check


def test_a_check_may_cite_the_section_that_tells_what_is_expected() -> None:
    text = "## Steps\n\n1. Run `x`.\n2. Run §{} smoke tests before you tell anyone.\n\n## B. Smoke tests\n\n- Scales weigh.\n"
    assert not {"RUN210", "RUN301", "RUN302"} & codes(text.format("B"), 6)
    assert "RUN302" in codes(text.format("C"), 6)


@pytest.mark.parametrize(("said", "named"), [("weight=0 for the old pool", True), ("the weight = low", False)])
def test_a_setting_with_its_value_names_what_is_changed(said: str, named: bool) -> None:
    assert ("RUN210" in codes(f"## Steps\n\n1. Run `x`.\n2. Set {said}\n", 6)) != named


@pytest.mark.parametrize(
    ("item", "role"),
    [
        ("**Communication**\n   - Tell the shops before each phase.", "record"),
        ("Stakeholder comms: the shops by mail", "record"),
        ("Disable notifications", "action"),
        ("Send the communication to the shops", "action"),
    ],
)
def test_an_item_that_names_messages_is_no_action(item: str, role: str) -> None:
    text = f"## Steps\n\n1. Run `x 1`.\n2. {item}\n3. Run `x 2`.\n"
    assert roles(text)[1] == role
    owed = {"RUN203", "RUN205", "RUN301", "RUN304", "RUN401", "RUN501", "RUN601"}
    assert (owed <= codes(text, 6)) == (role == "action")


def test_where_something_goes_is_no_state() -> None:
    assert names_check("Traffic green")
    assert names_check("Run the smoke tests after the swap")
    assert not names_check("Shift the traffic to green")


@pytest.mark.parametrize(("above", "count"), [("Post-migration checklist", 2), ("Migration weekend", 3)])
def test_days_behind_the_checks_are_no_steps(above: str, count: int) -> None:
    days = f"## {above}\n\n### Day 1\n\n- [ ] Monitor the scales\n- [ ] Review the cost\n"
    assert len(runbook("## Steps\n\n1. Run `x 1`.\n2. Run `x 2`.\n\n" + days).steps) == count
