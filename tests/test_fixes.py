"""Fixes: what each rule offers, and that only those are kept whose result was read again and believed."""

from pathlib import Path
from typing import get_args

import pytest

from runbooklint.edits import Shift, applied, in_order
from runbooklint.engine import lint
from runbooklint.files import linked
from runbooklint.fixes import Mended, diff, mend
from runbooklint.forms.wording import blank
from runbooklint.records import DocumentKind, FieldName
from runbooklint.rule import Edit
from runbooklint.settings import Settings
from runbooklint.source import Source, Span

CUTOVER = """\
# Cutover runbook: move the tide tables

{head}

## Steps

### 01 — Stop the gauge writer

- **Owner:** Gauges on-call
- **Action:** Run `gaugectl stop --why R-01`.
- **Expected duration:** {duration}
- **Reversibility:** {reversibility}
- **Rollback:** {rollback}

## Rollback

### {entry}

- **Owner:** Gauges on-call
- **Preconditions:** `gaugectl state` prints `stopped`
- **Action:** Run `gaugectl start`.
- **Expected duration:** 4 min
- **Post-condition check:** `gaugectl state` prints `running`
{tail}"""
PLAIN = {
    "head": "**RTO:** 45 min",
    "duration": "5 min (max 10 min)",
    "reversibility": "fully reversible",
    "rollback": "01-rollback",
    "entry": "01-rollback — Start the gauge writer",
    "tail": "",
}


def document(**parts: str) -> str:
    return CUTOVER.format(**{**PLAIN, **parts})


def fixed(
    text: str, code: str | None = None, kind: DocumentKind = "cutover", unsafe: bool = False, folder: Path = Path()
) -> Mended:
    path = str(folder / "x.md")
    settings = Settings(kind, frozenset({code}) if code else None)
    return mend(text, path, settings, lambda s, asked: lint(s, asked, "x.md", lambda t: linked(path, t)), unsafe)


def added(old: str, new: str) -> list[str]:
    """The lines that a change adds."""
    return [line[1:] for line in diff(old, new, "x").splitlines()[2:] if line.startswith("+")]


@pytest.mark.parametrize(
    ("parts", "code", "line"),
    [
        ({"entry": "R-01 — Start the gauge writer", "rollback": "R-01"}, "RUN404", "- **Rollback:** 01-rollback"),
        ({"entry": "01R — Start it", "rollback": "`01R`"}, "RUN404", "- **Rollback:** `01-rollback`"),
        ({"entry": "Rollback 01 — Start it"}, "RUN404", "### 01-rollback — Start it"),
        ({"duration": "5 mintues (max 10 min), rehearsed in RH-7 on staging"}, "RUN602", "- **Expected duration:** 5 minutes (max 10 min), rehearsed in RH-7 on staging"),
        ({"head": "**RTO:** 1 huor"}, "RUN602", "**RTO:** 1 hour"),
        ({"reversibility": "fuly reversible"}, "RUN502", "- **Reversibility:** fully reversible"),
        ({"head": "**Cutover style:** phasde"}, "RUN102", "**Cutover style:** phased"),
        ({"head": "See [there](#rolback)."}, "DOC109", "See [there](#rollback)."),
        ({"head": "See [there](<#01_rollback_start_the_gauge_writer>)."}, "DOC109", "See [there](<#01-rollback--start-the-gauge-writer>)."),
    ],
)  # fmt: skip
def test_safe_fixes(parts: dict[str, str], code: str, line: str) -> None:
    text = document(**parts)
    result = fixed(text, code)
    assert line in added(text, result.text)
    assert [(one.code, one.times) for one in result.fixed] == [(code, 1)]
    assert not result.result.findings


def test_an_id_is_renamed_with_all_that_names_it() -> None:
    text = document(
        entry="R-01 — Start it",
        rollback="see [R-01](#r-01--start-it)",
        tail="\nAfter R-01, `R-01` and [it](#r-01--start-it), but not XR-01, R-01.2 or `gaugectl R-01`.\n",
    )
    result = fixed(text, "RUN404")
    assert added(text, result.text) == [
        "- **Rollback:** see [01-rollback](#01-rollback--start-it)",
        "### 01-rollback — Start it",
        "After 01-rollback, `01-rollback` and [it](#01-rollback--start-it), but not XR-01, R-01.2 or `gaugectl R-01`.",
    ]


