"""Rule on actions that deal with what shows the impact, and not with the impact: alerts, thresholds, queues."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from runbooklint.checks.fields import stated
from runbooklint.checks.log.moves import command_kind
from runbooklint.checks.log.owed import called
from runbooklint.checks.log.shell import Command, commands_of
from runbooklint.facts import Facts
from runbooklint.inline import code_texts
from runbooklint.mechanical.tokens import Token, tokens
from runbooklint.mechanical.words import forms, group
from runbooklint.pattern import Pattern
from runbooklint.records import FieldName, Item
from runbooklint.records_log import Mitigation
from runbooklint.rule import LOG, Problem, Report, Severity, rule
from runbooklint.source import Span


class Deflection(NamedTuple):
    """What an action does instead of stopping the impact, with the words that tell it."""

    span: Span
    what: str


_FIELDS: tuple[FieldName, ...] = ("action", "exact_change")
_SILENCING = forms("silence mute snooze suppress acknowledge ack disable pause ignore close") | group("muted")
_RAISING = forms("raise increase lift bump relax widen loosen")
_ALERTS = group(
    "alert alerts alarm alarms alerting page pages pager paging monitor monitors notification notifications"
    " pagerduty detector detectors"
)
_CLEARING = forms("clear purge flush empty drop delete discard wipe truncate") | group("dropped emptied")
_QUEUES = group("queue queues backlog backlogs messages dlq mailbox spool topic topics")
_NOT = group("no not never without instead rather avoid than nor")
_STOPS = group("because since so while which until when if although though")
_REACH = 6


@rule("MIT308", "impact-deflected", Severity.HIGH, on=Mitigation, kinds=LOG, basis="heuristic")
def impact_deflected(entry: Mitigation, facts: Facts) -> Iterator[Report]:
    signal = facts.log.fields.get("detection_signal")
    watched = frozenset(text.lower() for text in code_texts(signal.text)) if signal else frozenset()
    for name in _FIELDS:
        field = stated(entry.fields, name)
        found = next((f for item in field.items if (f := _told(item, watched))), None) if field else None
        commands = commands_of(field.items) if field else ()
        found = found or next((f for command in commands if (f := _run(command))), None)
        if found:
            yield Problem(found.span, f"{called(entry)} {found.what}, which does not stop the impact", name)
            return


def _run(command: Command) -> Deflection | None:
    """What a command silences or clears."""
    listed = {part for word in (command.program, *command.arguments[:3]) for part in _PART.split(word[:80])}
    if command_kind(command) == "alert":
        raised = any("threshold" in argument for argument in command.arguments)
        return Deflection(command.span, "raises an alert threshold" if raised else "silences an alert")
    queued = _QUEUES & listed or command.program.startswith(("queue", "mq"))
    return Deflection(command.span, "clears a queue") if queued and {"purge", "clear", "flush"} & listed else None


_PART = Pattern(r"[^a-z]+")


def _told(item: Item, watched: frozenset[str]) -> Deflection | None:
    """What the words of an action silence, raise or clear."""
    found = [] if item.code else tokens(item.text)
    for index, token in enumerate(found):
        if token.kind != "word" or _NOT & {other.text for other in found[max(0, index - 4) : index]}:
            continue
        after = _clause(found, index)
        words = {other.text for other in after}
        span = Span(item.span.start + token.start, item.span.start + (after[-1] if after else token).end)
        if token.text in _RAISING and words & {"threshold", "thresholds"}:
            alerting = _ALERTS & {other.text for other in found} or watched & {
                o.text for o in found if o.kind == "code"
            }
            if alerting:
                return Deflection(span, "raises an alert threshold")
        if token.text in _SILENCING and _ALERTS & words:
            return Deflection(span, "silences an alert")
        if token.text in _CLEARING and _QUEUES & words:
            return Deflection(span, "clears a queue")
    return None


def _clause(found: Sequence[Token], index: int) -> list[Token]:
    """The tokens behind a verb, to the end of its clause."""
    after = []
    for token in found[index + 1 : index + 1 + _REACH]:
        if token.text in _STOPS or (token.kind == "sign" and token.text in ",;.:("):
            break
        after.append(token)
    return after


RULES = (impact_deflected,)
