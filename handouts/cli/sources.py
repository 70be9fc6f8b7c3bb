"""What commands have in common: whose content and templates, the library, the muscles meant, the clinic's file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from handouts import data_dir
from handouts.cli.options import MOST_NAMED, muscle_meant
from handouts.cli.terminal import warn
from handouts.errors import HandoutsError

if TYPE_CHECKING:
    from pathlib import Path

    from handouts.clinic.choices import Choices
    from handouts.content.library import Library


def content_of(ctx: click.Context) -> tuple[Path, ...]:
    """The folders of content, the person's own first."""
    own: tuple[Path, ...] = ctx.obj[0]
    return (*own, data_dir("content"))


def templates_of(ctx: click.Context) -> tuple[Path, ...]:
    """The folders of templates, the person's own first. Raises HandoutsError when there is no such folder."""
    own: tuple[Path, ...] = ctx.obj[1]
    for folder in own:
        if not folder.is_dir():
            raise HandoutsError(f"{folder}: no such template folder")
    return (*(folder.resolve() for folder in own), data_dir("templates"))


def library_of(ctx: click.Context) -> Library:
    """The library; nothing of it is read yet."""
    from handouts.content.reader import open_library

    return open_library(content_of(ctx))


def meant(library: Library, wanted: Sequence[str]) -> tuple[str, ...]:
    """The ids of the muscles that were named, each once; what another name was taken for is told."""
    return tuple(dict.fromkeys(muscle_meant(library, name) for name in dict.fromkeys(wanted)))


def sound(library: Library, lang: str) -> tuple[tuple[str, ...], dict[str, int]]:
    """The muscles of a language that can be used, and how many problems each of the others has.

    Where no muscle is in that language it is all, so that whoever uses them says so.
    """
    unfinished = library.unfinished(lang)
    translated = [name for name in library.ids() if (name, lang) in library.words] or library.ids()
    return tuple(name for name in translated if name not in unfinished), unfinished


def end_with(ctx: click.Context, unfinished: dict[str, int]) -> None:
    """Name the muscles that were left out, and end with exit code 1 if there are any."""
    for name, count in list(unfinished.items())[:MOST_NAMED]:
        problems = "1 problem" if count == 1 else f"{count} problems"
        warn(f"{name}: left out, not finished: {problems}; `handouts check {name}` names them")
    if len(unfinished) > MOST_NAMED:
        warn(f"and {len(unfinished) - MOST_NAMED} more")
    if unfinished:
        ctx.exit(1)


def clinic_choices(ctx: click.Context, asked: dict[str, Any]) -> Choices:
    """What the clinic's file says, and what it has signed, where nothing else is asked for.

    Without a clinic's file it is the one whose words were signed; without a language, that of the clinic's file.
    """
    from handouts.approval.file import read_approvals
    from handouts.clinic.choices import choose, read_own
    from handouts.style.theme import load_theme

    templates = templates_of(ctx)
    theme = load_theme(templates)
    clinic = asked["clinic"]
    if clinic is None and asked["approvals"]:
        clinic = read_approvals(asked["approvals"]).clinic_file
    wanted = {**asked, "clinic": clinic, "side": "both", "person": "man"}
    own = read_own(clinic, asked["approvals"], theme)
    lang = asked.get("lang") or (own[0].lang if own[0] else "en")
    return choose(wanted, set(), templates, theme, library_of(ctx), lang, own=own)
