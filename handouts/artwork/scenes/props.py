"""Things around the person: floor, roller, ball, chair, stool, wall: solids in world metres that any camera sees."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from shapely.geometry import MultiPoint, Polygon

from handouts.artwork.body.body import Array
from handouts.artwork.body.places import Place
from handouts.artwork.pen import curves
from handouts.artwork.pen.camera import View
from handouts.artwork.pen.export import Drawing

CHAIR_HALF = 0.21  # metres: half the width of a chair


@dataclass(frozen=True)
class Roller:
    """A foam roller on the floor, under a place of a limb; metres. ``sink``: the flesh gives way.

    ``ways``: other places along the limb at which its outline is drawn faintly, for the way it rolls.
    """

    on: Place
    radius: float = 0.075
    sink: float = 0.006
    ways: tuple[float, ...] = ()


@dataclass(frozen=True)
class Ball:
    """A ball at a place of the body, ``against`` a stool or the floor below it, or a wall; metres.

    ``ahead``: the stool's middle in front of the ball.
    """

    on: Place
    against: str = "stool"
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

    def corners(self, hip: Array, seat: float) -> Array:
        """Return the ends of the seat's back edge in world axes; its front is below the thighs."""
        return np.array([(hip[0] + x, seat, hip[2] - self.behind) for x in (CHAIR_HALF, -CHAIR_HALF)])


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
class Bed:
    """A bed under a person who lies: height, mattress, room at head and feet, length of the pillow; metres."""

    height: float = 0.45
    mattress: float = 0.17
    room: float = 0.16
    pillow: float = 0.36
    half: float = 0.45  # half its width


@dataclass(frozen=True)
class Wall:
    """A wall in front of the hands that lean on it, or behind a ball; its height is above the floor; metres."""

    behind: bool = False
    thickness: float = 0.05
    height: float = 1.8


@dataclass(frozen=True)
class Sketch:
    """Draws boxes and circles that are given in world metres (z forward, y up) as seen from a side."""

    drawing: Drawing
    view: View

    def at(self, z: float, y: float, x: float = 0.0) -> tuple[float, float]:
        """Return the picture position of a point, which is in the body's middle plane when no ``x`` is given."""
        across, down = self.view.xy((x, y, z))
        return float(across), float(down)

    def size(self, metres: float) -> float:
        """Return a length in art units."""
        return metres * self.view.scale

    def box(
        self,
        z: tuple[float, float],
        y: tuple[float, float],
        radius: float,
        role: str,
        ink: str | None,
        x: tuple[float, float] = (-0.2, 0.2),
    ) -> None:
        """Draw a box between two z, two y and two x; its corners are rounded by ``radius`` art units."""
        if self.from_the_side:
            (x0, y1), (x1, y0) = self.at(z[0], y[0]), self.at(z[1], y[1])
            path = curves.rounded_path(min(x0, x1), y0, abs(x1 - x0), y1 - y0, radius)
            self.drawing.paint(path, fill=role, stroke=ink, width=3.4 if ink else None)
            return
        for face in _faces(x, y, z):
            corners = np.array(face)
            outward = np.cross(corners[1] - corners[0], corners[2] - corners[0])
            if outward @ self.view.camera.towards > 1e-9:
                path = _rounded_polygon(self.view.xy(corners), min(radius, 6.0))
                self.drawing.paint(path, fill=role, stroke=ink, width=3.4 if ink else None, rounded=True)

    @property
    def from_the_side(self) -> bool:
        """Whether the camera looks along the world's x axis."""
        return bool(abs(self.view.camera.towards[0]) > 0.999)

    def disc(self, z: float, y: float, radius: float, role: str, ink: str | None = None, x: float = 0.0) -> None:
        """Draw a ball, or the end of a roller that is seen from the side; radius in metres."""
        path = curves.circle_path(*self.at(z, y, x), self.size(radius))
        self.drawing.paint(path, fill=role, stroke=ink, width=4.5 if ink else None)

    def cylinder(self, z: float, y: float, radius: float, x: tuple[float, float], role: str, ink: str) -> None:
        """Draw a roller that lies across, from any side, and leave its nearer end to be drawn on."""
        rings = np.vstack([_ring(end, y, z, radius) for end in x])
        hull = MultiPoint([tuple(point) for point in self.view.xy(rings)]).convex_hull
        path = curves.polygon_path(np.array(hull.exterior.coords)[:-1])
        self.drawing.paint(path, fill=role, stroke=ink, width=4.5, rounded=True)

    def ring(self, z: float, y: float, radius: float, x: float, role: str, ink: str | None = None) -> None:
        """Draw a disc across the x axis, as any camera sees it."""
        path = curves.polygon_path(self.view.xy(_ring(x, y, z, radius)))
        self.drawing.paint(path, fill=role, stroke=ink, width=4.5 if ink else None, rounded=True)


