"""Tagged, archival PDF from open-source ReportLab: PDF/UA-1 and PDF/A-2a in one file.

Build the structure tree together with the story and give the canvas maker to platypus::

    root = Element("Document")
    story = [
        TaggedParagraph("Neck care", heading, root.add("H1"), bookmark=0),
        TaggedParagraph("Sit upright.", body, root.add("P")),
        TaggedFigure(drawing, root.add("Figure", alt="Hand on the left side of the neck")),
        TaggedList(["Warm up", "Press gently"], root.add("L"), body, kind="1"),
    ]
    maker = canvas_maker(root, title="Neck care", lang="en-GB", on_page=footer)
    SimpleDocTemplate("neck.pdf").build(story, canvasmaker=maker)

Own flowables paint inside ``with canvas.tag(element)`` or ``with canvas.artifact()``. Fonts must be TrueType
(registered with ReportLab), since everything is embedded; lengths are points. What cannot be in such a file raises
TaggedError. The package depends on ReportLab alone; docs/tagged.md explains every name, with an example to run.
"""

from .canvas import TaggedCanvas, canvas_maker
from .element import Element
from .errors import TaggedError
from .flowables import TaggedFigure, TaggedParagraph
from .fonts import missing_glyphs
from .glyphs import Glyph, GlyphFont, GlyphRun, paint_glyphs
from .lists import TaggedList
from .metadata import Schema
from .packed import objects_of
from .seal import seal_of
from .tables import TaggedTable
from .variable import FileParts, Variable

__all__ = [
    "Element",
    "FileParts",
    "Glyph",
    "GlyphFont",
    "GlyphRun",
    "Schema",
    "TaggedCanvas",
    "TaggedError",
    "TaggedFigure",
    "TaggedList",
    "TaggedParagraph",
    "TaggedTable",
    "Variable",
    "canvas_maker",
    "missing_glyphs",
    "objects_of",
    "paint_glyphs",
    "seal_of",
]
