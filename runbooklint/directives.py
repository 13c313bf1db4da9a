"""What the text of one comment asks to be hidden: `ignore=RUN415 step=04 reason="…"`; it knows no document."""

from collections.abc import Iterator
from typing import Literal

from runbooklint.named import NamedTuple
from runbooklint.nearest import advice
from runbooklint.pattern import Pattern
from runbooklint.quantities.dates import date_at
from runbooklint.source import Span
from runbooklint.vocabulary import state

Scope = Literal["block", "line", "file"]

_OPENING = Pattern(r"<!--\s{0,99}runbooklint:")
_SPACE = Pattern(r"[\s>]+")
_KEY = Pattern(r"(?P<key>[A-Za-z-]{1,40})=")
_BARE = Pattern(r"[^\s\"]+")
_NAME = Pattern(r"[^\s,]+")
_SCOPES: dict[str, Scope] = {"ignore": "block", "ignore-next-line": "line", "ignore-file": "file"}
_KEYS = (*_SCOPES, "step", "reason", "until", "kind")
_CLOSING = {'"': '"', "'": "'", "“": "”"}


class Named(NamedTuple):
    """A rule as a comment names it, with the offsets of the name in the comment."""

    name: str
    span: Span


class Directive(NamedTuple):
    """What a comment asks for; with a fault, it asks for nothing."""

    scope: Scope
    rules: tuple[Named, ...]
    step: str = ""
    reason: str = ""
    until: str = ""
    """The last day on which it holds, as `2026-12-31`."""
    fault: str = ""
    """Why it cannot be understood."""


class _Value(NamedTuple):
    text: str
    start: int


class _FaultError(Exception):
    """A comment that cannot be understood, and why."""


def directive(comment: str) -> Directive | None:
    """What a comment, from `<!--` to `-->`, asks to be hidden; None where it is not meant to hide anything."""
    opening = _OPENING.match(comment)
    if not opening:
        return None
    values: dict[str, _Value] = {}
    try:
        for key, value in _pairs(comment, opening.end(), len(comment) - len("-->")):
            if key in values:
                raise _FaultError(f"{key} stands twice in it")
            values[key] = value
        return None if set(values) == {"kind"} else _understood(values)
    except _FaultError as error:
        return Directive("block", (), fault=str(error))


def _pairs(text: str, at: int, end: int) -> Iterator[tuple[str, _Value]]:
    """The keys with their values, from left to right."""
    while (at := _behind_space(text, at, end)) < end:
        found = _KEY.match(text, at, end)
        if not found:
            word = _BARE.match(text, at, end)
            raise _FaultError(f'"{word.group() if word else text[at]}" in it is no key with a value')
        key = found["key"]
        if key not in _KEYS:
            raise _FaultError(f'it has no key "{key}"{advice(key, _KEYS)}')
        begin = found.end()
        closing = _CLOSING.get(text[begin : begin + 1])
        if closing:
            at = text.find(closing, begin + 1, end)
            if at < 0:
                raise _FaultError(f"the quote behind {key}= is not closed")
            yield key, _Value(text[begin + 1 : at], begin + 1)
            at += 1
        else:
            at = _bare_end(text, begin, end)
            yield key, _Value(text[begin:at], begin)


def _bare_end(text: str, at: int, end: int) -> int:
    """The end of a value without quotes; behind a comma it goes on, up to the next key."""
    while found := _BARE.match(text, at, end):
        at = found.end()
        following = _behind_space(text, at, end)
        if text[at - 1] != "," or following == end or _KEY.match(text, following, end):
            break
        at = following
    return at


def _behind_space(text: str, at: int, end: int) -> int:
    found = _SPACE.match(text, at, end)
    return found.end() if found else at


def _understood(values: dict[str, _Value]) -> Directive:
    """The directive of well-formed keys and values. Raises _FaultError for what makes no sense."""
    given = [key for key in _SCOPES if key in values]
    if len(given) != 1:
        asked = " and ".join(f"{key}=" for key in given)
        raise _FaultError(f"{asked} exclude each other" if given else "it names no rule: write ignore=RULE")
    if "step" in values and given != ["ignore"]:
        raise _FaultError(f"step= goes with ignore=, not with {given[0]}=")
    text, start = values[given[0]]
    rules = tuple(Named(m.group(), Span(start + m.start(), start + m.end())) for m in _NAME.finditer(text))
    if not rules:
        raise _FaultError(f"{given[0]}= names no rule")
    step = values.get("step", _Value("", 0)).text.strip()
    if "step" in values and not step:
        raise _FaultError("step= names no step")
    reason = values.get("reason", _Value("", 0)).text.strip()
    return Directive(
        _SCOPES[given[0]], rules, step, reason if state(reason) == "stated" else "", _day(values.get("until"))
    )


def _day(value: _Value | None) -> str:
    """A day as written in `until`. Raises _FaultError for any other value."""
    if value is None:
        return ""
    text = value.text.strip()
    found = date_at(text, 0) if len(text) == len("2026-12-31") and text[4:5] == "-" else None
    if not found or not found.full or found.end != len(text):
        raise _FaultError(f'until="{text}" is no day; write until=2026-12-31')
    return text
