"""A decision register in a file of its own, Markdown or JSON Lines, read to decisions; it judges none."""

from collections.abc import Iterator
from typing import Any

from runbooklint.document import Document
from runbooklint.pattern import Pattern
from runbooklint.reading.items import items_of
from runbooklint.reading.outline import registered
from runbooklint.reading.parts import parts_of
from runbooklint.records import Decision
from runbooklint.source import Source, Span

_LINES = (".jsonl", ".ndjson", ".json")
_ID = Pattern(r"\s*(?P<id>(?:decision|DEC|ADR|D)[ \t]?[-_#]?\d{1,6})\b[\s:.–—-]*", 2)
_NOWHERE = Span(0, 0)


class RegisterError(Exception):
    """A file that is no decision register, and why."""

    def __init__(self, line: int | None, message: str) -> None:
        super().__init__(message)
        self.line = line
        """1-based, where one line is at fault."""


def read_register(source: Source) -> tuple[Decision, ...]:
    """The decisions of a register; their spans say nothing. Raises RegisterError for damaged JSON Lines."""
    if source.path.lower().endswith(_LINES):
        return tuple(_from_lines(source))
    root = parts_of(Document(source))
    return tuple(
        decision._replace(span=_NOWHERE)
        for part in root.walk()
        for decision in registered(
            part.title, part.span, tuple(item for block in part.blocks for item in items_of(source, block))
        )
    )


def _from_lines(source: Source) -> Iterator[Decision]:
    import json

    for number, line in enumerate(source.lines, 1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
        except (ValueError, RecursionError) as error:
            told = str(error) if isinstance(error, ValueError) else "nested too deeply"
            raise RegisterError(number, f"no valid JSON: {told}") from None
        if not isinstance(entry, dict) or not _words(entry.get("decision")):
            raise RegisterError(
                number, "no decision: an object with decision, options, choice and rationale is expected"
            )
        yield _decision(number, entry)


def _decision(number: int, entry: dict[str, Any]) -> Decision:
    """The decision of one object: its id, or the number of its line, with the question and what was chosen."""
    question = _words(entry["decision"])
    told = _ID.match(question)
    if told:
        question = question[told.end() :]
    options = entry.get("options")
    for option in options if isinstance(options, list) else ():
        if _words(option):
            question = question.replace(_words(option), " ")
    own = _words(entry.get("id"))
    text = ": ".join(filter(None, (question.strip(), _words(entry.get("choice")))))
    return Decision(own or (told["id"] if told else str(number)), text, _NOWHERE)


def _words(value: Any) -> str:
    """A text, or the number that an id may be; empty for anything else."""
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**6 else ""
