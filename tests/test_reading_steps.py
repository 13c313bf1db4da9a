"""Where steps and rollback entries are found: one small document for each form and each mixture."""

import pytest

from runbooklint.reading import read
from runbooklint.records import Runbook
from runbooklint.source import Source


def runbook(text: str, name: str = "CUTOVER-RUNBOOK.md") -> Runbook:
    found = read(Source(text, name), "runbook").runbook
    assert found is not None
    return found


def steps(text: str) -> list[tuple[str, str]]:
    return [(step.id, step.title) for step in runbook(text).steps]


def entries(text: str) -> list[tuple[str, str]]:
    return [(entry.id, entry.title) for entry in runbook(text).rollbacks]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "# Move the mail queue\n\n## Steps\n\n### Step 1 — Close the intake\n\nRun `mq close`.\n\n"
            "### Step 2 — Copy the backlog\n\nRun `mq copy`.\n",
            [("1", "Close the intake"), ("2", "Copy the backlog")],
            id="headings",
        ),
        pytest.param(
            "# Move\n\n## Procedure\n\n1. Close the intake with `mq close`.\n2. Copy the backlog.\n",
            [("1", "Close the intake with mq close."), ("2", "Copy the backlog.")],
            id="ordered list",
        ),
        pytest.param(
            "# Move\n\n## Procedure\n\n1. Close the intake.\n1. Copy the backlog.\n1. Open the new intake.\n",
            [("1", "Close the intake."), ("2", "Copy the backlog."), ("3", "Open the new intake.")],
            id="lazy numbers count as rendered",
        ),
        pytest.param(
            "# Move\n\n## Procedure\n\n1. Close the intake:\n\n```sh\nmq close\n```\n\n2. Copy the backlog.\n",
            [("1", "Close the intake:"), ("2", "Copy the backlog.")],
            id="list broken by a fence at the margin",
        ),
        pytest.param(
            "# Move\n\n## Deployment steps\n\n- [ ] Drain node `a1`\n- [ ] Replace the disk\n- [x] Undrain node `a1`\n",
            [("", "Drain node a1"), ("", "Replace the disk"), ("", "Undrain node a1")],
            id="task list that is the procedure",
        ),
        pytest.param(
            "# Move\n\n## Cleanup\n\n- [ ] Delete `mq-old`\n- [ ] Remove its alerts\n- [ ] Verify nothing refers to it\n",
            [("", "Delete mq-old"), ("", "Remove its alerts")],
            id="a check at the end of a task list",
        ),
        pytest.param(
            "# Move\n\n## Cutover steps\n\n| # | Action | Owner | Duration |\n|---|---|---|---|\n"
            "| D1 | Close intake | Mail on-call | 5 min |\n| D2 | Copy backlog | Mail on-call | 9 min |\n",
            [("D1", "Close intake"), ("D2", "Copy backlog")],
            id="step table",
        ),
        pytest.param(
            "# Move\n\n## Deployment\n\n```sh\n# 1. Close the intake\nmq close\n\n# 2. Copy the backlog\nmq copy\n```\n",
            [("1", "Close the intake"), ("2", "Copy the backlog")],
            id="numbered comments in a fence",
        ),
        pytest.param(
            "# Move\n\n## Procedure\n\n**Step 1: Close the intake (20 seconds)**\n\nRun `mq close`.\n\n"
            "**Step 2: Copy the backlog**\n\nRun `mq copy`.\n",
            [("1", "Close the intake (20 seconds)"), ("2", "Copy the backlog")],
            id="bold pseudo-headings",
        ),
        pytest.param(
            "# Move\n\n## Procedure\n\n### Phase A: close\n\n1. Close the intake.\n2. Wait for the backlog.\n\n"
            "### Phase B: open\n\n1. Open the new intake.\n",
            [("1", "Close the intake."), ("2", "Wait for the backlog."), ("1", "Open the new intake.")],
            id="lists under phases, ids restart",
        ),
        pytest.param(
            "# Move\n\n## Rollout\n\n### Phase 1: canary\n\n- Route 5% of the intake with `mq route 5`\n\n"
            "### Phase 2: all\n\n- Route 100% of the intake with `mq route 100`\n",
            [("1", "canary"), ("2", "all")],
            id="phases without a deeper enumeration are steps",
        ),
        pytest.param(
            "# Move\n\n## Procedure\n\n### Step 1: Migrate\n\n1. Stop the writer.\n2. Copy.\n\n### Step 2: Open\n\nRun it.\n",
            [("1", "Migrate"), ("2", "Open")],
            id="a numbered list below a step heading holds sub-actions",
        ),
        pytest.param(
            "# Move\n\n## Step-by-step\n\n### Drain the old nodes\n\n```sh\nmq drain\n```\n\n### Remove the old pool\n\n"
            "```sh\nmq pool rm\n```\n",
            [("", "Drain the old nodes"), ("", "Remove the old pool")],
            id="imperative headings",
        ),
        pytest.param(
            "# Move\n\n## Flag rollout\n\n1. Guard the path with a flag.\n2. Cadence:\n   - T+0h: Enable for staff.\n"
            "   - T+12h: Enable for all.\n",
            [("1", "Guard the path with a flag."), ("T+0h", "Enable for staff."), ("T+12h", "Enable for all.")],
            id="offsets below an item make it a container",
        ),
        pytest.param(
            "# Move the queue\n\n## 1. Purpose\n\nWhy.\n\n## 2. Prerequisites\n\n1. Install `mq`.\n\n## 3. Procedure\n\n"
            "1. Close the intake.\n2. Copy the backlog.\n\n## 4. References\n\n1. Read the manual.\n",
            [("1", "Close the intake."), ("2", "Copy the backlog.")],
            id="numbered sections are no steps",
        ),
    ],
)
def test_forms_of_steps(text: str, expected: list[tuple[str, str]]) -> None:
    assert steps(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("# Move\n\n## Contacts\n\n1. Call the mail on-call.\n2. Call the lead.\n", id="contacts"),
        pytest.param("# Move\n\n## Pre-flight\n\n- [ ] Run the tests\n- [ ] Check the backup\n", id="checklist"),
        pytest.param("# Move\n\n## Timeline\n\n| Time | Activity | Owner |\n|---|---|---|\n| 09:00 | Stand-up | Ann |\n"
                     "| 10:00 | Deploy | Bo |\n", id="schedule"),
        pytest.param("# Move\n\n## Risks\n\n| Risk | Owner | Action |\n|---|---|---|\n| Loss | Ann | Stop |\n", id="risks"),
        pytest.param("# Move\n\n## Overview\n\n1. The client calls the gateway.\n2. The gateway calls the store.\n",
                     id="how it works"),
        pytest.param("# Move\n\n## Pre-flight\n\n### Launch\n\n- [ ] Begin the move\n- [ ] Post in #mail\n",
                     id="ticks of a launch within a checklist"),
        pytest.param("# Move\n\n## Post-migration\n\n### Cleanup\n\n- [ ] Archive the logs\n- [ ] Close the tickets\n",
                     id="follow-ups behind the checks"),
        pytest.param("# Move\n\n## 1. Deploy scripts (already merged)\n\nRun `mq deploy`. Step 1 is theirs.\n",
                     id="what is done already"),
    ],
)  # fmt: skip
def test_what_is_no_step(text: str) -> None:
    assert steps(text) == []


