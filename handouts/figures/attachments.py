"""The bones with numbered attachments: all of a drawing, or close views of it one above the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from handouts.content.model import Attachment, FigureWords, Marked
from handouts.drawing.art import WHOLE, Drawing
from handouts.drawing.shapes import Box, Figure, Group, Path, Point, Shape, circle, line
from handouts.errors import HandoutsError
from handouts.figures.labels import label, widest
from handouts.figures.marks import LEADER, number_in_circle, number_radius, spread
from handouts.figures.painmap import Placed
from handouts.figures.style import LABEL, FigureStyle

GAP = 6.0
"""Points between two close views."""
CLOSE_LINE = 0.55
"""Lines in a close view, as a share of what they are in the whole drawing, which is printed smaller."""
FRAME_LINE = 0.9


@dataclass(frozen=True)
class _Panel:
    """A part of the drawing in its place in the figure."""

    placed: Placed
    part: Box

    def shows(self, place: Point) -> bool:
        left, top, right, bottom = self.part
        return left <= place[0] <= right and top <= place[1] <= bottom


def attachments(
    spec: Marked, drawing: Drawing, items: Sequence[Attachment], style: FigureStyle, words: FigureWords
) -> Figure:
    """The drawing, with the number of each attachment beside it."""
    unit, radius = style.label / LABEL, number_radius(style.label)
    names = {item.id: label(words.labels[item.id], style) for item in items if style.pro and words.labels}
    room = (widest([*names.values()]) if names else 2 * radius) + 16 * unit
    panels = _panels(spec, drawing, style, room)
    wide = max(panel.placed.clip[2] for panel in panels) + room
    height = panels[-1].placed.clip[3]
    shapes: list[Shape] = []
    for panel in panels:
        shapes += _panel(panel, close=bool(spec.panels), unit=unit)
    spots = {item.id: _spot(drawing.anchors[item.anchor], panels) for item in items}
    regions: dict[str, Box] = {}
    half = 1.3 * style.label if names else radius
    circles = _beside(items, spots, half, unit, (wide, height))
    for item in items:
        (x, y), at = circles[item.id], spots[item.id]
        left = x < at[0]
        if names:
            place = (room - 16 * unit if left else wide - room + 16 * unit, y)
            shapes += leader_line(at, (place[0] + (4 if left else -4) * unit, y), unit)
            shapes += names[item.id].shapes(place, end=left)
            regions[f"label.{item.id}"] = names[item.id].box(place, end=left)
        else:
            shapes += leader_line(at, (x + (radius if left else -radius), y), unit)
            shapes += number_in_circle(x, y, str(item.mark), style.label)
            regions[f"attachment.{item.id}"] = (x - radius, y - radius, x + radius, y + radius)
        regions[f"spot.{item.id}"] = (at[0] - 5 * unit, at[1] - 5 * unit, at[0] + 5 * unit, at[1] + 5 * unit)
    height = max(height, *(box[3] for name, box in regions.items() if name.startswith("label.")), 0.0)  # two lines
    return Figure(spec.id, wide, height, tuple(shapes), words.title, words.alt, regions)


def _beside(
    items: Sequence[Attachment], spots: Mapping[str, Point], radius: float, unit: float, size: tuple[float, float]
) -> dict[str, Point]:
    """Where the numbers stand: each on the side of the figure that its spot is nearer to, none over another."""
    wide, height = size
    found: dict[str, Point] = {}
    for x in (radius + unit, wide - radius - unit):
        ids = [item.id for item in items if (spots[item.id][0] < wide / 2) == (x < wide / 2)]
        ids.sort(key=lambda name: spots[name][1])
        heights = _within(spread([spots[name][1] for name in ids], 2.2 * radius), radius, height - radius)
        found |= {name: (x, y) for name, y in zip(ids, heights, strict=True)}
    return found


def _panels(spec: Marked, drawing: Drawing, style: FigureStyle, room: float) -> list[_Panel]:
    """The parts of the drawing at one scale, as large as they fit."""
    parts = [drawing.area(shares) for shares in spec.panels or (WHOLE,)]
    gap = GAP * style.label / LABEL
    wide = max(right - left for left, _, right, _ in parts)
    high = sum(bottom - top for _, top, _, bottom in parts)
    scale = min((style.height - gap * (len(parts) - 1)) / high, (style.width - 2 * room) / wide)
    if scale <= 0:
        raise HandoutsError(f"{spec.id}: {style.width:g} points are too narrow for its numbers")
    flip, panels, y = style.side == "left", [], 0.0
    for left, top, right, bottom in parts:
        x = room + (wide - (right - left)) * scale / 2
        first = drawing.width - right if flip else left
        box = (x, y, x + (right - left) * scale, y + (bottom - top) * scale)
        placed = Placed(drawing, scale, x - first * scale, y - top * scale, flip, box)
        panels.append(_Panel(placed, (left, top, right, bottom)))
        y = box[3] + gap
    return panels


def _panel(panel: _Panel, *, close: bool, unit: float) -> Iterator[Shape]:
    """A panel's drawing; a close view has finer lines and a frame."""
    group = panel.placed.group()
    if not close:
        yield group
        return
    yield replace(group, shapes=tuple(_finer(shape) for shape in group.shapes), key=f"{group.key}-close")
    left, top, right, bottom = panel.placed.clip
    sides = pairwise([(left, top), (right, top), (right, bottom), (left, bottom), (left, top)])
    yield Path("".join(line(*a, *b) for a, b in sides), stroke="ink.ghost", width=FRAME_LINE * unit)


def _finer(shape: Shape) -> Shape:
    if isinstance(shape, Path) and shape.stroke is not None:
        return replace(shape, width=CLOSE_LINE * shape.width)
    if isinstance(shape, Group):
        return replace(shape, shapes=tuple(_finer(each) for each in shape.shapes))
    return shape


def _spot(anchor: Point, panels: Sequence[_Panel]) -> Point:
    """Where an anchor is in the figure, in the first panel that shows it."""
    return next((p for p in panels if p.shows(anchor)), panels[0]).placed.point(anchor)


def _within(heights: Sequence[float], top: float, bottom: float) -> list[float]:
    """Heights in order moved as little as possible so that none is above or below."""
    if not heights:
        return []
    shift = max(0.0, top - heights[0]) or min(0.0, bottom - heights[-1])
    return [height + shift for height in heights]


def leader_line(start: tuple[float, float], end: tuple[float, float], unit: float) -> Iterator[Shape]:
    """A line from a spot in the drawing to its label."""
    yield Path(line(*start, *end), stroke="x.halo", width=3 * LEADER * unit)
    yield Path(line(*start, *end), stroke="leader", width=LEADER * unit)
    yield Path(circle(*start, 1.9 * unit), fill="leader", stroke="x.halo", width=0.8 * unit)
