"""Pictures of a person who treats a place of the own body: the scenes of kind ``person``."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from shapely.geometry import Polygon

from handouts.artwork.body.body import HAND, Array, Shape, load_body
from handouts.artwork.body.clothing import Outfit
from handouts.artwork.body.frames import Finder, visible
from handouts.artwork.body.hand_marks import draw_hand_marks
from handouts.artwork.body.mesh import Mesh
from handouts.artwork.body.person import draw_person, person_mesh
from handouts.artwork.body.places import Place, PosedSkin, axis_point, surface_of
from handouts.artwork.body.pose import Pose, unit
from handouts.artwork.pen import curves, ink
from handouts.artwork.pen.camera import View, look
from handouts.artwork.pen.export import Drawing
from handouts.artwork.pen.raster import Raster
from handouts.artwork.scenes import measures, props, solids
from handouts.artwork.scenes.arrows import Arrow, draw_arrow
from handouts.artwork.scenes.holding import HoldPlace, Laid, Stick, lay, place_hold
from handouts.artwork.scenes.limits import Measure, judge
from handouts.artwork.scenes.props import Ball, Bed, Chair, Mat, Roller, Sketch, Wall, Worktop
from handouts.artwork.scenes.scene import Window
from handouts.artwork.scenes.staging import (
    HandPlace,
    PressPlace,
    Settle,
    Stage,
    lowest,
    part_mask,
    place_hand,
    place_press,
    settle,
)
from handouts.errors import likely

CLOSE = 1400.0  # art units a metre from which a hand is so large that it has nails


LARGEST_GAP = 400.0  # square units: smaller gaps between a hand and what it touches are closed


@dataclass(frozen=True)
class CameraSpec:
    """Camera in degrees (see ``camera.look``), art units per metre, and metres of air around the picture."""

    azimuth: float = -90.0
    elevation: float = 0.0
    scale: float = 900.0
    left: float = 0.07
    right: float = 0.07
    top: float = 0.05
    bottom: float = 0.05


@dataclass(frozen=True)
class Ground:
    """The floor: ``sink`` below the lowest point of some parts (props set it otherwise)."""

    parts: tuple[str, ...]
    sink: float = 0.0


@dataclass(frozen=True)
class Patch:
    """An area of the skin, by its corners on a surface: where a sign says to keep off."""

    surface: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Quiet:
    """No interior ink within ``radius`` metres of a joint: for stray creases."""

    joint: str
    radius: float


@dataclass(frozen=True)
class PersonScene:
    """A scene of kind ``person``. ``window`` shows a part; ``boxes`` are shares: left, top, right, bottom.

    ``places``: anchors on the body. ``patches``: areas whose visible middle is an anchor.
    """

    kind: str
    body: Shape = field(default_factory=Shape)
    outfit: Outfit = field(default_factory=Outfit)
    camera: CameraSpec = field(default_factory=CameraSpec)
    pose: dict[str, str] = field(default_factory=dict)
    ground: Ground | None = None
    roller: Roller | None = None
    ball: Ball | None = None
    chair: Chair | None = None
    mat: Mat | None = None
    worktop: Worktop | None = None
    wall: Wall | None = None
    bed: Bed | None = None
    stick: Stick | None = None
    settle: dict[str, Settle] = field(default_factory=dict)
    hands: dict[str, HandPlace] = field(default_factory=dict)
    press: dict[str, PressPlace] = field(default_factory=dict)
    hold: dict[str, HoldPlace] = field(default_factory=dict)
    arrows: dict[str, Arrow] = field(default_factory=dict)
    ring: str | None = None  # side of the pressing hand that gets a ring
    patches: dict[str, Patch] = field(default_factory=dict)
    quiet: dict[str, Quiet] = field(default_factory=dict)
    window: Window | None = None
    boxes: dict[str, tuple[float, float, float, float]] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    outline: float = 6.8
    inner: float = 4.8
    shortest: float = 44.0


@dataclass(frozen=True)
class Setting:
    """Where the props are: the skin that touches the prop, and the middle of the hips; metres."""

    contact: Array
    hip: Array
    ball: Array | None = None  # the middle of a ball that lies against a wall or the floor
    stick: Laid | None = None


def stage_scene(name: str, scene: PersonScene) -> tuple[Stage, Setting]:
    """Pose the person, find the floor, settle joints and hands."""
    pose = Pose(load_body(scene.body))
    where = f"{name}.toml"
    _set_turns(pose, scene.pose, where)
    measures.check_joints({bone: pose.rotations[bone] for bone in scene.pose}, where)
    stage = Stage(pose)
    setting = _find_levels(stage, scene, where)
    if scene.ground is not None:
        stage.levels["floor"] = lowest(stage, scene.ground.parts) + scene.ground.sink
    if scene.bed is not None:
        stage.levels["bed"] = stage.level("floor")
    if scene.worktop is not None:
        stage.levels["worktop"] = stage.level("floor") + scene.worktop.height
    for key, rule in scene.settle.items():
        settle(stage, rule, f"{where}: settle.{key}")
    for side, place in scene.hands.items():
        place_hand(stage, side, place, f"{where}: hands.{side}")
    for key, press in scene.press.items():
        place_press(stage, scene.outfit, press, f"{where}: press.{key}")
    if scene.stick is not None:
        setting = replace(setting, stick=_hold(stage, scene, scene.stick, where))
    if scene.wall is not None and scene.wall.behind:
        stage.levels["wall behind"] = _wall_face(stage, scene, setting)
    return stage, setting


def _hold(stage: Stage, scene: PersonScene, stick: Stick, where: str) -> Laid:
    """Lay the stick on the skin and let the hands hold it."""
    skin = PosedSkin(stage.pose, person_mesh(stage.pose, scene.outfit))
    laid = lay(stick, skin.spot(stick.on, f"{where}: stick.on"))
    for side, place in scene.hold.items():
        place_hold(stage, laid, side, place, f"{where}: hold.{side}")
    return laid


def _set_turns(pose: Pose, turns: dict[str, str], where: str) -> None:
    for bone, text in turns.items():
        try:
            pose.set_turns({bone: text})
        except ValueError as error:
            raise ValueError(f"{where}: pose.{bone}: {error}{likely(bone, pose.body.parents)}") from None


def _find_levels(stage: Stage, scene: PersonScene, where: str) -> Setting:
    """Set floor, seat and stool by what the body rests on with them, and find where the prop touches."""
    pose = stage.pose
    hip = (pose.joint("upperleg01.R") + pose.joint("upperleg01.L")) / 2
    if scene.chair is not None:
        under = lowest(stage, ("upperleg", "pelvis", "spine05"), (-np.inf, hip[2] + 0.22))
        stage.levels["seat"] = under + scene.chair.sink
    if scene.roller is not None:
        contact = _under(stage, scene.roller.on, f"{where}: roller.on")
        stage.levels["floor"] = contact[1] + scene.roller.sink - 2 * scene.roller.radius
        return Setting(contact, hip)
    if scene.ball is None:
        return Setting(hip, hip)
    key = f"{where}: ball"
    if scene.ball.against == "stool":
        contact = _under(stage, scene.ball.on, f"{key}.on")
        stage.levels["stool"] = contact[1] + scene.ball.sink - props.ball_height(scene.ball)
        return Setting(contact, hip)
    spot = PosedSkin(pose, person_mesh(pose, scene.outfit)).spot(scene.ball.on, f"{key}.on")
    if scene.ball.against not in AGAINST:
        raise ValueError(f"{key}.against: must be one of stool, {', '.join(AGAINST)}, not {scene.ball.against!r}.")
    towards = np.array(AGAINST[scene.ball.against])
    if spot.out @ towards < FACING:
        raise ValueError(
            f"{key}.on: this place does not face the {scene.ball.against}: choose another place, or turn the body."
        )
    return Setting(spot.point, hip, spot.point + (scene.ball.radius - scene.ball.sink) * _between(spot.out, towards))


AGAINST = {"wall": (0.0, 0.0, -1.0), "floor": (0.0, -1.0, 0.0), "bed": (0.0, -1.0, 0.0)}
"""What a ball may lie against, with the way there from the body: a wall is behind it."""
FACING = 0.3  # the least cosine between the skin and that way


def _between(out: Array, towards: Array) -> Array:
    """Return where a ball's middle is from the place it touches: where the body leaves off, towards what it is on."""
    return unit(out + 0.5 * towards)


