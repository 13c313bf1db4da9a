"""Rules on the verification after the cutover: it is there, mechanical, and reuses the checks of the validation."""

from collections.abc import Iterator

from runbooklint.checks.runbook.whole import Chapter, chapters_beside_steps, title_of
from runbooklint.facts import Facts
from runbooklint.inline import fold, plain, without_code, words
from runbooklint.mechanical import Verdict, cites_evidence, judge_against, judge_items
from runbooklint.records import Item, Runbook, Section, Table
from runbooklint.rule import CUTOVER, RUNBOOK, Problem, Report, Severity, rule
from runbooklint.source import Span
from runbooklint.vocabulary import VERBS, state

_EXPECTED = frozenset("expected expect value criterion criteria pass threshold target result outcome condition".split())
_ASKING = frozenset(
    "verify confirm check ensure validate test compare query run count curl execute expect assert".split()
)
_CHECKS = frozenset(
    "verification verify verifying validation validate validating check checks test tests smoke criteria"
    " acceptance".split()
)
_ANSWERS = frozenset("yes no none zero true false pass passed".split())
_AFTER = frozenset(
    "post after cutover migration live deployment deploy switchover release launch upgrade final".split()
)
_BEFORE = frozenset("pre before prior prerequisites readiness preflight".split())


@rule("RUN109", "post-cutover-verification-missing", Severity.HIGH, on=Runbook, kinds=CUTOVER)
def post_cutover_verification_missing(runbook: Runbook, facts: Facts) -> Iterator[Report]:
    last = runbook.steps[-1].span if runbook.steps else None
    if any(section.kind == "verification" and section.span == last for section in runbook.sections):
        return
    if not chapters_beside_steps(runbook, "verification"):
        yield Problem(title_of(runbook), "no section verifies after the cutover that the target serves correctly")


@rule("RUN110", "post-cutover-verification-not-mechanical", Severity.HIGH, on=Runbook, kinds=RUNBOOK,
      basis="heuristic")  # fmt: skip
def post_cutover_verification_not_mechanical(runbook: Runbook, facts: Facts) -> Iterator[Report]:
    for chapter in _afterwards(runbook, facts):
        for part in chapter.parts:
            for item, verdict in _judged(part):
                yield _problem(item, verdict)


@rule("RUN111", "post-cutover-verification-uncited", Severity.MEDIUM, on=Runbook, kinds=CUTOVER, basis="heuristic")
def post_cutover_verification_uncited(runbook: Runbook, facts: Facts) -> Iterator[Report]:
    found = [chapter for chapter in _afterwards(runbook, facts) if not chapter.head.empty]
    if found and not any(_cites(chapter) for chapter in found):
        message = "no check after the cutover cites a check, id or report of the validation"
        yield Problem(found[0].head.span, message)


def _afterwards(runbook: Runbook, facts: Facts) -> Iterator[Chapter]:
    """The sections of checks on the whole after the cutover; on other runbooks those that say so in their heading."""
    start = runbook.steps[0].span.start if runbook.steps else 0
    aside = _aside(runbook)
    for chapter in chapters_beside_steps(runbook, "verification"):
        if chapter.head.span.start in aside:
            continue
        listed = set(words(chapter.head.title))
        after = bool(_AFTER & listed) or (facts.kind == "cutover" and chapter.head.span.start > start)
        if _CHECKS & listed and after and not _BEFORE & listed:
            yield chapter


def _aside(runbook: Runbook) -> frozenset[int]:
    """The offsets of the sections below one that stands before the cutover or is about trouble."""
    found: list[int] = []
    level = 0
    for section in runbook.sections:
        if level and section.level > level:
            found.append(section.span.start)
        elif section.kind in ("checklist", "troubleshooting") or _BEFORE & set(words(section.title)):
            level = section.level
        else:
            level = 0
    return frozenset(found)


def _cites(chapter: Chapter) -> bool:
    # The address that a check calls is no evidence.
    return any(cites_evidence(item.text.replace("://", " ")) for item in chapter.items)


def _judged(part: Section) -> Iterator[tuple[Item, Verdict]]:
    """The checks of a section that are not mechanical."""
    cells = {cell.span.start for table in part.tables for row in table.rows for cell in row.cells}
    listed = [item for item in part.items if item.span.start not in cells and state(item.text) != "unfilled"]
    verdicts = judge_items([(item.text, item.code) for item in listed])
    for item, verdict in zip(listed, verdicts, strict=True):
        if verdict and verdict.verdict != "mechanical" and _is_check(item, verdict):
            yield item, verdict
    for table in part.tables:
        yield from _judged_rows(table)


def _is_check(item: Item, verdict: Verdict) -> bool:
    """Whether a line asks for a check: a verb of checking first, a command alone, or a state that is judged.

    A line that asks for something else to be done is a task.
    """
    if item.code:
        return verdict.verdict == "judgment"
    listed = words(item.text)
    if len(listed) == 1 and "`" not in item.text:
        return False  # the name of a group of checks
    first = listed[:1]
    if first and first[0] in VERBS and first[0] not in _ASKING:
        return False
    asked = bool(first and first[0] in _ASKING) or not words(without_code(item.text))
    return asked or verdict.verdict == "judgment"


def _judged_rows(table: Table) -> Iterator[tuple[Item, Verdict]]:
    """The rows of a table of checks that expect nothing or rest on judgment, at the cell that says what is expected."""
    expected = next((index for index, cell in enumerate(table.head) if _EXPECTED & set(words(cell.text))), None)
    for row in table.rows if expected is not None else ():
        if expected is None or expected >= len(row.cells):
            continue
        place = row.cells[expected]
        if not place.text or _ANSWERS & set(words(place.text)[:1]):
            continue
        others = " ".join(cell.text for index, cell in enumerate(row.cells) if index != expected)
        verdict = judge_against(others, place.text)
        if verdict.verdict == "judgment" or (verdict.verdict == "vague" and verdict.expected is None):
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
