"""Rules on points in time that cannot be read, or that could be several instants."""

from collections.abc import Iterator

from runbooklint.checks.log.instants import Told, clocked, told_times
from runbooklint.checks.log.owed import called, said, unapplied
from runbooklint.checks.log.respelling import canonical
from runbooklint.checks.log.timestamps import timeless
from runbooklint.facts import Facts
from runbooklint.records import FieldName
from runbooklint.records_log import Mitigation, MitigationLog, TimelineEntry, Verification
from runbooklint.rule import LOG, Edit, Fix, Problem, Report, Severity, rule
from runbooklint.source import Span

_NAMES: dict[FieldName, str] = {
    "pre_apply": "pre-apply timestamp",
    "apply": "apply timestamp",
    "confirmed": "confirmation timestamp",
}


@rule("MIT204", "timestamp-unreadable", Severity.HIGH, on=MitigationLog, kinds=LOG)
def timestamp_unreadable(log: MitigationLog, facts: Facts) -> Iterator[Report]:
    for told in told_times(log):
        if told.time.problem:
            yield Problem(told.span, f"{told.time.text} is no point in time: {told.time.problem}", told.field)
    for entry in log.mitigations:
        for name, words_of in _NAMES.items():
            field = entry.fields.get(name)
            if field is None or field.state != "unreadable" or timeless(field) or unapplied(field):
                continue
            if not any(time.problem for time in entry.times.get(name, ())):
                message = f"the {words_of} of {called(entry)}, {said(field.text)}, cannot be read as a point in time"
                yield Problem(field.span, message, name, fix=canonical(field))


_Source = tuple[object, ...]
_HEADERS = frozenset({"column", "heading", "sentence", "field", "title"})


@rule("MIT205", "timestamp-ambiguous", Severity.HIGH, on=MitigationLog, kinds=LOG)
def timestamp_ambiguous(log: MitigationLog, facts: Facts) -> Iterator[Report]:
    every = list(told_times(log))
    stated = {(holder, what) for told in every for what in _stated(told) for holder in _holders(told)}
    repeats = _repeats(every, stated)
    seen: set[_Source] = set()
    for told in every:
        new = []
        for what in told.lost:
            source = _source(told, what, stated)
            if source not in seen:
                new.append(what)
            seen.add(source)
        if new:
            message = f"{told.time.text} has {' and '.join(f'no {what}' for what in new)}"
            yield Problem(told.span, message, told.field, fix=repeats.get(told.span) if new == ["time zone"] else None)
        source = ("doubt", told.time.doubt, _section(told.record))
        if told.time.doubt and source not in seen:
            seen.add(source)
            yield Problem(told.span, f"{told.time.text} could be several instants: {told.time.doubt}", told.field)


def _repeats(every: list[Told], stated: set[tuple[_Source, str]]) -> dict[Span, Fix]:
    """Where a log has one zone alone, by the first time of each group without: the fix that repeats the zone behind all
    times of the group. It is safe where a header states the zone."""
    known = [told.time for told in every if "time zone" in _stated(told) and told.time.zone_from]
    zones = {time.zone for time in known if time.zone}
    if len(zones) != 1 or any(time.doubt for time in known):
        return {}
    safe = any(time.zone_from and time.zone_from.origin in _HEADERS for time in known)
    groups: dict[_Source, list[Span]] = {}
    for told in every:
        if "time zone" in told.lost:
            groups.setdefault(_source(told, "time zone", stated), []).append(told.span)
    zone = zones.pop()
    return {
        spans[0]: Fix(f"repeat the zone {zone}", tuple(Edit(Span(end, end), f" {zone}") for _, end in spans), safe)
        for spans in groups.values()
    }


def _stated(told: Told) -> Iterator[str]:
    """What a time writes or inherits from a statement."""
    if told.time.relative or told.time.blank or told.time.problem:
        return
    if "date" not in told.lost:
        yield "date"
    if clocked(told.time) and "time zone" not in told.lost:
        yield "time zone"


def _holders(told: Told) -> tuple[_Source, ...]:
    """The document, the section and the record in which a time stands."""
    return (), _section(told.record), (id(told.record),)


def _source(told: Told, what: str, stated: set[tuple[_Source, str]]) -> _Source:
    """What would have to state the date or zone that a time lacks: the widest around it in which no time has one, else
    its column or its own field."""
    for holder in _holders(told)[:2]:
        if (holder, what) not in stated:
            return what, *holder
    record = told.record
    if isinstance(record, Mitigation | Verification) and told.field is not None:
        if record.fields[told.field].label is None:
            return what, _section(record), told.field
        return (what, id(record), told.field) if ((id(record),), what) in stated else (what, id(record))
    return what, _section(record), told.field


def _section(record: Mitigation | Verification | TimelineEntry | None) -> _Source:
    match record:
        case Mitigation() | Verification():
            return ("section", *record.container)
        case TimelineEntry():
            return "timeline", record.sequence
    return ("log",)


RULES = (timestamp_unreadable, timestamp_ambiguous)
