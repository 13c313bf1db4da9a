"""The patterns by which editors read lines, as regular expressions: of Vim, of Lua, of Emacs; what is not known of them
raises, so that a test does not pass on half a pattern."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_VIM = {
    "f": "(?P<file>.+?)",
    "l": r"(?P<line>\d+)",
    "c": r"(?P<column>\d+)",
    "m": "(?P<message>.+)",
    "t": "(?P<type>.)",
}
_LUA = {"d": r"\d", "a": "[A-Za-z]"}
_FLYCHECK = {
    "line-start": "^",
    "line-end": "$",
    "line": r"(?P<line>\d+)",
    "column": r"(?P<column>\d+)",
    "(file-name)": "(?P<file>.+?)",
    "(message)": "(?P<message>.+)",
}
_SEXP = re.compile(r'\s*(?:(?P<text>"[^"]*")|(?P<sign>[()])|(?P<word>[^\s()"]+))')


class Format(NamedTuple):
    """One of the patterns of an errorformat."""

    kind: str
    """E, W, I for what the lines are, empty where the pattern does not say."""
    ignored: bool
    pattern: re.Pattern[str]


def vim(errorformat: str) -> list[Format]:
    """The patterns of an errorformat of Vim, in order; the first that fits a line counts."""
    return [_vim(part) for part in re.split(r"(?<!\\),", errorformat)]


def _vim(part: str) -> Format:
    lead = re.match(r"%(-G|[EWI])", part)
    rest, found = part[lead.end() :] if lead else part, "^"
    while rest:
        if rest.startswith("%.%#"):
            found, rest = found + ".*", rest[4:]
        elif rest[0] == "%":
            found, rest = found + _VIM[rest[1]], rest[2:]
        else:
            found, rest = found + re.escape(rest[0]), rest[1:]
    kind = lead.group(1) if lead else ""
    return Format("" if kind == "-G" else kind, kind == "-G", re.compile(found + "$"))


def lua(pattern: str) -> re.Pattern[str]:
    """A pattern of Lua."""
    found, rest = "", pattern
    while rest:
        if rest[0] == "%":
            found, rest = found + _LUA[rest[1]], rest[2:]
        elif rest.startswith(".-"):
            found, rest = found + ".*?", rest[2:]
        else:
            assert re.match(r"[\w:.+()^$ ]", rest), rest
            found, rest = found + rest[0], rest[1:]
    return re.compile(found)


def flycheck(source: str) -> list[tuple[str, re.Pattern[str]]]:
    """The levels and patterns of the `:error-patterns` of a Flycheck checker."""
    checker = _read(source)
    patterns = checker[checker.index(":error-patterns") + 1]
    return [(level, re.compile("".join(map(_flycheck, parts)))) for level, *parts in patterns]


def command(source: str) -> list[str]:
    """The `:command` of a Flycheck checker; symbols as they are."""
    checker = _read(source)
    return [word.strip('"') for word in checker[checker.index(":command") + 1]]


def _flycheck(part: object) -> str:
    if isinstance(part, str):
        return re.escape(part[1:-1]) if part.startswith('"') else _FLYCHECK[part]
    assert isinstance(part, list)
    if part[0] == "or":
        return f"(?:{'|'.join(map(_flycheck, part[1:]))})"
    return _FLYCHECK[f"({' '.join(part)})"]


def _read(source: str) -> list:  # type: ignore[type-arg]
    """The first list of a text in Emacs Lisp; strings keep their quotes."""
    tokens = _tokens(source)
    assert next(tokens) == "("
    return _list(tokens)


def _list(tokens: Iterator[str]) -> list:  # type: ignore[type-arg]
    found: list[object] = []
    for token in tokens:
        if token == ")":
            return found
        found.append(_list(tokens) if token == "(" else token)
    raise AssertionError("a list is not closed")


def _tokens(source: str) -> Iterator[str]:
    at = 0
    while match := _SEXP.match(source, at):
        yield match.group().strip()
        at = match.end()
