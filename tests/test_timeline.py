"""Timelines of incidents: which lines are entries, and the day and zone of each."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runbooklint.reading import read
from runbooklint.records_log import MitigationLog, TimelineEntry
from runbooklint.source import Source


def log_of(text: str, name: str = "notes.md") -> MitigationLog:
    log = read(Source(text, name), "mitigation-log").log
    assert log is not None
    return log


def told(text: str, name: str = "notes.md") -> list[tuple[str, str | None, str | None]]:
    """What happened, when, and in which zone."""
    return [(e.text, e.time.start, e.time.zone) for e in log_of(text, name).timeline]


def starts(text: str, name: str = "notes.md") -> list[str | None]:
    return [e.time.start for e in log_of(text, name).timeline]


def first(text: str) -> TimelineEntry:
    return log_of(text).timeline[0]


@pytest.mark.parametrize(
    "body",
    [
        "- 13:35 disk full\n- 13:50 disk freed",
        "* [13:35] disk full\n* [13:50] disk freed",
        "- **13:35** - disk full\n- **13:50** - disk freed",
        "1. **13:35:** disk full\n2. **13:50:** disk freed",
        "- _13:35_ – disk full\n- _13:50_ – disk freed",
        "- `13:35` disk full\n- `13:50` disk freed",
        "- 1:35 PM: disk full\n- 1:50 PM: disk freed",
        "13:35 disk full\n13:50 disk freed",
        "**13:35**  disk full  \n**13:50**  disk freed",
        "**13:35** — disk full\n\n**13:50** — disk freed",
        "| Time | Event |\n|---|---|\n| 13:35 | disk full |\n| 13:50 | disk freed |",
        "| Event | When |\n|---|---|\n| disk full | 13:35 |\n| disk freed | 13:50 |",
        "| # | Time | Event | Who |\n|---|---|---|---|\n| 1 | 13:35 | disk full | Kim |\n| 2 | 13:50 | disk freed | Kim |",
        "13.35 disk full\n13.50 disk freed",
        "- 13.35 disk full\n- 13.50 disk freed",
        "### 13:35 disk full\n\nAlas.\n\n### 13:50 disk freed",
        "At 13:35 disk full\n\nAt 13:50 disk freed",
        "- disk full: 13:35\n- disk freed: 13:50",
        "- **Disk**\n  - 13:35 disk full\n  - 13:50 disk freed",
    ],
)
def test_every_form_of_entry(body: str) -> None:
    text = f"# Outage of 2026-05-19\n\n## Timeline (UTC)\n\n{body}\n"
    assert told(text) == [("disk full", "2026-05-19T13:35", "UTC"), ("disk freed", "2026-05-19T13:50", "UTC")]


def test_an_entry_knows_its_place_and_where_it_inherits_from() -> None:
    text = "# Outage of 2026-05-19\n\n## Timeline (UTC)\n\n- **13:35** - disk full\n"
    entry = first(text)
    assert text[slice(*entry.span)] == "**13:35** - disk full"
    assert text[slice(*entry.time.span)] == entry.time.text == "13:35"
    assert entry.time.day_from is not None
    assert entry.time.zone_from is not None
    assert (entry.time.day_from.origin, entry.time.zone_from.origin) == ("title", "heading")
    assert entry.time.zone_from.span is not None
    assert text[slice(*entry.time.zone_from.span)] == "(UTC)"


DAYS = [
    ("# Outage 2026-05-19\n\n- 10:00 a\n- 10:05 b", "title"),
    ("# Outage\n\n**Date:** May 19, 2026\n\n## Log\n\n- 10:00 a\n- 10:05 b", "field"),
    ("# Outage\n\n## Metadata\n\n- Start (UTC): 2026-05-19T09:58Z\n\n## Log\n\n- 10:00 a\n- 10:05 b", "field"),
    ("# Outage\n\n| Date | 2026-05-19 |\n|---|---|\n| Owner | Kim |\n\n## Log\n\n- 10:00 a\n- 10:05 b", "field"),
    ("# Outage\n\n## Date\n\n2026-05-19\n\n## Log\n\n10:00 a\n10:05 b", "field"),
    ("# Outage\n\n## Timeline, 19 May 2026\n\n- 10:00 a\n- 10:05 b", "heading"),
    ("# Outage\n\n## Timeline\n\n### 2026-05-19\n\n- 10:00 a\n- 10:05 b", "heading"),
    ("# Outage\n\n## Timeline\n\n2026-05-19\n\n- 10:00 a\n- 10:05 b", "marker"),
    ("# Outage\n\n## Timeline\n\n- 2026-05-19\n  - 10:00 a\n  - 10:05 b", "marker"),
    ("# Outage\n\n## Timeline\n\nAll times in PST, on May 19th 2026\n\n- 10:00 a\n- 10:05 b", "sentence"),
    ("# Outage\n\nFrom 2026-05-19 09:50 to 2026-05-19 10:10 all was down.\n\n- 10:00 a\n- 10:05 b", "text"),
]


@pytest.mark.parametrize(("text", "origin"), DAYS)
def test_the_day_is_inherited(text: str, origin: str) -> None:
    entries = log_of(text).timeline
    assert [e.time.start for e in entries] == ["2026-05-19T10:00", "2026-05-19T10:05"]
    assert {e.time.day_from and e.time.day_from.origin for e in entries} == {origin}


def test_the_day_of_the_file_name_and_none_at_all() -> None:
    text = "# Outage\n\n- 10:00 a\n- 10:05 b\n"
    assert starts(text, "docs/2026-05-19-disk-full.md") == ["2026-05-19T10:00", "2026-05-19T10:05"]
    assert starts(text) == [None, None]


def test_front_matter_gives_no_day() -> None:
    assert starts("---\ndate: 2026-05-19\n---\n# Outage\n\n- 10:00 a\n") == [None]


def test_the_nearest_statement_wins() -> None:
    text = """# Review of 2026-06-01

