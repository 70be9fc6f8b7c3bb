"""Every warning reaches the patient: in the document, on the page, and in what a screen reader says."""

from __future__ import annotations

import itertools
import re

import pypdfium2
import pytest

from handouts.content.library import SafetyWarning
from handouts.content.model import Tier
from handouts.errors import HandoutsError
from handouts.handout import document as doc
from handouts.handout.document import plain, rich
from tests.printed import CALF, Preset, document, muscle, one_line, pdf, seen, tagged, walk
from tests.sample import sample
from tests.tagged.helpers import Node

PRINTED = [
    *(
        Preset(print=size, layout=layout, clinic=clinic)
        for size, layout, clinic in itertools.product(("normal", "large", "giant"), ("full", "do"), ("", "clinic"))
    ),
    *(Preset(print=size, sheets="1") for size in ("normal", "large", "giant")),
    *(Preset(print=size, sheets="1-4") for size in ("large", "giant")),
    Preset(paper="letter", layout="do", locale="en-US"),
    Preset(paper="letter", layout="do", locale="en-US", clinic="clinic", brief=True),
]
"""A clinic's letterhead and a note take room, which no warning may pay for; sheet 1 is safe to give alone."""
IN_FULL = [Preset(print=size, sheets=sheets) for size in ("normal", "large", "giant") for sheets in ("1-4", "4")]
"""What has the sheet of all warnings in full words."""
WARNINGS = {f"{warning.module}.{warning.item.id}": warning for warning in muscle().warnings}
TIERS: tuple[Tier, ...] = ("now", "today", "check", "stop", "never", "note")
EMERGENCY = {"en-GB": "999", "en-US": "911"}


def filled(text: str, locale: str = "en-GB") -> str:
    """A text of the content as it is printed, on one line, without marks."""
    limit = str(muscle().facts.dose.pressure_limit)
    return one_line(plain(rich(text.replace("{emergency}", EMERGENCY[locale]).replace("{limit}", limit))))


def said(warning: SafetyWarning, locale: str = "en-GB") -> str:
    """The words that must stand before the steps: those of the danger's bullet, or the warning's own, in short."""
    bullet = warning.bullet.text if warning.item.tier in ("now", "today") and warning.bullet else ""
    return filled(bullet or warning.words.tick or warning.words.short or warning.words.text, locale)


def blank(name: str, text: str, preset: Preset) -> bool:
    """Whether a warning, or what to do about it, is not in a text."""
    warning = WARNINGS[name]
    return said(warning, preset.locale) not in text or filled(warning.words.next, preset.locale) not in text


def in_full(text: str) -> list[str]:
    """The warnings that a text lacks in full words, or what to do about them."""
    return [
        name
        for name, warning in WARNINGS.items()
        if filled(warning.words.text) not in text or filled(warning.words.next) not in text
    ]


def versions(preset: Preset) -> list[tuple[doc.Block, ...]]:
    """All blocks of a document: as it is, and as it is for want of room."""
    parts = document(preset).parts
    usual = tuple(block for part in parts for block in part.blocks)
    drops = [
        tuple(b for other in parts for b in (drop.blocks if other is part else other.blocks))
        for part in parts
        for drop in part.drops
    ]
    return [usual, *drops]


def text_of(blocks: tuple[doc.Block, ...]) -> str:
    """All text of some blocks; each stretch of it whole, the solid line of the box without marks."""
    return one_line(" ".join(plain(each) for each in walk(blocks) if each and _is_rich(each)))


def _is_rich(thing: object) -> bool:
    return isinstance(thing, tuple) and all(isinstance(part, doc.Run) for part in thing)


def test_there_is_a_warning_of_every_tier() -> None:
    assert {warning.item.tier for warning in WARNINGS.values()} == set(TIERS)


@pytest.mark.parametrize("preset", [Preset(), Preset(sheets="1"), Preset(layout="do")], ids=lambda preset: preset.name)
@pytest.mark.parametrize("name", WARNINGS)
def test_every_warning_stands_in_the_document(name: str, preset: Preset) -> None:
    """Also in each version of the short sheet that has left something out."""
    for number, blocks in enumerate(versions(preset)):
        assert not blank(name, text_of(blocks), preset), f"{name} is in no block of version {number}"


