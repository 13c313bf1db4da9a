"""Which steps may be told a field elsewhere: those of lists in which it has no place; it reads no text."""

from collections import defaultdict
from collections.abc import Callable, Sequence

from runbooklint.records import FieldName, Step


def unsaid(
    steps: Sequence[Step], name: FieldName, own: Callable[[Step], bool] = lambda step: True, few: int = 0
) -> list[Step]:
    """The steps of the phases and lists in which no step states a field itself, or, with `few`, less than one in so
    many, where most lists are such. Where a list has a place for a field, or most lists have, a step without it lacks
    it, whatever stands elsewhere."""
    lists: defaultdict[tuple[str, ...], list[bool]] = defaultdict(list)
    for step in steps:
        lists[step.container].append(name in step.fields and own(step))
    placed = {within for within, said in lists.items() if any(said) and sum(said) * (few or len(said)) >= len(said)}
    if len(placed) * 2 > len(lists):
        return []
    return [step for step in steps if step.container not in placed]
