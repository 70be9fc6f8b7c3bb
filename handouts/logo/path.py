"""SVG path data, with all its commands, as absolute M L C Z path data."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]
Segment = tuple[str, tuple[float, ...]]

_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_TOKEN = re.compile(rf"([MmLlHhVvCcSsQqTtAaZz])|({_NUMBER.pattern})|[\s,]+|(.)", re.DOTALL)
_SIZES = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}
_FLAGS = re.compile(r"[\s,]*([01])")
_LARGEST = 1e7


class PathError(ValueError):
    """Why path data cannot be read, as the end of a sentence that begins with the file's name."""


def numbers(text: str) -> list[float]:
    """The numbers in a list of numbers. Raises PathError."""
    if _NUMBER.sub("", text).strip(" \t\r\n,"):
        raise PathError(f"has {text[:40]!r} where numbers should be")
    return [_sane(float(value)) for value in _NUMBER.findall(text)]


def path_data(d: str) -> str:
    """Path data of every kind as absolute M L C Z path data. Raises PathError."""
    parts = []
    for command, values in _segments(d):
        parts.append(command + " ".join(f"{_sane(value):.4f}" for value in values))
    return "".join(parts)


def placed(d: str, matrix: Matrix, used: int, most: int) -> tuple[str, int]:
    """Absolute M L C Z data moved by a matrix, and how many commands there have been, `most` at most."""
    parts = []
    for command, text in re.findall(r"([MLCZ])([^MLCZ]*)", d):
        used += 1
        if used > most:
            raise PathError(f"is too intricate: more than {most} path commands")
        v = [float(value) for value in _NUMBER.findall(text)]
        moved = (_apply(matrix, (x, y)) for x, y in zip(v[::2], v[1::2], strict=True))
        parts.append(command + " ".join(f"{_sane(x):.4f} {_sane(y):.4f}" for x, y in moved))
    return "".join(parts), used


def multiply(m: Matrix, n: Matrix) -> Matrix:
    """The matrix that applies `n` first, then `m`."""
    return (
        m[0] * n[0] + m[2] * n[1],
        m[1] * n[0] + m[3] * n[1],
        m[0] * n[2] + m[2] * n[3],
        m[1] * n[2] + m[3] * n[3],
        m[0] * n[4] + m[2] * n[5] + m[4],
        m[1] * n[4] + m[3] * n[5] + m[5],
    )


def _apply(m: Matrix, p: Point) -> Point:
    return m[0] * p[0] + m[2] * p[1] + m[4], m[1] * p[0] + m[3] * p[1] + m[5]


def _sane(value: float) -> float:
    if not math.isfinite(value) or abs(value) > _LARGEST:
        raise PathError("has a number that is too large")
    return value


def _arguments(d: str) -> Iterator[tuple[str, list[float]]]:
    """Each command letter with the numbers of one use of it; repeated numbers repeat the command."""
    position, command, values = 0, "", list[float]()
    while position < len(d):
        if command in ("A", "a") and len(values) % 7 in (3, 4):  # flags may stand without a space between them
            flag = _FLAGS.match(d, position)
            if not flag:
                raise PathError("has an arc whose flags are not 0 or 1")
            values.append(float(flag[1]))
            position = flag.end()
            continue
        match = _TOKEN.match(d, position)
        assert match is not None
        position = match.end()
        if match[3]:
            raise PathError(f"has {match[3]!r} in its path data")
        if match[1]:
            yield from _uses(command, values)
            command, values = match[1], []
        elif match[2]:
            if not command:
                raise PathError("has path data that does not begin with M")
            values.append(float(match[2]))
    yield from _uses(command, values)


def _uses(command: str, values: list[float]) -> Iterator[tuple[str, list[float]]]:
    if not command:
        return
    size = _SIZES[command.upper()]
    if (size and (not values or len(values) % size)) or (not size and values):
        raise PathError(f"has a path command {command} with {len(values)} numbers")
    yield command, values[:size]
    follow = {"M": "L", "m": "l"}.get(command, command)
    for start in range(size, len(values), size or 1):
        yield follow, values[start : start + size]


