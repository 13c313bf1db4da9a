"""Things left open in a good runbook, and links and decisions that lead nowhere, are found at their words."""

import pytest

from tests.mutations import HEADINGS, TABLE, Edit, assert_only, edited, found_in, section

NEXT = "## Escalation contacts"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("Kiosks follow with", "FIXME who tells them? Kiosks follow with", "DOC101"),
        ("- **Owner:** Edge on-call (rotation `edge-first`)", "- **Owner:** tbd", "DOC101"),
        ("- **Action:** Run `feedctl sinks --set solr,opensearch`.", "- **Action:** ...", "DOC102"),
        ("Kiosks follow with the same split, since they use the same proxy.", "Lorem ipsum dolor sit amet.", "DOC102"),
        ("- [ ] `cat_feed_offset_lag` is below 10 for 30 min.", "- [ ] {{ further checks }}", "DOC102"),
    ],
)
def test_things_left_open(old: str, new: str, code: str) -> None:
    assert_only(edited(HEADINGS, Edit(old, new)), code, new.split(" Kiosks")[0])


def test_things_left_open_in_cells() -> None:
    assert_only(edited(TABLE, Edit("| bridge | State", "| [channel] | State")), "DOC102", "[channel]")
    assert_only(
        edited(TABLE, Edit("| G2 | Mainframe on-call (rotation `mf-core`) |", "| G2 | — |")), "DOC102", "| G2 | —"
    )


@pytest.mark.parametrize(
    "text",
    ["The board query is `status = TODO`.", "> TODO of the last review", "<!-- TODO -->", "The TODO list is empty.",
     'The bot prints "TBD" for an unknown gate.', "Run it for each `<branch>`."],
)  # fmt: skip
def test_words_that_are_talked_about(text: str) -> None:
    assert found_in(edited(HEADINGS, Edit(NEXT, f"## Notes on the board\n\n{text}\n\nSee the wiki.\n\n{NEXT}"))) == []


def test_an_empty_section() -> None:
    title = section("## Traffic routing plan").split("\n")[0]
    text = edited(HEADINGS, Edit(section("## Traffic routing plan"), f"{title}\n\n"))
    assert_only(text, "DOC103", title, "RUN107")


@pytest.mark.parametrize(
    "entry", ["Who tells the branches? Still with the press office.", "Are kiosks rebooted? Not yet decided."]
)
def test_an_open_question(entry: str) -> None:
    assert_only(edited(HEADINGS, Edit(NEXT, f"## Open points\n\n1. {entry}\n\n{NEXT}")), "DOC104", entry)


@pytest.mark.parametrize(
    "entry",
    ["Are kiosks rebooted? Decision: no.", "Are kiosks rebooted? No, they keep their session.",
     "Who closes the window? Default: the search lead.", "May loans be lost? (needs human escalation)",
     "Which branch first? The one at the harbour."],
)  # fmt: skip
def test_an_answered_question(entry: str) -> None:
    assert found_in(edited(HEADINGS, Edit(NEXT, f"## Open questions\n\n- {entry}\n\n{NEXT}"))) == []


@pytest.mark.parametrize(
    "criterion", ["to be decided on the bridge during the window", "the search lead makes the call on the night"]
)
def test_a_decision_left_to_the_night(criterion: str) -> None:
    old = "  - Pause and escalate: `edgectl` does not answer; page the incident commander."
    text = edited(HEADINGS, Edit(old, f"  - Pause and escalate: {criterion}."))
    assert_only(text, "DOC105", criterion)


@pytest.mark.parametrize(
    ("register", "citation"),
    [
        ("- **DEC-1:** Kiosks share the proxy split.", "DEC-7"),
        ("| ID | Decision |\n| --- | --- |\n| 1 | Kiosks share the proxy split |", "Decision 4"),
    ],
)
def test_a_decision_that_is_not_recorded(register: str, citation: str) -> None:
    text = edited(
        HEADINGS,
        Edit(NEXT, f"## Decisions\n\n{register}\n\n{NEXT}"),
        Edit("Kiosks follow", f"By {citation} kiosks follow"),
    )
    assert_only(text, "DOC106", citation)


@pytest.mark.parametrize(
    ("choice", "old", "new"),
    [
        ("Queries move by percentage (canary).", "Run `edgectl split catalogue --opensearch 50`.", "Run `edgectl swap --blue-green`."),
        ("Rollback of the query split replays the feed log, no backup restore.", "Run `edgectl split catalogue --opensearch 0`.",
         "Restore the backup with `solrctl restore catalogue --split 0`."),
    ],
)  # fmt: skip
def test_a_step_against_a_decision(choice: str, old: str, new: str) -> None:
    register = f"## Decision register\n\n| Decision | Choice |\n| --- | --- |\n| D-2 | {choice} |\n\n{NEXT}"
    text = edited(HEADINGS, Edit(NEXT, register), Edit(old, new))
    assert_only(text, "DOC107", new, "RUN103 RUN408")


def test_a_vague_criterion() -> None:
    item = "- [ ] Validation report VR-41 is signed off."
    assert_only(edited(HEADINGS, Edit(item, f"{item}\n- [ ] All branches are informed.")), "DOC108", "are informed")


def test_links_that_lead_nowhere() -> None:
    anchor = Edit("(#s2-rollback--route-all-queries-to-solr)", "(#s2-rollback-route-queries)")
    assert_only(edited(HEADINGS, anchor), "DOC109", "#s2-rollback-route-queries")
    file = Edit("Kiosks follow", "See [the notes](proxy-notes.md). Kiosks follow")
    assert_only(edited(HEADINGS, file), "DOC109", "proxy-notes.md")
