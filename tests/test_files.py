"""Which files links may point to, and nothing said of files outside the repository."""

from pathlib import Path

import pytest

from runbooklint.files import linked
from runbooklint.reading.kinds import told_by_path
from runbooklint.repository import below_root


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    top = tmp_path / "repository"
    (top / ".git").mkdir(parents=True)
    (top / "docs").mkdir()
    (top / "docs" / "plan.md").write_text("# Plan\n", encoding="utf-8")
    (top / "docs" / "two words.md").write_text("# Two\n\n## More\n", encoding="utf-8")
    (top / "run.sh").touch()
    (tmp_path / "outside.md").write_text("# Secret\n", encoding="utf-8")
    return top


def test_targets_are_looked_for_from_the_document(repository: Path) -> None:
    targets = ["two%20words.md", "../run.sh", "gone.md", "/docs/plan.md", "..", "/run.sh"]
    assert linked(str(repository / "docs" / "plan.md"), targets) == {
        "two%20words.md": frozenset({"two", "more"}),
        "../run.sh": frozenset(),
        "gone.md": None,
        "/docs/plan.md": frozenset({"plan"}),
        "..": frozenset(),
        "/run.sh": frozenset(),
    }


def test_nothing_is_said_of_what_lies_outside(repository: Path, tmp_path: Path) -> None:
    (repository / "docs" / "link.md").symlink_to(tmp_path / "outside.md")
    (repository / "docs" / "dangling.md").symlink_to(tmp_path / "none.md")
    targets = ["../../outside.md", "../../none.md", "link.md", "dangling.md", "%00.md", "\0"]
    assert linked(str(repository / "docs" / "plan.md"), targets) == {}


def test_a_file_that_changes_is_read_again(repository: Path) -> None:
    document = str(repository / "docs" / "two words.md")
    assert linked(document, ["plan.md"]) == {"plan.md": frozenset({"plan"})}
    plan = repository / "docs" / "plan.md"
    plan.write_text("# Other\n", encoding="utf-8")
    import os

    os.utime(plan, ns=(1, 1))
    assert linked(document, ["plan.md"]) == {"plan.md": frozenset({"other"})}


def test_paths_are_told_below_the_repository(repository: Path, tmp_path: Path) -> None:
    assert below_root(str(repository / "docs" / "plan.md")) == "docs/plan.md"
    assert below_root(str(tmp_path / "elsewhere" / "plan.md")).endswith("/elsewhere/plan.md")


def test_outside_a_repository_paths_are_told_from_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert below_root(str(tmp_path / "docs" / "plan.md")) == "docs/plan.md"
    assert below_root(str(tmp_path.parent / "plan.md")) == "../plan.md"
    assert told_by_path("runbooks/x.md").kind == "runbook"
    assert told_by_path("../runbooks/x.md").kind is None, "what is above says nothing of the document"
    assert told_by_path("../runbooks/x-cutover.md").kind == "cutover"
