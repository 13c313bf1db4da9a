"""Keeps what functions of a text have found, for as long as one document is read and linted; it knows no function."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar, cast

_Function = TypeVar("_Function", bound=Callable[..., Any])

_MOST, _LONGEST = 1024, 4000
"""The texts for which each function keeps what it has found, and the characters of the longest of them: a hostile
document must not fill the memory with pieces of itself."""
_kept: list[Callable[[], None]] = []


def remembered(function: _Function) -> _Function:
    """A function that looks at the same text once. What it returns is shared, and must not be changed."""
    cached = lru_cache(maxsize=_MOST)(function)
    _kept.append(cached.cache_clear)

    def alone(text: str) -> Any:
        return cached(text) if len(text) <= _LONGEST else function(text)

    def along(text: str, *more: Any) -> Any:
        return cached(text, *more) if len(text) <= _LONGEST else function(text, *more)

    asked = alone if function.__code__.co_argcount == 1 else along  # the shorter way is the faster one
    asked.__name__, asked.__doc__ = function.__name__, function.__doc__
    return cast(_Function, asked)


def forget() -> None:
    """Let go of everything: the next document begins, whose texts are others."""
    for clear in _kept:
        clear()
