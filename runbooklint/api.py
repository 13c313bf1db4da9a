"""What other programs call: text in, findings or records out, no files."""

from collections.abc import Iterable
from typing import Any

from runbooklint.checks import all_rules
from runbooklint.engine import lint as lint_source
from runbooklint.facts import Options
from runbooklint.finding import Finding
from runbooklint.parsed import parsed
from runbooklint.reading import read
from runbooklint.records import DocumentKind
from runbooklint.selection import ALL, selected
from runbooklint.settings import Settings
from runbooklint.source import Source


def lint(
    text: str,
    path: str = "<text>",
    *,
    kind: DocumentKind | None = None,
    select: Iterable[str] = (ALL,),
    ignore: Iterable[str] = (),
    rto: float | None = None,
) -> list[Finding]:
    """The findings on a document, sorted by place; none where it is neither a runbook nor a mitigation log.

    `path` helps to tell the kind and is not opened; `rto` is in seconds. Raises ValueError for a selector that names
    no rule.
    """
    codes = selected(all_rules(), select, ignore)
    return list(lint_source(Source(text, path), Settings(kind, codes, options=Options(rto=rto))).findings)


def parse(text: str, path: str = "<text>", *, kind: DocumentKind | None = None) -> dict[str, Any]:
    """The records of a document as plain data, in the shape of `records.schema.json`."""
    source = Source(text, path)
    return parsed(source, read(source, kind, path))
