"""Rules on the reversibility class of a step and on what each class owes: the loss, its audience, the cost."""

from collections.abc import Iterator, Sequence

from runbooklint.checks.runbook.owed import called, is_gate, missing, place, stated
from runbooklint.checks.runbook.recovery import entry_of, forward_fix_statement, lacks_rollback_section
from runbooklint.checks.runbook.whole import chapters_beside_steps
from runbooklint.checks.runbook.wording import own_words
from runbooklint.checks.runbook.writes import statements_of, tells_impact
from runbooklint.checks.sentences import Word, first, follows, sentences
from runbooklint.checks.spelling import meant
from runbooklint.facts import Facts
from runbooklint.inline import plain, words
from runbooklint.pattern import Pattern
from runbooklint.records import Field, Runbook, Step
from runbooklint.rule import CUTOVER, RUNBOOK, Problem, Related, Report, Severity, rule
from runbooklint.source import Span
from runbooklint.vocabulary import key

_CLASS = frozenset(
    "reversible fully partially reversibility lossy expensive costly yes loss data cost material rollback step see"
    " entry".split()
)
_SPELLED = (
    "fully reversible", "reversible", "irreversible", "reversible with data loss", "reversible with loss",
    "reversible at material cost", "reversible at cost", "partially reversible", "forward-fix only", "lossy",
)  # fmt: skip
_DESCRIBED = 2


@rule("RUN501", "reversibility-missing", Severity.BLOCKER, on=Step, kinds=CUTOVER)
def reversibility_missing(step: Step, facts: Facts) -> Iterator[Report]:
    if missing(step.fields, "reversibility") and forward_fix_statement(step) is None and not is_gate(step):
        yield Problem(place(step, "reversibility"), f"{called(step)} has no reversibility class", "reversibility")


@rule("RUN502", "reversibility-unknown", Severity.HIGH, on=Step, kinds=RUNBOOK)
def reversibility_unknown(step: Step, facts: Facts) -> Iterator[Report]:
    field = stated(step.fields, "reversibility")
    if field and field.text and not field.value:
        said = " ".join(field.text.split())[:60]
        message = (
            f'the class "{said}" of {called(step)} is none of fully reversible, reversible with data loss, '
            "reversible at material cost, forward-fix only"
        )
        yield Problem(field.span, message, "reversibility", fix=meant(field, _SPELLED))


@rule("RUN513", "loss-undocumented", Severity.HIGH, on=Step, kinds=RUNBOOK, basis="heuristic")
def loss_undocumented(step: Step, facts: Facts) -> Iterator[Report]:
    field = _of_class(step, "with-loss")
    if field is None or describes_loss(step, facts):
        return
    entry = entry_of(step, facts)
    loss = step.fields.get("loss") or (entry.fields.get("loss") if entry else None)
    message = f"{called(step)} loses data on a rollback, and which writes are lost is not said"
    yield Problem(loss.span if loss and loss.text else field.span, message, "loss")


def describes_loss(step: Step, facts: Facts) -> bool:
    """Whether a step or its rollback entry says what is lost when it is taken back."""
    entry = entry_of(step, facts)
    for record in (step, entry):
        loss = stated(record.fields, "loss") if record else None
        if loss and own_words(loss.text, _CLASS):
            return True
    field = step.fields.get("reversibility")
    if field and field.value == "with-loss" and len(own_words(field.text, _CLASS)) >= _DESCRIBED:
        return True
    return any(_lost_words(said) and tells_impact(said.text) for said in _writes(step, facts))


@rule("RUN514", "loss-uncommunicated", Severity.HIGH, on=Runbook, kinds=CUTOVER, basis="heuristic")
def loss_uncommunicated(runbook: Runbook, facts: Facts) -> Iterator[Report]:
    plans = [plan for plan in chapters_beside_steps(runbook, "communication") if not plan.head.empty]
    losing = [(step, field) for step in runbook.steps if (field := _of_class(step, "with-loss"))]
    rows = [[cell.text for cell in row.cells] for plan in plans for _, row in plan.rows]
    rows += [[item.text] for plan in plans if not any(plan.rows) for item in plan.items]
    if not (plans and losing) or any(_AFFECTED & set(words(cell)) for cells in rows for cell in cells):
        return
    named = {key(token.strip("().,;:")) for cells in rows for cell in cells for token in cell.split()}
    audiences: dict[str, set[frozenset[str]]] = {}
    for cells in rows:
        audience = frozenset(own_words(_ASIDE.split(plain(cells[0]), 1)[0]))
        if audience:
            audiences.setdefault(min(audience), set()).add(audience)
    for step, field in losing:
        lost = " ".join(said.text for said in (field, *_writes(step, facts)))
        known = {*own_words(lost), *own_words(step.title)} - _CLASS
        told = any(audience <= known for word in known for audience in audiences.get(word, ()))
        if not told and not named & ({key(step.id), key(f"{step.id}-rollback")} - {""}):
            message = f"{called(step)} loses data on a rollback, and the communication plan names nobody it affects"
            yield Problem(field.span, message, "communication", (Related(plans[0].head.span, "the plan"),))


