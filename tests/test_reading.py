"""Whatever a path leads to, reading it ends soon, and in a sentence that names the file."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from handouts.cli.main import main
from handouts.clinic.file import read_clinic
from handouts.clinic.protect import read_password
from handouts.deck.ledger import ledger_path, read_ledger
from handouts.deck.note_types import note_types
from handouts.deck.words import load_deck_words
from handouts.drawing.art import read_drawing
from handouts.errors import HandoutsError
from handouts.files import data_dir
from handouts.style.theme import Theme, load_theme
from handouts.style.words import load_locale, load_strings

pytestmark = pytest.mark.skipif(os.name == "nt", reason="pipes and devices as POSIX has them")
PACKAGED = data_dir("templates")


def fifo(path: Path) -> None:
    os.mkfifo(path)


def endless(path: Path) -> None:
    path.symlink_to("/dev/zero")


def folder(path: Path) -> None:
    path.mkdir()


def enormous(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(1 << 34)


def nowhere(path: Path) -> None:
    path.symlink_to(path.parent / "none")


def circle(path: Path) -> None:
    path.symlink_to(path)


THINGS = {
    fifo: "a pipe or a device",
    endless: "a pipe or a device",
    folder: "a folder",
    enormous: "more than",
    nowhere: "No such file",
    circle: "symbolic links",
}
Reader = Callable[[Path], Any]
READERS: dict[str, Reader] = {
    "theme.toml": lambda own: load_theme((own, PACKAGED)),
    "locales.toml": lambda own: load_locale((own, PACKAGED), "en-GB"),
    "strings/en.toml": lambda own: load_strings((own, PACKAGED), "en"),
    "anki/en.toml": lambda own: load_deck_words((own, PACKAGED), "en"),
    "anki/card.css": lambda own: note_types(load_deck_words((PACKAGED,), "en"), (own, PACKAGED)),
    "anki/question.html": lambda own: note_types(load_deck_words((PACKAGED,), "en"), (own, PACKAGED)),
    "anki/foot.html": lambda own: note_types(load_deck_words((PACKAGED,), "en"), (own, PACKAGED)),
    "ledger.json": lambda own: read_ledger(ledger_path((own, data_dir("content")))),
    "x.json": lambda own: read_drawing(own / "x.json", ()),
}


@pytest.mark.parametrize("thing", THINGS, ids=lambda thing: thing.__name__)
@pytest.mark.parametrize("name", READERS)
def test_what_is_no_ordinary_file_is_refused_by_name(tmp_path: Path, name: str, thing: Reader) -> None:
    """And never passed over for the packaged one in silence."""
    (tmp_path / name).parent.mkdir(exist_ok=True)
    thing(tmp_path / name)
    with pytest.raises(HandoutsError) as caught:
        READERS[name](tmp_path)
    assert name in str(caught.value)
    assert THINGS[thing] in str(caught.value)


@pytest.mark.parametrize("thing", THINGS, ids=lambda thing: thing.__name__)
def test_a_clinic_file_that_is_none_is_told(tmp_path: Path, theme: Theme, thing: Reader) -> None:
    thing(tmp_path / "clinic.toml")
    with pytest.raises(HandoutsError) as caught:
        read_clinic(tmp_path / "clinic.toml", theme)
    assert (THINGS[thing] if thing is not nowhere else "no such clinic file") in str(caught.value)


def test_a_socket_is_a_pipe_or_a_device(tmp_path: Path, theme: Theme, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # the name of a socket may be a hundred characters long
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind("clinic.toml")
        with pytest.raises(HandoutsError, match="a pipe or a device"):
            read_clinic(tmp_path / "clinic.toml", theme)


@pytest.mark.parametrize(("thing", "says"), [(endless, "a pipe or a device"), (folder, "a folder"), (fifo, "nothing")])
def test_a_password_file_that_is_none_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, thing: Reader, says: str
) -> None:
    monkeypatch.setattr("handouts.clinic.protect.PATIENCE", 0)
    thing(tmp_path / "password")
    with pytest.raises(HandoutsError, match=says):
        read_password(tmp_path / "password")


def test_a_password_may_come_out_of_another_program(tmp_path: Path) -> None:
    fifo(tmp_path / "password")
    both = os.open(tmp_path / "password", os.O_RDWR)
    os.write(both, b"correct horse\n")
    assert read_password(tmp_path / "password") == "correct horse"
    os.close(both)


@pytest.mark.parametrize("option", ["--content", "--templates"])
@pytest.mark.parametrize("thing", [fifo, endless, enormous, nowhere, circle], ids=lambda thing: thing.__name__)
def test_what_is_no_folder_is_no_content_and_no_templates(tmp_path: Path, option: str, thing: Reader) -> None:
    thing(tmp_path / "own")
    result = CliRunner().invoke(
        main, [option, str(tmp_path / "own"), "pdf", "gastrocnemius", "-o", str(tmp_path / "out")]
    )
    assert result.exit_code == 1
    assert "no such" in result.stderr
    assert "should not happen" not in result.stderr


def test_content_of_pipes_and_devices_is_told(tmp_path: Path) -> None:
    for name in ("muscle.toml", "en.toml"):
        (tmp_path / "muscles" / "calf").mkdir(parents=True, exist_ok=True)
        fifo(tmp_path / "muscles" / "calf" / name)
    result = CliRunner().invoke(main, ["--content", str(tmp_path), "pdf", "calf", "-o", str(tmp_path / "out")])
    assert result.exit_code == 1
    assert "content/muscles/calf/muscle.toml: cannot be read: it is a pipe or a device, not a file" in result.stderr
