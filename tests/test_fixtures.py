"""Whole documents: the good ones are silent, the bad ones give exactly the findings written beside them."""

from pathlib import Path

import pytest

from runbooklint.engine import lint
from runbooklint.result import Result
from runbooklint.settings import Settings
from runbooklint.source import Source

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"


def documents(folder: str) -> list[Path]:
    return sorted((FIXTURES / folder).glob("*.md"))


def linted(path: Path) -> Result:
    return lint(Source.from_bytes(path.read_bytes(), path.name), Settings())


def told(path: Path) -> str:
    """A line for each finding, and for each rule that could not decide."""
    result = linted(path)
    lines = [f"{f.place.line}:{f.place.column} {f.code} {f.message}" for f in result.findings]
    lines += [f"not checked: {item.code}, {item.reason}" for item in result.not_checked]
    return "".join(line + "\n" for line in lines)


@pytest.mark.parametrize("path", documents("ok"), ids=lambda path: path.stem)
def test_good_documents_are_silent(path: Path) -> None:
    assert linted(path).kind is not None
    assert told(path) == ""


@pytest.mark.parametrize("path", documents("bad") + documents("limits"), ids=lambda path: path.stem)
def test_bad_documents_give_what_is_written_beside_them(path: Path, pytestconfig: pytest.Config) -> None:
    beside = path.with_suffix(".out")
    if pytestconfig.getoption("--update-fixtures"):
        beside.write_text(told(path), encoding="utf-8")
    assert told(path) == beside.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", documents("bad"), ids=lambda path: path.stem)
def test_bad_documents_have_findings(path: Path) -> None:
    assert linted(path).findings


@pytest.mark.parametrize("path", documents("limits"), ids=lambda path: path.stem)
def test_known_limits_say_why(path: Path) -> None:
    first = path.read_text(encoding="utf-8").split("\n\n")[0]
    assert first.startswith("<!-- ")
    assert first.endswith(". -->")
