"""Rules on mitigation logs in other forms and other words: good logs with one edit each, and what is found then."""

import pytest

from runbooklint.engine import lint
from runbooklint.facts import Options
from runbooklint.finding import Finding
from runbooklint.settings import Settings
from runbooklint.source import Source
from tests.conftest import ROOT

FAMILIES = ("MIT1", "MIT2", "MIT3", "MIT4")
TABLE = (ROOT / "fixtures/ok/berth-booking-mitigation-log.md").read_text(encoding="utf-8")
ITEMS = (ROOT / "fixtures/ok/oven-telemetry-mitigation-log.md").read_text(encoding="utf-8")

HYPOTHESIS = "H1 of RC-2291: the tide import holds the row locks of `berths`"
ACTION = "Switch the tide import off"
RATIONALE = "A flag is back in seconds; a failover of the database would cost the open bookings"
CHANGE = "`flags set tide.import off` (on to off)"
ANNOUNCED = "05:58 in `#inc-2291` to the incident commander"
APPLIED = "| 06:00 |"
CONFIRMED = "06:01 in `#inc-2291`"
SIGNAL = "`booking_p99_seconds` falls below 3 s within 5 min"
ROLLBACK = "`flags set tide.import on`"
RADIUS = " tide board, pilot app |"
EFFECTS = "none seen: tide board and pilot app were checked, see below"
DATA = "no data touched: the count of `bookings` is 18 204 before and after"
HAND_BACK = "06:15, case handed back to the incident commander and the investigator in `#inc-2291`"


def found(text: str, phase: str = "executed") -> list[Finding]:
    """What the rules on actions find, first in the order of the text."""
    options = Options(phase="plan" if phase == "plan" else "executed")
    findings = lint(Source(text, "x-mitigation-log.md"), Settings(options=options)).findings
    return [finding for finding in findings if finding.code.startswith(FAMILIES)]


def edited(text: str, edits: dict[str, str]) -> str:
    for old, new in edits.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


