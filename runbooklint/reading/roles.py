"""What steps and rollback entries are besides actions: checks, criteria, notes, history; it finds no steps."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise

from runbooklint.inline import plain, trimmed, words
from runbooklint.pattern import Pattern
from runbooklint.reading.items import item
from runbooklint.reading.labels import is_check, names_check
from runbooklint.reading.parts import Part
from runbooklint.reading.values import make_field
from runbooklint.records import FieldName, Role, RollbackEntry, Runbook, Step
from runbooklint.source import Source, Span
from runbooklint.vocabulary import VERBS, section_kind

_OVER = r"(?:superseded|obsolete|cancell?ed|withdrawn|abandoned|no longer (?:needed|required|valid|applies|applicable))"
_ENDS = r"[*_]{0,3}\s{0,2}(?=$|[)\]}–—:,;.|(\d*_-]|(?:by|in|on|as|since|see|with)\b)"
_WITHDRAWN = Pattern(
    rf"(?i)(?:^|[(\[{{–—:|*~⛔🚫❌]|\s-\s)[\s*_⛔🚫❌️]{{0,4}}(?:status:?\s|now\s|is\s){{0,2}}{_OVER}{_ENDS}"
)
_CALLED = Pattern(
    rf"(?i)[\W_]{{0,8}}(?:status[\W_]{{1,6}})?"
    rf"(?:this (?:section|phase|part|step) (?:is|was|has been) (?:now )?)?{_OVER}{_ENDS}"
)
_MARKS = frozenset("superseded obsolete canceled cancelled withdrawn abandoned longer".split())
_STOPS = frozenset("abort stop halt pause roll rollback revert".split())
_STOPPING = Pattern(
    r"(?i)[\W_]{0,6}(?P<said>(?:abort|stop|halt|pause|roll ?back|revert)(?: immediately| here| at once)?,?"
    r" (?:if|when|unless|on(?= (?:any|errors?|failures?)\b| [^.;\n]{0,60}?[<>≥≤%\d])))\s"
)
_DOING: frozenset[FieldName] = frozenset(
    {"rollback", "reversibility", "forward_fix", "preconditions", "expected_duration", "communication"}
)
"""The fields of what is done."""
_RERUN = frozenset("run re-run rerun re repeat execute smoke".split())
_TESTS = frozenset("test tests check checks smoke".split())
_MESSAGES = frozenset("communication communications comms notifications messaging".split())
_TESTING = _TESTS | {"verification", "validation"}
_NOTING = frozenset("log document record note alert notify announce inform communicate".split())
_KEEPING = frozenset("update write file create open complete fill".split())
_KEPT = frozenset("log changelog rollback-log incident ticket postmortem post-mortem report timeline".split())
_INTO = frozenset("in into on onto out off".split())


def add_roles(
    source: Source, root: Part, steps: Sequence[Step], entries: Sequence[RollbackEntry]
) -> tuple[tuple[Step, ...], tuple[RollbackEntry, ...]]:
    """The steps and entries with their roles; the criteria of gates given to the steps that they close, where no step
    but gates has criteria of its own."""
    gone = _Spans(part.span._replace(end=part.last) for part in root.walk() if _is_withdrawn(source, part))
    roles: list[Role] = ["withdrawn" if gone.hold(step.span) else _deciding(source, step) for step in steps]
    groups: dict[tuple[str, ...], list[int]] = {}
    for index, step in enumerate(steps):
        groups.setdefault(step.container, []).append(index)
    for container, listed in groups.items():
        _mark_checks(container, [steps[index] for index in listed], listed, roles)
    made = tuple(s if role == "action" else s._replace(role=role) for s, role in zip(steps, roles, strict=True))
    own = (step.fields["go_no_go"] for step in made if "go_no_go" in step.fields and step.role == "action")
    if not any(field.value != "implied" and not field.inherited for field in own):
        for listed in groups.values():
            _close([made[index] for index in listed])
    return made, _of_entries(source, entries, gone)


class _Spans:
    """Stretches of the document that may lie within each other."""

    def __init__(self, spans: Iterable[Span]) -> None:
        listed = sorted(spans)
        self.starts = [span.start for span in listed]
        self.ends = list(accumulate((span.end for span in listed), max))

    def hold(self, span: Span) -> bool:
        at = bisect_right(self.starts, span.start) - 1
        return at >= 0 and span.start < self.ends[at]


def _is_withdrawn(source: Source, part: Part) -> bool:
    """Whether a heading, or the first line under it, says that what follows holds no longer."""
    if part.level < 2:
        return False
    title = source.slice(part.span)
    if title[:2] == title[-2:] == "~~" or (_MARKS & set(words(title)) and _WITHDRAWN.search(title)):
        return True
    block = part.blocks[0] if part.blocks else None
    while block is not None and block.kind == "quote":
        block = block.children[0] if block.children else None
    lines = block.line_spans if block is not None and block.kind == "paragraph" else []
    said = source.slice(lines[0]) if lines else ""
    return bool(_MARKS & set(words(said[:100]))) and _CALLED.match(said) is not None


def _deciding(source: Source, step: Step) -> Role:
    """Tell a gate, and make a step that only says when to stop the criterion that it is: `Abort on 20 errors`."""
    field = step.fields.get("go_no_go")
    headed = field is not None and field.label is not None and step.span.start <= field.label.start < step.span.end
    if headed and "action" not in step.fields:
        return "gate"
    if _is_message(step.title):
        return "record"
    text = source.slice(step.span)
    found = _STOPPING.match(text) if _STOPS & set(words(text[:40])[:2]) else None
    if found is None or any(field.label and not field.inherited for field in step.fields.values()):
        return "action"
    start = step.span.start
    whole = item(source, trimmed(text, start))
    label = Span(start + found.start("said"), start + found.end("said"))
    field = make_field(source, "go_no_go", [whole], label)._replace(value="branch")
    step.fields["go_no_go"] = field
    step.fields.setdefault("postcondition", field._replace(value="implied"))
    step.fields.pop("action", None)
    return "criterion"


def _is_message(title: str) -> bool:
    """Whether a title names messages, as a section does, and tells nothing to do: `4. Communication`."""
    listed = words(title.partition(":")[0])[:4]
    return len(listed) < 4 and bool(_MESSAGES & set(listed[-1:])) and not VERBS & set(listed[:1])


def _mark_checks(container: tuple[str, ...], steps: Sequence[Step], at: Sequence[int], roles: list[Role]) -> None:
    """Steps of a section of checks that claim or look at something, and say nothing of what is done, are checks."""
    if not container or section_kind(container[-1]) != "verification":
        return
    own = {name for step in steps for name, field in step.fields.items() if not field.inherited}
    if own & _DOING or any(step.rollback_entry is not None for step in steps):
        return
    for index, step in zip(at, steps, strict=True):
        if roles[index] == "action" and (is_check(step.title) or names_check(step.title)):
            roles[index] = "check"


def _close(group: Sequence[Step]) -> None:
    """Give the criteria of a gate to the steps before it in its phase, and the first criterion to stop to all of it."""
    after = 0
    stopping = next((step for step in group if step.role == "criterion"), None)
    for at, step in enumerate(group):
        if step.role == "gate":
            for closed in group[after:at]:
                _give(step, closed)
            after = at + 1
        elif stopping is not None:
            _give(stopping, step)


def _give(step: Step, other: Step) -> None:
    other.fields.setdefault("go_no_go", step.fields["go_no_go"]._replace(inherited=True, value="branch"))


def _of_entries(source: Source, entries: Sequence[RollbackEntry], gone: _Spans) -> tuple[RollbackEntry, ...]:
    """The entries with their roles; a check closes the entry before it."""
    acting = {entry.container for entry in entries if _role(entry) == "action"}
    made = []
    for entry in entries:
        role: Role = _role(entry) if entry.container in acting else "action"
        role = "withdrawn" if gone.hold(entry.span) else role
        made.append(entry if role == "action" else entry._replace(role=role))
    for entry, check in pairwise(made):
        if check.role == "check" and entry.role == "action" and entry.container == check.container:
            field = make_field(source, "postcondition", [item(source, check.span)])
            entry.fields.setdefault("postcondition", field._replace(inherited=True))
    return tuple(made)


def _role(entry: RollbackEntry) -> Role:
    if entry.keyed or any(field.label is not None and not field.inherited for field in entry.fields.values()):
        return "action"
    listed = words(plain(entry.title))[:8]
    named = names_check(entry.title) and _TESTING & set(listed[-1:])
    if is_check(entry.title) or named or (_RERUN & set(listed[:1]) and _TESTS & set(listed[1:5])):
        return "check"
    noted = _NOTING & set(listed[:1]) and not _INTO & set(listed[1:2])
    kept = _KEEPING & set(listed[:1]) and _KEPT & {word.rpartition("/")[2] for word in listed[1:]}
    return "record" if noted or kept else "action"


def living(runbook: Runbook) -> Runbook:
    """The runbook without the steps and entries that it calls superseded, which no rule looks at."""
    kept = [index for index, step in enumerate(runbook.steps) if step.role != "withdrawn"]
    if len(kept) == len(runbook.steps) and all(entry.role != "withdrawn" for entry in runbook.rollbacks):
        return runbook
    at = {old: new for new, old in enumerate(kept)}
    stays = [i for i, entry in enumerate(runbook.rollbacks) if entry.role != "withdrawn" and entry.step in {None, *at}]
    moved = {old: new for new, old in enumerate(stays)}
    entries = [runbook.rollbacks[index] for index in stays]
    return runbook._replace(
        steps=tuple(_linked(runbook.steps[index], moved) for index in kept),
        rollbacks=tuple(entry._replace(step=None if entry.step is None else at[entry.step]) for entry in entries),
        marks=tuple(
            mark._replace(step=None if mark.step is None else at[mark.step])
            for mark in runbook.marks
            if mark.step is None or mark.step in at
        ),
    )


def _linked(step: Step, moved: dict[int, int]) -> Step:
    return step._replace(rollback_entry=None if step.rollback_entry is None else moved.get(step.rollback_entry))
