"""Dates, zones and points in time in a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runbooklint.quantities.dates import Day, date_at, day_number, day_of, find_date
from runbooklint.quantities.instants import day_for, instant, local_text, nearest_year, other_order
from runbooklint.quantities.moments import find_moments, leading_blank, leading_moment
from runbooklint.quantities.zones import find_zone_sentence, label_zone, zone_offset


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-05-19", (2026, 5, 19)),
        ("2026/05/19", (2026, 5, 19)),
        ("incident_2019_01_23.md", (2019, 1, 23)),
        ("2019_01_23.md", (2019, 1, 23)),
        ("deploy-2025-06-22.md", (2025, 6, 22)),
        ("2026-01-08-502-errors.md", (2026, 1, 8)),
        ("outage_20260519.md", (2026, 5, 19)),
        ("January 23rd, 2019 outage", (2019, 1, 23)),
        ("Outage (Jul 7, 2026)", (2026, 7, 7)),
        ("Wednesday, July 21st, 2021", (2021, 7, 21)),
        ("the 25th of October 2021", (2021, 10, 25)),
        ("12-Oct-2022", (2022, 10, 12)),
        ("19.05.2026", (2026, 5, 19)),
        ("07-27-2023", (2023, 7, 27)),
        ("27/07/2023", (2023, 7, 27)),
        ("5/19/26", (2026, 5, 19)),
        ("14 Dec", (None, 12, 14)),
        ("planned May 5, done 2026-05-07", (2026, 5, 7)),
    ],
)
def test_dates(text: str, day: tuple[int | None, int, int]) -> None:
    found = find_date(text)
    assert found is not None
    assert (found.year, found.month, found.day) == day
    assert not found.ambiguous


@pytest.mark.parametrize(
    "text", ["2026-02-30", "2026-13-05", "Feb 30, 2026", "31/04/2026", "10.200.226.73", "1.2.33", "2025.10.21.1959",
             "v20190206-b01b288", "INC-2024-042", "March was long", "May 14:00", "5 pods", "100-200-300"]
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    assert find_date(text) is None


def test_a_day_that_does_not_exist_is_said() -> None:
    found = date_at("2026-02-30", 0)
    assert found is not None
    assert found.problem == "February 2026 has no day 30"


@given(st.integers(-700_000, 2_900_000))
def test_days_are_counted_both_ways(number: int) -> None:
    assert day_number(day_of(number)) == number


MOMENTS = [
    ("13:35 the first alert", "13:35", "2026-05-19T13:35", None),
    ("[08:47] deploy", "08:47", "2026-05-19T08:47", None),
    ("2020-11-17 10:45 restart", "2020-11-17 10:45", "2020-11-17T10:45", None),
    ("2020-11-17 10.45 restart", "2020-11-17 10.45", "2020-11-17T10:45", None),
    ("16:58 UTC: failover", "16:58 UTC", "2026-05-19T16:58", "UTC"),
    ("2026-02-18T03:31Z", "2026-02-18T03:31Z", "2026-02-18T03:31", "Z"),
    ("2026-02-18T03:31:20+02:00 x", "2026-02-18T03:31:20+02:00", "2026-02-18T03:31:20", "+02:00"),
    ("2026-02-18T03:31 -0500 x", "2026-02-18T03:31 -0500", "2026-02-18T03:31", "-0500"),
    ("04:49 PM UTC", "04:49 PM UTC", "2026-05-19T16:49", "UTC"),
    ("~11 AM PDT", "11 AM PDT", "2026-05-19T11:00", "PDT"),
    ("12 am", "12 am", "2026-05-19T00:00", None),
    ("12:30 p.m. ET", "12:30 p.m. ET", "2026-05-19T12:30", "ET"),
    ("October 12th, 2022 at 21:17 (UTC)", "October 12th, 2022 at 21:17 (UTC)", "2022-10-12T21:17", "UTC"),
    ("Jul 8, ~11:13 UTC", "Jul 8, ~11:13 UTC", "2026-07-08T11:13", "UTC"),
    ("14 Dec 02:00", "14 Dec 02:00", "2025-12-14T02:00", None),
    ("07-27-2023 2:14 pm", "07-27-2023 2:14 pm", "2023-07-27T14:14", None),
    ("18:36:10.704 x", "18:36:10.704", "2026-05-19T18:36:10.704", None),
    ("14:51 PST", "14:51 PST", "2026-05-19T14:51", "PST"),
    ("16:37 Denver - restart", "16:37 Denver", "2026-05-19T16:37", "Denver"),
    ("16:37 Denver pods restart", "16:37", "2026-05-19T16:37", None),
    ("16:37 Created the pod", "16:37", "2026-05-19T16:37", None),
    ("[12-05 16:21] x", "12-05 16:21", "2025-12-05T16:21", None),
    ("**Feb 04, 2021, 21:45 (UTC):** x", "Feb 04, 2021, 21:45 (UTC)", "2021-02-04T21:45", "UTC"),
    ("_13:37_ - x", "13:37", "2026-05-19T13:37", None),
    ("`13:37` x", "13:37", "2026-05-19T13:37", None),
    ("~~13:37~~ x", "13:37", "2026-05-19T13:37", None),
    ("🔴 13:37 x", "13:37", "2026-05-19T13:37", None),
    ("<b>13:37</b> x", "13:37", "2026-05-19T13:37", None),
    ("[13:37](https://chat.example/1) x", "13:37", "2026-05-19T13:37", None),
    ("16:58 UTC, Sep 29 2025", "16:58 UTC, Sep 29 2025", "2025-09-29T16:58", "UTC"),
    ("14:03 2026-05-19 x", "14:03 2026-05-19", "2026-05-19T14:03", None),
    ("1430Z x", "1430Z", "2026-05-19T14:30", "Z"),
    ("Tue 14:05 x", "14:05", "2026-05-19T14:05", None),
    ("At 14:05 UTC we saw", "14:05 UTC", "2026-05-19T14:05", "UTC"),
    ("24:00", "24:00", "2026-05-20T00:00", None),
    ("2019-01-22", "2019-01-22", "2019-01-22", None),
    ("08.47 restart", "08.47", "2026-05-19T08:47", None),
]


@pytest.mark.parametrize(("text", "raw", "local", "zone"), MOMENTS)
def test_a_leading_moment_is_read(text: str, raw: str, local: str, zone: str | None) -> None:
    found = leading_moment(text)
    assert found is not None
    assert text[found.start : found.end] == raw
    assert local_text(found, day_for(found, Day(2026, 5, 19))) == local
    assert found.zone == zone
    assert not found.problem


@pytest.mark.parametrize(
    ("text", "raw", "zone", "until"),
    [
        ("21:45 to 23:28 UTC", "21:45 to 23:28 UTC", "UTC", "2026-05-19T23:28"),
        ("6:00–7:00 AM PT", "6:00–7:00 AM PT", "PT", "2026-05-19T07:00"),
        ("6–7 pm x", "6–7 pm", None, "2026-05-19T19:00"),
        ("10:05–10:20", "10:05–10:20", None, "2026-05-19T10:20"),
        ("14:22 UTC – 14:51 UTC (29 min)", "14:22 UTC – 14:51 UTC", "UTC", "2026-05-19T14:51"),
        ("**2026-06-11 ~00:11–09:26** x", "2026-06-11 ~00:11–09:26", None, "2026-05-19T09:26"),
        ("October 9-23, 2025 - x", "October 9-23, 2025", None, "2025-10-23"),
        ("2026-05-09 → 2026-05-10 x", "2026-05-09 → 2026-05-10", None, "2026-05-10"),
        ("From 14:05 until 14:30 x", "14:05 until 14:30", None, "2026-05-19T14:30"),
    ],
)
def test_ranges(text: str, raw: str, zone: str | None, until: str) -> None:
    found = leading_moment(text)
    assert found is not None
    assert text[found.start : found.end] == raw
    assert found.until is not None
    assert (found.zone, local_text(found.until, day_for(found.until, Day(2026, 5, 19)))) == (zone, until)


def test_the_half_of_the_day_serves_both_ends_of_a_range() -> None:
    for text, hour in (("6:00-7:00 PM", 18), ("11:30-12:15 PM", 11), ("11:30 AM - 1 PM", 11), ("9:00-10:00", 9)):
        found = leading_moment(text)
        assert found is not None
        assert found.hour == hour


@pytest.mark.parametrize(
    "text",
    ["1:1 meeting", "10.0.0.1:80", "5 pods", "March was long", "10.50 USD", "12.50 GB freed", "3 - 5 min",
     "0900", "2026-01-08-storage.md", "10:05x", "v1.12", "-5", ""],
)  # fmt: skip
def test_what_is_no_moment(text: str) -> None:
    assert leading_moment(text) is None


@pytest.mark.parametrize(
    "text", ["25:61", "2026-02-30 10:00", "2026-05-19T25:00:00Z", "22025-03-18 09:36", "14:75 UTC"]
)
def test_no_real_instant(text: str) -> None:
    found = leading_moment(text)
    assert found is not None
    assert found.problem


def test_day_and_month_in_doubt() -> None:
    found = leading_moment("03/10/2021 14:00")
    assert found is not None
    assert found.ambiguous
    assert (other_order(found).month, other_order(found).day) == (10, 3)


def test_moments_in_running_text() -> None:
    text = (
        "`rate` 11.8% at 2026-05-19T13:52:00Z, 12% at 14:01 and 14:05 UTC, image 8080:80, 25:61, $14.05, v1.30, T+5 min"
    )
    assert [text[m.start : m.end] for m in find_moments(text)] == [
        "2026-05-19T13:52:00Z",
        "14:01",
        "14:05 UTC",
        "T+5 min",
    ]
    assert [m.problem for m in find_moments("on 2026-02-30")] == ["February 2026 has no day 30"]


@pytest.mark.parametrize(
    ("text", "raw"),
    [
        ("[HH:MM] x", "HH:MM"),
        ("??:?? x", "??:??"),
        ("[???] x", "???"),
        ("YYYY-MM-DDTHH:MM:SSZ x", "YYYY-MM-DDTHH:MM:SSZ"),
    ],
)
def test_a_time_to_be_filled_in(text: str, raw: str) -> None:
    found = leading_blank(text)
    assert found is not None
    assert text[slice(*found)] == raw


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("All times in PST", "PST"),
        ("All times PDT.", "PDT"),
        ("All times are UTC.", "UTC"),
        ("All times in PDT (UTC-7).", "PDT"),
        ("All timestamps below are in UTC", "UTC"),
        ("**Time zone:** Europe/Berlin", "Europe/Berlin"),
        ("Timezone: UTC+5:30", "UTC+5:30"),
        ("(all times in Pacific time)", "Pacific time"),
        ("_Times are UTC._", "UTC"),
        ("Everything below is in CEST.", "CEST"),
        ("UTC is used throughout.", "UTC"),
        ("All entries use UTC.", "UTC"),
        ("Times are given in local time (Europe/Lisbon).", "Europe/Lisbon"),
        ("Times are local.", "local"),
        ("The pager shows local Mountain Daylight Time, offset -0600.", "Mountain Daylight Time"),
        ("Times use the 24-hour clock, UTC.", "UTC"),
        ("All clock times are on 2026-05-04 and in UTC.", "UTC"),
        ("Time standard: UTC", "UTC"),
        ("The log in PST format was lost.", None),
        ("The timeline starts at 14:05 UTC.", None),
        ("We recommend UTC for all timezones.", None),
        ("Timeline of events", None),
        ("Time to recover: 10 min", None),
    ],
)
def test_zone_sentences(text: str, zone: str | None) -> None:
    found = find_zone_sentence(text)
    assert (found and found.text) == zone


@pytest.mark.parametrize(
    ("text", "zone"),
    [("Timeline (UTC)", "UTC"), ("Time [PST]", "PST"), ("Time UTC", "UTC"), ("UTC", "UTC"), ("Time / CET", "CET"),
     ("Start (UTC)", "UTC"), ("Time", None), ("Timeline - May 29", None), ("Time (hh:mm)", None), ("Change", None)],
)  # fmt: skip
def test_zones_of_labels(text: str, zone: str | None) -> None:
    found = label_zone(text)
    assert (found and found.text) == zone


@pytest.mark.parametrize(
    ("zone", "winter", "summer", "ambiguous"),
    [
        ("UTC", 0, 0, ""), ("Z", 0, 0, ""), ("+02:00", 120, 120, ""), ("-0500", -300, -300, ""),
        ("UTC-4", -240, -240, ""), ("PT", -480, -420, ""), ("Denver", -420, -360, ""), ("Europe/Berlin", 60, 120, ""),
        ("Pacific Time", -480, -420, ""),        ("PDT", -420, -420, ""), ("MST", -420, -420, ""), ("PST", -480, -480,
        "winter"), ("CET", 60, 60, "winter"), ("IST", None, None, "India"), ("CST", None, None, "China"),
        ("Nowhere/Else", None, None, ""), ("local", None, None, ""),
    ],
)  # fmt: skip
def test_what_zones_mean(zone: str, winter: int | None, summer: int | None, ambiguous: str) -> None:
    pytest.importorskip("zoneinfo").ZoneInfo("Europe/Berlin")
    in_winter, in_summer = zone_offset(zone, Day(2026, 1, 15)), zone_offset(zone, Day(2026, 7, 15))
    assert (in_winter.minutes, in_summer.minutes) == (winter, summer)
    assert ambiguous in in_summer.ambiguous
    assert bool(in_summer.ambiguous) == bool(ambiguous)


def test_instants_are_compared_across_zones() -> None:
    berlin, utc = leading_moment("2026-05-19 16:00"), leading_moment("2026-05-19 14:00")
    assert berlin is not None
    assert utc is not None
    day = Day(2026, 5, 19)
    assert instant(berlin, day, "Europe/Berlin") == instant(utc, day, "UTC")


def test_a_missing_year_is_the_nearest() -> None:
    assert nearest_year(12, 5, Day(2019, 3, 26)) == Day(2018, 12, 5)
    assert nearest_year(1, 2, Day(2018, 12, 30)) == Day(2019, 1, 2)
    assert nearest_year(2, 29, Day(2023, 3, 1)) == Day(2024, 2, 29)
    assert nearest_year(2, 29, Day(2026, 3, 1)) is None
