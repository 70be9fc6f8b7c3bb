"""Every rule: a good muscle breaks none, and a copy that is spoiled in one place breaks the one that is meant."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from handouts.check import citations, deck, evidence, figures
from handouts.check.finding import Finding
from handouts.check.gate import findings
from handouts.check.judged import Judged, judged
from handouts.check.rules import RULES
from handouts.content.model import Card, CardWords, Source
from handouts.content.reader import open_library
from handouts.files import data_dir
from tests.check.spoil import GONE, MUSCLE, changed, judge
from tests.sample import sample

WAY = "doi, url or publisher"
EN, FACTS = f"muscles/{MUSCLE}/en.toml", f"muscles/{MUSCLE}/muscle.toml"
SOURCES = "shared/sources.toml"
ASKED, BASICS = "shared/cards/en.toml", "shared/cards/facts.toml"
AREAS = "body/areas.toml"
ZONE = "trigger_points[medial-belly].zones[inner-arch]"
POINT = "trigger_points[lateral-head-high]"
ELSEWHERE_ON_THE_FOOT = [{"surface": "foot", "along": [0.9, 0.95], "across": [0, 10]}]
CLOT = "safety/leg-clot/en.toml"
WORDS, SET = "words, 190 at most", "safety"
TITLE = "Where the pain may be"
CELLULITIS = "A patch of skin is hot, sore and swollen, and spreads. What is suspected?"
LONG = "The calf is sore and the foot is too and the knee is sore and so is the back of the leg and all of this hurts."
HARD = "Physiotherapists recommend continuous participation in individually appropriate activities. " * 3


def to(value: Any) -> Callable[[Any], Any]:
    return lambda old: value


def more(text: str) -> Callable[[Any], Any]:
    return lambda old: f"{old} {text}".strip()


def mixed(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Items of which those that are shared have another grade."""
    return [item | ({"evidence": "mixed"} if "shared" in item else {}) for item in items]


@dataclass(frozen=True)
class Spoiled:
    """What is changed in a copy of the calf, and the finding that follows."""

    rule: str
    file: str
    key: str
    change: Callable[[Any], Any]
    says: str
    at: str = ""
    """The key of the finding; the changed one when not given, `-` for none."""


