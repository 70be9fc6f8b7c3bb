"""The anatomy pictures: the right leg from behind with ghost outline, bones, muscles and attachment marks."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from handouts.artwork import curves
from handouts.artwork.body import Mask
from handouts.artwork.bones import Bone, LegPlane, Place, draw_bones
from handouts.artwork.camera import View, look
from handouts.artwork.export import Drawing
from handouts.artwork.ink import draw_outline
from handouts.artwork.leg import Leg, build_leg
from handouts.artwork.muscles import Mark, Muscle, draw_mark, draw_muscle, draw_translucent
from handouts.artwork.raster import rasterize

GHOST_LINE = 2.4


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
    """Draw an anatomy picture."""
    leg = build_leg()
    plane = posterior_plane(leg, scene)
    view = plane.view
    drawing = Drawing(name, view.width, view.height)
    ghost = ghost_mask(leg, view)
    drawing.fill(curves.mask_path(ghost), "ghost", evenodd=True)
    draw_outline(drawing, ghost, GHOST_LINE, role="ink.ghost")
    draw_bones(drawing, list(scene.bones.values()), plane, clip=ghost)
    chosen = {key: muscle for key, muscle in scene.muscles.items() if key in scene.show}
    if scene.translucent:
        draw_translucent(drawing, chosen, plane)
    else:
        for muscle in chosen.values():
            draw_muscle(drawing, muscle, plane)
    for mark in scene.marks.values():
        draw_mark(drawing, mark, plane)
    for key, place in scene.anchors.items():
        drawing.anchor(key, plane.xy(place))
    for key, mark in scene.marks.items():
        drawing.anchor(key, plane.xy(mark.at))
    return drawing
