"""One thing wrong in the rollback of a good runbook is one finding at its place; other good wordings are none."""

import pytest

from tests.mutations import HEADINGS, TABLE, Edit, assert_only, edited, found_in, section

REFERENCE = "[S1-rollback](#s1-rollback--stop-the-dual-write)"
ENTRY = section("### S1-rollback")
REHEARSAL = (
    "drill DR-9, 2026-04-30, procedure `feedctl sinks --set solr`, dataset `catalogue-copy-0429`, observed RTO 3 min"
)
HEAD = HEADINGS[HEADINGS.index("Rehearsal record: drill") : HEADINGS.index("### S1-rollback")]
WRITES = "dropped from OpenSearch; Solr holds every update, so none is lost. On a partial rollback the same updates stay in Solr."
GONE = (Edit(ENTRY, ""), Edit("procedure S2-rollback then S1-rollback", "procedure S2-rollback"))


@pytest.mark.parametrize("value", ["None", "n/a", "–", "-", "No rollback"])
def test_a_step_without_rollback(value: str) -> None:
    text = edited(HEADINGS, Edit(REFERENCE, value), *GONE)
    assert_only(text, "RUN401", f"**Rollback:** {value}")


def test_a_step_that_is_silent_on_rollback() -> None:
    assert_only(edited(HEADINGS, Edit(f"- **Rollback:** {REFERENCE}\n", ""), *GONE), "RUN401", "### S1")


def test_a_procedure_in_the_step_is_a_rollback() -> None:
    own = "Run `feedctl sinks --set solr` and wait until `feedctl sinks` prints `solr`."
    assert found_in(edited(HEADINGS, Edit(REFERENCE, own), *GONE)) == []


@pytest.mark.parametrize("reason", ["not required, feedctl never fails", "unnecessary because this should just work"])
def test_optimism_is_no_reason(reason: str) -> None:
    assert_only(edited(HEADINGS, Edit(REFERENCE, reason), *GONE), "RUN418", reason)


@pytest.mark.parametrize("identifier", ["G7-rollback", "R-7", "see G9-rollback"])
def test_a_rollback_that_no_entry_carries(identifier: str) -> None:
    assert_only(edited(TABLE, Edit("| G1-rollback | fully", f"| {identifier} | fully")), "RUN402", identifier)


def test_an_entry_without_step() -> None:
    other = ENTRY.replace("S1-rollback — Stop the dual write", "S4-rollback — Empty the cache")
    assert_only(edited(HEADINGS, Edit(ENTRY, ENTRY + other)), "RUN403", "### S4-rollback")


@pytest.mark.parametrize("identifier", ["RB-G1", "R-G1", "G1R"])
def test_an_entry_under_another_id(identifier: str) -> None:
    twice = edited(TABLE, Edit("G1-rollback", identifier), Edit("G1-rollback", identifier))
    assert_only(twice, "RUN404", f"| {identifier} | Second")


def test_an_entry_that_lacks_a_field() -> None:
    action = "- **Action:** Run `feedctl sinks --set solr`.\n"
    assert_only(edited(HEADINGS, Edit(action, "")), "RUN405", "### S1-rollback")
    condition = Edit("| `gatectl mode` prints `store-and-forward` | Run `gatectl mode --set online`", "| N/A | Run `g`")
    assert_only(edited(TABLE, condition), "RUN405", "| G1-rollback | Second")


def test_a_rollback_action_in_words() -> None:
    text = edited(HEADINGS, Edit("Run `feedctl sinks --set solr`.", "Stop writing to the new engine."))
    assert_only(text, "RUN406", "Stop writing")


@pytest.mark.parametrize(
    "check", ["The feed is back to normal.", "Solr looks good.", "Check the feed.", "`feedctl sinks`"]
)
def test_a_rollback_check_without_verdict(check: str) -> None:
    old = "- **Post-condition check:** `feedctl sinks` prints `solr`."
    assert_only(edited(HEADINGS, Edit(old, f"- **Post-condition check:** {check}")), "RUN407", check)


