"""Variable data: files that differ only in some content streams are one constant part and those streams.

A file with variable data is written as: everything else, the variable streams, the cross-reference table, the
trailer. So the same file with other text is the same constant bytes with other streams after them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from reportlab.pdfbase import pdfdoc


@dataclass(frozen=True)
class Variable:
    """One piece of variable data: on which page, the number of its first marked-content sequence and of its object.

    `about` is whatever the painter gave to find its place again.
    """

    key: str
    about: Any
    page: int
    mcid: int
    number: int = 0


class VariableStream(pdfdoc.PDFObject):  # type: ignore[misc]
    """A content stream as it stands in the file: not compressed, since it is short and made often."""

    __RefOnly__ = 1

    def __init__(self, variable: Variable, text: str) -> None:
        self.variable, self.text = variable, text

    def format(self, document: Any) -> bytes:
        """Write the stream."""
        return _stream(self.text)


def _stream(text: str) -> bytes:
    return f"<</Length {len(text) - 1}>>\nstream\n{text}endstream\n".encode("ascii")


@dataclass(frozen=True)
class FileParts:
    """A file apart from its variable streams. `table` and `trailer` take the offsets and the file's identifier."""

    head: bytes
    variables: tuple[Variable, ...]
    table: bytes
    trailer: bytes

    @cached_property
    def _identity(self) -> Any:
        return hashlib.md5(self.head, usedforsecurity=False)

    @cached_property
    def _order(self) -> list[int]:
        """The variables in the order of their object numbers, as the table needs them."""
        return sorted(range(len(self.variables)), key=lambda index: self.variables[index].number)

    def with_texts(self, texts: Sequence[str]) -> tuple[bytes, bytes]:
        """The file with these content streams, as its constant part and the rest."""
        at = len(self.head)
        offsets, objects = [], []
        for variable, text in zip(self.variables, texts, strict=True):
            made = b"%d 0 obj\n%bendobj\n" % (variable.number, _stream(text))
            offsets.append(at)
            objects.append(made)
            at += len(made)
        body = b"".join(objects)
        identity = self._identity.copy()
        identity.update(body)
        name = identity.hexdigest().encode()
        table = self.table % tuple([offsets[index] for index in self._order])
        return self.head, b"%b%b%b" % (body, table, self.trailer % (name, name, at))


def take_apart(
    data: bytes, offsets: Mapping[int, int], variables: Sequence[Variable], root: int, info: int
) -> FileParts:
    """The parts of a finished file whose objects stand at `offsets`, by number."""
    end = int(data[data.rindex(b"startxref") :].split()[1])
    places = sorted((offset, number) for number, offset in offsets.items())
    ends = [offset for offset, _ in places[1:]] + [end]
    own = {variable.number for variable in variables}
    head = bytearray(data[: places[0][0]])
    moved: dict[int, int] = {}
    for (offset, number), stop in zip(places, ends, strict=True):
        if number not in own:
            moved[number] = len(head)
            head += data[offset:stop]
    size = len(places) + 1
    rows = [b"%010d 00000 n \n" % moved[n] if n in moved else b"%010d 00000 n \n" for n in range(1, size)]
    table = b"xref\n0 %d\n0000000000 65535 f \n%b" % (size, b"".join(rows))
    trailer = b"trailer\n<</Size %d /Root %d 0 R /Info %d 0 R /ID [<%%b><%%b>]>>\n" % (size, root, info)
    return FileParts(bytes(head), tuple(variables), table, trailer + b"startxref\n%d\n%%%%EOF\n")
