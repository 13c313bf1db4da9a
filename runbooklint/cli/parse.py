"""`runbooklint parse`: what a document says, as JSON."""

from typing import Any

import click

from runbooklint.cli.asking import CONFIG, ISOLATED, asked
from runbooklint.cli.options import from_stdin, kind_option, size_option, stdin_option
from runbooklint.cli.output import relative, tell, write


@click.command(
    "parse",
    short_help="Print the records of a document as JSON.",
    epilog="""\b
Examples:
  runbooklint parse docs/CUTOVER-RUNBOOK.md
  runbooklint parse --kind mitigation-log incident.md    the timeline of any incident document
  runbooklint schema records                             the JSON Schema of the output
""",
)
@click.argument("path", metavar="FILE")
@kind_option
@CONFIG
@ISOLATED
@stdin_option
@size_option
def command(path: str, **options: Any) -> int:
    """Print the records of a document as JSON: steps, rollbacks, fields, each with its place."""
    from json import dumps

    from runbooklint.config.model import ConfigError
    from runbooklint.files import UnreadableError, decoded, load, sized
    from runbooklint.ground import Ground
    from runbooklint.parsed import parsed
    from runbooklint.reading import read
    from runbooklint.repository import below_root

    limit, name = options["max_size"], path
    try:
        if path == "-":
            name = options["stdin_filename"]
            data = sized(from_stdin(limit), limit)
        else:
            data = load(path, limit)
        source = decoded(data, name)
        settings = Ground(asked(options)).of(name).settings
    except UnreadableError as error:
        tell(f"{name}: {error}")
        return 2
    except ConfigError as error:
        for fault in error.faults:
            tell(f"{relative(fault.path)}:{fault.line or 1}: {fault.message}")
        return 2
    reading = read(source, settings.kind, below_root(name), settings.labels)
    if reading.kind is None:
        tell(f"{name}: it reads neither as a runbook nor as a mitigation log; --kind says what it is")
    write((dumps(parsed(source, reading), indent=2), "\n"))
    return 0
