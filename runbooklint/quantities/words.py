"""A text cut into words, numbers and signs with their offsets; it knows no quantity."""

from runbooklint.memory import remembered
from runbooklint.named import NamedTuple
from runbooklint.pattern import Pattern

_WORD = Pattern(r"[^\W\d_]+|[0-9]+(?:[.,:][0-9]+)*|[^\s*`\\]")
DIGITS = frozenset("0123456789")
_MAXIMUM_DIGITS = 9
"""Longer numbers are identifiers, not quantities."""


class Words(NamedTuple):
    """The words, numbers and signs of a text; white space, asterisks and backticks are left out."""

    text: str
    lower: list[str]
    """Each word in lower case."""
    starts: list[int]
    ends: list[int]

    def at(self, index: int) -> str:
        """The word at an index in lower case, empty beyond either end."""
        return self.lower[index] if 0 <= index < len(self.lower) else ""

    def glued(self, index: int) -> bool:
        """Whether nothing stands between the word at an index and the one before it."""
        return 0 < index < len(self.lower) and self.starts[index] == self.ends[index - 1]

    def numeric(self, index: int) -> bool:
        """Whether the word at an index begins with a digit."""
        return self.at(index)[:1] in DIGITS


@remembered
def cut(text: str) -> Words:
    """Cut a text into its words."""
    found = [(m.group().lower(), m.start(), m.end()) for m in _WORD.finditer(text)]
    return Words(text, [w for w, _, _ in found], [s for _, s, _ in found], [e for _, _, e in found])


def number(word: str) -> float | None:
    """The value of a plain number (`5`, `1.5`, `1,5`, `1,000`); None for a clock, a version or a long identifier."""
    if len(word) > _MAXIMUM_DIGITS or not word or word[0] not in DIGITS or ":" in word:
        return None
    head, *groups = word.split(",")
    if groups and len(head) <= 3 and all(len(g.partition(".")[0]) == 3 for g in groups) and head != "0":
        word = head + "".join(groups)
    elif len(groups) == 1 and "." not in word:
        word = f"{head}.{groups[0]}"
    return float(word) if word.count(".") <= 1 and "," not in word else None


def clock(word: str) -> tuple[int, ...] | None:
    """The two or three parts of `00:15` or `00:15:00`; None where the minutes or seconds are no two digits below 60."""
    parts = word.split(":")
    if not 2 <= len(parts) <= 3 or len(word) > _MAXIMUM_DIGITS or not word.replace(":", "").isdigit():
        return None
    if any(len(p) != 2 or int(p) >= 60 for p in parts[1:]):
        return None
    return tuple(map(int, parts))
