"""What is stated once holds for the steps and entries that it is about, and for no others."""

import pytest

from runbooklint import lint
from runbooklint.reading import read
from runbooklint.records import FieldName, Runbook
from runbooklint.source import Source

STEPS = "## Steps\n\n1. Run `x 1`.\n2. Run `x 2`.\n\n"
PHASES = "## Phase A\n\n### Step 1\n\n`x 1`\n\n### Step 2\n\n`x 2`\n\n{}## Phase B\n\n### Step 3\n\n`y 1`\n\n"
BACK = "## Rollback\n\n1. Run `x back`.\n2. Run `x up`.\n\n"


def runbook(text: str) -> Runbook:
    found = read(Source("# Cutover: lamps\n\n" + text), "cutover", "cutover.md").runbook
    assert found is not None
    return found


def of_steps(text: str, name: FieldName) -> list[str]:
    """The inherited or told value of each step."""
    return [step.fields[name].text if name in step.fields else "" for step in runbook(text).steps]


def of_entries(text: str, name: FieldName) -> list[str]:
    return [entry.fields[name].text if name in entry.fields else "" for entry in runbook(text).rollbacks]


@pytest.mark.parametrize(
    "text",
    [
        STEPS + "## Rollback triggers\n\nDark lamps.\n",
        STEPS + "## Way back\n\n### When to act: stop conditions\n\n- Dark lamps.\n",
        "**Rollback criteria:** Dark lamps.\n\n" + STEPS,
        STEPS + "**Abort criteria:**\n\n- Dark lamps.\n",
    ],
)
def test_criteria_to_go_back_hold_for_all_steps(text: str) -> None:
    assert of_steps(text, "go_no_go") == ["Dark lamps."] * 2
    assert all(step.fields["go_no_go"].inherited for step in runbook(text).steps)


@pytest.mark.parametrize(
    "text",
    [
        STEPS + "## Rollback triggers\n\n",
        STEPS + "## Rollback decision authority\n\nThe harbour master.\n",
        STEPS + "## Alert conditions\n\nDark lamps.\n",
        STEPS + "- **Define the stop condition** — three dark lamps.\n",
        STEPS.replace("`x 2`.", "`x 2`.\n   - **Go/no-go:** no lamp is dark.") + "## Abort criteria\n\nDark lamps.\n",
    ],
)
def test_what_is_no_criterion_or_not_for_all_is_inherited_by_none(text: str) -> None:
    assert "Dark lamps." not in of_steps(text, "go_no_go")
    assert of_steps(text, "go_no_go")[0] == ""


