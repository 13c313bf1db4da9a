"""What the rules on runbooks ask of words and of the whole document, where a page would show too little of it."""

import pytest

from runbooklint.checks.runbook.messages import ROLLBACK_EVENTS, STEP_EVENTS, missing_events, names_receiver
from runbooklint.checks.runbook.one_way import one_way
from runbooklint.checks.runbook.sides import Sides, sides_of
from runbooklint.checks.runbook.window import window_length
from runbooklint.engine import lint
from runbooklint.facts import Options
from runbooklint.records import Field, Item, Runbook
from runbooklint.result import Result
from runbooklint.settings import Settings
from runbooklint.source import Source, Span

NOWHERE = Span(0, 0)
SIDES = Sides(frozenset({"source", "old", "informix"}), frozenset({"target", "new", "mariadb"}))


def titled(title: str) -> Runbook:
    return Runbook(Item(title, NOWHERE), {}, (), (), (), (), (), (), ())


def field(text: str) -> Field:
    return Field(text, NOWHERE, (Item(text, NOWHERE),))


def check(text: str, *codes: str, rto: float | None = None) -> Result:
    return lint(Source(text, "cutover.md"), Settings("cutover", frozenset(codes), options=Options(rto=rto)))


def told(text: str, *codes: str, rto: float | None = None) -> list[tuple[str, int]]:
    return [(finding.code, finding.place.line) for finding in check(text, *codes, rto=rto).findings]


@pytest.mark.parametrize(
    ("title", "source", "target"),
    [
        ("Cutover: invoices from Informix 12 to MariaDB 11", {"informix"}, {"mariadb"}),
        ("Cutover: invoices, Informix → MariaDB", {"informix"}, {"mariadb"}),
        ("Move mail delivery to the relay", set(), {"relay"}),
        ("Cutover runbook", set(), set()),
    ],
)
def test_the_title_names_the_sides(title: str, source: set[str], target: set[str]) -> None:
    usual = sides_of(titled("Cutover"))
    found = sides_of(titled(title))
    assert found.source - usual.source == source
    assert found.target - usual.target == target


@pytest.mark.parametrize(
    ("action", "what"),
    [
        ("Stop writes on Informix with `ifxctl ro`.", "stops writes to the source"),
        ("Put the old database into read-only mode.", "stops writes to the source"),
        ("Run `mariactl --read-only` on MariaDB.", ""),
        ("Disable dual writes.", ""),
        ("Truncate the bookings on Informix.", "deletes or archives data of the source"),
        ("Run `ifx -e 'DROP TABLE bookings'` on the old primary.", "deletes or archives data of the source"),
        ("Truncate the staging tables on MariaDB.", ""),
        ("Drop connections to Informix.", ""),
        ("Run `loadctl informix --no-drop-cursor`.", ""),
        ("Enable writes on MariaDB.", "lets the target take authoritative writes"),
        ("Promote the replica.", "lets the target take authoritative writes"),
        ("Redirect the partner webhooks.", "repoints an external integration"),
        ("Run `ifxctl status`.", ""),
    ],
)
def test_actions_that_cannot_be_taken_back(action: str, what: str) -> None:
    assert one_way(action, SIDES) == what


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("2026-03-14 01:00 UTC to 2026-03-14 05:00 UTC", 240),
        ("Saturday 22:00-02:00 CET", 240),
        ("14 March 2026 from 01:00 until 05:30 UTC", 270),
        ("2026-03-14 01:00 UTC, 4 h", 240),
        ("start 2026-03-14T23:00Z, end 2026-03-15T00:30Z", 90),
        ("T0 to T+90 min", 90),
        ("4 hours", None),
        ("some calm night in March", None),
    ],
)
def test_the_length_of_a_window(text: str, minutes: int | None) -> None:
    assert window_length(text) == (None if minutes is None else minutes * 60)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Start: post to `#night`.", True),
        ("Start: phone the harbour master.", True),
        ("Start: announce.", False),
        ("At the beginning, inform everybody.", False),
        ("Update the status page.", True),
        ("Send a message to all stakeholders when done.", False),
    ],
)
def test_a_message_reaches_somebody(text: str, named: bool) -> None:
    assert names_receiver(text) == named


def test_events_are_told_in_any_words() -> None:
    assert missing_events(field("Kick-off, done and abort: `#night`"), STEP_EVENTS) == []
    assert missing_events(field("On start: `#success`"), STEP_EVENTS) == ["success", "failure"]
    assert missing_events(field("Begin and end: `#night`"), ROLLBACK_EVENTS) == ["partial rollback"]


