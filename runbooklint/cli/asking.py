"""The options that say what is asked of documents, shared by the commands that lint; without them, files say it."""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import click

from runbooklint.cli.options import SEVERITIES, Word, duration, kind_option, rules_like, selectors, size_option

if TYPE_CHECKING:
    from runbooklint.ground import Asked

Command = TypeVar("Command", bound=Callable[..., Any])

_FILE = click.Path(exists=True, dir_okay=False)

CONFIG = click.option(
    "--config", metavar="FILE", type=_FILE, help="The configuration for all documents, wherever they stand."
)
ISOLATED = click.option("--isolated", is_flag=True, help="Heed no configuration and no baseline beside the documents.")
_RULES = (
    click.option(
        "--select",
        metavar="RULES",
        multiple=True,
        callback=selectors,
        shell_complete=rules_like,
        help="Run only these rules: codes, prefixes (RUN4), names.",
    ),
    click.option(
        "--ignore",
        metavar="RULES",
        multiple=True,
        callback=selectors,
        shell_complete=rules_like,
        help="Do not run these; the closer selector decides.",
    ),
    click.option(
        "--extend-select",
        metavar="RULES",
        multiple=True,
        callback=selectors,
        shell_complete=rules_like,
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
    CONFIG,
    ISOLATED,
)
_BASELINE = click.option(
    "--baseline",
    metavar="FILE",
    type=click.Path(dir_okay=False),
    help="The baseline file.  [default: the configuration's, else .runbooklint-baseline.json]",
)


def asking(command: Command) -> Command:
    """The options that decide which findings there are."""
    return _with(command, (*_RULES, *_DOCUMENTS, *_FILES, _BASELINE))


def asking_files(command: Command) -> Command:
    """The options that decide which files are looked at, and which configuration holds for them."""
    return _with(command, _FILES)


def _with(command: Command, options: Iterable[Callable[[Command], Command]]) -> Command:
    for option in reversed(tuple(options)):
        command = option(command)
    return command


def asked(options: Mapping[str, Any]) -> "Asked":
    """What the options of a command, those that it has, ask of all documents. Raises click.UsageError for a rule that
    does not exist, and for options that exclude each other."""
    from time import gmtime, strftime

    from runbooklint.ground import Asked
    from runbooklint.rule import Severity

    def severity(word: str | None) -> Severity | None:
        return Severity[word.upper()] if word in SEVERITIES else None

    for one, other in (("isolated", "config"), ("baseline", "no_baseline")):
        if options.get(one) and options.get(other):
            raise click.UsageError(f"--{one} and --{other.replace('_', '-')} exclude each other")
    rules = {name: tuple(options.get(name, ())) for name in ("select", "ignore", "extend_select")}
    _known([name for names in rules.values() for name in names])
    fail_on, kind = options.get("fail_on"), options.get("kind")
    return Asked(
        rules["select"] or None,
        rules["ignore"],
        rules["extend_select"],
        None if kind == "auto" else kind,
        severity(options.get("min_severity")),
        "never" if fail_on == "never" else severity(fail_on),
        options.get("rto"),
        options.get("phase", "executed"),
        options.get("decisions"),
        tuple(options.get("step", ())),
        tuple(options.get("exclude", ())),
        options.get("force_exclude", True),
        options.get("config"),
        options["isolated"],
        options.get("baseline"),
        options.get("no_baseline", False),
        not options.get("ignore_suppressions", False),
        strftime("%Y-%m-%d", gmtime()),
        options["max_size"],
    )


def _known(names: list[str]) -> None:
    """Raises click.UsageError for a selector that names no rule."""
    if not names:
        return
    from runbooklint.checks import all_rules
    from runbooklint.selection import stranger

    for name in names:
        message = stranger(all_rules(), name)
        if message:
            raise click.UsageError(message)