@pytest.mark.parametrize(
    "link",
    ["#step-2", "#rollback-plan-for-gauges", "#irollback", "#stop", "missing.md#rolback"],
)
def test_an_anchor_that_is_a_guess_is_left_alone(link: str) -> None:
    text = document(head=f"See [there]({link}).", tail="\n## Step 3\n\nx\n\n## Stow\n\nx\n\n## Stoop\n\nx\n")
    assert fixed(text, "DOC109").text == text


MARKED = """\
# Cutover

## Steps

| Step | Action | Point of no return |
| --- | --- | --- |
| 1 | `stop` |{first}|
| 2 | `flip` | crosses |
| 3 | `open` |{last}|
"""


def test_a_marker_that_follows_is_put_in() -> None:
    text = MARKED.format(first="  ", last="")
    result = fixed(text, "RUN503")
    assert result.text == MARKED.format(first=" pre-point-of-no-return ", last=" post-point-of-no-return ")


def test_a_marker_that_does_not_follow_is_a_blank() -> None:
    text = MARKED.format(first="", last="").replace("crosses", "pre")
    assert fixed(text, "RUN503").text == text
    assert "| 1 | `stop` | <point of no return> |" in fixed(text, "RUN503", unsafe=True).text


LOG = """\
# Mitigation log: INC-7

- **Date:** 2026-03-04

## M1 — Shift traffic

- **Exact change:** `route --to b`
- **Pre-apply timestamp:** {announced}
- **Apply timestamp:** {applied}

### Verification

- **Decision:** {decision}

## Timeline{zone}

- 10:00{own} alert
- 10:20{own} shifted
"""


def test_the_zone_of_a_header_is_repeated() -> None:
    text = LOG.format(announced="10:18, told `#inc`", applied="10:20", decision="confirmed", zone=" (UTC)", own="")
    result = fixed(text, "MIT205", "mitigation-log")
    assert added(text, result.text) == ["- **Pre-apply timestamp:** 10:18 UTC, told `#inc`", "- **Apply timestamp:** 10:20 UTC"]  # fmt: skip


def test_a_zone_that_no_header_states_is_repeated_where_the_user_says_so() -> None:
    text = LOG.format(announced="10:18", applied="10:20", decision="confirmed", zone="", own=" UTC")
    assert fixed(text, "MIT205", "mitigation-log").text == text
    assert "10:18 UTC" in fixed(text, "MIT205", "mitigation-log", unsafe=True).text


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-03-04 10h18 UTC", "2026-03-04 10:18 UTC"),
        ("2026-03-04t10:18z", "2026-03-04T10:18Z"),
        ("2026-03-04-10:18 UTC", "2026-03-04T10:18 UTC"),
        ("2026-03-04 10：18 UTC", "2026-03-04 10:18 UTC"),
        ("10:18UTC", "10:18 UTC"),
    ],
)
def test_timestamps_in_other_signs(written: str, meant: str) -> None:
    text = LOG.format(announced=written, applied="2026-03-04T10:20Z", decision="confirmed", zone=" (UTC)", own="")
    result = fixed(text, "MIT204", "mitigation-log")
    assert result.text in (text.replace(written, meant), text)
    assert not result.result.findings


def test_a_misspelled_decision() -> None:
    text = LOG.format(announced="10:18 UTC", applied="10:20 UTC", decision="confrimed, 3%", zone=" (UTC)", own="")
    assert "**Decision:** confirmed, 3%" in fixed(text, "MIT517", "mitigation-log").text


SUPPRESSED = """\
# Cutover

## Steps

<!-- runbooklint: ignore=RUN401,RUN209 reason="x" -->
### 01 — Stop

- **Action:** Run `stop`. <!-- runbooklint: ignore=RUN210 reason="y" -->

<!-- runbooklint: ignore-file=RUN999 reason="z" -->
<!-- runbooklint: ignore-file=RUN710 reason="z" -->
"""


def test_unused_suppressions_go() -> None:
    text = fixed(SUPPRESSED, "LNT901").text
    assert text == SUPPRESSED  # rules that are not run are not judged
    settings = Settings("cutover")
    result = mend(SUPPRESSED, "x.md", settings, lambda s, asked: lint(s, asked, "x.md"), False)
    assert '<!-- runbooklint: ignore=RUN401 reason="x" -->' in result.text
    assert "RUN210" not in result.text
    assert "RUN710" not in result.text
    assert "RUN999" in result.text


