"""A plate: the bones of a part of the body in its pale outline, on which muscles are drawn. Kind ``plate``.

A plate is drawn and stored once; a muscle is an overlay on it (``muscle_view``). Its named landmarks are anchors.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from scipy import ndimage

from handouts.artwork.body.body import ARM, FOOT, Array, Mask, Shape, load_body
from handouts.artwork.body.leg import build_leg
from handouts.artwork.body.mesh import Mesh, build_mesh
from handouts.artwork.body.pose import Pose
from handouts.artwork.body.skeleton import Place, Placer, Vector, joined, skeleton
from handouts.artwork.pen import curves, ink
from handouts.artwork.pen.camera import View, look, look_along
from handouts.artwork.pen.export import Drawing
from handouts.artwork.pen.grid import Grid
from handouts.artwork.pen.raster import Raster, rasterize
from handouts.artwork.pen.tones import Style, blur_by_depth, fill_tones, tone
from handouts.errors import likely

PLATE_BODY = Shape(male=0.6, muscle=0.55, weight=0.45)
BONE_STYLE = Style(
    light=(-0.5, 0.45, 0.7), facing=0.4, levels=(0.60, 0.38), highlight=0.94, smallest=90, smooth=3.0, error=1.1
)
GHOST_LINE, BONE_LINE, INNER_LINE, DRAWN_LINE = 2.4, 2.2, 1.7, 1.5
GHOST_SHORTEST = 45.0  # art units: shorter lines within the body's outline are left out
SPECK = 120  # art units squared: smaller gaps between bones are filled
EDGE_STEP = 3.0  # art units: a bone's edge is drawn where what lies beside it is that much deeper
EDGE_BRIDGE = 18  # points of an edge: gaps between two ribs are bridged

Places = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Keep:
    """Keeps the part of a mesh whose ``by`` (x, y, z in mm; of the skin: arm, foot 0..1) lies within limits."""

    by: str
    low: float = -1e6
    high: float = 1e6

    def of(self, mesh: Mesh, values: Array) -> Mesh:
        """Return what is kept of a mesh."""
        return mesh.part((values > self.low) & (values < self.high))


@dataclass(frozen=True)
class Landmark:
    """A named place: a bone's outermost point in a direction (out, up, front), or a place of the body's rig."""

    bone: str
    towards: Vector | None = None
    joint: str | None = None
    at: Vector = (0.0, 0.0, 0.0)


@dataclass(frozen=True)
class GridAt:
    """What ties the grid to the plate: the landmarks at its zero and at another place, mm."""

    zero: str
    second: str
    second_mm: tuple[float, float]


@dataclass(frozen=True)
class Line:
    """A line on the bones, mm: what the meshes are too coarse for. A hollow is shaded up to its chord."""

    places: Places
    width: float = DRAWN_LINE
    mirrored: bool = False
    hollow: bool = False


@dataclass(frozen=True)
class PlateScene:
    """A scene of kind ``plate``. ``window``: mm left, right, below and above of the centre, seen by the camera."""

    kind: str
    groups: tuple[str, ...]
    centre: Place
    window: tuple[float, float, float, float]
    landmarks: dict[str, Landmark]
    grid: GridAt
    azimuth: float = 180.0
    elevation: float = 0.0
    towards: Vector | None = None  # instead of azimuth and elevation: direction to the viewer ...
    upwards: Vector = (0.0, 1.0, 0.0)  # ... and what is up in the picture
    scale: float = 1300.0  # art units per metre
    sides: str = "RL"
    body: str = "plate"  # or leg: the right leg alone, with its relief
    pose: dict[str, str] = field(default_factory=dict)
    palm: Vector | None = None  # straight right elbow, and where its palm looks
    without: tuple[str, ...] = ()  # bones left out
    behind: tuple[str, ...] = ()  # bones drawn before the others, though they may lie nearer
    cut: dict[str, Keep] = field(default_factory=dict)  # per bone: what is kept of it
    skin: tuple[Keep, ...] = ()  # what is kept of the skin
    quiet: tuple[str, ...] = ("thorax", "thoracic", "lumbar")  # bones whose edges over others are left to the tones
    opening: int = 2  # rounds by which splinters of the bones' area are taken off
    shortest: float = 18.0  # art units: shorter lines on bones are left out
    fog: float = 0.10  # how much darker the farthest bone is
    levels: tuple[float, ...] = BONE_STYLE.levels
    smallest: float = BONE_STYLE.smallest
    error: float = BONE_STYLE.error
    lines: tuple[Line, ...] = ()

    @property
    def style(self) -> Style:
        """How the bones are toned."""
        return replace(BONE_STYLE, levels=self.levels, smallest=self.smallest, error=self.error)


@dataclass(frozen=True)
class Parts:
    """What a plate is drawn from."""

    view: View
    skin: Mesh
    bones: dict[str, Mesh]
    placer: Placer


def draw(name: str, scene: PlateScene) -> Drawing:
    """Draw a plate."""
    parts = build(scene)
    drawing = Drawing(name, parts.view.width, parts.view.height)
    grid = grid_of(scene, parts)
    mask = _draw_ghost(drawing, parts)
    behind = [key for key in parts.bones if _plain(key) in scene.behind]
    for keys in (behind, [key for key in parts.bones if key not in behind]):
        if keys:
            _draw_bones(drawing, {key: parts.bones[key] for key in keys}, parts.view, mask, scene)
    for line in scene.lines:
        _draw_line(drawing, line, grid)
    for key, landmark in scene.landmarks.items():
        x, y = landmark_xy(key, landmark, parts)
        if 0 <= x <= drawing.width and 0 <= y <= drawing.height:
            drawing.anchor(key, (x, y))
    return drawing


def _plain(key: str) -> str:
    """A bone's name without its side."""
    return key.split(".")[0]


