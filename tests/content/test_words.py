"""The words are plain, kind and safe, and the cards ask nothing that is wrong or contested as a fact."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any, get_args

import pytest

from handouts.check.gate import findings
from handouts.check.judged import judged
from handouts.check.reading import plain, reading, words
from handouts.content.library import Library, Muscle
from handouts.content.model import Topic
from handouts.content.reader import load
from handouts.content.safety import MOST_WORDS_IN_BOX, count_words, lost, safety_of
from handouts.content.texts import texts
from handouts.files import data_dir

CONTENT = Path(__file__).parents[2] / "content"
MAX_GRADE = 6.0

WORDS: dict[str, Any] = tomllib.loads((Path(__file__).parent / "words.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def muscle() -> Muscle:
    return load([CONTENT]).muscle("gastrocnemius", "en")


@pytest.fixture(scope="module")
def cards(muscle: Muscle) -> dict[str, str]:
    """All words of each card as one text."""
    return {key: plain(" ".join(card.model_dump().values())) for key, card in muscle.words.cards.items()}


def with_word(texts: list[tuple[str, str]], banned: list[str]) -> list[str]:
    pattern = re.compile(r"\b(?:" + "|".join(banned) + r")\b", re.IGNORECASE)
    return [f"{key}: {match[0]}" for key, text in texts if (match := pattern.search(plain(text)))]


# --- the handout; what holds for every muscle is judged by `handouts check`, see tests/check ---


def test_the_check_finds_nothing_in_the_calf() -> None:
    told = findings(load([CONTENT]), "gastrocnemius", "en")
    assert [each.message for each in told if each.severity != "notice"] == []


def test_what_was_wrong_in_the_source_material_is_not_said(muscle: Muscle) -> None:
    said = [(key, text) for key, text in texts(muscle.words.model_dump()) if not key.startswith("clinician.")]
    named = [
        (key, re.sub("ompartment syndrome|osterior compartment|compartment of the leg", "", text)) for key, text in said
    ]
    assert not with_word(named, WORDS["banned"])


@pytest.mark.parametrize("term", WORDS["terms"])
def test_term_is_explained_in_the_calfs_own_words(term: str, muscle: Muscle) -> None:
    about = judged(load([CONTENT]), muscle.id, "en", (data_dir("templates"),))
    first = next(text for said in about.said if term in (text := plain(said.text).casefold()))
    assert WORDS["terms"][term] in first


# --- the warning box ---


def test_the_calf_has_every_warning_of_its_set(muscle: Muscle) -> None:
    tiers = Counter(warning.item.tier for warning in muscle.warnings)
    assert tiers == {"now": 11, "today": 16, "check": 24, "stop": 6, "never": 6, "note": 1}
    cauda = [warning.item.id for warning in muscle.warnings if warning.module == "spine-cord-cauda"]
    assert cauda == ["saddle", "bladder", "both-legs", "back-leg"]


def test_warning_box_is_short_enough_to_be_read(muscle: Muscle) -> None:
    assert count_words(safety_of(muscle).box) <= MOST_WORDS_IN_BOX == 190


def test_warning_box_reads_at_grade_six(muscle: Muscle) -> None:
    assert reading((line.text for line in safety_of(muscle).box), "en", {}).flesch_kincaid <= MAX_GRADE


def test_no_line_is_without_a_warning_and_no_warning_without_a_line(muscle: Muscle) -> None:
    safety = safety_of(muscle)
    assert not lost(muscle, safety)
    lines = [line for part in safety.full for line in part.lines]
    assert sorted(key for line in lines for key in line.items) == sorted(w.key for w in muscle.warnings)
    assert all(line.items for line in (*safety.box, *safety.ticks, *safety.stop, *safety.never))


def test_what_must_not_be_lost_stands_in_the_box(muscle: Muscle) -> None:
    box = " ".join(line.text for line in safety_of(muscle).box)
    assert "harder to see on brown or black skin" in box
    assert "A blood clot can feel just like a tight muscle" in " ".join(w.words.text for w in muscle.warnings)
    assert "A blood clot can feel like a tight muscle" in " ".join(line.short for line in safety_of(muscle).notes)


def test_warnings_go_on_from_their_heading(library: Library) -> None:
    """They complete "Call now if:", or name a place, so they start small and have no full stop at their end."""
    for module in library.safety_words.values():
        for key, said in module.items.items():
            texts = [said.text, said.short, said.tick, said.next, *(b.text for b in module.bullets.values())]
            assert not [text for text in texts if re.match(r"[A-Z](?!&)", text)], key
            assert not [text for text in texts if text.endswith(".")], key


def test_no_warning_promises_that_light_pressure_is_safe(library: Library, muscle: Muscle) -> None:
    warnings = [said for module in library.safety_words.values() for said in module.items.values()]
    said = [" ".join((each.text, each.short, each.next)) for each in warnings]
    said += [text for _, text in texts(muscle.words.model_dump())]
    assert not [text for text in said if re.search(r"light pressure|light only|lightly only", text, re.IGNORECASE)]


def test_age_and_the_pill_count_only_with_new_pain_that_nobody_has_checked(muscle: Muscle) -> None:
    for warning in muscle.warnings:
        for text in (warning.words.text, warning.words.short):
            if re.search(r"over 65|\bpill\b|HRT", text):
                assert warning.key == "leg-clot.clot-new-weak"
                assert warning.item.tier == "check"
                assert "new" in text
                assert re.search(r"nobody has checked|unchecked", text)


def test_short_warnings_are_short(muscle: Muscle) -> None:
    assert all(len(warning.words.short) <= len(warning.words.text) for warning in muscle.warnings)


def test_purpose_points_to_the_warning_box(muscle: Muscle) -> None:
    assert "**Read the warning box first.**" in muscle.words.purpose


# --- the cards ---


def test_cards_cover_every_topic_in_learning_order(muscle: Muscle) -> None:
    topics = list(dict.fromkeys(card.topic for card in muscle.facts.cards))
    assert topics == list(get_args(Topic))


def test_each_trigger_point_is_asked_from_place_to_pain_and_back(muscle: Muscle) -> None:
    for point in muscle.facts.trigger_points:
        about = [card for card in muscle.facts.cards if card.trigger_point == point.id]
        assert {card.asks for card in about if card.kind == "pain-map"} == {None, "point"}, point.id
        assert [card for card in about if card.kind == "question" and card.figure_on == "back"], point.id


def test_a_point_that_must_not_be_pressed_says_so_where_it_is_found(muscle: Muscle, cards: dict[str, str]) -> None:
    kept = {point.id for point in muscle.facts.trigger_points if not point.press}
    found = [card.id for card in muscle.facts.cards if card.trigger_point in kept]
    assert found
    assert not [key for key in found if "do not press" not in cards[key]]


def test_every_card_has_sources_or_is_common_practice(muscle: Muscle) -> None:
    assert {card.evidence for card in muscle.facts.cards if not card.sources} <= {"practice"}


def test_gaps_count_from_one(muscle: Muscle) -> None:
    for key, card in muscle.words.cards.items():
        if card.text:
            gaps = [int(n) for n in re.findall(r"\[\[(\d+)::", card.text)]
            assert sorted(set(gaps)) == list(range(1, len(set(gaps)) + 1)), key
            assert 1 <= len(set(gaps)) <= 4, key
            assert len(plain(card.text).split()) <= 35, key


def test_no_template_marks(muscle: Muscle) -> None:
    for key, card in muscle.words.cards.items():
        for text in card.model_dump().values():
            assert "{{" not in text, key
            assert "}}" not in text, key


def test_a_card_asks_one_thing(muscle: Muscle) -> None:
    for key, card in muscle.words.cards.items():
        for asked in (card.question, card.reverse):
            assert len(words(asked)) <= 25, key
        for answer in (card.answer, card.reverse_answer):
            assert len(words(answer)) <= 12, key


def test_no_card_gives_its_answer_away(muscle: Muscle) -> None:
    for key, card in muscle.words.cards.items():
        for question, answer in ((card.question, card.answer), (card.reverse, card.reverse_answer)):
            assert not answer or plain(answer).rstrip(".").casefold() not in question.casefold(), key


@pytest.mark.parametrize("pattern", WORDS["never_asked"])
def test_no_card_asks_what_is_wrong_or_contested(pattern: str, cards: dict[str, str]) -> None:
    assert not [key for key, text in cards.items() if re.search(pattern, text, re.IGNORECASE)]


def test_contested_and_traditional_claims_say_so(muscle: Muscle, cards: dict[str, str]) -> None:
    grades = {card.id: card.evidence for card in muscle.facts.cards}
    for key, grade in grades.items():
        if grade == "contested":
            assert re.search(r"contested|do not agree", cards[key]), key
    for card in muscle.facts.cards:
        if card.topic in ("trigger-points", "causes"):
            assert card.evidence in ("traditional", "contested"), card.id
        if card.topic == "palpation":
            assert card.evidence == "practice", card.id
