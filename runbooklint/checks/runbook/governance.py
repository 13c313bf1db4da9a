"""Rules on what a cutover has behind it: data-sync strategy, validation sign-off, change approval, an unmoved gate."""

from collections.abc import Iterator, Sequence

from runbooklint.checks.runbook.owed import called, stated
from runbooklint.checks.runbook.whole import chapters_beside_steps, moves_no_data, title_of
from runbooklint.checks.sentences import Word, first, follows, sentences, span_of
from runbooklint.facts import Facts
from runbooklint.inline import fold, plain, words
from runbooklint.mechanical import cites_evidence
from runbooklint.pattern import Pattern
from runbooklint.records import Prose, Runbook, Step
from runbooklint.rule import CUTOVER, RUNBOOK, Problem, Report, Severity, rule

_TREATED = (
    "freez", "frozen", "queue", "buffer", "dual", "replay", "captur", "cdc", "replicat", "sync", "readonly", "block",
    "reject", "refus", "stop", "paus", "drain", "halt", "journal", "log", "hold", "held", "both", "mirror", "catch",
    "lock", "disabl", "none", "maintenance", "spool", "retr",
)  # fmt: skip
"""How the words for a treatment of writes begin."""


@rule("RUN112", "data-sync-strategy-missing", Severity.HIGH, on=Runbook, kinds=CUTOVER)
def data_sync_strategy_missing(runbook: Runbook, facts: Facts) -> Iterator[Report]:
    field = runbook.fields.get("data_sync")
    found = chapters_beside_steps(runbook, "data_sync")
    if (field and field.state == "unfilled") or any(chapter.head.empty for chapter in found):
        return
    texts = [field.text] if field else []
    texts += [item.text for chapter in found for item in chapter.items]
    if any(word.startswith(_TREATED) or word == "read" for text in texts for word in words(text)):
        return
    if moves_no_data(runbook):
        return
    message = "nothing says what happens to writes that arrive during the maintenance window"
    place = found[0].head.span if found else field.span if field and field.text else title_of(runbook)
    yield Problem(place, message, "data_sync")


_SIGNED = frozenset("signed sign-off signoff signed-off approved accepted sign".split())
_OPEN = frozenset(
    "not pending awaiting awaits waiting await draft outstanding missing unsigned until unless will must should needs"
    " need requires required".split()
)
_VALIDATION = frozenset("validation validated validate report uat qa acceptance sign-off signoff".split())
_ID = Pattern(r"\b[A-Z]{1,8}-?\d{1,6}\b|\]\(")


@rule("RUN114", "validation-signoff-missing", Severity.BLOCKER, on=Runbook, kinds=CUTOVER, basis="heuristic")
def validation_signoff_missing(runbook: Runbook, facts: Facts) -> Iterator[Report]:
    field = runbook.fields.get("validation_signoff")
    if field and field.state == "unfilled":
        return
    if field and _is_signed(field.text, referred=True):
        return
    if any(_is_signed(prose.text) for prose in runbook.prose):
        return
    if any(_is_signed(item.text) for chapter in chapters_beside_steps(runbook, "signoff") for item in chapter.items):
        return
    place = field.span if field and field.text else title_of(runbook)
    yield Problem(place, "no sign-off of the validation report is cited", "validation_signoff")


def _is_signed(text: str, referred: bool = False) -> bool:
    """Whether a text says that a report it refers to is signed off; `referred`: a label says that of the validation."""
    if not (_ID.search(text) or "`" in text or cites_evidence(text) or "report" in text.lower()):
        return False
    for sentence in sentences(plain(text)):
        if first(sentence, _SIGNED) is None or first(sentence, _OPEN) is not None:
            continue
        if referred or first(sentence, _VALIDATION) is not None or _is_sign_off(sentence, text):
            return True
    return False


def _is_sign_off(sentence: Sequence[Word], text: str) -> bool:
    """`VAL-77 is signed off`: the id of evidence beside the words."""
    return cites_evidence(text) and (
        first(sentence, {"signed-off", "sign-off"}) is not None or follows(sentence, {"signed"}, {"off"}, 1) is not None
    )


_TICKET = Pattern(
    r"\b(?:CHG|CHANGE|RFC|CRQ|CR|CAB|CM|CO|ITSM|OPS|SNOW|JIRA)[-_# ]?\d{2,10}\b"
    r"|(?i:\b(?:change|cutover|migration|release|deployment|go-live) (?:request|ticket|record|order|issue)\b"
    r"[^\n]{0,20}\d)"
)
_TRACKED = Pattern(
    r"(?i)[\s*_|]{0,6}(?:\w{1,20} ){0,2}(?:issue|ticket|packet|epic|work item|story|pull request|pr|mr)[*_]{0,3}"
    r"(?::|\s\|)[^\n]{0,80}?(?:#|[A-Z]-|/)\d"
)
"""A label in the head with the number of the work that the cutover is."""
_APPROVER = Pattern(
    r"(?i)\bapprov(?:als?|ed) (?:by|from|of)\b|\bapprovals? \(|\bapprover\b"
    r"|\bchange (?:advisory |control |management )?board\b"
)


