"""Rules on what is said of the point of no return outside its markers, and on steps that look like it and are not."""

from collections.abc import Iterator

from runbooklint.chains import candidates
from runbooklint.checks.runbook.one_way import OPENS_TARGET, STOPS_WRITES, one_way
from runbooklint.checks.runbook.owed import called, stated
from runbooklint.checks.runbook.point_of_no_return import is_all_reversible, marker_span
from runbooklint.checks.runbook.recovery import entry_of, is_forward_fix
from runbooklint.checks.runbook.reversibility import describes_loss
from runbooklint.checks.runbook.sides import Sides, sides_of
from runbooklint.checks.runbook.whole import chapters_beside_steps
from runbooklint.checks.runbook.wording import own_words
from runbooklint.checks.runbook.writes import statements_of
from runbooklint.facts import Facts
from runbooklint.inline import without_code, words
from runbooklint.pattern import Pattern
from runbooklint.records import Item, Runbook, Step
from runbooklint.rule import CUTOVER, RUNBOOK, Problem, Related, Report, Severity, rule
from runbooklint.source import Span

_MARKER = frozenset(
    "pre post point return crosses crossing yes before after marker pre-point-of-no-return post-point-of-no-return"
    " pnr ponr not step".split()
)
_REASON = 2
_RECOVERED = frozenset(
    "queue queues queued queueing buffer buffers buffered capture captures captured capturing replay replays replayed"
    " hold holds held spool spooled retry retried freeze frozen freezes reject rejects rejected refuse refused block"
    " blocked cdc read-only readonly maintenance pause paused".split()
)
_RETURNED = frozenset("replicated replicate replicates replay replayed mirrored synced copied".split())
_NAMED = Pattern(
    r"(?P<word>[Ss]teps?[ \t]+`?)?(?P<id>(?<![\w.-])T ?[+\u2212-] ?\d{1,4}(?:[:.]\d\d)?(?![\w%])"
    r"|(?<![\w.-])[A-Za-z]{0,4}[-_]?\d{1,3}(?:\.\d{1,3})*[a-z]?(?![\w%])|(?<=[Ss]tep )[A-Z](?![\w-]))"
)


@rule("RUN508", "point-of-no-return-trigger-unmarked", Severity.HIGH, on=Runbook, kinds=RUNBOOK, basis="heuristic")
def point_of_no_return_trigger_unmarked(runbook: Runbook, facts: Facts) -> Iterator[Report]:
    sides = sides_of(runbook)
    recovered = _recovers_writes(runbook)
    for index, step in enumerate(runbook.steps):
        # One that is forward-fix only is RUN507: it says itself that there is no way back.
        if not facts.passage.is_before(index) or index in facts.passage.behind or is_forward_fix(step):
            continue
        found = _trigger(step, sides)
        if found and not _gives_reason(step, found[1], facts) and not (recovered and found[1] == STOPS_WRITES):
            crossing = runbook.steps[facts.passage.crossings.after[index] or 0]
            message = (
                f"{called(step)} {found[1]} before the point of no return in {called(crossing)}, "
                "and does not say why it can still be taken back"
            )
            yield Problem(found[0], message, "point_of_no_return", (Related(marker_span(crossing), "the crossing"),))


def _trigger(step: Step, sides: Sides) -> tuple[Span, str] | None:
    """The first action of a step, else its title, that does what usually is the point of no return."""
    action = stated(step.fields, "action")
    for item in action.items if action else ():
        what = one_way(item.text, sides)
        if what:
            return item.span, what
    what = one_way(step.title, sides)
    return (step.span, what) if what else None


def _gives_reason(step: Step, what: str, facts: Facts) -> bool:
    """Whether marker, rationale, a documented loss, or writes that are sent back give the reason."""
    marker = stated(step.fields, "point_of_no_return")
    if (marker and len(own_words(marker.text, _MARKER)) >= _REASON) or stated(step.fields, "rationale"):
        return True
    field = step.fields.get("reversibility")
    if field and field.value == "with-loss" and describes_loss(step, facts):
        return True
    entry = entry_of(step, facts)
    if what != OPENS_TARGET or entry is None:
        return False
    return any(_RETURNED & set(words(said.text)) for said in statements_of(entry, facts))


