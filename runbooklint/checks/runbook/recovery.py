"""How a step is taken back: by an entry, a procedure of its own, or a forward fix; it reports nothing."""

from itertools import pairwise

from runbooklint.checks.runbook.owed import stated
from runbooklint.checks.sentences import first, follows, sentences
from runbooklint.facts import Facts
from runbooklint.inline import words
from runbooklint.pattern import Pattern
from runbooklint.records import Field, RollbackEntry, Section, Step

_FORWARD = (("forward", "fix"), ("forward", "only"), ("fix", "forward"), ("roll", "forward"))
_NEGATIONS = frozenset("no not none nothing never".split())
_NEEDED = frozenset("needed required necessary".split())
_NOTHING = Pattern(
    r"(?i)(?:^|[.;:] )\W{0,4}(?:nothing (?:is|gets|will be) (?:written|changed|modified|applied)"
    r"|no (?:changes?|writes?) (?:is|are|will be) (?:made|applied|performed))\b(?! (?:until|before|unless|yet))"
)
_READ = 300
_OPENING = 8


def entry_of(step: Step, facts: Facts) -> RollbackEntry | None:
    """The rollback entry that belongs to a step."""
    return None if step.rollback_entry is None else facts.runbook.rollbacks[step.rollback_entry]


def is_forward_fix(step: Step) -> bool:
    """Whether a step says, in its class, its rollback or a field of its own, that it is forward-fix only."""
    field = step.fields.get("reversibility")
    if field is not None and field.value:
        return field.value == "forward-fix-only"
    return forward_fix_statement(step) is not None


def forward_fix_statement(step: Step) -> Field | None:
    """The field in which a step says in words that it is forward-fix only."""
    found = stated(step.fields, "forward_fix")
    if found:
        return found
    said = stated(step.fields, "rollback")
    return said if said and _says_forward_fix(words(said.text[:_READ])) else None


def _says_forward_fix(listed: list[str]) -> bool:
    """Whether words begin with a forward fix, or call it the only way; a remark behind a rollback does not."""
    pairs = enumerate(pairwise(listed))
    return any(pair in _FORWARD and (at < _OPENING or listed[at + 2 : at + 3] == ["only"]) for at, pair in pairs)


def dismisses_rollback(field: Field) -> bool:
    """Whether a rollback field says that none is needed."""
    return any(
        follows(sentence, _NEGATIONS, _NEEDED, 3) or first(sentence, {"unnecessary"}) is not None
        for sentence in sentences(field.text[:_READ])
    )


def has_rollback(step: Step, facts: Facts) -> bool:
    """Whether a step says how it is taken back or that it is not; a value still to be filled in counts."""
    if step.rollback_entry is not None or is_forward_fix(step) or _changes_nothing(step):
        return True
    field = step.fields.get("rollback")
    return field is not None and bool(field.text) and (field.state != "none" or dismisses_rollback(field))


def _changes_nothing(step: Step) -> bool:
    """Whether a step says of itself that it writes nothing, as a dry run does."""
    action = stated(step.fields, "action")
    return action is not None and any(_NOTHING.search(item.text) for item in action.items if not item.code)


def lacks_rollback_section(facts: Facts) -> bool:
    """Whether the document has neither a rollback entry nor a section on rollback that says anything."""
    runbook = facts.runbook
    return not runbook.rollbacks and not any(s.kind == "rollback" and not s.empty for s in runbook.sections)


def unkeyed_procedure(facts: Facts) -> Section | None:
    """The section with the rollback procedure of the whole cutover: none of its entries names a step, and no step says
    a word on its own rollback; of several, the one with the highest heading. None where there is no such procedure."""
    runbook = facts.runbook
    told = any(is_forward_fix(step) or _tells_its_own(step) for step in runbook.steps)
    if told or any(entry.keyed for entry in runbook.rollbacks):
        return None
    if not any(stated(entry.fields, "action") for entry in runbook.rollbacks):
        return None
    found = (one for one in runbook.sections if one.kind == "rollback" and not one.empty)
    return min(found, key=lambda one: one.level, default=None)


def _tells_its_own(step: Step) -> bool:
    """Whether a step says itself how it is taken back, and not only its phase."""
    field = step.fields.get("rollback")
    return field is not None and not field.inherited