EXAMPLES = [
    Spoiled("content", FACTS, "trigger_points[medial-belly].at", to([9, 0]), "on 'leg'"),
    Spoiled("todo.write", EN, "spots_note", to("TODO: a calm one"), "still says TODO: a calm one"),
    Spoiled("words.sentence", EN, "spots_note", to(LONG), "a sentence has 27 words, 25 at most: “The calf is sore"),
    Spoiled("words.mean", "plain/en.toml", "limits.mean", to(5), "words on average, 5 at most", "-"),
    Spoiled("words.grade", EN, "guides.tools.points.safe", to(HARD), "hardest: “Physiotherapists", "tools"),
    Spoiled("words.grade-all", "plain/en.toml", "grades", to([{"formula": "smog", "whole": 3}]), "SMOG grade 5", "-"),
    Spoiled("words.banned", EN, "spots_note", more("Rest prior to sport."), "has 'prior to': “Rest prior to sport.”"),
    Spoiled("words.jargon", EN, "spots_note", more("Feel the tibia."), "write “shin bone”"),
    Spoiled("words.term", EN, "purpose", more("Look for trigger points."), "'trigger points' stands here first"),
    Spoiled("words.claim", EN, "spots_note", more("It always helps."), "promises with 'always': “It always helps.”"),
    Spoiled("words.promise", EN, "spots_note", more("Light pressure is safe."), "says 'Light pressure is safe'"),
    Spoiled("words.spelling", EN, "spots_note", more("Its color is pale."), "write “colour”"),
    Spoiled("words.shouting", EN, "spots_note", more("Do NOT press."), "has 'NOT' in capitals: “Sore spots"),
    Spoiled("words.shouting", EN, "spots_note", more("Stop!"), "has an exclamation mark"),
    Spoiled(
        "words.side", EN, "figures.chair.alt", more("It is the left one."), "names a side, 'left': “It is the left"
    ),
    Spoiled(
        "words.times", EN, "techniques.find.steps.squeeze", more("Hold for 30 seconds."), "writes out '30 seconds'"
    ),
    Spoiled("words.passive", "plain/en.toml", "limits.passive", to(0.01), "name nobody who acts", "-"),
    Spoiled("words.you", "plain/en.toml", "limits.you", to(0.9), "speak to the reader, 90% at least", "-"),
    Spoiled("steps.verb", EN, "techniques.find.steps.squeeze", to("The outer half."), "does not say what to do"),
    Spoiled("steps.one-action", EN, "techniques.find.steps.squeeze", to("Sit, lift and roll."), "has 3 things to do"),
    Spoiled("steps.one-action", EN, "techniques.roller.steps.sit", more("Roll."), "has 4 things to do, 3 at most"),
    Spoiled("steps.many", "plain/en.toml", "limits.steps", to(4), "has 5 steps, 4 at most", "techniques.find.steps"),
    Spoiled("steps.short", EN, "techniques.roller.short.sore-spot", to("Hold."), "has other names in braces"),
    Spoiled("steps.label", EN, "techniques.roller.labels.roll", to(["only the upper half"]), "has 4 words, 3 at most"),
    Spoiled(
        "evidence.source", FACTS, "attachments[heel-bone].sources", to([]), "is graded 'well-supported' and has no"
    ),
    Spoiled(
        "evidence.same-claim", FACTS, "cards[insertion].evidence", to("mixed"), "but attachments.heel-bone is 'well"
    ),
    Spoiled("evidence.same-shared", FACTS, "notes", mixed, "is 'mixed', but 'risks'", "notes[risks].evidence"),
    Spoiled("citations.complete", SOURCES, "davies.year", to(GONE), "lacks year: ", "davies"),
    Spoiled("citations.complete", SOURCES, "behm-2020.incomplete", to(True), "lacks nothing: "),
    Spoiled("citations.admitted", SOURCES, "behm-2020.doi_unverified", to(True), "behm-2020", "-"),
    Spoiled("figures.alt", EN, "figures.pain-map.alt", to("A map."), "has 2 words in 1, at least 20 in 2 are needed"),
    Spoiled("figures.alt-repeats", EN, "figures.pain-map.alt", to(TITLE), "says what stands beside it"),
    Spoiled(
        "figures.alt-opens", EN, "figures.pain-map.alt", lambda old: f"Picture of a leg. {old}", "begins with 'Pic"
    ),
    Spoiled("figures.caption", EN, "figures.pain-map.caption", to(GONE), "is missing"),
    Spoiled(
        "figures.zone-nowhere", AREAS, "arch.parts", to(ELSEWHERE_ON_THE_FOOT), "'inner-arch' lies in no area", ZONE
    ),
    Spoiled(
        "figures.leaders",
        FACTS,
        POINT + ".at",
        to([0.213, 20]),
        "the line to 'mark.4.back' crosses",
        "figures[pain-map]",
    ),
    Spoiled(
        "safety.box", CLOT, "bullets.lungs.text", more("or a very odd and quite new feeling in the chest"), WORDS, SET
    ),
    Spoiled("safety.form", CLOT, "items.lung-breath.text", to("You cannot breathe"), "does not go on from a heading"),
    Spoiled("safety.form", CLOT, "bullets.lungs.text", more("at all."), "does not go on from a heading"),
    Spoiled("safety.short", CLOT, "items.lung-breath.short", more("when you walk, sit or lie down"), "is longer than"),
    Spoiled("safety.first", EN, "purpose", to("This sheet is for you."), "does not point to the warning box in strong"),
    Spoiled("pages.plan", EN, "purpose", more("Rest it now. " * 150), "page 1 (safe, A4) is ", "-"),
    Spoiled(
        "pages.short-sheet",
        EN,
        "techniques.roller.steps.lift",
        more("Rest it now. " * 150),
        "the short sheet has no room for all of ",
        "-",
    ),
    Spoiled(
        "clear.pemat", "plain/en.toml", "summary", to(["never said"]), "PEMAT-P item 11 is not met: a summary", "-"
    ),
    Spoiled(
        "clear.cdc", EN, "spots_note", more("It helps 30 % of people."), "CDC Index item 15 is not met: numbers", "-"
    ),
    Spoiled("codes.form", FACTS, "codes.fma", to("22541"), "which looks like FMA:22541"),
    Spoiled(
        "evidence.same-claim", BASICS, "cold-leg.evidence", to("mixed"), "safety.leg-circulation.cold-leg is 'well"
    ),
    Spoiled("deck.long-answer", ASKED, "map-cross.answer", to("a b c d e f g h i j k l m"), "has 13 words, 12 at most"),
    Spoiled("deck.one-fact", ASKED, "cold-leg.question", to("What is it, and what is done?"), "asks more than one"),
    Spoiled("deck.one-fact", ASKED, "cold-leg.answer", to("A blocked artery; an emergency."), "says more than one"),
    Spoiled("deck.coin-flip", ASKED, "clot-quiet.question", to("Can a clot be felt?"), "is answered by yes or no"),
    Spoiled("deck.coin-flip", ASKED, "latent-point.question", to("Latent or active?"), "'Latent' or 'active'"),
    Spoiled("deck.source", BASICS, "map-cross.sources", to([]), "is empty"),
    Spoiled("deck.given-away", ASKED, "map-cross.hint", to("It triggers pain, a trigger."), "says 'trigger', which"),
    Spoiled("deck.given-away", ASKED, "sepsis.question", to("What is sepsis?"), "has every word of its answer"),
    Spoiled(
        "deck.which-muscle", EN, "cards.insertion.question", to("Where does it insert?"), "does not say which muscle"
    ),
    Spoiled(
        "deck.given-away",
        EN,
        "cards.straight-knee.hint",
        to("Not the gastrocnemius."),
        "names the muscle, which is the",
    ),
    Spoiled("deck.picture", FACTS, "cards[insertion].figure", to(GONE), "though attachments.heel-bone has one"),
    Spoiled("deck.same-front", ASKED, "sepsis.question", to(CELLULITIS), "asks what shared.cellulitis asks"),
]
ELSEWHERE = {
    "words.no-lists",
    "evidence.contested",
    "figures.unused",
    "deck.guessed-gap",
    "approval.signed",
    "approval.review",
    "trace.where",
    "trace.every",
}
"""Rules with an example of their own, below or where approvals are tested."""


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: f"{each.rule}-{each.key}")
def test_what_is_spoiled_is_found(tmp_path: Path, example: Spoiled) -> None:
    changed(tmp_path, example.file, example.key, example.change)
    at = {"": example.key, "-": ""}.get(example.at, example.at)
    told = judge(tmp_path, example.rule)
    found = [each for each in told if each.rule == example.rule and each.key == at]
    assert [each for each in found if example.says in each.message], told
    assert all(each.severity == RULES[example.rule].severity for each in found)


