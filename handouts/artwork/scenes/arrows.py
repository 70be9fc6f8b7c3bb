"""Arrows in pictures of people: which way a part moves, where a hand presses."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from handouts.artwork.body.body import Array
from handouts.artwork.body.places import Place, PosedSkin, limb_joints
from handouts.artwork.pen.camera import View
from handouts.artwork.pen.export import Drawing

ARROWS = {"motion": (2.0, 6.0), "arrow": (2.7, 7.2)}  # shaft and head, in widths of the outline


@dataclass(frozen=True)
class Arrow:
    """An arrow in the picture. ``role``: motion (both heads: the stroke) or arrow (pressing force).

    It lies beside a limb: from ``start`` to ``end`` along it, ``off`` metres away from the limb's axis (above it in
    the picture); or, with ``joint`` or ``over`` (a place along the limb), it is upright, from ``start`` to ``end``
    metres above that place, ``aside`` metres in front of it; or, with ``on``, it stands on the skin, from ``start`` to
    ``end`` metres out of it.
    """

    role: str
    start: float
    end: float
    off: float = 0.0
    joint: str | None = None
    over: float | None = None
    aside: float = 0.0
    both: bool = False
    limb: str = "leg"
    on: Place | None = None


def draw_arrow(drawing: Drawing, view: View, skin: PosedSkin, arrow: Arrow, outline: float, where: str) -> Array:
    """Draw an arrow and return its middle."""
    pose = skin.pose
    zero, one = (limb_joints(arrow.limb, pose, where)) if arrow.on is None else (np.zeros(3), np.zeros(3))
    if arrow.on is not None:
        spot = skin.spot(arrow.on, f"{where}.on")
        start, end = (view.xy(spot.point + length * spot.out) for length in (arrow.start, arrow.end))
    elif arrow.joint is not None or arrow.over is not None:
        place = pose.joint(arrow.joint) if arrow.joint else zero + (arrow.over or 0.0) * (one - zero)
        start, end = (view.xy(place + np.array([0.0, height, arrow.aside])) for height in (arrow.start, arrow.end))
    else:
        a, b = view.xy(zero + arrow.start * (one - zero)), view.xy(zero + arrow.end * (one - zero))
        along = (b - a) / np.linalg.norm(b - a)
        away = np.array([along[1], -along[0]]) * arrow.off * view.scale
        start, end = a + away, b + away
    shaft, head = ARROWS[arrow.role]
    drawing.arrow(start, end, arrow.role, both=arrow.both, width=shaft * outline, head=head * outline)
    return np.asarray((start + end) / 2)
