"""Whether a record says something under a name, and where the absence is shown; it knows no kind of document."""

from typing import Protocol

from runbooklint.records import Field, FieldName, Fields
from runbooklint.source import Span
from runbooklint.vocabulary import DASHES


class Headed(Protocol):
    """A record with a head and fields."""

    @property
    def span(self) -> Span: ...
    @property
    def fields(self) -> Fields: ...


def lone_dash(field: Field) -> bool:
    """Whether a value is a dash and nothing else."""
    return field.text.strip("* ") in DASHES or field.text == "--"


def missing(fields: Fields, name: FieldName) -> bool:
    """Whether nothing is said under a name: no field, a label alone, or a written `none`. A lone dash is DOC102's."""
    field = fields.get(name)
    return field is None or not field.text or (field.state == "none" and not lone_dash(field))


def stated(fields: Fields, name: FieldName) -> Field | None:
    """The field under a name if it says something; None where it is missing, `none`, or still to be filled in."""
    field = fields.get(name)
    return field if field is not None and field.state not in ("none", "unfilled") else None


def place(record: Headed, name: FieldName) -> Span:
    """Where the absence of a field is shown: the words of a written `none`, else the head of the record."""
    field = record.fields.get(name)
    return record.span if field is None or field.inherited or not field.text else field.span