def _under(stage: Stage, place: Place, where: str) -> Array:
    """Return the lowest skin near a place: there a prop below carries it."""
    surface, pose = surface_of(place, where), stage.pose
    if surface.limb is None:
        middle = PosedSkin(pose, person_mesh(pose, Outfit())).spot(place, where).point
    else:
        middle = axis_point(surface, pose, place.at[0])
    parts = tuple(f"{bone}.R" if surface.side == "right" else bone for bone in surface.bones)
    height = lowest(stage, parts, (middle[2] - 0.03, middle[2] + 0.03))
    return np.array([middle[0], height, middle[2]])


def measured(name: str, scene: PersonScene) -> list[Measure]:
    """Return what is measured of a scene, which is not drawn."""
    return list(measures.of_stage(stage_scene(name, scene)[0]))


def draw(name: str, scene: PersonScene) -> Drawing:
    """Draw a person scene."""
    stage, setting = stage_scene(name, scene)
    found = list(measures.of_stage(stage))
    judge(found, f"{name}.toml")
    mesh = person_mesh(stage.pose, scene.outfit, stage.frames)
    view = _window(scene, stage, mesh, setting)
    drawing = Drawing(name, view.width, view.height, measures=[measure.found for measure in found])
    sketch = Sketch(drawing, view)
    _draw_props(sketch, stage, scene, setting)
    if scene.outfit.hair == "bun":
        _draw_bun(sketch, stage.pose, scene)
    pen = ink.Pen(scene.outline, scene.inner, scene.shortest, margin=scene.outline, tolerance=4.0)
    quiet = [(stage.pose.joint(q.joint), q.radius) for q in scene.quiet.values()]
    things = setting.stick.solids() if setting.stick is not None else []
    solids.draw_behind(drawing, view, things)
    raster = draw_person(
        drawing, mesh, stage.pose, view, pen, quiet, LARGEST_GAP if stage.pressed or stage.held else 0.0
    )
    solids.draw_in_front(drawing, raster, things)
    if scene.camera.scale >= CLOSE:
        for hand in stage.pressed.values():
            draw_hand_marks(drawing, raster, hand, raster.mask)
    bare = mesh.part(mesh.fields["shorts"] <= 0)
    for key, patch in scene.patches.items():
        first = Place(patch.surface, patch.points[0])
        finder = PosedSkin(stage.pose, bare).finder(first, f"{name}.toml: patches.{key}")
        drawing.anchor(key, _middle(raster, finder, patch))
    for key, place in scene.places.items():
        spot = PosedSkin(stage.pose, bare).spot(place, f"{name}.toml: places.{key}")
        drawing.anchor(key, view.xy(spot.point))
    for key, arrow in scene.arrows.items():
        where = f"{name}.toml: arrows.{key}"
        drawing.anchor(key, draw_arrow(drawing, view, PosedSkin(stage.pose, mesh), arrow, scene.outline, where))
    _anchors(drawing, view, stage, scene, setting)
    for key, box in scene.boxes.items():
        drawing.box(key, box)
    return drawing


