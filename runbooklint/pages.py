"""The pages of the rules: where they are, and what their heads say; it knows no rule."""

import os
from collections.abc import Iterator

from runbooklint.named import NamedTuple
from runbooklint.pattern import Pattern

_TITLE = Pattern(r"# (?P<name>[a-z0-9-]+) \((?P<code>[A-Z]{3}\d{3})\)\n+(?P<summary>[^\n]+)\n")


class Page(NamedTuple):
    """The page of one rule."""

    code: str
    name: str
    summary: str
    """What the rule reports, in one sentence."""
    text: str
    path: str


class MissingPagesError(Exception):
    """The pages are not where an installation or a checkout has them."""


def folder() -> str:
    """The folder of the pages: inside an installed package, beside it in a checkout. Raises MissingPagesError."""
    here = os.path.dirname(os.path.abspath(__file__))
    for place in (os.path.join(here, "_rules"), os.path.join(os.path.dirname(here), "rules")):
        if os.path.isdir(place):
            return place
    raise MissingPagesError("the rule pages are missing from this installation")


def pages() -> Iterator[Page]:
    """Every page, sorted by code."""
    names = {
        name: os.path.join(top, name)
        for top, _, names in os.walk(folder())
        for name in names
        if name.endswith(".md") and name != "README.md"
    }
    for name in sorted(names):
        yield read_page(names[name])


def read_page(path: str) -> Page:
    """One page. Raises ValueError where it does not begin with title and sentence."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    head = _TITLE.match(text)
    if head is None:
        raise ValueError(f"{path}: a page begins with `# name (CODE)`, an empty line and one sentence")
    return Page(head["code"], head["name"], head["summary"], text, path)
