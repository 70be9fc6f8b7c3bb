"""The pages for people who read the code: every file that they name is there."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]
PAGES = sorted(path.relative_to(PROJECT) for path in (*PROJECT.glob("*.md"), *PROJECT.glob("docs/*.md")))
PATH = re.compile(r"(?:handouts|tests|benchmarks|templates|content|docs)/[\w./-]*\w/?")
PART = re.compile(r"(?:\w+/)+\w+\.py")
"""A module, named from the project's folder or from the package's."""


def named(page: Path) -> set[str]:
    """The files and folders that a page names; not those with a <part> or a * to fill in."""
    text = (PROJECT / page).read_text("utf-8")
    text = re.sub(r"https?://\S+", "", text)
    words = {word.strip("`().,:;") for word in text.split()}
    return {word for word in words if not set(word) & set("<>*{}") and (PATH.fullmatch(word) or PART.fullmatch(word))}


def test_there_are_pages_that_name_files() -> None:
    known = {"README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "docs/decisions.md", "docs/tagged.md"}
    assert known <= {str(page) for page in PAGES}
    assert len(named(Path("docs/decisions.md"))) > 20


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_every_file_that_a_page_names_is_there(page: Path) -> None:
    places = (PROJECT, PROJECT / "handouts", PROJECT / "handouts" / "artwork")
    assert [name for name in sorted(named(page)) if not any((place / name).exists() for place in places)] == []


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_every_link_to_a_file_leads_to_one(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", (PROJECT / page).read_text("utf-8"))
    assert [link for link in links if not (PROJECT / page.parent / link).exists()] == []


@pytest.mark.parametrize("page", ["README.md", "docs/clinic.md", "docs/command-line.md", "docs/handout.md"])
def test_every_shell_reads_the_lines_to_type_alike(page: str) -> None:
    """cmd.exe knows no single quotes and no backslash at a line's end; PowerShell takes a list with commas apart."""
    text = (PROJECT / page).read_text("utf-8")
    typed = [
        *re.findall(r"^    (handouts .*?)(?:   .*)?$", text, re.MULTILINE),
        *re.findall(r"`((?:handouts|uv|--)[^`]*)`", text),
    ]
    assert typed
    assert [line for line in typed if "'" in line or line.endswith("\\") or re.search(r" [\w-]+,[\w-]+", line)] == []


def test_every_surface_and_view_stands_in_the_page_for_authors() -> None:
    text = (PROJECT / "CONTRIBUTING.md").read_text("utf-8")
    said = set(re.findall(r"`([a-z_-]+)`", text[text.index("## Places and views") :]))
    surfaces = tomllib.loads((PROJECT / "content" / "body" / "surfaces.toml").read_text("utf-8"))
    views = {path.stem for path in (PROJECT / "content" / "scenes" / "views").glob("[a-z]*.toml")}
    assert set(surfaces) <= said
    assert {view for view in views if not view.endswith("_f")} <= said


def test_the_notice_names_every_package_that_the_program_uses() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    others = {"test", "browsers", "dev", "validate", "artwork", "xlsx"}  # for contributors, and a former name
    extras = (needed for extra, needed in project["optional-dependencies"].items() if extra not in others)
    used = {re.split(r"[\[>]", name)[0] for needed in (project["dependencies"], *extras) for name in needed}
    notice = (PROJECT / "NOTICE").read_text("utf-8").lower()
    assert len(used) > 15
    assert sorted(name for name in used if name not in notice) == []
