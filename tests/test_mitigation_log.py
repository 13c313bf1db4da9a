"""Mitigation logs: actions, verifications and the fields of the whole log, in every form in which people write them."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from runbooklint.parsed import parsed
from runbooklint.reading import read
from runbooklint.records_log import Mitigation, MitigationLog, Verification
from runbooklint.source import Source

ENTRY = {
    "Hypothesis": "H4: the cache node is out of memory.",
    "Action": "move the sessions to the spare node.",
    "Rationale": "a move is undone in a minute.",
    "Exact change": "`cachectl move sessions --to spare`",
    "Actor": "@platform-oncall",
    "Announced": "2026-06-02T09:10:00Z in #inc-9",
    "Applied at": "2026-06-02T09:12:00Z",
    "Confirmed at": "2026-06-02T09:14:00Z",
    "Expected signal": "`login_errors` below 2% within 5 min",
    "Rollback": "`cachectl move sessions --to main`",
    "Blast radius": "sign-up, password reset",
    "Known side effects": "none found on sign-up and password reset",
}
CHECK = {
    "Before": "`login_errors` 14% at 2026-06-02T09:05:00Z",
    "Stability wait": "10 min",
    "After": "`login_errors` 1% at 2026-06-02T09:23:00Z",
    "Secondary signal": "`cache_evictions` 3 per minute, 900 before",
    "Side-effect check": "sign-up 0 errors, password reset 0 errors",
    "Residual impact": "1% against 14%, acceptable",
    "Decision": "confirmed, 1% is below 2%",
}
ENTRY_NAMES = [
    "hypothesis", "action", "rationale", "exact_change", "actor", "pre_apply", "apply", "confirmed", "expected_signal",
    "rollback", "blast_radius", "side_effects",
]  # fmt: skip
CHECK_NAMES = ["pre_values", "wait", "post_values", "secondary_signal", "side_effect_check", "residual", "decision"]


def log_of(text: str) -> MitigationLog:
    log = read(Source(text, "MITIGATION-LOG.md")).log
    assert log is not None
    return log


def bullets(fields: dict[str, str], indent: str = "", mark: str = "**{}:**") -> str:
    return "".join(f"{indent}- {mark.format(label)} {value}\n" for label, value in fields.items())


def row(cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |\n" if isinstance(cells, list) else ""


def table(fields: dict[str, str]) -> str:
    return row(["#", *fields]) + row(["---"] * (len(fields) + 1)) + row(["M1", *fields.values()])


FORMS = {
    "headings": f"# Mitigation log\n\n## M1 — Move the sessions\n\n{bullets(ENTRY)}\n### Verification\n\n{bullets(CHECK)}",
    "plain labels": f"# Mitigation log\n\n## M1: Move the sessions\n\n{bullets(ENTRY, mark='{}:')}\n"
    f"### Verification of M1\n\n{bullets(CHECK, mark='{}:')}",
    "labels outside bold": f"# Mitigation log\n\n## M1\n\n{bullets(ENTRY, mark='**{}**:')}\n## Verification of M1\n\n"
    f"{bullets(CHECK, mark='**{}**:')}",
    "one block": f"# Mitigation log\n\n## M1\n\n{bullets(ENTRY)}{bullets(CHECK)}",
    "paragraphs": "# Mitigation log\n\n## M1\n\n"
    + "\n\n".join(f"**{label}:** {value}" for label, value in (ENTRY | CHECK).items()),
    "lines": "# Mitigation log\n\n**M1 — Move the sessions**\n\n"
    + "\n".join(f"{label}: {value}" for label, value in (ENTRY | CHECK).items()),
    "labels in a line": "# Mitigation log\n\n## M1\n\n"
    + " · ".join(f"**{label}:** {value}" for label, value in (ENTRY | CHECK).items()),
    "sub-headings": "# Mitigation log\n\n## Mitigation 1\n\n"
    + "".join(f"### {label}\n\n{value}\n\n" for label, value in ENTRY.items())
    + f"### Verification\n\n{bullets(CHECK)}",
    "field table": "# Mitigation log\n\n## M1\n\n| Field | Value |\n|---|---|\n"
    + "".join(row([label, value]) for label, value in (ENTRY | CHECK).items()),
    "list": f"# Mitigation log\n\n## Mitigations\n\n- **M1: Move the sessions**\n{bullets(ENTRY, '  ')}"
    f"  - **Verification:**\n{bullets(CHECK, '    ')}",
    "numbered list": f"# Mitigation log\n\n1. Move the sessions\n{bullets(ENTRY, '   ', '{}:')}{bullets(CHECK, '   ', '{}:')}",
    "table": f"# Mitigation log\n\n## Actions\n\n{table(ENTRY)}\n## Verifications\n\n{table(CHECK)}",
    "one table": f"# Mitigation log\n\n{table(ENTRY | CHECK)}",
    "own section": f"# Mitigation log\n\n## M1\n\n{bullets(ENTRY)}\n## Remaining risk\n\nNone.\n\n## Verifications\n\n### M1\n\n"
    f"{bullets(CHECK)}",
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same_records(form: str) -> None:
    source = Source(FORMS[form], "MITIGATION-LOG.md")
    log = log_of(source.text)
    assert len(log.mitigations) == len(log.verifications) == 1
    entry, check = log.mitigations[0], log.verifications[0]
    assert entry.verifications == (0,)
    assert check.mitigation == 0
    assert [entry.fields[name].text for name in ENTRY_NAMES] == list(ENTRY.values())  # type: ignore[index]
    assert [check.fields[name].text for name in CHECK_NAMES] == list(CHECK.values())  # type: ignore[index]
    for field in (*entry.fields.values(), *check.fields.values()):
        assert source.slice(field.span) == field.text
    assert [entry.times[name][0].start for name in ("pre_apply", "apply", "confirmed")] == [
        "2026-06-02T09:10:00", "2026-06-02T09:12:00", "2026-06-02T09:14:00",
    ]  # fmt: skip
    assert check.fields["wait"].seconds == 600
    assert check.fields["decision"].value == "confirmed"


@pytest.mark.parametrize("form", ["headings", "table", "list", "one table", "plain labels"])
def test_an_action_knows_its_id(form: str) -> None:
    assert log_of(FORMS[form]).mitigations[0].id == "M1"


@pytest.mark.parametrize("form", FORMS)
def test_the_records_follow_the_published_schema(form: str) -> None:
    schema = json.loads((Path(__file__).parents[1] / "runbooklint" / "records.schema.json").read_text("utf-8"))
    source = Source(FORMS[form] + "\n## Timeline\n\n- 2026-06-02 09:05 UTC alert\n- 09:12 moved\n", "MITIGATION-LOG.md")
    data = parsed(source, read(source))
    Draft202012Validator(schema).validate(json.loads(json.dumps(data)))
    times = [record["fields"]["apply"]["times"] for record in data["records"] if record["type"] == "mitigation"]
    assert [(t["start"], t["zone"], t["day_from"]["origin"]) for (t,) in times] == [("2026-06-02T09:12:00", "Z", "own")]


def entry_of(body: str, head: str = "# Mitigation log\n\n") -> Mitigation:
    log = log_of(f"{head}## M1 — x\n\n- **Hypothesis:** H1\n- **Rollback:** `off`\n{body}")
    return log.mitigations[0]


def test_a_value_may_be_a_fence_or_a_list_or_run_on() -> None:
    entry = entry_of(
        "- **Exact change:**\n\n  ```sh\n  flag on\n  ```\n- **Scope:**\n  - search\n  - login\n- **Why:** it is\n  quick\n"
    )
    assert [i.text for i in entry.fields["exact_change"].items] == ["flag on"]
    assert [i.text for i in entry.fields["blast_radius"].items] == ["search", "login"]
    assert entry.fields["rationale"].text == "it is\n  quick"


def test_a_label_may_state_the_zone() -> None:
    entry = entry_of("- **Applied at (UTC):** 2026-06-02 09:12\n- **Confirmed at:** 09:14\n")
    assert [(t.start, t.zone) for t in entry.times["apply"]] == [("2026-06-02T09:12", "UTC")]
    confirmed = entry.times["confirmed"][0]
    assert (confirmed.start, confirmed.zone) == ("2026-06-02T09:14", None)
    assert confirmed.day_from is not None
    assert confirmed.day_from.origin == "entry"


@pytest.mark.parametrize(
    ("value", "state", "problem"),
    [
        ("2026-02-30T14:38:00Z", "unreadable", "February 2026 has no day 30"),
        ("2026-05-19T25:61:00Z, posted", "unreadable", "there is no such time of day"),
        ("25:61, posted", "unreadable", "there is no such time of day"),
        ("shortly after", "unreadable", None),
        ("[HH:MM]", "unfilled", None),
        ("HH:MM", "unfilled", None),
        ("TBD", "unfilled", None),
        ("n/a", "none", None),
        ("at 14:38 UTC by hand", "stated", ""),
        ("14.38 UTC", "stated", ""),
    ],
)
def test_what_stands_under_a_time_label(value: str, state: str, problem: str | None) -> None:
    entry = entry_of(f"- **Apply timestamp:** {value}\n")
    assert entry.fields["apply"].state == state
    assert [t.problem for t in entry.times.get("apply", ())] == ([] if problem is None else [problem])


def test_the_time_in_the_head_is_the_apply_time() -> None:
    for head in ("## 14:06 UTC — Roll back", "## M1 — Roll back (14:06 UTC)", "**14:06 UTC: Roll back**"):
        log = log_of(f"# Mitigation log 2026-05-19\n\n{head}\n\n- Hypothesis: H1\n- Change: `x`\n- Rollback: `y`\n")
        assert [t.start for t in log.mitigations[0].times["apply"]] == ["2026-05-19T14:06"]


def test_bold_lines_head_actions() -> None:
    one = "**Drain eu-1 (14:06 UTC)**\n\n- Hypothesis: H1\n- Rollback: `undrain`\n\n"
    other = "**Flag off (14:30 UTC)**\n\nHypothesis: H2\nRollback: `on`\n\n**A note**\n\nNothing more.\n"
    log = log_of(f"# Mitigation log 2026-05-19\n\n## Measures\n\n{one}{other}")
    assert [(m.title, m.times["apply"][0].start) for m in log.mitigations] == [
        ("Drain eu-1 (14:06 UTC)", "2026-05-19T14:06"),
        ("Flag off (14:30 UTC)", "2026-05-19T14:30"),
    ]


def test_readings_lie_about_the_apply_time_over_midnight() -> None:
    text = """# Mitigation log 2026-05-19

