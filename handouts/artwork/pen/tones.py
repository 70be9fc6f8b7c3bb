"""Light and tone: from normals to flat areas of base, shade and highlight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from handouts.artwork.body.body import Array, Mask
from handouts.artwork.body.pose import unit
from handouts.artwork.pen import curves
from handouts.artwork.pen.export import Drawing
from handouts.artwork.pen.raster import Raster

Vector = tuple[float, float, float]


@dataclass(frozen=True)
class Style:
    """How areas of one material are cut out of the tone field. Distances in art units."""

    light: Vector = (-0.45, 0.35, 0.8)  # camera axes: right, up, towards the viewer
    facing: float = 0.5  # share of "looks at the viewer" in the tone, the rest is light
    levels: tuple[float, ...] = (0.62, 0.42, 0.20)  # below: shade1, shade2, shade3
    highlight: float | None = 0.93
    smallest: float = 200.0  # smallest shaded area
    smooth: float = 4.0
    error: float = 1.0


def tone(raster: Raster, style: Style) -> Array:
    """Return the brightness per pixel, about 0..1."""
    size = np.linalg.norm(raster.normals, axis=2, keepdims=True)
    normals = raster.normals / np.maximum(size, 1e-6)
    camera = raster.view.camera
    light = camera.axes.T @ unit(style.light)
    facing = np.clip(normals @ camera.towards, 0, 1)
    return np.asarray((1 - style.facing) * (normals @ light) + style.facing * facing)


def blur(values: Array, mask: Mask, sigma: float) -> Array:
    """Blur inside a mask only: nothing bleeds in from outside."""
    total = ndimage.gaussian_filter(np.where(mask, values, 0.0), sigma)
    share = ndimage.gaussian_filter(mask.astype(np.float64), sigma)
    return np.asarray(total / np.maximum(share, 1e-2))


def blur_by_depth(values: Array, raster: Raster, rounds: int = 5, step: float = 12.0) -> Array:
    """Blur only between pixels whose depth differs by less than ``step`` units, so that limbs stay apart."""
    shifts = [(0, 0), (0, 2), (0, -2), (2, 0), (-2, 0), (1, 1), (-1, -1), (1, -1), (-1, 1)]
    near = [
        (np.abs(np.roll(raster.depth, s, (0, 1)) - raster.depth) < step) & np.roll(raster.mask, s, (0, 1))
        for s in shifts
    ]
    count = np.maximum(sum(n.astype(np.float64) for n in near), 1)
    result = values
    for _ in range(rounds):
        total = sum(np.where(n, np.roll(result, s, (0, 1)), 0.0) for n, s in zip(near, shifts, strict=True))
        result = np.where(raster.mask, total / count, 0.0)
    return np.asarray(result)


def relief(raster: Raster, small: float = 4.0, large: float = 26.0) -> Array:
    """Return ridges (> 0) and hollows (< 0) by unsharp masking of the depth, faded out at the outline."""
    mask = raster.mask
    depth = np.where(mask, raster.depth, 0.0)
    rough = blur(depth, mask, small) - blur(depth, mask, large)
    inside = ndimage.distance_transform_edt(mask)
    bins = np.minimum((inside / 3).astype(np.int64), 200)
    # a round limb is always higher in the middle: take away what its distance to the edge predicts
    found = np.unique(bins[mask])
    expected = np.zeros(int(bins.max()) + 1)
    expected[found] = ndimage.median(rough, labels=np.where(mask, bins, -1), index=found)
    return np.asarray(np.where(mask, (rough - expected[bins]) * np.clip(inside / 14, 0, 1), 0.0))


def fill_tones(drawing: Drawing, values: Array, mask: Mask, role: str, style: Style, *, base: bool = True) -> None:
    """Add one material's areas: roles ``<role>.base``, ``<role>.shade1`` ..., ``<role>.hi``."""
    if base:
        drawing.fill(curves.mask_path(mask), f"{role}.base", evenodd=True)
    for number, level in enumerate(style.levels, start=1):
        shade = curves.mask_path(
            mask & (values < level), blur=1.3, smallest=style.smallest, smooth=style.smooth, error=style.error
        )
        drawing.fill(shade, f"{role}.shade{number}", evenodd=True)
    if style.highlight is not None:
        bright = curves.mask_path(
            mask & (values > style.highlight),
            blur=2.0,
            smallest=2 * style.smallest,
            smooth=style.smooth + 2,
            error=style.error,
        )
        drawing.fill(bright, f"{role}.hi", evenodd=True)


def masks_by_order(raster: Raster, names: Sequence[str]) -> dict[str, Mask]:
    """Split the picture into materials: the first named field above 0 wins, the rest is ``skin``."""
    left = raster.mask.copy()
    found: dict[str, Mask] = {}
    for name in names:
        found[name] = left & (raster.fields[name] > 0)
        left &= ~found[name]
    return {"skin": left, **found}
