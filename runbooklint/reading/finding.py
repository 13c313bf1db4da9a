"""Where the steps and the rollback entries of a runbook are: parts to units; it reads no fields."""

from runbooklint.document import Node
from runbooklint.inline import words
from runbooklint.pattern import Pattern
from runbooklint.reading.declared import declares, ids_apart, item_declares, settled
from runbooklint.reading.described import claims, describes, instructs, shows_state
from runbooklint.reading.heads import ALTERNATIVE_WORDS, ASIDE_WORDS, CONTAINER_WORDS
from runbooklint.reading.items import first_line
from runbooklint.reading.parts import Part
from runbooklint.reading.tables import columns, ids_of, is_step_table, row_units, turned
from runbooklint.reading.units import (
    Region,
    Unit,
    acts,
    bullet_items,
    comment_units,
    follows,
    goes_back,
    has_action,
    imperative,
    introduced_units,
    item_unit,
    lists_notes,
    numbers,
    ordered_items,
    part_unit,
    share,
    takes_back,
    with_checks,
)
from runbooklint.records import SectionKind
from runbooklint.source import Source, Span
from runbooklint.vocabulary import key

_CITED = Pattern(r"\b[Ss]teps? (\d{1,2})\b")
_PERMEABLE: frozenset[SectionKind] = frozenset({"checklist", "verification", "routing", "timeline", "other", "steps"})
"""Sections whose name says nothing against steps when headings such as `Step 1` stand in them."""
_CLOSED: frozenset[SectionKind] = frozenset(
    {"contacts", "communication", "questions", "decisions", "action_items", "troubleshooting", "background"}
)
_CHECKING: frozenset[SectionKind] = frozenset({"verification", "checklist", "signoff", "approval", "contacts"})
_STAGES: frozenset[SectionKind] = frozenset({"verification", "routing", "timeline"})
"""Sections that are stages of the procedure when they are numbered within it."""
_OPEN_IN_ROLLBACK: frozenset[SectionKind] = frozenset(
    {"rollback", "steps", "other", "routing", "data_sync", "forward_fix"}
)
_LEAF_KINDS: frozenset[SectionKind] = _STAGES | {
    *("steps", "other", "rollback", "data_sync", "forward_fix", "approval", "signoff")
}
_STEP_WORDS = frozenset({"step", "task"})
_BACK = frozenset("rollback backout fallback".split())
_DONE = Pattern(r"(?i)\(already\b")
"""In a heading: `Deploy scripts (already merged)` is no step any more."""
_CALENDAR = frozenset({"day", "week"})


