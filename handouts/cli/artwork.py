"""The command `artwork`: scenes are drawn into art files, and into pictures to look at."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from handouts.cli import names
from handouts.cli.command import AUTHORS, EXAMPLE, Command
from handouts.cli.options import RESULT, WORDS, option, output_option
from handouts.cli.sources import content_of, templates_of
from handouts.cli.terminal import quiet, show, wrote
from handouts.errors import HandoutsError
from handouts.writing import write_whole

if TYPE_CHECKING:
    from handouts.drawing.shapes import Figure
    from handouts.style.theme import Palette

PICTURE_WIDTH = 420.0
"""Points: on a screen a drawing is looked at larger than it is printed."""
LOOK_AGAIN = 0.5  # seconds between two looks at the files


@click.command(cls=Command, heading=AUTHORS, epilog=EXAMPLE + "handouts artwork roller_normal --png")
@click.argument("scenes", type=WORDS, nargs=-1, shell_complete=names.complete_scene)
@option(RESULT, "--png", is_flag=True, help="Write a picture to look at beside each drawing.")
@option(RESULT, "--watch", is_flag=True, help="Go on: draw again whenever a file of the scenes changes; Ctrl-C ends.")
@option(
    RESULT, "--grid", is_flag=True, help="Write pictures of plates with a 10 mm grid, to read borders from; no drawing."
)
@option(
    RESULT, "--measure", is_flag=True, help="Draw nothing: stage people anew, and remember what is measured of them."
)
@output_option("Folder of the drawings; content/art when not given.", "dir", default=None)
@click.pass_context
def artwork(
    ctx: click.Context,
    /,
    scenes: tuple[str, ...],
    png: bool,
    watch: bool,
    grid: bool,
    measure: bool,
    output: Path | None,
) -> None:
    """Draw the SCENES anew, all when none is named.

    From content/scenes into content/art. Needs the extra [artwork] and the body model, see CONTRIBUTING.md.
    """
    from handouts.style.theme import load_theme

    root = content_of(ctx)[0]
    folder = output or root / "art"

    def draw_all() -> None:
        from handouts.artwork.scenes.run import draw

        for path in draw(scenes or None, root / "scenes", folder, _tell_measure):
            wrote(path)
            if png:
                wrote(write_picture(path, root, load_theme(templates_of(ctx)).palette("colour", "light")))

    try:
        if grid:
            palette = load_theme(templates_of(ctx)).palette("colour", "light")
            for name in scenes:
                wrote(write_grid(name, root, output or Path(), palette))
        elif measure:
            from handouts.artwork.scenes.run import measure_again

            for path in measure_again(scenes or None, root / "scenes", folder, _tell_measure):
                wrote(path)
        elif watch:
            _again_and_again(draw_all, (root / "scenes", root / "body"))
        else:
            draw_all()
    except ImportError as error:
        raise HandoutsError(f'{error.name} is missing: drawing needs pip install "handouts[artwork]"') from error
    except (ValueError, FileNotFoundError) as error:
        raise HandoutsError(str(error)) from error


def _tell_measure(said: str) -> None:
    if not quiet():
        show(f"  {said}")


def write_picture(art_file: Path, root: Path, palette: Palette) -> Path:
    """Write `<drawing>.png` beside a drawing; no figure or muscle needs to have it yet. Raises ContentError."""
    from handouts.drawing.art import read_drawing
    from handouts.drawing.body import SURFACES
    from handouts.files import data_dir
    from handouts.page.figure_file import figure_png

    drawing = read_drawing(art_file, (root / SURFACES, data_dir("content") / SURFACES))
    return write_whole(art_file.with_suffix(".png"), figure_png(_whole(drawing), palette))


def write_grid(plate: str, root: Path, folder: Path, palette: Palette) -> Path:
    """Write `<plate>_grid.png`, which needs the plate's drawing. Raises ValueError, FileNotFoundError."""
    from handouts.artwork.scenes.plate_grid import grid_figure
    from handouts.content.library import Art
    from handouts.page.figure_file import figure_png

    figure = grid_figure(Art((root / "art",)).drawing(plate), root / "scenes", root / "art")
    return write_whole(folder / f"{plate}_grid.png", figure_png(figure, palette))


def _whole(drawing: object) -> Figure:
    """A figure of nothing but a drawing."""
    from handouts.drawing.art import Drawing
    from handouts.drawing.shapes import Figure, Group

    assert isinstance(drawing, Drawing)
    scale = PICTURE_WIDTH / max(drawing.width, drawing.height)
    width, height = drawing.width * scale, drawing.height * scale
    group = Group(drawing.layers, scale, clip=(0.0, 0.0, width, height))
    return Figure(drawing.id, width, height, (group,), drawing.id, drawing.id, {})


def _again_and_again(draw_all: Callable[[], None], folders: Sequence[Path]) -> None:
    """Draw now and after every change of a file in the folders. What cannot be drawn is said, and then mended."""
    before: dict[Path, int] = {}
    try:
        while True:
            now = _stamps(folders)
            if now != before:
                before = now
                try:
                    draw_all()
                except (ValueError, FileNotFoundError, HandoutsError) as error:
                    show(f"{error}")
            time.sleep(LOOK_AGAIN)
    except KeyboardInterrupt:
        return


def _stamps(folders: Sequence[Path]) -> dict[Path, int]:
    """When each file was changed last."""
    return {path: path.stat().st_mtime_ns for folder in folders for path in sorted(folder.rglob("*.toml"))}
