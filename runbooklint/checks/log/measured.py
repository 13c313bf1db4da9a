"""What a verification measured: its readings, its wait, its decision, seen with its action; it reports nothing."""

from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache

from runbooklint.checks.fields import missing, stated
from runbooklint.checks.log.instants import Told, times_in
from runbooklint.checks.log.owed import applied, called, checks_of
from runbooklint.facts import Facts
from runbooklint.inline import words
from runbooklint.metrics.measures import Measure, measures
from runbooklint.metrics.names import is_signal_name, read_name, same_scale, same_signal
from runbooklint.metrics.targets import aligned
from runbooklint.named import NamedTuple
from runbooklint.quantities.moments import find_moments
from runbooklint.records import Field, FieldName, Fields
from runbooklint.records_log import Mitigation, MitigationLog, Verification
from runbooklint.source import Span

_VALUES: frozenset[FieldName] = frozenset(
    {"pre_values", "post_values", "wait", "secondary_signal", "side_effect_check", "residual", "decision"}
)
DECISIONS = frozenset({"confirmed", "partial", "refuted"})
_DEPLOYED = frozenset(
    "deployed deploys deployment redeployed released shipped applied merged synced rolled-out rollout rolled restarted"
    " published pushed".split()
)
_MACHINES = frozenset(
    "pod pods replica replicas instance instances node nodes host hosts server servers machine machines region regions"
    " zone zones container containers cluster clusters task tasks worker workers broker brokers shard shards".split()
)


class Reading(NamedTuple):
    """A value in a field, with the point in time at which it was read."""

    measure: Measure
    span: Span
    told: Told | None
    """None where no time stands beside it, or one that belongs to no record."""


class Checked:
    """A verification of an action, all its parts together."""

    def __init__(self, log: MitigationLog, entry: Mitigation, parts: Sequence[Verification]) -> None:
        self.log = log
        self.entry = entry
        self.check = max(parts, key=lambda part: len(_VALUES & part.fields.keys()))
        self.name = called(entry)
        self.fields: Fields = {}
        self._holders: dict[FieldName, Verification] = {}
        for part in (self.check, *parts):
            for name, field in part.fields.items():
                if name not in self.fields:
                    self.fields[name] = field
                    self._holders[name] = part

    def times(self, name: FieldName) -> list[Told]:
        """The times in a field of the verification."""
        holder = self._holders.get(name)
        return times_in(holder, name) if holder else []

    def lacks(self, name: FieldName) -> bool:
        """Whether nothing is said under a name."""
        return missing(self.fields, name)

    def stated(self, name: FieldName) -> Field | None:
        """The field under a name if it says something."""
        return stated(self.fields, name)

    @cached_property
    def told(self) -> Field | None:
        """What the verification tells without labels."""
        return self.stated("verification")

    @cached_property
    def _loose(self) -> tuple[Reading, ...]:
        return readings(self.told, self.times("verification")) if self.told else ()

    @cached_property
    def after(self) -> tuple[Reading, ...]:
        """All values in the field for those after the mitigation."""
        field = self.stated("post_values")
        return readings(field, self.times("post_values")) if field else ()

    @cached_property
    def pre(self) -> tuple[Reading, ...]:
        """The values before the mitigation; without a field for them, those that other words call so."""
        field = self.stated("pre_values")
        if field:
            return tuple(r for r in readings(field, self.times("pre_values")) if r.measure.role in _OF_PRE)
        return tuple(r for r in (*self.after, *self._loose) if r.measure.role == "before")

    @cached_property
    def post(self) -> tuple[Reading, ...]:
        """The values after the mitigation."""
        found = self.after if self.stated("post_values") else self._loose
        return tuple(r for r in found if r.measure.role in ("", "now"))

    @cached_property
    def secondary(self) -> tuple[Reading, ...]:
        """The values of the secondary signal, those before included."""
        field = self.stated("secondary_signal")
        found = readings(field, self.times("secondary_signal")) if field else ()
        if field and 2 * len(field.items) == 3 * len(found):
            # Rows of a table of signals: name, value before, value after.
            return tuple(
                reading if index % 2 else reading._replace(measure=reading.measure._replace(role="before"))
                for index, reading in enumerate(found)
            )
        return found

    @cached_property
    def expected(self) -> tuple[Reading, ...]:
        """All values in the expected signal."""
        field = stated(self.entry.fields, "expected_signal")
        return readings(field, times_in(self.entry, "expected_signal")) if field else ()

    @cached_property
    def decision(self) -> Field | None:
        """The decision, where it is one of the three; without a field for it, what the loose words say."""
        field = self.stated("decision")
        if field is None and self.told and self.lacks("decision"):
            value = next((word for word in words(self.told.text) if word in DECISIONS), "")
            field = self.told._replace(value=value)
        return field if field and field.value else None

    @property
    def confirmed(self) -> Field | None:
        """The decision, where it is that the mitigation is confirmed."""
        return self.decision if self.decision and self.decision.value == "confirmed" else None

    @cached_property
    def applied_at(self) -> Told | None:
        """When the change was applied."""
        return next((told for told in times_in(self.entry, "apply") if told.time.earliest is not None), None)

    @cached_property
    def last_read(self) -> Told | None:
        """The last point in time at which the signal was read."""
        dated = [told for told in self.times("post_values" if self.after else "verification") if _latest(told)]
        return max(dated, key=_latest, default=None)

    @cached_property
    def deployment_only(self) -> Field | None:
        """The field by which the verification says that the change was deployed, where it gives no value at all."""
        if self.valued:
            return None
        for name in _TELLING:
            field = self.stated(name)
            if field and _DEPLOYED & set(words(field.text)):
                return field
        return None

    @cached_property
    def valued(self) -> bool:
        """Whether the verification gives any value of a signal."""
        return any(_is_value(r.measure) for r in (*self.pre, *self.post, *self.secondary, *self._loose))

    @cached_property
    def blank(self) -> bool:
        """Whether all that stands there is a sentence without any value."""
        return not (_VALUES & self.fields.keys() or self.valued or self.deployment_only)


