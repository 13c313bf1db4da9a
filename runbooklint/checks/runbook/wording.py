"""The words of a text that say something of their own, without names of records, small words and lengths; pure text."""

from runbooklint.inline import plain
from runbooklint.pattern import Pattern

_LINK = Pattern(r"\[[^\[\]\n]{0,500}\]\([^()\s]{0,2000}\)")
_TOKEN = Pattern(r"`[^`\n]{0,500}`|[^\W_][\w./:-]*")
VERIFYING = frozenset("verify confirm check validate".split())
"""The verbs with which a step begins that only checks."""
_SMALL = frozenset(
    "a an the of in on at to for from by with and or as is are was were be been it its this that these those there"
    " then than so not no nor but if when while after before during into onto over under per via about see also only"
    " both all each any some may can will would should must do does did done has have had s t up out off same"
    " here".split()
)


def own_words(text: str, known: frozenset[str] = frozenset()) -> list[str]:
    """The words of a text in lower case without small words, numbers, ids, code, links, and words that are known."""
    bare = plain(_LINK.sub(" ", text))
    found = []
    for match in _TOKEN.finditer(bare):
        word = match.group().lower().strip(".:/-")
        if word and word.replace("-", "").isalpha() and word not in _SMALL and word not in known:
            found.append(word)
    return found
