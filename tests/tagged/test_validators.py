"""Validators that know the standards: PDF/UA-1 and PDF/A-2a, both in one file."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, A6
from reportlab.lib.utils import ImageReader
from reportlab.platypus import KeepTogether, PageBreak, TableStyle

from handouts.tagged import Element, TaggedFigure, TaggedList, TaggedParagraph, TaggedTable

from .crosscheck import problems
from .helpers import BODY, BOLD, FONT, HEADING, LONG, build
from .verapdf import missing, verapdf


def full(root: Element) -> list[object]:
    """Everything there is, on several pages."""

    def hill(canvas: Any) -> None:
        canvas.setFillColorRGB(0.9, 0.7, 0.6, alpha=0.5)
        canvas.circle(30, 20, 15, fill=1)
        canvas.setFont(FONT, 8)
        canvas.drawString(2, 2, "label")

    def photo(canvas: Any) -> None:
        buffer = io.BytesIO()
        Image.new("RGBA", (8, 8), (200, 0, 0, 120)).save(buffer, "PNG")
        canvas.drawImage(ImageReader(buffer), 0, 0, 60, 40, mask="auto")

    grid = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.grey), ("BACKGROUND", (0, 0), (-1, 0), colors.lightblue)])
    rows = [["Day", "Minutes", "Note"], *([f"Day {number}", str(number), ""] for number in range(1, 40))]
    boxed = HEADING.clone("boxed", backColor="#eef6ff", borderPadding=4, borderColor=colors.navy, borderWidth=0.5)
    mixed = f'<b>Note</b> <u>under</u> <a href="#plan">the plan</a> <a href="lang:la">musculus</a> {LONG * 14}'
    whole = f'<a href="https://a.example" color="blue"><u>{LONG * 2}</u></a>'
    return [
        TaggedParagraph("Neck care – ½ an hour", boxed, root.add("H1"), bookmark=0),
        TaggedParagraph(mixed, BODY, root.add("P")),
        TaggedParagraph(whole, BODY, root.add("P")),
        TaggedParagraph("Be\xadhand\xadlungs\xadmög\xadlich\xadkeit " * 20, BODY, root.add("P", lang="de")),
        TaggedParagraph("Hören Sie auf.", BODY, root.add("P", lang="de")),
        TaggedList(["One", LONG * 9, ("Two", ["a", "b", ("c", ["d"])])], root.add("L"), BODY, kind="1"),
        TaggedParagraph('<a name="plan"/>Plan', HEADING, root.add("H2"), bookmark=1),
        TaggedTable(rows, root.add("Table"), cell_style=BODY, header_style=BOLD, header_columns=1, style=grid),
        KeepTogether(
            [
                TaggedFigure(
                    lambda canvas: canvas.form_xobject("hill", (0, 0, 60, 40), hill),
                    root.add("Figure", alt="A hill"),
                    60,
                    40,
                ),
                TaggedFigure(photo, root.add("Figure", alt="A red square"), 60, 40),
            ]
        ),
        PageBreak(),
        TaggedParagraph(LONG * 30, BODY, root.add("P")),
    ]


def small(root: Element) -> list[object]:
    """A single line."""
    return [TaggedParagraph("One line.", BODY, root.add("P"))]


def no_links(root: Element) -> list[object]:
    """A picture alone."""
    return [TaggedFigure(lambda canvas: canvas.rect(0, 0, 9, 9), root.add("Figure", alt="Square"), 9, 9)]


def footer(canvas: Any, number: int, count: int) -> None:
    canvas.setFont(FONT, 8)
    canvas.line(20, 25, 270, 25)
    with canvas.artifact("Pagination", "Footer"):
        canvas.drawString(20, 15, f"Page {number} of {count}")


SAMPLES: dict[str, bytes] = {}


def sample(name: str) -> bytes:
    if name not in SAMPLES:
        story = {"full": full, "full-a4": full, "small": small, "no-links": no_links}[name]
        options: dict[str, Any] = {"pagesize": A4 if name.endswith("a4") else A6}
        if name.startswith("full"):
            options |= {"on_page": footer, "duplex": "DuplexFlipLongEdge", "author": "A & B", "keywords": "x"}
        SAMPLES[name] = build(story, **options)
    return SAMPLES[name]


NAMES = ["full", "full-a4", "small", "no-links"]


def spoiled(how: str) -> bytes:
    """Return the sample with one thing wrong, to see that the validators see it."""
    with pikepdf.open(io.BytesIO(sample("full"))) as pdf:
        if how == "no alt":
            for element in pdf.objects:
                if isinstance(element, pikepdf.Dictionary) and element.get("/S") == "/Figure":
                    del element["/Alt"]
        elif how == "not marked":
            del pdf.Root["/MarkInfo"]
        elif how == "no intent":
            del pdf.Root["/OutputIntents"]
        target = io.BytesIO()
        pdf.save(target)
        return target.getvalue()


@pytest.mark.parametrize("name", NAMES)
def test_cross_check(name: str) -> None:
    assert problems(sample(name)) == []


@pytest.mark.parametrize("profile", ["ua1", "2a"])
@pytest.mark.parametrize("name", NAMES)
def test_page_validation(name: str, profile: str) -> None:
    page = pytest.importorskip("page", reason="page-validation is not installed")
    report = page.validate_pdf_bytes(sample(name), profile=profile)
    assert [f"{failure.rule_id} {failure.message}" for failure in report.failures] == []
    assert report.is_compliant
    assert report.rules.total > 100


@pytest.mark.parametrize(("how", "profile"), [("no alt", "ua1"), ("not marked", "ua1"), ("no intent", "2a")])
def test_page_validation_sees_what_is_wrong(how: str, profile: str) -> None:
    page = pytest.importorskip("page", reason="page-validation is not installed")
    assert not page.is_pdf_compliant_bytes(spoiled(how), profile=profile)


needs_verapdf = pytest.mark.skipif(bool(missing()), reason=missing() or "veraPDF is there")


@needs_verapdf
@pytest.mark.parametrize("profile", ["ua1", "2a"])
@pytest.mark.parametrize("name", NAMES)
def test_verapdf(name: str, profile: str, tmp_path: Path) -> None:
    path = tmp_path / f"{name}.pdf"
    path.write_bytes(sample(name))
    checks, failed = verapdf(path, profile)
    assert failed == []
    assert checks > 30


@needs_verapdf
@pytest.mark.parametrize(("how", "profile"), [("no alt", "ua1"), ("not marked", "2a"), ("no intent", "2a")])
def test_verapdf_sees_what_is_wrong(how: str, profile: str, tmp_path: Path) -> None:
    path = tmp_path / "spoiled.pdf"
    path.write_bytes(spoiled(how))
    assert verapdf(path, profile)[1]


def _append(content: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(sample("small"))) as pdf:
        pdf.pages[0].contents_add(content)
        target = io.BytesIO()
        pdf.save(target)
        return target.getvalue()


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"0 0 m 9 9 l S", "outside any tag"),
        (b"/P <</MCID 0>> BDC 0 0 9 9 re f EMC", "twice"),
        (b"/P <</MCID 7>> BDC 0 0 9 9 re f EMC", "not in the tree"),
        (b"/P BMC /Artifact BMC 0 0 9 9 re f EMC EMC", "artifact inside"),
        (b"/P BMC BT EMC ET", "crosses ET"),
        (b"0 0 m /Artifact BMC 9 9 l S EMC", "inside a path"),
    ],
)
def test_the_cross_check_sees_what_is_wrong_in_the_content(content: bytes, complaint: str) -> None:
    assert any(complaint in problem for problem in problems(_append(content)))


def test_the_cross_check_sees_what_is_wrong_in_the_tree() -> None:
    def change(how: str) -> list[str]:
        with pikepdf.open(io.BytesIO(sample("full"))) as pdf:
            root = pdf.Root.StructTreeRoot
            pages = [page.obj for page in pdf.pages if "/Annots" in page]
            if how == "parent":
                root.K[0].K[1].P = root
            elif how == "array":
                array = root.ParentTree.Nums[1 + 2 * int(pdf.pages[0].StructParents)]
                array[0], array[-1] = array[-1], array[0]
            elif how == "annotation":
                pages[0].Annots[0].StructParent = pdf.pages[0].StructParents
            elif how == "contents":
                del pages[0].Annots[0]["/Contents"]
            target = io.BytesIO()
            pdf.save(target)
        return problems(target.getvalue())

    assert any("P is not the parent" in problem for problem in change("parent"))
    assert any("to another element" in problem for problem in change("array"))
    assert any("StructParent leads elsewhere" in problem for problem in change("annotation"))
    assert any("no Contents" in problem for problem in change("contents"))
    assert change("nothing") == []
