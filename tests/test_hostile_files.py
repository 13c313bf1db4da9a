"""What a repository of a stranger may hold besides text: links, loops, pipes, sockets, odd names, missing rights."""

import json
import os
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from runbooklint import files, ignored
from runbooklint.formatting import formatted
from tests.conftest import ROOT, Cli, Ran

pytestmark = pytest.mark.skipif(os.name != "posix", reason="links, pipes and rights as on POSIX")

BAD = "# Cutover runbook: tills\n\n## Steps\n\n### 01 — Freeze\n\n- **Action:** Run `freeze`.\n- **Rollback:** N/A\n"
FIXABLE = (
    "# Cutover\n\n\n## Steps\n\n### 01 — Stop\n\n- **Action:** Run `stop`.\n- **Rollback:** R-01\n\n"
    "## Rollback\n\n### R-01 — Start\n\n- **Action:** Run `start`.\n"
)
NOBODY = 65534


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with one document that has findings."""
    return made(tmp_path / "repository")


def made(top: Path) -> Path:
    (top / ".git").mkdir(parents=True)
    (top / "docs").mkdir()
    (top / "docs" / "a-cutover.md").write_text(BAD, encoding="utf-8")
    return top


def names(ran: Ran) -> list[str]:
    return [os.path.basename(file["path"]) for file in json.loads(ran.out)["files"]]


def as_json(cli: Cli, *arguments: object) -> Ran:
    return cli("check", "--output-format", "json", *arguments)


# Links


def test_loops_of_links_end(cli: Cli, repository: Path) -> None:
    (repository / "docs" / "up").symlink_to("..")
    (repository / "docs" / "self-cutover.md").symlink_to("self-cutover.md")
    (repository / "docs" / "one-cutover.md").symlink_to("two-cutover.md")
    (repository / "docs" / "two-cutover.md").symlink_to("one-cutover.md")
    assert names(as_json(cli, repository)) == ["a-cutover.md"]
    ran = cli("check", repository / "docs" / "self-cutover.md")
    assert (ran.code, "broken symbolic link" in ran.err) == (2, True)


def test_a_walk_follows_no_link_to_a_folder_or_file_elsewhere(cli: Cli, repository: Path, tmp_path: Path) -> None:
    (tmp_path / "secret-cutover.md").write_text(BAD, encoding="utf-8")
    (repository / "docs" / "out").symlink_to(tmp_path)
    (repository / "docs" / "b-cutover.md").symlink_to(tmp_path / "secret-cutover.md")
    assert names(as_json(cli, repository)) == ["a-cutover.md"]


@pytest.mark.parametrize("there", [True, False])
def test_a_named_link_that_leads_out_is_an_error_and_says_nothing(
    cli: Cli, repository: Path, tmp_path: Path, there: bool
) -> None:
    folder = tmp_path / "outside"
    if there:
        folder.mkdir()
        (folder / "secret-cutover.md").write_text(BAD, encoding="utf-8")
    (repository / "docs" / "b-cutover.md").symlink_to(folder / "secret-cutover.md")
    (repository / "docs" / "c-cutover.md").symlink_to("a-cutover.md")
    (repository / "out").symlink_to(folder)
    for path in ("docs/b-cutover.md", "out", "out/secret-cutover.md"):
        ran = cli("check", repository / path)
        assert ran.code == 2
        assert f"{path}: a link that leads out of the repository is not followed" in ran.err
        assert "freeze" not in ran.out
        assert cli("parse", repository / path).code == 2
    assert cli("check", repository / "docs" / "c-cutover.md").code == 1
    if there:
        assert cli("check", folder).code == 1


@pytest.mark.parametrize("name", [".runbooklint.toml", "pyproject.toml", ".runbooklint-baseline.json", ".gitignore"])
def test_settings_that_are_links_to_the_outside_are_not_read(
    cli: Cli, repository: Path, tmp_path: Path, name: str
) -> None:
    (repository / ".git").rmdir()
    subprocess.run(["git", "init", "--quiet", repository], check=True)
    document = repository / "docs" / "a-cutover.md"
    before = as_json(cli, repository)
    (tmp_path / "secret").write_text("token-of-somebody = [1]\n*.md\n", encoding="utf-8")
    (repository / name).symlink_to(tmp_path / "secret")
    for path in (repository, document):
        ran = as_json(cli, path)
        assert "token-of-somebody" not in ran.out + ran.err
        if name == ".runbooklint.toml":
            assert (ran.code, "leads out of the repository" in ran.err) == (2, True)
        else:
            assert ran.code == 1
            assert json.loads(ran.out)["findings"] == json.loads(before.out)["findings"]


@pytest.mark.parametrize(
    "target",
    ["../../outside.md", "../../outside.md#secret", "/../../outside.md", "%2e%2e/%2e%2e/outside.md", "out/outside.md",
     "file-link.md", "..\\..\\outside.md", "folder-link/../../outside.md"],
)  # fmt: skip
def test_links_to_the_outside_say_nothing_of_it(cli: Cli, repository: Path, tmp_path: Path, target: str) -> None:
    """The output is the same whether or not there is a file, and whatever stands in it."""
    (repository / "docs" / "out").symlink_to(tmp_path)
    (repository / "docs" / "folder-link").symlink_to(repository / ".git")
    (repository / "docs" / "file-link.md").symlink_to(tmp_path / "outside.md")
    document = repository / "docs" / "a-cutover.md"
    document.write_text(f"{BAD}\nSee [there]({target}).\n", encoding="utf-8")
    told = [as_json(cli, document)]
    outside = tmp_path / "outside.md"
    outside.write_text("# Nothing\n", encoding="utf-8")
    told.append(as_json(cli, document))
    outside.write_text("# Secret\n", encoding="utf-8")
    told.append(as_json(cli, document))
    assert told[0] == told[1] == told[2]


def test_links_to_the_outside_are_not_looked_at(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []
    real = os.stat

    def watched(path: Any, *rest: Any, **more: Any) -> os.stat_result:
        looked.append(os.path.abspath(path))
        return real(path, *rest, **more)

    document = str(repository / "docs" / "a-cutover.md")
    files.linked(document, ["b.md"])
    monkeypatch.setattr(os, "stat", watched)
    targets = ["../../outside.md", "/../outside.md", "//etc/passwd", "../../../../../../etc/passwd", "~/x", "a.md"]
    files.linked(document, targets)
    monkeypatch.undo()
    assert looked
    assert all(path.startswith(str(repository)) for path in looked), looked


def test_an_endless_linked_file_is_not_read(cli: Cli, repository: Path) -> None:
    os.mkfifo(repository / "docs" / "pipe.md")
    (repository / "docs" / "zero.md").symlink_to("/dev/zero")
    document = repository / "docs" / "a-cutover.md"
    document.write_text(f"{BAD}\n[a](pipe.md#x) [b](zero.md#x) [c](/dev/zero#x)\n", encoding="utf-8")
    assert as_json(cli, document).code == 1


# What is no file


@pytest.fixture
def special(repository: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with a pipe, a socket, a device where that is allowed, and a folder that is called like a document."""
    docs = repository / "docs"
    os.mkfifo(docs / "pipe-cutover.md")
    monkeypatch.chdir(docs)  # the path of a socket may not be long
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket-cutover.md")
        if os.geteuid() == 0:
            os.mknod(docs / "device-cutover.md", 0o600 | stat.S_IFCHR, os.makedev(1, 5))
        (docs / "folder-cutover.md").mkdir()
        yield docs


