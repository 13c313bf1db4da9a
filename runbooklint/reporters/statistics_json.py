"""How often each rule finds something, for programs."""

from collections.abc import Iterator

from runbooklint.report import Report
from runbooklint.reporters import Look
from runbooklint.reporters.json import dumped
from runbooklint.reporters.statistics import Tally, tallied


def report(report: Report, look: Look) -> Iterator[str]:
    """A list with an object for each rule, the most frequent first."""
    yield dumped([_object(one) for one in tallied(report)], indent=2)
    yield "\n"


def _object(one: Tally) -> dict[str, str | int]:
    return {"count": one.found, **{name: value for name, value in one._asdict().items() if name != "found"}}
