"""Files with their objects packed into a compressed object stream (ISO 32000-1, 7.5.7), and the way back.

ReportLab writes every object by itself. Here everything that is no stream goes into one object stream, and the table
of objects is a stream as well (7.5.8). ISO 19005-2, 6.1.7 and 6.1.4.3, allows both.
"""

from __future__ import annotations

import hashlib
import re
import struct
import zlib
from collections.abc import Collection, Mapping, Sequence

LEVEL = 9
_LINE_ENDS = (b"\r", b"\n")
"""A stream that ends with one of these may be read as a byte too short: an end of line follows it anyway."""
_ROW = struct.Struct(">BIH")
_ENTRY = re.compile(rb"/(\w+) ?(\[[^\]]*\]|\d+(?: \d+ R)?)")


def packed(data: bytes, offsets: Mapping[int, int], left_out: Collection[int], trailer: bytes) -> tuple[bytes, int]:
    """The objects of a finished file, all but some, as a file without its last two lines; and where its table is.

    `offsets` are those of the objects by number, `trailer` what the table says besides, such as ``/Root 1 0 R``.
    """
    end = int(data[data.rindex(b"startxref") :].split()[1])
    places = sorted((offset, number) for number, offset in offsets.items())
    ends = [offset for offset, _ in places[1:]] + [end]
    head = bytearray(data[: places[0][0]])
    rows: dict[int, bytes] = {0: _ROW.pack(0, 0, 65535)}
    inside: list[tuple[int, bytes]] = []
    for (offset, number), stop in zip(places, ends, strict=True):
        if number in left_out:
            continue
        whole = data[offset:stop]
        body = whole[whole.index(b"obj") + 3 : whole.rindex(b"endobj")].strip()
        if body.endswith(b"endstream"):
            rows[number] = _ROW.pack(1, len(head), 0)
            head += whole
        else:
            inside.append((number, body))
    number = max(offsets) + 1
    for index, (each, _) in enumerate(inside):
        rows[each] = _ROW.pack(2, number, index)
    rows[number] = _ROW.pack(1, len(head), 0)
    head += b"%d 0 obj\n%b\nendobj\n" % (number, _object_stream(inside))
    at = len(head)
    rows[number + 1] = _ROW.pack(1, at, 0)
    identity = hashlib.md5(head, usedforsecurity=False).hexdigest().encode()
    entries = b"%b /ID [<%b><%b>]" % (trailer, identity, identity)
    head += table(number + 1, number + 2, rows, entries, packed=True)
    return bytes(head), at


def table(number: int, size: int, rows: Mapping[int, bytes], entries: bytes, packed: bool = False) -> bytes:
    """A table of objects as an object; `rows` are those of the objects that it knows."""
    text = b"".join(rows[each] for each in sorted(rows))
    content = zlib.compress(text, LEVEL) if packed else text
    if content.endswith(_LINE_ENDS):
        content, packed = text, False  # rows end with zeros
    filter_ = b" /Filter /FlateDecode" if packed else b""
    head = b"%d 0 obj\n<</Type /XRef /Size %d /W [1 4 2] /Index [%b] %b%b /Length %d>>\nstream\n"
    index = b" ".join(b"%d %d" % stretch for stretch in _stretches(sorted(rows)))
    return head % (number, size, index, entries, filter_, len(content)) + content + b"\nendstream\nendobj\n"


def _stretches(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Numbers in order as first numbers and how many follow each other."""
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and number == sum(found[-1]):
            found[-1] = (found[-1][0], found[-1][1] + 1)
        else:
            found.append((number, 1))
    return found


def _object_stream(objects: Sequence[tuple[int, bytes]]) -> bytes:
    starts, at = [], 0
    for number, body in objects:
        starts.append(b"%d %d" % (number, at))
        at += len(body) + 1
    index = b" ".join(starts) + b" "
    text = index + b" ".join(body for _, body in objects)
    while (content := zlib.compress(text, LEVEL)).endswith(_LINE_ENDS):
        text += b" "
    head = b"<</Type /ObjStm /N %d /First %d /Filter /FlateDecode /Length %d>>\nstream\n"
    return head % (len(objects), len(index), len(content)) + content + b"\nendstream"


# --- the way back --------------------------------------------------------------------------------------------


def objects_of(data: bytes) -> tuple[dict[int, bytes], int]:
    """The objects of a file that was packed here, by number, without `obj` and `endobj`; and the catalog's number."""
    at: int | None = int(data[data.rindex(b"startxref") :].split()[1])
    found: dict[int, bytes] = {}
    root = 0
    while at is not None:
        start = data.index(b"stream\n", at) + 7
        entries = dict(_ENTRY.findall(data[at:start]))
        rows = data[start : start + int(entries[b"Length"])]
        rows = zlib.decompress(rows) if b"/Filter" in data[at:start] else rows
        numbers = [int(each) for each in entries[b"Index"][1:-1].split()]
        known = [
            n for first, count in zip(numbers[::2], numbers[1::2], strict=True) for n in range(first, first + count)
        ]
        for number, row in zip(known, _ROW.iter_unpack(rows), strict=True):
            if row[0] == 1 and row[1] != at and number not in found:
                found[number] = _body(data, row[1])
        root = root or int(entries[b"Root"].split()[0])
        at = int(entries[b"Prev"]) if b"Prev" in entries else None
    for number in [n for n, body in found.items() if body.startswith(b"<</Type /ObjStm")]:
        found.update(_inside(found.pop(number)))
    return found, root


def _body(data: bytes, offset: int) -> bytes:
    start = data.index(b"obj", offset) + 3
    head = data.index(b"stream", start)
    length = re.search(rb"/Length (\d+)", data[start:head])
    assert length is not None
    end = data.index(b"endstream", head + int(length[1])) + 9
    return data[start:end].strip()


def _inside(body: bytes) -> dict[int, bytes]:
    start = body.index(b"stream\n") + 7
    entries = dict(_ENTRY.findall(body[:start]))
    content = zlib.decompress(body[start : start + int(entries[b"Length"])])
    first, count = int(entries[b"First"]), int(entries[b"N"])
    index = [int(each) for each in content[:first].split()]
    starts = [first + each for each in index[1::2]] + [len(content) + 1]
    return {index[2 * i]: content[starts[i] : starts[i + 1] - 1] for i in range(count)}