All times are UTC.

## M1

- **Hypothesis:** H1
- **Rollback:** `off`
- **Announced:** 23:50
- **Applied:** 23:58
- **Confirmed:** 00:01

### Verification

- **Before:** 5% at 23:40, 6% at 23:55
- **After:** 1% at 00:13

## M2

- **Hypothesis:** H2
- **Rollback:** `off`
- **Applied:** 00:30
"""
    log = log_of(text)
    first, second = log.mitigations
    assert [first.times[n][0].start for n in ("pre_apply", "apply", "confirmed")] == [
        "2026-05-19T23:50", "2026-05-19T23:58", "2026-05-20T00:01",
    ]  # fmt: skip
    check = log.verifications[0]
    assert [t.start for t in check.times["pre_values"]] == ["2026-05-19T23:40", "2026-05-19T23:55"]
    assert [t.start for t in check.times["post_values"]] == ["2026-05-20T00:13"]
    assert second.times["apply"][0].start == "2026-05-20T00:30"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("confirmed", "confirmed"),
        ("**Confirmed**; 0.3% is below 1%", "confirmed"),
        ("partial: 1.6%", "partial"),
        ("partially confirmed", "partial"),
        ("refuted, not recovered", "refuted"),
        ("not confirmed", ""),
        ("looks good", ""),
    ],
)
def test_decisions(text: str, value: str) -> None:
    log = log_of(f"# Mitigation log\n\n## Verification\n\n- Before: 5%\n- After: 1%\n- Decision: {text}\n")
    assert log.verifications[0].fields["decision"].value == value


def bound(text: str) -> list[int | None]:
    return [check.mitigation for check in log_of(text).verifications]


ACTIONS = "".join(f"## M{n} — x\n\n- Hypothesis: H{n}\n- Change: `c`\n- Rollback: `r`\n\n" for n in (1, 2))


ROWS = "| Hypothesis | Change | Rollback |\n|---|---|---|\n| H1 | `a` | `b` |\n| H2 | `a` | `b` |\n"


def test_verifications_are_bound_by_id_then_by_order() -> None:
    by_id = "## Verifications\n\n### Verification of M2\n\n- Before: 2%\n- After: 1%\n\n### M1\n\n- Before: 3%\n- After: 1%\n"
    assert bound(f"# Mitigation log\n\n{ACTIONS}{by_id}") == [1, 0]
    by_order = "## Verifications\n\n### First\n\n- Before: 2%\n- After: 1%\n\n### Second\n\n- Before: 3%\n- After: 1%\n"
    assert bound(f"# Mitigation log\n\n{ACTIONS}{by_order}") == [0, 1]
    tables = ROWS + "\n| Before | After |\n|---|---|\n| 2% | 1% |\n| 3% | 1% |\n"
    assert bound(f"# Mitigation log\n\n## Actions\n\n{tables}") == [0, 1]
    assert bound(f"# Mitigation log\n\n{ACTIONS}## Verification\n\n- Before: 2%\n- After: 1%\n") == [1]
    rows = "## Verification\n\n| Mitigation | Before | After |\n|---|---|---|\n| M2 | 2% | 1% |\n| M1 | 3% | 1% |\n"
    assert bound(f"# Mitigation log\n\n{ACTIONS}{rows}") == [1, 0]


def test_what_a_verification_without_labels_says_is_kept() -> None:
    check: Verification = log_of(
        f"# Mitigation log\n\n{ACTIONS}### Verification\n\nDeployed successfully.\n"
    ).verifications[0]
    assert check.fields["verification"].text == "Deployed successfully."
    assert check.mitigation == 1


def test_plain_items_of_a_section_of_actions_are_actions() -> None:
    text = "# Mitigation log 2026-05-19\n\n## Actions taken\n\n- 14:06 UTC: drained eu-1\n- flag off\n\n## Action items\n\n- fix it\n"
    entries = log_of(text).mitigations
    assert [e.fields["action"].text for e in entries] == ["drained eu-1", "flag off"]
    assert [t.start for t in entries[0].times["apply"]] == ["2026-05-19T14:06"]


@pytest.mark.parametrize(
    "body",
    [
        "The measures are in the channel.",
        "## Action items\n\n| Action | Owner | Rollback | Due |\n|---|---|---|---|\n| limit | Kim | none | 2026-06-01 |\n",
        "## Timeline\n\n| Time | Action | Who |\n|---|---|---|\n| 14:00 | drained | Kim |\n",
        "## Prevention measures\n\n- alert on evictions\n",
        "## Summary\n\n- **Owner:** Kim\n- **Scope:** search\n- **Start:** 14:00\n",
    ],
)
def test_what_is_no_action(body: str) -> None:
    assert log_of(f"# Mitigation log\n\n{body}\n").mitigations == ()


def test_the_fields_of_the_whole_log() -> None:
    text = """# Mitigation log

