"""Fields of steps: every carrier, their places, states and values, and what is inherited."""

import pytest

from runbooklint import lint
from runbooklint.reading import read
from runbooklint.records import Field, FieldName, Runbook
from runbooklint.source import Source

HEAD = "# Move the mail queue\n\n## Steps\n\n### Step 1 — Close the intake\n\n"


def runbook(text: str) -> tuple[Source, Runbook]:
    source = Source(text, "CUTOVER-RUNBOOK.md")
    found = read(source, "runbook").runbook
    assert found is not None
    return source, found


def field(body: str, name: FieldName) -> Field | None:
    _, found = runbook(HEAD + body)
    assert len(found.steps) == 1
    return found.steps[0].fields.get(name)


@pytest.mark.parametrize(
    "body",
    [
        "Run `mq close`.\n\n**Owner:** Mail on-call\n",
        "Run `mq close`.\n\n**Owner**: Mail on-call\n",
        "- **Owner:** Mail on-call\n- **Action:** run `mq close`\n",
        "- Owner: Mail on-call\n- Action: run `mq close`\n",
        "**Owner.** Mail on-call\n\nRun `mq close`.\n",
        "**Owner — Mail on-call**\n\nRun `mq close`.\n",
        "**Owner** — Mail on-call\n\nRun `mq close`.\n",
        "**Owner?** Mail on-call\n\nRun `mq close`.\n",
        "_Owner:_ Mail on-call\n\nRun `mq close`.\n",
        "**Responsible:**\n\nMail on-call\n\n**Action:** run `mq close`\n",
        "Run `mq close`.\n\n#### Owner\n\nMail on-call\n",
        "| | |\n|---|---|\n| **Owner** | Mail on-call |\n| Action | run `mq close` |\n",
        "| Item | Entry |\n|---|---|\n| Owner | Mail on-call |\n| Action | run `mq close` |\n| Check | `mq state` prints 0 |\n"
        "| Mood | calm |\n| Colour | blue |\n| Room | 4 |\n",
        "**Action:** run `mq close`\n**Owner:** Mail on-call\n**Duration:** 5 min\n",
        "> **Owner:** Mail on-call\n\nRun `mq close`.\n",
        "✅ **Owner:** Mail on-call\n\nRun `mq close`.\n",
    ],
)
def test_every_carrier_of_a_field(body: str) -> None:
    source, found = runbook(HEAD + body)
    owner = found.steps[0].fields["owner"]
    assert owner.text == "Mail on-call"
    assert source.slice(owner.span) == owner.text
    assert owner.state == "stated"


def test_labels_within_a_line_end_one_another() -> None:
    body = "Pre: `mq up` prints 1. Cmd: `mq close`. Comms: start and done to #mail. Undo: 1-rollback. PNR: before.\n"
    told = {
        name: (found.text if (found := field(body, name)) else "") for name in ("preconditions", "action", "rollback")
    }
    assert told == {"preconditions": "`mq up` prints 1.", "action": "`mq close`.", "rollback": "1-rollback."}
    mark = field(body, "point_of_no_return")
    assert mark is not None
    assert mark.value == "pre"


@pytest.mark.parametrize(
    ("text", "value"),
    [("ahead of us", "pre"), ("it is crossed here", "crosses"), ("not crossed here", "no")],
)
def test_what_a_marker_says_in_other_words(text: str, value: str) -> None:
    found = field(f"**Point of no return:** {text}\n", "point_of_no_return")
    assert found is not None
    assert found.value == value


@pytest.mark.parametrize(
    ("body", "start"),
    [
        ("**Expected result:**\n\n```\nclosed\n```\n", "```"),
        ("Run it:\n\n```sh\nmq state\n# Expected: closed\n```\n", "mq state\n# Expected"),
        ("Run it:\n\n```sh\n# Verify the state\nmq state | grep closed\n```\n", "# Verify"),
        ("- Run `mq close`\n- Verify `mq state` prints `closed`\n", "Verify `mq state`"),
        ("#### Pass condition\n\n- `mq state` prints `closed`\n", "`mq state` prints"),
        ("Run `mq close`; confirm the intake is closed.\n", "confirm the intake"),
    ],
)
def test_carriers_of_a_check(body: str, start: str) -> None:
    found = field(body, "postcondition")
    assert found is not None
    assert found.text.startswith(start)


