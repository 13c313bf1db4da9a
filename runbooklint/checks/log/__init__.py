"""The rules of mitigation logs."""

from typing import Any

from runbooklint.rule import Rule

RULES: tuple[Rule[Any], ...] = ()
