"""Which rules there are for which kind of document; the rules of other kinds are not imported."""

from typing import Any

from runbooklint.records import DocumentKind
from runbooklint.rule import Rule

Rules = tuple[Rule[Any], ...]


def rules_for(kind: DocumentKind) -> Rules:
    """The rules that apply to a kind of document."""
    from runbooklint.checks import document

    family: Rules
    if kind == "mitigation-log":
        from runbooklint.checks import log

        family = log.RULES
    else:
        from runbooklint.checks import runbook

        family = runbook.RULES
    return tuple(rule for rule in (*document.RULES, *family) if kind in rule.kinds)


def all_rules() -> Rules:
    """Every rule there is, sorted by code."""
    from runbooklint.checks import document, log, runbook, suppression

    families = (*document.RULES, *runbook.RULES, *log.RULES, *suppression.RULES)
    return tuple(sorted(families, key=lambda rule: rule.code))