def test_a_rollback_that_looks_at_other_things() -> None:
    text = edited(
        HEADINGS,
        Edit(
            "- **Preconditions:** `feedctl sinks` prints `solr,opensearch`.", "- **Preconditions:** phone 2207 answers."
        ),
        Edit(
            "- **Post-condition check:** `feedctl sinks` prints `solr`.",
            "- **Verify:** metric `jvm_heap` is below 0.8.",
        ),
    )
    assert_only(text, "RUN408", "phone 2207 answers")


def test_no_rehearsal() -> None:
    short = Edit("- **Expected duration:** 4 min, observed in drill DR-9", "- **Expected duration:** 4 min")
    silent = edited(HEADINGS, Edit(HEAD, ""), Edit(f"- **Rehearsal:** {REHEARSAL}\n", ""), short)
    assert_only(silent, "RUN409", "### S1-rollback", "RUN605")
    none = edited(HEADINGS, Edit(HEAD, ""), Edit(REHEARSAL, "none"), short)
    assert_only(none, "RUN409", "**Rehearsal:** none", "RUN605")


@pytest.mark.parametrize("fact", ["2026-10-24, ", ", observed RTO 7 min", "dataset `toll-copy-1020`, "])
def test_a_rehearsal_that_lacks_a_fact(fact: str) -> None:
    assert_only(edited(TABLE, Edit(fact, "")), "RUN410", "| G1-rollback | Second")


@pytest.mark.parametrize(
    "plan",
    ["to be rehearsed at the start of the window", "We will rehearse it inside the maintenance window.",
     "dry run is planned during the cutover"],
)  # fmt: skip
def test_a_rehearsal_inside_the_cutover(plan: str) -> None:
    assert_only(edited(HEADINGS, Edit(REHEARSAL, plan)), "RUN411", plan)


@pytest.mark.parametrize(
    "claim",
    [
        "Rollback has been tested.",
        "The rollback procedure was thoroughly tested end to end.",
        "All rollbacks are proven.",
    ],
)
def test_a_claim_without_record(claim: str) -> None:
    assert_only(edited(HEADINGS, Edit("Kiosks follow", f"{claim} Kiosks follow")), "RUN412", claim)
    cited = f"{claim.rstrip('.')} in drill DR-9. Kiosks follow"
    assert found_in(edited(HEADINGS, Edit("Kiosks follow", cited))) == []


def test_writes_that_nobody_thought_of() -> None:
    start = HEADINGS.index("- **Post-cutover writes:** replicated back")
    line = HEADINGS[start : HEADINGS.index("\n", start) + 1]
    assert_only(edited(HEADINGS, Edit(line, "")), "RUN413", "### S2-rollback")
    partial = " On a partial rollback the proxies that still ask OpenSearch read the same updates."
    assert_only(edited(HEADINGS, Edit(partial, "")), "RUN415", "keeps Solr current")


@pytest.mark.parametrize(
    "loss", ["discarded, partial rollback included", "updates are lost, after a partial rollback too"]
)
def test_a_loss_without_size(loss: str) -> None:
    assert_only(edited(HEADINGS, Edit(WRITES, loss)), "RUN414", loss, "RUN516")


@pytest.mark.parametrize(
    "loss", ["dropped: 200 loans of two pilot branches; half-way too", "none are accepted before S2"]
)
def test_a_loss_with_size(loss: str) -> None:
    assert {f.code for f in found_in(edited(HEADINGS, Edit(WRITES, loss)))} <= {"RUN516"}


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ("replicated back, which loses nothing; half-way too", set()),
        ("replicated back, which loses 20 loans; half-way too", {"RUN516"}),
    ],
)
def test_what_a_rollback_loses(said: str, codes: set[str]) -> None:
    assert {f.code for f in found_in(edited(HEADINGS, Edit(WRITES, said)))} == codes


def test_a_rollback_of_what_is_gone() -> None:
    text = edited(
        HEADINGS,
        Edit("Run `feedctl sinks --set solr,opensearch`.", "Run `feedctl sinks --set both`, delete alias `cat_live`."),
        Edit("Run `feedctl sinks --set solr`.", "Run `solrctl alias set cat_live` with `feedctl sinks --set solr`."),
    )
    assert_only(text, "RUN416", "alias set cat_live", "RUN508")
