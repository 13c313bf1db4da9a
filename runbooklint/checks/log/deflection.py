"""Rule on actions that deal with what shows the impact, and not with the impact: alerts, thresholds, queues."""

from collections.abc import Iterator

from runbooklint.checks.fields import stated
from runbooklint.checks.log.clauses import behind, denied, leads, passive
from runbooklint.checks.log.moves import command_kind
from runbooklint.checks.log.owed import called
from runbooklint.checks.log.shell import Command, commands_of
from runbooklint.facts import Facts
from runbooklint.inline import code_texts
from runbooklint.mechanical.tokens import tokens
from runbooklint.mechanical.words import forms, group
from runbooklint.named import NamedTuple
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
_SILENCING = forms("silence mute snooze suppress acknowledge ack")
_STOPPING = forms("disable pause ignore close stop")
_RAISING = forms("raise increase lift bump relax widen loosen")
_ALERTS = group("alert alerts alarm alarms alerting pager paging detector detectors")
_CALLS = _ALERTS | group("page pages monitor monitors notification notifications pagerduty incident incidents")
_CLEARING = forms("clear purge flush empty drop delete discard wipe truncate") | group("dropped emptied")
_QUEUES = group("queue queues backlog backlogs messages dlq mailbox spool topic topics")


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
    found = [] if item.code else [*tokens(item.text)]
    alerting = any(token.text in _CALLS or (token.kind == "code" and token.text in watched) for token in found)
    for index, token in enumerate(found):
        if token.kind != "word" or denied(found, index):
            continue
        after = behind(found, index) if leads(found, index) else []
        if passive(found, index):
            after = found[max(0, index - 6) : index]
        what = _deflected(token.text, {other.text for other in after}, alerting)
        if what:
            places = [token, *after]
            start, end = min(t.start for t in places), max(t.end for t in places)
            return Deflection(Span(item.span.start + start, item.span.start + end), what)
    return None


def _deflected(verb: str, objects: set[str], alerting: bool) -> str:
    """What a verb does to its objects; `alerting` says that the sentence names an alert or the signal of one."""
    if verb in _RAISING and objects & {"threshold", "thresholds"}:
        return "raises an alert threshold" if alerting else ""
    if (verb in _SILENCING and _CALLS & objects) or (verb in _STOPPING and _ALERTS & objects):
        return "silences an alert"
    return "clears a queue" if verb in _CLEARING and _QUEUES & objects else ""


RULES = (impact_deflected,)
