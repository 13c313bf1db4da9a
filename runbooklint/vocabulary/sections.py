"""The names of sections, and the kind of section that a heading names."""

from functools import cache

from runbooklint.inline import words
from runbooklint.records import SectionKind
from runbooklint.vocabulary.phrases import ASIDE

_SECTIONS: tuple[tuple[SectionKind, str], ...] = (
    (
        "point_of_no_return",
        "point of no return, no return point, commitment point, ponr, pnr, points of no return, no way back,"
        " no turning back, no going back",
    ),
    ("forward_fix", "forward fix, fix forward, roll forward, forward fixes, fixing forward, rolling forward"),
    ("questions", "open questions, open points, open issues, unresolved questions, outstanding questions"),
    ("decisions", "decisions, decision register, decision log, decision records, recorded decisions"),
    (
        "action_items",
        "action items, next steps, follow up, follow ups, future work, to do, todo, post mortem, retro,"
        " retrospective, postmortem, lessons, lessons learned, corrective actions, preventive measures, after action",
    ),
    (
        "checklist",
        "verification gate, readiness gate, final gate, blocking items, launch blockers, launch blocker,"
        " go live blocker, release blockers, release blocker, cutover blockers,"
        " go live blockers,"
        " before the cutover, before cutover, before the flip, before the switch, before the switchover,"
        " before the migration, before the go live, before go live, before the launch, before the window,"
        " before the release, before the deployment, before t0",
    ),
    (
        "triggers",
        "rollback trigger, rollback triggers, rollback criteria, abort criteria, stop conditions, when to run,"
        " when to roll back, when to rollback, decision matrix, decision criteria, go no go, go no go criteria,"
        " abort conditions, when to use, when this fires, alert, alerts, alerting, symptoms, symptom, detection,"
        " when to trigger, when to abort, kill criteria, gates, entry criteria and triggers,"
        " rollback decision, decision tree, automatic rollback, automated rollback, rollback automation",
    ),
    (
        "troubleshooting",
        "troubleshooting, troubleshoot, known issues, common issues, failure modes, failure handling,"
        " common problems, problems, faq, when something fails, if something fails, what could go wrong, gotchas,"
        " emergency procedures, emergency procedure, pitfalls,"
        " failure scenarios, common errors, errors, edge cases, known limitations, issues",
    ),
    (
        "contacts",
        "escalation, contacts, contact, on call, escalation contacts, team roster, roster, who to call,"
        " people, points of contact, support, war room, escalations",
    ),
    (
        "communication",
        "communication, communications, comms, notifications, notification, announcements,"
        " stakeholders, stakeholder updates, messaging, communication plan, customer communication, status page",
    ),
    (
        "data_sync",
        "data sync, data synchronisation, data synchronization, writes during the window, in flight writes,"
        " in window writes, writes in the window, write handling",
    ),
    ("window", "maintenance window, change window, cutover window, service window, outage window"),
    ("rto", "rto, recovery time objective, recovery objectives, recovery objective, rpo"),
    ("signoff", "sign off, signoff, validation sign off, sign offs, signoffs, attestation"),
    ("approval", "approval, approvals, change approval, required approvals, change management, authorization"),
    ("consumers", "downstream consumers, consumers, dependants, downstream systems, downstream services"),
    (
        "background",
        "after rollback, post rollback, pre rollback, before rollback,"
        " before the rollback, before rolling back, rollback readiness, rollback drill, rollback drills,"
        " rollback communication, rollback window, rollback considerations, rollback strategy overview,"
        " rollback testing,"
        " rollback risk, rollback rehearsal, rollback rehearsals, rollback drill cadence",
    ),
    (
        "rollback",
        "rollback, rollbacks, roll back, rolling back, backout, back out, fallback, fall back, failback,"
        " fail back, revert, reverting, undo, kill switch, abort procedure, back out plan, going back, go back,"
        " way back, turning back, turn back, backing out",
    ),
    (
        "steps",
        "cleanup, clean up, decommission, decommissioning, teardown, step by step, procedure, procedures, steps,"
        " instructions, cutover steps, migration steps, deployment steps, execution steps, implementation steps",
    ),
    (
        "timeline",
        "timeline, timelines, schedule, calendar, history, changelog, revision history, version history,"
        " change history, document control, milestones, sizing, estimates",
    ),
    (
        "routing",
        "traffic routing, traffic routing plan, traffic shift, traffic shifting, routing plan, dns plan,"
        " load balancer plan, canary plan, traffic plan, traffic distribution, traffic split, traffic management,"
        " traffic, dns, load balancer, canary, load balancing",
    ),
    (
        "checklist",
        "prerequisites, prerequisite, preconditions, precondition, pre flight, preflight, readiness,"
        " before you begin, before you start, before we start, before we begin, before starting, before beginning,"
        " requirements, pre cutover, pre migration, pre deployment, pre deploy,"
        " pre go live, pre checks, pre check, pre launch, entry criteria, pre requisites, pre work, prep,"
        " what you need,"
        " pre cutover checklist, required configuration, required access, pre release, pre upgrade, permissions",
    ),
    (
        "verification",
        "verification, verify, validation, validate, validating, verifying, smoke tests, smoke test,"
        " smoke testing, success criteria, acceptance criteria, exit criteria, post cutover, post"
        " deployment, post deploy,"
        " post migration, post go live, post release, post launch, post upgrade, completion, health checks,"
        " health check,"
        " testing, post checks, public checks, definition of done, acceptance, what success looks like,"
        " confirm success,"
        " expected results, expected outcome, pass condition, pass conditions, test plan, sanity checks, done criteria,"
        " post verification, post cutover verification, completion criteria, falsifiers, hypercare",
    ),
    (
        "background",
        "overview, purpose, summary, executive summary, context, background, introduction, goals, goal,"
        " scope, why, architecture, principles, principle, notes, note, references, reference, related,"
        " links, glossary,"
        " appendix, metrics, risk, risks, cost, costs, roles, faq, definitions, assumptions, see also, objective,"
        " objectives, monitoring, observability, dashboards, table of contents, contents, description,"
        " about, terminology,"
        " concepts, responsibilities, raci, inventory, components, security, severity, impact, credits, what"
        " is, status,"
        " limitations, non goals, out of scope, deferred, resources, further reading, documentation, current state,"
        " quick reference, design, how it works, cross references, considerations, what changes, benefits, rationale,"
        " environment, environments, updates, tl dr, tldr, intro, key concepts, rules, discipline,"
        " constraints, caveats, guardrails, conventions, warnings, policy, policies, watch, faqs,"
        " watching, kpis, slo, slos, sla, useful commands, key metrics, configuration reference, topology, matrix",
    ),
    (
        "steps",
        "steps, step, procedure, procedures, runbook, sequence, execution, step by step, instructions, rollout,"
        " process, phases, phase, plan, deployment, cutover, migration, how to, implementation, setup, set"
        " up, playbook,"
        " cleanup, clean up, remediation, resolution, mitigation, actions, go live, switchover, failover, release,"
        " upgrade, deploy, migrate, cut over, recovery, restore, restoration, provisioning, operations, rotation,"
        " response, walkthrough, workflow, order, tasks, run, launch, promotion, decommission, teardown, maintenance,"
        " bootstrap, install, installation, the cutover, apply, do, fix, what to do, work plan, stages, usage",
    ),
)


