"""What stands in the structure tree, after layout has done its worst."""

from __future__ import annotations

import pikepdf
import pytest
from reportlab.graphics.shapes import Circle, Drawing, String
from reportlab.platypus import KeepTogether, PageBreak, Spacer, TableStyle

from handouts.tagged import Element, TaggedFigure, TaggedList, TaggedParagraph, TaggedTable

from .crosscheck import problems
from .helpers import BODY, BOLD, FONT, HEADING, LONG, Node, build, opened, tree


def pages(data: bytes) -> int:
    return len(opened(data).pages)


def one(node: Node, tag: str) -> Node:
    found = node.all(tag)
    assert len(found) == 1
    return found[0]


def drawing() -> Drawing:
    picture = Drawing(80, 60)
    picture.add(Circle(30, 30, 20))
    picture.add(String(5, 5, "label", fontName=FONT, fontSize=8))
    return picture


def test_paragraph_over_pages_is_one_element() -> None:
    data = build(lambda root: [TaggedParagraph(LONG * 40, BODY, root.add("P"))])
    paragraph = one(tree(data), "P")
    assert problems(data) == []
    assert paragraph.pages == list(range(1, pages(data) + 1))
    assert pages(data) >= 3
    assert paragraph.text.strip() == (LONG * 40).strip()


def test_list_item_over_pages_keeps_label_and_body() -> None:
    data = build(lambda root: [TaggedList([LONG * 12, LONG * 12, "End."], root.add("L"), BODY, kind="1")])
    node = tree(data)
    assert problems(data) == []
    assert node.outline() == "Document(L(LI(Lbl LBody) LI(Lbl LBody) LI(Lbl LBody)))"
    assert [label.text.strip() for label in node.all("Lbl")] == ["1.", "2.", "3."]
    assert any(len(set(body.pages)) == 2 for body in node.all("LBody"))
    assert one(node, "L").get("A").ListNumbering == "/Decimal"


@pytest.mark.parametrize(
    ("options", "numbering", "labels"),
    [
        ({}, "/Disc", ["•", "•"]),
        ({"bullet": "–"}, "/None", ["–", "–"]),
        ({"kind": "a", "suffix": ")"}, "/LowerAlpha", ["a)", "b)"]),
        ({"kind": "I", "start": 4}, "/UpperRoman", ["IV.", "V."]),
    ],
)
def test_list_labels(options: dict[str, object], numbering: str, labels: list[str]) -> None:
    node = tree(build(lambda root: [TaggedList(["One", "Two"], root.add("L"), BODY, **options)]))
    assert [label.text.strip() for label in node.all("Lbl")] == labels
    assert one(node, "L").get("A").ListNumbering == numbering


def test_nested_list_stands_in_the_body_of_its_item() -> None:
    items = ["Sit.", ("Have ready:", ["oil", ("towel", ["large", "small"])]), "Begin."]
    data = build(lambda root: [TaggedList(items, root.add("L"), BODY)])
    node = tree(data)
    assert problems(data) == []
    inner = "L(LI(Lbl LBody) LI(Lbl LBody(P L(LI(Lbl LBody) LI(Lbl LBody)))))"
    assert node.outline() == f"Document(L(LI(Lbl LBody) LI(Lbl LBody(P {inner})) LI(Lbl LBody)))"
    words = node.text.replace("• ", "")
    assert words == "Sit. Have ready: oil towel large small Begin. "


def test_list_item_of_flowables_made_for_its_body() -> None:
    def item(body: Element) -> list[object]:
        return [
            TaggedParagraph("Press here:", BODY, body.add("P")),
            TaggedFigure(drawing(), body.add("Figure", alt="A thumb")),
        ]

    data = build(lambda root: [TaggedList([item, "Rest."], root.add("L"), BODY)])
    assert problems(data) == []
    assert tree(data).outline() == "Document(L(LI(Lbl LBody(P Figure)) LI(Lbl LBody)))"


def test_keep_together_moves_the_page_break_and_not_the_order() -> None:
    def story(root: Element) -> list[object]:
        first = TaggedParagraph(LONG * 12, BODY, root.add("P"))
        group = [
            TaggedParagraph("Step", BODY, root.add("P")),
            TaggedFigure(drawing(), root.add("Figure", alt="A circle")),
            TaggedParagraph("Done", BODY, root.add("P")),
        ]
        return [first, KeepTogether(group), TaggedParagraph("After", BODY, root.add("P"))]

    data = build(story)
    node = tree(data)
    assert problems(data) == []
    assert node.outline() == "Document(P P Figure P P)"
    assert node.children[1].pages == node.children[2].pages == node.children[3].pages == [2]


def test_reading_order_is_the_order_of_the_tree_and_not_of_painting() -> None:
    def story(root: Element) -> list[object]:
        first, second = root.add("P"), root.add("P")
        return [
            TaggedParagraph("painted first, read second", BODY, second),
            TaggedParagraph("painted second, read first", BODY, first),
        ]

    data = build(story)
    assert problems(data) == []
    assert tree(data).text == "painted second, read first painted first, read second "


def test_table_headers_repeat_as_artifacts() -> None:
    rows = [["Day", "Minutes"], *([f"Day {number}", str(number)] for number in range(1, 41))]
    style = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black"), ("BACKGROUND", (0, 0), (-1, 0), "lightgrey")])

    def story(root: Element) -> list[object]:
        element = root.add("Table")
        return [TaggedTable(rows, element, cell_style=BODY, header_style=BOLD, header_columns=1, style=style)]

    data = build(story)
    node = tree(data)
    assert problems(data) == []
    assert pages(data) >= 3
    assert len(node.all("TR")) == 41
    assert len(node.all("TH")) == 2 + 40
    assert [str(cell.get("A").Scope) for cell in node.all("TH")[:3]] == ["/Column", "/Column", "/Row"]
    assert node.text.count("Minutes") == 1
    shown = [page.obj for page in opened(data).pages]
    for page in shown[1:]:  # painted on every page all the same
        content = b"".join(
            bytes(operands[0]) for operands, operator in pikepdf.parse_content_stream(page) if str(operator) == "Tj"
        )
        assert b"Minutes" in content


