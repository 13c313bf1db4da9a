"""What fuzzers run: a target takes any bytes, and raises where something happens that never may."""

import json
import os
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from itertools import pairwise
from typing import Any, NamedTuple, get_args
from zlib import crc32

from runbooklint import baseline, edits, globs, inline, mechanical
from runbooklint.comments import comments
from runbooklint.config.faults import faults
from runbooklint.config.keys import fits
from runbooklint.config.loading import own_table
from runbooklint.config.loading import parsed as toml
from runbooklint.config.model import ConfigError
from runbooklint.config.resolving import resolve
from runbooklint.decisions import RegisterError, read_register
from runbooklint.directives import directive
from runbooklint.document import Document, Node
from runbooklint.engine import lint
from runbooklint.examining import Seen
from runbooklint.finding import Finding
from runbooklint.fixes import mend
from runbooklint.formatting import formatted
from runbooklint.metrics import measures as metrics
from runbooklint.metrics import names, targets
from runbooklint.parsed import parsed
from runbooklint.plain import MisfitError, maker
from runbooklint.quantities import dates, instants, lengths, moments, offsets, zones
from runbooklint.reading import read
from runbooklint.records import DocumentKind
from runbooklint.report import Outcome, Report
from runbooklint.reporters import FORMATS, Look, reporter
from runbooklint.result import Result
from runbooklint.rule import Edit
from runbooklint.settings import Settings
from runbooklint.source import Source, Span
from runbooklint.visible import visible, visible_path

KINDS: tuple[DocumentKind | None, ...] = (None, *get_args(DocumentKind))
_SCRATCH = tempfile.mkdtemp(prefix="runbooklint-fuzz-")


class Target(NamedTuple):
    """A target, and the texts from which fuzzing it starts."""

    run: Callable[[bytes], None]
    seeds: str
    """`values` or `documents` of the corpus, or the name of another target's own seeds."""
    limit: int
    """The longest input, in bytes."""
    pure: bool
    """Whether it is a pure reader, of which very many inputs are tried."""
    patience: int = 10
    """Seconds after which an input counts as a hang."""


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _in_order(text: str, spans: Iterable[tuple[int, int]]) -> None:
    """Assert that spans lie in the text, one behind the other."""
    listed = list(spans)
    assert all(0 <= start < end <= len(text) for start, end in listed), listed
    assert all(before[1] <= after[0] for before, after in pairwise(listed)), listed


def _inside(text: str, *spans: tuple[int, int] | None) -> None:
    """Assert that those spans that there are lie in the text and are not empty."""
    for span in spans:
        assert span is None or 0 <= span[0] < span[1] <= len(text), span


def read_lengths(data: bytes) -> None:
    """Lengths of time, and the words for them."""
    text = _text(data)
    for found in (lengths.find_lengths(text), lengths.find_cadences(text)):
        _in_order(text, ((one.start, one.end) for one in found))
        for one in found:
            said = lengths.format_seconds(one.seconds)
            again = lengths.read_length(said)
            assert one.seconds >= 0
            assert again is not None, said
    for clocks in (True, False):
        stated = (lengths.read_length(text, clocks), *lengths.read_durations(text, clocks))
        _inside(text, *((one.start, one.end) for one in stated if one))


def read_moments(data: bytes) -> None:
    """Points in time, days, instants."""
    text = _text(data)
    found = moments.find_moments(text)
    _in_order(text, ((one.start, one.end) for one in found))
    _inside(text, moments.leading_blank(text))
    date = dates.find_date(text)
    _inside(text, (date.start, date.end) if date else None)
    for one in (moments.leading_moment(text), *found):
        if one is None:
            continue
        _inside(text, (one.start, one.end))
        for read_ in (one, instants.other_order(one)):
            day = instants.day_for(read_, dates.Day(2026, 5, 19)) if read_.relative is None else None
            instants.local_text(read_, day)
            if day is not None:
                instants.instant(read_, day, read_.zone)


def read_offsets(data: bytes) -> None:
    """Times relative to T, and zones."""
    text = _text(data)
    found = (
        offsets.find_offset(text), offsets.leading_offset(text), zones.find_zone_sentence(text),
        zones.bracketed_zone(text), zones.label_zone(text), zones.zone_at(text, 0), zones.zone_at(text, len(text)),
    )  # fmt: skip
    _inside(text, *((one.start, one.end) for one in found if one))
    zones.zone_offset(text[:40], dates.Day(2026, 3, 29))


