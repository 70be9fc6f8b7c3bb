"""The orthographic camera and the picture window."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from handouts.artwork.body.body import Array
from handouts.artwork.body.pose import rotation, unit


@dataclass(frozen=True)
class Camera:
    """Rows of ``axes`` are the world directions to the picture's right, up, and towards the viewer."""

    axes: Array

    @property
    def towards(self) -> Array:
        """Unit vector from the scene to the viewer."""
        return np.asarray(self.axes[2])

    def see(self, points: npt.ArrayLike) -> Array:
        """Return camera coordinates in metres: right, up, towards the viewer."""
        return np.asarray(np.asarray(points, dtype=np.float64) @ self.axes.T)


def look(azimuth: float, elevation: float = 0.0, roll: float = 0.0) -> Camera:
    """Camera by degrees: azimuth 0 from the front, 90 from the subject's left, 180 from behind.

    Elevation above 0 looks down. A right leg shows its inner (medial) side from 90, its outer side from -90.
    """
    a, e = np.radians(azimuth), np.radians(elevation)
    towards = np.array([np.sin(a) * np.cos(e), np.sin(e), np.cos(a) * np.cos(e)])
    right = unit(np.cross([0.0, 1.0, 0.0], towards))
    axes = np.stack([right, np.cross(towards, right), towards])
    return Camera(np.asarray(rotation("z", roll) @ axes))


def look_along(towards: npt.ArrayLike, up: npt.ArrayLike) -> Camera:
    """Camera from the world direction towards the viewer and the direction that is up in the picture."""
    f = unit(towards)
    u = np.asarray(up, dtype=np.float64)
    u = unit(u - (u @ f) * f)
    return Camera(np.stack([np.cross(u, f), u, f]))


@dataclass(frozen=True)
class View:
    """A camera with a window in camera metres and a scale in art units (pixels) per metre; y runs down."""

    camera: Camera
    left: float
    right: float
    bottom: float
    top: float
    scale: float

    @property
    def width(self) -> int:
        """Picture width in art units."""
        return int((self.right - self.left) * self.scale)

    @property
    def height(self) -> int:
        """Picture height in art units."""
        return int((self.top - self.bottom) * self.scale)

    def project(self, points: npt.ArrayLike) -> Array:
        """Return (..., 3): x, y in art units and depth in art units (larger = nearer)."""
        seen = self.camera.see(points)
        x = (seen[..., 0] - self.left) * self.scale
        y = (self.top - seen[..., 1]) * self.scale
        return np.stack([x, y, seen[..., 2] * self.scale], axis=-1)

    def xy(self, point: npt.ArrayLike) -> Array:
        """Return the picture position (x, y) of world points."""
        return np.asarray(self.project(point)[..., :2])
