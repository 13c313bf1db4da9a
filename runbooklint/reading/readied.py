"""What must hold before steps, told by no label of theirs: clauses, checklists, gates; it finds no steps."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise, zip_longest

from runbooklint.inline import trimmed, words
from runbooklint.pattern import Pattern
from runbooklint.reading.items import item, items_of
from runbooklint.reading.labels import names_check
from runbooklint.reading.parts import Part
from runbooklint.reading.unsaid import unsaid
from runbooklint.reading.values import make_field
from runbooklint.records import Field, Item, Step
from runbooklint.source import Source, Span
from runbooklint.vocabulary import section_kind

_GOOD = r"(?:stable|healthy|green|pass|passes|passed|succeeds?|succeeded|successful|clean|acceptable|complete[ds]?)\b"
_BAD = r"(?:not|fail\w{0,5}|broken?|wrong|missing|still)\b"
_CONDITION = Pattern(
    r"(?i)(?P<word>\bonly\s{1,12}(?:after|once|when|if|with)\b"
    r"|\b(?:do not|don't|never)\s[^.;]{1,60}?\b(?:until|before|unless)\b"
    r"|\brequires? (?:explicit |written |prior )?(?:approval|sign-off)\b"
    r"|(?:^|(?<=[.;] ))[\W_]{0,4}(?:once|after|when|as soon as)\s[^.,;\n]{3,160},\s"
    rf"|(?:^|(?<=[.;] ))[\W_]{{0,4}}if\s(?![^.,;\n]{{0,80}}\b{_BAD})(?:[^.,;\n]{{0,80}}\s)?{_GOOD}"
    r"[^.,;\n]{0,40},\s).*"
)
_BEHIND = Pattern(
    r"(?i)(?:^|(?<=[.;] ))(?![\W_]{0,4}if\b)[^.;\n]{2,100}\b(?P<said>(?:once|after)\s"
    rf"(?![^.,;\n]{{0,60}}\b{_BAD})[^.,;\n]{{2,60}}\b{_GOOD})"
)
"""A condition behind the action that it is for: `Enable it for all once the numbers are stable`."""
_BRACKETED = Pattern(r"(?i)\((?:only )?(?:after|once|when) [^()]{3,80}\)")
_AHEAD = Pattern(r"(?i)\(pre-? ?(?:cutover|flight|flip|switch|switchover|migration|deployment|go-live|launch|check)\)")
_BEHIND_STEPS = 2
"""The deepest level of a heading behind the first step that may lead to the prerequisites of the whole."""
_READY = frozenset("check checks checklist validation preconditions prerequisites readiness preflight flight".split())
_BACKWARDS = frozenset("rollback backout fallback failback revert reverse".split())
_APPROVAL = frozenset("approval approvals signoff".split())
_OBTAIN = frozenset("obtain get log record request await secure collect confirm required".split())
_READ = 200
_FEW = 3
"""A list in which less than one step in so many states preconditions has no place for them."""
_LEADING = 2  # the head, its words, the first of the action


def add_preconditions(source: Source, root: Part, steps: Sequence[Step]) -> None:
    """Add to the steps what must hold before them, where no step of their phase or list states its preconditions."""
    told = unsaid(steps, "preconditions", lambda step: not _readies(step.title[:_READ]), _FEW)
    lacking = {id(step) for step in told}
    if not lacking:
        return
    for step in steps:
        if id(step) in lacking:
            _from_clause(source, step)
    _readying(source, steps, lacking)
    parts = [part for part in root.walk() if part.level > 1]
    _checklists(source, parts, steps, lacking)
    _from_headings(source, parts, steps, lacking)


def instructions(source: Source, step: Step) -> Iterator[Item]:
    """The head and the action of a step, code left out."""
    yield Item(source.slice(step.span), step.span)
    action = step.fields.get("action")
    for piece in action.items if action else ():
        if not piece.code:
            yield piece


def _from_clause(source: Source, step: Step) -> None:
    for index, piece in enumerate(instructions(source, step)):
        found, name = _CONDITION.search(piece.text), "word"
        if found is None and index <= _LEADING:
            found, name = _BEHIND.search(piece.text), "said"
        if found:
            start = found.start(name)
            said = trimmed(piece.text[start : found.end()], piece.span.start + start)
            step.fields["preconditions"] = make_field(source, "preconditions", [item(source, said)])
            return


def _readying(source: Source, steps: Sequence[Step], lacking: set[int]) -> None:
    """A step that is itself a list of preconditions states them, and the next one of its phase rests on them, as it
    does on a check with a decision and on an approval."""
    for step, following in zip_longest(steps, steps[1:]):
        readies = _readies(step.title[:_READ])
        if readies and id(step) in lacking:
            step.fields.setdefault("preconditions", _inherited(source, step.span))
        if following is None or following.container != step.container or id(following) not in lacking:
            continue
        if readies or _decides(step):
            following.fields.setdefault("preconditions", _inherited(source, step.span))


def _readies(title: str) -> bool:
    """Whether a title names a check of what must hold: `Pre-flight checks`, `Health check (pre-cutover)`."""
    listed = words(title.partition("(")[0])
    first = "".join(listed[:2])
    if first.startswith(("preflight", "recheck")) or _AHEAD.search(title):
        return True
    return section_kind(title) == "checklist" and bool(_READY & set(listed[-1:]))


def _decides(step: Step) -> bool:
    """Whether a step is a check that ends in a decision, or obtains an approval."""
    listed = words(step.title[:_READ])
    approval = _APPROVAL & set(listed) or ("sign", "off") in pairwise(listed)
    if approval and _OBTAIN & set(listed):
        return True
    gate = step.fields.get("go_no_go")
    own = gate is not None and gate.label is not None and not gate.inherited and gate.value != "back"
    return own and names_check(step.title[:_READ])


def _checklists(source: Source, parts: Sequence[Part], steps: Sequence[Step], lacking: set[int]) -> None:
    """What must hold before the whole procedure must hold before its first step, wherever a document keeps it; what
    stands within the procedure must hold before the step behind it."""
    starts = [step.span.start for step in steps]
    blocks = [step.block for step in steps]
    for part in parts:
        if part.kind != "checklist" or not _tells(source, part):
            continue
        before = bisect_left(starts, part.span.start)
        if before and part.span.start < blocks[before - 1].end:
            continue  # it stands within a step
        back = any(_BACKWARDS & set(words(one.title)) for one in (part, *part.ancestors()))
        of_all = not before or (part.real and part.level <= _BEHIND_STEPS and not back)
        behind = bisect_left(starts, part.last)
        for index in {*([0] if of_all else []), *([behind] if behind < len(steps) and not back else [])}:
            if id(steps[index]) in lacking:
                steps[index].fields.setdefault("preconditions", _inherited(source, part.span))


def _tells(source: Source, part: Part) -> bool:
    """Whether anything stands under a heading besides other headings."""
    return any(
        block.kind in {"fence", "table"} or any(items_of(source, block)) for p in part.walk() for block in p.blocks
    )


def _from_headings(source: Source, parts: Sequence[Part], steps: Sequence[Step], lacking: set[int]) -> None:
    """What a heading says in brackets must hold for the steps below it: `Cleanup (after two days without alarms)`."""
    starts = [step.span.start for step in steps]
    for part in parts:
        if part.real and _BRACKETED.search(part.title):
            field = _inherited(source, part.span)
            for step in steps[bisect_left(starts, part.span.end) : bisect_left(starts, part.last)]:
                if id(step) in lacking:
                    step.fields.setdefault("preconditions", field)


def _inherited(source: Source, span: Span) -> Field:
    return make_field(source, "preconditions", [item(source, span)])._replace(inherited=True)
