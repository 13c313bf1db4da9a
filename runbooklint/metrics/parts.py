"""The words around a value by the part they play: bounds, roles, lengths of time, words that name nothing."""

from collections.abc import Sequence
from typing import Literal, TypeAlias

from runbooklint.metrics.pieces import Piece

Comparator: TypeAlias = Literal["", "<", "<=", ">", ">="]
Role: TypeAlias = Literal["", "before", "now", "target", "other", "length", "change"]
"""What a value is besides one that was measured: the one before, the one right now, a target or threshold, one that it
is compared with, a length of time, or by how much something changes."""

_BEFORE = frozenset("before previously prior pre originally initially formerly baseline".split())
_NOW = frozenset("now currently today".split())
_TARGET = frozenset(
    "threshold thresholds target slo sla limit expected expectation goal objective budget tolerance acceptable allowed"
    " criterion predicted".split()
)
_AGAINST = frozenset("against vs versus compared".split())
_ROLES: dict[str, Role] = {
    **dict.fromkeys(_BEFORE, "before"),
    **dict.fromkeys(_NOW, "now"),
    **dict.fromkeys(_TARGET, "target"),
    **dict.fromkeys(_AGAINST, "other"),
    "from": "before",
}
_BEHIND: dict[str, Role] = {
    **dict.fromkeys(_BEFORE | {"earlier", "beforehand"}, "before"),
    **dict.fromkeys(_NOW, "now"),
    **dict.fromkeys(_TARGET, "target"),
    **dict.fromkeys(("after", "afterwards"), ""),
}
_AIMED = frozenset("to back reach reaches below under near".split())
_LITTLE = frozenset("a an the of about around roughly approximately approx nearly almost some or ~ ≈ = value".split())
_MOVED = frozenset(
    "falls fell fall falling fallen drops dropped drop dropping rises rose rise rising risen goes went go gone stays"
    " stayed stay holds held hold holding returns returned return returning recovers recovered recover reads read"
    " showed shows show shown reached reaches reach reaching climbs climbed climb decreases decreased decrease"
    " decreasing increases increased increase increasing settles settled settle remains remained remain remaining"
    " declines declined decline shrinks shrank shrink grows grew grow measured observed dips dipped dip moves moved"
    " move comes came come back down up stable steady flat unchanged improves improved improve".split()
)
BOUNDS = frozenset(
    "below under beneath above over exceeding exceeds exceed beyond less lower fewer smaller more greater higher larger"
    " than least most max maximum minimum within".split()
)
_PLACED = frozenset("on in at from by via over during with within inside into across per through until since".split())
_LINKS = frozenset(
    "is are was were be been being has have had to of for and or not no never as it its this that these those which"
    " while when then so but again only just still each every all both between a an the s should must will shall can"
    " would may after than out value values".split()
)
_JUDGING = frozenset(
    "meets meet met satisfies satisfy beats beat exceeds confirms confirm proves shows sits lies stands against versus"
    " vs well far clearly easily comfortably safely".split()
)
"""Words that hold a value against another."""
_AGED = frozenset("old late behind stale delayed".split())
PLAIN = _MOVED | BOUNDS | _PLACED | _LINKS | frozenset(_ROLES) | frozenset(_BEHIND) | _AGED | _JUDGING
"""Words that name neither a signal nor what is counted."""
CUTTING = _PLACED
"""Words behind which stands where or when something was read, and no name."""
COUNTED = frozenset(
    "interval intervals point points reading readings sample samples scrape scrapes cycle cycles".split()
)
"""What is counted where a number says how long something was watched."""
_LENGTH_LEADS = frozenset(
    "within in after for over during every each last next inside past wait waited waiting by another".split()
)
_LENGTH_ENDS = frozenset("later window resolution apart wait ago earlier long".split())
_MEASURED_LEADS = frozenset("is was are were against vs versus from to -> → than =".split())
_MEASURED_ENDS = _AGED | frozenset("before -> → to against vs".split())
_IDENTIFIED = frozenset(
    "pr issue ticket revision rev version port replica step no nr phase build release line attempt shard section figure"
    " sev severity priority hypothesis mitigation action id case incident change chg run ref v pull commit".split()
)
_FALLING = frozenset("less lower fewer smaller".split())
_RISING = frozenset("more greater higher larger".split())
_NEGATED = frozenset("no not never".split())
_CHANGED = frozenset(
    "drop decrease reduction increase improvement lower higher fewer less more faster slower rise fall".split()
)


def word(found: Sequence[Piece], index: int) -> str:
    """The word or sign at an index; empty beyond either end, and for names in code, numbers and times."""
    if 0 <= index < len(found) and found[index].kind in ("word", "sign", "compare", "arrow"):
        return found[index].text
    return ""


def identifies(found: Sequence[Piece], index: int) -> bool:
    """Whether a number is a name or a part of one: `PR 4412`, `#12`, `replica 2`."""
    before = found[index - 1] if index else None
    if before is None:
        return False
    glued = before.end == found[index].start
    return (glued and before.text in {"#", "/", "@", "_"}) or (before.kind == "word" and before.text in _IDENTIFIED)


