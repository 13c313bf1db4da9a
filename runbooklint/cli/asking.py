"""The options that say what is asked of documents, shared by the commands that lint; without them, files say it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from runbooklint.cli.options import SEVERITIES, Word, duration, kind_option, selectors, size_option

if TYPE_CHECKING:
    from runbooklint.ground import Asked

Command = TypeVar("Command", bound=Callable[..., Any])

_FILE = click.Path(exists=True, dir_okay=False)

_RULES = (
    click.option(
        "--select",
        metavar="RULES",
        multiple=True,
        callback=selectors,
        help="Run only these rules: codes, prefixes (RUN4), names.",
    ),
    click.option(
        "--ignore",
        metavar="RULES",
        multiple=True,
        callback=selectors,
        help="Do not run these; the closer selector decides.",
    ),
    click.option(
        "--extend-select",
        metavar="RULES",
        multiple=True,
        callback=selectors,
        help="Run these besides the selected ones.",
    ),
)
_DOCUMENTS = (
    kind_option,
    click.option(
        "--rto",
        metavar="DURATION",
        callback=duration,
        help="The recovery time objective; it wins over the document's own.",
    ),
    click.option(
        "--decisions",
        metavar="FILE",
        type=_FILE,
        help="A decision register: Markdown, or JSON Lines with decision, options, choice, rationale.",
    ),
    click.option(
        "--phase",
        type=Word(("plan", "executed")),
        default="executed",
        show_default=True,
        help="In plan, a mitigation log owes no apply timestamp and no verification.",
    ),
)
_FILES = (
    click.option(
        "--exclude",
        metavar="GLOB",
        multiple=True,
        help="Leave out files and folders, besides those that the configuration leaves out.",
    ),
    click.option(
        "--force-exclude/--no-force-exclude",
        default=True,
        show_default=True,
        help="Leave out what is excluded even where it is named.",
    ),
    size_option,
    click.option(
        "--config", metavar="FILE", type=_FILE, help="The configuration for all documents, wherever they stand."
    ),
    click.option("--isolated", is_flag=True, help="Heed no configuration and no baseline beside the documents."),
)
_BASELINE = click.option(
    "--baseline",
    metavar="FILE",
    type=click.Path(dir_okay=False),
    help="The baseline file.  [default: the configuration's, else .runbooklint-baseline.json]",
)


def asking(command: Command) -> Command:
    """The options that decide which findings there are."""
    for option in reversed((*_RULES, *_DOCUMENTS, *_FILES, _BASELINE)):
        command = option(command)
    return command


def asked(options: dict[str, Any]) -> "Asked":
    """What the options ask of all documents. Raises click.UsageError for a rule that does not exist, and for options
    that exclude each other."""
    from time import gmtime, strftime

    from runbooklint.ground import Asked
    from runbooklint.rule import Severity

    def severity(word: str | None) -> Severity | None:
        return Severity[word.upper()] if word in SEVERITIES else None

    if options["isolated"] and options["config"]:
        raise click.UsageError("--isolated and --config exclude each other")
    if options["baseline"] and options.get("no_baseline"):
        raise click.UsageError("--baseline and --no-baseline exclude each other")
    _known((*options["select"], *options["ignore"], *options["extend_select"]))
    fail_on = options.get("fail_on")
    return Asked(
        tuple(options["select"]) or None,
        tuple(options["ignore"]),
        tuple(options["extend_select"]),
        None if options["kind"] == "auto" else options["kind"],
        severity(options.get("min_severity")),
        "never" if fail_on == "never" else severity(fail_on),
        options["rto"],
        options["phase"],
        options["decisions"],
        tuple(options.get("step", ())),
        options["exclude"],
        options["force_exclude"],
        options["config"],
        options["isolated"],
        options["baseline"],
        options.get("no_baseline", False),
        not options.get("ignore_suppressions", False),
        strftime("%Y-%m-%d", gmtime()),
        options["max_size"],
    )


def _known(names: tuple[str, ...]) -> None:
    """Raises click.UsageError for a selector that names no rule."""
    if not names:
        return
    from runbooklint.checks import all_rules
    from runbooklint.selection import stranger

    for name in names:
        message = stranger(all_rules(), name)
        if message:
            raise click.UsageError(message)
