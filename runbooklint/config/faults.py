"""What is wrong with a configuration, in words, with the line of the key; it is imported only where something is."""

import json
from collections.abc import Iterator
from importlib.resources import files
from itertools import islice
from typing import Any

from runbooklint.config.keys import KEYS
from runbooklint.config.model import Fault
from runbooklint.nearest import advice, nearest
from runbooklint.pattern import Pattern

_HEADER = Pattern(r"\[{1,2}(?P<key>[^\]\n#]{1,2000})\]")
_PART = Pattern(
    r"[ \t]{0,99}(?:\"(?P<basic>[^\"\n]{0,2000})\"|'(?P<literal>[^'\n]{0,2000})'|(?P<bare>[A-Za-z0-9_-]{1,2000}))"
)
_JOINT = Pattern(r"[ \t]{0,99}(?P<sign>[.=])")
_SHOWN = 60
MOST = 50
"""The faults that are told of one file: the line of each is looked for."""


def faults(path: str, text: str, table: Any, prefix: tuple[str, ...]) -> list[Fault]:
    """What the schema has against a table, in the order of the file."""
    from jsonschema import Draft202012Validator

    schema = json.loads((files("runbooklint") / "config.schema.json").read_text(encoding="utf-8"))
    told = (
        (tuple(str(key) for key in error.absolute_path), more, message)
        for error in Draft202012Validator(schema).iter_errors(table)
        for more, message in _worded(error)
    )
    found = {fault(path, text, (*prefix, *keys, *more), message) for keys, more, message in islice(told, MOST)}
    return sorted(found, key=lambda found: (found.line or 0, found.message))


def fault(path: str, text: str, keys: tuple[str, ...], message: str, value: str = "") -> Fault:
    """A fault with its key, and the line where a scan finds it; `value` is the text that is wrong in a list."""
    shown = ".".join(key for key in keys if not key.isdigit())
    shown = shown.removeprefix("tool.runbooklint").removeprefix(".")
    return Fault(path, line_of(text, keys, value), f"{shown}: {message}" if shown else message)


def _worded(error: Any) -> Iterator[tuple[tuple[str, ...], str]]:
    """What one error of the schema says: further keys that lead to it, and the message."""
    if error.validator == "additionalProperties" and error.validator_value is False:
        known = list(error.schema.get("properties", KEYS))
        for key in error.instance:
            if key not in known:
                yield (key,), f"there is no such key{advice(key, known)}"
    elif error.validator == "propertyNames" or "propertyNames" in error.relative_schema_path:
        names = error.schema.get("enum")
        if names:
            yield (error.instance,), f"there is no such field{advice(error.instance, names)}"
        else:
            yield (), f"{error.schema['description']} is expected as a key, not {_shown(error.instance)}"
    elif error.validator == "required":
        yield (), f"{error.validator_value[0]} is missing"
    else:
        wanted = error.schema.get("description", error.message)
        yield (), f"{wanted} is expected, not {_shown(error.instance)}{_nearest(error)}"


def _nearest(error: Any) -> str:
    """The nearest of the words that are allowed."""
    schemas = [error.schema, *(context.schema for context in error.context)]
    words = [word for schema in schemas for word in schema.get("enum", ())]
    found = nearest(error.instance, words) if isinstance(error.instance, str) and words else None
    return f', did you mean "{found}"?' if found else ""


def _shown(value: Any) -> str:
    """A value in short."""
    if isinstance(value, str):
        return json.dumps(value[:_SHOWN], ensure_ascii=False)
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, bool):
        return str(value).lower()
    return type(value).__name__ if isinstance(value, int) and abs(value) > 10**_SHOWN else str(value)[:_SHOWN]


def line_of(text: str, keys: tuple[str, ...], value: str = "") -> int | None:
    """The 1-based line that states the longest beginning of a dotted key, then what follows on the lines behind it."""
    wanted = tuple(key for key in keys if not key.isdigit()) + ((value,) if value else ())
    lines = text.split("\n")
    best, depth = None, 0
    header: tuple[str, ...] = ()
    for number, line in enumerate(lines):
        stripped = line.lstrip()
        if stripped.startswith("["):
            found = _HEADER.match(stripped)
            here = header = _dotted(found["key"] + "=") if found else header
        else:
            told = _dotted(stripped)
            here = (*header, *told) if told else ()
        if here and here == wanted[: len(here)] and len(here) > depth:
            best, depth = number, len(here)
    if best is None:
        return None
    for key in wanted[depth:]:
        for number in range(best, len(lines)):
            if number > best and _dotted(lines[number].lstrip()):
                break
            if key in lines[number]:
                best = number
                break
    return best + 1


def _dotted(text: str) -> tuple[str, ...]:
    """The parts of the key that a line begins with; none where it begins with no key and an equals sign."""
    parts, at = [], 0
    while found := _PART.match(text, at):
        parts.append(found["basic"] or found["literal"] or found["bare"] or "")
        joint = _JOINT.match(text, found.end())
        if not joint:
            return ()
        if joint["sign"] == "=":
            return tuple(parts)
        at = joint.end()
    return ()
