"""What a rule is, and what it reports; it knows no rule and no document."""

from collections.abc import Callable, Iterator
from enum import IntEnum
from typing import Any, Generic, Literal, TypeVar

from runbooklint.named import NamedTuple
from runbooklint.records import DocumentKind, FieldName, Step
from runbooklint.source import Span

R = TypeVar("R")
F = TypeVar("F")
Basis = Literal["mechanical", "heuristic"]
Stage = Literal["validation", "investigate", "cutover", "mitigate"]

CUTOVER: frozenset[DocumentKind] = frozenset({"cutover"})
"""A cutover runbook owes: rules that report something missing."""
RUNBOOK: frozenset[DocumentKind] = frozenset({"cutover", "runbook"})
"""Any runbook has to be right in what it says."""
LOG: frozenset[DocumentKind] = frozenset({"mitigation-log"})
ANY: frozenset[DocumentKind] = RUNBOOK | LOG


class Severity(IntEnum):
    """How bad a finding is; a blocker is unsafe and must be fixed before the stage advances."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3
    BLOCKER = 4

    @property
    def word(self) -> str:
        """The lower-case name."""
        return self.name.lower()


class Related(NamedTuple):
    """A second place that a finding is about."""

    span: Span
    message: str


class Edit(NamedTuple):
    """The replacement of a span; an empty span inserts."""

    span: Span
    content: str


class Fix(NamedTuple):
    """Edits that mend a problem; a safe one changes no meaning."""

    message: str
    edits: tuple[Edit, ...]
    safe: bool


class Addition(NamedTuple):
    """A field that a step or entry has to state."""

    field: FieldName
    text: str = ""
    """Its value, where that follows from the rest of the document; empty where only a person knows it."""


class Problem(NamedTuple):
    """What a rule saw: where, and in words (lower case, no full stop, the thing and the number)."""

    span: Span
    message: str
    field: FieldName | None = None
    related: tuple[Related, ...] = ()
    fix: Fix | None = None
    additions: tuple[Addition, ...] | None = None
    """What the step or entry in which it stands has to state besides, where this mends it; None for the field itself,
    where that is reported at the head of a record that does not state it."""
    owing: tuple[Step, ...] = ()
    """The steps that have to state the additions, where it stands for several."""


class NotChecked(NamedTuple):
    """Why a rule could not decide."""

    reason: str


Report = Problem | NotChecked


class Rule(NamedTuple, Generic[R]):
    """A rule: who it is, on which record of which kinds of document it works, and its function."""

    code: str
    name: str
    severity: Severity
    basis: Basis
    on: type[R]
    kinds: frozenset[DocumentKind]
    check: Callable[[R, Any], Iterator[Report]]
    log_severity: Severity | None = None
    """The severity on a mitigation log, where it differs."""
    stage: Stage | None = None
    """Where the defect has to be mended, where that is not the stage of the document."""
    threshold: float | None = None
    """The number on which its verdict depends, unless the configuration gives another; None where there is none."""


def rule(
    code: str,
    name: str,
    severity: Severity,
    *,
    on: type[R],
    kinds: frozenset[DocumentKind],
    basis: Basis = "mechanical",
    log_severity: Severity | None = None,
    stage: Stage | None = None,
    threshold: float | None = None,
) -> Callable[[Callable[[R, F], Iterator[Report]]], Rule[R]]:
    """Make a rule of a function from a record and the facts to what it reports."""

    def declare(check: Callable[[R, F], Iterator[Report]]) -> Rule[R]:
        return Rule(code, name, severity, basis, on, kinds, check, log_severity, stage, threshold)

    return declare
