"""A document to the record of a runbook: finds, builds and links; judges nothing."""

from runbooklint.document import Document
from runbooklint.inline import words
from runbooklint.reading.branches import add_branches
from runbooklint.reading.building import add_keyed, build, link
from runbooklint.reading.finding import Finder
from runbooklint.reading.marks import marks_of
from runbooklint.reading.once import add_once
from runbooklint.reading.outline import (
    decisions_of,
    head_fields,
    prose_of,
    questions_of,
    sections_of,
    title_of,
    told_rto,
)
from runbooklint.reading.parts import Part
from runbooklint.reading.readied import add_preconditions
from runbooklint.reading.roles import add_roles
from runbooklint.reading.slots import add_slots
from runbooklint.reading.tables import columns
from runbooklint.reading.told import add_told
from runbooklint.records import Runbook
from runbooklint.source import Source
from runbooklint.vocabulary import section_kind


def read_runbook(document: Document, root: Part) -> Runbook:
    """Read a document as a runbook; any text gives one."""
    source = document.source
    title = title_of(source, root)
    finder = Finder(source, root, goes_back(title.text if title else ""))
    taken = {id(unit.part) for unit in finder.units if unit.part is not None}
    fields = head_fields(source, root, taken)
    made, entries = build(source, finder.units, fields)
    add_keyed(source, finder.keyed, made)
    steps, rollbacks = link(made, entries)
    sections = sections_of(source, root)
    prose = prose_of(document)
    if "rto" not in fields and (rto := told_rto(source, prose)):
        fields["rto"] = rto
    add_slots(source, steps, sections)
    add_told(source, steps, prose)
    add_preconditions(source, root, steps)
    add_once(source, root, fields, steps, rollbacks)
    add_branches(source, steps)
    steps, rollbacks = add_roles(source, root, steps, rollbacks)
    return Runbook(
        title,
        fields,
        sections,
        steps,
        rollbacks,
        marks_of(steps, sections, fields.get("point_of_no_return"), prose),
        decisions_of(source, sections),
        questions_of(sections),
        prose,
        _marker_column(source, finder),
    )


def goes_back(title: str) -> bool:
    """Whether a title says that the whole document is a way back: `Rollback plan`, not `Cutover and rollback`."""
    return section_kind(title) == "rollback" and not {"and", "with"} & set(words(title)) and "&" not in title


def _marker_column(source: Source, finder: Finder) -> bool:
    tables = {id(u.table): u.table for u in finder.units if u.table is not None}
    return any("point_of_no_return" in columns(source, table).fields.values() for table in tables.values())
