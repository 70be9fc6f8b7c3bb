"""What a layout asks of personal text, and which answers make no difference."""

from __future__ import annotations

import io
import re

import pytest
from reportlab.lib.styles import ParagraphStyle

from handouts.page.personal import (
    MANY,
    USUAL,
    Fits,
    Lines,
    Memory,
    asked,
    has_room,
    questions,
    repaint_paragraph,
)
from handouts.style.fonts import font_name, register_fonts
from handouts.tagged import Element, canvas_maker

STYLE = ParagraphStyle("note", fontName="Helvetica", fontSize=10, leading=12)
SMALL = ParagraphStyle("small", fontName="Helvetica", fontSize=8, leading=10)


def lines(key: str, style: ParagraphStyle = STYLE) -> Lines:
    return Lines((key,), 200.0, style.fontName, style.fontSize, style)


@pytest.mark.parametrize(("spare", "room", "least", "most"), [(25, True, 0, 7), (0, True, 0, 5), (-1, False, 5, MANY)])
def test_only_the_sum_of_lines_is_asked_and_how_many_fit(spare: float, room: bool, least: int, most: int) -> None:
    with questions() as answers:
        assert has_room({lines("note.0"): (2, 2), lines("note.1"): (3, 3)}, spare) is room
    assert answers == {Lines(("note.0", "note.1"), 200.0, "Helvetica", 10, STYLE): (least, most)}


def test_what_is_asked_twice_narrows_the_range() -> None:
    with questions() as answers:
        for least, most in ((0, 9), (3, MANY), (0, 6)):
            asked(lines("note"), least, most)
    assert answers == {lines("note"): (3, 6)}


def test_other_questions_are_passed_on() -> None:
    name = Fits("name", 100.0, "Helvetica", 10)
    with questions() as answers:
        assert has_room({name: (1, 1)}, 0.0)
        assert not has_room({name: (1, 1), lines("note"): (4, 4)}, -13)
    assert answers == {name: (1, 1), lines("note"): (3, MANY)}


def test_texts_that_differ_in_size_are_asked_exactly() -> None:
    with questions() as answers:
        assert has_room({lines("note.0"): (2, 2), lines("note.1", SMALL): (3, 3)}, 100)
    assert answers == {lines("note.0"): (2, 2), lines("note.1", SMALL): (3, 3)}


def test_lines_end_with_a_space_beside_a_divided_word() -> None:
    """A word wider than the line is divided; the other lines still read back with a space at their ends."""
    register_fonts()
    font = font_name("R")
    style = ParagraphStyle("body", fontName=font, fontSize=12, leading=15, splitLongWords=1)
    text = "roll slowly over the calf and rest " * 3 + "W" * 70 + " and go on"
    canvas = canvas_maker(Element("Document"), title="-", lang="en", reserve={font: USUAL})(io.BytesIO())
    lines = re.findall(r"\((.*)\) Tj T\*", repaint_paragraph(canvas, 200, style, text))
    assert len(lines) > 5
    assert all(line.endswith(" ") for line in lines if "W" not in line)


def test_what_depends_on_a_person_is_not_remembered() -> None:
    memory: Memory[str] = Memory(8)
    key = object()
    made = iter(("first", "second", "third"))

    def ask() -> str:
        asked(lines("note"), 1, 1)
        return next(made)

    with questions() as answers:
        assert [memory.recall((key,), 1, ask) for _ in range(2)] == ["first", "second"]
        assert [memory.recall((key,), 2, lambda: next(made)) for _ in range(2)] == ["third", "third"]
    assert answers == {lines("note"): (1, 1)}


def test_what_was_made_from_other_objects_is_not_taken_for_the_same() -> None:
    memory: Memory[str] = Memory(8)
    one, other = ["equal"], ["equal"]
    assert memory.recall((one,), 1, lambda: "of one") == "of one"
    assert memory.recall((other,), 1, lambda: "of the other") == "of the other"
    assert memory.recall((one,), 2, lambda: "of another key") == "of another key"


def test_the_oldest_makes_room() -> None:
    memory: Memory[int] = Memory(2)
    keys = [object(), object(), object()]
    for number, key in enumerate(keys):
        memory.recall((key,), None, lambda number=number: number)  # type: ignore[misc]
    assert [memory.recall((key,), None, lambda: -1) for key in reversed(keys)] == [2, 1, -1]
