"""What a patient sees: every figure and the key pages, compared with pictures that somebody has looked at.

`pytest tests/pictures --renew` writes those that look different anew and removes those that nobody wants any more.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from tests.pictures.compare import COMMAND, MOST_BYTES, REFERENCE, complaint, renewed
from tests.pictures.wanted import FigureWish, PageWish, figure_picture, figures, page_picture, pages
from tests.sample import sample

FIGURES, PAGES = list(figures()), list(pages())


def check(name: str, picture: Image.Image, renew: bool) -> None:
    if renew:
        renewed(name, picture)
    assert complaint(name, picture) == ""


@pytest.mark.parametrize("wish", sample(FIGURES, 4), ids=lambda wish: wish.name)
def test_a_figure_looks_as_its_reference(wish: FigureWish, renew: bool, tmp_path: Path) -> None:
    check(wish.name, figure_picture(wish, tmp_path), renew)


@pytest.mark.parametrize("wish", sample(PAGES, 4), ids=lambda wish: wish.name)
def test_a_page_looks_as_its_reference(wish: PageWish, renew: bool) -> None:
    check(wish.name, page_picture(wish), renew)


def test_no_reference_is_left_over(renew: bool) -> None:
    wanted = {wish.name for wish in FIGURES} | {wish.name for wish in PAGES}
    left = [path for path in sorted(REFERENCE.glob("*")) if path.stem not in wanted or path.suffix != ".png"]
    if renew:
        for path in left:
            path.unlink()
    else:
        assert left == [], f"nobody compares with these; remove them with: {COMMAND}"


def test_references_stay_small() -> None:
    sizes = {path.name: path.stat().st_size for path in REFERENCE.glob("*.png")}
    assert {name: size for name, size in sizes.items() if size > MOST_BYTES} == {}
