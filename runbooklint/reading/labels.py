"""Labels in running text: `**Owner:** x`, `- Owner: x`, `**Owner** — x`; and what a line is by its first word."""

from runbooklint.inline import words
from runbooklint.memory import remembered
from runbooklint.named import NamedTuple
from runbooklint.pattern import Pattern
from runbooklint.vocabulary import label_field, step_field
from runbooklint.vocabulary.phrases import ASIDE

_BOLD_LABEL = Pattern(
    r"[^\w\s*`\[(<_]{0,4}\s{0,2}(?P<mark>\*\*\*?|__)(?P<label>[^*_\n][^*\n]{0,79}?)"
    r"(?P<inside>[ \t]*[:.?][ \t]*)?(?P=mark)"
    r"(?P<aside>[ \t]*\([^()\n]{1,60}\))?(?P<outside>[ \t]*(?::|\s[–—-](?=\s)|=(?=\s)))?[ \t]*"
)
_DASHED = Pattern(r"(?P<label>[^*\n]{1,60}?)[ \t]+[–—][ \t]+(?P<value>[^*\n]+)")
_PLAIN_LABEL = Pattern(
    r"[^\w\s*`\[(<_]{0,4}\s{0,2}(?P<mark>[*_]?)(?P<label>[A-Za-z][\w’'/&.-]{0,40}(?:[ \t][\w’'/&().-]{1,40}){0,6}?)\??"
    r"(?:(?P=mark)[ \t]*:|:(?P=mark)|(?P=mark)[ \t][–—])(?=\s|$)[ \t]*"
)


_ASKED = Pattern(r"(?P<label>[A-Za-z][\w’'/-]{0,40}(?:[ \t][\w’'/-]{1,40}){0,4})\?[ \t]+(?=\S)")


class Label(NamedTuple):
    """A label at the start of a text, in offsets of that text."""

    text: str
    start: int
    end: int
    value: int
    """Where the value begins; the length of the text where nothing follows."""
    bold: bool
    colon: bool
    """Whether a colon, dash or question mark sets the label off."""


@remembered
def bold_label(text: str) -> Label | None:
    """The bold words that a text begins with, when they may be a label."""
    found = _BOLD_LABEL.match(text)
    if not found:
        return None
    dashed = _DASHED.fullmatch(found["label"])
    if dashed and not found["outside"]:
        at = found.start("label")
        return Label(dashed["label"], at, at + dashed.end("label"), at + dashed.start("value"), True, True)
    label = found["label"] + (found["aside"] or "")
    set_off = bool(found["inside"] or found["outside"]) or found.end() == len(text)
    return Label(label, found.start("label"), found.end("label"), found.end(), True, set_off)


@remembered
def plain_label(text: str) -> Label | None:
    """The words up to a colon that a text begins with, when they may be a label: `Owner: x`, `_Owner:_ x`."""
    found = _PLAIN_LABEL.match(text)
    if not found:
        return None
    return Label(found["label"], found.start("label"), found.end("label"), found.end(), False, True)


def asked_label(text: str) -> Label | None:
    """The question that a text begins with, when it may be a label: `Reversible? yes`."""
    found = _ASKED.match(text) if "?" in text else None
    return Label(found["label"], found.start("label"), found.end("label"), found.end(), False, True) if found else None


_EQUATED = Pattern(r"(?P<label>[A-Za-z][\w-]{0,40}(?:[ \t][\w-]{1,40}){0,4})[ \t]=[ \t]+(?=\S)")
_CONDITIONAL = frozenset({"if", "when", "unless"})


def equated_label(text: str) -> Label | None:
    """The words before a sign of equality that a text begins with: `RTO = 45 min`."""
    found = _EQUATED.match(text)
    return Label(found["label"], found.start("label"), found.end("label"), found.end(), False, True) if found else None


def condition(text: str) -> Label | None:
    """The bold words that a criterion begins with, which belong to it: `**Abort if** the count drops`."""
    found = bold_label(text)
    if found is None or found.colon or not _CONDITIONAL & set(words(found.text)[-1:]):
        return None
    return found if label_field(found.text) == "go_no_go" else None


_CHECK_FIRST = frozenset(
    "verify confirm check ensure expect expected validate assert test monitor watch observe".split()
)


def is_check(text: str) -> bool:
    """Whether a line begins as a check does: Verify, Confirm, Check, Ensure, Expect."""
    listed = words(text[:120])
    return bool(listed) and listed[0] in _CHECK_FIRST and listed[:2] != ["check", "out"]


