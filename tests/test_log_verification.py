"""Rules on verifications in every form: lists, tables of verifications, tables of signals, running text."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runbooklint.checks import all_rules
from runbooklint.checks.log.surfaces import named_in, surfaces_in
from runbooklint.engine import lint
from runbooklint.facts import Options, Phase
from runbooklint.finding import Finding
from runbooklint.records import Field, Item
from runbooklint.settings import Settings
from runbooklint.source import Source, Span

CODES = frozenset(rule.code for rule in all_rules() if rule.code.startswith(("MIT5", "MIT6")))
HEAD = """\
# Mitigation log: INC-52, seats are sold twice

- **Severity:** SEV-2
- **Detection signal:** `double_seat_ratio` (one value a minute), alert at 2026-04-11T17:40Z with 3.2%, limit 0.5%

"""
ENTRY = {
    "Hypothesis": "H1 of RC-52: the seat lock expires early",
    "Exact change": "`flagctl set seats.fastlock off` (on to off)",
    "Applied at": "2026-04-11T18:00Z",
    "Expected signal": "`double_seat_ratio` falls from 3.2% to below 0.5% within 10 min",
    "Rollback": "`flagctl set seats.fastlock on`",
    "Blast radius": "waiting list, group bookings",
}
CHECK = {
    "Before": "`double_seat_ratio` 3.1% at 2026-04-11T17:55Z, 3.2% at 2026-04-11T17:59Z",
    "Wait": "15 min",
    "After": "`double_seat_ratio` 0.1% at 2026-04-11T18:16Z, 0.2% at 2026-04-11T18:20Z",
    "Secondary signal": "complaints at the box office, 1 per hour at 2026-04-11T18:20Z, 31 per hour before",
    "Side-effect check": "waiting list: 4 people at 2026-04-11T18:19Z, 4 before; group bookings: 0 errors",
    "Residual": "0.2% against 3.2%; acceptable, the limit is 0.5%",
    "Decision": "confirmed; `double_seat_ratio` is 0.2%",
}
TAIL = (
    "\n## Impact acknowledgement\n\n2026-04-11T18:25Z: the incident commander confirms that the impact has stopped.\n"
)


def bullets(fields: dict[str, str], indent: str = "") -> str:
    return "".join(f"{indent}- **{label}:** {value}\n" for label, value in fields.items())


def table(first: str, name: str, fields: dict[str, str]) -> str:
    cells = [[first, *fields], ["--"] * (len(fields) + 1), [name, *fields.values()]]
    return "".join(f"| {' | '.join(row)} |\n" for row in cells)


def as_headings(check: dict[str, str]) -> str:
    return f"{HEAD}## M1 — Lock seats slowly\n\n{bullets(ENTRY)}\n### Verification of M1\n\n{bullets(check)}{TAIL}"


def as_list(check: dict[str, str]) -> str:
    inner = bullets(ENTRY, "  ") + "  - **Verification:**\n" + bullets(check, "    ")
    return f"{HEAD}## Mitigations\n\n- **M1 — Lock seats slowly**\n{inner}{TAIL}"


def as_tables(check: dict[str, str]) -> str:
    entry, row = table("ID", "M1", ENTRY), table("Mitigation", "M1", check)
    return f"{HEAD}## Mitigations\n\n{entry}\n## Verifications\n\n{row}{TAIL}"


def as_text(check: dict[str, str]) -> str:
    told = "; ".join(f"{label.lower()} {value.replace(';', ',')}" for label, value in check.items())
    return f"{HEAD}## M1 — Lock seats slowly\n\n{bullets(ENTRY)}- **Verification:** {told}\n{TAIL}"


def as_signals(check: dict[str, str]) -> str:
    """The values before and after in a table of signals, its second row the secondary signal."""
    names = {"Before", "After", "Secondary signal"}
    rest = bullets({label: value for label, value in check.items() if label not in names})
    signals = (
        "| Signal | Before (17:59 UTC) | After |\n| -- | -- | -- |\n"
        "| double seat ratio | 3.2% | 0.1% at 18:16 UTC, 0.2% at 18:20 UTC |\n"
        "| box office complaints | 31 per hour | 1 per hour |\n"
    )
    return f"{HEAD}## M1 — Lock seats slowly\n\n{bullets(ENTRY)}\n### Verification\n\n{signals}\n{rest}{TAIL}"


Form = Callable[[dict[str, str]], str]
FORMS: list[Form] = [as_headings, as_list, as_tables, as_text, as_signals]


def findings(text: str, phase: Phase = "executed") -> tuple[Finding, ...]:
    return lint(Source(text, "x.md"), Settings("mitigation-log", CODES, options=Options(phase=phase))).findings


def codes(text: str) -> set[str]:
    return {finding.code for finding in findings(text)}


@pytest.mark.parametrize("form", FORMS)
def test_a_whole_verification_is_silent_in_every_form(form: Form) -> None:
    assert findings(form(CHECK)) == ()


CHANGED = [
    ({"Wait": None}, {"MIT505"}),
    ({"Wait": "until it was calm"}, {"MIT505"}),
    ({"Wait": "40 min"}, {"MIT506", "MIT520"}),
    ({"Side-effect check": None}, {"MIT512"}),
    ({"Side-effect check": "waiting list: 4 people at 2026-04-11T18:19Z"}, {"MIT513"}),
    ({"Residual": "little"}, {"MIT514"}),
    ({"Decision": None}, {"MIT517"}),
    ({"Decision": "confirmed; seats are sold once again"}, {"MIT518"}),
    ({"Decision": "confirmed; the slow lock obviously cures the problem"}, {"MIT519"}),
    ({"Decision": "confirmed at 0.2%, group bookings not yet checked"}, {"MIT524"}),
    ({"Decision": "partial at 0.2%"}, {"MIT516"}),
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("change", "expected"), CHANGED)
def test_a_defect_is_found_in_every_form(form: Form, change: dict[str, str | None], expected: set[str]) -> None:
    told = {label: value for label, value in {**CHECK, **change}.items() if value is not None}
    assert codes(form(told)) == expected


VALUES = [
    ({"Before": None}, {"MIT502"}),
    ({"Before": "`double_seat_ratio` 3.2%"}, {"MIT502"}),
    ({"After": None}, {"MIT503"}),
    ({"After": "`double_seat_ratio` 0.1%, 0.2%"}, {"MIT503"}),
    ({"After": "`double_seat_ratio` 0.2% at 2026-04-11T18:20Z"}, {"MIT504"}),
    ({"After": "`double_seat_ratio` 0.9% at 2026-04-11T18:16Z, 0.8% at 2026-04-11T18:20Z"}, {"MIT515"}),
    ({"Before": "CPU 93% at 2026-04-11T17:59Z", "After": "CPU 40% at 2026-04-11T18:16Z, 41% at 2026-04-11T18:20Z"},
     {"MIT509"}),
    ({"Secondary signal": None}, {"MIT510"}),
    ({"Secondary signal": "complaints at the box office"}, {"MIT510"}),
    ({"Secondary signal": "`double_seat_ratio`, 0.2% at 2026-04-11T18:20Z"}, {"MIT511"}),
    ({"Secondary signal": "complaints at the box office, 30 per hour, 31 per hour before"}, {"MIT520"}),
    ({"Side-effect check": "waiting list: new timeouts since 18:01 UTC; group bookings: 0 errors"}, {"MIT523"}),
]  # fmt: skip


@pytest.mark.parametrize("form", FORMS[:3])
@pytest.mark.parametrize(("change", "expected"), VALUES)
def test_values_are_judged_in_every_form(form: Form, change: dict[str, str | None], expected: set[str]) -> None:
    told = {label: value for label, value in {**CHECK, **change}.items() if value is not None}
    assert codes(form(told)) == expected


def test_a_plan_owes_no_verification() -> None:
    text = f"{HEAD}## M1 — Lock seats slowly\n\n{bullets(ENTRY)}"
    assert {finding.code for finding in findings(text)} == {"MIT501", "MIT601"}
    assert findings(text, "plan") == ()


def test_one_verification_in_two_places_is_one() -> None:
    inline = bullets({"Stability wait": "15 min", "Verification": "see below"})
    rest = bullets({label: value for label, value in CHECK.items() if label != "Wait"})
    text = f"{HEAD}## M1 — Lock seats slowly\n\n{bullets(ENTRY)}{inline}\n### Verification of M1\n\n{rest}{TAIL}"
    assert findings(text) == ()


def test_nothing_else_is_asked_of_a_deployment() -> None:
    text = as_headings({}).replace("### Verification of M1\n", "### Verification of M1\n\nRolled out on 12 pods.\n")
    assert codes(text) == {"MIT522"}


def test_a_placeholder_is_not_missing() -> None:
    assert codes(as_headings({**CHECK, "Decision": "TBD", "Wait": "TBD", "Before": "TBD"})) == set()
    assert codes(as_headings({}).replace("### Verification of M1\n", "- **Verification:** TBD\n")) == set()


def field(text: str) -> Field:
    return Field(text, Span(0, len(text)), (Item(text, Span(0, len(text))),))


SURFACES = [
    ("refunds endpoint, payout worker", ["refunds endpoint", "payout worker"]),
    ("the partner feed and `search-index` (stale for 5 min)", ["partner feed", "search-index"]),
    ("downstream: invoices; also the tax export", ["invoices", "tax export"]),
    ("everything that reads the flag may be slower", []),
    ("12 pods, 5% of traffic", []),
    ("none", []),
    ("a brief latency spike", []),
]


@pytest.mark.parametrize(("text", "names"), SURFACES)
def test_surfaces_are_cut_out_of_lists(text: str, names: list[str]) -> None:
    found = surfaces_in(field(text))
    assert [surface.text for surface in found] == names
    assert all(surface.text in text[surface.span.start : surface.span.end] for surface in found if "`" not in text)


def test_what_was_not_looked_at_is_not_named() -> None:
    assert "partn" not in (named_in(field("refunds 0.1%; partner feed not checked")) or set())
    assert named_in(field("all surfaces of the blast radius: no errors")) is None


CELLS = st.sampled_from(
    ["0.3% at 18:10Z", "`x_errors`", "confirmed", "15 min", "none", "TBD", "—", "", "no errors", "12 -> 3", "(", "a, b and",
     "not checked", "per", "new errors", "\\|", "T+5", "rolled out", "1" * 40]
)  # fmt: skip


@settings(max_examples=80)
@given(st.dictionaries(st.sampled_from(list(CHECK)), CELLS), st.dictionaries(st.sampled_from(list(ENTRY)), CELLS))
def test_any_values_are_judged(check: dict[str, str], entry: dict[str, str]) -> None:
    for form in FORMS:
        text = form({**CHECK, **check})
        for label, value in entry.items():
            text = text.replace(ENTRY[label], value)
        findings(text)
