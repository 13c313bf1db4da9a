"""What a run asks of every document; it knows neither documents nor files."""

from collections.abc import Mapping

from runbooklint.facts import Options
from runbooklint.named import NamedTuple
from runbooklint.records import DocumentKind
from runbooklint.rule import Severity
from runbooklint.vocabulary.further import Labels


class Settings(NamedTuple):
    """What a run asks of every document."""

    kind: DocumentKind | None = None
    """The kind to read it as; None to tell it from path, title and content."""
    codes: frozenset[str] | None = None
    """The rules to run; None for all."""
    min_severity: Severity = Severity.LOW
    options: Options = Options()
    told_by: str = "option"
    """What says the kind, where it is given."""
    severities: Mapping[str, Severity] = {}
    """By the code of a rule, the severity that it has instead of its own."""
    labels: Labels = ()
    """Further labels of fields."""
    suppressions: bool = True
    """Whether comments may hide findings."""
    reason_required: bool = False
    """Whether a comment that gives no reason hides nothing."""
    today: str = ""
    """The day of the run, as `2026-12-31`: comments that hold until an earlier day hide nothing."""
    baseline: Mapping[str, str] = {}
    """By the fingerprint of a finding that is known on this document, the code of its rule."""
    steps: tuple[str, ...] = ()
    """The ids of the steps to report on; empty for the whole document."""
    switched_off: frozenset[str] = frozenset()
    """The rules that a configuration does not let run: what they find is hidden and counted."""
    hidden_below: Severity = Severity.LOW
    """Less severe findings are hidden by a configuration, and counted."""
