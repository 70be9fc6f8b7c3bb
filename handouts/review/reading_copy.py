"""What is about to be signed, as a document to print: every sentence, figure and warning with a box to tick.

Each has its id, the grade of its evidence and its sources; a sentence that other configurations say of another side is
listed for each of them.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence

from handouts.approval.file import WORDS, Approval, Item
from handouts.content.library import Muscle
from handouts.drawing.shapes import Figure
from handouts.figures.compose import make_figure
from handouts.figures.style import FigureStyle
from handouts.handout.document import (
    Block,
    Compose,
    Document,
    Field,
    Paragraph,
    Part,
    Picture,
    Section,
    Table,
    Title,
    WriteOn,
    rich,
)
from handouts.review.judge import dose_spans
from handouts.review.words import of_a_place
from handouts.style.words import Locale, Strings

WEIGHTS = (2.9, 6.2, 3.0, 0.55)
LONGEST_CELL = 1000
"""Characters in a row; a longer text goes on in the next one."""
FIGURE = 230
"""Points: the greatest height of a figure."""
GROUPS: Mapping[str, str] = {
    "title": "title",
    "safety": "safety",
    "strings": "interface",
    "techniques": "techniques",
    "guides": "techniques",
    "addons": "addons",
    "trigger_points": "points",
    "figures": "figures",
    "clinician": "clinician",
}
"""The heading that the sentences of a kind of content stand under; `review.other` for the rest."""


def reading_copy(
    muscle: Muscle, strings: Strings, items: Sequence[Item], approval: Approval, locales: Sequence[Locale]
) -> Document:
    """The reading copy of what an approval is about to sign. `items` have their ids (see `content.named`)."""
    words, s = muscle.words, strings
    title = s("review.title", title=words.title)
    return Document(
        id=f"{muscle.id}.reading-copy",
        lang=words.lang,
        title=title,
        subject=f"{words.short_title}, {muscle.facts.version}",
        author=muscle.facts.author,
        running=title,
        footer=s("page.version", title=words.short_title, version=muscle.facts.version),
        status=s("review.status"),
        page_number=s("page.number", page="{page}", pages="{pages}"),
        parts=tuple(_parts(muscle, s, items, approval, locales)),
        written=approval.on,
    )


def _parts(
    muscle: Muscle, s: Strings, items: Sequence[Item], approval: Approval, locales: Sequence[Locale]
) -> Iterator[Part]:
    yield Part("start", tuple(_start(muscle, s, approval, locales)))
    spoken = [item for item in items if item.kind == WORDS]
    grouped: dict[str, list[Item]] = {}
    for item in spoken:
        grouped.setdefault(GROUPS.get(item.id.split(".")[0], "other"), []).append(item)
    order = ["safety", *(name for name in dict.fromkeys(GROUPS.values()) if name != "safety"), "other"]
    for name in order:
        if name in grouped:
            yield Part(f"words-{name}", (_table(s, s(f"review.{name}"), f"words-{name}", grouped[name], locales),))
    yield Part("pictures", tuple(_figures(muscle, s)))
    facts = [item for item in items if item.kind not in (WORDS, "card", "locale")]
    yield Part("facts", (_table(s, s("review.facts"), "facts", facts, ()),))
    if cards := [item for item in items if item.kind == "card"]:
        yield Part("cards", (_table(s, s("review.cards"), "cards", cards, ()),))


def _start(muscle: Muscle, s: Strings, approval: Approval, locales: Sequence[Locale]) -> Iterator[Block]:
    facts = muscle.facts
    yield Title(s("review.title", title=muscle.words.title), (), f"{facts.latin}, {facts.version}", ())
    yield Paragraph(rich(s("review.lead", reviewer=str(approval.who), until=approval.until.isoformat())))
    yield Paragraph(rich(s("review.what")), "small")
    dose = Table(
        (s("review.value"), s("review.usual"), s("review.signed")),
        tuple((rich(name), rich(usual), rich(signed)) for name, usual, signed in _dose_rows(muscle, approval)),
        (1.0, 1.0, 1.0),
        small=True,
    )
    yield Section("dose", s("review.dose"), (dose,))
    head = (s("review.place"), s("review.emergency"), s("review.hospital"), s("review.advice"), s("review.closed"))
    rows = tuple(
        tuple(rich(text or "–") for text in (each.tag, each.emergency, each.hospital, each.advice, each.closed))
        for each in locales
    )
    yield Section("places", s("review.places"), (Table(head, rows, (0.8, 1.0, 1.2, 1.2, 1.8), small=True),))
    fields = (Field(s("review.name"), share=2), Field(s("review.day")))
    yield Section("sign", s("review.sign"), (WriteOn(fields),))


def _dose_rows(muscle: Muscle, approval: Approval) -> Iterator[tuple[str, str, str]]:
    usual = dose_spans(muscle.facts.dose)
    for name in dict.fromkeys([*usual, *approval.dose]):
        yield name, _span(usual.get(name)), _span(approval.dose.get(name, usual.get(name)))


def _span(value: tuple[int, int] | None) -> str:
    if value is None:
        return "–"
    return str(value[0]) if value[0] == value[1] else f"{value[0]}–{value[1]}"


def _table(s: Strings, title: str, name: str, items: Sequence[Item], locales: Sequence[Locale]) -> Section:
    head = (s("review.id"), s("review.words"), s("review.evidence"), s("review.right"))
    rows = []
    for item in items:
        support = ": ".join(filter(None, (item.grade, ", ".join(item.sources))))
        pieces = textwrap.wrap(_readable(item, locales), LONGEST_CELL, break_on_hyphens=False) or [""]
        for number, text in enumerate(pieces):  # a row is never torn, so it must fit a page
            cells = (_breakable(item.id), text, *(("", "") if number else (support, "☐")))
            rows.append(tuple(rich(cell.replace("**", "")) for cell in cells))
    return Section(name, f"{title} ({len(items)})", (Table(head, tuple(rows), WEIGHTS, small=True),), breaks=True)


def _readable(item: Item, locales: Sequence[Locale]) -> str:
    """The words as they are read: with those of the first place, data one pair after the other."""
    if item.kind == WORDS or not item.text.startswith("{"):
        text = of_a_place(item.text, locales[0]) if locales else item.text
        return re.sub("⟨(.*?)⟩", r"[\1]", re.sub(r"\{page:([a-z-]*)\}", r"[\1]", text))
    data = json.loads(item.text)
    known = (key for key in data if key not in ("id", "evidence", "sources", "added"))
    parts = [f"{key}: {_flat(data[key])}" for key in known]
    return "; ".join([*parts, *(["not in the source material"] if data.get("added") else [])]) or "–"


def _flat(value: object) -> str:
    if isinstance(value, dict):
        return " ".join(f"{key} {_flat(each)}" for key, each in value.items() if key != "added")
    if isinstance(value, list):
        return ", ".join(_flat(each) for each in value)
    text = str(value)
    return text[:12] + "…" if len(text) == 64 and " " not in text else text  # a hash


def _breakable(name: str) -> str:
    """An id with places where a line may end."""
    return name.replace(".", ". ").replace("_", "_ ")


def _figures(muscle: Muscle, s: Strings) -> Iterator[Block]:
    """Every figure with its id, as it is drawn for the right side; the left one is its mirror image."""
    yield Section("pictures", s("review.pictures"), (Paragraph(rich(s("review.mirror")), "small"),))
    for spec in muscle.facts.figures:
        art = ", ".join(view.art for view in spec.views) if spec.kind == "pain-map" else spec.art
        caption = rich(f"**figures.{spec.id}** ({art}): {muscle.words.figures[spec.id].title}")
        tick = WriteOn((Field(s("review.right"), kind="tick"),))
        yield Section(f"figure-{spec.id}", spec.id, (Picture(_compose(muscle, spec.id), FIGURE, caption), tick))


def _compose(muscle: Muscle, name: str) -> Compose:
    def compose(width: float, height: float, label: float) -> Figure:
        return make_figure(muscle, name, FigureStyle(width=width, height=height, label=label))

    return compose
