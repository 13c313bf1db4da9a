"""The rules that any kind of document has to keep."""

from typing import Any

from runbooklint.rule import Rule

RULES: tuple[Rule[Any], ...] = ()
