"""Points in time in signs that are not read, and the same in signs that are."""

from runbooklint.pattern import Pattern
from runbooklint.quantities.moments import leading_moment
from runbooklint.records import Field
from runbooklint.rule import Edit, Fix
from runbooklint.source import Span

_SIGNS = str.maketrans("：﹕－‐‑‒–", "::-----")
_BASIC = Pattern(r"(?<!\d)(\d{4})(\d\d)(\d\d)[Tt](\d\d)(\d\d)(?:(\d\d))?(?=[Zz+\s]|$)")
_JOINT = Pattern(r"(?<!\d)(\d{4}-\d\d?-\d\d?)(?:[-t]|[ ]{0,2}T[ ]{1,2})(?=\d\d?[:.]\d\d)")
_FRENCH = Pattern(r"(?<![\w:])([01]?\d|2[0-3])[hH]([0-5]\d)(?![\w:])")
_CLOSE = Pattern(r"(?<=:[0-5]\d)(?=[A-Z]{3,4}\b)")
_SMALL = Pattern(r"(?<=:[0-5]\d)z\b")
_READ = 60


def canonical(field: Field) -> Fix | None:
    """The fix that writes the time at the beginning of a value in signs that are read; None where that takes a
    guess."""
    old = field.text[:_READ]
    new = old.translate(_SIGNS)
    new = _BASIC.sub(lambda m: f"{m[1]}-{m[2]}-{m[3]}T{m[4]}:{m[5]}" + (f":{m[6]}" if m[6] else ""), new)
    new = _FRENCH.sub(r"\1:\2", _JOINT.sub(r"\1T", new))
    new = _SMALL.sub("Z", _CLOSE.sub(" ", new))
    moment = leading_moment(new)
    if new == old or moment is None or not moment.clocked or moment.problem:
        return None
    start = next((at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    same = 0
    while same < min(len(old), len(new)) - start and old[-1 - same] == new[-1 - same]:
        same += 1
    place = Span(field.span.start + start, field.span.start + len(old) - same)
    return Fix(f'write "{new[moment.start : moment.end]}"', (Edit(place, new[start : len(new) - same]),), safe=True)