def _segments(d: str) -> Iterator[Segment]:
    at, start = (0.0, 0.0), (0.0, 0.0)
    handle: tuple[str, Point] | None = None  # the last control point, for S and T
    first = True
    for letter, v in _arguments(d):
        command = letter.upper()
        if first and command != "M":
            raise PathError("has path data that does not begin with M")
        first = False
        ox, oy = at if letter.islower() else (0.0, 0.0)
        last, handle = handle, None
        if command == "Z":
            yield "Z", ()
            at = start
        elif command in "ML":
            at = (v[0] + ox, v[1] + oy)
            start = at if command == "M" else start
            yield command, at
        elif command in "HV":
            at = (v[0] + ox, at[1]) if command == "H" else (at[0], v[0] + oy)
            yield "L", at
        elif command in "CS":
            if command == "S":
                mirror = _mirror(at, last, "C")
                v = [mirror[0] - ox, mirror[1] - oy, *v]
            points = [value + (ox, oy)[index % 2] for index, value in enumerate(v)]
            yield "C", tuple(points)
            handle, at = ("C", (points[2], points[3])), (points[4], points[5])
        elif command in "QT":
            middle = (v[0] + ox, v[1] + oy) if command == "Q" else _mirror(at, last, "Q")
            end = (v[-2] + ox, v[-1] + oy)
            one, two = (tuple(p + 2 / 3 * (m - p) for p, m in zip(side, middle, strict=True)) for side in (at, end))
            yield "C", (*one, *two, *end)
            handle, at = ("Q", middle), end
        else:
            end = (v[5] + ox, v[6] + oy)
            yield from _arc(at, v[0], v[1], v[2], bool(v[3]), bool(v[4]), end)
            at = end


def _mirror(at: Point, last: tuple[str, Point] | None, kind: str) -> Point:
    if last is None or last[0] != kind:
        return at
    return 2 * at[0] - last[1][0], 2 * at[1] - last[1][1]


def _arc(start: Point, rx: float, ry: float, degrees: float, large: bool, sweep: bool, end: Point) -> Iterator[Segment]:
    """An elliptical arc as Bezier curves (SVG 1.1, appendix F.6)."""
    rx, ry = abs(rx), abs(ry)
    if start == end:
        return
    if rx < 1e-9 or ry < 1e-9:
        yield "L", end
        return
    turn = math.radians(degrees)
    cos, sin = math.cos(turn), math.sin(turn)
    dx, dy = (start[0] - end[0]) / 2, (start[1] - end[1]) / 2
    x, y = cos * dx + sin * dy, -sin * dx + cos * dy
    grow = math.sqrt(max(1.0, (x / rx) ** 2 + (y / ry) ** 2))
    rx, ry = rx * grow, ry * grow
    square = (rx * ry) ** 2 / ((rx * y) ** 2 + (ry * x) ** 2) - 1
    factor = math.sqrt(max(0.0, square)) * (-1 if large == sweep else 1)
    cx, cy = factor * rx * y / ry, -factor * ry * x / rx
    from_angle = math.atan2((y - cy) / ry, (x - cx) / rx)
    span = math.atan2((-y - cy) / ry, (-x - cx) / rx) - from_angle
    span += 2 * math.pi if sweep and span < 0 else (-2 * math.pi if not sweep and span > 0 else 0.0)
    place: Matrix = (cos * rx, sin * rx, -sin * ry, cos * ry, 0.0, 0.0)
    centre = _apply((cos, sin, -sin, cos, (start[0] + end[0]) / 2, (start[1] + end[1]) / 2), (cx, cy))
    place = (*place[:4], *centre)
    count = max(1, math.ceil(abs(span) / (math.pi / 2) - 1e-9))
    step = span / count
    k = 4 / 3 * math.tan(step / 4)
    for index in range(count):
        a, b = from_angle + index * step, from_angle + (index + 1) * step
        one = (math.cos(a) - k * math.sin(a), math.sin(a) + k * math.cos(a))
        two = (math.cos(b) + k * math.sin(b), math.sin(b) - k * math.cos(b))
        last = end if index == count - 1 else _apply(place, (math.cos(b), math.sin(b)))
        yield "C", (*_apply(place, one), *_apply(place, two), *last)
