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


@pytest.mark.parametrize("title", ["✅ Confirm all of the above before phase 2", "Report read — continue to phase 3"])
def test_a_heading_on_what_stands_around_it_is_no_empty_section(title: str) -> None:
    text = f"# Mail queue runbook\n\n## Steps\n\n1. Run `mq close`.\n\n### {title}\n\n## Rollback\n\nRun `mq open`.\n"
    assert "DOC103" not in codes(text, "runbook.md")
    assert "DOC103" in codes(text.replace(title, "Spool"), "runbook.md")


@pytest.mark.parametrize(
    "line",
    [
        "Note the stop time, as it can serve a restore if needed.",
        "**Why first:** it fills new columns (`sum`, `tax`, etc.).",
    ],
)
def test_words_on_the_reason_leave_no_action_open(line: str) -> None:
    assert "RUN208" not in codes(HEAD + line + "\n")


def test_a_hedge_with_no_reason_is_one() -> None:
    assert "RUN208" in codes(HEAD + "You can restart the intake if needed.\n")


@pytest.mark.parametrize(("version", "found"), [("a recent stable release", False), ("that the spool is stable", True)])
def test_a_stable_release_is_the_name_of_one(version: str, found: bool) -> None:
    assert ("RUN303" in codes(HEAD + f"**Verify:** {version}\n")) is found


def test_an_introduction_of_a_list_is_no_criterion() -> None:
    text = (
        "# Mail queue runbook\n\n## Prerequisites\n\nAll items must be confirmed before the start.\n\n- Spool at 0\n\n"
    )
    assert "DOC108" not in codes(
        text + "## Steps\n\n1. Run `mq close`.\n\n## Rollback\n\nRun `mq open`.\n", "runbook.md"
    )


@pytest.mark.parametrize(
    "step",
    [
        "### Step 2: Monitor\n\n**Duration:** 24 hours\n\n- [ ] Check `mq depth` stays at 0\n",
        "### Step 2: No further change\n\nThe intake reads its own configuration.\n",
    ],
)
def test_a_step_that_only_checks_or_waits_owes_no_action(step: str) -> None:
    assert "RUN207" not in codes(HEAD + step)


def test_checks_before_the_cutover_and_in_trouble_are_not_those_after_it() -> None:
    before = "## Pre-flight checklist\n\n### Deployment verification\n\n- [ ] Check the intake\n\n"
    trouble = "## Common issues\n\n### Post-deployment validation fails\n\n- Check the mailbox\n"
    found = codes(HEAD.replace("## Steps", before + "## Steps") + trouble)
    assert not found & {"RUN110", "RUN111"}


def test_a_list_of_what_a_plan_leaves_out_holds_no_steps() -> None:
    left_out = "## What this plan does not do\n\n1. Delete the old mailboxes.\n2. Move the archive.\n"
    lines = {f.place.line for f in lint(HEAD + left_out, "CUTOVER-RUNBOOK.md") if f.code == "RUN301"}
    assert lines == {5}


@pytest.mark.parametrize(
    "sentence",
    ["If the depth does not reach zero, stop.", "Abort if the error rate exceeds 1%.", "Stop if it prints `busy`.",
     "Investigate any difference before\nproceeding."],
)  # fmt: skip
def test_a_sentence_on_when_to_stop_is_a_criterion(sentence: str) -> None:
    found = codes(HEAD + f"Watch `mq depth`. {sentence}\n")
    assert "RUN304" not in found
    assert "RUN305" in found


@pytest.mark.parametrize(
    "sentence",
    ["If the intake still runs, stop it with `mq stop`.", "Stop the intake.", "Clear the spool before continuing."],
)
def test_an_instruction_to_stop_something_is_no_criterion(sentence: str) -> None:
    assert "RUN304" in codes(HEAD + f"{sentence}\n")


def test_a_sentence_on_when_to_stop_makes_no_cutover() -> None:
    text = "# Mail queue runbook\n\n## Steps\n\n1. Run `mq close`. Stop if it prints `busy`.\n\n## Rollback\n\nRun `mq open`.\n"
    assert codes(text, "runbook.md") == set()


def test_a_phase_that_shifts_a_share_of_the_traffic_says_how() -> None:
    phase = "### Step 2 — 10% of traffic\n\nRun `mq route --share 10`.\n"
    assert "RUN107" not in codes(HEAD + phase)
    assert "RUN107" in codes(HEAD)


def test_the_name_of_a_step_in_a_row_of_the_way_back_is_no_check() -> None:
    rows = "## Rollback\n\n| Step | Rollback |\n|---|---|\n| 1 (mailbox test) | Run `mq open`. |\n"
    assert "RUN407" not in codes(HEAD + rows)