_ASIDE = Pattern(r"[(,:;—–]")
_AFFECTED = frozenset("affected impacted losing lose loses lost loss re-enter resubmit".split())


@rule("RUN515", "cost-undocumented", Severity.HIGH, on=Runbook, kinds=RUNBOOK, basis="heuristic")
def cost_undocumented(runbook: Runbook, facts: Facts) -> Iterator[Report]:
    if lacks_rollback_section(facts):
        return
    for step in runbook.steps:
        field = _of_class(step, "at-cost")
        if field:
            yield from _cost(step, field, facts)


def _cost(step: Step, field: Field, facts: Facts) -> Iterator[Report]:
    entry = entry_of(step, facts)
    fields = [said for record in (step, entry) if record and (said := stated(record.fields, "cost"))]
    told = bool(fields) or len(own_words(field.text, _CLASS)) >= _DESCRIBED
    limited = any(_limits(said.text) for said in (*fields, field))
    lacking = [name for name, given in (("what it costs", told), ("the most that is acceptable", limited)) if not given]
    if lacking:
        message = f"{called(step)} is reversible at a cost and does not say {' and '.join(lacking)}"
        yield Problem(fields[0].span if fields else field.span, message, "cost")


_LIMITS = frozenset(
    "maximum max most acceptable accepted accept limit limited cap capped until unless only once twice worst ceiling"
    " budget exceed exceeds below under within threshold tolerable tolerated".split()
)


def _limits(text: str) -> bool:
    """Whether a text on a cost says how much of it is acceptable, or in which case."""
    return bool(_LIMITS & set(words(text))) or any(sign in text for sign in "<≤") or "up to" in text.lower()


@rule("RUN516", "fully-reversible-loses-data", Severity.BLOCKER, on=Step, kinds=RUNBOOK, basis="heuristic")
def fully_reversible_loses_data(step: Step, facts: Facts) -> Iterator[Report]:
    field = _of_class(step, "fully")
    if field is None:
        return
    for said in _writes(step, facts):
        lost = _lost_words(said)
        if lost:
            message = f"{called(step)} is called fully reversible, and its rollback loses writes"
            yield Problem(field.span, message, "reversibility", (Related(lost, "what is lost"),))
            return


_LOSING = frozenset("lost lose loses losing discarded discard discards discarding".split())
_DROPPED = frozenset("dropped drop drops dropping".split())
_NEGATIONS = frozenset("no not none nothing never without neither zero cannot".split())
_NOTHING = frozenset({"nothing", "none"})
_SOURCE_HOLDS = frozenset(
    "hold holds holding keep keeps has have retain retains receive receives contain contains".split()
)
_EVERYTHING = frozenset("every all each them".split())


def _lost_words(field: Field) -> Span | None:
    """Where a statement on writes says that some are lost; None where none are, or where the source holds them."""
    kept = any(follows(sentence, _SOURCE_HOLDS, _EVERYTHING, 2) for sentence in sentences(field.text))
    for sentence in sentences(field.text):
        if follows(sentence, _LOSING | _DROPPED, _NOTHING, 2):
            continue
        index = first(sentence, _LOSING)
        if index is None and not kept and tells_impact(field.text):
            index = first(sentence, _DROPPED)
        if index is not None and not _denied(sentence, index):
            return Span(field.span.start + sentence[index].start, field.span.start + sentence[index].end)
    return None


def _denied(sentence: Sequence[Word], index: int) -> bool:
    """Whether a word is turned by a `no` before it: `no order is lost`."""
    return first(sentence, _NEGATIONS, max(0, index - 7), min(7, index)) is not None


def _writes(step: Step, facts: Facts) -> list[Field]:
    """What a step and its rollback entry say of the writes to the target."""
    entry = entry_of(step, facts)
    if entry is not None:
        return statements_of(entry, facts)
    return [said for name in ("post_cutover_writes", "loss") if (said := stated(step.fields, name))]


def _of_class(step: Step, value: str) -> Field | None:
    """The class of a step, if it is a certain one."""
    field = step.fields.get("reversibility")
    return field if field is not None and field.value == value else None


RULES = (
    reversibility_missing,
    reversibility_unknown,
    loss_undocumented,
    loss_uncommunicated,
    cost_undocumented,
    fully_reversible_loses_data,
)
