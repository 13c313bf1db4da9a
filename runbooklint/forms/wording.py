"""The label of a field that is to be added, and the words of the blank behind it; it knows no document."""

from collections.abc import Callable

from runbooklint.named import NamedTuple
from runbooklint.records import FieldName
from runbooklint.rule import Addition
from runbooklint.vocabulary import step_field
from runbooklint.vocabulary.log_labels import check_field, entry_field

Labels = dict[tuple[str, FieldName], str]
"""By the type of a record and the field, the label that a document has."""

_LABELS: dict[FieldName, str] = {
    "expected_duration": "Expected duration",
    "maximum_duration": "Maximum duration",
    "postcondition": "Post-condition check",
    "go_no_go": "Go/no-go criteria",
    "communication": "Communication triggers",
    "reversibility": "Reversibility class",
    "point_of_no_return": "Point of no return",
    "post_cutover_writes": "Post-cutover writes",
    "pre_apply": "Pre-apply timestamp",
    "apply": "Apply timestamp",
    "confirmed": "Post-apply confirmation",
    "wait": "Stability wait",
    "side_effect_check": "Side-effect check",
    "pre_values": "Pre-mitigation",
    "post_values": "Post-mitigation",
    "residual": "Residual impact",
    "side_effects": "Known side effects",
    "rollback": "Rollback",
    "clean_up": "Clean-up",
}
_NAMINGS: dict[str, Callable[[str], FieldName | None]] = {"Mitigation": entry_field, "Verification": check_field}


class Wanted(NamedTuple):
    """A field to be added, in words."""

    name: FieldName
    label: str
    value: str
    naming: Callable[[str], FieldName | None]
    """The field that a label names in a record of this type."""


def spelled(kind: str, addition: Addition, labels: Labels) -> Wanted:
    """The words for a field of a record of some type: its label as the document has it, and its value or a blank."""
    own = _LABELS.get(addition.field, addition.field.replace("_", " ").capitalize())
    label = labels.get((kind, addition.field), own)
    return Wanted(addition.field, label, addition.text or blank(addition.field), _NAMINGS.get(kind, step_field))


def spoken(name: FieldName) -> str:
    """What a field is called in a sentence."""
    return _LABELS.get(name, name.replace("_", " ")).lower()


def blank(name: FieldName) -> str:
    """A place to fill in."""
    return f"<{spoken(name).replace('/', ' or ')}>"
