"""Words and ids in the form in which they are compared; no vocabulary of its own."""

from runbooklint.inline import words
from runbooklint.memory import remembered
from runbooklint.pattern import Pattern

ASIDE = Pattern(r"\([^()]{0,200}\)")
_ID_NOISE = Pattern(r"[^0-9a-z]+")
_ID_WORD = Pattern(r"^(?:step|phase|stage|no|nr|task) ?(?=[0-9a-z])")
_ID_POINT = Pattern(r"(?<=\d) (?=\d)")
_ID_ZEROS = Pattern(r"(?<!\d)0+(?=\d)")


@remembered
def phrase(text: str) -> str:
    """The words of a text, lower case, joined by single spaces: how labels and names are looked up."""
    return " ".join(words(text))


@remembered
def key(identifier: str) -> str:
    """What two ids are compared by: without case, leading zeros, punctuation and the word `Step`."""
    bare = _ID_NOISE.sub(" ", identifier.lower()).strip()
    bare = _ID_ZEROS.sub("", _ID_WORD.sub("", bare))
    return _ID_POINT.sub(".", bare).replace(" ", "")