@rule("RUN115", "change-approval-missing", Severity.MEDIUM, on=Runbook, kinds=CUTOVER, basis="heuristic")
def change_approval_missing(runbook: Runbook, facts: Facts) -> Iterator[Report]:
    field = runbook.fields.get("change_approval")
    if field and field.text and field.state != "none":
        return
    if any(not chapter.head.empty for chapter in chapters_beside_steps(runbook, "approval")):
        return
    if any(_TICKET.search(prose.text) or _names_approver(prose.text) for prose in runbook.prose):
        return
    start = next((section.span.start for section in runbook.sections if section.level > 1), 0)
    if any(_TRACKED.match(prose.text) for prose in runbook.prose if prose.span.start < start):
        return
    place = field.span if field and field.text else title_of(runbook)
    yield Problem(place, "no change ticket and no approver is named", "change_approval")


def _names_approver(text: str) -> bool:
    """Whether a text names who approves, and not of a report or a validation alone."""
    listed = set(words(text)) if _APPROVER.search(text) else set()
    return bool(listed) and ("change" in listed or not _OF_REPORT & listed)


_OF_REPORT = frozenset("report reports validation".split())
_SELF = frozenset("self-approved self-approve self-approval self-approves self-approving self-certified".split())
_AUTO = frozenset(
    "auto-proceed auto-proceeds auto-approve auto-approved auto-approves auto-advance auto-advances".split()
)
_AUTOMATIC = frozenset({"automatically", "auto"})
_ADVANCING = frozenset("proceed proceeds advance advances approve approved approves".split())
_WITHOUT = frozenset({"without", "no"})
_APPROVAL = frozenset("approval approvals approver sign-off".split())
_TURNED = frozenset("no not never cannot forbidden prohibited don't doesn't mustn't".split())


@rule("RUN116", "gate-self-advanced", Severity.MEDIUM, on=Prose, kinds=RUNBOOK, basis="heuristic")
def gate_self_advanced(prose: Prose, facts: Facts) -> Iterator[Report]:
    lowered = prose.text.lower()
    if not ("self" in lowered or "auto" in lowered):
        return
    for sentence in sentences(prose.text):
        found = _self_advance(sentence)
        if found and first(sentence, _TURNED, 0, found[0]) is None:
            span = span_of(sentence, *found, prose.span.start)
            said = fold(plain(prose.text[span.start - prose.span.start : span.end - prose.span.start]))
            yield Problem(span, f'"{said}" advances the gate without the approval of the change', "change_approval")


def _self_advance(sentence: Sequence[Word]) -> tuple[int, int] | None:
    """The first and last word of what advances a gate by itself."""
    for alone in (_SELF, _AUTO):
        index = first(sentence, alone)
        if index is not None:
            return index, index
    self_approved = follows(sentence, {"self"}, _ADVANCING, 1)
    if self_approved:
        return self_approved
    moved = follows(sentence, _AUTOMATIC, _ADVANCING, 2) or follows(sentence, _ADVANCING, _AUTOMATIC, 2)
    skipped = follows(sentence, _WITHOUT, _APPROVAL, 4)
    return (moved[0], max(moved[1], skipped[1])) if moved and skipped and moved[0] < skipped[1] else None


_CHANGING = frozenset(
    "patch patches edit edits fix fixes modify adjust correct rewrite tweak hotfix amend refactor change update".split()
)
_CODE = frozenset("mapping mappings transformation transformations transform etl".split())
_SCRIPT = frozenset("script scripts code job jobs query queries logic pipeline file files".split())
_MIGRATING = frozenset("migration migrate migrating load loader import conversion converter".split())
_OTHER_MAPPING = frozenset("port dns ip volume drive host keyboard network role user group".split())
_REACH = 7


@rule("RUN117", "migration-code-changed", Severity.HIGH, on=Step, kinds=RUNBOOK, basis="heuristic")
def migration_code_changed(step: Step, facts: Facts) -> Iterator[Report]:
    field = stated(step.fields, "action")
    for item in field.items if field else ():
        if item.code:
            continue
        for sentence in sentences(item.text):
            verb = first(sentence, _CHANGING, 0, 3)
            if verb is not None and _is_migration_code(sentence[verb + 1 : verb + 1 + _REACH], item.text):
                said = fold(plain(item.text))[:60]
                message = f'{called(step)} changes migration code during the cutover: "{said}"'
                yield Problem(item.span, message, "action")
                break


def _is_migration_code(after: Sequence[Word], text: str) -> bool:
    """Whether the words behind a verb of change name a mapping, a transformation or a migration script."""
    listed = [word.text for word in after]
    for index, word in enumerate(listed):
        if word in _CODE and not (index and listed[index - 1] in _OTHER_MAPPING):
            return True
        if word in _MIGRATING and _SCRIPT & set(listed[index + 1 : index + 3]):
            return True
    return bool(_SCRIPT & set(listed)) and any(word in _MIGRATING for word in words(text))


RULES = (
    data_sync_strategy_missing,
    validation_signoff_missing,
    change_approval_missing,
    gate_self_advanced,
    migration_code_changed,
)
