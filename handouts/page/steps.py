"""Steps -> boxes: each action below its own picture, in the frames that its technique's number of pictures gives it.

Lengths are points; the frames' are those of normal print on A4 and give way by the look's picture scale.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from handouts.figures.compose import PictureShape
from handouts.handout import document as doc
from handouts.page.boxes import Box, Drawn, FigureBox, Item, Para, Row, Stack
from handouts.page.lists import list_element
from handouts.page.look import Look, box, disc, put
from handouts.tagged import Element, TaggedCanvas

MM = 72 / 25.4
GUTTER = 4.9 * MM
FRAME_GAP, ROW_GAP = 1.4 * MM, 2.4 * MM
WHOLE, HALF, THIRD = 1, 2, 3
"""How many frames stand in a row."""
TALL_PICTURE = (86.7 * MM, 91 * MM)
WIDE_PICTURE = (86.7 * MM, 51 * MM)
CLOSE_PICTURE = (62 * MM, 58 * MM)
LARGE_FRAME, GIANT_FRAME = (96 * MM, 57 * MM), 76 * MM
"""In large print the frame stands beside its step, in giant print above it over the whole width."""

GIANT = 1.7
"""Times normal print: from here on nothing stands beside a picture."""

MakeBoxes = Callable[[Sequence[doc.Block], Look, Element], list[Box]]


def steps(block: doc.Steps, look: Look, parent: Element, make_boxes: MakeBoxes) -> list[Box]:
    """The boxes of a technique's steps, a row each; a row never breaks."""
    under = make_boxes(block.under, look, parent)  # read before the steps, wherever it stands
    shown = parent.add("Figure") if block.picture is not None else None
    units = list(_units(block, look, list_element(parent, "Decimal")))
    after = make_boxes(block.after, look, parent)
    if block.picture is not None and shown is not None:
        return [*under, _beside_one(block.picture, block.shape, units, after, look, shown)]
    if look.stacked:
        rows = [_large(unit, look) for unit in units]
        rows[-1].keep_next = bool(after)  # a remark on the steps is not left alone on the next page
        return [*under, *rows, *after]
    if block.together:
        if sum(unit.picture is not None for unit in units) == 1:
            return [_beside_first(units, under, look), *after]
        return [*under, _together(units, look), *after]
    return [*_rows(units, block.whole, look), *after]


class _Unit:
    """A step: its number with its words, and its picture in a frame of the height it is given."""

    def __init__(self, words: Box, picture: Callable[[float], Box] | None) -> None:
        self.words, self.picture = words, picture


def _units(block: doc.Steps, look: Look, element: Element) -> Iterator[_Unit]:
    for number, step in enumerate(block.items, block.start):
        entry = element.add("LI")
        label = entry.add("Lbl")
        body = entry.add("LBody")
        words = _numbered(number, step.text, look, label, body.add("P"))
        figure = body.add("Figure") if step.picture else None
        yield _Unit(words, _in_frame(step.picture, look, figure) if step.picture and figure else None)


def _in_frame(compose: doc.Compose, look: Look, element: Element) -> Callable[[float], Box]:
    return lambda height: framed(compose, height, look, element)