def build(scene: PlateScene) -> Parts:
    """Pose the body, place the bones and set up the camera. Raises ValueError for what the body does not have."""
    pose, skin = _leg(scene) if scene.body == "leg" else _body(scene)
    placer = Placer(pose)
    bones = skeleton(pose, scene.groups, scene.sides)
    named = {_plain(key) for key in bones}
    for key, names in (("without", scene.without), ("behind", scene.behind), ("cut", [_plain(k) for k in scene.cut])):
        for name in names:
            if name not in named:
                raise ValueError(f"{key}: there is no bone {name!r} on this plate{likely(name, named)}.")
    bones = {key: mesh for key, mesh in bones.items() if _plain(key) not in scene.without}
    for name, keep in scene.cut.items():
        for key in [key for key in bones if name in (key, _plain(key))]:
            bones[key] = keep.of(bones[key], 1000 * bones[key].vertices[:, "xyz".index(keep.by)])
    camera = look(scene.azimuth, scene.elevation)
    if scene.towards is not None:
        camera = look_along(scene.towards, scene.upwards)
    x, y, _ = camera.see(placer.point(scene.centre, "R"))
    left, right, below, above = (length / 1000 for length in scene.window)
    view = View(camera, x + left, x + right, y + below, y + above, scene.scale)
    return Parts(view, skin, bones, placer)


def _leg(scene: PlateScene) -> tuple[Pose, Mesh]:
    leg = build_leg(turns=scene.pose or None)
    mesh = leg.mesh
    for keep in scene.skin:
        mesh = keep.of(mesh, mesh.fields[keep.by])
    return leg.pose, mesh


def _body(scene: PlateScene) -> tuple[Pose, Mesh]:
    body = load_body(PLATE_BODY)
    pose = Pose(body)
    pose.set_turns(scene.pose)
    if scene.palm is not None:
        elbow = pose.joint("lowerarm01.R")
        pose.aim("lowerarm01.R", "wrist.R", 2 * elbow - pose.joint("upperarm01.R") + (0, 0, 0.01))
        pose.orient_hand("R", pose.joint("wrist.R") - elbow, scene.palm)
        pose.curl("R", 6)
    fields = {"x": 1000 * body.vertices[:, 0], "arm": body.weight_of(*ARM), "foot": body.weight_of(*FOOT, side="R")}
    mesh = build_mesh(pose.skin(), body.quads, fields, 1)
    for keep in scene.skin:
        if keep.by not in fields:
            raise ValueError(f"skin: by must be one of {', '.join(fields)}, not {keep.by!r}.")
        mesh = keep.of(mesh, mesh.fields[keep.by])
    return pose, mesh


def landmark_xy(key: str, landmark: Landmark, parts: Parts) -> Array:
    """Return where a landmark lies in the picture. Raises ValueError when its bone is not on the plate."""
    if landmark.towards is None:
        place = Place(landmark.bone, landmark.joint or landmark.bone, landmark.at)
        return parts.view.xy(parts.placer.point(place, "R"))
    names = {name: mesh for bone, mesh in parts.bones.items() for name in (bone, bone.removesuffix(".R"))}
    if landmark.bone not in names:
        raise ValueError(f"landmarks.{key}: no bone {landmark.bone!r} on this plate{likely(landmark.bone, names)}.")
    vertices = names[landmark.bone].vertices
    out = 1.0 if landmark.bone.endswith(".L") else -1.0
    return parts.view.xy(vertices[np.argmax(vertices @ (np.array(landmark.towards) * (out, 1, 1)))])


def grid_of(scene: PlateScene, parts: Parts) -> Grid:
    """Return the plate's grid, in which muscles are written."""
    ends = []
    for key in (scene.grid.zero, scene.grid.second):
        if key not in scene.landmarks:
            raise ValueError(f"grid: there is no landmark {key!r}{likely(key, scene.landmarks)}.")
        ends.append(landmark_xy(key, scene.landmarks[key], parts))
    return Grid.through(parts.view.width, parts.view.height, ends[0], ends[1], np.array(scene.grid.second_mm))