@pytest.mark.parametrize(
    ("edits", "codes", "line"),
    [
        ({HYPOTHESIS: ""}, "MIT102", "A1"),
        ({HYPOTHESIS: "N/A"}, "MIT102", "A1"),
        ({HYPOTHESIS: "unknown"}, "MIT104", "A1"),
        ({HYPOTHESIS: "no idea, we just try the flag"}, "MIT104", "A1"),
        ({HYPOTHESIS: "perhaps the database?"}, "MIT104", "A1"),
        (
            {
                "H1 of RC-2291: the": "The",
                "H2 of RC-2291: the": "The",
                "| Investigation | working notes RC-2291 |\n": "",
            },
            "MIT103",
            "",
        ),
        ({RATIONALE: ""}, "MIT105", "A1"),
        ({CHANGE: ""}, "MIT106", "A1"),
        ({CHANGE: "switched off in the console"}, "MIT107", "A1"),
        ({"| Operator | Harbour platform on-call |\n": ""}, "MIT108", ""),
        ({SIGNAL: ""}, "MIT109", "A1"),
        ({SIGNAL: "bookings work again"}, "MIT110", "A1"),
        ({SIGNAL: "`booking_p99_seconds` falls below 3 s"}, "MIT110", "A1"),
        ({SIGNAL: "let us see whether it helps"}, "MIT111", "A1"),
        ({SIGNAL: "hopefully better"}, "MIT111", "A1"),
        ({RADIUS: " |"}, "MIT112", "A1"),
        ({EFFECTS: "none"}, "MIT113", "A1"),
        ({EFFECTS: "no side effects observed so far"}, "MIT113", "A1"),
        ({EFFECTS: ""}, "MIT113", "A1"),
        (
            {
                "## Remaining risk\n\nA second client that polls as fast as the crane planner brings the locks back: only this one is limited.\n\n": ""
            },
            "MIT114",
            "",
        ),
        (
            {
                "| A2 | limit of the crane planner back to 40 requests a second | after the repair of RC-2291 has shipped |\n": ""
            },
            "MIT115",
            "A2 | H2",
        ),
        ({"Everything in this log is a stop-gap until the repair of RC-2291 has shipped.\n\n": ""}, "MIT116", ""),
        (
            {
                ACTION: "Reboot the booking servers",
                RATIONALE: "Was the quickest thing at hand",
                CHANGE: "`hostctl reboot booking-1 booking-2`; heap dump kept as `bk-0558.hprof`",
            },
            "MIT117",
            "A1",
        ),
        (
            {
                ACTION: "Bounce the booking servers",
                RATIONALE: "The flag service is down, so no more reversible option is left",
                CHANGE: "`hostctl bounce booking-1 booking-2`",
            },
            "MIT306",
            "A1",
        ),
        ({APPLIED: "|  |"}, "MIT201", "A1"),
        ({APPLIED: "| n/a |"}, "MIT201", "A1"),
        ({ANNOUNCED: ""}, "MIT202", "A1"),
        ({ANNOUNCED: "in `#inc-2291` to the incident commander"}, "MIT202", "A1"),
        ({CONFIRMED: ""}, "MIT203", "A1"),
        ({APPLIED: "| 26:00 |"}, "MIT204", "A1"),
        ({APPLIED: "| right away |"}, "MIT204", "A1"),
        ({APPLIED: "| 2026-06-31 06:00 |"}, "MIT204", "A1"),
        ({"## Actions taken, 2026-03-18 (UTC)": "## Actions taken, 2026-03-18"}, "MIT205", "A1 | H1"),
        (
            {
                "## Actions taken, 2026-03-18 (UTC)": "## Actions taken",
                "2026-03-18 06:50 UTC: the": "06:50 UTC: the",
                "## Verification, 2026-03-18 (UTC)": "## Verification (UTC)",
                "## Actions taken": "## Actions taken (UTC)",
            },
            "MIT205",
            "A1 | H1",
        ),
        ({APPLIED: "| 06:00 CST |"}, "MIT205", "A1"),
        ({APPLIED: "| 05:57 |"}, "MIT206", "A1"),
        ({CONFIRMED: "05:59 in `#inc-2291`"}, "MIT206", "A1"),
        ({"13.9 s at 06:10": "13.9 s at 05:50"}, "MIT206", "A1"),
        ({ANNOUNCED: "05:58"}, "MIT207", "A1"),
        ({ROLLBACK: ""}, "MIT301", "A1"),
        ({ROLLBACK: "\u2014"}, "MIT301", "A1"),
        ({ROLLBACK: "N/A"}, "MIT301", "A1"),
        ({ROLLBACK: "put it back as it was"}, "MIT302", "A1"),
        ({ROLLBACK: "we would simply revert"}, "MIT302", "A1"),
        ({ROLLBACK: "there is no way back"}, "MIT303", "A1"),
        ({CHANGE: "`rabbitmqctl purge_queue tide.import`"}, "MIT303 MIT308", "A1"),
        ({CHANGE: "`redis-cli -h sessions FLUSHALL`"}, "MIT303", "A1"),
        ({ACTION: "Deploy the patched import (merge request 88)"}, "MIT305", "A1"),
        (
            {ACTION: "Restore the previous gateway configuration", CHANGE: "`gatewayctl restore --env prod`"},
            "MIT307",
            "A1",
        ),
        ({ACTION: "Mute the latency alarm", CHANGE: "`pagerctl mute booking-latency --for 2h`"}, "MIT308", "A1"),
        ({ACTION: "Empty the backlog of the import"}, "MIT308", "A1"),
        (
            {
                ACTION: "Promote the standby database",
                "| no data touched: the count of `bookings` is 18 204 before and after |": "|  |",
            },
            "MIT309",
            "A1",
        ),
        (
            {
                ACTION: "Promote the standby database",
                "| no data touched: the count of `bookings` is 18 204 before and after |": "| yes |",
            },
            "MIT309",
            "A1",
        ),
        ({DATA: "2 bookings lost"}, "MIT310", "A1"),
        ({DATA: "index of `bookings` corrupted"}, "MIT310", "A1"),
        (
            {
                "06:27 in": "06:05 in",
                "| 06:30 | 06:31 in": "| 06:07 | 06:08 in",
                "13.8 s at 06:25, 13.9 s at 06:29": "13.8 s at 06:04, 13.9 s at 06:06",
            },
            "MIT401",
            "A2",
        ),
        (
            {CHANGE: "`flags set tide.import off`, `poolctl resize booking --max 80` and a look at the locks"},
            "MIT402",
            "A1",
        ),
        ({HAND_BACK: ""}, "MIT403", "refuted"),
        ({HAND_BACK: "06:15, told the incident commander"}, "MIT403", "told the"),
        ({"06:15, case handed back": "06:45, case handed back"}, "MIT403", "06:45"),
        (
            {
                ACTION: "Rate-limit the crane planner",
                RATIONALE: "Limiting one client is back in seconds; more nodes take an hour",
                CHANGE: "`gatewayctl limit crane-planner --rps 1`",
                "Limiting one client is back in seconds; more database nodes take an hour and stay": "It is back in seconds",
            },
            "MIT404",
            "A2",
        ),
        ({ACTION: "Purge the queue `tide.in`", CHANGE: "`queuectl purge tide.in`"}, "MIT303 MIT308", ""),
        ({ACTION: "Deleted 400 rows of stuck imports", CHANGE: "`flags set tide.import off`"}, "MIT303", ""),
        ({ACTION: "The stuck messages were dropped", CHANGE: "`flags set tide.import off`"}, "MIT303 MIT308", ""),
        ({ACTION: "Truncate the audit table", CHANGE: "`psql -c 'TRUNCATE audit'`", DATA: ""}, "MIT303 MIT309", ""),
        ({ACTION: "Snooze the pager", CHANGE: "`pagerctl snooze booking --for 4h`"}, "MIT308", ""),
        ({ACTION: "Acknowledge the alert and wait", CHANGE: "`flags set tide.import off`"}, "MIT308", ""),
        (
            {ACTION: "Raise the threshold of `booking_p99_seconds` to 20 s", CHANGE: "`flags set tide.import off`"},
            "MIT308",
            "",
        ),
        ({ACTION: "Ship the one-line fix of the import", CHANGE: "`flags set tide.import off`"}, "MIT305", ""),
        ({ACTION: "Merge PR 512 and release it", CHANGE: "`deployctl booking 5.1.3`"}, "MIT305", ""),
        ({ACTION: "Cherry-pick the patch onto the release branch", CHANGE: "`git cherry-pick 41ac9e0`"}, "MIT305", ""),
        ({ACTION: "Add a regression test and release", CHANGE: "`deployctl booking 5.1.3`"}, "MIT305", ""),
        (
            {
                ACTION: "Restarted the booking servers",
                CHANGE: "`hostctl restart booking-1`",
                RATIONALE: "it usually helps",
            },
            "MIT306 MIT117",
            "",
        ),
        (
            {
                ACTION: "Kill the booking processes",
                CHANGE: "`pkill -9 booking`",
                RATIONALE: "rolling back is not possible, the last deploy is a week old",
            },
            "MIT306",
            "",
        ),
        ({CHANGE: "`flags set tide.import off` and also `gatewayctl limit crane-planner --rps 2`"}, "MIT402", ""),
        ({CHANGE: "flag `tide.import` off, and scaled the workers from 3 to 9"}, "MIT402", ""),
        ({CHANGE: "`rollctl undo tide && kubectl scale deploy/tide --replicas=9`"}, "MIT402", ""),
        ({ACTION: "Replay the dead letters", CHANGE: "`queuectl redrive tide.dlq`", DATA: ""}, "MIT309", ""),
        (
            {
                ACTION: "Restore the bookings from the backup of 05:00",
                CHANGE: "`pg_restore -d bookings nightly.dump`",
                DATA: "",
            },
            "MIT309",
            "",
        ),
        ({ACTION: "Stop writes to the old shard", CHANGE: "`flags set tide.import off`", DATA: ""}, "MIT309", ""),
        ({DATA: "checked; 3 bookings were overwritten"}, "MIT310", ""),
        ({DATA: "balances are inconsistent between ledger and bookings"}, "MIT310", ""),
        ({DATA: "data loss: 14 rows"}, "MIT310", ""),
        ({ROLLBACK: "switch it on again if necessary"}, "MIT302", ""),
        ({ROLLBACK: "revert"}, "MIT302", ""),
        ({ROLLBACK: "not possible: the change can't be reversed"}, "MIT303", ""),
    ],
)
def test_faults_in_a_table(edits: dict[str, str], codes: str, line: str) -> None:
    text = edited(TABLE, edits)
    findings = found(text)
    assert {finding.code for finding in findings} == set(codes.split())
    lines = text.splitlines()
    assert any(line in lines[finding.place.line - 1] for finding in findings)


