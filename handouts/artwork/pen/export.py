"""The drawing that is written to ``content/art``: layers with roles, anchors and surface frames.

Art holds no colours and no text. A layer's ``d`` uses M, L, C and Z only; coordinates are art units, y down.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from handouts.artwork.pen import curves
from handouts.artwork.pen.roles import MAX_FILE_BYTES, MAX_PATH_BYTES, PATH, ROLES
from handouts.writing import write_whole

Layer = dict[str, str | float | bool]
Frame = dict[str, object]


def _compact(value: object) -> str:
    """Write JSON without spaces; whole numbers without a decimal point."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, dict):
        inner = ",".join(f"{json.dumps(k)}:{_compact(v)}" for k, v in value.items())
        return "{" + inner + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(_compact(v) for v in value) + "]"
    return json.dumps(value)


@dataclass
class Drawing:
    """A picture under construction. Layers are painted in the order in which they are added."""

    id: str
    width: float
    height: float
    side: str = "right"  # the leg that is shown or treated
    layers: list[Layer] = field(default_factory=list)
    anchors: dict[str, list[float]] = field(default_factory=dict)
    boxes: dict[str, list[float]] = field(default_factory=dict)
    frames: dict[str, Frame] = field(default_factory=dict)
    plate: str | None = None  # the drawing that this one lies on
    measures: list[tuple[str, str, float]] = field(default_factory=list)  # of the staged scene; not part of the file

    def fill(self, d: str, role: str, *, evenodd: bool = False, opacity: float | None = None) -> None:
        """Add a filled path; an empty path adds nothing."""
        self.paint(d, fill=role, evenodd=evenodd, opacity=opacity)

    def stroke(self, d: str, role: str, width: float, *, rounded: bool = True) -> None:
        """Add a line of constant width."""
        self.paint(d, stroke=role, width=width, rounded=rounded)

    def paint(
        self,
        d: str,
        *,
        fill: str | None = None,
        stroke: str | None = None,
        width: float | None = None,
        evenodd: bool = False,
        opacity: float | None = None,
        rounded: bool = False,
    ) -> None:
        """Add one layer; neighbours with the same paint share a layer."""
        if not d:
            return
        layer: Layer = {"d": d}
        if fill is not None:
            layer["fill"] = fill
        if stroke is not None:
            layer["stroke"], layer["width"] = stroke, round(float(width or 1.0), 1)
        if evenodd:
            layer["evenodd"] = True
        if opacity is not None:
            layer["opacity"] = opacity
        if rounded:
            layer["round"] = True
        last = self.layers[-1] if self.layers else {}
        if (fill or "").startswith("ink") and stroke is None and {**last, "d": d} == layer:
            last["d"] = str(last["d"]) + d
            return
        self.layers.append(layer)

    def arrow(
        self,
        start: npt.ArrayLike,
        end: npt.ArrayLike,
        role: str,
        *,
        width: float = 9.0,
        head: float = 26.0,
        both: bool = False,
        halo: float = 4.0,
    ) -> None:
        """Add a straight arrow with a paper-coloured halo; ``both`` gives it two heads."""
        a, b = np.asarray(start, dtype=np.float64), np.asarray(end, dtype=np.float64)
        along = (b - a) / np.linalg.norm(b - a)
        across = np.array([-along[1], along[0]])

        def outline(grow: float) -> list[npt.NDArray[np.float64]]:
            shaft, wing = across * (width / 2 + grow), across * (head * 0.52 + grow * 1.6)
            tip, neck = b + along * grow * 1.6, b - along * (head + grow)
            tail = [a + shaft - along * grow, neck + shaft, neck + wing, tip, neck - wing, neck - shaft]
            if not both:
                return [*tail, a - shaft - along * grow]
            back, collar = a - along * grow * 1.6, a + along * (head + grow)
            return [back, collar + wing, collar + shaft, *tail[1:], collar - shaft, collar - wing]

        if halo:
            self.fill(curves.polygon_path(outline(halo)), "paper")
        self.fill(curves.polygon_path(outline(0.0)), role)

    def anchor(self, name: str, xy: npt.ArrayLike) -> None:
        """Name a point for labels and arrows."""
        x, y = np.asarray(xy, dtype=np.float64)[:2]
        self.anchors[name] = [round(float(x), 1), round(float(y), 1)]

    def box(self, name: str, shares: Sequence[float]) -> None:
        """Name a box, given as shares of the picture: left, top, right, bottom."""
        size = (self.width, self.height, self.width, self.height)
        self.boxes[name] = [round(share * length, 1) for share, length in zip(shares, size, strict=True)]

    def path_bytes(self) -> int:
        """Return the size of all path data."""
        return sum(len(str(layer["d"])) for layer in self.layers)

    def text(self) -> str:
        """Return the file's text: one layer and one frame row a line, so that changes can be reviewed."""
        head = {"id": self.id, "width": round(self.width), "height": round(self.height), "side": self.side}
        if self.plate is not None:
            head["plate"] = self.plate
        out = ["{" + _compact(head)[1:-1] + ","]
        out.append('"layers":[\n' + ",\n".join(_compact(layer) for layer in self.layers) + "\n],")
        out.append('"anchors":' + _compact(self.anchors) + ",")
        if self.boxes:
            out.append('"boxes":' + _compact(self.boxes) + ",")
        frames = [f"{json.dumps(name)}:{_frame_text(frame)}" for name, frame in self.frames.items()]
        out.append('"frames":{' + ("\n" + ",\n".join(frames) + "\n" if frames else "") + "}}")
        return "\n".join(out) + "\n"

    def check(self) -> None:
        """Raise ValueError when a role, a path or a size is not allowed."""
        for layer in self.layers:
            for key in ("fill", "stroke"):
                if key in layer and layer[key] not in ROLES:
                    raise ValueError(f"Figure {self.id}: unknown role {layer[key]!r}.")
            if not PATH.fullmatch(str(layer["d"])):
                raise ValueError(f"Figure {self.id}: path data other than M, L, C, Z.")
        if self.path_bytes() > MAX_PATH_BYTES:
            raise ValueError(f"Figure {self.id}: {self.path_bytes()} bytes of paths, at most {MAX_PATH_BYTES}.")

    def write(self, folder: Path) -> Path:
        """Check the drawing and write ``<id>.json`` into a folder."""
        self.check()
        text = self.text()
        if len(text) > MAX_FILE_BYTES:
            raise ValueError(f"Figure {self.id}: the file has {len(text)} bytes, at most {MAX_FILE_BYTES}.")
        return write_whole(folder / f"{self.id}.json", text.encode())


def _frame_text(frame: Mapping[str, object]) -> str:
    rows = frame["xy"]
    assert isinstance(rows, list)
    head = _compact({key: value for key, value in frame.items() if key not in ("xy", "visible")})[1:-1]
    grid = ",\n".join(_compact(row) for row in rows)
    return "{" + head + ',"xy":[\n' + grid + '\n],"visible":' + _compact(frame["visible"]) + "}"
