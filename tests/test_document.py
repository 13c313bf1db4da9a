"""Markdown to blocks that know where their words stand."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runbooklint.document import MAX_NESTING, Document, Node
from runbooklint.source import Source


def walk(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from walk(child)


def words(text: str, kind: str) -> list[str]:
    """The words of every block of a kind."""
    source = Source(text)
    return [source.slice(node.span) for node in walk(Document(source).root) if node.kind == kind]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("# Title\n", ["Title"]),
        ("##  Two  ##\n", ["Two"]),
        ("Set\next\n===\n", ["Set\next"]),
        ("> ### In a quote\n", ["In a quote"]),
        ("- # In a list\n", ["In a list"]),
        ("#\n", [""]),
        ("---\ntitle: # no\n---\n# Yes\n", ["Yes"]),
        ("```\n# no\n```\n", []),
    ],
)
def test_headings(text: str, found: list[str]) -> None:
    assert words(text, "heading") == found


@pytest.mark.parametrize(
    ("table", "found"),
    [
        ("| a | b |\n| - | - |\n| 1 | 2 |\n", ["a", "b", "1", "2"]),
        ("a | b\n--- | ---\n1 | x \\| y\n", ["a", "b", "1", "x \\| y"]),
        ("| a | b |\n| - | - |\n| 1 |\n", ["a", "b", "1"]),
        ("- x\n\n  | a | b |\n  | - | - |\n  | 1 | `2` |\n", ["a", "b", "1", "`2`"]),
        ("> | a | b |\n> | - | - |\n> | 1 |  |\n", ["a", "b", "1", ""]),
    ],
)
def test_cells_keep_their_place(table: str, found: list[str]) -> None:
    assert words(table, "cell")[: len(found)] == found


def test_items_know_marker_and_box() -> None:
    source = Source("- [x] done\n- [ ] open\n3. third\n")
    items = [node for node in walk(Document(source).root) if node.kind == "item"]
    assert [(item.marker, item.checked, item.ordered) for item in items] == [
        ("-", True, False),
        ("-", False, False),
        ("3.", None, True),
    ]
    assert [source.slice(item.children[0].span) for item in items] == ["done", "open", "third"]


def test_a_fence_knows_its_lines_without_indentation() -> None:
    source = Source("1. do\n\n   ```sh\n   # check\n     run\n   ```\n")
    (fence,) = (node for node in walk(Document(source).root) if node.kind == "fence")
    assert fence.info == "sh"
    assert [source.slice(span) for span in fence.line_spans] == ["# check", "run"]


def test_depth_beyond_the_limit_is_told() -> None:
    assert Document(Source("> " * (MAX_NESTING // 2 - 2) + "x\n")).cut is None
    assert Document(Source("a\n\n" + "> " * 60 + "x\n")).cut == 3


MARKDOWN = st.lists(
    st.sampled_from(
        [
            "# ",
            "- ",
            "1. ",
            "> ",
            "| a | b |",
            "| - | - |",
            "```",
            "\n",
            "\t",
            "  ",
            "x",
            "`",
            "[ ] ",
            "---",
            "é",
            "<!--",
            "-->",
        ]
    ),
    max_size=40,
).map("".join)


@given(MARKDOWN)
def test_spans_lie_inside_the_text_and_below_their_parents(text: str) -> None:
    source = Source(text)
    root = Document(source).root
    for node in walk(root):
        assert 0 <= node.span.start <= node.span.end <= len(source.text)
        assert 0 <= node.first <= node.last <= len(source.lines)
        for span in node.line_spans:
            assert "\n" not in source.slice(span)
        for child in node.children:
            assert node.first <= child.first <= child.last <= node.last