@pytest.mark.parametrize(
    "edits",
    [
        {HYPOTHESIS: "it may be that the tide import holds the row locks of `berths`"},
        {CHANGE: "flag `tide.import` = off"},
        {CHANGE: "`tide.import`: true → false"},
        {"`gatewayctl limit crane-planner --rps 2` (40 to 2)": "limit of the planner from 40 to 2 requests per second"},
        {SIGNAL: "p99 of the bookings < 3 s five minutes after the flip"},
        {SIGNAL: "timeouts per minute drop from 240 to zero by 06:05"},
        {
            ACTION: "Bounce the booking servers",
            RATIONALE: "The flag service is down, so no more reversible option is left; threads were stuck in `LockTable.wait`",
            CHANGE: "`hostctl bounce booking-1 booking-2`",
        },
        {CHANGE: "`redis-cli -h cache-tide FLUSHDB` empties the cache, which refills from the database"},
        {ACTION: "Revert merge request 88 and switch the import off"},
        {ACTION: "Restore the previous gateway configuration", CHANGE: "`gatewayctl restore --rev 41 --env prod`"},
        {DATA: "checked for lost bookings: none"},
        {CHANGE: "`flags set tide.import off` and `kubectl rollout restart deploy/tide-import` to load it"},
        {ACTION: "Pause the nightly purge job", CHANGE: "`flags set tide.import off`"},
        {ACTION: "Drop traffic from the scraper network", CHANGE: "`iptables -A INPUT -s 192.0.2.0/24 -j DROP`"},
        {
            ACTION: "Disable the push notification feature, it overloads the database",
            CHANGE: "`flags set tide.import off`",
        },
        {ACTION: "Scale the workers to clear the backlog", CHANGE: "`kubectl scale deploy/worker --replicas=12`"},
        {ACTION: "Pause the job that restarts the workers", CHANGE: "`flags set tide.import off`"},
        {ACTION: "Switch off the change merged this morning (PR 4410)", CHANGE: "`flags set tide.import off`"},
        {ACTION: "Disable the hotfix deployed yesterday", CHANGE: "`flags set tide.import off`"},
        {ACTION: "Roll back release 41, which carried hotfix 9", CHANGE: "`deployctl rollback booking --to 40`"},
        {
            ACTION: "Rolling restart to pick up the renewed certificate",
            CHANGE: "`kubectl rollout restart deploy/booking`",
            RATIONALE: "No other option loads a certificate",
        },
        {ACTION: "Flush the CDN cache, it refills from the origin", CHANGE: "`fastly purge --all`"},
        {ACTION: "Clear the cache of the tariff service", CHANGE: "`redis-cli -h tariff-cache FLUSHALL`"},
        {
            ACTION: "Shift 100% of traffic to the second region",
            CHANGE: "`dnsctl set booking --target fra2` (`ams1` to `fra2`)",
        },
        {ACTION: "Rate limit the import at 20 rps", CHANGE: "`gatewayctl limit import --rps 20` (80 to 20)"},
        {
            ACTION: "Cordon and drain node 7",
            CHANGE: "`kubectl cordon node-7 && kubectl drain node-7 --ignore-daemonsets`",
        },
        {ACTION: "Apply the known-good gateway config", CHANGE: "`gatewayctl apply --rev 88`"},
        {
            ACTION: "Roll back the configuration of the gateway",
            CHANGE: "`gatewayctl rollback` to the state of 2026-03-17",
        },
        {
            ACTION: "Raise the threshold of the circuit breaker",
            CHANGE: "`breakerctl set tide --threshold 40` (20 to 40)",
        },
        {ACTION: "Raise the connection limit of the pool", CHANGE: "`poolctl set booking --max 200` (100 to 200)"},
        {ACTION: "Lower the log level", CHANGE: "`configctl set log.level warn` (debug to warn)"},
        {
            ACTION: "Delete the stuck pod",
            CHANGE: "`kubectl delete pod tide-import-0`, thread dump in `tide-import-0.txt`",
            RATIONALE: "a flag would not free the pod",
        },
        {CHANGE: "`git revert 41ac9e0` and `deployctl booking 41ac9e1`"},
        {ACTION: "Fail over to the second load balancer", CHANGE: "`lbctl failover lb-2`"},
        {ACTION: "Block the partner's API key", CHANGE: "`gatewayctl block key-77`"},
        {
            ACTION: "Remove the stuck rows, with a copy",
            CHANGE: '`psql -c "CREATE TABLE jobs_kept AS SELECT * FROM jobs WHERE stuck"`, then `psql -c "DELETE FROM jobs WHERE stuck"`',
            ROLLBACK: '`psql -c "INSERT INTO jobs SELECT * FROM jobs_kept"`',
        },
        {DATA: "no bookings lost, none corrupted (`count(*)` is 18 204 before and after)"},
        {DATA: "looked for inconsistent rows, found 0"},
        {DATA: "0 rows lost, 0 rows corrupted"},
        {ROLLBACK: "console `flags`, entry tide.import, switch on"},
        {ROLLBACK: "set the flag `tide.import` on"},
        {ROLLBACK: "as for A2, with `tide.import`"},
        {ROLLBACK: "1. open the flag page; 2. set tide.import to on"},
        {ROLLBACK: "`flags set tide.import on`; if that cannot be rolled back within 5 min, page the database team"},
    ],
)
def test_other_words_are_no_fault(edits: dict[str, str]) -> None:
    assert found(edited(TABLE, edits)) == []


