"""Rule on links inside the repository: the heading or file that one points to exists."""

from collections.abc import Iterator
from urllib.parse import unquote

from runbooklint.facts import Facts
from runbooklint.inline import links
from runbooklint.nearest import nearest
from runbooklint.pattern import Pattern
from runbooklint.records import Prose
from runbooklint.rule import ANY, Problem, Report, Severity, rule
from runbooklint.source import Span

_LINES = Pattern(r"L\d+(?:C\d+)?(?:-L?\d+(?:C\d+)?)?")
_HYPHENS = Pattern(r"-{2,}")


@rule("DOC109", "broken-reference", Severity.HIGH, on=Prose, kinds=ANY)
def broken_reference(prose: Prose, facts: Facts) -> Iterator[Report]:
    for link in links(prose.text):
        path, _, fragment = link.target.partition("#")
        path = path.partition("?")[0]
        if path not in facts.targets:
            continue
        anchors = facts.targets[path]
        start = prose.span.start + link.target_span.start
        span = Span(start, start + link.target_span.end - link.target_span.start)
        if anchors is None:
            yield Problem(span, f"there is no file {unquote(path)}")
        elif fragment and anchors and not _resolves(unquote(fragment), anchors):
            similar = nearest(fragment, anchors)
            hint = f"; the nearest is #{similar}" if similar else ""
            yield Problem(span, f"no heading of {unquote(path) or 'this document'} has the anchor #{fragment}{hint}")


def _resolves(fragment: str, anchors: frozenset[str]) -> bool:
    """Whether an anchor is one by the rules of GitHub, or of GitLab, which folds hyphens; `#top` always is."""
    if fragment in anchors or fragment.lower() in anchors or fragment == "top" or _LINES.fullmatch(fragment):
        return True
    return "--" not in fragment and any(_HYPHENS.sub("-", anchor).strip("-") == fragment for anchor in anchors)


RULES = (broken_reference,)