def test_what_is_no_file_is_passed_over_in_a_folder(cli: Cli, special: Path) -> None:
    ran = as_json(cli, special)
    assert (ran.code, names(ran)) == (1, ["a-cutover.md"])


@pytest.mark.parametrize("key", ["baseline", "decisions", "extend"])
@pytest.mark.parametrize("name", ["pipe-cutover.md", "device-cutover.md", "folder-cutover.md"])
def test_a_configuration_names_files(cli: Cli, special: Path, key: str, name: str) -> None:
    if not (special / name).exists():
        pytest.skip("only the administrator makes devices")
    (special / ".runbooklint.toml").write_text(f'{key} = "{name}"\n', encoding="utf-8")
    for arguments in (("check",), ("baseline",), ("format", "--check"), ("parse",)):
        ran = cli(*arguments, special / "a-cutover.md")
        assert ran.code == 2
        assert name in ran.err


@pytest.mark.parametrize("name", [".runbooklint.toml", "pyproject.toml", ".gitignore", ".runbooklint-baseline.json"])
def test_pipes_in_the_places_of_settings_are_no_settings(
    cli: Cli, repository: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    os.mkfifo(repository / name)
    monkeypatch.setattr(ignored, "_told_by_git", lambda folder: None)
    for target in (repository, repository / "docs" / "a-cutover.md"):
        ran = as_json(cli, target)
        assert (ran.code, names(ran)) == (1, ["a-cutover.md"])


def test_a_named_socket_is_an_error(cli: Cli, special: Path) -> None:
    ran = as_json(cli, special, special / "socket-cutover.md")
    assert ran.code == 2
    assert "socket-cutover.md: cannot be read" in ran.err
    assert names(ran) == ["a-cutover.md", "socket-cutover.md"]


# Rights


AS_NOBODY = """
import os, pkgutil, sys
from importlib import import_module
import runbooklint
from runbooklint.cli import status
user, warming, *arguments = sys.argv[1:]
for module in pkgutil.walk_packages(runbooklint.__path__, "runbooklint."):
    if not module.name.endswith("__main__"):
        import_module(module.name)
output = os.dup(1)
os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
for command in (["check", "--output-format", "json"], ["format", "--check"]):
    status([*command, warming])
os.dup2(output, 1)
if os.geteuid() == 0:
    os.setegid(int(user))
    os.seteuid(int(user))
sys.exit(status(arguments))
"""
"""Runs a command line as a user who owns nothing, after importing all that it may need: the program itself may be out of
the reach of that user."""


def as_nobody(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run a command line as a user who owns nothing; as this user, where this is no administrator."""
    command = [sys.executable, "-c", AS_NOBODY, str(NOBODY), str(ROOT / "fixtures" / "ok"), *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.fixture
def reachable() -> Iterator[Path]:
    """The same repository where everybody can reach it: the folders of tests belong to one user alone."""
    with TemporaryDirectory() as top:
        Path(top).chmod(0o755)
        yield made(Path(top) / "repository")


def test_a_folder_without_permission_is_an_error_and_hides_nothing(reachable: Path) -> None:
    closed = reachable / "docs" / "closed"
    closed.mkdir()
    (closed / "b-cutover.md").write_text(BAD, encoding="utf-8")
    closed.chmod(0)
    try:
        done = as_nobody("check", "--output-format", "concise", reachable)
    finally:
        closed.chmod(0o700)
    assert done.returncode == 2
    assert "closed: folder cannot be read: Permission denied" in done.stderr
    assert "a-cutover.md:7:" in done.stdout or "a-cutover.md:8:" in done.stdout


def test_a_file_without_permission_is_an_error_and_hides_nothing(reachable: Path) -> None:
    closed = reachable / "docs" / "b-cutover.md"
    closed.write_text(BAD, encoding="utf-8")
    closed.chmod(0)
    done = as_nobody("check", "--output-format", "concise", reachable)
    assert done.returncode == 2
    assert "b-cutover.md: cannot be read: Permission denied" in done.stderr
    assert "a-cutover.md:" in done.stdout


def test_a_repository_that_cannot_be_written_is_linted(reachable: Path) -> None:
    for folder in (reachable / "docs", reachable):
        folder.chmod(0o555)
    before = sorted(path.name for path in reachable.rglob("*"))
    done = as_nobody("check", "--output-format", "json", reachable)
    assert done.returncode == 1, done.stderr
    assert len(json.loads(done.stdout)["files"]) == 1
    assert sorted(path.name for path in reachable.rglob("*")) == before


@pytest.mark.parametrize("command", [("check", "--fix"), ("format",), ("baseline",)], ids=" ".join)
def test_in_a_repository_that_cannot_be_written_all_stays(reachable: Path, command: tuple[str, ...]) -> None:
    document = reachable / "docs" / "a-cutover.md"
    document.write_text(FIXABLE, encoding="utf-8")
    for folder in (reachable / "docs", reachable):
        folder.chmod(0o555)
    before = sorted(path.name for path in reachable.rglob("*"))
    done = as_nobody(*command, reachable)
    assert done.returncode == 2
    assert "cannot be written: Permission denied" in done.stderr
    assert document.read_text(encoding="utf-8") == FIXABLE
    assert sorted(path.name for path in reachable.rglob("*")) == before


# What changes during the run


def test_a_file_that_vanishes_is_not_formatted(cli: Cli, repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = repository / "docs" / "a-cutover.md"
    document.write_text(FIXABLE, encoding="utf-8")

    def vanishing(*arguments: Any) -> Any:
        document.unlink()
        return formatted(*arguments)

    monkeypatch.setattr("runbooklint.tidying.formatted", vanishing)
    ran = cli("format", document)
    assert (ran.code, f"{document}: " in ran.err, document.exists()) == (2, True, False)


def test_a_file_that_vanishes_is_an_error(cli: Cli, repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (repository / "docs" / "b-cutover.md").write_text(BAD, encoding="utf-8")
    gone = repository / "docs" / "a-cutover.md"
    regular = files._regular

    def vanishing(path: str) -> bool:
        answer = regular(path)
        if path.endswith("a-cutover.md"):
            gone.unlink()
        return answer

    monkeypatch.setattr(files, "_regular", vanishing)
    ran = as_json(cli, repository)
    assert ran.code == 2
    assert "a-cutover.md: cannot be read: No such file or directory" in ran.err
    assert names(ran) == ["a-cutover.md", "b-cutover.md"]


def test_a_linked_file_that_vanishes_is_no_defect(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os.path, "exists", lambda path: True)
    answers = files.linked(str(repository / "docs" / "a-cutover.md"), ["gone.md"])
    assert answers == {"gone.md": None}


# Names


ODD = ["a b-cutover.md", "a\nb-cutover.md", "\x1b[31m-cutover.md", "-cutover.md", "ü-cutover.md", "u\u0308-cutover.md",
       "x\udcff\udc80-cutover.md", "'\"$(id)`;&|-cutover.md", "cutover\\x.md", "*?[]-cutover.md", "#%20-cutover.md",
       "\u202e-cutover.md", "c" * 240 + "-cutover.md"]  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_files_of_any_name_are_linted(cli: Cli, repository: Path, name: str) -> None:
    path = os.path.join(str(repository), "docs", name)
    with open(path, "w", encoding="utf-8") as file:
        file.write(BAD)
    for target in (repository, path):
        ran = as_json(cli, target)
        assert ran.code == 1
        assert json.loads(ran.out)["summary"]["files"] == (2 if target is repository else 1)
        for form in ("text", "concise", "github", "junit", "sarif", "markdown"):
            out = cli("check", "--output-format", form, target).out
            assert out.replace("\n", "").isprintable()
    assert cli("parse", path).code == 0


@pytest.mark.parametrize("name", ODD)
def test_files_of_any_name_are_written(cli: Cli, repository: Path, name: str) -> None:
    path = os.path.join(str(repository), "docs", name)
    with open(path, "w", encoding="utf-8") as file:
        file.write(FIXABLE)
    assert cli("check", "--fix", "--fail-on", "never", path).code == 0
    with open(path, encoding="utf-8") as file:
        fixed = file.read()
    assert fixed == FIXABLE.replace("R-01", "01-rollback")
    assert cli("format", path).code == 0
    with open(path, encoding="utf-8") as file:
        assert file.read() == fixed.replace("\n\n\n", "\n\n")
    assert cli("baseline", repository).code == 0
    assert cli("check", repository).code == 0
    assert json.loads(as_json(cli, repository).out)["summary"]["baselined"] > 0
    assert sorted(os.listdir(os.path.dirname(path))) == sorted(["a-cutover.md", name])


def test_names_that_differ_in_a_backslash_are_two_documents(cli: Cli, repository: Path) -> None:
    (repository / "docs" / "x\\a-cutover.md").write_text(BAD, encoding="utf-8")
    (repository / "docs" / "x").mkdir()
    (repository / "docs" / "x" / "a-cutover.md").write_text(BAD, encoding="utf-8")
    told = json.loads(as_json(cli, repository / "docs").out)
    assert len({file["path"] for file in told["files"]}) == 3
    assert len({finding["fingerprint"] for finding in told["findings"]}) == len(told["findings"])


def test_equal_documents_outside_a_repository_have_findings_of_their_own(cli: Cli, tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a-cutover.md").write_text(BAD, encoding="utf-8")
    told = json.loads(as_json(cli, tmp_path).out)
    prints = [finding["fingerprint"] for finding in told["findings"]]
    assert len(set(prints)) == len(prints)


def test_a_deep_folder_is_walked(cli: Cli, repository: Path) -> None:
    deep = repository
    for _ in range(80):
        deep = deep / ("d" * 20)
    deep.mkdir(parents=True)
    (deep / "b-cutover.md").write_text(BAD, encoding="utf-8")
    assert sorted(names(as_json(cli, repository))) == ["a-cutover.md", "b-cutover.md"]
