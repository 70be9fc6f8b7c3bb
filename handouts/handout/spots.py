"""The pain map of a handout: a panel for each trigger point, with its own pain alone."""

from __future__ import annotations

from dataclasses import replace

from handouts.drawing.shapes import Figure
from handouts.figures.compose import make_figure, make_row
from handouts.figures.painmap import is_far
from handouts.figures.viewrow import ViewRow
from handouts.handout.document import ComposeAt, RowOf, Spot, plain, rich
from handouts.handout.say import Say


def spots(say: Say) -> tuple[Spot, ...]:
    """A panel for each trigger point, in the order of their numbers; those that must not be pressed share one."""
    maps = [spec.id for spec in say.muscle.facts.figures if spec.kind == "pain-map"]
    if not maps:
        return ()
    points, words, s = say.muscle.facts.trigger_points, say.muscle.words.trigger_points, say.strings
    panels = []
    kept = tuple(point for point in points if not point.press)
    groups = [*((point,) for point in points if point.press), *((kept,) if kept else ())]
    for group in sorted(groups, key=lambda group: group[0].mark):
        marks = tuple(point.mark for point in group)
        # panels say the place as a heading and the pain as a sentence
        places = [words[point.id].place.rstrip(":") for point in group]
        pains = list(dict.fromkeys(words[point.id].pain for point in group))
        text = rich(" ".join(pain[:1].upper() + pain[1:] for pain in pains))
        panels.append(
            Spot(
                marks,
                " · ".join(places),
                text,
                _picture(say, maps[0], marks, " · ".join(places), plain(text), group[0].press),
                _row(say, maps[0], marks),
                s("pain.mine") if group[0].press else "",
                "" if group[0].press else s("pain.off"),
                is_far(points, frozenset(marks)),
            )
        )
    return tuple(panels)


def _picture(say: Say, figure_id: str, marks: tuple[int, ...], place: str, pain: str, press: bool) -> ComposeAt:
    views = say.muscle.words.figures[figure_id].views
    key = "pain.panel_alt" if press else "pain.panel_alt_off"

    def compose(width: float, height: float, label: float, scale: float) -> Figure:
        style = replace(say.style, marks=frozenset(marks), panel=True)
        made = make_figure(say.muscle, figure_id, replace(style, width=width, height=height, label=label, scale=scale))
        shown = [views[name] for name in views if f"view.{name}" in made.regions]
        alt = say.strings(
            key,
            views=say.strings.join(shown),
            place=place,
            pain=pain,
            this=say.muscle.sides(say.options.side)["this"],
        )
        return replace(made, alt=alt)

    return compose


def _row(say: Say, figure_id: str, marks: tuple[int, ...]) -> RowOf:
    def row(height: float, label: float, scale: float) -> ViewRow:
        style = replace(say.style, marks=frozenset(marks), panel=True)
        return make_row(say.muscle, figure_id, replace(style, height=height, label=label, scale=scale))

    return row
