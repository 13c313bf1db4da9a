"""What a document says once of the way back of a phase or of all phases: its class, how it is taken back; it builds no
entries."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from runbooklint.document import Node
from runbooklint.inline import trimmed, words
from runbooklint.pattern import Pattern
from runbooklint.reading.items import item, items_of
from runbooklint.reading.labels import Label, asked_label, bold_label, plain_label
from runbooklint.reading.parts import Part
from runbooklint.reading.values import make_field
from runbooklint.records import Field, FieldName, RollbackEntry, Step
from runbooklint.source import Source, Span
from runbooklint.vocabulary import reversibility, step_field

_EVERY = Pattern(
    r"(?i)\b(?:each|every|all)\s(?:of the\s|the\s)?(?:cutover\s|migration\s)?(?:steps?|phases?|stages?|waves?)\b"
)
_WAY = Pattern(
    r"(?i)(?:^|[.;:(]\s{0,2}|\bthe\s)[*_]{0,3}(?:rollback|way back|backout)[*_]{0,3}"
    r"(?:\s?=\s|:[*_]{0,3}\s|\sis\s(?:always\s)?(?:to\s)?)(?P<said>[^.;\n]{12,200})"
)
_BEHIND = Pattern(r"[\s*_]{0,12}(?:\((?P<bracket>[^()\n]{6,120})\)|[,;:—–-]\s{0,12}(?P<rest>[^\n]{6,200}))")


def add_returning(
    source: Source, parts: Sequence[Part], steps: Sequence[Step], entries: Sequence[RollbackEntry]
) -> None:
    """Add to the steps of a phase what its head, or an entry that closes it, says once of their way back, and to all
    steps what is said of every phase. Where a step of the phase tells its own, nothing is added."""
    starts = [step.span.start for step in steps]
    for part in parts if steps else ():
        below = steps[bisect_left(starts, part.span.start) : bisect_left(starts, part.last)]
        for name, field in _headed(source, part) if below and part.level > 1 else ():
            _give(below, name, field)
    phases, ends = _by_phase(steps), _by_phase(entries)
    first = {entry.container: entry for entry in reversed(entries) if not entry.keyed}
    for entry in first.values():
        _give(_closed(entry, steps, phases, ends), "rollback", _inherited(source, "rollback", entry.span))
    for field in _standing(source, parts) if steps else ():
        _give(steps, "rollback", field)


def _give(steps: Sequence[Step], name: FieldName, field: Field) -> None:
    if any(name in step.fields or (name == "rollback" and step.rollback_entry is not None) for step in steps):
        return
    for step in steps:
        step.fields[name] = field


def _inherited(source: Source, name: FieldName, span: Span) -> Field:
    return make_field(source, name, [item(source, span)])._replace(inherited=True)


def _headed(source: Source, part: Part) -> Iterator[tuple[FieldName, Field]]:
    """The class in the head of a phase, and the way back behind it: `Reversible: yes (swap the alias back)`."""
    for span in _lines(part.blocks):
        text = source.slice(span)
        label = _label(text)
        if label is None or step_field(label.text) != "reversibility" or not reversibility(text[label.value :]):
            continue
        field = _inherited(source, "reversibility", trimmed(text[label.value :], span.start + label.value))
        yield "reversibility", field
        behind = _BEHIND.match(text, label.value + len(words(text[label.value :])[0]))
        if behind and field.value != "forward-fix-only":
            group = "bracket" if behind["bracket"] else "rest"
            start = span.start + behind.start(group)
            yield "rollback", _inherited(source, "rollback", trimmed(behind[group], start))
        return


def _label(text: str) -> Label | None:
    found = bold_label(text) or plain_label(text) or asked_label(text)
    return found if found and found.colon and found.value < len(text) else None


def _lines(blocks: Sequence[Node]) -> Iterator[Span]:
    for block in blocks:
        match block.kind:
            case "paragraph":
                yield from block.line_spans
            case "list" | "item":
                yield from _lines(block.children)


_Phases: TypeAlias = dict[tuple[str, ...], list[int]]
"""The indexes of the records of each phase, those of the phases below it included, and of the whole document."""


def _by_phase(records: Sequence[Step | RollbackEntry]) -> _Phases:
    found: _Phases = {}
    for index, record in enumerate(records):
        for depth in range(len(record.container) + 1):
            found.setdefault(record.container[:depth], []).append(index)
    return found


def _closed(entry: RollbackEntry, steps: Sequence[Step], phases: _Phases, ends: _Phases) -> Sequence[Step]:
    """The steps of the phase that an entry closes which names no step. Where the phase is all that there is, only what
    ends their list does."""
    inside = phases.get(entry.container, []) if entry.container else []
    before = [steps[index] for index in inside if steps[index].span.start < entry.span.start]
    listed = "rollback" in entry.fields and all(step.container == entry.container for step in before)
    elsewhere = len(ends[entry.container]) < len(ends[()])
    return before if listed or elsewhere or len(before) < len(steps) else ()


def _standing(source: Source, parts: Sequence[Part]) -> Iterator[Field]:
    """The way back that is said of every phase, in a sentence or below a heading that says so."""
    for part in parts:
        headed = _EVERY.search(part.title) is not None
        for one in (one for block in part.blocks for one in items_of(source, block)):
            found = _WAY.search(one.text) if not one.code and (headed or _EVERY.search(one.text)) else None
            if found:
                start = one.span.start + found.start("said")
                yield _inherited(source, "rollback", trimmed(found["said"], start))
                return
