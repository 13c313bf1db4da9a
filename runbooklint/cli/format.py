"""`runbooklint format`: canonical Markdown that says what it said."""

import sys
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from runbooklint.cli.asking import asked, asking_files
from runbooklint.cli.fixing import write_diff
from runbooklint.cli.options import color_option, from_stdin, kind_option, stdin_option
from runbooklint.cli.output import colored, relative, tell, write, write_bytes
from runbooklint.named import NamedTuple
from runbooklint.visible import visible, visible_path

if TYPE_CHECKING:
    from runbooklint.ground import Ground
    from runbooklint.tidying import Status, Tidied

_WORDS: dict["Status", str] = {
    "formatted": "formatted",
    "as it was": "left as it was",
    "left alone": "left alone",
    "failed": "failed",
}


class _Done(NamedTuple):
    """What became of a document."""

    path: str
    """As shown."""
    named: bool
    change: "Tidied"


@click.command(
    "format",
    epilog="""\b
Examples:
  runbooklint format                     # all below this folder
  runbooklint format --check docs/       # names what would change
  runbooklint format --diff a-cutover.md
  runbooklint format - --stdin-filename a-cutover.md < draft.md

\b
Exit codes:
  0    done, or nothing to do; what is left alone is named
  1    with --check or --diff, something would change
  2    wrong usage, or a file that cannot be read or written
  3    a defect of runbooklint
  130  interrupted
""",
)
@click.argument("paths", nargs=-1, type=click.Path(), metavar="[PATH]...")
@click.option("--check", is_flag=True, help="Write nothing; exit code 1 where something would change.")
@click.option("--diff", is_flag=True, help="Write nothing; print what would change.")
@kind_option
@stdin_option
@asking_files
@color_option
@click.option("-q", "--quiet", is_flag=True, help="No messages on standard error but errors.")
@click.option("-v", "--verbose", is_flag=True, help="Say of each document what became of it.")
def command(paths: tuple[str, ...], check: bool, diff: bool, **options: Any) -> int:
    """Write runbooks and mitigation logs in canonical Markdown: files, folders (default: this one), or - for standard
    input.

    Front matter, byte order mark, line ends, list numbers and all words stay as they are. Where the records that are
    read afterwards would differ, a document is left alone and named.
    """
    from runbooklint.ground import Ground
    from runbooklint.tidying import keep

    ground, name = Ground(asked(options)), options["stdin_filename"]
    results = []
    for done in _changes(paths or (".",), ground):
        if done.change.status == "formatted" and not (check or diff):
            done = done._replace(change=keep(done.path, done.change))
        results.append(done)
    if "-" in paths:
        data = from_stdin(ground.asked.max_size)
        results += _change(name, True, ground, data)
        if results[-1].change.status != "failed" and not (check or diff):
            write_bytes(results[-1].change.after.encode())
    for path, _, change in results:
        if diff and change.status == "formatted":
            _show(path, change, colored(options["color"], sys.stdout))
        elif check and change.status == "formatted":
            write((f"{visible_path(path)}: would be formatted\n",))
    return _told(results, check or diff, options["quiet"], options["verbose"])


def _changes(paths: tuple[str, ...], ground: "Ground") -> Iterator[_Done]:
    """What formatting makes of each file."""
    from runbooklint.files import Excluded, Found, Lost, found
    from runbooklint.tidying import Tidied

    for item in found([path for path in paths if path != "-"], ground.excludes, ground.asked.force_exclude):
        match item:
            case Lost(path, message):
                yield _Done(path, True, Tidied("failed", told=message))
            case Excluded(path):
                yield _Done(path, False, Tidied("passed over"))
            case Found(path, named):
                yield from _change(path, named, ground)


def _change(path: str, named: bool, ground: "Ground", data: bytes | None = None) -> Iterator[_Done]:
    from runbooklint.config.model import ConfigError
    from runbooklint.tidying import Tidied, tidied

    try:
        settings = ground.of(path).settings
    except ConfigError as error:
        for fault in error.faults:
            yield _Done(f"{relative(fault.path)}:{fault.line or 1}", True, Tidied("failed", told=fault.message))
        return
    yield _Done(path, named, tidied(path, settings, ground.asked.max_size, data))


def _show(path: str, change: "Tidied", painted: bool) -> None:
    from runbooklint.fixes import diff

    write_diff(diff(change.before, change.after, visible(path)), painted)


def _told(results: list[_Done], dry: bool, quiet: bool, verbose: bool) -> int:
    """Say what became of the documents; the exit code."""
    for path, named, change in results:
        if change.status == "passed over" and (verbose or (named and not quiet)):
            tell(f"{path}: passed over, it reads neither as a runbook nor as a mitigation log; --kind says what it is")
        elif change.status in {"left alone", "failed"}:
            tell(f"{path}: {'left alone, ' if change.status == 'left alone' else ''}{change.told}")
        elif verbose and change.status != "passed over":
            tell(f"{path}: {_words(change.status, dry)}")
    count = Counter(done.change.status for done in results)
    parts = [f"{count[status]} {_words(status, dry)}" for status in _WORDS if count[status]]
    if not quiet and parts:
        tell(", ".join(parts))
    if any(done.change.defect for done in results):
        return 3
    return 2 if count["failed"] else int(dry and count["formatted"] > 0)


def _words(status: "Status", dry: bool) -> str:
    return f"would be {_WORDS[status]}" if dry and status == "formatted" else _WORDS[status]