def read_metrics(data: bytes) -> None:
    """Values of signals, alone and against each other."""
    text = _text(data)
    times = tuple(Span(one.start, one.end) for one in moments.find_moments(text))
    found = metrics.measures(text, times)
    _in_order(text, ((one.start, one.end) for one in found))
    for one in found:
        _inside(text, one.place, one.moment)
        names.worse_when_higher(one.name)
        names.same_signal(names.read_name(one.name), names.read_name(text))
    targets.targets(found)
    for one, other in pairwise(found):
        targets.aligned(one, other)
        targets.changed(one, other)
        targets.misses(one, other, None)


def judge(data: bytes) -> None:
    """Checks: what they observe and expect."""
    text = _text(data)
    for code in (False, True):
        verdict = mechanical.judge(text, code)
        _inside(text, verdict.observed, verdict.expected, verdict.judgment, mechanical.hedges(text, code))
        assert (verdict.verdict == "mechanical") == (not verdict.missing)
        mechanical.names_reference(text, code)
    first, _, rest = text.partition("\n")
    mechanical.judge_against(first, rest)
    items = [(line, number % 3 == 2) for number, line in enumerate(text.split("\n"))]
    assert len(mechanical.judge_items(items)) == len(items)
    _inside(text, mechanical.vague_precondition(text), mechanical.vague_criterion(text))
    _inside(text, mechanical.mentions_data_state(text))
    mechanical.cites_evidence(text)


def read_inline(data: bytes) -> None:
    """Code spans, links, words, globs, and text made safe to print."""
    text = _text(data)
    _in_order(text, inline.code_spans(text))
    assert len(inline.without_code(text)) == len(text)
    for link in inline.links(text):
        _inside(text, link.span)
    _in_order(text, inline.lines(text, 0))
    assert not any(word.isspace() for word in inline.words(text))
    inline.plain(text)
    assert visible(text).isprintable()
    assert visible_path(text).isprintable()
    pattern, _, path = text.partition("\n")
    globs.covers(pattern, path)
    globs.matches(pattern, path, folder=True)


def read_suppressions(data: bytes) -> None:
    """Comments, wherever they stand, and what they ask for."""
    text = _text(data)
    source = Source(text)
    document = Document(source)
    for comment in comments(document):
        found = source.slice(comment.span)
        assert found.startswith("<!--"), found
        assert found.endswith("-->"), found
        directive(found)
    made = f"<!-- runbooklint: {text} -->"
    asked = directive(made)
    for rule in asked.rules if asked else ():
        assert made[rule.span.start : rule.span.end] == rule.name


def read_configuration(data: bytes) -> None:
    """Configuration files: usable, or refused with reasons; the quick check agrees with the schema."""
    path = os.path.join(_SCRATCH, "runbooklint.toml")
    try:
        table = toml(path, data)
    except ConfigError as error:
        _said(error)
        return
    own_table(os.path.join(_SCRATCH, "pyproject.toml"), table)
    said = faults(path, data.decode("utf-8-sig"), table, ())
    assert fits(table) == (not said), said
    with open(path, "wb") as file:
        file.write(data)
    try:
        resolve(path)
    except ConfigError as error:
        _said(error)


def _said(error: ConfigError) -> None:
    assert error.faults
    assert all(fault.message for fault in error.faults)


def read_baseline(data: bytes) -> None:
    """Baseline files: refused, or the same after writing and reading again."""
    try:
        found = baseline.read(_text(data))
    except baseline.BaselineError:
        return
    assert baseline.read(baseline.written(found)) == found
    assert baseline.without(found, {one.path: [one.fingerprint] for one in found.entries}).entries == ()


