"""Reports that no run made: what output formats are tested with, whatever the rules say."""

from typing import Any

from runbooklint.finding import (
    Finding,
    Hidden,
    RecordRef,
    RelatedPlace,
    Repair,
    Replacement,
    excerpt_of,
    place_of,
)
from runbooklint.report import Failure, Outcome, Report
from runbooklint.reporters import Look, reporter
from runbooklint.result import Unchecked
from runbooklint.rule import Severity
from runbooklint.source import Source, Span

TEXT = """\
# Cutover: parcels

## Steps

### 01 — Stop the belt

- **Owner:** tbd
- **Check:** alles läuft 🚚 fine

### 02 — Start the belt

- **Owner:** tbd
"""
RULES = {
    "RUN204": ("owner-unnamed", Severity.HIGH, "mechanical"),
    "RUN303": ("judgment-language", Severity.BLOCKER, "mechanical"),
    "RUN401": ("rollback-missing", Severity.BLOCKER, "mechanical"),
    "RUN209": ("action-compound", Severity.MEDIUM, "heuristic"),
    "DOC108": ("vague-criterion", Severity.LOW, "heuristic"),
}


def finding(source: Source, code: str, words: str, message: str, **more: Any) -> Finding:
    """A finding on the words, the last time that they occur in the source, or from the offset `at` on."""
    name, severity, basis = RULES[code]
    start = more.pop("at", None)
    start = source.text.rindex(words) if start is None else source.text.index(words, start)
    span = Span(start, start + len(words))
    values: dict[str, Any] = {
        "record": None,
        "field": None,
        "target_stage": "cutover",
        "related": (),
        "repair": None,
        **more,
    }
    return Finding(
        path=source.path,
        code=code,
        name=name,
        severity=severity,
        basis=basis,  # type: ignore[arg-type]
        message=message,
        span=span,
        place=place_of(source, span),
        excerpt=excerpt_of(source, span),
        identity=f"{source.path}\x1f{code}\x1f{start}",
        ordinal=0,
        **values,
    )


def repair(source: Source, message: str, *edits: tuple[str, str], safe: bool = True) -> Repair:
    """A repair that puts words in the place of others."""
    made = []
    for words, content in edits:
        span = Span(source.text.index(words), source.text.index(words) + len(words))
        made.append(Replacement(span, place_of(source, span), content))
    return Repair(message, tuple(made), safe)


def related(source: Source, words: str, message: str) -> RelatedPlace:
    """A related place on the words."""
    start = source.text.index(words)
    return RelatedPlace(place_of(source, Span(start, start + len(words))), message)


def example() -> Report:
    """Findings of every severity, one with a repair, a hidden one of either kind, a clean document, errors."""
    source = Source(TEXT, "docs/parcels-cutover.md")
    step = RecordRef("step", "01")
    first = finding(source, "RUN204", "tbd", 'step 01: "tbd" names nobody', at=0, record=step, field="owner")
    fine = finding(
        source,
        "RUN303",
        "fine",
        '"fine" is judgment, no measured value',
        record=step,
        related=(related(source, "01 — Stop", "the step"),),
        repair=repair(source, "write the value", ("🚚 fine", "🚚 at 40 parcels/min")),
    )
    return Report(
        (
            Outcome("docs/clean-runbook.md", "linted", "runbook", "file name"),
            Outcome("docs/gone.md", "failed", failure=Failure("docs/gone.md", "no such file or folder")),
            Outcome("docs/notes.md", "passed over"),
            Outcome(
                source.path,
                "linted",
                "cutover",
                "file name",
                (
                    first,
                    finding(source, "DOC108", "alles", '"alles" is no criterion'),
                    fine,
                    finding(
                        source, "RUN209", "Start the belt", "two actions in one step", record=RecordRef("step", "")
                    ),
                    finding(source, "RUN204", "tbd", 'step 02: "tbd" names nobody'),
                ),
                (Unchecked("RUN608", "no RTO is declared"),),
                hidden=(
                    Hidden(finding(source, "RUN401", "01 — Stop", "step 01 is never undone"), "suppression", "a drill"),
                    Hidden(finding(source, "RUN401", "02 — Start", "step 02 is never undone"), "baseline"),
                ),
            ),
        )
    )


def hostile(words: str, path: str = "docs/x.md") -> Report:
    """A report in which everything that strangers can write is written by one."""
    text = words.replace("\r\n", "\n").replace("\r", "\n")
    source = Source(f"# A\n\n{text} end\n", path)
    found = finding(
        source,
        "RUN303",
        " end",
        words,
        record=RecordRef("step", words),
        related=(related(source, "# A", words),),
        repair=repair(source, words, ("# A", words)),
    )
    return Report(
        (
            Outcome(
                path,
                "linted",
                "cutover",
                words,
                (found,),
                (Unchecked("RUN608", words),),
                hidden=(Hidden(finding(source, "RUN401", "# A", words), "suppression", words),),
            ),
            Outcome(f"{path}.lost", "failed", failure=Failure(f"{path}.lost", words)),
            Outcome(f"{path}.broken", "failed", failure=Failure(f"{path}.broken", words, defect=True)),
        )
    )


def written(name: str, report: Report, look: Look | None = None) -> str:
    """The report in a format."""
    return "".join(reporter(name)(report, look or Look()))
