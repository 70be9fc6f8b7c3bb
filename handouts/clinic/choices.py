"""What was asked for: the command line wins over the clinic file, the clinic file over the locale and what is usual."""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from handouts.approval.day import is_today, today
from handouts.approval.file import NAME, Approvals, read_approvals
from handouts.approval.standing import Standing
from handouts.clinic.file import ClinicFile, read_clinic
from handouts.clinic.known import addon_ids, check_names, of_all, readable, technique_ids
from handouts.clinic.warnings import check_safety, fewer_signs, with_safety
from handouts.content.dose import read_dose
from handouts.content.library import Library, Muscle
from handouts.content.model import Facts
from handouts.content.todo import unwritten_notice
from handouts.errors import HandoutsError, likely
from handouts.handout.options import SHEETS, Clinic, Options, dose_of, long_date, usual_sheets
from handouts.page.letterhead import logo_notices
from handouts.page.pdf import PdfOptions
from handouts.review.content import Content, content_of
from handouts.review.judge import deck_standing, standing
from handouts.style.choices import INKS, LAYOUTS, PAPERS, PERSONS, PRINTS, SHOWN, SKINS
from handouts.style.plaintext import named, plain_text, simpler_signs
from handouts.style.theme import Theme
from handouts.style.words import Locale, Strings, load_locale, other_places

LONGEST_NAME, LONGEST_DATE, LONGEST_NOTE = 80, 40, 12_000
MOST_SIGNS = 10
"""Different signs that are told of."""
ON_PAPER = ("paper", "print", "ink", "skin")
CLOSED: Mapping[str, Collection[str]] = {
    "side": SHOWN,
    "person": PERSONS,
    "layout": LAYOUTS,
    "sheets": tuple(SHEETS),
    "paper": PAPERS,
    "print": PRINTS,
    "ink": INKS,
    "skin": SKINS,
}
"""What may be chosen; who asks without a command line has nobody else that looks."""
ClinicsOwn = tuple[ClinicFile | None, Approvals | None]
"""A clinic's file, and what it has signed."""


@dataclass(frozen=True)
class Choices:
    """Everything that decides about a handout besides its content."""

    locale: Locale
    options: Options
    page: PdfOptions
    clinic: Clinic
    file: ClinicFile | None = None
    told: tuple[str, ...] = field(default=(), repr=False)
    """Lines for whoever asked: what was changed so that it can be printed, which place's numbers were taken."""
    approvals: Approvals | None = field(default=None, repr=False)
    """What the clinic has signed. What follows from it for a sheet is in that sheet's options, as is its day."""
    require_approved: bool = False
    """Whether nothing is made that nobody has approved."""
    day: date | None = field(default=None, repr=False)
    """The day that the sheets are dated; the day on which they are made when it is not given."""

    @property
    def handout(self) -> Options:
        """The options of a handout in this print: large print leaves out the sheets that were not asked for."""
        return replace(self.options, sheets=usual_sheets(self.options.sheets, self.page.print))

    def options_of(self, muscles: Sequence[Facts], options: Options) -> Options:
        """Options with the clinic's ways of massage and exercises where none are asked for and muscles have them."""
        if self.file is None:
            return options
        usual = self.file.options
        have = [{*technique_ids(facts), *addon_ids(facts)} for facts in muscles]

        def known(names: Sequence[str]) -> tuple[str, ...]:
            return tuple(name for name in names if any(name in each for each in have))

        return replace(
            options,
            techniques=options.techniques or known(usual.technique or ()),
            addons=options.addons or known(usual.with_ or ()),
        )

    def muscle(self, muscle: Muscle) -> Muscle:
        """The muscle with the clinic's words for its warnings, in the language that they are in."""
        return with_safety(muscle, self.file) if self.file and self.file.lang == muscle.lang else muscle

    def content(self, muscle: Muscle, strings: Strings) -> Content:
        """All that is signed of a muscle that has the clinic's words for its warnings."""
        return content_of(muscle, strings, self.clinic.footer)

    def standing(self, muscle: Muscle, strings: Strings, options: Options, day: date | None = None) -> Standing:
        """What a sheet of such a muscle may say about its review."""
        on = day or self.day or today()
        return standing(self.approvals, self.content(muscle, strings), self.locale, options, on)

    def deck_standing(self, muscle: Muscle, strings: Strings) -> Standing:
        """What the cards of a muscle may say about their review; a clinic's words do not stand on cards."""
        return deck_standing(self.approvals, content_of(muscle, strings), self.day or today())

    def notices(self, muscles: Sequence[Muscle]) -> list[str]:
        """What somebody should look at: texts that are still to be written, a dose that hardly can be meant; of the
        clinic's file, warnings that list fewer signs than ours, and a logo hardly seen.
        """
        file = self.file
        of_any = [line for muscle in muscles for line in unwritten_notice(muscle)]
        of_any += short_strips(muscles, self.options)
        if file is None:
            return of_any
        lines = dict.fromkeys(f"clinic file: {said}" for muscle in muscles for said in fewer_signs(muscle, file))
        return [
            *of_any,
            *lines,
            *(logo_notices(file.logo, self.page.print) if file.logo and file.letterhead else ()),
        ]


