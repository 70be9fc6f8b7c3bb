"""Bone meshes: read from the data of ``musclemimic_models``, put in order and smoothed. Millimetres.

The package itself is never imported, and of its data the mesh files alone are read: no model, joint or muscle.
"""

from __future__ import annotations

import importlib.util
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import trimesh

from handouts.artwork.body.body import Array, Index, Mask

MERGE_DIGITS = 5  # metres: vertices nearer than 10 micrometres are one
subdivide_loop: Any = trimesh.remesh.subdivide_loop

FLOWN = 8.0  # mm: a vertex that one round of smoothing moves further was thrown, not smoothed
TAUBIN = (0.4, -0.42) * 3
FEWEST_NEIGHBOURS = 4  # with fewer a vertex would grow a spike


def mesh_dir() -> Path:
    """Return the folder of the mesh files. Raises FileNotFoundError when the package is not installed."""
    spec = importlib.util.find_spec("musclemimic_models")
    if spec is None or spec.origin is None:
        raise FileNotFoundError(
            "The bone meshes are not installed; run: pip install --no-deps musclemimic-models==1.0.6"
        )
    return Path(spec.origin).parent / "model" / "meshes"


@lru_cache(maxsize=128)
def bone_mesh(name: str, rounds: int) -> tuple[Array, Index]:
    """Return vertices and triangles of a bone, smoothed by so many rounds of subdivision.

    Raises FileNotFoundError when the package has no such mesh.
    """
    path = mesh_dir() / f"{name}.stl"
    if not path.is_file():
        raise FileNotFoundError(f"skeleton.toml: bones: there is no bone mesh {name!r} in musclemimic-models.")
    loaded: Any = trimesh.load_mesh(path)
    loaded.merge_vertices(digits_vertex=MERGE_DIGITS)
    loaded.update_faces(loaded.nondegenerate_faces())
    loaded.update_faces(loaded.unique_faces())
    vertices, faces = np.asarray(loaded.vertices, np.float64) * 1000, np.asarray(loaded.faces, np.int64)
    vertices, faces = _used(vertices, _without_fins(vertices, faces))
    return _subdivided(vertices, faces, rounds) if rounds else (_evened(vertices, faces), faces)


def _without_fins(vertices: Array, faces: Index) -> Index:
    """Drop the smallest faces at edges that have more than two."""
    while (crowded := _crowded(faces)).any():
        a, b, c = (vertices[faces[:, k]] for k in range(3))
        size = np.linalg.norm(np.cross(b - a, c - a), axis=1)
        smallest_first = np.flatnonzero(crowded)[np.argsort(size[crowded], kind="stable")]
        faces = np.delete(faces, smallest_first[: max(1, len(smallest_first) // 6)], axis=0)
    return faces


def _crowded(faces: Index) -> Mask:
    """Which faces have an edge that more than two faces share."""
    edges = np.sort(faces[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2), axis=1)
    _, which, count = np.unique(edges, axis=0, return_inverse=True, return_counts=True)
    return np.asarray((count[which.ravel()] > 2).reshape(-1, 3).any(axis=1))


def _used(vertices: Array, faces: Index) -> tuple[Array, Index]:
    """Leave out the vertices that no face has."""
    used, faces = np.unique(faces, return_inverse=True)
    return vertices[used], np.asarray(faces.reshape(-1, 3), np.int64)


def _subdivided(vertices: Array, faces: Index, rounds: int) -> tuple[Array, Index]:
    """Loop's scheme, a round at a time. Where open borders touch it throws single vertices: they are put back."""
    for _ in range(rounds):
        old = vertices
        finer = subdivide_loop(old, faces, iterations=1)
        vertices, faces = np.asarray(finer[0], np.float64), np.asarray(finer[1], np.int64)
        moved = vertices[: len(old)]
        flown = np.linalg.norm(moved - old, axis=1) > FLOWN
        moved[flown] = old[flown]
    return vertices, faces


def _evened(vertices: Array, faces: Index) -> Array:
    """Taubin's smoothing, which does not shrink."""
    around = trimesh.Trimesh(vertices, faces, process=False).vertex_neighbors
    for share in TAUBIN:
        middles = [
            vertices[near].mean(axis=0) if len(near) >= FEWEST_NEIGHBOURS else own
            for near, own in zip(around, vertices, strict=True)
        ]
        vertices = vertices + share * (np.array(middles) - vertices)
    return vertices