def test_every_rule_has_its_spoiled_example() -> None:
    assert {each.rule for each in EXAMPLES} | ELSEWHERE == set(RULES)


@pytest.mark.parametrize("muscle", sample(open_library([data_dir("content")]).ids(), 3))
def test_a_good_muscle_gives_no_finding(muscle: str) -> None:
    library = open_library([data_dir("content")])
    told = [each for lang in library.languages(muscle) for each in findings(library, muscle, lang)]
    assert [each.message for each in told if each.severity != "notice"] == []


def test_a_language_without_word_lists_is_told(tmp_path: Path) -> None:
    for path in data_dir("templates").iterdir():
        if path.name != "plain":
            (tmp_path / path.name).symlink_to(path)
    library = open_library([data_dir("content")])
    (told,) = [each for each in findings(library, MUSCLE, "en", (tmp_path,)) if each.rule.startswith("words.")]
    assert (told.rule, told.severity) == ("words.no-lists", "notice")


def without(judge: Callable[[Judged], Iterable[Finding]], **facts: Any) -> list[Finding]:
    """What a judge says of the calf with other facts."""
    about = judged(open_library([data_dir("content")]), MUSCLE, "en", (data_dir("templates"),))
    other = replace(about.muscle, facts=about.muscle.facts.model_copy(update=facts))
    return list(judge(replace(about, muscle=other)))


def test_what_is_contested_must_be_told_to_the_patient() -> None:
    assert [(each.rule, each.key) for each in without(evidence.judge, certainty=(), cards=())] == [
        ("evidence.contested", "certainty")
    ]


def test_a_scene_that_nothing_shows_is_told() -> None:
    told = [each for each in without(figures.judge, techniques=(), cards=()) if each.rule == "figures.unused"]
    assert {"figures[chair]", "figures[thumbs]"} <= {each.key for each in told}
    assert "figures[pain-map]" not in {each.key for each in told}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("The gastrocnemius has a [[1::head]].", "has 'a' before its gap"),
        ("The gastrocnemius ends on the heel bone, the [[1::heel]].", "says 'heel' outside the gap as well"),
        ("The gastrocnemius crosses [[1::knee]], [[2::ankle]] and [[3::subtalar joint]].", "has 3 gaps"),
    ],
)
def test_a_gap_that_can_be_guessed_is_worth_knowing(text: str, says: str) -> None:
    (told,) = [each for each in told_of_a_gap(text) if each.rule == "deck.guessed-gap"]
    assert says in told.what
    assert told.severity == "notice"
    assert not [
        each for each in told_of_a_gap("The gastrocnemius ends on the [[1::calcaneus]].") if each.rule[:4] == "deck"
    ]


