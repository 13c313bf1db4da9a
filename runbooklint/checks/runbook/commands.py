"""Which steps have their commands beside them: by the script that does all of a list, or in a fence with a command for
each; it reports nothing."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby, islice, zip_longest

from runbooklint.facts import Facts
from runbooklint.inline import code_spans, words
from runbooklint.pattern import Pattern
from runbooklint.records import Item, Step

_ALL_OF_THEM = Pattern(
    r"(?i)`[^`\n]{2,120}`\)?[*_]{0,3},?\s(?:\w{1,12}\s){0,2}?"
    r"(?:executes?|runs?|performs?|automates?|does|carries out|walks through)\s"
    r"(?:all\s(?:of\s)?)?(?:this|these|the|following|below)\s(?:\w{1,12}\s){0,3}?"
    r"(?:sequence|steps|phases|stages|tasks|actions|order|procedure)\b"
)
_BACKWARDS = frozenset("rollback revert undo verify verification check checks monitoring".split())
_SCRIPTED = 400
"""How far behind the sentence the list begins."""


@lru_cache(maxsize=1)
def with_commands_beside(facts: Facts) -> frozenset[int]:
    """The steps, by identity, whose commands stand beside them."""
    return frozenset(id(step) for found in (_scripted(facts), _in_fences(facts)) for step in found)


def _scripted(facts: Facts) -> Iterator[Step]:
    """The steps of a list behind a sentence such as: the script `deploy.sh` executes this sequence."""
    steps = facts.runbook.steps
    starts = [step.span.start for step in steps]
    for piece in facts.runbook.prose:
        if not (code_spans(piece.text) and _ALL_OF_THEM.search(piece.text)):
            continue
        first = bisect_left(starts, piece.span.end)
        if first < len(steps) and starts[first] - piece.span.end < _SCRIPTED:
            _, listed = next(groupby(islice(steps, first, None), key=lambda step: step.container))
            yield from listed


def _in_fences(facts: Facts) -> Iterator[Step]:
    """The steps of a section behind which a fence has a command for each."""
    runbook = facts.runbook
    starts = [step.span.start for step in runbook.steps]
    for section, following in zip_longest(runbook.sections, runbook.sections[1:]):
        end = following.span.start if following else section.items[-1].span.end if section.items else 0
        steps = runbook.steps[bisect_left(starts, section.span.end) : bisect_left(starts, end)]
        if len(steps) < 2:
            continue
        last = max(step.block.end for step in steps)
        fence = next((item for item in section.items if item.code and item.span.start >= last), None)
        if fence and _commands(fence) >= len(steps) and not _turns_back(facts, last, fence.span.start):
            yield from steps


def _commands(fence: Item) -> int:
    """How many commands a fence holds: lines that are no comment and go on no other."""
    lines = [line.strip() for line in fence.text.split("\n")]
    pairs = zip(["", *lines], lines, strict=False)
    return sum(bool(line) and line[0] != "#" and not before.endswith("\\") for before, line in pairs)


def _turns_back(facts: Facts, start: int, end: int) -> bool:
    """Whether what leads to a fence says that it takes back or checks."""
    prose = facts.runbook.prose
    at = bisect_right(prose, start, key=lambda piece: piece.span.start)
    while at < len(prose) and prose[at].span.start < end:
        if _BACKWARDS & set(words(prose[at].text)):
            return True
        at += 1
    return False
