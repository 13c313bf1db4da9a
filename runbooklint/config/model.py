"""What a configuration says, resolved: typed values, each place of origin kept; it reads no file."""

from typing import Any, Literal

from runbooklint.named import NamedTuple
from runbooklint.records import DocumentKind
from runbooklint.rule import Severity
from runbooklint.vocabulary.further import Labels

FailOn = Severity | Literal["never"]


class Stated(NamedTuple):
    """One setting as a file states it."""

    key: tuple[str, ...]
    """The key, and the entry of a table: `("severity", "RUN401")`."""
    value: Any
    path: str
    """The configuration file."""


class Glob(NamedTuple):
    """A glob, and the folder from which it counts."""

    pattern: str
    folder: str


class Fault(NamedTuple):
    """What is wrong in a configuration file."""

    path: str
    line: int | None
    """The 1-based line that states the key, where a scan finds it."""
    message: str


class ConfigError(Exception):
    """A configuration that cannot be used, with all that is wrong in it."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("; ".join(fault.message for fault in faults))
        self.faults = faults


class Config(NamedTuple):
    """The settings of one configuration, those that it extends included; None where it says nothing."""

    path: str | None = None
    """The file that was found; None for the defaults."""
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    severity: tuple[tuple[str, Severity], ...] = ()
    """Selectors of rules with the severity that they get."""
    per_file_ignores: tuple[tuple[Glob, tuple[str, ...]], ...] = ()
    exclude: tuple[Glob, ...] = ()
    kinds: tuple[tuple[Glob, DocumentKind], ...] = ()
    """Of several globs that name a file, the last decides."""
    labels: Labels = ()
    rto: float | None = None
    """In seconds."""
    decisions: str | None = None
    """The path of a decision register."""
    min_severity: Severity | None = None
    fail_on: FailOn | None = None
    baseline: str | None = None
    """The path of a baseline file."""
    require_suppression_reason: bool = False
    thresholds: tuple[tuple[str, float], ...] = ()
    """Rules by code or name with their threshold."""
    stated: tuple[Stated, ...] = ()
    """All settings as stated, in the order of the keys."""