@pytest.mark.parametrize(
    ("edits", "codes", "line"),
    [
        (
            {"   - Acting on: H1, the certificate of broker `mq-a` is refused after its renewal\n": ""},
            "MIT102",
            "1. **Move",
        ),
        (
            {
                "   - Why: moving clients is back within a minute, whereas issuing another certificate cannot be taken back before it is trusted everywhere\n": ""
            },
            "MIT105",
            "1. **Move",
        ),
        ({"   - Command: `ovenctl broker set mq-b --hall 2`\n": ""}, "MIT106", "1. **Move"),
        (
            {"   - Command: `ovenctl broker set mq-b --hall 2`\n": "   - Command: done by hand\n"},
            "MIT107",
            "done by hand",
        ),
        ({"   - By: Ines Okafor, control room\n": ""}, "MIT108", "1. **Move"),
        ({"   - Expected effect: `oven_offline_count` is below 2 by 23:55\n": ""}, "MIT109", "1. **Move"),
        ({"`oven_offline_count` is below 2 by 23:55": "ovens come back by 23:55"}, "MIT110", "ovens come back"),
        ({"   - What else could be affected: hall 3, baking reports\n": ""}, "MIT112", "1. **Move"),
        ({"   - Known side effects: baking reports come 2 min late\n": ""}, "MIT113", "1. **Move"),
        ({"   - Clean-up: hall 2 goes back to `mq-a` after RC-77 is repaired\n": ""}, "MIT115", ""),
        ({"while this temporary route is in place": "while this route is in place"}, "MIT116", ""),
        ({"   - Applied: 23:44\n": ""}, "MIT201", "1. **Move"),
        ({"   - Announced: 23:41, on the bridge, to incident lead and shift lead\n": ""}, "MIT202", "1. **Move"),
        (
            {"   - Announced: 23:41, on the bridge, to incident lead and shift lead\n": "   - Announced: 23:41\n"},
            "MIT207",
            "23:41",
        ),
        ({"   - Post-apply: 23:46, read out on the bridge\n": ""}, "MIT203", "1. **Move"),
        ({"- Time zone: CET\n": ""}, "MIT205", ""),
        ({"- Date: 2026-11-03\n": ""}, "MIT205", ""),
        ({"- Time zone: CET\n": "- Time zone: IST\n", "22:38 CET": "22:38"}, "MIT205", ""),
        ({"Applied: 23:44": "Applied: 23:39"}, "MIT206", "23:41"),
        ({"0 at 00:04, 0 at 00:07": "0 at 23:30, 0 at 00:07"}, "MIT206", "23:30"),
        ({"   - How to undo: `ovenctl broker set mq-a --hall 2`\n": ""}, "MIT301", "1. **Move"),
        ({"How to undo: `ovenctl broker set mq-a --hall 2`": "How to undo: undo it"}, "MIT302", "undo it"),
        (
            {"How to undo: `ovenctl broker set mq-a --hall 2`": "How to undo: this is irreversible"},
            "MIT303",
            "irreversible",
        ),
        (
            {
                "Command: `ovenctl broker set mq-b --hall 2`": "Command: `mongosh ovens --eval 'db.retained.deleteMany({})'`"
            },
            "MIT303",
            "mongosh",
        ),
        (
            {"0 gaps in `bake_log` between 23:40 and 00:05": "14 bakes were lost between 23:40 and 00:05"},
            "MIT310",
            "14 bakes",
        ),
    ],
)
def test_faults_in_list_items(edits: dict[str, str], codes: str, line: str) -> None:
    text = edited(ITEMS, edits)
    findings = found(text)
    assert {finding.code for finding in findings} == set(codes.split())
    lines = text.splitlines()
    assert any(line in lines[finding.place.line - 1] for finding in findings)


