"""The rules of mitigation logs."""

from typing import Any

from runbooklint.checks.log import (
    change,
    choice,
    closing,
    data,
    deflection,
    detection,
    effects,
    hypothesis,
    irreversible,
    order,
    reading_times,
    readings,
    recovery,
    rollback,
    sequence,
    signals,
    single_change,
    statements,
    timestamps,
    verdicts,
    waiting,
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
    *readings.RULES,
    *waiting.RULES,
    *detection.RULES,
    *effects.RULES,
    *recovery.RULES,
    *verdicts.RULES,
    *closing.RULES,
)
