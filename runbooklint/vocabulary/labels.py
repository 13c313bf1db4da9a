"""The labels of fields, as people write them, and the field that each names."""

from functools import cache, lru_cache

from runbooklint.records import FieldName
from runbooklint.vocabulary.further import Labels, further, with_further
from runbooklint.vocabulary.phrases import ASIDE, phrase
from runbooklint.vocabulary.sections import meanwhile
from runbooklint.vocabulary.verbs import VERBS

_STEP_LABELS: dict[FieldName, str] = {
    "id": "step id, id, step no, step number, step",
    "owner": "owner, owners, responsible, responsibility, role, roles, lead, team, operator, who, assignee,"
    " assigned to,"
    " executor, executed by, performed by, by, done by, run by, carried out by, performer,"
    " decision authority, dri, driver, accountable, step owner, poc,"
    " person in charge, in charge",
    "preconditions": "prerequisites, prerequisite, pre requisites, preconditions, precondition, before you begin,"
    " before you start, pre flight, preflight, requirements, required, requires, entry criteria, entry conditions,"
    " entry condition, pre,"
    " assumptions, must hold, must hold before, what must hold, must be true, before, before this step, pre checks,"
    " pre check, pre condition, pre conditions, precheck, prechecks, needs, condition, conditions",
    "depends_on": "depends on, dependencies, dependency, depends, blocked by, after, requires step, requires steps,"
    " predecessor, predecessors, runs after, after step, start after",
    "action": "action, actions, procedure, steps, command, commands, execute, run, task, tasks, activity, activities,"
    " cmd, what to do, instructions, instruction, how, do, description, implementation, script, details, work",
    "expected_duration": "duration, expected duration, estimated time, time estimate, est time, est duration, time,"
    " time to complete, measured duration, eta, est, estimated duration, time required, takes, estimate, expected time,"
    " total time, estimated total time, planned duration, reverse duration, time needed, runtime,"
    " how long",
    "maximum_duration": "max, maximum, timeout, no longer than, stuck after, time limit, maximum duration, max"
    " duration,"
    " max time, maximum time, hard limit, abort after, deadline, upper limit, cut off",
    "duration_source": "duration source, source of the duration, measured in, measured on, observed in, timed in",
    "postcondition": "post condition, post conditions, postcondition, postconditions, post condition check, verify,"
    " verification, check, checks, validate, validation, expected, expected output, expected result, expected results,"
    " expected outcome, expected state, expected response, success criteria, success criterion, success, confirm,"
    " smoke test, smoke tests, evidence, acceptance, acceptance criteria,"
    " acceptance test, acceptance tests, pass condition, pass conditions,"
    " pass criteria, exit criteria, exit criterion, done when, what success looks like, success looks like,"
    " verification steps, verification check, health check, health checks, test, tests, post check, post checks,"
    " validation checks, how to verify, definition of done, success indicators, monitor, monitoring, outcome, result,"
    " success condition, verified by, proof, expect, monitoring checklist",
    "go_no_go": "go no go, go no go criteria, go nogo, decision, decision criteria, decision point, gate, gates,"
    " stop conditions, stop condition, stop criteria, stop criterion, halt criteria, kill criteria,"
    " abort criteria, abort conditions, rollback trigger, rollback triggers,"
    " proceed if, go criteria, no go criteria, gate criteria, decision gate, hold point, abort if, stop if,"
    " rollback criteria, go no go decision, advance if, continue if, go if, roll back if, hold if, pause if,"
    " proceed when, advance when, continue when, go when, abort when, stop when, roll back when, hold when, pause when",
    "communication": "communication, communications, communication trigger, communication triggers, comms, notify,"
    " announce, notifications, notification, status update, status updates, comms trigger, comms triggers, messages,"
    " announcement, announcements, inform, who is told, tell, who hears, who gets told",
    "rollback": "rollback, roll back, revert, if it fails, if this fails, if fails, on failure, restore, recovery,"
    " abort,"
    " undo, way back, the way back,"
    " backout, back out, fallback, fall back, failback, fail back, rollback reference, rollback procedure,"
    " rollback plan, rollback step, rollback steps, rollback action, rollback command, rollback path, backout plan,"
    " backout step, how to revert, how to undo, reversal, if it goes wrong, kill switch, recovery action",
    "reversibility": "reversibility, reversibility class, reversible, rollback class, safe to re run, class of"
    " reversal,"
    " undo class, is it reversible, can it be undone, rollback capability, rollback possible, rollback available,"
    " rollback supported, can be rolled back, can it be rolled back, revertible",
    "point_of_no_return": "point of no return, pnr, ponr, no return point, irreversible from here,"
    " point of no return marker, point of no return status, no return",
    "forward_fix": "forward fix, fix forward, roll forward, forward fix only, forward fix statement",
    "rationale": "rationale, reason, why, justification, reasoning",
    "rehearsal": "rehearsal, rehearsed, drill, dry run, last drill, tested on, rehearsal record, last rehearsal,"
    " rehearsal evidence, drill record, last rehearsed, rehearsed on, rehearsed in, trial run, dress rehearsal, mock,"
    " mock run, mock cutover",
    "post_cutover_writes": "post cutover writes, writes after the flip, data written to target, write handling,"
    " reverse replication, writes after cutover, post flip writes, target writes, writes to the target,"
    " writes after the switch, new writes",
    "loss": "loss, data loss, impact of the loss, expected loss, data lost, what is lost",
    "cost": "cost, price, costs, material cost, cost of rollback, rollback cost",
}
_DOCUMENT_LABELS: dict[FieldName, str] = {
    "style": "cutover style, style, strategy, approach, migration strategy, cutover strategy, migration style,"
    " cutover approach, migration approach, deployment strategy, cutover type, cutover method, switch style",
    "rto": "rto, recovery time objective, rollback time limit, total rollback time, rollback deadline, rollback time,"
    " time to restore, recovery time, expected recovery time, rollback budget, rollback time budget, rto target,"
    " target rto, recovery time budget, rto budget, worst case budget, rollback window, maximum rollback time,"
    " recovery objective, rto for rollback, time to recover, estimated recovery, rollback duration",
    "maintenance_window": "maintenance window, change window, cutover window, window, outage window, scheduled window,"
    " planned window, migration window, go live window, downtime window, service window, launch window,"
    " deployment window, release window, rollout window, switchover window, when",
    "data_sync": "data sync strategy, data sync, data synchronisation strategy, data synchronization strategy,"
    " data synchronisation, data synchronization, writes during the window, in flight writes, write handling,"
    " data sync plan, in window writes, write strategy, writes in the window, data replication",
    "validation_signoff": "validation sign off, sign off, signoff, validated by, validation signoff, validation report,"
    " validation record, validation approval, validation",
    "change_approval": "change approval, change ticket, chg, approved by, change request, change record, change, rfc,"
    " change id, change number, "
    " sanctioned by, authorised by, authorized by, approval, approvals, change management, ticket",
    "downstream_consumers": "downstream consumers, consumers, dependants, dependents, downstream systems,"
    " downstream services, downstream, affected consumers, dependent systems",
    "date": "date, cutover date, incident date, scheduled date, planned date, go live date, day",
    "zone": "time zone, timezone, zone, times in, all times, all times in",
    "owner": "owner, owners, runbook owner, responsible, cutover owner, cutover lead, lead, dri",
    "rehearsal": "rehearsal, rehearsal record, rehearsed, drill, dry run, last drill, rehearsal evidence, trial run,"
    " dress rehearsal, mock run, mock cutover",
    "point_of_no_return": "point of no return, pnr, ponr, no return point, commitment point, no return",
    "expected_duration": "duration, estimated duration, estimated time, total duration, expected duration, total time",
}
_KEYWORDS: tuple[tuple[FieldName, str], ...] = (
    ("rehearsal", "rehearsal rehearsed drill"),
    ("go_no_go", "gate gates abort"),
    ("rollback", "rollback backout revert undo fallback failback"),
    ("postcondition", "verify verification validate validation confirm expected postcondition smoke verified success"),
    ("preconditions", "prerequisites prerequisite preconditions precondition preflight"),
    ("expected_duration", "duration"),
    ("owner", "owner responsible"),
    ("communication", "comms notify communication announce inform tell"),
    ("go_no_go", "decision"),
    ("rationale", "why"),
)


