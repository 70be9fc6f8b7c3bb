"""Tags, artifacts, forms and pages on the canvas itself."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pypdf
import pytest
from reportlab.lib.colors import CMYKColor
from reportlab.lib.pagesizes import A6
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate

from handouts.tagged import Element, TaggedFigure, TaggedParagraph, canvas_maker

from .crosscheck import problems
from .helpers import BODY, FONT, HEADING, LONG, build, opened, paint, tree


def operators(data: bytes, page: int = 0) -> list[str]:
    return [
        " ".join([*(str(operand) for operand in operands), str(operator)])
        for operands, operator in pikepdf.parse_content_stream(opened(data).pages[page])
    ]


def test_a_tag_inside_a_tag_interrupts_it() -> None:
    def draw(canvas: Any, root: Element) -> None:
        outer = root.add("Div")
        inner = outer.add("P")
        with canvas.tag(outer):
            canvas.drawString(20, 200, "before")
            with canvas.tag(inner):
                canvas.drawString(20, 180, "inside")
            canvas.drawString(20, 160, "after")

    data = paint(draw)
    assert problems(data) == []
    assert tree(data).outline() == "Document(Div(P))"
    assert tree(data).text == "before inside after "


def test_nothing_is_written_for_a_tag_nothing_was_painted_in() -> None:
    def draw(canvas: Any, root: Element) -> None:
        with canvas.tag(root.add("P")), canvas.tag(root.add("Div")):
            canvas.setFillGray(0.5)
            with canvas.tag(root.add("P")):
                canvas.drawString(20, 200, "only")
            canvas.saveState()
            canvas.restoreState()

    data = paint(draw)
    assert problems(data) == []
    assert tree(data).outline() == "Document(P)"
    assert sum(line.endswith(("BDC", "BMC")) for line in operators(data)) == 1


def test_artifact_inside_a_tag_and_tag_inside_an_artifact() -> None:
    def draw(canvas: Any, root: Element) -> None:
        with canvas.tag(root.add("P")):
            canvas.drawString(20, 200, "text")
            with canvas.artifact("Layout"):
                canvas.rect(10, 190, 50, 20)
            canvas.drawString(20, 180, "more")
        with canvas.artifact("Pagination", "Footer"):
            canvas.drawString(20, 20, "footer")
            with canvas.tag(root.add("P")):
                canvas.drawString(20, 160, "last")

    data = paint(draw)
    assert problems(data) == []
    assert tree(data).text == "text more last "
    marks = [line for line in operators(data) if line.startswith("/Artifact")]
    assert len(marks) == 2
    assert "/Layout" in marks[0]
    assert "/Pagination" in marks[1]
    assert "/Footer" in marks[1]


def test_stray_painting_becomes_an_artifact_and_paths_stay_whole() -> None:
    def draw(canvas: Any, root: Element) -> None:
        canvas.lines([(10, 10, 20, 20), (20, 20, 30, 10)])
        canvas.circle(50, 50, 10)
        path = canvas.beginPath()
        path.circle(60, 60, 20)
        canvas.saveState()
        canvas.clipPath(path, stroke=0)
        canvas.linearGradient(40, 40, 80, 80, ("red", "blue"))
        canvas.restoreState()
        with canvas.tag(root.add("P")):
            canvas.drawString(20, 200, "text")
        canvas.grid([10, 20, 30], [10, 20])

    data = paint(draw)
    assert problems(data) == []
    assert tree(data).text == "text "


@pytest.mark.parametrize(
    "draw",
    [
        lambda canvas: canvas.drawString(20, 200, "Lost words"),
        lambda canvas: canvas.drawCentredString(20, 200, "Lost words"),
        lambda canvas: canvas.addLiteral("BT (Lost words) Tj ET"),
        lambda canvas: _draw(Paragraph("Lost words", BODY), canvas),
        lambda canvas: _draw(TaggedParagraph("Lost words", BODY), canvas),
    ],
)
def test_text_outside_any_tag_is_refused_by_name(draw: Any) -> None:
    with pytest.raises(ValueError, match=r"outside any tag or artifact.*Lost words"):
        paint(lambda canvas, root: draw(canvas))


def _draw(flowable: Any, canvas: Any) -> None:
    flowable.wrapOn(canvas, 200, 200)
    flowable.drawOn(canvas, 20, 200)


def test_blank_text_and_unpainted_fonts_do_no_harm() -> None:
    def draw(canvas: Any, root: Element) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(20, 20, "")
        canvas.setFont(FONT, 8)
        canvas.drawString(20, 20, "  ")
        with canvas.tag(root.add("P")):
            canvas.drawString(20, 200, "text")

    data = paint(draw)
    assert problems(data) == []
    assert b"Helvetica" not in data


def test_text_in_a_font_that_is_not_embedded_is_refused() -> None:
    def draw(canvas: Any, root: Element) -> None:
        canvas.setFont("Helvetica", 8)
        with canvas.tag(root.add("P")):
            canvas.drawString(20, 200, "text")

    with pytest.raises(ValueError, match=r"'text.*Helvetica is not embedded"):
        paint(draw)


def test_not_strict_makes_loose_text_an_artifact() -> None:
    def draw(canvas: Any, root: Element) -> None:
        canvas.drawString(20, 180, "loose")
        with canvas.tag(root.add("P")):
            canvas.drawString(20, 200, "text")

    data = paint(draw, strict=False)
    assert problems(data) == []
    assert tree(data).text == "text "


def test_an_exception_inside_a_tag_closes_it() -> None:
    def fail(canvas: Any, root: Element) -> None:
        with canvas.tag(root.add("P")):
            canvas.drawString(20, 200, "first")
            raise KeyError

    def draw(canvas: Any, root: Element) -> None:
        with pytest.raises(KeyError):
            fail(canvas, root)
        with pytest.raises(ValueError, match="outside any tag"):
            canvas.drawString(20, 180, "second")

    assert problems(paint(draw)) == []


def test_a_tag_over_pages() -> None:
    root = Element("Document")
    target = io.BytesIO()
    canvas = canvas_maker(root, title="Test", lang="en")(target, pagesize=A6)
    with canvas.tag(root.add("P")):
        for words in ("page one", "page two"):
            canvas.setFont(FONT, 10)
            canvas.drawString(20, 200, words)
            canvas.showPage()
    canvas.save()
    data = target.getvalue()
    assert problems(data) == []
    assert len(opened(data).pages) == 2
    assert tree(data).text == "page one page two "


def test_saving_inside_a_tag_is_refused() -> None:
    root = Element("Document")
    canvas = canvas_maker(root, title="Test", lang="en")(io.BytesIO())
    with pytest.raises(ValueError, match="inside an open tag"), canvas.tag(root.add("P")):
        canvas.save()


class _Box(Flowable):  # a container that paints text, and paragraphs at places of its own
    def __init__(self, root: Element) -> None:
        super().__init__()
        self.section = root.add("Sect")
        self.heading = self.section.add("H1")
        self.paragraphs = [TaggedParagraph(words, BODY, self.section.add("P")) for words in (LONG, "Next.")]
        self.figure = self.section.add("Figure", alt="A line")
        self.caption = self.section.add("Caption")

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.width, self.height = width, 150
        return self.width, self.height

    def draw(self) -> None:
        canvas = self.canv
        canvas.roundRect(0, 0, self.width, self.height, 5)
        with canvas.tag(self.caption):
            canvas.setFont(FONT, 8)
            canvas.drawString(5, 5, "Caption")
        with canvas.tag(self.figure, bbox=(5, 20, 55, 40)):
            canvas.line(5, 20, 55, 40)
        y = 120.0
        for paragraph in reversed(self.paragraphs):
            _, height = paragraph.wrapOn(canvas, self.width / 2, 200)
            y -= height
            paragraph.drawOn(canvas, 10, y)
        with canvas.tag(self.heading):
            canvas.setFont(FONT, 14)
            canvas.drawString(5, 130, "Box")


def test_an_own_flowable_with_paragraphs_at_places_of_its_own() -> None:
    data = build(lambda root: [_Box(root)])
    node = tree(data)
    assert problems(data) == []
    assert node.outline() == "Document(Sect(H1 P P Figure Caption))"
    assert node.text == f"Box {LONG}Next. Caption "
    assert [float(number) for number in node.all("Figure")[0].get("A").BBox][2] == 42 + 55


def test_a_form_is_stored_once_and_tagged_where_it_is_painted() -> None:
    def picture(canvas: Any) -> None:
        canvas.setFillColorRGB(1, 0, 0, alpha=0.5)
        canvas.circle(20, 20, 10, fill=1)
        with canvas.artifact():  # no effect in a form
            canvas.setFont(FONT, 8)
            canvas.drawString(2, 2, "in the form")

    def story(root: Element) -> list[object]:
        return [
            TaggedFigure(
                lambda canvas: canvas.form_xobject("hill", (0, 0, 40, 40), picture),
                root.add("Figure", alt=f"Hill {number}"),
                40,
                40,
            )
            for number in range(3)
        ]

    data = build(story)
    assert problems(data) == []
    assert tree(data).outline() == "Document(Figure Figure Figure)"
    (form,) = opened(data).pages[0].resources.XObject.values()
    assert form.Subtype == "/Form"
    assert set(form.Resources.keys()) >= {"/ExtGState", "/Font"}
    assert operators(data).count("/FormXob.hill Do") == 3


def test_tags_inside_a_form_are_refused() -> None:
    def draw(canvas: Any, root: Element) -> None:
        def picture(canvas: Any) -> None:
            with canvas.tag(root.add("P")):
                canvas.drawString(2, 2, "x")

        canvas.form_xobject("x", (0, 0, 40, 40), picture)

    with pytest.raises(ValueError, match="inside a form"):
        paint(draw)

    def paragraph(canvas: Any, root: Element) -> None:
        text = TaggedParagraph("x", BODY, root.add("P"))
        canvas.form_xobject("x", (0, 0, 40, 40), lambda canvas: _draw(text, canvas))

    with pytest.raises(ValueError, match="inside a form"):
        paint(paragraph)


def test_on_page_knows_the_count_and_paints_artifacts() -> None:
    calls = []

    def footer(canvas: Any, number: int, count: int) -> None:
        calls.append((number, count, canvas.getPageNumber()))
        canvas.setFont(FONT, 8)
        canvas.setFillColorRGB(0, 0, 0, alpha=0.6)
        canvas.drawString(20, 400, "header")
        with canvas.artifact("Pagination", "Footer"):
            canvas.drawRightString(260, 15, f"Page {number} of {count}")
        canvas.form_xobject("logo", (0, 0, 10, 10), lambda canvas: canvas.rect(0, 0, 10, 10))

    def story(root: Element) -> list[object]:
        return [TaggedParagraph(LONG * 40, BODY, root.add("P"))]

    data = build(story, on_page=footer)
    assert problems(data) == []
    reader = pypdf.PdfReader(io.BytesIO(data))
    count = len(reader.pages)
    assert count >= 3
    assert calls == [(number, count, number) for number in range(1, count + 1)]
    for number, page in enumerate(reader.pages, 1):
        assert f"Page {number} of {count}" in page.extract_text()
    assert "Page" not in tree(data).text
    assert tree(data).text.strip() == (LONG * 40).strip()
    kinds = {line for line in operators(data) if line.startswith("/Artifact") and "Pagination" in line}
    assert len(kinds) == 2  # with and without the Footer


def test_on_page_starts_from_a_clean_state() -> None:
    root = Element("Document")
    target = io.BytesIO()

    def footer(canvas: Any, number: int, count: int) -> None:
        assert canvas.absolutePosition(0, 0) == (0, 0)
        canvas.setFont(FONT, 8)
        canvas.drawString(20, 15, "footer")
        canvas.saveState()  # left open

    canvas = canvas_maker(root, title="Test", lang="en", on_page=footer)(target, pagesize=A6)
    canvas.setFont(FONT, 10)
    canvas.saveState()  # never restored
    canvas.translate(100, 100)
    canvas.scale(2, 2)
    with canvas.tag(root.add("P")):
        canvas.drawString(0, 0, "text")
    canvas.showPage()
    canvas.save()
    data = target.getvalue()
    assert problems(data) == []
    depth = 0
    for line in operators(data):
        depth += {"q": 1, "Q": -1}.get(line, 0)
        if line.startswith("1 0 0 1 20 15"):
            assert depth == 1  # everything of the page is restored
    assert depth == 0


def test_bookmarks_lead_to_headings() -> None:
    def story(root: Element) -> list[object]:
        return [
            TaggedParagraph("One", HEADING, root.add("H1"), bookmark=0),
            PageBreak(),
            TaggedParagraph(LONG * 2, HEADING, root.add("H2", title="Short title"), bookmark=1),
            TaggedParagraph("With <b>bold</b> words", HEADING, root.add("H3"), bookmark=5),
            PageBreak(),
            TaggedParagraph("Two", HEADING, root.add("H1"), bookmark=0),
        ]

    data = build(story)
    assert problems(data) == []
    reader = pypdf.PdfReader(io.BytesIO(data))

    def flat(items: Any, level: int = 0) -> list[tuple[int, str, int]]:
        found: list[tuple[int, str, int]] = []
        for item in items:
            if isinstance(item, list):
                found += flat(item, level + 1)
            else:
                found.append((level, item.title, reader.get_destination_page_number(item) + 1))
        return found

    assert flat(reader.outline) == [
        (0, "One", 1),
        (1, "Short title", 2),
        (2, "With bold words", 2),
        (0, "Two", 3),
    ]


def test_a_bookmarked_heading_over_pages_has_one_entry() -> None:
    data = build(lambda root: [TaggedParagraph(LONG * 30, BODY, root.add("H1"), bookmark=0)])
    assert len(pypdf.PdfReader(io.BytesIO(data)).outline) == 1


def test_bookmark_by_hand_points_to_the_height() -> None:
    def draw(canvas: Any, root: Element) -> None:
        with canvas.tag(root.add("P")):
            canvas.translate(0, 100)
            canvas.bookmark("Here", 0, y=50)
            canvas.drawString(20, 20, "text")

    (item,) = pypdf.PdfReader(io.BytesIO(paint(draw))).outline
    assert item.title == "Here"
    assert item.top == 150


def test_the_same_story_on_several_canvases() -> None:
    root = Element("Document")
    story = [TaggedParagraph(f'{LONG}<a href="https://a.example">web</a>', BODY, root.add("P"))]
    first, second = io.BytesIO(), io.BytesIO()
    for target in (first, second):
        maker = canvas_maker(root, title="Test", lang="en")
        SimpleDocTemplate(target, pagesize=A6).build(list(story), canvasmaker=maker)
    assert problems(first.getvalue()) == []
    assert first.getvalue() == second.getvalue()
    # platypus builds twice for cross-references, and saves the second canvas only
    target = io.BytesIO()
    SimpleDocTemplate(target, pagesize=A6).multiBuild(list(story), canvasmaker=maker)
    assert target.getvalue() == first.getvalue()


def test_a_story_built_twice_on_one_tree_leaves_no_trace_of_the_first() -> None:
    root = Element("Document")
    maker = canvas_maker(root, title="Test", lang="en")
    for _ in range(2):
        target = io.BytesIO()
        story = [TaggedParagraph(f"{LONG}<a href='https://a.example'>web</a>", BODY, root.add("P"))]
        SimpleDocTemplate(target, pagesize=A6).build(story, canvasmaker=maker)
    assert problems(target.getvalue()) == []
    assert tree(target.getvalue()).outline() == "Document(P(Link))"


def test_encryption_and_cmyk_are_refused() -> None:
    maker = canvas_maker(Element("Document"), title="Test", lang="en")
    with pytest.raises(ValueError, match="encrypted"):
        maker(io.BytesIO(), encrypt="secret")
    for color in (CMYKColor(0, 1, 1, 0), (0, 1, 1, 0)):
        with pytest.raises(ValueError, match="CMYK"):
            maker(io.BytesIO()).setFillColor(color)


@pytest.mark.parametrize("options", [{"title": " ", "lang": "en"}, {"title": "Test", "lang": ""}])
def test_title_and_language_are_required(options: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="needs a"):
        canvas_maker(Element("Document"), **options)  # type: ignore[arg-type]
