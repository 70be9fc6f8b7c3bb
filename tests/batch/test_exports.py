"""From what a clerk's program exports to a print run in one command; each name on its own pages."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from .conftest import Batch
from .exports import EXPORTS, TM3

pytestmark = pytest.mark.long


def printed(path: Path) -> dict[str, str]:
    """The words of each patient's pages, by the bookmark."""
    document = pypdfium2.PdfDocument(path)
    starts = [(item.get_title(), item.get_dest().get_index()) for item in document.get_toc()]
    ends = [at for _, at in starts[1:]] + [len(document)]
    return {
        title: " ".join("".join(document[n].get_textpage().get_text_range() for n in range(at, end)).split())
        for (title, at), end in zip(starts, ends, strict=True)
    }


@pytest.mark.parametrize("program", EXPORTS)
def test_an_export_is_printed_in_one_command(batch: Batch, tmp_path: Path, program: str) -> None:
    export = EXPORTS[program]()
    options = ("--locale", "en-GB", "--sheets", "1", "--merge", str(tmp_path / "print.pdf"))
    result = batch(export.data, *export.options, *options, name=export.name)
    assert result.exit_code == (3 if program == "Jane" else 0), result.output
    found = printed(tmp_path / "print.pdf")
    assert list(found) == list(export.printed)
    for title, text in found.items():
        for other, words in export.printed.items():
            assert (words[0] in text) == (other == title), f"{words[0]} on the pages of {title}"
        missing = [word for word in export.printed[title] if word not in text]
        assert not missing, text[:1500]
    for told in export.told:
        assert told in result.stderr
    for words in export.printed.values():
        assert words[0] not in result.output, "a name is on the page and nowhere else"


def test_a_clinic_writes_its_columns_down_once(batch: Batch, tmp_path: Path) -> None:
    clinic = tmp_path / "clinic.toml"
    clinic.write_text('name = "Riverside"\n[columns]\nname = "{Forename} {Surname}"\nid = "Ref"\nnote = ""\n', "utf-8")
    options = ("--clinic", str(clinic), "--muscle", "calf", "--dry-run")
    result = batch(TM3.data, *options, name="tm3.csv")
    assert result.exit_code == 0, result.output
    assert "columns read: id (Ref), name ({Forename} {Surname}), side; not used: Title, DOB, Appt Date, Reason" in (
        result.stderr
    )
    clinic.write_text('name = "Riverside"\n[columns]\nnmae = "x"\nid = "{Ref"\n', "utf-8")
    result = batch(TM3.data, *options, name="tm3.csv")
    assert result.exit_code == 1
    assert "clinic.toml: columns.nmae: unknown key; did you mean 'name'?" in result.stderr
    assert "clinic.toml: columns.id: has a brace without its partner" in result.stderr
