"""The deck as CSV stands alone: a clean Anki takes it through its own importer, and the package beside it."""

from __future__ import annotations

import csv
import io
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from handouts.deck.csv import EDGE, csv_files
from handouts.deck.ledger import Ledger
from handouts.deck.package import Package, apkg_bytes
from tests.deck.test_package import CARDS
from tests.deck.world import Learner, library, packed, question, written


@pytest.fixture(scope="module")
def package() -> Package:
    return packed(library(CARDS))


def taken(learner: Learner, folder: Path) -> dict[str, int]:
    """Import every CSV of a folder as Anki proposes, and put the pictures where the README says."""
    request = pytest.importorskip("anki.import_export_pb2", reason="needs the anki library").ImportCsvRequest
    counts: dict[str, int] = {}
    for path in sorted(folder.glob("*.csv")):
        metadata = learner.col.get_csv_metadata(path=str(path), delimiter=None)
        log = learner.col.import_csv(request(path=str(path), metadata=metadata)).log
        for name in ("new", "updated", "duplicate", "conflicting", "first_field_match", "missing_notetype"):
            if found := len(getattr(log, name)):
                counts[name] = counts.get(name, 0) + found
    for picture in (folder / "media").iterdir():
        shutil.copy(picture, learner.col.media.dir())
    return counts


def faults(learner: Learner) -> list[str]:
    """What Anki says of the collection; both sides of each card as text."""
    wrong = [] if learner.col.fix_integrity()[1] else ["integrity"]
    media = learner.col.media.check()
    wrong += [*(f"missing {name}" for name in media.missing), *(f"unused {name}" for name in media.unused)]
    return wrong + [
        f"fields of {n.fields[0]}" for n in map(learner.col.get_note, learner.col.find_notes("")) if n.fields_check()
    ]


def test_a_clean_anki_takes_it_and_then_the_package_without_a_conflict(package: Package, tmp_path: Path) -> None:
    learner = Learner(tmp_path)
    folder = written(csv_files(package), tmp_path / "csv")
    rows = sum(len(list(csv.reader(path.open()))) - 7 for path in folder.glob("*.csv"))
    assert taken(learner, folder) == {"new": rows}
    assert faults(learner) == []
    assert {n.note_type()["name"] for n in map(learner.col.get_note, learner.col.find_notes(""))} == {"Basic", "Cloze"}
    assert learner.take(apkg_bytes(package, Ledger())) == {"new": len(package.notes)}
    assert taken(learner, folder) == {"duplicate": rows}
    learner.close()


def test_front_and_back_say_what_the_cards_of_the_package_say(package: Package, tmp_path: Path) -> None:
    learner = Learner(tmp_path)
    taken(learner, written(csv_files(package), tmp_path / "csv"))
    sides = {}
    for card in map(learner.col.get_card, learner.col.find_cards("")):
        front, back = (
            re.sub("<style.*?</style>", "", side, flags=re.DOTALL) for side in (card.question(), card.answer())
        )
        sides[front] = back
        assert learner.col.decks.name(card.did) in package.decks
        assert any(tag.startswith("Muscle::Testus") for tag in card.note().tags)
    assert "<hr id=answer>\n\nDown.<br>" in sides["Which way?"]
    assert "The toes." in sides["What is down?"]
    assert any("[joint]" in front for front in sides)
    masked = [front for front in sides if re.search(r"-\d-[0-9a-f]{8}\.svg", front)]
    masks = [names for key, names in package.snapshot.ordinals.items() if key.split(".")[2] in ("points", "places")]
    assert len(masked) == sum(map(len, masks)) > 6
    assert len(sides) == sum(1 for _ in learner.col.find_cards(""))
    learner.close()


def test_a_picture_has_every_mask_before_the_answer_and_all_but_one_after_it(package: Package) -> None:
    masks: dict[str, list[int]] = {}
    for name, data in csv_files(package).items():
        if found := re.search(r"testus-attachments-(\d)-[0-9a-f]{8}", name):
            masks.setdefault(found[1], []).append(data.count(EDGE.encode()))
    assert {number: sorted(counts) for number, counts in masks.items()} == {number: [2, 3] for number in "123"}


def test_the_columns_say_which_is_which(package: Package) -> None:
    text = csv_files(package)["muscles.en.basic.csv"].decode()
    assert text.startswith(
        "#separator:Comma\n#html:true\n#notetype:Basic\n#guid column:1\n#deck column:2\n#tags column:5\n"
    )
    assert "#columns:guid,deck,Front,Back,tags\n" in text
    assert not {n.guid for n in package.notes} & {row[0] for row in csv.reader(io.StringIO(text)) if row}


def test_a_guid_that_looks_like_a_comment_is_a_row_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = packed(library([question("ask"), question("other")]))
    monkeypatch.setattr("handouts.deck.csv.genanki.guid_for", lambda *names: f"#{names[2]}")
    learner = Learner(tmp_path)
    files = {**csv_files(package), "media/x.svg": b"<svg/>"}
    assert taken(learner, written(files, tmp_path / "csv")) == {"new": 2}
    learner.close()


def test_the_readme_names_every_file_and_says_what_to_do_with_the_pictures(package: Package) -> None:
    files = csv_files(package)
    text = files["README.txt"].decode()
    assert all(name in text for name in files if name.endswith(".csv"))
    assert "media folder" in text


def test_what_is_not_there_has_no_file() -> None:
    files = csv_files(packed(library([question("ask")])))
    assert sorted(files) == ["README.txt", "muscles.en.basic.csv"]


def test_a_tag_of_an_update_goes_along(package: Package) -> None:
    notes = (replace(package.notes[0], updated="1.2"), *package.notes[1:])
    text = b"".join(csv_files(replace(package, notes=notes)).values())
    assert text.count(b"#Update::1.2") == 1
