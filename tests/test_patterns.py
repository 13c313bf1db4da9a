"""No regular expression is worse than linear, tried on texts pumped up out of its own signs."""

import pytest

from benchmarks.patterns import all_patterns, suspect
from runbooklint.pattern import Pattern

PATTERNS = all_patterns()


@pytest.mark.parametrize("text", [r"[ \t]+$", r"\w+\s*:", r"(?:a|ab)+c", r"\[[^\]]*\]\("])
def test_what_is_not_linear_is_found(text: str) -> None:
    assert suspect("", Pattern(text), False)


@pytest.mark.parametrize("name", PATTERNS)
def test_expressions_are_linear(name: str) -> None:
    assert suspect(name, PATTERNS[name], True) is None
