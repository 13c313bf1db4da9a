"""A document to the record of a mitigation log: its actions, verifications, timeline and fields; judges nothing."""

from runbooklint.document import Document
from runbooklint.inline import words
from runbooklint.pattern import Pattern
from runbooklint.quantities.moments import find_moments, leading_blank, leading_moment
from runbooklint.reading.items import item
from runbooklint.reading.log.finding import Finder
from runbooklint.reading.log.head import log_fields
from runbooklint.reading.log.parts import split_at_bold_lines
from runbooklint.reading.log.resolving import Placed
from runbooklint.reading.log.running import spread
from runbooklint.reading.log.surroundings import Surroundings
from runbooklint.reading.log.timeline import timeline_of
from runbooklint.reading.log.times import TIME_FIELDS, Anchor, Base, Moments, base_of, moments_of, times_of
from runbooklint.reading.log.units import Unit, container_of
from runbooklint.reading.outline import decisions_of, prose_of, questions_of, sections_of, title_of
from runbooklint.reading.parts import Part
from runbooklint.reading.values import make_field
from runbooklint.records import Field, FieldName, Fields, Section
from runbooklint.records_log import Mitigation, MitigationLog, Verification
from runbooklint.source import Source
from runbooklint.vocabulary import key
from runbooklint.vocabulary.log_labels import log_section

_DECISIONS = {"confirmed": "confirmed", "partial": "partial", "partially": "partial", "refuted": "refuted"}
_ID = Pattern(r"[A-Za-z]{0,5}[-_]?\d{1,4}[a-z]?")


def read_log(document: Document, root: Part, path: str) -> MitigationLog:
    """Read a document as a mitigation log; any text gives one. `path` may give the day of its times."""
    source = document.source
    split_at_bold_lines(source, root)
    _raise_title(root)
    around = Surroundings(source, root, path)
    units = sorted(Finder(source, root, around.title).units, key=lambda u: (u.span.start, u.kind != "entry"))
    entries = [unit for unit in units if unit.kind == "entry"]
    checks = [unit for unit in units if unit.kind == "check"]
    for unit in checks:
        spread(source, unit.found)
    bound = _bound(units, entries)
    mitigations, bases = _mitigations(source, entries, around)
    verified: dict[int | None, list[int]] = {}
    for number, index in enumerate(bound):
        verified.setdefault(index, []).append(number)
    sections = tuple(_section(section) for section in sections_of(source, root))
    fields, times = log_fields(source, root, around, {id(u.part) for u in units if u.part.span == u.span})
    return MitigationLog(
        title_of(source, root),
        fields,
        times,
        sections,
        tuple(m._replace(verifications=tuple(verified.get(n, ()))) for n, m in enumerate(mitigations)),
        tuple(_verification(source, unit, at, bases, around) for unit, at in zip(checks, bound, strict=True)),
        timeline_of(source, root, around),
        decisions_of(source, sections),
        questions_of(sections),
        prose_of(document),
    )


def _raise_title(root: Part) -> None:
    """Make the first heading the title where no other stands as high: a document may begin at the second level."""
    headings = [part for part in root.walk() if part.real]
    if headings and headings[0].level > 1 and all(part.level > headings[0].level for part in headings[1:]):
        headings[0].level = 1


def _section(section: Section) -> Section:
    if section.kind in {"questions", "decisions"}:
        return section
    return section._replace(kind=log_section(section.title) or "other")


def _mitigations(
    source: Source, entries: list[Unit], around: Surroundings
) -> tuple[list[Mitigation], list[Base | None]]:
    """The actions with their times, and the apply time of each, about which the readings of its verification lie."""
    made: list[Mitigation] = []
    bases: list[Base | None] = []
    before: Base | None = None
    for unit in entries:
        told = moments_of(unit.found)
        fields = _fields(source, unit)
        if "apply" not in fields and (placed := _time_in_head(source, unit, fields)):
            told["apply"] = [placed]
            fields["apply"] = make_field(source, "apply", [item(source, placed.span)])
        anchor = Anchor(around.day(unit.part), around.zone(unit.part), before=before)
        base = base_of(told, unit.found.zones, anchor)
        times = times_of(source, told, unit.found.zones, anchor._replace(base=base))
        own = unit.part.span == unit.span
        container = tuple(container_of(unit.part, own))
        made.append(Mitigation(unit.id, unit.title, unit.span, unit.block, container, fields, times))
        bases.append(base)
        before = base or before
    return made, bases


