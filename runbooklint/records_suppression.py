"""What a comment that hides findings says, and what came of it; it judges nothing."""

from typing import Literal

from runbooklint.named import NamedTuple
from runbooklint.source import Span

Effect = Literal["used", "idle", "refused", "unknown", "unjudged"]
"""What naming a rule did: it hid a finding; it hid none; it was refused for want of a reason; there is no such rule; or
the rule was not run or could not decide."""


class Silenced(NamedTuple):
    """A rule that a comment names."""

    name: str
    """As written."""
    span: Span
    effect: Effect
    nearest: str = ""
    """For what is no rule, the name of the rule that may be meant; empty where none is similar."""


class Suppression(NamedTuple):
    """A comment that is meant to hide findings."""

    span: Span
    """The whole comment."""
    removal: Span
    """What to cut out to be rid of it: the comment, with its line where nothing else stands there."""
    rules: tuple[Silenced, ...]
    """Empty where the comment cannot be understood."""
    reason: str
    """Empty where none is given."""
    obstacle: str = ""
    """Why it can hide nothing at all: it cannot be understood, has ended, means no step; else empty."""
    ended: bool = False
    """Whether its last day is over."""
    where: str = ""
    """What it covers, in words that stand behind `finds nothing`."""
