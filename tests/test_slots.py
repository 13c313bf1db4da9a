"""From when to when a step runs and who runs it, told by titles and timetables."""

import pytest

from runbooklint.reading import read
from runbooklint.records import Step
from runbooklint.source import Source

TABLE = "| Time | Task | Who |\n| --- | --- | --- |\n| 06:00-06:20 | Move the horn | Pilot |\n| 06:20-07:00 | Sound test | - |\n"


def steps(text: str) -> tuple[Step, ...]:
    found = read(Source(text, "CUTOVER-RUNBOOK.md"), "runbook").runbook
    assert found is not None
    return found.steps


def told(text: str, name: str) -> list[str]:
    return [field.text if (field := step.fields.get(name)) else "" for step in steps(text)]  # type: ignore[call-overload]


def test_a_row_with_the_title_of_a_step_tells_its_owner_and_its_slot() -> None:
    text = f"# Move\n\n## Saturday\n\n{TABLE}\n**Steps:**\n\n1. Move the horn\n2. Run the sound test\n3. Sign it\n"
    assert told(text, "owner") == ["Pilot", "", ""]
    assert told(text, "expected_duration") == ["06:00-06:20", "06:20-07:00", ""]


def test_a_slot_has_no_measured_length() -> None:
    field = steps("# Move\n\n## Steps\n\n1. Move the horn (06:00-06:20)\n2. Sign it\n")[0].fields["expected_duration"]
    assert (field.state, field.seconds, field.inherited) == ("stated", None, True)


def test_the_same_time_on_another_day_is_another_slot() -> None:
    days = f"## Friday\n\n{TABLE}\n## Saturday\n\n{TABLE.replace('06:', '08:')}\n"
    text = f"# Move\n\n{days}## Steps\n\n1. Hoist it (06:00-06:20)\n2. Sign it\n"
    assert told(text, "owner") == ["", ""]
    assert told(f"# Move\n\n## Plan\n\n{TABLE}\n{text[text.index('## Steps') :]}", "owner") == ["Pilot", ""]


def test_two_rows_of_one_name_tell_nothing() -> None:
    twice = TABLE + "| 07:00-07:20 | Move the horn | Master |\n"
    assert told(f"# Move\n\n## Plan\n\n{twice}\n## Steps\n\n1. Move the horn\n2. Sign it\n", "owner") == ["", ""]


def test_where_a_step_states_its_owner_a_timetable_is_no_answer() -> None:
    text = f"# Move\n\n## Plan\n\n{TABLE}\n## Steps\n\n### Step 1: Move the horn\n\nRun `h`.\n\n### Step 2: Sign\n\n"
    assert told(f"{text}**Owner:** Master\n\nRun `s`.\n", "owner") == ["", "Master"]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("24h observation", "Sign it", True),
        ("Monitor the horns for 30 minutes", "Sign it", True),
        ("Set the timeout to 30 s", "Sign it", False),
        ("Keep the 24h archive", "Sign it", False),
        ("Move one horn - T0", "Move all - T+20 min", True),
        ("Move one horn", "Move all - T+20 min", False),
    ],
)
def test_a_wait_and_the_time_up_to_the_next_step_are_durations(first: str, second: str, expected: bool) -> None:
    text = f"# Move\n\n## Steps\n\n### Step 1: {first}\n\nRun `a`.\n\n### Step 2: {second}\n\nRun `b`.\n"
    assert bool(told(text, "expected_duration")[0]) is expected


def test_the_time_between_steps_named_by_offsets_is_no_duration() -> None:
    text = "# Move\n\n## Steps\n\n### T-24h — Announce\n\nRun `a`.\n\n### T-1h — Freeze\n\nRun `b`.\n"
    assert told(text, "expected_duration") == ["", ""]
