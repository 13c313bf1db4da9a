"""Whether a text after fixes is to be believed: what they were for is gone, and nothing new is found."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence

from runbooklint.edits import Shift
from runbooklint.finding import Finding
from runbooklint.named import NamedTuple
from runbooklint.result import Result
from runbooklint.rule import Edit
from runbooklint.source import Span

_TO_FILL_IN = "DOC102"
"""What a blank brings with it, and that alone."""
_ITEM = "\n\n- "


class Attempt(NamedTuple):
    """A fix that is tried."""

    finding: Finding
    edits: tuple[Edit, ...]
    safe: bool


class Merged:
    """The edits of several attempts: insertions at one place follow one another, equal edits are made once."""

    def __init__(self, group: Sequence[Attempt]) -> None:
        self.group = group
        self.safe = all(attempt.safe for attempt in group)
        found: dict[Span, dict[str, int]] = {}
        for number, attempt in enumerate(group):
            for edit in attempt.edits:
                found.setdefault(edit.span, {}).setdefault(edit.content, number)
        self.edits: list[Edit] = []
        self.authors: list[list[tuple[int, int]]] = []
        """Of each edit, which attempt is the first whose content is in it, from which offset in it."""
        for span in sorted(found):
            content, authors = "", []
            for piece, number in found[span].items():
                if content.startswith(_ITEM) and piece.startswith(_ITEM):
                    piece = piece[1:]  # two first items are one list
                authors.append((len(content), number))
                content = content.removesuffix("\n") + piece if piece.startswith("\n") else content + piece
            self.edits.append(Edit(span, content))
            self.authors.append(authors)
        self.shift = Shift(self.edits)
        self.inserted = self.shift.inserted()

    def author(self, place: int) -> int:
        """The number of the attempt that is to blame for what is found at a place of the new text: that whose edit is
        the nearest before it."""
        index = max(0, bisect_right(self.inserted, place, key=lambda span: span.start) - 1)
        authors = self.authors[index]
        return authors[max(0, bisect_right(authors, place - self.inserted[index].start, key=lambda one: one[0]) - 1)][1]

    def is_blank(self, finding: Finding) -> bool:
        """Whether a finding is a place to fill in that an unsafe fix has put in."""
        index = bisect_right(self.inserted, finding.span.start, key=lambda span: span.start) - 1
        return finding.code == _TO_FILL_IN and index >= 0 and finding.span.end <= self.inserted[index].end


def guilty_of(before: Result, after: Result, merged: Merged) -> set[int]:
    """The numbers of the attempts whose findings are still there, or that bring something new; none where all hold."""
    found = {(finding.code, finding.span.start) for finding in after.findings}
    guilty = {number for number, one in enumerate(merged.group) if found & _places(one.finding, merged.shift)}
    guilty |= _strange(after.findings, before.findings, merged)
    known = [*before.findings, *(one.finding for one in before.hidden)]
    return guilty | _strange([one.finding for one in after.hidden], known, merged)


def moved(before: frozenset[tuple[str, int]], after: frozenset[tuple[str, int]], merged: Merged) -> set[int]:
    """The numbers of the attempts to blame for steps and entries that are no more, and for new ones that nobody asked
    for. Each is told by its type and the place where it begins."""
    places = {unit: {(unit[0], place) for place in merged.shift.places(unit[1])} for unit in before}
    guilty = {merged.author(max(found)[1]) for found in places.values() if not found & after}
    if merged.safe:
        guilty |= {merged.author(place) for _, place in after.difference(*places.values())}
    return guilty


def _strange(new: Iterable[Finding], old: Iterable[Finding], merged: Merged) -> set[int]:
    """The numbers of the attempts to blame for what is new among findings, besides blanks to fill in. The words that a
    finding is about may have grown, so that only where it begins tells whether it is the same."""
    known = {place for finding in old for place in _places(finding, merged.shift)}
    judged = [finding for finding in new if merged.safe or not merged.is_blank(finding)]
    more = Counter(finding.code for finding in judged) - Counter(finding.code for finding in old)
    return {
        merged.author(finding.span.start)
        for finding in judged
        if finding.code in more or (finding.code, finding.span.start) not in known
    }


def _places(finding: Finding, shift: Shift) -> set[tuple[str, int]]:
    return {(finding.code, start) for start in shift.places(finding.span.start)}
