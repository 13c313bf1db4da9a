"""The recorded decisions, looked up by the ids that texts cite; it knows no document."""

from collections.abc import Sequence

from runbooklint.named import NamedTuple
from runbooklint.pattern import Pattern
from runbooklint.records import Decision

CITATION = Pattern(
    r"(?<![\w./-])(?P<prefix>[Dd]ecisions?[ \t]+#?(?=\d)|DEC[-_ ]?|ADR[-_ ]?|D[-_])(?P<number>\d{1,4})(?![\w-])"
)
_ID = Pattern(r"\W*(?P<prefix>[A-Za-z]*)\W*(?P<number>\d{1,9})\b")
_ANY = "decision"


class Register(NamedTuple):
    """Decisions in order, by prefix and number, and by number alone under the prefix `decision`."""

    listed: tuple[Decision, ...]
    by_id: dict[tuple[str, int], Decision]
    prefixes: frozenset[str]
    """The prefixes of their ids in lower case."""

    def find(self, prefix: str, number: str) -> Decision | None:
        """The decision with an id."""
        return self.by_id.get((prefix_of(prefix), int(number)))

    def covers(self, prefix: str) -> bool:
        """Whether ids with a prefix are of this register: `D-` is where it holds a D-1, `Decision` always is."""
        return prefix_of(prefix) in self.prefixes


def prefix_of(text: str) -> str:
    """The letters of a prefix in lower case, `decision` for its plural too."""
    bare = "".join(sign for sign in text.lower() if sign.isalpha())
    return _ANY if bare.startswith(_ANY) else bare


def register_of(decisions: Sequence[Decision]) -> Register:
    """Index decisions by their ids; of equal ids the first counts."""
    found: dict[tuple[str, int], Decision] = {}
    for decision in decisions:
        match = _ID.match(decision.id)
        if match:
            for prefix in (prefix_of(match["prefix"]), _ANY):
                found.setdefault((prefix, int(match["number"])), decision)
    return Register(tuple(decisions), found, frozenset(prefix for prefix, _ in found))
