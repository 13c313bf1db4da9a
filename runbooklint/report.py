"""All that one run found, ready for any output format."""

from collections import Counter
from typing import TYPE_CHECKING, Literal

from runbooklint.finding import Finding, Hidden, Veil
from runbooklint.named import NamedTuple
from runbooklint.records import DocumentKind
from runbooklint.result import Unchecked
from runbooklint.rule import Severity

if TYPE_CHECKING:
    from runbooklint.fixes import Mended

Status = Literal["linted", "passed over", "failed"]


class Failure(NamedTuple):
    """Why a path could not be linted."""

    path: str
    message: str
    defect: bool = False
    """Whether runbooklint itself is at fault."""
    line: int | None = None
    """The 1-based line that is at fault, where one is."""

    @property
    def place(self) -> str:
        """The path, with the line where one is at fault."""
        return f"{self.path}:{self.line}" if self.line else self.path

    @property
    def told(self) -> str:
        """The message with what a user can do about a defect."""
        if self.defect:
            return f"this is a defect of runbooklint, please report it with the document ({self.message})"
        return self.message


class Outcome(NamedTuple):
    """What one path gave."""

    path: str
    status: Status
    kind: DocumentKind | None = None
    kind_reason: str = ""
    findings: tuple[Finding, ...] = ()
    not_checked: tuple[Unchecked, ...] = ()
    failure: Failure | None = None
    named: bool = True
    """Whether the user named the path; else a folder brought it."""
    empty: bool = False
    """Whether there is not a word in it."""
    hidden: tuple[Hidden, ...] = ()
    """The findings that a suppression, the baseline or a configuration hides, sorted like the findings."""
    fail_on: Severity | None = Severity.HIGH
    """The least severity that fails; None where nothing does."""
    excluded: bool = False
    """Whether it was named and is excluded, and so passed over."""
    baseline: str | None = None
    """The baseline file that holds for it."""
    fixed: tuple[str, ...] = ()
    """The fingerprints that the baseline has for it and no finding has any more."""
    steps: tuple[str, ...] = ()
    """Those of the asked steps that it has."""
    mended: "Mended | None" = None
    """What was fixed in it, or would be; None where there was nothing to fix."""


class Report(NamedTuple):
    """What all paths of a run gave, sorted by path."""

    outcomes: tuple[Outcome, ...]
    excluded: int = 0
    """How many files and folders were left out, named or not."""

    @property
    def findings(self) -> list[Finding]:
        """Every finding, sorted by path, line, column and code."""
        return [finding for outcome in self.outcomes for finding in outcome.findings]

    @property
    def hidden(self) -> list[Hidden]:
        """Every finding that a suppression, the baseline or a configuration hides."""
        return [hidden for outcome in self.outcomes for hidden in outcome.hidden]

    @property
    def failures(self) -> list[Failure]:
        """Every path that could not be linted."""
        return [outcome.failure for outcome in self.outcomes if outcome.failure]

    @property
    def linted(self) -> int:
        """How many documents were linted."""
        return sum(outcome.status == "linted" for outcome in self.outcomes)

    def severities(self) -> Counter[Severity]:
        """How many findings there are of each severity."""
        return Counter(finding.severity for finding in self.findings)

    def veiled(self, by: Veil) -> int:
        """How many findings a suppression, the baseline, or a configuration hides."""
        return sum(hidden.by == by for hidden in self.hidden)

    def exit_code(self) -> int:
        """3 for a defect of runbooklint, 2 for a path that could not be linted, 1 for a finding that fails, else 0."""
        if any(failure.defect for failure in self.failures):
            return 3
        if self.failures:
            return 2
        return int(
            any(
                outcome.fail_on is not None and finding.severity >= outcome.fail_on
                for outcome in self.outcomes
                for finding in outcome.findings
            )
        )
