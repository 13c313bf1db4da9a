"""`runbooklint schema`: the JSON Schemas of what runbooklint reads and prints."""

import os

import click

from runbooklint.cli.options import Word
from runbooklint.cli.output import write


@click.command(
    "schema",
    epilog="""\b
Examples:
  runbooklint schema records > records.schema.json
  runbooklint schema findings > findings.schema.json
  runbooklint schema config > runbooklint.schema.json
""",
)
@click.argument("name", type=Word(("config", "records", "findings")), metavar="[config|records|findings]")
def command(name: str) -> int:
    """Print the JSON Schema of the configuration, of the records of `parse` or of the findings of `check`."""
    import runbooklint

    with open(os.path.join(os.path.dirname(runbooklint.__file__), f"{name}.schema.json"), encoding="utf-8") as file:
        write((file.read(),))
    return 0
