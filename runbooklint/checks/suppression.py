"""Rules on the comments that hide findings: each one hides something, says why, and names rules that exist."""

from collections.abc import Iterator
from typing import Any

from runbooklint.facts import Facts
from runbooklint.records_suppression import Silenced, Suppression
from runbooklint.rule import ANY, Edit, Fix, Problem, Report, Rule, Severity, rule
from runbooklint.source import Span


@rule("LNT901", "suppression-unused", Severity.LOW, on=Suppression, kinds=ANY)
def suppression_unused(suppression: Suppression, facts: Facts) -> Iterator[Report]:
    rules, idle = suppression.rules, [named for named in suppression.rules if named.effect == "idle"]
    if suppression.obstacle and (idle or not rules):
        fix = _removal(suppression) if suppression.ended else None
        yield Problem(suppression.span, f"this suppression hides nothing: {suppression.obstacle}", fix=fix)
    elif idle and len(idle) == len(rules):
        message = f"this suppression hides nothing: {_listed(idle)} {_finds(idle)} nothing {suppression.where}"
        yield Problem(suppression.span, message, fix=_removal(suppression))
    else:
        for index, named in enumerate(rules):
            if named.effect == "idle":
                start, end = (
                    (rules[index - 1].span.end, named.span.end) if index else (named.span.start, rules[1].span.start)
                )
                fix = Fix(f"remove {named.name}", (Edit(Span(start, end), ""),), safe=True)
                yield Problem(named.span, f"the suppression of {named.name} hides nothing", fix=fix)


@rule("LNT902", "suppression-without-reason", Severity.MEDIUM, on=Suppression, kinds=ANY)
def suppression_without_reason(suppression: Suppression, facts: Facts) -> Iterator[Report]:
    meant = [named for named in suppression.rules if named.effect in {"used", "refused"}]
    if meant and not suppression.reason:
        yield Problem(suppression.span, f"the suppression of {_listed(meant)} gives no reason")


@rule("LNT903", "suppression-unknown-rule", Severity.HIGH, on=Suppression, kinds=ANY)
def suppression_unknown_rule(suppression: Suppression, facts: Facts) -> Iterator[Report]:
    for named in suppression.rules:
        if named.effect == "unknown":
            hint = f', did you mean "{named.nearest}"?' if named.nearest else ""
            yield Problem(named.span, f'no rule is called "{named.name}"{hint}')


def _removal(suppression: Suppression) -> Fix:
    return Fix("remove the comment", (Edit(suppression.removal, ""),), safe=True)


def _listed(rules: list[Silenced]) -> str:
    names = [named.name for named in rules]
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _finds(rules: list[Silenced]) -> str:
    return "find" if len(rules) > 1 else "finds"


RULES: tuple[Rule[Any], ...] = (suppression_unused, suppression_without_reason, suppression_unknown_rule)
