"""The fix that gives a rollback entry the id of its step with the suffix, wherever the document names it."""

from collections import Counter
from functools import cached_property

from runbooklint.anchors import slug
from runbooklint.inline import code_spans, links
from runbooklint.pattern import Pattern
from runbooklint.records import Prose, RollbackEntry, Runbook, Step
from runbooklint.rule import Edit, Fix
from runbooklint.source import Span
from runbooklint.vocabulary import key

_NAME = Pattern(r"[A-Za-z0-9]+(?:[-_.][A-Za-z0-9]+)*")
_WORD_BEFORE = Pattern(r"(?i)(?:rollback|roll back|step)[ \t]{1,3}\Z")
_LONGEST_WORD = 12


class Naming:
    """Where a runbook names its rollback entries."""

    def __init__(self, runbook: Runbook) -> None:
        self.runbook = runbook
        self.count = Counter(entry.id for entry in runbook.rollbacks)
        self.steps = {key(step.id) for step in runbook.steps}

    @cached_property
    def headings(self) -> dict[int, Prose]:
        """The pieces of text that hold a heading, by the offset of each place in them where an id may stand."""
        starts = {span.start for entry in self.runbook.rollbacks for span in entry.id_spans}
        found: dict[int, Prose] = {}
        for piece in self.runbook.prose:
            if piece.where == "heading":
                found.update((at, piece) for at in range(piece.span.start, piece.span.end) if at in starts)
        return found

    @cached_property
    def mentions(self) -> dict[str, list[Span]]:
        """Where the ids of entries stand as words of their own; in code only where nothing else stands there."""
        found: dict[str, list[Span]] = {}
        for piece in self.runbook.prose:
            codes = code_spans(piece.text)
            targets = [link.target_span for link in links(piece.text)]
            for match in _NAME.finditer(piece.text):
                start, end = match.span()
                code = next((span for span in codes if span.start < start < span.end), None)
                alone = code is None or piece.text[code.start : code.end].strip("` ") == match.group()
                if match.group() in self.count and alone and not any(t.start <= start < t.end for t in targets):
                    at = piece.span.start
                    found.setdefault(match.group(), []).append(Span(at + start, at + end))
        return found

    @cached_property
    def fragments(self) -> dict[str, list[Span]]:
        """Where the document links to its own anchors, the sign `#` left out."""
        found: dict[str, list[Span]] = {}
        for piece in self.runbook.prose:
            for link in links(piece.text):
                if link.target.startswith("#"):
                    end = piece.span.start + link.target_span.end
                    found.setdefault(link.target[1:], []).append(Span(end - len(link.target) + 1, end))
        return found

    def renamed(self, entry: RollbackEntry, step: Step) -> Fix | None:
        """The fix; None where the id is written nowhere or is that of several entries."""
        if not entry.id_spans or self.count[entry.id] > 1:
            return None
        new = f"{step.id}-rollback"
        edits = dict.fromkeys(Edit(self._widened(span), new) for span in entry.id_spans)
        own = {span.start for span in entry.id_spans}
        if key(entry.id) not in self.steps:
            edits |= {Edit(span, new): None for span in self.mentions.get(entry.id, ()) if span.start not in own}
        heading = self.headings.get(entry.id_spans[0].start)
        if heading is not None:
            changed = self._widened(entry.id_spans[0])
            start, end = (place - heading.span.start for place in changed)
            anchor = slug(heading.text[:start] + new + heading.text[end:])
            edits |= {Edit(span, anchor): None for span in self.fragments.get(slug(heading.text), ())}
        return Fix(f"call it {new}", tuple(edits), safe=True)

    def _widened(self, span: Span) -> Span:
        """The span of an id with the word `Rollback` or `Step` before it in a heading, which the suffix replaces."""
        heading = self.headings.get(span.start)
        if heading is None:
            return span
        at = span.start - heading.span.start
        word = _WORD_BEFORE.search(heading.text[max(0, at - _LONGEST_WORD) : at])
        return Span(span.start - len(word.group()), span.end) if word else span
