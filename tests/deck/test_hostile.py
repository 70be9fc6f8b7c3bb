"""Content that looks like markup or like Anki's own notation is shown as text and does nothing."""

from __future__ import annotations

import re
from html import unescape

import pytest

from handouts.deck.fields import JOINER, cloze_html, gap_names, mask_html, to_html
from handouts.deck.ledger import Ledger
from handouts.deck.package import apkg_bytes
from handouts.drawing.shapes import Figure
from tests.deck.world import Learner, cloze, library, packed, picture, question

HOSTILE = (
    "{{Question}} {{c9::no gap}} {{#Tags}}",
    "a::b }} :: {{",
    "<b>not bold</b> <script>alert(1)</script> <img src=x onerror=alert(1)>",
    "& &amp; &lt; \"quoted\" 'quoted'",
    "colon: one:two=three",
    "[sound:none.mp3] [latex]x[/latex] [$]x[/$] [$$]x[/$$] [anki:tts lang=en_US]x[/anki:tts]",
    r"\(x\) \[x\] C:\new",
    "עברית and العربية together",
    "Pneumonoultramicroscopicsilicovolcanoconiosis" * 6,
    "[% if x %] [[ x ]] [# x #]",
    "line one\nline two\x1fnot another field\x00",
    "<!-- not a comment",
    "e\u0301 composed",
)


def shown(side: str) -> str:
    """What a person reads: tags gone, entities read, invisible joiners gone."""
    text = re.sub(r"<script.*?</script>", "", side, flags=re.DOTALL).replace("<br>", "\n")
    return unescape(re.sub(r"<[^>]+>", "", text)).replace(JOINER, "")


def plain(text: str) -> str:
    return text.replace("\x1f", "").replace("\x00", "").replace("e\u0301", "é")


@pytest.fixture(scope="module")
def sides(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, str]]:
    cards = []
    for number, text in enumerate(HOSTILE):
        cards.append(question(f"q{number}", f"Q {text}", f"A {text}", hint=text, extra=text, reverse=f"R {text}"))
        cards.append(cloze(f"c{number}", f"{text} [[1::gap]] {text}", hint=text, extra=text))
        if "\n" not in text and "]]" not in text:
            cards.append(cloze(f"i{number}", f"In [[1::a {text} b::hint {text.replace('::', ';')}]] end"))
        cards.append(picture(f"m{number}", "attachments", f"H {text}", f"B {text}", topic="attachments"))
    learner = Learner(tmp_path_factory.mktemp("hostile"))
    package = packed(library(cards))
    assert learner.take(apkg_bytes(package, Ledger())) == {"new": len(cards)}
    problems = [p for p in learner.problems() if "fields of" not in p or "/m" in p]
    sides = learner.sides()
    names = set(learner.col.media.check().missing)
    assert problems == []
    assert names == set()
    learner.col.close()
    return sides


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_hostile_text_is_shown_as_it_is_written(sides: dict[str, tuple[str, str]], number: int) -> None:
    text = plain(HOSTILE[number])
    front, back = sides[f"testus.q{number}/1"]
    assert f"Q {text}" in shown(front)
    assert f"A {text}" in shown(back)
    assert f"R {text}" in shown(sides[f"testus.q{number}/2"][0])
    front, back = sides[f"testus.c{number}/1"]
    assert f"{text} [...] {text}" in shown(front)
    assert f"{text} gap {text}" in shown(back)
    front, back = sides[f"testus.m{number}/1"]
    assert f"H {text}" in shown(front)
    assert f"B {text}" in shown(back)
    if f"testus.i{number}/1" in sides:
        front, back = sides[f"testus.i{number}/1"]
        assert f"In a {text} b end" in shown(back)
        assert "In [hint" in shown(front)


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_hostile_text_makes_no_card_and_no_element(sides: dict[str, tuple[str, str]], number: int) -> None:
    assert [name for name in sides if name.startswith(f"testus.c{number}/")] == [f"testus.c{number}/1"]
    for name in (f"testus.q{number}/1", f"testus.c{number}/1"):
        for side in sides[name]:
            assert set(re.findall(r"<(\w+)", side)) <= {"div", "span", "hr", "details", "summary", "br", "b"}
            assert "onerror=alert" not in re.sub(r">[^<]*<", "><", side)
            assert r"\(" not in side
            assert "[sound:" not in side
            assert "anki-mathjax" not in side


def test_strong_words_are_bold_and_nothing_else_is_markup() -> None:
    assert to_html("a **b & c** *d*") == "a <b>b &amp; c</b> *d*"
    assert cloze_html("**[[1::a]]** b") == "<b>{{c1::a}}</b> b"
    assert cloze_html("[[1::**a** b::h]]") == "{{c1::<b>a</b> b::h}}"


def test_braces_and_colons_at_the_edge_of_a_gap_do_not_join_the_mark() -> None:
    assert cloze_html("[[1::{x}]]") == f"{{{{c1::{JOINER}{{x}}{JOINER}}}}}"


def test_an_edit_in_ankis_editor_does_not_wake_sleeping_text() -> None:
    """Anki's editor turns entities into characters; the joiner is a character, so it stays."""
    edited = unescape(to_html("{{c1::x}} [sound:a.mp3]"))
    assert "{{" not in edited
    assert "[sound:" not in edited


def test_gaps_are_known_by_what_is_missing() -> None:
    assert gap_names("[[1::a]] [[2::**b**]] [[1::c]] [[3::a]]") == {"a": 1, "b": 2, "c": 1, "a (3)": 3}


def test_masks_are_shares_of_the_picture_inside_it() -> None:
    figure = Figure("x", 200, 100, (), "", "", {})
    assert mask_html(2, [(10, 20, 60, 45)], figure) == (
        "{{c2::image-occlusion:rect:left=.0425:top=.185:width=.265:height=.28:oi=1}}"
    )
    assert "left=0:top=0:width=1:height=1:" in mask_html(1, [(-5, -5, 500, 500)], figure)
