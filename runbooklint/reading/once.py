"""What a document states once for many steps or entries: criteria, messages, owners, writes; it finds no steps."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate
from typing import TypeAlias

from runbooklint.inline import trimmed
from runbooklint.pattern import Pattern
from runbooklint.reading.charged import executors, rollback_owners
from runbooklint.reading.criteria import passes, passing, stopping
from runbooklint.reading.items import item, items_of
from runbooklint.reading.parts import Part
from runbooklint.reading.returning import add_returning
from runbooklint.reading.unsaid import unsaid
from runbooklint.reading.values import make_field
from runbooklint.records import Field, FieldName, Fields, Item, RollbackEntry, Step
from runbooklint.source import Source

_Units: TypeAlias = Sequence[Step | RollbackEntry]
_Found = Callable[[Source, Part], Iterable[Item]]

_PHASE = Pattern(r"(?i)\b(?:phase|stage|wave)s?\b")
_EACH = Pattern(
    r"(?i)\b(?:each|every|per)\s(?:\w{1,12}\s)?(?:step|phase|stage|wave)\b"
    r"|\b(?:step|phase|stage|wave)\s(?:transition|start|begin|complet|end|finish|announce|update|change|status)\w{0,8}\b"
)
_TELLING = Pattern(
    r"(?i)(?:^|(?<=[.;:] ))[\s*_\[\]x✅☐-]{0,8}(?P<said>announce\b|communicate\s"
    r"|(?:notify|inform|tell|alert|brief|e-?mail|message|update)\s(?:the\s|all\s|our\s|affected\s|internal\s|key\s){0,2}"
    r"(?:[\w-]{1,16}\s)?(?:stakeholders?|users?|customers?|clients?|partners?|teams?|channels?|on-call|support|management"
    r"|leadership|everyone|owners?|business|operators?|status page|[#@][\w-]{1,40})"
    r"(?=\s(?:of|that|about|on|with|in|via|by|when|before|after|to|and)\b|[*_\s]{0,4}(?:[.,;:()—–]|$))"
    r"|(?:post|send|publish)\s[^.;\n]{0,60}?(?:messages?|announcements?|notices?|notifications?|e-?mails?|slack"
    r"|status page|\s[#@]\w)).*"
)
_WRITES = Pattern(
    r"(?i)\b(?:(?:writes?|rows|records|changes|transactions|orders|data)\s(?:\w{1,16}\s){0,5}?"
    r"|\w{3,16}s\s(?:made|written|uploaded|created|taken|entered|received|accepted|stored)\s)(?:after|since|post)[\s-]"
    r"(?:the\s)?(?:cutover|flip|switch|switchover|migration|go-live|swap|move|change)(?:\s[^.;]{0,40}?"
    r"\b(?:is|are|stays?|remains?|gets?|will|must|can|cannot|were|sits?|lives?)\b|[*_]{0,3}:[*_]{0,3}\s)"
)
_SENTENCE = Pattern(r"(?:[^.;]|[.;](?=\S))+")


def add_once(
    source: Source, root: Part, document: Fields, steps: Sequence[Step], entries: Sequence[RollbackEntry]
) -> None:
    """Add to the steps and entries, and to the fields of the document, what it states once for many of them. Where one
    of them has a statement of its own under a name, the document has a place for it, and nothing is added."""
    if not steps and not entries:
        return
    parts = [part for part in _outside(list(root.walk()), steps) if part.level]
    lacking = unsaid(steps, "go_no_go", lambda step: step.fields["go_no_go"].value != "implied")
    _share(source, parts, "go_no_go", steps, stopping, lacking)
    _share(source, parts, "go_no_go", steps, passing, lacking)
    if (field := _of_all(source, "go_no_go", parts, steps, stopping)) is not None:
        document.setdefault("go_no_go", field)
    if not any("communication" in step.fields for step in steps):
        for step in steps:
            _told(source, step)
        _share(source, parts, "communication", steps, _messages)
    if not any("owner" in entry.fields for entry in entries):
        _share(source, parts, "owner", entries, rollback_owners)
    if not any("owner" in step.fields for step in steps):
        _share(source, parts, "owner", steps, executors)
    add_returning(source, parts, steps, entries)
    units: list[Step | RollbackEntry] = [*steps, *entries]
    if not any("post_cutover_writes" in unit.fields or "loss" in unit.fields for unit in units):
        _share(source, parts, "post_cutover_writes", entries, _writes)


def _outside(parts: Sequence[Part], steps: Sequence[Step]) -> Iterator[Part]:
    """The parts that are no step and stand in none."""
    blocks = sorted(step.block for step in steps)
    starts = [block.start for block in blocks]
    ends = list(accumulate((block.end for block in blocks), max))
    for part in parts:
        at = bisect_right(starts, part.span.start) - 1
        if at < 0 or part.span.start >= ends[at]:
            yield part


def _share(
    source: Source, parts: Iterable[Part], name: FieldName, units: _Units, find: _Found, only: _Units | None = None
) -> None:
    """Give the units around statements a field that they do not have, where named only those; statements for the same
    units are one."""
    wanted = {id(unit) for unit in (units if only is None else only)}
    starts = [unit.span.start for unit in units]
    told: dict[range, tuple[Field, list[Item]]] = {}
    for part in parts if units else ():
        if found := list(find(source, part)):
            around = _around(part, starts)
            if around not in told:
                told[around] = _once(source, name, part, found), []
            told[around][1].extend(found)
    for around, (field, items) in sorted(told.items(), key=lambda one: len(one[0])):
        shared = field._replace(items=tuple(items))
        phases = name == "communication" and any(_PHASE.search(one.text) for one in items)
        for index in around:
            unit = units[index]
            if id(unit) not in wanted:
                continue
            # A message for each phase is one for a step that is a phase, or stands in one.
            if not phases or any(_PHASE.search(text) for text in (source.slice(unit.span), *unit.container)):
                unit.fields.setdefault(name, shared)


def _around(part: Part, starts: Sequence[int]) -> range:
    """Which units a statement under a heading holds for: those of the nearest heading above it that has any."""
    above: Part | None = part
    while above is not None and above.level:
        found = range(bisect_left(starts, above.span.start), bisect_left(starts, above.last))
        if found:
            return found
        above = above.parent
    return range(len(starts))


def _once(source: Source, name: FieldName, part: Part, found: list[Item]) -> Field:
    field = make_field(source, name, found, part.span)
    back = "back" if name == "go_no_go" and not passes(part) else field.value
    return field._replace(inherited=True, value=back)


def _of_all(source: Source, name: FieldName, parts: Iterable[Part], units: _Units, find: _Found) -> Field | None:
    """The first statement under a name that holds for all units."""
    starts = [unit.span.start for unit in units]
    told = ((part, found) for part in parts if (found := list(find(source, part))))
    whole = ((part, found) for part, found in told if len(_around(part, starts)) == len(starts))
    part, found = next(whole, (None, []))
    return _once(source, name, part, found) if part else None


def _items(source: Source, part: Part) -> list[Item]:
    return [one for below in part.walk() for block in below.blocks for one in items_of(source, block)]


def _messages(source: Source, part: Part) -> Iterable[Item]:
    if not any(one.kind == "communication" for one in (part, *part.ancestors())):
        return []
    if _EACH.search(part.title):
        return [item(source, part.span), *(one for block in part.blocks for one in items_of(source, block))]
    listed = (one for block in part.blocks for one in items_of(source, block))
    return [one for one in listed if not one.code and _EACH.search(one.text)]


def _told(source: Source, step: Step) -> None:
    """Take a sentence of the action that tells somebody something for a message; it may stand among checks."""
    fields = (step.fields.get("action"), step.fields.get("postcondition"))
    for piece in (piece for field in fields if field for piece in field.items):
        found = None if piece.code else _TELLING.search(piece.text)
        if found:
            span = trimmed(piece.text[found.start("said") :], piece.span.start + found.start("said"))
            field = make_field(source, "communication", [item(source, span)])
            step.fields["communication"] = field._replace(value="implied")
            return


def _writes(source: Source, part: Part) -> Iterable[Item]:
    for one in (one for block in part.blocks for one in items_of(source, block)):
        for sentence in () if one.code else _SENTENCE.finditer(one.text):
            if _WRITES.search(" ".join(sentence.group().split())):
                return [item(source, trimmed(sentence.group(), one.span.start + sentence.start()))]
    return []
