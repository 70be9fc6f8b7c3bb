"""A file from a master is byte for byte the ordinary renderer's; nothing personal is in a master."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import product

import pytest

from handouts.batch.plan import Sources
from handouts.batch.press.masters import KEPT, Made, Press
from handouts.batch.press.typeset import CannotSetError, Typesetter, broken, broken_one_by_one
from handouts.batch.roster.row import Row
from handouts.batch.roster.setting import Setting
from handouts.page.layouts import Layouts
from handouts.page.personal import Lines, blocks_of, repaint_paragraph, reserved

from ..tagged.crosscheck import problems

pytestmark = pytest.mark.long

TEXT = (
    "roll slowly press gently your calf then rest breathe stop if it hurts more than usual keep the knee soft and warm "
    "(ok) a\\b 50% it's “fine” naïve Zürich well-known 3–4 £5"
)
WORDS = TEXT.split()
HARD = [
    "x",
    "Łódź is far away, and so is Αθήνα",
    "Привет " * 30,
    "Việt Nam " * 12,
    "a-b well-known " * 12,
    "W" * 400,
    "W" * 70 + " and then " * 20,
    "… – “q” ‘r’ €5 ½ ×",
    "ffi fl office Tj ET (BT) \\( \\051 " * 6,
    "hard\u00a0space " * 15,
    "soft\u00adhyphen " * 30,
    "(((\\)))",
    "tail-",
    "one\ntwo\n\nthree " + "and more " * 30,
    "<b>bold</b> &amp; **stars** <br/>",
    "a " * 300,
    "i" * 59 + " " + "m" * 30,
]
NAMES = [
    "Ann Lee",
    "José Ñúñez-Ødegård",
    "Margaret Elizabeth Thompson-Smith of the Long House By The Sea and the Hill",
    "Łukasz Żak",
    "Αθηνά",
    "",
    "(x) \\ %d %s",
]


def words(random_: random.Random, count: int) -> str:
    return " ".join(random_.choice(WORDS) for _ in range(count))


def rows(count: int, setting: Setting, seed: int) -> list[Row]:
    chance = random.Random(seed)
    made = []
    for number in range(count):
        note = chance.choice(["", words(chance, chance.randint(1, 70)), words(chance, 20), chance.choice(HARD)])
        date = chance.choice(["", "1 May 2026", "23 November 2026"])
        made.append(Row(number + 2, "", setting, chance.choice(NAMES), date, note))
    return made


def setting(source: Sources, layout: str = "full", size: str = "normal") -> Setting:
    choices = source.choices
    options = replace(choices.options, layout=layout)  # type: ignore[arg-type]
    return Setting("gastrocnemius", "en", options, replace(choices.page, print=size))  # type: ignore[arg-type]


def compare(source: Sources, rows: list[Row]) -> list[Made]:
    """Make the rows, check every one that came from a master with `==`, and return those."""
    press, layouts = Press(source), Layouts()
    made = [(row, press.make(row)) for row in rows]
    for row, file in made:
        if file.master is not None:
            assert b"".join(file.parts) == source.ordinary(row, layouts), row
    return [file for _, file in made if file.master is not None]


def test_one_page_sheets_are_the_ordinary_renderers(source: Sources) -> None:
    assert len(compare(source, rows(200, setting(source, "do"), 1))) > 60


@pytest.mark.parametrize(("size", "count", "fast"), [("normal", 50, 6), ("giant", 16, 1)])
def test_handouts_are_the_ordinary_renderers(source: Sources, size: str, count: int, fast: int) -> None:
    assert len(compare(source, rows(count, setting(source, "full", size), 2))) >= fast


def test_usual_rows_need_few_masters(source: Sources) -> None:
    chance = random.Random(3)
    usual = [
        Row(number, "", setting(source), f"Ann Person{number}", "1 May 2026", words(chance, chance.randint(2, 40)))
        for number in range(60)
    ]
    press = Press(source)
    assert sum(press.make(row).master is None for row in usual) <= 6


def test_a_master_has_nothing_personal(source: Sources) -> None:
    press = Press(source)
    first, second = (
        Row(number, "", setting(source), name, "1 May 2026", f"{name} rests on {name}'s left side.")
        for number, name in ((2, "Xaviera"), (3, "Yolanda"))
    )
    press.make(first)
    made = press.make(second)
    assert made.master is not None
    kept = repr(made.master.parts) + repr(made.master.pieces)
    assert "Xaviera" not in kept
    assert "Yolanda" not in kept
    assert b"Yolanda" in made.parts[1]


def test_rows_do_not_depend_on_the_other_rows(source: Sources) -> None:
    row = Row(2, "", setting(source), "José", "", "Zürich")
    alone = Press(source).make(row)
    press = Press(source)
    for other in rows(6, setting(source), 4):
        press.make(other)
    assert press.make(replace(row)).sha256 == alone.sha256


def test_files_are_tagged_and_sound(source: Sources) -> None:
    press = Press(source)
    for name in ("Ann", "Eve", "José"):
        made = press.make(Row(2, "", setting(source), name, "", "Start low and go slow."))
        assert problems(b"".join(made.parts)) == []


def test_masters_in_memory_are_bounded(source: Sources, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handouts.batch.press.masters.KEPT", 2)
    press = Press(source)
    for lines in (1, 2, 3, 4, 1):
        press.make(Row(2, "", setting(source, "do"), "", "", "\n".join(["x"] * lines)))
    assert sum(len(family.layouts) for family in press._families.values()) <= 2
    assert KEPT > 2


def test_lines_break_alike_however_they_are_added_up() -> None:
    chance = random.Random(8)
    for _ in range(2000):
        space, width = chance.choice([2.5, 3.1]), chance.choice([40.0, 100.0, 333.3])
        own = [chance.choice([5.0, 10.0, 12.5, chance.uniform(1, 40)]) for _ in range(chance.randint(0, 60))]
        if chance.random() < 0.5 and own:  # a line that ends at the edge, to the last digit
            own[-1] = width - sum(own[-4:-1]) - space * min(3, len(own) - 1)
        own = [min(max(word, 0.1), width) for word in own]
        fast, slow = (how(own, width, space, 0.05) for how in (broken, broken_one_by_one))
        assert [line[:2] for line in fast] == [line[:2] for line in slow]
        squeezed = [(a, b) for (_, _, a), (_, _, b) in zip(fast, slow, strict=True) if min(a, b) <= 0]
        assert all(a == b for a, b in squeezed)


@pytest.mark.parametrize("text", [*HARD, *(words(random.Random(seed), 5 + seed) for seed in range(120))])
def test_text_is_set_as_reportlab_sets_it(source: Sources, text: str) -> None:
    from handouts.page.look import _paragraph_style

    style = _paragraph_style(source.theme.styles("normal")["body"], "#1A1A1A")
    text = " ".join(text.split("\n"))
    font = style.fontName
    setter = Typesetter({font: reserved(blocks_of(text), font)})
    for width in (120.0, 333.3, 481.0):
        stream = repaint_paragraph(setter._canvas, width, style, text)
        try:
            set_here = setter._body(text, Lines(("note",), width, font, style.fontSize, style))
        except CannotSetError:
            assert "\xad" in text
            return
        assert set_here in stream
        assert stream.split(set_here)[0].endswith("/P <</MCID 0>> BDC\n")
        assert stream.split(set_here)[1].startswith("EMC\nET\n")


def test_a_long_date_beside_long_words_for_the_sides_is_no_layout_of_its_own(source: Sources) -> None:
    """The line of the shoulder blade had less room than a date takes: each row was rendered, at 200 times the time."""
    choices = source.choices
    left = Setting("infraspinatus", "en", replace(choices.options, side="left", sheets=(1,)), choices.page)
    dates = ("23 November 2026", "1 May 2026", "30 September 2026")
    names = ("Ann Lee", "Grace Hopper", "Margaret Thompson", "Bo Ek")
    made = compare(
        source, [Row(n + 2, "", left, name, date, "") for n, (name, date) in enumerate(product(names, dates))]
    )
    assert len(made) == 10
