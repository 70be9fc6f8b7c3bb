"""Scene files: bases are merged, mistakes are named. Runs without the body model."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from handouts.artwork.scenes.run import draw_scene
from handouts.artwork.scenes.scene import parse, read_scene, scene_ids


@dataclass(frozen=True)
class Prop:
    radius: float
    at: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True)
class Spec:
    kind: str
    pose: dict[str, str] = field(default_factory=dict)
    prop: Prop | None = None
    props: dict[str, Prop] = field(default_factory=dict)
    many: tuple[str, ...] = ()


def write(folder, **files):
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")


def test_base_is_merged_key_by_key(tmp_path):
    write(
        tmp_path,
        _base='kind = "x"\nmany = ["a", "b"]\n[pose]\nroot = "x1"\nhead = "x2"\n',
        child='base = "_base"\nmany = ["c"]\n[pose]\nhead = "x9"\n',
    )
    table = read_scene("child", tmp_path)
    assert table == {"kind": "x", "many": ["c"], "pose": {"root": "x1", "head": "x9"}}
    assert scene_ids(tmp_path) == ["child"]


def test_several_bases_lie_above_each_other(tmp_path):
    write(tmp_path, a="x = 1\ny = 1\n", b="y = 2\nz = 2\n", c='base = ["a", "b"]\nz = 3\n')
    assert read_scene("c", tmp_path) == {"x": 1, "y": 2, "z": 3}


def test_the_second_body_lies_above_the_scene_and_all_its_bases(tmp_path):
    write(
        tmp_path,
        _woman="[body]\nmale = 0\n",
        _base='[body]\nmale = 1\n[pose]\nroot = "x1"\n[second]\nbase = "_woman"\n[second.pose]\nroot = "x5"\n',
        sit='base = "_base"\n[pose]\nhead = "x2"\n',
    )
    assert scene_ids(tmp_path) == ["sit", "sit_f"]
    assert read_scene("sit", tmp_path) == {"body": {"male": 1}, "pose": {"root": "x1", "head": "x2"}}
    assert read_scene("sit_f", tmp_path) == {"body": {"male": 0}, "pose": {"root": "x5", "head": "x2"}}


def test_a_file_of_its_own_is_the_second_body(tmp_path):
    write(tmp_path, sit="x = 1\n[second]\nx = 2\n", sit_f="x = 3\n")
    assert read_scene("sit_f", tmp_path) == {"x": 3}


def test_a_second_body_that_no_table_tells_of_is_explained(tmp_path):
    write(tmp_path, sit="x = 1\n")
    with pytest.raises(FileNotFoundError, match=r"no scene 'sit_f': sit\.toml has no table \[second\]"):
        read_scene("sit_f", tmp_path)


def test_what_a_base_has_can_be_removed(tmp_path):
    write(
        tmp_path,
        a='[ball]\nr = 1\n[pose]\n"foot.R" = "x1"\nhead = "x2"\n',
        b='base = "a"\nremove = ["ball", "pose.foot.R"]\n',
    )
    assert read_scene("b", tmp_path) == {"pose": {"head": "x2"}}


def test_removing_what_no_base_has_is_an_error(tmp_path):
    write(tmp_path, a="[ball]\nr = 1\n", b='base = "a"\nremove = ["bal"]\n')
    with pytest.raises(ValueError, match=r"^b\.toml: remove: 'bal' is in none of the bases \(there is: ball\)"):
        read_scene("b", tmp_path)


def test_circle_of_bases_is_an_error(tmp_path):
    write(tmp_path, a='base = "b"\n', b='base = "a"\n')
    with pytest.raises(ValueError, match=r"circle: a -> b -> a"):
        read_scene("a", tmp_path)


def test_missing_scene_and_missing_base_are_named(tmp_path):
    write(tmp_path, a='base = "nowhere"\n')
    with pytest.raises(FileNotFoundError, match=r"'nowhere' .the base of a"):
        read_scene("a", tmp_path)
    with pytest.raises(FileNotFoundError, match="'b'"):
        read_scene("b", tmp_path)


def test_broken_toml_names_the_file(tmp_path):
    write(tmp_path, a="kind = \n")
    with pytest.raises(ValueError, match=r"^a\.toml:"):
        read_scene("a", tmp_path)


def test_kind_must_be_known(tmp_path):
    write(tmp_path, a='kind = "cartoon"\n')
    with pytest.raises(ValueError, match=r"a\.toml: the key 'kind' must be one of .*'cartoon'"):
        draw_scene("a", tmp_path)


def test_a_good_table_becomes_the_dataclass():
    spec = parse(Spec, {"kind": "x", "prop": {"radius": 1, "at": [1, 2.5]}, "many": ["a"]}, "a.toml")
    assert spec == Spec("x", prop=Prop(1.0, (1.0, 2.5)), many=("a",))


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"kind": "x", "camra": 1}, r"a\.toml: unknown key 'camra' \(known: kind, many, pose, prop, props\)"),
        ({"kind": "x", "prop": {"radius": 1, "colour": 2}}, r"a\.toml: prop: unknown key 'colour'"),
        ({"kind": "x", "props": {"one": {}}}, r"a\.toml: props\.one: the key 'radius' is missing"),
        ({"pose": {}}, r"a\.toml: the key 'kind' is missing"),
        ({"kind": 3}, r"a\.toml: kind: expected a text, found 3"),
        ({"kind": "x", "prop": {"radius": "big"}}, r"prop: radius: expected a number, found 'big'"),
        ({"kind": "x", "prop": {"radius": True}}, r"prop: radius: expected a number"),
        ({"kind": "x", "prop": {"radius": 1, "at": [1]}}, r"prop: at: expected 2 values, found 1"),
        ({"kind": "x", "pose": ["x"]}, r"pose: expected a table"),
    ],
)
def test_mistakes_name_file_and_key(table, message):
    with pytest.raises(ValueError, match=message):
        parse(Spec, table, "a.toml")
