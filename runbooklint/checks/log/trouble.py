"""Words on trouble that a mitigation may have made: new errors, side effects that were found; it reports nothing."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from runbooklint.checks.log.instants import Told, before
from runbooklint.checks.log.values import values_in
from runbooklint.checks.sentences import Word, sentences, span_of
from runbooklint.inline import words
from runbooklint.metrics.measures import Measure
from runbooklint.metrics.names import worse_when_higher
from runbooklint.metrics.targets import aligned
from runbooklint.records import Field
from runbooklint.source import Span

_ERRORS = frozenset(
    "error errors exception exceptions failure failures timeout timeouts crash crashes alert alerts panic panics"
    " rejections complaints 5xx 500s regression regressions warnings".split()
)
_NONE = frozenset("no zero without not any none never 0 neither nor".split())
_STARTED = frozenset("started starts began begin begins appeared appear appears emerged surfaced first since".split())
_CHANGES = frozenset(
    "rollback change deploy deployment flip restart switch scale-up failover mitigation shift drain apply".split()
)
_CAUSED = frozenset(
    "induced mitigation-induced rollback-induced caused causes flagged attributed attributable introduced unrelated"
    " pre-existing preexisting self-inflicted side-effect due because".split()
)
_VALUED = frozenset("rate rates ratio level levels count counts budget percentage".split())
_WANED = frozenset(
    "fall falling drop dropping decrease decreasing decline declining disappear disappearing clear clearing stop"
    " recover recovering ease".split()
)
_REACH = 3


def new_errors(field: Field, times: Sequence[Told], applied_at: Told | None) -> Iterator[Span]:
    """The words that tell of errors that are new, or that began when the change was applied."""
    start = field.span.start
    for sentence in sentences(field.text):
        for index, word in enumerate(sentence):
            if word.text not in _ERRORS:
                continue
            leading = [other.text for other in sentence[max(0, index - _REACH) : index]]
            following = {other.text for other in sentence[index + 1 : index + 2]}
            if _VALUED & following or _denied(sentence, index, leading):
                continue
            if "new" in leading:
                first = index - leading[::-1].index("new") - 1
                yield span_of(sentence, first, index, start)
            elif _began(sentence, index, start, times, applied_at):
                yield span_of(sentence, index, index, start)


def _denied(sentence: Sequence[Word], index: int, leading: Sequence[str]) -> bool:
    """Whether there are none: `no new errors`, `new errors: 0`."""
    new = index - leading[::-1].index("new") - 1 if "new" in leading else index
    before_new = {other.text for other in sentence[max(0, new - _REACH) : new]}
    return bool(_NONE & (before_new | set(leading) | {other.text for other in sentence[index + 1 : index + 2]}))


def _began(sentence: Sequence[Word], index: int, start: int, times: Sequence[Told], applied_at: Told | None) -> bool:
    """Whether errors began behind the change: `timeouts started after the flip`, `errors since 14:07`."""
    behind = [other.text for other in sentence[index + 1 : index + 7]]
    begun = next((at for at, word in enumerate(behind) if word in _STARTED), None)
    if begun is None or (_WANED | _NONE) & set(behind):
        return False
    if "after" in behind[begun:] and _CHANGES & set(behind[begun:]):
        return True
    first, last = start + sentence[index].end, start + sentence[-1].end
    return applied_at is not None and any(
        told.time.earliest is not None and not before(told, applied_at)
        for told in times
        if first <= told.span.start < last
    )


def flags_cause(text: str) -> bool:
    """Whether a text says whose making trouble is: `mitigation-induced`, `unrelated`."""
    return any(word.text in _CAUSED for sentence in sentences(text) for word in sentence) or "side effect of" in text


_FOUND = frozenset("degraded degradation slower broken breaks failing regressed regression worse worsened".split())
_ACCEPTED = frozenset("accepted accepts accept acceptable tolerable tolerated agreed waived approved".split())
_TIMES = 3.0
_LEAST_SHARE = 1.0
_LEAST_COUNT = 10


def found_side_effect(field: Field) -> Span | None:
    """The words of a side-effect check that tell of one which nobody accepted; None without any."""
    if _ACCEPTED & set(words(field.text)):
        return None
    for sentence in sentences(field.text):
        for index, word in enumerate(sentence):
            leading = {other.text for other in sentence[max(0, index - _REACH) : index]}
            behind = {other.text for other in sentence[index + 1 : index + 3]}
            if word.text in _FOUND and not _NONE & (leading | behind):
                return span_of(sentence, index, index, field.span.start)
    found = values_in(field.text)
    for one, other in pairwise(found):
        if one.name == other.name and {one.role, other.role} == {"", "before"}:
            first, last = (one, other) if one.role == "before" else (other, one)
            if _worse(first, last):
                return Span(field.span.start + last.start, field.span.start + last.end)
    return None


def _worse(first: Measure, last: Measure) -> bool:
    """Whether a value that is bad when it is high is at least three times what it was, by more than noise."""
    scale = aligned(first, last)
    if scale is None or worse_when_higher(last.name) is not True:
        return False
    begin, end = first.high * scale[0], last.low * scale[1]
    least = _LEAST_SHARE if last.amount.kind == "%" else _LEAST_COUNT if not last.amount.kind else 0.0
    return end >= _TIMES * begin and end - begin >= least and end > begin
