"""The labels of mitigation logs, as people write them, and the field or kind of section that each names."""

from functools import cache, lru_cache

from runbooklint.memory import remembered
from runbooklint.pattern import Pattern
from runbooklint.records import FieldName, SectionKind
from runbooklint.vocabulary.further import Labels, further, with_further
from runbooklint.vocabulary.phrases import ASIDE, phrase

_ENTRY: dict[FieldName, str] = {
    "hypothesis": "hypothesis, hypothesis acted on, working hypothesis, hypothesis addressed, acting on, acts on,"
    " suspected cause, hypothesis tested, hypotheses, theory, target hypothesis, addresses",
    "action": "action, action chosen, chosen action, action taken, mitigation, mitigation action,"
    " mitigation chosen, mitigation applied, measure, measure taken, what was done, what we did, move, step taken,"
    " intervention",
    "rationale": "rationale, why, reason, justification, why this, why this action, why this one, reasoning,"
    " why chosen, why not the others, rationale for the choice",
    "exact_change": "exact change, change, changes, command, commands, flag, exact command, exact commands,"
    " change made, exact change applied, change applied, config change, configuration change, diff, what changed,"
    " applied change, command run, implementation",
    "actor": "actor, actors, applied by, who, owner, operator, performed by, executed by, by, engineer,"
    " responsible, done by, person, applied by whom, on call, responder",
    "pre_apply": "pre apply, pre apply timestamp, pre apply time, announced, announced at, announcement time,"
    " announcement timestamp, pre apply announcement, pre announcement, pre timestamp, time announced, announced on",
    "announcement": "announcement, announced in, announced to, announcement channel, channel, communicated to,"
    " communicated in, notified, who was told",
    "apply": "apply, apply timestamp, apply time, applied, applied at, applied on, time, timestamp, when,"
    " time applied, executed at, executed, start, started at, time of change, date, date time, change time,"
    " performed at",
    "confirmed": "confirmed at, confirmed, post apply, post apply timestamp, post apply time, confirmation,"
    " confirmation time, confirmation timestamp, post apply confirmation, change confirmed at, confirmed on,"
    " completed, completed at, post timestamp, done at, finished at, change confirmed",
    "expected_signal": "expected signal, verification signal, success criteria, success criterion, expected effect,"
    " expected result, expected outcome, expected impact, success signal, expected, expectation, expected change,"
    " prediction, predicted signal, expected recovery, target signal, signal expected",
    "rollback": "rollback, rollback procedure, rollback plan, undo, undo procedure, reversal, reversal procedure,"
    " how to revert, how to undo, how to roll back, revert, revert procedure, roll back, roll back procedure,"
    " roll back plan, backout, back out, backout plan, rollback steps, rollback command, mitigation rollback,"
    " rollback of the mitigation, revert with, undo with, reverse procedure, reverse plan, reversal plan,"
    " revert plan",
    "blast_radius": "blast radius, mitigation blast radius, scope, what else could be affected, affected surfaces,"
    " blast radius of the mitigation, could also affect, what else may be affected, what could be affected, radius,"
    " scope of the change, reach",
    "surfaces": "surfaces, surfaces touched, touched surfaces, services touched",
    "side_effects": "side effects, known side effects, side effect, known side effect, observed side effects,"
    " side effects found, expected side effects",
    "remaining_risk": "remaining risk, remaining risks, residual risk, residual risks, what it does not address,"
    " open risk",
    "clean_up": "clean up, clean up required, cleanup, cleanup required, follow up, follow up required,"
    " remove when, remove by, removal, to be removed when, required clean up, required cleanup, expires,"
    " clean up plan, cleanup plan",
    "data_inspected": "data inspected, data check, data inspection, data path, data integrity,"
    " data integrity check, data checked, data verified",
    "hand_back": "hand back, handed back, handback, escalated to, escalation, escalated, handed back to, handoff",
    "temporary": "temporary, temporary until, temporary label, temporary measure, duration of the measure",
}
_CHECK: dict[FieldName, str] = {
    "mitigation": "mitigation, for, of, verifies, mitigation id, verification of, action, verified mitigation,"
    " applies to",
    "signal": "signal, primary signal, metric, signal checked, detection signal, verification signal,"
    " primary metric, signal watched, indicator, measure, measurement",
    "pre_values": "pre mitigation, pre mitigation values, pre mitigation value, before, baseline, pre values,"
    " pre value, value before, values before, signal before, pre, pre apply values, before mitigation,"
    " before the mitigation, before the change, before values, before value, pre change, pre readings,"
    " readings before, pre mitigation readings, pre mitigation signal, from",
    "post_values": "post mitigation, post mitigation values, post mitigation value, after, post values, post value,"
    " value after, values after, signal after, post, after mitigation, after the mitigation, after the change,"
    " post wait values, after values, after value, post change, post readings, readings after,"
    " post mitigation readings, post mitigation signal, after the wait, to, readings, values",
    "wait": "stability wait, wait, wait period, waited, waiting period, observed for, monitored for, watched for,"
    " observation window, observation period, stability window, stability period, soak, soak time, soak period,"
    " stabilisation wait, stabilization wait, monitoring period, monitoring window, watch period, stable for,"
    " observation",
    "secondary_signal": "secondary signal, cross check, crosscheck, second signal, independent signal, secondary,"
    " secondary metric, corroborating signal, cross check signal, second source, confirming signal",
    "side_effect_check": "side effect check, side effects check, side effects checked, side effect checks,"
    " side effects, known side effects, collateral check, side effect, blast radius check, surfaces checked,"
    " check of side effects",
    "residual": "residual, residual impact, remaining impact, impact left, impact remaining, residual effect",
    "decision": "decision, outcome, result, verdict, conclusion, status, results, judgement, judgment, final decision",
    "data_inspected": "data inspected, data check, data inspection, data integrity, data integrity check",
    "hand_back": "hand back, handed back, handback, escalated to, escalation, escalated, handed back to, handoff",
}
_INLINE_CHECK = frozenset(
    {"pre_values", "post_values", "wait", "secondary_signal", "side_effect_check", "residual", "decision"}
)
"""The fields of a verification that are told by their label within an entry."""
_AMBIGUOUS_INLINE = frozenset(
    "for;of;to;from;status;values;readings;results;pre;post;measure;known side effects;side effects;side effect;action;"
    "mitigation".split(";")
)
"""Labels that name a field of a verification only where nothing else stands around them."""
_VERIFICATION = frozenset(
    "verification;verification results;verification result;verified;verification entry;result of the verification;"
    "post mitigation verification;verification of the mitigation;impact verification;verifications".split(";")
)
_LOG: dict[FieldName, str] = {
    "incident": "incident, incident id, incident number, incident reference, incident no, ticket, incident name",
    "severity": "severity, sev, priority, incident severity, severity level, sev level, impact level",
    "detection_signal": "detection signal, detection, detected by, detected via, detected through, alert,"
    " how detected, detection method, alerting signal, detected from, triggering signal, detection source, signal",
    "investigation": "investigation, root cause document, investigation record, root cause, investigation document,"
    " investigation notes, hypotheses, root cause analysis, rca, diagnosis",
    "status": "status, status of the measures, status of the mitigations, state, nature of the measures",
    "temporary": "temporary, temporary measures, temporary label, label",
    "impact_acknowledgement": "impact acknowledgement, impact acknowledgment, acknowledgement, acknowledgment,"
    " acknowledged, acknowledged by, impact stopped, impact ended, impact end, user impact stopped,"
    " user facing impact stopped, impact cessation, impact has stopped, acknowledgement of impact, end of impact,"
    " impact stop, impact over, impact acknowledged, end of user impact, user impact ended, user facing impact ended,"
    " user impact stop, user impact acknowledgement, acknowledgement of recovery, recovery acknowledgement,"
    " recovery acknowledged, all clear, impact cleared, user impact over, stop of impact",
    "remaining_risk": "remaining risk, remaining risks, residual risk, residual risks, what remains, open risk,"
    " open risks",
    "clean_up": "clean up, clean up required, cleanup, cleanup required, required clean up, required cleanup,"
    " removal, clean up plan, cleanup plan, follow up, follow ups, clean up items, cleanup items, to clean up",
    "side_effects": "side effects, known side effects, side effect, observed side effects,"
    " side effects of the mitigation, side effects of the mitigations",
    "blast_radius": "incident radius, blast radius, incident blast radius, incident scope, scope, impact,"
    " scope of impact, affected surfaces, surfaces, affected services, user impact, impact radius, incident impact,"
    " affected, services affected",
    "date": "date, incident date, day, date of incident",
    "zone": "time zone, timezone, zone, times, times in, all times, all times in",
    "actor": "operator, on call, mitigation owner, owner, mitigator, responder",
    "data_inspected": "data inspected, data check, data inspection, data integrity",
}
_SECTIONS: tuple[tuple[SectionKind, str], ...] = (
    ("clean_up", "clean up, cleanup, clean up required, cleanup required, removal of the measures"),
    ("remaining_risk", "remaining risk, remaining risks, residual risk, residual risks"),
    ("side_effects", "side effects, known side effects"),
    ("impact", "impact, impact acknowledgement, impact acknowledgment, acknowledgement, impact ended, user impact"),
    ("detection", "detection, detection signal, detected by, how it was detected"),
    ("root_cause", "root cause, root causes, root cause analysis, rca, five whys, 5 whys, why it happened, cause"),
    ("action_items", "action items, next steps, follow up actions, future work, corrective actions, lessons learned,"
     " preventive actions, lessons, preventive measures"),
    ("timeline", "timeline, chronology, sequence of events, event log, key events"),
    ("verification", "verification, verifications, verification results"),
    ("mitigation", "mitigation, mitigations, actions taken, mitigation actions, immediate actions, measures,"
     " actions, mitigation log, mitigations applied, applied mitigations, interventions, mitigation steps,"
     " action taken"),
)  # fmt: skip


