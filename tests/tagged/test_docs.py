"""The page of documentation: its example runs, what it makes is tagged, and every public name is explained."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pikepdf
import pytest

import handouts.tagged
from handouts.tagged import canvas_maker

from .crosscheck import problems
from .helpers import tree

PAGE = Path(__file__).parents[2] / "docs" / "tagged.md"


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that the example writes."""
    (example,) = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    monkeypatch.chdir(tmp_path)
    exec(compile(example, str(PAGE), "exec"), {"__name__": "example"})
    (path,) = tmp_path.iterdir()
    return path


def test_the_example_makes_a_tagged_file_in_reading_order(made: Path) -> None:
    document = tree(made.read_bytes())
    assert [child.tag for child in document.children] == ["H1", "P", "L", "Figure", "Table"]
    assert document.children[1].outline() == "P(Link)"
    assert document.children[3].get("Alt") == "A dark square"
    assert "with one finger" in document.children[2].text
    assert [head.text.strip() for head in document.all("TH")] == ["Day", "Minutes"]
    assert problems(made.read_bytes()) == []


def test_the_examples_file_says_that_it_is_accessible_and_archival(made: Path) -> None:
    with pikepdf.open(made) as pdf:
        assert pdf.Root.MarkInfo.Marked
        metadata = pdf.open_metadata()
        assert metadata["pdfuaid:part"] == "1"
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
        assert str(pdf.Root.Lang) == "en-GB"
        assert pdf.docinfo["/Title"] == "Neck care"


@pytest.mark.parametrize("name", handouts.tagged.__all__)
def test_the_page_explains_every_public_name(name: str) -> None:
    names = PAGE.read_text("utf-8").partition("## Public names")[2].partition("\n## ")[0]
    assert re.search(rf"`{name}\b", names)


@pytest.mark.parametrize("option", inspect.signature(canvas_maker).parameters)
def test_the_page_names_every_option_of_the_canvas(option: str) -> None:
    row = next(line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| `canvas_maker"))
    assert re.search(rf"\b{option}\b", row)


def test_the_docstring_knows_only_names_that_there_are() -> None:
    said = inspect.getdoc(handouts.tagged) or ""
    used = set(re.findall(r"\b(Tagged\w+|Element|canvas_maker)\b", said))
    assert {"Element", "TaggedParagraph", "canvas_maker"} <= used <= set(handouts.tagged.__all__)
