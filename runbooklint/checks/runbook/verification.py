"""Rules on the verification after the cutover: it is there, mechanical, and reuses the checks of the validation."""

from collections.abc import Iterator

from runbooklint.checks.runbook.whole import Chapter, chapters_beside_steps, title_of
from runbooklint.facts import Facts
from runbooklint.inline import fold, plain, words
from runbooklint.mechanical import Verdict, cites_evidence, judge, judge_against, judge_items
from runbooklint.records import Item, Runbook, Section, Table
from runbooklint.rule import CUTOVER, RUNBOOK, Problem, Report, Severity, rule
from runbooklint.source import Span

_EXPECTED = frozenset("expected expect value criterion criteria pass threshold target result outcome condition".split())
_CHECKING = frozenset("verify confirm check ensure validate test compare query run count".split())
_AFTER = frozenset("post after cutover migration live deployment switchover release".split())


@rule("RUN109", "post-cutover-verification-missing", Severity.HIGH, on=Runbook, kinds=CUTOVER)
def post_cutover_verification_missing(runbook: Runbook, facts: Facts) -> Iterator[Report]:
    if not chapters_beside_steps(runbook, "verification"):
        yield Problem(title_of(runbook), "no section verifies after the cutover that the target serves correctly")


@rule("RUN110", "post-cutover-verification-not-mechanical", Severity.HIGH, on=Runbook, kinds=RUNBOOK,
      basis="heuristic")  # fmt: skip
def post_cutover_verification_not_mechanical(runbook: Runbook, facts: Facts) -> Iterator[Report]:
    for chapter in chapters_beside_steps(runbook, "verification"):
        if facts.kind == "cutover" or _AFTER & set(words(chapter.head.title)):
            for part in chapter.parts:
                for item, verdict in _judged(part):
                    yield _problem(item, verdict)


@rule("RUN111", "post-cutover-verification-uncited", Severity.MEDIUM, on=Runbook, kinds=CUTOVER, basis="heuristic")
def post_cutover_verification_uncited(runbook: Runbook, facts: Facts) -> Iterator[Report]:
    found = [chapter for chapter in chapters_beside_steps(runbook, "verification") if not chapter.head.empty]
    if found and not any(_cites(chapter) for chapter in found):
        message = "no check after the cutover cites a check, id or report of the validation"
        yield Problem(found[0].head.span, message)


def _cites(chapter: Chapter) -> bool:
    # The address that a check calls is no evidence.
    return any(cites_evidence(item.text.replace("://", " ")) for item in chapter.items)


def _judged(part: Section) -> Iterator[tuple[Item, Verdict]]:
    """The checks of a section that are not mechanical."""
    cells = {cell.span.start for table in part.tables for row in table.rows for cell in row.cells}
    listed = [item for item in part.items if item.span.start not in cells]
    verdicts = judge_items([(item.text, item.code) for item in listed])
    for index, (item, verdict) in enumerate(zip(listed, verdicts, strict=True)):
        if verdict and verdict.verdict != "mechanical" and not (index == 0 and _leads_in(item, verdict)):
            yield item, verdict
    for table in part.tables:
        yield from _judged_rows(table)


def _leads_in(item: Item, verdict: Verdict) -> bool:
    """Whether the first sentence of a section tells what follows and checks nothing itself."""
    return not (verdict.judgment or item.code or "`" in item.text or _CHECKING & set(words(item.text)[:1]))


def _judged_rows(table: Table) -> Iterator[tuple[Item, Verdict]]:
    """The rows of a table of checks that are not mechanical, at the cell that says what is expected."""
    expected = next((index for index, cell in enumerate(table.head) if _EXPECTED & set(words(cell.text))), None)
    for row in table.rows:
        if expected is None or expected >= len(row.cells) or not row.cells[expected].text:
            joined = " ".join(cell.text for cell in row.cells)
            verdict = judge(joined)._replace(judgment=None)
            place = Item(joined, row.span)
        else:
            place = row.cells[expected]
            others = " ".join(cell.text for index, cell in enumerate(row.cells) if index != expected)
            verdict = judge_against(others, place.text)
        if verdict.verdict != "mechanical":
            yield place, verdict


def _problem(item: Item, verdict: Verdict) -> Problem:
    if verdict.verdict == "judgment" and verdict.judgment:
        start, end = verdict.judgment
        said = fold(plain(item.text[start:end]))[:60]
        span = Span(item.span.start + start, item.span.start + end)
        return Problem(span, f'"{said}" is judgment, no measured value', "postcondition")
    said = fold(plain(item.text))[:60]
    return Problem(item.span, f'the check "{said}" {verdict.missing}', "postcondition")


RULES = (post_cutover_verification_missing, post_cutover_verification_not_mechanical, post_cutover_verification_uncited)
