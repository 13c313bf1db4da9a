"""What an action does that is hard to take back once others rely on it, told from its words; pure text."""

from collections.abc import Set
from itertools import pairwise

from runbooklint.checks.runbook.sides import Sides, side_of
from runbooklint.inline import words

_STOPPING = frozenset("disable disables stop stops block blocks halt revoke suspend quiesce freeze close lock".split())
_TURNING = frozenset("set make put turn switch mark alter".split())
_WRITES = frozenset("write writes writer writers".split())
_DESTROYING = frozenset("drop delete truncate purge archive wipe erase destroy drops deletes archives".split())
_NO_DATA = frozenset(
    "connection connections session sessions traffic pod pods index indexes indices trigger triggers replication lock"
    " locks cache caches dns route routes alert alerts".split()
)
_OPENING = frozenset(
    "enable open allow accept unlock resume start route send point direct switch move flip cut make".split()
)
_SHARED = frozenset("dual both shadow shadowed mirror mirrored replicate replicated test smoke double".split())
_STANDBY = frozenset("replica standby secondary follower target new".split())
_REPOINTING = frozenset("repoint re-point redirect reroute switch move flip repoints redirects".split())
_OUTSIDE = frozenset(
    "integration integrations webhook webhooks partner partners vendor vendors feed feeds callback callbacks external"
    " exports exporter exporters suppliers subscribers".split()
)
_NEAR = 7
STOPS_WRITES = "stops writes to the source"
OPENS_TARGET = "lets the target take authoritative writes"


def one_way(text: str, sides: Sides) -> str:
    """What an action does, in words for a message; empty where it does nothing of the kind."""
    listed = words(text.replace("_", " "))
    for index, word in enumerate(listed):
        after = listed[index + 1 : index + 1 + _NEAR]
        if index and listed[index - 1] == "no":
            continue
        if _stops_writes(word, after) and side_of(listed[index + 1 :], sides) != "target":
            return STOPS_WRITES
        if word in _DESTROYING and not _NO_DATA & set(after) and _on_source(listed, index, sides):
            return "deletes or archives data of the source"
        if _opens_target(word, after, listed[index + 1 :], sides):
            return OPENS_TARGET
        if word in _REPOINTING and _OUTSIDE & set(after):
            return "repoints an external integration"
    return ""


def _stops_writes(word: str, after: list[str]) -> bool:
    if word in _STOPPING:
        return _before(after, _WRITES, _SHARED)
    return word in _TURNING and ("read", "only") in pairwise(after)


def _on_source(listed: list[str], index: int, sides: Sides) -> bool:
    """Whether the first side named behind a verb, or else before it, is the source."""
    return (side_of(listed[index + 1 :], sides) or side_of(listed[:index], sides)) == "source"


def _opens_target(word: str, after: list[str], rest: list[str], sides: Sides) -> bool:
    if word == "promote":
        return bool(_STANDBY & set(after)) or side_of(rest, sides) == "target"
    return word in _OPENING and _before(after, _WRITES, _SHARED) and side_of(rest, sides) == "target"


def _before(listed: list[str], wanted: Set[str], barred: Set[str]) -> bool:
    """Whether a word of one set comes before any of another."""
    return next((word in wanted for word in listed if word in wanted or word in barred), False)
