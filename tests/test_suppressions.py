"""Comments that hide findings: which ones count, what they cover, what is said of those that hide nothing."""

import time
from typing import Any

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from runbooklint.comments import comments
from runbooklint.directives import directive
from runbooklint.document import Document
from runbooklint.engine import lint
from runbooklint.result import Result
from runbooklint.rule import Severity
from runbooklint.settings import Settings
from runbooklint.source import Source


def found(text: str) -> list[str]:
    source = Source(text)
    return [source.slice(comment.span) for comment in comments(Document(source))]


@pytest.mark.parametrize(
    "text",
    [
        "<!-- a -->",
        "text <!-- a -->",
        "- item\n  <!-- a -->",
        "- item <!-- a --> more",
        "# head <!-- a -->",
        "> <!-- a -->",
        "| a |\n| - |\n| b <!-- a --> |",
        "<details>\n<!-- a -->\n</details>",
        "<pre>\n<!-- a -->\n</pre>",
        "a ` b <!-- a --> c",
        "a \\` b <!-- a --> `c`",
        "a < b <!-- a -->",
        "[x](y) <!-- a -->",
        "[x](y 'title') <!-- a -->",
        "<a href='b'>x</a> <!-- a -->",
        "it's <!-- a --> it's",
    ],
)
def test_comments_of_the_rendered_page_are_found(text: str) -> None:
    assert found(text + "\n") == ["<!-- a -->"]


@pytest.mark.parametrize(
    "text",
    [
        "```\n<!-- a -->\n```",
        "    <!-- a -->",
        "`<!-- a -->`",
        "`` ` <!-- a --> ``",
        "text `more\n<!- <!-- a --> `",
        "---\nx: <!-- a -->\n---",
        "---\n<!-- a -->\n---\n",
        '[x](y "<!-- a -->")',
        "[x](<y> '<!-- a -->')",
        "[x]: /y '<!-- a -->'",
        'text <a title="<!-- a -->">x</a>',
        '<div title="<!-- a -->">x</div>',
        "<script>\n<!-- a -->\n</script>",
        "<textarea>\n<!-- a -->\n</textarea>",
        "<style>\n<!-- a -->\n</style>",
        "<?php <!-- a --> ?>",
        "text \\<!-- a -->",
        "text <!-- a",
        "text &lt;!-- a -->",
    ],
)
def test_what_only_looks_like_a_comment_is_none(text: str) -> None:
    assert found(text + "\n") == []


def test_a_comment_goes_over_lines() -> None:
    assert found("<!-- a\n  b -->\n\ntext <!-- c\nd --> e\n") == ["<!-- a\n  b -->", "<!-- c\nd -->"]


def test_the_words_of_a_comment() -> None:
    asked = directive(
        '<!-- runbooklint: ignore=RUN415,rollback-missing step="Phase B/1" reason=\'no, "it" is\' until=2026-12-31 -->'
    )
    assert asked is not None
    assert [rule.name for rule in asked.rules] == ["RUN415", "rollback-missing"]
    assert (asked.scope, asked.step, asked.reason, asked.until) == ("block", "Phase B/1", 'no, "it" is', "2026-12-31")
    assert not asked.fault
    spaced = directive("<!-- runbooklint:\n> ignore-file=RUN1, RUN2,\n> reason=“two words” -->")
    assert spaced is not None
    assert [rule.name for rule in spaced.rules] == ["RUN1", "RUN2"]
    assert (spaced.scope, spaced.reason) == ("file", "two words")


@pytest.mark.parametrize(
    "text", ["<!-- a -->", "<!-- runbooklint: kind=cutover -->", "<!-- see runbooklint: ignore=RUN401 -->"]
)
def test_other_comments_ask_for_nothing(text: str) -> None:
    assert directive(text) is None


