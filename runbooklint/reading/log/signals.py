"""Tables of a mitigation log that are no rows of actions: signals row by row, or actions column by column."""

from runbooklint.document import Node
from runbooklint.pattern import Pattern
from runbooklint.records import FieldName
from runbooklint.source import Source
from runbooklint.vocabulary import phrase
from runbooklint.vocabulary.log_labels import check_field, entry_field

_OF_A_WHOLE: frozenset[FieldName] = frozenset({"decision", "mitigation", "wait"})
"""Columns of tables that hold a verification in each row."""
_ID_HEADS = frozenset("id no nr ref entry step m action measure".split())
_ID = Pattern(r"[\s*_`#]{0,12}[A-Za-z]{0,5}[-_ ]?\d{1,4}[a-z]?[\s*_`.)]{0,12}")

_ACTION = Pattern(
    r"[\s*_`#]{0,12}(?:(?:mitigation|action|measure|attempt|entry|change)[ \t]{0,3}(?:no\.?|nr\.?|#)?[ \t]{0,3}"
    r"[a-z]{0,3}-?\d{1,3}"
    r"|[a-z]{1,5}[-_]?\d{1,3})(?![\w%.])",
    2,
)


def signal_columns(source: Source, node: Node) -> dict[int, FieldName]:
    """The fields by column of a table of signals; empty for any other table."""
    titles = [source.slice(cell.span) for cell in node.children[0].children] if node.children else []
    named = {index: name for index, title in enumerate(titles) if (name := check_field(title))}
    told = set(named.values())
    if not {"pre_values", "post_values"} <= told or _OF_A_WHOLE & told or _ID_HEADS & {phrase(t) for t in titles}:
        return {}
    firsts = [source.slice(row.children[0].span) for row in node.children[1:] if row.children]
    if not firsts or all(_ID.fullmatch(first) for first in firsts):
        return {}
    if "signal" not in told:
        return named | {0: "signal"} if 0 not in named else {}
    return named


def action_columns(source: Source, node: Node) -> list[int]:
    """The columns of a table that stands on its side: each is an action, and the rows are fields; empty for others."""
    heads = node.children[0].children if node.children else []
    found = [i for i, cell in enumerate(heads) if i and _ACTION.match(source.slice(cell.span))]
    if len(found) < 2 or len(found) + 1 < len(heads):
        return []
    labels = [source.slice(row.children[0].span) for row in node.children[1:] if row.children]
    fields = sum(bool(entry_field(label) or check_field(label)) for label in labels)
    return found if fields * 2 > len(labels) else []
