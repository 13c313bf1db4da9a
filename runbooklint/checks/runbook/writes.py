"""Rules on the writes that the target took before a rollback: where they go, what is lost, and if it stops half-way."""

from collections.abc import Iterator
from functools import lru_cache

from runbooklint.checks.runbook.owed import called, missing, place, stated
from runbooklint.checks.runbook.whole import moves_no_data
from runbooklint.checks.sentences import first, follows, sentences, span_of
from runbooklint.facts import Facts
from runbooklint.inline import fold, plain, words
from runbooklint.records import Field, FieldName, RollbackEntry, Step
from runbooklint.rule import CUTOVER, RUNBOOK, Problem, Report, Severity, rule

_STATING: tuple[FieldName, ...] = ("post_cutover_writes", "loss")
_DROPPING = frozenset("drop drops dropped dropping lose loses lost losing discard discarded discards abandoned".split())
_LOST = _DROPPING | frozenset("missing affected among".split())
_NEGATIONS = frozenset("no not none nothing never without neither zero".split())
_NOTHING = frozenset({"none", "nothing"})
_HOLDING = frozenset("hold holds keep keeps has have retain retains receive receives contain contains".split())
_ALL = frozenset("every all each".split())
_AFFECTED = frozenset(
    "user users customer customers client clients tenant tenants account accounts subscriber subscribers"
    " patient patients member members merchant merchants buyer buyers seller sellers guest guests visitor"
    " visitors passenger passengers student students partner partners employee employees citizen citizens"
    " reader readers player players".split()
)
_NUMBERS = frozenset("few dozen dozens hundred hundreds thousand thousands one two three four five ten single".split())
_NO_COUNT = frozenset("step steps version release port node nodes".split())
_AFTER_NAME = frozenset("on in and or for of is are at during after before when by to with".split())
_PARTIAL = frozenset("partial partially half-way halfway half incomplete interrupted some remaining".split())

_HOURS = frozenset("hour hours day days minute minutes".split())


@rule("RUN413", "post-cutover-writes-missing", Severity.BLOCKER, on=RollbackEntry, kinds=CUTOVER)
def post_cutover_writes_missing(entry: RollbackEntry, facts: Facts) -> Iterator[Report]:
    if entry.role != "action" or _holds_none(facts):
        return  # where no data moves, the target has none of its own
    if not statements_of(entry, facts) and _unsaid(entry):
        message = f"{called(entry)} does not say what happens to writes that the target has taken"
        yield Problem(place(entry, "post_cutover_writes"), message, "post_cutover_writes")


@rule("RUN414", "dropped-writes-without-impact", Severity.HIGH, on=RollbackEntry, kinds=RUNBOOK, basis="heuristic")
def dropped_writes_without_impact(entry: RollbackEntry, facts: Facts) -> Iterator[Report]:
    statements = statements_of(entry, facts)
    if any(tells_impact(field.text) for field in statements):
        return
    for field in statements:
        for sentence in sentences(field.text):
            dropped = first(sentence, _DROPPING)
            if dropped is not None:
                span = span_of(sentence, dropped, len(sentence) - 1, field.span.start)
                said = fold(plain(field.text[sentence[dropped].start : sentence[-1].end]))[:60]
                yield Problem(span, f'"{said}" does not say which writes, how many or whose', "post_cutover_writes")
                return


@rule("RUN415", "partial-rollback-writes-missing", Severity.HIGH, on=RollbackEntry, kinds=CUTOVER, basis="heuristic")
def partial_rollback_writes_missing(entry: RollbackEntry, facts: Facts) -> Iterator[Report]:
    statements = statements_of(entry, facts)
    field = stated(entry.fields, "post_cutover_writes")
    if not field or _none_accepted(field) or _none_accepted(statements[0]):
        return
    if not any(_tells_partial(other.text) for other in statements):
        whose = "what is said once of the writes" if field.inherited else called(entry)
        message = f"{whose} does not say what happens to the writes on a partial rollback"
        yield Problem(field.span, message, "post_cutover_writes")


@lru_cache(maxsize=1)
def _holds_none(facts: Facts) -> bool:
    return moves_no_data(facts.runbook)


def _tells_partial(text: str) -> bool:
    """Whether a text has a word for a rollback that stops half-way; half an hour is none."""
    listed = words(text)
    return any(word in _PARTIAL and not _HOURS & set(listed[at + 1 : at + 3]) for at, word in enumerate(listed))


def _unsaid(entry: RollbackEntry) -> bool:
    """Whether the field is missing; `none` says that no writes are taken, and a value to fill in is another fault."""
    field = entry.fields.get("post_cutover_writes")
    return missing(entry.fields, "post_cutover_writes") and not (field and _none_accepted(field))


def statements_of(entry: RollbackEntry, facts: Facts) -> list[Field]:
    """What the entry and its step say of the writes to the target and of what is lost."""
    step: Step | None = None if entry.step is None else facts.runbook.steps[entry.step]
    fields = [stated(record.fields, name) for record in (entry, step) if record for name in _STATING]
    classed = step.fields.get("reversibility") if step else None
    if classed is not None and classed.value == "with-loss" and len(words(classed.text)) > _CLASS_WORDS:
        fields.append(classed)
    return [field for field in fields if field]


_CLASS_WORDS = 4


def _none_accepted(field: Field) -> bool:
    """Whether there are no such writes."""
    listed = words(field.text)
    return listed[:1] in (["none"], ["no"], ["nothing"])


def tells_impact(text: str) -> bool:
    """Whether a statement on lost writes says how many, whose, for how long, or why nothing is lost."""
    kept = any(
        follows(sentence, _NEGATIONS, _LOST, 8)
        or follows(sentence, _HOLDING, _ALL, 2)
        or follows(sentence, _DROPPING, _NOTHING, 2)
        for sentence in sentences(text)
    )
    listed = words(text)
    return kept or bool(_AFFECTED & set(listed)) or any(_counts(listed, at) for at in range(len(listed)))


def _counts(listed: list[str], at: int) -> bool:
    """Whether a word is a number of something: not `step 3`, nor the `16` of a product's name."""
    word = listed[at]
    if word in _NUMBERS:
        return True
    after = listed[at + 1] if at + 1 < len(listed) else "of"
    counted = after not in _AFTER_NAME or listed[at + 1 : at + 3] == ["of", "them"]
    return word[0].isdigit() and counted and listed[at - 1] not in _NO_COUNT


RULES = (post_cutover_writes_missing, dropped_writes_without_impact, partial_rollback_writes_missing)
