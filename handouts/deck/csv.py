"""An Anki package as CSV files in Anki's own import format, which stand alone: any Anki has their note types.

`Basic` and `Cloze` are in every Anki. The guids are not those of the package, which can so be imported beside or after.
A picture with masks becomes a picture for each mask: the note type for masks would have to be ours.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import genanki

from handouts.deck.note_types import digest
from handouts.deck.package import Package, PackedNote, shown

NAMESPACE = "handouts csv"
COLUMNS: Mapping[str, tuple[str, str]] = {"Basic": ("Front", "Back"), "Cloze": ("Text", "Back Extra")}
"""The note types, and their fields as Anki calls them."""
MASK = re.compile(r"\{\{c(\d+)::image-occlusion:rect:left=([\d.]+):top=([\d.]+):width=([\d.]+):height=([\d.]+):")
SIZE = re.compile(r'<svg [^>]*?width="([\d.]+)" height="([\d.]+)"')
ASKED, HIDDEN, EDGE = "#0b4f5c", "#d5dadb", "#767676"
"""Paint of the mask that is asked for, and of the others, as on the cards of the package."""
README = """\
Flashcards as CSV, for Anki: File > Import, one file after the other.

{files}
Import each .csv file with what Anki proposes. The note types are called Basic and Cloze; in an Anki whose menus are not
English they have other names: choose that of the same kind in the import window, and look at its field mapping: the
first field takes the column Front or Text, the second the next one.

Pictures: copy every file in the folder media into Anki's media folder, before or after. Tools > Check Media > View
Files opens that folder. Nothing else has to be done.

Importing a newer CSV over an older one updates the notes. It overwrites what you wrote on them.

The package (.apkg) is made of the same questions, with card types of its own: pictures whose masks you can edit, hints,
night colours, a field for your notes. Take one or the other; both together are learned twice.
"""


@dataclass(frozen=True)
class Row:
    """A line of a file: a note of one of Anki's own note types."""

    note_type: Literal["Basic", "Cloze"]
    part: str
    note: PackedNote
    front: str
    back: str


def csv_files(package: Package) -> dict[str, bytes]:
    """A file for each of the two note types, the pictures in `media/`, and what to do with them in README.txt."""
    masked: dict[str, bytes] = {}
    rows = [row for note in package.notes for row in _rows(package, note, masked)]
    files = {}
    for note_type, columns in COLUMNS.items():
        if wanted := [row for row in rows if row.note_type == note_type]:
            files[f"muscles.{package.lang}.{note_type.lower()}.csv"] = _text(package, columns, wanted).encode()
    listed = "".join(f"    {name}\n" for name in files)
    files["README.txt"] = README.format(files=listed).encode()
    plain = shown([note for note in package.notes if note.kind != "occlusion"])
    media = {name: package.media[name] for name in plain} | masked
    return files | {f"media/{name}": data for name, data in sorted(media.items())}


def _text(package: Package, columns: tuple[str, str], rows: list[Row]) -> str:
    note_type = rows[0].note_type
    buffer = io.StringIO()
    buffer.write(f"#separator:Comma\n#html:true\n#notetype:{note_type}\n")
    buffer.write("#guid column:1\n#deck column:2\n#tags column:5\n#columns:")
    csv.writer(buffer, lineterminator="\n").writerow(["guid", "deck", *columns, "tags"])
    lines = csv.writer(buffer, lineterminator="\n", quoting=csv.QUOTE_ALL)  # a bare # would begin a comment
    for row in rows:
        guid = genanki.guid_for(NAMESPACE, package.lang, row.note.key, row.part)
        lines.writerow([guid, row.note.deck, row.front, row.back, " ".join(row.note.tags)])
    return buffer.getvalue()


def _rows(package: Package, note: PackedNote, masked: dict[str, bytes]) -> Iterator[Row]:
    """The lines of a note; the pictures that they need are put into `masked`."""
    fields = note.fields
    foot = _foot(fields)
    if note.kind == "cloze":
        yield Row("Cloze", "", note, _lines(fields["Picture"], fields["Text"]), _lines(fields["Answer Picture"], *foot))
    elif note.kind == "occlusion":
        for number, (asked, answered) in _masked(package, note, masked).items():
            answer = "".join(re.findall(rf"\{{\{{c{number}::(.*?)\}}\}}", fields["Answers"]))
            front, back = _lines(asked, fields["Header"]), _lines(answer, answered, fields["Back Extra"], *foot)
            yield Row("Basic", str(number), note, front, back)
    else:
        front, picture = _lines(fields["Picture"], fields["Question"]), fields["Answer Picture"] or fields["Picture"]
        yield Row("Basic", "", note, front, _lines(fields["Answer"], picture, *foot))
        if fields["Reverse Question"]:
            back = _lines(fields["Reverse Answer"], picture, *foot)
            yield Row("Basic", "reverse", note, fields["Reverse Question"], back)


def _foot(fields: Mapping[str, str]) -> list[str]:
    """What stands below every answer."""
    evidence = ". ".join(text.rstrip(".") for text in (fields["Evidence"], fields["Caveat"]) if text)
    return [fields["Extra"], f"<small>{evidence}. {fields['Source']} ({fields['Key']})</small>"]


def _lines(*parts: str) -> str:
    return "<br>".join(part for part in parts if part)


def _masked(package: Package, note: PackedNote, masked: dict[str, bytes]) -> dict[int, tuple[str, str]]:
    """By the number of each mask, the picture with all of them over it, and with this one taken away."""
    (name,) = re.findall(r'src="([^"]+)"', note.fields["Image"])
    svg = package.media[name].decode()
    size = SIZE.search(svg)
    assert size
    width, height = float(size[1]), float(size[2])
    boxes = [(int(n), [float(share) for share in shares]) for n, *shares in MASK.findall(note.fields["Occlusion"])]

    def painted(number: int, open_: bool) -> str:
        rects = "".join(
            f'<rect x="{x * width:.1f}" y="{y * height:.1f}" width="{w * width:.1f}" height="{h * height:.1f}"'
            f' fill="{ASKED if mine == number else HIDDEN}" stroke="{EDGE}"/>'
            for mine, (x, y, w, h) in boxes
            if not (open_ and mine == number)
        )
        data = svg.replace("</svg>", f"{rects}</svg>").encode()
        file = f"{re.sub('-[0-9a-f]{8}.svg$', '', name)}-{number}-{digest(data)[:8]}.svg"
        masked[file] = data
        return note.fields["Image"].replace(name, file)

    return {number: (painted(number, False), painted(number, True)) for number in dict(boxes)}


__all__ = ["csv_files"]
