"""Rules on the choice of an action: why this one, why no more reversible one, and that it is no permanent repair."""

from collections.abc import Iterator

from runbooklint.checks.fields import missing, place, stated
from runbooklint.checks.log.clauses import denied, leads
from runbooklint.checks.log.covering import told_outside, uncovered
from runbooklint.checks.log.literal import names_version
from runbooklint.checks.log.moves import changes, chosen, told_moves
from runbooklint.checks.log.owed import besides, called
from runbooklint.facts import Facts
from runbooklint.inline import words
from runbooklint.mechanical.tokens import tokens
from runbooklint.mechanical.words import forms, group
from runbooklint.records import FieldName
from runbooklint.records_log import Mitigation, MitigationLog
from runbooklint.rule import LOG, Problem, Related, Report, Severity, rule
from runbooklint.source import Span

_REASON = frozenset("because since reason therefore hence rather instead so fastest safest quickest only".split())


@rule("MIT105", "rationale-missing", Severity.HIGH, on=MitigationLog, kinds=LOG, basis="heuristic")
def rationale_missing(log: MitigationLog, facts: Facts) -> Iterator[Report]:
    lacking = [entry for entry in log.mitigations if missing(entry.fields, "rationale") and not _reasoned(entry)]
    if not lacking:
        return
    left = {id(entry) for entry in uncovered(log, told_outside(log, "rationale"))}
    for entry in lacking:
        if id(entry) in left:
            message = f"{called(entry)} gives no reason for this action over another"
            yield Problem(place(entry, "rationale"), message, "rationale")


def _reasoned(entry: Mitigation) -> bool:
    """Whether the action gives its reason itself: `roll back, because …`."""
    action = stated(entry.fields, "action")
    return action is not None and bool(_REASON & set(words(action.text)))


_WEIGHING = frozenset(
    "reversible reversibility alternative alternatives option options instead rather only otherwise impossible"
    " unavailable unable possible ruled tried already neither other others".split()
)


@rule("MIT117", "less-reversible-unjustified", Severity.MEDIUM, on=Mitigation, kinds=LOG, basis="heuristic")
def less_reversible_unjustified(entry: Mitigation, facts: Facts) -> Iterator[Report]:
    move, rationale = chosen(entry), stated(entry.fields, "rationale")
    if rationale is None or move is None or move.kind != "restart" or _with_change(entry):
        return
    others = [other for other in told_moves(rationale.text) if other.kind != "restart"]
    if not others and not _WEIGHING & set(words(rationale.text)):
        message = f"{called(entry)} is a restart, and its rationale does not say why nothing more reversible was done"
        yield Problem(rationale.span, message, "rationale", (Related(move.span, "the restart"),))


def _with_change(entry: Mitigation) -> bool:
    """Whether a restart only makes another change take effect."""
    return any(move.kind != "restart" for move in changes(entry))


_ARTIFACTS = group(
    "dump dumps trace traces stacktrace stacktraces backtrace coredump profile profiles flamegraph diagnostics"
    " diagnostic jstack jmap strace py-spy gdb core heap pprof perf tcpdump"
)
_STUCK = group(
    "stuck hung hang hangs hanging deadlock deadlocked wedged leak leaks leaked leaking exhausted starved oom"
)
_WHERE = group("in on at by because due waiting since after from of behind while")
_LOADING = group("load reload pick apply read refresh")
_LOOKED: tuple[FieldName, ...] = ("exact_change", "action", "rationale", "hypothesis", "side_effects", "data_inspected")


@rule("MIT306", "restart-unexplained", Severity.HIGH, on=Mitigation, kinds=LOG, basis="heuristic")
def restart_unexplained(entry: Mitigation, facts: Facts) -> Iterator[Report]:
    move = chosen(entry)
    if move is None or move.kind != "restart" or _with_change(entry):
        return
    told = [field.text for name in _LOOKED if (field := entry.fields.get(name))]
    if not any(_explains(text) for text in (*told, *besides(entry, facts))):
        message = f"{called(entry)} is a restart, and nothing says why the service was stuck: no dump, trace or reason"
        yield Problem(move.span, message, "action")


def _explains(text: str) -> bool:
    """Whether a text names a dump or trace, says where or by what something is stuck, or what is to be loaded."""
    found = tokens(text)
    for index, token in enumerate(found):
        parts = set(token.text.replace("/", " ").replace(".", " ").replace("-", " ").split()) | {token.text}
        if _ARTIFACTS & parts and not denied(found, index):
            return True
        after = [other.text for other in found[index + 1 : index + 3]]
        if token.text in _STUCK and after and after[0] in _WHERE:
            return True
        if token.text == "to" and after and after[0] in _LOADING:
            return True
    return False


_SHIPPED = group("hotfix hotfixes hot-fix hotfixed bugfix bug-fix one-liner code-fix")
_FIX = group("fix fixes patch patched")
_LASTING = group("code merged permanent proper real one-line bug source")
_REQUEST = group("pr mr pull merge fix fixes patch patches patched")
_SHIPPING = forms("merge ship deploy release cherry-pick") | group("shipped")
_TAKING_BACK = forms("revert undo disable remove") | group(
    "rollback roll rolled rolling off without no not instead rather"
)


@rule("MIT305", "permanent-fix", Severity.HIGH, on=Mitigation, kinds=LOG, basis="heuristic")
def permanent_fix(entry: Mitigation, facts: Facts) -> Iterator[Report]:
    for name in ("action", "exact_change"):
        field = stated(entry.fields, name)
        for item in field.items if field else ():
            span = None if item.code else _fix(item.text, item.span.start)
            if span:
                message = f"{called(entry)} ships a permanent fix as mitigation: that is for the resolve stage"
                yield Problem(span, message, name)
                return


def _fix(text: str, start: int) -> Span | None:
    """The words of a hotfix, code patch, merged fix or regression test, where it is not what is taken back."""
    found = [token for token in tokens(text) if token.kind != "code"]
    if any(move.kind in ("rollback", "config rollback") for move in told_moves(text)[:1]):
        return None
    for index, token in enumerate(found):
        before = [other.text for other in found[max(0, index - 5) : index]]
        after = [other.text for other in found[index + 1 : index + 8]]
        if _TAKING_BACK & set(before):
            continue
        lasting = token.text in _FIX and bool(_LASTING & set(before[-2:]) or "code" in after[:2])
        tested = token.text in {"regression", "unit"} and after[:1] in (["test"], ["tests"])
        sent = token.text in _SHIPPING and leads(found, index) and bool(_REQUEST & set(after))
        if token.text in _SHIPPED or lasting or tested or sent:
            first = index - 1 if lasting and before else index
            return Span(start + found[first].start, start + token.end)
    return None


_SOURCES: tuple[FieldName, ...] = ("exact_change", "action")


@rule("MIT307", "config-rollback-unversioned", Severity.MEDIUM, on=Mitigation, kinds=LOG, basis="heuristic")
def config_rollback_unversioned(entry: Mitigation, facts: Facts) -> Iterator[Report]:
    fields = [field for name in _SOURCES if (field := stated(entry.fields, name))]
    move = chosen(entry)
    if not fields or move is None or move.kind != "config rollback":
        return
    if not any(names_version(text) for text in (entry.title, *(field.text for field in fields))):
        message = f"{called(entry)} rolls a configuration back and does not name the known-good version"
        yield Problem(fields[0].span, message, "exact_change")


RULES = (
    rationale_missing,
    less_reversible_unjustified,
    restart_unexplained,
    permanent_fix,
    config_rollback_unversioned,
)
