"""Criteria of success that stand beside the steps, and the checks for which they count."""

import pytest

from runbooklint import lint

STEPS = (
    "# Buoy cutover\n\n## Steps\n\n1. Move the buoys: `buoyctl move`\n2. Run the light tests: check with `./light.sh`\n"
)


def lines(text: str, code: str) -> list[int]:
    return [finding.place.line for finding in lint(text, "CUTOVER-RUNBOOK.md") if finding.code == code]


@pytest.mark.parametrize(
    ("beside", "expected"),
    [
        ("", [6]),
        ("\n**Done:**\n\n- Light tests: 12 of 12 passed\n", []),
        ("\n**Done:**\n\n- Moving tests: 12 of 12 passed\n", [6]),
        ("\n## Success criteria\n\n| What | Target |\n| --- | --- |\n| Light tests | 100% passed |\n", []),
        ("\n## Notes\n\n| What | Target |\n| --- | --- |\n| Light tests | 100% passed |\n", [6]),
        ("\n## Success criteria (per step)\n\n- `buoy_errors` stays below 3\n", []),
        ("\n## Success criteria\n\n- `buoy_errors` stays below 3\n", [6]),
        ("\n## Success criteria (per step)\n\n- It feels good\n", [6]),
        ("\n## Rollback criteria (per step)\n\n- `buoy_errors` above 3\n", [6]),
    ],
)
def test_criteria_beside_the_steps_say_what_a_check_expects(beside: str, expected: list[int]) -> None:
    assert lines(STEPS + beside, "RUN302") == expected


def test_a_check_may_call_criteria_together() -> None:
    step = (
        "# Buoy cutover\n\n## Steps\n\n### Step 1: Move the buoys\n\nRun `buoyctl move`.\n\n**Check:** All SLOs met\n"
    )
    assert lines(step, "RUN302")
    assert not lines(f"{step}\n## SLO thresholds\n\n### Light\n\n- `buoy_errors` stays below 3\n", "RUN302")


def test_criteria_that_call_the_checks_together_repeat_them() -> None:
    step = "# Buoy cutover\n\n## Steps\n\n### Step 1: Move the buoys\n\nRun `buoyctl move`.\n\n"
    step += "**Check:** `buoyctl lag` prints 0\n\n**Go/no-go:** "
    assert not lines(f"{step}All thresholds met: proceed\n", "RUN306")
    assert lines(f"{step}The harbour is calm: proceed\n", "RUN306")
