"""The rules of cutover runbooks and of any other runbook."""

from typing import Any

from runbooklint.checks.runbook import durations, point_of_no_return, reversibility, rto
from runbooklint.rule import Rule

RULES: tuple[Rule[Any], ...] = (
    *reversibility.RULES,
    *point_of_no_return.RULES,
    *durations.RULES,
    *rto.RULES,
)