@pytest.mark.parametrize("reason", ["", "TBD", "-", "n/a", "<why>"])
def test_an_empty_reason_is_none(reason: str) -> None:
    asked = directive(f'<!-- runbooklint: ignore=RUN401 reason="{reason}" -->')
    assert asked is not None
    assert asked.reason == ""


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("ignore RUN401", '"ignore" in it is no key with a value'),
        ("ignroe=RUN401", 'it has no key "ignroe", did you mean "ignore"?'),
        ("ignore=", "ignore= names no rule"),
        ("ignore=,", "ignore= names no rule"),
        ("", "it names no rule: write ignore=RULE"),
        ("step=02 reason=x", "it names no rule: write ignore=RULE"),
        ("ignore=A ignore-file=B", "ignore= and ignore-file= exclude each other"),
        ("ignore=A ignore=B", "ignore stands twice in it"),
        ("ignore-file=A step=02", "step= goes with ignore=, not with ignore-file="),
        ('ignore=A step=""', "step= names no step"),
        ('ignore=A reason="open', "the quote behind reason= is not closed"),
        ("ignore=A until=soon", 'until="soon" is no day; write until=2026-12-31'),
        ("ignore=A until=2026-02-30", 'until="2026-02-30" is no day; write until=2026-12-31'),
        ("ignore=A until=31.12.2026", 'until="31.12.2026" is no day; write until=2026-12-31'),
        ("ignore=A because", '"because" in it is no key with a value'),
    ],
)
def test_a_comment_that_cannot_be_understood_says_why(words: str, fault: str) -> None:
    asked = directive(f"<!-- runbooklint: {words} -->")
    assert asked is not None
    assert asked.fault == fault
    assert asked.rules == ()


@given(st.text(alphabet="<!->`\"'=\\[]()ab:/ \n#|ignorestepuntil\u201c\u201d,5", max_size=120))
def test_reading_comments_never_fails(text: str) -> None:
    for comment in found(f"a <!-- runbooklint: {text} --> {text}\n\n<!-- runbooklint:{text}\n"):
        assert comment.startswith("<!--")
        assert comment.endswith("-->")
        directive(comment)


@pytest.mark.parametrize(
    "piece",
    [
        "<!--",
        "<!-- a -->",
        "`",
        "` <!-- ",
        '](x "',
        "](",
        "<a b='",
        "<a b",
        "\\",
        "<script>",
        "<a ",
        "](<",
        "``` `` `",
        '<a b="<!--',
    ],
)
def test_comments_are_found_in_linear_time(piece: str) -> None:
    text = piece * (300_000 // len(piece))
    start = time.perf_counter()
    found(f"a {text}")
    found(f"<div>\n{text}")
    for comment in found(f"<!-- runbooklint: {text}"):
        directive(comment)
    directive(f"<!-- runbooklint: ignore=A {text} -->")
    assert time.perf_counter() - start < 5


# What they hide

HEAD = "# Cutover runbook\n\n## Cutover steps\n\n"
REASON = 'reason="the old reader stays up"'


def step(number: str, title: str = "Flip") -> str:
    return f"### {number} — {title} {number}\n\n- **Action:** Run `flip {number}`.\n\n"


def linted(text: str, *codes: str, **options: Any) -> Result:
    chosen = frozenset({"RUN401", "LNT901", "LNT902", "LNT903", *codes})
    return lint(Source(text, "cutover.md"), Settings(codes=chosen, **options))


def shown(result: Result) -> list[str]:
    return [f"{finding.code}:{finding.place.line}" for finding in result.findings]


def hidden(result: Result) -> list[str]:
    return [f"{one.finding.code}:{one.finding.place.line}" for one in result.hidden]


def test_a_step_is_named_with_its_rollback_entry() -> None:
    text = (
        f"{HEAD}{step('01')}{step('02')}## Rollback procedure\n\n### 02-rollback — Flip back\n\n- **Action:** Flip.\n\n"
        f"<!-- runbooklint: ignore=RUN405,RUN401 step=2 {REASON} -->\n"
    )
    result = linted(text, "RUN405")
    assert shown(result) == ["RUN401:5", "LNT901:19"]
    assert hidden(result) == ["RUN405:15"]
    assert result.hidden[0].reason == "the old reader stays up"
    assert result.hidden[0].by == "suppression"


PHASES = f"{HEAD}### Phase A: reads\n\n#{step('1')}### Phase B: writes\n\n#{step('1')}"


def test_a_step_of_a_phase_is_named_with_the_phase() -> None:
    result = linted(f'{PHASES}<!-- runbooklint: ignore=RUN401 step="Phase B/1" {REASON} -->\n')
    assert (shown(result), hidden(result)) == (["RUN401:7"], ["RUN401:13"])


def test_an_id_of_two_phases_hides_nothing() -> None:
    result = linted(f"{PHASES}<!-- runbooklint: ignore=RUN401 step=1 {REASON} -->\n")
    assert shown(result) == ["RUN401:7", "RUN401:13", "LNT901:17"]
    assert 'write step="Phase A: reads/1"' in result.findings[-1].message


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (f"{HEAD}<!-- runbooklint: ignore=rollback-missing {REASON} -->\n{step('01')}{step('02')}", "10"),
        (f"{HEAD}<!-- runbooklint: ignore=RUN401 {REASON} -->\n\n\n<!-- other -->\n{step('01')}{step('02')}", "13"),
        (f"{HEAD}<!-- runbooklint: ignore-next-line=RUN401 {REASON} -->\n\n\n{step('01')}{step('02')}", "12"),
        (f"{HEAD}{step('01')}{step('02')}<!-- runbooklint: ignore-file=run401 {REASON} -->\n", ""),
        (f"<!-- runbooklint: ignore=RUN401 {REASON} -->\n{HEAD}{step('01')}{step('02')}", "1 6 10"),
        (f"{HEAD}### 01 — Flip <!-- runbooklint: ignore=RUN401 {REASON} -->\n\n- **Action:** Run `x`.\n\n{step('02')}", "9"),
        (f"{HEAD}> <!-- runbooklint: ignore-file=RUN401 {REASON} -->\n\n{step('01')}", ""),
        (f"{HEAD}<!-- runbooklint:\n  ignore=RUN401\n  {REASON}\n-->\n{step('01')}{step('02')}", "13"),
    ],
)  # fmt: skip
def test_a_comment_covers_what_follows_it(text: str, lines: str) -> None:
    assert " ".join(name.partition(":")[2] for name in shown(linted(text))) == lines