def test_criteria_within_a_phase_are_those_of_its_steps() -> None:
    text = PHASES.format("### Stop criteria\n\nDark lamps.\n\n")
    assert of_steps(text, "go_no_go") == ["Dark lamps.", "Dark lamps.", ""]
    assert "go_no_go" not in runbook(text).fields


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("## Communication\n\n- Each step: done, in `#lamps`.\n", ["Each step: done, in `#lamps`."] * 2),
        ("## Communication\n\n| When | Where |\n|---|---|\n| every step | `#lamps` |\n", ["every step | `#lamps`"] * 2),
        ("## Communication\n\n- Start of the cutover: `#lamps`.\n", [""] * 2),
        ("## Communication\n\n- Phase complete: `#lamps`.\n", [""] * 2),
        ("## Notes\n\n- Each step is logged.\n", [""] * 2),
    ],
)
def test_messages_for_each_step_are_those_of_the_steps(text: str, told: list[str]) -> None:
    assert of_steps(STEPS + text, "communication") == told


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Announce the freeze.", True),
        ("[ ] Notify all affected users of the start", True),
        ("Stop it. Post a message in `#lamps`.", True),
        ("Update the status page.", True),
        ("Update the owners table.", False),
        ("Post the file to the endpoint.", False),
        ("The timer will notify users.", False),
    ],
)
def test_a_sentence_that_tells_somebody_is_a_message(sentence: str, told: bool) -> None:
    text = f"## Steps\n\n1. Stop the timer.\n\n   - {sentence}\n2. Run `x 2`.\n"
    assert [bool(said) for said in of_steps(text, "communication")] == [told, False]


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("## Rollback decision authority\n\nHarbour master\n", "Harbour master"),
        ("## Contacts\n\n| Role | Responsibility |\n|---|---|\n| Clerk | Mail |\n| Lamp lead | Runs the rollback |\n", "Lamp lead"),
        ("## Contacts\n\n| Role | Responsibility |\n|---|---|\n| Clerk | Mail |\n", ""),
        ("## Contacts\n\n| Role | Phone |\n|---|---|\n| Rollback lead | 112 |\n", ""),
    ],
)  # fmt: skip
def test_who_is_charged_with_the_rollback_owns_its_entries(text: str, owner: str) -> None:
    assert of_entries(STEPS + BACK + text, "owner") == [owner] * 2
    assert of_steps(STEPS + BACK + text, "owner") == [""] * 2


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("Every write made after\nthe cutover is in the journal.", True),
        ("Data written since the flip will be lost.", True),
        ("The data is copied before the flip.", False),
        ("Write down what you did after the cutover.", False),
    ],
)
def test_what_becomes_of_the_writes_is_said_for_the_whole_way_back(sentence: str, said: bool) -> None:
    text = STEPS + BACK.replace("\n\n1.", f"\n\n{sentence}\n\n1.")
    assert [bool(one) for one in of_entries(text, "post_cutover_writes")] == [said] * 2


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("## Roles\n\n- **Lamp lead:** runs all steps\n- **Clerk:** runs the smoke tests\n", "Lamp lead"),
        ("## Roles\n\n- **Executor:** A. Lund\n- **Approver:** B. Moe\n", "A. Lund"),
        (
            "## Who\n\n| Role | Duties |\n|---|---|\n| Clerk | Mail |\n| Wick crew | Execute the cutover |\n",
            "Wick crew",
        ),
        ("## Team roles\n\n### 1. Wick crew\n\n**Duties:**\n\n- Execute cutover commands\n", "Wick crew"),
        ("## Team roles\n\n### 1. Wick crew\n\n**Duties:**\n\n- Execute cutover tests\n", ""),
        ("## Team roles\n\n### 1. Clerk\n\n**Duties:**\n\n- Run the cutover call\n", ""),
        ("## Notes\n\n- **Lamp lead:** runs all steps\n", ""),
        ("## Define the roles\n\n- **Executor:** A. Lund\n", ""),
    ],
)
def test_who_is_charged_with_the_cutover_owns_the_steps(text: str, owner: str) -> None:
    assert of_steps(STEPS + text, "owner") == [owner] * 2
    assert of_steps(STEPS.replace("`x 2`.", "`x 2`.\n   - **Owner:** C. Dahl") + text, "owner") == ["", "C. Dahl"]


def test_the_roles_charge_somebody_with_the_rollback_wherever_its_entries_stand() -> None:
    text = "## Lamps\n\n" + STEPS.replace("##", "###") + BACK + "## Roles\n\n- **Lamp lead:** leads the rollback\n"
    assert of_entries(text, "owner") == ["Lamp lead"] * 2


@pytest.mark.parametrize(("between", "owner"), [("", "A. Lund"), ("The lamps of the quay.\n\n", "")])
def test_a_second_heading_that_goes_on_with_the_title_does_not_end_the_head(between: str, owner: str) -> None:
    assert of_steps(f"{between}## The way to new lamps\n\n**Owner:** A. Lund\n\n" + STEPS, "owner") == [owner] * 2


@pytest.mark.parametrize(
    "text",
    [
        STEPS + "## When something fails on the way\n\nStop. Follow the page on the way back.\n",
        STEPS + "## If any lamp fails\n\n- Halt the move.\n- Call the harbour.\n",
        "If any check fails, stop and roll back.\n\n" + STEPS,
        "## Rules\n\n- If anything goes wrong: revert with `x back`.\n\n" + STEPS,
    ],
)
def test_a_rule_on_any_failure_holds_for_all_steps(text: str) -> None:
    assert all(of_steps(text, "go_no_go"))


