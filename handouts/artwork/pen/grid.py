"""The plane of a plate: places in mm, and the picture with a 10 mm grid from which authors read them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from handouts.artwork.body.body import Array
from handouts.artwork.pen import curves


@dataclass(frozen=True)
class Grid:
    """Takes places in mm (x to the picture's right, y up) to art units (y down): a turn, a scale, a shift."""

    width: int
    height: int
    matrix: Array
    shift: Array

    @classmethod
    def through(cls, width: int, height: int, zero: Array, second: Array, second_mm: Array) -> Grid:
        """Return the grid whose zero and one other place (mm) lie at two positions of the picture."""
        p, q = complex(second_mm[0], -second_mm[1]), complex(*(second - zero))
        turn = q / p
        matrix = np.array([[turn.real, turn.imag], [turn.imag, -turn.real]])
        return cls(width, height, matrix, zero)

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of the picture."""
        return self.height, self.width

    @property
    def unit(self) -> float:
        """Art units per mm."""
        return float(np.hypot(*self.matrix[:, 0]))

    def xy(self, places: npt.ArrayLike) -> Array:
        """Return the picture positions of places in mm, (2,) or (n, 2)."""
        return np.asarray(np.asarray(places, dtype=np.float64) @ self.matrix.T + self.shift)

    def mm(self, xy: npt.ArrayLike) -> Array:
        """Return the places in mm of picture positions."""
        away = np.asarray(xy, dtype=np.float64) - self.shift
        return np.asarray(away @ np.linalg.inv(self.matrix).T)

    def curve(self, places: npt.ArrayLike, *, closed: bool = False) -> Array:
        """Return a smooth line through places."""
        return curves.spline(self.xy(places), closed)

    def shape_path(self, points: Array, corner: float = 75.0) -> str:
        """Return path data of a closed line."""
        return curves.path(curves.fit_closed(points, 0.6, corner))
