"""The patterns of sentences around a value: compared, measured, labelled, or behind an arrow or `Expected:`."""

from runbooklint.mechanical.naming import (
    NAMES,
    REACH,
    Tokens,
    back,
    ends,
    is_time,
    kind,
    named_before,
    names_thing,
    recognisable,
    sign,
    value,
    word,
    words_before,
)
from runbooklint.mechanical.sentences import Expectation, Found
from runbooklint.mechanical.tokens import Token
from runbooklint.mechanical.words import (
    AMOUNT,
    ANYTHING,
    COMPARING,
    DATED,
    FILLER,
    GRADED,
    JUDGMENT,
    NEGATION,
    OPEN,
    PRINTED,
    REFERENCE,
    SAME,
    STATE,
    TIME_UNIT,
    TIMED,
    is_identifier,
    is_metric,
    is_place,
)
from runbooklint.pattern import Pattern

_SETTING = Pattern(r"[\w.\-\[\]]+ ?(?:={1,3}|[<>]=?|!=|: ) ?[^\s=<>]+")
_BOUND = Pattern(r"(?:[<>]=?|[≤≥=]) ?\d[\d.,]* ?[%\w/]{0,12}")
_OPEN = OPEN | JUDGMENT | GRADED | {"or", "≈", "~"}
_UNIT = TIME_UNIT | {"ms", "kb", "mb", "gb", "tb", "percent"}


def held_against(tokens: Tokens, index: int) -> Found:
    """`Compare the row counts against "source.csv"`: two named things that have to be equal."""
    if index and word(tokens, index - 1) and word(tokens, index - 1) not in ("and", "then", "to", "by"):
        return None
    at = next(
        (at for at in range(index + 2, index + 2 + 2 * REACH) if word(tokens, at) in ("against", "with", "to")), None
    )
    if at is None:
        return None
    left = next((token for token in tokens[index + 1 : at] if names_thing(token)), None)
    right = next((token for token in tokens[at + 1 : at + 5] if token.kind in NAMES or is_place(token.text)), None)
    return Expectation(tokens[at], right, left) if left and right else None


def compared(tokens: Tokens, index: int) -> Found:
    """`error rate < 0.1%`, `lag is at most 5`, `expires after 2027-01-01`."""
    at, stop = index + 1, index + 6
    while at < stop:
        here = word(tokens, at)
        if not (here in COMPARING or here in FILLER or here == "or" or sign(tokens, at) in tuple("=$€~-")):
            break
        at += 1
    subject = words_before(tokens, index)
    if word(tokens, index) in DATED:
        dated = kind(tokens, at) == "moment" and subject is not None
        return Expectation(tokens[index], tokens[at], subject) if dated else None
    if kind(tokens, at) == "number":
        return _bounded(tokens, index, at, subject)
    if word(tokens, at) in REFERENCE or word(tokens, at + 1) in REFERENCE:
        last = at if word(tokens, at) in REFERENCE else at + 1
        measurable = subject and (subject.kind in NAMES or is_metric(subject.text)) and ends(tokens, last + 1)
        return Expectation(tokens[index], tokens[last], subject) if measurable else None
    if tokens[index].kind == "word":
        counted_down = word(tokens, at) == "zero" and subject is not None and is_metric(subject.text)
        return Expectation(tokens[index], tokens[at], subject) if counted_down else None
    # Behind a sign of comparison a word counts only where a name stands before it: a name has one value.
    worded = word(tokens, at) in STATE or (word(tokens, at) and subject and subject.kind in NAMES)
    return Expectation(tokens[index], tokens[at], subject) if worded or kind(tokens, at) in NAMES else None


def _bounded(tokens: Tokens, index: int, at: int, subject: Token | None) -> Found:
    if subject is None:
        outside = back(tokens, index, brackets=False)
        subject = next((tokens[left] for left in outside if is_metric(word(tokens, left))), None)
    if word(tokens, index - 1) in ("for", "after", "every"):
        return None
    if subject and word(tokens, index) == "within" and word(tokens, at - 1) in ("last", "past"):
        return Expectation(tokens[index], tokens[at], subject)
    if tokens[index].kind == "word":
        # "within 5 min" alone is a time to wait; it bounds something only where that takes time or is named.
        measured_time = subject and (subject.kind in NAMES or names_thing(subject) or subject.text in TIMED)
        if subject is None or (is_time(tokens, at) and not measured_time):
            return None
    last = at + 1 if word(tokens, at + 1) in _UNIT else at
    return Expectation(tokens[index], tokens[last], subject, weak=True)


def after_arrow(tokens: Tokens, index: int) -> Found:
    """`curl … → 200`."""
    named = any(tokens[at].kind in NAMES for at in back(tokens, index, brackets=False))
    at = value(tokens, index + 1, printed=named)
    if at is None and named:
        return _loosely(tokens, index + 1)
    return Expectation(tokens[index], tokens[at], None) if at is not None else None


