"""The right leg on a roller, seen from the foot end, turned in several ways side by side: scenes of kind ``soles``."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy import ndimage

from handouts.artwork.body.body import Array, Mask, Shape
from handouts.artwork.body.leg import LEG_SHAPE, STANDING, Leg, build_leg
from handouts.artwork.body.pose import rotation, unit
from handouts.artwork.pen import curves, ink, tones
from handouts.artwork.pen.camera import Camera, View, look_along
from handouts.artwork.pen.export import Drawing
from handouts.artwork.pen.raster import Raster, rasterize
from handouts.artwork.scenes.body_view import Shading, SurfaceLine


@dataclass(frozen=True)
class SolesScene:
    """A scene of kind ``soles``.

    ``turns``: degrees about the length of the leg by name, from left to right in the picture, + to the outer side.
    The leg lies on the roller at ``t``; the viewer looks ``elevation`` degrees down on it. Lengths in metres,
    ``strip`` is left free for a word below each leg; ``scale`` in art units per metre.
    """

    kind: str
    turns: dict[str, float]
    t: float = 0.35
    elevation: float = 14.0
    apart: float = 0.26
    roller: float = 0.23
    radius: float = 0.075
    height: float = 0.46
    strip: float = 0.065
    cut: float = 0.05  # t at which the leg ends, behind the foot
    scale: float = 1500.0
    outline: float = 7.0
    inner: float = 4.6
    shortest: float = 30.0
    shading: Shading = field(default_factory=Shading)
    body: Shape = LEG_SHAPE
    pose: dict[str, str] = field(default_factory=lambda: dict(STANDING))
    lines: dict[str, SurfaceLine] = field(default_factory=dict)


def draw(name: str, scene: SolesScene) -> Drawing:
    """Draw the leg in all its turns. Anchors by the turn: sole, heel and toes. Boxes: ``label_``."""
    leg = build_leg(scene.body, scene.pose)
    count = len(scene.turns)
    drawing = Drawing(name, int(count * scene.apart * scene.scale), int(scene.height * scene.scale))
    middles = [(number + 0.5) * scene.apart for number in range(count)]
    _draw_rollers(drawing, scene, middles)
    for number, (key, turn) in enumerate(scene.turns.items()):
        view = _view(scene, leg, turn, middles[number])
        _draw_leg(drawing, scene, leg, view)
        heel, sole, toes = view.xy(leg.foot_grid().at([(0.12, 0.0), (0.5, 0.0), (0.85, 0.0)])[0])
        drawing.anchor(key, sole)
        drawing.anchor(f"{key}_heel", heel)
        drawing.anchor(f"{key}_toes", toes)
        drawing.box(f"label_{key}", (number / count, 1 - scene.strip / scene.height, (number + 1) / count, 0.99))
    return drawing


def _down(leg: Leg) -> Array:
    return unit(leg.pose.joint("foot.R") - leg.pose.joint("lowerleg01.R"))


def _view(scene: SolesScene, leg: Leg, turn: float, middle: float) -> View:
    """Look along the leg from the foot, turned by turning the camera the other way, and lay it on the roller."""
    down, e = _down(leg), np.radians(scene.elevation)
    about = rotation(down, turn)
    front = unit(np.array([0.0, 0.0, 1.0]) - down[2] * down)
    camera = look_along(np.cos(e) * down + np.sin(e) * front, front)
    turned = Camera(np.asarray(camera.axes @ about))
    used = np.unique(leg.mesh.triangles)
    t, skin = leg.mesh.fields["t"][used], leg.mesh.vertices[used] @ about.T
    near = skin[np.abs(t - scene.t) < 0.03]
    lowest = near[np.argmin(near @ front)]
    across = camera.see(skin[t > scene.cut])[:, 0]
    left = float(across.max() + across.min()) / 2 - middle
    low = float(camera.see(lowest)[1]) - _roller_top(scene)
    return View(turned, left, left + len(scene.turns) * scene.apart, low, low + scene.height, scene.scale)


def _roller_top(scene: SolesScene) -> float:
    """Return the height of the place where the leg lies on the roller above the picture's lower edge."""
    return scene.strip + scene.radius * (1 + float(np.cos(np.radians(scene.elevation))))


def _draw_rollers(drawing: Drawing, scene: SolesScene, middles: list[float]) -> None:
    """Draw the ground and, for each leg, a roller from its long side."""
    scale, low = scene.scale, drawing.height - scene.strip * scene.scale
    drawing.fill(curves.rounded_path(16, low - 1, drawing.width - 32, 9, 4.5), "floor")
    for middle in middles:
        x, width, height = (middle - scene.roller / 2) * scale, scene.roller * scale, 2 * scene.radius * scale
        drawing.paint(
            curves.rounded_path(x, low - height, width, height, 16), fill="roller.base", stroke="ink.roller", width=4.5
        )
        drawing.fill(curves.rounded_path(x + 6, low - 0.42 * height, width - 12, 0.36 * height, 12), "roller.in")


def _draw_leg(drawing: Drawing, scene: SolesScene, leg: Leg, view: View) -> None:
    raster = rasterize(leg.mesh.part(leg.mesh.fields["t"] > scene.cut), view, ("t",))
    mask = np.asarray(
        ndimage.binary_fill_holes(ndimage.binary_closing(raster.mask, iterations=4))
    )  # no daylight between the toes
    _tones(drawing, raster, mask, scene)
    grids = {"leg": leg.grid(), "foot": leg.foot_grid()}
    for line in scene.lines.values():
        ink.draw_surface_line(drawing, raster, grids[line.frame], line.points, line.width, allowed=mask)
    pen = ink.Pen(outline=scene.outline, inner=scene.inner, shortest=scene.shortest)
    # between two toes there is room for one line only, and the outline draws it
    toes = (leg.mesh.fields["foot"] > 0.3) & (leg.mesh.fields["s"] > 0.76)
    ink.draw_contours(drawing, raster, mask, pen, skip=toes)
    ink.draw_outline(drawing, mask, scene.outline)


def _tones(drawing: Drawing, raster: Raster, mask: Mask, scene: SolesScene) -> None:
    s = scene.shading
    style = tones.Style(light=s.light, levels=s.levels, highlight=s.highlight, error=s.error, smallest=s.smallest)
    ridges: Array = tones.relief(raster, small=0.8 * s.blur, large=5 * s.blur)
    values = tones.blur_by_depth(tones.tone(raster, style) + s.relief * ridges, raster, rounds=8)
    tones.fill_tones(drawing, np.where(raster.mask, values, 0.5), mask, "skin", style)