def short_strips(muscles: Sequence[Muscle], options: Options) -> Iterator[str]:
    """What is to be said of a dose that has less time for a strip than for holding one sore spot in it."""
    for muscle in muscles:
        dose = dose_of(muscle, options)
        if muscle.facts.massaged and dose.seconds[1] < dose.hold_seconds:
            yield (
                f"dose: {muscle.id}: a strip has {dose.seconds[1]} seconds, and one sore spot in it is held for "
                f"{dose.hold_seconds}: set hold too"
            )


def choose(
    asked: Mapping[str, Any],
    given: Collection[str],
    templates: tuple[Path, ...],
    theme: Theme,
    library: Library,
    lang: str,
    muscles: Sequence[str] = (),
    own: ClinicsOwn | None = None,
) -> Choices:
    """Bring command line, clinic file and locale together. `given` names what stood on the command line.

    Techniques and add-ons are those of some muscles; of all, when none is named. `own` is for whoever asks often, and
    has read the clinic's files before. Raises HandoutsError, ContentError with all problems of a clinic file.
    """
    file, approvals = own or read_own(asked.get("clinic"), asked.get("approvals"), theme)
    if file:
        check_safety(file, library, asked["clinic"].name, lang)
        check_names(file, library, asked["clinic"].name)
    chosen = {**asked, **_clinic_wishes(file, given)}
    _check_closed(chosen)
    locale = _locale(chosen.get("locale"), templates, file, asked)
    page = {name: chosen[name] for name in ON_PAPER if chosen.get(name)}
    page["paper"] = page.get("paper") or locale.paper
    dose = {**(file.dose.model_dump(exclude_none=True) if file else {}), **_dose(asked.get("dose") or ())}
    _check_together(chosen, given)
    facts = partial(readable, library, muscles)
    told: list[str] = []
    options = Options(
        side=chosen["side"],
        person=chosen["person"],
        layout=chosen.get("layout") or "full",
        patient_name=own_words("--patient-name", asked.get("patient_name"), told, longest=LONGEST_NAME),
        date=_date(asked.get("date"), locale),
        note=own_words("--note", asked.get("note"), told, lines=True, longest=LONGEST_NOTE),
        sheets=SHEETS.get(chosen.get("sheets") or ""),
        checked_by=own_words("--checked-by", asked.get("checked_by"), told, longest=LONGEST_NAME, shaped=False),
        techniques=_names("--technique", asked.get("techniques"), lambda: of_all(technique_ids, facts)),
        addons=_names("--with", asked.get("addons"), lambda: of_all(addon_ids, facts)),
        **dose,
    )
    return Choices(
        locale=locale,
        options=options,
        page=PdfOptions(**page, accent=file.accent if file else None, duplex=bool(chosen.get("duplex"))),
        clinic=_clinic(file) if file else Clinic(),
        file=file,
        told=(*told, *_place(asked.get("locale"), templates)),
        approvals=approvals,
        require_approved=bool(asked.get("require_approved") or (file and file.require_approved)),
        day=day_of(asked.get("date"), locale),
    )


def read_own(clinic: Path | None, approvals: Path | None, theme: Theme) -> ClinicsOwn:
    """The clinic's file and what it has signed; unless it is named, the latter is the file beside the former, if any.

    Raises HandoutsError, ContentError with all problems of a file.
    """
    file = read_clinic(clinic, theme) if clinic else None
    beside = clinic.parent / NAME if clinic else None
    signed = approvals or (beside if beside and beside.exists() else None)
    return file, read_approvals(signed) if signed else None


def day_of(text: str | None, locale: Locale) -> date | None:
    """The day that a date on paper means, 2026-03-01 or in the locale's words; None where it is none."""
    written = " ".join((text or "").split())
    if is_today(written):
        return today()
    pattern = re.escape(locale.date).replace("%\\-d", r"(?P<day>\d{1,2})").replace("%B", r"(?P<month>[^\W\d]+)")
    for form in (r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)", pattern.replace("%Y", r"(?P<year>\d{4})")):
        if match := re.fullmatch(form, written, re.IGNORECASE):
            word = match["month"]
            months = [name.casefold() for name in month_name]
            month = int(word) if word.isdecimal() else months.index(word.casefold()) if word.casefold() in months else 0
            with suppress(ValueError):
                return date(int(match["year"]), month, int(match["day"]))
    return None


