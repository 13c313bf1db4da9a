"""The rollback entry of a step that has none, in the form of the entries that there are."""

from bisect import bisect_left, bisect_right
from itertools import islice
from typing import Any

from runbooklint.document import Node
from runbooklint.forms.blocks import Blocks
from runbooklint.forms.lines import Style, style_of
from runbooklint.forms.wording import Labels, blank, spelled
from runbooklint.records import FieldName, RollbackEntry, Section, Step
from runbooklint.rule import Addition, Edit
from runbooklint.source import Span
from runbooklint.vocabulary import key, step_field

_OWED: tuple[FieldName, ...] = (
    "owner", "preconditions", "action", "expected_duration", "postcondition", "communication", "rehearsal",
    "post_cutover_writes",
)  # fmt: skip
_PLAIN = Style("", "- ", "**", ":**", 0, "\n")
_TITLE = "Rollback procedure"
_FAR = 100
"""How many steps away an entry is looked for."""


def entry(blocks: Blocks, runbook: Any, step: Step, labels: Labels, begun: set[str]) -> tuple[Edit, ...]:
    """The edits that add an entry with blanks: behind that of the step before, else in the rollback section, else in
    one of its own at the end, which `begun` keeps: no second one is added."""
    neighbour = _neighbour(runbook, step)
    if not step.id or not step.title:
        return ()
    if neighbour is not None:
        return _beside(blocks, runbook, step, neighbour, labels)
    section = next((one for one in runbook.sections if one.kind == "rollback"), None)
    lines = _lines(step, _PLAIN, labels)
    if section is None:
        if begun:
            return ()
        begun.add(step.id)
        end = len(blocks.source.text.rstrip())
        return (Edit(Span(end, end), f"\n\n## {_TITLE}\n\n### {step.id}-rollback — {_title(step)}\n\n{lines}"),)
    end = _section_end(blocks, section, runbook.sections)
    head = f"{'#' * min(section.level + 1, 6)} {step.id}-rollback — {_title(step)}"
    return (Edit(Span(end, end), f"\n\n{head}\n\n{lines}"),)


def _neighbour(runbook: Any, step: Step) -> RollbackEntry | None:
    """The entry of the nearest step before, else of the nearest one behind."""
    steps = runbook.steps
    at = bisect_left(steps, step.span, key=lambda other: other.span)
    for index in (*range(at - 1, max(-1, at - _FAR), -1), *range(at + 1, min(len(steps), at + _FAR))):
        found = steps[index].rollback_entry
        if found is not None and runbook.rollbacks[found].id:
            return runbook.rollbacks[found]  # type: ignore[no-any-return]
    return None


def _beside(blocks: Blocks, runbook: Any, step: Step, neighbour: RollbackEntry, labels: Labels) -> tuple[Edit, ...]:
    head = blocks.head(neighbour.span)
    if head is None or not step.id:
        return ()
    if head.kind == "row":
        return _new_row(blocks, head, step, neighbour)
    style = style_of(blocks, neighbour)
    shown = blocks.source.slice(neighbour.span)
    at, behind = shown.find(neighbour.id), shown.find(neighbour.title)
    if head.kind != "heading" or head.marker[:1] != "#" or style is None or not 0 <= at < behind:
        return ()
    between = shown[at + len(neighbour.id) : behind]
    end = blocks.source.line_span(blocks.line(max(neighbour.block.start, neighbour.block.end - 1))).end
    end = len(blocks.source.text[:end].rstrip())
    title = f"{'#' * head.level} {step.id}-rollback{between}{_title(step)}"
    return (Edit(Span(end, end), f"\n\n{title}\n\n{_lines(step, style, labels)}"),)


def _lines(step: Step, style: Style, labels: Labels) -> str:
    return style.gap.join(style.line(spelled("RollbackEntry", Addition(name), labels)) for name in _OWED)


def _title(step: Step) -> str:
    return f"Undo: {step.title}"


def _new_row(blocks: Blocks, row: Node, step: Step, neighbour: RollbackEntry) -> tuple[Edit, ...]:
    """A row behind that of the neighbour: the id where that has its own, blanks where its columns are fields."""
    source, table = blocks.source, blocks.above[id(row)]
    cells: list[str] = []
    for index, cell in enumerate(row.children):
        text = source.slice(cell.span)
        head = table.children[0].children[index] if index < len(table.children[0].children) else None
        name = step_field(source.slice(head.span)) if head else None
        if key(neighbour.id) in key(text) and not any("rollback" in done for done in cells):
            cells.append(f"{step.id}-rollback")
        else:
            cells.append(blank(name) if name else blank("action") if not cells else "")
    end = source.line_span(row.first).end
    lead = source.lines[row.first][: row.children[0].span.start - source.starts[row.first]]
    closing = " |" if source.lines[row.first].rstrip().endswith("|") else ""
    return (Edit(Span(end, end), f"\n{lead}{' | '.join(cells)}{closing}"),)


def _section_end(blocks: Blocks, section: Section, sections: tuple[Section, ...]) -> int:
    """The offset behind the last words under a heading and under those below it."""
    behind = bisect_right(sections, section.span, key=lambda other: other.span)
    following = next((one for one in islice(sections, behind, None) if one.level <= section.level), None)
    end = blocks.source.starts[blocks.line(following.span.start)] if following else len(blocks.source.text)
    return len(blocks.source.text[:end].rstrip())
