"""The commands `approve` and `withdraw`. The work is imported inside."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from handouts.cli.command import EXAMPLE, SIGN, Command
from handouts.cli.options import CLINIC, RESULT, SIGNED, FilePath, lang_option, muscle_argument, option, together
from handouts.cli.sources import clinic_choices, library_of, meant, templates_of
from handouts.cli.terminal import tell, wrote
from handouts.errors import HandoutsError

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from handouts.clinic.choices import Choices
    from handouts.content.library import Library
    from handouts.review.sign_off import Proposal

where_options = together(
    option(CLINIC, "--clinic", type=FilePath(), metavar="FILE", help="Your clinic's file; its changed words count."),
    option(
        CLINIC,
        "--approvals",
        type=FilePath(),
        metavar="FILE",
        help="What your clinic has signed; beside the clinic file.",
    ),
)
approve_options = together(
    option(SIGNED, "--reviewer", required=True, metavar="TEXT", help='Who signs: "name, role, registration".'),
    lang_option,
    where_options,
    option(SIGNED, "--until", metavar="DATE", help="The day of the next review; a year from today when not given."),
    option(
        SIGNED,
        "--locale",
        "locales",
        multiple=True,
        metavar="TAG",
        help="A place whose numbers are signed as well, such as en-GB, or plain; may stand several times. "
        "The clinic's place when not given.",
    ),
    option(
        SIGNED,
        "--dose-range",
        multiple=True,
        metavar="KEY=RANGE",
        help="How far a dose may go, such as pressure=2-4,weeks=1-6; the usual dose when not given.",
    ),
    option(SIGNED, "--deck", is_flag=True, help="The cards of the deck as well."),
    option(
        RESULT,
        "--reading-copy",
        type=FilePath(),
        metavar="FILE.pdf",
        help="Where the reading copy goes; beside the approvals when not given.",
    ),
    option(RESULT, "--sign", "key", type=FilePath(), metavar="KEYFILE", help="Sign it with an ed25519 key."),
    option(RESULT, "--yes", is_flag=True, help="It has been read: sign without being asked."),
)
withdraw_options = together(
    option(SIGNED, "--reviewer", required=True, metavar="TEXT", help='Who withdraws it: "name, role, registration".'),
    option(SIGNED, "--why", default="", metavar="TEXT", help="Why, in a few words."),
    lang_option,
    where_options,
    option(RESULT, "--yes", is_flag=True, help="Withdraw without being asked."),
)


def approve(
    library: Library, templates: tuple[Path, ...], choices: Choices, muscle_id: str, asked: dict[str, Any]
) -> Iterator[str]:
    """Write the reading copy, ask, and record the approval. Yields the paths that were written."""
    from handouts.approval.file import read_approvals
    from handouts.page.pdf import to_pdf
    from handouts.style.theme import load_theme
    from handouts.writing import write_whole

    path = _approvals_path(asked)
    before = read_approvals(path, new=True)  # what is wrong with it is told before anybody reads and signs
    proposal = _propose(library, templates, choices, muscle_id, len(before.approvals) + 1, asked)
    for line in choices.notices([library.muscle(muscle_id, asked["lang"])]):
        tell(line)
    approval = proposal.approval
    copy = asked["reading_copy"] or path.parent / path.stem / f"{approval.muscle}.{approval.lang}.pdf"
    yield str(write_whole(copy, to_pdf(proposal.reading_copy(), load_theme(templates))))
    for line in _summary(proposal):
        tell(line)
    if not asked["yes"]:
        click.confirm(f"Has all of {copy.name} been read, and is it right? Sign it?", abort=True, err=True)
    if asked["key"]:
        proposal = _signed(proposal, asked["key"])
    yield str(proposal.record(path))
    yield str(path)


def _propose(
    library: Library, templates: tuple[Path, ...], choices: Choices, muscle_id: str, number: int, asked: dict[str, Any]
) -> Proposal:
    from handouts.approval.day import today
    from handouts.review.judge import asked_dose
    from handouts.review.sign_off import propose, read_ranges
    from handouts.style.words import load_locale, load_strings

    strings = load_strings(templates, asked["lang"])
    muscle = choices.muscle(library.muscle(muscle_id, asked["lang"]))
    tags = [None if tag == "plain" else tag for tag in asked["locales"]]
    locales = list({each.tag: each for each in (load_locale(templates, tag) for tag in tags)}.values())
    on = today()
    return propose(
        choices.content(muscle, strings),
        strings,
        locales or [choices.locale],
        asked["reviewer"],
        on,
        _until(asked["until"], on),
        deck=asked["deck"],
        dose={**asked_dose(muscle, choices.options), **read_ranges(asked["dose_range"])},
        clinic=asked["clinic"].name if asked["clinic"] else "",
        number=number,
    )


def _until(text: str | None, on: date) -> date:
    from datetime import date

    if text is None:
        return date(on.year + 1, on.month, min(on.day, 28))
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise HandoutsError(f"--until: {text[:30]!r} is no day; write it as 2027-11-23") from None


def _summary(proposal: Proposal) -> Iterator[str]:
    """What is about to be signed, in a few lines."""
    approval = proposal.approval
    count = {kind: sum(item.kind == kind for item in proposal.items) for kind in ("words", "figure", "safety", "card")}
    cards = f", {count['card']} cards" if approval.deck else ""
    yield (
        f"{approval.muscle} ({approval.lang}), version {approval.version}: {count['words']} sentences, "
        f"{count['figure']} figures, {count['safety']} warnings{cards}; for {', '.join(approval.locales)}"
    )
    ranges = (
        f"{name} {low} to {high}" if high > low else f"{name} {low}" for name, (low, high) in approval.dose.items()
    )
    yield f"dose: {', '.join(ranges)}"
    yield f"{approval.who}, {approval.on}; next review {approval.until}"


def _signed(proposal: Proposal, key: Path) -> Proposal:
    from dataclasses import replace

    from handouts.approval.sign import NeedsPassphraseError, signed

    try:
        made = signed(proposal.approval, key)
    except NeedsPassphraseError:
        if not sys.stdin.isatty():
            raise
        made = signed(proposal.approval, key, click.prompt("Passphrase of the key", hide_input=True, err=True))
    return replace(proposal, approval=made)


def withdraw(muscle_id: str, asked: dict[str, Any]) -> str:
    """Record that the last approval no longer counts. Returns the file's path.

    Raises HandoutsError when there is none, or none any more.
    """
    from handouts.approval.day import today
    from handouts.approval.file import Withdrawal, add_withdrawal, read_approvals
    from handouts.review.sign_off import read_reviewer
    from handouts.style.plaintext import plain_text

    path = _approvals_path(asked)
    approvals = read_approvals(path)
    approval = approvals.latest(muscle_id, asked["lang"])
    if approval is None:
        raise HandoutsError(f"{path}: has no approval of {muscle_id} ({asked['lang']})")
    if gone := approvals.withdrawal(approval):
        raise HandoutsError(f"{path}: the approval of {muscle_id} ({asked['lang']}) was withdrawn on {gone.on} already")
    by = ", ".join(read_reviewer(asked["reviewer"]))
    if not asked["yes"]:
        said = f"{muscle_id} ({asked['lang']}), approved by {approval.who} on {approval.on}"
        click.confirm(f"Withdraw the approval of {said}?", abort=True, err=True)
    why = plain_text(asked["why"], "--why", longest=200)
    add_withdrawal(path, Withdrawal(approval=approval.id, on=today(), by=by, why=why))
    return str(path)


def _approvals_path(asked: dict[str, Any]) -> Path:
    """The file that was named, the one beside the clinic's file, or one in this folder."""
    from pathlib import Path

    from handouts.approval.file import NAME

    named: Path | None = asked["approvals"]
    clinic: Path | None = asked["clinic"]
    return named or (clinic.parent / NAME if clinic else Path(NAME))


