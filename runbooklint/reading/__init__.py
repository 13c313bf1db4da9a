"""Reading: the text of a document to its typed records; reading never fails."""

from typing import NamedTuple

from runbooklint.document import Document
from runbooklint.reading import kinds
from runbooklint.reading.parts import parts_of
from runbooklint.reading.runbook import read_runbook
from runbooklint.records import DocumentKind, Runbook
from runbooklint.source import Source


class Reading(NamedTuple):
    """What a document is and says."""

    kind: DocumentKind | None
    """None where nothing tells the kind; then there is no record either."""
    kind_reason: str
    """What told the kind: `option`, `comment`, `file name`, `folder`, `title`, `content`."""
    runbook: Runbook | None
    document: Document


def read(source: Source, kind: DocumentKind | None = None, path: str | None = None) -> Reading:
    """Read a document as the kind given, else as the kind that it tells. `path` is relative to the repository root; it
    is `source.path` where none is given."""
    document = Document(source)
    root = parts_of(document)
    told = _told(source, kind, path)
    if told.kind == "mitigation-log":
        return Reading(told.kind, told.reason, None, document)
    runbook = read_runbook(document, root)
    if told.kind is None and runbook.title:
        told = kinds.told_by_title(runbook.title.text)
    if told.kind is None and not _is_incident(source, path):
        told = kinds.told_by_content(runbook)
    if told.kind is None:
        return Reading(None, "", None, document)
    if told.kind == "runbook" and told.reason not in {"option", "comment"} and kinds.owes(runbook):
        told = kinds.Told("cutover", told.reason)
    return Reading(told.kind, told.reason, runbook, document)


def _told(source: Source, kind: DocumentKind | None, path: str | None) -> kinds.Told:
    if kind is not None:
        return kinds.Told(kind, "option")
    told = kinds.told_by_comment(source.text)
    return told if told.kind else kinds.told_by_path(path if path is not None else source.path)


def _is_incident(source: Source, path: str | None) -> bool:
    return kinds.names_no_kind(path if path is not None else source.path)