def _time_in_head(source: Source, unit: Unit, fields: Fields) -> Placed | None:
    """The time that leads the head of an action, or the only time of day in it: `M1 — Roll back (14:06 UTC)`; none that
    another field states, as those of the cells of a row do."""
    text = source.slice(unit.span)
    lead = leading_moment(text)
    found = [lead] if lead is not None and not lead.weak else [m for m in find_moments(text) if m.clocked]
    placed = Placed(found[0], unit.span.start) if len(found) == 1 else None
    other = [field.span for name, field in fields.items() if name != "action"]
    return None if placed is None or any(s.start <= placed.span.start < s.end for s in other) else placed


def _verification(
    source: Source, unit: Unit, at: int | None, bases: list[Base | None], around: Surroundings
) -> Verification:
    anchor = Anchor(around.day(unit.part), around.zone(unit.part), bases[at] if at is not None else None)
    times = times_of(source, moments_of(unit.found), unit.found.zones, anchor)
    container = tuple(container_of(unit.part, unit.part.span == unit.span))
    fields = _fields(source, unit)
    return Verification(unit.id, unit.title, unit.span, unit.block, container, fields, times, at)


def _fields(source: Source, unit: Unit) -> Fields:
    """The fields of an action or verification; what is no time under the label of one is unreadable."""
    made: Fields = {}
    told = moments_of(unit.found)
    values = dict(unit.found.values)
    if unit.kind == "check" and unit.found.loose:
        values.setdefault("verification", unit.found.loose)
    for name, items in values.items():
        field = make_field(source, name, items, unit.found.labels.get(name))
        if name == "decision":
            field = field._replace(value=decision(field.text))
        elif name in TIME_FIELDS and field.state == "stated":
            field = _timed(field, told, name)
        made[name] = field
    return made


def _timed(field: Field, told: Moments, name: FieldName) -> Field:
    if any(not placed.moment.problem for placed in told.get(name, ())):
        return field
    blank = leading_blank(field.text) is not None and name not in told
    return field._replace(state="unfilled" if blank else "unreadable")


def decision(text: str) -> str:
    """What a decision says: `confirmed`, `partial`, `refuted`; empty where it is none of them or denies one."""
    listed = words(text)[:6]
    for before, word in zip(["", *listed], listed, strict=False):
        if word in _DECISIONS:
            return "" if before in {"not", "never", "un"} else _DECISIONS[word]
    return ""


def _bound(units: list[Unit], entries: list[Unit]) -> list[int | None]:
    """The index of the action that each verification belongs to: the one around it, the one that it names, the one
    right before it, else the first that has none."""
    numbers = {id(unit): index for index, unit in enumerate(entries)}
    ids: dict[str, list[int]] = {}
    for index, unit in enumerate(entries):
        ids.setdefault(key(unit.id), []).append(index)
    checks = [unit for unit in units if unit.kind == "check"]
    found: dict[int, int] = {}
    for unit in checks:
        at = numbers.get(id(unit.holder)) if unit.holder else _named(unit, ids)
        if at is not None:
            found[id(unit)] = at
    taken = set(found.values())
    for unit, before in zip(units[1:], units, strict=False):
        at = numbers.get(id(before))
        free = unit.kind == "check" and id(unit) not in found and at is not None and at not in taken
        if free and at is not None and _beside(unit, before):
            found[id(unit)] = at
            taken.add(at)
    left = iter([index for index in range(len(entries)) if index not in taken])
    return [found[id(unit)] if id(unit) in found else next(left, None) for unit in checks]


def _beside(check: Unit, entry: Unit) -> bool:
    """Whether a verification stands at the level of the action before it, and not in a section or table of its own."""
    if check.part is entry.part:
        return check.block != check.span
    return check.part.parent in {entry.part, entry.part.parent}


def _named(unit: Unit, ids: dict[str, list[int]]) -> int | None:
    """The one action of which the verification names the id."""
    values = unit.found.values.get("mitigation", [])
    for text in (unit.id, *(i.text for i in values[:1]), unit.title):
        for match in _ID.finditer(text[:300]):
            at = ids.get(key(match.group()), [])
            if len(at) == 1 and match.group():
                return at[0]
    return None