FORMS = {
    "bullets": ("### 01 — Stop\n\n- **Action:** Run `stop`.\n", "- **Owner:** <owner>"),
    "bullets with another sign": ("### 01 — Stop\n\n* _Action_: Run `stop`.\n", "* _Owner_: <owner>"),
    "bold lines": ("### 01 — Stop\n\n**Action**: Run `stop`.\n", "**Owner**: <owner>"),
    "boxes": ("### 01 — Stop\n\n- [x] **Action:** Run `stop`.\n", "- [ ] **Owner:** <owner>"),
    "a list of steps": ("1. **01: Stop**\n   - **Action:** Run `stop`.\n", "   - **Owner:** <owner>"),
    "no fields": ("### 01 — Stop\n\nRun `stop`.\n", "- **Owner:** <owner>"),
    "an open label": ("### 01 — Stop\n\n- **Owner:**\n- **Action:** Run `stop`.\n", "- **Owner:** <owner>"),
    "a table of fields": ("### 01 — Stop\n\n| Field | Value |\n| -- | -- |\n| **Action** | Run `stop` |\n| **Duration** | 5 min |\n", "| **Owner** | <owner> |"),
    "an empty row": ("### 01 — Stop\n\n| Field | Value |\n| -- | -- |\n| Action | Run `stop` |\n| Owner | |\n", "| Owner | <owner> |"),
    "an empty cell": ("| Step | Action | Owner |\n| -- | -- | -- |\n| 01 | `stop` |       |\n", "| 01 | `stop` | <owner> |"),
    "no column": ("| Step | Action | Rollback |\n| -- | -- | -- |\n| 01 | `stop` | `x` |\n", "| 01 | `stop` | `x` | <owner> |"),
    "a table without edges": ("Step | Action | Rollback\n-- | -- | --\n01 | `stop` | `x`\n", "01 | `stop` | `x` | <owner>"),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_blanks_take_the_form_of_the_record(form: str) -> None:
    step, line = FORMS[form]
    text = f"# Cutover\n\n## Steps\n\n{step}"
    assert fixed(text, "RUN203").text == text
    result = fixed(text, "RUN203", unsafe=True)
    assert line in added(text, result.text)
    assert not result.result.findings


def test_blanks_have_the_labels_of_the_document() -> None:
    text = document() + "\n## More steps\n\n### 02 — Open\n\n- **Action:** Run `open`.\n"
    text = text.replace("**Expected duration:** 5 min", "**Time estimate:** 5 min", 1)
    assert "- **Time estimate:** <expected duration>" in fixed(text, "RUN601", unsafe=True).text


ENTRIES = {
    "beside the last one": (document() + "\n## More steps\n\n### 02 — Open\n\n- **Action:** Run `open`.\n", "### 02-rollback — Undo: Open"),
    "in the section": ("# Cutover\n\n## Steps\n\n### 02 — Open\n\n**Action:** `open`\n\n## Rollback\n\n<!-- in this order -->\n\n## Contacts\n\nJo\n", "### 02-rollback — Undo: Open"),
    "in a new section": ("# Cutover\n\n## Steps\n\n### 02 — Open\n\n**Action:** `open`\n", "## Rollback procedure"),
    "as a row": (
        "# Cutover\n\n## Steps\n\n| Step | Action | Owner |\n| -- | -- | -- |\n| 01 | `stop` | Jo |\n| 02 | `open` | Jo |\n\n"
        "## Rollback\n\n| Rollback | Owner | Preconditions | Action | Duration | Check | Rehearsal | Post-cutover writes | Comms |\n"
        "| -- | -- | -- | -- | -- | -- | -- | -- | -- |\n| 01-rollback | Jo | x | `start` | 5 min | `x` prints 0 | RH-1 | none | none |\n",
        "| 02-rollback | <owner> | <preconditions> | <action> | <expected duration> | <post-condition check> | <rehearsal> |"
        " <post-cutover writes> | <communication triggers> |",
    ),
}  # fmt: skip


@pytest.mark.parametrize("place", ENTRIES)
def test_rollback_entries_are_added(place: str) -> None:
    text, line = ENTRIES[place]
    assert fixed(text, "RUN401").text == text
    result = fixed(text, "RUN401", unsafe=True)
    assert line in added(text, result.text)
    assert not result.result.findings


def test_a_procedure_that_names_no_step_gets_an_entry_for_each() -> None:
    steps = "".join(f"### {number} — Part {number}\n\nRun `x {number}`.\n\n" for number in ("01", "02"))
    text = f"# Cutover\n\n## Steps\n\n{steps}## Rollback\n\n### Start the old one\n\nRun `old up`.\n"
    result = fixed(text, "RUN401", unsafe=True)
    assert "### 01-rollback — Undo: Part 01" in added(text, result.text)
    assert "### 02-rollback — Undo: Part 02" in added(text, result.text)
    assert not result.result.findings


def test_an_entry_that_is_referred_to_is_added() -> None:
    text = document() + "\n## More steps\n\n### 02 — Open\n\n- **Action:** Run `open`.\n- **Rollback:** 02-rollback\n"
    result = fixed(text, "RUN402", unsafe=True)
    assert "\n### 02-rollback — Undo: Open\n\n- **Owner:** <owner>\n" in result.text
    assert not result.result.findings


def test_all_that_an_entry_lacks_is_added_at_once() -> None:
    text = document(tail="\n### 02-rollback — Close\n\n- **Owner:** Jo\n\n## Next steps\n\n### 02 — Open\n\n`open`\n")
    result = fixed(text, "RUN405", unsafe=True)
    assert "- **Owner:** Jo\n- **Preconditions:** <preconditions>\n- **Action:** <action>\n" in result.text
    assert not result.result.findings


@pytest.mark.parametrize("name", get_args(FieldName))
def test_check_finds_every_blank(name: FieldName) -> None:
    text = f"# Cutover\n\n## Steps\n\n### 01 — Stop\n\n- **Action:** Run `stop`.\n- **Words:** {blank(name)}\n"
    found = [one.code for one in lint(Source(text), Settings("cutover", codes=frozenset({"DOC102"}))).findings]
    assert found == ["DOC102"]


def test_a_stated_none_is_no_blank() -> None:
    text = document(rollback="N/A").replace("### 01-rollback", "### 07-rollback")
    assert "N/A" in fixed(text, unsafe=True).text


def test_a_fix_that_brings_something_to_light_is_left_out() -> None:
    text = document(duration="5 mintues")
    result = fixed(text, "RUN602")
    assert result.text == text
    assert result.refused == 1


def test_fixes_hidden_by_a_suppression_are_not_made() -> None:
    text = document(entry="R-01 — Start it", rollback="R-01")
    text = text.replace("### R-01", '<!-- runbooklint: ignore=RUN404 reason="old ids" -->\n### R-01')
    assert fixed(text).text == text


def test_fences_are_never_touched() -> None:
    fence = "```sh\n# 01 Stop\nstop\n# 02 Open\nopen\n```\n"
    text = f"# Cutover\n\n## Steps\n\n{fence}\n## Rollback\n\n### R-01 — Start\n\n{fence}"
    assert fixed(text, unsafe=True).text.count(fence) == 2


def test_edits_keep_what_stands_around_them() -> None:
    raw = "\ufeffa\r\nbb\nc\rd\r\n"
    assert Source(raw).text == "a\nbb\nc\nd\n"
    edits = [Edit(Span(1, 1), "\nx"), Edit(Span(2, 4), "B"), Edit(Span(8, 9), "")]
    assert applied(raw, edits) == "\ufeffa\r\nx\r\nB\nc\rd"
    assert applied("a", [Edit(Span(1, 1), "\nb")]) == "a\nb"
    assert applied("a\rb", [Edit(Span(2, 2), "\nx")]) == "a\r\rxb"
    assert applied("a\rb\nc", [Edit(Span(2, 2), "\nx")]) is None, "the line ends would become one"


def test_edits_that_overlap_are_none() -> None:
    assert in_order([Edit(Span(3, 4), "x"), Edit(Span(0, 3), "")]) == [Edit(Span(0, 3), ""), Edit(Span(3, 4), "x")]
    assert in_order([Edit(Span(0, 4), "x"), Edit(Span(3, 5), "")]) is None
    assert in_order([Edit(Span(3, 3), "x"), Edit(Span(3, 5), "")]) is None


def test_places_move_with_the_edits_before_them() -> None:
    shift = Shift([Edit(Span(2, 4), "xyz"), Edit(Span(6, 6), "!")])
    assert [shift.places(at) for at in (0, 2, 3, 4, 5, 6, 7)] == [(0,), (2, 5), (2, 5), (2, 5), (6,), (7, 8), (9,)]
    assert shift.inserted() == [Span(2, 5), Span(7, 8)]
