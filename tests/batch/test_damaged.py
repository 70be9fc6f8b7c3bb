"""A folder that is not as the run before left it: damaged manifests, planted links. Nothing wrong is kept."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from handouts.batch.manifest import read_entry
from tests.batch.conftest import Batch

pytestmark = pytest.mark.long

ENTRY: dict[str, Any] = {
    "row": 2,
    "id": "1",
    "file": "1.gastrocnemius.en.pdf",
    "sha256": "ab" * 32,
    "size": 1000,
    "content": "0.2.0",
    "inputs": "cd" * 16,
    "status": "made",
}
FAILED = {**dict.fromkeys(ENTRY), "row": 3, "status": "failed"}


def line(entry: dict[str, Any]) -> bytes:
    return json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


@pytest.mark.parametrize("entry", [ENTRY, FAILED, {**ENTRY, "id": None}, {**ENTRY, "id": "Ü 7"}])
def test_what_we_write_is_read(entry: dict[str, Any]) -> None:
    read = read_entry(line(entry))
    assert read is not None
    assert read.line() == line(entry) + b"\n"


@pytest.mark.parametrize(
    "data",
    [
        *(line({**ENTRY, **change}) for change in (
            {"row": [2]}, {"row": "2"}, {"row": 2.0}, {"row": True}, {"row": -1}, {"row": None}, {"row": 10**30},
            {"id": {}}, {"id": ""}, {"id": "\ud800"}, {"id": 1},
            {"file": "../x.pdf"}, {"file": "/etc/x.pdf"}, {"file": ".x.pdf"}, {"file": "x.txt"}, {"file": None},
            {"sha256": "AB" * 32}, {"sha256": "ab"}, {"sha256": None}, {"size": "9"}, {"size": -1}, {"size": None},
            {"inputs": "xy" * 16}, {"inputs": ["cd" * 16]}, {"status": "kept"}, {"status": "failed"}, {"status": None},
            {"more": 1},
        )),
        line({name: value for name, value in ENTRY.items() if name != "size"}),
        line({**FAILED, "id": "1"}),
        line(ENTRY).replace(b",", b", "),
        line(ENTRY)[:-1],
        b"[" * 100_000,
        b"[]",
        b"null",
        b"\xff\xfe",
        b'{"row":NaN}',
        line({**ENTRY, "id": "x" * 20_000}),
    ],
)  # fmt: skip
def test_what_is_not_ours_to_the_last_sign_counts_for_nothing(data: bytes) -> None:
    assert read_entry(data) is None


ROSTER = "muscle,id\ngastrocnemius,1\ngastrocnemius,2\n"


def test_a_damaged_line_is_told_and_its_row_is_made_again(batch: Batch, tmp_path: Path) -> None:
    assert batch(ROSTER).exit_code == 0
    manifest = tmp_path / "out" / "manifest.jsonl"
    whole = manifest.read_bytes()
    first, second = whole.splitlines()
    manifest.write_bytes(first.replace(b'"row":2', b'"row":[2]') + b"\n" + second + b"\n")
    result = batch(ROSTER, "--resume")
    assert result.exit_code == 0
    assert "manifest.jsonl: 1 line of the run before could not be read: those handouts were made again" in result.stderr
    assert "2 rows: 1 made, 1 there already" in result.stderr
    assert manifest.read_bytes() == whole


def test_a_last_line_that_was_not_finished_is_no_damage(batch: Batch, tmp_path: Path) -> None:
    batch(ROSTER)
    manifest = tmp_path / "out" / "manifest.jsonl"
    manifest.write_bytes(manifest.read_bytes()[:-20])
    result = batch(ROSTER, "--resume")
    assert "could not be read" not in result.stderr
    assert "1 made, 1 there already" in result.stderr


def test_files_that_changed_places_are_not_kept(batch: Batch, tmp_path: Path) -> None:
    """Lines whose rows were exchanged fit no row's inputs or no file's digest."""
    batch("muscle,id,name\ngastrocnemius,1,A\ngastrocnemius,2,B\n")
    made = {path.name: path.read_bytes() for path in (tmp_path / "out").glob("*.pdf")}
    one, two = sorted(tmp_path.glob("out/*.pdf"))
    one.write_bytes(made[two.name])
    manifest = tmp_path / "out" / "manifest.jsonl"
    first, second = manifest.read_bytes().splitlines()
    manifest.write_bytes(second.replace(b'"row":3', b'"row":2') + b"\n" + first.replace(b'"row":2', b'"row":3') + b"\n")
    result = batch("muscle,id,name\ngastrocnemius,1,A\ngastrocnemius,2,B\n", "--resume")
    assert result.exit_code == 0
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").glob("*.pdf")} == made


@pytest.mark.skipif(os.name == "nt", reason="links and pipes as POSIX has them")
def test_planted_links_are_replaced_and_nothing_outside_is_written(batch: Batch, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"somebody's own")
    (tmp_path / "out").mkdir()
    for name in ("manifest.jsonl", "errors.csv", "1.gastrocnemius.en.pdf", "print.pdf", ".print.pdf.part"):
        (tmp_path / "out" / name).symlink_to(victim)
    result = batch(ROSTER + "nonsense,3\n", "--merge", str(tmp_path / "out" / "print.pdf"))
    assert result.exit_code == 3
    assert victim.read_bytes() == b"somebody's own"
    assert (tmp_path / "out" / ".print.pdf.part").is_symlink(), "somebody else's is left alone"
    for name in ("manifest.jsonl", "errors.csv", "1.gastrocnemius.en.pdf", "print.pdf"):
        assert not (tmp_path / "out" / name).is_symlink(), name


@pytest.mark.skipif(os.name == "nt", reason="links and pipes as POSIX has them")
@pytest.mark.parametrize("resume", [(), ("--resume",)])
def test_a_pipe_in_place_of_the_manifest_is_replaced_or_told(
    batch: Batch, tmp_path: Path, resume: tuple[str, ...]
) -> None:
    (tmp_path / "out").mkdir()
    os.mkfifo(tmp_path / "out" / "manifest.jsonl")
    result = batch(ROSTER, *resume)
    assert result.exit_code == len(resume)
    if resume:
        assert "manifest.jsonl: cannot be read: it is a pipe or a device, not a file: take it out" in result.stderr


def test_a_folder_in_place_of_the_manifest_is_named(batch: Batch, tmp_path: Path) -> None:
    (tmp_path / "out" / "manifest.jsonl").mkdir(parents=True)
    result = batch(ROSTER)
    assert result.exit_code == 1
    assert "manifest.jsonl: Is a directory" in result.stderr
