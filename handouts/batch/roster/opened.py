"""A spreadsheet of any format, opened; and quick looks into one, which spare a whole reading."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO, Literal

from handouts.batch.roster.packed import UNREADABLE_ZIP
from handouts.batch.roster.workbook import Book
from handouts.errors import HandoutsError

Kind = Literal["xlsx", "ods", "xls"]
_TEXTS = re.compile(r"xl/(sharedstrings|worksheets/.*)\.(xml|bin)|content\.xml")
MOST_LOOKED_AT = 1 << 29
"""Bytes of a quick look."""


def packed_format(file: BinaryIO, name: str) -> Kind:
    """What spreadsheet a zip archive is. Raises HandoutsError when it is none."""
    try:
        with zipfile.ZipFile(file) as packed:
            names = {member.replace("\\", "/").casefold() for member in packed.namelist()}
    except UNREADABLE_ZIP:
        names = {"[content_types].xml"}  # whoever reads it says what is wrong
    file.seek(0)
    if "xl/workbook.bin" in names:
        return "xls"
    if "content.xml" in names:
        return "ods"
    if "[content_types].xml" in names:
        return "xlsx"
    raise HandoutsError(f"{name}: is no spreadsheet: save it as .xlsx, .ods or CSV")


def open_book(file: BinaryIO, name: str, kind: Kind) -> Book:
    """The workbook. Raises HandoutsError when it cannot be read."""
    if kind == "xlsx":
        from handouts.batch.roster.sheet import Xlsx

        return Xlsx(file, name)
    if kind == "ods":
        from handouts.batch.roster.ods import Ods

        return Ods(file, name)
    from handouts.batch.roster.oldbook import OldBook

    return OldBook(file, name)


def text_chunks(file: BinaryIO) -> Iterator[bytes]:
    """The bytes of all that may be a cell's text, some at a time; a file that is not packed has them as they are."""
    packed_file = file.read(4) == b"PK\x03\x04"
    file.seek(0)
    if not packed_file:
        yield from iter(partial(file.read, 1 << 20), b"")
        return
    left = MOST_LOOKED_AT
    try:
        with zipfile.ZipFile(file) as packed:
            for member in packed.namelist():
                if _TEXTS.fullmatch(member.replace("\\", "/").casefold()):
                    with packed.open(member) as part:
                        for chunk in iter(partial(part.read, 1 << 20), b""):
                            left -= len(chunk)
                            if left < 0:
                                return
                            yield chunk
    except UNREADABLE_ZIP:
        return  # whoever reads the rows says what is wrong


def dimension_rows(file: BinaryIO) -> int:
    """How many rows the first sheet says it has, without its header; 0 when it says nothing."""
    try:
        with zipfile.ZipFile(file) as packed, packed.open("xl/worksheets/sheet1.xml") as part:
            match = re.search(rb'<dimension ref="[A-Z]+\d+:[A-Z]+(\d{1,7})"', part.read(4096))
            return int(match[1]) - 1 if match else 0
    except (*UNREADABLE_ZIP, KeyError):
        return 0
