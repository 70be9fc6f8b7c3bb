"""What the handouts of one run have in common: the same bytes with it as without, and nothing of anybody in it."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import replace
from types import FunctionType, ModuleType
from typing import Any

import pytest

from handouts.errors import HandoutsError
from handouts.handout.document import Block
from handouts.page import blocks, pages
from handouts.page.boxes import Box
from handouts.page.layouts import Layouts
from handouts.page.look import Look
from handouts.page.margins import Margins
from handouts.page.pdf import PdfOptions, left_out, to_pdf
from handouts.tagged import Element
from tests.printed import Preset, document, theme

PRESETS = (Preset(clinic="clinic"), Preset(clinic="clinic", layout="do"), Preset(clinic="clinic", print="large"))


def test_a_run_that_shares_layouts_makes_the_bytes_of_one_that_does_not() -> None:
    usual, short = document(Preset()), document(Preset(clinic="clinic", layout="do"))
    lines = replace(usual, imprint="Riverside Physiotherapy, Bridgetown. " * 30)
    alone = [to_pdf(each, theme()) for each in (usual, short, lines)]
    shared = Layouts()
    for _ in range(2):
        assert [to_pdf(each, theme(), None, shared) for each in (usual, short, lines)] == alone
    assert left_out(short, theme(), None, shared) == left_out(short, theme())


def test_a_block_that_was_measured_is_not_measured_again(monkeypatch: pytest.MonkeyPatch) -> None:
    measured: list[tuple[object, object]] = []

    def make_box(block: Block, look: Look, parent: Element) -> list[Box]:
        measured.append((block, look))
        return blocks.make_box(block, look, parent)

    monkeypatch.setattr(pages, "make_box", make_box)
    shared, one = Layouts(), document(Preset())
    to_pdf(one, theme(), None, shared)
    first = len(measured)
    assert first == len({(id(block), id(look)) for block, look in measured})
    to_pdf(replace(one, parts=tuple(map(replace, one.parts))), theme(), None, shared)  # other parts, the same blocks
    assert len(measured) == first


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_no_text_of_one_person_stays_in_it(preset: Preset) -> None:
    shared, options = Layouts(), PdfOptions(print=preset.print)
    to_pdf(document(preset), theme(), options, shared)
    left_out(document(preset), theme(), options, shared)
    found = list(texts(shared))
    if preset.print == "normal":
        assert any("massage" in text for text in found)  # what is for everybody is kept, and is looked into
    personal = ("Zebedee", "Quixote", "left leg. Ring us", "No hills")
    assert [text for text in found if any(words in text for words in personal)] == []


def texts(thing: Any) -> Iterator[str]:
    """Every text that is kept below a thing, in closures too; not what modules and classes hold."""
    seen: set[int] = set()
    queue = [thing]
    while queue:
        here = queue.pop()
        if id(here) in seen or isinstance(here, ModuleType | type):
            continue
        seen.add(id(here))
        if isinstance(here, str):
            yield here
        elif isinstance(here, FunctionType):
            queue += [here.__closure__, here.__defaults__]
        else:
            queue += gc.get_referents(here)


def test_a_character_that_the_font_lacks_is_told_as_the_documents() -> None:
    with pytest.raises(HandoutsError, match=r"^gastrocnemius: .*no glyph for '\U0001f9b5'"):
        to_pdf(replace(document(Preset()), running="\U0001f9b5"), theme())


def test_another_error_while_painting_is_not_told_as_the_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(*_: object) -> None:
        raise ValueError("a mistake of ours")

    monkeypatch.setattr(Margins, "draw_foot", wrong)
    with pytest.raises(ValueError, match="a mistake of ours"):
        to_pdf(document(Preset()), theme())
