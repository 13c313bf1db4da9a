"""Rules on the exact change of an action and on who made it."""

from collections.abc import Iterator

from runbooklint.checks.fields import missing, place, stated
from runbooklint.checks.log.literal import shows_change, shows_command
from runbooklint.checks.log.owed import called, said
from runbooklint.facts import Facts
from runbooklint.pattern import Pattern
from runbooklint.records import FieldName
from runbooklint.records_log import Mitigation
from runbooklint.rule import LOG, Problem, Report, Severity, rule

_HANDLE = Pattern(r"(?<![\w`])@[A-Za-z][\w-]+")
_BY = Pattern(r"\b[Bb]y[ \t]+(?:the[ \t]+)?[*_`]{0,3}(?:[A-Z][a-z]+|(?:[a-z]+[ \t])?on-call)")
_HANDLED: tuple[FieldName, ...] = ("apply", "action", "exact_change")
_DONE_BY: tuple[FieldName, ...] = ("apply", "pre_apply", "confirmed")


@rule("MIT106", "exact-change-missing", Severity.BLOCKER, on=Mitigation, kinds=LOG)
def exact_change_missing(entry: Mitigation, facts: Facts) -> Iterator[Report]:
    if missing(entry.fields, "exact_change") and not _acts(entry):
        message = f"{called(entry)} has no exact change: no command, diff, flag with value or target"
        yield Problem(place(entry, "exact_change"), message, "exact_change")


@rule("MIT107", "exact-change-not-literal", Severity.HIGH, on=Mitigation, kinds=LOG, basis="heuristic")
def exact_change_not_literal(entry: Mitigation, facts: Facts) -> Iterator[Report]:
    field = stated(entry.fields, "exact_change")
    if field is None or shows_change(field.items) or _acts(entry):
        return
    action = stated(entry.fields, "action")
    if action is None or not shows_change(action.items):
        message = f"the change of {called(entry)}, {said(field.text)}, is told and not shown"
        yield Problem(field.span, message, "exact_change")


def _acts(entry: Mitigation) -> bool:
    """Whether the action itself is written as a command."""
    action = stated(entry.fields, "action")
    return action is not None and shows_command(action.items)


@rule("MIT108", "actor-missing", Severity.MEDIUM, on=Mitigation, kinds=LOG)
def actor_missing(entry: Mitigation, facts: Facts) -> Iterator[Report]:
    if not missing(entry.fields, "actor") or stated(facts.log.fields, "actor"):
        return
    told = any(_HANDLE.search(field.text) for name in _HANDLED if (field := entry.fields.get(name)))
    if not told and not any(_BY.search(field.text) for name in _DONE_BY if (field := entry.fields.get(name))):
        yield Problem(place(entry, "actor"), f"{called(entry)} names no actor", "actor")


RULES = (exact_change_missing, exact_change_not_literal, actor_missing)
