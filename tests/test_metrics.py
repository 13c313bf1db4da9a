"""Metrics in words: values with unit, bound, signal and time; names of signals; targets met or missed."""

import time
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runbooklint.memory import forget
from runbooklint.metrics.measures import Measure, measures, signal_names
from runbooklint.metrics.names import distinct_signals, identical_signal, read_name, same_signal, worse_when_higher
from runbooklint.metrics.targets import changed, misses, targets
from runbooklint.quantities.moments import find_moments


def read(text: str) -> Sequence[Measure]:
    return measures(text, tuple((moment.start, moment.end) for moment in find_moments(text)))


def only(text: str) -> Measure:
    (found,) = read(text)
    return found


VALUES = [
    ("0.3%", 0.3, "%"),
    ("0.3 %", 0.3, "%"),
    ("2,5 percent", 2.5, "%"),
    ("400ms", 0.4, "s"),
    ("4.1 s", 4.1, "s"),
    ("30 µs", 0.00003, "s"),
    ("12/min", 0.2, "/s"),
    ("9 per minute", 0.15, "/s"),
    ("9 psp timeouts per minute", 0.15, "/s"),
    ("30 errors per 5 minutes", 0.1, "/s"),
    ("4.1k req/min", 4100 / 60, "/s"),
    ("1,200 rps", 1200, "/s"),
    ("60 rpm", 1, "/s"),
    ("1.2M", 1.2e6, ""),
    ("3 thousand rows", 3000, ""),
    ("41 jobs", 41, ""),
    ("88 000 jobs", 88000, ""),
    ("121 000", 121000, ""),
    ("1 200 000 rows", 1.2e6, ""),
    ("48’000 mails", 48000, ""),
    ("4\u202f100 ms", 4.1, "s"),
    ("0.1% meets the target", 0.1, "%"),
    ("7.5 GB", 7.5e9, "B"),
    ("12 MB/s", 12e6, "B/s"),
    ("no new errors", 0, ""),
    ("zero failed logins", 0, ""),
    ("`0.3%`", 0.3, "%"),
]


@pytest.mark.parametrize(("text", "value", "kind"), VALUES)
def test_a_value_is_read_in_base_units(text: str, value: float, kind: str) -> None:
    found = only(text)
    assert found.high == pytest.approx(value)
    assert found.amount.kind == kind


@pytest.mark.parametrize(
    "text",
    ["H2", "p99", "5xx", "PR 4412", "#12", "release 4.17.3", "replica 2", "INC-3127", "2026-05-19", "14:53 UTC",
     "T+0:40", "", "`rate(http_requests_total[5m])`", "12345678901234567"],
)  # fmt: skip
def test_names_versions_and_times_are_no_values(text: str) -> None:
    assert read(text) == []


BOUNDS = [
    ("below 1%", "<"), ("< 1%", "<"), ("&lt; 1%", "<"), ("≤ 1%", "<="), ("less than 1%", "<"), ("at most 1%", "<="),
    ("no more than 1%", "<="), ("up to 1%", "<="), ("1% or less", "<="), ("never above 1%", "<="), ("above 1%", ">"),
    (">= 1%", ">="), ("at least 1%", ">="), ("not below 1%", ">="), ("1% or more", ">="), ("is 1%", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "comparator"), BOUNDS)
def test_bounds(text: str, comparator: str) -> None:
    assert only(f"error rate {text}").comparator == comparator


ROLES = [
    ("error rate 12% -> 0.3%", ["before", ""]),
    ("from 4.1k/min to 12/min", ["before", ""]),
    ("dropped 12% to 0.3%", ["before", ""]),
    ("0.4% (was 11.8%)", ["", "before"]),
    ("0.4%, down from 11.8%", ["", "before"]),
    ("9 per minute at 14:58, 648 per minute before", ["", "before"]),
    ("91 % earlier", ["before"]),
    ("the rate was 0.4%", [""]),
    ("0.4% after against 11.8% before; the threshold is 2%", ["", "before", "target"]),
    ("0.4% against an expected value below 1%", ["", "target"]),
    ("returns to the baseline of 0.2%", ["target"]),
    ("< 1% (11.7% now)", ["", "now"]),
    ("below 1% within 10 min", ["", "length"]),
    ("falls by 90% in 10 min", ["change", "length"]),
    ("a 90% drop", ["change"]),
    ("12 of 4,000 logins", ["", "other"]),
    ("5 intervals", ["length"]),
    ("queue lag 12 min", [""]),
    ("0.4% after 15 min", ["", "length"]),
]


