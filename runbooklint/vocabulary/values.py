"""The words that values with few meanings are written in: classes, styles, none, and what is still to be filled in."""

from functools import cache

from runbooklint.inline import words
from runbooklint.memory import remembered
from runbooklint.pattern import Pattern
from runbooklint.records import State
from runbooklint.vocabulary.phrases import phrase

_CLASSES = {
    "fully": "fully, fully reversible, reversible, yes, byte for byte, full, completely reversible, y, true,"
    " completely, entirely,"
    " fully reversible byte for byte",
    "with-loss": "with loss, with data loss, reversible with loss, reversible with data loss, partially,"
    " lossy, partial,"
    " partially reversible, reversible with some loss",
    "at-cost": "at cost, at material cost, reversible at cost, reversible at material cost, expensive,"
    " reversible at a cost, costly, reversible but expensive",
    "forward-fix-only": "forward fix only, forward only, irreversible, not reversible, one way, no, fix forward only,"
    " forward fix, n, false, none, non reversible, roll forward only, cannot be undone, not fully reversible",
}
_STYLES = {
    "big-bang": "big bang, bigbang, all at once",
    "phased": "phased, phase by phase, in phases, by phases, multi phase, gradual, gradual rollout",
    "strangler": "strangler, strangler fig",
    "dual-write": "dual write, dual writes, dual writing, cutover on read flip",
}


@cache
def _values(kind: str) -> dict[str, str]:
    source = _CLASSES if kind == "class" else _STYLES
    return {name.strip(): value for value, names in source.items() for name in names.split(",")}


def reversibility(text: str) -> str:
    """The canonical reversibility class (`fully`, `with-loss`, `at-cost`, `forward-fix-only`) or empty."""
    return _leading(text, _values("class"))


def style(text: str) -> str:
    """The canonical cutover style (`big-bang`, `phased`, `strangler`, `dual-write`) or empty."""
    return _leading(text, _values("style"))


def _leading(text: str, table: dict[str, str]) -> str:
    """The value of the longest known name that the text begins with."""
    listed = words(text)
    for count in range(min(len(listed), 5), 0, -1):
        found = table.get(" ".join(listed[:count]))
        if found:
            return found
    return ""


_NONE = frozenset(
    "none;n a;na;nil;not applicable;nothing;nobody;no one;not required;not needed;no;none required;no rollback".split(
        ";"
    )
)
_UNFILLED = frozenset(
    "tbd;tbc;todo;fixme;xxx;to be determined;to be decided;to be confirmed;to be defined;to be announced;see later;"
    "to follow;fill in;fill me in;placeholder;pending;lorem ipsum;to be filled in;to be filled;to be written;"
    "coming soon;to be completed;to be assigned;to be added;to be provided;follows later;will follow;tba".split(";")
)
_BLANK = Pattern(r"[\s_.\u2026?]*")
_TEMPLATE = Pattern(
    r"<(?!/|br\b|https?:|mailto:|!--)[A-Za-z][^<>\n]{0,80}>|\[(?![ xX]\])[A-Za-z][^\[\]()`\n]{0,80}\]"
    r"|\{\{[^{}\n]{0,80}\}\}|_{3,}(?:[:/-]_{2,})*|\[_+\]|\$\{[A-Z_]{1,40}\}"
)
_LONGEST = 40  # no word for nothing and none for later is as long
_SLOTS = frozenset(
    "filled name names owner role team lead manager director person contact date day time hh mm yyyy dd timestamp"
    " channel url link id number ticket phone email mail address value duration version amount description details"
    " reason summary insert fill enter add describe specify your todo tbd tbc placeholder title severity status"
    " impact region host hostname service environment env branch command result window percentage"
    " percent count metric threshold"
    " dataset location who when what where how engineer username user account".split()
)
DASHES = frozenset("-–—−")


@remembered
def state(text: str) -> State:
    """Whether a value is stated, is a stated none (`N/A`, `none`, a dash), or a place to fill in (`TBD`, `<owner>`)."""
    bare = text.strip().strip("*`").strip()
    if bare in DASHES or bare == "--":
        return "none"
    if len(bare) > _LONGEST and bare[0] not in "<[{_$" and bare[:5].lower() != "lorem":
        return "stated"
    full = phrase(bare)
    if full in _NONE and bare[:1] not in "<[{":
        return "none"
    if full in _UNFILLED or _BLANK.fullmatch(bare) or full.startswith("lorem ipsum"):
        return "unfilled"
    if not _TEMPLATE.fullmatch(bare):
        return "stated"
    # Brackets without such a word are a reference link: `[Jo Lind]`, `[RH-7]`.
    return "stated" if bare[0] == "[" and not _SLOTS & set(full.split()) else "unfilled"
