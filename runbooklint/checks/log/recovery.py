"""Rules on what was recovered: the residual in numbers, the target met, the evidence behind a confirmed decision."""

from collections.abc import Iterator

from runbooklint.checks.fields import place, stated
from runbooklint.checks.log.effects import side_effect_check
from runbooklint.checks.log.measured import Checked, Reading, checked, last_of
from runbooklint.checks.log.owed import said
from runbooklint.checks.log.trouble import found_side_effect
from runbooklint.checks.log.values import values_in
from runbooklint.checks.log.waiting import unmet
from runbooklint.facts import Facts
from runbooklint.inline import words
from runbooklint.metrics.measures import Measure
from runbooklint.metrics.names import worse_when_higher
from runbooklint.metrics.targets import changed, misses, targets
from runbooklint.named import NamedTuple
from runbooklint.quantities.lengths import format_seconds
from runbooklint.records import Field, FieldName
from runbooklint.records_log import Verification
from runbooklint.rule import LOG, Problem, Related, Report, Severity, rule
from runbooklint.source import Span

_VERDICTS = frozenset(
    "acceptable unacceptable accepted accept accepts acceptably tolerable intolerable tolerated within below under"
    " above over exceeds meets met threshold slo sla target normal baseline ok fine breach breaches budget"
    " limit".split()
)
_REFUSED = frozenset("unacceptable intolerable".split())


@rule("MIT514", "residual-unquantified", Severity.HIGH, on=Verification, kinds=LOG, basis="heuristic")
def residual_unquantified(check: Verification, facts: Facts) -> Iterator[Report]:
    seen = checked(check, facts)
    if seen is None:
        return
    field = seen.stated("residual")
    if field is None:
        if seen.lacks("residual") and not _told_elsewhere(seen):
            message = f"the verification of {seen.name} states no residual impact"
            yield Problem(place(seen.check, "residual"), message, "residual")
        return
    lacking = []
    if _values(field) < 2:
        lacking.append("the value after against the value before")
    if not _VERDICTS & set(words(field.text)):
        lacking.append("whether that is acceptable")
    if lacking:
        message = f"the residual impact of {seen.name}, {said(field.text)}, does not state {' or '.join(lacking)}"
        yield Problem(field.span, message, "residual")


def _values(field: Field) -> int:
    return sum(measure.role not in ("length", "target") for measure in values_in(field.text))


def _told_elsewhere(seen: Checked) -> bool:
    """Whether another field states the residual: two values and the verdict on them."""
    told: tuple[FieldName, ...] = ("decision", "verification", "post_values")
    for name in told:
        field = seen.stated(name)
        listed = set(words(field.text)) if field else set[str]()
        if field and ("residual" in listed or {"acceptable", "accepted"} & listed) and _values(field) > 1:
            return True
    return False


@rule("MIT515", "partial-declared-confirmed", Severity.BLOCKER, on=Verification, kinds=LOG)
def partial_declared_confirmed(check: Verification, facts: Facts) -> Iterator[Report]:
    seen = checked(check, facts)
    field = seen.confirmed if seen else None
    if seen is None or field is None:
        return
    miss = missed(seen)
    if miss:
        last, target = miss
        message = f"{seen.name} is confirmed at {last.text}, and {target.text} was expected"
        places = (Related(last.span, "the last value"), Related(target.span, "the expected value"))
        yield Problem(field.span, message, "decision", places)
        return
    residual = seen.stated("residual")
    if residual and _refuses(residual):
        message = f"{seen.name} is confirmed, and its residual impact is called not acceptable"
        yield Problem(field.span, message, "decision", (Related(residual.span, "the residual impact"),))


def _refuses(field: Field) -> bool:
    listed = words(field.text)
    return bool(_REFUSED & set(listed)) or any(
        word == "acceptable" and "not" in listed[max(0, index - 2) : index] for index, word in enumerate(listed)
    )


class Said(NamedTuple):
    """A value with its words and place."""

    text: str
    span: Span