def test_a_check_in_a_clause_is_told_apart_from_a_stated_one() -> None:
    implied = field("Run `mq close`; confirm the intake is closed.\n", "postcondition")
    stated = field("Run `mq close`.\n\nVerify `mq state` prints `closed`.\n", "postcondition")
    assert implied is not None
    assert stated is not None
    assert (implied.value, stated.value) == ("implied", "")


def test_items_of_a_list_keep_their_own_places() -> None:
    source, found = runbook(
        HEAD + "- **Preconditions:**\n  - Backup exists.\n  - Queue is empty.\n- **Action:** run `mq close`\n"
    )
    items = found.steps[0].fields["preconditions"].items
    assert [item.text for item in items] == ["Backup exists.", "Queue is empty."]
    assert [tuple(source.position(item.span.start)) for item in items] == [(8, 5), (9, 5)]


def test_outcomes_inside_a_field_are_no_fields() -> None:
    body = (
        "- **Go/no-go:**\n  - Go: it prints `closed`.\n  - Rollback: it prints `open`.\n- **Action:** run `mq close`\n"
    )
    _, found = runbook(HEAD + body)
    assert "rollback" not in found.steps[0].fields
    assert len(found.steps[0].fields["go_no_go"].items) == 2


@pytest.mark.parametrize(
    ("value", "state"),
    [
        ("Mail on-call", "stated"), ("TBD", "unfilled"), ("____", "unfilled"), ("<owner>", "unfilled"),
        ("[Name]", "unfilled"), ("{{ owner }}", "unfilled"), ("…", "unfilled"), ("to follow", "unfilled"),
        ("none", "none"), ("N/A", "none"), ("—", "none"), ("n/a", "none"),
    ],
)  # fmt: skip
def test_states_of_a_value(value: str, state: str) -> None:
    found = field(f"- **Owner:** {value}\n- **Action:** run `mq close`\n", "owner")
    assert found is not None
    assert found.state == state


def test_an_empty_label_is_no_field() -> None:
    assert field("- **Owner:**\n- **Action:** run `mq close`\n", "owner") is None


@pytest.mark.parametrize(
    ("body", "expected", "maximum"),
    [
        ("- **Duration:** 5 min (max 10 min)\n", 300, 600),
        ("- **Duration:** < 5 min\n", 300, 300),
        ("- **Duration:** 10-15 minutes\n", 900, None),
        ("- **Estimated time:** ~1h30m\n- **Timeout:** 2 h\n", 5400, 7200),
    ],
)
def test_durations(body: str, expected: float, maximum: float | None) -> None:
    _, found = runbook(HEAD + body + "- **Action:** run `mq close`\n")
    fields = found.steps[0].fields
    assert fields["expected_duration"].seconds == expected
    longest = fields.get("maximum_duration")
    assert (longest.seconds if longest else None) == maximum


def test_duration_owner_and_marker_in_the_title() -> None:
    _, found = runbook("# Move\n\n## Steps\n\n### Step 1 — Flip (~5 min) @ann — point of no return\n\nRun `mq flip`.\n")
    fields = found.steps[0].fields
    assert fields["expected_duration"].seconds == 300
    assert fields["owner"].text == "@ann"
    assert fields["point_of_no_return"].value == "crosses"


def test_a_duration_that_is_none_is_unreadable() -> None:
    found = field("- **Duration:** a while\n- **Action:** run `mq close`\n", "expected_duration")
    assert found is not None
    assert (found.state, found.seconds) == ("unreadable", None)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("fully reversible", "fully"), ("Yes", "fully"), ("reversible with data loss: 25 rows", "with-loss"),
        ("at material cost", "at-cost"), ("Forward-fix only", "forward-fix-only"), ("no", "forward-fix-only"),
        ("irreversible", "forward-fix-only"), ("somewhat", ""),
    ],
)  # fmt: skip
def test_reversibility_classes(text: str, value: str) -> None:
    found = field(f"- **Reversibility:** {text}\n- **Action:** run `mq close`\n", "reversibility")
    assert found is not None
    assert found.value == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("crosses point of no return", "crosses"), ("yes", "crosses"), ("pre-point-of-no-return", "pre"),
        ("before", "pre"), ("post-point-of-no-return", "post"), ("no", "no"), ("perhaps", ""),
    ],
)  # fmt: skip
def test_markers(text: str, value: str) -> None:
    found = field(f"- **Point of no return:** {text}\n- **Action:** run `mq close`\n", "point_of_no_return")
    assert found is not None
    assert found.value == value


