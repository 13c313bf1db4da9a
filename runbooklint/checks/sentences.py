"""The sentences of a text as words with their places, code left out; it knows no document."""

from collections.abc import Iterator, Sequence, Set
from functools import lru_cache

from runbooklint.inline import without_code
from runbooklint.named import NamedTuple
from runbooklint.pattern import Pattern
from runbooklint.source import Span

_PIECE = Pattern(r"[^\W_]+(?:['’-][^\W_]+)*|[.;!?](?=[\s*_)\]]|$)|\n[ \t]*(?:\n|[-*+|])")


class Word(NamedTuple):
    """A word in lower case, hyphens and apostrophes included, with its offsets."""

    text: str
    start: int
    end: int


@lru_cache(maxsize=512)
def sentences(text: str) -> tuple[tuple[Word, ...], ...]:
    """The words of each sentence, in order; a semicolon, an empty line and a list sign end one too.

    Many rules ask for the sentences of the same text, so the last ones are kept.
    """
    return tuple(_cut(text))


def _cut(text: str) -> Iterator[tuple[Word, ...]]:
    current: list[Word] = []
    for match in _PIECE.finditer(without_code(text)):
        piece = match.group()
        if piece[0].isalnum():
            current.append(Word(piece.lower().replace("’", "'"), match.start(), match.end()))
        elif current:
            yield tuple(current)
            current = []
    if current:
        yield tuple(current)


def first(sentence: Sequence[Word], wanted: Set[str], start: int = 0, within: int = 10_000) -> int | None:
    """The index of the first word of a set from an index on, at most so many words behind it; None without one."""
    for index in range(start, min(len(sentence), start + within)):
        if sentence[index].text in wanted:
            return index
    return None


def follows(sentence: Sequence[Word], leading: Set[str], wanted: Set[str], within: int) -> tuple[int, int] | None:
    """The indices of a word of one set and of a word of another at most so many words behind it; None without them."""
    for index, word in enumerate(sentence):
        if word.text in leading and (found := first(sentence, wanted, index + 1, within)) is not None:
            return index, found
    return None


def span_of(sentence: Sequence[Word], start: int, end: int, offset: int) -> Span:
    """The span from one word to another, both included, of a text that begins at an offset."""
    return Span(offset + sentence[start].start, offset + sentence[end].end)
