"""The folder for CrowdAnki: what its deck.json says is what the package says, and the same thing has the same uuid."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from handouts.deck.crowdanki import crowdanki_files
from handouts.deck.package import Package
from tests.deck.test_package import CARDS
from tests.deck.world import Learner, library, packed, question, written


@pytest.fixture(scope="module")
def package() -> Package:
    return packed(library(CARDS))


@pytest.fixture(scope="module")
def root(package: Package) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(crowdanki_files(package)["deck.json"])
    return read


def decks(root: dict[str, Any], above: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every deck with its full name, parents first."""
    name = above + root["name"]
    yield name, root
    for child in root["children"]:
        yield from decks(child, f"{name}::")


def test_every_note_is_there_with_its_fields_tags_and_deck_in_learning_order(
    package: Package, root: dict[str, Any]
) -> None:
    kinds = {model["crowdanki_uuid"]: model["name"] for model in root["note_models"]}
    read = [
        (note["guid"], name, note["fields"], note["tags"], kinds[note["note_model_uuid"]])
        for name, deck in decks(root)
        for note in deck["notes"]
    ]
    assert read == [
        (note.guid, note.deck, list(note.fields.values()), list(note.tags), package.note_types[note.kind].name)
        for note in package.notes
    ]


def test_every_deck_finds_its_options_and_says_what_it_is(package: Package, root: dict[str, Any]) -> None:
    options = {entry["crowdanki_uuid"]: entry for entry in root["deck_configurations"]}
    for name, deck in decks(root):
        assert deck["deck_config_uuid"] in options
        assert deck["desc"] == package.decks.get(name, "")
    (chosen,) = options.values()
    assert chosen["new"]["bury"] is chosen["rev"]["bury"] is chosen["buryInterdayLearning"] is True
    assert chosen["desiredRetention"] == 0.9


def test_a_fresh_anki_takes_note_types_options_and_notes_as_they_are_written(
    package: Package, root: dict[str, Any], tmp_path: Path
) -> None:
    """With Anki's own functions, in the order in which the add-on uses them."""
    learner = Learner(tmp_path)
    col = learner.col
    config = col.decks.add_config(root["deck_configurations"][0]["name"])
    config.update(root["deck_configurations"][0])
    col.decks.update_config(config)
    kinds = {}
    for model in root["note_models"]:
        made = {**col.models.new(model["name"]), **model}
        col.models.add(made)
        kinds[model["crowdanki_uuid"]] = made
    files = written(crowdanki_files(package), tmp_path / "folder")
    for name, deck in decks(root):
        number = col.decks.id(name)
        for entry in deck["notes"]:
            note = col.new_note(kinds[entry["note_model_uuid"]])
            note.guid, note.fields, note.tags = entry["guid"], entry["fields"], entry["tags"]
            col.add_note(note, number)
    for picture in (files / "media").iterdir():
        col.media.add_file(str(picture))
    assert col.note_count() == len(package.notes)
    assert learner.problems() == []
    assert learner.note("testus.points").note_type()["originalStockKind"] == 6
    assert learner.sides().keys() >= {"testus.ask/1", "testus.ask/2", "testus.gap/2", "testus.points/4"}
    learner.close()


def test_the_learners_field_is_personal_in_every_note_type(package: Package) -> None:
    config = json.loads(crowdanki_files(package)["import_config.yaml"])
    assert config["note_models"] == {
        kind.name: {"personal_fields": ["My Notes"]} for kind in package.note_types.values()
    }


def test_the_same_thing_has_the_same_uuid_in_the_next_release(root: dict[str, Any]) -> None:
    def numbers(root: dict[str, Any]) -> dict[str, str]:
        found = {name: deck["crowdanki_uuid"] for name, deck in decks(root)}
        found |= {model["name"]: model["crowdanki_uuid"] for model in root["note_models"]}
        return {**found, "options": root["deck_configurations"][0]["crowdanki_uuid"]}

    later = json.loads(crowdanki_files(packed(library((*CARDS[1:], question("more")))))["deck.json"])
    assert numbers(later) == numbers(root)
    assert len(set(numbers(root).values())) == len(numbers(root))
    assert numbers(root)["Muscles"] == "6a0b7726-acf4-59d7-bd29-f093e4ef58ec"


def test_pictures_are_beside_it_and_named_where_they_are_shown(package: Package, root: dict[str, Any]) -> None:
    files = crowdanki_files(package)
    named = {name for _, deck in decks(root) for name in deck["media_files"]}
    assert named == set(package.media)
    assert {f"media/{name}" for name in named} == {name for name in files if name.startswith("media/")}