# --- the commands --------------------------------------------------------------------------------------------


@click.command(
    "approve",
    cls=Command,
    heading=SIGN,
    epilog=EXAMPLE + 'handouts approve gastrocnemius --reviewer "name, role, registration" --locale en-GB',
)
@muscle_argument
@approve_options
@click.pass_context
def approve_command(ctx: click.Context, /, muscle: str, **options: Any) -> None:
    """Put a clinician's name to MUSCLE.

    Writes a reading copy, asks once, and records what was signed. One approval is for a language and some places,
    and for every side, sheet, technique and exercise. When any of the words, figures, doses or warnings changes, every
    handout of it is a draft again.
    """
    library = library_of(ctx)
    (muscle,) = meant(library, [muscle])
    asked = {**options, "approvals": None}  # what was signed before does not matter
    for path in approve(library, templates_of(ctx), clinic_choices(ctx, asked), muscle, options):
        wrote(path)


@click.command(
    "withdraw",
    cls=Command,
    heading=SIGN,
    epilog=EXAMPLE + 'handouts withdraw gastrocnemius --reviewer "name, role, registration"',
)
@muscle_argument
@withdraw_options
@click.pass_context
def withdraw_command(ctx: click.Context, /, muscle: str, **options: Any) -> None:
    """Withdraw the approval of MUSCLE.

    Its handouts then say that they are not to be used.
    """
    wrote(withdraw(muscle, options))
