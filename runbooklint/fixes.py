"""Fixes put into a document, to a fixed point, and believed only after the result was read again; no I/O."""

from bisect import bisect_right, insort
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from runbooklint.document import Document
from runbooklint.edits import Shift, applied, in_order
from runbooklint.finding import Finding, Repair
from runbooklint.reading import read
from runbooklint.result import Result
from runbooklint.rule import Edit, Severity
from runbooklint.settings import Settings
from runbooklint.source import Source, Span

Lint = Callable[[Source, Settings], Result]

_TO_FILL_IN = "DOC102"
"""What a skeleton brings with it, and that alone."""
_WORK, _LEAST, _MOST = 10_000_000, 8, 300
"""The characters that may be read again in all, and how often at the least and at the most."""


class Fixed(NamedTuple):
    """How many findings of a rule are gone."""

    code: str
    name: str
    times: int


class Mended(NamedTuple):
    """What became of a document."""

    before: str
    """The text that it had."""
    text: str
    """All of the file, byte order mark and line ends included; as it was where nothing was fixed."""
    result: Result
    """What is found in it now."""
    fixed: tuple[Fixed, ...] = ()
    """By the code of the rule."""
    refused: int = 0
    """How many fixes were left out, because the result of each was not believed."""


class _View(NamedTuple):
    """A text with all that has to be true of it after a fix."""

    raw: str
    source: Source
    told: Result
    """What the run asks for."""
    whole: Result
    """What all rules say, however mild."""
    units: tuple[int, ...]
    """How many steps and entries of each type there are."""
    closed: list[Span]
    """What no fix may touch: front matter and fences, with their whole lines."""


class _Attempt(NamedTuple):
    finding: Finding
    edits: tuple[Edit, ...]
    safe: bool


def mend(raw: str, path: str, settings: Settings, lint: Lint, unsafe: bool) -> Mended:
    """Put the safe fixes into a text, the unsafe ones too where asked for.

    A fix is kept only where the document is still of its kind, its finding is gone, and no rule, asked for or not,
    finds anything new besides the blanks of a skeleton. Fixes are tried until none is left that holds, so that
    mending the result changes nothing.
    """
    work = _Work(settings, lint, path)
    first = view = work.view(raw)
    while better := _advanced(view, unsafe, work):
        view = better
    return Mended(raw, view.raw, view.told, tuple(_gone(first.told, view.told)), len(_attempts(view, unsafe)))


def diff(old: str, new: str, path: str) -> str:
    """The change of a file as a unified diff, line ends as they are; empty where nothing changes."""
    from difflib import unified_diff

    lines = unified_diff(_lines(old), _lines(new), path, path)
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def _lines(text: str) -> list[str]:
    return [f"{line}\n" for line in text.split("\n")[:-1]] + [line for line in text.split("\n")[-1:] if line]