_WHERE = frozenset("on in from at against".split())
"""What makes an instruction of a label: `Verify on a second server`."""
_TIMING = frozenset("time duration downtime".split())
_PLANNED = frozenset("expected estimated planned".split())
_LONGEST = frozenset("longest maximum max".split())
_GIVING_UP = frozenset("abort stop give cancel escalate kill fail fails time times stuck overdue".split())
_CONDITIONAL = frozenset({"if", "when", "once"})
_READY = frozenset("ready start starts begin begins".split())
_NEEDED = frozenset("needs need needed must true required ready".split())
_OUTCOMES = frozenset(
    "go advance proceed continue carry move turn roll revert back stop abort hold pause wait escalate".split()
)
"""What a criterion begins with that is a label: `Carry on if`, `Turn back when`."""
_SEEN = frozenset("see show shows".split())
_OWED = frozenset("must should to".split())
_TAKEN = frozenset("made written uploaded created taken entered received accepted stored".split())
_SUCCESS = frozenset("success successful succeeds done ok passed passes complete completed finished".split())
_TOLD = frozenset("informed notified told tell notify inform announce announced say".split())
EVENTS = frozenset("at on when upon before after".split())
"""What in a label of messages leads to the event: `Informed on failure`."""


@lru_cache(maxsize=16)
def _table(document: bool, more: Labels) -> dict[str, FieldName]:
    source = _DOCUMENT_LABELS if document else _STEP_LABELS
    table = {label.strip(): field for field, labels in source.items() for label in labels.split(",")}
    return with_further(table, source, more)


