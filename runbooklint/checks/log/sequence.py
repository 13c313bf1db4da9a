"""Rules on several actions: one at a time, one change each, a hand-back between, and not the same move larger."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from runbooklint.checks.fields import stated
from runbooklint.checks.log.instants import Told, before, clocked, times_in
from runbooklint.checks.log.owed import applied, besides, called, checks_of
from runbooklint.facts import Facts
from runbooklint.inline import words
from runbooklint.named import NamedTuple
from runbooklint.quantities.lengths import find_lengths, format_seconds
from runbooklint.records import Field
from runbooklint.records_log import Mitigation, MitigationLog, Time, Verification
from runbooklint.rule import LOG, Problem, Related, Report, Severity, rule
from runbooklint.source import Span


class Watch(NamedTuple):
    """An action that was applied, with the time for which its effect had to be watched."""

    entry: Mitigation
    applied: Told
    until: float
    """Seconds since 1970, at the earliest."""
    span: Span
    """The words that state the end."""
    words: str


def watches(log: MitigationLog, facts: Facts) -> list[Watch]:
    """The applied actions in order of their apply times; those whose time is in doubt are left out."""
    found = []
    for entry in log.mitigations:
        if applied(entry, facts) and (start := _applied_at(entry)) is not None and start.time.earliest is not None:
            found.append(_watch(entry, start, start.time.earliest, checks_of(entry, facts)))
    return sorted(found, key=lambda watch: (watch.applied.time.earliest, watch.entry.span))


def _applied_at(entry: Mitigation) -> Told | None:
    told = times_in(entry, "apply")
    return next((t for t in told if t.time.earliest is not None and not t.lost and clocked(t.time)), None)


def _watch(entry: Mitigation, start: Told, at: float, checks: Sequence[Verification]) -> Watch:
    """The end of the stability wait, else the last reading, else the time within which the signal was to change."""
    for check in checks:
        wait = check.fields.get("wait")
        if wait is not None and wait.seconds is not None:
            return Watch(entry, start, at + wait.seconds, wait.span, f"a wait of {format_seconds(wait.seconds)}")
    readings = [t.time for check in checks for t in times_in(check, "post_values") if _instant(t.time) is not None]
    if readings:
        last = max(readings, key=lambda time: _instant(time) or 0)
        return Watch(entry, start, _instant(last) or at, last.span, f"the last reading at {last.text}")
    signal = stated(entry.fields, "expected_signal")
    lengths = [length for length in find_lengths(signal.text) if length.seconds >= 60] if signal else []
    if signal and lengths:
        length = max(lengths, key=lambda length: length.seconds)
        expected = f"the {format_seconds(length.seconds)} that its signal was given"
        return Watch(entry, start, at + length.seconds, signal.span, expected)
    return Watch(entry, start, at, start.span, "its own apply time")


def _instant(time: Time) -> float | None:
    return time.until if time.until is not None else time.earliest


def overlaps(log: MitigationLog, facts: Facts) -> Iterator[tuple[Watch, Watch]]:
    """Each action that was applied while an earlier one had still to be watched, or at the same time, behind that
    one."""
    longest: Watch | None = None
    for watch in watches(log, facts):
        if longest is not None:
            together = longest.applied.time.earliest == watch.applied.time.earliest
            alike = longest.applied.time.relative == watch.applied.time.relative
            if alike and (together or (watch.applied.time.latest or 0) < longest.until):
                yield longest, watch
        if longest is None or watch.until >= longest.until:
            longest = watch


@rule("MIT401", "concurrent-mitigations", Severity.HIGH, on=MitigationLog, kinds=LOG)
def concurrent_mitigations(log: MitigationLog, facts: Facts) -> Iterator[Report]:
    for one, other in overlaps(log, facts):
        message = (
            f"{called(other.entry)} is applied at {other.applied.time.text}, before {one.words} of {called(one.entry)},"
            f" applied at {one.applied.time.text}, is over"
        )
        places = {one.applied.span: f"{called(one.entry)} is applied"}
        places.setdefault(one.span, one.words)
        related = tuple(Related(*place) for place in places.items())
        yield Problem(other.applied.span, message, "apply", related)


def in_turn(log: MitigationLog, facts: Facts) -> list[tuple[Mitigation, Mitigation]]:
    """Each applied action with the one that was applied next; without times, the order of the document counts."""
    done = [entry for entry in log.mitigations if applied(entry, facts)]
    timed = [watch.entry for watch in watches(log, facts)]
    return list(pairwise(timed if len(timed) == len(done) else done))


def failed(entry: Mitigation, facts: Facts) -> tuple[Verification, Field] | None:
    """The verification of an action that was decided partial or refuted, with that decision."""
    for check in reversed(checks_of(entry, facts)):
        decision = check.fields.get("decision")
        if decision is not None and decision.value:
            return (check, decision) if decision.value in {"partial", "refuted"} else None
    return None


_COMMANDER = frozenset("commander ic imoc".split())
_LEADING = frozenset("lead leader manager command".split())
_INVESTIGATOR = frozenset("investigator investigators investigation investigating investigate rca".split())
_HANDING = frozenset("handed hands hand back escalated escalates hand-back handback returned".split())


@rule("MIT403", "stacked-without-escalation", Severity.HIGH, on=MitigationLog, kinds=LOG, basis="heuristic")
def stacked_without_escalation(log: MitigationLog, facts: Facts) -> Iterator[Report]:
    overlapping = {id(watch.entry) for _, watch in overlaps(log, facts)}
    for one, other in in_turn(log, facts):
        found = failed(one, facts)
        if found is None or id(other) in overlapping:
            continue
        check, decision = found
        stated_back = stated(one.fields, "hand_back") or stated(check.fields, "hand_back")
        related = (Related(other.span, "the next action"),)
        if stated_back is None:
            if not (_handed_back(decision) or _told_back(one, check, facts)):
                message = f"{called(one)} is {decision.value}, and {called(other)} follows with no hand-back between"
                yield Problem(decision.span, message, "hand_back", related)
            continue
        lacking = _not_reached(stated_back.text)
        late = _late([*times_in(one, "hand_back"), *times_in(check, "hand_back")], other)
        if lacking:
            message = f"the hand-back after {called(one)} does not name the {' or the '.join(lacking)}"
            yield Problem(stated_back.span, message, "hand_back", related)
        elif late:
            message = f"{called(one)} is handed back at {late.time.text}, after {called(other)} was applied"
            yield Problem(late.span, message, "hand_back", related)


def _handed_back(decision: Field) -> bool:
    """Whether a decision says itself that the incident commander has the case, or has chosen."""
    listed = set(words(decision.text))
    chosen_by = decision.value == "partial" or bool(_HANDING & listed)
    return chosen_by and "incident commander" not in _not_reached(decision.text)


def _told_back(one: Mitigation, check: Verification, facts: Facts) -> bool:
    """Whether a line under no label hands the case back to both."""
    told = [*besides(one, facts), *(field.text for field in (stated(check.fields, "verification"),) if field)]
    return any(_HANDING & set(words(text)) and not _not_reached(text) for text in told)


def _not_reached(text: str) -> list[str]:
    """Which of incident commander and investigator a hand-back does not name."""
    listed = words(text)
    commander = _COMMANDER & set(listed) or any(a == "incident" and b in _LEADING for a, b in pairwise(listed))
    lacking = [] if commander else ["incident commander"]
    return lacking if _INVESTIGATOR & set(listed) else [*lacking, "investigator"]


def _late(times: Sequence[Told], other: Mitigation) -> Told | None:
    """The time of a hand-back that lies behind the next apply time."""
    start = _applied_at(other)
    return next((told for told in times if start is not None and before(start, told)), None)


RULES = (concurrent_mitigations, stacked_without_escalation)
