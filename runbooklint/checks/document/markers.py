"""Rules on what was left to be written: markers, template text, headings with nothing below."""

from collections.abc import Iterator

from runbooklint.facts import Facts
from runbooklint.inline import fold, trimmed, without_code, words
from runbooklint.memory import remembered
from runbooklint.pattern import Pattern
from runbooklint.records import Prose, Section
from runbooklint.rule import ANY, Problem, Report, Severity, rule
from runbooklint.source import Span
from runbooklint.vocabulary import DASHES, phrase, state

_MARKER = Pattern(
    r"(?:(?<![\w/.+@#=&-])|(?<=[^\w]_)|(?<=^_))"
    r"(?:TODO|FIXME|TBD|TBC|XXX|[Tt]b[dc]|(?:[Tt]odo|[Ff]ixme)(?=:))(?!_?[^\W_]|[/=@-])"
)
_MARKER_SIGNS = ("todo", "tbd", "tbc", "fixme", "xxx")
_QUOTED = Pattern(r"\"[^\"\n]{1,300}\"|“[^”\n]{1,300}”|<!--.{0,1000}?-->", 16)
_MENTIONING = frozenset(
    "comment comments list lists item items marker markers tag tags board column label labels".split()
)
_COUNTING = frozenset("no any every each zero without of".split())


@rule("DOC101", "todo-marker", Severity.BLOCKER, on=Prose, kinds=ANY, log_severity=Severity.HIGH)
def todo_marker(prose: Prose, facts: Facts) -> Iterator[Report]:
    for span in _markers(prose.text):
        word = prose.text[span.start : span.end]
        start = prose.span.start + span.start
        if not facts.waives(start):
            yield Problem(Span(start, start + len(word)), f"{word} is still in the text")


def _markers(text: str) -> Iterator[Span]:
    """The markers that stand for something to be written; one that is quoted or talked about stands for nothing."""
    bare, lowered = None, text.lower()
    if not any(sign in lowered for sign in _MARKER_SIGNS):
        return
    for match in _MARKER.finditer(text):
        if bare is None:
            bare = _QUOTED.sub(lambda quote: " " * len(quote.group()), without_code(text))
        if bare[match.start() : match.end()] != match.group():
            continue
        before = bare[: match.start()][-20:].lower().split()
        after = bare[match.end() :][:20].lower().split()
        mentioned = after and after[0].strip(",.;") in _MENTIONING and bare[match.end()] == " "
        if not mentioned and not (before and before[-1] in _COUNTING):
            yield Span(*match.span())


_SLOT = Pattern(
    r"(?<![\w_`])_{3,}(?![\w_`])"
    r"|<(?:fill|insert|your|enter|add|describe|specify|todo|e\.g)\b[^<>\n]{0,80}>"
    r"|\[(?:fill|insert|your|enter|add|describe|specify)\b[^\[\]\n]{0,80}\](?![(\[:])"
    r"|\{\{[ \t]*(?![<%])[\w -]{1,60}\}\}"
    r"|\blorem ipsum\b",
    2,
)
_SLOT_SIGNS = ("___", "{{", "lorem")
_PROMPTS = ("insert", "fill", "your", "enter", "add", "describe", "specify", "todo", "e.g")
_LONGEST = 120  # no template text is longer than this as a whole value
_LABEL = 80
_TAG = Pattern(
    r"</?(?:a|abbr|b|blockquote|br|center|code|dd|details|div|dl|dt|em|font|h[1-6]|hr|i|img|kbd|li|ol|p|pre|s|small"
    r"|span|strong|sub|summary|sup|table|tbody|td|th|thead|tr|u|ul)(?:[ \t]{1,9}open)?[ \t]{0,9}/?>"
    r"|<[^<>]*[@=]|[<\[]\w+[ \t]?[-_]?\d|<(?:none|nil|null|empty)>",
    2,
)


@rule("DOC102", "placeholder-text", Severity.BLOCKER, on=Prose, kinds=ANY, log_severity=Severity.HIGH)
def placeholder_text(prose: Prose, facts: Facts) -> Iterator[Report]:
    if prose.where == "heading":
        return
    span = _placeholder(prose, facts)
    if span and not facts.waives(span.start):
        said = fold(prose.text[span.start - prose.span.start : span.end - prose.span.start])[:60]
        yield Problem(span, f'"{said}" is a place to be filled in, no value')


def _placeholder(prose: Prose, facts: Facts) -> Span | None:
    """The first place to be filled in: the whole text, the value behind a label, or a slot wherever it stands."""
    text = prose.text
    for start in dict.fromkeys((0, _behind_label(text))):
        span = trimmed(text[start:], prose.span.start + start)
        value = text[span.start - prose.span.start : span.end - prose.span.start]
        if value in DASHES and span.start in facts.owed_dashes:
            return span
        if _unfilled(value) and (start or prose.where == "cell" or words(value) or _alone(prose, facts)):
            return span
    lowered = text.lower()
    prompting = ("[" in text or "<" in text) and any(word in lowered for word in _PROMPTS)
    if not (prompting or any(sign in lowered for sign in _SLOT_SIGNS)):
        return None
    slot = _SLOT.search(without_code(text))
    return Span(prose.span.start + slot.start(), prose.span.start + slot.end()) if slot else None


@remembered
def _behind_label(text: str) -> int:
    """The offset behind the label that a text begins with, `**Owner:** ` or `Owner — `; 0 where it has none."""
    at = text.find(":", 0, _LABEL)
    dash = next((found for sign in "–—" if (found := text.find(f" {sign} ", 0, _LABEL)) >= 0), -1)
    if dash >= 0 and not 0 <= at < dash:
        return dash + 2
    if at < 0:
        return 0
    while text[at + 1 : at + 2] in ("*", "_"):
        at += 1
    return at + 1 if text[at + 1 : at + 2] in (" ", "\t") else 0


@remembered
def _unfilled(value: str) -> bool:
    """Whether a value is template text, and no marker, tag or word of a status."""
    if not 0 < len(value) <= _LONGEST or state(value) != "unfilled" or next(_markers(value), None):
        return False
    bare = value.strip("*` ")
    coded = value[:1] == "`" and bare[:1] == "["
    return bool(bare) and not coded and not _TAG.match(bare) and phrase(bare) != "pending" and bare != "?"


def _alone(prose: Prose, facts: Facts) -> bool:
    """Whether dots or question marks are all that stands in a section; between other lines they leave something out."""
    section = facts.section_at(prose.span.start)
    return section is not None and len(section.items) == 1


_POINTING = frozenset("above below following continue proceed".split())
"""Words of a heading that is a sentence on what stands around it: `Confirm all of the above before you continue`."""


@rule("DOC103", "empty-section", Severity.BLOCKER, on=Section, kinds=ANY, log_severity=Severity.HIGH)
def empty_section(section: Section, facts: Facts) -> Iterator[Report]:
    title = facts.runbook.title
    if (
        section.empty
        and not _POINTING & set(words(section.title))
        and not facts.waives(section.span.start)
        and not (title and section.span == title.span and len(facts.runbook.sections) > 1)
    ):
        yield Problem(section.span, f'nothing stands under "{section.title[:60]}"')


RULES = (todo_marker, placeholder_text, empty_section)
