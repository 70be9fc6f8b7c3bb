"""The bones of the right leg from behind, drawn from outlines in ``content/scenes``.

Places are ``(t, mm)``: t 0 at the knee joint, 1 at the ankle joint; mm from the leg's middle line, + to the
outer (lateral) side. The proportions follow common anatomy; no bone mesh is used.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from handouts.artwork.body.body import Array, Mask
from handouts.artwork.pen import curves
from handouts.artwork.pen.camera import View
from handouts.artwork.pen.export import Drawing
from handouts.artwork.pen.ink import stroke_path
from handouts.artwork.pen.solid import Bump, flatten, inflate, lit, polygon_mask
from handouts.artwork.pen.tones import Style, fill_tones

Place = tuple[float, float]
Places = tuple[Place, ...]

BONE_STYLE = Style(
    light=(-0.6, 0.45, 0.65),
    facing=0.3,
    levels=(0.62, 0.42),
    highlight=0.875,
    smallest=40,
    smooth=2.5,
    error=0.7,
)
BONE_LINE = 2.2


@dataclass(frozen=True)
class Swelling:
    """A round part of a bone: a condyle, a malleolus. Sizes are half axes in mm."""

    at: Place
    across: float
    along: float
    height: float


@dataclass(frozen=True)
class Bone:
    """One bone: outline, how flat it is (mm), swellings, and lines drawn on it."""

    outline: Places
    flat: float = 12.0
    swellings: tuple[Swelling, ...] = ()
    lines: tuple[Places, ...] = ()
    corner: float = 75.0


@dataclass(frozen=True)
class LegPlane:
    """Turns ``(t, mm)`` into picture positions in a view from behind."""

    view: View
    knee: Array  # picture positions of the joints
    ankle: Array
    shift: Place  # mm by which the middle line lies beside the joints, at knee and ankle

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of the picture."""
        return self.view.height, self.view.width

    @property
    def unit(self) -> float:
        """Art units per mm."""
        return self.view.scale / 1000

    def xy(self, places: npt.ArrayLike) -> Array:
        """Return the picture positions of places, (2,) or (n, 2)."""
        pairs = np.asarray(places, dtype=np.float64)
        t, mm = pairs[..., 0], pairs[..., 1]
        along = np.clip(t, 0, None)[..., None]  # the thigh goes straight up
        line = self.knee + along * (self.ankle - self.knee)
        line[..., 1] = self.knee[1] + t * (self.ankle[1] - self.knee[1])
        beside = self.shift[0] + (self.shift[1] - self.shift[0]) * np.clip(t, 0, 1)
        line[..., 0] += (mm + beside) * self.unit
        return np.asarray(line)

    def curve(self, places: npt.ArrayLike, *, closed: bool = False) -> Array:
        """Return a smooth line through places."""
        return curves.spline(self.xy(places), closed)

    def shape_path(self, points: Array, corner: float = 75.0) -> str:
        """Return path data of a closed line."""
        return curves.path(curves.fit_closed(points, 0.6, corner))


def bone_height(bone: Bone, mask: Mask, plane: LegPlane) -> Array:
    """Return the modelled height of a bone over its mask, art units."""
    height = flatten(inflate(mask), bone.flat * plane.unit)
    for swelling in bone.swellings:
        x, y = plane.xy(swelling.at)
        k = plane.unit
        bump = Bump(x, y, swelling.across * k, swelling.along * k, swelling.height * k).on(plane.shape)
        height = np.hypot(height, bump)  # joins softly, without a crease
    return np.where(mask, height, 0.0)


def draw_bone(drawing: Drawing, bone: Bone, plane: LegPlane, *, clip: Mask | None = None) -> Mask:
    """Draw one bone with its tones, outline and lines; return its pixels."""
    outline = plane.curve(bone.outline, closed=True)
    mask = polygon_mask(outline, plane.shape)
    height = bone_height(bone, mask, plane)
    if clip is not None:
        mask = mask & clip
    fill_tones(drawing, lit(height, mask, BONE_STYLE), mask, "bone", BONE_STYLE)
    for line in bone.lines:
        curve = plane.curve(line)
        for part in curves.runs(np.ones(len(curve), np.bool_) if clip is None else _inside(curve, clip), 5):
            drawing.fill(stroke_path(curve[part], 1.6, taper=0.5, thinnest=0.1), "ink.bone")
    draw_closed_line(drawing, outline, BONE_LINE, "ink.bone", clip)
    return mask


def draw_closed_line(drawing: Drawing, outline: Array, width: float, role: str, clip: Mask | None = None) -> None:
    """Draw a closed line of even width, leaving out where the clip mask ends."""
    line = curves.resample(outline, 1.5)
    keep = np.ones(len(line), np.bool_) if clip is None else _inside(line, clip)
    for part in curves.open_runs(line, keep):
        drawing.fill(stroke_path(part, width, taper=0.01, thinnest=0.75), role)


def _inside(line: Array, mask: Mask) -> Mask:
    """Return which points of a line lie on a pixel of the mask."""
    x, y = np.floor(line).astype(np.int64).T
    rows, columns = mask.shape
    known = (x >= 0) & (y >= 0) & (x < columns) & (y < rows)
    return np.asarray(known & mask[np.where(known, y, 0), np.where(known, x, 0)])


def draw_bones(drawing: Drawing, bones: Sequence[Bone], plane: LegPlane, *, clip: Mask | None = None) -> list[Mask]:
    """Draw bones in the given order (the first lies deepest) and return their pixels."""
    return [draw_bone(drawing, bone, plane, clip=clip) for bone in bones]
