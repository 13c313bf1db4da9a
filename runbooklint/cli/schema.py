"""`runbooklint schema`: the JSON Schemas of what runbooklint prints."""

import os

import click

from runbooklint.cli.options import Word
from runbooklint.cli.output import write


@click.command(
    "schema",
    short_help="Print the JSON Schema of an output.",
    epilog="""\b
Examples:
  runbooklint schema records  > records.schema.json
  runbooklint schema findings > findings.schema.json
""",
)
@click.argument("name", type=Word(("records", "findings")), metavar="[records|findings]")
def command(name: str) -> int:
    """Print the JSON Schema of `parse` (records) or of `check --output-format json` (findings)."""
    import runbooklint

    with open(os.path.join(os.path.dirname(runbooklint.__file__), f"{name}.schema.json"), encoding="utf-8") as file:
        write((file.read(),))
    return 0
