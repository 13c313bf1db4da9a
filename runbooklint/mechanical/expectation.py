"""What one pattern found: the words that say what is expected, and the word that says of what."""

from typing import NamedTuple, TypeAlias

from runbooklint.mechanical.tokens import Token


class Expectation(NamedTuple):
    """What is expected: its first and last token, and the token that names what it is expected of."""

    first: Token
    last: Token
    subject: Token | None
    weak: bool = False
    """Whether it counts only beside something with a name of its own: a command, an endpoint, an identifier."""


Found: TypeAlias = Expectation | None