@pytest.mark.parametrize(
    "text",
    [
        STEPS + "## If any lamp fails\n\nCall the harbour.\n",
        "If any lamp is new, read the leaflet.\n\n" + STEPS,
        STEPS + "## Success criteria\n\n- No lamp is dark.\n",
    ],
)
def test_what_stops_nothing_holds_for_no_step(text: str) -> None:
    assert of_steps(text, "go_no_go") == ["", ""]


def test_criteria_to_go_on_are_those_of_their_phase() -> None:
    text = "## Phase A\n\n### Steps\n\n1. Run `x 1`.\n\n### Success criteria\n\n- 0 dark lamps\n\n"
    text += "## Phase B\n\n### Steps\n\n1. Run `x 2`.\n"
    assert of_steps(text, "go_no_go") == ["0 dark lamps", ""]


def test_a_phase_with_criteria_of_its_own_leaves_the_others_to_those_stated_once() -> None:
    text = "## Phase A\n\n### Step 1\n\n`x 1`\n\n**Go/no-go:** 0 dark\n\n### Step 2\n\n`x 2`\n\n## Phase B\n\n### Step 3\n\n`y 1`\n\n"
    assert of_steps(text + "## Abort criteria\n\nDark lamps.\n", "go_no_go") == ["0 dark", "", "Dark lamps."]


def test_where_most_phases_state_criteria_one_without_lacks_them() -> None:
    phase = "## Phase {0}\n\n### Step {0}\n\n`x {0}`\n\n{1}"
    text = "".join(phase.format(n, "" if n == 2 else "**Go/no-go:** 0 dark\n\n") for n in (1, 2, 3))
    assert of_steps(text + "## Abort criteria\n\nDark lamps.\n", "go_no_go")[1] == ""


@pytest.mark.parametrize(
    ("title", "told"), [("General pattern for each lamp:", True), ("Example:", False), ("One lamp:", False)]
)
def test_a_fence_that_shows_how_each_step_is_done_tells_its_criterion(title: str, told: bool) -> None:
    pattern = f"**{title}**\n\n```sh\nx LAMP on\n# If issues: x LAMP off\n```\n\n"
    steps = of_steps(
        "## Lamps\n\n" + pattern + "### Step 1: First\n\n`x a on`\n\n### Step 2: Second\n\n`x b on`\n", "go_no_go"
    )
    assert [bool(step) for step in steps] == [told, told]


def test_what_all_inherit_counts_beside_criteria_that_some_steps_state() -> None:
    text = "## Phase A\n\n1. Run `x 1`. If `x state` is not 0, stop.\n2. Run `x 2`.\n\n"
    text += "## Stop conditions\n\n- Dark lamps: roll back.\n"
    messages = [f.message for f in lint("# Cutover: lamps\n\n" + text, "cutover.md") if f.code == "RUN305"]
    assert messages
    assert not any("roll back" in message for message in messages)


def test_the_writes_may_be_called_by_what_they_are() -> None:
    text = STEPS + "## Rollback\n\nOrders made after the move: none before step 1.2, so half a rollback loses none.\n\n"
    text += "1. Run `x back`.\n2. Run `x up`.\n"
    said = "Orders made after the move: none before step 1.2, so half a rollback loses none"
    assert of_entries(text, "post_cutover_writes") == [said] * 2


@pytest.mark.parametrize(
    ("line", "seconds"),
    [
        ("**Time budget for going back:** RTO 45 minutes", 2700),
        ("**Back within:** 30 min (RTO)", 1800),
        ("**Noted:** the RTO 45 report", None),
    ],
)
def test_a_value_may_name_itself_the_rto(line: str, seconds: int | None) -> None:
    found = runbook(f"{line}\n\n" + STEPS).fields.get("rto")
    assert (found and found.seconds) == seconds
