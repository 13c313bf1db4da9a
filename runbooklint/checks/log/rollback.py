"""Rules on the way back of an action itself: there is one, and it is exact."""

from collections.abc import Iterator

from runbooklint.checks.fields import lone_dash, place, stated
from runbooklint.checks.log.covering import ids_in, told_outside, uncovered
from runbooklint.checks.log.irreversible import denied
from runbooklint.checks.log.literal import shows_way_back
from runbooklint.checks.log.owed import called, said
from runbooklint.facts import Facts
from runbooklint.inline import words
from runbooklint.records_log import Mitigation, MitigationLog
from runbooklint.rule import LOG, Problem, Report, Severity, rule


@rule("MIT301", "mitigation-rollback-missing", Severity.BLOCKER, on=MitigationLog, kinds=LOG)
def mitigation_rollback_missing(log: MitigationLog, facts: Facts) -> Iterator[Report]:
    lacking = [entry for entry in log.mitigations if _lacks(entry)]
    left = {id(entry) for entry in uncovered(log, told_outside(log, "rollback"))} if lacking else set()
    for entry in lacking:
        if id(entry) in left:
            message = f"{called(entry)} has no rollback procedure for the mitigation itself"
            yield Problem(place(entry, "rollback"), message, "rollback")


def _lacks(entry: Mitigation) -> bool:
    """Whether no rollback is stated; a dash is none, and "cannot be undone" is MIT303's."""
    field = entry.fields.get("rollback")
    return field is None or not field.text or field.state == "none" or lone_dash(field)


_WORDS = frozenset(
    "revert reverts reverted reverting undo undone undoing rollback roll rolled rolling back restore restored"
    " restoring reverse reversed put set switch turn flip return bring take change changes changed action mitigation"
    " measure setting settings config configuration state previous prior old original last earlier former again if"
    " when as needed necessary required possible in case of things thing get gets go goes went worse wrong it this"
    " that them the a an to we will can would should could be is are was were simply just by hand manually"
    " immediately quickly everything all step steps standard usual normal same way procedure process do done deploy"
    " deployment release version something problem problems occurs occur arise issue issues fails fail failed with"
    " and or on off up down us our i before how see above below default value values flag feature service redeploy"
    " re-enable enable disable team engineer ops on-call oncall any no not need".split()
)
_TELLING = 4
"""So many words that say what is done to what are a procedure in prose."""


@rule("MIT302", "mitigation-rollback-vague", Severity.HIGH, on=Mitigation, kinds=LOG, basis="heuristic")
def mitigation_rollback_vague(entry: Mitigation, facts: Facts) -> Iterator[Report]:
    field = stated(entry.fields, "rollback")
    if field is None or lone_dash(field) or shows_way_back(field.items) or denied(field):
        return
    if any(not identifier.isdigit() for identifier in ids_in(field.text)):
        return
    if len([word for word in words(field.text) if word not in _WORDS]) < _TELLING:
        message = f"the rollback of {called(entry)}, {said(field.text)}, names no command, flag, version or steps"
        yield Problem(field.span, message, "rollback")


RULES = (mitigation_rollback_missing, mitigation_rollback_vague)