def _window(scene: PersonScene, stage: Stage, mesh: Mesh, setting: Setting) -> View:
    camera = look(scene.camera.azimuth, scene.camera.elevation)
    if scene.window is not None:
        w = scene.window
        x, y, _ = camera.see(stage.pose.joint(w.joint))
        return View(
            camera, float(x - w.left), float(x + w.right), float(y - w.down), float(y + w.up), scene.camera.scale
        )
    seen = camera.see(mesh.vertices[np.unique(mesh.triangles)])
    if scene.mat is not None:
        seen = np.vstack([seen, camera.see(scene.mat.corners(setting.hip, stage.level("floor")))])
    if scene.chair is not None:
        seen = np.vstack([seen, camera.see(scene.chair.corners(setting.hip, stage.level("seat")))])
    left, right = float(seen[:, 0].min()), float(seen[:, 0].max())
    top = float(seen[:, 1].max()) + (0.075 if scene.outfit.hair == "bun" else 0.0)
    c = scene.camera
    bottom = float(seen[:, 1].min())
    if scene.camera.elevation == 0:
        bottom = min(bottom, stage.level("floor"))
    if scene.bed is not None:
        bottom = stage.level("bed") - scene.bed.height
        left, right = left - scene.bed.room - 0.05, right + scene.bed.room
    if scene.worktop is not None:
        right = max(right, float(setting.hip[2]) + scene.worktop.end)
    if scene.wall is not None:
        face = _wall_face(stage, scene, setting)
        left, right = (
            (min(left, face - scene.wall.thickness), right)
            if scene.wall.behind
            else (left, max(right, face + scene.wall.thickness))
        )
    return View(camera, left - c.left, right + c.right, bottom - c.bottom, top + c.top, c.scale)


