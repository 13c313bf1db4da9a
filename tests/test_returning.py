"""What is said once of the way back of a phase, or of every phase, is that of its steps."""

import pytest

from runbooklint.reading import read
from runbooklint.records import FieldName
from runbooklint.source import Source

ONE = "## Phase 1\n\n{}1. Run `x 1`.\n2. Run `x 2`.\n{}\n"
TWO = "## Phase 2\n\n1. Run `y 1`.\n\n"


def told(text: str, name: FieldName = "rollback") -> list[str]:
    found = read(Source("# Cutover: lamps\n\n" + text), "cutover", "cutover.md").runbook
    assert found is not None
    return [step.fields[name].text if name in step.fields else "" for step in found.steps]


@pytest.mark.parametrize(
    ("head", "classed", "way"),
    [
        ("**Rollback capability:** YES (light the old lamps)\n\n", "YES (light the old lamps)", "light the old lamps"),
        ("**Reversible:** yes, light the old lamps again\n\n", "yes, light the old lamps again", "light the old lamps again"),
        ("- Reversibility: fully\n\n", "fully", ""),
        ("- Reversibility: forward-fix only (nothing to light)\n\n", "forward-fix only (nothing to light)", ""),
        ("Reversible lamps are stored.\n\n", "", ""),
    ],
)  # fmt: skip
def test_the_head_of_a_phase_tells_class_and_way_back_of_its_steps(head: str, classed: str, way: str) -> None:
    text = ONE.format(head, "") + TWO
    assert told(text, "reversibility") == [classed, classed, ""]
    assert told(text) == [way, way, ""]


def test_where_a_step_tells_its_own_the_head_of_the_phase_is_no_answer() -> None:
    text = ONE.format("**Reversible:** yes (light them)\n\n", "   - **Reversible:** no\n   - **Rollback:** none\n")
    assert told(text, "reversibility") == ["", "no"]
    assert told(text)[0] == ""


@pytest.mark.parametrize(
    ("end", "way"),
    [
        ("3. **Rollback:** light the lamps again, as they are until step 2.\n", True),
        ("\n### Rollback\n\n1. Run `x back`.\n", False),
        ("\n### Rollback\n\nRun `x back`.\n", True),
    ],
)
def test_what_closes_a_phase_takes_its_steps_back(end: str, way: bool) -> None:
    assert [bool(said) for said in told(ONE.format("", end) + TWO)] == [way, way, False]
    assert told(ONE.format("", "\n### Rollback\n\nRun `x back`.\n")) == ["", ""]


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("## Standing rules (every phase)\n\n- Rollback = repoint to the old lamps\n", "repoint to the old lamps"),
        ("## Rules\n\n- In each phase the rollback is to repoint to the old lamps.\n", "repoint to the old lamps"),
        ("## Rules\n\n- Rollback = repoint to the old lamps\n", ""),
        ("## Rules of every phase\n\n- The rollback is on call.\n", ""),
    ],
)
def test_what_is_said_of_every_phase_is_the_way_back_of_all_steps(text: str, way: str) -> None:
    assert told(ONE.format("", "") + TWO + text) == [way] * 3
