"""Parts and rows that describe something, a state or a result, against those that tell to do it; it finds no steps."""

from collections.abc import Sequence

from runbooklint.inline import words
from runbooklint.reading.labels import names_check
from runbooklint.reading.parts import Part
from runbooklint.reading.units import Unit, bullet_items, imperative, ordered_items, share
from runbooklint.source import Source

_OPENING = frozenset("initial current starting existing final resulting steady".split())
_STATES = frozenset("state situation status".split())


def instructs(source: Source, part: Part, titled: bool = True) -> bool:
    """Whether a numbered section without a list of steps tells something to do itself, perhaps in its title."""
    fences = any(p.commands for p in part.walk())
    items = [i for p in part.walk() for i in bullet_items(p)]
    return fences or (titled and imperative(part.head.title)) or (bool(items) and share(source, items) >= 0.5)


def describes(source: Source, part: Part) -> bool:
    """Whether a part is a numbered section within a numbered section (`6.1` in `6.`) that tells nothing to do."""
    above = part.parent
    if above is None or not above.head.id or not part.head.id.startswith(f"{above.head.id}."):
        return False
    lines = [b.line_spans[0] for p in part.walk() for b in p.blocks if b.kind == "paragraph" and b.line_spans]
    told = any(imperative(source.slice(span)) for span in lines)
    titled = part.kind != "signoff"  # `Sign-off` over ticks is a noun
    return not (told or instructs(source, part, titled) or any(ordered_items(p) for p in part.walk()))


def shows_state(part: Part) -> bool:
    """Whether a title says in which state all is before or after the steps: `Step 0: Initial state (blue serves)`."""
    listed = words(part.head.title.partition("(")[0])
    return bool(listed) and listed[-1] in _STATES and listed[0] in _OPENING


def claims(units: Sequence[Unit]) -> bool:
    """Whether most units say what is so, and not what to do: `Pods running`, `Schema created`."""
    said = [_claims(unit.head.title) for unit in units]
    return sum(said) * 2 > len(said)


def _claims(title: str) -> bool:
    listed = words(title)
    return not imperative(title) and (names_check(title) or any(word.endswith("ed") for word in listed[1:6]))
