"""`runbooklint check`: lint files and folders."""

import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from runbooklint.cli.asking import asked, asking
from runbooklint.cli.fixing import fixing, mode_of, told, write_diffs, write_text
from runbooklint.cli.options import SEVERITIES, Word, color_option, from_stdin, outputs, stdin_option
from runbooklint.cli.output import colored, columns, draws, one_screen, save, tell, write
from runbooklint.cli.working import way_of, working
from runbooklint.reporters import FORMATS

if TYPE_CHECKING:
    from runbooklint.ground import Ground
    from runbooklint.report import Outcome, Report
    from runbooklint.reporters import Reporter
    from runbooklint.run import Way

_COUNTING = frozenset({None, "text", "grouped", "concise", "json"})
"""The formats that `--statistics` may go with."""
_MOST = 3
"""The files that are passed over one by one: a hook names all that changed."""


@click.command(
    "check",
    epilog="""\b
Examples:
  runbooklint check                           # all below this folder
  runbooklint check --kind cutover plan.md    # it owes what a cutover owes
  runbooklint check --select RUN4,rto-exceeded
  runbooklint check --rto 45m --fail-on blocker
  git show HEAD:cutover.md | runbooklint check - --stdin-filename cutover.md
  runbooklint check --diff                    # what --fix would change
  runbooklint check --output-format github --output sarif:runbooks.sarif

\b
Exit codes:
  0    nothing that fails
  1    findings at or above --fail-on
  2    wrong usage, or a file that cannot be read
  3    a defect of runbooklint
  130  interrupted
""",
)
@click.argument("paths", nargs=-1, type=click.Path(), metavar="[PATH]...")
@asking
@click.option("--no-baseline", is_flag=True, help="Report what is in the baseline as well.")
@click.option(
    "--step",
    metavar="ID",
    multiple=True,
    help="Report only on this step and its rollback entry; Phase B/1 where ids are used in several phases.",
)
@click.option("--min-severity", type=Word(SEVERITIES), help="Report nothing below this.  [default: low]")
@click.option(
    "--fail-on",
    type=Word((*SEVERITIES, "never")),
    help="The least severity that makes the exit code 1.  [default: high]",
)
@click.option("--ignore-suppressions", is_flag=True, help="Heed no comment that hides findings.")
@click.option(
    "--show-suppressed", is_flag=True, help="Show what comments, the baseline and the configuration hide as well."
)
@click.option(
    "--output-format",
    type=Word(FORMATS),
    metavar="FORMAT",
    help=f"{', '.join(FORMATS[:-1])} or {FORMATS[-1]}.  [default: grouped on a terminal, else text]",
)
@click.option(
    "--output",
    metavar="FORMAT:FILE",
    multiple=True,
    callback=outputs,
    help="Write the findings to a file as well; several times for several files.",
)
@click.option("--statistics", is_flag=True, help="Count the findings of each rule instead of showing them.")
@fixing
@stdin_option
@color_option
@working
@click.option("-q", "--quiet", is_flag=True, help="No messages on standard error but errors.")
@click.option("-v", "--verbose", is_flag=True, help="Say of each document how it was read, or why it was passed over.")
def command(**options: Any) -> int:
    """Lint runbooks and mitigation logs: files, folders (default: this one), or - for standard input."""
    from runbooklint.ground import Ground
    from runbooklint.reporters import Look, reporter
    from runbooklint.run import run

    form = _asked_form(options)
    paths, ground = options["paths"] or (".",), Ground(asked(options))
    stdin = (options["stdin_filename"], from_stdin(options["max_size"])) if "-" in paths else None
    mode = mode_of(options)
    report = run([path for path in paths if path != "-"], ground, stdin, _way(options), mode)
    hidden = options["show_suppressed"]
    saved = Look(hidden=hidden)
    unwritten = [message for form, path in options["output"] for message in save(reporter(form)(report, saved), path)]
    # the findings make room for a diff, or for the text of a document from standard input
    stream = sys.stderr if stdin and mode else sys.stdout
    look = Look(colored(options["color"], stream), columns(stream), hidden)
    form = form or ("grouped" if stream.isatty() else "text")
    code = report.exit_code()
    if options["diff"]:
        code = write_diffs(report, look.color)
    else:
        if stdin and mode:
            write_text(report, stdin[1])
        write(_shown(form, options["statistics"])(report, look), stream)
    missing = list(_missing(report, options["step"]))
    for message in (*unwritten, *missing):
        tell(message)
    if form not in {"text", "grouped"} or not one_screen():
        for failure in report.failures:
            tell(f"{failure.place}: {failure.told}")
    for message in () if options["quiet"] else _messages(report, ground, paths, options["verbose"]):
        tell(message)
    for message in () if options["quiet"] else told(report, mode, options["unsafe_fixes"]):
        tell(message)
    return max(code, 2) if unwritten or missing else code


def _asked_form(options: dict[str, Any]) -> str | None:
    """The format that is asked for. Raises click.UsageError for one that knows no counts where those are wanted."""
    form: str | None = options["output_format"]
    if options["statistics"] and form not in _COUNTING:
        raise click.UsageError(f"--statistics counts for people (text) and for programs (json), not as {form}")
    return form


def _way(options: dict[str, Any]) -> "Way":
    """How the work is done, with a bar where there is a terminal to show it."""
    way = way_of(options)
    if options["quiet"] or not draws(sys.stderr):
        return way
    from runbooklint.cli.progress import progress

    return way._replace(progress=progress())


def _shown(form: str, counted: bool) -> "Reporter":
    """What prints a report: in a format, or counted by rule for people or programs."""
    from runbooklint.reporters import reporter

    if counted:
        return reporter("statistics_json" if form == "json" else "statistics")
    return reporter(form)


def _missing(report: "Report", steps: tuple[str, ...]) -> Iterator[str]:
    """The asked steps that no document has: nothing was looked at where a user meant to look."""
    had = {step for outcome in report.outcomes for step in outcome.steps}
    for step in steps:
        if step not in had and not report.failures:
            yield f'no document has a step "{step}"'


def _messages(report: "Report", ground: "Ground", paths: tuple[str, ...], verbose: bool) -> Iterator[str]:
    """What is to be said besides findings and errors."""
    named = [one for one in report.outcomes if one.named and one.status == "passed over" and not one.excluded]
    many = len(named) > _MOST and not verbose
    if many:
        yield f"{len(named)} files passed over, they read neither as a runbook nor as a mitigation log; -v names them"
    for outcome in report.outcomes:
        if outcome.status == "linted" and outcome.empty:
            yield f"{outcome.path}: the file is empty"
        elif outcome.excluded:
            if verbose or not report.linted:
                yield f"{outcome.path}: passed over, it is excluded; --no-force-exclude lints it"
        elif outcome.status == "passed over" and (verbose or (outcome.named and not many)):
            yield f"{outcome.path}: passed over, {_passed(outcome)}"
        elif outcome.status == "linted" and verbose:
            yield f"{outcome.path}: read as {outcome.kind} ({outcome.kind_reason})"
    if ground.known:
        from runbooklint.cli.hiding import stale  # few runs have a baseline

        yield from stale(report, ground)
    folders = [path for path in paths if os.path.isdir(path)]
    if folders and not report.linted and not report.failures:
        yield f"no runbook and no mitigation log found in {', '.join(folders)}"


def _passed(outcome: "Outcome") -> str:
    if outcome.empty:
        return "the file is empty"
    return "it reads neither as a runbook nor as a mitigation log; --kind says what it is"
