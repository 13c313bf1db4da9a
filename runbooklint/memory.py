"""Keeps what functions of a text have found, for as long as one document is read and linted; it knows no function."""

from collections.abc import Callable
from functools import lru_cache
from typing import ParamSpec, TypeVar, cast

_Given = ParamSpec("_Given")
_Found = TypeVar("_Found")

_MOST = 4096
"""The texts for which each function keeps what it has found."""
_kept: list[Callable[[], None]] = []


def remembered(function: Callable[_Given, _Found]) -> Callable[_Given, _Found]:
    """A function that looks at the same text once. What it returns is shared, and must not be changed."""
    cached = lru_cache(maxsize=_MOST)(function)
    _kept.append(cached.cache_clear)
    return cast(Callable[_Given, _Found], cached)


def forget() -> None:
    """Let go of everything: the next document begins, whose texts are others."""
    for clear in _kept:
        clear()
