"""What must hold before steps where no label of theirs tells it."""

import pytest

from runbooklint import lint
from runbooklint.reading import read
from runbooklint.source import Source

TWO = "## Steps\n\n1. Close the locks: `lock close`\n2. {}\n"
PHASES = "## Phase A\n\n1. Close the locks: `lock close`\n\n{}## Phase B\n\n1. Open the gates: `gate open`\n"


def told(text: str) -> list[str]:
    found = read(Source("# Cutover: canal\n\n" + text, "x.md"), "cutover", "cutover.md").runbook
    assert found is not None
    return [step.fields["preconditions"].text if "preconditions" in step.fields else "" for step in found.steps]


@pytest.mark.parametrize(
    "step",
    [
        "If stable, raise the water to 4 m.",
        "If the level check passes, open the second gate.",
        "Open the second gate once the level is stable.",
        "Open the first gate, then all of them after 24 h of stable levels.",
        "Only after approval, open the second gate.",
    ],
)
def test_a_clause_of_the_action_is_a_precondition(step: str) -> None:
    assert told(TWO.format(step))[1]


@pytest.mark.parametrize(
    "step",
    [
        "Open the second gate.",
        "If the gate fails, open it by hand.",
        "If not stable, lower the water.",
        "Open the second gate. If a boat waits, drop the sign once it has passed.",
    ],
)
def test_a_branch_is_no_precondition(step: str) -> None:
    assert told(TWO.format(step)) == ["", ""]


@pytest.mark.parametrize(
    "step",
    [
        "Pre-flight: check that `lock state` prints `closed`",
        "Health check (pre-cutover)",
        "Re-check the gate. It still returns 200.",
    ],
)
def test_a_check_of_what_must_hold_readies_the_step_behind(step: str) -> None:
    assert all(told(TWO.format(step) + "3. Open the gates: `gate open`\n")[1:])


@pytest.mark.parametrize(
    "step", ["**Approval required:** log it with `log approve`", "Obtain the sign-off of the port"]
)
def test_an_approval_readies_the_step_behind(step: str) -> None:
    found = told(TWO.format(step) + "3. Open the gates: `gate open`\n")
    assert found[2]
    assert not found[0]


def test_a_checklist_within_the_procedure_readies_the_step_behind_it() -> None:
    text = PHASES.format("**Prerequisites:**\n\n- `lock state` prints `closed`\n\n")
    assert told(text) == ["", "**Prerequisites:**"]
    assert told(PHASES.format("### Pre-flight checklist\n\n- [ ] `lock state` prints `closed`\n\n"))[1]


def test_one_of_the_way_back_readies_none() -> None:
    text = PHASES.format("## Rollback\n\n### Prerequisites\n\n- `lock state` prints `open`\n\n")
    assert told(text) == ["", ""]


def test_a_step_whose_neighbours_state_preconditions_lacks_them() -> None:
    step = "### Step {0}\n\n{1}\n\nRun `lock {0}`.\n\n"
    own = "**Preconditions:** `lock state` prints `closed`"
    text = "# Cutover: canal\n\n## Pre-flight checklist\n\n- [ ] Water is at 3 m\n\n## Steps\n\n"
    text += "".join(step.format(n, "" if n == 1 else own) for n in (1, 2, 3))
    assert [f.place.line for f in lint(text, "cutover.md") if f.code == "RUN205"] == [9]
