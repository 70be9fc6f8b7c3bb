"""A site in a folder: addresses are never lost in silence, and what is not ours is not touched."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from handouts.batch.folder import LocalFolder
from handouts.errors import HandoutsError
from handouts.web.site.folder import Published, publish, read_moved

HOME = {"index.html": b"home", "a/en/index.html": b"page a", "a/en/handout.pdf": b"paper a"}


def write(folder: Path, files: Mapping[str, bytes], moved: Mapping[str, str] | None = None) -> Published:
    def make(moves: Mapping[str, str]) -> Iterable[tuple[str, bytes]]:
        pages = {f"{old}index.html": f"moved to {new}".encode() for old, new in moves.items()}
        return {**pages, **files}.items()

    return publish(folder, moved or {}, make)


def held(folder: Path) -> dict[str, bytes]:
    """What is in the folder but for what says whose it is."""
    found = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return {name: data for name, data in found.items() if name not in ("site.json", ".handouts.lock")}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "site", HOME)
    return tmp_path / "site"


def test_only_what_differs_is_written(folder: Path) -> None:
    done = write(folder, {**HOME, "a/en/index.html": b"new"})
    assert (done.written, len(done.same)) == (("a/en/index.html",), 2)
    assert held(folder)["a/en/index.html"] == b"new"


def test_files_that_are_not_ours_stay(folder: Path) -> None:
    (folder / "CNAME").write_text("hillside.example")
    (folder / "a" / "notes.txt").write_text("mine")
    write(folder, {**HOME, "b/en/index.html": b"b"})
    assert held(folder)["CNAME"] == b"hillside.example"
    assert held(folder)["a/notes.txt"] == b"mine"


def test_a_file_that_is_not_ours_is_in_the_way(folder: Path) -> None:
    (folder / "b" / "en").mkdir(parents=True)
    (folder / "b" / "en" / "index.html").write_text("mine")
    before = held(folder)
    with pytest.raises(HandoutsError, match=r"in the way.*b/en/index\.html.*take it away"):
        write(folder, {**HOME, "index.html": b"new", "b/en/index.html": b"b"})
    assert held(folder) == before


def test_a_file_of_ours_that_somebody_changed_is_not_replaced(folder: Path) -> None:
    (folder / "index.html").write_text("changed by hand")
    with pytest.raises(HandoutsError, match=r"was changed since: index\.html"):
        write(folder, {**HOME, "index.html": b"new"})


def test_a_page_is_never_lost_in_silence(folder: Path) -> None:
    before = held(folder)
    with pytest.raises(HandoutsError, match=r'would be lost: a/en/; .*"a/en/" = "gone"'):
        write(folder, {"index.html": b"new"})
    assert held(folder) == before


def test_a_page_that_has_moved_says_so_in_every_later_run(folder: Path) -> None:
    files = {"index.html": b"home", "b/en/index.html": b"b"}
    done = write(folder, files, {"a/en/": "b/en/"})
    assert done.removed == ("a/en/handout.pdf",)
    assert held(folder)["a/en/index.html"] == b"moved to b/en/"
    write(folder, files)
    assert held(folder)["a/en/index.html"] == b"moved to b/en/"


def test_a_move_that_leads_nowhere_is_told_with_the_likely_page(folder: Path) -> None:
    with pytest.raises(HandoutsError, match=r"'muscle/en/', which is no page of the site; did you mean 'muscles/en/'"):
        write(folder, {"index.html": b"home", "muscles/en/index.html": b"b"}, {"a/en/": "muscle/en/"})


def test_a_link_that_leads_out_of_the_folder_is_not_followed(folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (folder / "b").symlink_to(elsewhere)
    with pytest.raises(HandoutsError, match="is a link"):
        write(folder, {**HOME, "b/en/index.html": b"b"})
    assert list(elsewhere.iterdir()) == []


def test_when_a_page_cannot_be_made_nothing_is_written(folder: Path) -> None:
    before = held(folder)

    def broken(_: Mapping[str, str]) -> Iterable[tuple[str, bytes]]:
        yield "index.html", b"new"
        raise HandoutsError("no room")

    with pytest.raises(HandoutsError, match="no room"):
        publish(folder, {}, broken)
    assert held(folder) == before


def test_after_a_run_that_was_broken_off_the_next_one_goes_on(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new = {**HOME, "index.html": b"new home", "a/en/index.html": b"new a"}
    whole = LocalFolder.write

    def full(self: LocalFolder, name: str, parts: Iterable[bytes]) -> None:
        if name == "index.html":
            raise OSError(28, "full")
        whole(self, name, parts)

    with monkeypatch.context() as patch:
        patch.setattr(LocalFolder, "write", full)
        with pytest.raises(HandoutsError, match="the disk is full"):
            write(folder, new)
    assert held(folder)["a/en/index.html"] == b"new a"
    assert held(folder)["index.html"] == b"home"
    write(folder, new)
    assert held(folder) == new
    assert "unfinished" not in json.loads((folder / "site.json").read_text())


def test_without_knowing_what_is_ours_nothing_is_written(folder: Path) -> None:
    (folder / "site.json").write_text("{")
    with pytest.raises(HandoutsError, match=r"site\.json"):
        write(folder, HOME)


def test_moved_addresses_are_checked_all_at_once(tmp_path: Path) -> None:
    path = tmp_path / "moved.toml"
    path.write_text('"a/en" = "b/en/"\n"../c/" = "gone"\n"d/en/" = 3\n"e/en/" = "gone"\n', "utf-8")
    with pytest.raises(HandoutsError) as caught:
        read_moved(path)
    said = str(caught.value)
    assert said.count("is no address") == 2
    assert said.count("leads nowhere") == 1