**Date:** 2026-05-18

## Timeline (2026-05-19)

- 10:00 heading
- 2026-05-20 11:00 own
- 11:30 entry before

2026-05-21

- 09:00 marker

## Aftermath

- 12:00 field
"""
    assert starts(text) == [
        "2026-05-19T10:00", "2026-05-20T11:00", "2026-05-20T11:30", "2026-05-21T09:00", "2026-05-18T12:00",
    ]  # fmt: skip


def test_each_incident_of_a_file_has_its_own_day() -> None:
    text = """# Incidents

## INC-1

**Date:** 2026-05-19

- 10:00 a

## INC-2

**Date:** 2026-06-02

- 11:00 b
"""
    assert starts(text) == ["2026-05-19T10:00", "2026-06-02T11:00"]


ZONES = [
    ("# X 2026-05-19\n\n## Timeline\n\n- 10:00 UTC a\n- 10:05 b", ["UTC", "UTC"], ["own", "entry before"]),
    ("# X 2026-05-19\n\n| Time (CET) | Event |\n|---|---|\n| 10:00 | a |\n| 10:05 | b |", ["CET"] * 2, ["column"] * 2),
    ("# X 2026-05-19\n\n## Timeline [PDT]\n\n- 10:00 a\n- 10:05 b", ["PDT"] * 2, ["heading"] * 2),
    ("# X 2026-05-19\n\nAll times are UTC.\n\n## Log\n\n- 10:00 a\n- 10:05 b", ["UTC"] * 2, ["sentence"] * 2),
    ("# X\n\n- Date (UTC): 2026-05-19\n\n## Log\n\n- 10:00 a\n- 10:05 b", ["UTC"] * 2, ["field"] * 2),
    ("# X 2026-05-19\n\n## Log\n\n- 10:00 Denver - a\n- 10:05 Denver - b", ["Denver"] * 2, ["own"] * 2),
    ("# X 2026-05-19\n\n## Log\n\n- 10:00 a\n- 10:05 b", [None, None], [None, None]),
    ("# X 2026-05-19\n\n> Times are UTC.\n\n## Log\n\n- 10:00 a\n- 10:05 b", ["UTC"] * 2, ["sentence"] * 2),
    ("# X 2026-05-19 (times in UTC)\n\n## Log\n\n- 10:00 a\n- 10:05 b", ["UTC"] * 2, ["title"] * 2),
    ("# X 2026-05-19\n\n## Log\n\n(UTC)\n\n- 10:00 a\n- 10:05 b", ["UTC"] * 2, ["sentence"] * 2),
    ("# X 2026-05-19\n\n## Log\n\n- 10:00 a\n- 10:05 b\n\n_All times UTC._", ["UTC"] * 2, ["sentence"] * 2),
]


@pytest.mark.parametrize(("text", "zones", "origins"), ZONES)
def test_the_zone_is_inherited(text: str, zones: list[str | None], origins: list[str | None]) -> None:
    entries = log_of(text).timeline
    assert [e.time.zone for e in entries] == zones
    assert [e.time.zone_from and e.time.zone_from.origin for e in entries] == origins


@pytest.mark.parametrize(
    ("times", "days"),
    [
        (["22:10", "23:50", "00:20"], [19, 19, 20]),
        (["22:10", "04:10"], [19, 20]),
        (["10:00", "09:50", "10:20"], [19, 19, 19]),
        (["10:00", "10:00"], [19, 19]),
        (["23:00", "03:00", "22:00", "02:00"], [19, 20, 20, 21]),
        (["12:40", "12:20", "12:00"], [19, 19, 19]),
        (["00:20", "23:50", "23:10"], [20, 19, 19]),
        (["23:50 UTC", "17:05 PDT", "00:10 UTC"], [19, 19, 20]),
    ],
)
def test_a_drop_of_hours_is_a_new_day(times: list[str], days: list[int]) -> None:
    text = "# X 2026-05-19\n\n## Timeline\n\n" + "\n".join(f"- {t}: x" for t in times)
    assert [s and int(s[8:10]) for s in starts(text)] == days


def test_the_day_of_the_incident_may_be_that_of_its_end() -> None:
    timeline = "## Timeline\n\n- 22:10 disk fills\n- 04:20 crash\n"
    assert starts(f"# Crash of 2026-05-20\n\n{timeline}") == ["2026-05-20T22:10", "2026-05-21T04:20"]
    told_elsewhere = "## Evidence\n\n| Crash | 2026-05-20 04:20:31 |\n|---|---|\n"
    assert starts(f"# Crash of 2026-05-20\n\n{timeline}\n{told_elsewhere}") == ["2026-05-19T22:10", "2026-05-20T04:20"]


def test_a_timeline_goes_on_under_its_sub_headings() -> None:
    text = """# X 2026-05-19

