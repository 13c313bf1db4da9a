"""Whom a document's roles charge with executing the steps or with the rollback; it knows no steps and no entries."""

from collections.abc import Iterable, Iterator

from runbooklint.document import Node
from runbooklint.inline import plain, trimmed, words
from runbooklint.pattern import Pattern
from runbooklint.reading.items import item, items_of
from runbooklint.reading.labels import bold_label, plain_label
from runbooklint.reading.parts import Part
from runbooklint.records import Item
from runbooklint.source import Source, Span
from runbooklint.vocabulary import VERBS

_AUTHORITY = frozenset("authority owner owners executor responsible responsibility lead".split())
_DUTY = frozenset("responsibility responsibilities duty duties".split())
_ROLE = frozenset("role name who person team owner lead".split())
_ROLLBACK = frozenset("rollback rollbacks backout fallback".split())
_ROLES = frozenset("role roles responsibility responsibilities raci staffing crew".split())
_PEOPLE = frozenset("team teams people personnel roster".split())
_EXECUTOR = frozenset("executor executors executer implementer implementor".split())
_EXECUTES = Pattern(
    r"(?i)\b(?:execut(?:es?|ing)|runs?|running|perform(?:s|ing)?|carr(?:y|ies|ying) out|driv(?:es?|ing)"
    r"|work(?:s|ing)? through)\s(?:(?:the|all|every|each|of|these|actual|whole|entire|forward|production|cutover"
    r"|deployment|migration|switchover|release|go-live|change)\s){0,4}?"
    r"(?:cutover|deployment|migration|switchover|release|go-live|change|steps?|runbook|procedure|commands|scripts|plan)"
    r"(?=\s?(?:[.,;:()/|&—–]|$|(?:and|on|in|during|from|per|by|step|as|at|end|under|via|to|itself)\b))"
    r"|\b(?:cutover|deployment|migration|switchover|release|runbook|go-live|steps?) execution\b"
    r"|\bexecution of the (?:cutover|deployment|migration|switchover|release|runbook|steps|plan)\b"
)
_GOES_BACK = Pattern(
    r"(?i)\b(?:execut(?:es?|ing)|runs?|running|perform(?:s|ing)?|carr(?:y|ies|ying) out|leads?|leading|owns?"
    r"|initiat(?:es?|ing)|drives?)\s(?:(?:the|all|any|every|of|full|emergency)\s){0,3}(?:rollbacks?|backout|fallback)\b"
    r"|^[\W_]{0,12}(?:rollback|backout|fallback) (?:execution|procedures?|owner|lead|decisions?)\b"
)
_ANY_ROLLBACK = Pattern(r"(?i)\b(?:rollbacks?|backout|fallback)\b")


def executors(source: Source, part: Part) -> Iterable[Item]:
    """Whom the roles under a heading charge with the execution of all steps."""
    return _charged(source, part, _EXECUTES, _EXECUTOR)


def rollback_owners(source: Source, part: Part) -> Iterable[Item]:
    """Whom a heading or the roles under it charge with the rollback."""
    listed = set(words(part.title))
    if _ROLLBACK & listed and _AUTHORITY & listed:
        return [one for below in part.walk() for block in below.blocks for one in items_of(source, block)]
    return _charged(source, part, _GOES_BACK, frozenset())


def _charged(source: Source, part: Part, duty: Pattern, roles: frozenset[str]) -> Iterable[Item]:
    tables = (block for block in part.blocks if block.kind == "table" and block.children)
    if (table := next(tables, None)) is not None:
        return _of_rows(source, table, _ANY_ROLLBACK if duty is _GOES_BACK else duty, roles)
    if part.parent is not None and _tells_roles(part.parent):
        items = [one for below in part.walk() for block in below.blocks for one in items_of(source, block)]
        told = roles & set(words(part.title)) or any(duty.search(plain(one.text)) for one in items)
        return [item(source, trimmed(source.slice(part.head.title_span), part.head.title_span.start))] if told else []
    return list(_of_lines(source, part, duty, roles)) if _tells_roles(part) else []


def _tells_roles(part: Part) -> bool:
    """Whether a heading names the people of the procedure: `Roles and responsibilities`, `Migration team`."""
    listed = words(part.title)
    if not part.level or not listed or listed[0] in VERBS:
        return False
    return bool(_ROLES & set(listed)) or listed[-1] in _PEOPLE


def _of_rows(source: Source, table: Node, duty: Pattern, roles: frozenset[str]) -> list[Item]:
    """Whom a table of roles charges: by what it says of the duties, or by the name of the role."""
    heads = [set(words(source.slice(cell.span))) for cell in table.children[0].children]
    at = next((at for at, head in enumerate(heads) if _DUTY & head), None)
    role = next((at for at, head in enumerate(heads) if _ROLE & head), None)
    if role is None:
        return []
    cells = [[plain(source.slice(cell.span)) for cell in row.children] for row in table.children[1:]]
    return [
        item(source, row.children[role].span)
        for row, told in zip(table.children[1:], cells, strict=True)
        if len(told) > role
        and ((at is not None and at < len(told) and duty.search(told[at])) or roles & set(words(told[role])))
    ]


def _of_lines(source: Source, part: Part, duty: Pattern, roles: frozenset[str]) -> Iterator[Item]:
    """Whom the lines and items under a heading charge: `**Cutover lead** - runs all steps`, `Executor: A. Lund`."""
    for block in part.blocks:
        nodes = block.children if block.kind == "list" else [block]
        for one in (items for node in nodes if (items := list(items_of(source, node))) and not items[0].code):
            text, start = one[0].text, one[0].span.start
            label = bold_label(text) or plain_label(text)
            if label is None:
                continue
            value = text[label.value :]
            if roles & set(words(label.text)):
                yield item(source, trimmed(value, start + label.value))
            elif any(duty.search(plain(said)) for said in (value, *(below.text for below in one[1:]))):
                yield item(source, Span(start + label.start, start + label.end))
