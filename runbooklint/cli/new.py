"""`runbooklint new`: a document to fill in."""

import os

import click

from runbooklint.cli.options import KINDS, Word
from runbooklint.cli.output import tell, write


@click.command(
    "new",
    epilog="""\b
Examples:
  runbooklint new cutover -o docs/orders-cutover.md
  runbooklint new mitigation-log > INC-7-mitigation-log.md
""",
)
@click.argument("kind", type=Word(KINDS[1:]), metavar=f"[{'|'.join(KINDS[1:])}]")
@click.option("-o", "--output", metavar="FILE", type=click.Path(), help="Write to a file that does not exist yet.")
@click.option("--force", is_flag=True, help="With -o: write over a file that exists.")
def command(kind: str, output: str | None, force: bool) -> int:
    """Print a document to fill in: its blanks are all that check finds in it."""
    import runbooklint

    with open(os.path.join(os.path.dirname(runbooklint.__file__), "starters", f"{kind}.md"), encoding="utf-8") as file:
        text = file.read()
    if output is None or output == "-":
        write((text,))
        return 0
    from runbooklint.writing import UnwritableError, create, write_atomically

    try:
        (write_atomically if force else create)(output, text.encode())
    except UnwritableError as error:
        hint = "; --force writes over it" if not force and os.path.lexists(output) else ""
        tell(f"{output}: {error}{hint}")
        return 2
    return 0
