"""The rules of cutover runbooks and of any other runbook."""

from typing import Any

from runbooklint.checks.runbook import (
    actions,
    commitment,
    durations,
    forward_fix,
    go_no_go,
    governance,
    identity,
    owners,
    point_of_no_return,
    postconditions,
    preconditions,
    references,
    rehearsal,
    reversal,
    reversibility,
    rollback,
    rto,
    structure,
    style,
    verification,
    window,
    writes,
)
from runbooklint.rule import Rule

RULES: tuple[Rule[Any], ...] = (
    *style.RULES,
    *structure.RULES,
    *governance.RULES,
    *verification.RULES,
    *identity.RULES,
    *references.RULES,
    *owners.RULES,
    *preconditions.RULES,
    *actions.RULES,
    *postconditions.RULES,
    *go_no_go.RULES,
    *rollback.RULES,
    *rehearsal.RULES,
    *writes.RULES,
    *reversal.RULES,
    *reversibility.RULES,
    *point_of_no_return.RULES,
    *commitment.RULES,
    *forward_fix.RULES,
    *durations.RULES,
    *rto.RULES,
    *window.RULES,
)
