"""The package through the real anki library: import, cards, media, and the same bytes."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from handouts.content.reader import load
from handouts.deck.ledger import Ledger
from handouts.deck.note_types import FIELDS, LANGUAGES, TEMPLATES, note_types
from handouts.deck.package import Package, apkg_bytes, write_apkg
from handouts.deck.words import load_deck_words
from handouts.errors import ContentError, HandoutsError
from handouts.files import data_dir
from tests.deck.world import TEMPLATES as FOLDERS
from tests.deck.world import WORDS, Learner, Publisher, cloze, library, packed, picture, question

CARDS = (
    question(
        *("ask", "Which way?", "Down."),
        hint="Not up.",
        extra="**Plantarflexion**.",
        reverse="What is down?",
        reverse_answer="The toes.",
    ),
    question("shown", figure="muscle"),
    cloze("gap", "From [[1::knee::joint]] to [[2::heel]].", topic="attachments"),
    picture("point", "pain-map", trigger_point="medial-belly", topic="trigger-points", evidence="traditional"),
    picture("points", "pain-map", topic="trigger-points"),
    picture("places", "attachments", topic="attachments"),
    question("unsure", topic="evidence", evidence="contested"),
    question("warned", topic="safety"),
)
OLD = question("old", retired=True)


@pytest.fixture(scope="module")
def package() -> Package:
    return packed(library(CARDS))


@pytest.fixture(scope="module")
def learner(package: Package, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Learner]:
    learner = Learner(tmp_path_factory.mktemp("anki"))
    assert learner.take(apkg_bytes(package, Ledger())) == {"new": len(CARDS)}
    yield learner
    learner.col.close()


def test_real_anki_finds_no_problem(learner: Learner) -> None:
    assert learner.problems() == []


def test_each_card_there_should_be_and_no_other(learner: Learner) -> None:
    cards = sorted(learner.sides())
    assert [c for c in cards if c.startswith("testus.ask")] == ["testus.ask/1", "testus.ask/2"]
    assert [c for c in cards if c.startswith("testus.gap")] == ["testus.gap/1", "testus.gap/2"]
    assert [c for c in cards if c.startswith("testus.points")] == [f"testus.points/{n}" for n in (1, 2, 3, 4)]
    assert [c for c in cards if c.startswith("testus.shown")] == ["testus.shown/1"]


def test_new_cards_come_from_basic_to_fine_and_then_as_written(learner: Learner) -> None:
    due = learner.col.db.all("select c.due, c.nid from cards c where c.ord = 0 order by c.due")
    assert [number for number, _ in due] == list(range(1, len(CARDS) + 1))
    keys = [learner.col.get_note(note)["Key"].removeprefix("testus.") for _, note in due]
    assert keys == ["gap", "places", "ask", "shown", "point", "points", "unsure", "warned"]


def test_decks_are_few_and_say_what_they_are(learner: Learner) -> None:
    names = {deck.name for deck in learner.col.decks.all_names_and_ids()} - {"Default", "Muscles"}
    assert names == {
        "Muscles::Lower leg",
        "Muscles::Lower leg::Testus",
        "Muscles::Lower leg::Testus::1 Anatomy",
        "Muscles::Lower leg::Testus::2 Trigger points",
        "Muscles::Lower leg::Testus::3 Self-care",
    }
    text = learner.col.decks.by_name("Muscles::Lower leg::Testus")["desc"]
    assert "not released yet" in text
    assert "Licence" in text
    assert f"{len(CARDS)} new" in text
    assert "Your reviews stay" in learner.col.decks.by_name("Muscles")["desc"]


def test_picture_notes_open_in_ankis_own_occlusion_editor(learner: Learner) -> None:
    for key, count in (("testus.points", 4), ("testus.places", 3)):
        opened = learner.col._backend.get_image_occlusion_note(note_id=learner.note(key).id)
        assert opened.HasField("note")
        assert opened.note.image_data.startswith(b"<svg")
        assert opened.note.header == "Which is covered?"
        assert opened.note.back_extra == "This one."
        assert {shape.ordinal for shape in opened.note.occlusions} == set(range(1, count + 1))
        for part in opened.note.occlusions:
            assert all(shape.shape == "rect" for shape in part.shapes)


def test_an_edit_in_ankis_occlusion_editor_is_kept(package: Package, tmp_path: Path) -> None:
    learner = Learner(tmp_path)
    learner.take(apkg_bytes(package, Ledger()))
    note = learner.note("testus.places")
    learner.col._backend.update_image_occlusion_note(
        note_id=note.id, occlusions=note["Occlusion"], header="Mine", back_extra=note["Back Extra"], tags=note.tags
    )
    assert learner.note("testus.places")["Header"] == "Mine"
    assert not learner.problems()
    learner.col.close()


def test_media_are_named_after_us_and_their_content_and_all_are_used(package: Package, learner: Learner) -> None:
    assert package.media
    text = "".join(value for note in package.notes for value in note.fields.values())
    for name in package.media:
        assert re.fullmatch(r"handouts-testus-[a-z-]+-[0-9a-f]{8}\.svg", name)
        assert name in text
        assert re.search(r'^<svg[^>]* width="\d', package.media[name].decode())
        assert (Path(learner.col.media.dir()) / name).is_file()


def test_before_the_answer_a_picture_says_only_its_title(package: Package) -> None:
    words = library(CARDS).words["testus", "en"].figures["pain-map"]
    note = next(note for note in package.notes if note.key == "en.testus.point")
    assert words.alt not in note.fields["Picture"]
    assert "alt=" in note.fields["Picture"]


def test_guids_come_from_language_and_key_alone(package: Package) -> None:
    turned = packed(library([question("ask", "Quite another question?"), *CARDS[:0:-1]]))
    assert {n.key: n.guid for n in turned.notes} == {n.key: n.guid for n in package.notes}
    assert next(n.guid for n in package.notes if n.key == "en.testus.ask") == "Ii`7m0w~C="


def test_every_number_is_written_once_and_fits_javascript() -> None:
    numbers = [number for row in LANGUAGES.values() for number in row.values()]
    numbers += [number for row in FIELDS.values() for number in row.values()]
    numbers += [template.id for row in TEMPLATES.values() for template in row]
    assert len(numbers) == len(set(numbers))
    assert all(0 < number < 2**53 for number in numbers)
    for fields in FIELDS.values():
        assert [name for name in fields if name.startswith("Spare")] == ["Spare 1", "Spare 2", "Spare 3"]


def test_anki_keeps_our_numbers(learner: Learner) -> None:
    model = learner.note("testus.ask").note_type()
    assert model["id"] == LANGUAGES["en"]["question"]
    assert {field["name"]: field["id"] for field in model["flds"]} == FIELDS["question"]
    assert [template["id"] for template in model["tmpls"]] == [template.id for template in TEMPLATES["question"]]


def test_the_same_input_makes_the_same_bytes(package: Package, tmp_path: Path) -> None:
    first = write_apkg(package, tmp_path / "a.apkg", Ledger()).read_bytes()
    assert apkg_bytes(packed(library(CARDS)), Ledger()) == first
    program = (
        "import sys; from tests.deck.test_package import CARDS; from tests.deck.world import *;"
        "sys.stdout.buffer.write(apkg_bytes(packed(library(CARDS)), Ledger()))"
    )
    again = subprocess.run(
        [sys.executable, "-c", program],
        check=True,
        capture_output=True,
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONHASHSEED": "7"},
    )
    assert again.stdout == first


def test_the_file_has_fixed_dates_and_is_packed(package: Package) -> None:
    with zipfile.ZipFile(io.BytesIO(apkg_bytes(package, Ledger()))) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {info.compress_type for info in archive.infolist()} == {zipfile.ZIP_DEFLATED}
        assert sorted(json.loads(archive.read("media")).values()) == sorted(package.media)


def test_two_languages_are_learned_side_by_side(package: Package, tmp_path: Path) -> None:
    (tmp_path / "anki").mkdir()
    text = (FOLDERS[0] / "anki" / "en.toml").read_text("utf-8")
    text = text.replace('lang = "en"', 'lang = "de"').replace('"Muscles"', '"Muskeln"').replace("en_US", "de_DE")
    (tmp_path / "anki" / "de.toml").write_text(text, "utf-8")
    folders = (tmp_path, *FOLDERS)
    german = packed(library(CARDS, lang="de"), templates=folders, words=load_deck_words(folders, "de"))
    learner = Learner(tmp_path)
    assert learner.take(apkg_bytes(package, Ledger())) == {"new": len(CARDS)}
    assert learner.take(apkg_bytes(german, Ledger())) == {"new": len(CARDS)}
    assert "Muskeln::Lower leg::Testus::1 Anatomy" in [deck.name for deck in learner.col.decks.all_names_and_ids()]
    assert learner.problems() == []
    learner.col.close()


def test_a_language_without_written_numbers_is_refused(tmp_path: Path) -> None:
    (tmp_path / "anki").mkdir()
    text = (FOLDERS[0] / "anki" / "en.toml").read_text("utf-8").replace('lang = "en"', 'lang = "xx"')
    (tmp_path / "anki" / "xx.toml").write_text(text, "utf-8")
    words = load_deck_words((tmp_path, *FOLDERS), "xx")
    with pytest.raises(HandoutsError, match="no note type numbers are written down for language 'xx'"):
        packed(library(CARDS, lang="xx"), templates=(tmp_path, *FOLDERS), words=words)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[% if %]", r"question\.html:1: "),
        ("[[ nothing ]]", "'nothing' is undefined"),
        ('[% include "anki/none.html" %]', "anki/none.html: no such template"),
        ("", r"templates/anki/question\.html: makes an empty front"),
        ('[% if side == "front" %]{{Question}}[% endif %]', "makes an empty back"),
        ("{{#Bogus}}x", r"question\.html: has \{\{#Bogus\}\}, but the note type has no such field"),
        ("{{hint:Awnser}}", "no such field; did you mean 'Answer'?"),
        ("{{Text}}", r"\{\{Text\}\}, but the note type has no such field"),
    ],
)
def test_a_template_that_is_wrong_is_named(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "anki").mkdir()
    (tmp_path / "anki" / "question.html").write_text(text)
    with pytest.raises(ContentError, match=words):
        packed(library(CARDS), templates=(tmp_path, *FOLDERS))


@pytest.mark.parametrize("name", ["question.html", "foot.html", "card.css"])
def test_a_template_of_bytes_that_are_no_text_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "anki").mkdir()
    (tmp_path / "anki" / name).write_bytes(b"a\nb\xff")
    with pytest.raises(ContentError, match=rf"^templates/anki/{name}: is not UTF-8 text \(.* in line 2\)"):
        packed(library(CARDS), templates=(tmp_path, *FOLDERS))


def test_ankis_own_names_and_filters_are_known(tmp_path: Path) -> None:
    (tmp_path / "anki").mkdir()
    text = (
        "{{FrontSide}} {{Tags}} {{Type}} {{Deck}} {{Subdeck}} {{Card}} {{CardFlag}} {{CardID}} {{tts-voices:}}"
        " {{type:Answer}} {{hint:Hint}} {{ text:Question }} {{tts en_US voices=A,B:Answer}}"
        " {{#Extra}}{{/Extra}} <!-- {{Bogus}} -->"
    )
    (tmp_path / "anki" / "question.html").write_text(text)
    (tmp_path / "anki" / "cloze.html").write_text("{{#c1}}{{cloze:Text}}{{/c1}}")
    packed(library(CARDS), templates=(tmp_path, *FOLDERS))


def test_a_file_that_cannot_be_written_leaves_nothing(package: Package, tmp_path: Path) -> None:
    (tmp_path / "folder").write_text("a file")
    with pytest.raises(HandoutsError, match="cannot be written"):
        write_apkg(package, tmp_path / "folder" / "a.apkg", Ledger())
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


# --- what not everybody wants ---------------------------------------------------------------------------------


def extra(package: Package) -> Package:
    assert package.extra
    return package.extra


def test_typed_and_spoken_cards_are_a_package_of_their_own(package: Package, tmp_path: Path) -> None:
    learner = Learner(tmp_path)
    assert {note.kind for note in package.notes} == {"question", "cloze", "occlusion"}
    beside = extra(packed(library([question("ask", "Which way?", "It goes down.", short="down"), *CARDS[1:]])))
    assert learner.take(apkg_bytes(beside, Ledger())) == {"new": len(beside.notes)}
    assert {deck.name for deck in learner.col.decks.all_names_and_ids()} == {
        "Default",
        "Muscles extra",
        "Muscles extra::Typed answers",
        "Muscles extra::Spoken questions",
    }
    sides = learner.sides()
    assert "[[type:nc:Short Answer]]" in sides["testus.ask.typed/1"][0]
    assert learner.note("testus.ask.typed")["Short Answer"] == "down"
    assert "[anki:play:q:0]" in sides["testus.ask.spoken/1"][0]
    assert "From ____ to heel." in sides["testus.gap.typed-1/1"][0]
    assert learner.note("testus.gap.spoken-2")["Question"] == "From knee to  … ."
    assert learner.problems() == []
    learner.col.close()


def test_an_answer_without_a_short_form_is_not_typed() -> None:
    beside = extra(packed(library([question("ask"), cloze("gap", "It is [[1::a b c d]].")])))
    assert [note.kind for note in beside.notes] == ["spoken", "spoken"]


def test_what_has_to_be_seen_is_not_heard(package: Package) -> None:
    heard = {note.key.split(".")[2] for note in extra(package).notes if note.kind == "spoken"}
    assert heard == {"ask", "shown", "gap", "unsure", "warned"}


def test_speech_has_the_voice_that_the_words_ask_for(tmp_path: Path) -> None:
    (tmp_path / "anki").mkdir()
    text = (FOLDERS[0] / "anki" / "en.toml").read_text("utf-8")
    assert 'speech = "en_GB"' in text
    (tmp_path / "anki" / "en.toml").write_text(text.replace("en_GB", "en_AU"), "utf-8")
    folders = (tmp_path, *FOLDERS)
    assert "{{tts en_AU:Question}}" in note_types(load_deck_words(folders, "en"), folders)["spoken"].pages[0].front


# --- retired cards --------------------------------------------------------------------------------------------


def test_a_card_that_was_never_released_and_is_retired_is_nobodys() -> None:
    assert {note.key for note in packed(library([question("ask"), OLD])).notes} == {"en.testus.ask"}


def test_a_released_and_retired_card_is_in_a_deck_of_its_own_with_a_sign(tmp_path: Path) -> None:
    publisher = Publisher()
    publisher.publish(packed(library([question("ask"), question("old")])))
    learner = Learner(tmp_path)
    learner.take(publisher.publish(packed(library([question("ask"), OLD]), publisher.ledger)))
    (card,) = learner.note("testus.old").cards()
    assert learner.col.decks.name(card.did) == "Muscles::Retired"
    for side in learner.sides()["testus.old/1"]:
        assert WORDS.labels.retired in side
    assert learner.problems() == []
    learner.col.close()


# --- what a learner finds -------------------------------------------------------------------------------------


def test_every_note_type_has_my_notes_and_says_what_happens_to_them(learner: Learner) -> None:
    for key in ("testus.ask", "testus.gap", "testus.points"):
        (own,) = (f for f in learner.note(key).note_type()["flds"] if f["name"] == "My Notes")
        assert own["description"] == WORDS.labels.my_notes_kept
    assert all("My Notes" in fields for fields in FIELDS.values())


def test_my_notes_are_shown_on_every_back_and_on_no_front(package: Package, tmp_path: Path) -> None:
    for part in (package, extra(package)):
        folder = tmp_path / ("main" if part is package else "extra")
        folder.mkdir()
        learner = Learner(folder)
        learner.take(apkg_bytes(part, Ledger()))
        for note in map(learner.col.get_note, learner.col.find_notes("")):
            note["My Notes"] = "MINE"
            learner.col.update_note(note)
        for name, (front, back) in learner.sides().items():
            assert "MINE" not in front, name
            assert "MINE" in back, name
        learner.col.close()


def test_the_browser_shows_question_and_answer_of_each_card(learner: Learner) -> None:
    def row(key: str, number: int = 0) -> list[str]:
        learner.col._backend.set_active_browser_columns(["question", "answer"])
        card = learner.note(key).cards()[number]
        return [cell.text for cell in learner.col._backend.browser_row_for_id(card.id).cells]

    assert row("testus.ask") == ["Which way?", "Down."]
    assert row("testus.ask", 1) == ["What is down?", "The toes."]
    assert row("testus.gap")[0] == "From [joint] to heel."
    assert row("testus.places", 1) == ["Which is covered?", "Lateral head This one."]


@pytest.mark.parametrize("kind", ["question", "cloze"])
def test_what_is_asked_is_the_first_field(kind: str) -> None:
    assert next(iter(FIELDS[kind])) in ("Question", "Text")  # type: ignore[index]


def test_errors_are_reported_where_the_words_say(tmp_path: Path) -> None:
    (tmp_path / "anki").mkdir()
    text = (FOLDERS[0] / "anki" / "en.toml").read_text("utf-8")
    folders = (tmp_path, *FOLDERS)
    path = tmp_path / "anki" / "en.toml"

    def back() -> str:
        return note_types(load_deck_words(folders, "en"), folders)["question"].pages[0].back

    path.write_text('report = "https://example.org/new?title={card}"\n' + text, "utf-8")
    assert f'<a href="https://example.org/new?title={{{{Key}}}}">{WORDS.labels.report}</a>' in back()
    path.write_text(text, "utf-8")
    assert WORDS.labels.report not in back()
    for wrong in ("javascript:alert(1)", "https://example.org/{nothing}", "www.example.org"):
        path.write_text(f'report = "{wrong}"\n' + text, "utf-8")
        with pytest.raises(ContentError, match=r"en\.toml: report|en\.toml: : report|report:"):
            back()


# --- the real deck --------------------------------------------------------------------------------------------


def test_the_gastrocnemius_deck_is_clean(tmp_path: Path) -> None:
    made = packed(load([data_dir("content")]))
    learner = Learner(tmp_path)
    assert learner.take(apkg_bytes(made, Ledger())) == {"new": len(made.notes)}
    assert learner.problems() == []
    learner.col.close()
