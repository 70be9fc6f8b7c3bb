"""A dressed person: mesh, tones, ink, and a calm face."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from scipy import ndimage, sparse

from handouts.artwork.body import clothing
from handouts.artwork.body.body import ARM, HAND, LEG, Array, Index, Mask
from handouts.artwork.body.clothing import Outfit
from handouts.artwork.body.face import draw_face
from handouts.artwork.body.mesh import Mesh, build_mesh, triangulate, vertex_normals
from handouts.artwork.body.pose import Pose
from handouts.artwork.pen import curves, ink, tones
from handouts.artwork.pen.camera import View
from handouts.artwork.pen.export import Drawing
from handouts.artwork.pen.raster import Raster, rasterize

MATERIALS = {"skin": "skin", "shirt": "cloth.top", "shorts": "cloth.bottom", "hair": "hair"}
STYLE = tones.Style(
    light=(-0.4, 0.6, 0.7), facing=0.45, levels=(0.60, 0.38), highlight=0.94, smallest=320, smooth=3.5, error=1.3
)
HAIR_STYLE = tones.Style(
    light=(-0.4, 0.6, 0.7), facing=0.45, levels=(0.60, 0.38), highlight=None, smallest=320, smooth=3.5, error=1.3
)
SIDES = ("R", "L")


def person_mesh(pose: Pose, outfit: Outfit, frames: Mapping[str, Array] | None = None, levels: int = 1) -> Mesh:
    """Return the dressed, posed and subdivided body.

    Fields: ``shirt``, ``shorts``, ``hair`` (> 0 covered); ``rest``; ``handR``, ``handL``, ``armR``, ``armL``,
    ``legR``, ``legL`` (0..1). ``frames`` overrides bone frames, as ``Pose.skin`` does.
    """
    body = pose.body
    fields = clothing.dress(body, outfit)
    skin = pose.skin(frames=frames)
    normals = vertex_normals(skin, triangulate(body.quads))
    clothed = skin + normals * clothing.thickness(fields)[:, None]
    clothed = drape(clothed, body.quads, np.maximum(fields["shirt"], fields["shorts"]))
    fields["rest"] = body.vertices
    for side in SIDES:
        fields[f"hand{side}"] = body.weight_of(*HAND, side=side)
        fields[f"arm{side}"] = body.weight_of(*ARM, side=side)
        fields[f"leg{side}"] = body.weight_of(*LEG, side=side)
    return build_mesh(clothed, body.quads, fields, levels)


def drape(vertices: Array, quads: Index, cloth: Array, rounds: int = 24) -> Array:
    """Smooth the skin under clothes, so that they hang over it; hems stay where they are."""
    count = len(vertices)
    start, end = quads.ravel(), np.roll(quads, -1, axis=1).ravel()
    ones = np.ones(len(start))
    near = sparse.csr_matrix((ones, (start, end)), shape=(count, count))
    near = near + near.T
    mean = sparse.diags(1 / np.maximum(np.asarray(near.sum(axis=1)).ravel(), 1)) @ near
    amount = np.clip(cloth / 0.04, 0, 0.6)[:, None]
    for _ in range(rounds):
        vertices = vertices + amount * (mean @ vertices - vertices)
    return vertices


def draw_person(
    drawing: Drawing,
    mesh: Mesh,
    pose: Pose,
    view: View,
    pen: ink.Pen,
    quiet: Sequence[tuple[Array, float]] = (),
    gaps: float = 0.0,
) -> Raster:
    """Draw the person. ``quiet``: world points and radii (metres) in which interior ink is left out.

    Gaps smaller than ``gaps`` (square units), as between fingers that touch the skin, are given to the person: a
    millimetre of paper in print looks like a blot.
    """
    names = ("shirt", "shorts", "hair", *(f"{part}{side}" for part in ("hand", "arm", "leg") for side in SIDES))
    raster = rasterize(mesh, view, names)
    raster.mask[_small_holes(raster.mask, gaps)] = True
    values = tones.blur_by_depth(tones.tone(raster, STYLE), raster, rounds=8)
    drawing.fill(curves.mask_path(raster.mask), "skin.base", evenodd=True)
    areas = tones.masks_by_order(raster, ("hair", "shorts", "shirt"))
    for name, mask in areas.items():
        clean = ndimage.binary_opening(mask, iterations=1)
        if clean.any():
            style = HAIR_STYLE if name == "hair" else STYLE
            tones.fill_tones(drawing, values, clean, MATERIALS[name], style, base=name != "skin")
    for name in ("shirt", "shorts", "hair"):
        clean = ndimage.binary_opening(areas[name], iterations=2)
        inside = ndimage.distance_transform_edt(raster.mask) > 6
        ink.draw_edge(drawing, clean, 0.6 * pen.outline, inside)
    draw_face(drawing, raster, pose, pen)
    ink.draw_contours(drawing, raster, raster.mask, pen, allowed=_loud(raster, quiet))
    for side in SIDES:
        hand = raster.mask & (raster.fields[f"hand{side}"] > 0.5)
        arm = raster.mask & (raster.fields[f"arm{side}"] > 0.5)
        ink.draw_edge(drawing, hand, 0.8 * pen.outline, raster.mask & ~arm, shortest=14)
    left, right = (areas["skin"] & (raster.fields[f"leg{side}"] > 0.5) for side in ("L", "R"))
    ink.draw_edge(drawing, left, 0.9 * pen.inner, right, shortest=14)  # also where the legs touch
    ink.draw_outline(drawing, raster.mask, pen.outline)
    return raster


def _small_holes(mask: Mask, most: float) -> Mask:
    """Return the pixels of holes that are smaller than ``most``."""
    areas, _ = ndimage.label(ndimage.binary_fill_holes(mask) & ~mask)
    return np.asarray((areas > 0) & (np.bincount(areas.ravel())[areas] < most))


def _loud(raster: Raster, quiet: Sequence[tuple[Array, float]]) -> Mask:
    rows, columns = np.indices(raster.mask.shape)
    loud = np.ones(raster.mask.shape, dtype=np.bool_)
    for point, radius in quiet:
        x, y = raster.view.xy(point)
        loud &= np.hypot(columns - x, rows - y) > radius * raster.view.scale
    return loud
