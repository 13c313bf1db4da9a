"""Labels, headings and columns that are clauses: what each names, and what only looks like one."""

import pytest

from runbooklint.records import FieldName, SectionKind
from runbooklint.vocabulary import document_field, label_field, section_kind
from runbooklint.vocabulary.columns import parts_named, planned


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("Give up after", "maximum_duration"),
        ("Writes after the cutover", "post_cutover_writes"),
        ("Success if", "postcondition"),
        ("Informed on failure", "communication"),
        ("Must hold before the step", "preconditions"),
        ("Writes to Northbank", "post_cutover_writes"),
        ("Must be true first", "preconditions"),
        ("Starts when", "preconditions"),
        ("Carry on if", "go_no_go"),
        ("Turn back when", "go_no_go"),
        ("Result to see", "postcondition"),
        ("Proof that it worked", "postcondition"),
        ("What we run", "action"),
        ("Longest time", "maximum_duration"),
        ("Past the point of no return", "point_of_no_return"),
        ("Bookings made after the move", "post_cutover_writes"),
        ("Bookings after the move", None),
        ("Needs more", None),
        ("Announced", None),
        ("Run after", None),
        ("Reads to Northbank", None),
    ],
)
def test_a_label_may_be_a_clause(label: str, field: FieldName | None) -> None:
    assert label_field(label) == field


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("New orders during the window", "data_sync"),
        ("Claims that arrive meanwhile", "data_sync"),
        ("Time to restore service (RTO)", "rto"),
        ("Restore (partial)", None),
        ("Staff during the window", None),
        ("Orders in total", None),
    ],
)
def test_what_arrives_meanwhile_is_synchronised(label: str, field: FieldName | None) -> None:
    assert document_field(label) == field


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Whom to call", "contacts"),
        ("Who hears what", "communication"),
        ("Telling people", "communication"),
        ("Checks after the move", "verification"),
        ("Ready to start?", "checklist"),
        ("Going back", "rollback"),
        ("No way back", "point_of_no_return"),
        ("Before the first step", "checklist"),
        ("Who does what", "other"),
    ],
)
def test_a_heading_may_ask(title: str, kind: SectionKind) -> None:
    assert section_kind(title) == kind


def test_columns_may_share_a_field() -> None:
    assert parts_named(["step", "go", "roll back", "pause"]) == {
        1: ("go_no_go", "advance"),
        2: ("go_no_go", "back"),
        3: ("go_no_go", "pause"),
    }
    assert parts_named(["proceed when", "roll back when", "escalate when", "rollback"]).keys() == {0, 1, 2}
    assert parts_named(["start", "end", "owner"]) == {}
    assert parts_named(["action", "rollback", "owner"]) == {}


def test_lengths_are_planned_or_the_longest() -> None:
    assert (planned("planned"), planned("upper limit"), planned("remarks")) == (
        "expected_duration",
        "maximum_duration",
        None,
    )
