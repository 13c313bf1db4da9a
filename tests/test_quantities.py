"""Any text: quantities are read without an error, in linear time, at offsets that lie in it."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runbooklint.quantities.dates import Day, find_date
from runbooklint.quantities.instants import day_for, instant, local_text
from runbooklint.quantities.lengths import (
    find_cadences,
    find_lengths,
    read_durations,
)
from runbooklint.quantities.moments import Moment, find_moments, leading_blank, leading_moment
from runbooklint.quantities.offsets import find_offset
from runbooklint.quantities.zones import find_zone_sentence, label_zone, zone_at

ALPHABET = st.sampled_from(
    [*"0123456789", *" :-–.,/+~<>()[]*`_\n", "T", "Z", "min", "h", "s", " to ", "May", "May ", "UTC", "PST", "PT",
     "am", "pm", "2026-", "half", " an hour", "within ", "max ", "every ", "10:05", "T+", "Mon ", "½", "٣", "²", "İ",
     "\u202f"]
)  # fmt: skip
TEXTS = st.lists(ALPHABET, max_size=40).map("".join) | st.text(max_size=60)


@settings(max_examples=400)
@given(TEXTS)
def test_any_text_is_read_and_offsets_lie_in_it(text: str) -> None:
    for spans in (
        [(found.start, found.end) for found in find_lengths(text)],
        [(found.start, found.end) for found in find_cadences(text)],
        [(found.start, found.end) for found in find_moments(text)],
    ):
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert all(before[1] <= after[0] for before, after in pairwise(spans))
    for one in (leading_moment(text), find_offset(text), find_date(text), label_zone(text), zone_at(text, 0)):
        assert one is None or 0 <= one.start < one.end <= len(text)
    first = leading_moment(text)
    if first is not None:
        assert_sound(first)
    read_durations(text)
    leading_blank(text)


def assert_sound(moment: Moment) -> None:
    """What a moment claims can be brought to a day, an instant and a text."""
    if moment.relative is None:
        day = day_for(moment, Day(2026, 5, 19))
        assert local_text(moment, day) is None or day is not None
        if day is not None:
            instant(moment, day, moment.zone)


@settings(max_examples=200)
@given(
    st.text(st.characters(categories=["L", "N", "P", "S", "Z"]), max_size=20), st.integers(0, 23), st.integers(0, 59)
)
def test_a_clock_in_brackets_leads_whatever_follows(rest: str, hour: int, minute: int) -> None:
    found = leading_moment(f"[{hour:02}:{minute:02}] {rest}")
    assert found is not None
    assert (found.hour, found.minute) == (hour, minute)


@pytest.mark.parametrize(
    "unit",
    ["1", "1-", "1 ", "10:05 ", "10:05", "10:", "1:1:", "1.", "1,", "T+", "T+5", "`", "[", "(", "[(", " ", "\t", "~",
     "-", "May ", "May 5 ", "1 h ", "1h", "5-5 min ", "< ", "no ", "a ", "half ", "2026-", "2026-05-19 ",
     "2026-05-19T10:05Z", "UTC ", "times in ", "the the ", "approx ", "every ", "10:05-", "10:05 to ", "Mon ", "P1",
     "PT", "<a", "½", ":", "6-6"],
)  # fmt: skip
def test_hostile_text_costs_linear_time(unit: str) -> None:
    def cost(size: int) -> float:
        text = unit * (size // len(unit))
        start = time.process_time()
        for read in (
            find_lengths,
            find_moments,
            find_offset,
            find_date,
            leading_moment,
            label_zone,
            find_zone_sentence,
        ):
            read(text)
        read_durations(text)
        leading_blank(text)
        return time.process_time() - start

    cost(1000)
    assert cost(30_000) < 0.5 + 12 * cost(3_000)
