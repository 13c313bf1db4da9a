"""Rule on the order of points in time: within an action, from action to action, within a timeline."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from runbooklint.checks.log.instants import Told, before, first_of, runs, times_in
from runbooklint.checks.log.owed import called, checks_of
from runbooklint.facts import Facts
from runbooklint.inline import words
from runbooklint.records_log import Mitigation, MitigationLog, Verification
from runbooklint.rule import LOG, Problem, Related, Report, Severity, rule

_RECOVERY = frozenset("recovered recovery impact resolved stopped verified verification users".split())


@rule("MIT206", "time-goes-backwards", Severity.HIGH, on=MitigationLog, kinds=LOG)
def time_goes_backwards(log: MitigationLog, facts: Facts) -> Iterator[Report]:
    for entry in log.mitigations:
        yield from _within(entry, checks_of(entry, facts))
    sections: dict[tuple[str, ...], list[Told]] = {}
    for entry in log.mitigations:
        if applied := first_of(times_in(entry, "apply")):
            sections.setdefault(entry.container, []).append(applied)
    for run in (*sections.values(), *runs(log)):
        yield from _backwards(run)


def _within(entry: Mitigation, checks: Sequence[Verification]) -> Iterator[Problem]:
    """What is out of order in one action and its verifications."""
    announced, applied, confirmed = (first_of(times_in(entry, name)) for name in ("pre_apply", "apply", "confirmed"))
    start = applied or confirmed
    if announced and start and before(start, announced):
        done = "applied" if applied else "confirmed"
        yield _wrong(announced, f"{called(entry)} is announced at {{}}, after it was {done} at {{}}", start)
    if applied and confirmed and before(confirmed, applied):
        yield _wrong(confirmed, f"{called(entry)} is confirmed at {{}}, before it was applied at {{}}", applied)
    for check in checks:
        after = times_in(check, "post_values")
        if applied:
            yield from _readings(check, after, applied)
        ended = bool(after) and confirmed is not None and all(before(reading, confirmed) for reading in after)
        if confirmed and ended and not _of_recovery(entry):
            yield _wrong(confirmed, f"{called(entry)} is confirmed at {{}}, after the last reading at {{}}", after[-1])


def _readings(check: Verification, after: list[Told], applied: Told) -> Iterator[Problem]:
    """The first reading before that lies after the change, and the first reading after that lies before it."""
    first = times_in(check, "pre_values")
    late = next((reading for reading in first if before(applied, reading)), None)
    early = next((reading for reading in after if before(reading, applied)), None)
    if late:
        yield _wrong(late, "the reading before the mitigation is of {}, after the change at {}", applied)
    if early and (first or all(before(reading, applied) for reading in after)):
        yield _wrong(early, "the reading after the mitigation is of {}, before the change at {}", applied)


def _of_recovery(entry: Mitigation) -> bool:
    """Whether what was confirmed is the recovery, and not that the change took effect."""
    return bool(_RECOVERY & set(words(entry.fields["confirmed"].text)))


def _backwards(run: Sequence[Told]) -> Iterator[Problem]:
    """The entries that go back in time; in a log that runs newest first, those that go forward."""
    ordered = [told for told in run if told.time.earliest is not None]
    back = [(one, two) for one, two in pairwise(ordered) if before(two, one)]
    forward = [(one, two) for one, two in pairwise(ordered) if before(one, two)]
    if not forward:
        return
    newest_first = len(back) > len(forward)
    for one, two in forward if newest_first else back:
        where = "in a log that runs newest first" if newest_first else "and goes back in time"
        yield _wrong(two, f"{{}} stands below {{}} {where}", one)


def _wrong(at: Told, message: str, other: Told) -> Problem:
    text = message.format(at.time.text, other.time.text)
    return Problem(at.span, text, at.field, (Related(other.span, other.time.text),))


RULES = (time_goes_backwards,)
