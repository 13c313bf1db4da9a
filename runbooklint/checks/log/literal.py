"""Whether a text shows a change so that somebody else could make it: a command, a flag with its value, a version."""

from collections.abc import Iterable, Sequence

from runbooklint.checks.log.shell import code_of
from runbooklint.inline import code_texts
from runbooklint.mechanical import names_reference
from runbooklint.mechanical.tokens import Token, tokens
from runbooklint.mechanical.words import TIME_UNIT, group, is_identifier
from runbooklint.pattern import Pattern
from runbooklint.records import Item

_VALUES = group("on off true false enabled disabled enable disable active inactive yes no open closed")
_COUNTED = group(
    "pod pods replica replicas node nodes instance instances worker workers machine machines server servers host hosts"
    " broker brokers task tasks container containers dyno dynos shard shards rps qps connections threads"
)
_VERSIONED = group("version versions release revision rev build commit tag sha image changeset deploy deployment")
_VERSION = Pattern(
    r"v?\d{1,6}(?:\.\d{1,6}){1,3}(?:[-+.][0-9a-z.]{1,20})?|v\d{1,6}|r\d{1,6}|(?=[0-9a-f]*\d)[0-9a-f]{7,40}"
)
_NAMED_VERSION = Pattern(
    r"\b(?:rev(?:ision)?|version|ver|release|build|commit|sha|tag|generation|snapshot)[ =:#`-]{0,4}[\w.]{0,40}\d"
    r"|\bv?\d{1,6}\.\d{1,6}\.\d{1,6}|\b[vr]\d{1,6}\b|\b\d{4}-\d\d-\d\d"
    r"|(?<![\w/.-])(?=[0-9a-f]{0,39}[a-f])(?=[0-9a-f]{0,39}\d)[0-9a-f]{7,40}(?!\w)",
    2,
)
_NUMBERED = Pattern(r"(?<![\w.])\d{2,6}`? ?(?:to|->|→) ?`?\d{2,6}(?![\w.%])", 2)
_ASSIGNED = Pattern(r"[\w.\[\]-]{1,80}\s?(?:[:=]|=>|->)\s?\S")
_DIFF = Pattern(r"(?:^|\n)[ \t]*[-+][^-+\n]")
_NEAR = 3


def shows_command(items: Iterable[Item]) -> bool:
    """Whether a piece of code with more than a name stands there."""
    return any(True for item in items for _ in code_of(item))


def shows_change(items: Sequence[Item]) -> bool:
    """Whether a change is shown: a command, diff, flag with value, from-to pair, version or scale target."""
    return shows_command(items) or any(_shown(item.text) for item in items)


def shows_way_back(items: Sequence[Item]) -> bool:
    """Whether a rollback is exact: a change that is shown, a script or console, or steps one by one."""
    return shows_change(items) or len(items) > 1 or any(names_reference(item.text, item.code) for item in items)


def names_version(text: str) -> bool:
    """Whether a text names a version, revision, commit or the state of a day, or from which number to which one."""
    return bool(_NAMED_VERSION.search(text) or _NUMBERED.search(text))


def _shown(text: str) -> bool:
    if _DIFF.search(text) or any(_ASSIGNED.match(code) for code in code_texts(text)):
        return True
    found = tokens(text)
    named = any(token.kind == "code" or (token.kind == "word" and is_identifier(token.text)) for token in found)
    return any(_tells(found, index, named) for index in range(len(found)))


def _tells(found: Sequence[Token], index: int, named: bool) -> bool:
    """Whether a token shows what a thing is set to; `named` says that a thing is called by its name."""
    token = found[index]
    after = [other.text for other in found[index + 1 : index + 1 + _NEAR]]
    before = [other.text for other in found[max(0, index - 2) : index]]
    match token.kind:
        case "arrow":
            return 0 < index < len(found) - 1
        case "compare":
            return token.text == "=" and 0 < index < len(found) - 1
        case "number":
            timed = after[:1] and after[0] in TIME_UNIT
            versioned = _VERSION.fullmatch(token.text.strip(".")) or _VERSIONED & set(before)
            return bool(versioned or _COUNTED & set(after) or (named and not timed) or _paired(found, index))
        case "word":
            return (named and token.text in _VALUES) or _paired(found, index) or bool(_VERSION.fullmatch(token.text))
    return False


def _paired(found: Sequence[Token], index: int) -> bool:
    """Whether two values stand on both sides of `to`: `12 to 24`, `on to off`."""
    if index + 2 >= len(found) or found[index + 1].text != "to":
        return False
    one, other = found[index], found[index + 2]
    return all(side.kind in ("number", "code") or side.text in _VALUES for side in (one, other))
