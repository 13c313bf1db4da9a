"""A verification told in running text (`before 12% at 14:01; after 0.3% at 14:20; wait 15 min`) cut into its fields."""

from collections.abc import Iterator

from runbooklint.inline import trimmed
from runbooklint.pattern import Pattern
from runbooklint.reading.items import item
from runbooklint.reading.log.fields import Gathered
from runbooklint.records import FieldName, Item
from runbooklint.source import Source
from runbooklint.vocabulary.log_labels import check_field

_CUT = Pattern(r";|\n|(?<=[\w)%`])\.(?=[ \t]+[A-Z`])")
_WORDS = Pattern(r"[\s*_]{0,6}([A-Za-z]+(?:[ -][A-Za-z]+){0,2})")
_DECIDED = frozenset({"confirmed", "partial", "refuted"})
_TELLING: frozenset[FieldName] = frozenset(
    {"pre_values", "post_values", "wait", "secondary_signal", "side_effect_check", "residual", "decision"}
)
_DOUBTFUL = frozenset("to from pre post status values readings results result observation".split())


def spread(source: Source, found: Gathered) -> None:
    """Take the fields out of running text where at least two of its pieces begin with a label."""
    told = found.loose or found.values.get("verification", [])
    pieces = [piece for one in told if not one.code for piece in _pieces(source, one)]
    labelled = [(name, value) for name, value in pieces if name and name not in found.values]
    if len({name for name, _ in labelled}) < 2:
        return
    found.loose = []
    rest = [value for name, value in pieces if not name or name in found.values]
    for name, value in labelled:
        if name:
            found.values.setdefault(name, []).append(value)
    if rest:
        found.values["verification"] = rest
    else:
        found.values.pop("verification", None)


def _pieces(source: Source, told: Item) -> Iterator[tuple[FieldName | None, Item]]:
    """The pieces of a text with the field that the first words of each name."""
    at = 0
    for start, after in [*(cut.span() for cut in _CUT.finditer(told.text)), (len(told.text), len(told.text))]:
        text = told.text[at:start]
        if text.strip():
            name, skipped = _label(text)
            yield name, item(source, trimmed(text[skipped:], told.span.start + at + skipped))
        at = after


def _label(text: str) -> tuple[FieldName | None, int]:
    """The field that the first words name, the longest name first, and where its value begins."""
    lead = _WORDS.match(text)
    words = lead.group(1).split(" ") if lead else []
    for count in range(len(words), 0, -1):
        name = check_field(" ".join(words[:count]))
        if lead and name in _TELLING and not (count == 1 and words[0].lower() in _DOUBTFUL):
            end = lead.start(1) + len(" ".join(words[:count]))
            value = len(text) - len(text[end:].lstrip(" \t:*_,–—-"))
            if value < len(text):
                return name, value
    if words and words[0].lower() in _DECIDED:
        return "decision", len(text) - len(text.lstrip())
    return None, 0
