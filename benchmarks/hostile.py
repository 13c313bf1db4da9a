"""Texts that are meant to hurt: for each family, a text of about a given number of bytes; all could be in a file."""

from collections.abc import Callable, Iterator

from benchmarks.documents import sized

Family = Callable[[int], str]

_TITLE = "# Cutover: move\n\n**RTO:** 30 min\n\n## Steps\n\n"
_STATED = f"{_TITLE}### 01 — Move\n\n"
_ROLLBACK = "### {0:05}-rollback — Back\n\n- **Expected duration:** 5 min\n\n"
_INCIDENT = "# Incident\n\n## Timeline\n\n"
_LOG = "# Mitigation log: a\n\n## M1 — Shift\n\n"
_STEP = "### {0:05} — Move\n\n- **Owner:** Data on-call\n- **Depends on:** {1}\n- **Action:** Run `mv a b`.\n\n"


def repeated(piece: str, before: str = _TITLE) -> Family:
    """The piece again and again."""
    return lambda size: before + piece * (size // len(piece) + 1)


def around(opening: str, closing: str, middle: str = "x") -> Family:
    """Openings, then as many closings."""

    def made(size: int) -> str:
        times = size // (len(opening) + len(closing)) + 1
        return _TITLE + opening * times + middle + closing * times

    return made


def numbered(piece: str, before: str = _TITLE, after: str = "") -> Family:
    """The piece with the numbers of its places in it: {0} its own, {1} the one before, {2} the one behind."""

    def made(size: int) -> str:
        parts, length, number = [before], 0, 1
        while length < size:
            parts.append(piece.format(number, number - 1, number + 1))
            length += len(parts[-1])
            number += 1
        return "".join([*parts, after])

    return made


def nested(marker: str, indent: str) -> Family:
    """Lists or quotes that go deeper line by line, over and over."""

    def made(size: int) -> str:
        block = "".join(f"{indent * depth}{marker}x\n" for depth in range(40))
        return _TITLE + (block + "\n") * (size // len(block) + 1)

    return made


def _dense(size: int) -> str:
    """Steps that depend on all the thirty before them."""
    parts, length, number = [_TITLE], 0, 1
    while length < size:
        before = ", ".join(f"{other:05}" for other in range(max(1, number - 30), number)) or "none"
        parts.append(_STEP.format(number, before))
        length += len(parts[-1])
        number += 1
    return "".join(parts)


def _wide(size: int) -> str:
    cells = size // 12
    return f"{_TITLE}|{' a |' * cells}\n|{' - |' * cells}\n|{' b |' * cells}\n"


def _ragged(size: int) -> str:
    return f"{_TITLE}| a | b |\n| - | - |\n|{' c |' * (size // 4)}\n"


def _both(size: int) -> str:
    """Steps, and behind them all as many rollbacks."""
    return numbered(_STEP)(size // 2) + numbered(_ROLLBACK, "\n## Rollback\n\n")(size // 2)


def _log(size: int) -> str:
    return sized(size, kind="mitigation-log")


def _mixed_ticks(size: int) -> str:
    """Runs of backticks of every length, none of which closes another."""
    parts, length, count = [_TITLE], 0, 1
    while length < size:
        parts.append("`" * count + " ")
        length += count + 1
        count += 1
    return "".join(parts)


def _cells(text: str) -> Family:
    """Rows of a table of steps that hold the text."""
    text = text.replace("{", "{{").replace("}", "}}")
    head = f"{_TITLE}| Step | Owner | Action | Duration | Post-condition | Rollback |\n|{' - |' * 6}\n"
    return numbered(f"| {{0}} | {text} | {text} | {text} | {text} | {text} |\n", head)


def _entry(label: str, text: str) -> Family:
    """One step with one very long value."""
    return repeated(text, f"{_STATED}- **{label}:** ")


RUNS = (*' \t7aA:-.,/\\_=~#<>&"`*|[]({+%@', "\u00a0", "e\u0301", "🚧", "→", "—")
"""Signs that are repeated, on one line and in the values of fields and cells."""
PIECES = (
    *("T+", "T+5 ", "10:00 ", "10:00–", "2026-11-14 ", "2026-11-14T10:00:00Z ", "5 min ", "5m", "5-", "max 5 min "),
    *("01, ", "after step 01 ", "D-1 ", "ADR-", "5 % below 3 % ", "`a_b` 0.3% at ", "5 of 5 ", "1.2.3.", "3,4,"),
    *("`a` ", "`` ", "[a](b) ", "[a](#b) ", "![a](b) ", "[a](", "[a](<b ", "[a][b] ", "[ ] ", "[x](y (z) "),
    *("**a** ", "**a ", "*a **b ", "<b>", "<a b=", "<!-- -->", "<!--", "&amp;", "a<br>", "\\`", "~~a "),
    *('<!-- runbooklint: ignore=RUN401 step=01 reason="x" -->', "runbooklint: ", "<name> ", "____ ", "TODO ", "TBD: "),
    *("`a` prints `b`; ", "looks good and ", "Run it. ", "is it up? ", "not never no ", "if it is then or else "),
    *("Data on-call, ", "(rotation `a`) ", "a && b | c; ", "DELETE FROM a; ", "a/b/", "https://a.b/c ", "a@b.c "),
    *("Owner: ", "**Owner:** ", "Go: a; ", "the step the ", "a-b-c-", "aB1", "x.md#", "from a to b ", "undo a, "),
)
"""Words that rules look for, repeated in the same places."""

_BLOCKS: dict[str, Family] = {
    "steps": numbered(_STEP),
    "steps without fields": numbered("### {0:05} — Move\n\n"),
    "steps of one id": repeated("### 01 — Move\n\n- **Rollback:** 01-rollback\n\n"),
    "steps in a list": numbered("{0}. Move\n   - Owner: Data on-call\n"),
    "steps in a table": _cells("a"),
    "rollbacks": numbered(_ROLLBACK),
    "steps, then rollbacks": _both,
    "a circle of steps": numbered(_STEP.replace("{1}", "{2:05}")),
    "dense dependencies": _dense,
    "commented steps": numbered("# {0}. move\nmv a b\n", f"{_TITLE}```sh\n", "```\n"),
    "good runbook": sized,
    "good log": _log,
    "entries of a timeline": numbered("- 10:00 UTC — a {0}\n", _INCIDENT),
    "rows of a timeline": numbered("| 10:00 UTC | a {0} |\n", f"{_INCIDENT}| Time | Event |\n| - | - |\n"),
    "questions": repeated("- [ ] is it up?\n", f"{_TITLE}## Open questions\n\n"),
    "decisions": numbered("| D-{0} | a |\n", f"{_TITLE}## Decisions\n\n| Decision | Choice |\n| - | - |\n"),
    "cited decisions": numbered("See D-{0}.\n\n"),
    "suppressed steps": numbered("### {0} — Move\n\n<!-- runbooklint: ignore=RUN401 step={0} -->\n\n"),
    "headings": repeated("# a\n"),
    "setext headings": repeated("a\n=\n\n"),
    "sections": numbered("## Section {0}\n\ntext\n\n"),
    "links to headings": numbered("## a {0}\n\n[a](#a-{0})\n\n"),
    "links to files": numbered("- [a](x{0}.md)\n"),
    "paragraphs": repeated("some words here\n\n"),
    "lazy lines": lambda size: _TITLE + "> " * 30 + "a\n" + "b\n" * (size // 2),
    "deep lists": nested("- ", "  "),
    "deep numbered lists": nested("1. ", "   "),
    "deep quotes": nested("> ", "> "),
    "lists in quotes": nested("> - ", "  "),
    "flat list": repeated("- a\n"),
    "empty items": repeated("-\n"),
    "tasks": repeated("- [x] a\n"),
    "wide table": _wide,
    "long row": _ragged,
    "tables": repeated("| a |\n| - |\n| b |\n\n"),
    "escaped pipes": repeated("| a \\| b |\n", f"{_TITLE}| a |\n| - |\n"),
    "fences": repeated("```sh\nls\n```\n\n"),
    "open fence": repeated("ls -l\n", f"{_TITLE}```sh\n"),
    "indented code": repeated("    ls\n"),
    "html blocks": repeated("<div>\n\n"),
    "rules": repeated("---\n\n"),
    "reference definitions": numbered("[a{0}]: /b\n"),
    "front matter": repeated("a: b\n", "---\n"),
    "empty lines": repeated("\n"),
    "lines of a space": repeated(" \n"),
    "nested brackets": around("[", "]"),
    "nested emphasis": around("*a ", " a*"),
    "nested links": around("[", "](b)"),
    "ticks of every length": _mixed_ticks,
}  # fmt: skip


def families() -> Iterator[tuple[str, Family]]:
    """All families with their names: blocks, then every run and piece on a line of its own, in fields, in cells."""
    yield from _BLOCKS.items()
    for piece in (*RUNS, *PIECES):
        yield f"line of {piece!r}", repeated(piece)
        yield f"lines of {piece!r}", repeated(f"{piece * 10}\n\n")
        yield f"action of {piece!r}", _entry("Action", piece)
        yield f"check of {piece!r}", _entry("Post-condition check", piece)
        yield f"duration of {piece!r}", _entry("Expected duration", piece)
        yield f"rollback of {piece!r}", _entry("Rollback", piece)
        yield f"items of {piece!r}", repeated(f"  - {piece * 5}\n", f"{_STATED}- **Preconditions:**\n")
        yield f"cells of {piece!r}", _cells(piece * 3)
        yield f"titles of {piece!r}", repeated(f"### {piece * 5}\n\n")
        yield f"signal of {piece!r}", repeated(piece, f"{_LOG}- **Expected signal:** ")
        yield f"applied at {piece!r}", repeated(piece, f"{_LOG}- **Apply timestamp:** ")
        yield f"change of {piece!r}", repeated(piece, f"{_LOG}- **Exact change:** ")
        yield f"timeline of {piece!r}", repeated(f"- {piece * 5}\n", _INCIDENT)
