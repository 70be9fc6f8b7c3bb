"""The seal of a file: a hash of all its bytes but for its variable data, which stands in its metadata.

It shows that a file was changed, or saved again by another program, after it was written. It does not show who wrote
it: nothing about it is secret, so whoever can write such files can seal them as well.
"""

from __future__ import annotations

import hashlib
import re
from typing import Literal

SEALS = {
    "sealedBytes": "How many bytes of the file, from its start, the seal is over",
    "seal": "SHA-256 of these bytes, with zeros in place of sealedBytes and seal",
}
"""The properties of a seal, and what they are."""
BLANK = {"sealedBytes": "0" * 10, "seal": "0" * 64}
"""Their values before the file is finished; they have the same length afterwards."""
_PLACE = re.compile(rb"(:sealedBytes>)(\d{10})(</\w+:sealedBytes>\s*<\w+:seal>)([0-9a-f]{64})(</)")
_ZEROS = rb"\g<1>" + BLANK["sealedBytes"].encode() + rb"\g<3>" + BLANK["seal"].encode() + rb"\g<5>"
_END = re.compile(rb"startxref\n\d+\n%%EOF\n")
_VARIABLE = re.compile(rb"(\d+) 0 obj\n<</Length (\d+)>>\nstream\n")
_TABLE = re.compile(
    rb"(\d+) 0 obj\n<</Type /XRef /Size \d+ /W \[1 4 2\] /Index \[([\d ]+)\] (/Root \d+ 0 R /Info \d+ 0 R) "
    rb"/Prev (\d+) /ID \[<[0-9a-f]{32}><[0-9a-f]{32}>\] /Length (\d+)>>\nstream\n"
)
_FIRST_TABLE = re.compile(
    rb"\d+ 0 obj\n<</Type /XRef /Size (\d+) /W \[1 4 2\] /Index \[([\d ]+)\] (/Root \d+ 0 R /Info \d+ 0 R) "
)


def sealed(head: bytes) -> bytes:
    """A finished file, without what stands after its constant part, with its seal; as it is if it wants none."""
    place = _PLACE.search(head)
    if place is None:
        return head
    length = b"%010d" % len(head)
    blank = _PLACE.sub(_ZEROS, head, count=1)
    digest = hashlib.sha256(blank).hexdigest().encode()
    return head[: place.start()] + b"".join((place[1], length, place[3], digest, place[5])) + head[place.end() :]


def seal_of(data: bytes) -> Literal["none", "whole", "broken"]:
    """Whether a file has a seal, and whether it is as it was written, its variable data apart."""
    place = _PLACE.search(data)
    if place is None:
        return "none"
    length = int(place[2])
    blank = _PLACE.sub(_ZEROS, data[:length], count=1)
    whole = place.end() <= length <= len(data) and hashlib.sha256(blank).hexdigest().encode() == place[4]
    return "whole" if whole and _is_end(data, length) else "broken"


def _is_end(data: bytes, start: int) -> bool:
    """Whether nothing follows the constant part but variable streams that it has places for, and their table."""
    if _END.fullmatch(data, start):
        return True
    at, numbers = start, set[int]()
    while stream := _VARIABLE.match(data, at):
        numbers.add(int(stream[1]))
        at = stream.end() + int(stream[2])
        if not data.startswith(b"\nendstream\nendobj\n", at):
            return False
        at += len(b"\nendstream\nendobj\n")
    table = _TABLE.match(data, at)
    if table is None or not numbers:
        return False
    end = table.end() + int(table[5]) + len(b"\nendstream\nendobj\n")
    first = _FIRST_TABLE.match(data, int(table[4]))
    if first is None or int(table[4]) >= start or first[3] != table[3] or not _END.fullmatch(data, end):
        return False
    named = _numbers(table[2])
    return named == numbers | {int(table[1])} and not named & _numbers(first[2])


def _numbers(index: bytes) -> set[int]:
    """The numbers of the objects that a table knows: first numbers, and how many follow."""
    pairs = [int(each) for each in index.split()]
    return {n for first, count in zip(pairs[::2], pairs[1::2], strict=False) for n in range(first, first + count)}