def framed(compose: doc.Compose, height: float, look: Look, element: Element | None) -> Box:
    """A picture that fills a frame of its whole width and a height in points."""
    label = look.styles["label"].size
    figure = FigureBox(lambda width: compose(width, height, label), look, element)

    def paint(canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        figure.draw(canvas, x, top, width)
        box(canvas, look, x, top - height, width, height, None, "rule", 0.9, 4)

    drawn = Drawn(height, paint)
    drawn.whole = True
    return drawn


def _numbered(number: int, text: doc.Rich, look: Look, label: Element, body: Element) -> Box:
    """A step's number in a filled disc, and its words."""
    unit = look.unit
    radius = 3.5 * MM * unit

    def marker(canvas: TaggedCanvas, x: float, top: float) -> None:
        middle = top - radius
        if look.bare:
            disc(canvas, look, x + radius, middle, radius - 0.7, "paper", "accent", 1.4)
        else:
            disc(canvas, look, x + radius, middle, radius, "accent")
        size = 13.5 * unit
        with canvas.tag(label):
            put(
                canvas,
                look,
                x + radius,
                middle - 0.35 * size,
                str(number),
                "h3",
                "accent" if look.bare else "paper",
                "middle",
                size,
            )

    words = Para(text, look, body)
    style = look.styles["body"]
    lift = max(radius - 0.64 * style.size - (style.leading - style.size) / 2, 0.0)  # the first line is beside the disc
    lowered = Stack([Drawn(lift, lambda *_: None), words]) if lift > 0.1 else words
    return Item(lowered, 2 * radius + 2.2 * MM * unit, marker, least=2 * radius)


def _under(unit: _Unit, height: float, look: Look) -> Box:
    """A step below its picture."""
    if unit.picture is None:
        return unit.words
    unit.words.gap = look.gap(FRAME_GAP)
    stack = Stack([unit.picture(height * look.picture_scale), unit.words])
    stack.whole = True
    return stack


def frames(pictures: int, whole: int) -> list[tuple[int, float]]:
    """How many frames stand in each row, and how high they are in mm, for so many pictures.

    The first `whole` of them show a whole body and need the wide frames.
    """
    if whole <= 0:
        plans: dict[int, list[tuple[int, float]]] = {
            0: [],
            1: [(2, 51)],
            2: [(2, 51)],
            3: [(3, 40)],
            4: [(2, 44), (2, 44)],
            5: [(2, 51), (3, 33)],
            6: [(3, 40), (3, 40)],
        }
        return plans[pictures] if pictures in plans else [*frames(6, 0), *frames(pictures - 6, 0)]
    if whole == 1 and pictures in (2, 3):
        return [(1, 46.0), (pictures - 1, 46.0)]
    rows = [(2, 51.0)] * -(-min(whole, pictures) // 2)
    rest = pictures - 2 * len(rows)
    if rest <= 0:
        return rows
    if rest in (1, 2):
        return [(2, 46.0)] * (len(rows) + 1)
    return [*rows, *((count, min(high, 33.0) if count == 3 else high) for count, high in frames(rest, 0))]


def _rows(units: Sequence[_Unit], whole: int, look: Look) -> Iterator[Box]:
    """Rows of frames; steps without a picture follow over the whole width, or beside a frame that is alone."""
    queue = list(units)
    plan = frames(sum(unit.picture is not None for unit in units), whole)
    while queue:
        if queue[0].picture is None:
            words = queue.pop(0).words
            words.gap = look.gap(ROW_GAP)
            yield words
            continue
        count, high = plan.pop(0)
        if count == THIRD and (together := _until_words(queue)) < count:  # below a frame they would be read too late
            plan.insert(0, (count - together, high))
            count = together
        if count == 1:
            yield _beside(queue.pop(0), high * MM, look)
            continue
        cells: list[list[Box]] = []
        while queue and (queue[0].picture is not None) <= (len(cells) < count):
            unit = queue.pop(0)
            unit.words.gap = look.gap(ROW_GAP)
            if unit.picture is not None:
                cells.append([_under(unit, high * MM, look)])
            elif any(each.picture is not None for each in queue) and len(cells) < count:
                cells[-1].append(unit.words)
            else:  # beside the last picture it would be read before the words below the first one
                queue.insert(0, unit)
                break
        cells += [[] for _ in range(count - len(cells))]
        yield Row([Stack(cell) for cell in cells], (1.0,) * count, GUTTER, look.gap(ROW_GAP))


def _until_words(units: Sequence[_Unit]) -> int:
    """How many steps with a picture there are before one without."""
    return next((index for index, unit in enumerate(units) if unit.picture is None), len(units))


def _beside(unit: _Unit, high: float, look: Look) -> Box:
    """A step to the right of its own picture, which shows a whole body."""
    assert unit.picture is not None
    return Row(
        [unit.picture(high * look.picture_scale), unit.words], (1.0, 1.0), GUTTER, look.gap(ROW_GAP), middle=True
    )


def _beside_first(units: Sequence[_Unit], under: Sequence[Box], look: Look) -> Box:
    """Steps to the right of the one picture there is, and below it what belongs there."""
    picture = next(unit.picture for unit in units if unit.picture is not None)
    for unit in units:
        unit.words.gap = look.gap(2.2)
    left = Stack([picture(SHORT_FRAME * look.picture_scale), *under])
    return Row([left, Stack([unit.words for unit in units])], (1.0, 2.0), GUTTER, look.gap(ROW_GAP))


SHORT_FRAME = 34.6 * MM
"""The frames of the short sheet, whose steps share three pictures."""


def _together(units: Sequence[_Unit], look: Look) -> Box:
    """All pictures in one row; steps without one stand below the picture after them, the last ones below the last.

    Beside two pictures the last ones are a third column: frames half as wide as the page would cut heads off.
    """
    cells: list[list[Box]] = []
    waiting: list[Box] = []
    for unit in units:
        unit.words.gap = look.gap(2.2)
        if unit.picture is not None and len(cells) < sum(each.picture is not None for each in units):
            cells.append([unit.picture(SHORT_FRAME * look.picture_scale), *waiting, unit.words])
            waiting = []
        else:
            waiting.append(unit.words)
    if len(cells) == 2 and waiting:
        cells.append(waiting)
    elif cells:
        cells[-1] += waiting
    columns = [Stack(cell) for cell in cells] or [Stack(waiting)]
    return Row(columns, (1.0,) * len(columns), GUTTER, look.gap(ROW_GAP))


def _large(unit: _Unit, look: Look) -> Box:
    """In large print a step beside its picture; in giant print below it."""
    gap = look.gap(ROW_GAP)
    if unit.picture is None:
        unit.words.gap = gap
        return unit.words
    if look.unit >= GIANT:
        unit.words.gap = look.gap(FRAME_GAP)
        stack = Stack([unit.picture(GIANT_FRAME * look.picture_scale), unit.words], gap)
        stack.whole = True
        return stack
    wanted, high = LARGE_FRAME[0], LARGE_FRAME[1] * look.picture_scale
    return Row([unit.picture(high), unit.words], (wanted + GUTTER, 505.4 - wanted), GUTTER, gap, middle=True)


def _beside_one(
    compose: doc.Compose,
    shape: PictureShape,
    units: Sequence[_Unit],
    after: Sequence[Box],
    look: Look,
    element: Element,
) -> Box:
    """Steps to the right of the one picture for all of them; below it in large print."""
    words: list[Box] = []
    for unit in units:
        unit.words.gap = look.gap(ROW_GAP)
        words.append(unit.words)
    words += after
    wanted, high = {"tall": TALL_PICTURE, "wide": WIDE_PICTURE, "close": CLOSE_PICTURE}[shape]
    if look.stacked and look.unit < GIANT:
        picture = framed(compose, high * 1.1 * look.picture_scale, look, element)
        share = 66 * MM if shape == "close" else 80 * MM
        weights = (share + GUTTER, 505.4 - share)
        return Row([picture, Stack(words)], weights, GUTTER, look.gap(ROW_GAP), middle=True)
    if look.stacked:
        grown = (78 * MM if shape == "wide" else min(high, 78 * MM)) * look.picture_scale
        stack = Stack([framed(compose, grown, look, element), *words], look.gap(ROW_GAP))
        stack.whole = True
        return stack
    picture = framed(compose, high * look.picture_scale, look, element)
    weights = (wanted + GUTTER, 505.4 - wanted)
    return Row([picture, Stack(words)], weights, GUTTER, look.gap(ROW_GAP), middle=True)