def _ring(x: float, y: float, z: float, radius: float) -> Array:
    turn = np.linspace(0, 2 * np.pi, 49)[:-1]
    return np.column_stack([np.full(48, x), y + radius * np.sin(turn), z + radius * np.cos(turn)])


def _faces(x: tuple[float, float], y: tuple[float, float], z: tuple[float, float]) -> list[list[list[float]]]:
    """Return the faces of a box, each with its corners counter-clockwise as seen from outside."""
    (a, b), (c, d), (e, f) = x, y, z
    return [
        [[a, c, e], [a, c, f], [a, d, f], [a, d, e]],
        [[b, c, f], [b, c, e], [b, d, e], [b, d, f]],
        [[a, c, f], [b, c, f], [b, d, f], [a, d, f]],
        [[b, c, e], [a, c, e], [a, d, e], [b, d, e]],
        [[a, d, f], [b, d, f], [b, d, e], [a, d, e]],
        [[a, c, e], [b, c, e], [b, c, f], [a, c, f]],
    ]


def _rounded_polygon(points: Array, radius: float) -> str:
    shape = Polygon(points)
    small = shape.buffer(-radius)
    rounded = small.buffer(radius, quad_segs=3) if small.area > 0 else shape
    return curves.polygon_path(np.array(rounded.exterior.coords)[:-1])


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


ROLLER_HALF = 0.165  # metres: half the length of a roller


def draw_roller(sketch: Sketch, x: float, z: float, floor: float, roller: Roller) -> None:
    """Draw the end of a foam roller that lies on the floor; its middle is an anchor."""
    y = floor + roller.radius
    if not sketch.from_the_side:
        near = -ROLLER_HALF if sketch.view.camera.towards[0] < 0 else ROLLER_HALF
        sketch.cylinder(z, y, roller.radius, (x - ROLLER_HALF, x + ROLLER_HALF), "roller.base", "ink.roller")
        sketch.ring(z, y, roller.radius, x + near, "roller.base", "ink.roller")
        sketch.ring(z, y, 0.76 * roller.radius, x + near, "roller.in")
        sketch.ring(z, y, 0.42 * roller.radius, x + near, "roller.core", "ink.roller")
        sketch.drawing.anchor("roller", sketch.at(z, y, x))
        return
    sketch.disc(z, y, roller.radius, "roller.base", "ink.roller")
    sketch.disc(z, y, 0.76 * roller.radius, "roller.in")
    sketch.disc(z, y, 0.42 * roller.radius, "roller.core", "ink.roller")
    sketch.drawing.anchor("roller", sketch.at(z, y))


def draw_way(sketch: Sketch, z: float, floor: float, roller: Roller) -> None:
    """Draw the faint outline of the roller at another place."""
    x, y = sketch.at(z, floor + roller.radius)
    sketch.drawing.stroke(curves.circle_path(x, y, sketch.size(roller.radius)), "ink.ghost", 4.5)


