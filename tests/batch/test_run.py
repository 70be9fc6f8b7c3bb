"""A run: one file a good row, whatever the others are; restartable; nobody's name outside the pages."""

from __future__ import annotations

import csv
import errno
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from handouts.batch.folder import LocalFolder, RemoteFolder
from handouts.batch.manifest import Inputs
from handouts.batch.roster.row import Row
from handouts.batch.roster.setting import Setting
from handouts.cli.main import main
from handouts.clinic.choices import Choices
from handouts.writing import whole_file

from ..tagged.crosscheck import problems
from .conftest import Batch, table

pytestmark = pytest.mark.long

GOOD = [
    {"muscle": "gastrocnemius", "id": str(number), "name": f"Xaver Quill{number}", "note": "Go slow. " * (number % 4)}
    for number in range(1, 13)
]
SHORT = [row | {"layout": "do"} for row in GOOD]
"""The same as short sheets, where it is about the files and not about what is on them."""
PATIENCE = 300
"""Seconds, so that a test of something that hangs ends at all; how long a thing takes is for benchmarks."""


def manifest(folder: Path, name: str = "manifest.jsonl") -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / name).read_text().splitlines()]


def files(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.glob("*.pdf"))}


def check(folder: Path, rows: int) -> None:
    """Every row is in the manifest once, every file is the one the manifest says, and there are no others."""
    entries = manifest(folder)
    assert [entry["row"] for entry in entries] == sorted({entry["row"] for entry in entries})
    assert len(entries) == rows
    assert files(folder) == {entry["file"]: entry["sha256"] for entry in entries if entry["file"]}
    assert not list(folder.glob(".*"))


def test_one_file_a_row(batch: Batch, tmp_path: Path) -> None:
    result = batch(GOOD[:3])
    assert result.exit_code == 0, result.output
    check(tmp_path / "out", 3)
    first = manifest(tmp_path / "out")[0]
    assert (first["row"], first["id"], first["file"]) == (2, "1", "1.gastrocnemius.en.pdf")
    assert first["size"] == (tmp_path / "out" / first["file"]).stat().st_size
    assert first["status"] == "made"
    assert not (tmp_path / "out" / "errors.csv").exists()
    assert result.stdout.split() == [str(tmp_path / "out" / "manifest.jsonl")]


def test_bad_rows_do_not_stop_the_good_ones(batch: Batch, tmp_path: Path) -> None:
    bad = [{"muscle": "?"}, {"id": "../up"}, {"id": "77", "date": "x"}]
    bad = [{"muscle": "gastrocnemius", **row} for row in bad]
    result = batch([GOOD[0], *bad, GOOD[1]])
    assert result.exit_code == 3
    out = tmp_path / "out"
    check(out, 5)
    assert [entry["status"] for entry in manifest(out)] == ["made", "failed", "failed", "failed", "made"]
    with (out / "errors.csv").open() as file:
        listed = list(csv.DictReader(file))
    assert [(row["row"], row["column"]) for row in listed] == [("3", "muscle"), ("4", "id"), ("5", "date")]
    assert [row["id"] for row in listed] == ["", "", "77"]
    assert all(row["what is wrong"] and row["what to do"] for row in listed)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "roster.csv"]


@pytest.mark.parametrize("roster", ["", "muscle,name\n", "nothing,here\n1,2\n", "muscle,nmae\nx,y\n"])
def test_nothing_can_start(batch: Batch, tmp_path: Path, roster: str) -> None:
    result = batch(roster)
    assert result.exit_code == 1
    assert "Error: " in result.stderr
    assert not (tmp_path / "out").exists()


def test_called_wrongly(batch: Batch) -> None:
    assert batch(GOOD[:1], "--shard", "4/3").exit_code == 2


def test_the_sample_is_a_good_roster(batch: Batch, tmp_path: Path) -> None:
    sample = batch("", "--sample")
    assert sample.exit_code == 0
    assert batch(sample.stdout, "--dry-run").exit_code == 0
    assert not (tmp_path / "out").exists()


def test_dry_run_finds_everything_and_makes_nothing(batch: Batch, tmp_path: Path) -> None:
    result = batch([*GOOD, {"muscle": "?"}], "--dry-run")
    assert result.exit_code == 3
    assert "12 would be made, 1 wrong" in result.stderr
    assert not (tmp_path / "out").exists()


