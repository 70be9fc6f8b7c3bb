"""Nails and joint creases: short lines laid on the back of a solved hand, drawn where the camera sees them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from handouts.artwork.body.body import Array, Mask
from handouts.artwork.body.frames import visible
from handouts.artwork.body.hands import FINGERS, Hand
from handouts.artwork.body.pose import unit
from handouts.artwork.body.press import Pressed
from handouts.artwork.pen import curves
from handouts.artwork.pen.export import Drawing
from handouts.artwork.pen.ink import stroke_path
from handouts.artwork.pen.raster import Raster

NAIL = {1: (0.0062, 0.0078), 2: (0.0047, 0.0062), 3: (0.0049, 0.0064), 4: (0.0046, 0.0061), 5: (0.0039, 0.0052)}
NAIL_PLACE = 0.70  # share of the last bone at which the middle of the nail lies
LEAST_FACING = 0.22  # nails seen more from the side than this are left out
CREASES = ((-0.0018, 1.0), (0.0020, 0.85))  # place along the finger in metres, share of the width


@dataclass(frozen=True)
class _Back:
    """The back of one finger bone in rest coordinates, and the frame that carries it to the scene."""

    joint: Array
    end: Array
    along: Array
    out: Array  # towards the back of the hand
    across: Array
    frame: Array


def _back_of(pressed: Pressed, finger: int, bone: int) -> _Back:
    hand: Hand = pressed.hand
    index = hand.bone(f"finger{finger}-{bone}")
    joint = hand.heads[index]
    end = hand.ends[finger] if bone == 3 else hand.heads[hand.bone(f"finger{finger}-{bone + 1}")]
    along = unit(end - joint)
    out = -hand.thumb_pad if finger == 1 else -hand.palm
    out = unit(out - (out @ along) * along)
    return _Back(joint, end, along, out, np.cross(along, out), pressed.frames[index])


def _on_skin(back: _Back, points: Array, tree: cKDTree, skin: Array, *, even: float) -> tuple[Array, Array]:
    """Carry rest points to the scene and lift them to the skin; ``even`` 0..1 flattens the result."""
    turn = back.frame[:3, :3]
    posed = points @ turn.T + back.frame[:3, 3]
    out = turn @ back.out
    nearest = tree.query(posed + 0.012 * out)[1]
    lift = np.clip(((skin[nearest] - posed) * out).sum(axis=1), 0.003, 0.014)
    lift = (1 - even) * lift + even * np.median(lift)
    return posed + lift[:, None] * out, np.broadcast_to(out, posed.shape)


def _nail(back: _Back, size: tuple[float, float]) -> Array:
    """Return the outline of a nail in rest coordinates: an ellipse, a little squared."""
    angle = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    c, s = np.cos(angle), np.sin(angle)
    middle = back.joint + NAIL_PLACE * (back.end - back.joint)
    across, along = np.sign(s) * np.abs(s) ** 0.8, np.sign(c) * np.abs(c) ** 0.8
    return np.asarray(middle + np.outer(size[0] * across, back.across) + np.outer(size[1] * along, back.along))


def draw_hand_marks(drawing: Drawing, raster: Raster, pressed: Pressed, allowed: Mask, *, width: float = 1.8) -> None:
    """Draw the nails and the creases over the finger joints of one hand."""
    skin = raster.mesh.vertices[np.unique(raster.mesh.triangles)]
    tree = cKDTree(skin)
    for finger in (1, *FINGERS):
        back = _back_of(pressed, finger, 3)
        points, outs = _on_skin(back, _nail(back, NAIL[finger]), tree, skin, even=0.75)
        xy, seen = visible(raster, points, outs, facing=LEAST_FACING, slack=0.005)
        if (seen & allowed[raster.at(xy)]).mean() > 0.9:
            ring = curves.fit_closed(np.vstack([xy, xy[:1]]), 0.5, corner=80)
            drawing.paint(curves.path(ring), fill="nail", stroke="ink.nail", width=width)
        for bone in (3,) if finger == 1 else (2, 3):
            _draw_creases(drawing, raster, _back_of(pressed, finger, bone), tree, skin, allowed, finger, width)


def _draw_creases(
    drawing: Drawing,
    raster: Raster,
    back: _Back,
    tree: cKDTree,
    skin: Array,
    allowed: Mask,
    finger: int,
    width: float,
) -> None:
    beside = np.linspace(-1, 1, 9)
    for place, share in CREASES:
        arch = 0.0012 * (1 - beside**2) * np.sign(place)
        rest = (
            back.joint
            + np.outer(place + arch, back.along)
            + np.outer(0.9 * share * NAIL[finger][0] * beside, back.across)
        )
        points, outs = _on_skin(back, rest, tree, skin, even=0.3)
        xy, seen = visible(raster, points, outs, facing=0.15, slack=0.005)
        seen &= allowed[raster.at(xy)]
        for part in curves.runs(seen, 5):
            line = curves.smooth_open(curves.resample(xy[part], 1.5), 2)
            drawing.fill(stroke_path(line, 1.2 * width, taper=0.45, thinnest=0.05), "ink.soft")
