"""Things around the person: floor, roller, ball, chair, stool. Drawn flat, in picture coordinates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from handouts.artwork.body.body import Array
from handouts.artwork.pen import curves
from handouts.artwork.pen.camera import View
from handouts.artwork.pen.export import Drawing


@dataclass(frozen=True)
class Roller:
    """A foam roller under the right calf at ``t`` (share of the lower leg); metres. ``sink``: the calf gives way.

    ``ways``: other t at which its outline is drawn faintly, for the way it rolls.
    """

    t: float
    radius: float = 0.075
    sink: float = 0.006
    ways: tuple[float, ...] = ()


@dataclass(frozen=True)
class Ball:
    """A ball on a stool under the right calf at ``t``; ``ahead``: the stool's middle in front of it; metres."""

    t: float
    radius: float = 0.048
    sink: float = 0.006
    ahead: float = 0.02
    stool: float = 0.38  # width of the stool
    towel: float = 0.0  # width of a folded towel under the ball, which keeps it from rolling off; 0: none


@dataclass(frozen=True)
class Chair:
    """A chair under the buttocks: seat from ``behind`` to ``ahead`` of the hip joint, back height; metres."""

    behind: float = 0.20
    ahead: float = 0.24
    back: float = 0.40
    sink: float = 0.014


@dataclass(frozen=True)
class Mat:
    """An exercise mat for scenes seen from a little above: its reach from the middle of the hips; metres."""

    behind: float = 0.22
    ahead: float = 1.0
    left: float = 0.44
    right: float = 0.30

    def corners(self, hip: Array, floor: float) -> Array:
        """Return the mat's corners in world axes."""
        x, z = (hip[0] + self.left, hip[0] - self.right), (hip[2] - self.behind, hip[2] + self.ahead)
        return np.array([(x[0], floor, z[0]), (x[0], floor, z[1]), (x[1], floor, z[1]), (x[1], floor, z[0])])


@dataclass(frozen=True)
class Worktop:
    """A worktop to hold on to: its height above the floor, from ``ahead`` to ``end`` in front of the hips; metres."""

    height: float = 0.92
    ahead: float = 0.22
    end: float = 0.62


@dataclass(frozen=True)
class Wall:
    """A wall that the hands lean on: its thickness and its height above the floor in the picture; metres."""

    thickness: float = 0.05
    height: float = 1.8


@dataclass(frozen=True)
class Sketch:
    """Draws boxes and circles that are given in world metres (z forward, y up) as seen from a side."""

    drawing: Drawing
    view: View

    def at(self, z: float, y: float) -> tuple[float, float]:
        """Return the picture position of a point in the body's middle plane."""
        x, down = self.view.xy((0.0, y, z))
        return float(x), float(down)

    def size(self, metres: float) -> float:
        """Return a length in art units."""
        return metres * self.view.scale

    def box(self, z: tuple[float, float], y: tuple[float, float], radius: float, role: str, ink: str | None) -> None:
        """Draw a rounded box between two z and two y; ``radius`` in art units."""
        (x0, y1), (x1, y0) = self.at(z[0], y[0]), self.at(z[1], y[1])
        left, width = min(x0, x1), abs(x1 - x0)
        path = curves.rounded_path(left, y0, width, y1 - y0, radius)
        self.drawing.paint(path, fill=role, stroke=ink, width=3.4 if ink else None)

    def disc(self, z: float, y: float, radius: float, role: str, ink: str | None = None) -> None:
        """Draw a disc; radius in metres."""
        path = curves.circle_path(*self.at(z, y), self.size(radius))
        self.drawing.paint(path, fill=role, stroke=ink, width=4.5 if ink else None)


def draw_floor(sketch: Sketch, height: float, thickness: float = 9.0, inset: float = 16.0) -> None:
    """Draw the ground line just below a height."""
    y = sketch.at(0.0, height)[1]
    path = curves.rounded_path(inset, y - 1, sketch.drawing.width - 2 * inset, thickness, thickness / 2)
    sketch.drawing.fill(path, "floor")


def draw_mat(sketch: Sketch, corners: Array) -> None:
    """Draw a mat by its corners on the floor, with its thickness at the near edge."""
    top = sketch.view.xy(corners)
    low = curves.polygon_path(top + np.array([0.0, sketch.size(0.012)]))
    sketch.drawing.paint(low, fill="floor", stroke="ink.furniture", width=3.0, rounded=True)
    sketch.drawing.paint(curves.polygon_path(top), fill="furniture.base", stroke="ink.furniture", width=3.0)


