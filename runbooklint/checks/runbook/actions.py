"""Rules on what a step or rollback does: an action, one procedure, one action an item, with what is executed named."""

from collections.abc import Iterator

from runbooklint.checks.runbook.commands import with_commands_beside
from runbooklint.checks.runbook.owed import called, missing, place, stated
from runbooklint.checks.runbook.wording import VERIFYING
from runbooklint.facts import Facts
from runbooklint.inline import fold, plain, without_code, words
from runbooklint.mechanical import hedges, names_reference
from runbooklint.pattern import Pattern
from runbooklint.records import Field, Item, RollbackEntry, Step
from runbooklint.rule import CUTOVER, RUNBOOK, Problem, Report, Severity, rule
from runbooklint.source import Span
from runbooklint.vocabulary import NEGATIONS, VERBS

_CUT = Pattern(r"(?P<hard>[.;!?](?=\s)|,?\s(?:and\s)?then\s)|,?\sand\s|,\s")
_ASIDE = Pattern(r"\([^()\n]{0,300}\)|:[a-z_]{2,40}:")
_LEADING = frozenset("then next finally now also afterwards and first second third lastly after that".split())
_CHECKS = {"postcondition", "go_no_go", "expected_duration", "maximum_duration"}
_NOT_DONE = frozenset("not if unless on when".split())
"""What follows a verb that says what to do in another case: `do not`, `stop if`, `abort on`."""
_LEAD = Pattern(r"[\s*_-]*(?:\*\*[^*\n]{1,80}(?::\*\*|\*\*:)|(?:[^\W\d][\w-]{0,30} ){0,4}[\w-]{1,30}:(?=\s))")
_BESIDE_CHECK = _CHECKS | {"owner", "communication", "preconditions"}
_NO_ACTION = frozenset(
    "verify confirm check ensure expect see note wait observe watch monitor test make let keep leave avoid"
    " assert".split()
)


@rule("RUN207", "action-missing", Severity.BLOCKER, on=Step, kinds=RUNBOOK)
def action_missing(step: Step, facts: Facts) -> Iterator[Report]:
    if missing(step.fields, "action") and not _instructs(step):
        yield Problem(place(step, "action"), f"{called(step)} has no action", "action")


def _instructs(step: Step) -> bool:
    """Whether the head of a step is itself what to do: an instruction with no field below, a check, a labelled line."""
    if not step.title or "action" in step.fields:
        return False
    listed = words(step.title)[:1]
    if NEGATIONS & set(listed):
        return True
    own = {name: field for name, field in step.fields.items() if name != "id" and not field.inherited}
    if "postcondition" in own and (_NO_ACTION & set(listed)) and own.keys() <= _BESIDE_CHECK:
        return True
    labels = [field.label.start for field in own.values() if field.label]
    if labels:
        return any(step.span.start <= label < step.span.end for label in labels)
    return own.keys() <= _CHECKS and (bool(own) or bool(VERBS & set(words(step.title)[:1])))


@rule("RUN208", "action-ambiguous", Severity.HIGH, on=Step, kinds=RUNBOOK, basis="heuristic")
def action_ambiguous(step: Step, facts: Facts) -> Iterator[Report]:
    for item in _prose_items(step):
        found = hedges(item.text)
        if found:
            start, end = item.span.start + found[0], item.span.start + found[1]
            left = fold(plain(item.text[found[0] : found[1]]))
            yield Problem(Span(start, end), f'"{left[:60]}" leaves the action to the executor', "action")


@rule("RUN209", "action-compound", Severity.LOW, on=Step, kinds=RUNBOOK, basis="heuristic")
def action_compound(step: Step, facts: Facts) -> Iterator[Report]:
    for item in _prose_items(step):
        count = _actions(item.text)
        if count > 1:
            yield Problem(item.span, f"one item holds {count} actions", "action")


def _actions(text: str) -> int:
    """How many actions a text chains; two that only `and` or a comma joins are one, as `log in and run` is."""
    bare = _without_asides(without_code(text))
    said = _without_asides(text)
    cuts = [(match.start(), match.end(), bool(match["hard"])) for match in _CUT.finditer(bare)]
    lead = _LEAD.match(text) if ":" in text else None
    titled = lead is not None and bool(VERBS & set(words(lead.group())[:1]))
    count, sentences, cut, at, begins = 0, 0, 0, lead.end() if lead and titled else 0, True
    purpose = False  # within `To see and review the changes, …`
    for start, end, hard in [*cuts, (len(bare), 0, True)]:
        listed = words(said[at:start][:120])
        while listed and listed[0] in _LEADING:
            listed = listed[1:]
        purpose = listed[:1] == ["to"] if begins else purpose and "," not in bare[cut:at]
        if _acts(listed, words(bare[at:start][:120])) and not purpose:
            count += 1
            sentences += begins
        cut, at, begins = start, max(end, at), hard
    return count if sentences > 1 or count > 2 else 1


def _without_asides(text: str) -> str:
    return _ASIDE.sub(lambda aside: " " * len(aside.group()), text)


def _acts(listed: list[str], outside: list[str]) -> bool:
    """Whether words begin with an action; `outside` are those that stand in no code, where a name is no verb."""
    if len(listed) < 2 or listed[0] not in outside or listed[0] not in VERBS:
        return False
    return not (listed[0] in _NO_ACTION or _NOT_DONE & set(listed[1:2]))


@rule("RUN210", "action-not-executable", Severity.HIGH, on=Step, kinds=CUTOVER, basis="heuristic")
def action_not_executable(step: Step, facts: Facts) -> Iterator[Report]:
    if step.role != "check" and id(step) not in with_commands_beside(facts):
        yield from _unreferenced(step)


@rule("RUN406", "rollback-action-not-executable", Severity.HIGH, on=RollbackEntry, kinds=CUTOVER, basis="heuristic")
def rollback_action_not_executable(entry: RollbackEntry, facts: Facts) -> Iterator[Report]:
    yield from _unreferenced(entry)


def _unreferenced(record: Step | RollbackEntry) -> Iterator[Report]:
    field = stated(record.fields, "action")
    if field and not (any(names_reference(item.text, item.code) for item in field.items) or _is_check(record, field)):
        yield Problem(field.span, f"the action of {called(record)} names no script, command or console", "action")


def _is_check(record: Step | RollbackEntry, action: Field) -> bool:
    """Whether a step is a check as a whole, so that its head is the action and its command the check."""
    if set(words(action.text)) <= VERIFYING:
        return True
    check = stated(record.fields, "postcondition")
    headed = record.span.start <= action.span.start and action.span.end <= record.span.end
    return headed and check is not None and any(item.code for item in check.items)


def _prose_items(step: Step) -> tuple[Item, ...]:
    """The items of a step's action outside fences."""
    field: Field | None = stated(step.fields, "action")
    return tuple(item for item in field.items if not item.code) if field else ()


RULES = (action_missing, action_ambiguous, action_compound, action_not_executable, rollback_action_not_executable)
