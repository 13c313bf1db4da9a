"""Rules on the values of a verification: before and after the mitigation, with their times, and more than one."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from runbooklint.checks.fields import place
from runbooklint.checks.log.measured import Checked, Reading, any_check, checked
from runbooklint.checks.log.owed import applied, called, checks_of, said
from runbooklint.facts import Facts
from runbooklint.inline import words
from runbooklint.quantities.lengths import find_lengths
from runbooklint.records import Field, FieldName
from runbooklint.records_log import Mitigation, Verification
from runbooklint.rule import LOG, Problem, Report, Severity, rule

_STATES = frozenset(
    "red green amber yellow down up failing failed passing passed ok unavailable available unreachable reachable zero"
    " healthy unhealthy critical offline online none".split()
)
_WENT = frozenset("went go goes gone going came come comes coming moved dropped trended slowed scaled".split())
_RELATIVE = frozenset("after before apply applied change rollback later earlier flip restart deploy".split())
_SEVERAL = frozenset(
    "consecutive continuously throughout sustained constantly average averaged averages each every intervals points"
    " samples readings window stable steady steadily stays stayed remained held holds since".split()
)


@rule("MIT501", "verification-missing", Severity.BLOCKER, on=Mitigation, kinds=LOG)
def verification_missing(entry: Mitigation, facts: Facts) -> Iterator[Report]:
    if not applied(entry, facts):
        return
    checks = checks_of(entry, facts)
    seen = [found for check in checks if (found := any_check(check, facts))]
    if not seen:
        span = next((field.span for check in checks for field in check.fields.values() if field.text), entry.span)
        yield Problem(span, f"{called(entry)} was applied and has no verification", "verification")
    elif seen[0].told and all(one.blank for one in seen):
        message = f"the verification of {called(entry)}, {said(seen[0].told.text)}, gives no value of any signal"
        yield Problem(seen[0].told.span, message, "verification")


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
    elif not found and not names_state(field.text):
        message = f"the verification of {seen.name} gives no value of the signal {when} the mitigation"
        yield Problem(field.span, message, name)
    elif not seen.times(name) and not any(r.measure.moment for r in found) and not _relative(field):
        message = f"the values of {seen.name} {when} the mitigation, {said(field.text)}, have no timestamp"
        yield Problem(field.span, message, name)


def names_state(text: str) -> bool:
    """Whether a text gives a value that is no number: `probe green`, `login failing`; not `went down`."""
    listed = words(text)
    return any(word in _STATES and before not in _WENT for before, word in pairwise(["", *listed]))


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
    seen = any_check(check, facts)
    if seen and seen.deployment_only:
        message = f"the verification of {seen.name} says that the change was deployed and gives no value of a signal"
        yield Problem(seen.deployment_only.span, message, "verification")


RULES = (verification_missing, pre_values_missing, post_values_missing, single_reading, deployment_as_verification)