def told_of_a_gap(text: str) -> list[Finding]:
    """What is said of the cards of the calf when it has one, a sentence with gaps."""
    card = Card(id="gap", kind="cloze", topic="anatomy", evidence="traditional", sources=("davies",))
    about = judged(open_library([data_dir("content")]), MUSCLE, "en", (data_dir("templates"),))
    words = about.muscle.words.model_copy(update={"cards": {"gap": CardWords(text=text)}})
    muscle = replace(about.muscle, facts=about.muscle.facts.model_copy(update={"cards": (card,)}), words=words)
    return list(deck.judge(replace(about, muscle=muscle)))


def test_of_two_muscles_in_one_handout_each_name_tells_which_is_meant() -> None:
    card = Card(id="end", kind="question", topic="attachments", evidence="traditional", sources=("davies",))
    about = judged(open_library([data_dir("content")]), MUSCLE, "en", (data_dir("templates"),))
    facts = about.muscle.facts.model_copy(
        update={"cards": (card,), "latin": "musculus gemellus superior, musculus gemellus inferior"}
    )
    words = CardWords(question="Where does the gemellus inferior end?", answer="On the greater trochanter.")
    muscle = replace(about.muscle, facts=facts, words=about.muscle.words.model_copy(update={"cards": {"end": words}}))
    told = [each.rule for each in deck.judge(replace(about, muscle=muscle))]
    assert "deck.which-muscle" not in told


@pytest.mark.parametrize(("figure_on", "alike"), [("front", False), ("back", True)])
def test_a_picture_before_the_answer_tells_two_fronts_of_the_same_words_apart(figure_on: str, alike: bool) -> None:
    same = {"kind": "question", "topic": "anatomy", "evidence": "traditional", "sources": ("davies",)}
    shown = {"figure": "muscle", "figure_on": figure_on}
    cards = tuple(Card.model_validate({"id": name, **same, **shown}) for name in ("one", "two"))
    asked = CardWords(question="Which part of the gastrocnemius is this?", answer="The inner head.")
    about = judged(open_library([data_dir("content")]), MUSCLE, "en", (data_dir("templates"),))
    words = about.muscle.words.model_copy(update={"cards": {"one": asked, "two": asked}})
    muscle = replace(about.muscle, facts=about.muscle.facts.model_copy(update={"cards": cards}), words=words)
    told = [each.rule for each in deck.judge(replace(about, muscle=muscle))]
    assert ("deck.same-front" in told) == alike


def test_a_finding_names_file_and_key_and_says_why_and_what_to_do(tmp_path: Path) -> None:
    changed(tmp_path, EN, "spots_note", more("It always helps."))
    (told,) = [each for each in judge(tmp_path) if each.severity == "error"]
    assert (told.file, told.key) == (f"content/{EN}", "spots_note")
    assert told.what == "promises with 'always': “It always helps.”"
    assert told.mend == RULES["words.claim"].mend
    assert told.why == RULES["words.claim"].reason
    assert told.message.endswith(f"(words.claim: {told.why})")


@pytest.mark.parametrize(
    ("parts", "lacking"),
    [
        ({"author": ("Travell JG",), "title": "The Manual", "publisher": "Wilkins", "year": 1983}, []),
        ({"author": "NHS inform", "title": "Myelopathy", "url": "https://nhsinform.scot/", "year": 2024}, []),
        ({"author": ("Elias JJ",), "title": "An agonist", "container": "Am J Sports Med", "year": 2003}, [WAY]),
        ({"author": ("Hallegraeff J",), "title": "Stretching before sleep", "doi": "10.1016/S1836"}, ["year"]),
        ({"author": "Painalog", "note": "Read in a stored copy."}, ["title", "year", WAY]),
        ({"note": "Case report, as told by others."}, ["author", "title", "year", WAY]),
    ],
)
def test_a_work_says_what_it_lacks(parts: dict[str, Any], lacking: list[str]) -> None:
    assert citations.lacks(Source(id="x", **parts)) == lacking
