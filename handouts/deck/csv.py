"""An Anki package as CSV files in Anki's own import format, one file a note type, so that nothing is locked in."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from handouts.deck.package import Package
from handouts.writing import write_whole


def csv_files(package: Package) -> dict[str, bytes]:
    """`muscles.<lang>.<kind>.csv` for each kind of note, and the pictures in `media/`."""
    files = {f"muscles.{package.lang}.{kind}.csv": text.encode() for kind, text in csv_texts(package).items()}
    files.update((f"media/{name}", data) for name, data in package.media.items())
    return files


def write_csv(package: Package, folder: Path) -> list[Path]:
    """Write these files into a folder. Returns the paths."""
    return [write_whole(folder / name, data) for name, data in csv_files(package).items()]


def csv_texts(package: Package) -> dict[str, str]:
    """The text of each file by the kind of note."""
    return {kind: _text(package, kind) for kind in package.note_types if any(n.kind == kind for n in package.notes)}


def _text(package: Package, kind: str) -> str:
    note_type = next(t for t in package.note_types.values() if t.kind == kind)
    fields = list(note_type.fields)
    buffer = io.StringIO()
    rows = csv.writer(buffer, lineterminator="\n")
    buffer.write("#separator:Comma\n#html:true\n")
    buffer.write(f"#notetype:{note_type.name}\n#guid column:1\n#deck column:2\n#tags column:{len(fields) + 3}\n")
    buffer.write("#columns:")
    rows.writerow(["guid", "deck", *fields, "tags"])
    rows = csv.writer(buffer, lineterminator="\n", quoting=csv.QUOTE_ALL)  # a bare # would begin a comment
    for note in package.notes:
        if note.kind == kind:
            rows.writerow([note.guid, note.deck, *note.fields.values(), " ".join(note.tags)])
    return buffer.getvalue()


__all__ = ["csv_files", "csv_texts", "write_csv"]
