"""Which kind of document a text is: told from a comment, the path, the title and the content, in this order."""

from fnmatch import fnmatchcase

from runbooklint.document import Document
from runbooklint.inline import words
from runbooklint.named import NamedTuple
from runbooklint.pattern import Pattern
from runbooklint.records import DocumentKind, Runbook

_COMMENT = Pattern(r"<!--[ \t]{0,20}runbooklint:[ \t]{0,20}kind=(cutover|runbook|mitigation-log)[ \t]{0,20}-->")
_GLOBS: tuple[tuple[DocumentKind, tuple[str, ...]], ...] = (
    ("mitigation-log", ("*mitigation*log*",)),
    ("cutover", ("*cutover*", "*go-live*", "*switchover*", "*migration*runbook*", "*migration-plan*")),
    ("runbook", ("*runbook*", "*rollback*plan*")),
)
_NO_KIND = ("*postmortem*", "*post-mortem*", "*incident*", "*root-cause*", "*rca*", "*retrospective*", "*timeline*")
_FOLDERS = frozenset({"runbooks", "runbook"})
_SEPARATORS = Pattern(r"[\s_\u2010-\u2015]+")


class Told(NamedTuple):
    """A kind and what told it; None where nothing did."""

    kind: DocumentKind | None
    reason: str


def told_by_comment(document: Document) -> Told:
    """The kind that an HTML comment declares."""
    if "runbooklint:" in document.source.text:
        from runbooklint.comments import comments  # few documents have any

        for comment in comments(document):
            found = _COMMENT.fullmatch(document.source.slice(comment.span))
            if found:
                return Told(_KINDS[found[1]], "comment")
    return Told(None, "")


_KINDS: dict[str, DocumentKind] = {"cutover": "cutover", "runbook": "runbook", "mitigation-log": "mitigation-log"}


def told_by_path(path: str) -> Told:
    """The kind that the file name, else a folder's name, declares; `path` is relative to the repository root."""
    parts = _names(path)
    if not parts:
        return Told(None, "")
    for kind, globs in _GLOBS:
        if any(fnmatchcase(parts[-1], glob) for glob in globs):
            return Told(kind, "file name")
    if any(fnmatchcase(parts[-1], glob) for glob in _NO_KIND):
        return Told(None, "file name")
    for folder in reversed(parts[:-1]):
        if folder in _FOLDERS:
            return Told("runbook", "folder")
        for kind, globs in _GLOBS:
            if any(fnmatchcase(folder, glob) for glob in globs):
                return Told(kind, "folder")
    return Told(None, "")


def _names(path: str) -> list[str]:
    """The names of the folders and of the file in a path. Of one that leads out of the folder in which it begins, only
    that of the file: what is above says nothing of the document."""
    parts = [_SEPARATORS.sub("-", part) for part in path.lower().replace("\\", "/").split("/")]
    return [part for part in (parts[-1:] if parts[0] in {"", ".."} else parts) if part]


def told_by_title(title: str) -> Told:
    """The kind that the title declares, by the same words as a file name."""
    name = _SEPARATORS.sub("-", title.lower())
    for kind, globs in _GLOBS:
        if any(fnmatchcase(name, glob) for glob in globs):
            return Told(kind, "title")
    return Told(None, "")


def told_by_content(runbook: Runbook) -> Told:
    """Steps together with a way back (entries, fields, a section), a way back of several steps, or steps under the
    title of an operation make a runbook."""
    if len(runbook.rollbacks) > 1:
        return Told("runbook", "content")
    goes_back = any("rollback" in step.fields for step in runbook.steps) or any(
        section.kind in {"rollback", "forward_fix"} for section in runbook.sections
    )
    if len(runbook.steps) > 1 and goes_back:
        return Told("runbook", "content")
    operates = runbook.title is not None and not _OPERATIONS.isdisjoint(words(runbook.title.text))
    return Told("runbook", "content") if len(runbook.steps) > 2 and operates else Told(None, "")


_OPERATIONS = frozenset(
    "upgrade upgrading migration migrations migrating migrate restore restoring recovery failover deployment"
    " deployments deploy deploying rotation rotate rotating maintenance decommission decommissioning release"
    " launch".split()
)
"""Words of a title that say what operation the steps below it are."""


def owes(runbook: Runbook) -> bool:
    """Whether a runbook is a cutover by what it states: a point of no return, a style, go/no-go criteria per step."""
    style = runbook.fields.get("style")
    return (
        any(mark.value in {"crosses", "event"} for mark in runbook.marks)
        or (style is not None and bool(style.value))
        or any(
            (criteria := step.fields.get("go_no_go")) and criteria.value != "implied" and not criteria.inherited
            for step in runbook.steps
        )
    )


_REPORT_FOLDERS = ("*incident*", "*postmortem*", "*post-mortem*", "*outage*", "rca*", "*retrospective*")
_REPORT_SECTIONS = (
    frozenset("root cause".split()),
    frozenset("timeline chronology".split()),
    frozenset("impact".split()),
    frozenset("lessons learned learnings".split()),
    frozenset("detection detected".split()),
    frozenset("resolution resolved".split()),
    frozenset("corrective preventive remediation prevention".split()),
)


def is_report(path: str, runbook: Runbook) -> bool:
    """Whether the path, the title or the headings say that the document reports an incident, which is none of the
    kinds: no content makes a runbook of it."""
    parts = _names(path) or [""]
    if any(fnmatchcase(parts[-1], glob) for glob in _NO_KIND):
        return True
    if any(fnmatchcase(folder, glob) for folder in parts[:-1] for glob in _REPORT_FOLDERS):
        return True
    title = set(words(runbook.title.text)) if runbook.title else set()
    if title & {"postmortem", "mortem", "rca", "retrospective"} or {"incident", "report"} <= title:
        return True
    headings = [set(words(section.title)) for section in runbook.sections]
    return sum(any(h & signs for h in headings) for signs in _REPORT_SECTIONS) >= 3
