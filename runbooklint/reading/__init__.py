"""Reading: the text of a document to its typed records; reading never fails."""

from typing import NamedTuple

from runbooklint.document import Document
from runbooklint.reading import kinds
from runbooklint.reading.outline import title_of
from runbooklint.reading.parts import parts_of
from runbooklint.reading.runbook import read_runbook
from runbooklint.records import DocumentKind, Runbook
from runbooklint.records_log import MitigationLog
from runbooklint.source import Source
from runbooklint.vocabulary.further import Labels, counting


class Reading(NamedTuple):
    """What a document is and says."""

    kind: DocumentKind | None
    """None where nothing tells the kind; then there is no record either."""
    kind_reason: str
    """What told the kind: `option`, `comment`, `file name`, `folder`, `title`, `content`."""
    runbook: Runbook | None
    document: Document
    log: MitigationLog | None = None
    """What a mitigation log says; None for a runbook."""


def read(source: Source, kind: DocumentKind | None = None, path: str | None = None, labels: Labels = ()) -> Reading:
    """Read a document as the kind given, else as the kind that it tells. `path` is relative to the repository root; it
    is `source.path` where none is given. `labels` name fields besides the known ones."""
    with counting(labels):
        return _read(source, kind, path)


def _read(source: Source, kind: DocumentKind | None, path: str | None) -> Reading:
    document = Document(source)
    root = parts_of(document)
    where = path if path is not None else source.path
    told = kinds.Told(kind, "option") if kind else kinds.told_by_comment(document)
    if told.kind is None:
        told = kinds.told_by_path(where)
    title = title_of(source, root)
    if told.kind is None and title:
        told = kinds.told_by_title(title.text)
    if told.kind == "mitigation-log":
        from runbooklint.reading.mitigation import read_log

        return Reading(told.kind, told.reason, None, document, read_log(document, root, where))
    runbook = read_runbook(document, root)
    if told.kind is None and not kinds.is_report(where, runbook):
        told = kinds.told_by_content(runbook)
    if told.kind is None:
        return Reading(None, "", None, document)
    if told.kind == "runbook" and told.reason not in {"option", "comment"} and kinds.owes(runbook):
        told = kinds.Told("cutover", told.reason)
    return Reading(told.kind, told.reason, runbook, document)