def _is_value(measure: Measure) -> bool:
    """Whether a number is the value of a signal; a count of machines, or a bare number in a sentence, is none."""
    amount = measure.amount
    if measure.role == "length" or _MACHINES & {*amount.noun.split()}:
        return False
    return bool(amount.kind or amount.noun or measure.moment or measure.role) or is_signal_name(measure.name)


_TELLING: tuple[FieldName, ...] = ("verification", "post_values", "decision")
_OF_PRE = frozenset({"", "before", "now", "other"})


def _latest(told: Told) -> float:
    return told.time.until or told.time.latest or 0.0


def readings(field: Field, times: Sequence[Told]) -> tuple[Reading, ...]:
    """The values in a field, with their times."""
    start = field.span.start
    times = [told for told in times if field.span.start <= told.span.start < field.span.end]
    by_start = {told.span.start - start: told for told in times}
    moments = [(told.span.start - start, told.span.end - start) for told in times]
    for item in field.items:
        if item.code:
            lead = item.span.start - start
            moments += [(lead + moment.start, lead + moment.end) for moment in find_moments(item.text)]
    found = measures(_laid_out(field), tuple(moments))
    return tuple(
        Reading(m, Span(start + m.start, start + m.end), by_start.get(m.moment[0]) if m.moment else None) for m in found
    )


def _laid_out(field: Field) -> str:
    """The text of a field with what stands between its pieces blanked, every offset kept."""
    if len(field.items) == 1:
        return field.text
    parts: list[str] = []
    at = field.span.start
    for item in field.items:
        gap = field.text[at - field.span.start : item.span.start - field.span.start]
        parts.append(gap if "\n" not in gap else "\n".ljust(len(gap)))
        parts.append(item.text)
        at = item.span.end
    return "".join(parts)


@lru_cache(maxsize=1)
def _checked(facts: Facts) -> dict[int, Checked]:
    """The verifications of the applied actions, by the identity of the record at which they are reported."""
    found = {}
    for entry in facts.log.mitigations if facts.options.phase == "executed" else ():
        if applied(entry, facts):
            for parts in _together(_filled(checks_of(entry, facts))):
                seen = Checked(facts.log, entry, parts)
                found[id(seen.check)] = seen
    return found


def checked(check: Verification, facts: Facts) -> Checked | None:
    """A verification with all that belongs to it; None for one that belongs to another or to no applied action, and for
    one that measured nothing."""
    seen = _checked(facts).get(id(check))
    return seen if seen and not (seen.blank or seen.deployment_only) else None


def any_check(check: Verification, facts: Facts) -> Checked | None:
    """A verification with all that belongs to it, even where it measured nothing."""
    return _checked(facts).get(id(check))


def _filled(parts: Iterable[Verification]) -> list[Verification]:
    """The verifications that say something, be it that it is still to be filled in."""
    return [part for part in parts if any(field.text and field.state != "none" for field in part.fields.values())]


def _together(parts: Sequence[Verification]) -> list[list[Verification]]:
    """The verifications of an action; those that say different things are parts of one."""
    found: list[list[Verification]] = []
    names: set[FieldName] = set()
    for part in parts:
        own = _VALUES & part.fields.keys()
        if found and not own & names:
            found[-1].append(part)
            names |= own
        else:
            found.append([part])
            names = set(own)
    return found


def last_of(seen: Checked, like: Measure) -> Reading | None:
    """The last of the values after the mitigation that can be compared with a value of the same signal."""
    name = read_name(like.name)
    found = []
    for reading in seen.post:
        own = read_name(reading.measure.name)
        if aligned(like, reading.measure) and same_signal(name, own) and same_scale(name, own):
            found.append(reading)
    if found and all(reading.told and _latest(reading.told) for reading in found):
        return max(found, key=lambda reading: _latest(reading.told) if reading.told else 0.0)
    return found[-1] if found else None