def _check_closed(chosen: Mapping[str, Any]) -> None:
    """Choices that there are not, which would be taken for the usual ones, or for something else."""
    for name, there_are in CLOSED.items():
        value = chosen.get(name)
        if value and value not in there_are:
            option = "body" if name == "person" else name
            said = f"--{option}: {str(value)[:30]!r} is not one of {', '.join(there_are)}"
            raise HandoutsError(said, field=option)


def _check_together(chosen: Mapping[str, Any], given: Collection[str]) -> None:
    """Options of the command line that would do nothing beside the others. Raises HandoutsError."""
    layout = chosen.get("layout") or "full"
    if layout != "full" and "sheets" in given:
        raise HandoutsError(f"--sheets is for the whole handout: leave it out with --layout {layout}", field="sheets")
    if layout != "do" and chosen.get("checked_by"):
        raise HandoutsError("--checked-by is for the short sheet: add --layout do", field="checked-by")
    if chosen.get("addons") and (layout != "full" or 2 not in (SHEETS.get(chosen.get("sheets") or "") or (2,))):
        said = "--with: the exercises stand on sheet 2 of the whole handout, which is not printed"
        raise HandoutsError(said, field="with")


def _clinic_wishes(file: ClinicFile | None, given: Collection[str]) -> dict[str, Any]:
    """What the clinic file says and the command line does not."""
    if file is None:
        return {}
    wishes = file.options.model_dump(exclude_none=True, exclude={"technique", "with_"})
    if "body" in wishes:
        wishes["person"] = wishes.pop("body")
    if file.locale:
        wishes["locale"] = file.locale
    if file.duplex:
        wishes["duplex"] = True
    return {name: value for name, value in wishes.items() if name not in given}


def _locale(tag: str | None, templates: tuple[Path, ...], file: ClinicFile | None, asked: Mapping[str, Any]) -> Locale:
    try:
        return load_locale(templates, tag)
    except HandoutsError as error:
        if file and tag == file.locale:
            raise HandoutsError(f"{asked['clinic'].name}: locale: {error}") from None
        raise


def _clinic(file: ClinicFile) -> Clinic:
    return Clinic(
        name=file.name,
        address=file.address,
        phone=file.phone,
        contact=tuple(line for line in (file.email, file.web) if line),
        footer=file.footer,
        letterhead=file.letterhead,
        logo=file.logo,
        content_url=file.content_url,
    )


def _names(option: str, text: str | None, there_are: Callable[[], Collection[str]]) -> tuple[str, ...]:
    """Names with commas between them, each of them known. Raises HandoutsError with the likely meant one."""
    if text is None:
        return ()
    known = there_are()
    names = tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
    there = ", ".join(known) or "none"
    if not names:
        raise HandoutsError(f"{option}: is empty (there is: {there})", field=option.removeprefix("--"))
    for name in names:
        if name not in known:
            said = f"{option}: no {name[:30]!r}{likely(name, known)} (there is: {there})"
            raise HandoutsError(said, field=option.removeprefix("--"))
    return names


def _dose(words: Collection[str]) -> dict[str, Any]:
    try:
        return dict(read_dose(words))
    except HandoutsError as error:
        raise HandoutsError(f"--dose: {error}", field=error.field) from None


def own_words(
    option: str, text: str | None, told: list[str], lines: bool = False, longest: int | None = None, shaped: bool = True
) -> str:
    """Somebody's words as they can be printed; a line to `told` for each sign that is another now, or left out.

    Without `shaped` they stand among other words, where there is the typeface alone. Raises HandoutsError.
    """
    if not text:
        return ""
    simpler, changed = simpler_signs(text, private=lines)
    made = plain_text(simpler, option, lines, longest, shaped)
    for sign, instead in list(changed.items())[:MOST_SIGNS]:
        what = f"is printed as {instead}" if instead else "is left out"
        told.append(f"{option}: {named([sign])} {what}: the font has no such sign")
    return made


def _place(tag: str | None, templates: tuple[Path, ...]) -> list[str]:
    line = other_places(templates, tag) if tag else ""
    return [line] if line else []


def _date(text: str | None, locale: Locale) -> str:
    """A date such as 2026-03-01, or today, in the locale's form; other words as they are."""
    own = plain_text(text, "--date", longest=LONGEST_DATE) if text else ""
    if is_today(own):
        return long_date(today(), locale)
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", own):
        return own
    try:
        return long_date(date.fromisoformat(own), locale)
    except ValueError:
        raise HandoutsError(f"--date: there is no day {own}", field="date") from None
