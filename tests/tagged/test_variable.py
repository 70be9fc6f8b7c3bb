"""Variable data: a file that differs only in some text is the same constant bytes with other streams after them."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest
from reportlab.lib.pagesizes import A6

from handouts.tagged import Element, FileParts, canvas_maker

from .crosscheck import problems
from .helpers import FONT, opened

RESERVED = {FONT: "".join(map(chr, [*range(32, 127), *range(0xC0, 0x100)]))}


def letter(name: str, place: str = "Lyon") -> tuple[bytes, FileParts | None]:
    root = Element("Document")
    target = io.BytesIO()
    canvas = canvas_maker(root, title="Test", lang="en", reserve=RESERVED)(target, pagesize=A6)
    for page in (1, 2):
        with canvas.tag(root.add("P")):
            canvas.setFont(FONT, 10)
            canvas.drawString(40, 300, f"Page {page} for")
            with canvas.variable(f"name.{page}", about=(90, 300)):
                canvas.setFont(FONT, 12)
                canvas.drawString(90, 300, name)
            canvas.drawString(40, 280, "Follow the steps.")
        with canvas.variable(f"place.{page}"), canvas.tag(root.add("P")):
            canvas.setFont(FONT, 10)
            canvas.drawString(40, 260, place)
        canvas.rect(20, 20, 30, 30)
        canvas.showPage()
    canvas.save()
    return target.getvalue(), canvas.file_parts


def contents(data: bytes, page: int = 0) -> str:
    text: str = opened(data).pages[page].Contents
    streams: Any = text if isinstance(text, pikepdf.Array) else [text]
    return "".join(part.read_bytes().decode("latin-1") for part in streams)


def test_the_constant_part_does_not_know_the_text() -> None:
    first, second = letter("Ada")[1], letter("Łucja Ångström"[1:])[1]
    assert first is not None
    assert second is not None
    assert first.head == second.head
    assert b"Ada" not in first.head
    assert (first.before, first.size, first.trailer) == (second.before, second.size, second.trailer)


def test_parts_make_the_file_again_byte_for_byte() -> None:
    (data, parts), (other, _) = letter("Ada"), letter("Grace Hopper", "New York")
    assert parts is not None
    texts = []
    for variable in parts.variables:
        before = opened(other).get_object(variable.number, 0).read_bytes().decode("latin-1")
        texts.append(before + "\n" if not before.endswith("\n") else before)
    assert b"".join(parts.with_texts(texts)) == other
    assert data != other


def test_the_file_is_sound_and_reads_in_order() -> None:
    data, parts = letter("Ada")
    assert problems(data) == []
    code = contents(data, 1)
    assert code.index("(Page 2 for ") < code.index("(Ada ") < code.index("(Follow the steps. ") < code.index("(Lyon ")
    assert code.count(" BDC") + code.count(" BMC") == code.count("EMC")
    assert parts is not None
    assert [(v.key, v.page, v.mcid) for v in parts.variables] == [
        ("name.1", 1, 1),
        ("place.1", 1, 3),
        ("name.2", 2, 1),
        ("place.2", 2, 3),
    ]
    assert parts.variables[0].about == (90, 300)


def test_variable_streams_stand_at_the_end_of_the_file() -> None:
    data, parts = letter("Ada")
    assert parts is not None
    assert data.startswith(parts.head)
    assert data.index(b"(Ada )") > len(parts.head)


def test_every_marked_sequence_lies_within_one_stream() -> None:
    page = opened(letter("Ada")[0]).pages[0]
    for part in page.Contents:
        code = part.read_bytes()
        assert code.count(b" BDC") + code.count(b" BMC") == code.count(b"EMC")
        assert code.count(b"BT") == code.count(b"ET")


def test_the_identifier_depends_on_the_text() -> None:
    first, second = (opened(letter(name)[0]).trailer.ID[0] for name in ("Ada", "Eve"))
    assert bytes(first) != bytes(second)


def test_a_document_without_variable_data_has_no_parts() -> None:
    root = Element("Document")
    canvas = canvas_maker(root, title="Test", lang="en")(io.BytesIO(), pagesize=A6)
    with canvas.tag(root.add("P")):
        canvas.setFont(FONT, 10)
        canvas.drawString(40, 300, "Nothing")
    canvas.save()
    assert canvas.file_parts is None


def test_no_variable_data_in_a_form() -> None:
    root = Element("Document")
    canvas = canvas_maker(root, title="Test", lang="en")(io.BytesIO(), pagesize=A6)
    canvas.beginForm("form")
    with pytest.raises(ValueError, match="form"), canvas.variable("name"):
        pass