## Timeline

### Detection

- 23:10 a
- 23:50 b

### Recovery

- 00:20 c

### Team B

- 09:00 d
"""
    assert starts(text) == ["2026-05-19T23:10", "2026-05-19T23:50", "2026-05-20T00:20", "2026-05-19T09:00"]


def test_a_missing_year_is_that_of_the_document() -> None:
    text = "# X (Jan 4, 2026)\n\n## Timeline\n\n- [12-30 16:21] a\n- Jan 4, ~11:13 UTC b\n- **5 Jan** c\n"
    assert starts(text) == ["2025-12-30T16:21", "2026-01-04T11:13", "2026-01-05"]


def test_ranges_offsets_and_doubt() -> None:
    text = "# X 2026-05-19\n\n## Timeline\n\n- 21:45 to 23:28 UTC a\n- ~23:50–00:10 UTC b\n- T+0:40 c\n"
    one, other, offset = (e.time for e in log_of(text).timeline)
    assert (one.start, one.end, one.zone) == ("2026-05-19T21:45", "2026-05-19T23:28", "UTC")
    assert (other.start, other.end, other.approximate) == ("2026-05-19T23:50", "2026-05-20T00:10", True)
    assert (offset.start, offset.relative, offset.seconds) == (None, True, 2400)


def test_times_are_instants_with_what_they_leave_open() -> None:
    text = "# X 2026-05-19\n\n- 16:06 Europe/Berlin - a\n- 14:06:30 UTC b\n- ~14:07 UTC c\n"
    berlin, utc, about = (e.time for e in log_of(text).timeline)
    assert berlin.earliest is not None
    assert utc.earliest == berlin.earliest + 30 == utc.latest
    assert about.earliest is not None
    assert utc.latest is not None
    assert about.earliest < utc.latest


@pytest.mark.parametrize(
    ("line", "problem", "doubt"),
    [
        ("2026-02-30 10:00 a", "February 2026 has no day 30", ""),
        ("25:61 a", "there is no such time of day", ""),
        ("10:00 IST a", "", "IST is India, Israel or Ireland"),
        ("2026-07-03 10:00 PST a", "", "PST is winter time, and the day is in summer time"),
        ("03/10/2026 10:00 UTC a", "", "day and month could be the other way round"),
    ],
)
def test_what_cannot_be_told_is_said(line: str, problem: str, doubt: str) -> None:
    entry = log_of(f"# X 2026-05-19\n\n## Timeline\n\n- 09:00 UTC first\n- {line}\n").timeline[1]
    assert (entry.time.problem, entry.time.doubt) == (problem, doubt)


def test_a_day_and_month_in_doubt_are_read_as_the_day_of_the_document() -> None:
    assert starts("# X 2026-10-03\n\n## Timeline\n\n- 03/10/2026 10:00 a\n") == ["2026-10-03T10:00"]
    assert starts("# X 2026-03-10\n\n## Timeline\n\n- 03/10/2026 10:00 a\n") == ["2026-03-10T10:00"]


def test_a_time_to_be_filled_in_is_an_entry_among_others() -> None:
    entries = log_of("# X 2026-05-19\n\n## Timeline\n\n- [???] disk fills\n- [10:00] alert\n- [HH:MM] done\n").timeline
    assert [(e.text, e.time.blank) for e in entries] == [("disk fills", True), ("alert", False), ("done", True)]
    assert log_of("# X\n\n## Timeline\n\n- HH:MM first\n- HH:MM second\n").timeline == ()


def test_days_in_a_column_of_their_own() -> None:
    table = "| Date | Time (UTC) | Event |\n|---|---|---|\n| 2026-05-19 | 22:10 | a |\n| | 22:20 | b |\n| 2026-05-20 | 00:10 | c |"
    assert starts(f"# X\n\n{table}\n") == ["2026-05-19T22:10", "2026-05-19T22:20", "2026-05-20T00:10"]


NO_ENTRIES = [
    "```\n10:00 raw log\n```",
    "> 10:00 quoted\n> 10:05 quoted",
    "    10:00 indented",
    "The page came at 10:00 UTC and was answered.",
    "- Date: 2026-05-19\n- Start: 2026-05-19 10:00 UTC\n- Owner: Kim",
    "## Action items\n\n- 2026-06-01: add an alert\n- 2026-06-02: add a test",
    "## References\n\n- 2026-01-02 earlier outage\n- 2026-01-09 later outage",
    "## Next steps\n\n- 10:00 review",
    "| Version | Date | Author |\n|---|---|---|\n| 1 | 2026-05-19 | Kim |",
    "| Action | Owner | Due date |\n|---|---|---|\n| test | Kim | 2026-06-01 |",
    "| Metric | Value |\n|---|---|\n| p99 | 12:30 |",
    "- 10.5 GB freed\n- 1.12 rolled out",
    "- 2026-05-19-disk.md\n- 2026-05-20-disk.md",
    "## Timeline\n\nAll times in UTC, 2026-05-19.\n\nLast updated: 2026-05-20 10:00",
    "## Timeline\n\n2026-05-19\n",
]


@pytest.mark.parametrize("body", NO_ENTRIES)
def test_what_is_no_entry(body: str) -> None:
    assert told(f"# X\n\n{body}\n") == []


PIECES = st.sampled_from(
    ["# X 2026-05-19\n", "## Timeline (UTC)\n", "### 10:05 a\n", "- 10:05 a\n", "  - 10:06\n", "2026-05-20\n", "\n", "| Time | E |\n",
     "|---|---|\n", "| 10:05 | b |\n", "**10:07** c\n", "All times in PST.\n", "- Date: 03/10/2026\n", "> 10:08\n", "- T+5 d\n",
     "- [HH:MM]\n", "- 25:61\n", "1. 11 PM–1 AM ET e\n", "```\n", "**Mitigation 1 (10:09)**\n", "- Hypothesis: x\n", "- Rollback: `y`\n",
     "- Applied: 10:10 UTC\n", "### Verification of M1\n", "- Before: 5% at 10:01\n", "- After: 1%\n", "## Action items\n", "\t- 10.05 f\n"]
)  # fmt: skip


@settings(max_examples=150)
@given(st.lists(PIECES | st.text(max_size=12), max_size=25).map("".join))
def test_any_text_is_read_with_true_places(text: str) -> None:
    source = Source(text, "x-2026-05-19.md")
    log = read(source, "mitigation-log").log
    assert log is not None
    for entry in log.timeline:
        assert source.slice(entry.time.span) == entry.time.text
        assert entry.text in source.text
    for block, fields, times in (
        *((m.block, m.fields, m.times) for m in log.mitigations),
        *((v.block, v.fields, v.times) for v in log.verifications),
    ):
        assert block.end <= len(source.text)
        assert all(source.slice(field.span) == field.text for field in fields.values())
        assert all(source.slice(t.span) == t.text for listed in times.values() for t in listed)
    assert [e.span for e in log.timeline] == sorted(e.span for e in log.timeline)


@pytest.mark.parametrize(
    "unit",
    ["- 10:05 a\n", "10:05 a\n", "10:05 a\n\n", "| 10:05 | a |\n", "### 10:05 a\n", "# 2026-05-19\n", "- a\n  - 10:05 b\n",
     "- Hypothesis: a\n- Rollback: b\n", "## M1\n\n- Hypothesis: a\n- Rollback: b\n- Action: c\n\n", "### Verification\n\n- Before: 1\n",
     "**Applied:** 10:05 **By:** x ", "- Date: 2026-05-19\n", "All times in UTC ", "- - - - - - 10:05\n", "T+", "(UTC)", "12:"]
)  # fmt: skip
def test_hostile_logs_cost_linear_time(unit: str) -> None:
    def cost(size: int) -> float:
        head = "| Time | Event |\n|---|---|\n" if unit.startswith("|") else ""
        source = Source(head + unit * (size // len(unit)), "x.md")
        start = time.process_time()
        read(source, "mitigation-log")
        return time.process_time() - start

    cost(1000)
    assert cost(40_000) < 0.6 + 14 * cost(4_000)
