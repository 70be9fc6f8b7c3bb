"""Steps stand in the order in which they are read: from left to right, row by row."""

from __future__ import annotations

from handouts.drawing.shapes import Figure
from handouts.handout.document import Step, Steps, rich
from handouts.page.boxes import Box, Row, Stack
from handouts.page.layouts import Layouts
from handouts.page.look import Look
from handouts.page.pdf import PdfOptions, looks_of
from handouts.page.steps import steps
from handouts.tagged import Element
from tests.printed import theme


def picture(width: float, height: float, label: float) -> Figure:
    return Figure("picture", width, height, (), "", "")


def made(pictured: str, together: bool = False) -> list[Box]:
    """The boxes of steps, of which those with a `p` have a picture."""
    items = tuple(Step(rich("Press."), picture if each == "p" else None) for each in pictured)
    look = looks_of(theme(), PdfOptions(), Layouts()).usual

    def no_boxes(blocks: object, look: Look, parent: Element) -> list[Box]:
        return []

    return steps(Steps(items, together=together), look, Element("Document"), no_boxes)


def columns(box: Box) -> list[int]:
    """How many boxes stand below each other in each column of a row."""
    assert isinstance(box, Row)
    return [len(cell.children) if isinstance(cell, Stack) else 1 for cell in box.cells]


def test_words_between_pictures_never_stand_below_the_second_of_three() -> None:
    """Who reads along the row would go from the second picture to the third, and miss the steps between them."""
    first, third, fourth, last = made("ppwwp")
    assert len(columns(first)) == 2
    assert not isinstance(third, Row)
    assert not isinstance(fourth, Row)
    assert len(columns(last)) == 2, "the last picture and its words beside it"


def test_three_pictures_in_a_row_stay_a_row() -> None:
    row, *words = made("pppww")
    assert len(columns(row)) == 3
    assert len(words) == 2


def test_on_the_short_sheet_two_pictures_leave_the_third_column_to_the_last_steps() -> None:
    """Frames as wide as half the page would be so low for their width that heads are cut off."""
    (row,) = made("ppwww", together=True)
    assert columns(row) == [2, 2, 3]
