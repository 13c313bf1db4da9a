"""What the comments and lines of a fence say of a step: labels, expectations, nothing of what a command prints."""

import pytest

from runbooklint.reading import read
from runbooklint.records import Field, FieldName
from runbooklint.source import Source

HEAD = "# Move the mail queue\n\n## Steps\n\n### Step 1: Close the intake\n\n"


def field(fence: str, name: FieldName, info: str = "") -> Field | None:
    found = read(Source(f"{HEAD}```{info}\n{fence}\n```\n", "x.md"), "cutover").runbook
    assert found is not None
    assert len(found.steps) == 1
    return found.steps[0].fields.get(name)


@pytest.mark.parametrize(
    ("fence", "name", "text"),
    [
        ("mq close\n\n# Duration: 5-10 minutes", "expected_duration", "5-10 minutes"),
        ("mq close\n# Expected drain time: 90 seconds", "expected_duration", "90 seconds"),
        ("mq close\n\n# Rollback: mq open", "rollback", "mq open"),
        ("mq close\n# Abort if: depth is above 10", "go_no_go", "depth is above 10"),
        ("# Prerequisites: mq 4 on the host\nmq close", "preconditions", "mq 4 on the host"),
    ],
)
def test_a_labelled_comment_states_a_field(fence: str, name: FieldName, text: str) -> None:
    found = field(fence, name, "sh")
    assert found is not None
    assert found.text == text


@pytest.mark.parametrize(
    ("fence", "name", "items"),
    [
        ("Validate:\n  1. Depth: 0\n  2. Consumers: 4\n\nDecision: GO or NO-GO", "postcondition", 2),
        ("Validate:\n  1. Depth: 0\n\nDecision: GO or NO-GO for the move", "go_no_go", 1),
        ("Queue:\n  intake: closed\n\nMonitor for:\n  ✓ Depth below 10\n  ✓ No dead letters", "postcondition", 2),
        ("Rollback Trigger:\n  - Depth above 500\n  - Consumers lost", "go_no_go", 2),
        ("Rollback Execution:\n  1. Open the intake", "rollback", 1),
        ("Actions:\n  1. Close the intake\n  2. Verify the depth is 0", "postcondition", 1),
        ("Duration: watched for 24 hours", "expected_duration", 1),
    ],
)
def test_a_fence_of_words_states_fields(fence: str, name: FieldName, items: int) -> None:
    found = field(fence, name)
    assert found is not None
    assert len(found.items) == items


@pytest.mark.parametrize(
    ("fence", "name"),
    [
        ("mq status\nOwner: root\nTime: 3 ms", "owner"),
        ("mq status\nDuration: 3 s", "expected_duration"),
        ("mq close\n# Duration: as long as it takes", "expected_duration"),
        ("mq close\n# Restore: mq restore --all", "rollback"),
        ("Timeline:\n  Close the intake", "go_no_go"),
    ],
)
def test_what_a_command_prints_states_none(fence: str, name: FieldName) -> None:
    assert field(fence, name) is None


def test_what_a_step_labels_beside_its_fence_counts() -> None:
    body = HEAD + "**Duration:** 3 min\n\n```sh\nmq close\n# Duration: 9 min\n```\n"
    found = read(Source(body, "x.md"), "cutover").runbook
    assert found is not None
    assert found.steps[0].fields["expected_duration"].seconds == 180
