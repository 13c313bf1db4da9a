"""Named tuples out of the lists that JSON makes of them; it knows no particular type and trusts no value."""

from collections.abc import Callable
from enum import IntEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

Make = Callable[[Any], Any]


class MisfitError(ValueError):
    """A value that is not of the type."""


@cache
def maker(kind: Any) -> Make:
    """The function that makes a value of a type out of what JSON made of one, and raises MisfitError for anything else.

    Types are named tuples, tuples, literal texts, `int` enumerations, `str`, `int`, `bool`, and any of them or None.
    """
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is tuple and arguments[-1] is Ellipsis:
        return _of_list(maker(arguments[0]))
    if origin is tuple:
        return _of_row(lambda *values: values, [maker(argument) for argument in arguments])
    if origin in {Union, UnionType} and len(arguments) == 2 and NoneType in arguments:
        return _or_none(maker(next(argument for argument in arguments if argument is not NoneType)))
    if origin is Literal:
        return _among({value: value for value in arguments}, str)
    if isinstance(kind, type) and issubclass(kind, IntEnum):
        return _among({int(value): value for value in kind}, int)
    if hasattr(kind, "_fields"):
        return _of_row(kind, [maker(hint) for hint in get_type_hints(kind).values()])
    if kind in {str, int, bool}:
        return _exactly(kind)
    raise TypeError(f"{kind} cannot be made out of plain values")


def _exactly(kind: type) -> Make:
    def made(value: Any) -> Any:
        if type(value) is not kind:
            raise MisfitError
        return value

    return made


def _or_none(make: Make) -> Make:
    return lambda value: None if value is None else make(value)


def _among(values: dict[Any, Any], kind: type) -> Make:
    def made(value: Any) -> Any:
        if type(value) is not kind or value not in values:
            raise MisfitError
        return values[value]

    return made


def _of_list(make: Make) -> Make:
    def made(value: Any) -> Any:
        if type(value) is not list:
            raise MisfitError
        return tuple([make(one) for one in value])

    return made


def _of_row(kind: Callable[..., Any], makes: list[Make]) -> Make:
    def made(value: Any) -> Any:
        if type(value) is not list or len(value) != len(makes):
            raise MisfitError
        return kind(*[make(one) for make, one in zip(makes, value, strict=True)])

    return made
