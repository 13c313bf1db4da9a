"""Rules on the parts that a cutover runbook has: steps, checklist, routing, rollback, contacts."""

from collections.abc import Iterator
from itertools import pairwise, takewhile

from runbooklint.checks.runbook.owed import stated
from runbooklint.checks.runbook.recovery import forward_fix_statement
from runbooklint.checks.runbook.whole import Chapter, chapters, chapters_beside_steps, title_of
from runbooklint.checks.sentences import first, sentences
from runbooklint.facts import Facts
from runbooklint.inline import links, words
from runbooklint.records import FieldName, Item, Runbook, Section, SectionKind, Step
from runbooklint.rule import CUTOVER, Problem, Report, Severity, rule
from runbooklint.vocabulary import state

_OWN_PROCEDURE = 4
_CONTACTS = frozenset("contact contacts escalation escalations".split())
_BACKWARDS = frozenset("restore revert undo repoint reinstate redeploy back".split())
_BELOW = 20
"""Of how many sections, its own first, the words are looked at for what a section moves."""
_FLAG = frozenset("flag flags toggle toggles".split())
_SWITCHED = frozenset("feature rollout ramp flip flips sequence cutover".split())
_BY_PARTS = frozenset("gradual progressive incremental percentage phased staged".split())
_RELEASED = frozenset("rollout rollouts release releases ramp shift exposure".split())
_MOVED = frozenset(
    "flag flags traffic tenant tenants user users customer customers cohort cohorts requests percent fleet".split()
)
"""What a rollout by flag or share moves, or moves it by."""
_REFERRING = frozenset("rollback backout roll rolled rolling".split())


@rule("RUN105", "pre-cutover-checklist-missing", Severity.HIGH, on=Runbook, kinds=CUTOVER)
def pre_cutover_checklist_missing(runbook: Runbook, facts: Facts) -> Iterator[Report]:
    yield from _absent(runbook, "checklist", "there is no pre-cutover checklist")


@rule("RUN106", "steps-missing", Severity.BLOCKER, on=Runbook, kinds=CUTOVER)
def steps_missing(runbook: Runbook, facts: Facts) -> Iterator[Report]:
    back = bool(runbook.rollbacks) and runbook.title is not None and "rollback" in words(runbook.title.text)
    if not runbook.steps and not back:
        yield Problem(title_of(runbook), "the document is a cutover runbook, and no step is recognised in it")


@rule("RUN107", "traffic-routing-plan-missing", Severity.HIGH, on=Runbook, kinds=CUTOVER)
def traffic_routing_plan_missing(runbook: Runbook, facts: Facts) -> Iterator[Report]:
    # A phase that shifts a share of the traffic says how, though it is a step as well.
    routed = (section.kind == "routing" and not section.empty for section in runbook.sections)
    if not any(routed) and not any(_shifts(runbook, index) for index in range(len(runbook.sections))):
        yield from _absent(runbook, "routing", "no section says how traffic shifts from source to target")


@rule("RUN108", "rollback-section-missing", Severity.BLOCKER, on=Runbook, kinds=CUTOVER)
def rollback_section_missing(runbook: Runbook, facts: Facts) -> Iterator[Report]:
    if runbook.rollbacks or any(_has_own_procedure(step) for step in runbook.steps):
        return
    if any(_links_rollback(prose.text) for prose in runbook.prose):
        return
    if any(_leads_back(item) for chapter in chapters(runbook, "troubleshooting") for item in chapter.items):
        return
    yield from _absent(runbook, "rollback", "there is neither a rollback section nor a rollback entry", "rollback")


@rule("RUN118", "escalation-contacts-missing", Severity.HIGH, on=Runbook, kinds=CUTOVER)
def escalation_contacts_missing(runbook: Runbook, facts: Facts) -> Iterator[Report]:
    found = [c for c in chapters_beside_steps(runbook, "contacts") if not _is_audience(runbook, c.head)]
    if any(_has_contact(chapter) for chapter in found):
        return
    bare = next((chapter for chapter in found if not chapter.head.empty), None)
    if bare:
        yield Problem(bare.head.span, "the section names no contact with a way to reach them")
    elif not found:
        yield Problem(title_of(runbook), "no section says whom to reach for which issue")


def _shifts(runbook: Runbook, index: int) -> bool:
    """Whether a section says who moves when, by flag or share by share: `Feature flag rollout`, `Gradual rollout`."""
    listed = words(runbook.sections[index].title)
    flagged = bool(_FLAG & set(listed)) and bool(_SWITCHED & set(listed))
    if not flagged and not any(before in _BY_PARTS and after in _RELEASED for before, after in pairwise(listed)):
        return False
    head, *behind = runbook.sections[index : index + _BELOW]
    below = (head, *takewhile(lambda section: section.level > head.level, behind))
    return any(_MOVED & set(words(item.text)) or "%" in item.text for section in below for item in section.items)


def _absent(runbook: Runbook, kind: SectionKind, message: str, field: FieldName | None = None) -> Iterator[Report]:
    """The lack of a section; an empty one is another fault."""
    if not (chapters if kind == "rollback" else chapters_beside_steps)(runbook, kind):
        yield Problem(title_of(runbook), message, field)


def _links_rollback(text: str) -> bool:
    """Whether a text links another document on the rollback."""
    return any(not link.target.startswith("#") and "rollback" in link.target.lower() for link in links(text))


def _leads_back(item: Item) -> bool:
    """Whether what to do on a failure is a way back itself and no mere reference to a rollback."""
    return not item.code and any(
        first(sentence, _BACKWARDS) is not None
        and len(sentence) >= _OWN_PROCEDURE
        and first(sentence, _REFERRING) is None
        for sentence in sentences(item.text)
    )


def _has_own_procedure(step: Step) -> bool:
    """Whether a step says itself how it is taken back, and does not only refer to an entry."""
    field = stated(step.fields, "rollback")
    if field is None or forward_fix_statement(step) is not None:
        return False
    text = field.text
    for link in reversed(links(text)):
        text = text[: link.span.start] + text[link.span.end :]
    return "`" in text or any(item.code for item in field.items) or len(words(text)) >= _OWN_PROCEDURE


def _is_audience(runbook: Runbook, section: Section) -> bool:
    """Whether a heading in the communication plan names whom it informs: `Engineering on-call`."""
    above = None if section.parent is None else runbook.sections[section.parent]
    return above is not None and above.kind == "communication" and not _CONTACTS & set(words(section.title))


def _has_contact(chapter: Chapter) -> bool:
    """Whether a row or line holds an issue or role together with another thing: a name or a way to reach it."""
    tables = [table for part in chapter.parts for table in part.tables]
    if tables:
        return any(sum(map(_says, (cell.text for cell in row.cells))) > 1 for table in tables for row in table.rows)
    return any(len(words(item.text)) > 1 for item in chapter.items)


def _says(cell: str) -> bool:
    """Whether a cell holds something; a blank to fill in is a fault of its own."""
    return bool(words(cell)) or state(cell) == "unfilled"


RULES = (
    pre_cutover_checklist_missing,
    steps_missing,
    traffic_routing_plan_missing,
    rollback_section_missing,
    escalation_contacts_missing,
)
