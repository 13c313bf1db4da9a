"""The rules of mitigation logs."""

from typing import Any

from runbooklint.checks.log import order, reading_times, timestamps
from runbooklint.rule import Rule

RULES: tuple[Rule[Any], ...] = (
    *timestamps.RULES,
    *reading_times.RULES,
    *order.RULES,
)
