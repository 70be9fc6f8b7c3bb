"""The stages of the pipeline: no stage imports a later one, and nothing heavy loads before it is needed."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import handouts

PACKAGE = Path(handouts.__file__).parent
ORDER = [
    {"errors"},
    {"paths", "theme", "model"},
    {"fonts", "figure", "strings"},
    {"filling"},
    {"dose"},
    {"surface"},
    {"library", "crosscheck", "painmap"},
    {"figures", "document", "spoken", "references", "safety"},
    {"handout", "flashcards", "deck_words", "ledger"},
]
STAGE = {name: stage for stage, names in enumerate(ORDER) for name in names}


def imported(path: Path) -> set[str]:
    """Every module of the package that a file imports, wherever in the file."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        found |= {name.removeprefix("handouts.") for name in names if name.startswith("handouts.")}
    return found


@pytest.mark.parametrize("name", sorted(STAGE))
def test_no_stage_imports_a_later_one(name: str) -> None:
    for other in imported(PACKAGE / f"{name}.py"):
        module = other.split(".")[0]
        if module in STAGE:
            assert STAGE[module] <= STAGE[name], f"{name} imports {other}"
        else:
            assert module not in ("render", "cli", "batch", "artwork", "export"), f"{name} imports {other}"


def test_renderers_read_no_content_files() -> None:
    for path in (PACKAGE / "render").glob("*.py"):
        assert not {"library.load", "cli", "batch"} & imported(path), path.name


def test_tagged_knows_nothing_of_the_rest() -> None:
    for path in (PACKAGE / "tagged").glob("*.py"):
        assert all(name.startswith("tagged") for name in imported(path)), path.name


def test_nothing_at_run_time_needs_the_artwork() -> None:
    users = [p for p in PACKAGE.rglob("*.py") if "artwork" not in p.parts and any("artwork" in n for n in imported(p))]
    assert [p.name for p in users] in ([], ["cli.py"])


def test_help_loads_no_renderer() -> None:
    heavy = ("reportlab", "genanki", "pydantic", "jinja2", "numpy")
    code = f"import sys, handouts.cli.main; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
