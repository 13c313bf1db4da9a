"""Rule on the ids of steps that dependencies and sentences name: each is carried by a step, and by one only."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from runbooklint.chains import candidates
from runbooklint.facts import Facts
from runbooklint.inline import links, without_code
from runbooklint.pattern import Pattern
from runbooklint.records import FieldName, Prose, Reference, Runbook, Step
from runbooklint.rule import RUNBOOK, Problem, Related, Report, Severity, rule
from runbooklint.source import Span
from runbooklint.vocabulary import key

_ID = r"(?:[A-Za-z]{1,3}[-_]?)?\d{1,3}(?:\.\d{1,3}){0,3}[a-z]?(?![\w%:])(?!\.\d)"
_NAMED = Pattern(
    rf"\b[Ss]teps?[ \t]+(?P<ids>{_ID}(?:(?:,?[ \t]+(?:and|to|or)[ \t]+|,[ \t]*|[ \t]*[–-][ \t]*){_ID}){{0,20}})"
)
_ONE = Pattern(_ID)
_ELSEWHERE = Pattern(r"[ \t]*(?:of|in|from|above|below|earlier)\b|[-_ ]?[Rr]ollback")
_QUALIFIED = Pattern(r"(?:§|\b(?:[Pp]hase|[Ss]ection|[Ss]tage|[Pp]art))[ \t]*[\w.]{1,6}[ \t,]*(?:\(|$)|\][ \t]*$")
_QUALIFYING = 24
_INDENTED = 12
"""How far apart a line and the next one of the same paragraph may be."""
_COUNTED = frozenset("step phase stage part".split())
_AROUND = "*_:.)(#—–|-[]`"


@rule("RUN211", "dependency-unknown", Severity.HIGH, on=Runbook, kinds=RUNBOOK)
def dependency_unknown(runbook: Runbook, facts: Facts) -> Iterator[Report]:
    told: set[int] = set()
    for loose in facts.graph.loose:
        told.add(loose.reference.span.start)
        yield _problem(loose.reference, [runbook.steps[index] for index in loose.candidates], "depends_on")
    numbering = _Numbering(runbook)
    for ahead, prose in zip((None, *runbook.prose), runbook.prose, strict=False):
        for reference in _mentions(prose, ahead):
            own = numbering.step_at(reference.span.start)
            container = () if own is None else runbook.steps[own].container
            found = candidates(facts.graph.ids, reference.id, container, own)
            known = len(found) == 1 or own in found or numbering.explains(reference, found)
            if not known and reference.span.start not in told:
                yield _problem(reference, [runbook.steps[index] for index in found], None)


def _problem(reference: Reference, steps: Sequence[Step], field: FieldName | None) -> Problem:
    if not steps:
        return Problem(reference.span, f"no step has the id {reference.id}", field)
    titles = " and ".join(f'"{step.title[:40]}"' for step in steps)
    related = tuple(Related(step.span, f"has the id {step.id}") for step in steps)
    return Problem(reference.span, f"{reference.id} could mean {titles}", field, related)


def _mentions(prose: Prose, ahead: Prose | None) -> Iterator[Reference]:
    """The ids behind the word `step` in a text: not in code or links, not of another document, not a heading's own."""
    bare = prose.text
    if "tep" not in bare or _defined(bare):
        return
    bare = without_code(bare)
    linked = [link.span for link in links(prose.text)]
    for match in _NAMED.finditer(bare):
        if _ELSEWHERE.match(bare, match.end()) or any(span.start <= match.start() < span.end for span in linked):
            continue
        # Behind the name of a file, a section or a phase it is a step of that.
        before = bare[: match.start()][-_QUALIFYING:]
        if not before.strip() and ahead is not None and prose.span.start - ahead.span.end < _INDENTED:
            before = ahead.text[-_QUALIFYING:] + " "
        if "`" in prose.text[max(0, match.start() - 3) : match.start()] or _QUALIFIED.search(before):
            continue
        for one in _ONE.finditer(bare, match.start("ids"), match.end("ids")):
            start = prose.span.start + one.start()
            yield Reference(one.group(), Span(start, start + len(one.group())))


def _defined(text: str) -> str:
    """The id of a text that begins as a head does (`Step 4: …`, `Phase B`); empty for any other text."""
    listed = text[:60].split()
    if len(listed) < 2 or listed[0].strip(_AROUND).lower() not in _COUNTED:
        return ""
    closed = len(listed) == 2 or listed[1].rstrip("*_")[-1:] in (":", ".", ")") or listed[2][:1] in tuple("–—-:|")
    return listed[1].strip(_AROUND) if closed else ""


class _Numbering:
    """How the steps of a document are numbered, and what else in it carries a number."""

    def __init__(self, runbook: Runbook) -> None:
        self.starts = [step.block.start for step in runbook.steps]
        self.ends = [step.block.end for step in runbook.steps]
        self.sections = runbook.sections
        self.heads = [section.span.start for section in runbook.sections]
        names = {key(step.id) for step in runbook.steps if step.id}
        self.shapes = {_shape(name) for name in names}
        self.parents = {name.rpartition(".")[0] for name in names if "." in name}
        self.names = names
        self.others = {key(entry.id) for entry in runbook.rollbacks if entry.id}
        self.others |= {key(name) for prose in runbook.prose if (name := _defined(prose.text))}
        for section in runbook.sections:
            leading = (word.strip(_AROUND) for word in section.title[:60].split()[:2])
            self.others |= {key(word) for word in leading if word[:1].isdigit()}

    def section_of(self, offset: int) -> int | None:
        """The index of the heading under which an offset stands."""
        index = bisect_right(self.heads, offset) - 1
        return index if index >= 0 else None

    def step_at(self, offset: int) -> int | None:
        """The index of the step in whose block an offset stands."""
        index = bisect_right(self.starts, offset) - 1
        return index if index >= 0 and offset < self.ends[index] else None

    def explains(self, reference: Reference, found: Sequence[int]) -> bool:
        """Whether an id means a step of the same section, another numbering, or a part or the whole of a step."""
        if found:
            here = self.section_of(reference.span.start)
            return here is not None and (
                any(self.section_of(self.starts[index]) == here for index in found)
                or (reference.id.isdecimal() and len(self.sections[here].items) >= int(reference.id))
            )
        name = key(reference.id)
        if _shape(name) not in self.shapes or name in self.others or name in self.parents:
            return True
        return name.rpartition(".")[0] in self.names or (name[-1:].isalpha() and name[:-1] in self.names)


def _shape(name: str) -> str:
    """The letters that an id begins with."""
    return name[: len(name) - len(name.lstrip("abcdefghijklmnopqrstuvwxyz"))]


RULES = (dependency_unknown,)
