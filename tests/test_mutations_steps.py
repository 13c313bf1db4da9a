"""One thing wrong in the steps of a good runbook is one finding at its place; other wordings of good things are none."""

import pytest

from tests.mutations import HEADINGS, TABLE, Edit, assert_only, edited, found_in, section

OWNER = "- **Owner:** Search on-call (rotation `search-first`)"
CONDITION = "  - `feedctl sinks` prints `solr`.\n  - `curl"
ACTION = "- **Action:** Run `edgectl split catalogue --opensearch 50`."
CHECK = "- **Post-condition check:** `edgectl split catalogue --show` prints `opensearch=100`."
GO = "  - Go: `edgectl split catalogue --show` prints `opensearch=100`."
CRITERIA = (
    "  - Go: `feedctl sinks` prints `solr,opensearch`.\n  - Rollback: it still prints `solr` after 10 min.\n"
    "  - Pause and escalate: `feedctl` exits with a code other than 0; page the incident commander."
)


@pytest.mark.parametrize("text", [HEADINGS, TABLE])
def test_the_documents_are_silent(text: str) -> None:
    assert found_in(text) == []


def test_a_step_without_an_id() -> None:
    text = edited(
        HEADINGS,
        Edit("### S1 — Start the dual write", "### Start the dual write"),
        Edit("- **Depends on:** S1", "- **Depends on:** none"),
        Edit("Step S1 post-condition holds: ", ""),
    )
    assert_only(text, "RUN201", "### Start the dual write", "RUN401 RUN402 RUN403 RUN504")
    row = edited(TABLE, Edit("| G1 | Gate on-call", "| | Gate on-call"))
    assert_only(row, "RUN201", "| | Gate on-call", "RUN211 RUN304 RUN403 RUN504 RUN705")


def test_an_id_given_twice() -> None:
    text = edited(TABLE, Edit("| G2-rollback | Second", "| G1-rollback | Second"))
    assert_only(text, "RUN202", "| G1-rollback | Second mainframe", "RUN402 RUN408")


@pytest.mark.parametrize(
    "owner",
    ["everyone", "the team", "the on-call engineer", "whoever is on shift", "We", "our engineers", "N/A", "All hands",
     "somebody from search"],
)  # fmt: skip
def test_nobody_as_owner(owner: str) -> None:
    text = edited(HEADINGS, Edit(OWNER, f"- **Owner:** {owner}"))
    assert_only(text, "RUN204", f"**Owner:** {owner}")


@pytest.mark.parametrize(
    "owner",
    ["Search lead", "J. Okafor", "Priya Raman (search)", "SRE on-call", "Platform team lead", "DBA", "@search-oncall",
     "Network operations centre", "Vendor engineer (Elastico)", "search-first"],
)  # fmt: skip
def test_somebody_as_owner(owner: str) -> None:
    assert found_in(edited(HEADINGS, Edit(OWNER, f"- **Owner:** {owner}"))) == []


def test_no_owner() -> None:
    text = edited(HEADINGS, Edit("- **Owner:** Second edge on-call (rotation `edge-second`)\n", ""))
    assert_only(text, "RUN203", "### S2-rollback")


def test_the_same_person() -> None:
    text = edited(
        TABLE,
        Edit("Mainframe on-call (rotation `mf-core`)", "Lena Vogt"),
        Edit("Second mainframe on-call (rotation `mf-core-2`)", "Lena Vogt"),
    )
    assert_only(text, "RUN417", "| G2-rollback | Lena Vogt")


@pytest.mark.parametrize(
    "condition",
    ["All prerequisites are met.", "The team is ready.", "Same as above", "Everything in place", "Environment ready",
     "All systems green", "See above"],
)  # fmt: skip
def test_a_vague_precondition(condition: str) -> None:
    text = edited(HEADINGS, Edit(CONDITION, f"  - {condition}\n  - `curl"))
    assert_only(text, "RUN206", condition)


@pytest.mark.parametrize(
    "condition",
    ["The incident commander has confirmed on `lib-ic` that the bridge is open.", "Backup `solr-0508` exists.",
     "No deploy is running: `deployctl queue` prints `0`.", "VPN access to `os-a` works."],
)  # fmt: skip
def test_a_precondition_that_can_be_checked(condition: str) -> None:
    assert found_in(edited(HEADINGS, Edit(CONDITION, f"  - {condition}\n  - `curl"))) == []


def test_no_preconditions() -> None:
    text = edited(TABLE, Edit("| `gatectl mode` prints `online` |", "| n/a |"))
    assert_only(text, "RUN205", "| n/a |", "RUN408")


def test_no_action() -> None:
    assert_only(edited(HEADINGS, Edit(ACTION + "\n", "")), "RUN207", "### S2")
    assert_only(edited(HEADINGS, Edit(ACTION, "- **Action:** none")), "RUN207", "**Action:** none")