- **Incident:** INC-9
- **Severity:** Sev 1
- **Investigation:** [notes](rca.md)

The measures below are temporary.

## Detection

Alert `login_errors` at 14% on 2026-06-02T09:05:00Z.

## Impact acknowledgement

2026-06-02T09:40:00Z: the incident commander states that the impact has stopped.

## Remaining risk

The spare node has no replica.

## Clean-up required

- M1: move back
"""
    log = log_of(text)
    assert {name: field.text.split("\n")[0] for name, field in log.fields.items()} == {
        "incident": "INC-9",
        "severity": "Sev 1",
        "investigation": "[notes](rca.md)",
        "detection_signal": "Alert `login_errors` at 14% on 2026-06-02T09:05:00Z.",
        "impact_acknowledgement": "2026-06-02T09:40:00Z: the incident commander states that the impact has stopped.",
        "remaining_risk": "The spare node has no replica.",
        "clean_up": "M1: move back",
        "temporary": "temporary",
    }
    assert log.fields["severity"].value == "1"
    assert [t.start for t in log.times["impact_acknowledgement"]] == ["2026-06-02T09:40:00"]
    assert [s.kind for s in log.sections] == ["mitigation", "detection", "impact", "remaining_risk", "clean_up"]


def test_a_subtitle_belongs_to_the_title() -> None:
    text = "# Mitigation log\n## Checkout errors in cell 4\n\n- **Severity:** Sev 1\n\n## Mitigations\n\n### M1 — Scale out\n"
    assert log_of(text).fields["severity"].value == "1"
