"""The times of incident documents: what is unreadable, ambiguous or out of order, and what only looks so."""

import pytest

from runbooklint.engine import lint
from runbooklint.settings import Settings
from runbooklint.source import Source

CODES = frozenset({"MIT204", "MIT205", "MIT206"})
DOCUMENTS: list[tuple[str, list[tuple[str, int]]]] = [
    # newest-first timeline
    (
        "# Incident 2026-05-04\n\nTimes UTC.\n\n## Timeline\n\n- 14:20 c\n- 14:09 b\n- 14:05 a\n",
        [],
    ),
    # newest-first over midnight
    (
        "# Incident 2026-05-04\n\nTimes UTC.\n\n## Timeline\n\n- 00:20 c\n- 23:59 b\n- 23:05 a\n- 22:01 x\n",
        [],
    ),
    # newest-first with one wrong
    (
        "# Incident 2026-05-04\n\nTimes UTC.\n\n## Timeline\n\n- 14:20 c\n- 14:09 b\n- 14:12 bb\n- 14:05 a\n"
        "- 14:01 x\n",
        [("MIT206", 9)],
    ),
    # equal
    (
        "# Incident 2026-05-04\n\nTimes UTC.\n\n## Timeline\n\n- 14:05 a\n- 14:05 b\n- 14:20 c\n",
        [],
    ),
    # disorder
    (
        "# Incident 2026-05-04\n\nTimes UTC.\n\n## Timeline\n\n- 14:05 a\n- 14:35 b\n- 14:20 c\n- 14:50 d\n",
        [("MIT206", 9)],
    ),
    # approx in slack
    (
        "# Incident 2026-05-04\n\nTimes UTC.\n\n## Timeline\n\n- 14:05 a\n- 14:25 b\n- ~14:20 c\n- 14:50 d\n",
        [],
    ),
    # approx beyond
    (
        "# Incident 2026-05-04\n\nTimes UTC.\n\n## Timeline\n\n- 14:05 a\n- 15:45 b\n- ~14:20 c\n- 16:50 d\n",
        [("MIT206", 9)],
    ),
    # 12h
    (
        "# Incident May 4, 2026\n\n## Timeline (PT)\n\n- 11:50 AM a\n- 12:05 PM b\n- 1:15 PM c\n- 11:58 PM d\n"
        "- 12:03 AM e\n",
        [],
    ),
    # 12h bad
    (
        "# Incident May 4, 2026\n\n## Timeline (PT)\n\n- 11:50 AM a\n- 1:15 PM c\n- 12:05 PM b\n- 2:15 PM d\n",
        [("MIT206", 7)],
    ),
    # range
    (
        "# Incident 2026-05-04\n\n## Timeline\n\n- 10:05–10:20 UTC a\n- 10:15 UTC b\n- 10:20 to 10:40 UTC c\n",
        [],
    ),
    # T
    (
        "# Incident 2026-05-04\n\n## Timeline\n\n- T-5m a\n- T+0 b\n- T+1:10 c\n- T+2h d\n",
        [],
    ),
    # T bad
    (
        "# Incident 2026-05-04\n\n## Timeline\n\n- T+0 b\n- T+20m c\n- T+10m d\n- T+40m e\n",
        [("MIT206", 7)],
    ),
    # T mix
    (
        "# Incident 2026-05-04\n\n## Timeline\n\n- T-2 days: a\n- T-24h: b\n- T-1h: c\n- T0: d\n- T + 30 min: e\n",
        [],
    ),
    # midnight
    (
        "# Incident 2026-05-04\n\nTimes UTC.\n\n## Timeline\n\n- 23:05 a\n- 23:59 b\n- 00:05 c\n- 00:01 d\n- 00:30 e\n",
        [("MIT206", 10)],
    ),
    # several incidents
    (
        "# Incidents\n\n## 2026-05-04: one\n\nTimes UTC.\n\n### Timeline\n\n- 14:05 a\n- 14:25 b\n\n"
        "## 2026-05-02: two\n\nTimes UTC.\n\n### Timeline\n\n- 09:05 a\n- 09:25 b\n",
        [],
    ),
    # several incidents same h
    (
        "# Incident log\n\n## INC-1\n\n**Date:** 2026-05-04 (UTC)\n\n- 14:05 a\n- 14:25 b\n\n## INC-2\n\n"
        "**Date:** 2026-05-02 (UTC)\n\n- 09:05 a\n- 09:25 b\n",
        [],
    ),
    # PST july
    (
        "# Incident 2026-07-04\n\nTimes PST.\n\n## Timeline\n\n- 14:05 a\n- 14:25 b\n",
        [("MIT205", 7)],
    ),
    # CST
    (
        "# Incident 2026-01-04\n\n## Timeline (CST)\n\n- 14:05 a\n- 14:25 b\n",
        [("MIT205", 5)],
    ),
    # dm
    (
        "# Incident\n\n## Timeline\n\n- 03/10/2021 14:05 UTC a\n- 03/10/2021 14:25 UTC b\n",
        [("MIT205", 5)],
    ),
    # dm clear
    (
        "# Incident\n\n## Timeline\n\n- 13/10/2021 14:05 UTC a\n- 13/10/2021 14:25 UTC b\n",
        [],
    ),
    # feb30
    (
        "# Incident\n\n## Timeline\n\n- 2026-02-30 14:05 UTC a\n- 2026-03-01 14:25 UTC b\n",
        [("MIT204", 5)],
    ),
    # 25:61
    (
        "# Incident 2026-05-04\n\n## Timeline (UTC)\n\n- 14:05 a\n- 25:61 b\n- 14:45 c\n",
        [("MIT204", 6)],
    ),
    # zones mixed
    (
        "# Incident 2026-05-04\n\n## Timeline\n\n- 14:05 UTC a\n- 10:10 EDT b\n- 14:30 UTC c\n",
        [],
    ),
    # the hour that comes twice
    (
        "# Incident 2026-10-25\n\nTimes Europe/Berlin.\n\n## Timeline\n\n- 01:50 a\n- 02:10 b\n- 02:05 c\n- 03:10 d\n",
        [],
    ),
    # table end
    (
        "# Incident 2026-05-04\n\n| Start (UTC) | End (UTC) | Event |\n|---|---|---|\n| 14:05 | 14:20 | a |\n"
        "| 14:10 | 14:30 | b |\n| 14:40 | 14:45 | c |\n",
        [],
    ),
    # table bad
    (
        "# Incident 2026-05-04\n\n| Time (UTC) | Event |\n|---|---|\n| 14:05 | a |\n| 14:40 | b |\n"
        "| 14:20 | c |\n| 14:50 | d |\n",
        [("MIT206", 7)],
    ),
    # bracket
    (
        "# Incident 2026-05-04 (UTC)\n\n## Timeline\n\n[14:05] a\n[14:10] b\n[14:15] c\n",
        [],
    ),
    # dots
    (
        "# Incident 2026-05-04\n\n## Timeline (UTC)\n\n08.47 a\n\n09.10 b\n\n09.05 c\n\n09.20 d\n",
        [("MIT206", 9)],
    ),
    # secs
    (
        "# Incident 2026-05-04\n\n## Timeline (UTC)\n\n- 18:36:10.704 a\n- 18:36:10.700 b\n- 18:36:11 c\n"
        "- 18:36:12 d\n",
        [("MIT206", 6)],
    ),
    # two days
    (
        "# Incident\n\n## Timeline (UTC)\n\n### 2026-05-04\n\n- 22:05 a\n- 23:25 b\n\n### 2026-05-05\n\n"
        "- 08:05 a\n- 09:25 b\n",
        [],
    ),
    # date marker bold
    (
        "# Incident\n\n## Timeline (UTC)\n\n**May 4, 2026**\n\n- 22:05 a\n- 23:25 b\n\n**May 5, 2026**\n\n"
        "- 08:05 a\n- 09:25 b\n",
        [],
    ),
    # no date
    (
        "# Incident\n\n## Timeline (UTC)\n\n- 22:05 a\n- 23:25 b\n",
        [("MIT205", 5)],
    ),
    # date in field later
    (
        "# Incident\n\n## Timeline (UTC)\n\n- 22:05 a\n- 23:25 b\n\n## Facts\n\n- Date: 2026-05-04\n",
        [],
    ),
    # iso
    (
        "# Incident\n\n## Timeline\n\n- 2026-02-18T03:31Z a\n- 2026-02-18T03:41Z b\n",
        [],
    ),
    # iso noz
    (
        "# Incident\n\n## Timeline\n\n- 2026-02-18T03:31 a\n- 2026-02-18T03:41 b\n",
        [("MIT205", 5)],
    ),
    # year missing
    (
        "# Incident\n\n## Timeline (UTC)\n\n- Jul 8, 11:13 a\n- Jul 8, 11:20 b\n",
        [("MIT205", 5)],
    ),
    # retro appended
    (
        "# Incident 2026-05-04\n\nTimes UTC\n\n## Detection\n\n- 14:05 alert\n- 14:06 page\n\n## Response\n\n"
        "- 14:04 deploy noticed\n- 14:20 rollback\n",
        [],
    ),
]


@pytest.mark.parametrize(("text", "found"), DOCUMENTS)
def test_times_are_judged_as_a_reader_would(text: str, found: list[tuple[str, int]]) -> None:
    findings = lint(Source(text, "x.md"), Settings(kind="mitigation-log", codes=CODES)).findings
    assert [(f.code, f.place.line) for f in findings] == found
