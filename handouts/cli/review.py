"""Options and commands about sign-off: approve, withdraw, verify, and what the other commands need of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from handouts.cli.options import FilePath, together
from handouts.errors import ContentError, Problem

if TYPE_CHECKING:
    from handouts.clinic.choices import Choices
    from handouts.content.library import Muscle
    from handouts.handout.options import Options
    from handouts.style.words import Strings

Command = TypeVar("Command", bound=Callable[..., Any])

review_options = together(
    click.option(
        "--approvals",
        type=FilePath(),
        metavar="FILE",
        help="What your clinic has signed; approvals.toml beside the clinic file when not given.",
    ),
    click.option(
        "--require-approved",
        is_flag=True,
        help="Make nothing that nobody has approved, or that has changed since; say what it is.",
    ),
)


def reviewed(wishes: Choices, muscles: Sequence[Muscle], strings: Strings) -> list[tuple[Muscle, Options]]:
    """The muscles in the clinic's words, and their options with what each sheet may say about its review.

    What keeps a sheet that somebody approved from being approved is told. Raises ContentError when nothing may be
    made that is not approved.
    """
    from dataclasses import replace

    found, problems = [], []
    for each in muscles:
        muscle = wishes.muscle(each)
        standing = wishes.standing(muscle, strings, wishes.handout)
        found.append((muscle, replace(wishes.handout, standing=standing)))
        name = f"{muscle.id} ({muscle.lang}, {wishes.locale.tag})"
        if wishes.require_approved and not standing.approved:
            problems.append(Problem(name, "", f"is not approved: {standing.why}"))
        elif standing.approval and not standing.approved:
            click.echo(f"{name}: is a draft: {standing.why}", err=True)
    if problems:
        raise ContentError(problems)
    return found
