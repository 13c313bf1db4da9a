"""What a rule may know besides its record: the whole document and the options of the run; it reads no file."""

from collections.abc import Mapping
from functools import cached_property
from typing import Literal, NamedTuple

from runbooklint.chains import Graph, Passage, graph_of, passage_of
from runbooklint.records import Decision, DocumentKind, Runbook

Phase = Literal["plan", "executed"]


class Options(NamedTuple):
    """What the user of a run has said that rules depend on."""

    rto: float | None = None
    """The RTO of the command line or the configuration, in seconds; it wins over the document's."""
    phase: Phase = "executed"
    decisions: tuple[Decision, ...] | None = None
    """The decision register given besides the document; None where none was given."""


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

    @cached_property
    def graph(self) -> Graph:
        """The dependency graph of the forward steps."""
        return graph_of(self.runbook.steps)

    @cached_property
    def passage(self) -> Passage:
        """Where the chains cross the point of no return."""
        return passage_of(self.runbook, self.graph)
