"""Which rules a run asks for, by code, prefix or name; it knows no document."""

from collections.abc import Iterable

from runbooklint.checks import Rules
from runbooklint.nearest import advice
from runbooklint.rule import Rule

ALL = "ALL"


class UnknownSelectorError(ValueError):
    """A selector that names no rule; the text says which, and the nearest known name."""


def specificity(rule: Rule[object], selector: str) -> int:
    """How closely a selector names a rule: 0 not at all, 1 for `ALL`, more for a longer prefix, most for a name."""
    if selector == rule.name:
        return 1 + len(rule.code)
    prefix = selector.upper()
    if prefix == ALL:
        return 1
    return 1 + len(prefix) if prefix and rule.code.startswith(prefix) else 0


def stranger(rules: Rules, selector: str) -> str:
    """Why a selector names no rule, with the nearest known name; empty where it names one."""
    if selector.upper() == ALL or any(specificity(rule, selector) for rule in rules):
        return ""
    known = [name for rule in rules for name in (rule.code, rule.name)]
    return f'no rule is called "{selector}"{advice(selector, known)}'


def selected(rules: Rules, select: Iterable[str], ignore: Iterable[str]) -> frozenset[str]:
    """The codes that are left, the closer of two selectors deciding and `ignore` where they are equal.

    Raises UnknownSelectorError for a selector that names no rule.
    """
    wanted, unwanted = tuple(select), tuple(ignore)
    for selector in (*wanted, *unwanted):
        message = stranger(rules, selector)
        if message:
            raise UnknownSelectorError(message)
    return decided(rules, [(selector, 0) for selector in wanted], [(selector, 0) for selector in unwanted])


Weighed = tuple[str, int]
"""A selector with the weight of the place that states it: of equally close ones, the heavier decides."""


def decided(rules: Rules, wanted: Iterable[Weighed], unwanted: Iterable[Weighed]) -> frozenset[str]:
    """The codes that are left of rules where selectors of several places are put together."""
    select, ignore = tuple(wanted), tuple(unwanted)

    def closest(rule: Rule[object], selectors: tuple[Weighed, ...]) -> tuple[int, int]:
        return max(((specificity(rule, s), weight) for s, weight in selectors if specificity(rule, s)), default=(0, 0))

    return frozenset(rule.code for rule in rules if closest(rule, select) > closest(rule, ignore))
