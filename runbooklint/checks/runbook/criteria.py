"""Criteria of success that stand beside the steps: whether they say what the check of a step expects."""

from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate, pairwise

from runbooklint.checks.runbook.owed import both
from runbooklint.facts import Facts
from runbooklint.inline import plain, words
from runbooklint.mechanical import Verdict, judge, judge_against
from runbooklint.named import NamedTuple
from runbooklint.pattern import Pattern
from runbooklint.records import Section, Step
from runbooklint.source import Span

_CRITERIA = frozenset({"criteria", "criterion", "threshold", "target", "slo"})
_EACH = frozenset({"per", "each", "every"})
_STAGES = frozenset({"phase", "step", "stage", "wave"})
_SMALL = frozenset("a an and at by for from in of on or the to with all each every is are be not no zero".split())
_SECTION = Pattern(r"§\s?(?P<id>[A-Za-z]\b|\d{1,2}(?:\.\d{1,2}){0,3})")
_LEAD = Pattern(r"[:`—–(]")
_READ = 300
"""No criterion is longer."""

Pair = tuple[str, str]


class _Criteria(NamedTuple):
    """What the criteria beside the steps are about."""

    named: frozenset[Pair]
    """The two words that a criterion of success begins with, wherever it stands."""
    near: frozenset[tuple[int, Pair]]
    """The same, of anything under the heading of steps that stands in none of them, with the place of the heading."""
    titles: frozenset[str]
    """The words of the headings above criteria."""
    each: bool
    """Whether criteria hold for each phase or step."""


def expected_beside(step: Step, check: str, facts: Facts) -> bool:
    """Whether criteria beside the steps say what the check of a step expects: those of each phase, those that share two
    words in a row with the title of the step, those that the check calls all together (`all SLOs met`), and a section
    of checks that it cites (`run the tests of §4`)."""
    cited = _SECTION.search(check[:_READ])
    if cited and cited["id"].lower() in _checked_in(facts):
        return True
    told = _criteria(facts)
    if told.each or called_together(check) & told.titles:
        return True
    section = facts.section_at(step.span.start)
    place = section.span.start if section else 0
    return any(pair in told.named or (place, pair) in told.near for pair in _pairs(_LEAD.split(step.title)[0]))


@lru_cache(maxsize=1)
def _checked_in(facts: Facts) -> frozenset[str]:
    """What the titles of the sections of checks begin with, their number or letter: `D. Smoke tests`."""
    titles = (section.title for section in facts.runbook.sections if section.kind == "verification")
    return frozenset(word for title in titles for word in words(title)[:2])


def called_together(text: str) -> frozenset[str]:
    """The words, in the singular, by which a text calls criteria all together: `All SLOs met`."""
    listed = _singular(words(plain(text[:_READ])))
    return frozenset(second for first, second in pairwise(listed) if first == "all") & _CRITERIA


@lru_cache(maxsize=1)
def _criteria(facts: Facts) -> _Criteria:
    runbook = facts.runbook
    blocks = sorted(record.block for record in both(runbook))
    reach = list(accumulate((block.end for block in blocks), max))
    starts = [block.start for block in blocks]
    named: set[Pair] = set()
    near: set[tuple[int, Pair]] = set()
    titles: set[str] = set()
    each = False
    level = 0
    heading: set[str] = set()
    for section in runbook.sections:
        if not level or section.level <= level:
            heading = {*_singular(words(section.title))}
            level = section.level if _CRITERIA & heading and section.kind not in ("rollback", "triggers") else 0
        for text, span in _expecting(section):
            at = bisect_right(starts, span.start) - 1
            if at >= 0 and span.start < reach[at]:
                continue
            begins = _pairs(text)[:1]
            near |= {(section.span.start, pair) for pair in begins}
            if level:
                named |= {*begins}
                titles |= heading
                each = each or bool(_EACH & heading and _STAGES & heading)
    return _Criteria(frozenset(named), frozenset(near), frozenset(titles), each)


def _expecting(section: Section) -> Iterator[tuple[str, Span]]:
    """The lines and rows of a section that say what is expected, of a row its first cell."""
    rows = [row for table in section.tables for row in table.rows]
    cells = {row.span.start for row in rows}
    for item in section.items:
        if not (item.code or item.span.start in cells) and _expects(judge(item.text[:_READ])):
            yield item.text[:_READ], item.span
    for row in rows:
        name, *others = [cell.text[:_READ] for cell in row.cells] or [""]
        if others and _expects(judge_against(name, " ".join(others))):
            yield name, row.span


def _expects(verdict: Verdict) -> bool:
    return verdict.verdict == "mechanical" or (verdict.verdict == "vague" and verdict.expected is not None)


def _pairs(text: str) -> list[Pair]:
    """Two words in a row, in the singular; small words and marks between them are passed over."""
    return list(pairwise(_singular([word for word in words(plain(text)) if word not in _SMALL])))


def _singular(listed: list[str]) -> list[str]:
    return [word.removesuffix("s") for word in listed]
