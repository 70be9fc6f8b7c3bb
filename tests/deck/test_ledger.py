"""The release ledger: only what changed gets a new time, and what would harm learners is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from handouts.deck.ledger import (
    BEFORE_ALL,
    Ledger,
    Snapshot,
    ledger_path,
    ledger_problems,
    ledger_text,
    read_ledger,
    release,
    write_ledger,
)
from handouts.deck.release import harm
from handouts.errors import ContentError, HandoutsError
from tests.deck.world import TEMPLATES, library


def note(key: str, digest: str = "a", kind: str = "question", retired: bool = False) -> dict[str, Any]:
    return {"key": f"en.testus.{key}", "kind": kind, "hash": digest, "retired": retired}


def note_type(digest: str = "t", fields: tuple[int, ...] = (1, 2)) -> dict[str, Any]:
    return {"id": 7, "fields": list(fields), "templates": [3], "hash": digest}


START = Snapshot(
    "en",
    {"g1": note("one"), "g2": note("two"), "g3": note("map", kind="occlusion")},
    {"en.question": note_type()},
    {"handouts-map-1.svg": {"hash": "m"}},
    {"en.testus.map": {"first": 1, "second": 2}},
    {"en.testus.anatomy": "Muscles::Testus::Anatomy"},
)


@pytest.fixture
def ledger() -> Ledger:
    return release(Ledger(), [START], version="1", time=2_000_000_000)


def changed(**parts: Any) -> Snapshot:
    return replace(START, **parts)


def test_only_what_changed_gets_the_time_of_a_release(ledger: Ledger) -> None:
    later = changed(notes={**START.notes, "g1": note("one", "b")})
    second = release(ledger, [later], version="2", time=2_000_001_000)
    assert [second.notes[guid]["time"] for guid in ("g1", "g2")] == [2_000_001_000, 2_000_000_000]
    assert second.note_types["en.question"]["time"] == 2_000_000_000
    assert second.releases[-1] == {"version": "2", "time": 2_000_001_000, "new": 0, "changed": 1, "retired": 0}


def test_the_version_that_last_changed_a_note_is_kept(ledger: Ledger) -> None:
    later = changed(notes={**START.notes, "g1": note("one", "b")})
    second = release(ledger, [later], version="2", time=2_000_001_000)
    third = release(second, [later], version="3", time=2_000_002_000)
    assert [third.notes[guid]["updated"] for guid in ("g1", "g2")] == ["2", ""]
    assert [third.updated_in("g1", digest) for digest in ("b", "c")] == ["2", ""]
    assert third.updated_in("g9", "a") == ""


def test_what_is_not_released_is_a_second_newer_than_the_last_release(ledger: Ledger) -> None:
    assert ledger.note_time("g1", "a") == 2_000_000_000
    assert ledger.note_time("g1", "other") == ledger.note_time("g9", "new") == 2_000_000_001
    assert ledger.note_type_time("en.question", "other") == 2_000_000_001
    assert Ledger().note_time("g1", "a") == BEFORE_ALL + 1


def test_ordinals_are_kept_and_a_gone_one_is_never_given_again(ledger: Ledger) -> None:
    assert ledger.ordinals_of("en.testus.map", ["new", "second", "first"]) == {"new": 3, "second": 2, "first": 1}
    grown = release(
        ledger,
        [changed(ordinals={"en.testus.map": {"first": 1, "second": 2, "third": 3}})],
        version="2",
        time=2_000_001_000,
    )
    assert grown.ordinals_of("en.testus.map", ["first", "fourth"]) == {"first": 1, "fourth": 4}


@pytest.mark.parametrize(
    ("snapshot", "words"),
    [
        (changed(notes={"g2": note("two"), "g3": START.notes["g3"]}), "is gone: keep the card and mark it retired"),
        (changed(notes={**START.notes, "g1": note("one", kind="cloze")}), "released as a question and is now a cloze"),
        (changed(ordinals={"en.testus.map": {"first": 2, "second": 1}}), "never renumber"),
        (changed(ordinals={"en.testus.map": {"first": 1}}), "number 2 was released and is gone"),
        (changed(decks={"en.testus.anatomy": "Muscles::Testus::Form"}), "old cards would stay behind"),
        (changed(note_types={"en.question": note_type(fields=(1, 2, 9))}), "fields changed"),
        (changed(note_types={"en.question": note_type(fields=(2, 1))}), "fields changed"),
        (changed(media={"handouts-map-1.svg": {"hash": "other"}}), "other content under the same name"),
    ],
)
def test_a_release_that_would_harm_learners_is_refused(ledger: Ledger, snapshot: Snapshot, words: str) -> None:
    assert words in " ".join(str(problem) for problem in ledger_problems(ledger, snapshot))
    with pytest.raises(ContentError, match=r"ledger\.json"):
        release(ledger, [snapshot], version="2", time=2_000_001_000)


def test_a_retired_note_stays_and_its_key_is_not_used_again(ledger: Ledger) -> None:
    tombstone = changed(notes={**START.notes, "g1": note("one", "gone", retired=True)})
    second = release(ledger, [tombstone], version="2", time=2_000_001_000)
    assert second.releases[-1]["retired"] == 1
    assert not ledger_problems(second, tombstone)
    (problem,) = ledger_problems(second, START)
    assert "key must not be used again" in problem.message
    without = {guid: kept for guid, kept in tombstone.notes.items() if guid != "g1"}
    assert ledger_problems(second, changed(notes=without))


def test_a_part_of_the_deck_is_no_reason_to_miss_the_rest_but_cannot_be_released(ledger: Ledger) -> None:
    part = changed(notes={"g1": note("one")}, complete=False)
    assert not ledger_problems(ledger, part)
    with pytest.raises(HandoutsError, match="whole deck"):
        release(ledger, [part], version="2", time=2_000_001_000)


def test_another_language_has_its_own_notes(ledger: Ledger) -> None:
    german = replace(START, lang="de", notes={"h1": {**note("one"), "key": "de.testus.one"}}, ordinals={}, decks={})
    both = release(ledger, [START, german], version="2", time=2_000_001_000)
    assert both.notes["h1"]["time"] == 2_000_001_000
    assert both.notes["g1"]["time"] == 2_000_000_000


@pytest.mark.parametrize(
    ("version", "time", "words"),
    [("1", 2_000_001_000, "released already"), ("2", 2_000_000_001, "not later"), ("2", 5, "not later")],
)
def test_versions_and_times_only_go_forward(ledger: Ledger, version: str, time: int, words: str) -> None:
    with pytest.raises(HandoutsError, match=words):
        release(ledger, [START], version=version, time=time)


def test_the_file_is_sorted_one_entry_a_line_and_reads_back(ledger: Ledger, tmp_path: Any) -> None:
    path = write_ledger(tmp_path / "ledger.json", ledger)
    text = path.read_text("utf-8")
    assert json.loads(text)["format"] == 2
    assert [line.split('"key": ')[1].split(",")[0] for line in text.splitlines() if '"key"' in line] == [
        '"en.testus.map"',
        '"en.testus.one"',
        '"en.testus.two"',
    ]
    assert read_ledger(path) == ledger
    assert ledger_text(read_ledger(path)) == text


def test_no_file_is_an_empty_ledger(tmp_path: Any) -> None:
    assert read_ledger(tmp_path / "ledger.json") == Ledger()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"format": 1}, "format: 1 is not known to this version"),
        ({"decks": []}, "decks: must be written in {braces}"),
        ({"decks": {"a": 3}}, "decks.a: input should be a valid string"),
        ({"ordinals": []}, "ordinals: must be written in {braces}"),
        ({"ordinals": {"a": {"b": "1"}}}, "ordinals.a.b: input should be a valid integer"),
        ({"note_types": {"a": 3}}, "note_types.a: must be written in {braces}"),
        ({"notes": {"g": {**note("one"), "updated": "", "time": True}}}, "notes.g.time: input should be a valid int"),
        ({"notes": {"g": {**note("one"), "updated": ""}}}, "notes.g.time: is missing"),
        ({"media": {"a.svg": {"hash": "m", "time": -1}}}, "media.a.svg.time: -1 is no time"),
        ({"releases": [{}]}, r"releases\[1\].version: is missing"),
        (
            {"releases": [{"version": "1", "time": 99_999_999_999, "new": 0, "changed": 0, "retired": 0}]},
            r"releases\[1\].time: 99999999999 is no time in seconds from 1970 to 2100",
        ),
        ({"note": {}}, "note: unknown key; did you mean 'notes'?"),
    ],
)
def test_a_broken_ledger_is_named_with_its_key(
    ledger: Ledger, tmp_path: Any, change: dict[str, Any], words: str
) -> None:
    path = tmp_path / "ledger.json"
    path.write_text(json.dumps({**json.loads(ledger_text(ledger)), **change}))
    with pytest.raises(ContentError, match=r"^content/ledger\.json: " + words):
        read_ledger(path)


@pytest.mark.parametrize(
    ("text", "words"),
    [("{", "is not readable JSON"), ("[]", "must be written in {braces}"), ("{}", "format: is missing")],
)
def test_what_is_no_ledger_at_all_is_said_in_a_sentence(tmp_path: Any, text: str, words: str) -> None:
    (tmp_path / "ledger.json").write_text(text)
    with pytest.raises(ContentError, match=rf"content/ledger\.json: {words}"):
        read_ledger(tmp_path / "ledger.json")


def test_the_first_folder_that_has_a_ledger_is_taken(tmp_path: Any) -> None:
    own, packaged = tmp_path / "own", tmp_path / "packaged"
    own.mkdir()
    write_ledger(packaged / "ledger.json", Ledger())
    assert ledger_path([own, packaged]) == packaged / "ledger.json"
    write_ledger(own / "ledger.json", Ledger())
    assert ledger_path([own, packaged]) == own / "ledger.json"


def test_without_cards_a_released_muscle_is_a_mistake_and_a_new_one_is_none() -> None:
    assert harm(library([], "testus"), TEMPLATES, "en", ["testus"]) == []
    with pytest.raises(HandoutsError, match="no cards in gastrocnemius"):
        harm(library([], "gastrocnemius"), TEMPLATES, "en", ["gastrocnemius"])
