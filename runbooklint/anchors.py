"""The anchors that GitHub gives to the headings of a Markdown file; pure text, no blocks."""

from collections.abc import Iterable
from unicodedata import category

from runbooklint.inline import plain
from runbooklint.pattern import Pattern

_NAMED = Pattern(r"""<[A-Za-z][^<>]{0,300}?\s(?:id|name)\s*=\s*["']?([^\s"'<>]{1,300})""")
_CUSTOM = Pattern(r"\{#([^\s{}]{1,300})\}\s*\Z")
_KEPT = {"L", "M"}


def slug(heading: str) -> str:
    """The anchor of one heading, as if no other had the same words."""
    text = plain(heading).lower().replace(" ", "-")
    if text.isascii():
        return "".join(c for c in text if c.isalnum() or c in "-_")
    return "".join(c for c in text if c == "-" or category(c)[0] in _KEPT or category(c) in {"Nd", "Nl", "Pc"})


def anchors(headings: Iterable[str], text: str) -> frozenset[str]:
    """All anchors of a document: of its headings in order (`-1`, `-2` behind repeated ones), and those set by hand."""
    found: set[str] = set()
    seen: dict[str, int] = {}
    for heading in headings:
        custom = _CUSTOM.search(heading[-400:])
        if custom:
            found.add(custom.group(1))
        name = slug(heading)
        count = seen[name] = seen.get(name, -1) + 1
        found.add(f"{name}-{count}" if count else name)
    if "<" in text:
        found.update(match.group(1) for match in _NAMED.finditer(text))
    return frozenset(found)
