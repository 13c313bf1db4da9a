"""Documents that no author of a runbook writes, and the examples of the Markdown specifications, through every command.

`RUNBOOKLINT_CORPUS=<folder> pytest tests/test_hostile_documents.py` sends the documents of a folder through as well.
"""

import json
import os
from collections.abc import Iterable
from itertools import cycle
from pathlib import Path
from zlib import crc32

import pytest

from runbooklint.reporters import FORMATS
from tests.conftest import ROOT, Cli
from tests.fuzz import corpus
from tests.fuzz.targets import KINDS, check_as, fix_as, parse_as

HOSTILE = sorted((ROOT / "fixtures" / "hostile").glob("*.md"))
REAL = os.environ.get("RUNBOOKLINT_CORPUS", "")
"""A folder of real documents, where one is named."""
IN_STEP = """# Cutover runbook: a thing

## Steps

### 01 — Do

- **Owner:** Ada
- **Action:**

{indented}

- **Rollback:** {line}

| Step | Action |
|---|---|
| 02 — {line} | {line} |

{text}"""


def in_step(text: str) -> str:
    """A runbook with a text in its fields, its table and below."""
    indented = "\n".join(f"  {line}" for line in text.split("\n"))
    return IN_STEP.format(indented=indented, line=" ".join(text.split()), text=text)


@pytest.mark.parametrize("path", HOSTILE, ids=lambda path: path.stem)
def test_hostile_documents_are_read_linted_and_fixed(path: Path) -> None:
    text = path.read_bytes().decode("utf-8")
    for kind in KINDS:
        parse_as(text, kind)
        check_as(text, kind)
        fix_as(text, kind)


def test_examples_of_the_specifications_are_read_linted_and_fixed() -> None:
    forms = cycle(FORMATS)
    for number, example in enumerate(corpus.specification()):
        for kind in KINDS:
            parse_as(example, kind)
            check_as(example, kind, [next(forms)])
        fix_as(example, KINDS[number % len(KINDS)])


def test_examples_of_the_specifications_in_the_fields_of_a_step() -> None:
    forms = cycle(FORMATS)
    for example in corpus.specification():
        parse_as(in_step(example), "cutover")
        check_as(in_step(example), "cutover", [next(forms)])


def commands(folder: Path, paths: Iterable[Path]) -> list[list[object]]:
    """What every command that reads documents is asked to do with a folder, or with each of its documents."""
    found: list[list[object]] = [["check", "--output-format", form, "--no-cache", folder] for form in FORMATS]
    found += [
        ["check", "--fix", "--unsafe-fixes", "--diff", folder],
        ["check", "--isolated", "--ignore-suppressions", folder],
        ["check", "--statistics", "--show-suppressed", "-v", folder],
        ["check", "--statistics", "--output-format", "json", folder],
        ["check", "--phase", "plan", "--rto", "45m", "--jobs", "2", folder],
        ["config", "--show-files", folder],
        ["baseline", "--baseline", folder / "baseline.json", folder],
        ["baseline", "--prune", "--baseline", folder / "baseline.json", folder],
        ["format", "--diff", folder],
        ["format", "--check", folder],
    ]
    for path in paths:
        kinds = ("auto", "cutover", "runbook", "mitigation-log")
        found.append(["parse", path])
        found.append(["check", "--kind", kinds[crc32(path.name.encode()) % len(kinds)], path])
    return [*found, ["check", "--fix", folder], ["format", folder], ["check", folder]]


def through_every_command(cli: Cli, folder: Path) -> None:
    """Assert that no command meets a defect on the documents of a folder, and that what is no word stays out."""
    paths = sorted(folder.rglob("*.md"))
    for arguments in commands(folder, paths):
        ran = cli(*arguments)
        assert ran.code in {0, 1, 2}, (arguments, ran.err)
        assert "defect" not in ran.err, (arguments, ran.err)
        assert "cannot be formatted" not in ran.err, (arguments, ran.err)
        assert "--diff" in arguments or ran.out.replace("\n", "").isprintable(), arguments
        assert ran.err.replace("\n", "").isprintable(), arguments
        if arguments[0] == "parse" and ran.code == 0:
            json.loads(ran.out)


def copied(documents: Iterable[tuple[str, bytes]], folder: Path) -> Path:
    (folder / ".git").mkdir(parents=True)
    for name, data in documents:
        (folder / name).write_bytes(data)
    return folder


def test_hostile_documents_through_every_command(cli: Cli, tmp_path: Path) -> None:
    documents = [(path.name, path.read_bytes()) for path in HOSTILE]
    through_every_command(cli, copied(documents, tmp_path / "r"))


def test_all_examples_of_the_specifications_in_one_document(cli: Cli, tmp_path: Path) -> None:
    together = "\n\n".join(corpus.specification())
    documents = [(f"{kind}.md", together.encode()) for kind in ("cutover", "runbook", "mitigation-log", "notes")]
    through_every_command(cli, copied(documents, tmp_path / "r"))


@pytest.mark.skipif(not REAL, reason="RUNBOOKLINT_CORPUS can name a folder of documents")
def test_real_documents_through_every_command(cli: Cli, tmp_path: Path) -> None:
    documents = [
        (f"{number}-{path.name}", path.read_bytes()) for number, path in enumerate(sorted(Path(REAL).rglob("*.md")))
    ]
    through_every_command(cli, copied(documents, tmp_path / "r"))


@pytest.mark.skipif(not REAL, reason="RUNBOOKLINT_CORPUS can name a folder of documents")
def test_real_documents_as_every_kind() -> None:
    forms = cycle(FORMATS)
    for path in sorted(Path(REAL).rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        for kind in KINDS:
            parse_as(text, kind)
            check_as(text, kind, [next(forms)])
