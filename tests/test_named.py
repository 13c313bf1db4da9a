"""Cheap named tuples behave as those of `typing`."""

import ast
import pickle
import typing
from typing import Any, Generic, TypeVar

import pytest

from runbooklint import named
from tests.conftest import ROOT

T = TypeVar("T")


class Theirs(typing.NamedTuple):
    """A record."""

    start: int
    end: int | None = None
    names: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        return (self.end or self.start) - self.start


class Ours(named.NamedTuple):
    """A record."""

    start: int
    end: int | None = None
    names: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        return (self.end or self.start) - self.start


class Boxed(named.NamedTuple, Generic[T]):
    value: T


@pytest.mark.parametrize(
    ("values", "more"), [((1,), {}), ((1, 5), {}), ((), {"start": 2, "names": ("a",)}), ((3, None, ("b", "c")), {})]
)
def test_same_as_those_of_typing(values: tuple[Any, ...], more: dict[str, Any]) -> None:
    ours: Any = Ours(*values, **more)
    theirs: Any = Theirs(*values, **more)
    assert ours == theirs
    assert hash(ours) == hash(theirs)
    assert repr(ours) == repr(theirs).replace("Theirs", "Ours")
    assert ours._asdict() == theirs._asdict()
    assert ours._replace(end=9) == theirs._replace(end=9)
    assert (ours.start, ours.end, ours.names, ours.width) == (theirs.start, theirs.end, theirs.names, theirs.width)
    assert pickle.loads(pickle.dumps(ours)) == ours
    assert type(pickle.loads(pickle.dumps(ours))) is Ours
    assert not hasattr(ours, "__dict__")


@pytest.mark.parametrize(
    ("values", "more"), [((), {}), ((1, 2, (), 4), {}), ((1,), {"start": 1}), ((1,), {"other": 1})]
)
def test_refuses_what_those_of_typing_refuse(values: tuple[Any, ...], more: dict[str, Any]) -> None:
    for kind in (Ours, Theirs):
        with pytest.raises(TypeError):
            kind(*values, **more)


def test_class_is_as_those_of_typing() -> None:
    assert (Ours._fields, Ours.__doc__, Ours.__match_args__) == (Theirs._fields, Theirs.__doc__, Theirs.__match_args__)
    assert issubclass(Ours, tuple)
    with pytest.raises(AttributeError):
        Ours(1).start = 2  # type: ignore[misc]
    with pytest.raises((TypeError, ValueError)):
        Ours(1)._replace(other=1)  # type: ignore[call-arg]
    match Ours(4, 6):
        case Ours(start, end):
            assert (start, end) == (4, 6)


def test_class_for_any_type() -> None:
    assert Boxed(3).value == 3
    assert Boxed[int](3) == Boxed(3)


def test_every_record_is_cheap_to_define() -> None:
    for path in (ROOT / "runbooklint").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if path.name != "named.py" and isinstance(node, ast.ImportFrom) and node.module == "typing":
                assert "NamedTuple" not in {alias.name for alias in node.names}, path.name