def _recovers_writes(runbook: Runbook) -> bool:
    """Whether the data-sync strategy says that writes which the source refuses are not lost."""
    sync = stated(runbook.fields, "data_sync")
    texts = [sync.text] if sync else []
    texts += [item.text for part in chapters_beside_steps(runbook, "data_sync") for item in part.items]
    return any(_RECOVERED & set(words(without_code(text))) for text in texts)


@rule("RUN509", "point-of-no-return-section-disagrees", Severity.HIGH, on=Runbook, kinds=RUNBOOK)
def point_of_no_return_section_disagrees(runbook: Runbook, facts: Facts) -> Iterator[Report]:
    passage = facts.passage
    marked = {mark.step for mark in runbook.marks if mark.value == "crosses" and mark.step is not None}
    if not marked or passage.crossings.uncrossed or any(passage.crossings.before[step] is not None for step in marked):
        return
    crossing = runbook.steps[min(marked)]
    related = (Related(marker_span(crossing), "the marked step"),)
    if passage.denied:
        message = f"there is said to be no point of no return, and {called(crossing)} crosses it"
        yield Problem(passage.denied.span, message, "point_of_no_return", related)
        return
    for head, items in _statements(runbook):
        told = [(item, named) for item in items for named in _named_steps(item, facts)]
        if not told and not _tells_event(items, runbook):
            message = f"the section names no step, and {called(crossing)} is marked as crossing"
            yield Problem(head, message, "point_of_no_return", related)
        elif told and not any(named in marked for _, named in told):
            item, named = told[0]
            message = f"{called(runbook.steps[named])} is named here, and {called(crossing)} is marked as crossing"
            yield Problem(item.span, message, "point_of_no_return", related)


def _statements(runbook: Runbook) -> Iterator[tuple[Span, list[Item]]]:
    """The sections and the field of the document on the point of no return, with what they say."""
    for chapter in chapters_beside_steps(runbook, "point_of_no_return"):
        if not chapter.head.empty:
            yield chapter.head.span, list(chapter.items)
    field = stated(runbook.fields, "point_of_no_return")
    if field and not field.inherited:
        yield field.span, list(field.items)


def _named_steps(item: Item, facts: Facts) -> Iterator[int]:
    """The steps that a statement names by id; a plain number names one only behind the word `step` or with a zero."""
    stepping = False
    end = 0
    for match in _NAMED.finditer(item.text):
        listed = stepping and not words(item.text[end : match.start()].replace("and", " ").replace("to", " "))
        stepping, end = bool(match["word"]) or listed, match.end()
        if match["id"].isdigit() and not stepping and not match["id"].startswith("0"):
            continue
        found = candidates(facts.graph.ids, match["id"], ())
        if len(found) == 1:
            yield found[0]


def _tells_event(items: list[Item], runbook: Runbook) -> bool:
    """Whether one of the statements says that an event or a deadline crosses."""
    spans = {item.span for item in items}
    return any(mark.value in ("event", "deadline") and mark.span in spans for mark in runbook.marks)


@rule("RUN517", "point-of-no-return-denied", Severity.MEDIUM, on=Runbook, kinds=CUTOVER)
def point_of_no_return_denied(runbook: Runbook, facts: Facts) -> Iterator[Report]:
    denied = facts.passage.denied
    if denied and runbook.steps and not facts.passage.crossing:
        extent = "every step is reversible" if is_all_reversible(facts) else "not every step has a rollback entry"
        message = f"the document says that there is no point of no return; {extent}"
        yield Problem(denied.span, message, "point_of_no_return")


RULES = (point_of_no_return_trigger_unmarked, point_of_no_return_section_disagrees, point_of_no_return_denied)