@cache
def _keywords() -> dict[str, FieldName]:
    return {word: field for field, listed in reversed(_KEYWORDS) for word in listed.split()}


def step_field(label: str) -> FieldName | None:
    """The field of a step or rollback entry that a label names, told from the whole label or from its key word."""
    full = phrase(label)
    short = phrase(ASIDE.sub(" ", label)) if "(" in label else full
    table = _table(False, further())
    found = table.get(full) or table.get(short)
    if found or not short:
        return found
    listed = short.split(" ")
    if composed := _composed(listed) or table.get(short.partition(" or ")[0]):
        return composed
    if len(listed) > 4 or (listed[0] in VERBS and len(listed) > 2 and _WHERE & set(listed[1:])):
        return None
    if _TIMING & set(listed[-1:]) and _PLANNED & set(listed[:-1]):
        return "expected_duration"
    known = _keywords()
    for field, _ in _KEYWORDS:
        if any(known.get(word) == field for word in listed):
            return field
    return None


def label_field(label: str) -> FieldName | None:
    """The field that a whole label names; no key word inside it counts."""
    short = phrase(ASIDE.sub(" ", label))
    return _table(False, further()).get(short) or _composed(short.split(" "))


def _composed(listed: list[str]) -> FieldName | None:
    """The field that a label names as a clause: `Give up after`, `Success if`, `Informed on failure`, `Writes to …`."""
    first, last, others = listed[0], listed[-1], set(listed[1:])
    if not others:
        return None
    if last == "after" and _GIVING_UP & set(listed):
        return "maximum_duration"
    if first == "must" and "before" in others:
        return "preconditions"
    if last in _CONDITIONAL and _SUCCESS & set(listed[:-1]):
        return "postcondition"
    if first in _TOLD and EVENTS & others:
        return "communication"
    if (last == "first" and _NEEDED & set(listed)) or (last in _CONDITIONAL and first in _READY):
        return "preconditions"
    if last in _CONDITIONAL and first in _OUTCOMES:
        return "go_no_go"
    if (last in _SEEN and _OWED & set(listed)) or (first in {"proof", "evidence"} and "that" in others):
        return "postcondition"
    if first == "what" and last in {"run", "do", "done"}:
        return "action"
    if last == "time" and first in _LONGEST:
        return "maximum_duration"
    if listed[-4:] == ["point", "of", "no", "return"]:
        return "point_of_no_return"
    later = "after" in others and (_TAKEN & others or first == "writes")
    return "post_cutover_writes" if listed[:2] == ["writes", "to"] or later else None


def document_field(label: str) -> FieldName | None:
    """The field of the whole runbook that a label names; only whole labels count."""
    table = _table(True, further())
    short = ASIDE.search(label)
    name = table.get(phrase(ASIDE.sub(" ", label))) or (table.get(phrase(short.group())) if short else None)
    return name or ("data_sync" if meanwhile(phrase(label).split()) else None)
