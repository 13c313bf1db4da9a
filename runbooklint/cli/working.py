"""The options that say how the work is done, which changes nothing of what is found."""

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from runbooklint.run import Way

Command = TypeVar("Command", bound=Callable[..., Any])

_OPTIONS = (
    click.option(
        "-j",
        "--jobs",
        metavar="NUMBER",
        type=click.IntRange(1, 1000),
        help="Lint that many documents at the same time.  [default: as many as pay]",
    ),
    click.option("--no-cache", is_flag=True, help="Neither read nor write a cache; so too with --isolated."),
    click.option(
        "--cache-dir",
        metavar="FOLDER",
        type=click.Path(file_okay=False),
        help="Where results are kept for later runs.  [default: .runbooklint_cache in the root of the repository]",
    ),
)


def working(command: Command) -> Command:
    """The options that say how the work is done."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def way_of(options: dict[str, Any]) -> "Way":
    """How the options want the work done. Raises click.UsageError for a folder that cannot hold a cache."""
    from runbooklint.repository import root_of
    from runbooklint.run import CACHE, Way

    if options["no_cache"] or options["isolated"]:
        return Way(options["jobs"])
    if options["cache_dir"] is None:
        return Way(options["jobs"], os.path.join(root_of(os.getcwd()) or os.getcwd(), CACHE))
    from runbooklint.cache import trouble

    folder = os.path.realpath(options["cache_dir"])
    if trouble(folder):
        raise click.UsageError(f"--cache-dir {options['cache_dir']} cannot hold a cache: {trouble(folder)}")
    return Way(options["jobs"], folder)
