"""The output formats by name; each is a module of its own, imported when it is asked for."""

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING, cast

from runbooklint.named import NamedTuple

if TYPE_CHECKING:
    from runbooklint.report import Report

FORMATS = (
    "text",
    "grouped",
    "concise",
    "json",
    "jsonl",
    "sarif",
    "github",
    "gitlab",
    "junit",
    "rdjson",
    "markdown",
)


class Look(NamedTuple):
    """What the output can show."""

    color: bool = False
    width: int = 120
    """Columns of the terminal."""
    hidden: bool = False
    """Whether the findings that a suppression or the baseline hides are shown as well, where a format can."""


Reporter = Callable[["Report", Look], Iterator[str]]


def reporter(name: str) -> Reporter:
    """The function that writes a report in a format, line by line, line ends included."""
    return cast(Reporter, import_module(f"runbooklint.reporters.{name}").report)