_OF_WHAT = Pattern(
    r" (?:of|for) (?:(?:the|this|our) )?(?:mitigation|change|action|measure|entry|incident|[a-z]{0,5} ?\d{1,3})$"
)
_WHY = Pattern(r"why (?:this|that|not|we|the|now|chosen|a|first)\b(?!.*\b(?:stuck|broken?|failed|happened|down)\b)")
_TO_COME = frozenset("prevention preventive preventative corrective lessons improvements".split())
"""Words of headings under which stands what will be done."""


@cache
def _sections() -> dict[str, tuple[int, SectionKind]]:
    named: dict[str, tuple[int, SectionKind]] = {}
    for rank, (kind, names) in enumerate(_SECTIONS):
        for name in names.split(","):
            named.setdefault(name.strip(), (rank, kind))
    return named


@lru_cache(maxsize=16)
def _table(name: str, more: Labels) -> dict[str, FieldName]:
    source = {"entry": _ENTRY, "check": _CHECK, "log": _LOG}[name]
    found: dict[str, FieldName] = {}
    for field, labels in source.items():
        for label in labels.split(","):
            found.setdefault(label.strip(), field)
    return with_further(found, source, more)


@remembered
def _name(label: str) -> str:
    return phrase(ASIDE.sub(" ", label) if "(" in label else label)


