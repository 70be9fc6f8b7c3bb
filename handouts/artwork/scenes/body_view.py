"""Views of the body with surface frames: the ground for pain maps. Scenes of kind ``view``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from scipy import ndimage

from handouts.artwork.body import bare
from handouts.artwork.body.bare import Bare
from handouts.artwork.body.body import Array, Body, Mask, Shape, load_body
from handouts.artwork.body.clothing import COVERS, Outfit
from handouts.artwork.body.face import draw_face
from handouts.artwork.body.frames import Finder, sample
from handouts.artwork.body.mesh import Mesh
from handouts.artwork.body.pose import Pose
from handouts.artwork.body.surfaces import coordinates, plane_camera, unknown_bones
from handouts.artwork.pen import curves, ink, tones
from handouts.artwork.pen.camera import View, look
from handouts.artwork.pen.export import Drawing
from handouts.artwork.pen.raster import Raster, rasterize
from handouts.artwork.scenes.scene import Window
from handouts.drawing.body import Surfaces
from handouts.errors import likely

MATERIALS = {"top": "cloth.top", "shorts": "cloth.bottom"}
SLANTING = 0.5  # the cosine between two cameras below which one sees the other's plane from its side
CROPPED_HAIR = 0.35  # how much cropped hair hides of the skin, on which pain is drawn


@dataclass(frozen=True)
class SurfaceLine:
    """A line drawn on the skin, through places on a surface; ``both`` mirrors it to the other side of a flat map."""

    points: tuple[tuple[float, float], ...]
    width: float
    frame: str = "leg"
    both: bool = False


@dataclass(frozen=True)
class Shading:
    """How the tones are cut; see ``tones.Style``. ``relief`` adds depth, ``blur`` is in art units.

    With ``rounds``, tones are blurred so many times between neighbours of about the same depth instead, which keeps
    limbs apart.
    """

    light: tuple[float, float, float] = (-0.45, 0.35, 0.8)
    levels: tuple[float, ...] = (0.63, 0.44, 0.22)
    highlight: float = 0.93
    relief: float = 0.03
    blur: float = 6.0
    rounds: int = 0
    error: float = 1.0
    smallest: float = 300.0


@dataclass(frozen=True)
class Quiet:
    """No interior ink within ``radius`` metres of a joint: for stray creases."""

    joint: str
    radius: float


@dataclass(frozen=True)
class ArmPose:
    """World directions (left, up, front): shoulder to elbow, elbow to wrist, of the fingers, out of the palm."""

    upper: tuple[float, float, float]
    lower: tuple[float, float, float]
    fingers: tuple[float, float, float]
    palm: tuple[float, float, float]


@dataclass(frozen=True)
class ViewScene:
    """A scene of kind ``view``.

    ``parts``: the bones whose skin is shown, on one ``side`` (right) or both; none: the whole body. ``cut``: where skin
    begins and ends, along a surface. Without a ``window`` the picture is as large as what it shows, and a ``margin``.
    ``alone``: the part has an outline all round, and no daylight between toes or fingers. ``surfaces``: what can be
    drawn on, each with the place across in the middle of the view. ``cover``: hair, top, shorts. ``arms``: by side,
    R or L. ``between``: bones; a line is drawn where the skin of one meets that of the next, as between toes.
    """

    kind: str
    surfaces: dict[str, float]
    azimuth: float = 180.0
    elevation: float = 0.0
    roll: float = 0.0
    scale: float = 1000.0  # art units per metre
    window: Window | None = None
    margin: float = 0.02
    parts: tuple[str, ...] = ()
    side: str = "both"
    cut: dict[str, tuple[float, float]] = field(default_factory=dict)
    alone: bool = False
    face: bool = False
    cover: tuple[str, ...] = ("hair", "shorts")
    outfit: Outfit = field(default_factory=Outfit)
    outline: float = 4.0
    inner: float = 2.6
    shortest: float = 24.0  # shortest inner line
    shading: Shading = field(default_factory=Shading)
    body: Shape = field(default_factory=Shape)
    pose: dict[str, str] = field(default_factory=dict)
    arms: dict[str, ArmPose] = field(default_factory=dict)
    between: tuple[str, ...] = ()
    lines: dict[str, SurfaceLine] = field(default_factory=dict)
    quiet: dict[str, Quiet] = field(default_factory=dict)


@dataclass(frozen=True)
class Staged:
    """A scene that is ready to be drawn: the body, how far skin lies beyond the cut (below 0: shown), the camera."""

    figure: Bare
    surfaces: Surfaces
    beyond: Array
    view: View

    def slants(self, name: str) -> bool:
        """Whether the camera sees a plane from its side."""
        plane = self.surfaces[name].plane
        if plane is None:
            return False
        return bool(plane_camera(plane, self.figure.body).towards @ self.view.camera.towards < SLANTING)

    def grid(self, name: str) -> Finder:
        """Return the finder of a surface that the scene names."""
        return self.figure.grid(name, self.surfaces[name])


def stage(name: str, scene: ViewScene, surfaces: Surfaces, levels: int = 2) -> Staged:
    """Pose and build the body and place the camera. Raises ValueError for names that nothing has."""
    used = _used(name, scene, surfaces)
    pose = _pose(scene)
    for problem in _unknown_bones(scene, pose.body):
        raise ValueError(f"{name}.toml: {problem}.")
    for key, surface in used.items():
        for problem in unknown_bones(surface, pose.body):
            raise ValueError(f"body/surfaces.toml: {key}.{problem}.")
    figure = bare.build(pose, scene.cover, scene.outfit, used, scene.parts, scene.between, levels)
    beyond = _beyond_cut(scene, figure, used)
    shown = figure.mesh.part(figure.shown(scene.side) & (beyond < 0))
    return Staged(figure, used, beyond, _window(scene, figure, shown))


def draw(name: str, scene: ViewScene, surfaces: Surfaces) -> Drawing:
    """Draw one view."""
    staged = stage(name, scene, surfaces)
    figure = staged.figure
    grids = {key: staged.grid(key) for key in staged.surfaces}
    figure.mesh.fields["cut"] = staged.beyond
    keep = figure.shown(scene.side)
    mesh = figure.mesh.part(keep & (staged.beyond < 0) if scene.alone else keep)
    raster = rasterize(mesh, staged.view, ("cut", *scene.cover, *scene.between))
    mask = ndimage.binary_fill_holes(raster.mask) if scene.alone else raster.mask & (raster.fields["cut"] < 0)
    drawing = Drawing(name, staged.view.width, staged.view.height)
    areas = _draw_tones(drawing, raster, mask, scene)
    bare_skin = np.logical_and.reduce([mask, *(~area for cover, area in areas.items() if cover != "hair")])
    for line in scene.lines.values():
        _draw_line(drawing, raster, grids[line.frame], line, bare_skin)
    _draw_ink(drawing, raster, mask, areas, scene, figure)
    for key, centre in scene.surfaces.items():
        drawing.frames[key] = sample(
            raster, grids[key], staged.surfaces[key], centre, mask, slanting=staged.slants(key)
        )
    return drawing


def _used(name: str, scene: ViewScene, surfaces: Surfaces) -> Surfaces:
    """Return the surfaces that the scene names. Raises ValueError when there is none of that name."""
    lines = {f"lines.{key}.frame": line.frame for key, line in scene.lines.items()}
    named = {**{f"surfaces.{key}": key for key in scene.surfaces}, **{f"cut.{key}": key for key in scene.cut}, **lines}
    for key, surface in named.items():
        if surface not in surfaces:
            known = ", ".join(sorted(surfaces))
            hint = likely(surface, surfaces)
            raise ValueError(f"{name}.toml: {key}: no surface {surface!r}{hint} (there is: {known}).")
    if unknown := [cover for cover in scene.cover if cover not in COVERS]:
        raise ValueError(f"{name}.toml: cover: {unknown[0]!r} is none of {', '.join(COVERS)}.")
    return {key: surfaces[key] for key in dict.fromkeys(named.values())}


def _unknown_bones(scene: ViewScene, body: Body) -> Iterator[str]:
    """What the scene calls by a name that no bone of the body has."""
    for key, prefixes in (("parts", scene.parts), ("between", scene.between)):
        for prefix in prefixes:
            if not body.bones_of(prefix):
                yield f"{key}: the body has no bone whose name begins with {prefix!r}"
    joints = {f"quiet.{key}.joint": quiet.joint for key, quiet in scene.quiet.items()}
    if scene.window is not None:
        joints["window.joint"] = scene.window.joint
    for key, joint in joints.items():
        if joint not in body.heads:
            yield f"{key}: the body has no bone named {joint!r}{likely(joint, body.heads)}"


def _pose(scene: ViewScene) -> Pose:
    pose = Pose(load_body(scene.body))
    pose.set_turns(scene.pose)
    for side, arm in scene.arms.items():
        upper, lower, wrist = f"upperarm01.{side}", f"lowerarm01.{side}", f"wrist.{side}"
        pose.aim(upper, lower, pose.joint(upper) + np.array(arm.upper))
        pose.aim(lower, wrist, pose.joint(lower) + np.array(arm.lower))
        pose.orient_hand(side, arm.fingers, arm.palm)
    return pose


def _beyond_cut(scene: ViewScene, figure: Bare, surfaces: Surfaces) -> Array:
    """Return per vertex how far it lies beyond where the skin is cut off, below 0 where it is shown."""
    beyond = np.full(len(figure.mesh.vertices), -1.0)
    for key, (low, high) in scene.cut.items():
        along, _ = coordinates(surfaces[key], figure.body, figure.mesh.fields["rest"])
        beyond = np.maximum.reduce([beyond, low - along, along - high])
    return beyond


def _window(scene: ViewScene, figure: Bare, shown: Mesh) -> View:
    camera = look(scene.azimuth, scene.elevation, scene.roll)
    if scene.window is not None:
        w = scene.window
        x, y, _ = camera.see(figure.pose.joint(w.joint))
        return View(camera, float(x - w.left), float(x + w.right), float(y - w.down), float(y + w.up), scene.scale)
    seen = camera.see(shown.vertices[np.unique(shown.triangles)])
    low, high = seen.min(axis=0) - scene.margin, seen.max(axis=0) + scene.margin
    return View(camera, float(low[0]), float(high[0]), float(low[1]), float(high[1]), scene.scale)


def _draw_tones(drawing: Drawing, raster: Raster, mask: Mask, scene: ViewScene) -> dict[str, Mask]:
    """Fill skin and covers with their tones; return the covers' areas."""
    s = scene.shading
    style = tones.Style(light=s.light, levels=s.levels, highlight=s.highlight, error=s.error, smallest=s.smallest)
    ridges = tones.relief(raster, small=0.8 * s.blur, large=5 * s.blur)
    values = tones.tone(raster, style) + s.relief * ridges
    if s.rounds:
        values = tones.blur_by_depth(values, raster, rounds=s.rounds)
    else:
        values = tones.blur(values, raster.mask, s.blur)
    tones.fill_tones(drawing, values, mask, "skin", style)
    by_order = tones.masks_by_order(raster, [name for name in COVERS if name in scene.cover])
    areas = {}
    for cover in scene.cover:
        area = ndimage.binary_opening(by_order[cover] & mask, iterations=2)
        if area.sum() > 500:
            areas[cover] = area
            if cover == "hair":
                drawing.fill(curves.mask_path(area), "hair.base", evenodd=True, opacity=CROPPED_HAIR)
            else:
                tones.fill_tones(drawing, values, area, MATERIALS[cover], style)
    return areas


