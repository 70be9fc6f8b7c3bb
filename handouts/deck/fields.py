"""Content text -> the HTML of an Anki field, with nothing in it that Anki would take for its own.

Anki reads `{{c1::x}}`, `[sound:x]`, `[latex]`, `[$]` and `\\(` in a field as commands. Content that has them is shown
as it is: an invisible word joiner is put inside, which also survives when a learner edits the field (an HTML entity
would be turned back into the character).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from html import escape

from handouts.deck.cards import Gap, cloze_parts
from handouts.drawing.shapes import Box, Figure

JOINER = "\u2060"
_COMMANDS = re.compile(
    r"""(?<=\{)(?=\{) | (?<=\})(?=\}) | (?<=:)(?=:)     # cloze and replacements
      | (?<=\\)(?=[()\[\]])                             # MathJax
      | (?<=\[)(?=/?(?:sound:|anki:|latex\b|\$))        # sounds, speech, LaTeX
    """,
    re.VERBOSE | re.IGNORECASE,
)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def to_html(text: str) -> str:
    """One field: escaped, strong words bold, lines kept."""
    return _strong(_plain(text))


def cloze_html(text: str) -> str:
    """A field with Anki's cloze marks in place of the gaps. Raises HandoutsError when there is no gap."""
    return _strong("".join(_part(part) for part in cloze_parts(text)))


def gap_names(text: str) -> dict[str, int]:
    """The ordinal of each gap by what is missing, for the release ledger."""
    names: dict[str, int] = {}
    for part in cloze_parts(text):
        if isinstance(part, Gap):
            name = part.text.replace("**", "")
            names[name if names.get(name, part.ordinal) == part.ordinal else f"{name} ({part.ordinal})"] = part.ordinal
    return names


def image_html(name: str, alt: str) -> str:
    """A picture of the deck's media."""
    return f'<img src="{escape(name)}" alt="{_plain(alt)}">'


def mask_html(ordinal: int, boxes: Iterable[Box], figure: Figure) -> str:
    """The boxes hidden together on one card, in Anki's notation: shares of the picture, all masks on every card."""
    margin = 1.5
    marks = []
    for x0, y0, x1, y1 in boxes:
        x0, y0 = max(0.0, x0 - margin), max(0.0, y0 - margin)
        x1, y1 = min(figure.width, x1 + margin), min(figure.height, y1 + margin)
        properties = {
            "left": _share(x0 / figure.width),
            "top": _share(y0 / figure.height),
            "width": _share((x1 - x0) / figure.width),
            "height": _share((y1 - y0) / figure.height),
            "oi": "1",
        }
        shape = "".join(f":{name}={value}" for name, value in properties.items())
        marks.append(f"{{{{c{ordinal}::image-occlusion:rect{shape}}}}}")
    return "<br>".join(marks)


def answers_html(answers: Mapping[int, str]) -> str:
    """What each card of a note answers, as gaps: of them Anki shows that of the card alone."""
    return "".join(_part(Gap(ordinal, answer)) for ordinal, answer in sorted(answers.items()) if answer)


def _share(value: float) -> str:
    """A share of the picture with four places; Anki writes .25 and not 0.25."""
    return f"{value:.4f}".rstrip("0").rstrip(".").removeprefix("0") or "0"


def _part(part: str | Gap) -> str:
    if isinstance(part, str):
        return _plain(part)
    hint = f"::{_edge(_plain(part.hint))}" if part.hint else ""
    return f"{{{{c{part.ordinal}::{_edge(_plain(part.text))}{hint}}}}}"


def _edge(text: str) -> str:
    """Inside a gap, a brace or colon at the edge must not join the mark's own."""
    start = JOINER if text[:1] in "{}:" else ""
    return start + text + (JOINER if text[-1:] in "{}:" else "")


def _plain(text: str) -> str:
    clean = _CONTROL.sub("", unicodedata.normalize("NFC", text.replace("\r\n", "\n")))
    return escape(_COMMANDS.sub(JOINER, clean)).replace("\n", "<br>")


def _strong(html: str) -> str:
    return re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", html, flags=re.DOTALL)


__all__ = ["answers_html", "cloze_html", "gap_names", "image_html", "mask_html", "to_html"]
