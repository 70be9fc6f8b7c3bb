"""Meshes: Catmull-Clark subdivision with named fields, normals, and signed distance to a surface."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse
from scipy.spatial import cKDTree

from handouts.artwork.body.body import Array, Index, Mask


@dataclass(frozen=True)
class Mesh:
    """Triangles ready to draw. ``fields`` holds values per vertex, (n,) or (n, k)."""

    vertices: Array  # (n, 3) metres
    triangles: Index  # (m, 3)
    normals: Array  # (n, 3) unit, outwards
    fields: dict[str, Array]

    def moved(self, vertices: Array) -> Mesh:
        """Return the mesh with other vertex positions and fresh normals."""
        return replace(self, vertices=vertices, normals=vertex_normals(vertices, self.triangles))

    def part(self, keep: Mask) -> Mesh:
        """Return the mesh with only those triangles whose three vertices are all kept."""
        return replace(self, triangles=self.triangles[keep[self.triangles].all(axis=1)])


def triangulate(quads: Index) -> Index:
    """Split quads into triangles."""
    return np.vstack([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])


def vertex_normals(vertices: Array, triangles: Index) -> Array:
    """Return area-weighted unit normals per vertex."""
    a, b, c = (vertices[triangles[:, k]] for k in range(3))
    faces = np.cross(b - a, c - a)
    normals = np.stack(
        [np.bincount(triangles.ravel(), np.repeat(faces[:, k], 3), len(vertices)) for k in range(3)], axis=1
    )
    length = np.linalg.norm(normals, axis=1, keepdims=True)
    return np.asarray(normals / np.maximum(length, 1e-12))


def _incidence(rows: Index, columns: Index, shape: tuple[int, int]) -> sparse.csr_matrix:
    return sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=shape)


def _scale_rows(matrix: sparse.csr_matrix, factor: Array) -> sparse.csr_matrix:
    return (sparse.diags(factor) @ matrix).tocsr()


def subdivision(quads: Index, count: int) -> tuple[sparse.csr_matrix, Index]:
    """Return the stencil matrix of one Catmull-Clark step and the new quads.

    ``matrix @ values`` turns values at the old vertices into values at the new ones; a position and any field
    go through the same matrix. Open borders stay where they are.
    """
    faces = len(quads)
    ends = np.stack([quads, np.roll(quads, -1, axis=1)], axis=2).reshape(-1, 2)
    edges, edge_of = np.unique(np.sort(ends, axis=1), axis=0, return_inverse=True)
    edge_of = edge_of.ravel()
    face_of = np.repeat(np.arange(faces), 4)

    corner = _incidence(face_of, quads.ravel(), (faces, count))
    face_points = corner * 0.25
    middles = _incidence(np.repeat(np.arange(len(edges)), 2), edges.ravel(), (len(edges), count)) * 0.5
    edge_faces = _incidence(edge_of, face_of, (len(edges), faces))
    sharing = np.bincount(edge_of, minlength=len(edges))
    border = sharing != 2
    edge_points = _scale_rows(middles, np.where(border, 1.0, 0.5)) + _scale_rows(
        edge_faces @ face_points, np.where(border, 0.0, 0.25)
    )

    valence = np.bincount(edges.ravel(), minlength=count).astype(float)
    touching = np.maximum(np.bincount(quads.ravel(), minlength=count), 1)
    at_vertex = (middles.T > 0).astype(float)
    around = np.maximum(valence, 1)
    smooth = (
        _scale_rows(corner.T @ face_points, 1 / touching / around)
        + _scale_rows(at_vertex @ middles, 2 / around**2)
        + sparse.diags((valence - 3) / around)
    )
    border_edges = sparse.diags(border.astype(float))
    border_count = np.asarray(at_vertex @ border.astype(float)).ravel()
    along_border = _scale_rows(
        at_vertex @ border_edges @ middles, 0.5 / np.maximum(border_count, 1)
    ) + 0.5 * sparse.identity(count)
    on_border, unused = border_count > 0, valence == 0
    inside = ~on_border & ~unused
    vertex_points = (
        _scale_rows(smooth.tocsr(), inside.astype(float))
        + _scale_rows(along_border.tocsr(), on_border.astype(float))
        + sparse.diags(unused.astype(float))
    )

    matrix = sparse.vstack([vertex_points, edge_points, face_points]).tocsr()
    on_edge = count + edge_of.reshape(faces, 4)
    centre = count + len(edges) + np.arange(faces)
    new = [np.stack([quads[:, k], on_edge[:, k], centre, on_edge[:, k - 1]], axis=1) for k in range(4)]
    return matrix, np.stack(new, axis=1).reshape(-1, 4)


def build_mesh(vertices: Array, quads: Index, fields: Mapping[str, Array], levels: int) -> Mesh:
    """Subdivide a cage ``levels`` times together with its fields and return the triangle mesh."""
    values = dict(fields)
    for _ in range(levels):
        matrix, quads = subdivision(quads, len(vertices))
        vertices = matrix @ vertices
        values = {name: matrix @ value for name, value in values.items()}
    triangles = triangulate(quads)
    return Mesh(vertices, triangles, vertex_normals(vertices, triangles), values)


class Surface:
    """Signed distance in metres to a piece of skin (negative = inside), by the nearest tangent plane."""

    def __init__(self, vertices: Array, normals: Array) -> None:
        self.vertices, self.normals = vertices, normals
        self.tree = cKDTree(vertices)

    @classmethod
    def of(cls, mesh: Mesh, keep: Mask) -> Surface:
        """Take the kept vertices of a mesh as the surface."""
        return cls(mesh.vertices[keep], mesh.normals[keep])

    def distance(self, points: Array) -> Array:
        """Return the signed distance of each point."""
        nearest = self.tree.query(points)[1]
        return np.asarray(((points - self.vertices[nearest]) * self.normals[nearest]).sum(axis=1))