@pytest.mark.parametrize(("text", "roles"), ROLES)
def test_what_a_value_is(text: str, roles: list[str]) -> None:
    assert [measure.role for measure in read(text)] == roles


def test_ranges() -> None:
    for text in ("0.3–0.4%", "0.3-0.4%", "0.3 to 0.4%", "between 0.3% and 0.4%", "0.3% – 0.4%"):
        assert (only(text).low, only(text).high) == (0.3, 0.4)


def test_values_have_the_time_beside_them() -> None:
    def pairs(text: str) -> list[tuple[float, str | None]]:
        return [(m.high, text[slice(*m.moment)] if m.moment else None) for m in read(text)]

    assert pairs("0.4% at 14:53, 0.3% at 14:55") == [(0.4, "14:53"), (0.3, "14:55")]
    assert pairs("14:53: 0.4%; 14:55: 0.3%") == [(0.4, "14:53"), (0.3, "14:55")]
    assert pairs("14:53 0.4% 14:55 0.3%") == [(0.4, "14:53"), (0.3, "14:55")]
    assert pairs("9 at 14:58Z, 648 before") == [(9, "14:58Z"), (648, None)]
    assert pairs("11:05Z | 2100\n11:11Z | 2140") == [(2100, "11:05Z"), (2140, "11:11Z")]


NAMES = [
    ("`checkout_error_rate` falls to 0.3%", ["checkout_error_rate"]),
    ("`psp_timeout_total` in the gateway log, 9 per minute, 648 before", ["psp_timeout_total", "psp_timeout_total"]),
    ("refunds: error rate 0.1%; payouts: backlog 40 jobs", ["error rate", "backlog"]),
    ("p99 latency of `search-api` 4.1 s, CPU of the nodes 40%", ["p99 latency search-api", "cpu nodes"]),
    ("12 failed logins per hour", ["failed logins"]),
    ("unrouted parcels per minute (alert at 14:01, 240/min)", ["unrouted parcels"]),
    ("0.3%", [""]),
]


@pytest.mark.parametrize(("text", "names"), NAMES)
def test_values_have_the_name_before_them(text: str, names: list[str]) -> None:
    assert [measure.name for measure in read(text)] == names


def test_names_without_values() -> None:
    text = "alert on `a_errors` and `b_errors`, p99 latency on the wall"
    names = signal_names(text)
    assert {"a_errors", "b_errors", "p99 latency"} <= {name for name, _ in names}
    assert all(text[start:end].strip("`") == name for name, (start, end) in names)


