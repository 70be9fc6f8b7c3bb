"""Odd text: what reads back, what is left out, and what is refused."""

from __future__ import annotations

import io
import random
from typing import Any
from xml.sax.saxutils import escape

import pypdf
import pytest
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle

from handouts.tagged import Element, TaggedList, TaggedParagraph, TaggedTable, missing_glyphs
from handouts.tagged.document import clean_to_unicode

from .crosscheck import problems
from .helpers import BODY, FONT, LONG, build, paint, tree


def read(markup: str, style: Any = BODY) -> str:
    data = build(lambda root: [TaggedParagraph(markup, style, root.add("P"))])
    assert problems(data) == []
    return tree(data).text.strip()


@pytest.mark.parametrize("alignment", [0, TA_CENTER, TA_RIGHT, TA_JUSTIFY])
@pytest.mark.parametrize("markup", [LONG * 6, f"<b>Note:</b> {LONG * 3}<i>{LONG * 3}</i>"])
def test_words_stay_apart_at_line_ends(markup: str, alignment: int) -> None:
    plain = markup
    for tag in ("<b>", "</b>", "<i>", "</i>"):
        plain = plain.replace(tag, "")
    style = ParagraphStyle("aligned", parent=BODY, alignment=alignment)
    assert read(markup, style).split() == plain.split()


def test_words_stay_apart_for_other_readers() -> None:
    data = build(lambda root: [TaggedParagraph(LONG * 6, BODY, root.add("P"))])
    (page,) = pypdf.PdfReader(io.BytesIO(data)).pages
    assert page.extract_text().split() == (LONG * 6).split()


def test_lines_of_one_element_painted_by_hand_stay_apart() -> None:
    def draw(canvas: Any, root: Element) -> None:
        with canvas.tag(root.add("P")):
            canvas.drawString(20, 200, "the flat of your")
            canvas.drawRightString(200, 180, "fingers")

    assert tree(paint(draw)).text == "the flat of your fingers "


def test_a_divided_word_is_not_torn_apart() -> None:
    assert read("self-" * 30 + "massage") == "self-" * 30 + "massage"
    address = "https://example.org/" + "".join(str(number) for number in range(100))
    assert read(f"{address} end") == f"{address} end"
    assert read(f"<b>See</b> {address} end") == f"See {address} end"
    word = "Be\xadhand\xadlungs\xadmög\xadlich\xadkeit"
    for start in ("So:", "<b>So:</b>"):
        back = read(f"{start} {' '.join([word] * 60)}")
        assert back.count("\xad") >= 3  # of the soft hyphens those that show
        assert back.replace("\xad", "").split() == ["So:", *[word.replace("\xad", "")] * 60]


def test_a_hyphen_that_ends_a_word_keeps_its_space() -> None:
    words = " ".join(["Hals- und Na\xadcken\xadmus\xadkeln"] * 30)
    assert read(words).replace("\xad", "") == words.replace("\xad", "")


def test_a_dash_of_its_own_at_a_line_end_keeps_its_space() -> None:
    words = " ".join(["5 - 6 weeks"] * 40)
    assert read(words) == words


@pytest.mark.parametrize(
    ("text", "back"),
    [
        ("5\xa0minutes", "5 minutes"),  # ReportLab paints a space
        ("a\u200bb\u2060c", "abc"),
        ("\u200fmark\u200e \u202aand\u202c \ufeffmore", "mark and more"),
        ("Straße, Łódź, İstanbul, Việt, Ωμέγα, Жизнь", "Straße, Łódź, İstanbul, Việt, Ωμέγα, Жизнь"),
        ("“quoted” – ½ × 3 … €", "“quoted” – ½ × 3 … €"),
        ("a\\b (c) [d] {e} %f /g", "a\\b (c) [d] {e} %f /g"),
        ("1 < 2 & 3 > 2 <b>no markup</b>", "1 < 2 & 3 > 2 <b>no markup</b>"),
        ("tab\tand\nline", "tab and line"),
    ],
)
def test_escaped_text_reads_back(text: str, back: str) -> None:
    assert read(escape(text)) == back


