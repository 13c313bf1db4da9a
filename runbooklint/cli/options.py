"""The options that several commands share, and the types of their values."""

import sys
from collections.abc import Callable
from errno import EBADF
from typing import Any, TypeVar

import click

from runbooklint.nearest import advice
from runbooklint.reporters import FORMATS

Command = TypeVar("Command", bound=Callable[..., Any])

KINDS = ("auto", "cutover", "runbook", "mitigation-log")
SEVERITIES = ("blocker", "high", "medium", "low")
_UNITS = {"": 1, "b": 1, "k": 1000, "kb": 1000, "m": 10**6, "mb": 10**6, "kib": 1024, "mib": 1024**2}


class Word(click.Choice[str]):
    """One of a few words; for any other the message names the nearest."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        words = [str(choice) for choice in self.choices]
        if value not in words:
            self.fail(f'"{value}" is none of {", ".join(words)}{advice(str(value), words)}', param, ctx)
        return str(value)


def size(ctx: click.Context, param: click.Parameter, value: str) -> int:
    """The bytes of a size, written plainly or with kB, MB, KiB, MiB."""
    text = value.strip().lower()
    digits = text.rstrip("abcdefghijklmnopqrstuvwxyz ")
    unit = text[len(digits) :].strip()
    if not (digits.isascii() and digits.isdigit() and unit in _UNITS):
        raise click.BadParameter(f'"{value}" is no size; write bytes (500000) or a unit (2MB, 512KiB)', ctx, param)
    return int(digits) * _UNITS[unit]


def duration(ctx: click.Context, param: click.Parameter, value: str | None) -> float | None:
    """The seconds of a length of time, in the words that a runbook uses."""
    if value is None:
        return None
    from runbooklint.quantities.lengths import read_length

    text = value.strip()
    length = read_length(text)
    if length is None or (length.start, length.end) != (0, len(text)):
        hint = 'write a number and a unit (45m, 1h30m, "90 min")'
        raise click.BadParameter(f'"{value}" is no length of time; {hint}', ctx, param)
    return length.seconds


def selectors(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> list[str]:
    """Rules by code, prefix or name, each option holding one or several with commas between."""
    return [word for words in value for word in words.replace(",", " ").split()]


def rules_like(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """The codes and names of rules that the last word of an option begins, each with the words before it."""
    from runbooklint.checks import all_rules

    before, comma, word = incomplete.rpartition(",")
    names = sorted(name for rule in all_rules() for name in (rule.code, rule.name))
    return [f"{before}{comma}{name}" for name in names if name.lower().startswith(word.lower())]


def outputs(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> list[tuple[str, str]]:
    """Formats and the files that they go to, each file once."""
    found: dict[str, str] = {}
    for text in value:
        form, _, path = text.partition(":")
        if form not in FORMATS:
            raise click.BadParameter(f'"{form}" is none of {", ".join(FORMATS)}{advice(form, FORMATS)}', ctx, param)
        if path in {"", "-"}:
            raise click.BadParameter(f'"{text}" names no file; write {form}:FILE', ctx, param)
        if path in found:
            raise click.BadParameter(f'the file "{path}" is named twice', ctx, param)
        found[path] = form
    return [(form, path) for path, form in found.items()]


def kind_option(command: Command) -> Command:
    """`--kind`."""
    return click.option(
        "--kind",
        type=Word(KINDS),
        default="auto",
        show_default=True,
        help="Read every document as this kind; auto tells it from path, title and content.",
    )(command)


def stdin_option(command: Command) -> Command:
    """`--stdin-filename`."""
    return click.option(
        "--stdin-filename",
        metavar="NAME",
        default="-",
        help="The name of the document that - reads from standard input; it helps to tell the kind.",
    )(command)


def from_stdin(limit: int) -> bytes:
    """What stands on standard input, a byte more than the limit at most. Raises OSError where there is none."""
    if sys.stdin is None:
        raise OSError(EBADF, "is closed", "standard input")
    return sys.stdin.buffer.read(limit + 1)


def size_option(command: Command) -> Command:
    """`--max-size`."""
    return click.option(
        "--max-size",
        metavar="SIZE",
        callback=size,
        default="1MB",
        show_default=True,
        help="A larger document is an error.",
    )(command)


def color_option(command: Command) -> Command:
    """`--color`."""
    return click.option(
        "--color",
        type=Word(("auto", "always", "never")),
        default="auto",
        show_default=True,
        help="Colour the output; NO_COLOR and FORCE_COLOR are heeded too.",
    )(command)
