"""Rules on questions: each has an answer, a default or a person to decide it, and none is left to the night."""

from collections.abc import Iterator, Sequence

from runbooklint.checks.sentences import Word, first, follows, sentences, span_of
from runbooklint.facts import Facts
from runbooklint.inline import fold, plain, without_code, words
from runbooklint.pattern import Pattern
from runbooklint.records import Prose, Question
from runbooklint.rule import ANY, Problem, Report, Severity, rule
from runbooklint.vocabulary import state

_FLAG = "(needs human escalation)"
_ANSWERING = frozenset(
    "answered answer resolved resolution decided decision closed agreed settled default defaulted defaults"
    " outcome".split()
)
_LABELLED = Pattern(r"(?<![\w-])(?P<word>[A-Za-z]+)(?:[*_)]{0,3}[ \t]*(?::|→|=>|[–—-](?=\s))|[*_]{1,3}[ \t])")
_STRUCK = Pattern(r"[\s*_-]*~~")
_OPEN = frozenset(
    "looking investigating waiting awaiting pending unclear unknown open asked asking ask checking discuss discussing"
    " discussion undecided unresolved clarify clarifying later soon review reviewing progress tbd tbc todo who whom"
    " clarified whether maybe perhaps possibly probably think thinks unsure working confirming confirm".split()
)
_NOT_YET = frozenset("not no never still yet".split())
_LEFT = frozenset(
    "no none nothing open outstanding unresolved further remaining pending known left questions question issues items"
    " points at this the present time moment for now currently there are is remain remains so far".split()
)
_YES_NO = frozenset({"yes", "no", "never", "always"})


@rule("DOC104", "open-question-unresolved", Severity.BLOCKER, on=Question, kinds=ANY, log_severity=Severity.HIGH)
def open_question_unresolved(question: Question, facts: Facts) -> Iterator[Report]:
    if _FLAG in fold(question.text).lower() or _STRUCK.match(question.text) or _answered(question.text):
        return
    if state(question.text) in ("none", "unfilled") or _no_question(question.text):
        return
    said = plain(question.text)[:60]
    yield Problem(question.span, f'"{said}" has no answer, no default and no flag "{_FLAG}"')


def _no_question(text: str) -> bool:
    """Whether an entry says that no question is left: `No open questions at this time`."""
    listed = set(words(text))
    return bool(listed & {"no", "none", "nothing"}) and listed <= _LEFT


def _answered(text: str) -> bool:
    """Whether an entry is answered: by a label that says so, or by a statement behind its question mark."""
    bare = without_code(text)
    for match in _LABELLED.finditer(bare):
        before = words(bare[max(0, match.start() - 30) : match.start()])[-2:]
        if match["word"].lower() in _ANSWERING and not _NOT_YET & set(before):
            return bool(words(text[match.end() :]))
    _, mark, answer = bare.rpartition("?")
    if not mark:
        return False
    listed = words(answer)
    if listed[:1] and listed[0] in _YES_NO:
        return len(listed) > 1 or listed[0] != "no" or not _NOT_YET & set(listed[1:3])
    return len(listed) > 1 and not _OPEN & set(listed) and not _NOT_YET & set(listed)


_DECIDING = frozenset("decide decides judge judges".split())
_CHOOSING = frozenset("determine choose".split())
_DECIDED = frozenset("decided determined judged chosen made taken agreed".split())
_BEING = frozenset("be is are being gets get will".split())
_STEMS = ("decid", "decision", "judg", "call", "determin", "choos", "chosen", "made", "taken", "agreed")
_CALL = frozenset("call decision judgement judgment choice".split())
_WHEN = frozenset("during on at in within inside".split())
_RUNTIME = frozenset("night window day runtime bridge go-live spot moment fly".split())
_DURING = frozenset("cutover migration switchover".split())
_NEAR = 3
"""An instruction such as `Decide on a date in the window` speaks of a time that is far behind its verb."""
_NONE = frozenset("no not never nothing none nobody without don't".split())
_CONDITION = frozenset("if when once unless above below exceeds over under reaches".split())


@rule("DOC105", "question-deferred-to-runtime", Severity.HIGH, on=Prose, kinds=ANY, basis="heuristic")
def question_deferred_to_runtime(prose: Prose, facts: Facts) -> Iterator[Report]:
    lowered = prose.text.lower()
    if not any(stem in lowered for stem in _STEMS):
        return
    for sentence in sentences(prose.text):
        deciding, when = _decides(sentence), _runtime(sentence)
        if deciding is None or when is None or first(sentence, _NONE) is not None:
            continue
        if deciding == 0 and when[0] > _NEAR:
            continue
        criterion = first(sentence, _CONDITION) is not None and any(word.text[0].isdigit() for word in sentence)
        if not criterion:
            start, end = min(deciding, when[0]), max(deciding, when[1])
            said = fold(plain(prose.text[sentence[start].start : sentence[end].end]))[:80]
            yield Problem(
                span_of(sentence, start, end, prose.span.start), f'"{said}" leaves the decision to the window'
            )


def _decides(sentence: Sequence[Word]) -> int | None:
    """The index of a word that puts a decision off: `decides`, `to be decided`; not `was decided`."""
    for index, word in enumerate(sentence):
        before = {other.text for other in sentence[max(0, index - 3) : index]}
        chosen = word.text in _CHOOSING and "will" in before
        if (word.text in _DECIDING or chosen) and not {"was", "were", "did"} & before:
            return index
        if word.text in _DECIDED and _BEING & before and not {"was", "were", "been"} & before:
            return index
    found = follows(sentence, {"make", "makes", "take", "takes"}, _CALL, 3)
    return found[1] if found else None


def _runtime(sentence: Sequence[Word]) -> tuple[int, int] | None:
    """The indices of the words that say that something happens in the window: `on the night`, `at the time`."""
    for index, word in enumerate(sentence):
        wanted = _RUNTIME | {"at": {"time"}, "during": _DURING}.get(word.text, frozenset())
        if word.text in _WHEN and (found := first(sentence, wanted, index + 1, 3)) is not None:
            return index, found
    single = first(sentence, {"ad-hoc", "case-by-case", "on-the-fly"})
    return (single, single) if single is not None else None


RULES = (open_question_unresolved, question_deferred_to_runtime)
