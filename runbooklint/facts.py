"""What a rule may know besides its record: the whole document and the options of the run; it reads no file."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Literal, cast

from runbooklint.chains import Graph, Passage, graph_of, passage_of
from runbooklint.named import NamedTuple
from runbooklint.records import Decision, DocumentKind, FieldName, Fields, Runbook, Section
from runbooklint.register import Register, register_of
from runbooklint.source import Span
from runbooklint.vocabulary import DASHES

if TYPE_CHECKING:  # the records of logs cost what a run on runbooks need not pay
    from runbooklint.records_log import MitigationLog

Phase = Literal["plan", "executed"]

_OWED: tuple[FieldName, ...] = (
    "owner", "preconditions", "action", "expected_duration", "postcondition", "go_no_go", "communication",
    "reversibility", "rehearsal", "post_cutover_writes",
)  # fmt: skip
_OWED_PLANNED: tuple[FieldName, ...] = (
    "hypothesis", "action", "rationale", "exact_change", "actor", "pre_apply", "expected_signal", "blast_radius",
    "side_effects",
)  # fmt: skip
_OWED_EXECUTED: tuple[FieldName, ...] = (
    "apply", "confirmed", "pre_values", "post_values", "wait", "secondary_signal", "side_effect_check", "residual",
    "decision",
)  # fmt: skip


_WAIVED: tuple[FieldName, ...] = ("apply", "confirmed", "side_effects", "data_inspected", "hand_back", "clean_up")
_WAIVED_OF_LOG: tuple[FieldName, ...] = ("impact_acknowledgement", "remaining_risk", "clean_up", "side_effects")
_WAIVED_SECTIONS = frozenset({"verification", "impact", "remaining_risk", "clean_up", "side_effects"})


class Options(NamedTuple):
    """What the user of a run has said that rules depend on."""

    rto: float | None = None
    """The RTO of the command line or the configuration, in seconds; it wins over the document's."""
    phase: Phase = "executed"
    decisions: tuple[Decision, ...] | None = None
    """The decision register given besides the document; None where none was given."""
    thresholds: Mapping[str, float] = {}
    """By the code of a rule, the number that takes the place of its own threshold."""


class Facts:
    """The facts about one document that hold for all its records."""

    def __init__(
        self, kind: DocumentKind, runbook: Runbook, options: Options, targets: Mapping[str, frozenset[str] | None]
    ) -> None:
        self.kind = kind
        self.runbook = runbook
        self.options = options
        self.targets = targets
        """The relative files that the document links to, by target path, with the anchors of each; None where there
        is no such file."""

    @property
    def log(self) -> "MitigationLog":
        """The document, where it is a mitigation log."""
        return cast("MitigationLog", self.runbook)

    @cached_property
    def graph(self) -> Graph:
        """The dependency graph of the forward steps."""
        return graph_of(self.runbook.steps)

    @cached_property
    def passage(self) -> Passage:
        """Where the chains cross the point of no return."""
        return passage_of(self.runbook, self.graph)

    @cached_property
    def owed_dashes(self) -> frozenset[int]:
        """The offsets at which a value is owed and a lone dash is all that stands there."""
        fields = (field for fields, owed in self._owing() for name in owed if (field := fields.get(name)))
        return frozenset(field.span.start for field in fields if field.text.strip() in DASHES)

    def _owing(self) -> Iterator[tuple[Fields, tuple[FieldName, ...]]]:
        """The fields of the records that owe something, with the names of what they owe."""
        if self.kind == "mitigation-log":
            owed = _OWED_PLANNED + (_OWED_EXECUTED if self.options.phase == "executed" else ())
            yield from ((entry.fields, owed) for entry in self.log.mitigations)
            yield from ((check.fields, owed) for check in self.log.verifications)
        elif self.kind == "cutover":
            yield from ((step.fields, _OWED) for step in self.runbook.steps)
            yield from ((entry.fields, _OWED) for entry in self.runbook.rollbacks)

    def waives(self, offset: int) -> bool:
        """Whether what stands at an offset is not owed yet: in a plan, all that is written down when it is executed."""
        spans = self._waived
        index = bisect_right(spans, offset, key=lambda span: span.start) - 1
        return index >= 0 and offset < spans[index].end

    @cached_property
    def _waived(self) -> list[Span]:
        if self.kind != "mitigation-log" or self.options.phase == "executed":
            return []
        owing = [(entry.fields, _WAIVED) for entry in self.log.mitigations]
        owing += [(check.fields, tuple(check.fields)) for check in self.log.verifications]
        owing.append((self.log.fields, _WAIVED_OF_LOG))
        spans = [field.span for fields, names in owing for name in names if (field := fields.get(name))]
        spans += [section.span for section in self.log.sections if section.kind in _WAIVED_SECTIONS]
        return sorted(spans)

    @cached_property
    def register(self) -> Register:
        """The recorded decisions, those given besides the document first."""
        return register_of((*(self.options.decisions or ()), *self.runbook.decisions))

    def threshold(self, code: str, own: float) -> float:
        """The number on which the verdict of a rule depends: that of the configuration, else the rule's own."""
        return self.options.thresholds.get(code, own)

    @cached_property
    def _section_starts(self) -> list[int]:
        return [section.span.start for section in self.runbook.sections]

    def section_at(self, offset: int) -> Section | None:
        """The nearest heading at or above an offset."""
        index = bisect_right(self._section_starts, offset) - 1
        return self.runbook.sections[index] if index >= 0 else None