def test_the_name_is_on_the_page_and_nowhere_else(batch: Batch, tmp_path: Path) -> None:
    secret = "Quetzalcoatlus"
    rows = [
        {"muscle": "gastrocnemius", "id": "1", "name": f"Ann {secret}", "note": f"{secret} rests"},
        {"muscle": "gastrocnemius", "id": f"{secret}-1", "name": f"Ann {secret}"},
        {"muscle": secret, "id": "2", "name": f"{secret}\x07", "date": secret, "side": secret, "copies": secret},
        {"muscle": "gastrocnemius", "id": secret, "note": "="},
    ]
    result = batch(rows, "--merge", str(tmp_path / "out" / "all.pdf"))
    assert result.exit_code == 3
    assert secret.lower() not in (result.stdout + result.stderr).lower()
    for path in (tmp_path / "out").iterdir():
        assert secret.lower() not in path.name.lower()
        if path.suffix != ".pdf":
            assert secret.lower() not in path.read_text().lower()
    pikepdf = pytest.importorskip("pikepdf")
    with pikepdf.open(tmp_path / "out" / "1.gastrocnemius.en.pdf") as pdf:
        pages = b"".join(
            page.Contents.read_bytes()
            if not isinstance(page.Contents, pikepdf.Array)
            else b"".join(part.read_bytes() for part in page.Contents)
            for page in pdf.pages
        )
        assert secret.encode() in pages
        for page in pdf.pages:
            page.Contents = pdf.make_stream(b"")
        pdf.save(
            tmp_path / "bare.pdf",
            stream_decode_level=pikepdf.StreamDecodeLevel.all,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            compress_streams=False,
        )
    bare = (tmp_path / "bare.pdf").read_bytes().lower()
    for coding in ("utf-8", "utf-16-be", "utf-16-le"):
        code = secret.lower().encode(coding)
        assert code not in bare
        assert code.hex().encode() not in bare


def test_resume_makes_what_is_missing_or_changed(batch: Batch, tmp_path: Path) -> None:
    out = tmp_path / "out"
    batch(SHORT)
    whole, before = files(out), (out / "manifest.jsonl").read_bytes()
    times = {path.name: path.stat().st_mtime_ns for path in out.glob("*.pdf")}
    (out / "3.gastrocnemius.en.pdf").unlink()
    (out / "4.gastrocnemius.en.pdf").write_bytes(b"half")
    other = {"5": {"name": "Someone Else"}, "6": {"note": "Stop at once if it hurts."}, "7": {"date": "2026-11-23"}}
    changed = [{**row, **other.get(row["id"], {})} for row in SHORT]
    result = batch(changed, "--resume")
    assert "5 made, 7 there already" in result.stderr
    check(out, 12)
    touched = {name for name, was in times.items() if (out / name).stat().st_mtime_ns != was}
    assert touched == {f"{number}.gastrocnemius.en.pdf" for number in (3, 4, 5, 6, 7)}
    batch(SHORT, "--resume")
    assert files(out) == whole
    assert (out / "manifest.jsonl").read_bytes() == before