class Finder:
    """Walks the parts of a document and collects the units, in document order."""

    def __init__(self, source: Source, root: Part, rollback_document: bool) -> None:
        self.source = source
        self.units: list[Unit] = []
        self.known: set[str] = {""}
        """The ids of the steps found so far."""
        self.keyed: list[Node] = []
        """Tables that may be keyed by step ids."""
        self.goes_back = rollback_document
        self.cited = {key(found[1]) for found in _CITED.finditer(source.text)}
        """The numbers that the text calls a step."""
        self.walk(root, "unknown", (), "")
        self.units = settled(source, self.units)
        for unit in self.units:
            unit.region = "rollback" if unit.region == "rollback" or rollback_document else "steps"

    def region(self, part: Part, outer: Region) -> Region:
        """In which region the content of a part stands."""
        if part.level <= 1 or outer == "closed":
            return outer
        if part.head.word in ASIDE_WORDS:
            return "closed"
        if outer == "rollback":
            scenario = part.head.id and part.head.word in ALTERNATIVE_WORDS
            return "rollback" if scenario or part.kind in _OPEN_IN_ROLLBACK else "excluded"
        if part.kind == "rollback":
            return "rollback"
        if part.kind == "steps" and any(_BACK & set(words(above.title)) for above in part.ancestors()):
            return "rollback"
        if part.kind == "steps":
            checked = not part.real and any(above.kind in _CHECKING for above in part.ancestors())
            return outer if checked else "steps"
        if part.kind == "other":
            return outer
        if outer == "steps" and part.head.id and part.kind in _STAGES:
            return "steps"
        return "closed" if part.kind in _CLOSED else "excluded"

    def walk(self, part: Part, outer: Region, container: tuple[str, ...], alternative: str) -> None:
        """Find the units of a part that is no step itself."""
        region = self.region(part, outer) if part.level else outer
        before = len(self.units)
        enumerated = [p for p in part.parts if p.head.id and p.head.word not in ASIDE_WORDS]
        self.direct(part, region, container, alternative, bool(enumerated))
        sections = self.numbers_sections(enumerated)
        for sub in part.parts:
            inside = (*container, part.title) if part.level > 1 else container
            self.child(sub, region, inside, alternative, sections, len(enumerated))
        if region == "rollback" and len(self.units) == before and part.level > 1 and (part.real or part.commands):
            self.whole(part, container, alternative)

    def numbers_sections(self, enumerated: list[Part]) -> bool:
        """Whether numbers without a word count the sections of the document rather than steps."""
        bare = [p for p in enumerated if not p.head.word and p.level <= 2]
        if any(p.kind not in _PERMEABLE for p in bare) or any(
            s.head.word in _STEP_WORDS for p in bare for s in p.walk()
        ):
            return True
        return bool(bare) and not any(key(p.head.id) in self.cited for p in bare)

    def child(
        self, part: Part, region: Region, container: tuple[str, ...], alternative: str, sections: bool, count: int
    ) -> None:
        """Decide whether a part below another is a step, or holds steps."""
        if part.head.word in ALTERNATIVE_WORDS and part.head.id:
            alternative = part.title
        if self.is_leaf(part, region, sections, count):
            unit = part_unit(part, "rollback" if part.head.id.lower().endswith("rollback") else region)
            unit.container, unit.alternative = container, alternative
            self.known.add(key(unit.head.id))
            self.units.append(unit)
        else:
            self.walk(part, region, container, alternative)

    def is_leaf(self, part: Part, region: Region, sections: bool, count: int) -> bool:
        """Whether a part is a step: the deepest enumerated level with an action of its own."""
        head, own = part.head, self.region(part, region)
        done = _DONE.search(part.title) or shows_state(part)
        if region == "closed" or head.word in ASIDE_WORDS or not has_action(part) or done:
            return False
        if not head.id:
            if region in {"steps", "rollback"} and declares(self.source, part):
                return True
            named = part.real and region in {"steps", "rollback"} and not count
            return named and part.kind in _LEAF_KINDS and imperative(part.title) and not self.holds_steps(part)
        deeper = [p for p in part.parts if p.head.id and p.head.word not in ASIDE_WORDS | ALTERNATIVE_WORDS]
        if deeper and not (len(deeper) == 1 and part.acts):
            return False
        if head.word in _STEP_WORDS:
            return True
        if head.word in _CALENDAR and any(above.kind == "verification" for above in part.ancestors()):
            return False  # what is watched in the days after
        if head.word in CONTAINER_WORDS:
            day = head.word in _CALENDAR or (not part.real and all(b.kind == "list" for b in part.blocks))
            named = not (day or region == "excluded" or part.kind == "checklist")
            return (named or instructs(self.source, part, not day)) and not self.holds_steps(part)
        if head.word in ALTERNATIVE_WORDS:
            return own == "rollback" and not self.holds_steps(part)
        if own == "rollback" and region != "rollback":
            return False
        if sections and part.level <= 2:
            return own in {"steps", "rollback"} and not self.holds_steps(part) and instructs(self.source, part)
        # What names a section may be the object of an instruction: `03 — Repoint the alerts`.
        instructed = region in {"steps", "rollback"} and imperative(head.title)
        if not (part.kind in _LEAF_KINDS or instructed) or self.holds_table(part) or describes(self.source, part):
            return False
        return region in {"steps", "rollback"} or (region == "unknown" and (part.level <= 2 or self.goes_back))

    def holds_table(self, part: Part) -> bool:
        tables = [b for p in part.walk() for b in p.blocks if b.kind == "table"]
        return any(is_step_table(self.source, t, columns(self.source, t)) for t in tables)

    def holds_steps(self, part: Part) -> bool:
        """Whether a phase has a deeper enumeration: step headings, a numbered list, a step table."""
        for sub in part.walk():
            if sub is not part and sub.head.id and (sub.head.word in _STEP_WORDS or not sub.head.word):
                return True
            direct = sub is part or (sub.kind == "steps" and sub.real)
            items = ordered_items(sub)
            if direct and items and (sub is not part or share(self.source, items) >= 0.5):
                return True
        return self.holds_table(part)

    def direct(
        self, part: Part, region: Region, container: tuple[str, ...], alternative: str, enumerated: bool
    ) -> None:
        """Find the units in the blocks directly under a part: tables, lists, numbered comments in a fence."""
        inside = (*container, part.title) if part.level > 1 else container
        found: list[Unit] = []
        for block in (turned(self.source, b) for b in part.blocks if b.kind == "table"):
            if block.children:
                told = columns(self.source, block)
                back = region == "rollback" or told.goes_back
                if told.action is None and self.knows(ids_of(self.source, block, told)):
                    self.keyed.append(block)
                elif (region not in {"excluded", "closed"} or told.goes_back) and is_step_table(
                    self.source, block, told
                ):
                    found += row_units(self.source, block, told, "rollback" if back else "steps")
                    if told.goes_back:
                        self.keyed.append(block)
                elif told.id is not None and told.fields:
                    self.keyed.append(block)
        if not found and region not in {"excluded", "closed"} and not (enumerated and not ids_apart(self.source, part)):
            found = self.listed(part, region)
        if not found and region in {"steps", "rollback"} and not enumerated:
            for block in part.blocks:
                if block.kind == "fence":
                    found += comment_units(self.source, block, region)
        self.known |= {key(unit.head.id) for unit in found}
        readies = any(one.kind in _CHECKING and one.level > 1 for one in part.ancestors())
        if readies and region != "rollback" and claims(found):
            found = []  # what has to hold beforehand, or was seen in a rehearsal
        for unit in found:
            unit.container, unit.alternative = (*inside, *unit.container), alternative
        self.units += found

    def knows(self, ids: set[str]) -> bool:
        """Whether most ids are those of steps that stand above, so that a table adds to them."""
        return len(ids & self.known - {""}) * 2 > len(ids)

    def listed(self, part: Part, region: Region) -> list[Unit]:
        """The units of the lists directly under a part."""
        if lists_notes(self.source, part):
            return []
        ordered, bullets = ordered_items(part), bullet_items(part)
        declared = [i for i in ordered or bullets if region != "rollback" and item_declares(self.source, i)]
        if declared and (region == "unknown" or not ordered):
            return self.continued(part, self.items(part, declared, "steps"))
        if region == "unknown":
            tells = len(ordered) > 1 and share(self.source, ordered) >= 0.6
            return self.continued(part, self.items(part, ordered, "steps", guessed=True)) if tells else []
        if ordered:
            return self.continued(part, self.items(part, ordered, region))
        if introduced := introduced_units(self.source, part, region):
            return introduced
        if region == "rollback":
            return self.items(part, [i for i in bullets if takes_back(self.source, i)], region)
        above = list(part.ancestors())
        if any(one.kind in _CHECKING and one.level > 1 for one in above) or (
            not part.real and any(one.head.id for one in above)
        ):
            return []
        if part.kind != "steps" or len(bullets) < 2 or share(self.source, bullets) < 0.6:
            return []
        told = [i for i in bullets if acts(self.source, i)]
        return with_checks(self.source, bullets, self.items(part, told, region))

    def continued(self, part: Part, units: list[Unit]) -> list[Unit]:
        """Give the last item of a numbered list what stands unindented between it and the next number, and the fences
        right behind the last."""
        current: Unit | None = None
        owned = {id(unit.nodes): unit for unit in units}
        numbered = [i for i, b in enumerate(part.blocks) if b.kind == "list" and b.ordered]
        for index, block in enumerate(part.blocks):
            if block.kind == "list" and block.ordered:
                current = owned.get(id(block.children[-1].children), current)
            elif current is not None and (index < numbered[-1] or block.kind == "fence"):
                current.nodes = [*current.nodes, block]
                current.block = Span(current.block.start, self.source.line_span(max(block.first, block.last - 1)).end)
            else:
                current = None
        return units

    def items(self, part: Part, nodes: list[Node], region: Region, guessed: bool = False) -> list[Unit]:
        """The units of list items; an item whose nested items are offsets (`T+12h`) is their container."""
        units = []
        told = numbers(self.source, part)
        for node in nodes:
            nested = [i for c in node.children if c.kind == "list" for i in c.children]
            inner = [item_unit(self.source, i, region) for i in nested]
            if len(inner) > 1 and all(u.head.offset for u in inner):
                units += inner
                continue
            if region == "rollback" and units and follows(self.source.slice(first_line(self.source, node))):
                units[-1].take(self.source, node)
                continue
            number, name = told.get(id(node), ("", ""))
            unit = item_unit(self.source, node, region, number)
            unit.container, unit.guessed = (name,) if name else (), guessed
            if region == "steps" and goes_back(self.source.slice(unit.span)):
                unit.region = "rollback"
            units.append(unit)
        return units

    def whole(self, part: Part, container: tuple[str, ...], alternative: str) -> None:
        """A section of the rollback without entries is one itself, where it tells something to do."""
        told = part.kind == "rollback" and any(block.kind == "paragraph" for block in part.blocks)
        if told or instructs(self.source, part):
            unit = part_unit(part, "rollback")
            unit.container, unit.alternative = container, alternative
            self.units.append(unit)
