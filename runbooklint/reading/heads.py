"""The head of a step, phase or section: its counting word, id, title, and what stands in brackets; pure text."""

import re

from runbooklint.inline import plain
from runbooklint.named import NamedTuple
from runbooklint.pattern import Pattern
from runbooklint.source import Span

_HEAD = Pattern(
    r"(?P<lead>[^\w\[(`<>\n]{0,12}?)(?:\*\*|__)?"
    r"(?:(?P<word>[Ss]tep|STEP|[Pp]hase|PHASE|[Ss]tage|STAGE|[Tt]ask|TASK|[Pp]art|PART|[Ww]ave|WAVE|[Dd]ay|DAY|[Ww]eek"
    r"|[Oo]ption|OPTION|[Ss]cenario|SCENARIO|[Aa]lternative|[Mm]ethod|[Pp]ath|[Cc]ase|[Aa]ppendix|[Ss]ection|[Ll]evel"
    r"|[Rr]ollback|ROLLBACK|[Gg]ate|[Tt]rack|[Mm]ilestone|[Ww]orkstream|[Ii]ssue|[Pp]riority|[Tt]ier)"
    r"(?![A-Za-z])[ \t]{0,3}[#-]?[ \t]?)?"
    r"(?P<id>T ?[=+\u2212–-] ?\d{1,4}(?:[:.]\d\d)?(?: ?(?:hours|hour|hrs|days|day|min|minutes|h|m|d|s|w)\b)?|T0"
    r"|R[-_]?\d{1,3}[A-Za-z]?\b|(?:RB?[-_])?[A-Z]{1,4}[-_]?\d{1,3}(?:\.\d{1,3}){0,4}[a-zR]?\b|\d{1,3}(?:\.\d{1,3}){0,5}[A-Za-z]?\b"
    r"|[A-Za-z](?=[.):]|[ \t]+[–—-]|[ \t]*$)|[IVX]{1,4}\b)"
    r"(?P<suffix>[-_ ](?:[Rr]ollback|ROLLBACK|RB)\b)?"
    r"(?P<sep>[ \t]*(?:\*\*|__)?[ \t]*(?:[.):–—·|/]|-(?=\s)|→)+(?=\s|\*|_|$|[A-Z])|(?:\*\*|__)?(?=[ \t]|$))"
)
_OFFSET = Pattern(r"T(?: ?[=+\u2212–-] ?\d|0\b)")
_ENDS = Pattern(r"^[\s*_:.)–—·|-]+|[\s*_:–—·|-]+$")
_BOLD = Pattern(r"(?:\*\*|__)(?P<words>[^*\n]{1,300}?)(?:\*\*|__)(?P<after>.?)")

CONTAINER_WORDS = frozenset("phase stage part wave day week track milestone workstream".split())
ALTERNATIVE_WORDS = frozenset("option scenario alternative method path case approach".split())
ASIDE_WORDS = frozenset("appendix issue level priority tier section gate".split())


class Head(NamedTuple):
    """What the head of an enumerated block says; `id` is empty where it is not enumerated."""

    word: str
    """The counting word in lower case (`step`, `phase`); empty where the id stands alone."""
    id: str
    """As written, a `-rollback` suffix included; empty where there is none."""
    title: str
    """The words after the id, markup left out."""
    title_span: Span
    id_span: Span | None = None
    """Where the id stands; None for an id that nobody wrote, such as a number in a list."""

    @property
    def offset(self) -> bool:
        """Whether the id is an offset such as T-24h."""
        return bool(_OFFSET.match(self.id))


def read_head(text: str, start: int, cell: bool = False) -> Head:
    """Read the words of a heading, an item's first line, a bold line or an id cell that begins at offset `start`."""
    found = _HEAD.match(text)
    if found and (cell or _counts(text, found)):
        at = found.end()
        word = (found["word"] or "").lower()
        first = found.start("id")
        if word in {"day", "week"} and text[first - 1] in "-−–":
            first -= 1  # `Day -3`, three days before
        written = Span(start + first, start + max(found.end("id"), found.end("suffix")))
        identifier = text[written.start - start : written.end - start]
        return Head(word, identifier, plain(_ENDS.sub("", text[at:])), Span(start + at, start + len(text)), written)
    return Head("", "", plain(_ENDS.sub("", text)), Span(start, start + len(text)))


def _counts(text: str, found: re.Match[str]) -> bool:
    """Whether what looks like an id enumerates: `3 nodes drain` and `A team member` do not."""
    if found["word"] or found["suffix"]:
        return True
    if found["sep"].strip(" \t*_"):
        return not (found["id"].isdigit() and text[found.end() : found.end() + 1].isdigit())
    after = text[found.end() :].strip()
    if _OFFSET.match(found["id"]) or "." in found["id"]:
        return not after[:1].islower()
    if found["id"][:1].isalpha() and found["id"][-1:].isdigit():
        return not after or after[:1].isupper() or after[:1] in "`*["
    return found["id"].isdigit() and len(found["id"]) == 2 and found["id"][0] == "0"


def bold_lead(text: str) -> tuple[str, str] | None:
    """The words in bold that a line begins with, and the rest of the line; None where it begins otherwise."""
    found = _BOLD.match(text)
    return (found["words"], text[found.end("words") + 2 :]) if found else None