_CLAUSE = Pattern(
    r"(?i)(?:(?:^|[.;:,!(–—][*_]{0,3}\s{1,3}|\b(?:and|then|to|by)\s{1,3})[\W_]{0,6}(?:re-?|spot-|dry-)?"
    r"(?:verif(?:y|ies|ying)|confirm(?:s|ing)?|check(?:s|ing)?|ensur(?:e|ing)|expect(?:ed)?|validat(?:e|ing)|monitor(?:ing)?"
    r"|watch(?:ing)?(?= for| the| `)|observe|test(?= |$|;|\.)|compare|track(?= metric)|inspect"
    r"|wait (?:until|for)|require zero|produces|prints|returns|outputs|shows|yields)\b"
    r"|\b(?P<owed>must|should)\s(?:still |now |all |both |only )?"
    r"(?:be|return|report|show|print|read|equal|match|exit|say|pass|see|have)\b)"
)
_STOPPING = Pattern(
    r"(?i)(?:(?:if|when|unless)\b[^\n]{1,160}?[,:—–][ \t]*(?:then )?"
    r"(?:stop|abort|halt|pause|escalate|roll(?: it)? ?back|(?:do not|don't) (?:proceed|continue|go on))\b"
    r"(?!,? (?:the|it|all|both|any|each|them|those)\b)"
    r"|(?:stop|abort|halt|pause|do not proceed|do not continue) (?:here )?(?:if|when|unless|until)\b"
    r"|(?:stop|halt|pause) and (?:triage|diagnose|investigate|escalate|call|page|roll)\b"
    r"|(?:[^\s.;]{1,30} ){0,8}?(?:proceed|continue|advance|promote|promotes|advances|go on|move on)\b"
    r"[^.;\n]{0,60}? only (?:after|if|when|once)\b"
    r"|(?:investigate|resolve|fix|clear|explain|address) (?:any|all|every|each)\b[^.;]{1,60}?\sbefore\s{1,12}(?:you )?"
    r"(?:proceed(?:ing)?|continu(?:e|ing)|going on|moving on)\b"
    r"|(?:the )?(?:same|identical) (?:gates?|go/no-go|criteria) (?:as|to)\b)"
)


def stopping_clause(text: str) -> tuple[int, int] | None:
    """The offsets of the first sentence that says on what condition to stop or roll back: `Stop if the count drops`."""
    start = len(text) - len(text.lstrip())
    for end in [*(found.end() for found in _SENTENCE_END.finditer(text)), len(text)]:
        if _STOPPING.match(text, start):
            return start, end
        start = end
    return None


_CHECK_NOUNS = frozenset(
    "verification validation checks check tests test testing verified confirmed passing passed running accessible"
    " visible healthy green reachable streaming validated tested reviewed smoke".split()
)


_BEHIND = frozenset({"for", "before", "after", "without"})


_CLAIMED = ("green", "passing", "healthy")
_CLAIM = Pattern(r"(?i)[.;]\s(?P<said>[^.;\n]{2,60}\s(?:green|passing|healthy))[\s.;*_]{0,4}$")
_CONDITION = frozenset("only if when once until after before unless while".split())
_SENTENCE_END = Pattern(r"[.;!?][*_)\"']{0,4}\s+")


def check_clause(text: str) -> int | None:
    """Where in a text a clause tells to check something, or the sentence begins that says what must be seen; None where
    neither stands, and where nothing is named behind (`an address to verify`)."""
    found = _CLAUSE.search(text)
    if not found and text.rstrip(" .;*_").lower().endswith(_CLAIMED):
        claim = _CLAIM.search(text, max(0, len(text) - 80))
        return claim.start("said") if claim and not _CONDITION & set(words(claim["said"])) else None
    if not found or not (text.endswith(":") or any(letter.isalnum() for letter in text[found.end() :])):
        return None
    if found["owed"]:
        return max((end.end() for end in _SENTENCE_END.finditer(text[: found.start()])), default=0)
    return found.start() + len(found.group()) - len(found.group().lstrip(" .;:,!(–—"))


def names_check(title: str) -> bool:
    """Whether a head names a check or claims its outcome and tells no action: `Smoke tests`, `Pods running`."""
    listed = words(ASIDE.sub(" ", title))[:10]
    aside = next((at for at, word in enumerate(listed) if at and word in _BEHIND), len(listed))
    listed = listed[:aside]  # `Restore a copy for validation`
    if {"to", "from", "into", "on"} & set(listed[-2:-1]):
        return False  # `Shift the traffic to green`
    return bool(listed) and (listed[-1] in _CHECK_NOUNS or listed[0] in {"verification", "validation", "smoke"})


def tells_time(text: str) -> bool:
    """Whether a comment says how long something takes rather than what it gives: `Expected start-up time: 30 s`."""
    label = plain_label(text)
    return label is not None and label_field(label.text) is None and step_field(label.text) == "expected_duration"
