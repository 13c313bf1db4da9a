"""The labels that a configuration adds to the known ones, for as long as a document is read."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import TypeAlias

from runbooklint.records import FieldName
from runbooklint.vocabulary.phrases import phrase

Labels: TypeAlias = tuple[tuple[FieldName, tuple[str, ...]], ...]
"""Further labels by field."""

_FURTHER: ContextVar[Labels] = ContextVar("further", default=())


def further() -> Labels:
    """The labels that count besides the known ones."""
    return _FURTHER.get()


@contextmanager
def counting(labels: Labels) -> Iterator[None]:
    """Let further labels count in what is read meanwhile."""
    token = _FURTHER.set(labels)
    try:
        yield
    finally:
        _FURTHER.reset(token)


def with_further(table: dict[str, FieldName], fields: Collection[FieldName], more: Labels) -> dict[str, FieldName]:
    """A table of labels with the further labels of the fields that it is about, which win."""
    added = {phrase(label): field for field, labels in more if field in fields for label in labels}
    added.pop("", None)
    return {**table, **added}


def further_field(label: str) -> FieldName | None:
    """The field that a further label names."""
    more = further()
    return _fields(more).get(phrase(label)) if more else None


@lru_cache(maxsize=8)
def _fields(more: Labels) -> dict[str, FieldName]:
    return with_further({}, [field for field, _ in more], more)
