"""Solids are painted before the person or after: each pixel is tested. Needs no body model."""

from __future__ import annotations

import pytest

pytest.importorskip("numpy", reason="needs numpy: pip install -e '.[artwork]'")
pytest.importorskip("scipy", reason="needs scipy: pip install -e '.[artwork]'")
pytest.importorskip("shapely", reason="needs shapely: pip install -e '.[artwork]'")
pytest.importorskip("numba", reason="needs numba: pip install -e '.[artwork]'")

import numpy as np

from handouts.artwork.pen.camera import View, look
from handouts.artwork.pen.export import Drawing
from handouts.artwork.pen.raster import rasterize
from handouts.artwork.scenes.solids import Solid, ball, draw_behind, draw_in_front, rod

FRONT = View(look(0.0), -0.3, 0.3, -0.3, 0.3, 500.0)
PERSON = ball(np.zeros(3), 0.1, "skin.base", "ink")


def stick(z: float) -> Solid:
    """A stick across the picture, z metres in front of the middle of the person."""
    return rod(np.array([-0.2, 0.0, z]), np.array([0.2, 0.0, z]), 0.02, "roller.base", "ink.roller")


def in_front(solid: Solid) -> Drawing:
    drawing = Drawing("x", FRONT.width, FRONT.height)
    draw_in_front(drawing, rasterize(PERSON.mesh, FRONT), [solid])
    return drawing


def test_a_solid_looks_outwards() -> None:
    mesh = stick(0.0).mesh
    away = mesh.vertices - np.clip(mesh.vertices[:, :1], -0.2, 0.2) * np.array([1.0, 0.0, 0.0])
    assert ((away * mesh.normals).sum(axis=1) > 0).mean() > 0.95


def test_a_stick_before_the_person_is_painted_after_the_person() -> None:
    assert [layer["fill"] for layer in in_front(stick(0.15)).layers] == ["roller.base"]


def test_a_stick_behind_the_person_is_not_painted_again() -> None:
    assert in_front(stick(-0.15)).layers == []


def test_a_stick_through_the_person_is_painted_where_it_is_before_the_person() -> None:
    through = rod(np.array([-0.2, 0.0, -0.2]), np.array([0.2, 0.0, 0.2]), 0.02, "roller.base", "ink.roller")
    xs = [float(pair.split()[0]) for pair in str(in_front(through).layers[0]["d"]).replace("C", "L")[1:-1].split("L")]
    assert min(xs) > FRONT.width / 2 + 20


def test_of_two_solids_the_nearer_one_hides_the_other() -> None:
    drawing = Drawing("x", FRONT.width, FRONT.height)
    near = rod(np.array([0.0, -0.2, 0.2]), np.array([0.0, 0.2, 0.2]), 0.03, "ball.base", "ink.ball")
    draw_behind(drawing, FRONT, [stick(0.0), near])
    halves, whole = (str(layer["d"]).count("M") for layer in drawing.layers)
    assert (halves, whole) == (2, 1)
