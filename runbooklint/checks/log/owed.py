"""What the actions of a log are called, whether they were applied, and where what they owe is shown to be missing."""

from bisect import bisect_left
from collections.abc import Iterator

from runbooklint.facts import Facts
from runbooklint.inline import words
from runbooklint.records import Field
from runbooklint.records_log import Mitigation, MitigationLog, Verification
from runbooklint.source import Span

_NOT_APPLIED = frozenset(
    "not never unapplied withdrawn skipped rejected proposed planned pending cancelled canceled abandoned".split()
)


def called(entry: Mitigation) -> str:
    """What a message calls an action: by its id, or by its title where it has none."""
    if not entry.id:
        return f'mitigation "{entry.title[:60]}"'
    return entry.id if entry.id[0].isalpha() else f"mitigation {entry.id}"


def said(text: str) -> str:
    """Words of the document as a message quotes them: on one line, not too long."""
    return f'"{" ".join(text.split())[:60]}"'


def applied(entry: Mitigation, facts: Facts) -> bool:
    """Whether an action counts as applied: the log is no plan, and the apply time does not say that it was not."""
    return facts.options.phase == "executed" and not unapplied(entry.fields.get("apply"))


def unapplied(field: Field | None) -> bool:
    """Whether an apply time says instead that the action was not applied."""
    return field is not None and field.state == "unreadable" and bool(_NOT_APPLIED & set(words(field.text)[:4]))


def checks_of(entry: Mitigation, facts: Facts) -> list[Verification]:
    """The verifications of an action."""
    return [facts.log.verifications[index] for index in entry.verifications]


def besides(entry: Mitigation, facts: Facts) -> Iterator[str]:
    """The lines within an action that are in none of its fields and in no verification."""
    prose, checks = facts.log.prose, checks_of(entry, facts)
    told = [field.span for fields in (entry.fields, *(check.fields for check in checks)) for field in fields.values()]
    told += [check.block for check in checks if check.block != entry.block]
    told.sort()
    passed, reach = 0, -1
    for at in range(bisect_left(prose, entry.block.start, key=lambda line: line.span.start), len(prose)):
        span = prose[at].span
        if span.start >= entry.block.end:
            return
        while passed < len(told) and told[passed].start < span.end:
            reach, passed = max(reach, told[passed].end), passed + 1
        if reach <= span.start:
            yield prose[at].text


def head_of(log: MitigationLog) -> Span:
    """Where the absence of a section is shown: at the title, else at the first line."""
    return log.title.span if log.title else Span(0, 0)
