"""What a document says, as typed records with positions; it knows no Markdown and judges nothing."""

from typing import Literal, TypeAlias

from runbooklint.named import NamedTuple
from runbooklint.source import Span

DocumentKind = Literal["cutover", "runbook", "mitigation-log"]
State = Literal["stated", "unfilled", "none", "unreadable"]
SectionKind = Literal[
    "steps", "rollback", "verification", "checklist", "routing", "point_of_no_return", "communication", "contacts",
    "forward_fix", "decisions", "questions", "data_sync", "window", "rto", "signoff", "approval", "consumers",
    "troubleshooting", "timeline", "mitigation", "detection", "impact", "side_effects", "remaining_risk", "clean_up",
    "root_cause", "action_items", "triggers", "background", "other",
]  # fmt: skip
FieldName = Literal[
    # of a step, a rollback entry, or inherited from the document
    "id", "owner", "depends_on", "preconditions", "action", "expected_duration", "maximum_duration", "duration_source",
    "postcondition", "go_no_go", "communication", "rollback", "reversibility", "point_of_no_return", "forward_fix",
    "rationale", "rehearsal", "post_cutover_writes", "loss", "cost",
    # of the runbook
    "style", "rto", "maintenance_window", "data_sync", "validation_signoff", "change_approval",
    "downstream_consumers", "date", "zone",
    # of a mitigation
    "hypothesis", "exact_change", "actor", "pre_apply", "apply", "confirmed", "announcement", "expected_signal",
    "blast_radius", "surfaces", "side_effects", "data_inspected", "hand_back",
    # of a verification
    "mitigation", "verification", "signal", "pre_values", "post_values", "wait", "secondary_signal",
    "side_effect_check", "residual", "decision",
    # of the mitigation log
    "incident", "severity", "detection_signal", "investigation", "status", "impact_acknowledgement", "remaining_risk",
    "clean_up", "temporary",
]  # fmt: skip


class Item(NamedTuple):
    """One piece of a field or a section: a list item, a line of a cell or paragraph, or a whole fence."""

    text: str
    """The slice of the source."""
    span: Span
    code: bool = False
    """Whether it is the content of a fence; then `text` may hold several lines."""


class Field(NamedTuple):
    """What a record says under one label, in a column, or at a known place."""

    text: str
    """The slice of the source, from the first word of the value to its last."""
    span: Span
    items: tuple[Item, ...]
    """The value piece by piece, at least one."""
    state: State = "stated"
    value: str = ""
    """The canonical word of a value with few meanings (a class, a style, a marker); else empty."""
    seconds: float | None = None
    """The length of time that the field states, in seconds; of a range its upper end, of a bound the bound."""
    inherited: bool = False
    """Whether it was stated once for the document, phase or section."""
    label: Span | None = None
    """The words of the label; None where a column, a place or a form of words told the field."""


Fields: TypeAlias = dict[FieldName, Field]


class Reference(NamedTuple):
    """An id that is named somewhere, as written."""

    id: str
    span: Span


Role = Literal["action", "check", "gate", "criterion", "record", "withdrawn"]
"""What a step or rollback entry is: something to do, a check of those around it, a decision on going on, a criterion to
stop, a note or message, or history that the document itself calls superseded."""


class Step(NamedTuple):
    """A forward step: the unit that an executor ticks off."""

    id: str
    """As written, without `Step` or a delimiter; empty where it carries none."""
    title: str
    span: Span
    """The head: the words of the heading, of the item's first line, or of the row."""
    block: Span
    """The whole step."""
    container: tuple[str, ...]
    """The titles of the phases that hold it, outermost first."""
    depends_on: tuple[Reference, ...] | None
    """The steps that must come first; None where nothing is said, empty where "none" is."""
    fields: Fields
    rollback_entry: int | None = None
    """The index in `Runbook.rollbacks` of the entry that belongs to it."""
    alternative: str = ""
    """The heading of the option or scenario that it belongs to; steps of two options are no sequence."""
    id_spans: tuple[Span, ...] = ()
    """Where its id is written: in its head, in a field; empty for the number of a list item."""
    role: Role = "action"


class RollbackEntry(NamedTuple):
    """What takes a step back: an entry or a step of the rollback procedure."""

    id: str
    title: str
    span: Span
    block: Span
    container: tuple[str, ...]
    fields: Fields
    step: int | None = None
    """The index in `Runbook.steps` of the step that it takes back; None for a step of a whole procedure."""
    keyed: bool = False
    """Whether its id or title names a step (existing or not), so that it is an entry of its own for that step."""
    references: tuple[Reference, ...] = ()
    """The step ids that it names as what it takes back."""
    id_spans: tuple[Span, ...] = ()
    """Where its id is written: in its head, in a field; empty for the number of a list item."""
    role: Role = "action"


MarkValue = Literal["crosses", "pre", "post", "none", "event", "deadline", "unreadable"]


class Mark(NamedTuple):
    """A statement that marks, dates or denies the point of no return."""

    text: str
    span: Span
    value: MarkValue
    at: str = ""
    """The id of the step that it names or stands in; empty where none."""
    step: int | None = None
    """The index in `Runbook.steps` of the step in which it stands; None for a statement outside the steps."""


class Row(NamedTuple):
    """A table row: the cells under their column heads."""

    cells: tuple[Item, ...]
    span: Span


class Table(NamedTuple):
    """A table: its head and its rows."""

    head: tuple[Item, ...]
    rows: tuple[Row, ...]


class Section(NamedTuple):
    """A heading with what stands under it up to the next heading."""

    kind: SectionKind
    title: str
    span: Span
    """The words of the heading."""
    level: int
    items: tuple[Item, ...]
    """What stands under it, piece by piece: paragraphs' lines, list items, cells, fences."""
    tables: tuple[Table, ...]
    path: tuple[str, ...]
    """The titles of the headings above it, outermost first."""
    parent: int | None
    """The index in `sections` of the heading above it."""
    empty: bool
    """Whether neither it nor a section below it has a word, fence or table of its own."""


class Prose(NamedTuple):
    """A piece of running text outside fences, quotes and comments: a line, a heading, a cell."""

    text: str
    span: Span
    where: Literal["line", "heading", "cell"]


class Question(NamedTuple):
    """An entry under an open-questions section."""

    text: str
    span: Span


class Decision(NamedTuple):
    """An entry of a decision register: its id and what was chosen, options left out."""

    id: str
    text: str
    span: Span


class Runbook(NamedTuple):
    """All that a cutover runbook, or any other runbook, says."""

    title: Item | None
    fields: Fields
    sections: tuple[Section, ...]
    steps: tuple[Step, ...]
    rollbacks: tuple[RollbackEntry, ...]
    marks: tuple[Mark, ...]
    decisions: tuple[Decision, ...]
    questions: tuple[Question, ...]
    prose: tuple[Prose, ...]
    marker_column: bool = False
    """Whether a step table has a column for the point of no return."""