def draw_roller(sketch: Sketch, z: float, floor: float, roller: Roller) -> None:
    """Draw the end of a foam roller that lies on the floor; its middle is an anchor."""
    y = floor + roller.radius
    sketch.disc(z, y, roller.radius, "roller.base", "ink.roller")
    sketch.disc(z, y, 0.76 * roller.radius, "roller.in")
    sketch.disc(z, y, 0.42 * roller.radius, "roller.core", "ink.roller")
    sketch.drawing.anchor("roller", sketch.at(z, y))


def draw_way(sketch: Sketch, z: float, floor: float, roller: Roller) -> None:
    """Draw the faint outline of the roller at another place."""
    x, y = sketch.at(z, floor + roller.radius)
    sketch.drawing.stroke(curves.circle_path(x, y, sketch.size(roller.radius)), "ink.ghost", 4.5)


def draw_ball(sketch: Sketch, z: float, top: float, floor: float, ball: Ball) -> None:
    """Draw a stool with its top at a height and a ball on it; the ball's middle is an anchor."""
    left, right = z + ball.ahead - ball.stool / 2, z + ball.ahead + ball.stool / 2
    _legs(sketch, left, right, top, floor)
    sketch.box((left, right), (top - 0.036, top), 11, "furniture.base", "ink.furniture")
    middle = top + _towel_height(ball) + ball.radius
    sketch.disc(z, middle, ball.radius, "ball.base", "ink.ball")
    if ball.towel:
        draw_towel(sketch, z, top, ball)
    sketch.drawing.anchor("ball", sketch.at(z, middle))


TOWEL_LAYERS, TOWEL_LAYER, BALL_IN_TOWEL = 3, 0.012, 0.006


def _towel_height(ball: Ball) -> float:
    """Return the height of the towel's hollow above the stool, metres."""
    return TOWEL_LAYERS * TOWEL_LAYER - BALL_IN_TOWEL if ball.towel else 0.0


def ball_height(ball: Ball) -> float:
    """Return how far the ball's top is above the stool, metres."""
    return 2 * ball.radius + _towel_height(ball)


def draw_towel(sketch: Sketch, z: float, top: float, ball: Ball) -> None:
    """Draw a towel that is folded three times; it lies in front of the ball, which sinks in a little."""
    half = ball.towel / 2
    sketch.box((z - half, z + half), (top, top + TOWEL_LAYERS * TOWEL_LAYER), 9, "paper", "ink.furniture")
    for layer in range(1, TOWEL_LAYERS):
        # the folds are at the two ends in turn, so each line stops short of one of them
        y = top + layer * TOWEL_LAYER
        ends = (z - half, z + half - 0.012) if layer % 2 else (z - half + 0.012, z + half)
        (x0, y0), (x1, _) = sketch.at(ends[0], y), sketch.at(ends[1], y)
        sketch.drawing.stroke(f"M{x0:.1f} {y0:.1f}L{x1:.1f} {y0:.1f}", "ink.furniture", 3.0)


def draw_chair(sketch: Sketch, hip: float, seat: float, floor: float, chair: Chair) -> None:
    """Draw a plain chair with its seat at a height."""
    left, right = hip - chair.behind, hip + chair.ahead
    _legs(sketch, left, right, seat, floor)
    sketch.box((left - 0.012, left + 0.022), (seat - 0.03, seat + chair.back), 12, "furniture.base", "ink.furniture")
    sketch.box((left - 0.02, right), (seat - 0.04, seat), 12, "furniture.base", "ink.furniture")


def draw_worktop(sketch: Sketch, hip: float, floor: float, worktop: Worktop) -> None:
    """Draw a worktop with a cupboard below it."""
    near, far, top = hip + worktop.ahead, hip + worktop.end, floor + worktop.height
    sketch.box((near + 0.05, far - 0.01), (floor, top - 0.03), 5, "furniture.base", "ink.furniture")
    sketch.box((near, far), (top - 0.036, top), 9, "furniture.base", "ink.furniture")


def draw_wall(sketch: Sketch, near: float, floor: float, wall: Wall) -> None:
    """Draw the section of a wall with its near face at z ``near``."""
    sketch.box((near, near + wall.thickness), (floor, floor + wall.height), 5, "furniture.base", "ink.furniture")


def _legs(sketch: Sketch, left: float, right: float, top: float, floor: float) -> None:
    for z in (left + 0.03, right - 0.055):
        sketch.box((z, z + 0.028), (floor, top - 0.02), 5, "furniture.base", "ink.furniture")
