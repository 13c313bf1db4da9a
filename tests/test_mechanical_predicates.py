"""Tests of the smaller questions: references, hedges, vague conditions and criteria, evidence."""

import pytest

from runbooklint.mechanical import (
    cites_evidence,
    hedges,
    mentions_data_state,
    names_reference,
    vague_criterion,
    vague_precondition,
)


@pytest.mark.parametrize(
    "text",
    [
        "Run `./flip.sh`",
        "Run ./flip.sh on the bastion",
        "Open https://console.example.org",
        "Set the pool to green in the AWS console",
        "Flip it in the LaunchDarkly dashboard",
        "Follow [the procedure](#flip)",
        "Open Settings → Triggers",
        "Restart with --force",
        "Run job nightly-load",
        "Click Save",
        "Set orders.read_source to postgres",
    ],
)
def test_names_reference(text: str) -> None:
    assert names_reference(text)


@pytest.mark.parametrize(
    "text",
    [
        "Switch the reads over to PostgreSQL.",
        "Point the service at the new database",
        "Open the dashboard",
        "Turn the writes off again.",
        "Restart the pods and/or the workers",
        "",
    ],
)
def test_names_no_reference(text: str) -> None:
    assert not names_reference(text)


def test_a_fence_is_a_reference() -> None:
    assert names_reference("reboot", code=True)
    assert not names_reference(" \n", code=True)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Run `./stop.sh`, as needed.", "as needed"),
        ("Drain the node or restart it", "or restart"),
        ("Readers should probably use Aurora", "should probably"),
        ("Restart the pods, if appropriate", "if appropriate"),
        ("Restart the pods if it is necessary.", "if it is necessary"),
        ("Stop consumers, caches, etc.", "etc"),
        ("Stop the consumers, the caches and so on", "and so on"),
        ("Run `./a.sh` or `./b.sh`", "or `./b.sh`"),
        ("Run `./a.sh`, or run `./b.sh --all`", "or run `./b.sh --all`"),
        ("If it hangs, drain the node or restart it", "or restart"),
        ("Stop or drain the node", "or drain"),
        ("Consider restarting the pods", "Consider"),
        ("Restart `a` with a pause or similar", "or similar"),
    ],
)
def test_hedges(text: str, words: str) -> None:
    span = hedges(text)
    assert span is not None
    assert text[slice(*span)] == words


@pytest.mark.parametrize(
    "text",
    [
        "Stop the relay as soon as possible.",
        "Set `mode` to `on` or `off`",
        "Run `exportctl repoint --where 'a or b'`",
        "If pods fail or restart, run `./fix.sh`",
        "Check `/etc/hosts`",
        "Edit /etc/hosts",
        "Scale the web or the worker tier",
        "Create or update the secret with `kubectl apply -f s.yaml`",
        "if required fields are missing, run `./fill.sh`",
        "Upgrade to version 5 or later",
        "Confirm that `status` prints `a b` or `c d`",
        "This will probably take 10 min",
    ],
)
def test_no_hedges(text: str) -> None:
    assert hedges(text) is None


def test_no_hedge_in_a_fence() -> None:
    assert hedges("stop.sh or start.sh as needed", True) is None
    assert hedges("stop.sh\n# restart the pods if needed", True) is not None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Everything is ready for the flip.", "Everything is ready"),
        ("All systems go", "All systems go"),
        ("as above", "as above"),
        ("Same as before", "Same as before"),
        ("Prerequisites met", "Prerequisites met"),
        ("Verify that all preconditions are satisfied", "all preconditions are satisfied"),
        ("Team is ready", "Team is ready"),
        ("Everything is in place", "Everything is in place"),
        ("The cluster looks healthy", "looks healthy"),
    ],
)
def test_vague_precondition(text: str, words: str) -> None:
    span = vague_precondition(text)
    assert span is not None
    assert text[slice(*span)] == words


@pytest.mark.parametrize(
    "text",
    [
        "Step 01 holds: `mode` prints `open`.",
        "none",
        "Backup of the ledger taken",
        "The freeze is in force",
        "All pods of `web` are ready",
        "Report VR-9 is signed off",
        "See `notes.md` above",
        "",
    ],
)
def test_checkable_precondition(text: str) -> None:
    assert vague_precondition(text) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Rollback is possible.", "Rollback is possible"),
        ("`p95` is below 200 ms. Stakeholders are notified.", "Stakeholders are notified"),
        ("The issue has been mitigated", "The issue has been mitigated"),
        ("Things are back to normal", "Things are back to normal"),
        ("A cutover plan exists", "A cutover plan exists"),
    ],
)
def test_vague_criterion(text: str, words: str) -> None:
    span = vague_criterion(text)
    assert span is not None
    assert text[slice(*span)] == words


@pytest.mark.parametrize(
    "text",
    [
        "the error rate stays below 0.1%",
        "the post-condition check passes",
        "the client cannot reach the host; page the lead",
        "rollback is not possible",
        "the report is confirmed by the auditor",
        "`billingctl mode` is ready",
    ],
)
def test_concrete_criterion(text: str) -> None:
    assert vague_criterion(text) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Row counts of both sides match", "Row counts"),
        ("Row-count parity holds", "Row-count"),
        ("the row-counts agree", "row-counts"),
        ("Checksums are equal", "Checksums"),
        ("Final reconciliation reports 0 mismatches", "reconciliation"),
    ],
)
def test_data_state(text: str, words: str) -> None:
    span = mentions_data_state(text)
    assert span is not None
    assert text[slice(*span)] == words


@pytest.mark.parametrize(
    "text", ["`parity.sh` exits 0", "Error count is 0", "Checksum of the release archive matches", "lag below 5 s"]
)
def test_no_data_state(text: str) -> None:
    assert mentions_data_state(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "parity PAR-3",
        "`reconcile.sh REC-A`",
        "see [the report](report.md#rec-12)",
        "as in the reconciliation report",
        "https://reports.example.org/7",
        "counts as in rec-12",
    ],
)
def test_cites_evidence(text: str) -> None:
    assert cites_evidence(text)


@pytest.mark.parametrize("text", ["row counts match", "change CHG-12", "SHA-256 sums match", "in eu-west-1", "UTF-8"])
def test_cites_no_evidence(text: str) -> None:
    assert not cites_evidence(text)