def test_a_blank_is_one_finding_whatever_the_line_behind_it_says() -> None:
    blank = "## Rollback\n\n### Restore the intake\n\nRun `mq open`.\n\n**Outcome**: ______\n**Remarks**: ______\n"
    found = codes(HEAD + blank)
    assert "DOC102" in found
    assert "RUN407" not in found


def test_a_step_with_one_part_of_its_own_stays_a_step() -> None:
    step = (
        "### 1.1 Set the flag\n\n```sh\nmq flag on\n```\n\n**Rollback:**\n\n```sh\nmq flag off\n```\n\n- [ ] Flag on\n\n"
        "#### 1.1.A Compare the counts\n\n```sh\nmq count\n```\n"
    )
    text = f"# Mail queue cutover\n\n## Cutover steps\n\n{step}\n### 1.2 Close the intake\n\n```sh\nmq close\n```\n"
    found = lint(text, "CUTOVER-RUNBOOK.md")
    assert {f.place.line for f in found if f.code == "RUN203"} == {5, 25}
    assert {f.place.line for f in found if f.code == "RUN401"} == {25}


@pytest.mark.parametrize(("words", "found"), [("phase A\n  step 7", False), ("the spool;\n  step 7", True)])
def test_the_phase_of_a_step_may_stand_on_the_line_before(words: str, found: bool) -> None:
    text = f"# Mail runbook\n\n## Steps\n\n1. Run `mq close`.\n2. Run `mq open`.\n\n## Notes\n\n- This replaces {words} here.\n"
    assert ("RUN211" in codes(text + "\n## Rollback\n\nRun `mq open`.\n", "runbook.md")) is found


def test_a_comment_on_the_decision_among_commands_is_a_criterion() -> None:
    fence = "```sh\n# 1. Go/no-go\n# - `mq depth` prints 0\n\n# 2. Close\nmq close\n```\n"
    found = lint(f"# Mail queue cutover\n\n## Steps\n\n### Step 1 — Close\n\n{fence}", "CUTOVER.md")
    assert [(f.code, f.place.line) for f in found if f.code in {"RUN304", "RUN305"}] == [("RUN305", 8)]


def test_a_heading_may_state_a_field_of_the_whole_document() -> None:
    found = codes("# Mail queue cutover\n\n## Deployment strategy: blue-green\n\nTwo queues.\n\n" + HEAD)
    assert "RUN102" in found
    assert "RUN101" not in found


@pytest.mark.parametrize(("line", "found"), [("Migration ticket: #441", False), ("Migration tickets are sold", True)])
def test_the_ticket_of_a_cutover_has_many_names(line: str, found: bool) -> None:
    assert ("RUN115" in codes(f"{HEAD}{line}\n")) is found


@pytest.mark.parametrize(
    ("command", "expected"), [("./verify-mail.sh", False), ("mq healthcheck --all", False), ("open mq.html", True)]
)
def test_a_command_that_checks_judges_for_the_words_before_it(command: str, expected: bool) -> None:
    step = f"Confirm the spool is healthy\n\n```sh\n{command}\n```\n"
    assert ("RUN303" in codes(HEAD + step)) is expected


def test_a_command_further_on_judges_nothing() -> None:
    step = "Confirm the spool is healthy\n\nThen tell the operators about it in time.\n\n```sh\n./verify-mail.sh\n```\n"
    assert "RUN303" in codes(HEAD + step)


def test_a_label_of_the_way_back_leads_the_action_of_its_entry() -> None:
    step = "# Mail queue cutover\n\n## Steps\n\n1. Run `mq close`\n2. **Kill switch:** run `mq open`\n"
    found = [f.message for f in lint(step, "CUTOVER.md") if f.code == "RUN405"]
    assert found
    assert all("action" not in message for message in found)


def test_a_single_word_is_the_name_of_checks() -> None:
    text = HEAD + "## Post-cutover verification\n\n**{}**\n\n- `mq depth` prints 0\n"
    assert "RUN110" not in codes(text.format("Operational"))
    assert "RUN110" in codes(text.format("The queue is operational"))