@pytest.mark.parametrize(
    ("text", "ids"),
    [("01", ["01"]), ("01, 02 and C3", ["01", "02", "C3"]), ("Steps 1-4", ["1", "4", "2", "3"]), ("[01](#a) and 02", ["01", "02"]),
     ("none", []), ("—", []), ("the backup", [])],
)  # fmt: skip
def test_dependencies(text: str, ids: list[str]) -> None:
    _, found = runbook(HEAD + f"- **Depends on:** {text}\n- **Action:** run `mq close`\n")
    depends = found.steps[0].depends_on
    assert depends is not None
    assert sorted(reference.id for reference in depends) == sorted(ids)


def test_an_owner_stated_once_is_inherited() -> None:
    _, found = runbook("# Move\n\n**Owner:** Mail lead\n\n" + HEAD.partition("\n\n")[2] + "Run `mq close`.\n")
    owner = found.steps[0].fields["owner"]
    assert (owner.text, owner.inherited) == ("Mail lead", True)


@pytest.mark.parametrize(
    ("second", "owner"),
    [
        ("Blue cell to green cell", "Mail lead"),
        ("A cutover without a stop", "Mail lead"),
        ("Risks", None),
        ("1. Close the intake", None),
        ("Cutover\n\n1. Close the intake", None),
    ],
)
def test_a_subtitle_belongs_to_the_title(second: str, owner: str | None) -> None:
    _, found = runbook(f"# Move\n## {second}\n\n**Owner:** Mail lead\n\n" + HEAD.partition("\n\n")[2] + "Run `mq x`.\n")
    said = found.steps[-1].fields.get("owner")
    assert (said.text if said else None) == owner


def test_what_a_heading_says_in_brackets_holds_for_the_steps_below_it() -> None:
    _, found = runbook(
        "# Move\n\n## Cutover steps\n\n- [ ] Close the intake\n- [ ] Copy the backlog\n\n"
        "## Cleanup (after two days without alarms)\n\n- [ ] Delete `mq-old`\n- [ ] Remove its alerts\n"
    )
    assert ["preconditions" in step.fields for step in found.steps] == [False, False, True, True]


@pytest.mark.parametrize(
    ("title", "owner"),
    [
        ("Close the intake (you, in the console)", "you"),
        ("Close the intake *(you authorize — the queue stops)*", "you"),
        ("Close the intake (mail on-call)", "mail on-call"),
        ("Close the intake (Network team, 5 min)", "Network team"),
        ("Close the intake (you need the key)", None),
        ("Close the intake (team mailbox stays open)", None),
        ("Close the intake (5 min)", None),
    ],
)
def test_who_a_heading_names_in_brackets_is_the_owner(title: str, owner: str | None) -> None:
    _, found = runbook(f"# Move\n\n## Steps\n\n### Step 1 — {title}\n\nRun `mq close`.\n")
    said = found.steps[0].fields.get("owner")
    assert (said.text if said else None) == owner


@pytest.mark.parametrize(
    ("title", "first", "second"),
    [
        ("Pre-flight checks", True, True),
        ("Pre-Deployment Checks (T-30 min)", True, True),
        ("Readiness probe passing", False, False),
        ("Snapshot the pre-cutover state", False, False),
    ],
)
def test_a_step_that_is_a_checklist_readies_the_next_one(title: str, first: bool, second: bool) -> None:
    _, found = runbook(f"# Move\n\n## Steps\n\n1. **{title}**\n   Run `mq state`.\n2. Run `mq x`.\n3. Run `mq y`.\n")
    assert ["preconditions" in step.fields for step in found.steps] == [first, second, False]