def test_resume_reads_a_torn_manifest(batch: Batch, tmp_path: Path) -> None:
    out = tmp_path / "out"
    batch(SHORT[:4])
    whole = (out / "manifest.jsonl").read_bytes()
    (out / "manifest.jsonl").write_bytes(whole[: len(whole) // 2])
    assert batch(SHORT[:4], "--resume").exit_code == 0
    assert (out / "manifest.jsonl").read_bytes() == whole


def test_a_row_that_went_bad_or_away(batch: Batch, tmp_path: Path) -> None:
    batch(SHORT[:3])
    batch([SHORT[0], dict(SHORT[1], date="x")], "--resume")
    assert [(entry["row"], entry["status"]) for entry in manifest(tmp_path / "out")] == [(2, "made"), (3, "failed")]


def test_a_roster_from_standard_input(tmp_path: Path) -> None:
    for data in (
        table(GOOD[:2]).encode(),
        b'{"muscle": "gastrocnemius", "layout": "do"}\n{"muscle": "gastrocnemius"}\n',
    ):
        out = tmp_path / str(len(data))
        result = CliRunner().invoke(main, ["batch", "-", "-o", str(out)], input=data)
        assert result.exit_code == 0, result.output
        check(out, 2)


def test_a_very_long_note_goes_on_over_pages(batch: Batch, tmp_path: Path) -> None:
    rows = [dict(GOOD[0], id=str(number), note=f"{number} " + "Press gently and wait. " * 435) for number in (1, 2)]
    assert len(rows[0]["note"]) > 10_000
    assert batch(rows, "--merge", str(tmp_path / "all.pdf")).exit_code == 0
    check(tmp_path / "out", 2)
    assert problems(tmp_path / "all.pdf") == []


def test_shards_make_the_same_files(batch: Batch, tmp_path: Path) -> None:
    out = tmp_path / "out"
    batch(SHORT)
    whole, lines = files(out), (out / "manifest.jsonl").read_text().splitlines()
    for path in out.iterdir():
        path.unlink()
    for number in (1, 2, 3):
        batch(SHORT, "--shard", f"{number}/3")
    assert files(out) == whole
    parts = [line for n in (1, 2, 3) for line in (out / f"manifest.{n}-of-3.jsonl").read_text().splitlines()]
    assert sorted(parts) == sorted(lines)


def test_processes_make_the_same_files(batch: Batch, tmp_path: Path) -> None:
    rows = [*GOOD[:3], {"muscle": "?"}, GOOD[3]]
    batch(rows)
    out = tmp_path / "out"
    whole, lines = files(out), (out / "manifest.jsonl").read_bytes()
    for path in out.iterdir():
        path.unlink()
    assert batch(rows, "--jobs", "2").exit_code == 3
    assert files(out) == whole
    assert (out / "manifest.jsonl").read_bytes() == lines


def processes(out: Path) -> list[int]:
    """The processes that work on a folder, by their command lines."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            if str(out).encode() in path.read_bytes():
                found.append(int(path.parent.name))
    return found


def start(tmp_path: Path, *options: str) -> tuple[subprocess.Popen[str], Path]:
    """Begin a batch of 900 rows in three processes, and wait until all of them are there."""
    rows = [dict(GOOD[number % 12], id=str(number), layout="do") for number in range(900)]
    (tmp_path / "roster.csv").write_text(table(rows))
    out = tmp_path / "out"
    command = [sys.executable, "-m", "handouts", "batch", str(tmp_path / "roster.csv"), "-o", str(out)]
    process = subprocess.Popen([*command, "--jobs", "2", *options], stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + PATIENCE
    while len(processes(out)) < 3 and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.005)
    return process, out


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
def test_processes_end_with_the_first_one_and_the_rest_is_made_later(tmp_path: Path) -> None:
    process, out = start(tmp_path)
    assert len(processes(out)) == 3
    process.kill()
    process.communicate()
    deadline = time.monotonic() + PATIENCE
    while processes(out) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert processes(out) == []
    again, _ = start(tmp_path, "--resume")
    again.communicate(timeout=PATIENCE)
    assert again.returncode == 0
    check(out, 900)


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
def test_a_killed_process_does_not_stop_the_batch(tmp_path: Path) -> None:
    process, out = start(tmp_path)
    others = [number for number in processes(out) if number != process.pid]
    os.kill(others[0], signal.SIGKILL)
    _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, said
    check(out, 900)


def planted(folder: Path, number: int, data: bytes) -> Path:
    """A temporary file as a process leaves it that is killed while it writes."""
    path = folder / f".handouts-{number:016x}.part"
    path.write_bytes(data)
    return path


@pytest.mark.skipif(os.name == "nt", reason="files are locked as POSIX does it")
@pytest.mark.parametrize("ends", ["well", "with an error"])
def test_a_run_leaves_nothing_half_written_and_nothing_of_others_away(
    batch: Batch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ends: str
) -> None:
    """Whatever a worker that was lost had begun; not what somebody else is writing, or has put there."""
    write, out = LocalFolder.write, tmp_path / "out"

    def meddled(folder: LocalFolder, name: str, parts: Any) -> None:
        write(folder, name, parts)
        if name.endswith(".pdf"):
            for number, data in enumerate((b"", b"half")):
                planted(out, number, data)
            (out / ".sync").write_bytes(b"another program's")
            if ends == "with an error":
                raise OSError(errno.EIO, "the disk is gone")

    monkeypatch.setattr(LocalFolder, "write", meddled)
    with whole_file(out / "other.pdf") as other:
        live = [path.name for path in out.glob(".*.part")]
        other.write(b"of another run")
        result = batch(GOOD[:1])
    assert result.exit_code == (0 if ends == "well" else 1), result.output
    assert len(live) == 1
    assert (out / "other.pdf").read_bytes() == b"of another run"
    assert [path.name for path in out.glob(".*")] == [".sync"]


@pytest.mark.skipif(sys.platform != "linux", reason="the test's own changes reach forked processes only")
def test_a_process_killed_in_the_middle_of_writing_leaves_nothing(
    batch: Batch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, killed, real = os.getpid(), tmp_path / "killed", os.writev

    def deadly(handle: int, parts: list[memoryview]) -> int:
        if os.getpid() != first:
            killed.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return real(handle, parts)

    monkeypatch.setattr("handouts.batch.run.FIRST_HERE", 1)
    monkeypatch.setattr(os, "writev", deadly)
    result = batch([dict(row, layout="do") for row in GOOD[:4]], "--jobs", "2")
    assert result.exit_code == 0, result.output
    assert killed.exists()
    check(tmp_path / "out", 4)


def test_an_address_is_left_without_half_written_files_of_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing can be locked there: what another run has begun is known by its name."""
    pytest.importorskip("fsspec", reason="needs fsspec: pip install -e '.[dask]'")
    lost, other = (RemoteFolder(f"file://{tmp_path}/far") for _ in range(2))
    for folder in (lost, other):
        monkeypatch.setattr(folder._files, "mv", lambda *_: None)  # killed before it was in its place
        folder.write("x", [b"hello"])
    assert len(lost.names()) == 2
    lost.sweep()
    assert [name for name in lost.names() if not name.startswith(other._part)] == []
    assert len(lost.names()) == 1


def test_ordinary_makes_the_same_files(batch: Batch, tmp_path: Path) -> None:
    batch(GOOD[:6])
    whole = files(tmp_path / "out")
    batch(GOOD[:6], "--ordinary")
    assert files(tmp_path / "out") == whole


def test_killed_at_any_moment_and_resumed(tmp_path: Path) -> None:
    """kill -9 at random moments, then --resume until it is done: all rows there once, none torn."""
    rows = [dict(GOOD[number % 12], id=str(number), layout="do") for number in range(400)]
    (tmp_path / "roster.csv").write_text(table(rows))
    out, chance = tmp_path / "out", random.Random(os.urandom(8))
    command = [sys.executable, "-m", "handouts", "batch", str(tmp_path / "roster.csv"), "-o", str(out), "--resume"]
    for _ in range(4):
        running = subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.3, 1.6))
        running.send_signal(signal.SIGKILL)
        running.wait()
        for path in out.glob("*.pdf"):
            assert path.read_bytes().endswith(b"%%EOF\n"), path
    subprocess.run(command, check=True, capture_output=True)
    check(out, 400)


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_ctrl_c_leaves_whole_files(tmp_path: Path, sent: signal.Signals) -> None:
    rows = [dict(GOOD[0], id=str(number), layout="do", note="x\n" * (number % 30)) for number in range(300)]
    (tmp_path / "roster.csv").write_text(table(rows))
    out = tmp_path / "out"
    command = [sys.executable, "-m", "handouts", "batch", str(tmp_path / "roster.csv"), "-o", str(out)]
    command += ["--merge", str(tmp_path / "print.pdf")]
    running = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    while not list(out.glob("*.pdf")) and running.poll() is None:
        time.sleep(0.01)
    running.send_signal(sent)
    _, said = running.communicate(timeout=PATIENCE)
    assert running.returncode == 130
    assert "--resume" in said
    assert "Traceback" not in said
    noted = {entry["file"] for entry in manifest(out)}
    assert set(files(out)) >= noted
    assert not [*out.glob(".*"), *tmp_path.glob(".*")]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can mount a small disk")
