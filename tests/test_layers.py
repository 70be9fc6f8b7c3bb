"""The house: no folder imports one above it, and nothing heavy loads before it is needed."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

import handouts

PACKAGE = Path(handouts.__file__).parent
FOLDERS = {
    "errors": set(),
    "child": set(),
    "writing": {"errors"},
    "syntax": {"errors"},
    "files": {"syntax"},
    "shaping": {"errors", "tagged"},
    "style": {"files", "writing", "shaping"},
    "drawing": {"style"},
    "logo": {"files", "child"},
    "content": {"drawing"},
    "approval": {"content"},
    "figures": {"content"},
    "handout": {"figures", "logo", "approval"},
    "page": {"handout", "tagged"},
    "deck": {"figures", "approval"},
    "review": {"page"},
    "clinic": {"review"},
    "batch": {"clinic"},
    "check": {"page", "deck", "clinic"},
    "author": {"check", "artwork"},
    "web": {"batch", "deck"},
    "cli": {"batch", "author", "web"},
    "tagged": set(),
    "artwork": {"drawing"},
}
"""What stands directly below each folder or file of the package; what is below that is below it too."""


def below(name: str) -> set[str]:
    """Everything that a folder may import."""
    return FOLDERS[name].union(*(below(lower) for lower in FOLDERS[name]))


def room(path: Path) -> str:
    """The folder of the package that a file is in, or its own name."""
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def modules(path: Path, *, for_types: bool = True) -> set[str]:
    """Every module of the package that a file imports, wherever in the file, relative imports resolved."""
    found = set()
    package = ("handouts", *path.relative_to(PACKAGE).parent.parts)
    tree = ast.parse(path.read_text("utf-8"))
    if not for_types:
        tree.body = [node for node in tree.body if not (isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node))]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = ".".join((*package[: len(package) - node.level + 1], *([node.module] if node.module else [])))
            base = base if node.level else node.module or ""
            found |= {base, *(f"{base}.{alias.name}" for alias in node.names)}
    return {name for name in found if name.startswith("handouts.")}


def imported(path: Path) -> set[str]:
    """Every folder of the package that a file imports from."""
    return {name.split(".")[1] for name in modules(path)} & FOLDERS.keys()


def test_every_folder_has_its_place() -> None:
    rooms = {room(path) for path in PACKAGE.rglob("*.py")} - {"__init__", "__main__"}
    assert rooms == FOLDERS.keys()


def test_the_house_is_as_it_is_drawn() -> None:
    """The list in ARCHITECTURE.md: a folder, an arrow to those below it, and what it is."""
    text = (PACKAGE.parent / "ARCHITECTURE.md").read_text("utf-8").partition("## The house")[2].partition("## ")[0]
    drawn = re.findall(r"^    (\w+) +(?:-> ((?:\w+, )*\w+) )? +\S", text, re.MULTILINE)
    assert {name: set(lower.split(", ")) - {""} for name, lower in drawn} == FOLDERS


@pytest.mark.parametrize("name", FOLDERS)
def test_no_folder_imports_one_above_it(name: str) -> None:
    allowed = {name, *below(name)}
    for path in sorted(PACKAGE.rglob("*.py")):
        if room(path) == name:
            assert imported(path) <= allowed, f"{path.relative_to(PACKAGE)} imports {imported(path) - allowed}"


def test_modules_import_each_other_in_no_circle() -> None:
    graph = {}
    for path in PACKAGE.rglob("*.py"):
        name = ".".join(("handouts", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__")
        graph[name] = modules(path, for_types=False) - {name}
    done: set[str] = set()

    def visit(name: str, way: tuple[str, ...]) -> None:
        assert name not in way, f"a circle: {' -> '.join((*way, name))}"
        if name not in done:
            for other in sorted(graph[name] & graph.keys()):
                visit(other, (*way, name))
            done.add(name)

    for name in sorted(graph):
        visit(name, ())


def test_tagged_imports_nothing_of_the_project() -> None:
    for path in (PACKAGE / "tagged").glob("*.py"):
        assert imported(path) <= {"tagged"}, path.name


def test_only_the_command_line_knows_click() -> None:
    for path in PACKAGE.rglob("*.py"):
        assert room(path) in ("cli", "batch") or "import click" not in path.read_text("utf-8"), path.name


def test_help_loads_no_renderer() -> None:
    heavy = ("reportlab", "genanki", "pydantic", "jinja2", "numpy", "tempfile", "tomllib", "uharfbuzz")
    code = f"import sys, handouts.cli.main; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
