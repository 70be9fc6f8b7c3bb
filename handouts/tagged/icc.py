"""A small sRGB profile (ICC.1:2004-10, version 4.2), the same bytes everywhere and always."""

from __future__ import annotations

import struct
from functools import cache

# sRGB primaries adapted to D50 with the Bradford transform, and that transform itself (IEC 61966-2-1).
_COLORANTS = {
    b"rXYZ": (0.43607, 0.22249, 0.01392),
    b"gXYZ": (0.38515, 0.71687, 0.09708),
    b"bXYZ": (0.14307, 0.06061, 0.71410),
}
_WHITE_D50 = (0.9642, 1.0, 0.8249)
_ADAPTATION = (1.04790, 0.02290, -0.05020, 0.02960, 0.99046, -0.01707, -0.00925, 0.01508, 0.75168)
# f(x) = (a x + b) ^ g from d upwards, c x below it
_CURVE = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)


def _fixed(values: tuple[float, ...]) -> bytes:
    return struct.pack(f">{len(values)}i", *(round(value * 65536) for value in values))


def _text(text: str) -> bytes:
    data = text.encode("utf-16-be")
    return struct.pack(">4sIII2s2sII", b"mluc", 0, 1, 12, b"en", b"US", len(data), 28) + data


@cache
def srgb_profile() -> bytes:
    """Return the profile for the output intent (ISO 19005-2, 6.2.3)."""
    curve = struct.pack(">4sIHH", b"para", 0, 3, 0) + _fixed(_CURVE)
    tags: list[tuple[bytes, bytes]] = [
        (b"desc", _text("sRGB IEC61966-2.1")),
        (b"cprt", _text("No copyright, use freely")),
        (b"wtpt", struct.pack(">4sI", b"XYZ ", 0) + _fixed(_WHITE_D50)),
        (b"chad", struct.pack(">4sI", b"sf32", 0) + _fixed(_ADAPTATION)),
        *((name, struct.pack(">4sI", b"XYZ ", 0) + _fixed(xyz)) for name, xyz in _COLORANTS.items()),
        *((name, curve) for name in (b"rTRC", b"gTRC", b"bTRC")),
    ]
    table = struct.pack(">I", len(tags))
    body = b""
    offsets: dict[bytes, int] = {}
    start = 128 + 4 + 12 * len(tags)
    for name, data in tags:
        if data not in offsets:
            offsets[data] = start + len(body)
            body += data + b"\0" * (-len(data) % 4)
        table += struct.pack(">4sII", name, offsets[data], len(data))
    header = struct.pack(
        ">I4sI4s4s4s6H4s4sI4s4sQI12s4s16s28x",
        start + len(body),
        b"\0\0\0\0",
        0x04200000,
        b"mntr",
        b"RGB ",
        b"XYZ ",
        *(2000, 1, 1, 0, 0, 0),  # a date is required; the clock is not
        b"acsp",
        b"\0\0\0\0",
        0,
        b"\0\0\0\0",
        b"\0\0\0\0",
        0,
        0,
        _fixed(_WHITE_D50),
        b"\0\0\0\0",
        b"\0" * 16,
    )
    return header + table + body