def test_a_full_disk(batch: Batch, tmp_path: Path) -> None:
    small = tmp_path / "out"
    small.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(small)], capture_output=True)
    if mounted.returncode:
        pytest.skip("this system lets nobody mount")
    try:
        result = batch(GOOD)
        assert result.exit_code == 1
        assert "the disk is full" in result.stderr
        assert "--resume" in result.stderr
        assert files(small)
        for path in small.glob("*.pdf"):
            assert path.read_bytes().endswith(b"%%EOF\n")
        assert not list(small.glob(".*"))
        subprocess.run(["mount", "-o", "remount,size=20m", str(small)], check=True)
        assert batch(GOOD, "--resume").exit_code == 0
        check(small, 12)
    finally:
        subprocess.run(["umount", str(small)], check=True)


def test_a_short_write_is_gone_on_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, real = LocalFolder(tmp_path), os.write

    def grudging(handle: int, parts: list[memoryview]) -> int:
        return real(handle, parts[0][:3])

    monkeypatch.setattr(os, "writev", grudging, raising=False)
    folder.write("x", [b"hello ", b"", b"world"])
    assert (tmp_path / "x").read_bytes() == b"hello world"


def test_a_failed_write_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "writev", full, raising=False)
    with pytest.raises(OSError, match="No space"):
        LocalFolder(tmp_path).write("x", [b"hello"])
    assert list(tmp_path.iterdir()) == []


