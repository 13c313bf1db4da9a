"""The heads of table columns that mean a field only as columns: outcomes, events, planned and longest times."""

from collections.abc import Sequence, Set

from runbooklint.records import FieldName

_ADVANCE = frozenset("go advance proceed continue pass".split())
_BACK = frozenset("back rollback revert abort backout fix stop nogo".split())
_PAUSE = frozenset("pause hold escalate halt wait".split())
_START = frozenset("start begin beginning initiation initiated kickoff".split())
_END = frozenset("success done completion complete completed succeeded end finish worked".split())
_FAILURE = frozenset("failure fail fails failed failing partial partially abort".split())
_OUTCOMES: tuple[tuple[str, Set[str]], ...] = (("pause", _PAUSE), ("back", _BACK), ("advance", _ADVANCE))
_EVENTS: tuple[tuple[str, Set[str]], ...] = (
    ("failure partial", _FAILURE),
    ("start initiation", _START),
    ("success completion", _END),
)
_PLANNED = frozenset("planned plan est estimate estimated expected forecast usual typical".split())
_LONGEST = frozenset("limit cap ceiling longest latest worst most budget".split())
_CHECKS = frozenset({"check", "checks"})
_EARLIER = frozenset({"pre", "before", "prior"})
_FEW = 5
"""The words of the head of such a column, at most."""


def parts_named(heads: Sequence[str]) -> dict[int, tuple[FieldName, str]]:
    """The columns that together make a decision (go, roll back, pause) or the messages of a step (at start, on success,
    on failure), each with the words of what it is about; empty where the heads are not such a set."""
    made: dict[int, tuple[FieldName, str]] = {}
    outcomes = _told(heads, _OUTCOMES)
    backs = [index for index, said in outcomes.items() if said == "back"]
    if len(backs) > 1:  # beside `Roll back when`, `Rollback` says how
        outcomes = {index: said for index, said in outcomes.items() if index not in backs or " " in heads[index]}
    if {"pause", "advance"} <= set(outcomes.values()):
        made |= {index: ("go_no_go", said) for index, said in outcomes.items()}
    events = _told(heads, _EVENTS)
    if {"failure partial", "start initiation"} <= set(events.values()):
        made |= {index: ("communication", said) for index, said in events.items() if index not in made}
    return made


def _told(heads: Sequence[str], kinds: Sequence[tuple[str, Set[str]]]) -> dict[int, str]:
    """What the head of each column is about, of the kinds given."""
    told: dict[int, str] = {}
    for index, head in enumerate(heads):
        listed = head.split(" ")
        said = next((name for name, names in kinds if names & set(listed)), None)
        if said is not None and len(listed) <= _FEW:
            told[index] = said
    return told


def planned(head: str) -> FieldName | None:
    """The duration that the head of a column of lengths names: `Planned`, `Limit`."""
    listed = set(head.split(" "))
    both = head.split(" ")[0] in _PLANNED  # `Planned / limit`
    return "maximum_duration" if _LONGEST & listed and not both else "expected_duration" if _PLANNED & listed else None


def checking(head: str) -> FieldName | None:
    """The field that a head with the word check names: `Check after`, `Check before`."""
    listed = set(head.split(" "))
    if not listed & _CHECKS:
        return None
    return "preconditions" if listed & _EARLIER else "postcondition"
