"""What a mitigation log says once for all: incident, severity, detection, remaining risk, clean-up; no action."""

from runbooklint.inline import words
from runbooklint.pattern import Pattern
from runbooklint.quantities.moments import find_moments
from runbooklint.reading.items import item, items_of
from runbooklint.reading.log.fields import Gathered
from runbooklint.reading.log.surroundings import ABOUT_THE_WHOLE, Surroundings
from runbooklint.reading.log.times import Anchor, base_of, moments_of, times_of
from runbooklint.reading.parts import Part
from runbooklint.reading.values import make_field
from runbooklint.records import Field, FieldName, Fields, SectionKind
from runbooklint.records_log import Times
from runbooklint.source import Source, Span
from runbooklint.vocabulary.log_labels import log_field, log_section

_BY_SECTION: dict[SectionKind, FieldName] = {
    "clean_up": "clean_up",
    "remaining_risk": "remaining_risk",
    "side_effects": "side_effects",
    "detection": "detection_signal",
}
_TEMPORARY = Pattern(
    r"(?i)\b(?:temporary|temporarily|interim|provisional(?:ly)?|stop-?gaps?|holding (?:actions?|measures?|patterns?))\b"
)
_BY = Pattern(r"[ \t]{1,3}(?:by|at|from)\b", 2)
_LEVEL = Pattern(r"(?i)(?:sev(?:erity)?|p|priority|s)?[ \t-]{0,3}([0-5])(?!\d)")


def log_fields(source: Source, root: Part, around: Surroundings, taken: set[int]) -> tuple[Fields, Times]:
    """The fields of the log and the times in them. `taken` holds the ids of parts that are actions or verifications."""
    found = Gathered(source, log_field)
    holders: dict[FieldName, Part] = {}
    subtitles = {id(title.subtitle) for title in root.parts if title.level == 1}
    for part in _parts(root, taken):
        whole = part.level <= 1 or not part.real or ABOUT_THE_WHOLE & set(words(part.title)[:4])
        if whole or (id(part) in subtitles and log_section(part.title) is None):
            known = {stated: len(items) for stated, items in found.values.items()}
            found.blocks(part.blocks, None)
            for stated, count in known.items():  # what another part says again is no second value of the same field
                del found.values[stated][count:]
        name = _named(part) or _BY_SECTION.get(log_section(part.title) or "other")
        items = [i for p in part.walk() for b in p.blocks for i in items_of(source, b)]
        if part.level > 1 and name and items and name not in found.values:
            found.values[name] = items
            found.labels[name] = part.span
            holders[name] = part
    fields = {name: make_field(source, name, items, found.labels.get(name)) for name, items in found.values.items()}
    if "severity" in fields:
        fields["severity"] = _levelled(fields["severity"])
    if "temporary" not in fields and (told := _temporary(source, root)):
        fields["temporary"] = told
    return fields, _times(source, found, around, holders)


def _named(part: Part) -> FieldName | None:
    """The field that a heading names, its number, its time and who is told in it left out."""
    found = log_field(part.title) or log_field(part.head.title)
    if found:
        return found
    title, pieces, at = part.head.title, list[str](), 0
    for moment in find_moments(title):
        pieces.append(title[at : moment.start])
        at = moment.end
    return log_field(_BY.split(" ".join([*pieces, title[at:]]).strip(" \t:–—-|·,"))[0])


def _times(source: Source, found: Gathered, around: Surroundings, holders: dict[FieldName, Part]) -> Times:
    """The times in the fields of the log: on the day and in the zone of the section that is the field, if it has them,
    else those of the document; `holders` are these sections."""
    here = around.title or around.root
    told, whole = moments_of(found), Anchor(around.day(here), around.zone(here))
    base = base_of(told, found.zones, whole)
    times: Times = {}
    for name, placed in told.items():
        part = holders.get(name, here)
        anchor = Anchor(around.day(part), around.zone(part), None if around.heading_day(part) else base)
        times.update(times_of(source, {name: placed}, found.zones, anchor))
    return times


def _parts(root: Part, taken: set[int]) -> list[Part]:
    """The parts that are neither actions nor verifications nor below one."""
    return [p for p in root.walk() if id(p) not in taken and not any(id(above) in taken for above in p.ancestors())]


def _levelled(field: Field) -> Field:
    found = _LEVEL.search(field.text)
    return field._replace(value=found.group(1)) if found else field


def _temporary(source: Source, root: Part) -> Field | None:
    """The first words that call the measures temporary."""
    for part in root.walk():
        for block in part.blocks:
            for told in items_of(source, block):
                found = None if told.code else _TEMPORARY.search(told.text)
                if found:
                    span = Span(told.span.start + found.start(), told.span.start + found.end())
                    return make_field(source, "temporary", [item(source, span)])
    return None
