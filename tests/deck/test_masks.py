"""Image occlusion: a mask hides the number or the label of what it is named for, and not another's."""

from __future__ import annotations

import pytest

from handouts.deck.cards import Deck, make_deck
from handouts.deck.words import load_deck_words
from handouts.drawing.shapes import Figure, Text
from handouts.files import data_dir
from tests.deck.world import TEMPLATES
from tests.figures.geometry import mapped
from tests.printed import muscle


@pytest.fixture(scope="module")
def deck() -> Deck:
    from handouts.content.reader import load

    return make_deck(load([data_dir("content")]), ["gastrocnemius"], load_deck_words(TEMPLATES, "en"))


def hidden(figure: Figure, box: tuple[float, float, float, float]) -> set[str]:
    """The texts that a box lies over."""
    left, top, right, bottom = box
    texts = ((shape.text, places[0]) for shape, places in mapped(figure.shapes) if isinstance(shape, Text))
    seen = [text for text, (x, y) in texts if left - 0.5 <= x <= right + 0.5 and top - 0.5 <= y <= bottom + 0.5]
    return {word for text in seen for word in text.split()}


def names(key: str) -> set[str]:
    """What stands in a figure for an id: its number, or its label."""
    facts, words = muscle().facts, muscle().words
    numbers = {str(item.mark) for item in (*facts.trigger_points, *facts.attachments) if item.id == key}
    labels = [figure.labels[key].pro for figure in words.figures.values() if key in figure.labels]
    return numbers | {word for label in labels for word in label.split()}


def test_every_mask_hides_what_it_is_named_for(deck: Deck) -> None:
    seen = 0
    for note in deck.notes:
        for mask in note.masks:
            assert names(mask.key), mask.key
            for box in mask.boxes:
                found = hidden(deck.pictures[note.front or ""], box)
                assert found & names(mask.key), f"{note.key}: the mask of {mask.key} hides {found}"
                seen += 1
    assert seen > 10


def test_no_mask_leaves_a_number_or_label_of_its_own_in_sight(deck: Deck) -> None:
    for note in deck.notes:
        if note.masks:
            figure = deck.pictures[note.front or ""]
            all_hidden = set().union(*(hidden(figure, box) for mask in note.masks for box in mask.boxes))
            for mask in note.masks:
                drawn = [shape.text for shape, _ in mapped(figure.shapes) if isinstance(shape, Text)]
                shown = {word for text in drawn for word in text.split()} & names(mask.key)
                assert shown <= all_hidden


def test_a_mask_over_the_number_of_a_trigger_point_answers_with_it(deck: Deck) -> None:
    numbers = {point.id: point.mark for point in muscle().facts.trigger_points}
    answers = {mask.key: mask.answer for note in deck.notes for mask in note.masks if mask.key in numbers}
    assert set(answers) == set(numbers)
    for key, answer in answers.items():
        assert answer.startswith(f"Trigger point {numbers[key]}: ")
