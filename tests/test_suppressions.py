"""Comments that hide findings: which ones count, what they cover, what is said of those that hide nothing."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runbooklint.comments import comments
from runbooklint.directives import directive
from runbooklint.document import Document
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