TABLE = "| Step | Action | Owner |\n| - | - | - |\n| 01 | Run `flip a` | Ana |\n| 02 | Run `flip b`{} | Ana |\n"


def test_rows_of_a_table() -> None:
    assert shown(linted(HEAD + TABLE.format(""))) == ["RUN401:7", "RUN401:8"]
    assert shown(linted(f"{HEAD}<!-- runbooklint: ignore=RUN401 {REASON} -->\n{TABLE.format('')}")) == []
    within = TABLE.format(f" <!-- runbooklint: ignore=RUN401 {REASON} -->")
    assert shown(linted(HEAD + within)) == ["RUN401:7"]
    behind = f"{TABLE.format('')}\n<!-- runbooklint: ignore=RUN401 step=01 {REASON} -->\n"
    assert shown(linted(HEAD + behind)) == ["RUN401:8"]


@pytest.mark.parametrize(
    "comment",
    [
        f"```\n<!-- runbooklint: ignore-file=RUN401 {REASON} -->\n```",
        f"`<!-- runbooklint: ignore-file=RUN401 {REASON} -->`",
        "[x](#a \"<!-- runbooklint: ignore-file=RUN401 reason='x y' -->\")",
        "[x]: /y \"<!-- runbooklint: ignore-file=RUN401 reason='x y' -->\"",
        f"Text.\n\n    <!-- runbooklint: ignore-file=RUN401 {REASON} -->",
        f"\\<!-- runbooklint: ignore-file=RUN401 {REASON} -->",
        f"runbooklint: ignore-file=RUN401 {REASON}",
    ],
)
def test_what_is_no_comment_hides_nothing_and_is_not_judged(comment: str) -> None:
    assert shown(linted(f"{HEAD}{step('01')}{comment}\n")) == ["RUN401:5"]
    front = f"---\nx: <!-- runbooklint: ignore-file=RUN401 {REASON} -->\n---\n{HEAD}{step('01')}"
    assert shown(linted(front)) == ["RUN401:8"]


def test_the_last_day_still_counts() -> None:
    text = f"{HEAD}{step('01')}<!-- runbooklint: ignore=RUN401 step=01 until=2026-06-30 {REASON} -->\n"
    assert shown(linted(text, today="2026-06-30")) == []
    over = linted(text, today="2026-07-01")
    assert shown(over) == ["RUN401:5", "LNT901:9"]
    assert over.findings[1].message == "this suppression hides nothing: it ended on 2026-06-30"
    assert shown(linted(text)) == []


