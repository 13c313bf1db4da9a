"""Surfaces that an action may affect, as lists: cut out of a text and looked for in another; it reports nothing."""

from collections import Counter
from collections.abc import Iterator

from runbooklint.inline import plain, trimmed, words
from runbooklint.named import NamedTuple
from runbooklint.pattern import Pattern
from runbooklint.records import Field
from runbooklint.source import Span

_CUT = Pattern(
    r"[,;\n|]|<br[ ]?/?>|(?<=\S)[ \t]{1,4}(?:and|as well as|plus|&|\+|[–—-])[ \t]"
    r"|(?<=\w)[.](?=\s|$)|\((?:[^()\n]{0,300}\))?|\)", 2,
)  # fmt: skip
_LEAD = Pattern(
    r"(?:[\s*_+•-]|\d{1,2}[.)]\s|(?:the|an?|all|any|every|also|only|possibly|potentially|maybe|both|other|and|or|e\.g\.|"
    r"including|mainly|mostly)\s){0,12}",
    2,
)
_TAIL = Pattern(
    r"(?<=\S)[ \t]{1,4}(?:which|that|because|since|as|when|while|if|via|through|behind|using|sharing|where|who|until"
    r"|during|due|depending)\b.*",
    18,
)
_VERBS = frozenset(
    "is are was were be may might could can will would should has have had do does did share shares use uses read reads"
    " depend depends affect affects affected see sees get gets lose loses no not none nothing nobody"
    " everything anything whatever something".split()
)
_GENERIC = frozenset(
    "service services endpoint endpoints api apis app apps worker workers job jobs page pages flow flows path paths"
    " system systems customer customers user users traffic request requests server servers cluster component components"
    " surface surfaces region pod pods node nodes feature features function backend frontend call calls client clients"
    " downstream upstream direct indirect internal external low medium high affected small large limited operation"
    " operations process processes of for in on to with the a an via from by at our its their this".split()
) | frozenset(
    "brief short temporary slight higher slower latency spike spikes delay delays reconnect reconnects slowdown blip"
    " errors seconds minutes downtime minimal none limited only".split()
)
_LONGEST = 5
_ALL = frozenset("all each every both everything".split())
_LISTED = frozenset("surface surfaces them these services endpoints areas listed named above radius".split())
_CHECKED = frozenset(
    "checked check verified verify tested looked inspected covered monitored measured reviewed examined".split()
)
_UNDONE = frozenset("not never un yet nobody without".split())
_UNCHECKED = frozenset("unchecked unverified untested skipped omitted pending tbd todo".split())
_CLAUSE = Pattern(r"[;,\n|]|(?<=\w)\.(?=\s|$)")


class Surface(NamedTuple):
    """Something that an action may affect."""

    text: str
    span: Span
    terms: frozenset[str]
    """The words that tell it from others, cut short."""


def surfaces_in(field: Field) -> list[Surface]:
    """The surfaces that a field lists; what is told in whole sentences is passed over."""
    found = [surface for span in _pieces(field) if (surface := _surface(field, span))]
    often = Counter(term for surface in found for term in surface.terms)
    own = [frozenset(term for term in surface.terms if often[term] == 1) for surface in found]
    return [surface._replace(terms=terms or surface.terms) for surface, terms in zip(found, own, strict=True)]


def _pieces(field: Field) -> Iterator[Span]:
    """The spans between the separators of a list."""
    for item in field.items:
        at = 0
        for cut in _CUT.finditer(item.text):
            yield trimmed(item.text[at : cut.start()], item.span.start + at)
            at = cut.end()
        yield trimmed(item.text[at:], item.span.start + at)


def _surface(field: Field, span: Span) -> Surface | None:
    text = field.text[span.start - field.span.start : span.end - field.span.start]
    head, colon, rest = text.partition(":")
    if colon and {*words(head)} <= _GENERIC:
        span, text = Span(span.end - len(rest), span.end), rest
    elif colon:
        text = head
    lead = _LEAD.match(text)
    start = lead.end() if lead else 0
    text = _TAIL.sub("", text[start:])
    place = trimmed(text, span.start + start)
    listed = words(text)
    if len(listed) > _LONGEST or _VERBS & set(listed) or any(word.isdigit() for word in listed):
        return None
    if not {*words(text.replace("-", " "))} - _GENERIC:
        return None
    return Surface(plain(text), place, terms_of(text))


def terms_of(text: str) -> frozenset[str]:
    """The telling words of a text, cut short so that forms of a word are one; all words where none is telling."""
    listed = [word for word in words(text.replace("_", " ").replace("-", " ")) if len(word) > 1]
    telling = [word for word in listed if word not in _GENERIC]
    return frozenset(stem(word) for word in telling or listed)


def stem(word: str) -> str:
    """The beginning of a word that its forms share."""
    bare = word[:-1] if word.endswith("s") and not word.endswith("ss") else word
    return bare[:5]


def named_in(field: Field) -> frozenset[str] | None:
    """The words, cut short, of what a side-effect check says it has looked at; None where it covers everything."""
    found: set[str] = set()
    at = 0
    for end, after in [*(cut.span() for cut in _CLAUSE.finditer(field.text)), (len(field.text), len(field.text))]:
        listed = words(field.text[at:end].replace("_", " ").replace("-", " "))
        at = after
        if _says_unchecked(listed):
            continue
        if any(word in _ALL and _LISTED & set(listed[index + 1 : index + 5]) for index, word in enumerate(listed)):
            return None
        found |= {stem(word) for word in listed if word not in _CHECKED}
    return frozenset(found)


def _says_unchecked(listed: list[str]) -> bool:
    """Whether a clause says of what it names that it was not looked at."""
    if _UNCHECKED & set(listed):
        return True
    return any(
        word in _CHECKED and (_UNDONE & set(before) or any(other.endswith("n't") for other in before))
        for index, word in enumerate(listed)
        for before in (listed[max(0, index - 4) : index],)
    )
