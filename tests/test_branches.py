"""Items that say what to do when the step before fails."""

import pytest

from runbooklint import lint

STEPS = "# Kiosk cutover\n\n## Steps\n\n1. Move the kiosks: `kiosk move`\n2. Run `./smoke.sh` on each kiosk\n3. {item}\n4. Unfreeze: `kiosk open`\n"


def lines(item: str, code: str) -> list[int]:
    return [finding.place.line for finding in lint(STEPS.format(item=item), "CUTOVER.md") if finding.code == code]


@pytest.mark.parametrize(
    "item",
    [
        "If any smoke test fails: execute the rollback procedure below.",
        "**If the smoke fails**, then roll back with `kiosk back`",
        "When a test does not pass — revert the move",
    ],
)
def test_a_branch_is_the_criterion_of_the_step_before(item: str) -> None:
    assert lines(item, "RUN304") == [5, 8]
    assert 7 not in lines(item, "RUN205")
    assert not any(f.code == "RUN305" and "step 3" in f.message for f in lint(STEPS.format(item=item), "CUTOVER.md"))


@pytest.mark.parametrize(
    "item",
    [
        "Revert the failed transactions list",
        "If the queue is long: drain it with `kiosk drain`",
        "Tell the shops: if a kiosk fails they must not roll it back",
        "If the smoke fails, look at the log",
    ],
)
def test_other_items_are_no_branch(item: str) -> None:
    assert lines(item, "RUN304") == [5, 6, 7, 8]


def test_what_stands_below_may_be_named_as_the_procedure() -> None:
    assert not lines("Execute the rollback procedure below", "RUN210")
    assert lines("Execute the rollback", "RUN210")