@cache
def _section_names() -> dict[str, tuple[int, SectionKind]]:
    names: dict[str, tuple[int, SectionKind]] = {}
    for rank, (kind, listed) in enumerate(_SECTIONS):
        for name in listed.split(","):
            names.setdefault(name.strip(), (rank, kind))
    return names


_JOINING = frozenset({"and", "with"})
_CALLING = frozenset("call contact page phone ring reach escalate ask".split())
_TELLING = frozenset("told informed notified hears hear knows know tell inform notify learns".split())
_SAYING = (["telling"], ["informing"], ["notifying"])
_CHECKING = frozenset("check checks checking test tests testing".split())
_PREPARING = (["preparation"], ["preparations"], ["ready", "to", "start"], ["ready", "to", "go"])
_LATER = frozenset("after afterwards post done finished".split())
_OPENING = frozenset("first start starting begin beginning anything".split())
_ARRIVING = frozenset(
    "write writes updates inserts loads transactions events messages records orders entries requests".split()
)
_COMING = frozenset("arrive arrives arriving come coming made taken received".split())
_MEANWHILE = frozenset("during while meanwhile within in".split())
_WINDOW = frozenset(
    "window change move cutover migration outage downtime maintenance switchover switch meanwhile freeze".split()
)
_DENIED = frozenset("does do did covers cover covered include includes included change changes".split())
"""Verbs with which a heading says what a document leaves out: `What this plan does not cover`."""


def _asked(listed: list[str]) -> SectionKind | None:
    """What a heading that is a question or a clause asks for: `Whom to call`, `Who hears what`, `Checks after the
    move`; None where it is none of them."""
    if listed[:1] in (["who"], ["whom"]):
        said = set(listed[1:])
        return "contacts" if _CALLING & said else "communication" if _TELLING & said else None
    if listed[:1] in _SAYING:
        return "communication"
    if _CHECKING & set(listed) and _LATER & set(listed):
        return "verification"
    if meanwhile(listed):
        return "data_sync"
    if listed[:1] == ["before"] and _OPENING & set(listed):
        return "checklist"
    return "checklist" if listed[-1:] == ["checklist"] or listed in _PREPARING else None


def meanwhile(listed: list[str]) -> bool:
    """Whether words are about what arrives while the cutover runs: `New orders during the window`."""
    arriving = next((index for index, word in enumerate(listed[:4]) if word in _ARRIVING or word in _COMING), None)
    if arriving is None:
        return False
    behind = listed[arriving + 1 :]
    return bool(_MEANWHILE & set(behind[:3])) and bool(_WINDOW & set(behind))


def section_kind(title: str, label: bool = False) -> SectionKind:
    """What a heading says its section is; `other` where it says nothing known. The first kind in rank wins, but the
    last word tells what a section on rollback is about (`Rollback triggers`). The weak words of a procedure (`deploy`)
    do not count in a bold label, nor in a heading that is a sentence."""
    listed = words(ASIDE.sub(" ", title) if "(" in title else title)[:12]
    names = _section_names()
    found = [
        named
        for start in range(len(listed))
        for size in range(1, min(4, len(listed) - start) + 1)
        if (named := names.get(" ".join(listed[start : start + size])))
    ]
    kind = min(found)[1] if found else "other"
    if _DENIED & set(listed) and "not" in listed:
        return "background"
    if (kind in {"other", "steps"} or listed[:1] in _SAYING) and (asked := _asked(listed)):
        return asked
    if kind == "steps" and (label or len(listed) > 7) and min(found)[0] == len(_SECTIONS) - 1:
        return "other"
    if kind == "steps" and listed[-1] in {"pattern", "patterns", "approach", "policy", "principles"}:
        return "background"
    if kind == "communication" and listed[-1] in {"readiness", "checklist", "checks"}:
        return "checklist"
    if kind == "rollback" and _JOINING & set(listed) and names.get(listed[0], (0, "other"))[1] == "steps":
        return "steps"  # `Steps and their rollbacks`
    if kind == "rollback":
        topic = names.get(listed[-1], (0, "rollback"))[1]
        return kind if topic in {"rollback", "steps"} else topic
    return kind
