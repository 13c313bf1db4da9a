"""A bound that leaves out its unit, behind the length that has it: `15 minutes, no longer than 25`; pure text."""

from runbooklint.named import NamedTuple
from runbooklint.pattern import Pattern
from runbooklint.quantities.amounts import unit_at
from runbooklint.quantities.words import cut

_BOUND = Pattern(
    r"(?i)[\s,;:(/–—-]{1,4}(?:and )?(?:is )?(?:max(?:imum)?\.?|at most|(?:no|not) (?:longer|more) than|up to|limit"
    r"|(?:give up|stop|abort|cancel|stuck|escalate|times? out) after)[ :]{1,2}(?P<number>\d{1,4}(?:\.\d)?)"
    r"(?=$|[),;\]]|\.?(?:$|\s[(\[]))"
)


class Bare(NamedTuple):
    """A bound with its offsets."""

    start: int
    end: int
    seconds: float


def bare_limit(text: str, at: int, least: float) -> Bare | None:
    """The bound without a unit right behind the length that ends at an offset, in the unit of that length; None where
    none stands there, or one below a least number of seconds."""
    found = _BOUND.match(text, at)
    if not found:
        return None
    words = cut(text[:at])
    seconds = float(found["number"]) * (unit_at(words, len(words.lower) - 1) or 0)
    return Bare(*found.span("number"), seconds) if seconds >= least else None
