"""The close-up pictures: hands that press a calf, in a frame with rounded corners."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

import numpy as np
from scipy import ndimage

from handouts.artwork.body.body import Array, Mask, Shape
from handouts.artwork.body.closeup import Closeup, HandWish, build_closeup, camera_on
from handouts.artwork.body.frames import frame_of
from handouts.artwork.body.hand_marks import draw_hand_marks
from handouts.artwork.body.hands import FINGERS
from handouts.artwork.pen import curves, ink, tones
from handouts.artwork.pen.camera import View
from handouts.artwork.pen.export import Drawing
from handouts.artwork.pen.raster import Raster, rasterize
from handouts.artwork.scenes import measures
from handouts.artwork.scenes.body_view import SurfaceLine
from handouts.artwork.scenes.limits import Measure, judge

FINGER_FIELDS = tuple(f"finger{number}" for number in FINGERS)
INSET = 8.0  # art units between the picture's edge and its frame
CORNER = 44.0
FRAME_LINE = 3.0
LARGEST_GAP = 1500  # square units
GAP_TONE = 0.3  # small gaps are painted in the second shade
LEG_BLUR = 7.0  # art units; hands keep more detail
ARROW_WIDTH, ARROW_HEAD = 13.0, 36.0


@dataclass(frozen=True)
class Window:
    """What the picture shows: middle in leg terms, size in metres, camera about the shin in degrees."""

    azimuth: float
    elevation: float
    roll: float
    t: float = 0.30  # middle: place along the shin,
    back: float = 0.0  # metres behind it,
    outer: float = 0.0  # metres to its outer side
    width: float = 0.28
    height: float = 0.30
    scale: float = 2000.0  # art units per metre


@dataclass(frozen=True)
class Force:
    """An arrow that presses on a thumb, along the skin's normal: distances in metres from the skin."""

    hand: str
    gap: float = 0.026
    length: float = 0.05
    tilt: tuple[float, float, float] = (0.0, 0.0, 0.0)  # added to the normal: shin components


@dataclass(frozen=True)
class Stroke:
    """Which way the hands slide: an arrow on the skin. Places are [t, angle] on the leg."""

    start: tuple[float, float]
    end: tuple[float, float]


@dataclass(frozen=True)
class CloseupScene:
    """A scene of kind ``closeup``. ``border``: draw a rounded frame; without it the picture runs to its edges.

    ``boxes`` are shares of the picture: left, top, right, bottom.
    """

    kind: str
    window: Window
    pose: dict[str, str]
    hands: tuple[HandWish, ...]
    body: Shape = field(default_factory=Shape)
    outline: float = 4.8
    inner: float = 4.0
    shortest: float = 18.0  # shortest inner line
    lines: dict[str, SurfaceLine] = field(default_factory=dict)
    force: tuple[Force, ...] = ()
    stroke: Stroke | None = None
    frame: bool = True  # write the surface frame of the leg
    border: bool = True
    boxes: dict[str, tuple[float, float, float, float]] = field(default_factory=dict)


def _view(scene: Window, closeup: Closeup) -> View:
    axes = closeup.axes
    camera = camera_on(axes, scene.azimuth, scene.elevation, scene.roll)
    middle = axes.knee + scene.t * axes.length * axes.down + scene.back * axes.back + scene.outer * axes.outer
    x, y, _ = camera.see(middle)
    w, h = scene.width / 2, scene.height / 2
    return View(camera, float(x - w), float(x + w), float(y - h), float(y + h), scene.scale)


def _inside_frame(view: View) -> Mask:
    """Return the pixels inside the rounded frame."""
    y, x = np.mgrid[: view.height, : view.width] + 0.5
    right, low = view.width - INSET, view.height - INSET
    dx = np.maximum(np.maximum(INSET + CORNER - x, x - right + CORNER), 0)
    dy = np.maximum(np.maximum(INSET + CORNER - y, y - low + CORNER), 0)
    within = (x > INSET) & (x < right) & (y > INSET) & (y < low)
    return np.asarray(within & (np.hypot(dx, dy) < CORNER))


