"""The reading copy: every item that is signed stands in it, with its id, its grade, its sources and a box to tick."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from handouts.approval.file import WORDS
from handouts.content.library import Muscle
from handouts.handout.document import Document, Picture, Section, Table, plain
from handouts.review.content import content_of
from handouts.review.sign_off import Proposal, propose
from handouts.style.words import Locale, Strings, load_locale
from tests.printed import figures, walk


@pytest.fixture(scope="module")
def proposal(calf: Muscle, strings: Strings, templates: Any) -> Proposal:
    places = [load_locale(templates, tag) for tag in ("en-GB", "en-IE")]
    content, day = content_of(calf, strings), date(2026, 3, 1)
    return propose(content, strings, places, "Sample Reviewer, sample role", day, date(2027, 3, 1), deck=True)


@pytest.fixture(scope="module")
def copy(proposal: Proposal) -> Document:
    return proposal.reading_copy()


def rows(document: Document) -> list[tuple[str, ...]]:
    """The rows with a box to tick: id, words, evidence and sources."""
    tables = [block for block in walk(document.parts) if isinstance(block, Table) and len(block.head) == 4]
    return [tuple(plain(cell) for cell in row) for table in tables for row in table.rows]


def test_every_sentence_warning_fact_and_card_has_a_row_and_a_box(proposal: Proposal, copy: Document) -> None:
    listed = [item for item in proposal.items if item.kind != "locale"]
    found = [row for row in rows(copy) if row[3] == "☐"]
    assert len(found) == len(listed)
    assert {item.id for item in listed} == {row[0].replace(". ", ".").replace("_ ", "_") for row in found}


def test_a_text_that_no_page_holds_goes_on_in_another_row(proposal: Proposal, copy: Document) -> None:
    (item,) = [item for item in proposal.items if item.id == "order"]
    said = [row[1] for row in rows(copy) if row[0] == "order"]
    assert len(item.text) > 2000
    assert len(said) > 1
    assert "leg-clot.lung-breath" in said[0]
    assert "leg-massage.s-faint" in " ".join(said[1:])
    assert max(len(row[1]) for row in rows(copy)) <= 1000


def test_a_sentence_has_its_grade_and_its_sources(copy: Document) -> None:
    (row,) = [row for row in rows(copy) if row[1] == "Let the foot hang loose."]
    assert row == ("guides. before. points. loose", "Let the foot hang loose.", "practice", "☐")
    assert any(row[2].startswith("well-supported: ") and "nhs-dvt" in row[2] for row in rows(copy))


def test_every_figure_is_there(calf: Muscle, copy: Document) -> None:
    pictures = [block for block in walk(copy.parts) if isinstance(block, Picture)]
    assert len(pictures) == len(calf.facts.figures) == len(figures(copy.parts))
    ids = [block.id for block in walk(copy.parts) if isinstance(block, Section)]
    assert {f"figure-{spec.id}" for spec in calf.facts.figures} <= set(ids)


def test_the_places_and_the_dose_stand_on_the_first_page(copy: Document) -> None:
    said = " ".join(
        plain(cell) for block in walk(copy.parts[0]) if isinstance(block, Table) for r in block.rows for cell in r
    )
    for word in ("en-GB", "999", "111", "en-IE", "112 or 999", "pressure", "3–4"):
        assert word in said


def test_no_sentence_has_a_name_to_fill_in_that_the_place_fills(
    proposal: Proposal, copy: Document, locale: Locale
) -> None:
    words = {row[1] for row in rows(copy)}
    assert not any("⟨" in said or "{" in said for said in words)
    assert any(f"Call {locale.advice}" in said for said in words)
    assert sum(item.kind == WORDS for item in proposal.items) > 500
