"""A figure on its own: as SVG, PDF or PNG."""

from __future__ import annotations

import io
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

from handouts.content.library import Muscle
from handouts.content.model import PainMap
from handouts.drawing.shapes import Figure
from handouts.errors import HandoutsError
from handouts.figures.compose import make_figure
from handouts.figures.sheet import contact_sheet
from handouts.figures.style import LABEL, FigureStyle
from handouts.handout.options import check_side
from handouts.style.choices import Ink, Skin
from handouts.style.theme import Palette, load_theme
from handouts.style.words import load_strings
from handouts.writing import write_whole

FORMATS = ("svg", "pdf", "png")
PNG_DPI = 200


def export_figure(
    muscle: Muscle,
    figure_id: str,
    templates: tuple[Path, ...],
    path: Path,
    *,
    form: str | None = None,
    **look: Any,
) -> Path:
    """Write one figure in the format its file name asks for; see `figure_bytes`. Raises HandoutsError."""
    ending = path.suffix.lower().removeprefix(".")
    if ending not in FORMATS:
        raise HandoutsError(f"{path}: a figure is written as .svg, .pdf or .png: name a file that ends so")
    if form not in (None, ending):
        raise HandoutsError(f"{path}: ends in .{ending}, but --format is {form}: leave one of them out")
    return write_whole(path, figure_bytes(muscle, figure_id, templates, ending, **look))


def figure_bytes(
    muscle: Muscle,
    figure_id: str,
    templates: tuple[Path, ...],
    form: str,
    *,
    side: Any = "right",
    person: Any = "man",
    ink: Ink = "colour",
    skin: Skin = "light",
    width: float = 340.0,
) -> bytes:
    """One figure as svg, pdf or png, `width` points wide at most; all of them on a sheet when none is named.

    Raises HandoutsError.
    """
    if not math.isfinite(width):
        raise HandoutsError(f"--width: {width} is no width")
    strings = load_strings(templates, muscle.lang)
    if side == "left":
        check_side(muscle, side)
    style = FigureStyle(
        width=width,
        height=1.2 * width,
        side=side,
        person=person,
        letter="" if muscle.facts.midline else strings(f"side.{side}_letter"),
    )
    legend = (strings("pain.essential"), strings("pain.spillover"), strings("pain.spot"), strings("pain.off"))

    def made(name: str) -> Figure:
        is_map = any(spec.id == name and isinstance(spec, PainMap) for spec in muscle.facts.figures)
        return make_figure(muscle, name, replace(style, legend=legend) if is_map else style)

    if figure_id:
        figure = made(figure_id)
    else:
        every = [(spec.id, made(spec.id)) for spec in muscle.facts.figures]
        figure = contact_sheet(every, LABEL, muscle.words.title)
    palette = load_theme(templates).palette(ink, skin)
    if form == "svg":
        from handouts.drawing.svg import to_svg

        return to_svg(figure, palette).encode()
    pdf = figure_pdf(figure, palette, muscle.lang)
    return pdf if form == "pdf" else _png(pdf)


def figure_pdf(figure: Figure, palette: Palette, lang: str) -> bytes:
    """A one-page tagged PDF of the figure's size with a margin of 6 points."""
    from handouts.drawing.pdf import paint_figure
    from handouts.tagged import Element, canvas_maker

    buffer, margin = io.BytesIO(), 6.0
    root = Element("Document")
    element = root.add("Figure", alt=figure.alt, title=figure.title)
    size = (figure.width + 2 * margin, figure.height + 2 * margin)
    canvas = canvas_maker(root, title=figure.title, lang=lang)(buffer, pagesize=size, pageCompression=1)
    with canvas.tag(element, bbox=(margin, margin, margin + figure.width, margin + figure.height)):
        paint_figure(canvas, figure, palette, margin, margin + figure.height)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def figure_png(figure: Figure, palette: Palette) -> bytes:
    """The figure as a picture of 200 dots per inch."""
    return _png(figure_pdf(figure, palette, "en"))


def _png(pdf: bytes) -> bytes:
    import pypdfium2

    page = pypdfium2.PdfDocument(pdf)[0]
    buffer = io.BytesIO()
    page.render(scale=PNG_DPI / 72).to_pil().save(buffer, "PNG", dpi=(PNG_DPI, PNG_DPI))
    return buffer.getvalue()
