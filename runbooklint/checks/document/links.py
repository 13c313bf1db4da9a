"""Rule on links inside the repository: the heading or file that one points to exists."""

from collections.abc import Iterator
from functools import lru_cache

from runbooklint.facts import Facts
from runbooklint.inline import links
from runbooklint.nearest import nearest, slip
from runbooklint.pattern import Pattern
from runbooklint.records import Prose
from runbooklint.rule import ANY, Edit, Fix, Problem, Report, Severity, rule
from runbooklint.source import Span

_LINES = Pattern(r"L\d+(?:C\d+)?(?:-L?\d+(?:C\d+)?)?")
_PLAIN = Pattern(r"[\w.-]+")
_HYPHENS = Pattern(r"-{2,}")
_ALIKE = 8


@rule("DOC109", "broken-reference", Severity.HIGH, on=Prose, kinds=ANY)
def broken_reference(prose: Prose, facts: Facts) -> Iterator[Report]:
    for link in links(prose.text):
        path, _, fragment = link.target.partition("#")
        path = path.partition("?")[0]
        if path not in facts.targets:
            continue
        from urllib.parse import unquote  # few documents link to others

        anchors = facts.targets[path]
        start = prose.span.start + link.target_span.start
        span = Span(start, start + link.target_span.end - link.target_span.start)
        if anchors is None:
            if _served(path):
                continue
            yield Problem(span, f"there is no file {unquote(path)}")
        elif fragment and anchors and not _resolves(unquote(fragment), anchors):
            meant = _meant(unquote(fragment), anchors)
            similar = meant or nearest(fragment, _alike(fragment, anchors))
            hint = f"; the nearest is #{similar}" if similar else ""
            message = f"no heading of {unquote(path) or 'this document'} has the anchor #{fragment}{hint}"
            bracket = (span.end - span.start - len(link.target)) // 2
            place = Span(span.end - bracket - len(fragment), span.end - bracket)
            fix = Fix(f"link to #{meant}", (Edit(place, meant),), safe=True) if meant else None
            yield Problem(span, message, fix=fix)


def _served(path: str) -> bool:
    """Whether a path is what a site that is built from the documents serves: `/guide/`, `guide.html`."""
    last = path.rpartition("/")[2]
    return last.endswith((".html", ".htm")) or (path.startswith("/") and "." not in last)


def _meant(fragment: str, anchors: frozenset[str]) -> str | None:
    """The anchor that alone can be meant, if it can stand in a link as it is."""
    found = slip(fragment, {name for key in _keys(fragment) for name in _by_key(anchors).get(key, ())})
    return found if found and _PLAIN.fullmatch(found) else None


def _resolves(fragment: str, anchors: frozenset[str]) -> bool:
    """Whether an anchor is one by the rules of GitHub, or of GitLab, which folds hyphens; `#top` always is."""
    if fragment in anchors or fragment.lower() in anchors or fragment == "top" or _LINES.fullmatch(fragment):
        return True
    return fragment in _folded(anchors)


@lru_cache(maxsize=16)
def _folded(anchors: frozenset[str]) -> frozenset[str]:
    """The anchors as GitLab makes them."""
    return frozenset(_HYPHENS.sub("-", anchor).strip("-") for anchor in anchors)


def _keys(anchor: str) -> Iterator[str]:
    """What two anchors have in common that differ in hyphens alone, or inside of one word alone."""
    words = anchor.lower().replace("_", "-").split("-")
    yield "".join(words)
    for index, word in enumerate(words[:_ALIKE]):
        yield "-".join([*words[:index], f"{word[:1]}*", *words[index + 1 :]])


@lru_cache(maxsize=16)
def _by_key(anchors: frozenset[str]) -> dict[str, list[str]]:
    """A few anchors for each such key."""
    found: dict[str, list[str]] = {}
    for anchor in sorted(anchors):
        for key in _keys(anchor):
            held = found.setdefault(key, [])
            if len(held) < _ALIKE:
                held.append(anchor)
    return found


@lru_cache(maxsize=16)
def _by_first_word(anchors: frozenset[str]) -> dict[str, list[str]]:
    """A few anchors for each word that one begins with."""
    found: dict[str, list[str]] = {}
    for anchor in sorted(anchors):
        held = found.setdefault(anchor.partition("-")[0], [])
        if len(held) < _ALIKE:
            held.append(anchor)
    return found


def _alike(fragment: str, anchors: frozenset[str]) -> list[str]:
    """The anchors that may be meant: looking at all would be slow in a document with many links that lead nowhere."""
    return _by_first_word(anchors).get(fragment.partition("-")[0].lower(), [])


RULES = (broken_reference,)
