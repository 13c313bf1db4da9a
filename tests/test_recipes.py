"""The recipes of the README: each command is run as it stands there, and what it prints is read as its reader would."""

import json
import os
import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest
import yaml  # type: ignore[import-untyped]

from runbooklint.settings import Settings
from runbooklint.tidying import tidied
from tests import errorformats
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
LEVELS = {"blocker": "E", "high": "E", "error": "E", "medium": "W", "low": "I"}
pytestmark = pytest.mark.skipif(os.name == "nt", reason="the commands are for a shell of POSIX")


def recipe(title: str, info: str) -> str:
    """The first fence of a language under a heading of the README."""
    found = re.search(rf"(?ms)^```{info}\n(.*?)^```$", whole(title))
    assert found, title
    return found.group(1)


def whole(title: str) -> str:
    """What stands under a heading of the README; lines of a fence are none, whatever they begin with."""
    found: list[str] = []
    inside, fenced, level = False, False, 0
    for line in README.split("\n"):
        fenced ^= line.startswith("```")
        heading = None if fenced else re.fullmatch(r"(#+) (.*)", line)
        if heading and inside and len(heading.group(1)) <= level:
            break
        if heading and heading.group(2) == title:
            inside, level = True, len(heading.group(1))
        if inside:
            found.append(line)
    assert found, title
    return "\n".join(found)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with good documents and bad ones, of all severities; it is the current folder."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "docs").mkdir()
    for path in (ROOT / "fixtures").glob("[bo][ak]*/*.md"):
        shutil.copy(path, tmp_path / "docs")
    (tmp_path / "docs" / "notes.md").write_text("# Notes\n\n* TODO\n", encoding="utf-8")
    (tmp_path / "docs" / "latin-cutover.md").write_bytes(b"# Cutover \xe9\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def shell(command: str, variables: dict[str, str], code: int = 1, **more: str) -> str:
    """What a command of a recipe prints; its exit code is as expected."""
    done = subprocess.run(
        ["sh", "-e", "-c", command], env={**variables, **more}, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout


def facts(variables: dict[str, str], path: str = ".") -> list[dict[str, Any]]:
    """The findings of the repository, as JSON tells them."""
    done = subprocess.run(
        ["runbooklint", "check", "--output-format", "json", path], env=variables, capture_output=True, text=True
    )
    found: list[dict[str, Any]] = json.loads(done.stdout)["findings"]
    assert found
    return found


def places(found: list[dict[str, Any]]) -> list[tuple[str, int, int, str]]:
    return sorted((one["path"], one["line"], one["column"], one["code"]) for one in found)


def test_the_first_hour(repository: Path, with_program: dict[str, str]) -> None:
    (repository / "docs" / "latin-cutover.md").unlink()
    lines = recipe("In a repository of your own", "sh").splitlines()
    commands = [line.partition("#")[0].strip() for line in lines]
    codes = [0, 1, 1, 0, None, 0, 0]
    assert len(commands) == len(codes)
    for command, code in zip(commands, codes, strict=True):
        done = subprocess.run(["sh", "-c", command], env=with_program, capture_output=True, text=True, timeout=120)
        assert code in (None, done.returncode), (command, done.stdout, done.stderr)
        assert done.returncode in (0, 1), done.stderr
    assert (repository / ".runbooklint-baseline.json").is_file()
    begun = re.search(r"`(runbooklint new [^`]*)`", whole("In a repository of your own"))
    assert begun
    shell(begun.group(1), with_program, 0)
    assert "DOC102" in shell("runbooklint check docs/orders-cutover.md", with_program)


@pytest.mark.parametrize("title", ["Every day", "Fix, format, begin"])
def test_every_line_is_a_command_that_is_understood(repository: Path, with_program: dict[str, str], title: str) -> None:
    shutil.copy(ROOT / "fixtures/bad/session-store-cutover.md", "plan.md")
    shutil.copy(ROOT / "fixtures/bad/cold-store-mitigation-log.md", "log.md")
    (repository / "docs" / "latin-cutover.md").unlink()
    for line in recipe(title, "sh").splitlines():
        done = subprocess.run(["sh", "-c", line.partition("#")[0]], env=with_program, capture_output=True, text=True)
        assert done.returncode in (0, 1), (line, done.stderr)
        assert done.stdout or done.stderr or ">" in line, line


def steps() -> Iterator[dict[str, Any]]:
    workflow = yaml.safe_load(recipe("GitHub Actions", "yaml"))
    yield from workflow["jobs"]["runbooklint"]["steps"]


def test_github_actions(
    repository: Path, with_program: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    (command,) = [step["run"] for step in steps() if "runbooklint check" in step.get("run", "")]
    (upload,) = [step for step in steps() if "upload-sarif" in step.get("uses", "")]
    summary = tmp_path_factory.mktemp("runner") / "step_summary"
    summary.touch()
    said = shell(command, with_program, 2, GITHUB_STEP_SUMMARY=str(summary))
    found = facts(with_program)
    annotated = re.findall(
        r"(?m)^::(error|warning|notice) file=([^,\n]+),line=(\d+),.*?title=(\w{3}\d{3}) .*?::.+$", said
    )
    assert sorted((path, int(line), code) for _, path, line, code in annotated) == sorted(
        (one["path"], one["line"], one["code"]) for one in found
    )
    assert all(line.startswith("::") for line in said.splitlines())
    log = json.loads((repository / upload["with"]["sarif_file"]).read_text(encoding="utf-8"))
    schema = json.loads((ROOT / "tests" / "sarif-used.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(log, schema)
    assert len(log["runs"][0]["results"]) == len(found)
    text = summary.read_text(encoding="utf-8")
    assert all(one["code"] in text for one in found)
    assert text.count("- **") == len(found) + 1, "all findings, and the document that could not be read"


def test_gitlab(repository: Path, with_program: dict[str, str]) -> None:
    job = yaml.safe_load(recipe("GitLab", "yaml"))["runbooklint"]
    shell(job["script"][-1], with_program, 2)
    reports = job["artifacts"]["reports"]
    issues = json.loads((repository / reports["codequality"]).read_text(encoding="utf-8"))
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)
    for issue in issues:
        assert issue["description"]
        assert issue["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert issue["location"]["lines"]["begin"] >= 1
        assert (repository / issue["location"]["path"]).is_file()
    told = [(issue["check_name"], issue["location"]["path"], issue["location"]["lines"]["begin"]) for issue in issues]
    found = facts(with_program)
    assert {(one["code"], one["path"], one["line"]) for one in found} <= set(told)
    suites = ElementTree.parse(repository / reports["junit"]).getroot()
    assert len(suites.findall(".//failure")) == len(found)
    assert len(suites.findall(".//error")) == 1


def test_reviewdog(repository: Path, with_program: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("reviewdog")
    (folder / "reviewdog").write_text('#!/bin/sh\necho "$@" > arguments\ncat > told.json\n', encoding="utf-8")
    (folder / "reviewdog").chmod(0o755)
    path = f"{folder}{os.pathsep}{with_program['PATH']}"
    shell(recipe("reviewdog", "sh"), with_program, 0, PATH=path)
    assert "-f=rdjson" in (repository / "arguments").read_text(encoding="utf-8").split()
    told = json.loads((repository / "told.json").read_text(encoding="utf-8"))
    assert told["source"]["name"] == "runbooklint"
    diagnostics = [one for one in told["diagnostics"] if "code" in one and "range" in one["location"]]
    placed = [
        (one["location"]["path"], one["location"]["range"]["start"]["line"], one["code"]["value"])
        for one in diagnostics
    ]
    assert sorted(placed) == sorted((one["path"], one["line"], one["code"]) for one in facts(with_program))
    assert {one["severity"] for one in diagnostics} <= {"ERROR", "WARNING", "INFO"}
    assert any(one.get("suggestions") for one in diagnostics)


def concise(variables: dict[str, str], *arguments: str, stdin: str | None = None) -> list[str]:
    """The lines that an editor gets."""
    done = subprocess.run(
        ["runbooklint", *arguments], env=variables, capture_output=True, text=True, timeout=60, input=stdin
    )
    assert done.returncode in (0, 1, 2)
    return done.stdout.splitlines()


def asserted(read: list[tuple[str, str, int, int, str]], variables: dict[str, str], path: str) -> None:
    """Check that levels, places and messages that an editor has read are those of the findings of a document."""
    found = facts(variables, path)
    assert sorted((level, line, column) for level, _, line, column, _ in read) == sorted(
        (LEVELS[one["severity"]], one["line"], one["column"]) for one in found
    )
    for _, shown, line, column, message in read:
        assert Path(shown).resolve() == Path(path).resolve()
        assert any(
            message == f"{one['code']} {one['name']}: {one['message']}"
            for one in found
            if (one["line"], one["column"]) == (line, column)
        )


DOCUMENTS = ["docs/session-store-cutover.md", "docs/ledger-go-live.md", "docs/parcel-label-mitigation-log.md"]


def settings() -> tuple[str, str]:
    """What Vim is to run and how it is to read it."""
    text = recipe("Vim", "vim")
    made, *formats = [
        re.sub(r"\\(.)", r"\1", value) for value in re.findall(r"(?m)^setlocal (?:makeprg|errorformat)\+?=(.*)$", text)
    ]
    return made, ",".join(formats)


@pytest.mark.parametrize("path", DOCUMENTS)
def test_vim(repository: Path, with_program: dict[str, str], path: str) -> None:
    command, errorformat = settings()
    assert command.endswith(" %:S")
    lines = concise(with_program, *command.removesuffix("%:S").split()[1:], path)
    read = []
    for line in [*lines, "runbooklint: something else"]:
        form = next(one for one in errorformats.vim(errorformat) if one.pattern.match(line))
        if not form.ignored:
            one = form.pattern.match(line)
            assert one
            read.append((form.kind, one["file"], int(one["line"]), int(one["column"]), one["message"]))
    asserted(read, with_program, path)
    errors = concise(with_program, *command.removesuffix("%:S").split()[1:], "docs/latin-cutover.md")
    assert [next(o.kind for o in errorformats.vim(errorformat) if o.pattern.match(line)) for line in errors] == ["E"]


VIM = """
source recipe.vim
silent make!
let g:found = map(filter(getqflist(), 'v:val.valid'), '[v:val.type, bufname(v:val.bufnr), v:val.lnum, v:val.col, v:val.text]')
call writefile([json_encode(g:found)], 'found.json')
qall!
"""


def _has_quickfix() -> bool:
    if not shutil.which("vim"):
        return False
    done = subprocess.run(["vim", "--version"], capture_output=True, text=True)
    return "+quickfix" in done.stdout and "+eval" in done.stdout


@pytest.mark.skipif(not _has_quickfix(), reason="there is no Vim with a quickfix list")
@pytest.mark.parametrize("path", DOCUMENTS)
def test_vim_itself(repository: Path, with_program: dict[str, str], path: str) -> None:
    (repository / "recipe.vim").write_text(recipe("Vim", "vim"), encoding="utf-8")
    (repository / "script.vim").write_text(VIM, encoding="utf-8")
    command = ["vim", "-Nu", "NONE", "-i", "NONE", "-n", "-es", "-S", "script.vim", path]
    subprocess.run(command, env=with_program, stdin=subprocess.DEVNULL, capture_output=True, timeout=60)
    found = json.loads((repository / "found.json").read_text(encoding="utf-8"))
    asserted([(kind, name, line, column, text.strip()) for kind, name, line, column, text in found], with_program, path)


@pytest.mark.parametrize("path", DOCUMENTS)
def test_neovim(repository: Path, with_program: dict[str, str], path: str) -> None:
    text = recipe("Neovim", "lua")
    arguments = re.search(r"(?s)args = \{(.*?)\},\n", text)
    parser = re.search(r'(?s)from_pattern\(\s*"([^"]+)",\s*\{([^}]*)\},\s*\{([^}]*)\}', text)
    assert arguments
    assert parser
    named = re.sub(r"function\(\) return vim\.api\.nvim_buf_get_name\(0\) end", json.dumps(path), arguments.group(1))
    words = json.loads(f"[{named.strip().rstrip(',')}]")
    groups = re.findall(r'"(\w+)"', parser.group(2))
    levels = {word: level[0] for word, level in re.findall(r"(\w+) = severity\.(\w+)", parser.group(3))}
    assert set(levels) == set(LEVELS)
    pattern = errorformats.lua(parser.group(1))
    read = []
    for line in concise(with_program, *words, stdin=Path(path).read_text(encoding="utf-8")):
        match = pattern.match(line)
        assert match, line
        one = dict(zip(groups, match.groups(), strict=True))
        read.append((levels[one["severity"]], path, int(one["lnum"]), int(one["col"]), one["message"]))
    asserted(read, with_program, path)


@pytest.mark.parametrize("path", DOCUMENTS)
def test_emacs(repository: Path, with_program: dict[str, str], path: str) -> None:
    text = recipe("Emacs", "elisp")
    words = [path if word == "source-original" else word for word in errorformats.command(text)]
    patterns = errorformats.flycheck(text)
    read = []
    for line in concise(with_program, *words[1:], stdin=Path(path).read_text(encoding="utf-8")):
        ((level, one),) = [(level[0].upper(), match) for level, pattern in patterns if (match := pattern.match(line))]
        read.append((level, one["file"], int(one["line"]), int(one["column"]), one["message"]))
    asserted(read, with_program, path)


@pytest.mark.parametrize("path", DOCUMENTS)
def test_visual_studio_code(repository: Path, with_program: dict[str, str], path: str) -> None:
    (task,) = json.loads(recipe("Visual Studio Code", "json"))["tasks"]
    assert f'"{task["label"]}": ["**/*.md"]' in whole("Visual Studio Code")
    words = [str(Path(path).resolve()) if word == "${file}" else word for word in task["args"]]
    read = []
    for line in concise(with_program, *words):
        ((matcher, one),) = [
            (matcher, match)
            for matcher in task["problemMatcher"]
            if (match := re.match(matcher["pattern"]["regexp"], line))
        ]
        told = {name: one[number] for name, number in matcher["pattern"].items() if name != "regexp"}
        level = matcher["severity"][0].upper()
        read.append((level, told["file"], int(told["line"]), int(told["column"]), told["message"]))
    asserted(read, with_program, path)


@pytest.mark.parametrize("path", DOCUMENTS)
def test_helix_and_efm(repository: Path, with_program: dict[str, str], path: str) -> None:
    (language,) = tomllib.loads(recipe("Helix", "toml"))["language"]
    formatter = language["formatter"]
    text = Path(path).read_text(encoding="utf-8")
    canonical = tidied(path, Settings(), 10**6).after
    for name, given, expected in ((path, text, canonical), ("docs/notes.md", "# Notes\n\n* a\n", "# Notes\n\n* a\n")):
        words = [word.replace("%{buffer_name}", name) for word in formatter["args"]]
        done = subprocess.run(
            [formatter["command"], *words], env=with_program, input=given, capture_output=True, text=True, check=True
        )
        assert (done.stdout, done.stderr) == (expected, "")
    (tool,) = yaml.safe_load(recipe("Helix", "yaml"))["languages"]["markdown"]
    command = tool["lint-command"].replace("${INPUT}", path)
    done = subprocess.run(["sh", "-c", command], env=with_program, input=text, capture_output=True, text=True)
    formats = [one for form in tool["lint-formats"] for one in errorformats.vim(form)]
    read = []
    for line in done.stdout.splitlines():
        one = next(match for form in formats if (match := form.pattern.match(line)))
        level = tool["lint-category-map"][one["type"]]
        read.append((level, one["file"], int(one["line"]), int(one["column"]), one["message"]))
    asserted(read, with_program, path)


def test_other_markdown_gives_editors_nothing(repository: Path, with_program: dict[str, str]) -> None:
    command, _ = settings()
    done = subprocess.run(
        [*command.removesuffix("%:S").split(), "docs/notes.md"], env=with_program, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