def stage_closeup(scene: CloseupScene) -> tuple[Closeup, list[Measure]]:
    """Solve the hands of a close-up, and measure them."""
    closeup = build_closeup(scene.body, scene.pose, scene.hands)
    return closeup, list(measures.of_hands({hand.hand.side: hand for hand in closeup.hands}))


def measured(name: str, scene: CloseupScene) -> list[Measure]:
    """Return what is measured of a close-up, which is not drawn."""
    return stage_closeup(scene)[1]


def draw(name: str, scene: CloseupScene) -> Drawing:
    """Draw a close-up."""
    closeup, found = stage_closeup(scene)
    judge(found, f"{name}.toml")
    view = _view(scene.window, closeup)
    raster = rasterize(closeup.mesh, view, ("arm", "left", *FINGER_FIELDS))
    inside = _inside_frame(view) if scene.border else np.ones((view.height, view.width), dtype=np.bool_)
    mask, arm, gaps = (part & inside for part in _parts(raster))

    drawing = Drawing(name, view.width, view.height, measures=[measure.found for measure in found])
    frame = curves.rounded_path(INSET, INSET, view.width - 2 * INSET, view.height - 2 * INSET, CORNER)
    if scene.border:
        drawing.fill(frame, "paper")
    _tones(drawing, raster, mask, arm, gaps)
    grid = closeup.grid()
    for line in scene.lines.values():
        ink.draw_surface_line(drawing, raster, grid, line.points, line.width, allowed=mask & ~arm)
    for hand in closeup.hands:
        draw_hand_marks(drawing, raster, hand, mask)
    _lines(drawing, raster, inside, scene)
    _arrows(drawing, view, closeup, scene)
    if scene.border:
        drawing.stroke(frame, "ink.ghost", FRAME_LINE)
    for key, box in scene.boxes.items():
        drawing.box(key, box)
    for hand in closeup.hands:
        tip = hand.frames[hand.hand.bone("finger1-3")] @ np.r_[hand.hand.ends[1], 1.0]
        key = "thumb" if len(closeup.hands) == 1 else f"thumb_{'right' if hand.hand.side == 'R' else 'left'}"
        drawing.anchor(key, view.xy(tip[:3]))
    points = grid.at([wish.thumb for wish in scene.hands])[0]
    drawing.anchor("spot", view.xy(points.mean(axis=0)))
    if scene.frame:
        drawing.frames["leg"] = frame_of(
            raster, grid, scene.window.azimuth, np.arange(-0.12, 0.73, 0.05), span=90, allowed=mask
        )
    return drawing


def _tones(drawing: Drawing, raster: Raster, mask: Mask, arm: Mask, gaps: Mask) -> None:
    style = tones.Style(
        light=(-0.45, 0.5, 0.75), facing=0.45, levels=(0.60, 0.38), highlight=0.94, smallest=150, smooth=3
    )
    rough = tones.tone(raster, style) + 0.016 * tones.relief(raster)
    leg = raster.mask & (raster.fields["arm"] <= 0.5)
    values = np.where(leg, tones.blur(rough, leg, LEG_BLUR), tones.blur_by_depth(rough, raster, rounds=7))
    values = np.where(gaps, GAP_TONE, values - 0.22 * _contact_shadow(arm, mask))
    tones.fill_tones(drawing, values, mask, "skin", style)


def _contact_shadow(arm: Mask, mask: Mask) -> Array:
    """Return 0..1: the shade a hand throws on the leg beside it, away from the light."""
    shifted = np.roll(arm, (9, 7), (0, 1)) | np.roll(arm, (5, 4), (0, 1))
    return np.asarray(np.where(mask & ~arm, shifted.astype(np.float64), 0.0))


