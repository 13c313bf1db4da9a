"""The names of signals: what kind of signal a name tells, and whether two names are those of one signal."""

from runbooklint.memory import remembered
from runbooklint.named import NamedTuple
from runbooklint.pattern import Pattern

_PART = Pattern(r"[45]xx|p\d{2,4}|[a-z]+")
_IDENTIFIER = Pattern(r"\S*\w[_.:/{-]\w\S*")
NONE_OF = frozenset("no zero".split())
_KINDS: dict[str, str] = {
    "error": "error errors err errs failure failures fail fails failed failing exception exceptions fault faults 5xx"
    " 4xx crash crashes panic panics unsuccessful",
    "success": "success successes successful succeeded availability uptime ok",
    "latency": "latency latencies duration durations slow slowness p50 p75 p90 p95 p99 p999 p9999 elapsed",
    "cpu": "cpu cpus load",
    "memory": "memory mem heap ram oom rss",
    "disk": "disk disks iops storage inode inodes",
    "queue": "queue queues queued backlog depth lag lags delay delays age",
    "connection": "connection connections pool pools socket sockets",
    "timeout": "timeout timeouts",
    "thread": "thread threads",
    "network": "bandwidth packet packets network",
    "rejection": "reject rejects rejected rejection rejections decline declines declined denied throttled dropped lost"
    " loss losses missed undelivered",
    "retry": "retry retries retried resend resends",
    "traffic": "request requests req rps qps throughput traffic hits",
}
_KIND_OF = {word: kind for kind, words in _KINDS.items() for word in words.split()}
_WEAK = frozenset({"traffic"})
"""Kinds that say nothing beside another: a request error rate is one of errors."""
_BAD = frozenset("error latency cpu memory queue timeout rejection retry".split())
_LENGTHS = frozenset({"latency", "queue"})
_GENERIC = frozenset(
    "rate rates ratio ratios percent percentage pct total count counts number per minute minutes second seconds sec min"
    " hour avg average mean max median value values level levels metric metrics signal signals share fraction"
    " proportion current overall http https reading readings of the a an on in at and with time times panel dashboard"
    " graph chart log logs alert alerts alerted alarm fired fires"
    " firing paged page noticed reported reports detected triggered triggers monitor monitoring utc".split()
)


class Name(NamedTuple):
    """The telling words of the name of a signal."""

    kinds: frozenset[str]
    """The kinds of signal that it tells: `error`, `latency`, `cpu`, …."""
    subject: frozenset[str]
    """What is measured: all other words, in the singular and cut short."""
    identifier: bool
    """Whether it is written as programs write names."""


@remembered
def read_name(text: str) -> Name:
    """The telling words of a name."""
    kinds: set[str] = set()
    subject: set[str] = set()
    before = ""
    for part in _PART.finditer(text.lower()):
        word = part.group()
        if word in _KIND_OF:
            kinds.add(_KIND_OF[word])
        elif word in ("time", "times") and before and before not in _GENERIC:
            kinds.add("latency")
        elif word not in _GENERIC and len(word) > 1:
            subject.add(_stem(word))
        before = word
    if "success" in kinds:
        # Successes and failures are the two sides of one signal.
        kinds.add("error")
    return Name(frozenset(kinds), frozenset(subject), _IDENTIFIER.fullmatch(text) is not None)


def same_signal(one: Name, other: Name) -> bool:
    """Whether two names may be those of one signal; in doubt they are."""
    if distinct_signals(one, other):
        return not (is_telling(one) and is_telling(other))
    return True


def same_scale(one: Name, other: Name) -> bool:
    """Whether the values of two names of one signal can be compared: successes are not held against failures."""
    return not (one.kinds and other.kinds) or ("success" in one.kinds) == ("success" in other.kinds)


def distinct_signals(one: Name, other: Name) -> bool:
    """Whether two names of signals are those of different ones: of another kind, or without a word in common."""
    if not (one.kinds or one.subject) or not (other.kinds or other.subject):
        return False
    here, there = _strong(one), _strong(other)
    if here and there:
        apart = bool(one.subject and other.subject) and not one.subject & other.subject
        return not here & there or (apart and one.identifier and other.identifier)
    return not (one.kinds & other.kinds or one.subject & other.subject)


def identical_signal(one: Name, other: Name) -> bool:
    """Whether two names say the same, in other words or with a word more."""
    if not (one.kinds or one.subject) or one.kinds != other.kinds:
        return False
    return one.subject <= other.subject or other.subject <= one.subject


def is_telling(name: Name) -> bool:
    """Whether a name tells which signal is meant: it tells a kind, or it is written as programs write names."""
    return name.identifier or bool(name.kinds)


def is_generic(text: str) -> bool:
    """Whether a name says nothing of what is measured: `value`, `alert`, `rate`."""
    name = read_name(text)
    return not (name.kinds or name.subject)


def is_signal_word(word: str) -> bool:
    """Whether a word tells a kind of signal: `errors`, `latency`, `backlog`."""
    return any(part in _KIND_OF for part in word.split("-"))


def is_signal_name(text: str) -> bool:
    """Whether a name tells a kind of signal."""
    return bool(read_name(text).kinds)


def is_length_signal(text: str) -> bool:
    """Whether a signal is measured in lengths of time, as a latency or a lag is."""
    return bool(_LENGTHS & read_name(text).kinds)


def worse_when_higher(text: str) -> bool | None:
    """Whether a signal gets worse as it rises (errors) or as it falls (successes); None where its name says neither."""
    kinds = read_name(text).kinds
    if "success" in kinds:
        return False
    return True if kinds & _BAD else None


def _strong(name: Name) -> frozenset[str]:
    return name.kinds - _WEAK or name.kinds


def _stem(word: str) -> str:
    return (word[:-1] if word.endswith("s") and not word.endswith("ss") else word)[:6]
