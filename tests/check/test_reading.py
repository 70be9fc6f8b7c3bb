"""The counters behind the reading grades, in English and German."""

from __future__ import annotations

import pytest

from handouts.check.plain import load_plain
from handouts.check.reading import Reading, plain, reading, sentences, syllables
from handouts.files import data_dir

ENGLISH = {
    1: "calf bone used sole",
    2: "muscle massage soreness tired little slowly roller swollen started stable",
    3: "area serious medial soleus position",
    4: "emergency diabetes",
}


@pytest.mark.parametrize(("word", "count"), [(w, n) for n, group in ENGLISH.items() for w in group.split()])
def test_english_syllables_are_counted(word: str, count: int) -> None:
    rules = load_plain((data_dir("templates"),), "en")
    assert rules
    assert syllables(word, "en", rules.syllables) == count


@pytest.mark.parametrize(
    ("word", "count"), [("Fuß", 1), ("geht", 1), ("Wade", 2), ("Bauer", 2), ("Minute", 3), ("Unterschenkel", 4)]
)
def test_german_syllables_are_counted(word: str, count: int) -> None:
    assert syllables(word, "de", {}) == count


def test_a_colon_does_not_end_a_sentence() -> None:
    text = "**Stop.** One thing: this one. And that?"
    assert sentences(text) == ["Stop.", "One thing: this one.", "And that?"]


def test_marks_and_gaps_are_no_words() -> None:
    assert plain("a **b** [[1::c::hint]]") == "a b c"


def test_words_are_counted_by_syllables_and_letters() -> None:
    assert reading(["Sit. Massage it slowly, emergency."], "en", {}) == Reading(5, 2, 10, 1, 2, 2)


def test_the_formulas_say_what_their_authors_wrote() -> None:
    """Worked out by hand for 100 words in 10 sentences with 150 syllables."""
    text = Reading(words=100, sentences=10, syllables=150, many=10, one=65, long=20)
    assert round(text.flesch_kincaid, 2) == 6.01
    assert round(text.ease, 2) == 69.78
    assert round(text.smog, 2) == 8.84
    assert round(text.amstad, 2) == 82.25
    assert round(text.wiener, 2) == 3.2
    assert round(text.lix, 2) == 30.0


def test_german_has_its_formulas_and_limits() -> None:
    rules = load_plain((data_dir("templates"),), "de")
    assert rules
    assert [each.formula for each in rules.grades] == ["amstad", "wiener", "lix"]
