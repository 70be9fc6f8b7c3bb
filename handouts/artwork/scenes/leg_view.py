"""Pictures of the right leg or its sole with surface frames: the ground for pain maps."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy import ndimage

from handouts.artwork.body.body import Mask, Shape
from handouts.artwork.body.frames import frame_of
from handouts.artwork.body.leg import LEG_SHAPE, STANDING, Leg, build_leg
from handouts.artwork.body.mesh import Mesh
from handouts.artwork.pen import ink, tones
from handouts.artwork.pen.camera import Camera, View, look, look_along
from handouts.artwork.pen.export import Drawing
from handouts.artwork.pen.raster import Raster, rasterize

LEG_ROWS = np.arange(-0.45, 1.101, 0.05)
FOOT_ROWS = np.arange(0.04, 0.99, 0.04)


@dataclass(frozen=True)
class SurfaceLine:
    """A line drawn on the skin, through (t, angle) or, on the foot, (s, angle)."""

    points: tuple[tuple[float, float], ...]
    width: float
    frame: str = "leg"


@dataclass(frozen=True)
class Shading:
    """How the tones are cut; see ``tones.Style``. ``relief`` adds depth, ``blur`` is in art units."""

    light: tuple[float, float, float] = (-0.45, 0.35, 0.8)
    levels: tuple[float, ...] = (0.63, 0.44, 0.22)
    highlight: float = 0.93
    relief: float = 0.03
    blur: float = 6.0
    error: float = 1.0
    smallest: float = 300.0


@dataclass(frozen=True)
class LegScene:
    """A scene of kind ``leg``. ``view``: posterior, medial, lateral or plantar."""

    kind: str
    view: str
    azimuth: float = 180.0
    elevation: float = 0.0
    scale: float = 1260.0  # art units per metre
    margin: float = 0.02  # metres around the leg
    cut: float = -0.50  # t at which the thigh ends
    outline: float = 4.0
    inner: float = 2.6
    shortest: float = 24.0  # shortest inner line
    shading: Shading = field(default_factory=Shading)
    body: Shape = LEG_SHAPE
    pose: dict[str, str] = field(default_factory=lambda: dict(STANDING))
    frames: dict[str, float] = field(default_factory=dict)  # frame name -> angle in the middle of the view
    lines: dict[str, SurfaceLine] = field(default_factory=dict)


def _camera(scene: LegScene, leg: Leg) -> Camera:
    if scene.view != "plantar":
        return look(scene.azimuth, scene.elevation)
    heel, toes = leg.foot_grid().at([(0.1, 0.0), (0.9, 0.0)])[0]
    return look_along((0.0, -1.0, 0.0), toes - heel)


def _window(camera: Camera, mesh: Mesh, keep: Mask, scene: LegScene) -> View:
    used = np.unique(mesh.triangles[keep[mesh.triangles].all(axis=1)])
    seen = camera.see(mesh.vertices[used])
    low, high = seen.min(axis=0) - scene.margin, seen.max(axis=0) + scene.margin
    return View(camera, float(low[0]), float(high[0]), float(low[1]), float(high[1]), scene.scale)


def draw(name: str, scene: LegScene) -> Drawing:
    """Draw one view of the leg."""
    leg = build_leg(scene.body, scene.pose)
    fields = leg.mesh.fields
    plantar = scene.view == "plantar"
    keep = (fields["foot"] > 0.3) & (fields["t"] > 1.06) if plantar else fields["t"] > scene.cut
    view = _window(_camera(scene, leg), leg.mesh, keep, scene)
    raster = rasterize(leg.mesh.part(keep) if plantar else leg.mesh, view, ("t",))
    mask = ndimage.binary_fill_holes(raster.mask) if plantar else raster.mask & (raster.fields["t"] > scene.cut)

    drawing = Drawing(name, view.width, view.height)
    _tones(drawing, raster, mask, scene)
    grids = {"leg": leg.grid(), "foot": leg.foot_grid()}
    for line in scene.lines.values():
        ink.draw_surface_line(drawing, raster, grids[line.frame], line.points, line.width, allowed=mask)
    skin = ndimage.binary_dilation(mask, iterations=3) if plantar else _below_cut(raster, mask, scene.cut)
    pen = ink.Pen(outline=scene.outline, inner=scene.inner, shortest=scene.shortest)
    ink.draw_contours(drawing, raster, mask, pen)
    if not plantar:
        ink.draw_edge(drawing, mask, 0.5 * scene.outline, raster.mask & ~mask, role="ink.soft")
    ink.draw_outline(drawing, mask, scene.outline, allowed=skin)
    for frame, centre in scene.frames.items():
        rows = LEG_ROWS if frame == "leg" else FOOT_ROWS
        drawing.frames[frame] = frame_of(raster, grids[frame], centre, rows, allowed=mask)
    return drawing


def _tones(drawing: Drawing, raster: Raster, mask: Mask, scene: LegScene) -> None:
    s = scene.shading
    style = tones.Style(light=s.light, levels=s.levels, highlight=s.highlight, error=s.error, smallest=s.smallest)
    ridges = tones.relief(raster, small=0.8 * s.blur, large=5 * s.blur)
    values = tones.blur(tones.tone(raster, style) + s.relief * ridges, raster.mask, s.blur)
    tones.fill_tones(drawing, values, mask, "skin", style)


def _below_cut(raster: Raster, mask: Mask, cut: float) -> Mask:
    """Return the pixels where the outline is real: not along the thigh's cut."""
    near_cut = raster.mask & ~mask
    return np.asarray(~ndimage.binary_dilation(near_cut, iterations=5), dtype=np.bool_)
