"""What linting one document gives; it knows neither rules nor output formats."""

from runbooklint.finding import Finding, Hidden
from runbooklint.named import NamedTuple
from runbooklint.records import DocumentKind


class Unchecked(NamedTuple):
    """A rule that could not decide on a document, and why."""

    code: str
    reason: str


class Result(NamedTuple):
    """What one document gave."""

    path: str
    kind: DocumentKind | None
    """None where it is neither a runbook nor a mitigation log; then nothing was linted."""
    kind_reason: str
    findings: tuple[Finding, ...] = ()
    """Sorted by line, column and code, each once."""
    not_checked: tuple[Unchecked, ...] = ()
    hidden: tuple[Hidden, ...] = ()
    """What comments and the baseline hide, in the same order."""
    fixed: tuple[str, ...] = ()
    """The fingerprints of the baseline that no finding has any more."""
    steps: tuple[str, ...] = ()
    """Those of the asked ids that the document has."""
    cut: int | None = None
    """The 1-based line from which on something is nested deeper than is read; None where nothing is left out."""
