"""`runbooklint completions`: what a shell needs to complete command lines."""

import click

from runbooklint.cli.options import Word
from runbooklint.cli.output import write

_SHELLS = ("bash", "zsh", "fish")


@click.command(
    "completions",
    epilog="""\b
Examples:
  runbooklint completions bash > runbooklint.bash    # then source it
  runbooklint completions zsh > ~/.zfunc/_runbooklint
  runbooklint completions fish > ~/.config/fish/completions/runbooklint.fish
""",
)
@click.argument("shell", type=Word(_SHELLS), metavar=f"[{'|'.join(_SHELLS)}]")
def command(shell: str) -> int:
    """Print the script by which a shell completes commands, options, kinds, formats and rules."""
    from click.shell_completion import get_completion_class

    from runbooklint.cli import group

    made = get_completion_class(shell)
    assert made is not None
    write((made(group, {}, "runbooklint", "_RUNBOOKLINT_COMPLETE").source(), "\n"))
    return 0
