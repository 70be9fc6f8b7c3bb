"""The print run: all handouts in the roster's order, as they are alone, sharing what they can."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from click.testing import CliRunner

from handouts.batch.print_run.template import reference
from handouts.cli.main import main
from handouts.tagged import objects_of

from ..tagged.crosscheck import problems
from .conftest import Batch, table

pytestmark = pytest.mark.long

ROWS = [
    {"muscle": "gastrocnemius", "id": "b", "name": "Ada Byron", "note": "Rest first. (50%)", "copies": "2"},
    {"muscle": "gastrocnemius", "name": "José Żak", "note": "Αθήνα " * 3},
    {"muscle": "?"},
    {"muscle": "gastrocnemius", "id": "a", "name": "Grace Hopper", "note": "Begin low. %d"},
    {"muscle": "gastrocnemius", "id": "d", "layout": "do", "print": "normal", "paper": "letter"},
    {"muscle": "gastrocnemius", "id": "e", "name": "Eve", "note": "Start low."},
]
ORDER = ["b", "b", "3", "a", "d", "e"]


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A print run, which is only looked at; the separate files are in `out` beside its folder."""
    folder = tmp_path_factory.mktemp("printed")
    (folder / "roster.csv").write_text(table(ROWS), "utf-8")
    where = ("-o", str(folder / "out"), "--merge", str(folder / "run" / "all.pdf"))
    result = CliRunner().invoke(main, ["batch", str(folder / "roster.csv"), *where, "--duplex"])
    assert result.exit_code == 3, result.output
    assert str(folder / "run" / "all.pdf") in result.stdout
    return folder / "run" / "all.pdf"


def pages(document: Any) -> list[tuple[tuple[float, float], str, bytes]]:
    return [
        (page.get_size(), page.get_textpage().get_text_range(), page.render(scale=0.5).to_pil().tobytes())
        for page in document
    ]


def test_every_page_is_as_in_the_separate_file(printed: Path) -> None:
    whole = pages(pypdfium2.PdfDocument(printed))
    parts = []
    for name in ORDER:
        one = pages(pypdfium2.PdfDocument(printed.parents[1] / "out" / f"{name}.gastrocnemius.en.pdf"))
        assert len(one) % 2 == 0  # each on sheets of its own
        parts += one
    assert whole == parts


def test_the_structure_is_sound(printed: Path) -> None:
    assert problems(printed) == []


def test_bookmarks_are_the_ids(printed: Path) -> None:
    titles = [item.get_title() for item in pypdfium2.PdfDocument(printed).get_toc()]
    assert titles == ["b", "Row 3", "a", "d", "e"]


def first_page(element: Any) -> Any:
    """The number of the object of the page on which an element begins."""
    while "/Pg" not in element:
        element = element.K[0]
    return element.Pg.objgen


def test_the_elements_of_patients_come_in_order(printed: Path) -> None:
    pikepdf = pytest.importorskip("pikepdf")
    with pikepdf.open(printed) as pdf:
        (document,) = pdf.Root.StructTreeRoot.K
        assert document.S == "/Document"
        assert [str(part.S) for part in document.K] == ["/Part"] * len(ORDER)
        assert {str(part.Lang) for part in document.K} == {"en"}
        pages = [page.obj.objgen for page in pdf.pages]
        starts = [pages.index(first_page(part)) for part in document.K]
        assert starts == sorted(set(starts)), "read out in another order than the pages lie in"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle is True
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata.pdfa_status == "2A"


def test_what_is_the_same_is_stored_once(batch: Batch, tmp_path: Path) -> None:
    rows = [dict(ROWS[0], id=str(number), copies="1", name=f"Ada {number}") for number in range(60)]
    batch(rows, "--merge", str(tmp_path / "all.pdf"))
    separate = sum(path.stat().st_size for path in (tmp_path / "out").glob("*.pdf"))
    assert (tmp_path / "all.pdf").stat().st_size < separate / 8


FULL = {"muscle": "gastrocnemius"}


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([FULL, FULL], "1 handout begins on an even page"),
        ([{**FULL, "copies": "4"}], "2 handouts begin on an even page"),
        ([FULL], ""),
        ([{**FULL, "layout": "do"}, FULL], ""),
    ],
)
def test_a_handout_on_the_back_of_another_is_told_of(
    batch: Batch, tmp_path: Path, rows: list[dict[str, str]], told: str
) -> None:
    result = batch(rows, "--merge", str(tmp_path / "all.pdf"))
    assert len(pypdfium2.PdfDocument(tmp_path / "out" / "2.gastrocnemius.en.pdf")) % 2 == ("layout" not in rows[0])
    assert ("all.pdf: " + told in result.stderr) if told else "even page" not in result.stderr
    assert ("--duplex" in result.stderr) == bool(told)


def test_with_duplex_nothing_stands_on_a_back(batch: Batch, tmp_path: Path) -> None:
    assert "even page" not in batch([FULL, FULL], "--merge", str(tmp_path / "all.pdf"), "--duplex").stderr


def test_no_print_run_without_a_good_row(batch: Batch, tmp_path: Path) -> None:
    assert batch([{"muscle": "?"}], "--merge", str(tmp_path / "run" / "all.pdf")).exit_code == 3
    assert list((tmp_path / "run").iterdir()) == []


def test_a_run_too_large_goes_on_in_another_file(batch: Batch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handouts.batch.print_run.file.MOST_OBJECTS", 2000)
    batch([ROWS[0], ROWS[3], ROWS[5]], "--merge", str(tmp_path / "all.pdf"))
    runs = sorted(path.name for path in tmp_path.glob("all*.pdf"))
    assert runs[-1] == "all.pdf"
    assert runs[:-1] == [f"all-{number}.pdf" for number in range(2, len(runs) + 1)]
    assert 2 <= len(runs) <= 4, "at most one file a handout"
    assert all(problems(tmp_path / name) == [] for name in runs)
    assert sum(len(pypdfium2.PdfDocument(tmp_path / name)) for name in runs) % 4 == 0


def test_objects_of_a_file(batch: Batch, tmp_path: Path) -> None:
    batch(ROWS[:1])
    data = (tmp_path / "out" / "b.gastrocnemius.en.pdf").read_bytes()
    objects, root = objects_of(data)
    catalog = objects[root]
    assert b"/Type /Catalog" in catalog
    assert objects[reference(catalog, b"Pages")].startswith(b"<<")
