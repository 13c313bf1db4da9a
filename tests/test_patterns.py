"""No regular expression is worse than linear, tried on texts pumped up out of its own signs."""

import os

import pytest

from benchmarks.patterns import all_patterns, suspect
from runbooklint.pattern import Pattern

PATTERNS = all_patterns()
SLOW = bool(os.environ.get("RUNBOOKLINT_SLOW"))


@pytest.mark.parametrize("text", [r"[ \t]+$", r"\w+\s*:", r"(?:a|ab)+c", r"\[[^\]]*\]\("])
def test_what_is_worse_is_found(text: str) -> None:
    assert suspect("", Pattern(text), False)


@pytest.mark.skipif(not SLOW, reason="takes minutes; RUNBOOKLINT_SLOW=1 runs it")
@pytest.mark.parametrize("name", PATTERNS)
def test_expressions_are_linear(name: str) -> None:
    assert suspect(name, PATTERNS[name], True) is None