def _named(table: str, name: str) -> FieldName | None:
    """The field that a name has in a table; of which action or incident it is may stand behind it."""
    known = _table(table, further())
    found = known.get(name)
    if found is None and (" of " in name or " for " in name):
        found = known.get(_OF_WHAT.sub("", name))
    return found


def entry_field(label: str) -> FieldName | None:
    """The field of a mitigation that a label names, or of the verification that stands within it."""
    name = _name(label)
    if name in _VERIFICATION or (name.startswith("verification of ") and name.count(" ") <= 3):
        return "verification"
    found = _named("entry", name)
    if found is None and name not in _AMBIGUOUS_INLINE:
        found = _named("check", name)
        return found if found in _INLINE_CHECK else "rationale" if _WHY.match(name) else None
    return found


def check_field(label: str) -> FieldName | None:
    """The field of a verification that a label names."""
    return _named("check", _name(label))


def log_field(label: str) -> FieldName | None:
    """The field of the whole mitigation log that a label names."""
    return _named("log", _name(label))


def log_section(title: str) -> SectionKind | None:
    """What a heading says its section is in a mitigation log; None where it says nothing known."""
    listed = _name(title).split(" ")
    if _TO_COME & set(listed):
        return "action_items"
    known = _sections()
    runs = [" ".join(listed[start : start + size]) for size in (2, 3) for start in range(len(listed) - size + 1)]
    found = [known[run] for run in (" ".join(listed), *runs, listed[0]) if run in known]
    return min(found)[1] if found else None