@pytest.mark.parametrize(
    ("behind", "said"),
    [
        ("## Pre-flight checklist\n\n- [ ] Spool at 0\n", True),
        ("## Rollback prerequisites\n\n- Spool at 0\n", False),
        ("## Notes\n\n### Prerequisites of the tool\n\n- Spool at 0\n", False),
        ("## Pre-flight checklist\n", False),
    ],
)
def test_prerequisites_may_stand_behind_the_steps(behind: str, said: bool) -> None:
    _, found = runbook(f"# Move\n\n## Steps\n\n1. Run `mq x`.\n2. Run `mq y`.\n\n{behind}")
    assert ["preconditions" in step.fields for step in found.steps] == [said, False]


def test_a_condition_may_be_wrapped() -> None:
    said = field("This cannot be undone, so do it only\nwhen the spool is at 0.\n", "preconditions")
    assert said is not None
    assert said.text == "only\nwhen the spool is at 0."


def test_document_fields() -> None:
    text = (
        "# Move\n\n**Cutover style:** Big Bang\n\n**RTO:** 45 min\n\nMaintenance window: 2026-01-10 01:00 UTC to 03:00 UTC\n\n"
        "## Data-sync strategy\n\nMail is queued at the relay.\n"
    )
    _, found = runbook(text)
    assert found.fields["style"].value == "big-bang"
    assert found.fields["rto"].seconds == 2700
    assert found.fields["maintenance_window"].text.startswith("2026-01-10")
    assert found.fields["data_sync"].text == "Mail is queued at the relay."


def test_places_in_table_cells() -> None:
    text = (
        "# Move\n\n## Steps\n\n| Step | Action | Owner | Check |\n|---|---|---|---|\n"
        "| 1 | Run `mq close \\| tee log` | Mail on-call | `mq state` prints `closed`<br>`mq count` prints `0` |\n"
    )
    source, found = runbook(text)
    fields = found.steps[0].fields
    assert tuple(source.position(fields["owner"].span.start)) == (7, 35)
    assert [item.text for item in fields["postcondition"].items] == [
        "`mq state` prints `closed`",
        "`mq count` prints `0`",
    ]


@pytest.mark.parametrize(
    ("statement", "value", "at"),
    [
        ("Step 2 crosses the point of no return.", "crosses", "2"),
        ("There is no point of no return.", "none", ""),
        ("None.", "none", ""),
        ("The first write after C4 is the point of no return.", "event", "C4"),
    ],
)
def test_statements_on_the_point_of_no_return(statement: str, value: str, at: str) -> None:
    _, found = runbook(f"# Move\n\n## Point of no return\n\n{statement}\n")
    assert [(mark.value, mark.at) for mark in found.marks] == [(value, at)]


def test_questions_and_decisions() -> None:
    text = (
        "# Move\n\n## Decision register\n\n| Decision | Choice |\n|---|---|\n| D-1 | Canary was chosen. |\n\n"
        "## Open questions\n\n- Who pays?\n- When? Answered: on Monday.\n"
    )
    _, found = runbook(text)
    assert [decision.id for decision in found.decisions] == ["D-1"]
    assert [question.text for question in found.questions] == ["Who pays?", "When? Answered: on Monday."]


@pytest.mark.parametrize(
    ("bullets", "checked"),
    [
        ("- Delete a\n- Delete b\n- Verify `ls` prints nothing\n", [True, False]),
        ("- Delete a\n- Verify `ls` prints nothing\n- Delete b\n", [False, None]),
        ("- Stop a\n- Delete b\n- Verify `ls` prints nothing\n", [None, False]),
        ("- Verify `ls` prints nothing\n- Delete a\n- Delete b\n", [None, None]),
    ],
)
def test_a_check_in_a_list_is_that_of_the_action_before_or_of_like_ones(
    bullets: str, checked: list[bool | None]
) -> None:
    _, found = runbook(f"# Move the mail queue\n\n## Steps\n\n{bullets}")
    fields = [step.fields.get("postcondition") for step in found.steps]
    assert [field and field.inherited for field in fields] == checked


def test_a_check_of_many_is_reported_once() -> None:
    text = "# Move the mail queue\n\n## Steps\n\n- Delete a\n- Delete b\n- Verify it looks right\n"
    found = [finding.place.line for finding in lint(text, "CUTOVER.md") if finding.code in ("RUN301", "RUN303")]
    assert found == [7]
