"""Reading: the text of a document to its typed records; reading never fails."""

from typing import TYPE_CHECKING

from runbooklint.document import Document
from runbooklint.memory import forget
from runbooklint.named import NamedTuple
from runbooklint.reading import kinds
from runbooklint.reading.outline import title_of
from runbooklint.reading.parts import parts_of
from runbooklint.reading.runbook import read_runbook
from runbooklint.records import DocumentKind, Runbook
from runbooklint.source import Source
from runbooklint.vocabulary.further import Labels, counting

if TYPE_CHECKING:
    from runbooklint.records_log import MitigationLog


class Reading(NamedTuple):
    """What a document is and says."""

    kind: DocumentKind | None
    """None where nothing tells the kind; then there is no record either."""
    kind_reason: str
    """What told the kind: `option`, `comment`, `file name`, `folder`, `title`, `content`."""
    runbook: Runbook | None
    document: Document
    log: "MitigationLog | None" = None
    """What a mitigation log says; None for a runbook."""


def read(
    source: Source,
    kind: DocumentKind | None = None,
    path: str | None = None,
    labels: Labels = (),
    trusting: bool = True,
) -> Reading:
    """Read a document as the kind given, else as the kind that it tells. `path` is relative to the repository root; it
    is `source.path` where none is given. `labels` name fields besides the known ones. A comment on the kind decides
    where it is trusted; else only where nothing else tells a kind, or where it asks for more."""
    forget()
    with counting(labels):
        return _read(source, kind, path, trusting)


def _read(source: Source, kind: DocumentKind | None, path: str | None, trusting: bool) -> Reading:
    document = Document(source)
    root = parts_of(document)
    where = path if path is not None else source.path
    comment = kinds.Told(None, "") if kind else kinds.told_by_comment(document)
    told = kinds.Told(kind, "option") if kind else comment
    if told.kind is None or (told is comment and not trusting):
        told = kinds.told_by_path(where)
    title = title_of(source, root)
    if told.kind is None and title:
        told = kinds.told_by_title(title.text)
    runbook = None
    if told.kind != "mitigation-log":
        runbook = read_runbook(document, root)
        if told.kind is None and not kinds.is_report(where, runbook):
            told = kinds.told_by_content(runbook)
        if told.kind == "runbook" and told.reason not in {"option", "comment"} and kinds.owes(runbook):
            told = kinds.Told("cutover", told.reason)
    if comment.kind and (told.kind is None or (told.kind, comment.kind) == ("runbook", "cutover")):
        told = comment
    if told.kind == "mitigation-log":
        from runbooklint.reading.log.mitigation import read_log

        return Reading(told.kind, told.reason, None, document, read_log(document, root, where))
    return Reading(told.kind, told.reason, runbook if told.kind else None, document)
