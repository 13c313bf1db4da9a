"""The rules that any kind of document has to keep."""

from typing import Any

from runbooklint.checks.document import criteria, decisions, links, markers, questions
from runbooklint.rule import Rule

RULES: tuple[Rule[Any], ...] = (
    *markers.RULES,
    *questions.RULES,
    *decisions.RULES,
    *criteria.RULES,
    *links.RULES,
)