def _draw_props(sketch: Sketch, stage: Stage, scene: PersonScene, setting: Setting) -> None:
    floor, z = stage.level("floor"), float(setting.contact[2])
    if scene.bed is not None:
        floor -= scene.bed.height
    if scene.mat is not None:
        props.draw_mat(sketch, scene.mat.corners(setting.hip, floor))
    else:
        props.draw_floor(sketch, floor, inset=16.0 if scene.window is None else 0.0)
    if scene.chair is not None:
        props.draw_chair(sketch, setting.hip, stage.level("seat"), floor, scene.chair)
    if scene.bed is not None:
        ends, head = stage.skin()[:, 2], lowest(stage, ("head",))
        props.draw_bed(sketch, (float(ends.min()), float(ends.max())), stage.level("bed"), head, scene.bed)
    if scene.worktop is not None:
        props.draw_worktop(sketch, float(setting.hip[2]), floor, scene.worktop)
    if scene.wall is not None:
        props.draw_wall(sketch, _wall_face(stage, scene, setting), floor, scene.wall)
    if scene.ball is not None and setting.ball is not None:
        props.draw_ball(sketch, setting.ball, scene.ball)
    elif scene.ball is not None:
        props.draw_ball_on_stool(sketch, z, stage.level("stool"), floor, scene.ball)
    if scene.roller is not None:
        for t in scene.roller.ways:
            surface = surface_of(scene.roller.on, "roller.on")
            one, other = (axis_point(surface, stage.pose, along) for along in (t, scene.roller.on.at[0]))
            props.draw_way(sketch, z + float(one[2] - other[2]), floor, scene.roller)
        props.draw_roller(sketch, float(setting.contact[0]), z, floor, scene.roller)


def _wall_face(stage: Stage, scene: PersonScene, setting: Setting) -> float:
    """Return the z of the wall's face: where both hands reach, or behind the ball."""
    if setting.ball is not None and scene.ball is not None:
        return float(setting.ball[2]) - scene.ball.radius
    if scene.wall is not None and scene.wall.behind:
        return float(stage.skin()[:, 2].min())
    return float(stage.skin()[part_mask(stage.pose.body, HAND), 2].max())


def _draw_bun(sketch: Sketch, pose: Pose, scene: PersonScene) -> None:
    """Draw a hair bun behind the head."""
    x, y = sketch.view.xy(pose.point("head", pose.body.heads["head"] + np.array([0.0, 0.080, -0.118])))
    size = sketch.size(0.042)
    path = curves.circle_path(float(x), float(y), size)
    sketch.drawing.paint(path, fill="hair.base", stroke="ink", width=0.9 * scene.outline)
    shade = curves.ellipse_path(float(x) - 0.15 * size, float(y) + 0.3 * size, 0.6 * size, 0.45 * size)
    sketch.drawing.fill(shade, "hair.shade1")


def _middle(raster: Raster, finder: Finder, patch: Patch) -> tuple[float, float]:
    """The middle of what can be seen of a patch."""
    points, normals = finder.at(curves.spline(patch.points, closed=True, steps=10))
    xy, seen = visible(raster, points, normals, facing=-0.15, slack=0.02)
    skin = max((Polygon(o).buffer(0) for o in curves.mask_outlines(raster.mask)), key=lambda p: p.area)
    middle = Polygon(xy[seen]).buffer(0).intersection(skin.buffer(-1)).centroid
    return float(middle.x), float(middle.y)


def _anchors(drawing: Drawing, view: View, stage: Stage, scene: PersonScene, setting: Setting) -> None:
    if scene.roller or scene.ball:
        drawing.anchor("contact", view.xy(setting.contact))
    if setting.stick is not None:
        drawing.anchor("contact", view.xy(setting.stick.middle))
    for side in stage.pressed:
        hand = [_solved(stage, f"finger{n}-3.{side}") for n in (1, 2, 3, 4, 5)]
        drawing.anchor("thumb_tip", view.xy(hand[0]))
        drawing.anchor("finger_tip", view.xy(hand[2]))
        if scene.ring == side:
            _draw_ring(drawing, view.xy(np.array([*hand, stage.pose.joint(f"wrist.{side}")])), view.scale)


def _solved(stage: Stage, bone: str) -> Array:
    """Return the posed tip of a bone of a solved hand."""
    frame = stage.frames[bone]
    return np.asarray(frame[:3, :3] @ stage.pose.body.tails[bone] + frame[:3, 3])


def _draw_ring(drawing: Drawing, points: Array, scale: float) -> None:
    """Draw a ring around picture points: look here, the close-up shows it."""
    x, y = (points.min(axis=0) + points.max(axis=0)) / 2
    radius = float(np.hypot(points[:, 0] - x, points[:, 1] - y).max()) + 0.025 * scale
    for role, width in (("paper", 11.0), ("arrow", 5.5)):
        drawing.stroke(curves.circle_path(float(x), float(y), radius), role, width)
    drawing.anchor("ring", (float(x), float(y)))
