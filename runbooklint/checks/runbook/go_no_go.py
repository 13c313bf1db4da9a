"""Rules on the decision after a step: criteria stated, with all three outcomes, produced by the step's own check."""

from collections.abc import Iterator
from itertools import pairwise

from runbooklint.checks.runbook.criteria import called_together
from runbooklint.checks.runbook.owed import called, missing, place, stated
from runbooklint.checks.runbook.postconditions import judged, vague
from runbooklint.checks.terms import terms
from runbooklint.facts import Facts
from runbooklint.inline import without_code, words
from runbooklint.records import Step
from runbooklint.rule import CUTOVER, Problem, Report, Severity, rule

_ADVANCE = frozenset("proceed proceeds advance advances continue continues pass passes next succeed succeeds".split())
_BACK = frozenset("rollback rollbacks revert reverts abort aborts backout undo fallback restore restores".split())
_BACK_PAIRS = frozenset(
    {("roll", "back"), ("rolled", "back"), ("rolls", "back"), ("rolling", "back"), ("back", "out"), ("fall", "back"),
     ("forward", "fix"), ("fix", "forward"), ("roll", "forward"), ("fixing", "forward")}
)  # fmt: skip
_PAUSE = frozenset(
    "pause pauses paused hold holds escalate escalates escalated escalation page pages paging halt halts suspend"
    " standby".split()
)
_SAME = frozenset({"same", "identical"})
"""How criteria begin that are those of another step."""
_CHECK = frozenset(
    "check checks checked postcondition postconditions verification validation verified test tests smoke".split()
)


@rule("RUN304", "go-no-go-missing", Severity.BLOCKER, on=Step, kinds=CUTOVER)
def go_no_go_missing(step: Step, facts: Facts) -> Iterator[Report]:
    if missing(step.fields, "go_no_go"):
        yield Problem(place(step, "go_no_go"), f"{called(step)} has no go/no-go criteria", "go_no_go")


@rule("RUN305", "go-no-go-outcome-missing", Severity.HIGH, on=Step, kinds=CUTOVER, basis="heuristic")
def go_no_go_outcome_missing(step: Step, facts: Facts) -> Iterator[Report]:
    field = stated(step.fields, "go_no_go")
    if not field or _SAME & set(words(field.text)[:2]):
        return
    advance, back, pause = _outcomes(field.text)
    back = back or field.value == "back"
    # A criterion that names no outcome at all is the one to go on.
    advance = advance or not (back or pause)
    wanted = (("advance", advance), ("roll back or forward fix", back), ("pause and escalate", pause))
    lacking = [name for name, named in wanted if not named]
    if lacking:
        message = f"the criteria of {called(step)} do not say when to {' and when to '.join(lacking)}"
        yield Problem(field.span, message, "go_no_go")


def _outcomes(text: str) -> tuple[bool, bool, bool]:
    """Whether criteria name the outcomes advance, roll back or forward fix, and pause and escalate."""
    listed = words(without_code(text))
    pairs = list(pairwise(["", *listed]))
    advance = any(word in _ADVANCE or (word == "go" and before not in ("no", "don't", "not")) for before, word in pairs)
    back = bool(_BACK & set(listed)) or any(pair in _BACK_PAIRS for pair in pairs)
    return advance, back, bool(_PAUSE & set(listed))


@rule("RUN306", "go-no-go-detached", Severity.MEDIUM, on=Step, kinds=CUTOVER, basis="heuristic")
def go_no_go_detached(step: Step, facts: Facts) -> Iterator[Report]:
    criteria, check = stated(step.fields, "go_no_go"), stated(step.fields, "postcondition")
    if not criteria or criteria.value == "implied":
        return  # a sentence of the action or the check itself
    if not check or vague(check, step) or any(judged(step, check)) or any(judged(step, criteria)):
        return
    refers = {"post", "condition"} <= set(words(criteria.text)) or _CHECK & set(words(without_code(criteria.text)))
    if not (refers or called_together(criteria.text)) and not terms(criteria.text) & terms(check.text):
        yield Problem(criteria.span, f"the criteria of {called(step)} repeat nothing of its check", "go_no_go")


RULES = (go_no_go_missing, go_no_go_outcome_missing, go_no_go_detached)