def test_no_short_sheet_is_made_that_has_no_room_for_everything() -> None:
    """A letterhead with a footer and a long note on letter paper; no file rather than one with less on it."""
    with pytest.raises(HandoutsError, match=r"the short sheet has no room for all of .*: shorten the note"):
        pdf(Preset(paper="letter", layout="do", locale="en-US", clinic="clinic"))


def test_the_short_sheet_leaves_out_no_more_than_it_may() -> None:
    assert len(versions(Preset(layout="do"))) == 4
    assert len(versions(Preset(layout="do", clinic="clinic"))) == 5


def test_every_warning_stands_in_full_words_on_the_sheet_of_all_signs() -> None:
    (sheet,) = (part for part in document(Preset()).parts if part.sheet == 4)
    assert in_full(text_of(sheet.blocks)) == []


@pytest.mark.parametrize("preset", sample(PRINTED, 3), ids=lambda preset: preset.name)
def test_every_warning_can_be_read_on_the_page(preset: Preset) -> None:
    text = seen(preset)
    assert [name for name in WARNINGS if blank(name, text, preset)] == []


@pytest.mark.parametrize("preset", sample(PRINTED, 3), ids=lambda preset: preset.name)
def test_every_warning_is_in_the_structure_that_a_screen_reader_follows(preset: Preset) -> None:
    text = one_line(tagged(preset).text)
    assert [name for name in WARNINGS if blank(name, text, preset)] == []


@pytest.mark.parametrize("preset", sample(IN_FULL, 3), ids=lambda preset: preset.name)
def test_every_warning_in_full_words_can_be_read_and_heard(preset: Preset) -> None:
    assert in_full(seen(preset)) == []
    assert in_full(one_line(tagged(preset).text)) == []


@pytest.mark.parametrize("layout", ["full", "do"])
def test_every_tier_says_what_to_do_and_has_its_own_warnings(layout: str) -> None:
    """A warning under the wrong heading is as bad as none: "call now" and "get help today" are not the same."""
    for blocks in versions(Preset(layout=layout)):  # type: ignore[arg-type]
        (box,) = (block for block in walk(blocks) if isinstance(block, doc.WarningBox))
        assert box.title == "Stop. Do not massage. Get help if you have:"
        for (tier, route), row in zip(
            (("now", None), ("today", "hospital"), ("today", "advice")), box.tiers, strict=True
        ):
            own = [w for w in WARNINGS.values() if (w.item.tier, w.item.route) == (tier, route)]
            assert own
            assert {one_line(plain(item)) for item in row.items} == {said(warning) for warning in own}
        whom = [(row.label, row.number) for row in box.tiers]
        assert whom == [
            ("Call now", "999"),
            ("Get help today: go straight to", "A&E"),
            ("Get help today: call", "111"),
        ]
        assert plain(box.closing) == " ".join(said(w) for w in WARNINGS.values() if w.item.tier == "note")


@pytest.mark.parametrize("layout", ["full", "do"])
def test_every_condition_has_its_square_in_its_group(layout: str) -> None:
    (box,) = (block for block in walk(document(Preset(layout=layout)).parts) if isinstance(block, doc.TickBox))  # type: ignore[arg-type]
    assert box.title == "Check with us before you start"
    assert "Any tick? Talk to us first." in plain(box.lead)
    groups = {"blood": "Blood and clots", "health": "Your health", "part": "Your leg"}
    wanted = {
        title: {said(w) for w in WARNINGS.values() if (w.item.tier, w.item.group) == ("check", group)}
        for group, title in groups.items()
    }
    assert {group.title: {plain(item) for item in group.items} for group in box.groups} == wanted
    assert all(wanted.values())


