"""Ids of rollback entries: how they belong to their steps, and which of those that a step names lead nowhere."""

from collections.abc import Iterator

from runbooklint.checks.runbook.owed import both, stated
from runbooklint.checks.runbook.recovery import is_forward_fix
from runbooklint.facts import Facts
from runbooklint.inline import links, words
from runbooklint.pattern import Pattern
from runbooklint.records import Reference, RollbackEntry, Step
from runbooklint.source import Span
from runbooklint.vocabulary import key

_REFERRING = frozenset(
    "see per refer to follow execute run use via as in go apply perform the entry entries procedure procedures"
    " section step steps rollback rollbacks id ref reference above below and or then with by".split()
)
_TOKEN = Pattern(r"[^\s`*_\[\](),;<>|]+(?:_+[^\s`*_\[\](),;<>|]+)*")
_ID = Pattern(
    r"(?P<lead>(?:rb|r|rollback)[-_]?)?"
    r"(?P<base>[a-z]{0,4}[-_]?\d{1,3}(?:\.\d{1,3}){0,4}[a-z]??)(?P<end>[-_](?:rollback|rb)|r)?"
)
_SUFFIXED = Pattern(r"(?P<base>[\w.-]{1,40}?)[-_ ]rollback")
_COUNTED = frozenset({"rollback", "step", "entry", "procedure"})
_READ = 300
_OPENING = 4


def unsuffixed(entry: RollbackEntry, step: Step) -> bool:
    """Whether an entry's id is another than its step's with the suffix `-rollback`, in any case."""
    return key(entry.id) != key(step.id) + "rollback"


def marked(entry: RollbackEntry) -> bool:
    """Whether the id of an entry says that it is one: 02-rollback, R-02, 02R."""
    return bool(entry.id) and base(entry.id) != key(entry.id)


def names_step(entry: RollbackEntry) -> bool:
    """Whether an entry is one of a step by its id or the beginning of its title, not by a mention further on."""
    opening = words(entry.title)[:_OPENING]
    return marked(entry) or not entry.references or bool({"step", "phase", "stage"} & set(opening))


def dangling_ids(facts: Facts) -> Iterator[tuple[Step, Reference]]:
    """The ids that steps name as their rollback and that neither an entry nor a heading carries.

    Forward-fix steps, which have none, are passed over.
    """
    known, forward = _known(facts), {key(step.id) for step in facts.runbook.steps}
    shapes = {_shape(record.id) for record in both(facts.runbook)}
    for step in facts.runbook.steps:
        field = stated(step.fields, "rollback")
        if not field or is_forward_fix(step):
            continue
        for start, token in _listed(field.text[:_READ], shapes):
            if base(token) not in known and (key(token) not in forward or _suffixed(token)):
                start += field.span.start
                yield step, Reference(token, Span(start, start + len(token)))


def _listed(text: str, shapes: set[str]) -> Iterator[tuple[int, str]]:
    """The ids that a value lists from its beginning, each with its offset.

    A value that begins with anything but referring words and ids is a procedure of its own, and a number alone is an id
    only where a word says so or nothing else is said.
    """
    targets = [link.target_span for link in links(text)]
    referred = False
    for match in _TOKEN.finditer(text):
        token = match.group().rstrip(".:")
        lowered = token.lower()
        if any(span.start <= match.start() < span.end for span in targets):
            continue
        if lowered in _REFERRING:
            referred = referred or lowered in _COUNTED
        elif _suffixed(lowered):
            yield match.start(), token
        elif _ID.fullmatch(lowered):
            alone = len(text.strip("`*[]. ")) == len(token)
            if (alone or referred) if lowered[0].isdigit() else (_shape(token) in shapes or lowered[0] == "r"):
                yield match.start(), token
        elif token.strip("-–—→/&+"):
            return


def _suffixed(token: str) -> bool:
    return _SUFFIXED.fullmatch(token.lower()) is not None


def _shape(identifier: str) -> str:
    """The letters that an id begins with."""
    lowered = identifier.lower()
    return lowered[: len(lowered) - len(lowered.lstrip("abcdefghijklmnopqrstuvwxyz"))]


def base(identifier: str) -> str:
    """What is left of a rollback id without its mark: `2` of 02-rollback, R-02, 02R and rollback-02."""
    lowered = identifier.lower()
    suffixed = _SUFFIXED.fullmatch(lowered)
    if suffixed:
        return key(suffixed["base"])
    found = _ID.fullmatch(lowered)
    return key(found["base"]) if found else key(lowered)


def _known(facts: Facts) -> frozenset[str]:
    """The bases of the ids of all entries, of the steps that have one, and of the words of rollback headings."""
    runbook = facts.runbook
    found = {base(entry.id) for entry in runbook.rollbacks if entry.id}
    found |= {key(runbook.steps[entry.step].id) for entry in runbook.rollbacks if entry.step is not None}
    for section in runbook.sections:
        if section.kind == "rollback":
            found |= {base(word) for word in words(section.title)}
    return frozenset(found)
