"""What the text of a field means: its state, class, marker, style or length of time; it knows no blocks."""

import re

from runbooklint.inline import plain, words
from runbooklint.pattern import Pattern
from runbooklint.quantities.lengths import Length, read_durations
from runbooklint.records import Field, FieldName, Fields, Item, Reference, State
from runbooklint.source import Source, Span
from runbooklint.vocabulary import reversibility, state, style

_TIMED = frozenset({"expected_duration", "maximum_duration", "rto", "wait"})
_ENDS = "*_ \t\n"


def make_field(source: Source, name: FieldName, items: list[Item], label: Span | None = None) -> Field:
    """The field of a name with the items of its value, at least one, in document order."""
    start = _fence_opening(source, items[0]) if items[0].code and label else items[0].span.start
    span = Span(start, max(items[-1].span.end, items[0].span.start))
    text = source.slice(span)
    said: State = state(text) if len(items) == 1 else "stated"
    value, seconds = "", None
    if said == "stated":
        match name:
            case "reversibility":
                value = reversibility(text)
            case "style":
                value = style(text)
            case "point_of_no_return":
                value = marker(text)
            case _ if name in _TIMED:
                length = _length(plain(text), name == "maximum_duration")
                seconds = (length.high if length.high is not None else length.low) if length else None
                said = "stated" if length else "unreadable"
    elif said == "none" and name == "reversibility":
        value, said = reversibility(text), "stated" if reversibility(text) else said
    elif said == "none" and name == "point_of_no_return":
        value = "no" if words(text)[:1] == ["no"] else "none"
    return Field(text, span, tuple(items), said, value, seconds, False, label)


def _length(text: str, maximum: bool) -> Length | None:
    """The length of time that counts. A maximum beside other words (`a while (max 15 min)`) is no expected one."""
    found = read_durations(text)
    if maximum:
        return found.maximum or found.expected
    if found.expected is None or found.expected is not found.maximum:
        return found.expected or found.maximum
    before = text[: found.expected.start]
    cut = max(before.rfind(sign) for sign in "(,;/")
    return None if cut > 0 and words(before[:cut]) else found.expected


def _fence_opening(source: Source, content: Item) -> int:
    """Where the fence begins whose content is the value: at its opening line, so that the field is the whole fence."""
    index = source.line(content.span.start) - 2
    line = source.lines[index].strip() if index >= 0 else ""
    return source.starts[index] + source.lines[index].index(line) if line[:3] in {"```", "~~~"} else content.span.start


def split_maximum(source: Source, fields: Fields) -> None:
    """Take the maximum duration out of an expected one that states both, or a bound alone, which is both."""
    field = fields.get("expected_duration")
    if field is None or "maximum_duration" in fields or field.seconds is None:
        return
    found = read_durations(field.text).maximum
    if found is None:
        return
    span = Span(field.span.start + found.start, field.span.start + found.end)
    seconds = found.high if found.high is not None else found.low
    if span.end <= field.span.end:
        piece = Item(source.slice(span), span)
        fields["maximum_duration"] = Field(piece.text, span, (piece,), "stated", "", seconds, field.inherited)


_NOT_YET = frozenset("pre before ahead".split())
_PASSED = frozenset("post after past behind".split())
_YES = frozenset("yes crosses crossing cross crossed true y this x here marks".split())
_EVENT = frozenset("first write traffic once when".split())


def marker(text: str) -> str:
    """What a point-of-no-return value says: `crosses`, `pre`, `post`, `no`, `none`, `event`, or empty."""
    listed = words(text)[:12]
    if not listed:
        return "crosses" if any(sign in text for sign in "✅✔☑⚠🔴") else ""
    if listed[0] in {"no", "false", "n", "not"}:
        return "no"
    if listed[0] in {"none", "never"}:
        return "none"
    if listed[0] in _NOT_YET:
        return "pre"
    if listed[0] in _PASSED:
        return "post"
    if listed[0] in _YES or {"crosses", "crossing"} & set(listed[:6]) or {"crossed", "here"} <= set(listed[:6]):
        return "crosses"
    if listed[:4] == ["point", "of", "no", "return"]:
        return "crosses"
    return "event" if _EVENT & set(listed) else ""


_ID = Pattern(
    r"(?:\b[Ss]teps?[ \t]+)?(?<![\w.])#?"
    r"(?P<id>(?:[Pp]hase|[Ss]tage|[Ww]ave|[Pp]art|[Tt]rack|[Bb]lock)[ \t]{1,2}(?:[A-Z]|\d{1,3})\b"
    r"|[A-Za-z]{1,4}[-_]?\d{1,3}(?:\.\d{1,3}){0,4}[A-Za-z]?|\d{1,3}(?:\.\d{1,3}){0,5}[A-Za-z]?"
    r"|T ?[+\u2212–-] ?\d{1,4}(?:[:.]\d\d|[a-z]{0,3})|(?<=[Ss]tep )[A-Z])"
    r"(?P<suffix>[-_ ]?[Rr]ollback\b)?(?![\w%])(?!\.\d)"
)
_BETWEEN = Pattern(r"[\s,;&/+()]*(?:and|to|through|–|—|-|step|steps|Step|Steps|then|plus|all of)?[\s,;&/+()]*")
_RANGE = frozenset({"to", "through", "–", "—", "-"})


def references(text: str, start: int) -> tuple[Reference, ...]:
    """The ids that a value lists from its beginning (`01, 02 and C3`, `1-3`, `Step 4`), in a text at offset `start`."""
    found: list[Reference] = []
    at = 0
    opening = _OPENING.match(text)
    at = opening.end() if opening else 0
    while (hit := _ID.match(text, at)) is not None:
        span = Span(start + hit.start("id"), start + hit.end())
        found.append(Reference(text[hit.start("id") : hit.end()].strip(), span))
        gap = _BETWEEN.match(text, _closing(text, hit.end()))
        at = gap.end() if gap else hit.end()
        if gap and gap.group().strip(" ,;&/+()\t\n") in _RANGE:
            found += _filled(found[-1], _ID.match(text, at))
    return tuple(found)


_OPENING = Pattern(r"[\s*_`\[(#]*(?:(?:all of|after|only after|completion of|needs|requires)\s+)?")
_CLOSED = Pattern(r"[*_`\]]*(?:\([^()\n]{0,300}\))?[*_`]*")


def _closing(text: str, at: int) -> int:
    found = _CLOSED.match(text, at)
    return found.end() if found else at


def _filled(first: Reference, last: re.Match[str] | None) -> list[Reference]:
    """The ids between the two ends of a range of plain numbers, placed at its first end."""
    if last is None or not (first.id.isdigit() and last["id"].isdigit()):
        return []
    low, high = int(first.id), int(last["id"])
    return [Reference(str(n), first.span) for n in range(low + 1, min(high, low + 100))]
