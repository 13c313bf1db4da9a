"""What two texts have in common: the names, words and numbers that say what a check or action is about; pure text."""

from runbooklint.inline import code_texts, plain, without_code
from runbooklint.pattern import Pattern

_TOKEN = Pattern(r"[^\W_][\w.%/=:+-]*")
_CODE_CUT = Pattern(r"[\s\"'`|;,(){}<>\[\]]+")
_SHORT = 4
_UNITS = frozenset("s sec secs second seconds m min mins minute minutes h hr hrs hour hours ms day days".split())
_COMMON = frozenset(
    "after again also back been before being below both check checks criteria dashboard does each either from have"
    " holds into less more must only over panel pass passed passes post condition post-condition precondition prints"
    " print reads returns return rollback roll rolled forward procedure follow pause escalate page incident commander"
    " same show shows state states status step steps still than that their them then there this until value when where"
    " which while will with within without proceed advance continue stop abort above least most exits exit env prod"
    " production staging echo sudo grep head tail true false select null none every during once run runs runbook"
    " section".split()
)


def terms(text: str) -> frozenset[str]:
    """The names, telling words and numbers of a text, in lower case and in the singular."""
    found: set[str] = set()
    for code in code_texts(text):
        for token in _CODE_CUT.split(code.lower()):
            found |= _parts(token)
    bare = plain(without_code(text)).lower()
    tokens = [match.group().strip(".:/-=+") for match in _TOKEN.finditer(bare)]
    for index, token in enumerate(tokens):
        after = tokens[index + 1] if index + 1 < len(tokens) else ""
        if token[:1].isdigit():
            if after not in _UNITS and not token.endswith("-rollback"):
                found.add(token.rstrip("%"))
        elif len(token) >= _SHORT and token not in _COMMON:
            found.add(token[:-1] if token.endswith("s") and not token.endswith("ss") else token)
    return frozenset(found)


def _parts(token: str) -> set[str]:
    """A token of a command, what stands behind its last slash, and both sides of an equals sign; options are none."""
    if token.startswith("-") or not token.strip("./-"):
        return set()
    named = {token, token.rpartition("/")[2], *token.split("=")}
    return {name for name in named if name and name not in _COMMON and (len(name) > 1 or name.isdigit())}
