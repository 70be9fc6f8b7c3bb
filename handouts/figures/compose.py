"""muscle + figure id -> Figure, whatever kind of figure it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Literal

from handouts.content.filling import fill_all
from handouts.content.library import Muscle
from handouts.content.model import (
    FigureSpec,
    FigureWords,
    KeepOff,
    Label,
    Labelled,
    Marked,
    PainMap,
    Scene,
    TriggerPoint,
)
from handouts.drawing.art import Drawing
from handouts.drawing.shapes import Box, Figure, Point, Shape, Text
from handouts.errors import HandoutsError, likely
from handouts.figures.attachments import attachments, leader_line
from handouts.figures.labels import label, widest
from handouts.figures.leaders import cross
from handouts.figures.legend import legend_figure
from handouts.figures.marks import keep_off, keep_off_reach, side_letter, spread, view_name
from handouts.figures.painmap import Placed, pain_map, spot_map, spot_row
from handouts.figures.style import LABEL, FigureStyle
from handouts.figures.viewrow import ViewRow
from handouts.style.fonts import text_width


def make_figure(muscle: Muscle, figure_id: str, style: FigureStyle | None = None) -> Figure:
    """Compose one figure of a muscle. Raises HandoutsError, with the likely meant id, when there is none."""
    style = style or FigureStyle()
    return muscle.recall(("figure", figure_id, style), lambda: _compose(muscle, figure_id, style))


def _compose(muscle: Muscle, figure_id: str, style: FigureStyle) -> Figure:
    spec = find_figure(muscle, figure_id)
    words = fill_all(muscle.words.figures[spec.id], muscle.sides(style.side))
    match spec:
        case PainMap():
            views = _views(muscle, spec, words, style)
            if style.panel:
                return spot_map(spec, *views, style, words)
            return pain_map(spec, *views, style, words.title, words.alt)
        case Labelled():
            return _labelled(spec, muscle.art.layered(spec.art, spec.overlay, style.person), words, style)
        case Marked():
            drawing = muscle.art.layered(spec.art, spec.overlay, style.person)
            return attachments(spec, drawing, muscle.facts.attachments, style, words)
        case Scene():
            return _scene(spec, muscle.art.drawing(spec.art, style.person), style, words, muscle.keep_off)


def make_row(muscle: Muscle, figure_id: str, style: FigureStyle) -> ViewRow:
    """The room that the views of some spots' map need beside each other: how wide and how high they can be.

    It is asked for many heights, and without a scale they change nothing.
    """
    if style.scale:
        return _row(muscle, figure_id, style)
    known = replace(style, height=0.0)
    return muscle.recall(("row", figure_id, known), lambda: _row(muscle, figure_id, known))


def _row(muscle: Muscle, figure_id: str, style: FigureStyle) -> ViewRow:
    spec = find_figure(muscle, figure_id)
    assert isinstance(spec, PainMap)
    words = fill_all(muscle.words.figures[spec.id], muscle.sides(style.side))
    return spot_row(spec, *_views(muscle, spec, words, style), style)


def _views(
    muscle: Muscle, spec: PainMap, words: FigureWords, style: FigureStyle
) -> tuple[Sequence[Drawing], Sequence[TriggerPoint], Sequence[str]]:
    """What a pain map is drawn of: a drawing for each view, the trigger points, the views' names."""
    drawings = [muscle.art.drawing(view.art, style.person) for view in spec.views]
    return drawings, muscle.facts.trigger_points, [words.views[view.id] for view in spec.views]


def find_figure(muscle: Muscle, figure_id: str) -> FigureSpec:
    """The figure's entry in the muscle file. Raises HandoutsError when there is none."""
    figures = {spec.id: spec for spec in muscle.facts.figures}
    if figure_id not in figures:
        known = ", ".join(sorted(figures)) or "none"
        raise HandoutsError(f"{muscle.id} has no figure {figure_id!r}{likely(figure_id, figures)} (there is: {known})")
    return figures[figure_id]


def is_whole_body(muscle: Muscle, figure_id: str) -> bool:
    """Whether a figure shows a whole body, and so needs a wide frame."""
    spec = find_figure(muscle, figure_id)
    return isinstance(spec, Scene) and not spec.letter and "keep" not in muscle.art.drawing(spec.art).boxes


PictureShape = Literal["close", "tall", "wide"]
"""Of a scene: a close view; what is clearly higher than wide, or a whole body; a whole body that lies."""


def shape_of(muscle: Muscle, figure_id: str) -> PictureShape:
    """Which frame a scene needs that is alone."""
    spec = find_figure(muscle, figure_id)
    if not isinstance(spec, Scene):
        return "close"
    drawing = muscle.art.drawing(spec.art)
    if is_whole_body(muscle, figure_id):
        return "wide" if drawing.width > LYING * drawing.height else "tall"
    return "tall" if drawing.height > 1.1 * drawing.width else "close"


def make_legend(words: tuple[str, str, str, str], width: float, label: float, title: str) -> Figure:
    """The legend of the pain map's panels on its own: main pain, spread, a spot to press, one not to press."""
    return legend_figure(words, width, label, title)


