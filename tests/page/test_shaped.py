"""Names and notes in other letters, as they are printed."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont, features
from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle

from handouts.handout.options import Options
from handouts.handout.plan import handout
from handouts.page.layouts import Layouts
from handouts.page.pdf import PdfOptions, to_pdf
from handouts.page.shaped import ShapedParagraph, depth, paint_text
from handouts.shaping import faces
from handouts.shaping.faces import installed
from handouts.style.fonts import font_name, register_fonts
from handouts.tagged import Element, TaggedCanvas, canvas_maker
from tests.printed import theme
from tests.tagged.crosscheck import problems
from tests.tagged.verapdf import missing, verapdf

needs_scripts = pytest.mark.skipif(not installed("Arab"), reason="needs the fonts of the extra: handouts[scripts]")
needs_cjk = pytest.mark.skipif(not installed("JP"), reason="needs the fonts of the extra: handouts[cjk]")
needs_raqm = pytest.mark.skipif(not features.check("raqm"), reason="needs Pillow with Raqm, which shapes text as well")
LAYOUTS = Layouts()
SIZE = 40.0
FINE = 4
"""Pictures are drawn so many times finer than they are compared."""
OTHER_INK = 90
"""Of 255: in no place does the ink of two pictures of the same line differ more. A mark elsewhere makes 200."""
NAMES = {
    "Latn": "Adébáyọ̀ Ọ̀ṣun Ị́kẹ́",
    "Arab": "محمد عبد الله الهاشمي",
    "Hebr": "יעל כהן־לוי",
    "Deva": "श्रीमती कीर्ति शर्मा",
    "Beng": "শ্রাবণী চট্টোপাধ্যায়",
    "Taml": "சௌந்தர்யா ஸ்ரீனிவாசன்",
    "Telu": "శ్రీనివాస్ రావు",
    "Gujr": "કૃષ્ણા પટેલ",
    "Guru": "ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ",
    "Knda": "ಕೃಷ್ಣಮೂರ್ತಿ",
    "Mlym": "ശ്രീകുമാർ",
    "Sinh": "ශ්‍රී ලංකා කුමාර",
    "Thai": "ณัฐวุฒิ ปิ่นแก้ว",
    "Laoo": "ສົມຊາຍ ວົງສະຫວັນ",
    "Khmr": "សុខ ចាន់ដារ៉ា",
    "Mymr": "ဒေါ်အောင်ဆန်းကြည်",
    "Geor": "ნინო ბერიძე",
    "Armn": "Արամ Խաչատրյան",
    "Ethi": "አበበ ቢቂላ",
    "SC": "张伟 门骨直",
    "TC": "陳美麗 門骨直",
    "JP": "髙橋 さくら 直骨",
    "KR": "김민준",
}


def page_of(paint: Callable[[TaggedCanvas], object], root: Element, width: float = 900, height: float = 120) -> bytes:
    """A file of one page."""
    register_fonts()
    buffer = io.BytesIO()
    canvas = canvas_maker(root, title="-", lang="en")(buffer, pagesize=(width, height))
    paint(canvas)
    canvas.save()
    return buffer.getvalue()


def line_of(text: str, root: Element | None = None) -> bytes:
    """A page with one line."""
    root = root or Element("Document")
    element = root.add("P")

    def paint(canvas: TaggedCanvas) -> None:
        with canvas.tag(element):
            canvas.setFillColor(HexColor("#000000"))
            paint_text(canvas, 30, 50, text, font_name("S"), SIZE)

    return page_of(paint, root)


def ink_of(data: bytes) -> Image.Image:
    return _trimmed(pypdfium2.PdfDocument(data)[0].render(scale=FINE).to_pil().convert("L"))


def drawn_by_pillow(text: str, path: Path, weight: int) -> Image.Image:
    """The same by Pillow, whose Raqm has its own bidirectional algorithm and shapes by itself."""
    font = ImageFont.truetype(str(path), round(FINE * SIZE), layout_engine=ImageFont.Layout.RAQM)
    font.set_variation_by_axes([weight])
    image = Image.new("L", (FINE * 900, FINE * 120), 255)
    ImageDraw.Draw(image).text((FINE * 30, FINE * 30), text, font=font, fill=0)
    return _trimmed(image)


def _trimmed(image: Image.Image) -> Image.Image:
    """The ink of a picture, white on black, from its left and upper edges on."""
    inverse = ImageChops.invert(image)
    left, top, _, _ = inverse.point(lambda value: 255 if value > 100 else 0).getbbox()
    found = Image.new("L", image.size)
    found.paste(inverse.crop((left, top, *image.size)), (0, 0))
    return found.resize((image.width // FINE, image.height // FINE), Image.Resampling.BOX)


def difference(one: Image.Image, other: Image.Image) -> int:
    """How much the ink of two pictures differs in the place where it differs most."""
    found = ImageChops.difference(one, other).filter(ImageFilter.BoxBlur(2)).getextrema()[1]
    return int(found)


@needs_raqm
@pytest.mark.parametrize("script", NAMES)
def test_a_name_has_the_ink_that_another_program_gives_it(script: str) -> None:
    if not installed(script):
        pytest.skip("needs the fonts of the extras: handouts[scripts,cjk]")
    one = ink_of(line_of(NAMES[script]))
    assert difference(one, drawn_by_pillow(NAMES[script], faces._files()[script], 600)) < OTHER_INK


@needs_raqm
@pytest.mark.parametrize(("right", "wrong"), [("ọ̀ọ̀ọ̀", "ọọ̀̀ọ̀"), ("Ị́k", "Ịḱ"), ("ọ́", "ọ̀")])
def test_a_mark_in_another_place_is_other_ink(right: str, wrong: str) -> None:
    """The measure above sees what it is to see."""
    path = faces._files()["Latn"]
    assert difference(drawn_by_pillow(right, path, 600), drawn_by_pillow(wrong, path, 600)) > OTHER_INK


# --- copied text ---------------------------------------------------------------------------------------------


def copied(data: bytes) -> str:
    text: str = pypdfium2.PdfDocument(data)[0].get_textpage().get_text_range()
    return " ".join(text.split())


@pytest.mark.parametrize(
    "script", ["Latn", "Deva", "Beng", "Taml", "Thai", "Khmr", "Mymr", "Geor", "Ethi", "SC", "JP", "KR"]
)
def test_copied_text_is_the_text(script: str) -> None:
    if not installed(script):
        pytest.skip("needs the fonts of the extras: handouts[scripts,cjk]")
    assert copied(line_of(NAMES[script])) == NAMES[script]


@needs_scripts
def test_a_right_to_left_name_has_its_text_in_the_tree() -> None:
    root = Element("Document")
    data = line_of("יעל כהן", root)
    (span,) = root.children[0].children
    assert (span.tag, span.actual_text) == ("Span", "יעל כהן")
    assert b"ActualText" in b"".join(_bodies(data))


@needs_scripts
def test_an_arabic_letter_of_several_glyphs_is_one_letter_when_copied() -> None:
    with pikepdf.open(io.BytesIO(line_of("بيت"))) as pdf:
        content = pdf.pages[0].Contents.read_bytes()
    said = [part.split(b">")[0] for part in content.split(b"/ActualText <FEFF")[1:]]
    assert set(said) <= {b"0628", b"064A", b"062A"}


def _bodies(data: bytes) -> list[bytes]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [repr(each).encode() for each in pdf.objects]


def test_a_font_of_glyphs_has_those_that_are_used_and_no_others() -> None:
    with pikepdf.open(io.BytesIO(line_of("ọ̀"))) as pdf:
        (font,) = [each for name, each in pdf.pages[0].Resources.Font.items() if name.startswith("/G")]
        (inside,) = font.DescendantFonts
        assert (font.Subtype, font.Encoding, inside.Subtype) == ("/Type0", "/Identity-H", "/CIDFontType2")
        assert len(inside.W) == 2 * 4  # the missing glyph, o, dot, grave
        assert len(inside.FontDescriptor.FontFile2.read_bytes()) < 40_000


# --- paragraphs ----------------------------------------------------------------------------------------------


def paragraph(text: str, element: Element | None = None) -> ShapedParagraph:
    register_fonts()
    style = ParagraphStyle("note", fontName=font_name("R"), fontSize=12.5, leading=17)
    return ShapedParagraph(text, style, element or Element("P"))


def test_lines_are_as_far_apart_as_the_style_says_where_letters_have_room() -> None:
    made = paragraph("ọ̀ lẹ́ẹ̀mejì " * 30)
    assert made.wrap(200, 1e6)[1] == pytest.approx(17 * len(made._lines))


@needs_scripts
def test_lines_of_tall_letters_are_farther_apart() -> None:
    made = paragraph("ခြေသလုံးကြွက်သားကို တစ်နေ့နှစ်ကြိမ် " * 6)
    made.wrap(200, 1e6)
    assert made.leading > 19


@pytest.mark.parametrize("room", [17 * 2, 17 * 3 + 1, 17 * 10])
def test_parts_of_a_paragraph_are_the_paragraph(room: float) -> None:
    made = paragraph("ọ̀ lẹ́ẹ̀mejì " * 90)
    high = made.wrap(200, 1e6)[1]
    first, rest = made.split(200, room)
    assert first.wrap(200, 1e6)[1] <= room
    assert first.height + rest.wrap(200, 1e6)[1] == pytest.approx(high)
    assert [line for line, _ in first._lines + rest._lines] == [line for line, _ in made._lines]


def test_no_line_stands_alone() -> None:
    made = paragraph("ọ̀ lẹ́ẹ̀mejì " * 24)
    count = round(made.wrap(200, 1e6)[1] / 17)
    assert made.split(200, 17) == []
    assert len(made.split(200, 17 * (count - 1))[1]._lines) == 2
    assert made.split(200, 17 * count) == [made]


@needs_scripts
def test_a_right_to_left_paragraph_is_flush_right_and_spoken_whole() -> None:
    root = Element("Document")
    element = root.add("P")
    made = paragraph("שלום יעל, נא לתרגל 3–4 פעמים ביום (30 שניות).", element)

    def paint(canvas: TaggedCanvas) -> None:
        made.wrapOn(canvas, 400, 1e6)
        made.drawOn(canvas, 100, 60)

    ink = pypdfium2.PdfDocument(page_of(paint, root))[0].render(scale=1).to_pil().convert("L")
    left, _, right, _ = ImageChops.invert(ink).point(lambda value: 255 if value > 60 else 0).getbbox()
    assert 495 <= right <= 501
    assert left > 150
    assert element.actual_text == made.text


@needs_scripts
def test_the_line_below_a_name_is_below_its_letters() -> None:
    assert depth("Ann", font_name("S"), 12.5) == 0
    assert depth("ဆန်းကြည်", font_name("S"), 12.5) > 4
    assert depth("ọ̀", font_name("S"), 12.5) > 2


# --- whole handouts ------------------------------------------------------------------------------------------

NOTES = {
    "he": "שלום יעל, נא לתרגל 3–4 פעמים ביום (30 שניות). אם הכאב מחמיר, התקשרי 052-123-4567.",
    "my": "ခြေသလုံးကြွက်သားကို တစ်နေ့နှစ်ကြိမ် ညင်သာစွာနှိပ်ပါ။\nStart slowly.",
    "yo": "Ẹ jọ̀ọ́, ẹ tẹ iṣan ẹsẹ̀ yín fẹ́lẹ́fẹ́lẹ́ lẹ́ẹ̀mejì lójoojúmọ́.",
}


@pytest.fixture(scope="session")
def made(calf: Any, strings: Any, locale: Any) -> Any:
    def make(options: Options, page: PdfOptions) -> bytes:
        return to_pdf(handout(calf, strings, locale, options), theme(), page, LAYOUTS)

    return make


@needs_scripts
@pytest.mark.parametrize("print_size", ["normal", "large", "giant"])
@pytest.mark.parametrize("layout", ["full", "do"])
def test_the_tree_and_the_fonts_of_a_handout_with_other_letters_are_sound(
    made: Any, tmp_path: Path, layout: Any, print_size: Any
) -> None:
    options = Options(patient_name="علي שרה ณัฐวุฒิ ọ̀", note="\n".join(NOTES.values()), layout=layout, sheets=(1,))
    path = tmp_path / "handout.pdf"
    path.write_bytes(made(options, PdfOptions(print=print_size)))
    assert problems(path) == []


@needs_scripts
@pytest.mark.skipif(bool(missing()), reason=missing())
@pytest.mark.parametrize("flavour", ["ua1", "2a"])
def test_a_handout_with_other_letters_is_accessible_and_archival(made: Any, tmp_path: Path, flavour: str) -> None:
    path = tmp_path / "handout.pdf"
    options = Options(patient_name="علي שרה ณัฐวุฒิ ọ̀ 🙂", note="\n".join(NOTES.values()), sheets=(1,))
    path.write_bytes(made(options, PdfOptions()))
    assert verapdf(path, flavour)[1] == []


@needs_scripts
@pytest.mark.parametrize("layout", ["full", "do"])
def test_a_long_note_goes_on_and_loses_nothing(made: Any, layout: Any) -> None:
    note = "\n".join(f"{number} ọ̀ " + "lẹ́ẹ̀mejì fẹ́lẹ́fẹ́lẹ́ " * 40 for number in range(1, 21))
    data = made(Options(note=note, layout=layout, sheets=(1,)), PdfOptions())
    text = " ".join("".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data)).split())
    assert text.count("fẹ́lẹ́fẹ́lẹ́") == 20 * 40
    assert all(f"{number} ọ̀ lẹ́ẹ̀mejì" in text for number in range(1, 21))


@needs_scripts
def test_the_same_name_gives_the_same_bytes(made: Any) -> None:
    options = Options(patient_name="علي", sheets=(1,))
    assert made(options, PdfOptions()) == made(replace(options), PdfOptions())
