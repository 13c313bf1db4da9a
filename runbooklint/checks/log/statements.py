"""Rules on what a log states of its actions: that there are any, their reach, side effects, risk, clean-up, label."""

from collections.abc import Iterator

from runbooklint.checks.fields import missing, place
from runbooklint.checks.log.covering import covering, sections_outside, told_outside, uncovered
from runbooklint.checks.log.owed import applied, called, head_of
from runbooklint.facts import Facts
from runbooklint.inline import words
from runbooklint.records import Field, FieldName, Fields, SectionKind
from runbooklint.records_log import MitigationLog
from runbooklint.rule import LOG, Problem, Related, Report, Severity, rule
from runbooklint.vocabulary import key

_NOT_APPLICABLE = frozenset({"n", "na", "not"})


@rule("MIT101", "actions-missing", Severity.BLOCKER, on=MitigationLog, kinds=LOG)
def actions_missing(log: MitigationLog, facts: Facts) -> Iterator[Report]:
    if not log.mitigations:
        yield Problem(head_of(log), "no action is recognised in this mitigation log", "action")


def unsaid(fields: Fields, name: FieldName) -> bool:
    """Whether nothing is said under a name for which `none` is an answer and `N/A` is none."""
    field = fields.get(name)
    return missing(fields, name) and (field is None or not field.text or words(field.text)[0] in _NOT_APPLICABLE)


@rule("MIT112", "blast-radius-missing", Severity.HIGH, on=MitigationLog, kinds=LOG)
def blast_radius_missing(log: MitigationLog, facts: Facts) -> Iterator[Report]:
    lacking = [e for e in log.mitigations if unsaid(e.fields, "blast_radius") and missing(e.fields, "surfaces")]
    left = {id(entry) for entry in uncovered(log, told_outside(log, "blast_radius"))} if lacking else set()
    for entry in lacking:
        if id(entry) in left:
            message = f"{called(entry)} states no blast radius: what else it could affect"
            yield Problem(place(entry, "blast_radius"), message, "blast_radius")


_NOTHING = frozenset("none no nothing nil".split())
_EMPTY = _NOTHING | frozenset(
    "known side effects effect found expected so far yet identified observed are is any at this time seen noticed of"
    " were was been have has currently the mitigation action we our to date anticipated detected there reported".split()
)


@rule("MIT113", "side-effects-missing", Severity.HIGH, on=MitigationLog, kinds=LOG)
def side_effects_missing(log: MitigationLog, facts: Facts) -> Iterator[Report]:
    if facts.options.phase == "plan" or not log.mitigations:
        return
    whole = log.fields.get("side_effects")
    told = whole is not None or _section_of(log, "side_effects")
    silent = [entry for entry in log.mitigations if entry.fields.get("side_effects") is None]
    if whole is not None and silent and _bare(whole):
        yield Problem(whole.span, _unchecked("the log"), "side_effects")
    for entry in log.mitigations:
        field = entry.fields.get("side_effects")
        if field is None:
            if not told:
                yield Problem(entry.span, f"{called(entry)} states no side effects", "side_effects")
        elif _bare(field):
            yield Problem(field.span, _unchecked(called(entry)), "side_effects")


def _unchecked(holder: str) -> str:
    return f"{holder} states that there are no side effects, and not what was checked"


def _bare(field: Field) -> bool:
    """Whether side effects are denied without a word on what was looked at."""
    listed = set(words(field.text))
    return (field.state == "none" and bool(listed)) or bool(_NOTHING & listed and listed <= _EMPTY)


def _section_of(log: MitigationLog, kind: SectionKind) -> bool:
    """Whether a section of a kind is there, outside the actions; an empty one is DOC103's."""
    return any(section.kind == kind for section in sections_outside(log))


@rule("MIT114", "remaining-risk-missing", Severity.MEDIUM, on=MitigationLog, kinds=LOG)
def remaining_risk_missing(log: MitigationLog, facts: Facts) -> Iterator[Report]:
    if facts.options.phase == "plan" or not log.mitigations or not unsaid(log.fields, "remaining_risk"):
        return
    told = any("remaining_risk" in entry.fields for entry in log.mitigations)
    if not told and not _section_of(log, "remaining_risk"):
        message = "the log states no remaining risk: what the mitigations do not address"
        yield Problem(head_of(log), message, "remaining_risk")


@rule("MIT115", "cleanup-missing", Severity.MEDIUM, on=MitigationLog, kinds=LOG)
def cleanup_missing(log: MitigationLog, facts: Facts) -> Iterator[Report]:
    owing = [entry for entry in log.mitigations if applied(entry, facts) and unsaid(entry.fields, "clean_up")]
    whole = log.fields.get("clean_up")
    if not owing or (whole is None and _section_of(log, "clean_up")):
        return
    if whole is None and len(owing) == len(log.mitigations):
        yield Problem(head_of(log), "the log states no clean-up: what has to be removed after the repair", "clean_up")
        return
    by = covering(item.text for item in whole.items if not _labels(item.text)) if whole else covering(())
    ids = {key(entry.id) for entry in log.mitigations}
    if by.pieces >= len(owing) and not by.ids & ids:
        return
    left = {id(entry) for entry in uncovered(log, by)}
    for entry in owing:
        if id(entry) in left:
            related = (Related(whole.span, "the clean-up of the others"),) if whole else ()
            yield Problem(entry.span, f"no clean-up is stated for {called(entry)}", "clean_up", related)


_LABELLING = frozenset("temporary interim provisional stopgap stopgaps".split())
_ENDING = frozenset(
    "after once when until till remove removed removal revert reverted return returned restore restored lift lifted"
    " back delete deleted taken withdrawn undone off end ends expire expires replaced replace by before".split()
)
_SHORT = 12


def _labels(text: str) -> bool:
    """Whether a text only calls the measures temporary, and says nothing of their end."""
    listed = words(text)
    return len(listed) < _SHORT and bool(_LABELLING & set(listed)) and not _ENDING & set(listed)


@rule("MIT116", "temporary-label-missing", Severity.LOW, on=MitigationLog, kinds=LOG, basis="heuristic")
def temporary_label_missing(log: MitigationLog, facts: Facts) -> Iterator[Report]:
    told = "temporary" in log.fields or any("temporary" in entry.fields for entry in log.mitigations)
    if log.mitigations and not told:
        yield Problem(head_of(log), "nothing says that the mitigations are temporary", "temporary")


RULES = (
    actions_missing,
    blast_radius_missing,
    side_effects_missing,
    remaining_risk_missing,
    cleanup_missing,
    temporary_label_missing,
)