LADDER = """# Cutover runbook: ladder

**RTO:** 20 min

| Step | Depends on | Action | Rollback | Reversibility | Point of no return |
| --- | --- | --- | --- | --- | --- |
| S1 | — | Run `a` | S1-rollback | fully reversible | pre |
| S2 | S1 | Run `b` | S2-rollback | fully reversible | pre |
| S3 | S1 | Run `c` | S3-rollback | fully reversible | pre |
| S4 | S2, S3 | Run `d` | forward-fix only | forward-fix only | crosses |

## Rollback procedure

| Rollback | Action | Duration |
| --- | --- | --- |
| S1-rollback | Run `a --back` | 8 min |
| S2-rollback | Run `b --back` | 10 min |
| S3-rollback | Run `c --back` | 11 min |
"""


def test_branches_do_not_add_up() -> None:
    assert told(LADDER, "RUN608") == []
    assert told(LADDER, "RUN608", rto=18 * 60) == [("RUN608", 18)]


def test_the_total_behind_a_join_counts_each_step_once() -> None:
    joined = LADDER.replace(
        "| forward-fix only | forward-fix only | crosses |", "| S4-rollback | fully reversible | pre |"
    )
    joined += "| S4-rollback | Run `d --back` | 1 min |\n"
    [finding] = check(joined, "RUN608", rto=29 * 60).findings
    assert finding.message == "rolling back from step S4 takes 30 min, 1 min over the RTO of 29 min"
    assert [place.message for place in finding.related] == [
        "S4-rollback takes 1 min",
        "S3-rollback takes 11 min",
        "S2-rollback takes 10 min",
        "S1-rollback takes 8 min",
    ]


def test_the_rto_is_not_checked_behind_an_unknown_duration() -> None:
    unknown = LADDER.replace("| Run `b --back` | 10 min |", "| Run `b --back` | |")
    result = check(unknown, "RUN608", rto=10 * 60)
    assert [finding.place.line for finding in result.findings] == [18]
    assert [(rule.code, rule.reason) for rule in result.not_checked] == [
        ("RUN608", "the reverse duration of step S2 is not known")
    ]


def test_each_branch_needs_a_crossing_step() -> None:
    assert told(LADDER, "RUN504", "RUN505") == []
    apart = LADDER.replace("| S4 | S2, S3 |", "| S4 | S2 |")
    [finding] = check(apart, "RUN504").findings
    assert finding.message == "no step of the chain S1 → S3 crosses the point of no return"


def test_a_dependency_that_leads_nowhere_leaves_the_chains_unknown() -> None:
    dangling = LADDER.replace("| S4 | S2, S3 |", "| S4 | S2, S9 |")
    result = check(dangling, "RUN504")
    assert result.findings == ()
    assert [rule.code for rule in result.not_checked] == ["RUN504"]


def test_an_event_behind_a_step_parts_what_comes_before_and_after() -> None:
    text = """# Cutover runbook: event

| Step | Action | Reversibility |
| --- | --- | --- |
| S1 | Run `a` | fully reversible |
| S2 | Run `b` | fully reversible |

## Point of no return

The first customer write after S1.
"""
    assert told(text, "RUN504", "RUN506", "RUN507", "RUN509") == [("RUN506", 6)]


@pytest.mark.parametrize(
    "text", ["", "# Cutover\n", "| Step |\n| --- |\n| |\n", "# A\n\n## Point of no return\n\nS1\n"]
)
def test_little_text_raises_nothing(text: str) -> None:
    codes = {f"RUN{number}" for number in (*range(101, 119), *range(501, 518), *range(601, 612), *range(701, 711))}
    assert check(text, *codes).kind == "cutover"


def steps_and_way_back(count: int, way_back: str, more: str = "") -> str:
    steps = "".join(f"{number}. Run `lampctl part {number}`.{more}\n" for number in range(1, count + 1))
    return f"# Cutover: lamps\n\n## Steps\n\n{steps}\n## Rollback\n\n{way_back}\n"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (steps_and_way_back(20, "1. Run `lampctl old`."), [26]),
        (steps_and_way_back(20, "Run `lampctl old`."), [26]),
        (steps_and_way_back(2, "### 2-rollback\n\nRun `lampctl part 1`."), [5]),
        (steps_and_way_back(3, "1. Run `lampctl old`.").replace("part 2`.", "part 2`.\n   - Rollback: `lampctl part 1`."), [5, 8]),
        (steps_and_way_back(1, "1. Run `lampctl old`."), [5]),
        (steps_and_way_back(2, ""), [5, 6]),
        (steps_and_way_back(2, "TBD"), [5, 6]),
    ],
)  # fmt: skip
def test_a_procedure_that_names_no_step_is_reported_once(text: str, lines: list[int]) -> None:
    assert [line for _, line in told(text, "RUN401")] == lines


def test_of_many_steps_the_first_are_shown() -> None:
    finding = check(steps_and_way_back(20, "1. Run `lampctl old`."), "RUN401").findings[0]
    assert len(finding.related) == 12
    assert "none of the 20 steps" in finding.message
