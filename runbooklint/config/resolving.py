"""Configuration files to typed settings: merged, rules and lengths of time understood, paths made whole."""

import os
from collections.abc import Iterable, Iterator
from itertools import islice
from math import isfinite
from typing import Any

from runbooklint.config.keys import KEYS, TABLES
from runbooklint.config.loading import File, chain
from runbooklint.config.model import Config, ConfigError, Fault, Glob, Stated
from runbooklint.globs import alternatives
from runbooklint.repository import root_of, within
from runbooklint.rule import Severity
from runbooklint.vocabulary.phrases import phrase

_SELECTORS = ("select", "ignore", "extend-select")
_PATHS = ("decisions", "baseline")
_TOLD = 50
"""The faults that are told of one file: the nearest name is looked for, for each."""


def resolve(path: str, base: str | None = None) -> Config:
    """The settings of a configuration file and those that it extends. Raises ConfigError with all that is wrong.

    Globs and paths count from the folder of the file that states them, or all from `base` where that is given; then
    paths may lead out of the repository, for the user named the file.
    """
    files = chain(os.path.abspath(path), base is None)
    found = [fault for file in files for fault in islice(_faults(file, base), _TOLD)]
    if found:
        raise ConfigError(*found)
    stated = _merged(files)
    values: dict[str, Any] = {one.key[0]: one.value for one in stated if len(one.key) == 1}

    def table(key: str) -> Iterator[tuple[Any, Any, str]]:
        return ((one.key[1], one.value, base or os.path.dirname(one.path)) for one in stated if one.key[0] == key)

    def whole(key: str) -> str | None:
        origin = next((one.path for one in stated if one.key == (key,)), path)
        return os.path.normpath(os.path.join(base or os.path.dirname(origin), values[key])) if key in values else None

    excluding = next((one.path for one in stated if one.key == ("exclude",)), path)
    rto = values.get("rto")
    severity, fail_on = values.get("min-severity"), values.get("fail-on")
    return Config(
        os.path.abspath(path),
        tuple(values["select"]) if "select" in values else None,
        tuple(values.get("ignore", ())),
        tuple(word for one in stated if one.key[0] == "extend-select" for word in one.value),
        tuple((name, _level(level)) for name, level, _ in table("severity")),
        tuple((Glob(glob, folder), tuple(rules)) for glob, rules, folder in table("per-file-ignores")),
        tuple(Glob(glob, base or os.path.dirname(excluding)) for glob in values.get("exclude", ())),
        tuple((Glob(glob, folder), kind) for glob, kind, folder in table("kinds")),
        tuple((field, tuple(labels)) for field, labels, _ in table("labels")),
        _seconds(rto) if rto else None,
        whole("decisions"),
        Severity[severity.upper()] if severity else None,
        fail_on if fail_on in {None, "never"} else Severity[fail_on.upper()],
        whole("baseline"),
        values.get("require-suppression-reason", False),
        tuple((name, float(value)) for name, value, _ in table("thresholds")),
        stated,
    )


def _merged(files: list[File]) -> tuple[Stated, ...]:
    """What holds in the end: the later file wins, tables are merged entry by entry, `extend-select` adds up."""
    found: dict[tuple[str, ...], Stated] = {}
    for number, file in enumerate(files):
        for key, value in file.table.items():
            if key in TABLES:
                for name, entry in value.items():
                    # globs of two folders are two entries, even where they read alike
                    place = (key, name, os.path.dirname(file.path) if key in {"kinds", "per-file-ignores"} else "")
                    found.pop(place, None)
                    found[place] = Stated((key, name), entry, file.path)
            elif key == "extend-select":
                found[key, str(number)] = Stated((key,), value, file.path)
            else:
                found[key,] = Stated((key,), value, file.path)
    order = list(KEYS)
    return tuple(sorted(found.values(), key=lambda stated: order.index(stated.key[0])))


def _level(value: Any) -> Severity:
    return Severity[(value["level"] if isinstance(value, dict) else value).upper()]


def _seconds(text: str) -> float | None:
    """The length of time that the whole text states, in seconds."""
    from runbooklint.quantities.lengths import read_length

    length = read_length(text.strip())
    return length.seconds if length and (length.start, length.end) == (0, len(text.strip())) else None


def _faults(file: File, base: str | None) -> Iterator[Fault]:
    """What the schema cannot see: names that are no rule, lengths of time, labels of two fields, paths."""
    table = file.table
    for key in _SELECTORS:
        yield from _no_rules(file, (key,), table.get(key, ()))
    for glob, names in table.get("per-file-ignores", {}).items():
        yield from _no_rules(file, ("per-file-ignores", glob), names)
    yield from _no_rules(file, ("severity",), table.get("severity", ()))
    yield from _no_thresholds(file)
    if "rto" in table and _seconds(table["rto"]) is None:
        yield _fault(file, ("rto",), f'"{table["rto"]}" is no length of time; write a number and a unit ("45 min")')
    yield from _double_labels(file)
    for key in ("exclude", "per-file-ignores", "kinds"):
        for glob in table.get(key, ()):
            if not alternatives(glob):
                yield _fault(file, (key,), f'"{glob[:60]}" stands for too many globs', glob)
    folder = os.path.dirname(file.path)
    for key in _PATHS:
        if key not in table or (base is not None and "\0" not in table[key]):
            continue
        if "\0" in table[key] or not _inside(table[key], folder):
            yield _fault(file, (key,), f'"{table[key]}" is outside the repository')
        elif not _readable(os.path.join(folder, table[key])):
            yield _fault(file, (key,), f'"{table[key]}" is no file')


def _inside(path: str, folder: str) -> bool:
    return within(os.path.normpath(os.path.join(folder, path)), root_of(folder) or folder)


def _readable(path: str) -> bool:
    """Whether a path is a file, or nothing yet; reading a pipe might never end."""
    return os.path.isfile(path) or not os.path.exists(path)


def _no_rules(file: File, keys: tuple[str, ...], names: Iterable[str]) -> Iterator[Fault]:
    listed = list(names)
    if not listed:
        return
    from runbooklint.checks import all_rules
    from runbooklint.selection import stranger

    for name in listed:
        message = stranger(all_rules(), name)
        if message:
            yield _fault(file, keys, message, name)


def _no_thresholds(file: File) -> Iterator[Fault]:
    """What is wrong with the thresholds: rules that have none, numbers that are none."""
    if "thresholds" not in file.table:
        return
    from runbooklint.checks import all_rules
    from runbooklint.nearest import advice

    known = {name: rule for rule in all_rules() if rule.threshold is not None for name in (rule.code, rule.name)}
    for name, value in file.table["thresholds"].items():
        if name not in known:
            message = f'no rule with a threshold is called "{name}"{advice(name, known)}'
            yield _fault(file, ("thresholds", name), message)
        elif not isfinite(value):
            yield _fault(file, ("thresholds", name), f"{value} is no threshold")


def _double_labels(file: File) -> Iterator[Fault]:
    """Labels that are given to two fields."""
    fields: dict[str, str] = {}
    for field, labels in file.table.get("labels", {}).items():
        for label in labels:
            other = fields.setdefault(phrase(label), field)
            if other != field:
                yield _fault(file, ("labels", field), f'"{label}" is a label of {other} as well', label)


def _fault(file: File, keys: tuple[str, ...], message: str, value: str = "") -> Fault:
    from runbooklint.config.faults import fault

    return fault(file.path, file.text, (*file.prefix, *keys), message, value)
