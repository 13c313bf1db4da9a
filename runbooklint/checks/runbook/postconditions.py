"""Rules on the check of a step or rollback: stated, mechanical, free of judgment, with evidence for data."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache

from runbooklint.checks.runbook.criteria import expected_beside
from runbooklint.checks.runbook.owed import called, is_gate, missing, place, stated
from runbooklint.checks.runbook.wording import VERIFYING
from runbooklint.facts import Facts
from runbooklint.inline import code_spans, fold, plain, words
from runbooklint.mechanical import Verdict, cites_evidence, judge_items, mentions_data_state
from runbooklint.records import Field, FieldName, Item, RollbackEntry, Step
from runbooklint.rule import CUTOVER, RUNBOOK, Problem, Report, Severity, rule
from runbooklint.source import Span
from runbooklint.vocabulary import NEGATIONS, state

_CHECKED = frozenset("verify check checks validate healthcheck test tests verification assert smoke".split())
_LOOKING = VERIFYING | frozenset("monitor track ensure watch observe".split())
_SEEN = frozenset("verified confirmed validated".split())
_RERUN = frozenset("run re-run rerun repeat execute".split())
_TESTS = frozenset("test tests checks smoke".split())
_ANY = frozenset({("run",), ("execute",)})
"""Verbs that make no two actions alike."""
_READ = 200
_BETWEEN = 40
"""How far behind a check the command begins that executes it: the opening line of its fence stands between."""
_CHECKING = frozenset("verify confirm check ensure expect expected validate test monitor make see all no".split())


@rule("RUN301", "postcondition-missing", Severity.BLOCKER, on=Step, kinds=CUTOVER)
def postcondition_missing(step: Step, facts: Facts) -> Iterator[Report]:
    if missing(step.fields, "postcondition") and step.role != "record" and id(step) not in _checked_next(facts):
        yield Problem(place(step, "postcondition"), f"{called(step)} has no post-condition check", "postcondition")


@lru_cache(maxsize=1)
def _checked_next(facts: Facts) -> frozenset[int]:
    """The steps whose check is the step behind them, by identity, in a procedure whose steps state none themselves."""
    steps = facts.runbook.steps
    checks = [field for step in steps if (field := step.fields.get("postcondition"))]
    if sum(not field.inherited for field in checks) * 2 > len(steps):
        return frozenset()
    checked: set[int] = set()
    for at, check in enumerate(steps):
        if _closes(check):
            group = _alike(steps, at)
            checked |= {id(step) for step in group}
    return frozenset(checked)


def _closes(step: Step) -> bool:
    """Whether a step is the check of the one before it."""
    listed = words(plain(step.title))
    if _RERUN & set(listed[:1]) and _TESTS & set(listed[1:5]):
        return True
    looks = _LOOKING & set(listed[:1]) or listed[:2] in (["smoke", "test"], ["smoke", "tests"])
    return "postcondition" in step.fields and bool(looks or is_gate(step) or _SEEN & set(listed[-1:]))


def _alike(steps: Sequence[Step], at: int) -> Sequence[Step]:
    """The step before a check, or all like actions before it, where nothing else stands in front of the check."""
    first = at
    while first and steps[first - 1].container == steps[at].container and not _closes(steps[first - 1]):
        first -= 1
    group = steps[first:at]
    listed = [words(plain(step.title)) for step in group]
    verbs = {tuple(said[:1]) for said in listed}
    results = {tuple(said[-1:]) for said in listed}
    like = (len(verbs) == 1 and not _ANY & {*verbs}) or (
        len(results) == 1 and all(word.endswith("ed") for said in results for word in said)
    )
    return group if like else group[-1:]


@rule("RUN302", "postcondition-not-mechanical", Severity.BLOCKER, on=Step, kinds=RUNBOOK, basis="heuristic")
def postcondition_not_mechanical(step: Step, facts: Facts) -> Iterator[Report]:
    field = stated(step.fields, "postcondition")
    verdict = vague(field, step) if field and not field.inherited and _owes_result(step, field, facts) else None
    if field and verdict and (verdict.expected or not expected_beside(step, field.text, facts)):
        yield Problem(field.span, f"the check of {called(step)} {verdict.missing}", "postcondition")


@rule("RUN303", "judgment-language", Severity.BLOCKER, on=Step, kinds=RUNBOOK, basis="heuristic")
def judgment_language(step: Step, facts: Facts) -> Iterator[Report]:
    names: tuple[FieldName, ...] = ("postcondition", "go_no_go")
    for name in names:
        field = stated(step.fields, name)
        for item, verdict in judged(step, field) if field and not field.inherited else ():
            yield judgment_problem(item, verdict, name)


@rule(
    "RUN407",
    "rollback-postcondition-not-mechanical",
    Severity.HIGH,
    on=RollbackEntry,
    kinds=RUNBOOK,
    basis="heuristic",
)
def rollback_postcondition_not_mechanical(entry: RollbackEntry, facts: Facts) -> Iterator[Report]:
    field = stated(entry.fields, "postcondition")
    if not field or field.inherited:
        return
    verdict = vague(field, entry) if _owes_result(entry, field, facts) else None
    if verdict:
        yield Problem(field.span, f"the check of {called(entry)} {verdict.missing}", "postcondition")
    for item, judgment in judged(entry, field):
        yield judgment_problem(item, judgment, "postcondition")


@rule("RUN307", "data-state-uncited", Severity.HIGH, on=Step, kinds=CUTOVER, basis="heuristic")
def data_state_uncited(step: Step, facts: Facts) -> Iterator[Report]:
    names: tuple[FieldName, ...] = ("preconditions", "postcondition")
    for name in names:
        field = stated(step.fields, name)
        if field and not (field.inherited or cites_evidence(field.text)):
            for item in field.items:
                found = None if item.code else mentions_data_state(item.text)
                if found:
                    span = Span(item.span.start + found[0], item.span.start + found[1])
                    said = fold(plain(item.text[found[0] : found[1]]))[:60]
                    yield Problem(span, f'"{said}" cites no reconciliation or parity result', name)
                    break


def _owes_result(record: Step | RollbackEntry, field: Field, facts: Facts) -> bool:
    """Whether a check has to say what it expects: on a cutover always, on any other runbook where a label or column
    makes it a check; there, `watch the logs` is an instruction."""
    if field.text.lstrip()[:1] in ("✅", "✔", "☑"):
        return False  # how it went, in the record of a finished run
    column = record.span.start < field.span.start and field.span.end <= record.span.end
    return facts.kind == "cutover" or (field.value != "implied" and (field.label is not None or column))


def judged(record: Step | RollbackEntry, field: Field) -> Iterator[tuple[Item, Verdict]]:
    """The items of a check that rest on judgment; where a command right behind checks it, the command judges."""
    resting = [(item, verdict) for item, verdict in _verdicts(field) if verdict.verdict == "judgment"]
    action = record.fields.get("action") if resting else None
    commands = sorted(i.span.start for i in (*field.items, *(action.items if action else ())) if _checks(i))
    for item, verdict in resting:
        at = bisect_left(commands, item.span.end)
        run = not item.code and at < len(commands) and commands[at] - item.span.end < _BETWEEN
        if not (run or (_found_by_words(record, field, item) and _beside(item, verdict))):
            yield item, verdict


def _checks(item: Item) -> bool:
    """Whether an item is a command whose name says that it checks something: `./verify.sh`, `cluster health-check`."""
    return item.code and bool(_CHECKED & set(words(item.text[:_READ])))


def _found_by_words(record: Step | RollbackEntry, field: Field, item: Item) -> bool:
    """Whether an item is a check only by its words: no label, no column and no comment makes it one."""
    column = record.span.start < item.span.start < record.span.end
    return field is record.fields.get("postcondition") and not (field.label or item.code or column)


def _beside(item: Item, verdict: Verdict) -> bool:
    """Whether the words of judgment stand in a sentence that checks nothing."""
    before = item.text[: verdict.judgment[0]] if verdict.judgment else ""
    start = max(before.rfind(". "), before.rfind("; "))
    leading = words(item.text[start + 1 :][:60])[:1]
    return not (leading and leading[0] in _CHECKING)


def vague(field: Field, record: Step | RollbackEntry) -> Verdict | None:
    """The verdict on a check of which no item names a source with an expected value; None where one does, or where an
    item rests on judgment, which is a fault of its own. What stands right behind a command is expected of that."""
    verdicts = [verdict for _, verdict in _verdicts(field)]
    if not verdicts or any(verdict.verdict != "vague" for verdict in verdicts):
        return None
    action = record.fields.get("action")
    before = [item for item in action.items if item.span.end <= field.span.start] if action else []
    run = bool(before) and (before[-1].code or _runs_checks(before[-1], field))
    if run and _is_printed(field, verdicts[0]):
        return None
    return next((verdict for verdict in verdicts if verdict.observed or verdict.expected), verdicts[0])


def _runs_checks(item: Item, field: Field) -> bool:
    """Whether an item is nothing but a command that checks, and the field is about those checks."""
    spans = code_spans(item.text)
    if len(spans) != 1 or words(item.text[spans[0].end :]) or not {"checks", "tests"} & set(words(field.text)[:3]):
        return False
    lead = words(item.text[: spans[0].start])
    return lead in ([], ["run"], ["execute"]) and bool(_CHECKED & set(words(item.text)))


def _is_printed(field: Field, verdict: Verdict) -> bool:
    """Whether a check is what a command right before it prints, or does not print."""
    if verdict.expected and not verdict.observed:
        return True
    first = field.items[0]
    if first.code:
        return first.text.lstrip()[:1] in ("{", "[")
    return field.label is not None and bool(NEGATIONS & set(words(first.text)[:1])) and not verdict.judgment


@lru_cache(maxsize=64)
def _verdicts(field: Field) -> tuple[tuple[Item, Verdict], ...]:
    """The items of a check that have a verdict of their own; several rules ask for those of the same field."""
    # The line behind a blank belongs to another label, which nobody knows (`Outcome: ____`, `Notes: ____`).
    items = [item for item in field.items if state(item.text.partition("\n")[0]) != "unfilled"]
    verdicts = judge_items([(item.text, item.code) for item in items])
    return tuple((item, verdict) for item, verdict in zip(items, verdicts, strict=True) if verdict)


def judgment_problem(item: Item, verdict: Verdict, name: FieldName) -> Problem:
    """The report on an item that rests on judgment, at the words of judgment."""
    start, end = verdict.judgment or (0, len(item.text))
    said = fold(plain(item.text[start:end]))[:60]
    span = Span(item.span.start + start, item.span.start + end)
    return Problem(span, f'"{said}" is judgment, no measured value', name)


RULES = (
    postcondition_missing,
    postcondition_not_mechanical,
    judgment_language,
    data_state_uncited,
    rollback_postcondition_not_mechanical,
)
