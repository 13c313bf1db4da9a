"""What people write that is right, or that a rule must read in another way: no finding of the rule on it."""

import pytest

from runbooklint import lint

HEAD = "# Mail queue cutover\n\n## Steps\n\n### Step 1 — Close the intake\n\nRun `mq close`.\n\n"

CHECKS = [
    "Confirm, in order:\n\n1. `mq state` prints `closed`.\n2. The intake answers `503`.\n",
    "Monitor for two hours:\n- the error rate stays below 1%\n- no `FATAL` lines in `intake.log`\n",
    "Check the backlog:\n\n```sh\nmq depth  # 0\n```\n",
    "```sh\nmq count\n\n# Expected: 40\n```\n",
    "```sh\nmq plan\n\n# Expected output:\n# - close intake\n# - move spool\n```\n",
    "`mq_backlog_total` — should be zero\n",
    "Run `mq sync` twice. A second run must report no changes.\n",
    "```sh\nmq plan --dry-run\n```\n\nExpected status: `planned`.\n",
]


def codes(text: str, path: str = "CUTOVER-RUNBOOK.md") -> set[str]:
    return {finding.code for finding in lint(text, path)}


@pytest.mark.parametrize("check", CHECKS)
def test_a_check_is_read_with_what_it_leads_to_and_what_it_follows(check: str) -> None:
    assert not codes(HEAD + check) & {"RUN301", "RUN302"}


def test_an_address_to_verify_is_no_check() -> None:
    assert "RUN301" in codes(HEAD + "You get an address to verify.\n")


def test_words_of_judgment_before_a_command_are_shown_where_they_stand() -> None:
    found = lint(HEAD + "Check the copies and choose an appropriate one:\n\n```sh\nmq copies\n```\n", "CUTOVER.md")
    assert [f.place.line for f in found if f.code == "RUN303"] == [9]


@pytest.mark.parametrize("check", ["The job reconciled the message to one mailbox.", "Error rate parity within 0.5%."])
def test_not_every_parity_is_a_state_of_data(check: str) -> None:
    assert "RUN307" not in codes(HEAD + f"**Verify:** {check}\n")