def test_rollback_section_gives_entries_and_a_rollback_field_does_not() -> None:
    text = (
        "# Move\n\n## Steps\n\n### Step 1: Close\n\nRun `mq close`.\n\n**Rollback:** run `mq open`.\n\n"
        "## Rollback\n\n1. Open the old intake.\n2. Close the new intake.\n"
    )
    assert entries(text) == [("1", "Open the old intake."), ("2", "Close the new intake.")]
    assert runbook(text).steps[0].fields["rollback"].text == "run `mq open`."


def test_rollback_entries_belong_to_their_steps() -> None:
    text = (
        "# Move\n\n## Steps\n\n### 01 — Close\n\nRun `mq close`.\n\n### 02 — Copy\n\nRun `mq copy`.\n\n## Rollback procedure\n\n"
        "### 01-rollback — Open\n\nRun `mq open`.\n\n### R-02 — Delete the copy\n\nRun `mq rm`.\n"
    )
    read = runbook(text)
    assert [step.rollback_entry for step in read.steps] == [0, 1]
    assert [(entry.id, entry.step, entry.keyed) for entry in read.rollbacks] == [
        ("01-rollback", 0, True),
        ("R-02", 1, True),
    ]


def test_numbers_of_a_whole_rollback_procedure_do_not_key_it_to_steps() -> None:
    text = "# Move\n\n## Steps\n\n1. Close it.\n2. Copy it.\n\n## Rollback\n\n1. Stop the copy.\n2. Open it again.\n"
    assert [(entry.step, entry.keyed) for entry in runbook(text).rollbacks] == [(None, False), (None, False)]