@pytest.mark.parametrize(
    ("text", "code", "absent"),
    [
        ("**Deployment:** blue-green deployment\n\n", "RUN101", True),
        ("## Rollout phases\n\nTen lamps, then all.\n\n", "RUN101", True),
        ("The lamps of the blue and the green quay.\n\n", "RUN101", False),
        ("## Feature flag rollout\n\nFirst the tenants of the quay, then all.\n\n", "RUN107", True),
        ("## 4. Gradual rollout\n\n10% for an hour, then all.\n\n", "RUN107", True),
        ("## Feature flags\n\nSee the wiki.\n\n", "RUN107", False),
        ("## Gradual rollout\n\nSee the wiki.\n\n", "RUN107", False),
        ("**Tracking issue:** lamps#31\n\n", "RUN115", True),
        ("**Known issue:** the lamp flickers\n\n", "RUN115", False),
        ("**Rollback capability:** < 2 minutes\n\n", "RUN607", True),
        ("## Instant rollback (under 2 minutes)\n\nSwitch it back.\n\n", "RUN607", True),
        ("**Rollback:** within the team\n\n", "RUN607", False),
        ("## Launch-blocker items\n\n- [ ] Lamps are there\n\n", "RUN105", True),
        ("Nothing is irreversible until the old lamps are scrapped.\n\n", "RUN504", True),
        ("Nothing is irreversible here.\n\n", "RUN504", False),
    ],
)
def test_facts_of_the_document_in_other_words(text: str, code: str, absent: bool) -> None:
    head, steps = HEAD.split("## Steps")
    assert (code not in codes(head + text + "## Steps" + steps)) is absent


def test_a_style_in_running_text_that_is_none_of_the_four_is_unknown_and_not_missing() -> None:
    found = codes("**Deployment:** blue-green deployment\n\n".join(HEAD.partition("\n\n")[::2]))
    assert "RUN102" in found


ROWS = "| # | Item | Owner |\n|---|---|---|\n| 1 | Intake closed | Post |\n| 2 | Spool moved | Post |\n\n{}\n\n## Later\n\nNone.\n"
LISTED = "{}\n\n1. **Close** the intake of all mail\n2. **Move** the spool to the new disk\n"


@pytest.mark.parametrize(
    ("steps", "named"),
    [
        (ROWS.format("**Commands:**\n\n```sh\n# in order\nmq close\nmq move\n```"), True),
        (ROWS.format("**Commands:**\n\n```sh\nmq close \\\n  --now\n```"), False),
        (ROWS.format("**Rollback commands:**\n\n```sh\nmq open\nmq back\n```"), False),
        (LISTED.format("The script (`deploy/mq.sh`) executes this sequence:"), True),
        (LISTED.format("`mq.sh` prints the queue."), False),
        (LISTED.format("Do this:").replace("of all mail", "(§D)").replace("to the new disk", "as in §4.2"), True),
    ],
)
def test_commands_beside_the_steps_name_what_is_executed(steps: str, named: bool) -> None:
    assert ("RUN210" not in codes("# Mail queue cutover\n\n## Cutover steps\n\n" + steps)) is named


def test_steps_may_stand_under_no_heading() -> None:
    assert "RUN210" not in codes("1. Run `mq close`.\n2. Run `mq move`.\n")
    assert "RUN210" in codes("1. Close the intake\n2. Run `mq move`.\n")


@pytest.mark.parametrize(
    ("check", "vague"),
    [
        ("- Execute: `./check.sh`\n- Verify: all checks return SUCCESS\n", False),
        ("- Read `notes.txt` to the team\n- Verify: all checks return SUCCESS\n", True),
        ('**Verify:**\n\n```sh\ncurl -sf https://mq.example/up > /dev/null && echo "MQ OK"\n```\n', False),
        ("**Verify:**\n\n```sh\ncurl -s https://mq.example/up && echo next\n```\n", True),
        ("**Verify:** Compare the queues of `mq list` against the snapshot.\n", False),
        ("**Verify:** Compare the queues and discuss them with the team.\n", True),
    ],
)
def test_what_a_command_before_a_check_or_a_shell_test_expects(check: str, vague: bool) -> None:
    assert ("RUN302" in codes("# Mail queue cutover\n\n## Steps\n\n### Step 1 — Close the intake\n\n" + check)) is vague


@pytest.mark.parametrize(
    ("text", "code", "absent"),
    [
        ("Run `mq sync`. Nothing is written.\n", "RUN401", True),
        ("Run `mq sync`. Nothing is written until `mq go`.\n", "RUN401", False),
        ("Run `mq sync`.\n\n## Rollback\n\n1. Run `mq open`.\n\n## Data migration\n\nNone required.\n", "RUN413", True),
        ("Run `mq sync`.\n\n## Rollback\n\n1. Run `mq open`.\n\n## Data migration\n\nAll mail.\n", "RUN413", False),
    ],
)
def test_what_writes_nothing_and_moves_nothing_owes_no_word_on_writes(text: str, code: str, absent: bool) -> None:
    assert (code not in codes("# Mail queue cutover\n\n## Steps\n\n### Step 1 — Close the intake\n\n" + text)) is absent


def test_a_bold_label_in_the_communication_plan_is_a_topic_of_it() -> None:
    plan = "## Communication plan\n\n### Channels\n\n**Escalation channels:**\n\n- Duty lead: call\n"
    told = {finding.message for finding in lint(HEAD + plan, "CUTOVER.md") if finding.code == "RUN702"}
    assert told
    assert not any("escalation" in message for message in told)
