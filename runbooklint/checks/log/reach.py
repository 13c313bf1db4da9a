"""Surfaces that an action says it reaches beside what it changes: `the partner API reads the same flag`."""

from collections.abc import Iterator, Sequence

from runbooklint.checks.fields import stated
from runbooklint.checks.log.surfaces import Surface, surfaces_in, terms_of
from runbooklint.inline import code_spans
from runbooklint.named import NamedTuple
from runbooklint.pattern import Pattern
from runbooklint.records import Field, FieldName
from runbooklint.records_log import Mitigation
from runbooklint.source import Span

_WORD = Pattern(r"[^\W_][\w.-]*|[;,.:()\n](?=\s|$)|[()\n]")
_SHARING = frozenset(
    "read reads use uses share shares consume consumes depend depends rely relies query queries call calls subscribe"
    " subscribes honour honours honor honors follow follows inherit inherits sit sits run runs".split()
)
_LINK = frozenset("same this that it both too also shared well".split())
_REACHING = frozenset(
    "affect affects hit hits reach reaches touch touches impact impacts feed feeds degrade degrades slow slows".split()
)
_DOING = frozenset("also this it that which change flag action rollback will can may could might would and".split())
_PASSIVE = frozenset("used read shared called consumed queried served".split())
_BY = frozenset("by with".split())
_SKIPPED = frozenset("the a an also both all other our its their and but because since as while so".split())
_PRONOUNS = frozenset("it this that which they these those we nobody nothing everything who what there".split())
_PLACES = frozenset(
    "in on at from for to until since during by with because and or but which that while as if when so within".split()
)
_ACTS: tuple[FieldName, ...] = ("action", "exact_change")
_LONGEST = 5


class _Word(NamedTuple):
    text: str
    start: int
    end: int


def reached(entry: Mitigation) -> Iterator[Surface]:
    """The surfaces that an action names as reached: those it lists, and those of clauses that say so."""
    listed = stated(entry.fields, "surfaces")
    if listed and stated(entry.fields, "blast_radius"):
        yield from surfaces_in(listed)
    for name in _ACTS:
        field = entry.fields.get(name)
        if field and field.state == "stated" and not field.items[0].code:
            for clause in _clauses(field):
                yield from _told(field, clause)


def _clauses(field: Field) -> Iterator[list[_Word]]:
    """The words of each clause, names in code included and commands left out."""
    current: list[_Word] = []
    text = field.text
    for span in code_spans(text):
        if " " in text[span.start : span.end].strip("` "):
            text = text[: span.start] + " " * (span.end - span.start) + text[span.end :]
    for match in _WORD.finditer(text.replace("`", " ")):
        piece = match.group()
        if piece[0].isalnum():
            current.append(_Word(piece.lower().rstrip("."), match.start(), match.end()))
        elif current:
            yield current
            current = []
    if current:
        yield current


def _told(field: Field, clause: Sequence[_Word]) -> Iterator[Surface]:
    """The surface that a clause says shares what is changed, or is affected by it."""
    for index, word in enumerate(clause):
        after = {other.text for other in clause[index + 1 : index + 5]}
        before = clause[index - 1].text if index else ""
        found: Sequence[_Word] = ()
        if word.text in _SHARING and index and (_LINK & after or before == "also"):
            found = _subject(clause[:index])
        elif word.text in _REACHING and before in _DOING:
            found = _object(clause[index + 1 :])
        elif word.text in _PASSIVE and index + 1 < len(clause) and clause[index + 1].text in _BY:
            found = _object(clause[index + 2 :])
        if found and 0 < len(found) <= _LONGEST and not any(other.text in _PRONOUNS for other in found):
            span = Span(field.span.start + found[0].start, field.span.start + found[-1].end)
            text = field.text[found[0].start : found[-1].end].replace("`", "")
            yield Surface(" ".join(text.split()), span, terms_of(text))
            return


def _subject(words: Sequence[_Word]) -> Sequence[_Word]:
    """The noun before a verb, where it is all that stands there."""
    kept = [word for word in words if word.text not in _SKIPPED]
    return kept if kept and not any(word.text in _PLACES for word in kept[-_LONGEST:]) else ()


def _object(words: Sequence[_Word]) -> Sequence[_Word]:
    """The noun behind a verb, up to where or when."""
    kept: list[_Word] = []
    for word in words[: _LONGEST + 2]:
        if word.text in _PLACES:
            break
        if word.text not in _SKIPPED:
            kept.append(word)
    return kept