def bound_before(found: Sequence[Piece], index: int) -> tuple[Comparator, int]:
    """The comparison that stands before the piece with an index, and the index of its first piece."""
    at = index - 1
    while at > index - 5 and word(found, at) in _LITTLE:
        at -= 1
    said, earlier = word(found, at), word(found, at - 1)
    negated = _NEGATED & {earlier, word(found, at - 2)}
    match said:
        case "<" | "&lt;":
            return "<", at
        case "<=" | "≤" | "&lt;=":
            return "<=", at
        case ">" | "&gt;":
            return ">", at
        case ">=" | "≥" | "&gt;=":
            return ">=", at
        case "below" | "under" | "beneath":
            return (">=" if negated else "<"), at
        case "above" | "over" | "exceeding" | "exceeds" | "exceed" | "beyond":
            return ("<=" if negated else ">"), at
        case "than" if earlier in _FALLING:
            return (">=" if word(found, at - 2) in _NEGATED else "<"), at - 1
        case "than" if earlier in _RISING:
            return ("<=" if word(found, at - 2) in _NEGATED else ">"), at - 1
        case "most" if earlier == "at":
            return "<=", at - 1
        case "least" if earlier == "at":
            return ">=", at - 1
        case "to" if earlier == "up":
            return "<=", at - 1
        case "max" | "maximum" | "within":
            return "<=", at
        case "minimum":
            return ">=", at
    return "", index


def bound_behind(found: Sequence[Piece], index: int) -> Comparator:
    """The comparison that stands right behind a value: `1% or less`, `99.9% or more`."""
    said, after = word(found, index), word(found, index + 1)
    if said == "or":
        if after in _FALLING or after in {"below", "under"}:
            return "<="
        if after in _RISING or after in {"above", "over"}:
            return ">="
    return "<=" if said in {"max", "maximum"} else ""


_TO_ROLE = frozenset({"at", "just", "right", "the", "on"})


def role_behind(found: Sequence[Piece], index: int, counts: bool = False) -> Role | None:
    """The role that the words right behind a value give it: `11.8% before`, `11.7% now`, `0.4% after`; None without.

    Where the value `counts` something, or seems to (`0.3% undercuts the target`), no article leads to such a word.
    """
    for at in range(index, min(index + 4, len(found))):
        piece = found[at]
        if piece.kind == "word" and piece.text in _BEHIND:
            return _BEHIND[piece.text]
        leads = piece.kind == "word" and piece.text in _TO_ROLE and not (counts and piece.text == "the")
        if piece.kind != "time" and not leads:
            return None
    return None


def role_before(found: Sequence[Piece], index: int, stop: int) -> Role:
    """The role that the words before a value give it, back to a comma, bracket, or the value before."""
    for at in range(index - 1, max(stop, index - 9) - 1, -1):
        piece = found[at]
        if piece.kind == "line" or (piece.kind == "sign" and piece.text in ",;(|[."):
            return ""
        if piece.kind == "word":
            if piece.text in _ROLES:
                aimed = piece.text == "baseline" and any(word(found, at - back) in _AIMED for back in (1, 2, 3))
                return "target" if aimed else _ROLES[piece.text]
            # "was" tells of an earlier value where it leads: "0.4% (was 11.8%)", not "the rate was 0.4%".
            if piece.text in {"was", "were"} and (at == stop > 0 or word(found, at - 1) in {"(", ",", "it", "that"}):
                return "before" if stop else ""
    return ""


def is_whole(found: Sequence[Piece], first: int, stop: int) -> bool:
    """Whether a value is the whole of which the value before is a part: `12 of 4,000 logins`, `3 per 1000 requests`."""
    if word(found, first - 1) == "per":
        return True
    return word(found, first - 1) == "of" and (
        first - 1 == stop > 0 or (first - 2 == stop and word(found, stop) == "out")
    )


def tells_length(found: Sequence[Piece], first: int, after: int) -> bool:
    """Whether the words around a time say how long something lasts and not what was measured: `within 10 min`."""
    at = first - 1
    while at > first - 4 and (word(found, at) in _LITTLE or word(found, at) in {"less", "than", "at", "most"}):
        at -= 1
    return word(found, at) in _LENGTH_LEADS or word(found, after) in _LENGTH_ENDS


def tells_age(found: Sequence[Piece], first: int, after: int) -> bool:
    """Whether the words around a time say that it was measured: `is 1 min old`, `45 s against 49 min`."""
    _, lead = bound_before(found, first)
    if word(found, after) in {"after", "afterwards"}:
        # "40 min after against 42 min before" or "40 min after, 42 min before", not "40 min after the change".
        listed = word(found, after + 1) in (",", ";", "/") and word(found, after + 3) == word(found, after - 1) != ""
        return listed or word(found, after + 1) in _AGAINST
    return word(found, lead - 1) in _MEASURED_LEADS or word(found, after) in _MEASURED_ENDS


def tells_change(found: Sequence[Piece], first: int, after: int) -> bool:
    """Whether a share says by how much something changes: `falls by 90%`, `a 90% drop`."""
    _, lead = bound_before(found, first)
    before = word(found, lead - 1)
    return before == "by" or word(found, after) in _CHANGED
