"""How long a step waits or takes, told in its own words, is its duration where no step beside it states one."""

import pytest

from runbooklint import lint

HEAD = "# Cutover: ferries\n\n## Steps\n\n1. Point the ferries at the new berth: `berth set new`\n   {}\n2. Open the ramp: `ramp open`\n   {}\n"


def lines(first: str, second: str = "") -> list[int]:
    return [f.place.line for f in lint(HEAD.format(first, second), "cutover.md") if f.code in {"RUN601", "RUN603"}]


@pytest.mark.parametrize(
    "words",
    [
        "**Monitoring window:** 24 hours",
        "**Monitoring window:** **2 hours minimum**",
        "Monitor for **2 hours**.",
        "Soak time: 30 min",
        "- Observe the berths for 12h; look at `berth state`.",
        "The move takes < 5 minutes.",
        "This takes about 10 min.",
    ],
)
def test_a_wait_or_what_it_takes_is_a_duration(words: str) -> None:
    assert lines(words) == [7]


@pytest.mark.parametrize(
    "words",
    [
        "Wait for the harbour master.",
        "Monitor for errors in the last 24 hours.",
        "Keep the old berth for 30 days.",
        "It takes 2 people.",
        "Wait: until the ramp is dry",
    ],
)
def test_other_lengths_are_none(words: str) -> None:
    assert lines(words) == [5, 7]


def test_where_a_step_beside_it_states_a_duration_a_wait_is_none() -> None:
    assert 5 in lines("Monitor for 2 hours.", "- **Duration:** 5 min (max 10 min)")
