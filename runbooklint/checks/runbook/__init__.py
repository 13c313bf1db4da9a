"""The rules of cutover runbooks and of any other runbook."""

from typing import Any

from runbooklint.rule import Rule

RULES: tuple[Rule[Any], ...] = ()
