"""Where the steps and the rollback entries of a runbook are: parts to units; it reads no fields."""

from runbooklint.document import Node
from runbooklint.reading.heads import ALTERNATIVE_WORDS, ASIDE_WORDS, CONTAINER_WORDS
from runbooklint.reading.items import first_line
from runbooklint.reading.parts import Part
from runbooklint.reading.tables import columns, is_step_table, row_units
from runbooklint.reading.units import (
    Region,
    Unit,
    bullet_items,
    comment_units,
    forbids,
    goes_back,
    has_action,
    imperative,
    item_unit,
    ordered_items,
    part_unit,
    share,
)
from runbooklint.records import SectionKind
from runbooklint.source import Source
from runbooklint.vocabulary import step_field

_PERMEABLE: frozenset[SectionKind] = frozenset({"checklist", "verification", "routing", "timeline", "other", "steps"})
"""Sections whose name says nothing against steps when headings such as `Step 1` stand in them."""
_STEP_WORDS = frozenset({"step", "task"})


class Finder:
    """Walks the parts of a document and collects the units, in document order."""

    def __init__(self, source: Source, root: Part, rollback_document: bool) -> None:
        self.source = source
        self.units: list[Unit] = []
        self.keyed: list[tuple[Part, Node]] = []
        """Tables that may be keyed by step ids, with the part that they stand in."""
        self.rollback_document = rollback_document
        top = root.parts[0] if len(root.parts) == 1 else root
        self.walk(root, "unknown", (), "")
        del top

    def region(self, part: Part, outer: Region) -> Region:
        """In which region the content of a part stands."""
        if outer == "rollback":
            return (
                "rollback" if part.kind not in {"verification", "checklist", "triggers", "background"} else "excluded"
            )
        if part.kind == "rollback":
            return "rollback"
        if part.kind == "steps":
            return outer if outer == "excluded" and not part.head.id else "steps"
        if part.kind == "other":
            return outer
        if part.level <= 1:
            return outer
        return "excluded"

    def walk(self, part: Part, outer: Region, container: tuple[str, ...], alternative: str) -> None:
        """Find the units of a part that is no step itself."""
        region = self.region(part, outer) if part.level else outer
        if self.rollback_document and region in {"unknown", "steps"}:
            region = "rollback"
        before = len(self.units)
        enumerated = [p for p in part.parts if p.head.id and p.head.word not in ASIDE_WORDS]
        self.direct(part, region, container, alternative, bool(enumerated))
        sections = self.numbers_sections(enumerated)
        for sub in part.parts:
            inside = (*container, part.title) if part.level > 1 else container
            self.child(sub, region, inside, alternative, sections, len(enumerated))
        if region == "rollback" and len(self.units) == before and part.kind == "rollback" and part.level > 1:
            self.whole(part, container, alternative)

    def numbers_sections(self, enumerated: list[Part]) -> bool:
        """Whether numbers without a word count the sections of the document rather than steps."""
        bare = [p for p in enumerated if not p.head.word]
        return any(p.kind not in {"steps", "other", "verification", "routing", "timeline"} for p in bare)

    def child(
        self, part: Part, region: Region, container: tuple[str, ...], alternative: str, sections: bool, count: int
    ) -> None:
        """Decide whether a part below another is a step, or holds steps."""
        own = self.region(part, region)
        if part.head.word in ALTERNATIVE_WORDS and part.head.id:
            alternative = part.title
        if self.is_leaf(part, region, own, sections, count):
            unit = part_unit(part, self.side(part, region))
            unit.container, unit.alternative = container, alternative
            self.units.append(unit)
        else:
            self.walk(part, region, container, alternative)

    def side(self, part: Part, region: Region) -> Region:
        goes = region == "rollback" or self.rollback_document or part.head.id.lower().endswith("rollback")
        return "rollback" if goes else "steps"

    def is_leaf(self, part: Part, region: Region, own: Region, sections: bool, count: int) -> bool:
        """Whether a part is a step: the deepest enumerated level with an action of its own."""
        head = part.head
        inner = [p for p in part.parts if p.head.id and p.head.word not in ASIDE_WORDS | ALTERNATIVE_WORDS]
        if head.word in ASIDE_WORDS or not has_action(part):
            return False
        if head.word in _STEP_WORDS:
            return (not inner and region != "excluded") or (not inner and self.permeable(part))
        if head.id and head.word in CONTAINER_WORDS:
            return (
                (region != "excluded" and own in {"steps", "rollback"})
                or (region in {"steps", "unknown"} and self.permeable(part))
                if not self.holds_steps(part)
                else False
            )
        if head.id and head.word in ALTERNATIVE_WORDS:
            return own == "rollback" and not self.holds_steps(part)
        if part.kind == "rollback" and region != "rollback":
            return False
        if region not in {"steps", "rollback"} or not part.real:
            return bool(head.id) and not part.real and region == "rollback" and not inner
        if head.id and not inner:
            if sections or (part.level <= 2 and region == "unknown"):
                return own in {"steps", "rollback"} and not self.holds_steps(part) and self.instructs(part)
            return (
                part.kind not in {"contacts", "communication", "troubleshooting", "background", "decisions"}
                or count > 2
            )
        return not head.id and not count and own != "excluded" and self.imperative_heading(part, region)

    def permeable(self, part: Part) -> bool:
        return all(p.kind in _PERMEABLE or p.level <= 1 for p in part.ancestors())

    def imperative_heading(self, part: Part, region: Region) -> bool:
        """Whether a heading without an id is an instruction with something to do under it."""
        if part.kind in {"background", "contacts", "communication", "checklist", "triggers", "questions", "decisions"}:
            return False
        return imperative(part.title) and not self.holds_steps(part)

    def instructs(self, part: Part) -> bool:
        """Whether a numbered section without a list of steps tells something to do itself."""
        fences = any(b.kind == "fence" for p in part.walk() for b in p.blocks)
        items = [i for p in part.walk() for i in bullet_items(p)]
        return fences or imperative(part.head.title) or (bool(items) and share(self.source, items) >= 0.5)

    def holds_steps(self, part: Part) -> bool:
        """Whether a phase has a deeper enumeration: step headings, a numbered list, a step table."""
        for sub in part.walk():
            if sub is not part and sub.head.id and (sub.head.word in _STEP_WORDS or not sub.head.word):
                return True
            direct = sub is part or (sub.kind == "steps" and sub.real)
            if direct and ordered_items(sub):
                return True
            if direct and any(
                b.kind == "table" and is_step_table(self.source, b, columns(self.source, b)) for b in sub.blocks
            ):
                return True
        return False

    def direct(
        self, part: Part, region: Region, container: tuple[str, ...], alternative: str, enumerated: bool
    ) -> None:
        """Find the units in the blocks directly under a part: tables, lists, numbered comments in a fence."""
        inside = (*container, part.title) if part.level > 1 else container
        found: list[Unit] = []
        for block in part.blocks:
            if block.kind == "table" and block.children:
                told = columns(self.source, block)
                if region != "excluded" and is_step_table(self.source, block, told):
                    found += row_units(self.source, block, told, "rollback" if region == "rollback" else "steps")
                elif told.id is not None and told.fields:
                    self.keyed.append((part, block))
        if not found and region != "excluded" and not enumerated:
            found = self.listed(part, region)
        if not found and region in {"steps", "rollback"} and not enumerated:
            for block in part.blocks:
                if block.kind == "fence":
                    found += comment_units(self.source, block, region)
        for unit in found:
            unit.container, unit.alternative = inside, alternative
        self.units += found

    def listed(self, part: Part, region: Region) -> list[Unit]:
        """The units of the lists directly under a part."""
        ordered, bullets = ordered_items(part), bullet_items(part)
        if region == "unknown":
            if len(ordered) < 2 or share(self.source, ordered) < 0.6:
                return []
            return self.items(ordered, "steps", True)
        if ordered:
            return self.items(ordered, region, True)
        if region == "rollback":
            chosen = [i for i in bullets if self.instruction(i)]
            return self.items(chosen, region, False)
        if part.kind != "steps" or len(bullets) < 2 or share(self.source, bullets) < 0.6:
            return []
        return self.items([i for i in bullets if not self.forbidden(i)], region, False)

    def items(self, nodes: list[Node], region: Region, number: bool) -> list[Unit]:
        units = []
        for node in nodes:
            nested = [i for c in node.children if c.kind == "list" for i in c.children]
            inner = [item_unit(self.source, i, region, False) for i in nested]
            if len(inner) > 1 and all(u.head.offset for u in inner):
                units += inner
                continue
            unit = item_unit(self.source, node, region, number)
            if region == "steps" and goes_back(self.source.slice(unit.span)):
                unit.region = "rollback"
            units.append(unit)
        return units

    def instruction(self, node: Node) -> bool:
        text = self.source.slice(first_line(self.source, node))
        return imperative(text) and not forbids(text)

    def forbidden(self, node: Node) -> bool:
        return forbids(self.source.slice(first_line(self.source, node)))

    def whole(self, part: Part, container: tuple[str, ...], alternative: str) -> None:
        """A rollback section without entries is one itself, where it tells something to do."""
        if step_field(part.title) and not part.real and not has_action(part):
            return
        if self.instructs(part) or any(b.kind == "paragraph" for b in part.blocks):
            unit = part_unit(part, "rollback")
            unit.container, unit.alternative = container, alternative
            self.units.append(unit)
