"""The document as a whole: where it begins, and its sections of a kind with all below them; it reports nothing."""

from bisect import bisect_right
from collections.abc import Iterator

from runbooklint.inline import words
from runbooklint.named import NamedTuple
from runbooklint.records import Item, Row, Runbook, Section, SectionKind
from runbooklint.source import Span


class Chapter(NamedTuple):
    """A section with all sections below it."""

    head: Section
    parts: tuple[Section, ...]
    """The section itself first."""

    @property
    def items(self) -> Iterator[Item]:
        """What stands under it, piece by piece."""
        return (item for part in self.parts for item in part.items)

    @property
    def rows(self) -> Iterator[tuple[tuple[Item, ...], Row]]:
        """Its table rows, each with the head of its table."""
        return ((table.head, row) for part in self.parts for table in part.tables for row in table.rows)


def title_of(runbook: Runbook) -> Span:
    """Where something missing from the whole document is shown: its title, else its beginning."""
    return runbook.title.span if runbook.title else Span(0, 0)


def chapters(runbook: Runbook, kind: SectionKind) -> list[Chapter]:
    """The sections of a kind with what stands below them; one below another of the same kind is part of it."""
    found: list[list[Section]] = []
    level = 0
    for section in runbook.sections:
        if level and section.level > level:
            found[-1].append(section)
            continue
        level = section.level if section.kind == kind else 0
        if level:
            found.append([section])
    return [Chapter(parts[0], tuple(parts)) for parts in found]


def chapters_beside_steps(runbook: Runbook, kind: SectionKind) -> list[Chapter]:
    """The sections of a kind that are no part of a step or rollback entry."""
    blocks = sorted([step.block for step in runbook.steps] + [entry.block for entry in runbook.rollbacks])
    starts = [block.start for block in blocks]
    ends: list[int] = []
    for block in blocks:
        ends.append(max(block.end, ends[-1] if ends else 0))
    found = []
    for chapter in chapters(runbook, kind):
        at = bisect_right(starts, chapter.head.span.start) - 1
        if at < 0 or chapter.head.span.start >= ends[at]:
            found.append(chapter)
    return found


_MOVING = frozenset("migration migrations transfer copy move replication".split())
_NOTHING = frozenset("none no nothing".split())


def moves_no_data(runbook: Runbook) -> bool:
    """Whether a section on the data to move says that there is none."""
    for section in runbook.sections:
        listed = words(section.title)
        opening = words(section.items[0].text)[:1] if section.items else []
        if "data" in listed and _MOVING & set(listed) and _NOTHING & set(opening):
            return True
    return False
