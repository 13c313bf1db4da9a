"""The values that a text states of signals, its points in time left out; it knows no field."""

from collections.abc import Sequence

from runbooklint.memory import remembered
from runbooklint.metrics.measures import Measure, measures
from runbooklint.quantities.moments import find_moments


@remembered
def values_in(text: str) -> Sequence[Measure]:
    """The values in a text: the `19` of `0.2% at 19 May 14:57` is none."""
    return measures(text, tuple((moment.start, moment.end) for moment in find_moments(text)))
