"""Rules on a mitigation log as a whole: the end of the impact is acknowledged, and the diagnosis is not redone."""

from collections.abc import Iterator, Sequence

from runbooklint.checks.log.owed import head_of, said
from runbooklint.facts import Facts
from runbooklint.inline import links, words
from runbooklint.pattern import Pattern
from runbooklint.quantities.moments import Moment, find_moments
from runbooklint.records import Field, Section
from runbooklint.records_log import MitigationLog
from runbooklint.rule import LOG, Problem, Report, Severity, rule
from runbooklint.vocabulary.log_labels import log_field

_PEOPLE = frozenset(
    "ic commander commanders lead leads manager on-call oncall support team desk operator operations owner"
    " engineer director duty comms liaison responder responders rotation head officer".split()
)
_NAMED = Pattern(r"(?<![.!?*:\n] )(?<!^)(?<![*_`\w])[A-Z][a-z]{2,}|(?<!\w)@\w|\bby[ \t]+[A-Z]")
_IMPACT = frozenset("impact users user customers customer outage incident".split())
_STOPPED = frozenset("stopped ended over ceased recovered gone resolved stops mitigated".split())
_SAYING = frozenset(
    "acknowledge acknowledges acknowledged acknowledgement confirms confirmed declares declared agrees agreed states"
    " stated announced".split()
)


@rule("MIT601", "impact-stop-unacknowledged", Severity.HIGH, on=MitigationLog, kinds=LOG, basis="heuristic")
def impact_stop_unacknowledged(log: MitigationLog, facts: Facts) -> Iterator[Report]:
    if facts.options.phase == "plan" or not log.mitigations or _still_open(log):
        return
    field = log.fields.get("impact_acknowledgement")
    if field is None or field.state == "none" or not field.text:
        if not any(_acknowledges(prose.text) for prose in log.prose):
            span = field.span if field and field.text else head_of(log)
            message = "nobody acknowledges, with a time, that the impact on users has stopped"
            yield Problem(span, message, "impact_acknowledgement")
    elif field.state == "stated":
        lacking = list(_lacking(field, log))
        if lacking:
            message = f"the acknowledgement, {said(field.text)}, does not say {' or '.join(lacking)}"
            yield Problem(field.span, message, "impact_acknowledgement")


def _still_open(log: MitigationLog) -> bool:
    """Whether no action is confirmed and each was decided on, so that there is no end of the impact to acknowledge."""
    decisions = [check.fields.get("decision") for check in log.verifications]
    return bool(decisions) and all(field and field.value in ("partial", "refuted") for field in decisions)


def _lacking(field: Field, log: MitigationLog) -> Iterator[str]:
    listed = words(field.text)
    moments = find_moments(field.text)
    named = _PEOPLE & set(listed) or _SAYING & set(listed[1:2]) or _names_somebody(field.text, moments)
    if not named:
        yield "who acknowledges it"
    if not log.times.get("impact_acknowledgement") and not moments:
        yield "when"


def _names_somebody(text: str, moments: Sequence[Moment]) -> bool:
    """Whether a capital names somebody; those of months and zones do not."""
    for moment in moments:
        text = text[: moment.start].ljust(moment.end) + text[moment.end :]
    return _NAMED.search(text) is not None


def _acknowledges(text: str) -> bool:
    """Whether a line says, with a time, that somebody holds the impact to have stopped."""
    listed = set(words(text))
    told = _IMPACT & listed and _STOPPED & listed and _SAYING & listed
    return bool(told and find_moments(text))


_LONG = 25
_CITED_LONG = 80
_CITATION = Pattern(r"(?<![\w-])[A-Z]{1,10}-?\d+(?![\w-])")
_WHY = frozenset("why because therefore".split())


@rule("MIT602", "rediagnosis", Severity.LOW, on=MitigationLog, kinds=LOG, basis="heuristic")
def rediagnosis(log: MitigationLog, facts: Facts) -> Iterator[Report]:
    head: Section | None = None
    text: list[str] = []
    for section in log.sections:
        if head is None or section.level <= head.level:
            yield from _analysis(head, text)
            head, text = (section if _on_cause(section) else None), []
        if head is not None:
            text += [item.text for item in section.items if not item.code]
    yield from _analysis(head, text)


def _on_cause(section: Section) -> bool:
    return section.level > 1 and (section.kind == "root_cause" or log_field(section.title) == "investigation")


def _analysis(head: Section | None, pieces: list[str]) -> Iterator[Problem]:
    """The heading of a section that analyses the cause, and does not only cite the investigation."""
    text = "\n".join(pieces)
    listed = words(text) if head else []
    cites = bool(links(text) or _CITATION.search(text))
    if head and (len(listed) >= (_CITED_LONG if cites else _LONG) or (not cites and _WHY & set(listed))):
        message = f'"{head.title[:60]}" analyses the cause in the log itself, in {len(listed)} words'
        yield Problem(head.span, message)


RULES = (impact_stop_unacknowledged, rediagnosis)
