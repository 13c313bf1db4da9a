"""Rules on the values of a verification: before and after the mitigation, with their times, and more than one."""

from collections.abc import Iterator, Sequence

from runbooklint.checks.fields import place
from runbooklint.checks.log.measured import Checked, Reading, checked, deployments
from runbooklint.checks.log.owed import applied, called, checks_of, said
from runbooklint.facts import Facts
from runbooklint.inline import words
from runbooklint.quantities.lengths import find_lengths
from runbooklint.records import Field, FieldName
from runbooklint.records_log import Mitigation, Verification
from runbooklint.rule import LOG, Problem, Report, Severity, rule

STATES = frozenset(
    "red green amber yellow down up failing failed passing passed ok unavailable available unreachable reachable zero"
    " healthy unhealthy critical offline online none".split()
)
"""Values of signals that have no numbers."""
_RELATIVE = frozenset("after before apply applied change rollback later earlier flip restart deploy".split())
_SEVERAL = frozenset(
    "consecutive continuously throughout sustained constantly average averaged averages each every intervals points"
    " samples readings window stable steady steadily stays stayed remained held holds since".split()
)


@rule("MIT501", "verification-missing", Severity.BLOCKER, on=Mitigation, kinds=LOG)
def verification_missing(entry: Mitigation, facts: Facts) -> Iterator[Report]:
    checks = checks_of(entry, facts)
    if not applied(entry, facts) or any(_says(check) for check in checks):
        return
    span = next((field.span for check in checks for field in check.fields.values() if field.text), entry.span)
    yield Problem(span, f"{called(entry)} was applied and has no verification", "verification")


def _says(check: Verification) -> bool:
    """Whether a verification says something, be it that it is still to be filled in."""
    return any(field.text and field.state != "none" for field in check.fields.values())


@rule("MIT502", "pre-values-missing", Severity.HIGH, on=Verification, kinds=LOG)
def pre_values_missing(check: Verification, facts: Facts) -> Iterator[Report]:
    seen = checked(check, facts)
    if seen:
        yield from _unread(seen, "pre_values", seen.pre, "before")


@rule("MIT503", "post-values-missing", Severity.HIGH, on=Verification, kinds=LOG)
def post_values_missing(check: Verification, facts: Facts) -> Iterator[Report]:
    seen = checked(check, facts)
    if seen:
        yield from _unread(seen, "post_values", seen.post, "after")


def _unread(seen: Checked, name: FieldName, found: Sequence[Reading], when: str) -> Iterator[Problem]:
    """The value or the time that the readings before or after the mitigation lack."""
    field = seen.stated(name)
    if field is None:
        if not seen.lacks(name) or any(reading.measure.moment for reading in found):
            return
        lacking = "a timestamp beside the value" if found else "a value of the signal"
        message = f"the verification of {seen.name} lacks {lacking} {when} the mitigation"
        yield Problem(found[0].span if found else place(seen.check, name), message, name)
    elif not found and not STATES & set(words(field.text)):
        message = f"the verification of {seen.name} gives no value of the signal {when} the mitigation"
        yield Problem(field.span, message, name)
    elif not seen.times(name) and not any(r.measure.moment for r in found) and not _relative(field):
        message = f"the values of {seen.name} {when} the mitigation, {said(field.text)}, have no timestamp"
        yield Problem(field.span, message, name)


def _relative(field: Field) -> bool:
    """Whether a value is placed by a length of time from the change: `5 min before apply`, `+10 min`."""
    listed = set(words(field.text))
    return any(
        _RELATIVE & listed or field.text[: length.start].rstrip().endswith("+") for length in find_lengths(field.text)
    )


@rule("MIT504", "single-reading", Severity.BLOCKER, on=Verification, kinds=LOG, basis="heuristic")
def single_reading(check: Verification, facts: Facts) -> Iterator[Report]:
    seen = checked(check, facts)
    if seen is None or (seen.decision and seen.decision.value == "refuted"):
        return
    field = seen.stated("post_values")
    if field is None or len(seen.post) == 0 or _several(seen, field):
        return
    text = field.text[seen.post[0].measure.start : seen.post[0].measure.end]
    yield Problem(field.span, f"the recovery of {seen.name} rests on one reading, {text}", "post_values")


def _several(seen: Checked, field: Field) -> bool:
    """Whether more than one point of data is behind the values after the mitigation."""
    moments = {told.span for told in seen.times("post_values")}
    if len(moments) > 1 or any(told.time.end or told.time.until for told in seen.times("post_values")):
        return True
    names = [reading.measure.name for reading in seen.post]
    if len(names) > len(set(names)) or any(reading.measure.high > reading.measure.low for reading in seen.post):
        return True
    watched = any(reading.measure.role == "length" for reading in seen.after)
    return watched or bool(_SEVERAL & set(words(field.text)))


@rule("MIT522", "deployment-as-verification", Severity.BLOCKER, on=Verification, kinds=LOG, basis="heuristic")
def deployment_as_verification(check: Verification, facts: Facts) -> Iterator[Report]:
    found = deployments(check, facts)
    if found:
        seen, field = found
        message = f"the verification of {seen.name} says that the change was deployed and gives no value of a signal"
        yield Problem(field.span, message, "verification")


RULES = (verification_missing, pre_values_missing, post_values_missing, single_reading, deployment_as_verification)
