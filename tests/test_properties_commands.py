"""What holds for every command over every document: valid ones, nearly valid ones, and noise."""

import io
import json
import os
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runbooklint.cli import status
from runbooklint.reporters import FORMATS
from runbooklint.repository import root_of
from tests.conftest import Ran
from tests.fuzz.corpus import PIECES
from tests.fuzz.mutation import mutated
from tests.test_properties import DOCUMENTS, KINDS, written
from tests.written import as_headings, as_list, as_tables

EXAMPLES = int(os.environ.get("EXAMPLES", "10"))
_OTHERS = [piece.encode() for piece in PIECES]
_LONGEST = 4000
COMMANDS: tuple[tuple[str, ...], ...] = (
    *(("check", "--output-format", form, "--show-suppressed") for form in FORMATS),
    ("check", "--isolated", "--ignore-suppressions"),
    ("check", "--statistics"),
    ("check", "--fix", "--unsafe-fixes", "--diff"),
    ("check", "--fix", "--unsafe-fixes"),
    ("check", "--step", "01", "--phase", "plan", "--rto", "45m"),
    ("parse",),
    ("baseline",),
    ("baseline", "--prune"),
    ("config", "--show-files"),
    ("format", "--check"),
    ("format", "--diff"),
    ("format",),
)

_TIMES = st.sampled_from(["14:03 UTC", "2026-05-19 14:03 UTC", "2026-05-19T14:03:20Z", "T+5 min", "tbd", "25:61", ""])
_WORDS = {
    "Hypothesis": st.sampled_from(["the pool is exhausted by release 41", "unknown", "TBD", ""]),
    "Action": st.sampled_from(["Run `deployctl rollback api 40`", "rolled back", "`x`", ""]),
    "Apply timestamp": _TIMES,
    "Expected signal": st.sampled_from(["error rate below 0.5% within 5 min", "recovers", "p99 < 300 ms", ""]),
    "Observed": st.sampled_from(["error rate 4.2% → 0.3% at 14:07 UTC", "better", "`curl -s` prints `ok`", ""]),
    "Rollback": st.sampled_from(["`deployctl rollback api 41`", "none", ""]),
    "Owner": st.sampled_from(["Ines Maier", "everyone", ""]),
}


@st.composite
def log(draw: st.DrawFn) -> str:
    """A mitigation log of up to four entries and a timeline, each field stated, doubtful, blank or missing."""
    lines = ["# Mitigation log: INC-7 checkout errors", "", f"**Started:** {draw(_TIMES)}", ""]
    for number in range(1, draw(st.integers(0, 4)) + 1):
        lines += [f"## M{number} — {draw(st.sampled_from(['Roll back', 'Shed load', 'Restart `api`']))}", ""]
        lines += [f"- **{label}:** {draw(words)}" for label, words in _WORDS.items() if draw(st.booleans())]
        lines += [""]
    lines += ["## Timeline", ""]
    lines += [
        f"- {draw(_TIMES)} {draw(st.sampled_from(['paged', 'p99 900 ms', 'resolved']))}"
        for _ in range(draw(st.integers(0, 4)))
    ]
    return "\n".join(lines) + "\n"


_VALID = st.one_of(
    written().flatmap(lambda one: st.sampled_from([f(one) for f in (as_headings, as_list, as_tables)])), log()
)


def _nearly(text: str, seed: int) -> bytes:
    return mutated(text.encode(), Random(seed), _OTHERS, _LONGEST)


BYTES = st.one_of(
    _VALID.map(str.encode),
    st.builds(_nearly, _VALID, st.integers(0, 2**32)),
    DOCUMENTS.map(str.encode),
    st.binary(max_size=200),
)


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A repository that is the current folder."""
    before = os.getcwd()
    with TemporaryDirectory() as top:
        (Path(top) / ".git").mkdir()
        root_of.cache_clear()
        os.chdir(top)
        yield Path(top)
        os.chdir(before)


def run(*arguments: str) -> Ran:
    """A command line in this process, with what it prints."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _ in range(2))
    with redirect_stdout(out), redirect_stderr(err):
        code = status(list(arguments))
    said = []
    for stream in (out, err):
        stream.flush()
        stream.seek(0)
        said.append(stream.read())
    return Ran(code, *said)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@settings(max_examples=EXAMPLES)
@given(BYTES, st.sampled_from(("auto", *KINDS)))
def test_every_command_bears_every_document(folder: Path, command: tuple[str, ...], data: bytes, kind: str) -> None:
    (folder / "a-cutover.md").write_bytes(data)
    as_kind = () if command[0] == "config" else ("--kind", kind)
    ran = run(*command, *as_kind, "a-cutover.md")
    assert ran.code in {0, 1, 2}, ran
    assert "defect" not in ran.err
    assert "cannot be formatted" not in ran.err
    assert ran.err.replace("\n", "").isprintable()
    if "--diff" not in command:
        assert ran.out.replace("\n", "").isprintable()
    if ran.code == 2:
        assert "a-cutover.md" in ran.err or "--step" in command
    if command == ("parse",) and ran.code == 0:
        json.loads(ran.out)
    if "json" in command:
        assert bool(json.loads(ran.out)["errors"]) == (ran.code == 2)
