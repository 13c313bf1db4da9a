"""The rules of mitigation logs."""

from typing import Any

from runbooklint.checks.log import (
    change,
    choice,
    data,
    deflection,
    hypothesis,
    irreversible,
    order,
    reading_times,
    rollback,
    sequence,
    signals,
    single_change,
    statements,
    timestamps,
)
from runbooklint.rule import Rule

RULES: tuple[Rule[Any], ...] = (
    *statements.RULES,
    *hypothesis.RULES,
    *choice.RULES,
    *change.RULES,
    *signals.RULES,
    *timestamps.RULES,
    *reading_times.RULES,
    *order.RULES,
    *rollback.RULES,
    *irreversible.RULES,
    *deflection.RULES,
    *data.RULES,
    *sequence.RULES,
    *single_change.RULES,
)