def _place(drawing: Drawing, x: float, y: float, scale: float, flip: bool) -> Placed:
    box = (x, y, x + drawing.width * scale, y + drawing.height * scale)
    return Placed(drawing, scale, x, y, flip, box)


LYING = 1.4
"""Times its height, from which on a whole body is one that lies."""
MARGIN = 3.0
"""Points between a whole drawing and its frame; its floor is that high above the frame's lower edge."""
CLOSE_EDGE = 0.012
"""The share at the edge of a close view that its frame cuts off, since the drawing has an outline of its own there."""
WORD = 12.0
"""Points: the size of a word in a picture at normal print."""


def _framed(spec: Scene, drawing: Drawing, style: FigureStyle) -> Placed:
    """A drawing in a frame: whole, on its floor; or filling the frame, so that what must be seen is."""
    wide, high = style.width, style.height
    flip = style.side == "left"
    frame = (0.0, 0.0, wide, high)
    keep = _kept(spec, drawing, style)
    if keep is None:
        scale = min((wide - 2 * MARGIN) / drawing.width, (high - 1.3 * MARGIN) / drawing.height)
        left = (wide - drawing.width * scale) / 2
        return Placed(drawing, scale, left, high - MARGIN * 0.9 - drawing.height * scale, flip, frame)
    left, top, right, bottom = keep
    scale = min(wide / (right - left), high / (bottom - top))
    if "keep" not in drawing.boxes or style.crop:
        scale = max(wide / (right - left), high / (bottom - top))
    seen_wide, seen_high = wide / scale, high / scale
    start = _window(left, right, seen_wide, drawing.width)
    above = _window(top, bottom, seen_high, drawing.height)
    if flip:
        start = drawing.width - start - seen_wide
    return Placed(drawing, scale, -start * scale, -above * scale, flip, frame)


def _kept(spec: Scene, drawing: Drawing, style: FigureStyle) -> Box | None:
    """What a frame must show of a drawing that fills it, in art units; None for one that is shown whole."""
    shares = style.crop
    if shares is None and "keep" in drawing.boxes:
        return drawing.boxes["keep"]
    if shares is None and spec.letter:
        shares = (CLOSE_EDGE, CLOSE_EDGE, 1 - CLOSE_EDGE, 1 - CLOSE_EDGE)
    if shares is None:
        return None
    left, top, right, bottom = shares
    return left * drawing.width, top * drawing.height, right * drawing.width, bottom * drawing.height


def _window(low: float, high: float, seen: float, whole: float) -> float:
    """Where a stretch of `seen` begins that has low to high in it, and as little as can be beyond 0 to whole."""
    start = high - seen if high >= whole - 1 else low - (seen - (high - low)) / 2
    return max(min(start, whole - seen), 0.0) if seen <= whole else (whole - seen) / 2


def _strips(drawing: Drawing, placed: Placed, style: FigureStyle, count: int) -> list[Box]:
    """The strips that the drawing keeps free for so many words, inside the frame."""
    boxes = [box for name, box in drawing.boxes.items() if name.startswith("label")]
    if len(boxes) == 1 and count > 1:
        ((left, top, right, bottom),) = boxes
        each = (right - left) / count
        boxes = [(left + i * each, top, left + (i + 1) * each, bottom) for i in range(count)]
    strips = []
    for left, top, right, bottom in boxes:
        (x0, y0), (x1, y1) = placed.point((left, top)), placed.point((right, bottom))
        strips.append((max(min(x0, x1), 3.0), y0, min(max(x0, x1), style.width - 3.0), y1))
    return strips


def _words(drawing: Drawing, placed: Placed, style: FigureStyle) -> Iterator[Shape]:
    """Words in the strips that the drawing keeps free for them, all as large as the longest one fits."""
    strips = _strips(drawing, placed, style, len(style.words))
    if not style.words or len(strips) != len(style.words):
        return
    fits = [
        WORD * (x1 - x0) / text_width(word, "S", WORD) for word, (x0, _, x1, _) in zip(style.words, strips, strict=True)
    ]
    size = min(WORD * style.label / LABEL, *fits)
    for word, (x0, y0, x1, y1) in zip(style.words, strips, strict=True):
        base = min(max((y0 + y1) / 2 + 0.35 * size, size + 1.5), style.height - 0.3 * size)
        yield Text((x0 + x1) / 2, base, word, size, "middle", role="motion", weight="S")


