"""A patient's name is drawn on the page and goes nowhere else: every other place of a file and the log is searched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from click.testing import CliRunner

from handouts.cli.main import main

NAME = "Zebedee Quixote-Müller"
PARTS = ("zebedee", "quixote", "müller")
NOTE = f"Dear {NAME}, roll slowly."
VARIANTS = {
    "full": (),
    "do": ("--layout", "do"),
    "giant": ("--print", "giant", "--duplex"),
    "clinic": ("--clinic", "clinic.toml", "--side", "left"),
}


def strings(thing: Any, seen: set[tuple[int, int]]) -> Iterator[str]:
    """Every text in an object and below it, names and keys too."""
    if isinstance(thing, pikepdf.Object) and thing.is_indirect:
        if thing.objgen in seen:
            return
        seen.add(thing.objgen)
    if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        for key in thing.keys():  # noqa: SIM118, a stream cannot be iterated
            yield key
            yield from strings(thing[key], seen)
    elif isinstance(thing, pikepdf.Array):
        for item in thing:
            yield from strings(item, seen)
    else:
        yield str(thing)


def holds_name(text: str) -> bool:
    """Whether a part of the name stands in a text, in whatever case or encoding."""
    squeezed = text.replace("\0", "").casefold()
    return any(part in squeezed or part.encode("utf-16-be").hex() in squeezed for part in PARTS)


@pytest.fixture(params=VARIANTS)
def made(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, str]:
    """A handout in a folder of its own, and everything that was said while it was made."""
    monkeypatch.chdir(tmp_path)
    arguments = VARIANTS[request.param]
    if "clinic.toml" in arguments:
        text = 'name = "Riverside"\nfooter = "A line"\ncontent_url = "https://a.example/{muscle}"\n'
        (tmp_path / "clinic.toml").write_text(text)
    personal = ["--patient-name", NAME, "--note", NOTE, "--date", "2026-03-01"]
    result = CliRunner().invoke(main, ["pdf", "gastrocnemius", *arguments, *personal, "-o", "out/"])
    assert result.exit_code == 0
    (path,) = (tmp_path / "out").iterdir()
    return path, result.stdout + result.stderr


def test_the_name_is_on_the_page(made: tuple[Path, str]) -> None:
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(made[0]))
    assert " ".join(NAME.split()) in " ".join(text.split())


def test_it_is_in_no_file_name_and_in_nothing_that_is_said(made: tuple[Path, str]) -> None:
    path, said = made
    assert not any(holds_name(str(other.relative_to(path.parent.parent))) for other in path.parent.parent.rglob("*"))
    assert not holds_name(said)


def test_it_is_in_no_metadata_bookmark_structure_or_link(made: tuple[Path, str]) -> None:
    with pikepdf.open(made[0]) as pdf:
        seen: set[tuple[int, int]] = set()
        found = [text for text in strings(pdf.trailer, seen) if holds_name(text)]
        assert found == []
        assert pdf.Root.Metadata.objgen in seen
        assert pdf.Root.Outlines.objgen in seen
        assert pdf.Root.StructTreeRoot.objgen in seen
        assert not holds_name(pdf.Root.Metadata.read_bytes().decode())


def test_it_is_in_no_stream_but_the_pages_own(made: tuple[Path, str]) -> None:
    with pikepdf.open(made[0]) as pdf:
        contents = [page.obj.Contents for page in pdf.pages]
        own = {s.objgen for c in contents for s in (c if isinstance(c, pikepdf.Array) else [c])}
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Stream) and thing.objgen not in own:
                data = thing.read_bytes()
                assert not holds_name(data.decode("latin-1"))
                assert not holds_name(data.decode("utf-16-be", "ignore"))


@pytest.mark.usefixtures("core_fonts")
@pytest.mark.parametrize("bad", [f"{NAME}\u202e", f"{NAME} \u05d0", f"\u0301{NAME}", NAME * 9])
def test_an_error_about_the_name_does_not_say_it(tmp_path: Path, bad: str) -> None:
    result = CliRunner().invoke(main, ["pdf", "gastrocnemius", "--patient-name", bad, "-o", str(tmp_path / "out")])
    assert result.exit_code == 1
    assert not holds_name(result.stdout + result.stderr)
    assert re.fullmatch(r"Error: --patient-name: [^\n]+\n", result.stderr)
    assert not list(tmp_path.iterdir())