def test_text_painted_by_hand_loses_its_invisible_characters() -> None:
    def draw(canvas: Any, root: Element) -> None:
        with canvas.tag(root.add("P")):
            canvas.drawString(20, 200, "a\u200bb\xadc\u200f d")

    assert tree(paint(draw)).text == "abc d "


@pytest.mark.parametrize("text", ["smile 😀", "कोर", "中文", "control \x07", "old \ud7ff"])
def test_a_missing_glyph_is_refused_by_name(text: str) -> None:
    missing = missing_glyphs(FONT, text)
    assert missing
    assert set(missing) <= set(text)

    def draw(canvas: Any, root: Element) -> None:
        with canvas.tag(root.add("P")):
            canvas.drawString(20, 200, text)

    with pytest.raises(ValueError, match=f"no glyph for .*U\\+{ord(missing[0]):04X}"):
        paint(draw)


def test_missing_glyphs_counts_each_once_and_not_what_is_invisible() -> None:
    assert missing_glyphs(FONT, "Plain text, Ångström.\n\t") == ""
    assert missing_glyphs(FONT, "a\xa0b\xadc\u200f\u200b\ufeff") == ""
    assert missing_glyphs(FONT, "😀 and 😀, 中") == "😀中"
    assert missing_glyphs("Helvetica", "a 中") == "中"


def test_any_text_the_font_has_gives_a_sound_file() -> None:
    rng = random.Random(4)
    odd = list("aeiou äöüßéłŐ–—…“”•½×°€<>&\"'()\\/%[]{}~^|#@$ \xa0\xad\u200b\u200f\u202e\u2011-")
    odd = [char for char in odd if not missing_glyphs(FONT, char)]
    for _ in range(25):
        words = ["".join(rng.choices(odd, k=rng.randint(1, 14))) for _ in range(rng.randint(1, 120))]
        text, short = escape(" ".join(words)), escape(" ".join(words[:5])) + " x"
        link = f'<a href="https://a.example/{rng.randint(0, 9)}">{short}</a> end'

        def story(root: Element, text: str = text, short: str = short, link: str = link) -> list[object]:
            return [
                TaggedParagraph(text, BODY, root.add("P")),
                TaggedList([text, (short, [text])], root.add("L"), BODY),
                TaggedTable([["x", short], [link, "y"]], root.add("Table"), cell_style=BODY),
            ]

        data = build(story, title=short)
        assert problems(data) == []
        back = tree(data).children[0].text
        assert letters(back) == letters("".join(words))


def letters(text: str) -> str:
    return "".join(char for char in text if char.isascii() and char.isalnum())


def test_to_unicode_maps_are_clean() -> None:
    entries = ["<00> <0000>", "<01> <0041>", "<02> <FEFF>", "<03> <1F600>", "<04> <00E9>"]
    head = ["begincmap", "1 begincodespacerange", "<00> <04>", "endcodespacerange", "5 beginbfchar"]
    cmap = "\n".join([*head, *entries, "endbfchar", "endcmap"])
    lines = clean_to_unicode(cmap).splitlines()
    assert lines[lines.index("3 beginbfchar") + 1 :] == [
        "<01> <0041>",
        "<03> <D83DDE00>",
        "<04> <00E9>",
        "endbfchar",
        "endcmap",
    ]


def test_no_font_maps_a_code_to_nothing() -> None:
    text = "".join(chr(code) for code in [*range(0xC0, 0x180), *range(0x390, 0x3CF), *range(0x410, 0x44F)])
    text = " ".join(char for char in text if not missing_glyphs(FONT, char))
    assert len(text) > 500  # more than one subset
    assert read(escape(text)).split() == text.split()
    data = build(lambda root: [TaggedParagraph(text, BODY, root.add("P"))])
    for page in pypdf.PdfReader(io.BytesIO(data)).pages:
        for font in page["/Resources"]["/Font"].values():
            cmap = font.get_object()["/ToUnicode"].get_object().get_data().decode()
            blocks = [int(line.split()[0]) for line in cmap.splitlines() if line.endswith("beginbfchar")]
            assert max(blocks) <= 100
            assert "<0000>" not in cmap


def test_a_bullet_in_a_paragraph_is_refused() -> None:
    with pytest.raises(ValueError, match="TaggedList"):
        TaggedParagraph("x", BODY, Element("P"), bulletText="•")
