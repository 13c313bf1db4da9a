"""Fixes put into a document, to a fixed point, and believed only after the result was read again; no I/O."""

from bisect import bisect_right, insort
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from runbooklint.believing import Attempt, Merged, guilty_of, moved
from runbooklint.document import Document
from runbooklint.edits import applied, in_order
from runbooklint.finding import Repair
from runbooklint.named import NamedTuple
from runbooklint.reading import read
from runbooklint.result import Result
from runbooklint.rule import Edit, Severity
from runbooklint.settings import Settings
from runbooklint.source import Source, Span

Lint = Callable[[Source, Settings], Result]

_TRIES = 40
"""How often the fixes of one text are tried."""


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
    units: frozenset[tuple[str, int]]
    """The type of each step and entry, and where it begins."""
    closed: list[Span]
    """What no fix may touch: front matter and fences, with their whole lines."""


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
    """Reads and lints texts."""

    def __init__(self, settings: Settings, lint: Lint, path: str) -> None:
        self.settings = settings
        self.whole = settings._replace(codes=None, min_severity=Severity.LOW, steps=())
        self.lint = lint
        self.path = path

    def view(self, raw: str) -> _View:
        """Read and lint a text."""
        source = Source(raw, self.path)
        told = self.lint(source, self.settings)
        whole = told if self.whole == self.settings else self.lint(source, self.whole)
        reading = read(source, told.kind, self.path, self.settings.labels)
        records = reading.runbook or reading.log
        names = ("steps", "rollbacks", "mitigations", "verifications")
        units = frozenset((name, unit.span.start) for name in names for unit in getattr(records, name, ()))
        return _View(raw, source, told, whole, units, _closed(reading.document))


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
    """The text after as many fixes as hold together; None where none holds. It depends on the text alone, so that a
    text for which it is None stays as it is."""
    waiting, left = _attempts(view, unsafe), [_TRIES]
    while waiting:
        group, waiting = _compatible(waiting)
        better = _tried(view, group, work, left)
        if better:
            return better
    return None


def _attempts(view: _View, unsafe: bool) -> list[Attempt]:
    """The fixes that could be put in."""
    return [
        Attempt(finding, edits, finding.repair.safe)
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


def _compatible(attempts: Sequence[Attempt]) -> tuple[list[Attempt], list[Attempt]]:
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
    """Whether an edit overlaps one of those taken, or stands where one does; insertions may follow one another."""
    index = bisect_right(taken, edit)
    for other in (*taken[max(0, index - 1) : index], *taken[index : index + 1]):
        if edit.span == other.span and edit.span.start == edit.span.end:
            continue
        if edit.span.start == other.span.start or (
            edit.span.start < other.span.end and other.span.start < edit.span.end
        ):
            return True
    return False


def _tried(view: _View, group: list[Attempt], work: _Work, left: list[int]) -> _View | None:
    """The text after a group of fixes; where they do not hold together, after a part of them. `left` counts the tries
    that may be made."""
    rest = group
    while rest and left[0] > 0:
        left[0] -= 1
        merged = Merged(rest)
        raw = applied(view.raw, merged.edits)
        if raw is None:
            break
        better = work.view(raw)
        if not _decides(view, better, merged):
            break
        guilty = moved(view.units, better.units, merged)
        guilty |= guilty_of(view.whole, better.whole, merged) | guilty_of(view.told, better.told, merged)
        if not guilty:
            return better
        rest = [attempt for index, attempt in enumerate(rest) if index not in guilty]
    if len(group) == 1:
        return None
    half = len(group) // 2
    return _tried(view, group[:half], work, left) or _tried(view, group[half:], work, left)


def _decides(before: _View, after: _View, merged: Merged) -> bool:
    """Whether a document is still of its kind, and rules that could decide still can; a blank may keep them from it."""
    undecided = {item.code for item in after.whole.not_checked} - {item.code for item in before.whole.not_checked}
    return after.told.kind == before.told.kind and not (merged.safe and undecided)


def _gone(before: Result, after: Result) -> Iterable[Fixed]:
    """What is found no more, or less often."""
    names = {finding.code: finding.name for finding in before.findings}
    gone = Counter(finding.code for finding in before.findings) - Counter(finding.code for finding in after.findings)
    return (Fixed(code, names[code], gone[code]) for code in sorted(gone))
