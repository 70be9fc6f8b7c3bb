"""docs/deck.md tells a learner what survives an update: what it says is what real Anki does."""

from __future__ import annotations

from pathlib import Path

import pytest

from handouts.deck.ledger import Ledger
from handouts.deck.package import apkg_bytes
from tests.deck.survives import ALWAYS, CARDS, CASES, MENDED, OPTIONS, Case, measured, table
from tests.deck.world import Learner, Publisher, library, packed, question


def test_the_table_has_a_row_for_every_case_and_a_column_for_every_option() -> None:
    heading, *rows = table()
    assert heading == list(OPTIONS)
    assert [row[0] for row in rows] == [case.done for case in CASES]
    assert all(len(row) == len(OPTIONS) + 1 and all(row) for row in rows)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.done)
def test_what_is_said_of_the_options_that_anki_proposes_is_so(case: Case) -> None:
    (said,) = (row[1] for row in table() if row[0] == case.done)
    assert measured(case, {}) == said


def test_an_older_package_over_a_newer_one_changes_nothing(tmp_path: Path) -> None:
    publisher, learner = Publisher(), Learner(tmp_path)
    old = publisher.publish(packed(library(CARDS)))
    new = publisher.publish(packed(library(MENDED), publisher.ledger))
    learner.take(new)
    assert learner.take(old) == {"duplicate": len(CARDS)}
    assert learner.note("testus.ask")["Answer"] == "DOWN."
    assert learner.take(old, update_notes=ALWAYS)["updated"] == 1
    learner.close()


def test_a_part_and_then_the_whole_is_the_whole(tmp_path: Path) -> None:
    cards = (*CARDS, question("why", topic="causes"))
    learner = Learner(tmp_path)
    learner.take(apkg_bytes(packed(library(cards), subset=["causes"]), Ledger()))
    card = learner.answer("testus.why")
    assert learner.take(apkg_bytes(packed(library(cards)), Ledger())) == {"new": len(CARDS), "duplicate": 1}
    assert learner.col.get_card(card).reps == 1
    assert learner.problems() == []
    learner.close()


def test_cards_of_one_package_that_are_deleted_come_back_and_those_of_their_own_package_do_not(tmp_path: Path) -> None:
    """Why the cards to type and to hear have a package of their own."""
    package = packed(library(CARDS))
    assert package.extra
    together = apkg_bytes(package, Ledger())
    learner = Learner(tmp_path)
    learner.take(together)
    learner.take(apkg_bytes(package.extra, Ledger()))
    learner.col.decks.remove([learner.col.decks.by_name(name)["id"] for name in ("Muscles", "Muscles extra")])
    learner.take(together)
    assert learner.col.decks.by_name("Muscles")
    assert not learner.col.decks.by_name("Muscles extra")
    assert not learner.col.find_notes("key:*typed*")
    learner.close()


def test_notes_that_a_release_changed_have_its_tag_and_no_others(tmp_path: Path) -> None:
    publisher, learner = Publisher(), Learner(tmp_path)
    publisher.publish(packed(library(CARDS)))
    publisher.publish(packed(library(MENDED), publisher.ledger))
    package = packed(library(MENDED), publisher.ledger)
    learner.take(apkg_bytes(package, publisher.ledger))
    assert [n["Key"] for n in map(learner.col.get_note, learner.col.find_notes("tag:#Update::*"))] == ["testus.ask"]
    assert learner.note("testus.ask").has_tag("#Update::1.1")
    publisher.publish(packed(library((*MENDED, question("last"))), publisher.ledger))
    again = packed(library((*MENDED, question("last"))), publisher.ledger)
    assert learner.take(apkg_bytes(again, publisher.ledger)) == {"new": 1, "duplicate": len(MENDED)}
    learner.close()
