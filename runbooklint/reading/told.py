"""What running text says of steps that no label says: their class, who runs them; it finds no steps."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from runbooklint.inline import trimmed
from runbooklint.pattern import Pattern
from runbooklint.reading.items import item
from runbooklint.reading.readied import instructions
from runbooklint.reading.values import make_field, references
from runbooklint.records import Field, FieldName, Item, Prose, Step
from runbooklint.source import Source, Span
from runbooklint.vocabulary import VERBS, key

_REVERSIBLE = Pattern(
    r"(?i)(?:\b(?:is|are|be|stays?|remains?|step)\s|[(:,—–]\s{0,2})(?:\w{4,13}ly |still )?(?P<word>(?:ir)?reversible)\b"
)
_EVERY = Pattern(
    r"(?i)\b(?:each|every|all(?: of)?(?: the| these)?)\s(?:[\w-]{1,20}\s){0,2}?(?:steps?|phases?|stages?|actions?)\b"
    r"[^.;\n]{0,60}?\b(?P<word>reversible)\b"
    r"|\b(?:cutover|migration|procedure|sequence|switchover)\s(?:is|stays|remains)\s(?:\w{4,13}ly )?"
    r"(?P<whole>reversible)\b"
)
_SOME = Pattern(
    r"(?i)\bsteps?\s(?P<ids>[^.;\n]{1,40}?)\s(?:(?:is|are|stay|remain)\s)?(?:all |\w{4,13}ly )?(?P<word>reversible)\b"
)
_LIMIT = Pattern(r"(?i)[\s,]{1,3}(?:(?P<last>through)|up to|until|till|before)\s(?P<ids>[^.;\n]{0,60})")
_BACK = Pattern(
    r"(?i)\broll(?:ing )?-?\s?back (?:is possible )?(?:at|from|after) (?:any|every|each) "
    r"(?:point|step|stage|time|phase)\b[^.;\n]{0,80}"
)
_WHO = Pattern(
    r"\((?P<who>[Yy]ou(?=[,;:)—–]|\s(?P<does>[a-z]{2,15})\b)"
    r"|(?:[A-Za-z][\w-]{1,20}\s){0,3}(?i:team|lead|engineers?|dbas?|sres?|ops|devops|owner|operator|admins?|administrator"
    r"|manager|on-call|commander|captain)(?=\s?[,;:)—–]))"
)
_GATE = Pattern(
    r"(?im)^[ \t]*(?:#+|//|--)[ \t]*(?:\d{1,2}[.)][ \t]*)?(?P<said>[^\n]{0,60}?\bgo ?/ ?no-?go\b[^\n]*"
    r"(?:\n[ \t]*(?:#|//|--)[ \t]*[-*•][^\n]*)*)"
)
_DENIED = Pattern(r"(?i)\b(?:not?|never|none|isn't|aren't|if)\b")


def add_told(source: Source, steps: Sequence[Step], prose: Iterable[Prose]) -> None:
    """Add to the steps what the text tells besides the labels. A field that any step states counts from there alone:
    where a document has a place for it, what stands elsewhere is no answer."""
    if not steps:
        return
    _drop_implied(steps)
    _drop_gates(steps)
    for step in steps:
        if "owner" not in step.fields:
            _executor(source, step)
        if "go_no_go" not in step.fields:
            _commented(source, step)
    prose = list(prose)
    if sum("rollback" in step.fields or step.rollback_entry is not None for step in steps) * 2 <= len(steps):
        _way_back(source, steps, prose)
    if not any("reversibility" in step.fields for step in steps):
        said = [piece for piece in prose if "eversible" in piece.text]
        for step in steps if said else ():
            _class(source, step)
        for piece in _outside(said, steps):
            _of_all(source, steps, piece)


def _drop_implied(steps: Sequence[Step]) -> None:
    """Where most steps state their criteria, a sentence on when to stop is none."""
    stated = [step.fields["go_no_go"].value != "implied" for step in steps if "go_no_go" in step.fields]
    if sum(stated) * 2 > len(steps):
        for step in steps:
            if "go_no_go" in step.fields and step.fields["go_no_go"].value == "implied":
                del step.fields["go_no_go"]


def _drop_gates(steps: Sequence[Step]) -> None:
    """Where most steps state a check, a gate is none as well."""
    checks = [(step, step.fields["postcondition"]) for step in steps if "postcondition" in step.fields]
    if sum(check.value != "implied" for _, check in checks) * 2 > len(steps):
        for step, check in checks:
            if check.value == "implied" and "go_no_go" in step.fields and check.span == step.fields["go_no_go"].span:
                del step.fields["postcondition"]


def _class(source: Source, step: Step) -> None:
    for piece in instructions(source, step):
        found = _REVERSIBLE.search(piece.text)
        if found and not _denied(piece.text, found.start("word")):
            named = _piece(source, piece, *found.span("word"))
            step.fields["reversibility"] = make_field(source, "reversibility", [named])
            return


def _piece(source: Source, piece: Item | Prose, start: int, end: int) -> Item:
    return item(source, trimmed(piece.text[start:end], piece.span.start + start))


def _denied(text: str, at: int) -> bool:
    return _DENIED.search(text[max(0, at - 40) : at]) is not None


def _executor(source: Source, step: Step) -> None:
    """Take for the owner whom a head names in brackets: `Open the port (network team)`, `(you, in the console)`."""
    start = step.span.start
    for found in _WHO.finditer(source.slice(step.span)):
        if not found["does"] or found["does"] in VERBS:
            span = Span(start + found.start("who"), start + found.end("who"))
            step.fields["owner"] = make_field(source, "owner", [item(source, span)])
            return


def _commented(source: Source, step: Step) -> None:
    """Take for the criteria what a comment among the commands calls a go/no-go, with the list of comments below it."""
    action = step.fields.get("action")
    for piece in action.items if action else ():
        found = _GATE.search(piece.text) if piece.code else None
        if found:
            said = trimmed(found["said"], piece.span.start + found.start("said"))
            field = make_field(source, "go_no_go", [item(source, said, code=True)])
            step.fields["go_no_go"] = field._replace(value="implied")
            return


def _inherited(source: Source, name: FieldName, span: Span) -> Field:
    return make_field(source, name, [item(source, span)])._replace(inherited=True)


def _outside(pieces: Iterable[Prose], steps: Sequence[Step]) -> Iterator[Prose]:
    """The pieces that stand in no step."""
    blocks = sorted(step.block for step in steps)
    starts = [block.start for block in blocks]
    ends = list(accumulate((block.end for block in blocks), max))
    for piece in pieces:
        at = bisect_right(starts, piece.span.start) - 1
        if at < 0 or piece.span.start >= ends[at]:
            yield piece


def _of_all(source: Source, steps: Sequence[Step], piece: Prose) -> None:
    """Give each step the class that a sentence gives all of them, or those that it names: `steps 1-3 are reversible`,
    `every step is reversible up to step 6`."""
    if found := _EVERY.search(piece.text):
        at = found.span("word" if found["word"] else "whole")
        chosen = _before(steps, _LIMIT.match(piece.text, at[1]))
    elif found := _SOME.search(piece.text):
        at = found.span("word")
        named = {key(reference.id) for reference in references(found["ids"], 0)}
        chosen = [step for step in steps if key(step.id) in named]
    else:
        return
    if _denied(piece.text, at[0]):
        return
    field = _inherited(source, "reversibility", _piece(source, piece, *at).span)
    for step in chosen:
        step.fields.setdefault("reversibility", field)


def _way_back(source: Source, steps: Sequence[Step], prose: Iterable[Prose]) -> None:
    """Give the way back that a sentence tells for all steps to those that tell none."""
    told = ((piece, found) for piece in prose if "back" in piece.text and (found := _BACK.search(piece.text)))
    piece, found = next(told, (None, None))
    if piece and found and not _denied(piece.text, found.start()):
        field = _inherited(source, "rollback", _piece(source, piece, *found.span()).span)
        for step in steps:
            step.fields.setdefault("rollback", field)


def _before(steps: Sequence[Step], limit: re.Match[str] | None) -> Sequence[Step]:
    """The steps up to a limit; where that names no step, all but the last."""
    if limit is None:
        return steps
    named = references(limit["ids"], 0)
    at = next((i for i, step in enumerate(steps) if named and key(step.id) == key(named[0].id)), None)
    if at is None:
        return steps[:-1]
    return steps[: at + 1] if limit["last"] else steps[:at]