@pytest.mark.parametrize(
    ("code", "action"),
    [
        ("RUN208", "Run `edgectl split catalogue --opensearch 50` or restart the proxies with `edgectl restart`."),
        ("RUN208", "Run `edgectl split catalogue --opensearch 50` if necessary."),
        ("RUN208", "Run `edgectl split catalogue --opensearch 50`, clear caches etc."),
        ("RUN208", "Perhaps run `edgectl split catalogue --opensearch 50`."),
        ("RUN209", "Run `edgectl drain`, then run `edgectl split catalogue --opensearch 50`."),
        ("RUN209", "Run `edgectl drain`. Run `edgectl split catalogue --opensearch 50`. Restart the proxies."),
        ("RUN209", "Drain with `edgectl drain`; split with `edgectl split catalogue --opensearch 50`; reload kiosks."),
        ("RUN210", "Route half of the queries to the new engine."),
        ("RUN210", "Ask the proxies to split the traffic."),
    ],
)
def test_a_faulty_action(code: str, action: str) -> None:
    assert_only(edited(HEADINGS, Edit(ACTION, f"- **Action:** {action}")), code, f"**Action:** {action}")


@pytest.mark.parametrize(
    "action",
    [
        "Run `edgectl split catalogue --opensearch 50` on proxies a or b, whichever `edgectl leader` prints.",
        'Run `edgectl split catalogue --opensearch 50 --mode "half or less, then more"`.',
        "Log in to `edge-a` and run `edgectl split catalogue --opensearch 50`. It takes about a minute.",
        "Run edgectl with --opensearch 50.",
        "Apply [the split](https://edge.example.net/split/50).",
        'Set "query split" to 50% in the Edge Manager console.',
    ],
)
def test_a_clear_action(action: str) -> None:
    assert found_in(edited(HEADINGS, Edit(ACTION, f"- **Action:** {action}"))) == []


def test_references_that_lead_nowhere() -> None:
    assert_only(edited(HEADINGS, Edit("- **Depends on:** S2", "- **Depends on:** S2 and S9")), "RUN211", "S2 and S9")
    assert_only(edited(HEADINGS, Edit("Step S2 post-condition", "Step S7 post-condition")), "RUN211", "Step S7")
    assert_only(edited(HEADINGS, Edit("all of them in step S3.", "all of them in step S4.")), "RUN211", "in step S4")
    assert_only(edited(TABLE, Edit("| G2 | `./load/compare", "| G2, G8 | `./load/compare")), "RUN211", "G2, G8")


def test_order() -> None:
    circle = edited(HEADINGS, Edit("- **Depends on:** none", "- **Depends on:** S3"))
    assert_only(circle, "RUN212", "### S1")
    later = edited(TABLE, Edit("| — | `gatectl mode` prints `online`", "| G2 | `gatectl mode` prints `online`"))
    assert {f.code for f in found_in(later)} == {"RUN212"}


def test_no_check() -> None:
    text = edited(TABLE, Edit("| `gatectl mode` prints `store-and-forward` | G1-rollback", "| none | G1-rollback"))
    assert_only(text, "RUN301", "| G1 |")


@pytest.mark.parametrize(
    ("code", "check"),
    [
        ("RUN302", "Check the proxy logs."),
        ("RUN302", "`edgectl split catalogue --show`"),
        ("RUN302", "Verify the split."),
        ("RUN303", "The catalogue is healthy."),
        ("RUN303", "`edgectl status` shows everything as expected."),
        ("RUN303", "No problems on the proxies."),
        ("RUN303", "Search feels normal to the operator."),
        ("RUN303", "Latency is acceptable."),
    ],
)
def test_a_check_without_verdict(code: str, check: str) -> None:
    text = edited(HEADINGS, Edit(CHECK, f"- **Post-condition check:** {check}"))
    assert_only(text, code, f"**Post-condition check:** {check}")


@pytest.mark.parametrize("criterion", ["the edge looks stable", "there are no issues in the branches"])
def test_a_criterion_of_judgment(criterion: str) -> None:
    assert_only(edited(HEADINGS, Edit(GO, f"  - Go: {criterion}.")), "RUN303", criterion)


def test_criteria() -> None:
    start = HEADINGS.index("- **Go/no-go:**\n  - Go: the `5xx")
    whole = HEADINGS[start : HEADINGS.index("- **Communication triggers:**", start)]
    assert_only(edited(HEADINGS, Edit(whole, "")), "RUN304", "### S2")
    alone = edited(HEADINGS, Edit(CRITERIA, "  - Abort and revert if `feedctl sinks` still prints `solr`."))
    assert_only(alone, "RUN305", "Abort and revert")
    heap = "  - Go: heap of `os-a` is below 75%.\n  - Rollback: it is above 90%.\n  - Pause and escalate: it is in between."
    assert_only(edited(HEADINGS, Edit(CRITERIA, heap)), "RUN306", "heap of")


def test_the_state_of_data_without_evidence() -> None:
    old = "Checksum reconciliation REC-3 in validation report VR-41 reports 0 differences."
    text = edited(HEADINGS, Edit(old, "Checksums of both indexes are identical for all 12 shards."))
    assert_only(text, "RUN307", "Checksums of both")


def test_sections_are_cut_as_a_reader_would() -> None:
    assert section("## Point of no return") == "## Point of no return\n\nStep S3 crosses the point of no return.\n\n"
