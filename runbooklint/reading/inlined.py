"""Labels within a line: `**Drain it.** Owner: A. Takes: 5 min. Check: …`; where each part of such a line stands."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from runbooklint.inline import trimmed, without_code
from runbooklint.pattern import Pattern
from runbooklint.reading.labels import bold_label, plain_label
from runbooklint.records import FieldName
from runbooklint.source import Source, Span
from runbooklint.vocabulary import document_field, label_field, phrase

_INLINE = Pattern(r"(?<=[.;)*])[ \t]+(?P<label>[A-Z][\w’'/-]{0,30}(?:[ \t][\w’'/-]{1,30}){0,3}):(?=\s)")
_APART: frozenset[FieldName] = frozenset(
    {
        "owner",
        "preconditions",
        "depends_on",
        "expected_duration",
        "maximum_duration",
        "reversibility",
        "communication",
        "point_of_no_return",
    }
)
"""The fields whose labels are no part of a decision or a message."""
_OWN: frozenset[FieldName] = _APART | {"postcondition", "action", "rollback", "go_no_go"}
_WHOLE: frozenset[FieldName | None] = frozenset({"go_no_go", "communication"})
"""The fields whose values hold words that are labels elsewhere: `Rollback: …`, `Success: …`."""
_EVENTS = frozenset({"rollback", "roll back"})
"""The labels of the way back that are also events and outcomes; `Undo:` behind a message is none."""
_FEW = 2


def parted(
    source: Source, spans: Sequence[Span], naming: Callable[[str], FieldName | None] = label_field
) -> Sequence[Span]:
    """The spans of lines, those cut that hold two labels or more behind their beginning."""
    if not any(source.text.find(": ", span.start, span.end) >= 0 for span in spans):
        return spans
    known = document_field if naming is document_field else label_field
    return [part for span in spans for part in _cut(source.slice(span), span, known)]


def _cut(text: str, span: Span, naming: Callable[[str], FieldName | None]) -> list[Span]:
    bare = without_code(text)
    first = bold_label(text) or plain_label(text)
    last = naming(first.text) if first else None
    cuts = []
    for found in _INLINE.finditer(bare):
        name = naming(found["label"])
        apart = name in _APART or (name == "rollback" and phrase(found["label"]) not in _EVENTS)
        if name and (naming is document_field or (apart if last in _WHOLE else name in _OWN)):
            cuts.append(found.start("label"))
            last = name
    if len(cuts) < _FEW:
        return [span]
    edges = [0, *cuts, len(text)]
    return [trimmed(text[a:b], span.start + a) for a, b in pairwise(edges)]
