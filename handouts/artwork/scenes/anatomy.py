"""The anatomy pictures: the right leg from behind with ghost outline, bones, muscles and attachment marks."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field

import numpy as np
from shapely.geometry import Point, box
from shapely.geometry.base import BaseGeometry

from handouts.artwork.body.body import Array, Mask
from handouts.artwork.body.bones import Bone, LegPlane, Place, draw_bones
from handouts.artwork.body.leg import Leg, build_leg
from handouts.artwork.body.muscles import Mark, Muscle, draw_mark, draw_muscle, draw_translucent, mark_middle
from handouts.artwork.pen import curves
from handouts.artwork.pen.camera import View, look
from handouts.artwork.pen.export import Drawing
from handouts.artwork.pen.ink import draw_outline
from handouts.artwork.pen.raster import rasterize
from handouts.artwork.pen.solid import polygon_mask

GHOST_LINE = 2.4
GAP = 14  # art units between panels


@dataclass(frozen=True)
class Panel:
    """A close view: from and to along the leg (t) and across it (mm)."""

    t: Place
    mm: Place


@dataclass(frozen=True)
class AnatomyScene:
    """A scene of kind ``anatomy``. Bones and muscles are drawn in the given order."""

    kind: str
    bones: dict[str, Bone]
    muscles: dict[str, Muscle]
    show: tuple[str, ...]  # the muscles of this picture
    anchors: dict[str, Place]
    elevation: float = 5.0  # degrees, the camera looks down a little
    scale: float = 1260.0  # art units per metre
    top: float = -0.11  # metres, camera height of the upper edge
    margin: float = 0.012  # metres beside and below the leg
    shift: Place = (0.0, 0.0)  # mm, see LegPlane
    translucent: bool = False
    marks: dict[str, Mark] = field(default_factory=dict)
    panels: tuple[Panel, ...] = ()  # close views instead of the whole leg, from top to bottom
    panel_scale: float = 2600.0  # art units per metre


def posterior_plane(leg: Leg, scene: AnatomyScene) -> LegPlane:
    """Return the picture plane of the view from behind."""
    camera = look(180, scene.elevation)
    seen = camera.see(leg.mesh.vertices[np.unique(leg.mesh.triangles)])
    inside = seen[seen[:, 1] < scene.top]
    (left, bottom, _), right = inside.min(axis=0) - scene.margin, inside[:, 0].max() + scene.margin
    view = View(camera, float(left), float(right), float(bottom), scene.top, scene.scale)
    return LegPlane(view, view.xy(leg.pose.joint("lowerleg01.R")), view.xy(leg.pose.joint("foot.R")), scene.shift)


def ghost_mask(leg: Leg, view: View) -> Mask:
    """Return the leg's pixels, cut off at the thigh along a shallow arc."""
    mask = rasterize(leg.mesh, view).mask
    y, x = np.mgrid[: view.height, : view.width]
    columns = np.flatnonzero(mask[70])
    middle, width = (columns[0] + columns[-1]) / 2, columns[-1] - columns[0]
    return np.asarray(mask & (y > 46 - 16 * np.cos((x - middle) / width * np.pi)))


def draw(name: str, scene: AnatomyScene) -> Drawing:
    """Draw an anatomy picture: the whole leg, or close panels one above the other."""
    leg = build_leg()
    whole = posterior_plane(leg, scene)
    if not scene.panels:
        drawing = Drawing(name, whole.view.width, whole.view.height)
        _draw_structures(drawing, scene, whole, ghost_mask(leg, whole.view))
        return drawing
    planes = [_panel_plane(whole, panel, scene) for panel in scene.panels]
    width = max(plane.view.width for plane in planes)
    drawing = Drawing(name, width, sum(plane.view.height for plane in planes) + GAP * (len(planes) - 1))
    top = 0.0
    for plane in planes:
        part = Drawing(name, plane.view.width, plane.view.height)
        _draw_panel(part, scene, leg, plane)
        drawing.layers += [{**layer, "d": shifted(str(layer["d"]), 0, top)} for layer in part.layers]
        drawing.anchors |= {key: [x, round(y + top, 1)] for key, (x, y) in part.anchors.items()}
        top += plane.view.height + GAP
    return drawing


def _panel_plane(whole: LegPlane, panel: Panel, scene: AnatomyScene) -> LegPlane:
    """Return the plane of a panel: the same camera, another window and scale."""
    view = whole.view
    corners = whole.xy([(panel.t[0], panel.mm[0]), (panel.t[1], panel.mm[1])])
    x = view.left + corners[:, 0] / view.scale
    y = view.top - corners[:, 1] / view.scale
    close = View(view.camera, float(x[0]), float(x[1]), float(y[1]), float(y[0]), scene.panel_scale)

    def moved(xy: Array) -> Array:
        return np.asarray((xy / view.scale + (view.left - close.left, close.top - view.top)) * close.scale)

    return LegPlane(close, moved(whole.knee), moved(whole.ankle), whole.shift)


def _draw_panel(drawing: Drawing, scene: AnatomyScene, leg: Leg, plane: LegPlane) -> None:
    """Draw one panel in a frame with rounded corners."""
    inset, corner = 3.0, 20.0
    view = plane.view
    frame = box(inset + corner, inset + corner, view.width - inset - corner, view.height - inset - corner)
    frame = frame.buffer(corner, quad_segs=24)
    outline = np.asarray(frame.exterior.coords, dtype=np.float64)
    inside = polygon_mask(outline, plane.shape)
    path = curves.path(curves.fit_closed(outline, 0.3))
    drawing.fill(path, "paper")
    _draw_structures(drawing, scene, plane, rasterize(leg.mesh, view).mask & inside, within=frame)
    drawing.stroke(path, "ink.ghost", GHOST_LINE)


def _draw_structures(
    drawing: Drawing, scene: AnatomyScene, plane: LegPlane, ghost: Mask, within: BaseGeometry | None = None
) -> None:
    drawing.fill(curves.mask_path(ghost), "ghost", evenodd=True)
    if within is None:
        draw_outline(drawing, ghost, GHOST_LINE, role="ink.ghost")
    else:
        edge = polygon_mask(np.asarray(within.buffer(-4).exterior.coords, dtype=np.float64), plane.shape)
        draw_outline(drawing, ghost, GHOST_LINE, role="ink.ghost", allowed=edge)
    draw_bones(drawing, list(scene.bones.values()), plane, clip=ghost)
    chosen = {key: muscle for key, muscle in scene.muscles.items() if key in scene.show}
    if scene.translucent:
        draw_translucent(drawing, chosen, plane, within)
    else:
        for muscle in chosen.values():
            draw_muscle(drawing, muscle, plane)
    for mark in scene.marks.values():
        if _shows(within, plane.xy(mark_middle(mark))):
            draw_mark(drawing, mark, plane)
    places = {**scene.anchors, **{key: mark_middle(mark) for key, mark in scene.marks.items()}}
    for key, place in places.items():
        if _shows(within, plane.xy(place)):
            drawing.anchor(key, plane.xy(place))


def _shows(within: BaseGeometry | None, xy: Array) -> bool:
    return within is None or bool(within.contains(Point(float(xy[0]), float(xy[1]))))


def shifted(d: str, dx: float, dy: float) -> str:
    """Return path data moved by (dx, dy)."""
    moves = itertools.cycle((dx, dy))

    def move(match: re.Match[str]) -> str:
        return curves.number(float(match[0]) + next(moves))

    return re.sub(r"-?\d+(?:\.\d)?", move, d)
