"""Every statement about the point of no return, in steps and outside them."""

from collections.abc import Iterator

from runbooklint.inline import plain, words
from runbooklint.pattern import Pattern
from runbooklint.reading.values import marker
from runbooklint.records import Field, Mark, MarkValue, Prose, Section, Step
from runbooklint.source import Span
from runbooklint.vocabulary import state

_NAMED = Pattern(r"(?i)points?[ -]of[ -]no[ -]return|\bPO?NR\b|no[ -]return point|commitment point")
_SUBJECT = Pattern(r"(?i)\w{3,}[^.;]{0,80}\bis (?:the|our) (?:point of no return|PO?NR\b)")
_STEP = Pattern(
    r"\b(?:(?:[Ss]tep|[Pp]hase|[Ss]tage)s?[ \t]+`?(?P<named>[A-Za-z]{0,3}[-_]?\d{1,3}(?:\.\d+)*[a-z]?|[A-Z])\b"
    r"|(?P<code>[A-Z]{1,3}[-_]?\d{1,3}(?:\.\d+)*)\b)"
)
_DENIES = Pattern(
    r"(?i)\b(?:no|not a|isn.t a|without(?: a)?|never a|none)\b[^.;]{0,30}(?:points?[ -]of[ -]no[ -]return|\bPO?NR\b)"
    r"|(?:points?[ -]of[ -]no[ -]return|\bPO?NR\b)[^.;\w]{0,6}(?:is |are )?(?:none|not applicable|n/a)\b"
)


_UNTIL = Pattern(
    r"(?i)\b(?:nothing|no step)\b[^.;\n]{0,20}\b(?:one-way|irreversible|final|destructive)[*_]{0,3}"
    r"\s(?:until|before)\s\w"
)
"""What gives the event up to which all can be taken back."""
_POINTS = frozenset({"point", "pnr", "ponr", "such", "commitment", "step"})


_HAPPENING = frozenset("write writes traffic deadline once until customer".split())
_WHEN = frozenset("first after once when until".split())


def marks_of(
    steps: tuple[Step, ...], sections: tuple[Section, ...], stated: Field | None, prose: tuple[Prose, ...]
) -> tuple[Mark, ...]:
    """The marks in document order, each statement once."""
    found = {mark.span: mark for index, step in enumerate(steps) for mark in _own(step, index)}
    if stated is not None and stated.state in {"stated", "none"}:
        found[stated.span] = statement(stated.text, stated.span, whole=True)
    for section in sections:
        if section.kind == "point_of_no_return":
            for entry in section.items:
                if not entry.code:
                    found.setdefault(entry.span, statement(entry.text, entry.span, whole=True))
    taken = sorted([*found, *(step.block for step in steps)], reverse=True)
    reach = 0
    for piece in prose:
        while taken and taken[-1].start <= piece.span.start:
            reach = max(reach, taken.pop().end)
        if piece.where == "heading" or piece.span.end <= reach:
            continue
        if _UNTIL.search(piece.text):
            found[piece.span] = Mark(piece.text, piece.span, "event")
        if not _NAMED.search(piece.text):
            continue
        mark = statement(piece.text, piece.span, whole=False)
        if mark.value != "unreadable":
            found[piece.span] = mark
    return tuple(sorted(found.values(), key=lambda m: m.span))


_VALUES: dict[str, MarkValue] = {"crosses": "crosses", "pre": "pre", "post": "post", "event": "event", "": "unreadable"}


def _own(step: Step, index: int) -> Iterator[Mark]:
    """The mark in the field of a step; a `no` marks nothing."""
    field = step.fields.get("point_of_no_return")
    if field is not None and field.state == "stated" and field.value in _VALUES:
        yield Mark(field.text, field.span, _VALUES[field.value], step.id, index)


def statement(text: str, span: Span, whole: bool) -> Mark:
    """What a statement outside the steps says: with `whole`, all of it is about the point of no return."""
    listed = words(text)
    if state(plain(text)) == "none" or _DENIES.search(text) or (whole and _says_none(listed)):
        return Mark(text, span, "none")
    step = _STEP.search(text)
    at = (step["named"] or step["code"]) if step else ""
    if not whole and not {"is", "crosses", "are", "passes", "marks", "after", "at", "reaches"} & set(listed):
        return Mark(text, span, "unreadable", at)
    if {"first", "after"} <= set(listed):
        return Mark(text, span, "event", at)
    if _HAPPENING & set(listed) and _WHEN & set(listed):
        return Mark(text, span, "event", at)
    if any(c.isdigit() for c in text) and not at and whole:
        return Mark(text, span, "deadline", at)
    if at:
        return Mark(text, span, "crosses", at)
    if not whole and _SUBJECT.search(text):
        return Mark(text, span, "event", at)
    value = marker(text) if whole else ""
    if value == "event" or (whole and {"after", "once", "when"} & set(listed)):
        return Mark(text, span, "event", at)
    return Mark(text, span, "unreadable", at)


def _says_none(listed: list[str]) -> bool:
    """`There is none`, `There is no such point`; not `There is no way back after S3`."""
    if listed[:2] != ["there", "is"]:
        return False
    return listed[2:3] == ["none"] or (listed[2:3] == ["no"] and bool(_POINTS & set(listed[3:6])))
