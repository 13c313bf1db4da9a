"""Comments that hide findings: which part of a document each one covers, and what it hid."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping

from runbooklint.addressing import Directory, units_of
from runbooklint.comments import Comment, comments
from runbooklint.directives import Directive, directive
from runbooklint.document import Document, Node
from runbooklint.named import NamedTuple
from runbooklint.nearest import nearest
from runbooklint.records import Runbook
from runbooklint.records_log import MitigationLog
from runbooklint.records_suppression import Effect, Silenced, Suppression
from runbooklint.source import Span
from runbooklint.stamping import Stamped

_ADVISED = 20


class Terms(NamedTuple):
    """What decides, besides the comments, which of them hold."""

    codes: Mapping[str, str]
    """The codes of all rules, by code and by name in lower case."""
    judged: frozenset[str]
    """The rules that were run and could decide: a comment that hides none of their findings is idle."""
    today: str = ""
    """The day of the run, as `2026-12-31`; where it is not told, no comment has ended."""
    reason_required: bool = False
    """Whether a comment without a reason hides nothing."""


class Sorted(NamedTuple):
    """What comments hide of the findings of a document, and what came of each comment."""

    shown: list[Stamped]
    hidden: list[tuple[Stamped, str]]
    """Each with the reason that the comment gives."""
    suppressions: list[Suppression]


class _Cover(NamedTuple):
    """A comment with what it covers: a stretch of the text, or units by their identity."""

    comment: Span
    asked: Directive
    region: Span
    units: frozenset[int] | None
    obstacle: str
    """Why it hides nothing whatever it covers; empty where it may."""
    ended: bool
    where: str
    """The same in words, behind `finds nothing`."""

    def refused(self, terms: Terms) -> bool:
        """Whether it hides nothing for want of a reason."""
        return terms.reason_required and not self.asked.reason


class _Layout:
    """Which block follows which, and where the units of a document begin."""

    def __init__(self, document: Document, records: Runbook | MitigationLog) -> None:
        self.source = document.source
        self.directory = Directory(records)
        nodes: list[Node] = []
        waiting = [document.root]
        self.rows: dict[int, Node] = {}
        while waiting:
            node = waiting.pop()
            nodes.append(node)
            waiting.extend(reversed(node.children))
            if node.kind == "row":
                self.rows.update((id(cell), node) for cell in node.children)
        self.following: dict[int, Node] = {}
        """By the identity of a block, the next one that is more than a comment."""
        for node, behind in zip(reversed(nodes[:-1]), reversed(nodes[1:]), strict=True):
            passed = behind.kind == "html" and self.source.slice(behind.span).lstrip("-*+ >").startswith("!--", 1)
            found = self.following.get(id(behind)) if passed else behind
            if found is not None:
                self.following[id(node)] = found
        self.headings = [node.first for node in nodes if node.kind == "heading"]
        self.written = [index for index, line in enumerate(self.source.lines) if line.strip()]
        self.ends: dict[int, int] = {}
        """By the 0-based line on which units begin, the offset at which the longest of them ends."""
        for unit in units_of(records):
            line = self.source.line(unit.span.start) - 1
            self.ends[line] = max(self.ends.get(line, 0), unit.block.end)

    def block(self, comment: Comment) -> Span:
        """The block that follows a comment, or the one in whose words it stands. A heading stands for its text up to
        the next heading, the head of a step for the step."""
        node = self.following.get(id(comment.node)) if comment.node.kind == "html" else comment.node
        if node is None:
            return Span(0, 0)
        node = self.rows.get(id(node), node)
        last = node.last
        if node.kind == "heading":
            index = bisect_right(self.headings, node.first)
            last = self.headings[index] if index < len(self.headings) else len(self.source.lines)
        return Span(self.source.starts[node.first], 1 + max(self._end(last), self.ends.get(node.first, 0)))

    def line(self, comment: Comment) -> Span:
        """The first line with words behind a comment."""
        index = bisect_left(self.written, self.source.line(comment.span.end))
        if index == len(self.written):
            return Span(0, 0)
        return Span(self.source.starts[self.written[index]], 1 + self._end(self.written[index] + 1))

    def removal(self, comment: Span) -> Span:
        """What is cut out with a comment: its lines, where nothing else stands on them."""
        first, last = self.source.line(comment.start), self.source.line(comment.end)
        start, end = self.source.starts[first - 1], self._end(last)
        if self.source.text[start : comment.start].strip() or self.source.text[comment.end : end].strip():
            return comment
        return Span(start, min(end + 1, len(self.source.text)))

    def _end(self, line: int) -> int:
        """The offset at which the line before a 0-based one ends."""
        return self.source.starts[line - 1] + len(self.source.lines[line - 1])


def sort(document: Document, records: Runbook | MitigationLog, seen: Iterable[Stamped], terms: Terms) -> Sorted:
    """Tell apart what is shown and what comments hide. `seen` is in the order of the text and stays in it."""
    layout = _Layout(document, records)
    covers = [cover for comment in comments(document) if (cover := _cover(comment, layout, terms))]
    finders: dict[str, _Finder] = {}
    for cover in covers:
        for code in {terms.codes.get(rule.name.casefold(), "") for rule in cover.asked.rules}:
            if not cover.obstacle and not cover.refused(terms):
                finders.setdefault(code, _Finder()).add(cover)
    used: set[tuple[Span, str]] = set()
    shown: list[Stamped] = []
    hidden: list[tuple[Stamped, str]] = []
    for item in seen:
        code = item.finding.code
        by = finders[code].find(item) if code in finders else None
        if by is None:
            shown.append(item)
        else:
            used.add((by.comment, code))
            hidden.append((item, by.asked.reason))
    outcomes = [_outcome(cover, layout, used, terms) for cover in covers]
    return Sorted(shown, hidden, _advised(outcomes, terms.codes))


class _Finder:
    """The comments on one rule, asked for the findings of a document in the order of the text."""

    def __init__(self) -> None:
        self.regions: list[_Cover] = []
        self.units: dict[int, _Cover] = {}
        self.added: set[int] = set()
        self.open: list[_Cover] | None = None

    def add(self, cover: _Cover) -> None:
        if cover.units is None:
            self.regions.append(cover)
        elif id(cover.units) not in self.added:
            self.added.add(id(cover.units))
            for unit in cover.units:
                self.units.setdefault(unit, cover)

    def find(self, item: Stamped) -> _Cover | None:
        """The comment that covers a finding, the closest one where there are several."""
        if self.open is None:
            self.regions.sort(key=lambda cover: (cover.region.start, -cover.region.end), reverse=True)
            self.open = []
        at = item.finding.span.start
        while self.regions and self.regions[-1].region.start <= at:
            self.open.append(self.regions.pop())
        while self.open and self.open[-1].region.end <= at:
            self.open.pop()
        near = self.open[-1] if self.open else None
        if near is None or near.asked.scope == "file":
            return self.units.get(id(item.unit), near)
        return near


def _cover(comment: Comment, layout: _Layout, terms: Terms) -> _Cover | None:
    """What a comment covers; None where it is not meant to hide anything."""
    asked = directive(layout.source.slice(comment.span))
    if asked is None:
        return None
    region, units, obstacle = Span(0, 0), None, asked.fault
    if asked.step:
        units, obstacle = _addressed(layout.directory, asked.step)
    elif asked.scope == "file":
        region = Span(0, len(layout.source.text) + 1)
    elif not obstacle:
        region = layout.block(comment) if asked.scope == "block" else layout.line(comment)
    ended = not obstacle and bool(terms.today and asked.until) and asked.until < terms.today
    obstacle = f"it ended on {asked.until}" if ended else obstacle
    return _Cover(comment.span, asked, region, units, obstacle, ended, _where(comment, asked))


def _where(comment: Comment, asked: Directive) -> str:
    if asked.step:
        return f"at step {asked.step}"
    if asked.scope == "block":
        return "in the block below it" if comment.node.kind == "html" else "in the block around it"
    return "in this document" if asked.scope == "file" else "on the line below it"


def _addressed(directory: Directory, step: str) -> tuple[frozenset[int], str]:
    """The identities of the units that `step=` means, or why it means none."""
    units, containers = directory.find(step)
    if not units:
        return units, f"there is no step {step}"
    if len(containers) > 1:
        phase = next((one for one, other in zip(containers[0], containers[1], strict=False) if one != other), "…")
        return frozenset(), f'step {step} is in several phases: write step="{phase}/{step}"'
    return units, ""


def _outcome(cover: _Cover, layout: _Layout, used: set[tuple[Span, str]], terms: Terms) -> Suppression:
    start = cover.comment.start
    rules = []
    for name, span in cover.asked.rules:
        code = terms.codes.get(name.casefold())
        effect: Effect = "unjudged"
        if code is None:
            effect = "unknown"
        elif (cover.comment, code) in used:
            effect = "used"
        elif code in terms.judged:
            effect = "refused" if cover.refused(terms) else "idle"
        rules.append(Silenced(name, Span(start + span.start, start + span.end), effect))
    removal = layout.removal(cover.comment)
    told = cover.asked.reason, cover.obstacle, cover.ended, cover.where
    return Suppression(cover.comment, removal, tuple(rules), *told)


def _advised(suppressions: list[Suppression], codes: Mapping[str, str]) -> list[Suppression]:
    """The same, with the nearest known name beside each unknown one; beside the first few, for the search is slow."""
    left = _ADVISED
    known = [code if name == code.casefold() else name for name, code in codes.items()]
    for number, suppression in enumerate(suppressions):
        for index, named in enumerate(suppression.rules):
            if named.effect == "unknown" and left:
                left -= 1
                told = named._replace(nearest=nearest(named.name, known) or "")
                rules = (*suppression.rules[:index], told, *suppression.rules[index + 1 :])
                suppression = suppressions[number] = suppression._replace(rules=rules)
    return suppressions