def test_a_reason_may_be_required() -> None:
    text = f"{HEAD}{step('01')}<!-- runbooklint: ignore=RUN401 step=01 -->\n"
    assert (shown(linted(text)), hidden(linted(text))) == (["LNT902:9"], ["RUN401:5"])
    strict = linted(text, reason_required=True)
    assert (shown(strict), hidden(strict)) == (["RUN401:5", "LNT902:9"], [])


def test_comments_may_be_ignored() -> None:
    text = f"{HEAD}{step('01')}<!-- runbooklint: ignore=RUN401,RUN999 step=01 -->\n"
    assert shown(linted(text, suppressions=False)) == ["RUN401:5"]


def test_only_rules_that_are_run_are_judged() -> None:
    text = f"{HEAD}{step('01')}<!-- runbooklint: ignore=RUN402,MIT201 step=01 -->\n"
    assert shown(linted(text)) == ["RUN401:5"]
    assert shown(linted(text, "RUN402")) == ["RUN401:5", "LNT901:9"]
    assert shown(linted(text, "RUN402", "MIT201")) == ["RUN401:5", "LNT901:9"]


def test_a_rule_that_could_not_decide_is_not_judged() -> None:
    text = f"{HEAD}{step('01')}As decided in D-7.\n\n<!-- runbooklint: ignore-file=DOC106 {REASON} -->\n"
    result = linted(text, "DOC106")
    assert ([item.code for item in result.not_checked], shown(result)) == (["DOC106"], ["RUN401:5"])


def test_rules_on_comments_are_not_hidden_by_comments() -> None:
    text = f"{HEAD}<!-- runbooklint: ignore-file=LNT902,LNT903 {REASON} -->\n\n{step('01')}<!-- runbooklint: ignore=RUN401 step=01 -->\n"
    assert shown(linted(text)) == ["LNT901:5", "LNT902:11"]


@pytest.mark.parametrize(
    ("comment", "where"),
    [
        ("<!-- runbooklint: ignore=RUN402 -->", "in the block below it"),
        ("Words. <!-- runbooklint: ignore=RUN402 -->", "in the block around it"),
        ("<!-- runbooklint: ignore-next-line=RUN402 -->", "on the line below it"),
        ("<!-- runbooklint: ignore-file=RUN402 -->", "in this document"),
        ("<!-- runbooklint: ignore=RUN402 step=01 -->", "at step 01"),
    ],
)
def test_an_idle_comment_is_told_where_it_looked(comment: str, where: str) -> None:
    text = f"# Cutover\n\n## Steps\n\n### 01 — Stop\n\n- **Action:** Run `stop`.\n\n{comment}\n"
    (finding,) = [one for one in linted(text, "RUN402").findings if one.code == "LNT901"]
    assert finding.message == f"this suppression hides nothing: RUN402 finds nothing {where}"


def test_the_closest_comment_hides_and_the_others_are_idle() -> None:
    text = (
        f"{HEAD}<!-- runbooklint: ignore-file=RUN401 {REASON} -->\n\n<!-- runbooklint: ignore=RUN401 {REASON} -->\n"
        f"{step('01')}"
    )
    assert shown(linted(text)) == ["LNT901:5"]


def test_the_comment_is_cut_out_with_its_line() -> None:
    text = f"{HEAD}<!-- runbooklint: ignore=RUN402 step=01 {REASON} -->\n\n{step('01')}"
    (finding,) = [f for f in linted(text, "RUN402").findings if f.code == "LNT901"]
    assert finding.repair is not None
    assert finding.repair.safe
    (edit,) = finding.repair.edits
    assert text[: edit.span.start] + edit.content + text[edit.span.end :] == f"{HEAD}\n{step('01')}"


def test_one_name_of_several_is_cut_out() -> None:
    text = f"{HEAD}{step('01')}<!-- runbooklint: ignore=RUN402, RUN401,RUN418 step=01 {REASON} -->\n"
    for name, left in (("RUN402", "RUN401,RUN418"), ("RUN418", "RUN402, RUN401")):
        (finding,) = [f for f in linted(text, name).findings if f.code == "LNT901"]
        assert finding.repair is not None
        (edit,) = finding.repair.edits
        assert f"ignore={left} step" in text[: edit.span.start] + edit.content + text[edit.span.end :]