def put_edits(data: bytes) -> None:
    """Edits put into a text: all else stays as it was."""
    text = _text(data)
    at, content = len(text) // 2, text[: len(text) // 4]
    source = Source(text)
    start = min(at, len(source.text))
    edit = Edit(Span(start, min(start + at // 2, len(source.text))), content)
    result = edits.applied(text, [edit])
    if result is not None:
        assert Source(result).text == edits.put(source.text, [edit])


def read_cached(data: bytes) -> None:
    """Results in a cache: made out of any JSON, or refused."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return
    with suppress(MisfitError):
        seen = maker(Seen)(value)
        assert maker(Seen)(json.loads(json.dumps(seen))) == seen


def read_decisions(data: bytes) -> None:
    """Decision registers in files of their own."""
    for name in ("d.md", "d.jsonl"):
        with suppress(RegisterError):
            read_register(Source(_text(data), name))


def parse(data: bytes) -> None:
    """Records of a document as one of the kinds."""
    parse_as(_text(data), _kind(data))


def check(data: bytes) -> None:
    """Findings on a document as one of the kinds, in one of the formats."""
    check_as(_text(data), _kind(data), (FORMATS[crc32(data) // 7 % len(FORMATS)],))


def fix(data: bytes) -> None:
    """Fixes of a document as one of the kinds."""
    fix_as(_text(data), _kind(data))


def tidy(data: bytes) -> None:
    """Canonical Markdown of a document as one of the kinds."""
    tidy_as(_text(data), _kind(data))


def _kind(data: bytes) -> DocumentKind | None:
    return KINDS[crc32(data) % len(KINDS)]


def parse_as(text: str, kind: DocumentKind | None) -> None:
    """Read a text: plain JSON comes out, every place lies in the text."""
    source = Source(text, "x.md")
    reading = read(source, kind)
    _nodes(reading.document.root, len(source.lines), len(source.text))
    told = parsed(source, reading)
    for record in told["records"]:
        assert 1 <= record["line"] <= len(source.lines)
    json.dumps(told)


def check_as(text: str, kind: DocumentKind | None, forms: Iterable[str] = FORMATS) -> None:
    """Lint a text: findings are sorted, each has a name of its own, comments hide and add nothing that is not told, and
    every format is harmless."""
    source = Source(text, "x.md")
    result = lint(source, Settings(kind, today="2026-06-01"))
    hidden = tuple(one.finding for one in result.hidden)
    for found in (result.findings, hidden):
        _sound(source, found)
    # of the kind that a comment told, which is not heeded where comments are not trusted
    settings = Settings(result.kind or kind, suppressions=False)
    bare = lint(source, settings)
    assert not bare.hidden
    told = {_fault(one) for one in (*result.findings, *hidden) if not one.code.startswith("LNT")}
    assert {_fault(one) for one in bare.findings} == told
    known = baseline.made(baseline.entries_of("x.md", bare.findings))
    assert baseline.read(baseline.written(known)) == known
    codes = known.by_path().get("x.md", {})
    assert lint(source, settings._replace(baseline=codes)).findings == ()
    for form in forms:
        _written(result, form)


def fix_as(text: str, kind: DocumentKind | None) -> None:
    """Fix a text: what is not fixed stays as it was, and fixing once more changes nothing."""
    for unsafe in (False, True):
        mended = mend(text, "x.md", Settings(kind), lint, unsafe)
        assert mended.fixed or mended.text == text
        again = mend(mended.text, "x.md", Settings(kind), lint, unsafe)
        assert again.text == mended.text
        assert again.result == mended.result


def tidy_as(text: str, kind: DocumentKind | None) -> None:
    """Write a text in canonical Markdown: left alone it is as it was, else writing it once more changes nothing."""
    source = Source(text, "x.md")
    done = formatted(source, kind, "x.md")
    if done.obstacle or not done.known:
        assert done.text == source.text
        return
    again = formatted(Source(done.text, "x.md"), kind, "x.md")
    assert again == done


def _nodes(root: Node, lines: int, length: int) -> None:
    waiting = [root]
    while waiting:
        node = waiting.pop()
        waiting += node.children
        assert 0 <= node.first <= node.last <= lines
        assert all(0 <= start <= end <= length for start, end in (node.span, *node.line_spans))


def _sound(source: Source, found: tuple[Finding, ...]) -> None:
    order = [(one.place.line, one.place.column, one.code) for one in found]
    assert order == sorted(order)
    assert len({one.fingerprint for one in found}) == len(found)
    for one in found:
        assert 0 <= one.span.start <= one.span.end <= len(source.text)
        assert "\n" not in one.message


def _fault(one: Finding) -> tuple[Any, ...]:
    return one.code, one.span, one.message


def _written(result: Result, form: str) -> None:
    outcome = Outcome(
        result.path, "linted" if result.kind else "passed over", result.kind, result.kind_reason,
        result.findings, result.not_checked, hidden=result.hidden,
    )  # fmt: skip
    out = "".join(reporter(form)(Report((outcome,)), Look(width=1 if form == "text" else 80, hidden=True)))
    assert out.replace("\n", "").isprintable()


TARGETS = {
    "lengths": Target(read_lengths, "values", 300, True),
    "moments": Target(read_moments, "values", 300, True),
    "offsets": Target(read_offsets, "values", 300, True),
    "metrics": Target(read_metrics, "values", 300, True),
    "judge": Target(judge, "values", 400, True),
    "inline": Target(read_inline, "values", 400, True),
    "edits": Target(put_edits, "documents", 400, True),
    "suppressions": Target(read_suppressions, "comments", 600, True),
    "configuration": Target(read_configuration, "configurations", 1500, True),
    "baseline": Target(read_baseline, "baselines", 2000, True),
    "cache": Target(read_cached, "cached", 4000, True),
    "decisions": Target(read_decisions, "documents", 2000, True),
    "parse": Target(parse, "documents", 6000, False),
    "check": Target(check, "documents", 6000, False),
    "fix": Target(fix, "documents", 3000, False, patience=120),
    "format": Target(tidy, "documents", 3000, False, patience=60),
}
