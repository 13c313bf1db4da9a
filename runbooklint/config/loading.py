"""Configuration files read: TOML to a checked table, and those that it extends; it knows no meaning of a value."""

import os
from typing import Any

from runbooklint.config import SHARED
from runbooklint.config.keys import fits
from runbooklint.config.model import ConfigError, Fault
from runbooklint.named import NamedTuple
from runbooklint.pattern import Pattern
from runbooklint.repository import root_of, within

_LARGEST = 1_000_000
_DEEPEST = 200
_MOST = 1000
"""The entries of tables and lists in a configuration and those that it extends: each document is held against them."""
_DEEP = 10
_LONGEST = 20
"""The files of which each extends the next."""
_STRING = Pattern(r"\"[^\"]*\"|'[^']*'")
_BETWEEN = Pattern(r"[=,{}\[\]]")
_OWN = ("tool", "runbooklint")


class File(NamedTuple):
    """One configuration file with its checked table."""

    path: str
    text: str
    table: dict[str, Any]
    prefix: tuple[str, ...]
    """The keys under which the table stands in the file."""


def parsed(path: str, data: bytes) -> dict[str, Any]:
    """The table of a TOML file. Raises ConfigError where it is none."""
    import tomllib

    if len(data) > _LARGEST:
        raise ConfigError(Fault(path, None, f"larger than {_LARGEST:,} bytes"))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError(Fault(path, None, f"not UTF-8 at byte {error.start}")) from error
    for number, line in enumerate(text.split("\n"), 1):
        if line.count(".") > _DEEPEST and _too_deep(line):
            raise ConfigError(Fault(path, number, f"a key of more than {_DEEPEST} parts"))
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise ConfigError(Fault(path, None, "nested too deeply")) from None
    except ValueError as error:
        raise ConfigError(_syntax_fault(path, str(error))) from error


def _too_deep(line: str) -> bool:
    """Whether a line has a dotted key of very many parts: reading it takes time that grows with their square."""
    bare = _STRING.sub("", line).partition("#")[0]
    return any(part.count(".") > _DEEPEST for part in _BETWEEN.split(bare))


def _syntax_fault(path: str, message: str) -> Fault:
    """What the parser says, its place taken out of its words."""
    words, _, place = message.removesuffix(")").rpartition(" (at line ")
    line = place.partition(",")[0]
    if words and line.isdigit():
        return Fault(path, int(line), f"no valid TOML: {words}")
    return Fault(path, None, f"no valid TOML: {message}")


def own_table(path: str, table: dict[str, Any]) -> Any:
    """The part of a file that is this linter's; None where a file shared with other tools has none."""
    if os.path.basename(path) != SHARED:
        return table
    tools = table.get(_OWN[0])
    return tools.get(_OWN[1]) if isinstance(tools, dict) else None


def prefix_of(path: str) -> tuple[str, ...]:
    """The keys under which the table of this linter stands in a file."""
    return _OWN if os.path.basename(path) == SHARED else ()


def load(path: str) -> File:
    """A configuration file with its table checked. Raises ConfigError where it cannot be used."""
    try:
        with open(path, "rb") as file:
            data = file.read(_LARGEST + 1)
    except OSError as error:
        raise ConfigError(Fault(path, None, f"cannot be read: {error.strerror}")) from error
    table = own_table(path, parsed(path, data))
    prefix = prefix_of(path)
    text = data.decode("utf-8-sig")
    count, depth = _entries(table)
    if count > _MOST:
        raise ConfigError(Fault(path, None, f"more than {_MOST:,} entries"))
    if depth > _DEEP:
        raise ConfigError(Fault(path, None, "nested too deeply"))
    if table is None:
        raise ConfigError(Fault(path, None, f"has no table [{'.'.join(_OWN)}]"))
    if not fits(table):
        from runbooklint.config.faults import faults

        raise ConfigError(*faults(path, text, table, prefix))
    return File(path, text, table, prefix)


def _entries(table: Any) -> tuple[int, int]:
    """How many values stand in tables and lists, those included, until they are too many; how deep they stand."""
    count, deepest, waiting = 0, 0, [(table, 1)]
    while waiting and count <= _MOST:
        value, depth = waiting.pop()
        count, deepest = count + 1, max(deepest, depth)
        if isinstance(value, dict | list):
            waiting.extend((inner, depth + 1) for inner in (value.values() if isinstance(value, dict) else value))
    return count, deepest


def chain(path: str, found: bool = True) -> list[File]:
    """A configuration file and those that it extends, the one that all build upon first. `found` beside the documents,
    it may not lead out of their repository. Raises ConfigError."""
    folder = os.path.dirname(path)
    root = root_of(folder) or folder
    if found and not within(path, root):
        raise ConfigError(Fault(path, None, "leads out of the repository"))
    files = [load(path)]
    seen = {os.path.realpath(path)}
    while "extend" in files[-1].table:
        following = _extended(files[-1], root)
        if os.path.realpath(following) in seen:
            names = " → ".join(os.path.relpath(file.path, root) for file in files)
            raise _fault(files[-1], f"goes in a circle: {names} → {os.path.relpath(following, root)}")
        seen.add(os.path.realpath(following))
        files.append(load(following))
        if len(files) > _LONGEST or sum(_entries(file.table)[0] for file in files) > _MOST:
            raise _fault(files[0], f"leads to more than {_LONGEST} files, or {_MOST:,} entries")
    return files[::-1]


def _extended(file: File, root: str) -> str:
    """The file that another one extends. Raises ConfigError where it is outside the root or does not exist."""
    named = file.table["extend"]
    path = os.path.normpath(os.path.join(os.path.dirname(file.path), named))
    if "\0" in named or not within(path, root):
        raise _fault(file, f'"{named}" is outside the repository')
    if not os.path.isfile(path):
        raise _fault(file, f'there is no file "{named}"')
    return path


def _fault(file: File, message: str) -> ConfigError:
    from runbooklint.config.faults import fault

    return ConfigError(fault(file.path, file.text, (*file.prefix, "extend"), message))
