"""Rules on data: an action that touches it says that it was inspected, and no loss is recorded."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from runbooklint.checks.fields import missing, place, stated
from runbooklint.checks.log.data_path import data_path
from runbooklint.checks.log.owed import applied, called, checks_of, said
from runbooklint.facts import Facts
from runbooklint.inline import code_texts, words
from runbooklint.mechanical.tokens import Token, tokens
from runbooklint.mechanical.words import TIME_UNIT, group
from runbooklint.records import Field, FieldName, Fields, Item
from runbooklint.records_log import Mitigation, MitigationLog
from runbooklint.rule import LOG, Problem, Related, Report, Severity, rule
from runbooklint.source import Span

_ELSEWHERE: tuple[FieldName, ...] = ("side_effects", "side_effect_check", "secondary_signal", "decision", "residual")
_INSPECTING = group("inspected reconciled reconciliation compared checksum checksums")
_RESULTS = group(
    "none no zero nothing all every matched match matches consistent intact identical equal equals complete clean"
    " unchanged lost found returned returns showed shows same both agree agrees passed passes"
)


@rule("MIT309", "data-path-uninspected", Severity.HIGH, on=Mitigation, kinds=LOG, basis="heuristic")
def data_path_uninspected(entry: Mitigation, facts: Facts) -> Iterator[Report]:
    touched = data_path(entry) if applied(entry, facts) else None
    if touched is None:
        return
    related = (Related(touched, "what touches data"),)
    records: list[Fields] = [entry.fields, *(check.fields for check in checks_of(entry, facts)), facts.log.fields]
    fields = [field for record in records if (field := stated(record, "data_inspected"))]
    if any(_shows(field.text) for field in fields) or any(_inspects(record) for record in records):
        return
    if fields:
        message = f"{called(entry)} touches data, and {said(fields[0].text)} does not say what an inspection showed"
        yield Problem(fields[0].span, message, "data_inspected", related)
    elif missing(entry.fields, "data_inspected"):
        message = f"{called(entry)} touches data, and the log does not say whether data was inspected"
        yield Problem(place(entry, "data_inspected"), message, "data_inspected", related)


def _shows(text: str) -> bool:
    """Whether a text tells what an inspection showed: a number, or words such as `none` or `matches`."""
    return any(token.kind == "number" or token.text in _RESULTS for token in tokens(text))


def _inspects(fields: Fields) -> bool:
    """Whether another field tells of an inspection of data: a query, or a comparison."""
    told = (field for name in _ELSEWHERE if (field := fields.get(name)))
    return any(
        _INSPECTING & set(words(field.text)) or any("select " in code.lower() for code in code_texts(field.text))
        for field in told
    )


_RECORDED: tuple[FieldName, ...] = (
    "data_inspected", "side_effects", "side_effect_check", "residual", "decision", "hand_back",
    "impact_acknowledgement",
)  # fmt: skip
_LOST = group("lost skipped corrupted corrupt inconsistent diverged missing overwritten destroyed")
_LOSS = group("loss losses corruption inconsistency inconsistencies divergence")
_SURE = group("corrupted corrupt corruption")
"""What is said of data alone."""
_OF_DATA = group("missing skipped")
"""What is said of many things: a number alone does not make them data."""
_DATA = group(
    "data row rows record records message messages order orders event events write writes transaction transactions"
    " payment payments file files document documents job jobs entry entries balance balances state states table tables"
    " customer customers invoice invoices update updates"
)
_NO_DATA = group(
    "packet packets connection connections session sessions leader leadership quorum traffic request requests time"
    " contact revenue capacity signal heartbeat heartbeats redundancy context focus page pages replica replicas node"
    " nodes pod pods instance instances worker workers host hosts server servers zone zones user users"
)
_DENYING = group("no not none zero 0 without nothing never neither nor free isn't wasn't weren't aren't")
_OPEN = group(
    "may might could would can if risk possible potential unless whether any for against avoid prevent should"
)
_REACH = 7


@rule("MIT310", "data-loss-recorded", Severity.BLOCKER, on=MitigationLog, kinds=LOG, basis="heuristic")
def data_loss_recorded(log: MitigationLog, facts: Facts) -> Iterator[Report]:
    records: list[Fields] = [log.fields, *(entry.fields for entry in log.mitigations)]
    records += [check.fields for check in log.verifications]
    seen = set()
    for fields in records:
        for name in _RECORDED:
            field = fields.get(name)
            span = _loss(field) if field else None
            if span and span not in seen and field:
                seen.add(span)
                words_of = field.text[span.start - field.span.start : span.end - field.span.start]
                yield Problem(span, f"the log records a loss of data: {said(words_of)}", name)


def _loss(field: Field) -> Span | None:
    return next((span for item in field.items if not item.code and (span := _lost(item))), None)


def _lost(item: Item) -> Span | None:
    """The words of a statement that data was lost, corrupted or became inconsistent."""
    found = tokens(item.text)
    for index, token in enumerate(found):
        if token.kind != "word" or token.text not in _LOST | _LOSS:
            continue
        first, last = _clause(found, index)
        before = {other.text for other in found[max(first, index - _REACH) : index]}
        denied = _DENYING & before or _OPEN & {other.text for other in found[max(first, index - 3) : index]}
        subject = _subject(found, first, last, index)
        if denied or subject is None or _denied_behind(found, index):
            continue
        end = max(found[index].end, found[subject].end)
        return Span(item.span.start + found[min(subject, index)].start, item.span.start + end)
    return None


def _clause(found: Sequence[Token], index: int) -> tuple[int, int]:
    """The indices of the first token of the clause around a word and of the one behind its last."""
    first, last = index, index
    while first > 0 and found[first - 1].text not in (";", ".", ":") and index - first < 20:
        first -= 1
    while last < len(found) and found[last].text not in (";", ".") and last - index < 12:
        last += 1
    return first, last


def _denied_behind(found: Sequence[Token], index: int) -> bool:
    """Whether an answer behind the word denies it: `lost rows: none`, `data loss: 0`."""
    behind = [token.text for token in found[index + 1 : index + 6]]
    return any(sign in (":", "=", "?", "is", "was", "(") and after in _DENYING for sign, after in pairwise(behind))


def _subject(found: Sequence[Token], first: int, last: int, index: int) -> int | None:
    """The index of the data that was lost: a noun for data, or a number of things; None for packets and the like."""
    nearby = range(max(first, index - _REACH), min(last, index + _REACH))
    if any(found[at].text in _NO_DATA for at in (index - 1, index + 1, index + 2) if first <= at < last):
        return None
    for at in sorted(nearby, key=lambda at: abs(at - index)):
        token = found[at]
        if at == index:
            continue
        if token.kind == "word" and token.text in _NO_DATA:
            return None
        if token.kind == "word" and token.text in _DATA:
            numbered = at > first and found[at - 1].kind == "number"
            return at - 1 if numbered and found[at - 1].text != "0" else None if numbered else at
        if token.kind == "number" and found[index].text not in _OF_DATA and _counts(found, at):
            return at
    return index if found[index].text in _SURE else None


def _counts(found: Sequence[Token], at: int) -> bool:
    """Whether a number counts things: no percentage, no length of time, not zero."""
    after = found[at + 1] if at + 1 < len(found) else None
    thing = after is not None and after.kind == "word" and after.text not in TIME_UNIT
    return thing and found[at].text.strip("0.,%") != "" and not found[at].text.endswith("%")


RULES = (data_path_uninspected, data_loss_recorded)
