"""The command line: parse, call, print, exit code; each command is a module of its own, imported when it is named."""

import gc
import os
import sys
from importlib import import_module
from itertools import takewhile

import click

from runbooklint.nearest import advice
from runbooklint.version import VERSION

_COMMANDS = {
    "check": "Lint runbooks and mitigation logs.",
    "format": "Write documents in canonical Markdown.",
    "new": "Print a starter runbook or mitigation log.",
    "baseline": "Accept the findings of today.",
    "config": "Print the settings that hold, and where each comes from.",
    "rule": "Print the page of a rule.",
    "parse": "Print the records of a document as JSON.",
    "schema": "Print the JSON Schema of an output or of the configuration.",
    "completions": "Print a script that completes command lines.",
}
"""The commands in the order of their use, each with what it does: the modules are not imported for that."""
_HELP = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
_OBJECTS = 20_000
"""How many objects are made between two searches for circles: a document has many, and few of them are circles."""


class _Group(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command = import_module(f"runbooklint.cli.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and args[0] not in _COMMANDS:
            ctx.fail(f'there is no command "{args[0]}"{advice(args[0], _COMMANDS)}')
        return super().resolve_command(ctx, args)


@click.group(
    cls=_Group,
    context_settings=_HELP,
    epilog="""\b
Examples:
  runbooklint check            # all runbooks below this folder
  runbooklint check docs/CUTOVER-RUNBOOK.md
  runbooklint rule RUN401      # why a rule matters, with examples
""",
)
@click.version_option(VERSION, prog_name="runbooklint", message="%(prog)s %(version)s")
def group() -> None:
    """Lint cutover runbooks and incident mitigation logs written in Markdown."""


def main() -> None:
    """Run the command line and exit: 0 passed, 1 findings, 2 usage or input, 3 own defect, 130 interrupted."""
    gc.set_threshold(_OBJECTS)
    code = status()
    gc.freeze()  # what is left ends with the process, which would look for circles in all of it
    sys.exit(code)


def status(arguments: list[str] | None = None) -> int:
    """The exit code of a command line; that of the process where none is given."""
    from runbooklint.cli.output import drop, tell

    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - it stays open until the end
    if sys.stdout is None:
        tell("standard output is closed")
        return 2
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    words = sys.argv[1:] if arguments is None else arguments
    try:
        _no_files(words)
        code = group.main(words, prog_name="runbooklint", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        _show(error)
        return 2
    except click.Abort:
        return 130
    except OSError as error:
        drop(sys.stdout)
        tell(": ".join(filter(None, (_place(error), error.strerror))))
        return 2
    except Exception as error:
        from runbooklint.examining import told
        from runbooklint.report import Failure

        tell(Failure("", told(error), defect=True).told)
        return 3
    return code if isinstance(code, int) else 0


def _no_files(words: list[str]) -> None:
    """Raises click.UsageError for an option that is the name of a file here: a hook that passes the names of files on
    would let whoever names them choose options."""
    for word in takewhile(lambda word: word != "--", words):
        if word.startswith("-") and word != "-" and os.path.lexists(word):
            raise click.UsageError(f'"{word}" is the name of a file; write "./{word}" for it, or "--" before files')


def _show(error: click.ClickException) -> None:
    """Print what is wrong with a command line, which may hold names of files that strangers chose."""
    from io import StringIO

    from runbooklint.visible import visible_path

    said = StringIO()
    error.show(said)
    for line in said.getvalue().removesuffix("\n").split("\n"):
        print(visible_path(line), file=sys.stderr)


def _place(error: OSError) -> str:
    """What a fault of the system is about."""
    if error.filename is not None:
        return str(error.filename)
    return "" if os.path.exists(os.curdir) else "the current folder"
