"""Which actions a section outside them speaks of: by id, by the names of what they change, or as all of them."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator

from runbooklint.checks.terms import terms
from runbooklint.inline import words
from runbooklint.named import NamedTuple
from runbooklint.pattern import Pattern
from runbooklint.records import FieldName, Section
from runbooklint.records_log import Mitigation, MitigationLog
from runbooklint.vocabulary import key
from runbooklint.vocabulary.log_labels import entry_field

_ID = Pattern(r"(?<![A-Za-z0-9])[A-Za-z]{0,8}[-_]?\d{1,5}[a-z]?(?!\w)")
_LEADING_ID = Pattern(
    r"[\s*_`\[(]*(?:[A-Za-z]{4,12} )?(?P<id>[A-Za-z]{0,8}[-_]?\d{1,5}[a-z]?)(?:[\s*_`\])]*(?:$|[:.)–—|-]))"
)
_COUNTED = frozenset("mitigation action measure entry step no nr move attempt change".split())
_ALL = frozenset("all each every both any everything".split())
_ACTIONS = frozenset(
    "measure measures mitigation mitigations action actions change changes them both everything".split()
)


class Covering(NamedTuple):
    """What pieces of text outside the actions name."""

    ids: frozenset[str]
    """The ids that may be those of actions, as `key` compares them; where pieces begin with ids, those alone."""
    terms: frozenset[str]
    everything: bool
    """Whether they speak of all actions."""
    pieces: int
    """How many pieces there are."""


def covering(pieces: Iterable[str]) -> Covering:
    """What pieces of text name."""
    listed = list(pieces)
    named = frozenset(key(found["id"]) for piece in listed if (found := _LEADING_ID.match(piece)))
    named = named or frozenset(identifier for piece in listed for identifier in ids_in(piece))
    told = frozenset(term for piece in listed for term in terms(piece))
    return Covering(named, told, any(_means_all(piece) for piece in listed), len(listed))


def _means_all(piece: str) -> bool:
    listed = set(words(piece))
    return bool(_ALL & listed and _ACTIONS & listed)


def uncovered(log: MitigationLog, by: Covering) -> list[Mitigation]:
    """The actions that are not spoken of. A text about the only action need not name it."""
    if by.everything or (by.pieces and len(log.mitigations) == 1):
        return []
    own = [_terms(entry) for entry in log.mitigations]
    often = Counter(term for found in own for term in found)
    return [
        entry
        for entry, found in zip(log.mitigations, own, strict=True)
        if key(entry.id) not in by.ids and not any(term in by.terms and often[term] == 1 for term in found)
    ]


def sections_outside(log: MitigationLog) -> Iterator[Section]:
    """The sections that do not stand in an action."""
    starts = [entry.block.start for entry in log.mitigations]
    for section in log.sections:
        index = bisect_right(starts, section.span.start) - 1
        if index < 0 or section.span.start >= log.mitigations[index].block.end:
            yield section


def told_outside(log: MitigationLog, name: FieldName) -> Covering:
    """What the sections on a field of the actions speak of."""
    sections = (section for section in sections_outside(log) if entry_field(section.title) == name)
    return covering(item.text for section in sections for item in section.items)


def ids_in(text: str) -> frozenset[str]:
    """The ids in a text; a bare number is one where it stands first or behind a word such as `action`."""
    found = set()
    for match in _ID.finditer(text):
        if not match.group().isdigit():
            found.add(key(match.group()))
            continue
        before = words(text[max(0, match.start() - 20) : match.start()])
        if not before or before[-1] in _COUNTED:
            found.add(key(match.group()))
    return frozenset(found)


def _terms(entry: Mitigation) -> frozenset[str]:
    told = (entry.fields.get(name) for name in ("action", "exact_change", "rollback"))
    return terms(" ".join((entry.title, *(field.text for field in told if field))))
