"""One run at a time in a folder; a run that was killed stops nobody."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from handouts.batch.lock import HeldError, only_run
from handouts.errors import HandoutsError

from .conftest import Batch

HOLD = """
import sys, time
from pathlib import Path
from handouts.batch.lock import only_run
shard = (int(sys.argv[2]), 3) if len(sys.argv) > 2 else None
with only_run(Path(sys.argv[1]), shard):
    print("held", flush=True)
    time.sleep(600)
"""
ROSTER = "muscle,layout\ngastrocnemius,do\n"


@pytest.fixture
def held(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that is at work in tmp_path/out."""
    (tmp_path / "out").mkdir()
    process = holder(tmp_path / "out")
    yield process
    end(process)


def holder(folder: Path, *shard: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", HOLD, str(folder), *shard]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def end(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()


def test_a_second_run_is_refused_and_told_who_is_at_work(
    held: subprocess.Popen[str], batch: Batch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handouts.batch.lock.PATIENCE", 0)
    result = batch(ROSTER)
    assert result.exit_code == 1
    assert f"another run is at work there (process {held.pid}, since {time.strftime('%Y-')}" in result.stderr
    assert [path.name for path in (tmp_path / "out").iterdir()] == [".handouts.lock"]
    assert json.loads((tmp_path / "out" / ".handouts.lock").read_text()).keys() == {"pid", "since"}
    assert batch(ROSTER, "--dry-run").exit_code == 0, "a dry run makes nothing"


def test_a_run_that_was_killed_stops_nobody(held: subprocess.Popen[str], batch: Batch, tmp_path: Path) -> None:
    os.kill(held.pid, signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)
    held.wait()
    assert (tmp_path / "out" / ".handouts.lock").exists()
    assert batch(ROSTER).exit_code == 0
    assert not (tmp_path / "out" / ".handouts.lock").exists()


def test_shards_work_side_by_side_but_not_beside_the_whole(tmp_path: Path) -> None:
    with only_run(tmp_path, (1, 3)):
        other = holder(tmp_path, "2")
        with pytest.raises(HeldError), only_run(tmp_path, None, 0):
            pass
        again = subprocess.run(
            [sys.executable, "-c", HOLD.replace("shard)", "shard, 0)"), str(tmp_path), "2"], capture_output=True
        )
        assert b"HeldError" in again.stderr
        end(other)
    whole = holder(tmp_path)
    with pytest.raises(HeldError), only_run(tmp_path, (3, 3), 0):
        pass
    end(whole)
    with only_run(tmp_path, (3, 3), 0):
        assert [path.name for path in tmp_path.iterdir()] == [".handouts.3-of-3.lock"]
    assert list(tmp_path.iterdir()) == []


def test_a_lock_is_waited_for(held: subprocess.Popen[str], tmp_path: Path) -> None:
    """A killed run's other processes hold its lock until they have noticed."""
    ending = subprocess.Popen([sys.executable, "-c", f"import os, time; time.sleep(0.5); os.kill({held.pid}, 9)"])
    with only_run(tmp_path / "out", None, 300):
        assert held.wait() != 0
    ending.wait()


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege on Windows")
def test_the_locks_file_is_never_a_link(tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("words")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / ".handouts.lock").symlink_to(tmp_path / "precious")
    with pytest.raises(HandoutsError), only_run(tmp_path / "out"):
        pass
    assert (tmp_path / "precious").read_text() == "words"


def test_what_stands_in_the_file_is_not_believed(tmp_path: Path) -> None:
    path = tmp_path / ".handouts.lock"
    for text in ("", "{", '{"pid": "x", "since": "/home"}', "[1]", "x" * 10_000):
        path.write_text(text)
        with only_run(tmp_path):
            pass


@pytest.mark.skipif(sys.platform == "win32", reason="locks as Unix does")
def test_a_holder_that_does_not_say_who_it_is_is_told_of_too(tmp_path: Path) -> None:
    import fcntl

    with (tmp_path / ".handouts.lock").open("w") as file:
        file.write('{"pid": 1, "since": "../../etc"}')
        file.flush()
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(HeldError, match="at work there: wait"), only_run(tmp_path, None, 0):
            pass
