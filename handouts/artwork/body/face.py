"""A calm face: lines and spots, drawn on the side or sides of the face that the camera sees."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from handouts.artwork.body.body import Array
from handouts.artwork.body.pose import Pose
from handouts.artwork.pen import curves, ink
from handouts.artwork.pen.export import Drawing
from handouts.artwork.pen.raster import Raster

EYE = 0.0915  # metres from the head's joint to the eye's in the face that the features were drawn for
FULL_FACE = 0.85  # the camera looks this straight into the face when both halves are drawn as from the front


@dataclass(frozen=True)
class Feature:
    """A line or a spot in head axes: metres from a joint. ``points`` are (forward, up) for a profile.

    For a face from the front they are (outwards, up).
    """

    joint: str  # without side
    points: tuple[tuple[float, float], ...]
    out: float  # of a profile
    width: float  # share of the outline's width
    filled: bool = False


PROFILE = {
    "brow": Feature("eye", ((0.003, 0.0190), (0.014, 0.0225), (0.025, 0.0205)), 0.004, 0.75),
    "lid": Feature("eye", ((0.003, 0.0000), (0.009, 0.0040), (0.018, 0.0045), (0.0245, 0.0020)), 0.004, 0.65),
    "iris": Feature("eye", ((0.015, 0.004), (0.0205, 0.004), (0.0200, -0.005), (0.0155, -0.004)), 0.004, 0, True),
    "mouth": Feature("oris03", ((-0.013, -0.0030), (-0.005, -0.0055), (0.004, -0.0045)), 0.008, 0.60),
    "nostril": Feature("levator02", ((0.000, -0.0205), (0.003, -0.0175), (0.007, -0.0185)), 0.006, 0.45),
}
FRONT = {
    "brow": Feature("eye", ((-0.013, 0.0150), (-0.005, 0.0190), (0.005, 0.0195), (0.016, 0.0145)), 0, 0.80),
    "lid": Feature(
        "eye", ((-0.0125, -0.003), (-0.007, 0.002), (0.001, 0.0042), (0.009, 0.0025), (0.0145, -0.002)), 0, 0.65
    ),
    "lower lid": Feature("eye", ((-0.007, -0.0050), (0.001, -0.0066), (0.009, -0.0044)), 0, 0.30),
    "iris": Feature(
        "eye", ((-0.0035, 0.003), (0.0055, 0.003), (0.005, -0.004), (0.001, -0.0055), (-0.003, -0.004)), 0, 0, True
    ),
    "nostril": Feature("eye", ((-0.0255, -0.0450), (-0.0215, -0.0430), (-0.0180, -0.0450)), 0, 0.45),
    "nose": Feature("eye", ((-0.0135, -0.0350), (-0.0115, -0.0400), (-0.0145, -0.0455)), 0, 0.40),
    "mouth": Feature("eye", ((-0.0290, -0.0615), (-0.0210, -0.0600), (-0.0120, -0.0605), (-0.0065, -0.0620)), 0, 0.60),
    "lip": Feature("eye", ((-0.0290, -0.0720), (-0.0230, -0.0718), (-0.0165, -0.0700)), 0, 0.35),
}  # fmt: skip


def draw_face(drawing: Drawing, raster: Raster, pose: Pose, pen: ink.Pen) -> None:
    """Draw brow, eye, nose and mouth on the side or sides of the face that the camera sees."""
    towards = pose.turn_of("head").T @ raster.view.camera.towards
    full = towards[2] > FULL_FACE
    for side, outwards in (("R", -1.0), ("L", 1.0)):
        if np.array([outwards, 0.0, 0.35]) @ towards < 0.25 and not full:
            continue
        for feature in (FRONT if full else PROFILE).values():
            line = _placed(raster, pose, feature, side, outwards, full)
            _draw_feature(drawing, feature, line, pen)


def _placed(raster: Raster, pose: Pose, feature: Feature, side: str, outwards: float, full: bool) -> Array:
    """Return the feature's points in the picture."""
    body = pose.body
    size = body.length("head", "eye.R") / EYE
    if full:
        offsets = np.array([(outwards * out, up, 0.0) for out, up in feature.points])
    else:
        offsets = np.array([(outwards * feature.out, up, forward) for forward, up in feature.points])
    joint = body.heads[f"{feature.joint}.{side}"]
    return raster.view.xy(pose.point("head", joint + size * offsets))


def _draw_feature(drawing: Drawing, feature: Feature, line: Array, pen: ink.Pen) -> None:
    if feature.filled:
        outline = curves.spline(line, closed=True, steps=4)
        if curves.area(outline) > 0:  # the same sense as a stroke, or the two would cancel where they overlap
            outline = outline[::-1]
        drawing.fill(curves.polygon_path(outline[:-1]), "ink")
    else:
        smooth = curves.spline(line, steps=8)
        width = feature.width * pen.outline
        drawing.fill(ink.stroke_path(smooth, width, taper=0.4, error=0.15, step=0.8), "ink")
