"""Every warning reaches the patient: in the document, on the page, and in what a screen reader says."""

from __future__ import annotations

import itertools

import pytest

from handouts.content.library import SafetyWarning
from handouts.handout import document as doc
from handouts.handout.document import plain, rich
from tests.printed import Preset, document, muscle, one_line, seen, tagged, walk, words

PRINTED = [
    Preset(print=size, layout=layout, clinic=clinic)
    for size, layout, clinic in itertools.product(("normal", "large", "giant"), ("full", "do"), ("", "clinic"))
]
"""A clinic's letterhead and a note take room, which no warning may pay for."""
WARNINGS = {f"{warning.module}.{warning.item.id}": warning for warning in muscle().warnings}


def said(warning: SafetyWarning, layout: str) -> list[str]:
    """The wordings that will do: the short one where room is short, or beside the steps."""
    short = [warning.words.short] if warning.words.short and (layout == "do" or warning.item.tier == "never") else []
    return [one_line(plain(rich(text))) for text in (warning.words.text, *short)]


def test_there_is_a_warning_of_every_tier() -> None:
    assert {warning.item.tier for warning in WARNINGS.values()} == {"emergency", "today", "ask", "never", "stop"}


@pytest.mark.parametrize("layout", ["full", "do"])
@pytest.mark.parametrize("name", WARNINGS)
def test_every_warning_stands_in_the_document(name: str, layout: str) -> None:
    text = one_line("".join(plain(part) + " " for part in _texts(document(Preset(layout=layout)))))  # type: ignore[arg-type]
    assert any(wording in text for wording in said(WARNINGS[name], layout)), f"{name} is in no block"


def _texts(document: doc.Document) -> list[doc.Rich]:
    """Every stretch of text in the document, whole."""
    return [thing for thing in walk(document.parts) if thing and isinstance(thing, tuple) and _is_rich(thing)]


def _is_rich(thing: tuple[object, ...]) -> bool:
    return all(isinstance(part, doc.Run) for part in thing)


@pytest.mark.parametrize("preset", PRINTED, ids=lambda preset: preset.name)
def test_every_warning_can_be_read_on_the_page(preset: Preset) -> None:
    text = seen(preset)
    missing = [name for name, warning in WARNINGS.items() if not any(w in text for w in said(warning, preset.layout))]
    assert missing == []


@pytest.mark.parametrize("preset", PRINTED, ids=lambda preset: preset.name)
def test_every_warning_is_in_the_structure_that_a_screen_reader_follows(preset: Preset) -> None:
    text = one_line(tagged(preset).text)
    missing = [name for name, warning in WARNINGS.items() if not any(w in text for w in said(warning, preset.layout))]
    assert missing == []


@pytest.mark.parametrize("layout", ["full", "do"])
def test_every_tier_says_what_to_do_and_has_its_own_warnings(layout: str) -> None:
    """A warning under the wrong heading is as bad as none: "call now" and "ask us first" are not the same."""
    (box,) = (block for block in walk(document(Preset(layout=layout)).parts) if isinstance(block, doc.WarningBox))  # type: ignore[arg-type]
    for tier, row in zip(("emergency", "today", "ask"), box.tiers, strict=True):
        own = [warning for warning in WARNINGS.values() if warning.item.tier == tier]
        items = [one_line(plain(item)) for item in row.items]
        assert len(items) == len(own)
        assert all(set(said(warning, layout)) & set(items) for warning in own), tier
    first, second, third = (f"{row.label} {row.number}".lower() for row in box.tiers)
    assert "999" in first
    assert "now" in first
    assert "111" in second
    assert "today" in second
    assert "ask us first" in third


@pytest.mark.parametrize("layout", ["full", "do"])
def test_the_places_never_to_press_stand_below_the_first_massage_steps(layout: str) -> None:
    """They are read where they are needed: in the section of the first massage, after its steps."""
    blocks = list(walk(document(Preset(layout=layout)).parts))  # type: ignore[arg-type]
    massage = next(block for block in blocks if isinstance(block, doc.Section) and block.id == "roller")
    last_steps = max(index for index, block in enumerate(massage.blocks) if _has_steps(block))
    assert "Never press the hollow of the knee" in words(massage.blocks[last_steps + 1 :]).replace("  ", " ")


def _has_steps(block: doc.Block) -> bool:
    return any(isinstance(part, doc.Steps) for part in walk(block))


@pytest.mark.parametrize("size", ["normal", "large", "giant"])
@pytest.mark.parametrize("layout", ["full", "do"])
def test_when_to_stop_is_said_beside_the_pain_scale(layout: str, size: str) -> None:
    section = next(
        node
        for node in tagged(Preset(layout=layout, print=size)).all("Sect")  # type: ignore[arg-type]
        if any(str(figure.get("Alt")).startswith("Pain scale") for figure in node.all("Figure"))
    )
    assert "Stop at once if pain is sharp, shooting or above the limit" in one_line(section.text)
