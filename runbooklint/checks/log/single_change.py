"""Rules on what one action changes: one thing, and not the same as the action before on a larger scale."""

from collections.abc import Iterator

from runbooklint.checks.fields import stated
from runbooklint.checks.log.covering import ids_in
from runbooklint.checks.log.moves import Kind, Move, changes, chosen, told_moves
from runbooklint.checks.log.owed import called
from runbooklint.checks.log.sequence import failed, in_turn
from runbooklint.checks.log.shell import commands_of
from runbooklint.checks.terms import terms
from runbooklint.facts import Facts
from runbooklint.inline import words
from runbooklint.pattern import Pattern
from runbooklint.records import Field, Item
from runbooklint.records_log import Mitigation, MitigationLog
from runbooklint.rule import LOG, Problem, Related, Report, Severity, rule
from runbooklint.source import Span
from runbooklint.vocabulary import key

_LOADED_BY_RESTART: frozenset[Kind] = frozenset(
    {"config", "config rollback", "flag", "deploy", "rollback", "drain", "failover"}
)
_ALIKE: frozenset[frozenset[Kind]] = frozenset(
    {
        frozenset({"config", "config rollback"}),
        frozenset({"config", "deploy"}),
        frozenset({"config", "rollback"}),
        frozenset({"config rollback", "rollback"}),
        frozenset({"deploy", "rollback"}),
        frozenset({"drain", "failover"}),
    }
)
"""Kinds of moves that are often one change: a deploy with its settings, a failover by way of the traffic."""
_NAMES: dict[Kind, str] = {
    "rollback": "a rollback", "flag": "a flag", "scale": "a change of scale", "drain": "a shift of traffic",
    "config rollback": "a rollback of the configuration", "config": "a setting", "limit": "a limit",
    "failover": "a failover", "cache": "a flush of a cache", "restart": "a restart", "deploy": "a deploy",
    "data": "a change of data",
}  # fmt: skip
_JOINED = Pattern(r"\b(?:and|then|also|plus|as well as)\b|;", 2)


@rule("MIT402", "multiple-changes", Severity.HIGH, on=Mitigation, kinds=LOG, basis="heuristic")
def multiple_changes(entry: Mitigation, facts: Facts) -> Iterator[Report]:
    field = stated(entry.fields, "exact_change") or stated(entry.fields, "action")
    if field is None:
        return
    moves = changes(entry) or [move for item in field.items if not item.code for move in _clauses(item)]
    for move in moves[1:]:
        if unlike(moves[0].kind, move.kind):
            message = f"{called(entry)} holds two unlike changes: {_NAMES[moves[0].kind]} and {_NAMES[move.kind]}"
            related = (Related(moves[0].span, "the first change"),)
            yield Problem(move.span, message, "exact_change", related)
            return


def unlike(one: Kind, other: Kind) -> bool:
    """Whether two kinds of moves are two changes. Silenced alerts are another rule's, `apply` may be anything."""
    if one == other or {"alert", "apply"} & {one, other}:
        return False
    if "restart" in (one, other):
        return not _LOADED_BY_RESTART & {one, other}
    return frozenset({one, other}) not in _ALIKE


def _clauses(item: Item) -> Iterator[Move]:
    """The first move of each clause that a sentence joins with `and`, `then` or a semicolon."""
    at = 0
    for cut, after in [*(match.span() for match in _JOINED.finditer(item.text)), (len(item.text), 0)]:
        yield from told_moves(item.text[at:cut], item.span.start + at)[:1]
        at = after


_GROWING: frozenset[Kind] = frozenset({"scale", "limit", "config", "drain", "apply", "restart"})
_AGAIN = frozenset(
    "again still first previous earlier enough insufficient further half halved partly partially helped reduced second"
    " remaining".split()
)
_NUMBER = Pattern(r"(?<![\w.])\d{1,9}(?:\.\d{1,6})?(?![\w.]*[A-Za-z])|(?<==)\d{1,9}")


@rule("MIT404", "same-move-escalated", Severity.MEDIUM, on=MitigationLog, kinds=LOG, basis="heuristic")
def same_move_escalated(log: MitigationLog, facts: Facts) -> Iterator[Report]:
    for one, other in in_turn(log, facts):
        if failed(one, facts) is None or not _larger(one, other) or _justified(one, other):
            continue
        message = f"{called(one)} did not bring the signal back, and {called(other)} is the same move, larger"
        yield Problem(_place(other), message, "exact_change", (Related(_place(one), called(one)),))


def _place(entry: Mitigation) -> Span:
    field = stated(entry.fields, "exact_change") or stated(entry.fields, "action")
    return field.span if field else entry.span


def _larger(one: Mitigation, other: Mitigation) -> bool:
    """Whether two actions are the same move on the same thing, the second with larger numbers."""
    moves = chosen(one), chosen(other)
    if moves[0] is None or moves[1] is None or moves[0].kind != moves[1].kind or moves[0].kind not in _GROWING:
        return False
    shapes = [_shape(entry) for entry in (one, other)]
    if shapes[0][0] == shapes[1][0] and shapes[0][0]:
        return any(after > before for before, after in zip(shapes[0][1], shapes[1][1], strict=True))
    if moves[0].kind != "scale":
        return False
    texts = [" ".join(field.text for field in _told(entry)) for entry in (one, other)]
    numbers = [[float(match.group()) for match in _NUMBER.finditer(text)] for text in texts]
    same = {term for term in terms(texts[0]) & terms(texts[1]) if not term[0].isdigit()}
    return bool(same and numbers[0] and numbers[1]) and max(numbers[1]) > max(numbers[0])


def _told(entry: Mitigation) -> Iterator[Field]:
    return (field for name in ("action", "exact_change") if (field := stated(entry.fields, name)))


def _shape(entry: Mitigation) -> tuple[str, list[float]]:
    """The commands of the exact change with the numbers left out, and those numbers."""
    field = entry.fields.get("exact_change")
    text = "; ".join(" ".join(w.text for w in c.words) for c in commands_of(field.items)) if field else ""
    return _NUMBER.sub("#", text), [float(match.group()) for match in _NUMBER.finditer(text)]


def _justified(one: Mitigation, other: Mitigation) -> bool:
    """Whether the rationale of the second action says why it repeats the first."""
    rationale = stated(other.fields, "rationale")
    if rationale is None:
        return False
    named = bool(one.id) and key(one.id) in ids_in(rationale.text)
    return named or bool(_AGAIN & set(words(rationale.text)))


RULES = (multiple_changes, same_move_escalated)