def led(tokens: Tokens, body: int) -> Found:
    """What stands behind `Expected:`: a value at once, or one in the sentence without a word of judgment."""
    at = value(tokens, body, printed=True)
    if at is not None and word(tokens, at) not in NEGATION:
        return Expectation(tokens[body], tokens[at], None)
    if any(token.text in JUDGMENT or token.text in AMOUNT for token in tokens):
        return None
    if body == len(tokens) - 1 and "-" in word(tokens, body):
        return Expectation(tokens[body], tokens[body], None)
    for at in range(body, min(len(tokens), body + REACH)):
        text = word(tokens, at)
        literal = kind(tokens, at) in ("code", "quote", "path") or _assigned(tokens, at)
        counted = kind(tokens, at) == "number" and not is_time(tokens, at)
        if literal or counted or text in STATE or text in PRINTED or text in SAME or is_identifier(text):
            return Expectation(tokens[body], tokens[at], None)
        if text in NEGATION and recognisable(tokens, at):
            return Expectation(tokens[body], tokens[min(at + 1, len(tokens) - 1)], None)
    return _loosely(tokens, body)


def _loosely(tokens: Tokens, body: int) -> Found:
    """Whatever is said of a command's result, without a word or sign that leaves it open."""
    said = tokens[body : body + REACH]
    content = any(token.text not in FILLER and token.text not in ANYTHING for token in said if token.kind == "word")
    if not content or any(token.text in _OPEN for token in said):
        return None
    return Expectation(tokens[body], tokens[-1], None, weak=True)


def printed(tokens: Tokens, body: int) -> Found:
    """`# deployed`, `# exit code 0`, `# mode=ro`: a comment behind a command that is nothing but a value."""
    at = value(tokens, body, printed=True)
    if at is not None and (tokens[at].kind != "word" or ends(tokens, at + 1)):
        return Expectation(tokens[body], tokens[at], None)
    assigned = _assigned(tokens, body + 1) and sign(tokens, body + 1) == "="
    return Expectation(tokens[body], tokens[body + 2], None) if assigned else None


def _assigned(tokens: Tokens, at: int) -> bool:
    """Whether a sign joins two words without space, as programs print them: `source=b`, `state:ok`."""
    inside = 0 < at < len(tokens) - 1 and tokens[at].text in ("=", ":")
    return inside and tokens[at - 1].end == tokens[at].start and tokens[at].end == tokens[at + 1].start


def labelled(tokens: Tokens, index: int) -> Found:
    """`Backups: enabled`, `Replicas: 3`."""
    at = index + 1
    text, subject = word(tokens, at), words_before(tokens, index)
    stated = text in STATE or text == "none" or (text in PRINTED and word(tokens, index - 1) == "status")
    counted = kind(tokens, at) == "number" and not is_time(tokens, at)
    said = (stated or counted) and ends(tokens, at + 1)
    missing = text == "no" and is_place(word(tokens, index - 1)) and recognisable(tokens, at)
    if subject and (said or missing or (text in PRINTED and _assigned(tokens, index))):
        return Expectation(tokens[at], tokens[at + missing], subject)
    quoted = kind(tokens, at) == "quote" and is_place(word(tokens, index - 1))
    return Expectation(tokens[at], tokens[at], tokens[index - 1]) if quoted else None


def status_code(tokens: Tokens, index: int) -> Found:
    """`HTTP 200`, `200 OK`, `HTTP/2 200`."""
    number = tokens[index].text
    if not (len(number) == 3 and number[0] in "12345"):
        return None
    versioned = word(tokens, index - 3) == "http" and sign(tokens, index - 2) == "/"
    said = word(tokens, index - 1) in ("http", "https", "status", "code", "response")
    if versioned or said or word(tokens, index + 1) == "ok":
        return Expectation(tokens[index], tokens[index], named_before(tokens, index))
    return None


def measured(tokens: Tokens, index: int) -> Found:
    """`replica lag 0`, `100% pass rate`: a quantity beside its number."""
    if is_time(tokens, index):
        return None
    if is_metric(word(tokens, index - 1)) and ends(tokens, index + 1):
        return Expectation(tokens[index], tokens[index], tokens[index - 1])
    if tokens[index].text.endswith("%"):
        first = index + 2 if sign(tokens, index + 1) == "+" else index + 1
        for at in range(first, first + 4):
            if is_metric(word(tokens, at)):
                return Expectation(tokens[index], tokens[index], tokens[at])
            if word(tokens, at) in ("", "of"):
                break
    return None


def setting(tokens: Tokens, index: int) -> Found:
    """`` `ENVIRONMENT=production` ``, ``error rate (`<1%`)``: a name with its value, or a bound, in one code span."""
    token = tokens[index]
    if token.kind == "code" and _BOUND.fullmatch(token.text[:60]):
        near = index - 2 if sign(tokens, index - 1) in ("(", ":") else index - 1
        return Expectation(token, token, tokens[near]) if is_metric(word(tokens, near)) else None
    return Expectation(token, token, token) if token.kind == "code" and _SETTING.fullmatch(token.text[:200]) else None