def missed(seen: Checked) -> tuple[Said, Said] | None:
    """The last value and the expected one that it misses."""
    field, found = stated(seen.entry.fields, "expected_signal"), [reading.measure for reading in seen.expected]
    asked = targets(found)
    if not asked:
        field = seen.decision
        asked = [measure for measure in values_in(field.text) if measure.role == "target"] if field else []
    for target in asked if field else ():
        last = last_of(seen, target)
        if field and last and misses(target, last.measure, _before(seen, found, target)):
            start = field.span.start
            bound = Said(_bounded(field, target), Span(start + target.start, start + target.end))
            return Said(_text(seen, last), last.span), bound
    return None


def _before(seen: Checked, found: list[Measure], target: Measure) -> Measure | None:
    """The value from which a target was to be reached: the one in the expectation, else the last one before."""
    told = [measure for measure in found if measure.role in ("before", "now")]
    return next(iter(told), None) or (seen.pre[-1].measure if seen.pre else None)


def _text(seen: Checked, reading: Reading) -> str:
    field = seen.stated("post_values") or seen.told
    if field is None:
        return ""
    return " ".join(field.text[reading.measure.start : reading.measure.end].split())


_SIGNS = {"<": "below ", "<=": "at most ", ">": "above ", ">=": "at least "}


def _bounded(field: Field, target: Measure) -> str:
    return _SIGNS.get(target.comparator, "") + " ".join(field.text[target.start : target.end].split())


_STUCK = frozenset("unchanged disagrees disagree contradicts contradict flat".split())
_MOVES = frozenset("move moved moves drop dropped fall fell change changed recover recovered agree agrees".split())
_STILL = 0.1
_MOVED = 0.5


@rule("MIT520", "decision-contradicts-evidence", Severity.BLOCKER, on=Verification, kinds=LOG)
def decision_contradicts_evidence(check: Verification, facts: Facts) -> Iterator[Report]:
    seen = checked(check, facts)
    field = seen.confirmed if seen else None
    if seen is None or field is None:
        return
    against = list(_contradictions(seen))
    if against:
        message = f"{seen.name} is confirmed, and {', and '.join(words_of for words_of, _ in against)}"
        related = tuple(Related(span, words_of) for words_of, span in against)
        yield Problem(field.span, message, "decision", related)


def _contradictions(seen: Checked) -> Iterator[tuple[str, Span]]:
    """What in the record speaks against a confirmed decision, with its place."""
    wait = unmet(seen)
    if wait:
        yield f"its wait of {format_seconds(wait[0].seconds or 0)} was not honoured", wait[0].span
    secondary = seen.stated("secondary_signal")
    if secondary and _disagrees(seen, secondary):
        yield "its secondary signal did not recover", secondary.span
    done = side_effect_check(seen)
    effect = found_side_effect(done) if done else None
    if effect:
        yield "its side-effect check found a side effect that nobody accepted", effect


def _disagrees(seen: Checked, field: Field) -> bool:
    """Whether the secondary signal did not move while the primary one did, or moved for the worse."""
    listed = words(field.text)
    for index, word in enumerate(listed):
        if word in _STUCK or (word in _MOVES and {"not", "didn't", "never"} & set(listed[max(0, index - 3) : index])):
            return True
    found = [reading.measure for reading in seen.secondary]
    first = next((measure for measure in found if measure.role == "before"), None)
    if first is None:
        return False
    last = next((m for m in reversed(found) if m.role in ("", "now") and m.name == first.name), None)
    moved = changed(first, last) if last else None
    if last is None or moved is None:
        return False
    worse = worse_when_higher(last.name)
    if (worse is True and moved > _STILL) or (worse is False and moved < -_STILL):
        return True
    return abs(moved) < _STILL and _primary_moved(seen)


def _primary_moved(seen: Checked) -> bool:
    """Whether a value of the primary signal has changed much, by the last readings of each name."""
    before = {reading.measure.name: reading.measure for reading in seen.pre}
    after = {reading.measure.name: reading.measure for reading in seen.post}
    pairs = [(before[name], after[name]) for name in before if name in after]
    if not pairs and before and after:
        pairs = [(seen.pre[-1].measure, seen.post[-1].measure)]
    return any((moved := changed(one, other)) is not None and abs(moved) >= _MOVED for one, other in pairs)


RULES = (residual_unquantified, partial_declared_confirmed, decision_contradicts_evidence)