def test_table_spans_and_empty_cells() -> None:
    rows = [["Plan", "", "Note"], ["Mon", "5", ""], ["Tue", "6", "x"]]
    style = [("SPAN", (0, 0), (1, 0)), ("SPAN", (-1, 1), (-1, 2))]
    data = build(lambda root: [TaggedTable(rows, root.add("Table"), cell_style=BODY, style=TableStyle(style))])
    node = tree(data)
    assert problems(data) == []
    assert node.outline() == "Document(Table(TR(TH TH) TR(TD TD TD) TR(TD TD)))"
    assert node.all("TH")[0].get("A").ColSpan == 2
    assert node.all("TD")[2].get("A").RowSpan == 2


def test_irregular_table_is_refused() -> None:
    with pytest.raises(ValueError, match="equal length"):
        TaggedTable([["a", "b"], ["c"]], Element("Table"), cell_style=BODY)


def test_figure_has_alt_and_the_box_on_the_page() -> None:
    data = build(lambda root: [TaggedFigure(drawing(), root.add("Figure", alt="A circle"))])
    figure = one(tree(data), "Figure")
    assert problems(data) == []
    assert figure.get("Alt") == "A circle"
    assert figure.text.strip() == "label"
    left, bottom, right, top = (float(number) for number in figure.get("A").BBox)
    assert (right - left, top - bottom) == (80, 60)
    assert left == 42  # the margin and the frame's padding
    assert bottom > 36
    assert top < 420 - 36


def test_figure_from_a_callable_and_from_path_operators() -> None:
    def draw(canvas: object) -> None:
        path = canvas.beginPath()  # type: ignore[attr-defined]
        path.moveTo(0, 0)
        path.curveTo(10, 20, 30, 20, 40, 0)
        canvas.drawPath(path, stroke=1, fill=1)  # type: ignore[attr-defined]

    data = build(lambda root: [TaggedFigure(draw, root.add("Figure", alt="A hill"), 40, 20)])
    assert problems(data) == []
    assert float(one(tree(data), "Figure").get("A").BBox[2]) == 42 + 40


def test_figure_without_alt_is_refused() -> None:
    with pytest.raises(ValueError, match="needs an alt"):
        build(lambda root: [TaggedFigure(drawing(), root.add("Figure"))])


def test_elements_nothing_was_drawn_for_are_dropped_with_their_parents() -> None:
    def story(root: Element) -> list[object]:
        section = root.add("Sect")
        section.add("Div").add("P")
        root.add("Figure")  # not even its missing alt matters
        return [TaggedParagraph("Only this", BODY, root.add("P")), TaggedParagraph("", BODY, root.add("P"))]

    data = build(story)
    assert problems(data) == []
    assert tree(data).outline() == "Document(P)"


def test_passages_in_other_languages() -> None:
    def story(root: Element) -> list[object]:
        latin = 'The <a href="lang:la">musculus trapezius</a> hurts.'
        return [
            TaggedParagraph("Hören Sie auf.", BODY, root.add("P", lang="de")),
            TaggedParagraph(latin, BODY, root.add("P")),
        ]

    data = build(story)
    node = tree(data)
    assert problems(data) == []
    assert node.children[0].get("Lang") == "de"
    span = one(node, "Span")
    assert (span.get("Lang"), span.text) == ("la", "musculus trapezius")
    assert node.children[1].text == "The musculus trapezius hurts. "
    assert "/Annots" not in opened(data).pages[0].obj


def test_title_alt_and_actual_text_reach_the_file() -> None:
    def story(root: Element) -> list[object]:
        element = root.add("P", title="Über", actual_text="½ (one half)", attributes={"O": "Layout", "SpaceAfter": 4})
        return [TaggedParagraph("1/2", BODY, element)]

    element = one(tree(build(story)), "P")
    assert (element.get("T"), element.get("ActualText")) == ("Über", "½ (one half)")
    assert element.get("A").SpaceAfter == 4


def test_headings_must_not_skip_a_level() -> None:
    def story(root: Element) -> list[object]:
        return [TaggedParagraph(tag, HEADING, root.add(tag)) for tag in ("H1", "H2", "H1", "H3")] + [Spacer(1, 1)]

    with pytest.raises(ValueError, match=r"H3.*follows H1"):
        build(story)
    assert [node.tag for node in tree(build(story, strict=False)).children] == ["H1", "H2", "H1", "H3"]


def test_unknown_tags_and_ownerless_attributes_are_refused() -> None:
    with pytest.raises(ValueError, match="standard structure type"):
        Element("Document").add("Paragraph")
    with pytest.raises(ValueError, match="owner"):
        Element("P", attributes={"SpaceAfter": 4})


def test_an_element_of_another_tree_is_refused() -> None:
    def story(root: Element) -> list[object]:
        return [
            TaggedParagraph("in", BODY, root.add("P")),
            TaggedParagraph("out", BODY, Element("Document").add("P")),
        ]

    with pytest.raises(ValueError, match="not in the canvas's structure tree"):
        build(story)


def test_an_empty_document_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing was painted"):
        build(lambda root: [Spacer(1, 1), PageBreak()])
