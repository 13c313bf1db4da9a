"""Rules on who executes a step or rollback: somebody, and somebody in particular."""

from collections.abc import Iterator

from runbooklint.checks.runbook.owed import both, called, lone_dash, stated
from runbooklint.checks.runbook.recovery import entry_of
from runbooklint.facts import Facts
from runbooklint.inline import code_spans, plain, words
from runbooklint.pattern import Pattern
from runbooklint.records import Field, Runbook, Step
from runbooklint.rule import CUTOVER, RUNBOOK, Problem, Related, Report, Severity, rule

_INDEFINITE = frozenset(
    "someone somebody anyone anybody whoever everyone everybody we us all any nobody none na".split()
)
_GENERIC = frozenset(
    "team teams group groups person people staff crew member members engineer engineers engineering developer"
    " developers dev devs on call oncall duty shift hands available responsible responder responders assignee folks"
    " colleague colleagues whole entire relevant respective appropriate same other ops operations it".split()
)
_FILLER = frozenset("the a an our your of for from in at and or is who one to be with".split())
_ROLE = frozenset(
    "on-call oncall call lead leads leader manager engineer admin administrator officer owner operator"
    " commander deputy team group rotation dba sre ops devops head chief director architect developer analyst"
    " specialist coordinator captain champion desk helpdesk service support staff crew primary secondary"
    " second third shift duty board database network platform security backend frontend data integration"
    " release incident scribe tester qa".split()
)
_NAME = Pattern(r"[^\W\d_][^\W\d_'’.-]*(?:['’-][^\W\d_]+)*\.?")
_DEPUTY = frozenset("backup deputy alternate alternatively substitute or else stand-in standby fallback second".split())


@rule("RUN203", "owner-missing", Severity.HIGH, on=Runbook, kinds=CUTOVER)
def owner_missing(runbook: Runbook, facts: Facts) -> Iterator[Report]:
    for record in both(runbook):
        field = record.fields.get("owner")
        if (field is None or not field.text) and not (isinstance(record, Step) and record.role == "record"):
            yield Problem(record.span, f"{called(record)} names no owner", "owner")


@rule("RUN204", "owner-unnamed", Severity.HIGH, on=Runbook, kinds=RUNBOOK, basis="heuristic")
def owner_unnamed(runbook: Runbook, facts: Facts) -> Iterator[Report]:
    seen: set[int] = set()
    for record in both(runbook):
        field = record.fields.get("owner")
        if field is None or field.span.start in seen or not _nobody(field):
            continue
        seen.add(field.span.start)
        yield Problem(field.span, f'"{plain(field.text)[:60]}" is nobody in particular', "owner")


def _nobody(field: Field) -> bool:
    """Whether an owner is an indefinite pronoun or made of words that fit everybody."""
    if field.state == "none":
        return not lone_dash(field)
    if field.state != "stated" or code_spans(field.text) or "@" in field.text or "#" in field.text:
        return False
    listed = [word for word in words(field.text) if word not in _FILLER]
    return bool(listed) and (listed[0] in _INDEFINITE or all(word in _GENERIC for word in listed))


@rule("RUN417", "rollback-needs-same-person", Severity.MEDIUM, on=Step, kinds=RUNBOOK, basis="heuristic")
def rollback_needs_same_person(step: Step, facts: Facts) -> Iterator[Report]:
    entry = entry_of(step, facts)
    forward = stated(step.fields, "owner")
    back = stated(entry.fields, "owner") if entry else None
    if not (entry and forward and back) or back.inherited or forward.inherited:
        return
    person = _person(forward.text)
    if person and person == _person(back.text):
        message = f"{called(entry)} needs {plain(back.text)}, who also executes {called(step)}, and names no backup"
        yield Problem(back.span, message, "owner", (Related(forward.span, "the owner of the forward step"),))


def _person(text: str) -> str:
    """The one person that an owner names, in lower case; empty for a role, a rotation, a handle or several people."""
    listed = plain(text).split()
    if not 2 <= len(listed) <= 4 or "`" in text or "@" in text:
        return ""
    if not all(word[0].isupper() and _NAME.fullmatch(word) for word in listed):
        return ""
    lowered = [word.lower() for word in listed]
    return "" if (_ROLE | _DEPUTY) & set(lowered) else " ".join(lowered)


RULES = (owner_missing, owner_unnamed, rollback_needs_same_person)
