"""A file is the old one or the new one at any moment, keeps what it is, and says why where it cannot be written."""

import os
import random
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from runbooklint.writing import UnwritableError, write_atomically
from tests.conftest import ROOT

ENDLESS = """
import sys
from runbooklint.writing import write_atomically
path, size = sys.argv[1], int(sys.argv[2])
print("ready", flush=True)
while True:
    for letter in (b"a", b"b"):
        write_atomically(path, letter * size)
"""
STEPS = """
import os, signal, sys
from runbooklint import writing
path, left = sys.argv[1], int(sys.argv[2])
def counting(real):
    def call(*arguments, **more):
        global left
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1
        return real(*arguments, **more)
    return call
for name in ("open", "write", "fchown", "fchmod", "fsync", "close", "replace", "unlink"):
    setattr(os, name, counting(getattr(os, name)))
writing.write_atomically(path, b"new")
"""
"""Writes a file and is killed before a given step."""
LIMITED = """
import resource, sys
from runbooklint.writing import UnwritableError, write_atomically
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    write_atomically(sys.argv[1], b"b" * 5000)
except UnwritableError as error:
    sys.exit(str(error))
"""
as_user = pytest.mark.skipif(
    os.name != "posix" or os.geteuid() == 0, reason="needs a user to whom files can be forbidden"
)


def test_a_new_file_has_the_permissions_of_new_files(tmp_path: Path) -> None:
    write_atomically(str(tmp_path / "x.json"), b"new")
    (tmp_path / "y.json").write_bytes(b"")
    assert (tmp_path / "x.json").read_bytes() == b"new"
    assert (tmp_path / "x.json").stat().st_mode == (tmp_path / "y.json").stat().st_mode


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o755])
def test_permissions_stay(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "x.md"
    path.write_bytes(b"old")
    path.chmod(mode)
    before = path.stat()
    write_atomically(str(path), b"new")
    after = path.stat()
    assert path.read_bytes() == b"new"
    assert (stat.S_IMODE(after.st_mode), after.st_uid, after.st_gid) == (mode, before.st_uid, before.st_gid)
    assert os.listdir(tmp_path) == ["x.md"]


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only the administrator gives files away")
def test_the_owner_stays(tmp_path: Path) -> None:
    path = tmp_path / "x.md"
    path.write_bytes(b"old")
    os.chown(path, 12345, 54321)
    write_atomically(str(path), b"new")
    assert (path.stat().st_uid, path.stat().st_gid) == (12345, 54321)


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.md").write_bytes(b"old")
    (tmp_path / "link.md").symlink_to("real.md")
    write_atomically(str(tmp_path / "link.md"), b"new")
    assert (tmp_path / "link.md").is_symlink()
    assert (tmp_path / "real.md").read_bytes() == b"new"


@pytest.mark.parametrize("name", ["a b.md", "ü" * 80 + ".md", "x\udcff.md", "-", "a\nb"])
def test_any_name_will_do(tmp_path: Path, name: str) -> None:
    path = os.path.join(str(tmp_path), name)
    write_atomically(path, b"old")
    write_atomically(path, b"new")
    assert Path(path).read_bytes() == b"new"
    assert os.listdir(tmp_path) == [name]


def test_a_name_without_folder_is_of_this_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_atomically("x.json", b"new")
    assert (tmp_path / "x.json").read_bytes() == b"new"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_written_to(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    reader = subprocess.Popen(["cat", path], stdout=subprocess.PIPE)
    write_atomically(str(path), b"new")
    assert reader.communicate(timeout=20)[0] == b"new"
    assert stat.S_ISFIFO(path.stat().st_mode)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(UnwritableError, match=r"^cannot be written: it is a folder$"):
        write_atomically(str(tmp_path), b"new")


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnwritableError, match=r"^cannot be written: No such file or directory$"):
        write_atomically(str(tmp_path / "none" / "x.md"), b"new")


@as_user
@pytest.mark.parametrize("forbidden", ["folder", "file"])
def test_what_is_forbidden_is_told(tmp_path: Path, forbidden: str) -> None:
    path = tmp_path / "folder" / "x.md"
    path.parent.mkdir()
    path.write_bytes(b"old")
    (path if forbidden == "file" else path.parent).chmod(0o400 if forbidden == "file" else 0o500)
    with pytest.raises(UnwritableError, match="Permission denied, the file is as it was"):
        write_atomically(str(path), b"new")
    assert path.read_bytes() == b"old"
    path.parent.chmod(0o700)


@pytest.mark.skipif(os.name != "posix", reason="needs a limit on the size of files")
def test_where_there_is_no_room_the_old_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "x.md"
    path.write_bytes(b"old")
    done = subprocess.run([sys.executable, "-c", LIMITED, path], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stderr == "cannot be written: File too large, the file is as it was\n"
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["x.md"]


@pytest.mark.skipif(os.name != "posix", reason="needs a signal that cannot be caught")
def test_a_kill_at_each_step_leaves_a_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "x.md"
    seen: list[tuple[int, bytes, int]] = []
    step = 0
    while not seen or seen[-1][0]:
        path.write_bytes(b"old")
        path.chmod(0o640)
        done = subprocess.run([sys.executable, "-c", STEPS, path, str(step)], cwd=ROOT, check=False)
        seen.append((done.returncode, path.read_bytes(), stat.S_IMODE(path.stat().st_mode)))
        step += 1
    assert {(code, mode) for code, _, mode in seen} == {(-signal.SIGKILL, 0o640), (0, 0o640)}
    contents = [data for _, data, _ in seen]
    assert len(contents) > 6
    assert contents == sorted(contents, reverse=True), "first the old one, then the new one"
    assert set(contents) == {b"old", b"new"}


@pytest.mark.skipif(os.name != "posix", reason="needs a signal that cannot be caught")
def test_a_kill_at_any_moment_leaves_a_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "x.md"
    size, chance = 300_000, random.Random(7)
    path.write_bytes(b"a" * size)
    for _ in range(int(os.environ.get("KILLS", "12"))):
        writer = subprocess.Popen(
            [sys.executable, "-c", ENDLESS, path, str(size)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(chance.uniform(0, 0.03))
        writer.send_signal(signal.SIGKILL)
        writer.communicate(timeout=20)
        data = path.read_bytes()
        assert data in (b"a" * size, b"b" * size)
    assert all(name == "x.md" or name.endswith(".tmp") for name in os.listdir(tmp_path))
