"""Glyphs: which fonts, in which order, and what cannot be printed."""

from __future__ import annotations

import unicodedata

import pytest

from handouts.shaping.faces import country_of, installed, script_name
from handouts.shaping.shape import clusters, has_loose_marks, shape, unprintable, width
from handouts.style.fonts import simple, text_width

needs_scripts = pytest.mark.skipif(not installed("Arab"), reason="needs the fonts of the extra: handouts[scripts]")
needs_cjk = pytest.mark.skipif(not installed("JP"), reason="needs the fonts of the extra: handouts[cjk]")


def fonts(text: str) -> list[str]:
    return [run.font.name.removesuffix("-400") for run in shape(text, "R")]


# --- marks ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["ọ̀", "Ọ̀", "ị́", "ẹ́", "ụ́", "Ą́", "ū́", "G̃", "ą́", "M̄", "X̌", "n̈", "о́", "ǫ́", "ą̊", "ɛ̃", "Ɔ̀"])
def test_a_mark_stands_over_its_letter(text: str) -> None:
    text = unicodedata.normalize("NFC", text)
    assert not simple(text)
    (run,) = shape(text, "S")
    letter, *marks = run.glyphs
    assert all(mark.advance == 0 for mark in marks)  # the next letter is where it would be without
    for mark in marks:
        assert -letter.advance < mark.x < 0  # back over the letter


def test_a_mark_does_not_make_text_wider() -> None:
    assert width("Adebayo\u0323\u0300", "R") == pytest.approx(width("Adebayo\u0323", "R"))
    assert text_width("\u1ecd\u0300", "R", 10) == pytest.approx(text_width("\u1ecd", "R", 10), abs=0.1)


@pytest.mark.parametrize("text", ["Ann", "Zoë Møller", "Nguyễn Thị Thuỳ Dương", "Ελένη", "Ἀθηνᾶ", "Мария", "½ – “ok”"])
def test_what_the_typeface_prints_stays_its_own(text: str) -> None:
    assert simple(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize("text", ["\u0301", " \u0301", "Ann \u0301", "\u200d\u0301", "a \u0301b", "a\u0301 \u0302"])
def test_a_mark_without_a_letter_is_found(text: str) -> None:
    assert has_loose_marks(text)


def test_a_letter_under_a_tower_of_marks_is_found() -> None:
    assert has_loose_marks("a" + "\u0301\u0323" * 4)
    assert not has_loose_marks("a" + "\u0301\u0323" * 3)


@pytest.mark.parametrize("text", ["a\u0301", "a\u0301\u0302", "\u1ecd\u0300 \u1ecd\u0300"])
def test_a_mark_with_its_letter_is_none(text: str) -> None:
    assert not has_loose_marks(text)


@needs_scripts
@pytest.mark.parametrize("text", ["श्रीमती", "චන්‍ද්‍ර", "র‍্যাব", "ဒေါ်အောင်", "សុខ ចាន់ដារ៉ា", "مُحَمَّدٌ", "בַּת־שֶׁבַע", "ปิ่น"])
def test_the_marks_of_a_script_have_their_letters(text: str) -> None:
    assert not has_loose_marks(text)


@needs_scripts
def test_a_sign_that_joins_nothing_is_found() -> None:
    assert has_loose_marks("क\u094d\u094d\u093f")


# --- fonts and runs ------------------------------------------------------------------------------------------


def test_what_is_together_stays_in_one_font() -> None:
    text = "ọ̀👩🏽\u200d🦱🇳🇬🇩🇪क\u200dष"
    assert [text[a:b] for a, b in clusters(text)] == ["ọ̀", "👩🏽\u200d🦱", "🇳🇬", "🇩🇪", "क\u200d", "ष"]


@needs_scripts
def test_a_line_of_several_scripts_has_several_fonts() -> None:
    assert fonts("Ali (علي)") == ["SourceSans3", "NotoSansArabic", "SourceSans3"]
    assert fonts("שרה 12") == ["SourceSans3", "NotoSansHebrew"]  # from left to right
    assert fonts("कीर्ति शर्मा") == ["NotoSansDevanagari"]
    assert fonts("🙂 ok") == ["NotoEmoji", "SourceSans3"]


@needs_scripts
def test_letters_join_and_stack() -> None:
    joined = {glyph.number for run in shape("ععع", "R") for glyph in run.glyphs}
    assert len(joined) == 3  # first, middle and last form
    (stack,) = shape("क्ष", "R")
    assert [glyph.text for glyph in stack.glyphs] == ["क्ष"]


@needs_scripts
def test_a_joiner_parts_letters() -> None:
    whole, parted = (len({g.number for run in shape(t, "R") for g in run.glyphs}) for t in ("علیرضا", "علی\u200cرضا"))
    assert whole != parted or shape("علیرضا", "R")[0].width != shape("علی\u200cرضا", "R")[0].width


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("张伟", "SC"),
        ("陳美麗", "TC"),
        ("髙橋 さくら", "JP"),
        ("김민준", "KR"),
        ("渡辺 恵", "JP"),
        ("佐藤", "SC"),
        ("髙橋", "JP"),
        ("Ann", "SC"),
    ],
)
def test_chinese_characters_have_the_forms_of_a_country(text: str, country: str) -> None:
    assert country_of(text) == country


@needs_cjk
def test_each_country_has_its_font() -> None:
    assert [fonts(text) for text in ("张伟", "陳美麗", "髙橋", "김민준")] == [
        ["NotoSansSC"],
        ["NotoSansTC"],
        ["NotoSansJP"],
        ["NotoSansKR"],
    ]


# --- what cannot be printed ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "script"),
    [("ᏣᎳᎩ", "Cherokee"), ("བསྟན", "Tibetan"), ("ܡܪܝܡ", "Syriac"), ("ⵉⵎⴰⵣ", "Tifinagh"), ("ᠮᠣᠩ", "Mongolian")],
)
def test_a_script_without_a_font_is_named(text: str, script: str) -> None:
    found = unprintable(f"Ann {text}")
    assert found is not None
    assert (found.scripts, found.extras) == ((script,), ())
    assert "A" not in found.characters


@pytest.mark.usefixtures("core_fonts")
@pytest.mark.parametrize(
    ("text", "script", "extra"),
    [
        ("علي", "Arabic", "scripts"),
        ("יעל", "Hebrew", "scripts"),
        ("कीर्ति", "Devanagari", "scripts"),
        ("ნინო", "Georgian", "scripts"),
        ("张伟", "Chinese", "cjk"),
        ("さくら", "Japanese", "cjk"),
        ("김민준", "Korean", "cjk"),
    ],
)
def test_the_extra_that_brings_a_font_is_named(text: str, script: str, extra: str) -> None:
    found = unprintable(text)
    assert found is not None
    assert (found.scripts, found.extras) == ((script,), (extra,))


@pytest.mark.usefixtures("core_fonts")
def test_two_scripts_are_both_named() -> None:
    found = unprintable("علي 张伟")
    assert found is not None
    assert found.scripts == ("Arabic", "Chinese")
    assert found.extras == ("scripts", "cjk")


def test_scripts_have_the_names_that_people_use() -> None:
    assert [script_name(char) for char in "aжאこ中한ะ1\U000103a0ᥐ"] == [
        "Latin",
        "Cyrillic",
        "Hebrew",
        "Japanese",
        "Chinese",
        "Korean",
        "Thai",
        "",
        "Old Persian",
        "Tai Le",
    ]
