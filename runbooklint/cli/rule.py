"""`runbooklint rule`: why a rule matters, with examples."""

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from runbooklint.cli.options import Word, color_option, rules_like
from runbooklint.cli.output import colored, columns, write
from runbooklint.nearest import advice

if TYPE_CHECKING:
    from runbooklint.pages import Page


@click.command(
    "rule",
    epilog="""\b
Examples:
  runbooklint rule RUN401
  runbooklint rule rollback-missing
  runbooklint rule --all --output-format json
""",
)
@click.argument("name", metavar="[CODE or NAME]", required=False, shell_complete=rules_like)
@click.option("--all", "every", is_flag=True, help="All rules.")
@click.option(
    "--output-format",
    type=Word(("text", "json")),
    default="text",
    show_default=True,
    help="json lists code, name, severity, basis and summary.",
)
@color_option
def command(name: str | None, every: bool, output_format: str, color: str) -> int:
    """Print the page of a rule."""
    from runbooklint.pages import pages

    if (name is None) != every:
        raise click.UsageError("name one rule, or give --all")
    known = list(pages())
    chosen = known if name is None else [_named(name, known)]
    if output_format == "json":
        write(_listed(chosen))
    else:
        from runbooklint.rendering import rendered

        painted, width = colored(color, sys.stdout), min(columns(sys.stdout), 100)
        write(part for page in chosen for part in rendered(page.text, painted, width))
    return 0


def _named(name: str, known: "list[Page]") -> "Page":
    """The page of a rule by code or name, without regard to case."""
    for page in known:
        if name.casefold() in (page.code.casefold(), page.name):
            return page
    words = [word for page in known for word in (page.code, page.name)]
    raise click.UsageError(f'no rule is called "{name}"{advice(name, words)}')


def _listed(chosen: "list[Page]") -> Iterator[str]:
    """Code, name, severity, basis and summary of rules, as JSON."""
    from json import dumps

    from runbooklint.checks import all_rules

    rules = {rule.code: rule for rule in all_rules()}
    yield dumps(
        [
            {
                "code": page.code,
                "name": page.name,
                "severity": rules[page.code].severity.word,
                "basis": rules[page.code].basis,
                "summary": page.summary,
            }
            for page in chosen
        ],
        indent=2,
    )
    yield "\n"
