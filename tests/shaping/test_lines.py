"""Lines: nothing is lost, nothing sticks out, and lines end where words do."""

from __future__ import annotations

import random

import pytest

from handouts.shaping.faces import installed
from handouts.shaping.lines import breaks, set_lines
from handouts.shaping.shape import is_mark

needs_scripts = pytest.mark.skipif(not installed("Arab"), reason="needs the fonts of the extra: handouts[scripts]")
needs_cjk = pytest.mark.skipif(not installed("JP"), reason="needs the fonts of the extra: handouts[cjk]")
NOTES = {
    "yo": "Ẹ jọ̀ọ́, ẹ tẹ iṣan ẹsẹ̀ yín fẹ́lẹ́fẹ́lẹ́ lẹ́ẹ̀mejì lójoojúmọ́.",
    "ar": "مرحباً يا علي، اضغط برفق لمدة 30–60 ثانية (كل يوم). اتصل على 0501-234-567 الآن.",
    "he": "שלום יעל, נא לתרגל 3–4 פעמים ביום (30 שניות) או 052-123-4567.",
    "th": "กรุณานวดกล้ามเนื้อน่องเบาๆวันละสองครั้งครั้งละสามสิบวินาที",
    "hi": "कृपया पिंडली की मांसपेशी को दिन में दो बार 30 सेकंड तक हल्के से दबाएँ।",
}


def texts(text: str, room: float) -> list[str]:
    return [line for line, _ in set_lines(text, "R", room)]


@needs_scripts
@pytest.mark.parametrize("room", [800, 2_500, 8_000, 30_000])
@pytest.mark.parametrize("note", NOTES.values(), ids=NOTES)
def test_no_letter_is_lost_and_nothing_sticks_out(note: str, room: float) -> None:
    lines = set_lines(note, "R", room)
    assert "".join(line for line, _ in lines) == note
    for line, runs in lines:
        spaces = 260 * (len(line) - len(line.rstrip()))  # the widest space of these fonts
        one_letter = len([char for char in line.strip() if not is_mark(char)]) <= 2
        assert sum(run.width for run in runs) - spaces <= room or one_letter


@needs_scripts
@pytest.mark.parametrize("seed", range(20))
def test_no_letter_of_any_mixture_is_lost(seed: int) -> None:
    draw = random.Random(seed)
    letters = [
        "a",
        "b",
        " ",
        "\u1ecd\u0300",
        "א",
        "ב\u05b8",
        "ع",
        "ل\u064e",
        "1-2",
        "(",
        ")",
        "ปิ่",
        "ก",
        "क्ष",
        "नि",
        "\u200c",
        ",",
    ]
    text = "x" + "".join(draw.choice(letters) for _ in range(200)).strip()
    assert "".join(texts(text, draw.uniform(500, 9_000))) == text


def test_lines_end_at_spaces() -> None:
    assert texts("Ẹ jọ̀ọ́ lẹ́ẹ̀mejì", 4_000) == ["Ẹ jọ̀ọ́ ", "lẹ́ẹ̀mejì"]


def test_a_word_wider_than_the_line_is_broken_between_letters() -> None:
    lines = texts("ọ̀" * 12, 2_000)
    assert len(lines) > 2
    assert all(line.count("\u0300") == len(line) / 2 for line in lines)  # no mark at the beginning of a line


@needs_scripts
def test_letters_that_are_joined_stay_together() -> None:
    assert not any(line.endswith("\u094d") for line in texts("क्षत्रिय" * 6, 2_000))


@needs_scripts
def test_a_zero_width_space_ends_a_word() -> None:
    assert texts("សូមម៉ាស្សា\u200bសាច់ដុំ", 6_000) == ["សូមម៉ាស្សា\u200b", "សាច់ដុំ"]


@needs_scripts
def test_a_dictionary_tells_where_words_end() -> None:
    pytest.importorskip("icu4py", reason="needs the dictionaries of the extra: handouts[breaks]")
    assert breaks("😀กรุณานวดกล้ามเนื้อ") == (1, 6, 9, 14, 19)


@needs_cjk
def test_chinese_breaks_anywhere_but_before_a_full_stop() -> None:
    assert breaks("按摩，小（腿）。") == (1, 3, 4, 8)
    lines = texts("请每天轻轻按摩小腿肌肉两次，每次30秒。如果疼痛加重，请立即停止。", 7_000)
    assert not any(line[0] in "，。" for line in lines)


@needs_cjk
def test_a_line_has_the_forms_of_the_whole_paragraphs_country() -> None:
    fonts = {run.font.name for _, runs in set_lines("直骨直骨直骨さくら", "R", 2_100) for run in runs}
    assert fonts == {"NotoSansJP-400"}


@needs_scripts
def test_brackets_over_a_line_end_keep_their_direction() -> None:
    lines = set_lines("שלום (abc def) אב", "R", 3_000)
    shown = ["".join(glyph.text for run in runs for glyph in run.glyphs) for _, runs in lines]
    assert len(shown) > 1
    brackets = [run.right_to_left for _, runs in lines for run in runs if set(run.text) & set("()")]
    assert brackets == [True, True]


@needs_scripts
def test_the_space_at_the_end_of_a_line_stands_at_its_end() -> None:
    first = set_lines("שלום abc def", "R", 4_400)[0]
    assert first[0] == "שלום abc "
    assert first[1][0].text == " "  # from left to right
