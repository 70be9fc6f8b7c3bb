"""A file is there whole or not at all, and nothing outside the folder that was named is ever written."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

try:
    import fcntl
except ImportError:  # Windows, where no test that needs it runs
    fcntl = None  # type: ignore[assignment]

from handouts.batch.folder import LocalFolder
from handouts.errors import HandoutsError
from handouts.writing import PART, sweep, whole_file, write_whole

POSIX = pytest.mark.skipif(os.name == "nt", reason="links, modes and limits as POSIX has them")
VICTIM = b"somebody's own"


def parts(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if PART.fullmatch(path.name)]


@pytest.fixture
def victim(tmp_path: Path) -> Iterator[Path]:
    """A file outside the folder that is written to; no test may change it."""
    path = tmp_path / "victim"
    path.write_bytes(VICTIM)
    yield path
    assert path.read_bytes() == VICTIM


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "folder").mkdir()
    return tmp_path / "folder"


@POSIX
def test_a_link_in_the_files_place_is_replaced_and_not_followed(folder: Path, victim: Path) -> None:
    (folder / "a.pdf").symlink_to(victim)
    write_whole(folder / "a.pdf", b"new")
    assert not (folder / "a.pdf").is_symlink()
    assert (folder / "a.pdf").read_bytes() == b"new"


@POSIX
def test_a_hard_link_in_the_files_place_is_replaced(folder: Path, victim: Path) -> None:
    (folder / "a.pdf").hardlink_to(victim)
    write_whole(folder / "a.pdf", b"new")
    assert (folder / "a.pdf").read_bytes() == b"new"


@POSIX
@pytest.mark.parametrize("planted", ["link", "file", "hard link"])
def test_a_temporary_name_that_is_taken_is_not_used(
    folder: Path, victim: Path, monkeypatch: pytest.MonkeyPatch, planted: str
) -> None:
    """Even somebody who could foresee the name."""
    names = iter([b"\0" * 8, b"\1" * 8])
    monkeypatch.setattr(os, "urandom", lambda _: next(names))
    taken = folder / f".handouts-{'00' * 8}.part"
    if planted == "link":
        taken.symlink_to(victim)
    elif planted == "file":
        taken.write_bytes(VICTIM)
    else:
        taken.hardlink_to(victim)
    LocalFolder.write(_folder(folder), "a.pdf", [b"new"])
    assert (folder / "a.pdf").read_bytes() == b"new"
    assert os.path.lexists(taken)


def _folder(path: Path) -> LocalFolder:
    """A folder of a batch, without the sweeping that opening one does."""
    made = LocalFolder.__new__(LocalFolder)
    made._start = f"{path}{os.sep}"
    return made


def test_temporary_names_cannot_be_foreseen(folder: Path) -> None:
    names = set()
    for _ in range(50):
        with whole_file(folder / "a.pdf"):
            names.update(parts(folder))
    assert len(names) == 50
    assert parts(folder) == []


@POSIX
def test_a_folder_that_is_a_link_is_written_to(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").symlink_to(folder)
    write_whole(tmp_path / "mine" / "a.pdf", b"new")
    LocalFolder(tmp_path / "mine").write("b.pdf", [b"new"])
    assert sorted(path.name for path in folder.iterdir()) == ["a.pdf", "b.pdf"]


@POSIX
@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
def test_a_file_has_the_mode_that_the_umask_says(folder: Path, umask: int, mode: int) -> None:
    before = os.umask(umask)
    try:
        write_whole(folder / "a.pdf", b"new")
        LocalFolder(folder).write("b.pdf", [b"new"])
    finally:
        os.umask(before)
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {mode}


def test_a_block_that_fails_leaves_the_earlier_file_and_nothing_else(folder: Path) -> None:
    (folder / "a.pdf").write_bytes(b"earlier")
    block = whole_file(folder / "a.pdf")
    block.__enter__().write(b"half")
    assert len(parts(folder)) == 1
    assert not block.__exit__(ZeroDivisionError, ZeroDivisionError(), None)
    assert [path.name for path in folder.iterdir()] == ["a.pdf"]
    assert (folder / "a.pdf").read_bytes() == b"earlier"


def test_a_folder_in_the_files_place_is_told_in_a_sentence(folder: Path) -> None:
    (folder / "a.pdf").mkdir()
    with pytest.raises(HandoutsError, match=r"a\.pdf: cannot be written: "):
        write_whole(folder / "a.pdf", b"new")
    assert parts(folder) == []


def test_a_folder_without_permission_is_told_in_a_sentence(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(path: str, *_: object) -> int:  # root may write anywhere
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)

    monkeypatch.setattr("handouts.writing.os.open", refused)
    with pytest.raises(HandoutsError, match=r"a\.pdf: cannot be written: Permission denied"):
        write_whole(folder / "a.pdf", b"new")


LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
from handouts.cli.main import main
main(sys.argv[1:])
"""