def test_fingerprints_stay_where_equals_are_hidden() -> None:
    text = f"{HEAD}{step('01', 'A')}- **Rollback:** N/A\n- **Go/no-go:** looks good, looks good\n\n"
    free = linted(text, "RUN303")
    veiled = linted(f"{text}<!-- runbooklint: ignore=RUN401 step=01 {REASON} -->\n", "RUN303")
    assert {f.fingerprint for f in veiled.findings} < {f.fingerprint for f in free.findings}
    assert {one.finding.fingerprint for one in veiled.hidden} < {f.fingerprint for f in free.findings}


def test_severity_and_step_filter_what_is_hidden_too() -> None:
    text = f"{HEAD}{step('01')}{step('02')}<!-- runbooklint: ignore-file=RUN401 {REASON} -->\n"
    assert hidden(linted(text, steps=("02",))) == ["RUN401:9"]
    assert hidden(linted(text, severities={"RUN401": Severity.LOW}, min_severity=Severity.HIGH)) == []


def test_suppressions_of_a_mitigation_log() -> None:
    text = (
        "# Mitigation log\n\n## Mitigation 1 — Restart\n\n- **Exact change:** `svc restart api`\n\n"
        f"<!-- runbooklint: ignore-file=DOC101 {REASON} -->\n\nTBD\n"
    )
    result = lint(Source(text, "mitigation-log.md"), Settings(codes=frozenset({"DOC101", "LNT901"})))
    assert (shown(result), hidden(result)) == ([], ["DOC101:9"])


def test_a_comment_on_the_kind_counts_where_it_is_one() -> None:
    text = f"# Notes\n\n## Steps\n\n{step('01')}"
    assert lint(Source(f"<!-- runbooklint: kind=cutover -->\n{text}"), Settings()).kind_reason == "comment"
    assert lint(Source(f"{text}```\n<!-- runbooklint: kind=mitigation-log -->\n```\n"), Settings()).kind_reason == ""


BITS = st.sampled_from(
    [
        "# T\n\n", "## Cutover steps\n\n", step("01"), step("02"), "- **Rollback:** N/A\n\n", "| a |\n| - |\n", "\n", "> ", "- ",
        "<!-- runbooklint: ignore=RUN401 -->\n", '<!-- runbooklint: ignore=RUN401 step=01 reason="a b" -->\n', "```\n",
        "<!-- runbooklint: ignore-next-line=RUN401,X -->", "<!-- runbooklint: ignore-file=RUN401 until=2020-01-01 -->\n",
        "<!-- runbooklint: ignore=RUN4 step=\"a/b/01\" -->", "<!--", "-->", "text ", "<div>\n", "`",
    ]
)  # fmt: skip


@given(st.lists(BITS, max_size=12))
@hypothesis.settings(max_examples=300)
def test_what_is_not_shown_is_hidden(bits: list[str]) -> None:
    text = "".join(bits)
    free = linted(text, suppressions=False, today="2026-01-01", kind="cutover")
    result = linted(text, today="2026-01-01", kind="cutover")
    both = [f for f in result.findings if not f.code.startswith("LNT")] + [one.finding for one in result.hidden]
    assert sorted(f.fingerprint for f in both) == sorted(f.fingerprint for f in free.findings)
    spans = [f.span.start for f in result.findings]
    assert spans == sorted(spans)


@pytest.mark.parametrize(
    "piece",
    [
        "<!-- runbooklint: ignore=RUN401 -->\n",
        "<!-- runbooklint: ignore=RUN999 -->",
        "<!-- runbooklint: ignore-next-line=RUN401 --> ",
        "<!-- runbooklint: ignore-file=RUN401 step=01 -->\n\n",
        "<!-- runbooklint: ignore=RUN401 step=01 -->\n\n### 01 — a\n\n- **Action:** b\n\n",
        "<!-- runbooklint: ignroe=RUN401 -->\n",
        "- <!-- runbooklint: ignore=RUN401 -->\n",
    ],
)
def test_many_comments_take_linear_time(piece: str) -> None:
    text = f"# Cutover\n\n## Steps\n\n{step('01')}{piece * (200_000 // len(piece))}"
    start = time.perf_counter()
    linted(text, kind="cutover")
    assert time.perf_counter() - start < 15
