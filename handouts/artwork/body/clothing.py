"""T-shirt, shorts and hair as scalar fields on the skin: above 0 = covered.

There are no garment meshes. The fields are computed on the rest cage, carried through posing and subdivision, and
interpolated per pixel, so hems come out smooth. Values are distances to the hem in metres.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from handouts.artwork.body.body import HAND, HEAD, Array, Body

SHIRT_THICKNESS = 0.008
SHORTS_THICKNESS = 0.011
HAIR_THICKNESS = 0.014
FAR = 0.2  # "well inside", metres
COVERS = ("hair", "top", "shorts")
"""What a view of the bare body may be covered with, the uppermost first."""
CROPPED = 0.3  # share of its thickness that cropped hair has, so that places on the head show

# The hairline in the head's own plane: forward of the head joint -> height above it
HAIRLINE_FORWARD = (-0.14, -0.085, -0.055, -0.030, -0.012, 0.010, 0.026, 0.034, 0.050, 0.075, 0.12)
HAIRLINE_HEIGHT = (-0.035, -0.035, -0.02, 0.004, 0.040, 0.040, 0.020, 0.020, 0.078, 0.098, 0.110)
# The ear in the same plane: centre and half axes
EAR_CENTRE = (0.006, 0.012)
EAR_HALF = (0.021, 0.036)
EAR_OUT = 0.068  # the ear stands further out from the middle than this, metres


@dataclass(frozen=True)
class Outfit:
    """Where the hems are, as shares of the limb: ``shorts`` along the thigh, ``sleeve`` along the upper arm.

    ``hair``: ``short`` or ``bun``. ``waist`` is the top of the shorts above the hips in metres.
    """

    shorts: float = 0.42
    sleeve: float = 0.5
    waist: float = 0.09
    hair: str = "short"


def _along(body: Body, start: str, end: str, default: float) -> Array:
    """Return each vertex' share along a limb on its own side of the body (the midline belongs to both)."""
    share = np.full(len(body.vertices), default)
    for side in "LR":
        a, b = body.heads[f"{start}.{side}"], body.heads[f"{end}.{side}"]
        mine = body.vertices[:, 0] * np.sign(a[0]) >= 0
        share[mine] = (((body.vertices - a) @ (b - a)) / ((b - a) @ (b - a)))[mine]
    return share


def _hip_height(body: Body) -> float:
    return float((body.heads["upperleg01.R"][1] + body.heads["upperleg01.L"][1]) / 2)


def shirt(body: Body, outfit: Outfit) -> Array:
    """Return the T-shirt: round neck, sleeves, hem at the hips."""
    _, y, z = body.vertices.T
    arm = body.weight_of("upperarm", "lowerarm", *HAND)
    length = body.length("upperarm01.R", "lowerarm01.R")
    sleeve = np.where(arm > 0.5, (outfit.sleeve - _along(body, "upperarm01", "lowerarm01", -9.0)) * length, FAR)
    neck = body.heads["neck01"]
    behind, before = np.maximum(0, neck[2] - z), np.maximum(0, z - neck[2])
    collar = neck[1] - 0.012 + 0.10 * behind - 0.30 * before
    bare = body.weight_of("lowerarm", *HAND)
    return np.asarray(np.minimum.reduce([collar - y, y - _hip_height(body), sleeve, FAR - bare]))


def shorts(body: Body, outfit: Outfit) -> Array:
    """Return the shorts: from the waist to a share of the thigh."""
    length = body.length("upperleg01.R", "lowerleg01.R")
    hem = (outfit.shorts - _along(body, "upperleg01", "lowerleg01", 9.0)) * length
    waist = _hip_height(body) + outfit.waist
    bare = body.weight_of("lowerarm", *HAND)
    return np.asarray(np.minimum.reduce([hem, waist - body.vertices[:, 1], FAR - bare]))


def top(body: Body) -> Array:
    """Return a short top for views of the trunk: a band round the chest, with two straps over the shoulders."""
    x, y, z = body.vertices.T
    hip, neck = _hip_height(body), body.heads["neck01"]
    size = neck[1] - hip
    low, high = hip + 0.60 * size, hip + 0.76 * size
    before = np.clip((z - neck[2]) / 0.06, -1, 1)
    band = np.minimum(y - low, high + 0.012 * before - y)
    strap = np.minimum.reduce([0.017 - np.abs(np.abs(x) - 0.075), y - low, neck[1] + 0.05 - y])
    bare = body.weight_of("upperarm", "lowerarm", *HAND)
    return np.asarray(np.minimum(np.maximum(band, strap), (0.5 - bare) * FAR))


def hair(body: Body) -> Array:
    """Return the hair: a hairline seen from the side, with the ears left free."""
    x, y, z = (body.vertices - body.heads["head"]).T
    size = body.length("head", "eye.R") / 0.0915  # heads differ a little in size
    line = np.interp(z / size, HAIRLINE_FORWARD, HAIRLINE_HEIGHT) * size
    field = np.clip(y - line, -0.1, 0.1)
    ear = np.hypot((z / size - EAR_CENTRE[0]) / EAR_HALF[0], (y / size - EAR_CENTRE[1]) / EAR_HALF[1]) - 1
    free = np.where(np.abs(x) > EAR_OUT * size, ear * 0.03, FAR)
    return np.where(body.weight_of(*HEAD) > 0.4, np.minimum(field, free), -1.0)


def dress(body: Body, outfit: Outfit) -> dict[str, Array]:
    """Return the fields ``shirt``, ``shorts`` and ``hair`` per vertex of the cage."""
    return {"shirt": shirt(body, outfit), "shorts": shorts(body, outfit), "hair": hair(body)}


def thickness(fields: dict[str, Array]) -> Array:
    """Return how far clothes and hair lift the surface off the skin, metres."""

    def ramp(field: Array, width: float) -> Array:
        return np.clip(field / width, 0, 1)

    cloth = np.maximum(SHIRT_THICKNESS * ramp(fields["shirt"], 0.006), SHORTS_THICKNESS * ramp(fields["shorts"], 0.006))
    return np.asarray(cloth + HAIR_THICKNESS * ramp(fields["hair"], 0.03))


def thin(fields: dict[str, Array]) -> Array:
    """Return how far the covers of a view lift the surface off the skin, metres: less than a person's clothes."""
    cloth = np.clip(np.maximum(fields["top"], fields["shorts"]) / 0.006, 0, 1)
    return np.asarray(0.5 * SHIRT_THICKNESS * cloth + CROPPED * HAIR_THICKNESS * np.clip(fields["hair"] / 0.03, 0, 1))
