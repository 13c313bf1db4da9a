"""Which keys there are and which values fit: `config.schema.json` as a quick check; wording faults is the schema's."""

from collections.abc import Callable, Mapping
from typing import Any, get_args

from runbooklint.records import DocumentKind, FieldName

SEVERITIES = ("blocker", "high", "medium", "low")
_LONGEST = 1000
_MOST = 1_000_000
_KINDS = frozenset(get_args(DocumentKind))
_FIELDS = frozenset(get_args(FieldName))

Check = Callable[[Any], bool]


def fits(table: Any) -> bool:
    """Whether a table is a configuration, as far as the schema goes."""
    return isinstance(table, dict) and all(key in KEYS and KEYS[key](value) for key, value in table.items())


def _text(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= _LONGEST


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(map(_text, value))


def _flag(value: Any) -> bool:
    return isinstance(value, bool)


def _severity(value: Any) -> bool:
    return isinstance(value, str) and value in SEVERITIES


def _level(value: Any) -> bool:
    """A severity, or a table with the severity and the reason."""
    if isinstance(value, dict):
        known = value.keys() <= {"level", "reason"}
        return known and _severity(value.get("level")) and ("reason" not in value or _text(value["reason"]))
    return _severity(value)


def _fail_on(value: Any) -> bool:
    return _severity(value) or (isinstance(value, str) and value == "never")


def _kind(value: Any) -> bool:
    return isinstance(value, str) and value in _KINDS


def _amount(value: Any) -> bool:
    # not `0 < value`: as in the schema, what compares with nothing (NaN) is left to the resolving
    return isinstance(value, int | float) and not isinstance(value, bool) and not (value <= 0 or value > _MOST)


def _table(name: Check, value: Check) -> Check:
    def check(entries: Any) -> bool:
        return isinstance(entries, dict) and all(name(key) and value(entries[key]) for key in entries)

    return check


KEYS: Mapping[str, Check] = {
    "extend": _text,
    "select": _texts,
    "ignore": _texts,
    "extend-select": _texts,
    "severity": _table(_text, _level),
    "per-file-ignores": _table(_text, _texts),
    "exclude": _texts,
    "kinds": _table(_text, _kind),
    "labels": _table(_FIELDS.__contains__, _texts),
    "rto": _text,
    "decisions": _text,
    "min-severity": _severity,
    "fail-on": _fail_on,
    "baseline": _text,
    "require-suppression-reason": _flag,
    "thresholds": _table(_text, _amount),
}
"""Every key with what fits it, in the order in which they are shown."""
TABLES = frozenset({"severity", "per-file-ignores", "kinds", "labels", "thresholds"})
"""The keys that hold tables; where a configuration extends another, their entries are merged."""
