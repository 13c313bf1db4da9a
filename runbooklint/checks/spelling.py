"""Values that are a slip of the pen for one of a few known words, and the fix that spells them right."""

from collections.abc import Iterable

from runbooklint.nearest import slip
from runbooklint.pattern import Pattern
from runbooklint.records import Field
from runbooklint.rule import Edit, Fix
from runbooklint.source import Span

_WORD = Pattern(r"[^\W_]+(?:[-'’][^\W_]+)*")
_MOST = 5
_READ = 200


def meant(field: Field, names: Iterable[str]) -> Fix | None:
    """The fix that spells the first words of a value as the one known name that is meant."""
    known = tuple(names)
    found = list(_WORD.finditer(field.text[:_READ]))[:_MOST]
    for last in reversed(found):
        start, end = found[0].start(), last.end()
        name = slip(field.text[start:end], known)
        if name and name.casefold() != field.text[start:end].casefold():
            place = Span(field.span.start + start, field.span.start + end)
            return Fix(f'write "{name}"', (Edit(place, name),), safe=True)
    return None