def draw_ball(sketch: Sketch, middle: Array, ball: Ball) -> None:
    """Draw a ball that lies free, between the body and a wall or the floor; its middle is an anchor."""
    sketch.disc(float(middle[2]), float(middle[1]), ball.radius, "ball.base", "ink.ball", float(middle[0]))
    sketch.drawing.anchor("ball", sketch.view.xy(middle))


def draw_ball_on_stool(sketch: Sketch, z: float, top: float, floor: float, ball: Ball) -> None:
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


def draw_chair(sketch: Sketch, hip: Array, seat: float, floor: float, chair: Chair) -> None:
    """Draw a plain chair with its seat at a height."""
    left, right = float(hip[2]) - chair.behind, float(hip[2]) + chair.ahead
    x = (float(hip[0]) - CHAIR_HALF, float(hip[0]) + CHAIR_HALF)
    back = ((left - 0.012, left + 0.022), (seat - 0.03, seat + chair.back), 12, "furniture.base", "ink.furniture", x)
    from_behind = sketch.view.camera.towards[2] < -0.1
    if not from_behind:
        _legs(sketch, left, right, seat, floor, x)
        sketch.box(*back)
    sketch.box((left - 0.02, right), (seat - 0.04, seat), 12, "furniture.base", "ink.furniture", x)
    if from_behind:
        _legs(sketch, left, right, seat, floor, x)
        sketch.box(*back)


def draw_bed(sketch: Sketch, ends: tuple[float, float], top: float, head: float, bed: Bed) -> None:
    """Draw a bed with its top at a height, from one end of the person (the head, smaller z) to the other.

    ``head``: height of the back of the head, under which the pillow is.
    """
    low, high = ends[0] - bed.room, ends[1] + bed.room
    floor, under = top - bed.height, top - bed.mattress
    x = (-bed.half, bed.half)
    sketch.box((low - 0.04, low), (floor, top + 0.28), 9, "furniture.base", "ink.furniture", x)
    for foot in (low + 0.02, high - 0.07):
        sketch.box((foot, foot + 0.05), (floor, under - 0.08), 5, "furniture.base", "ink.furniture", x)
    sketch.box((low, high), (under - 0.09, under), 7, "furniture.base", "ink.furniture", x)
    sketch.box((low + 0.005, high - 0.01), (under, top), 16, "paper", "ink.furniture", x)
    pillow = max(top + 0.04, head + 0.012)
    sketch.box((low + 0.03, low + 0.03 + bed.pillow), (top, pillow), 18, "paper", "ink.furniture", x)


def draw_worktop(sketch: Sketch, hip: float, floor: float, worktop: Worktop) -> None:
    """Draw a worktop with a cupboard below it."""
    near, far, top = hip + worktop.ahead, hip + worktop.end, floor + worktop.height
    sketch.box((near + 0.05, far - 0.01), (floor, top - 0.03), 5, "furniture.base", "ink.furniture")
    sketch.box((near, far), (top - 0.036, top), 9, "furniture.base", "ink.furniture")


def draw_wall(sketch: Sketch, near: float, floor: float, wall: Wall) -> None:
    """Draw the section of a wall with its face at z ``near``."""
    far = near + (-wall.thickness if wall.behind else wall.thickness)
    z = (min(near, far), max(near, far))
    sketch.box(z, (floor, floor + wall.height), 5, "furniture.base", "ink.furniture", (-0.7, 0.7))


def _legs(
    sketch: Sketch, left: float, right: float, top: float, floor: float, x: tuple[float, float] = (-0.17, 0.17)
) -> None:
    sides = [x] if sketch.from_the_side else [(x[1] - 0.03, x[1]), (x[0], x[0] + 0.03)]
    if sketch.view.camera.towards[0] > 0:
        sides.reverse()
    for side in sides:
        for z in (left + 0.03, right - 0.055):
            sketch.box((z, z + 0.028), (floor, top - 0.02), 5, "furniture.base", "ink.furniture", side)
