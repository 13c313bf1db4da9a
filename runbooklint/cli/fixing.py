"""The options that fix documents, and what is said of fixes: a diff, the new text, a line for each file."""

import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

import click

from runbooklint.cli.output import read_by_people, write, write_bytes
from runbooklint.visible import visible, visible_line

if TYPE_CHECKING:
    from runbooklint.mending import Mode
    from runbooklint.report import Report

Command = TypeVar("Command", bound=Callable[..., Any])

_COLORS = {"+": "32", "-": "31", "@": "36"}
_OPTIONS = (
    click.option("--fix", is_flag=True, help="Put the safe fixes into the documents; report what is left."),
    click.option(
        "--unsafe-fixes", is_flag=True, help="With --fix or --diff: also add what is missing, as blanks to fill in."
    ),
    click.option("--diff", is_flag=True, help="Print what --fix would change, and write nothing; exit code 1 if any."),
)


def fixing(command: Command) -> Command:
    """The options that fix documents."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def mode_of(options: dict[str, Any]) -> "Mode | None":
    """Which fixes the options want; None for none."""
    if not (options["fix"] or options["diff"]):
        return None
    from runbooklint.mending import Mode

    return Mode(options["unsafe_fixes"], not options["diff"])


def write_diffs(report: "Report", colored: bool) -> int:
    """Print what would change in each document as a unified diff; the exit code, 1 where anything would."""
    from runbooklint.fixes import diff

    changed = [one for one in report.outcomes if one.mended and one.mended.text != one.mended.before]
    for outcome in changed:
        assert outcome.mended
        write_diff(diff(outcome.mended.before, outcome.mended.text, visible(outcome.path)), colored)
    faults = report._replace(outcomes=tuple(outcome._replace(findings=()) for outcome in report.outcomes))
    return max(faults.exit_code(), int(bool(changed)))


def write_diff(text: str, colored: bool) -> None:
    """Print a diff: byte for byte into a file or to a program, and made safe on a terminal and in a log."""
    if not (colored or read_by_people(sys.stdout)):
        write_bytes(text.encode())
        return
    for line in text.removesuffix("\n").split("\n"):
        shown = visible_line(line.removesuffix("\r"))
        style = _COLORS.get(line[:1]) if colored else None
        write((f"\x1b[{style}m{shown}\x1b[0m\n" if style else f"{shown}\n",))


def write_text(report: "Report", data: bytes) -> None:
    """Print the document from standard input, whose bytes are given, as it is now."""
    changes = (outcome.mended for outcome in report.outcomes if outcome.mended)
    new = (change.text.encode() for change in changes if change.before.encode() == data)
    write_bytes(next(new, data))


def told(report: "Report", mode: "Mode | None", unsafe: bool) -> Iterator[str]:
    """What was fixed in each document, or would be, and what was left out; without a mode, what can be fixed."""
    if mode is None:
        number = sum(bool(finding.repair and (finding.repair.safe or unsafe)) for finding in report.findings)
        if number:
            yield f"{number} can be fixed with --fix{' --unsafe-fixes' if unsafe else ''}; --diff shows how"
        return
    if not mode.write and not any(outcome.mended and outcome.mended.fixed for outcome in report.outcomes):
        yield "no fix would change anything"
    for outcome in report.outcomes:
        if outcome.mended and outcome.mended.fixed:
            listed = ", ".join(f"{one.times} {one.code} {one.name}" for one in outcome.mended.fixed)
            yield f"{outcome.path}: {'fixed' if mode.write else 'would fix'} {listed}"
        if outcome.mended and outcome.mended.refused:
            number = outcome.mended.refused
            words = "1 fix is left out: with it" if number == 1 else f"{number} fixes are left out: with each"
            yield f"{outcome.path}: {words}, something else would be found"
