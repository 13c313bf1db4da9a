"""Text, offsets, lines and columns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runbooklint.source import Position, Source, Span


def test_line_ends_and_byte_order_mark_are_gone() -> None:
    assert Source("\ufeffa\r\nb\rc\n").text == "a\nb\nc\n"
    assert Source.from_bytes(b"\xef\xbb\xbfa\r\n", "x").text == "a\n"
    with pytest.raises(UnicodeDecodeError):
        Source.from_bytes(b"\xff", "x")


def test_positions_count_code_points_from_one() -> None:
    source = Source("ab\n回滚 x\n")
    assert source.position(0) == Position(1, 1)
    assert source.position(3) == Position(2, 1)
    assert source.position(source.text.index("x")) == Position(2, 4)
    assert source.position(len(source.text)) == Position(3, 1)
    assert source.line(4) == 2
    assert source.slice(source.line_span(1)) == "回滚 x"


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("", 0),
        ("# Title\n", 0),
        ("---\na: 1\n---\n# Title\n", 3),
        ("---\na: 1\n...\ntext\n", 3),
        ("---\n---\ntext\n", 2),
        ("---\nnever closed\n", 0),
        ("text\n---\na: 1\n---\n", 0),
        ("----\na\n---\n", 0),
        ("---\na: 1\n---", 2),
    ],
)
def test_front_matter_ends_where_it_is_closed(text: str, body: int) -> None:
    assert Source(text).body == body


@given(st.text(alphabet="a-.\n\r\t é回\u2028", max_size=60))
def test_every_offset_has_one_place(text: str) -> None:
    source = Source(text)
    assert "\n".join(source.lines) == source.text
    assert len(source.starts) == len(source.lines)
    assert 0 <= source.body <= len(source.lines)
    for offset in range(len(source.text) + 1):
        line, column = source.position(offset)
        assert source.starts[line - 1] + column - 1 == offset
        assert 1 <= column <= len(source.lines[line - 1]) + 1
    for index, line_text in enumerate(source.lines):
        assert source.slice(source.line_span(index)) == line_text


def test_a_span_slices_the_text() -> None:
    assert Source("abc").slice(Span(1, 2)) == "b"
