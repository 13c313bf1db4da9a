"""Which steps may be told a field elsewhere: those of lists of which no step states it; it reads no text."""

from collections.abc import Callable, Sequence

from runbooklint.records import Field, FieldName, Step


def unsaid(steps: Sequence[Step], name: FieldName, own: Callable[[Field], bool] = lambda field: True) -> list[Step]:
    """The steps of the phases and lists in which none states a field itself, where most say nothing. Where a list has a
    place for a field, or most lists have, a step without it lacks it, whatever stands elsewhere."""
    said: dict[tuple[str, ...], bool] = {}
    for step in steps:
        field = step.fields.get(name)
        said[step.container] = said.get(step.container, False) or (field is not None and own(field))
    if sum(said.values()) * 2 > len(said):
        return []
    return [step for step in steps if not said[step.container]]