SAME = [
    ("HTTP 5xx rate", "5xx error rate"),
    ("checkout_payment_error_rate", "checkout error ratio"),
    ("p99 latency", "p95 response time of search"),
    ("login success rate", "failed logins"),
    ("cpu_percent", "CPU of the nodes"),
    ("unrouted parcels", "parcels without route"),
]
DIFFERENT = [
    ("checkout_payment_error_rate", "payments_api_cpu_percent"),
    ("error rate", "p99 latency"),
    ("queue depth", "CPU"),
    ("orders_5xx_rate", "search_5xx_rate"),
    ("gate_reject_ratio", "turnstile_override_total"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_small_differences_of_wording_are_one_signal(one: str, other: str) -> None:
    assert not distinct_signals(read_name(one), read_name(other))
    assert same_signal(read_name(one), read_name(other))


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_other_signals(one: str, other: str) -> None:
    assert distinct_signals(read_name(one), read_name(other))
    assert not identical_signal(read_name(one), read_name(other))


def test_in_doubt_two_names_are_one_signal() -> None:
    assert same_signal(read_name("what customers told"), read_name("checkout_errors"))
    assert same_signal(read_name(""), read_name("checkout_errors"))


def test_which_way_is_worse() -> None:
    assert worse_when_higher("checkout_errors") is True
    assert worse_when_higher("login success rate") is False
    assert worse_when_higher("orders") is None


MET = [
    ("below 1% within 10 min", "0.4%", False),
    ("below 1%", "1.6%", True),
    ("below 1%", "1%", True),
    ("at most 1%", "1%", False),
    ("below 1%", "0.3-1.2%", True),
    ("p99 < 400ms", "0.3 s", False),
    ("p99 < 400ms", "0.5 s", True),
    ("fewer than 5/min", "0.2 per second", True),
    ("fewer than 5/min", "2 per minute", False),
    ("above 99.5%", "99.2%", True),
    ("above 99.5%", "99.7%", False),
    ("falls from 12% to 0.3%", "0.4%", False),
    ("falls from 12% to 0.3%", "3%", True),
    ("rises from 88% to 99.5%", "91%", True),
    ("below 1%", "no errors", False),
    ("below 1%", "below 0.5%", False),
    ("below 1%", "below 2%", None),
    ("below 1%", "300 ms", None),
]


@pytest.mark.parametrize(("expected", "value", "missed"), MET)
def test_targets_are_compared_in_one_unit(expected: str, value: str, missed: bool | None) -> None:
    found = read(expected)
    (target,) = targets(found)
    before = next((measure for measure in found if measure.role == "before"), None)
    assert misses(target, only(value), before) is missed


def test_changes() -> None:
    def change(before: str, after: str) -> float | None:
        return changed(only(before), only(after))

    assert change("648 per minute", "652 per minute") == pytest.approx(0.006, abs=0.001)
    assert change("45%", "18%") == pytest.approx(-0.6)
    assert change("99.1%", "99.9%") == pytest.approx(0.89, abs=0.01)
    assert change("648 per minute", "3 s") is None


PIECES = st.sampled_from(
    ["12%", "0.3 %", " to ", " -> ", "from ", "4.1k/min", "400ms", " at 14:53", " was ", "(", ")", ", ", "; ", "\n", "| ",
     "`a_rate`", "`", "error rate ", "below ", "< ", "no errors ", "per ", "of ", "–", "1", ".", "5xx", "é", " "]
)  # fmt: skip


@settings(max_examples=300)
@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=25).map("".join)))
def test_any_text_is_read(text: str) -> None:
    moments = tuple((moment.start, moment.end) for moment in find_moments(text))
    found = measures(text, moments)
    places = [(measure.start, measure.end) for measure in found]
    assert places == sorted(places)
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert all(measure.low <= measure.high for measure in found)
    assert all(measure.moment is None or measure.moment in moments or ":" in text for measure in found)
    assert all(text[start:end] for _, (start, end) in signal_names(text, moments))
    for target in targets(found):
        for value in found:
            assert misses(target, value, found[0]) in (True, False, None)


@pytest.mark.parametrize(
    "piece", ["1", "1 ", "`", "no error ", "1% to ", "( ", "a_", "1:", "1,", "~ ", "](", "<a", "1-", "`1% `", "from 1 "]
)
def test_time_is_linear_in_the_text(piece: str) -> None:
    def taken(size: int) -> float:
        text = piece * (size // len(piece))
        forget()
        begin = time.perf_counter()
        measures(text)
        return time.perf_counter() - begin

    small, large = min(taken(20_000) for _ in range(3)), taken(80_000)
    assert large < 12 * max(small, 0.005)


@pytest.mark.parametrize("text", ["310 290 305 ms", "12:00 300 ms and 200 ms", "0 500 errors"])
def test_numbers_side_by_side_are_no_thousands(text: str) -> None:
    assert all(found.high < 1000 for found in read(text))


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("the rate of 0.1% meets the target of less than 0.5%", ""),
        ("0.3% undercuts the threshold", ""),
        ("0.3% clearly beats the target", ""),
        ("2% threshold", "target"),
        ("40 jobs expected", "target"),
    ],
)
def test_a_verb_behind_a_value_is_nothing_counted(text: str, role: str) -> None:
    assert read(text)[0].role == role