@POSIX
@pytest.mark.parametrize("command", [("pdf", "gastrocnemius"), ("deck",)])
def test_a_disk_that_takes_no_more_leaves_nothing_half_written(folder: Path, command: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, *command, "-o", f"{folder}/"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "larger than this system allows" in done.stderr
    assert list(folder.iterdir()) == []


KILLED = """
import os, signal, sys
from pathlib import Path
from handouts.writing import whole_file
with whole_file(Path(sys.argv[1])) as out:
    out.write(b"half")
    out.flush()
    print("written", flush=True)
    if sys.argv[2] == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    sys.stdin.read()
"""


def _writer(target: Path, what: str) -> subprocess.Popen[str]:
    writer = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(target), what], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    assert writer.stdout.readline() == "written\n"
    return writer


@POSIX
def test_what_a_killed_run_left_is_swept_by_the_next_one(folder: Path) -> None:
    assert _writer(folder / "a.pdf", "kill").wait() == -signal.SIGKILL
    assert len(parts(folder)) == 1
    LocalFolder(folder)
    assert list(folder.iterdir()) == []


@POSIX
@pytest.mark.parametrize("begun", [b"", b"half"])
def test_what_was_just_begun_by_a_process_that_is_gone_is_swept(folder: Path, begun: bytes) -> None:
    (folder / f".handouts-{'ab' * 8}.part").write_bytes(begun)
    sweep(folder)
    assert list(folder.iterdir()) == []


@POSIX
@pytest.mark.parametrize("moment", ["has swept", "is about to sweep"])
def test_a_file_is_written_although_somebody_sweeps_before_it_is_locked(
    folder: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    real, held = os.open, list[int]()

    def meddled(path: str, *how: int) -> int:
        handle = real(path, *how)
        if not held:
            held.append(real(path, os.O_RDONLY))
            if moment == "has swept":
                Path(path).unlink()
            else:
                fcntl.flock(held[0], fcntl.LOCK_EX)
        return handle

    monkeypatch.setattr("handouts.writing.os.open", meddled)
    write_whole(folder / "a.pdf", b"new")
    os.close(held[0])
    assert (folder / "a.pdf").read_bytes() == b"new"
    sweep(folder)
    assert [path.name for path in folder.iterdir()] == ["a.pdf"]


@POSIX
def test_what_a_run_is_writing_is_not_swept(folder: Path) -> None:
    writer = _writer(folder / "a.pdf", "wait")
    sweep(folder)
    assert len(parts(folder)) == 1
    writer.communicate("")
    assert [path.name for path in folder.iterdir()] == ["a.pdf"]


@POSIX
def test_only_what_is_ours_is_swept(folder: Path, victim: Path) -> None:
    link = folder / f".handouts-{'ab' * 8}.part"
    link.symlink_to(victim)
    (folder / ".other.part").write_bytes(b"x")
    sweep(folder)
    assert link.is_symlink()
    assert (folder / ".other.part").exists()


@POSIX
def test_nothing_is_added_to_what_a_link_leads_to(folder: Path, victim: Path) -> None:
    (folder / "errors.csv").symlink_to(victim)
    with pytest.raises(OSError, match="errors"):
        LocalFolder(folder).append("errors.csv")