def test_a_folder_behind_an_address(tmp_path: Path) -> None:
    pytest.importorskip("fsspec", reason="needs fsspec: pip install -e '.[dask]'")
    folder = RemoteFolder(f"file://{tmp_path}/far")
    folder.write("x", [b"hello ", b"world"])
    assert folder.read("x") == b"hello world"
    assert folder.digest("x") == hashlib.sha256(b"hello world").hexdigest()
    assert folder.names() == ["x"]
    with folder.append("x") as out:
        out.write(b"!")
    assert folder.read("x") == b"hello world!"
    folder.remove("x")
    assert folder.digest("x") is None
    assert folder.read("x") is None


def test_nothing_takes_the_place_of_the_roster_or_of_a_handout(batch: Batch, tmp_path: Path) -> None:
    roster, out = tmp_path / "roster.csv", tmp_path / "out"
    for merge in (roster, tmp_path / "print.txt", tmp_path, out / "1.gastrocnemius.en.pdf"):
        result = batch(GOOD[:2], "--merge", str(merge))
        assert result.exit_code == 1, merge
        assert "print run" in result.stderr or "is the roster" in result.stderr
    assert roster.read_bytes().decode() == table(GOOD[:2])
    for name in ("out/manifest.jsonl", "out/errors.csv"):
        out.mkdir(exist_ok=True)
        assert "is the roster" in batch(GOOD[:2], name=name).stderr
        assert (tmp_path / name).read_bytes().decode() == table(GOOD[:2])


def test_an_earlier_persons_file_is_told_of(batch: Batch, tmp_path: Path) -> None:
    batch(SHORT[:3])
    result = batch([SHORT[0], {**SHORT[1], "date": "x"}])
    assert "2 PDF files" in result.stderr
    assert "2.gastrocnemius.en.pdf" in result.stderr
    for path in (tmp_path / "out").iterdir():
        path.unlink()
    assert "of this roster" not in batch(SHORT[:3], "--merge", str(tmp_path / "out" / "print.pdf")).stderr


def test_resume_finds_a_file_that_was_changed(batch: Batch, tmp_path: Path) -> None:
    batch(SHORT[:3])
    path = tmp_path / "out" / "1.gastrocnemius.en.pdf"
    whole = path.read_bytes()
    path.write_bytes(whole[:5000] + b"?" + whole[5001:])
    assert "1 made, 2 there already" in batch(SHORT[:3], "--resume").stderr
    assert path.read_bytes() == whole


def test_a_print_run_that_was_not_made_is_told_of(batch: Batch, tmp_path: Path) -> None:
    merge = tmp_path / "print.pdf"
    batch(GOOD[:1], "--merge", str(merge))
    result = batch([{"muscle": "?"}], "--merge", str(merge))
    assert "print.pdf: no print run was made; the file there is an earlier one" in " ".join(result.stderr.split())


def test_dry_run_shows_more_than_the_first_few(batch: Batch) -> None:
    result = batch([{"muscle": "?", "id": str(number)} for number in range(30)], "--dry-run")
    assert result.stderr.count("write one of ") == 30


def test_the_digest_of_a_rows_inputs_is_its_own(choices: Choices) -> None:
    """Settings come and go, in other processes with every chunk; another one may have the place of the last."""
    shared = Inputs("context")
    for number in range(300):
        options = replace(choices.options, weeks=(1 + number % 12, 12), rounds=(1, 1 + number % 5))
        row = Row(number, "", Setting("gastrocnemius", "en", options, choices.page), "Ann", "", "")
        assert shared.digest(row) == Inputs("context").digest(row)
        del row, options


def test_progress_is_plain_without_a_terminal(batch: Batch) -> None:
    result = batch(GOOD[:2])
    assert "\r" not in result.stderr
    assert "2 rows: 2 made" in result.stderr
