"""What an action names and what it leaves open; it knows no checks."""

from runbooklint.mechanical.naming import Tokens, kind, sign, word
from runbooklint.mechanical.sentences import sentences
from runbooklint.mechanical.tokens import Token, tokens
from runbooklint.mechanical.words import group, is_identifier
from runbooklint.memory import remembered
from runbooklint.pattern import Pattern

_FLAG = Pattern(r"(?<![\w-])--[A-Za-z]")
_CONSOLE = group("console dashboard portal ui gui")
_UNNAMED = group("the a an our your their this that each any same main old new open check visit in on from via use")
_CLICK = group("click press tap toggle tick untick")
_HOLDER = group(
    "job workflow pipeline playbook script flag toggle function lambda task procedure parameter setting variable"
)


_PARTS = group("path procedure procedures section sections steps plan runbook table command commands script checklist")
"""Parts of a document that may be told to be executed: `the rollback procedure below`."""


def names_reference(text: str, code: bool = False) -> bool:
    """Whether an action names what to run or change: code, a path or address, a flag, a link, or a named console.

    `code` says that the text is the content of a fence.
    """
    if code:
        return bool(text.strip())
    found = tokens(text)
    return bool(_FLAG.search(text)) or any(_refers(found, index) for index in range(len(found)))


def _refers(found: Tokens, index: int) -> bool:
    token, before, after = found[index], word(found, index - 1), word(found, index + 1)
    match token.kind:
        case "code" | "path" | "link" | "quote" | "command":
            return True
        case "compare" if token.text == "=" and 0 < index < len(found) - 1:
            # A setting with its value: "weight=0".
            return bool(before) and found[index - 1].end == token.start and token.end == found[index + 1].start
        case "sign":
            return token.text == "§" and index + 1 < len(found)
        case "arrow" | "compare":
            # A way through menus: "Settings > Triggers".
            return token.text[-1] in ">→⇒➜" and bool(before and after)
        case "sign":
            return token.text == "§" and (bool(after) or kind(found, index + 1) == "number")
        case "word":
            console = token.text in _CONSOLE and bool(before) and before not in _UNNAMED
            holder = token.text in _HOLDER and ("-" in after or is_identifier(after))
            dotted = is_identifier(token.text) and not any(letter.isdigit() for letter in token.text)
            here = token.text in ("above", "below") and before in _PARTS
            return console or holder or dotted or here or (token.text in _CLICK and bool(after))
    return False


_NEEDED = group(
    "needed necessary required appropriate applicable possible desired suitable relevant warranted preferred"
    " convenient useful helpful sensible feasible"
)
_PERHAPS = group("probably maybe perhaps possibly ideally preferably presumably hopefully")
_LINKING = group("it this that is it's looks seems deemed considered")
_CONDITION = group(
    "if when unless until while once whether after before that which verify confirm check ensure validate expect"
)
_ACTION = group(
    "run execute restart reboot stop start drain scale roll revert restore deploy redeploy switch flip fail failover"
    " point repoint set enable disable turn delete drop remove kill terminate cordon uncordon evict promote demote"
    " pause resume suspend reset rotate purge flush clear invalidate truncate rename move copy create update upgrade"
    " downgrade patch apply import export load reload replay rebuild reindex migrate sync resync detach attach mount"
    " unmount disconnect connect block unblock lock unlock freeze unfreeze close send notify wait escalate use try add"
    " insert edit change increase decrease raise lower reduce skip retry rerun recreate replace swap shift route"
    " reroute redirect put bring leave keep cut recycle bounce throttle isolate quarantine"
)
_ABLE = group("can could may might")
_REASON = group("as because since so which")
_SEGMENT = 40  # tokens; how far back the verb of the first of two ways is looked for


@remembered
def hedges(text: str, code: bool = False) -> tuple[int, int] | None:
    """The offsets of the first words that leave open what to do: a second way, `as needed`, `etc.`.

    Never inside code spans or commands; `code` says that the text is the content of a fence.
    """
    for sentence in sentences(tokens(text, code)):
        found = sentence.tokens
        if word(found, sentence.body) in ("example", "examples"):
            continue  # what has to be put in is no choice of what to do
        for index in range(len(found)):
            if (last := _hedge(found, index, sentence.body)) is not None:
                return found[index].start, found[last].end
    return None


def _hedge(found: Tokens, index: int, body: int) -> int | None:
    """The index of the last token of a hedge that begins here."""
    after = word(found, index + 1)
    match word(found, index):
        case "as" if after == "possible":
            return None  # "as soon as possible" says when, not whether
        case "as" | "if" | "when" | "where" | "whenever" | "wherever":
            return None if _explains(found, index) else _as_needed(found, index + 1)
        case "etc" | "alternatively" | "optionally":
            return index
        case "and" if after in ("so", "the") and word(found, index + 2) in ("on", "forth", "like"):
            return index + 2
        case "or" if after in ("similar", "equivalent", "something", "whatever", "alternatively"):
            return index + 1
        case "or":
            return _alternative(found, index)
        case "should" | "could" | "can" | "may" | "might" | "would" | "must" if after in _PERHAPS:
            return index + 1
        case "consider" if index == body:
            return index
        case first if first in _PERHAPS and index == body:
            return index
    return None


def _explains(found: Tokens, index: int) -> bool:
    """Whether an index stands in a clause on what something is good for: `, as it can serve a restore if needed`."""
    before = [word(found, at) for at in range(max(0, index - _SEGMENT), index)]
    modal = next((at for at in range(len(before) - 1, -1, -1) if before[at] in _ABLE), 0)
    return any(text in _REASON for text in before[max(0, modal - 4) : modal])


def _as_needed(found: Tokens, at: int) -> int | None:
    stop = at + 4
    while at < stop and word(found, at) in _LINKING:
        at += 1
    # "if required fields are missing" is a condition, not a hedge.
    free = word(found, at + 1) in ("", "and", "or", "then", "to", "for", "on", "in", "before", "after")
    return at if word(found, at) in _NEEDED and free else None


def _alternative(found: Tokens, index: int) -> int | None:
    """The index of the beginning of the second of two ways that the "or" at an index stands between."""
    start = _segment(found, index)
    told = {word(found, at) for at in range(start, index)}
    alone = start == index - 1 and kind(found, start) == "code"  # all that is said is a command
    if told & _CONDITION or not (alone or told & _ACTION):
        return None
    at = index + 1
    if word(found, at) in ("use", "run", "execute", "with") and kind(found, at + 1) == "code":
        at += 1
    before = index - 2 if sign(found, index - 1) == "," else index - 1
    if kind(found, at) == "code":
        return at if kind(found, before) == "code" and _runs(found[before]) and _runs(found[at]) else None
    if word(found, index + 1) not in _ACTION:
        return None
    # "create or update" beside a command is one procedure: the command.
    beside = word(found, index - 1) in _ACTION
    return None if beside and any(token.kind in ("code", "path") for token in found) else index + 1


def _segment(found: Tokens, index: int) -> int:
    """The index at which the part of the sentence before an "or" begins."""
    at = index
    while at > max(0, index - _SEGMENT):
        if sign(found, at - 1) in (":", "(") or (sign(found, at - 1) == "," and at < index):
            break
        at -= 1
    return at


def _runs(token: Token) -> bool:
    return " " in token.text or "/" in token.text or token.text.endswith((".sh", ".py", ".sql"))