def _draw_ghost(drawing: Drawing, parts: Parts) -> Mask:
    """Draw the body's pale outline; return its pixels."""
    raster = rasterize(parts.skin, parts.view)
    drawing.fill(curves.mask_path(raster.mask, error=1.2), "ghost", evenodd=True)
    drawing.stroke(_silhouette(raster.mask), "ink.ghost", GHOST_LINE)
    drawing.stroke(_inner_lines(raster, raster.mask, GHOST_SHORTEST), "ink.ghost", INNER_LINE)
    return raster.mask


def _silhouette(mask: Mask) -> str:
    """Return the outline of a mask, but for the picture's border."""
    rows, columns = mask.shape
    path = ""
    for outline in curves.mask_outlines(mask):
        line = curves.smooth_closed(curves.resample(outline, 1.5), 1.8)
        x, y = line.T
        keep = (x > 3) & (y > 3) & (x < columns - 3) & (y < rows - 3)
        path += "".join(_plain_line(part) for part in curves.open_runs(line, keep))
    return path


def _draw_bones(drawing: Drawing, bones: dict[str, Mesh], view: View, body: Mask, scene: PlateScene) -> None:
    """Draw bones that hide one another, within the body's outline: a bone under the skin touches it in life."""
    raster = rasterize(joined(list(bones.values())), view, ("part",))
    area = raster.mask
    if scene.opening:
        area = ndimage.binary_opening(area, iterations=scene.opening)
    area = _without_specks(ndimage.binary_closing(area, iterations=2)) & body
    values = blur_by_depth(tone(raster, scene.style), raster, 6, 8)
    near, far = np.percentile(raster.depth[raster.mask], [98, 2])
    values = values - scene.fog * np.where(raster.mask, np.clip((near - raster.depth) / (near - far), 0, 1), 0)
    fill_tones(drawing, values, area, "bone", scene.style)
    lines = _inner_lines(raster, area, scene.shortest)
    for number, key in enumerate(bones):
        if not key.startswith(scene.quiet):
            lines += _edge(raster, area & (raster.fields["part"].round() == number))
    drawing.stroke(lines, "ink.bone", INNER_LINE)
    drawing.stroke(curves.mask_path(area, error=1.0), "ink.bone", BONE_LINE)


def _without_specks(area: Mask) -> Mask:
    """Fill small gaps, such as between the bones of a joint, where cartilage is in life."""
    holes, count = ndimage.label(ndimage.binary_fill_holes(area) & ~area)
    small = np.flatnonzero(ndimage.sum_labels(np.ones(area.shape), holes, np.arange(1, count + 1)) < SPECK) + 1
    return np.asarray(area | np.isin(holes, small))


def _draw_line(drawing: Drawing, line: Line, grid: Grid) -> None:
    for sign in (1, -1) if line.mirrored else (1,):
        curve = grid.curve(np.array(line.places) * (sign, 1))
        if line.hollow:
            drawing.fill(curves.path(curves.fit_open(curve, 0.6)), "bone.shade2")
        drawing.fill(ink.stroke_path(curve, line.width, taper=0.4, thinnest=0.1), "ink.bone")


def _plain_line(line: Array) -> str:
    """A line of even width needs half the path data of one that swells."""
    line = curves.smooth_open(curves.resample(line, 2.0), 3)
    return curves.path(curves.fit_open(line, 1.0), closed=False) if len(line) > 5 else ""


def _inner_lines(raster: Raster, mask: Mask, shortest: float) -> str:
    """Return the occluding contours inside a mask."""
    deep = ndimage.distance_transform_edt(mask)
    path = ""
    for line in ink.contours(raster, shortest=shortest, tolerance=3):
        for part in curves.runs(deep[raster.at(line[:, :2])] > 2.5, 5):
            if curves.length(line[part, :2]) > shortest:
                path += _plain_line(line[part, :2])
    return path


def _edge(raster: Raster, part: Mask) -> str:
    """Return a bone's edge where it lies in front of another."""
    part = ndimage.binary_opening(part, iterations=1)
    if part.sum() < 300:
        return ""
    here = ndimage.grey_dilation(np.where(part, raster.depth, -1e9), size=(9, 9))
    deeper = raster.mask & ~part & (raster.depth < here - EDGE_STEP)
    path = ""
    for outline in curves.mask_outlines(part, 1.2, 200):
        line = curves.smooth_closed(curves.resample(outline, 1.5), 2.0)
        along = np.gradient(line, axis=0)
        out = np.stack([along[:, 1], -along[:, 0]], axis=1) * np.sign(curves.area(line))
        out /= np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-6)
        keep = np.pad(deeper[raster.at(line + 4 * out)], 40, mode="wrap")
        keep = ndimage.binary_closing(keep, iterations=EDGE_BRIDGE)[40:-40]
        path += "".join(_plain_line(piece) for piece in curves.open_runs(line, keep, 9))
    return path
