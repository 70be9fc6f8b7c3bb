"""Variable data: files that differ only in some content streams are one constant part and those streams.

A file with variable data is written as: everything else with its table of objects, the variable streams, and a table
of these. So the same file with other text is the same constant bytes with other streams after them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from struct import pack
from typing import Any

from reportlab.pdfbase import pdfdoc

from .packed import packed, table
from .seal import sealed


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
    """A file apart from its variable streams, which stand after it with a table of their own."""

    head: bytes
    variables: tuple[Variable, ...]
    before: int
    """Where the table of the constant part stands."""
    size: int
    """How many objects there are."""
    trailer: bytes

    @cached_property
    def _identity(self) -> Any:
        return hashlib.md5(self.head, usedforsecurity=False)

    def with_texts(self, texts: Sequence[str]) -> tuple[bytes, bytes]:
        """The file with these content streams, as its constant part and the rest."""
        at = len(self.head)
        rows, objects = {}, []
        for variable, text in zip(self.variables, texts, strict=True):
            made = b"%d 0 obj\n%bendobj\n" % (variable.number, _stream(text))
            rows[variable.number] = pack(">BIH", 1, at, 0)
            objects.append(made)
            at += len(made)
        body = b"".join(objects)
        identity = self._identity.copy()
        identity.update(body)
        name = identity.hexdigest().encode()
        rows[self.size] = pack(">BIH", 1, at, 0)
        entries = b"%b /Prev %d /ID [<%b><%b>]" % (self.trailer, self.before, name, name)
        return self.head, b"%b%b%b" % (body, table(self.size, self.size + 1, rows, entries), _end(at))


def _end(at: int) -> bytes:
    return b"startxref\n%d\n%%%%EOF\n" % at


def whole_file(
    data: bytes, offsets: Mapping[int, int], variables: Sequence[Variable], root: int, info: int
) -> tuple[bytes, FileParts | None]:
    """A finished file packed, without its variable streams; and its parts when it has some.

    `offsets` are those of its objects, by number.
    """
    trailer = b"/Root %d 0 R /Info %d 0 R" % (root, info)
    head, at = packed(data, offsets, {variable.number for variable in variables}, trailer)
    head = sealed(head)
    if not variables:
        return head + _end(at), None
    return head, FileParts(head, tuple(variables), at, max(offsets) + 3, trailer)
