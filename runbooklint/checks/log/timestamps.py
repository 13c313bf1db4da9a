"""Rules on the times that an action owes: announced, applied, confirmed, and where it was announced."""

from collections.abc import Iterator

from runbooklint.checks.fields import missing, place, stated
from runbooklint.checks.log.owed import applied, called, said, unapplied
from runbooklint.facts import Facts
from runbooklint.inline import plain, words
from runbooklint.pattern import Pattern
from runbooklint.records import Field, FieldName
from runbooklint.records_log import Mitigation, MitigationLog
from runbooklint.rule import LOG, Problem, Report, Severity, rule

_CHANNEL = Pattern(r"[#@][\w.-]+|\b[A-Z]{2,9}-\d+")
_ADDRESS = Pattern(r"(?<![\w&/])[#@][A-Za-z][\w.-]+|(?<!\w)\S{1,60}@\w")
_REACHED = frozenset(
    "channel slack teams bridge zoom meet mattermost discord irc webex war-room room chat thread call commander ic"
    " comms communications communication stakeholders pagerduty opsgenie statuspage email mail mailing lead leads"
    " manager desk team teams on-call oncall support customers responders group rotation office owner owners".split()
)
_TELLING = Pattern(
    r"(?:\bto|\bwith|\btold|\binformed|\bnotified|\bpinged|\bpaged|\basked|\bcalled|\bvia|\bby)[ \t]+[*_`]{0,3}"
    r"(?!UTC|GMT|[A-Z]{2,4}T\b)[A-Z][a-z]"
)


@rule("MIT201", "apply-timestamp-missing", Severity.BLOCKER, on=Mitigation, kinds=LOG)
def apply_timestamp_missing(entry: Mitigation, facts: Facts) -> Iterator[Report]:
    if applied(entry, facts) and missing(entry.fields, "apply"):
        yield _missing(entry, "apply", "apply timestamp")


@rule("MIT202", "pre-apply-timestamp-missing", Severity.HIGH, on=Mitigation, kinds=LOG)
def pre_apply_timestamp_missing(entry: Mitigation, facts: Facts) -> Iterator[Report]:
    if entry.times.get("announcement") or unapplied(entry.fields.get("apply")):
        return
    if missing(entry.fields, "pre_apply") or timeless(entry.fields["pre_apply"]):
        yield _missing(entry, "pre_apply", "pre-apply timestamp")


@rule("MIT203", "confirmation-timestamp-missing", Severity.HIGH, on=Mitigation, kinds=LOG)
def confirmation_timestamp_missing(entry: Mitigation, facts: Facts) -> Iterator[Report]:
    if not applied(entry, facts):
        return
    if missing(entry.fields, "confirmed") or timeless(entry.fields["confirmed"]):
        yield _missing(entry, "confirmed", "post-apply confirmation timestamp")


def _missing(entry: Mitigation, name: FieldName, words_of: str) -> Problem:
    return Problem(place(entry, name), f"{called(entry)} has no {words_of}", name)


def timeless(field: Field) -> bool:
    """Whether what stands under the label of a time says where something was told, and nothing like a time."""
    bare = _CHANNEL.sub(" ", field.text)
    return field.state == "unreadable" and names_audience(field.text) and not any(sign.isdigit() for sign in bare)


def names_audience(text: str) -> bool:
    """Whether a text names a channel, or somebody who was reached."""
    if _ADDRESS.search(text) or _REACHED & set(words(text)):
        return True
    return bool(_TELLING.search(plain(text)))


@rule("MIT207", "announcement-channel-missing", Severity.MEDIUM, on=MitigationLog, kinds=LOG, basis="heuristic")
def announcement_channel_missing(log: MitigationLog, facts: Facts) -> Iterator[Report]:
    for entry in log.mitigations:
        fields = [field for name in _ANNOUNCED if (field := stated(entry.fields, name))]
        if not fields or any(names_audience(field.text) for field in fields):
            continue
        message = f"the announcement of {called(entry)}, {said(fields[0].text)}, names no channel and nobody reached"
        yield Problem(fields[0].span, message, "announcement")


_ANNOUNCED: tuple[FieldName, ...] = ("pre_apply", "announcement")

RULES = (
    apply_timestamp_missing,
    pre_apply_timestamp_missing,
    confirmation_timestamp_missing,
    announcement_channel_missing,
)
