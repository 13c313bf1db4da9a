"""Tests of the grammar of checks: what is observed, what is expected, what is left to judgment."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runbooklint.mechanical import (
    cites_evidence,
    hedges,
    judge,
    judge_against,
    judge_items,
    mentions_data_state,
    names_reference,
    vague_criterion,
    vague_precondition,
)

MECHANICAL = [
    "`curl -fsS https://api.internal/healthz` prints `ok`",
    "`systemctl is-active billing` prints active",
    "`psql -c 'SELECT count(*) FROM invoices'` returns 48211",
    "`kubectl rollout status deploy/cart` exits 0",
    "Replication lag (`pg_stat_replication`) is under 2 s",
    "Metric `queue_depth` stays at 0 for 5 minutes",
    'Dashboard "Checkout" shows fewer than 5 errors per minute',
    "The login page returns HTTP 200",
    "`nslookup shop.example.org` resolves to 10.4.0.9",
    "Table `orders_archive` does not exist",
    "The deployment `web` has 6 of 6 replicas ready",
    "Grafana panel `5xx ratio` is at most 0.5%",
    "No rows in `dead_letter`",
    "File `/var/run/maintenance` is absent",
    "Consumer lag of group `billing` is 0",
    "`SHOW REPLICA STATUS` reports Seconds_Behind_Source: 0",
    "The feature flag `new_cart` is off",
    "Row count in `users` equals the count taken in step 2",
    "The certificate of `api.example.org` expires after 2027-01-01",
    "Log line `migration finished` appears in `app.log`",
    "`git rev-parse HEAD` equals the tag `v4.2.0`",
    "All 12 pods report `Running`",
    "All nodes are in `Ready` state",
    "`df -h /data` shows less than 70% used",
    "Response time p99 is lower than 300 ms",
    "`terraform plan` reports no changes",
    "Queue `inbound` is empty",
    'Status page entry reads "Maintenance"',
    "`redis-cli ping` answers PONG",
    "The backup job exits with status 0",
    "CPU below 60% on every node",
    "CPU load normal (< 60%)",
    "HTTP status code is 301",
    "Checksum of `dump.sql` matches `dump.sql.sha256`",
    "`aws s3 ls s3://bucket/prefix | wc -l` gives 120",
    'Endpoint `/version` returns `"build": "812"`',
    "`pytest tests/smoke` passes",
    "The alert `HighLatency` is not firing",
    "DNS record `db.internal` points to `10.1.2.3`",
    "Number of open connections to the old primary is zero",
    "TTL of the record is 60",
    "`kubectl get nodes` lists 5 nodes, all Ready",
    "The job `nightly-export` has status SUCCEEDED",
    "0 failed records in the import report",
    "No new rows appear in table `errors` within 10 minutes",
    "Both `primary` and `standby` show the same LSN",
    "Error budget burn rate < 1",
    "p95 of `/search` drops to 180 ms",
    'The response body contains "maintenance"',
    "Expected output of `make check`: `OK`",
    "LB target group has 4 healthy targets",
    "Column `amount_cents` has no nulls",
    "`vault status` shows Sealed false",
    "Login with account `t1` leads to page `/home`",
    "Memory usage stays beneath 4 GB",
    "sshd listens on port 2222",
    "record count: 5000",
    "Encryption of the volume: enabled",
    "`TZ=UTC` in the service file",
    "`curl -s localhost:9000/ready` → 204",
    "The ingest lag is not increasing",
    "410 unit tests, 100% pass",
    "No timeouts in the gateway log",
    "The job ends with return code 0",
    '`agent.log` ends with the line "sync complete"',
    "Event 4107 appears in the system log",
    "The test mail lands in the inbox",
    "`dig +short db.internal` → 10.4.0.9",
    "`./grant.sh audit` → permission denied",
    ".env is in .dockerignore",
    "The branch is up to date with `release-4`",
    "The new primary is marked `role=leader`",
    "`cache.refresh()` called once",
    "The listing holds exactly two entries",
    "Volume `data-2` provisioned",
    "A copy of the bucket exists in Frankfurt",
    "Secrets set (still absent): `DB_URL`, `DB_KEY`",
    "Keys rotated within the last 30 days",
    "All 4 migrations applied",
    "Pager monitor 4471 is in state OK",
    "All nodes Ready",
    'An alert "Saved" should be displayed',
    "cluster_state:ok in `redis-cli cluster info`",
    "Proxy console: no errors",
    "The importer writes a receipt message",
    "Traffic to `shop-a` is routed through `lb-2`",
    "Reports arrive via `queue-b`",
    "The export job is switched to active",
    'Banner: "Read only"',
]
# In these, capitals show that a word is what a program prints.
PRINTED = [
    "`nodectl status` shows all members JOINED",
    "The service state is UP on `web-1`",
    "No OOMKilled",
    "The test lead shows up in the CRM",
    "`./probe.sh` prints PONG",
]
MECHANICAL_FENCES = [
    'curl localhost:8080/health\n# expected: {"status":"UP"}',
    'psql -c "select count(*) from t"   # should be 42',
    "kubectl get pods -n shop\n# all pods should be Running",
    "SELECT count(*) FROM orders WHERE state IS NULL;\n-- expect 0",
    "systemctl status nginx\n# => active (running)",
    'test "$(./count.sh)" = "0" || exit 1',
    "make smoke\n# must pass",
    "curl -I https://x.example.org\n# HTTP/2 200",
    "redis-cli llen jobs\n# Expected output:\n0",
    "toolctl status orders --env prod\n   # Expected: source=b for both feeds",
    "toolctl drain status\n# drained",
    "./verify.sh  # exit code 0",
    "ls out/\n# Expected: part-1.csv and part-2.csv",
    "./grant.sh audit\n# → permission denied",
    "# Verify no orphaned rows\npsql -c 'SELECT count(*) FROM a LEFT JOIN b USING (id)'",
    "curl -s localhost/version\n# Should return the previous version",
]
VAGUE = [
    "Everything works",
    "Check the logs",
    "Verify data integrity",
    "`kubectl get pods`",
    "Users can log in",
    "Make sure nothing is broken",
    "Smoke tests completed",
    "Confirm traffic flows to the new cluster",
    "Replication is working",
    "Service responds",
    "Website is accessible",
    "Error rate is low",
    "Queue is draining",
    "Ask the team whether it works",
    "Watch the dashboard for 15 minutes",
    "Run the smoke tests",
    "Database migrated",
    "Stakeholders informed",
    "Verify `app.log`",
    "Check `/healthz`",
    "Review the `orders` table",
    "Ensure backups are in place",
    "The new version is deployed",
    "Validate the checkout flow end to end",
    "`SELECT count(*) FROM orders`",
    "Wait for 10 minutes",
    "Compare row counts",
    "Observe error rates for 30 minutes",
    "Rollback plan is ready",
    "All health checks green",
    "Verify backups",
    "Monitor closely",
    "`/api/items` returns data",
    "Upload of files works (< 5 MB)",
    "All latencies within SLO",
    "Expected: 0",
    "Row counts match the expected values",
    "The check is done with `verify.sh`",
    "https://shop.example.org is reachable",
    "Log pipeline active",
    "Consumer flags on/off",
    "The `orders` job was reviewed",
    "Check alerts in `#ops`",
    "Deployment `web` works",
    "Dashboards provisioned (see `/grafana`)",
    "All metrics within baseline",
    "Validate the schema and `users.sql`",
    "Migration 12 applied and verified",
]
VAGUE_FENCES = [
    "# Verify the pods\nkubectl get pods -n shop",
    "./smoke.sh\n# should work",
    "curl localhost/health\n# check the response",
    '# Verify the schema version\npsql -c "select version()"',
    "# Expected: 0",
    "ls -l backup/\n# Should show a recent file",
    "df -h\n# Check first",
    "grep slow app.log\n# Expected: no lines or very few",
    "./load.sh  # run as root",
]
JUDGMENT = {
    "Verify by eye that the invoices look good.": "by eye",
    "The ledger looks okay to the operator.": "looks okay",
    "A few bookings are spot-checked.": "are spot-checked",
    "The billing service is healthy": "is healthy",
    "`billingctl status` returns as expected": "as expected",
    "no issues on the brokers": "no issues",
    "Traffic settled down nicely": "settled down",
    "Reads are back to normal": "are back to normal",
    "Latency is within acceptable limits": "acceptable",
    "The application is stable": "is stable",
    "Everything seems fine in `grafana`": "seems fine",
    "Dashboard `orders` looks quite healthy": "looks quite healthy",
    "CPU usage is reasonable": "is reasonable",
    "No anomalies reported": "No anomalies",
    "Reports are generated properly": "properly",
}


@pytest.mark.parametrize("text", MECHANICAL)
def test_mechanical(text: str) -> None:
    verdict = judge(text)
    assert verdict.verdict == "mechanical"
    assert verdict.missing == ""


@pytest.mark.parametrize("text", PRINTED)
def test_capitals_are_what_a_program_prints(text: str) -> None:
    assert judge(text).verdict == "mechanical"


@pytest.mark.parametrize("text", MECHANICAL_FENCES)
def test_mechanical_fence(text: str) -> None:
    assert judge(text, code=True).verdict == "mechanical"


@pytest.mark.parametrize("text", VAGUE)
def test_vague(text: str) -> None:
    assert judge(text).verdict == "vague"


@pytest.mark.parametrize("text", VAGUE_FENCES)
def test_vague_fence(text: str) -> None:
    assert judge(text, code=True).verdict == "vague"


@pytest.mark.parametrize(("text", "words"), JUDGMENT.items())
def test_judgment(text: str, words: str) -> None:
    verdict = judge(text)
    assert verdict.verdict == "judgment"
    assert verdict.judgment is not None
    assert text[slice(*verdict.judgment)] == words


@pytest.mark.parametrize(
    ("text", "observed", "expected"),
    [
        ("`billingctl mode` prints `open`", "`billingctl mode`", "prints `open`"),
        ("The error rate stays below 0.1% for 10 min", "rate", "below 0.1%"),
        ("No rows in `dead_letter`", "`dead_letter`", "No rows in `dead_letter`"),
    ],
)
def test_exact_words(text: str, observed: str, expected: str) -> None:
    verdict = judge(text)
    assert verdict.observed is not None
    assert verdict.expected is not None
    assert text[slice(*verdict.observed)] == observed
    assert text[slice(*verdict.expected)] == expected


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("`kubectl get pods`", "names no expected value"),
        ("Check the exporter logs.", "names no expected value"),
        ("Expected: 0", "names nothing that is observed"),
        ("Verify it", "names neither what is observed nor what is expected"),
    ],
)
def test_missing(text: str, missing: str) -> None:
    assert judge(text).missing == missing


def test_an_expectation_saves_a_word_of_judgment() -> None:
    assert judge("`/ready` returns 200 and the latency looks good").verdict == "mechanical"
    assert judge("Error rate normal (< 0.1%)").verdict == "mechanical"


def verdicts(*items: str | tuple[str, bool]) -> list[str | None]:
    pairs = [item if isinstance(item, tuple) else (item, False) for item in items]
    return [verdict and verdict.verdict for verdict in judge_items(pairs)]


def test_each_item_is_a_check() -> None:
    assert verdicts("`a.sh` exits 0", "check the logs", "looks fine") == ["mechanical", "vague", "judgment"]


def test_a_lead_belongs_to_what_follows() -> None:
    assert verdicts("Run the query:", ("psql -c 'select 1'\n# expect 1", True)) == [None, "mechanical"]
    assert verdicts("`/health`:", "returns 200", "prints `ok`") == [None, "mechanical", "mechanical"]
    assert verdicts("Run `count.sh`. Expected output:", ("0", True)) == [None, "mechanical"]
    assert verdicts("Verify the cluster:", "it looks good") == [None, "judgment"]
    assert verdicts("Verify the cluster:") == ["vague"]


def test_what_goes_on_belongs_to_what_stands_before() -> None:
    assert verdicts(("psql -c 'select 1'", True), "Expected: 1") == ["mechanical", None]
    assert verdicts("`count.sh`", "→ 0") == ["mechanical", None]
    assert verdicts("`curl /health`", "HTTP 200") == ["mechanical", None]
    assert verdicts("Run it:", ("count.sh", True), "Should return 0") == [None, "mechanical", None]


def test_no_items() -> None:
    assert judge_items([]) == []
    assert verdicts("") == ["vague"]


def test_an_expectation_in_a_column_of_its_own() -> None:
    assert judge_against("again: `./parity.sh`", "`0 differences`").verdict == "mechanical"
    assert judge_against("`curl /ready`", "200").verdict == "mechanical"
    assert judge_against("`curl /ready`", "responds").verdict == "vague"
    verdict = judge_against("Calendars of three clinics", "they look good")
    assert verdict.verdict == "judgment"
    assert verdict.judgment == (5, 14)


PROSE = [text for text in [*MECHANICAL, *VAGUE, *JUDGMENT] if "`" not in text]
PIECES = st.sampled_from(
    "` `` a.sh `a.sh` prints returns 200 no zero is healthy looks good as expected Expected: # -- \n \n\n → < > = ( ) "
    "[x](y) ** _ error rate rows in `t` or drain restart if needed everything ready etc. REC-1 row counts 5"
    " min".split(" ")
)
TEXT = st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=25).map(" ".join))


@pytest.mark.parametrize("text", PROSE)
def test_case_does_not_matter(text: str) -> None:
    verdict = judge(text).verdict
    assert {judge(other).verdict for other in (text.upper(), text.lower(), text.title())} == {verdict}


@pytest.mark.parametrize("text", [*MECHANICAL, *VAGUE, *JUDGMENT])
def test_bold_and_white_space_do_not_matter(text: str) -> None:
    verdict = judge(text).verdict
    outside = re.split(r"(`[^`]*`|\"[^\"]*\")", text)
    spaced = "".join(re.sub(" ", "  \n   ", part) if place % 2 == 0 else part for place, part in enumerate(outside))
    strong = [re.sub(r"(?<![\w-])([a-z]{4,})(?![\w-])", r"**\1**", part) for part in outside]
    bold = "".join(strong[place] if place % 2 == 0 else part for place, part in enumerate(outside))
    assert [judge(other).verdict for other in (f"**{text}**", f"  {text}\n", spaced, bold)] == [verdict] * 4


@given(TEXT, st.booleans())
def test_any_text_has_a_verdict_and_spans_inside(text: str, code: bool) -> None:
    verdict = judge(text, code)
    spans = [verdict.observed, verdict.expected, verdict.judgment, hedges(text, code), vague_precondition(text)]
    spans += [vague_criterion(text), mentions_data_state(text)]
    for span in spans:
        assert span is None or (0 <= span[0] < span[1] <= len(text) and text[slice(*span)].strip())
    assert bool(verdict.missing) == (verdict.verdict != "mechanical")
    names_reference(text, code)
    cites_evidence(text)


@given(st.lists(st.tuples(TEXT, st.booleans()), max_size=5))
def test_any_items_have_verdicts(items: list[tuple[str, bool]]) -> None:
    found = judge_items(items)
    assert len(found) == len(items)
    assert not items or any(found)
    for (text, _), verdict in zip(items, found, strict=True):
        if verdict:
            spans = [verdict.observed, verdict.expected, verdict.judgment]
            assert all(span is None or 0 <= span[0] < span[1] <= len(text) for span in spans)


@given(TEXT, TEXT)
def test_any_columns_have_a_verdict(check: str, expected: str) -> None:
    verdict = judge_against(check, expected)
    assert verdict.observed is None or verdict.observed[1] <= len(check)
    assert all(span is None or span[1] <= len(expected) for span in (verdict.expected, verdict.judgment))


HOSTILE = ["-", "`", "``` ", "<a ", '"', "](", "or ", "is ", "no rows ", "Expected: ", "(< 5) log ", "\n# ", "T+", " "]


@pytest.mark.parametrize("unit", HOSTILE)
def test_time_is_linear(unit: str) -> None:
    def spent(length: int) -> float:
        text = unit * (length // len(unit))
        begin = time.process_time()
        for ask in (judge, hedges, vague_precondition, vague_criterion, mentions_data_state, names_reference):
            ask(text)
        judge(text, code=True)
        return time.process_time() - begin

    spent(1000)
    # Eightfold the text may take eightfold the time; a quadratic way would take sixty-four times as much.
    assert spent(32_000) < 24 * max(spent(4_000), 0.004)
