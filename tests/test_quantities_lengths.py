"""Lengths of time and T-offsets in a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runbooklint.quantities.lengths import (
    find_cadences,
    find_lengths,
    format_seconds,
    read_durations,
    read_length,
)
from runbooklint.quantities.offsets import find_offset, leading_offset

MINUTE, HOUR, DAY = 60, 3600, 86400

ONE_LENGTH = [
    ("5 min", 5 * MINUTE),
    ("90 s", 90),
    ("90s", 90),
    ("1h", HOUR),
    ("24H", DAY),
    ("1h30m", 90 * MINUTE),
    ("1h30", 90 * MINUTE),
    ("1 h 30 min", 90 * MINUTE),
    ("1 hour and 30 minutes", 90 * MINUTE),
    ("1 hour, 15 minutes", 75 * MINUTE),
    ("2 min 30 s", 150),
    ("2 minutes", 120),
    ("1.5 h", 90 * MINUTE),
    ("1,5 h", 90 * MINUTE),
    ("1,000 ms", 1),
    ("250 ms", 0.25),
    ("5-minute", 5 * MINUTE),
    ("a 5-minute window", 5 * MINUTE),
    ("an hour", HOUR),
    ("half an hour", 30 * MINUTE),
    ("half a day", 12 * HOUR),
    ("a quarter of an hour", 15 * MINUTE),
    ("an hour and a half", 90 * MINUTE),
    ("one and a half hours", 90 * MINUTE),
    ("1½ hours", 90 * MINUTE),
    ("1/2 hour", 30 * MINUTE),
    ("ten minutes", 10 * MINUTE),
    ("forty-five minutes", 45 * MINUTE),
    ("2 business days", 2 * DAY),
    ("1 week", 7 * DAY),
    ("PT15M", 15 * MINUTE),
    ("PT1H30M", 90 * MINUTE),
    ("P1D", DAY),
    ("**5** min", 5 * MINUTE),
    ("`5 min`", 5 * MINUTE),
    ("about 5 min.", 5 * MINUTE),
    ("30m", 30 * MINUTE),
    ("Step 3 - 5 min", 5 * MINUTE),
    ("takes 3 min after the flip", 3 * MINUTE),
    ("--wait=300s", 300),
]

NO_LENGTH = [
    "5", "soon", "a while", "a few minutes", "every 15 min", "each 5 minutes", "15-minute intervals",
    "1-minute resolution", "interval: 30 s", "30 days retention", "30-day retention", "retained for 30 days",
    "older than 30 days", "64 hex characters", "~54M", "54 M", "30m rows", "T+5", "T+5 min", "T-24h", "$35m",
    "us-east-1d", "p99", "v2.5.0 m", "1990s", "100s of users", "24/7 days", "a second engineer", "the 3rd hour", "D6",
    "5M", "step_5 min_max", "2026-05-19T14:03:00Z", "12 records", "0", "",
]  # fmt: skip

BOUNDED = [
    ("< 5 min", None, 300, "max"),
    ("<= 5 min", None, 300, "max"),
    ("≤ 300 s", None, 300, "max"),
    ("within 5 seconds", None, 5, "max"),
    ("up to 24 hours", None, DAY, "max"),
    ("at most 5 min", None, 300, "max"),
    ("no longer than 5 min", None, 300, "max"),
    ("no more than 5 min", None, 300, "max"),
    ("must not exceed 4 hours", None, 4 * HOUR, "max"),
    ("in under 5 min", None, 300, "max"),
    ("10 min or less", None, 600, "max"),
    ("5 min max", None, 300, "max"),
    ("stuck after 10 min", None, 600, "max"),
    ("time limit: 20 minutes", None, 1200, "max"),
    ("> 30 s", 30, None, "min"),
    ("30+ min", 1800, None, "min"),
    ("30 min+", 1800, None, "min"),
    ("at least 24 hours", DAY, None, "min"),
    ("longer than 5 min", 300, None, "min"),
    ("30 minutes or more", 1800, None, "min"),
    ("12 s -> 3 s", 12, 12, ""),
    ("10-15 minutes", 600, 900, ""),
    ("10–15 minutes", 600, 900, ""),
    ("10 to 15 minutes", 600, 900, ""),
    ("between 10 and 15 minutes", 600, 900, ""),
    ("6-12h", 6 * HOUR, 12 * HOUR, ""),
    ("5 min - 10 min", 300, 600, ""),
    ("30 s to 2 min", 30, 120, ""),
]


@pytest.mark.parametrize(("text", "seconds"), ONE_LENGTH)
def test_a_length_is_read(text: str, seconds: float) -> None:
    found = find_lengths(text)
    assert [(length.low, length.high, length.bound) for length in found] == [(seconds, seconds, "")]


@pytest.mark.parametrize("text", NO_LENGTH)
def test_what_is_no_length(text: str) -> None:
    assert find_lengths(text) == []
    assert read_durations(text) == (None, None)


@pytest.mark.parametrize(("text", "low", "high", "bound"), BOUNDED)
def test_bounds_and_ranges(text: str, low: float | None, high: float | None, bound: str) -> None:
    first = find_lengths(text)[0]
    assert (first.low, first.high, first.bound) == (low, high, bound)


@pytest.mark.parametrize("text", ["~30 min", "≈75 s", "about 5 min", "approx. 5 min", "est. 2 h"])
def test_doubt_is_kept(text: str) -> None:
    assert find_lengths(text)[0].approximate


@pytest.mark.parametrize(
    ("text", "expected", "maximum"),
    [
        ("5 min (max 10 min)", 300, 600),
        ("5 min, max 10 min", 300, 600),
        ("5 min max 10 min", 300, 600),
        ("max 10 min, expected 5 min", 300, 600),
        ("expected 5 min / max 10 min", 300, 600),
        ("5 min / 10 min", 300, 600),
        ("< 5 min", 300, 300),
        ("> 5 min", 300, None),
        ("10-15 min", 900, None),
        ("2 h (timeout: 3 h)", 2 * HOUR, 3 * HOUR),
        ("00:15", 15 * MINUTE, None),
        ("00:15:00", 15 * MINUTE, None),
        ("01:30 (max 02:00 h)", 90 * MINUTE, 2 * HOUR),
        ("02:30 min", 150, None),
        ("2 minutes (T+56 to T+58 min)", 120, None),
        ("T+56 to T+58 min (2 minutes)", 120, None),
        ("10:00 AM", None, None),
        ("until 08:48", None, None),
        ("14:38 to 14:53", None, None),
        ("14:38 – 14:53 UTC", None, None),
        ("14:00 UTC", None, None),
    ],
)
def test_expected_and_maximum(text: str, expected: float | None, maximum: float | None) -> None:
    found = read_durations(text)
    assert found.expected is None if expected is None else found.expected and found.expected.seconds == expected
    assert found.maximum is None if maximum is None else found.maximum and found.maximum.seconds == maximum


def test_a_clock_is_no_length_where_the_column_holds_times_of_day() -> None:
    assert read_length("14:30") is not None
    assert read_length("14:30", clocks=False) is None
    assert find_lengths("at 14:30") == []


def test_rhythms_are_found_apart() -> None:
    assert [c.seconds for c in find_cadences("1-minute resolution, scraped every 15 s for 5 min")] == [60, 15]


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 s"),
        (45, "45 s"),
        (90, "1 min 30 s"),
        (3120, "52 min"),
        (5400, "1 h 30 min"),
        (DAY, "24 h"),
        (0.25, "250 ms"),
    ],
)
def test_lengths_are_written(seconds: float, text: str) -> None:
    assert format_seconds(seconds) == text


@given(st.integers(0, 10**7))
def test_a_written_length_is_read_again(seconds: int) -> None:
    found = read_length(format_seconds(seconds))
    assert found is not None
    assert found.seconds == seconds


OFFSETS = [
    ("T-24h", -DAY, None),
    ("T−1h", -HOUR, None),
    ("T - 7 days", -7 * DAY, None),
    ("T+5 to T+25 min", 300, 1500),
    ("T+5m–T+10m", 300, 600),
    ("T-30m → T-0", -1800, 0),
    ("T+1:10", 4200, None),
    ("T+0:40", 2400, None),
    ("T+00:01:30", 90, None),
    ("T0", 0, None),
    ("T = 0", 0, None),
    ("T-0", 0, None),
    ("T0 + 105 min", 6300, None),
    ("T0+90s", 90, None),
    ("T+1h30m", 5400, None),
    ("T minus 10 minutes", -600, None),
    ("t+5m", 300, None),
    ("T+5", None, None),
]


@pytest.mark.parametrize(("text", "seconds", "until"), OFFSETS)
def test_offsets(text: str, seconds: float | None, until: float | None) -> None:
    found = find_offset(text)
    assert found is not None
    assert (found.start, found.end, found.seconds, found.until) == (0, len(text), seconds, until)
    assert leading_offset(f"**[{text}] then") == found._replace(start=3, end=len(text) + 3)


@pytest.mark.parametrize(
    "text", ["AT+5", "DT-5", "T-shirt", "t - 5 min", "plan T", "2026-05-19T14:03", "T1", "T-5x", "T0-2", "T0-1b"]
)
def test_what_is_no_offset(text: str) -> None:
    assert find_offset(text) is None


@pytest.mark.parametrize(
    ("text", "expected", "maximum"),
    [
        ("15 minutes, no longer than 25 (drill 3)", 900, 1500),
        ("10 min (max 20)", 600, 1200),
        ("1 h, up to 2", 3600, 7200),
        ("3 minutes; give up after 8 minutes", 180, 480),
        ("10 min, max 20%", 600, None),
        ("5 min at most 3 users", 300, None),
        ("10 min, max 5", 600, None),
    ],
)
def test_a_bound_may_leave_out_its_unit(text: str, expected: float, maximum: float | None) -> None:
    found = read_durations(text)
    assert found.expected is not None
    assert found.expected.seconds == expected
    assert (found.maximum and found.maximum.seconds) == maximum
