"""Rule on criteria of completion or advance: a number, query, name or state stands in each."""

from collections.abc import Iterator
from functools import lru_cache

from runbooklint.facts import Facts
from runbooklint.inline import fold, lines, plain, words
from runbooklint.mechanical import vague_criterion
from runbooklint.pattern import Pattern
from runbooklint.records import FieldName, Prose
from runbooklint.rule import ANY, Problem, Report, Severity, rule
from runbooklint.source import Span

_FIRST = frozenset("go advance proceed done complete completion definition success exit acceptance mitigation".split())
_LABEL = Pattern(
    r"[\s*_]{0,12}(?:go(?:/no-go)?|advance|proceed|done|complete|completion|definition of done"
    r"|(?:go|completion|success|exit|acceptance|mitigation) criteri(?:a|on))"
    r"[ \t*_]{0,12}(?::|[–—-](?=\s)|\bif\b|\bwhen\b)[ \t*_]*",
    2,
)


_JUDGED: tuple[FieldName, ...] = ("preconditions", "postcondition")


@rule("DOC108", "vague-criterion", Severity.MEDIUM, on=Prose, kinds=ANY, basis="heuristic")
def vague_criteria(prose: Prose, facts: Facts) -> Iterator[Report]:
    if prose.where == "heading" or prose.span.end in _predicting(facts):
        return
    listed = _among_criteria(prose, facts)
    for line in lines(prose.text, 0):
        leading = words(prose.text[line.start : line.start + 24])[:1]
        label = _LABEL.match(prose.text, line.start) if leading and leading[0] in _FIRST else None
        if not (label or listed):
            continue
        start = label.end() if label else line.start
        found = vague_criterion(prose.text[start : line.end])
        if found:
            said = fold(plain(prose.text[start + found[0] : start + found[1]]))[:60]
            first = prose.span.start + start
            yield Problem(Span(first + found[0], first + found[1]), f'"{said}" is no criterion that can be checked')


@lru_cache(maxsize=1)
def _predicting(facts: Facts) -> frozenset[int]:
    """Where the expected signals of a mitigation log end, and the conditions and checks of a runbook's steps: rules of
    their own judge those."""
    if facts.kind == "mitigation-log":
        told = [entry.fields.get("expected_signal") for entry in facts.log.mitigations]
    else:
        every = [record.fields for record in facts.runbook.steps]
        every += [record.fields for record in facts.runbook.rollbacks]
        told = [fields.get(name) for fields in every for name in _JUDGED]
    return frozenset(item.span.end for field in told if field for item in field.items)


def _among_criteria(prose: Prose, facts: Facts) -> bool:
    """Whether a text stands in a list of conditions; what a verification section checks is judged by other rules."""
    section = facts.section_at(prose.span.start)
    if section is None:
        return False
    if section.kind == "verification":
        return _names_criteria(section.title)
    return section.kind == "checklist" or _names_criteria(section.title)


@lru_cache(maxsize=64)
def _names_criteria(title: str) -> bool:
    return bool({"criteria", "criterion"} & set(words(title)))


RULES = (vague_criteria,)
