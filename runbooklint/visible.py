"""Text of strangers made safe to print: no control characters, no terminal escapes, no change of direction."""

from unicodedata import category


def visible(text: str) -> str:
    """The text with every character that does not print shown as its escape; all kinds of spaces as a space."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else _shown(c) for c in text)


def _shown(char: str) -> str:
    if char == "\t" or category(char) == "Zs":
        return " "
    return char.encode("unicode_escape").decode("ascii")