def _draw_line(drawing: Drawing, raster: Raster, grid: Finder, line: SurfaceLine, mask: Mask) -> None:
    for sign in (1, -1) if line.both else (1,):
        places = [(along, sign * across) for along, across in line.points]
        ink.draw_surface_line(drawing, raster, grid, places, line.width, allowed=mask)


def _draw_ink(
    drawing: Drawing, raster: Raster, mask: Mask, areas: dict[str, Mask], scene: ViewScene, figure: Bare
) -> None:
    pen = ink.Pen(outline=scene.outline, inner=scene.inner, shortest=scene.shortest)
    inside = ndimage.distance_transform_edt(mask) > 6
    for area in areas.values():
        ink.draw_edge(drawing, area, 0.5 * pen.outline, inside)
    if scene.face:
        draw_face(drawing, raster, figure.pose, pen)
    for first, second in pairwise(scene.between):
        one, other = (mask & (raster.fields[bone] > 0.5) for bone in (first, second))
        ink.draw_edge(drawing, one, pen.inner, other & ~one, shortest=10)
    ink.draw_contours(drawing, raster, mask, pen, allowed=_loud(raster, scene, figure))
    if scene.alone:
        ink.draw_outline(drawing, mask, scene.outline, allowed=ndimage.binary_dilation(mask, iterations=3))
        return
    beyond = raster.mask & ~mask
    ink.draw_edge(drawing, mask, 0.5 * scene.outline, beyond, role="ink.soft")
    # the outline is real where the skin ends, not along the cut
    skin = np.asarray(~ndimage.binary_dilation(beyond, iterations=5), dtype=np.bool_)
    ink.draw_outline(drawing, mask, scene.outline, allowed=skin)


def _loud(raster: Raster, scene: ViewScene, figure: Bare) -> Mask | None:
    """Return where interior ink is drawn: everywhere but near the joints that are to be quiet."""
    if not scene.quiet:
        return None
    rows, columns = np.indices(raster.mask.shape)
    loud = np.ones(raster.mask.shape, dtype=np.bool_)
    for quiet in scene.quiet.values():
        x, y = raster.view.xy(figure.pose.joint(quiet.joint))
        loud &= np.hypot(columns - x, rows - y) > quiet.radius * raster.view.scale
    return loud
