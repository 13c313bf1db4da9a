"""Good runbooks of `fixtures/ok`, edited so that one thing is wrong or nothing is, and what is found then."""

from pathlib import Path
from typing import NamedTuple

from runbooklint.engine import lint
from runbooklint.files import linked
from runbooklint.settings import Settings
from runbooklint.source import Source

FOLDER = Path(__file__).resolve().parent.parent / "fixtures" / "ok"
HEADINGS = (FOLDER / "catalogue-search-cutover.md").read_text(encoding="utf-8")
TABLE = (FOLDER / "toll-gates-go-live.md").read_text(encoding="utf-8")


class Edit(NamedTuple):
    """A replacement of the first occurrence of a text."""

    old: str
    new: str


class Found(NamedTuple):
    """A finding as a test looks at it."""

    code: str
    line: str
    """The text of the line at which it stands."""
    message: str


def edited(text: str, *edits: Edit) -> str:
    """The text after the edits, in order."""
    for edit in edits:
        assert edit.old in text, f"not in the document: {edit.old!r}"
        text = text.replace(edit.old, edit.new, 1)
    return text


def found_in(text: str) -> list[Found]:
    """What is found in a text as a cutover runbook."""
    source = Source(text, "CUTOVER-RUNBOOK.md")
    path = str(FOLDER / "CUTOVER-RUNBOOK.md")
    findings = lint(source, Settings("cutover"), look=lambda targets: linked(path, targets)).findings
    return [Found(f.code, source.lines[f.place.line - 1], f.message) for f in findings]


def section(heading: str) -> str:
    """A section of the runbook in headings, from its heading to the next of the same level."""
    start = HEADINGS.index(heading)
    end = HEADINGS.find("\n" + heading.split(" ")[0] + " ", start + 1)
    return HEADINGS[start : end + 1 if end > 0 else len(HEADINGS)]


def assert_only(text: str, code: str, at: str, also: str = "") -> None:
    """Assert that a rule reports at a line that contains a text, and that nothing is reported besides but `also`."""
    findings = found_in(text)
    assert [f for f in findings if f.code == code and at in f.line], findings
    assert not [f for f in findings if f.code != code and f.code not in also.split()]
