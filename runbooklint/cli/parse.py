"""`runbooklint parse`: what a document says, as JSON."""

from typing import TYPE_CHECKING, Any

import click

from runbooklint.cli.asking import CONFIG, ISOLATED, asked
from runbooklint.cli.options import from_stdin, kind_option, size_option, stdin_option
from runbooklint.cli.output import relative, tell, write

if TYPE_CHECKING:
    from runbooklint.report import Failure


@click.command(
    "parse",
    epilog="""\b
Examples:
  runbooklint parse docs/CUTOVER-RUNBOOK.md
  runbooklint parse --kind mitigation-log incident.md    # its timeline
  runbooklint schema records                             # of the output
""",
)
@click.argument("path", type=click.Path(), metavar="FILE")
@kind_option
@CONFIG
@ISOLATED
@stdin_option
@size_option
def command(path: str, **options: Any) -> int:
    """Print the records of a document as JSON: steps, rollbacks, fields, each with its place."""
    from runbooklint.config.model import ConfigError
    from runbooklint.examining import DEEPER, Seen, attempted
    from runbooklint.files import UnreadableError, decoded, load, sized
    from runbooklint.ground import Ground
    from runbooklint.parsed import parsed
    from runbooklint.reading import Reading, read
    from runbooklint.report import Failure
    from runbooklint.reporters.json import dumped
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

    def done() -> tuple[Reading, str]:
        reading = read(source, settings.kind, below_root(name), settings.labels)
        return reading, dumped(parsed(source, reading), indent=2)

    result = attempted(done, len(data))
    if isinstance(result, Seen):
        return _failed(Failure(name, result.fault, result.defect))
    reading, text = result
    if reading.kind is None:
        tell(f"{name}: it reads neither as a runbook nor as a mitigation log; --kind says what it is")
    write((text, "\n"))
    return _failed(Failure(name, DEEPER, line=reading.document.cut)) if reading.document.cut else 0


def _failed(failure: "Failure") -> int:
    """Say why a document could not be read, or not all of it; the exit code."""
    tell(f"{failure.place}: {failure.told}")
    return 3 if failure.defect else 2
