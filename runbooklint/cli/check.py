"""`runbooklint check`: lint files and folders."""

import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from runbooklint.cli.options import (
    SEVERITIES,
    Word,
    color_option,
    duration,
    kind_option,
    outputs,
    selectors,
    size_option,
    stdin_option,
)
from runbooklint.cli.output import colored, columns, one_screen, save, tell, write
from runbooklint.reporters import FORMATS

if TYPE_CHECKING:
    from runbooklint.report import Outcome, Report
    from runbooklint.settings import Settings


@click.command(
    "check",
    short_help="Lint runbooks and mitigation logs.",
    epilog="""\b
Examples:
  runbooklint check                               all documents below this folder
  runbooklint check --kind cutover plan.md        whatever its name says, it owes what a cutover owes
  runbooklint check --select RUN4,rto-exceeded    only the rollback family and one rule by name
  runbooklint check --rto 45m --fail-on blocker   an RTO from outside the document; only blockers fail
  git show main:docs/cutover.md | runbooklint check - --stdin-filename docs/cutover.md
  runbooklint check --output-format github --output sarif:runbooks.sarif --output junit:runbooks.xml

\b
Exit codes:
  0 nothing that fails, 1 findings at or above --fail-on, 2 usage or a path that cannot be read,
  3 a defect of runbooklint, 130 interrupted; the highest that holds
""",
)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option(
    "--select",
    metavar="RULES",
    multiple=True,
    callback=selectors,
    help="Run only these rules: codes, prefixes (RUN4), names.",
)
@click.option(
    "--ignore",
    metavar="RULES",
    multiple=True,
    callback=selectors,
    help="Do not run these; the closer selector decides.",
)
@click.option(
    "--extend-select", metavar="RULES", multiple=True, callback=selectors, help="Run these besides those of --select."
)
@kind_option
@click.option(
    "--rto", metavar="DURATION", callback=duration, help="The recovery time objective; it wins over the document's own."
)
@click.option(
    "--phase",
    type=Word(("plan", "executed")),
    default="executed",
    show_default=True,
    help="In plan, a mitigation log owes no apply timestamp and no verification.",
)
@click.option(
    "--min-severity", type=Word(SEVERITIES), default="low", show_default=True, help="Report nothing below this."
)
@click.option(
    "--fail-on",
    type=Word((*SEVERITIES, "never")),
    default="high",
    show_default=True,
    help="The least severity that makes the exit code 1.",
)
@click.option(
    "--output-format",
    type=Word(FORMATS),
    help="How findings are written to standard output.  [default: grouped on a terminal, else text]",
)
@click.option(
    "--output",
    metavar="FORMAT:FILE",
    multiple=True,
    callback=outputs,
    help="Write the findings to a file as well; several times for several files.",
)
@stdin_option
@size_option
@color_option
@click.option("--isolated", is_flag=True, help="Read no configuration file.")
@click.option("--no-cache", is_flag=True, help="Neither read nor write a cache.")
@click.option("-q", "--quiet", is_flag=True, help="No messages on standard error but errors.")
@click.option("-v", "--verbose", is_flag=True, help="Say of each document how it was read, or why it was passed over.")
def command(**options: Any) -> int:
    """Lint runbooks and mitigation logs: files, folders (default: this one), or - for standard input."""
    from runbooklint.reporters import Look, reporter
    from runbooklint.rule import Severity
    from runbooklint.run import run

    paths = options["paths"] or (".",)
    stdin = (options["stdin_filename"], sys.stdin.buffer.read(options["max_size"] + 1)) if "-" in paths else None
    report = run([path for path in paths if path != "-"], _settings(options), options["max_size"], stdin)
    unwritten = [message for form, path in options["output"] for message in save(reporter(form)(report, Look()), path)]
    look = Look(colored(options["color"], sys.stdout), columns(sys.stdout))
    form = options["output_format"] or ("grouped" if sys.stdout.isatty() else "text")
    write(reporter(form)(report, look))
    for message in unwritten:
        tell(message)
    if form not in {"text", "grouped"} or not one_screen():
        for failure in report.failures:
            tell(f"{failure.path}: {failure.told}")
    for message in () if options["quiet"] else _messages(report, paths, options["verbose"]):
        tell(message)
    fail_on = options["fail_on"]
    code = report.exit_code(None if fail_on == "never" else Severity[fail_on.upper()])
    return max(code, 2) if unwritten else code


def _settings(options: dict[str, Any]) -> "Settings":
    """What the options ask of every document."""
    from runbooklint.facts import Options
    from runbooklint.rule import Severity
    from runbooklint.settings import Settings

    kind = None if options["kind"] == "auto" else options["kind"]
    facts = Options(rto=options["rto"], phase=options["phase"])
    return Settings(kind, _codes(options), Severity[options["min_severity"].upper()], facts)


def _codes(options: dict[str, Any]) -> frozenset[str] | None:
    """The rules that are asked for; None for all, which needs no look at what rules there are."""
    select, ignore, more = (options[name] for name in ("select", "ignore", "extend_select"))
    if not (select or ignore):
        return None
    from runbooklint.checks import all_rules
    from runbooklint.selection import ALL, UnknownSelectorError, selected

    try:
        return selected(all_rules(), [*(select or [ALL]), *more], ignore)
    except UnknownSelectorError as error:
        raise click.UsageError(str(error)) from error


def _messages(report: "Report", paths: tuple[str, ...], verbose: bool) -> Iterator[str]:
    """What is to be said besides findings and errors."""
    for outcome in report.outcomes:
        if outcome.status == "linted" and outcome.empty:
            yield f"{outcome.path}: the file is empty"
        elif outcome.status == "passed over" and (outcome.named or verbose):
            yield f"{outcome.path}: passed over, {_passed(outcome)}"
        elif outcome.status == "linted" and verbose:
            yield f"{outcome.path}: read as {outcome.kind} ({outcome.kind_reason})"
    folders = [path for path in paths if os.path.isdir(path)]
    if folders and not report.linted and not report.failures:
        yield f"no runbook and no mitigation log found in {', '.join(folders)}"


def _passed(outcome: "Outcome") -> str:
    if outcome.empty:
        return "the file is empty"
    return "it reads neither as a runbook nor as a mitigation log; --kind says what it is"