class _Work:
    """Reads texts again, up to a limit."""

    def __init__(self, settings: Settings, lint: Lint, path: str) -> None:
        self.settings = settings
        self.whole = settings._replace(codes=None, min_severity=Severity.LOW, steps=())
        self.lint = lint
        self.path = path
        self.left: int | None = None

    def view(self, raw: str) -> _View:
        """Read and lint a text."""
        source = Source(raw, self.path)
        told = self.lint(source, self.settings)
        whole = told if self.whole == self.settings else self.lint(source, self.whole)
        reading = read(source, told.kind, self.path, self.settings.labels)
        records = reading.runbook or reading.log
        names = ("steps", "rollbacks", "mitigations", "verifications")
        units = tuple(len(getattr(records, name, ())) for name in names)
        return _View(raw, source, told, whole, units, _closed(reading.document))

    def spent(self, view: _View) -> bool:
        """Whether no further attempt may be made; counts one."""
        if self.left is None:
            self.left = min(_MOST, max(_LEAST, _WORK // (len(view.raw) + 1)))
        self.left -= 1
        return self.left < 0


def _closed(document: Document) -> list[Span]:
    source = document.source
    found = [Span(0, source.starts[source.body] - 1)] if source.body else []
    waiting = [document.root]
    while waiting:
        node = waiting.pop()
        waiting.extend(node.children)
        if node.kind == "fence":
            found.append(Span(source.starts[node.first], source.line_span(node.last - 1).end))
    return sorted(found)


def _advanced(view: _View, unsafe: bool, work: _Work) -> _View | None:
    """The text after as many fixes as hold together; None where none holds."""
    waiting = _attempts(view, unsafe)
    while waiting:
        group, waiting = _compatible(waiting)
        better = _tried(view, group, work)
        if better:
            return better
    return None


def _attempts(view: _View, unsafe: bool) -> list[_Attempt]:
    """The fixes that could be put in."""
    return [
        _Attempt(finding, edits, finding.repair.safe)
        for finding in view.told.findings
        if finding.repair and (finding.repair.safe or unsafe) and (edits := _edits(finding.repair, view))
    ]


def _edits(repair: Repair, view: _View) -> tuple[Edit, ...]:
    """The edits of a repair in order; none where they overlap, change nothing, or touch what they must not."""
    found = in_order(Edit(edit.span, edit.content) for edit in repair.edits) or []
    if any(_touches(edit, view.closed) for edit in found):
        return ()
    return tuple(edit for edit in found if view.source.slice(edit.span) != edit.content)


def _touches(edit: Edit, closed: list[Span]) -> bool:
    """Whether an edit reaches into one of some spans that stand in order, or begins on the last line of one."""
    start, end = edit.span
    index = bisect_right(closed, start, key=lambda one: one.start)
    if index < len(closed) and end > closed[index].start:
        return True
    above = closed[index - 1].end if index else -1
    return start < above or (start == above and not edit.content.startswith("\n"))


def _compatible(attempts: Sequence[_Attempt]) -> tuple[list[_Attempt], list[_Attempt]]:
    """The attempts that can be made at once, those first in the text preferred, and the others."""
    taken: list[Edit] = []
    chosen, others = [], []
    for attempt in attempts:
        new = [edit for edit in attempt.edits if not _held(edit, taken)]
        if any(_clashes(edit, taken) for edit in new):
            others.append(attempt)
            continue
        for edit in new:
            insort(taken, edit)
        chosen.append(attempt)
    return chosen, others


def _held(edit: Edit, taken: list[Edit]) -> bool:
    index = bisect_right(taken, edit)
    return index > 0 and taken[index - 1] == edit


def _clashes(edit: Edit, taken: list[Edit]) -> bool:
    """Whether an edit overlaps one of those taken, or begins where one does."""
    index = bisect_right(taken, edit)
    before, after = taken[max(0, index - 1) : index], taken[index : index + 1]
    return any(one.span.end > edit.span.start or one.span.start == edit.span.start for one in before) or any(
        one.span.start < edit.span.end or one.span.start == edit.span.start for one in after
    )


def _tried(view: _View, group: list[_Attempt], work: _Work) -> _View | None:
    """The text after a group of fixes; where they do not hold together, after a part of them."""
    if work.spent(view):
        return None
    edits = in_order(edit for attempt in group for edit in attempt.edits)
    raw = applied(view.raw, edits) if edits else None
    if edits and raw is not None:
        better = work.view(raw)
        if _holds(view, better, group, edits):
            return better
    if len(group) == 1:
        return None
    half = len(group) // 2
    return _tried(view, group[:half], work) or _tried(view, group[half:], work)


def _holds(before: _View, after: _View, group: list[_Attempt], edits: list[Edit]) -> bool:
    """Whether the document is still what it was, the findings are gone, and nothing new appears."""
    safe = all(attempt.safe for attempt in group)
    fewer = any(new < old for new, old in zip(after.units, before.units, strict=True))
    if after.told.kind != before.told.kind or fewer or (safe and after.units != before.units):
        return False
    shift = Shift(edits)
    blanks = [] if safe else shift.inserted()
    if any(_found(attempt.finding, after.told.findings, shift) for attempt in group):
        return False
    for old, new in ((before.told, after.told), (before.whole, after.whole)):
        if safe and {item.code for item in new.not_checked} - {item.code for item in old.not_checked}:
            return False
        hidden = [one.finding for one in new.hidden]
        known = [*old.findings, *(one.finding for one in old.hidden)]
        if _appears(new.findings, old.findings, shift, blanks) or _appears(hidden, known, shift, blanks):
            return False
    return True


def _appears(new: Iterable[Finding], old: Iterable[Finding], shift: Shift, blanks: list[Span]) -> bool:
    """Whether there is something new among findings, besides blanks to fill in. The words that a finding is about may
    have grown, so that only where it begins tells whether it is the same."""
    known = {place for finding in old for place in _places(finding, shift)}
    strange = [finding for finding in new if not _is_blank(finding, blanks)]
    more = Counter(finding.code for finding in strange) - Counter(finding.code for finding in old)
    return bool(more) or any((finding.code, finding.span.start) not in known for finding in strange)


def _found(finding: Finding, new: Iterable[Finding], shift: Shift) -> bool:
    """Whether a finding is still there."""
    places = _places(finding, shift)
    return any((other.code, other.span.start) in places for other in new)


def _places(finding: Finding, shift: Shift) -> set[tuple[str, int]]:
    return {(finding.code, start) for start in shift.places(finding.span.start)}


def _is_blank(finding: Finding, blanks: list[Span]) -> bool:
    index = bisect_right(blanks, finding.span.start, key=lambda span: span.start)
    return finding.code == _TO_FILL_IN and index > 0 and finding.span.end <= blanks[index - 1].end


def _gone(before: Result, after: Result) -> Iterable[Fixed]:
    """What is found no more, or less often."""
    names = {finding.code: finding.name for finding in before.findings}
    gone = Counter(finding.code for finding in before.findings) - Counter(finding.code for finding in after.findings)
    return (Fixed(code, names[code], gone[code]) for code in sorted(gone))
