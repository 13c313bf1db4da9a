"""Which words of a runbook name the source of the migration and which the target, told from its title; pure text."""

from runbooklint.inline import plain
from runbooklint.named import NamedTuple
from runbooklint.pattern import Pattern
from runbooklint.records import Runbook

_SOURCE = frozenset("source legacy old former previous origin original outgoing".split())
_TARGET = frozenset(
    "target new destination staging temp temporary tmp scratch backup test sandbox stale unused shadow incoming".split()
)
_JOINING = frozenset("to into onto toward towards".split())
_TOKEN = Pattern(r"[^\W_][\w+#]*|→|->")
_REACH = 3
_GENERIC = frozenset("the a an our of from for and cutover runbook migration plan switchover with on in all".split())


class Sides(NamedTuple):
    """The words that name either side, in lower case."""

    source: frozenset[str]
    target: frozenset[str]


def sides_of(runbook: Runbook) -> Sides:
    """The names beside the last `to` in the title (`from MySQL 5.7 to PostgreSQL 16`), with the usual words."""
    title = plain(runbook.title.text) if runbook.title else ""
    listed = ["to" if token in ("→", "->") else token for token in _TOKEN.findall(title)]
    at = max((index for index, word in enumerate(listed) if word.lower() in _JOINING), default=None)
    if at is None:
        return Sides(_SOURCE, _TARGET)
    start = next((index + 1 for index in range(at - 1, -1, -1) if listed[index].lower() == "from"), None)
    before = listed[start:at] if start is not None and at - start <= _REACH + 1 else _names(listed[max(0, at - 2) : at])
    source, target = (
        {word.lower() for word in part if word.lower() not in _GENERIC and not word[0].isdigit()}
        for part in (before, listed[at + 1 : at + 1 + _REACH])
    )
    return Sides(_SOURCE | (source - target), _TARGET | (target - source))


def _names(listed: list[str]) -> list[str]:
    """The words that are written as names: with a capital or a digit."""
    return [word for word in listed if word != word.lower() or any(sign.isdigit() for sign in word)]


def side_of(listed: list[str], sides: Sides) -> str:
    """The side that words name first: `source`, `target`, or empty."""
    for word in listed:
        if word in sides.source:
            return "source"
        if word in sides.target:
            return "target"
    return ""
