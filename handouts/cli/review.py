"""Options and commands about sign-off: approve, withdraw, verify, and what the other commands need of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from handouts.cli.options import CLINIC, FilePath, option, together
from handouts.cli.terminal import warn
from handouts.errors import ContentError, Problem

if TYPE_CHECKING:
    from handouts.approval.standing import Standing
    from handouts.clinic.choices import Choices
    from handouts.content.library import Library, Muscle
    from handouts.handout.options import Options
    from handouts.style.words import Strings

review_options = together(
    option(
        CLINIC,
        "--approvals",
        type=FilePath(),
        metavar="FILE",
        help="What your clinic has signed; approvals.toml beside the clinic file when not given.",
    ),
    option(
        CLINIC,
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

    found: list[tuple[Muscle, Options]] = []
    problems: list[Problem] = []
    for each in muscles:
        muscle = wishes.muscle(each)
        options = wishes.options_of([muscle.facts], wishes.handout)
        standing = wishes.standing(muscle, strings, options)
        found.append((muscle, replace(options, standing=standing)))
        name = f"{muscle.id} ({muscle.lang}, {wishes.locale.tag})"
        if wishes.require_approved and not standing.approved:
            problems.append(Problem(name, "", f"is not approved: {standing.why}"))
        elif standing.approval and not standing.approved:
            warn(f"{name}: is a draft: {standing.why}")
    if problems:
        raise ContentError(problems)
    return found


def in_one_handout(each: Sequence[tuple[Muscle, Options]], wishes: Choices) -> tuple[list[Muscle], Options]:
    """The muscles of a handout of several, and its options, with what it may say about its review."""
    from dataclasses import replace

    from handouts.review.judge import joint_standing

    muscles = [muscle for muscle, _ in each]
    options = wishes.options_of([muscle.facts for muscle in muscles], wishes.handout)
    return muscles, replace(options, standing=joint_standing([options.standing for _, options in each]))


def reviewed_cards(
    wishes: Choices, library: Library, muscles: Sequence[str], lang: str, strings: Strings
) -> dict[str, Standing]:
    """What the cards of each muscle may say about their review.

    What keeps cards that somebody approved from being approved is told. Raises ContentError when nothing may be made
    that is not approved.
    """
    found: dict[str, Standing] = {}
    problems: list[Problem] = []
    for name in muscles:
        if lang in library.languages(name):
            standing = found[name] = wishes.deck_standing(library.muscle(name, lang), strings)
            if wishes.require_approved and not standing.approved:
                problems.append(Problem(f"{name} ({lang}), deck", "", f"is not approved: {standing.why}"))
            elif standing.approval and not standing.approved:
                warn(f"{name} ({lang}), deck: is a draft: {standing.why}")
    if problems:
        raise ContentError(problems)
    return found
