"""Rules on forward-fix-only steps: why there is no way back, the link to the procedure, and the procedure itself."""

from collections.abc import Iterator

from runbooklint.anchors import slug
from runbooklint.checks.runbook.owed import called, stated
from runbooklint.checks.runbook.recovery import is_forward_fix
from runbooklint.checks.runbook.whole import Chapter, chapters, title_of
from runbooklint.checks.runbook.wording import own_words
from runbooklint.facts import Facts
from runbooklint.inline import Link, links, plain, words
from runbooklint.records import Field, FieldName, Item, Runbook, Section, Step
from runbooklint.rule import RUNBOOK, Problem, Related, Report, Severity, rule
from runbooklint.vocabulary import VERBS, state

_STATING: tuple[FieldName, ...] = ("rollback", "forward_fix", "reversibility")
_EXPLAINING: tuple[FieldName, ...] = (*_STATING, "point_of_no_return")
_STATEMENT = frozenset(
    "forward fix forward-fix fix-forward roll-forward roll only forward-only irreversible reversible reversibility"
    " one-way way cannot undone procedure procedures section step steps follow rollback none n/a na yes crosses cross"
    " crossing point return pre post pre-point-of-no-return post-point-of-no-return rationale reason why because"
    " since".split()
)
_REASON = 3


@rule("RUN510", "forward-fix-rationale-missing", Severity.BLOCKER, on=Step, kinds=RUNBOOK, basis="heuristic")
def forward_fix_rationale_missing(step: Step, facts: Facts) -> Iterator[Report]:
    if not is_forward_fix(step) or stated(step.fields, "rationale"):
        return
    fields = [field for name in _EXPLAINING if (field := stated(step.fields, name))]
    if not any(len(own_words(field.text, _STATEMENT)) >= _REASON for field in fields):
        message = f"{called(step)} is forward-fix only and gives no rationale"
        yield Problem(fields[0].span if fields else step.span, message, "rationale")


@rule("RUN511", "forward-fix-unlinked", Severity.HIGH, on=Step, kinds=RUNBOOK)
def forward_fix_unlinked(step: Step, facts: Facts) -> Iterator[Report]:
    if not is_forward_fix(step):
        return
    fields = [field for name in _STATING if (field := stated(step.fields, name))]
    if not any(_links(field) for field in fields):
        message = f'{called(step)} does not say "forward-fix only — see forward-fix procedure" with a link to it'
        yield Problem(fields[0].span if fields else step.span, message, "forward_fix")


@rule("RUN512", "forward-fix-procedure-missing", Severity.BLOCKER, on=Runbook, kinds=RUNBOOK)
def forward_fix_procedure_missing(runbook: Runbook, facts: Facts) -> Iterator[Report]:
    steps = [step for step in runbook.steps if is_forward_fix(step)]
    if not steps or any(not link.target.startswith("#") for step in steps for link in _procedure_links(step)):
        return
    found = [*chapters(runbook, "forward_fix"), *_linked(runbook, steps)]
    related = (Related(steps[0].span, "forward-fix only"),)
    if not found:
        message = f"{called(steps[0])} is forward-fix only, and there is no forward-fix procedure"
        yield Problem(title_of(runbook), message, "forward_fix", related)
    elif not any(chapter.head.empty or _has_action(chapter) for chapter in found):
        message = "the forward-fix procedure holds no action"
        yield Problem(found[0].head.span, message, "forward_fix", related)


def _links(field: Field) -> list[Link]:
    return [link for link in links(field.text) if not field.text[: link.span.start].endswith("!")]


def _procedure_links(step: Step) -> Iterator[Link]:
    """The links by which a step points at the procedure that takes the place of a rollback."""
    for name in _STATING:
        field = stated(step.fields, name)
        if field:
            yield from (link for link in _links(field) if "forward" in f"{link.text} {link.target}".lower())


def _linked(runbook: Runbook, steps: list[Step]) -> Iterator[Chapter]:
    """The sections that the steps link to as their procedure, whatever they are called."""
    wanted = {link.target.removeprefix("#") for step in steps for link in _procedure_links(step)}
    for section in runbook.sections:
        if wanted and section.kind != "forward_fix" and slug(section.title) in wanted:
            yield Chapter(section, (section,))


def _has_action(chapter: Chapter) -> bool:
    """Whether anything under a heading tells to do something, or is still to be filled in, which is another fault."""
    return any(_is_action(item) for item in chapter.items) or any(_is_action_head(part) for part in chapter.parts[1:])


def _is_action(item: Item) -> bool:
    if item.code or "`" in item.text or state(item.text) == "unfilled":
        return True
    return any(word in VERBS for word in words(plain(item.text))[:1])


def _is_action_head(section: Section) -> bool:
    return any(word in VERBS for word in words(section.title)[:3])


RULES = (forward_fix_rationale_missing, forward_fix_unlinked, forward_fix_procedure_missing)
