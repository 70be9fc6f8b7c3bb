"""Links are elements, annotations and addresses that agree."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from reportlab.platypus import PageBreak, Paragraph

from handouts.tagged import Element, TaggedParagraph, TaggedTable

from .crosscheck import problems
from .helpers import BODY, LONG, build, opened, paint, tree


def annotations(data: bytes) -> list[list[Any]]:
    return [list(page.obj.get("/Annots", [])) for page in opened(data).pages]


def test_external_links_keep_text_in_order() -> None:
    web, mail = "https://a.example/x?y=1&amp;z=2", "mailto:a@b.example"
    markup = f'See <a href="{web}">the <b>first</b> page</a>, or <a href="{mail}">write</a>.'
    data = build(lambda root: [TaggedParagraph(markup, BODY, root.add("P"))])
    node = tree(data)
    assert problems(data) == []
    assert node.outline() == "Document(P(Link Link))"
    assert [link.text for link in node.all("Link")] == ["the first page", "write"]
    assert node.text == "See the first page, or write. "
    (page,) = annotations(data)
    assert [str(link.A.URI) for link in page] == ["https://a.example/x?y=1&z=2", "mailto:a@b.example"]
    assert [str(link.Contents) for link in page] == ["the first page", "write"]
    assert all(link.F == 4 for link in page)


def test_two_links_to_one_address_are_two_elements() -> None:
    markup = '<a href="https://a.example">one</a> and <a href="https://a.example">two</a>'
    data = build(lambda root: [TaggedParagraph(markup, BODY, root.add("P"))])
    assert problems(data) == []
    assert [link.text.strip() for link in tree(data).all("Link")] == ["one", "two"]
    assert [str(link.Contents) for link in annotations(data)[0]] == ["one", "two"]


def test_a_link_over_lines_and_pages_stays_one_element() -> None:
    markup = LONG * 11 + f'<a href="https://a.example">{LONG * 3}</a>' + LONG * 2
    data = build(lambda root: [TaggedParagraph(markup, BODY, root.add("P"))])
    node = tree(data)
    assert problems(data) == []
    (link,) = node.all("Link")
    assert link.text.strip() == (LONG * 3).strip()
    assert sorted(set(link.pages)) == [1, 2]
    assert all(len(page) >= 2 for page in annotations(data))
    assert node.text.strip() == (LONG * 16).strip()


@pytest.mark.parametrize("words", ["All of it", LONG * 2])
def test_a_paragraph_that_is_a_link_as_a_whole(words: str) -> None:
    data = build(lambda root: [TaggedParagraph(f'<a href="https://a.example">{words}</a>', BODY, root.add("P"))])
    node = tree(data)
    assert problems(data) == []
    assert node.outline() == "Document(P(Link))"
    assert node.text.strip() == words.strip()
    assert str(annotations(data)[0][0].A.URI) == "https://a.example"


def test_a_copied_paragraph_keeps_its_links() -> None:
    def story(root: Element) -> list[object]:
        markup = 'See <a href="#here">here</a> and <a href="https://a.example">there</a>. <a name="here"/>'
        return [copy.deepcopy(TaggedParagraph(markup, BODY, root.add("P")))]

    data = build(story)
    assert problems(data) == []
    assert tree(data).outline() == "Document(P(Link Link))"


def test_internal_links_lead_to_the_page() -> None:
    def story(root: Element) -> list[object]:
        return [
            TaggedParagraph('Go to <a href="#plan">the plan</a>.', BODY, root.add("P")),
            PageBreak(),
            TaggedParagraph('<a name="plan"/>The plan', BODY, root.add("P")),
        ]

    data = build(story)
    assert problems(data) == []
    pdf = opened(data)
    (link,) = pdf.pages[0].obj.Annots
    assert link.Dest[0].objgen == pdf.pages[1].obj.objgen
    assert str(link.Contents) == "the plan"


def test_a_link_in_a_repeated_header_is_there_once() -> None:
    rows = [['<a href="https://a.example">Day</a>'], *([str(number)] for number in range(60))]
    data = build(lambda root: [TaggedTable(rows, root.add("Table"), cell_style=BODY)])
    assert problems(data) == []
    assert [len(page) for page in annotations(data)][:2] == [1, 0]


def test_a_link_painted_by_hand() -> None:
    def draw(canvas: Any, root: Element) -> None:
        link = root.add("P").add("Link", alt="The practice's page")
        with canvas.tag(link):
            canvas.drawString(50, 200, "www.example.org")
            canvas.linkURL("https://www.example.org", (50, 198, 120, 210))

    data = paint(draw)
    assert problems(data) == []
    assert str(annotations(data)[0][0].Contents) == "The practice's page"


def test_a_link_outside_a_link_element_is_refused() -> None:
    def draw(canvas: Any, root: Element) -> None:
        with canvas.tag(root.add("P")):
            canvas.linkURL("https://www.example.org", (50, 198, 120, 210))

    with pytest.raises(ValueError, match="outside a Link element"):
        paint(draw)

    def footer(canvas: Any, number: int, count: int) -> None:
        paragraph = Paragraph('<a href="https://a.example">web</a>', BODY)
        paragraph.wrapOn(canvas, 200, 100)
        paragraph.drawOn(canvas, 36, 10)

    with pytest.raises(ValueError, match="outside a Link element"):
        build(lambda root: [TaggedParagraph("x", BODY, root.add("P"))], on_page=footer)
