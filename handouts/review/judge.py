"""What may a sheet say about its review? The one place that answers; whoever writes sheets or decks asks here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from handouts.approval.file import Approval, Approvals, hash_of
from handouts.approval.standing import Reviewer, Standing
from handouts.content.dose import Span
from handouts.content.library import Muscle
from handouts.content.model import Dose
from handouts.handout.options import Options, dose_of, span
from handouts.review.content import Content, of_locale
from handouts.style.words import Locale

UNITS = {"pressure": " of 10", "seconds": " seconds", "hold": " seconds", "weeks": " weeks", "times": " a day"}


def standing(approvals: Approvals | None, content: Content, locale: Locale, options: Options, day: date) -> Standing:
    """The review of one sheet that is dated `day`, in a place, with its dose. Raises HandoutsError for a wrong dose."""
    bare = Standing(content=content.hash, code=content.code(locale))
    muscle = content.muscle
    approval = approvals.latest(muscle.id, muscle.lang) if approvals else None
    if approvals is None or approval is None:
        return replace(bare, why="nobody has approved it")
    bare = replace(bare, approval=approval.id)
    if found := _ended(approvals, approval, content.hash, approval.content, day, bare):
        return found
    if locale.tag not in approval.locales:
        signed = ", ".join(approval.locales) or "none"
        return replace(bare, state="place", why=f"{locale.tag} was not signed (signed: {signed})")
    if approval.locales[locale.tag] != hash_of(of_locale(locale)):
        return replace(bare, state="changed", why=f"the numbers of {locale.tag} have changed since {approval.on}")
    if outside := list(outside_dose(approval, muscle, options)):
        return replace(bare, state="dose", why="; ".join(outside))
    return _approved(bare, approval)


def joint_standing(standings: Sequence[Standing]) -> Standing:
    """The review of a sheet of several muscles: approved when each is, until the first approval ends.

    It has no content of its own that was signed, so its file names no origin; on its pages stands the code of each.
    """
    code = " ".join(each.code for each in standings if each.code)
    if lacking := next((each for each in standings if not each.approved), None):
        return replace(lacking, content="", code=code)
    names = dict.fromkeys(each.reviewer for each in standings if each.reviewer)
    reviewer = Reviewer(", ".join(map(str, names))) if len(names) > 1 else next(iter(names), None)
    on = max((each.on for each in standings if each.on), default=None)
    until = min((each.until for each in standings if each.until), default=None)
    return Standing("approved", reviewer, on, until, code=code)


def deck_standing(approvals: Approvals | None, content: Content, day: date) -> Standing:
    """The review of a muscle's cards on a day."""
    muscle = content.muscle
    bare = Standing(content=content.deck_hash)
    approval = approvals.latest(muscle.id, muscle.lang) if approvals else None
    if approvals is None or approval is None or approval.deck is None:
        return replace(bare, why="nobody has approved its cards")
    bare = replace(bare, approval=approval.id)
    return _ended(approvals, approval, content.deck_hash, approval.deck, day, bare) or _approved(bare, approval)


def _ended(
    approvals: Approvals, approval: Approval, is_now: str, signed: str, day: date, bare: Standing
) -> Standing | None:
    """The standing of what was approved and no longer is, if that is so."""
    if gone := approvals.withdrawal(approval):
        return replace(bare, state="withdrawn", why=f"its approval was withdrawn on {gone.on}")
    if is_now != signed:
        return replace(bare, state="changed", why=f"it has changed since it was approved on {approval.on}")
    if day > approval.until:
        return replace(bare, state="expired", why=f"its approval ended on {approval.until}")
    return None


def _approved(bare: Standing, approval: Approval) -> Standing:
    return replace(bare, state="approved", reviewer=approval.who, on=approval.on, until=approval.until)


def outside_dose(approval: Approval, muscle: Muscle, options: Options) -> Iterator[str]:
    """A sentence for each value of a sheet's dose that was not signed: neither the usual one nor in a signed range."""
    usual = dose_spans(muscle.facts.dose)
    for name, (low, high) in asked_dose(muscle, options).items():
        least, most = approval.dose.get(name, usual.get(name, (1, 0)))
        if not (least <= low and high <= most) and usual.get(name) != (low, high):
            signed = f"signed is {_said(least, most)}" if least <= most else "none was signed"
            yield f"{name} {_said(low, high)}{UNITS.get(name, '')} was not approved: {signed}"


def asked_dose(muscle: Muscle, options: Options) -> dict[str, Span]:
    """The dose of a sheet, value by value."""
    weeks = span(options.weeks)
    return dose_spans(dose_of(muscle, options)) | ({"weeks": weeks} if weeks else {})


def dose_spans(dose: Dose) -> dict[str, Span]:
    """A dose by the names that options, rosters and approvals have for its values."""
    return {
        "pressure": dose.pressure,
        "seconds": dose.seconds,
        "hold": (dose.hold_seconds, dose.hold_seconds),
        "rounds": dose.rounds,
        "times": (dose.times_first_week, dose.times_later),
    }


def _said(low: int, high: int) -> str:
    return str(low) if low == high else f"{low} to {high}"