def _scene(spec: Scene, drawing: Drawing, style: FigureStyle, words: FigureWords, places: Sequence[KeepOff]) -> Figure:
    title, alt = words.title, words.alt
    if style.frame:
        placed = _framed(spec, drawing, style)
        unit = style.label / LABEL
        inside: list[Shape] = [placed.group(), *_signs(drawing, placed, style, unit, places)]
        inside += _words(drawing, placed, style)
        if spec.letter:
            place = next(iter(_strips(drawing, placed, style, 1)), (6.0, 5.0, 40.0, 20.0))
            inside += side_letter(max(place[0], 6.0), max(place[1], 5.0) + style.label, style.letter, style.label)
        return Figure(spec.id, style.width, style.height, tuple(inside), title, alt, {}, placed.scale)
    scale = min(style.width / drawing.width, style.height / drawing.height)
    placed = _place(drawing, 0, 0, scale, style.side == "left")
    regions = {f"anchor.{name}": (*placed.point(at), *placed.point(at)) for name, at in drawing.anchors.items()}
    unit = style.label / LABEL
    shapes: list[Shape] = [placed.group()]
    shapes += _signs(drawing, placed, style, min(unit, drawing.width * scale / 150), places)
    if spec.letter:
        shapes += side_letter(9 * unit, 9 * unit + 0.98 * style.label, style.letter, style.label)
    return Figure(spec.id, drawing.width * scale, drawing.height * scale, tuple(shapes), title, alt, regions)


def _signs(
    drawing: Drawing, placed: Placed, style: FigureStyle, unit: float, places: Sequence[KeepOff]
) -> Iterator[Shape]:
    """The sign at each place that must never be pressed, in drawings that show the place."""
    for keep in places if style.signs else ():
        place = _shown_at(drawing, keep)
        if place and (seen := _inside(placed.point(place), placed.clip, keep_off_reach(unit))):
            yield from keep_off(seen, unit)


def _inside(place: Point, frame: Box, reach: float) -> Point | None:
    """A place moved by less than its sign's reach, so that all of the sign is in the frame; None if it is outside."""
    (x, y), (left, top, right, bottom) = place, frame
    if not (left <= x <= right and top <= y <= bottom):
        return None
    return min(max(x, left + reach), right - reach), min(max(y, top + reach), bottom - reach)


def _shown_at(drawing: Drawing, keep: KeepOff) -> Point | None:
    """Where a drawing shows a place of the body: on its surface, or at an anchor of that name."""
    if surface := drawing.frames.get(keep.surface):
        return surface.place(*keep.at) if surface.shows(keep.at) else None
    return drawing.anchors.get(keep.anchor)


def _labelled(spec: Labelled, drawing: Drawing, said_of: FigureWords, style: FigureStyle) -> Figure:
    """The drawing with its labels in columns beside it, led to their anchors."""
    size, unit = style.label, style.label / LABEL
    words = {each.id: label(said_of.labels[each.id], style, each.strong) for each in spec.labels}
    columns = {side: [each for each in spec.labels if each.side == side] for side in ("left", "right")}
    widths = {side: widest([words[each.id] for each in labels]) for side, labels in columns.items()}
    lead = 26 * unit
    room = {side: widths[side] + lead if columns[side] else 0.0 for side in columns}
    scale = min(
        (style.height - (1.6 * size if said_of.caption else 0.0)) / drawing.height,
        (style.width - sum(room.values())) / drawing.width,
    )
    if scale <= 0:
        raise HandoutsError(f"{spec.id}: {style.width:g} points are too narrow for its labels")
    height, wide = drawing.height * scale, drawing.width * scale
    placed = _place(drawing, room["left"], 0, scale, style.side == "left")
    shapes: list[Shape] = [placed.group()]
    regions: dict[str, Box] = {}
    for side, labels in columns.items():
        labels = sorted(labels, key=lambda each: each.at)
        heights = spread([each.at * height for each in labels], 2.6 * size)
        if heights and heights[0] < 0.7 * size:
            heights = [y + 0.7 * size - heights[0] for y in heights]
        x = room["left"] - lead if side == "left" else room["left"] + wide + lead
        places = {each.id: placed.point(drawing.anchors[each.anchor]) for each in labels}
        for each, y in zip(_uncrossed(labels, places, x, heights), heights, strict=True):
            shapes += leader_line(places[each.id], (x + (4 if side == "left" else -4) * unit, y), unit)
            shapes += words[each.id].shapes((x, y), end=side == "left")
            _, top, _, low = words[each.id].box((x, y), end=side == "left")
            left, right = (x - widths[side], x) if side == "left" else (x, x + widths[side])
            regions[f"label.{each.id}"] = (left, top, right, low)
    bottom = max([height, *(box[3] for box in regions.values())])
    if said_of.caption:
        needed = text_width(said_of.caption, "S", size) + 1.2 * size + 4 * unit
        base = (bottom if needed > wide else height) + 1.25 * size
        shapes += view_name(max(room["left"] + wide / 2, needed / 2), base, said_of.caption, style.letter, size)
        bottom = max(bottom, base + 0.35 * size)
    return Figure(
        spec.id, room["left"] + wide + room["right"], bottom, tuple(shapes), said_of.title, said_of.alt, regions
    )


def _uncrossed(labels: Sequence[Label], places: Mapping[str, Point], x: float, heights: Sequence[float]) -> list[Label]:
    """The labels in an order in which no two neighbours' leaders cross; mirrored drawings need another one."""
    order = list(labels)
    for _ in order:
        for i, (first, second) in enumerate(pairwise(order)):
            upper, lower = (x, heights[i]), (x, heights[i + 1])
            if cross(places[first.id], upper, places[second.id], lower):
                order[i], order[i + 1] = second, first
    return order
