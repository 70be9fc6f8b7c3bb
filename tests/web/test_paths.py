"""Paths of a web page are shorter, and the same."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from handouts.files import data_dir
from handouts.web.paths import in_steps


def places(path: str) -> Iterator[tuple[float, float]]:
    """Where the commands of a path in steps lead, every point of a curve."""
    takes, at, begun = {"l": 1, "q": 2, "c": 3}, (0.0, 0.0), (0.0, 0.0)
    for command, said in re.findall(r"([A-Za-z])([^A-Za-z]*)", path):
        numbers = [float(number) for number in re.findall(r"-?\d*\.?\d+", said)]
        points = list(zip(numbers[::2], numbers[1::2], strict=True))
        if command == "z":
            at = begun
        elif command == "M":
            [at] = points
            begun = at
            yield at
        else:
            for n in range(0, len(points), takes[command]):
                curve = [(at[0] + x, at[1] + y) for x, y in points[n : n + takes[command]]]
                yield from curve
                at = curve[-1]


def path_of(svg: str) -> str:
    return svg.removeprefix('<path d="').removesuffix('"/>')


@pytest.mark.parametrize(
    ("path", "steps"),
    [
        ("M10 20L11 20L9.5 30.04Z", "M10 20l1 0-1.5 10z"),
        ("M0 0C1 2 3 4 5 6C5 6 5 6 5.5 5.8", "M0 0c1 2 3 4 5 6 0 0 0 0 .5-.2"),
        ("M1 1L2 2ZL3 1M5 5L6 6", "M1 1l1 1zl2 0M5 5l1 1"),
        ("M-.5,-12L.4 100", "M-.5-12l.9 112"),
        ("M0 0Q1 1 2 0L3 0", "M0 0q1 1 2 0l1 0"),
        ("M 1 1 2 2-3 0 L 4 4", "M1 1l1 1-5-2 7 4"),
    ],
)
def test_a_path_goes_on_from_where_it_is(path: str, steps: str) -> None:
    assert in_steps(f'<path d="{path}"/>') == f'<path d="{steps}"/>'


@pytest.mark.parametrize("path", ["M0 0A1 1 0 0 0 2 2", "M0 0l1 1"])
def test_what_our_drawings_do_not_have_stays_as_it_is(path: str) -> None:
    assert in_steps(f'<path d="{path}"/>') == f'<path d="{path}"/>'


def test_many_steps_end_where_the_path_does() -> None:
    path = "M0 0" + "".join(f"L{0.14 * n:.2f} {0.06 * n:.2f}" for n in range(1, 500))
    *_, (x, y) = places(path_of(in_steps(f'<path d="{path}"/>')))
    assert (x, y) == pytest.approx((0.14 * 499, 0.06 * 499), abs=0.051)


@pytest.mark.parametrize("name", ["seated_find_outer", "trunk_back"])
def test_a_drawing_keeps_its_places(name: str) -> None:
    paths = re.findall(r'"d": ?"([^"]+)"', (data_dir("content") / "art" / f"{name}.json").read_text("utf-8"))
    assert len(paths) > 10
    for path in paths:
        numbers = [float(number) for number in re.findall(r"-?\d*\.?\d+", path)]
        made = [value for place in places(path_of(in_steps(f'<path d="{path}"/>'))) for value in place]
        assert made == pytest.approx(numbers, abs=0.051)
