"""Items that are no step forward but what to do when the step before fails; it finds no steps."""

from collections.abc import Sequence
from itertools import pairwise

from runbooklint.inline import trimmed
from runbooklint.pattern import Pattern
from runbooklint.reading.items import item
from runbooklint.reading.values import make_field
from runbooklint.records import Step
from runbooklint.source import Source

_BRANCH = Pattern(
    r"(?i)[\W_]{0,6}(?P<if>(?:if|when|in case|should)\b[^\n:,;—–]{0,100}?"
    r"\b(?:fail(?:s|ed|ures?|ing)?|errors?|breaks?|broken|times out|gets? stuck|goes wrong|not (?:pass|succeed))\b"
    r"[^\n:,;—–]{0,60})[*_]{0,3}[:,;—–][\s*_]{0,6}(?:then )?"
    r"(?P<then>(?:[^\s.;]{1,40}\s){0,5}?(?:roll(?:ing)?[ -]?back|rollback|revert|abort|back out|undo)\b[^\n.;]{0,160})"
)


def add_branches(source: Source, steps: Sequence[Step]) -> None:
    """Add to a step that is the branch for a failure its condition, and to the step before the criterion that it is:
    `5. If a smoke test fails: run the rollback`."""
    for before, step in pairwise(steps):
        found = _BRANCH.match(source.slice(step.span)) if before.container == step.container else None
        if found is None:
            continue
        start = step.span.start
        condition = item(source, trimmed(found["if"], start + found.start("if")))
        whole = item(source, trimmed(found.group(), start))
        criterion = make_field(source, "go_no_go", [whole])
        step.fields.setdefault("preconditions", make_field(source, "preconditions", [condition]))
        step.fields.setdefault("go_no_go", criterion._replace(value="branch"))
        before.fields.setdefault("go_no_go", criterion._replace(value="implied"))
