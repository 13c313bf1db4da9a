"""How the steps and entries of a document write their fields, and the edits that add a field in the same form."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from runbooklint.document import Document
from runbooklint.forms.blocks import Blocks
from runbooklint.forms.entries import entry
from runbooklint.forms.lines import below_head, beside_labels
from runbooklint.forms.tables import in_row, in_rows
from runbooklint.forms.wording import Labels, spelled
from runbooklint.named import NamedTuple
from runbooklint.records import FieldName, Fields
from runbooklint.rule import Addition, Edit
from runbooklint.source import Span

_PLACES = ("steps", "rollbacks", "mitigations", "verifications")


class Unit(NamedTuple):
    """What is needed of a step or entry: its type, its head, its extent, its fields."""

    type: str
    span: Span
    block: Span
    fields: Fields


class Forms:
    """The forms of one document."""

    def __init__(self, document: Document, records: Any) -> None:
        self.document = document
        self.records = records
        self.columns: set[tuple[int, FieldName]] = set()
        """The columns that an edit adds already, for all rows at once."""
        self.sections: set[str] = set()
        """The steps for which an edit adds a rollback section."""

    @cached_property
    def blocks(self) -> Blocks:
        """The blocks of the document by line."""
        return Blocks(self.document)

    @cached_property
    def labels(self) -> Labels:
        """The words that this document has for its fields, the first where it has several."""
        found: Labels = {}
        for place in _PLACES:
            for unit in getattr(self.records, place, ()):
                for name, field in unit.fields.items():
                    if field.label is not None and (type(unit).__name__, name) not in found:
                        found[type(unit).__name__, name] = self.document.source.slice(field.label)
        return found

    def added(self, unit: Any, additions: Sequence[Addition]) -> tuple[Edit, ...]:
        """The edits that state fields in the form of a step or entry, with a blank where no value is given; none where
        its form is not known."""
        kind = type(unit).__name__
        if kind == "Step" and additions[0] == Addition("rollback"):
            return entry(self.blocks, self.records, unit, self.labels, self.sections)
        wanted = [spelled(kind, addition, self.labels) for addition in additions]
        head = self.blocks.head(unit.span)
        if head is not None and head.kind == "row":
            return in_row(self.blocks, head, wanted, self.columns)
        found = in_rows(self.blocks, unit, wanted)
        if found:
            return found
        opened = {one: self.blocks.open_label(unit, one) for one in wanted}
        edits = [edit for edit in opened.values() if edit]
        rest = [one for one, edit in opened.items() if not edit]
        if rest:
            more = beside_labels(self.blocks, unit, rest) or below_head(self.blocks, head, rest)
            edits = [*edits, more] if more else []
        return tuple(edits)
