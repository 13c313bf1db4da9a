"""Rules on the decision after a step: criteria stated, with all three outcomes, produced by the step's own check."""

from collections.abc import Iterator
from itertools import pairwise

from runbooklint.checks.runbook.criteria import called_together
from runbooklint.checks.runbook.owed import called, missing, place, stated
from runbooklint.checks.runbook.postconditions import judged, vague
from runbooklint.checks.terms import terms
from runbooklint.facts import Facts
from runbooklint.inline import without_code, words
from runbooklint.records import Field, Runbook, Step
from runbooklint.rule import CUTOVER, Problem, Report, Severity, rule

_ADVANCE = frozenset("proceed proceeds advance advances continue continues pass passes next succeed succeeds".split())
_ADVANCE_PAIRS = frozenset({("carry", "on"), ("move", "on")})
_BACK = frozenset("rollback rollbacks revert reverts abort aborts backout undo fallback restore restores".split())
_BACK_PAIRS = frozenset(
    {("roll", "back"), ("rolled", "back"), ("rolls", "back"), ("rolling", "back"), ("back", "out"), ("fall", "back"),
     ("turn", "back"), ("go", "back"),
     ("forward", "fix"), ("fix", "forward"), ("roll", "forward"), ("fixing", "forward")}
)  # fmt: skip
_PAUSE = frozenset(
    "pause pauses paused hold holds escalate escalates escalated escalation page pages paging halt halts suspend"
    " standby".split()
)
_STOP_AND_CALL = (frozenset("stop stops wait waits".split()), frozenset("call calls phone contact alert ask".split()))
_SAME = frozenset({"same", "identical"})
"""How criteria begin that are those of another step."""
_CHECK = frozenset(
    "check checks checked postcondition postconditions verification validation verified test tests smoke".split()
)


@rule("RUN304", "go-no-go-missing", Severity.BLOCKER, on=Step, kinds=CUTOVER)
def go_no_go_missing(step: Step, facts: Facts) -> Iterator[Report]:
    if missing(step.fields, "go_no_go") and step.role != "record":
        yield Problem(place(step, "go_no_go"), f"{called(step)} has no go/no-go criteria", "go_no_go")


@rule("RUN305", "go-no-go-outcome-missing", Severity.HIGH, on=Runbook, kinds=CUTOVER, basis="heuristic")
def go_no_go_outcome_missing(runbook: Runbook, facts: Facts) -> Iterator[Report]:
    criteria = [(step, field) for step in runbook.steps if (field := stated(step.fields, "go_no_go"))]
    outcomes = {span: _outcomes(field) for span, field in {field.span: field for _, field in criteria}.items()}
    # What is said once of all steps counts where none of them says it itself.
    own = [field.span for _, field in criteria if not field.inherited]
    once = "go_no_go" in runbook.fields and not any(outcomes[span][1] for span in own)
    for step, field in criteria:
        if field.value == "branch" or _SAME & set(words(field.text)[:2]):
            continue
        advance, back, pause = outcomes[field.span]
        wanted = (("advance", advance), ("roll back or forward fix", back or once), ("pause and escalate", pause))
        lacking = [name for name, named in wanted if not named]
        if lacking:
            whose = "criteria stated once for several steps" if field.inherited else f"criteria of {called(step)}"
            message = f"the {whose} do not say when to {' and when to '.join(lacking)}"
            yield Problem((field.inherited and field.label) or field.span, message, "go_no_go")


def _outcomes(field: Field) -> tuple[bool, bool, bool]:
    """Whether criteria name the outcomes advance, roll back or forward fix, and pause and escalate."""
    text = "\n".join(item.text for item in field.items) if field.inherited else field.text
    listed = words(without_code(text))
    pairs = list(pairwise(["", *listed]))
    told = field.value.split()
    advance = "advance" in told or any(
        word in _ADVANCE or (before, word) in _ADVANCE_PAIRS or (word == "go" and before not in ("no", "don't", "not"))
        for before, word in pairs
    )
    back = "back" in told or bool(_BACK & set(listed)) or any(pair in _BACK_PAIRS for pair in pairs)
    pause = "pause" in told or bool(_PAUSE & set(listed)) or all(names & set(listed) for names in _STOP_AND_CALL)
    # A criterion that names no outcome at all is the one to go on.
    return advance or not (back or pause), back, pause


@rule("RUN306", "go-no-go-detached", Severity.MEDIUM, on=Step, kinds=CUTOVER, basis="heuristic")
def go_no_go_detached(step: Step, facts: Facts) -> Iterator[Report]:
    criteria, check = stated(step.fields, "go_no_go"), stated(step.fields, "postcondition")
    if not criteria or criteria.value == "implied" or criteria.inherited:
        return  # a sentence of the action or the check itself, or what is said of all steps
    if not check or vague(check, step) or any(judged(step, check)) or any(judged(step, criteria)):
        return
    refers = {"post", "condition"} <= set(words(criteria.text)) or _CHECK & set(words(without_code(criteria.text)))
    if not (refers or called_together(criteria.text)) and not terms(criteria.text) & terms(check.text):
        yield Problem(criteria.span, f"the criteria of {called(step)} repeat nothing of its check", "go_no_go")


RULES = (go_no_go_missing, go_no_go_outcome_missing, go_no_go_detached)