def test_what_checks_or_tells_of_a_rollback_belongs_to_the_entry_before() -> None:
    text = (
        "# Move\n\n## Rollback\n\n1. Point the intake back at `mq-old`.\n2. **Verify:** `mq depth` falls to 0.\n"
        "3. **Communicate:** post in #mail.\n4. Investigate the cause.\n5. Restart `mq-old` with `mq start`.\n"
    )
    assert [title for _, title in entries(text)] == [
        "Point the intake back at mq-old.",
        "Restart mq-old with mq start.",
    ]
    assert "mq depth" in runbook(text).rollbacks[0].fields["postcondition"].text


def test_what_only_sounds_like_a_message_or_like_done_stays() -> None:
    text = (
        "# Move\n\n## Rollback\n\n1. Point the intake back.\n2. Log in to `mq-old`.\n3. Review and restore `mq.conf`.\n"
    )
    assert len(entries(text)) == 3
    text = "# Move\n\n## Steps\n\n### Step 1 — Stop the already drained node\n\nRun `mq stop`.\n"
    assert steps(text) == [("1", "Stop the already drained node")]


def test_a_rollback_document_has_entries_only() -> None:
    text = "# Rollback plan\n\n## Procedure\n\n1. Point the pool back.\n2. Restart the workers.\n"
    assert steps(text) == []
    assert entries(text) == [("1", "Point the pool back."), ("2", "Restart the workers.")]


def test_a_table_keyed_by_step_adds_its_cells() -> None:
    text = (
        "# Move\n\n## Stages\n\n### Stage 1 — Spin up\n\n- Start `r2`\n\n### Stage 2 — Wire\n\n- Connect `r2`\n\n"
        "## When it fails\n\n| Stage | Rollback |\n|---|---|\n| 1 (spin up) | Stop `r2` |\n| 2 (wire) | Disconnect `r2` |\n"
    )
    read = runbook(text)
    assert [step.fields["rollback"].text for step in read.steps] == ["Stop `r2`", "Disconnect `r2`"]
    assert [entry.step for entry in read.rollbacks] == [0, 1]


def test_alternatives_are_told_apart() -> None:
    text = (
        "# Restore\n\n## Procedure\n\n### Option A: snapshot\n\n1. Stop the writer.\n2. Restore it.\n\n"
        "### Option B: replay\n\n1. Stop the writer.\n2. Replay it.\n"
    )
    assert [step.alternative for step in runbook(text).steps] == ["Option A: snapshot"] * 2 + ["Option B: replay"] * 2


def test_containers_are_the_phases() -> None:
    text = "# Move\n\n## Steps\n\n### Phase A: close\n\n1. Close it.\n2. Seal it.\n"
    assert runbook(text).steps[0].container == ("Steps", "Phase A: close")


def test_ids_know_where_they_are_written() -> None:
    text = "# Move\n\n## Steps\n\n### 01 — Close\n\n- **Step ID:** 01\n- **Action:** run `mq close`\n\n## Rollback\n\n### R-01 — Open\n\nRun `mq open`.\n"
    source = Source(text, "CUTOVER-RUNBOOK.md")
    found = runbook(text)
    assert [source.slice(span) for span in found.steps[0].id_spans] == ["01", "01"]
    assert [source.slice(span) for span in found.rollbacks[0].id_spans] == ["R-01"]
    assert runbook("# Move\n\n## Steps\n\n1. Close it.\n2. Copy it.\n").steps[0].id_spans == ()