@pytest.mark.parametrize("layout", ["full", "do"])
def test_every_sign_to_stop_at_says_what_to_do_next(layout: str) -> None:
    stops = [warning for warning in WARNINGS.values() if warning.item.tier == "stop"]
    for blocks in versions(Preset(layout=layout)):  # type: ignore[arg-type]
        panels = [block for block in walk(blocks) if isinstance(block, doc.Panel) and block.title == "Stop at once if:"]
        assert [panel.kind for panel in panels] == ["alert"]
        rules = [
            one_line(plain(item)) for block in walk(panels[0]) if isinstance(block, doc.Bullets) for item in block.items
        ]
        assert rules == [f"{said(stop)}: {filled(stop.words.next)}." for stop in stops]


@pytest.mark.parametrize("layout", ["full", "do"])
def test_the_places_never_to_press_stand_below_the_first_massage_steps(layout: str) -> None:
    """They are read where they are needed: after the steps of the first massage, and again with the other ways."""
    for blocks in versions(Preset(layout=layout)):  # type: ignore[arg-type]
        order = [block for block in walk(blocks) if isinstance(block, doc.Steps | doc.Paragraph)]
        never = [
            block for block in order if isinstance(block, doc.Paragraph) and "Never press here:" in plain(block.text)
        ]
        assert [block.sign for block in never] == ["keep-off"] * (2 if layout == "full" else 1)
        for text in (one_line(plain(block.text)) for block in never):
            assert all(said(warning) in text for warning in WARNINGS.values() if warning.item.tier == "never")
            assert "hollow behind the knee" in text
        first = next(index for index, block in enumerate(order) if isinstance(block, doc.Steps))
        assert first < order.index(never[0])


@pytest.mark.parametrize("layout", ["full", "do"])
def test_every_way_to_massage_points_to_the_places_never_to_press(layout: str) -> None:
    """On its own page, or with the number of the page where they are."""
    for part in document(Preset(layout=layout)).parts:  # type: ignore[arg-type]
        massage = [w for w in muscle().facts.techniques if w.use == "massage"]
        if any(isinstance(block, doc.Section) and block.id in [t.id for t in massage] for block in walk(part.blocks)):
            signs = [
                block for block in walk(part.blocks) if isinstance(block, doc.Paragraph) and block.sign == "keep-off"
            ]
            assert any("Never press here" in plain(block.text) for block in signs), part.id


@pytest.mark.parametrize("size", ["normal", "large", "giant"])
@pytest.mark.parametrize("layout", ["full", "do"])
def test_what_to_do_above_the_limit_is_heard_before_the_pain_scale(layout: str, size: str) -> None:
    """Whoever reads the scale has read when to stop; that the limit is a reason to stop is among it."""
    root = tagged(Preset(layout=layout, print=size))  # type: ignore[arg-type]
    heard = one_line(" ".join(_spoken(root)))
    limit = said(WARNINGS["leg-massage.s-limit"])
    assert limit in heard
    assert heard.index("Stop at once if:") < heard.index(limit) < heard.index("Pain scale from 0")


@pytest.mark.parametrize("size", ["normal", "large", "giant"])
@pytest.mark.parametrize("name", [CALF, "tibialis-anterior"])
def test_the_short_sheet_sends_to_the_tick_list_before_the_first_step(name: str, size: str) -> None:
    """In every print, with the page where the list is; the list sends back to the page where the warning box begins."""
    preset = Preset(layout="do", print=size, muscle=name)  # type: ignore[arg-type]
    heard = one_line(" ".join(_spoken(tagged(preset))))
    found = re.search(r"Before you start: tick the list on page (\d+)\.", heard)
    assert found
    first = document(preset).parts[0].blocks
    (steps,) = (block for block in first if isinstance(block, doc.Steps))
    assert found.start() < heard.index(one_line(plain(steps.items[0].text)))
    page = pypdfium2.PdfDocument(pdf(preset))[int(found[1]) - 1]
    listed = one_line(page.get_textpage().get_text_range())
    assert "Check with us before you start" in listed
    assert f"No tick? Go back to page {2 if size == 'giant' else 1}." in listed


def _spoken(node: Node) -> list[str]:
    """Text and alternatives in reading order."""
    if node.get("Alt"):
        return [node.get("Alt")]
    return [text for piece in node.pieces for text in ([piece] if isinstance(piece, str) else _spoken(piece))]
