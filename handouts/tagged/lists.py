"""Lists: L, LI, Lbl and LBody, over pages and nested."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from reportlab.lib.sequencer import _type2formatter
from reportlab.platypus.flowables import LIIndenter, ListFlowable
from reportlab.platypus.paragraph import paraFontSizeHeightOffset

from .canvas import TaggedCanvas
from .element import Element
from .errors import TaggedError
from .flowables import TaggedParagraph

#: Makes an item's content, given its LBody element; a part of a list item, or all of it.
MakePart = Callable[[Element], Any]
#: Markup, what makes flowables, or a list of items, which is a nested list.
Part = str | MakePart | list[Any]
#: An item is one part or a tuple of parts.
Item = Part | tuple[Part, ...]

#: ListNumbering (ISO 32000-1, table 347)
_NUMBERING = {"1": "Decimal", "a": "LowerAlpha", "A": "UpperAlpha", "i": "LowerRoman", "I": "UpperRoman"}
_BULLETS = {"•": "Disc", "◦": "Circle", "○": "Circle", "■": "Square", "▪": "Square"}


class _Label:
    """The label of an item, painted on the first line of what it labels."""

    def __init__(self, text: str, style: Any, element: Element, dedent: float) -> None:
        self.text = text
        self.style = style
        self.element = element
        self.dedent = dedent

    def drawOn(self, indenter: Any, canvas: Any, x: float, y: float, _sW: float = 0) -> None:
        """Paint the label (called by ReportLab's list item)."""
        style = self.style
        lines = getattr(indenter._flowable, "blPara", None)
        first = lines.lines[0] if lines is not None and lines.kind == 1 and lines.lines else lines
        ascent = getattr(first, "fontSize" if paraFontSizeHeightOffset else "ascent", style.fontSize)
        canvas.saveState()
        canvas.setFont(style.bulletFontName, style.bulletFontSize)
        canvas.setFillColor(style.bulletColor)
        left, baseline = x + indenter._leftIndent - self.dedent, y + indenter.height - ascent
        if isinstance(canvas, TaggedCanvas):
            with canvas.tag(self.element):
                canvas.drawString(left, baseline, self.text)
        else:
            canvas.drawString(left, baseline, self.text)
        canvas.restoreState()


class _Indented(LIIndenter):  # type: ignore[misc]
    """A flowable of an item, indented, the first one with the label."""

    def split(self, aW: float, aH: float) -> list[Any]:
        """Split so that no single line stands on the next page, if it can be helped.

        ReportLab's own item does not split at all then, and fails when it is one line longer than a page.
        """
        flowable = self._flowable
        width = aW - self._leftIndent - self._rightIndent
        parts = flowable.split(width, aH)
        lines = getattr(getattr(flowable, "blPara", None), "lines", ())
        if len(parts) > 1 and hasattr(parts[0], "blPara") and len(lines) - len(parts[0].blPara.lines) == 1:
            parts = flowable.split(width, aH - flowable.style.leading) or parts
        made = [
            _Indented(
                part,
                leftIndent=self._leftIndent,
                rightIndent=self._rightIndent,
                bullet=None if index else self._bullet,
            )
            for index, part in enumerate(parts)
        ]
        if made and "spaceAfter" in self.__dict__:
            made[-1].spaceAfter = self.spaceAfter
        return made


class TaggedList(ListFlowable):  # type: ignore[misc]
    """A list with its structure; `element` is the L element.

    Each item is markup, a callable that gets the LBody element and returns flowables made for it, a list,
    which is a nested list of items, or a tuple of these. `kind` is ``bullet`` or one of ``1aAiI``; `indent`
    is the width of the label column. Text and labels take `style`, labels `bullet_style` if given.
    """

    def __init__(
        self,
        items: Sequence[Item],
        element: Element,
        style: Any,
        *,
        kind: str = "bullet",
        bullet: str = "•",
        suffix: str = ".",
        start: int = 1,
        indent: float | None = None,
        item_space: float | None = None,
        bullet_style: Any = None,
        space_before: float | None = None,
        space_after: float | None = None,
    ) -> None:
        if not items:
            raise TaggedError("a list needs an item")
        if element.tag != "L":
            raise TaggedError(f"a list needs an L element, not {element!r}")
        if kind != "bullet" and kind not in _NUMBERING:
            raise TaggedError(f"kind {kind!r} is neither 'bullet' nor one of {', '.join(_NUMBERING)}")
        super().__init__([], bulletType="bullet")
        self._options = {
            "kind": kind,
            "bullet": bullet,
            "suffix": suffix,
            "indent": indent,
            "item_space": item_space,
            "bullet_style": bullet_style,
        }
        self._style = style
        numbering = _BULLETS.get(bullet, "None") if kind == "bullet" else _NUMBERING[kind]
        if "List" not in element.attributes:  # ISO 14289-1, 7.6
            element.set_attribute("List", "ListNumbering", numbering)
        width = indent if indent is not None else style.fontSize * 1.6
        content: list[Any] = []
        for number, item in enumerate(items, start):
            text = bullet if kind == "bullet" else f"{_type2formatter[kind](number)}{suffix}"
            rows = self._item(item, element.add("LI"), text, width, bullet_style)
            if item_space is not None:
                rows[-1].spaceAfter = item_space
            content += rows
        if space_before is not None:
            content[0].spaceBefore = space_before
        if space_after is not None:
            content[-1].spaceAfter = space_after
        self._list_content = content

    def getSpaceBefore(self) -> float:
        """Ask the first item."""
        return float(self._content[0].getSpaceBefore())

    def getSpaceAfter(self) -> float:
        """Ask the last item."""
        return float(self._content[-1].getSpaceAfter())

    def _item(self, item: Item, entry: Element, text: str, width: float, bullet_style: Any) -> list[Any]:
        label = entry.add("Lbl")
        body = entry.add("LBody")
        parts = item if isinstance(item, tuple) else (item,)
        flowables: list[Any] = []
        for part in parts:
            if isinstance(part, str):
                text_element = body.add("P") if len(parts) > 1 else body
                flowables.append(TaggedParagraph(part, self._style, text_element))
            elif isinstance(part, list):
                flowables.append(TaggedList(part, body.add("L"), self._style, **self._options))
            elif callable(part):
                made = part(body)
                flowables += made if isinstance(made, (list, tuple)) else [made]
            else:
                raise TypeError(f"{part!r} is no part of a list item: give markup, a callable or a list")
        if not flowables:
            raise TaggedError("a list item is empty")
        mark = _Label(text, _LabelStyle(self._style, bullet_style), label, width)
        return [
            _Indented(flowable, leftIndent=width, bullet=None if index else mark)
            for index, flowable in enumerate(flowables)
        ]


class _LabelStyle:
    """Font and colour of a label: never ReportLab's default, which is an unembedded Helvetica."""

    def __init__(self, style: Any, bullet_style: Any) -> None:
        source = bullet_style or style
        self.fontSize = style.fontSize
        self.bulletFontName = source.fontName
        self.bulletFontSize = source.fontSize
        self.bulletColor = source.textColor