def _parts(raster: Raster) -> tuple[Mask, Mask, Mask]:
    """Return the pixels of everything, of the arms, and of the small gaps between a hand and the leg.

    Such a gap is a millimetre wide in print: drawn with the bits of fingers behind it, it looks like a blot. It is
    given to the hand.
    """
    holes = ndimage.binary_fill_holes(raster.mask) & ~raster.mask
    areas, _ = ndimage.label(holes)
    sizes = np.bincount(areas.ravel())
    gaps = holes & (sizes[areas] < LARGEST_GAP)
    arm = raster.mask & (raster.fields["arm"] > 0.5)
    return raster.mask | gaps, arm | gaps, gaps


def _lines(drawing: Drawing, raster: Raster, inside: Mask, scene: CloseupScene) -> None:
    """Ink the whole raster, but only inside the frame: lines run right up to it and never along it."""
    mask, arm, gaps = _parts(raster)
    left = arm & (raster.fields["left"] > 0.5)
    pen = ink.Pen(outline=scene.outline, inner=scene.inner, shortest=scene.shortest, tolerance=4.0)
    # the arm's own outline is drawn as an edge; contours close to it would double the line
    near_edge = ndimage.binary_dilation(arm, iterations=4) & ~ndimage.binary_erosion(arm, iterations=4)
    between = _draw_between_fingers(drawing, raster, arm & inside, pen)
    quiet = ndimage.binary_dilation(gaps, iterations=8) | ndimage.binary_dilation(between, iterations=7)
    ink.draw_contours(drawing, raster, mask, pen, allowed=inside & ~near_edge & ~quiet)
    ink.draw_edge(drawing, arm, scene.outline * 0.9, mask & ~arm & inside, shortest=10)
    ink.draw_edge(drawing, left, scene.outline * 0.7, arm & ~left & inside, shortest=6)
    ink.draw_outline(drawing, mask, scene.outline, allowed=inside)


def _draw_between_fingers(drawing: Drawing, raster: Raster, arm: Mask, pen: ink.Pen) -> Mask:
    """Draw the lines between neighbouring fingers, also where they touch; return the pixels beside them."""
    fingers = [arm & (raster.fields[name] > 0.5) for name in FINGER_FIELDS]
    beside = np.zeros_like(arm)
    leg = raster.mask & (raster.fields["arm"] <= 0.5)
    clear = ndimage.distance_transform_edt(~leg) > 12  # slivers of fingers along the leg would be blots
    for finger, following in itertools.pairwise(fingers):
        near = ndimage.binary_dilation(following, iterations=4) & clear
        for outline in curves.mask_outlines(finger):
            line = curves.smooth_closed(curves.resample(outline, 1.5), 3)
            for part in curves.open_runs(line, near[raster.at(line)], shortest=9):
                if curves.length(part) < pen.shortest:
                    continue
                stroke = curves.smooth_open(curves.resample(part, 2.0), 3)
                drawing.fill(ink.stroke_path(stroke, pen.inner, taper=0.4), "ink")
        beside |= ndimage.binary_dilation(finger, iterations=2) & following
    return beside


def _arrows(drawing: Drawing, view: View, closeup: Closeup, scene: CloseupScene) -> None:
    grid = closeup.grid()
    for force in scene.force:
        wish = next(h for h in scene.hands if h.side == force.hand)
        points, normals = grid.at([wish.thumb])
        axes = closeup.axes
        along = normals[0] + force.tilt[0] * axes.down + force.tilt[1] * axes.back + force.tilt[2] * axes.outer
        along /= np.linalg.norm(along)
        end = points[0] + force.gap * along
        drawing.arrow(view.xy(end + force.length * along), view.xy(end), "arrow", width=ARROW_WIDTH, head=ARROW_HEAD)
    if scene.stroke is not None:
        start, end = (view.xy(point) for point in grid.at([scene.stroke.start, scene.stroke.end])[0])
        drawing.arrow(start, end, "motion", width=ARROW_WIDTH, head=ARROW_HEAD)
