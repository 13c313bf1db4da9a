"""Text of strangers made safe to print: no control characters, no terminal escapes, no change of direction, and no
command that a build service would find in its log."""

from unicodedata import category

from runbooklint.pattern import Pattern

COMMAND = Pattern(r"##[A-Za-z]{0,16}(?=\[)")
"""What GitHub Actions, Azure Pipelines and TeamCity take for a command wherever it stands in a line of a log."""


def visible(text: str) -> str:
    """The text with every character that does not print shown as its escape; all kinds of spaces as a space."""
    if not text.isprintable():
        text = "".join(c if c.isprintable() else _shown(c) for c in text)
    return COMMAND.sub(r"\g<0>\\", text) if "##" in text else text


def visible_path(path: str) -> str:
    """A path to begin a line with: GitHub Actions takes a line that begins with two colons for a command."""
    shown = visible(path)
    return f"./{shown}" if shown.lstrip().startswith("::") else shown


def visible_line(line: str) -> str:
    """A line of a document to print as a line: two colons that it begins with are no command."""
    shown = visible(line)
    bare = shown.lstrip()
    return f"{shown[: len(shown) - len(bare)]}\\{bare}" if bare.startswith("::") else shown


def _shown(char: str) -> str:
    if char == "\t" or category(char) == "Zs":
        return " "
    return char.encode("unicode_escape").decode("ascii")