PLANNED = {APPLIED: "|  |", CONFIRMED: "", EFFECTS: "", DATA: ""}


def test_a_plan_owes_no_times_of_what_is_to_come() -> None:
    text = edited(TABLE, PLANNED)
    head, _, _ = text.partition("## Verification")
    assert {finding.code for finding in found(head)} >= {"MIT113", "MIT114", "MIT115", "MIT201", "MIT203"}
    assert found(head, "plan") == []


def test_a_plan_owes_what_is_decided_before() -> None:
    head, _, _ = edited(TABLE, {HYPOTHESIS: "", CHANGE: "", SIGNAL: "", ROLLBACK: ""}).partition("## Verification")
    assert [finding.code for finding in found(head, "plan")] == ["MIT102", "MIT106", "MIT109", "MIT301"]


def test_a_log_may_run_newest_first() -> None:
    first, second = (line for line in TABLE.splitlines() if line.startswith(("| A1 | H1", "| A2 | H2")))
    assert found(edited(TABLE, {f"{first}\n{second}": f"{second}\n{first}"})) == []


def test_two_actions_at_once_show_both() -> None:
    text = edited(TABLE, {"| 06:30 |": "| 06:07 |", "06:27 in": "06:06 in", "06:31 in": "06:08 in"})
    (overlap,) = (finding for finding in found(text) if finding.code == "MIT401")
    assert "a wait of 10 min of A1, applied at 06:00" in overlap.message
    assert [place.message for place in overlap.related] == ["A1 is applied", "a wait of 10 min"]


def test_every_finding_tells_its_record_and_field() -> None:
    text = edited(TABLE, {HYPOTHESIS: "", APPLIED: "| 26:00 |", ROLLBACK: "undo it", DATA: "2 bookings lost"})
    told = {(finding.code, finding.record and finding.record.id, finding.field) for finding in found(text)}
    assert told == {
        ("MIT102", "A1", "hypothesis"),
        ("MIT204", "A1", "apply"),
        ("MIT302", "A1", "rollback"),
        ("MIT310", "A1", "data_inspected"),
    }
