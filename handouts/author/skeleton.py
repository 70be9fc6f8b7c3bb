"""The files of a new muscle: they can be made into a handout at once, and say at each place what to write."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from string import Template
from typing import Any

from handouts.author.like import Rest, like_another
from handouts.author.schema import ENDING, write_schemas
from handouts.author.toml import table_text
from handouts.content.library import Library
from handouts.content.model import Region
from handouts.drawing.art import Drawing
from handouts.drawing.shapes import Point
from handouts.errors import HandoutsError, likely
from handouts.files import read_text
from handouts.style.choices import PERSONS
from handouts.writing import write_whole

SCHEMAS = ".schema"
"""The folder of a content folder that has the schemas."""
ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
LISTS = "# lists of the muscle\n"
"""Where the lists with an entry a line stand in the template of facts."""
RESTS = ("muscle-lists", "muscle-rest", "en-rest")
LONGEST_TEMPLATE = 1 << 16


def new_muscle(
    muscle: str, region: str, library: Library, templates: tuple[Path, ...], folder: Path, day: date, like: str = ""
) -> list[Path]:
    """Write the files of a new muscle, and the schemas for the editor, into a content folder.

    Raises HandoutsError for an id that is none or is taken, for a region or a model that does not exist.
    """
    if not ID.fullmatch(muscle):
        raise HandoutsError(f"{muscle!r} is no id: small letters, digits and hyphens, such as tibialis-anterior")
    target = folder / "muscles" / muscle
    if muscle in library.facts or os.path.lexists(target):
        raise HandoutsError(f"{muscle} is there already: choose another id, or write in its files")
    if region not in library.regions.by_id:
        known = ", ".join(sorted(library.regions.by_id))
        raise HandoutsError(f"no region {region!r}{likely(region, library.regions.by_id)} (there is: {known})")
    facts, words = _texts(muscle, region, library, templates, day, like)
    written = [write_whole(target / "muscle.toml", facts.encode()), write_whole(target / "en.toml", words.encode())]
    write_schemas(folder / SCHEMAS, library, ("muscle", "words"))
    return written


def _texts(
    muscle: str, region: str, library: Library, templates: tuple[Path, ...], day: date, like: str
) -> tuple[str, str]:
    about = library.regions.by_id[region]
    views = [(name.replace("_", "-"), name) for name in about.views]
    frame, place, oval = _first_place(library, about)
    drawn, drawn_words = _overlay(library, muscle)
    values = {
        "id": muscle,
        "region": region,
        "today": day.isoformat(),
        "schema": f"../../{SCHEMAS}/muscle{ENDING}",
        "words_schema": f"../../{SCHEMAS}/words{ENDING}",
        "safety": _list([*_modules(library, about)]),
        "frame": frame,
        "at": _list(place),
        "oval": _list(oval),
        "views": "\n".join(f'    {{ id = "{name}", art = "{art}" }},' for name, art in views),
        "view_words": "\n".join(f'{name} = "TODO: what this view is called"' for name, _ in views),
        "lists": LISTS,
        "drawn": drawn,
        "drawn_words": drawn_words,
    }
    facts, words = (Template(_template(templates, name)).substitute(values) for name in ("muscle", "en"))
    rest = like_another(library, like) if like else Rest(*(_template(templates, name) for name in RESTS))
    return facts.replace(LISTS, rest.lists) + rest.facts, words + rest.words


def _template(templates: tuple[Path, ...], name: str) -> str:
    path = next(path for folder in templates if (path := folder / "new" / f"{name}.toml").is_file())
    return read_text(path, f"templates/new/{name}.toml", LONGEST_TEMPLATE)


def _list(values: Any) -> str:
    return "[" + ", ".join(f'"{each}"' if isinstance(each, str) else f"{each:g}" for each in values) + "]"


def _modules(library: Library, region: Region) -> Iterator[str]:
    """The safety modules that every muscle of the region needs, each once."""
    needs = (*region.safety, *library.regions.every, region.massage)
    yield from dict.fromkeys(need.partition(".")[0] for need in needs)


# --- its anatomy pictures ---


def _overlay(library: Library, muscle: str) -> tuple[str, str]:
    """The figures of bones and muscle where somebody has drawn them, facts and words; else a remark that says how."""
    art, name = library.art, muscle.replace("-", "_")
    plate = art.drawing(name).plate if name in art.names() else None
    if plate is None:
        return '# TODO: the pictures of bones and muscle, kind "labelled" and "attachments": docs/plates.md\n', ""
    anchors = sorted(art.drawing(name).anchors.items(), key=lambda each: each[1][1])
    heights = [round(0.15 + 0.7 * n / max(1, len(anchors) - 1), 2) for n in range(len(anchors))]
    labels = [
        {"id": anchor.replace("_", "-"), "anchor": anchor, "at": at}
        for (anchor, _), at in zip(anchors, heights, strict=True)
    ]
    figures: list[dict[str, Any]] = [
        {"kind": "labelled", "id": "muscle", "art": plate, "overlay": name, "labels": labels}
    ]
    said: dict[str, Any] = {"muscle": _figure_words("the muscle and the bones")}
    said["muscle"]["labels"] = {each["id"]: {"name": "TODO: label"} for each in labels}
    if (marks := f"{name}_attachments") in art.names():
        figures.append({"kind": "attachments", "id": "attachments", "art": plate, "overlay": marks})
        said["attachments"] = _figure_words("where each number stands")
    remark = "# TODO: drop the labels that say nothing; `anchor` is a place in the picture (docs/plates.md)."
    return remark + table_text("figures", figures), table_text("figures", said)


def _figure_words(what: str) -> dict[str, Any]:
    alt = f"TODO: what the picture shows, for those who hear it: {what}. It may have {{this}}"
    return {"title": "TODO: title", "caption": "TODO: a line below it", "alt": alt}


# --- a first place -------------------------------------------------------------------------------------------


def _first_place(library: Library, region: Region) -> tuple[str, Point, tuple[float, ...]]:
    """A surface, and a place and an oval on it that the first view shows on every body, in the middle of the view."""
    drawings = [library.art.drawing(region.views[0], person) for person in PERSONS]
    found = [each for name in drawings[0].frames for each in _places(name, drawings)]
    if not found:
        raise HandoutsError(f"the view {region.views[0]!r} shows no place on the body")
    _, frame, place = min(found)
    wide = drawings[0].frames[frame].body.edge or 10.0
    return frame, place, (*place, 0.04, round(wide, 1))


def _places(name: str, drawings: list[Drawing]) -> Iterator[tuple[float, str, Point]]:
    """Places on a surface that all the drawings show, each with its distance from the middle of the first."""
    first = drawings[0]
    frame = first.frames[name]
    for along in frame.along:
        span = frame.span(along)
        if span is None:
            continue
        place = (round(along, 2), round((span[0] + span[1]) / 2, 1))
        if all(name in each.frames and each.frames[name].shows(place) for each in drawings):
            x, y = frame.place(*place)
            yield (x / first.width - 0.5) ** 2 + (y / first.height - 0.5) ** 2, name, place
