"""The pieces of a handout that several pages have: pictures, warnings, steps, dose, fields. No sizes, no colours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from string import ascii_uppercase

from handouts.content.library import Muscle
from handouts.content.model import Addon, Guide, GuideWords, Technique
from handouts.content.model import Dose as DoseFacts
from handouts.content.model import Step as StepFacts
from handouts.content.safety import Line, Safety, lost, safety_of
from handouts.drawing.shapes import Box, Figure
from handouts.errors import HandoutsError
from handouts.figures.compose import is_whole_body, make_figure, shape_of
from handouts.figures.style import FigureStyle
from handouts.handout.document import (
    Block,
    Bullets,
    Compose,
    Dose,
    Field,
    Letterhead,
    Panel,
    Paragraph,
    Picture,
    Rich,
    Run,
    Scale,
    Step,
    Steps,
    TickBox,
    TickGroup,
    TierRow,
    WarningBox,
    WriteOn,
    page_of,
    rich,
    telephone,
)
from handouts.handout.options import Clinic, Options, addons, dose_of, long_date, massages, note_lines, span
from handouts.style.choices import Side
from handouts.style.words import Locale, Strings


@dataclass(frozen=True)
class Say:
    """A muscle, whose words are filled in, and everything that was asked for."""

    muscle: Muscle
    strings: Strings
    locale: Locale
    options: Options
    clinic: Clinic
    among: str = ""
    """What the pages that are this muscle's own are called after, in a handout of several."""

    # --- what there is ---

    @cached_property
    def massages(self) -> tuple[Technique, ...]:
        """The techniques that are printed, the first one first."""
        return massages(self.muscle, self.options)

    @cached_property
    def dose(self) -> DoseFacts:
        """The dose as it was asked for."""
        return dose_of(self.muscle, self.options)

    @cached_property
    def safety(self) -> Safety:
        """All warnings. Raises HandoutsError when some are missing."""
        asked = (self.locale.emergency, self.dose.pressure_limit)
        safety = self.muscle.recall(("safety", *asked), lambda: safety_of(self.muscle, *asked))
        stop = safety.stop or not self.muscle.facts.massaged
        if not (safety.now and safety.hospital + safety.advice and safety.check and stop):
            raise HandoutsError(f"{self.muscle.id}: the warning box is not complete, so no handout is made")
        if forgotten := lost(self.muscle, safety):
            raise HandoutsError(f"{self.muscle.id}: no line carries {', '.join(forgotten)}, so no handout is made")
        return safety

    def guide(self, kind: str) -> tuple[Guide, GuideWords] | None:
        """The guide of a kind, if the muscle has one."""
        for guide in self.muscle.facts.guides:
            if guide.kind == kind:
                return guide, self.muscle.words.guides[guide.id]
        return None

    def points(self, kind: str) -> tuple[Rich, ...]:
        """The points of a guide."""
        found = self.guide(kind)
        return tuple(rich(found[1].points[name]) for name in found[0].points) if found else ()

    def run_in(self, kind: str) -> tuple[Paragraph, ...]:
        """A guide in one paragraph, its heading run in; nothing where there is none."""
        found = self.guide(kind)
        if not found:
            return ()
        text: list[Rich] = [rich(f"**{found[1].title}.** ")]
        for index, point in enumerate(self.points(kind)):
            text += [rich(" ")] if index else []
            text.append(point)
        return (Paragraph(tuple(run for part in text for run in part)),)

    def page(self, part: str) -> str:
        """What stands in text for the number of a page that is this muscle's own."""
        return page_of(self.own(part))

    def own(self, part: str) -> str:
        """The id of a part that is this muscle's own."""
        return f"{part}-{self.among}" if self.among else part

    def prints(self, sheet: int) -> bool:
        """Whether a sheet is printed."""
        return sheet in self.options.printed

    @property
    def status(self) -> str:
        """Whether somebody has approved what the sheet says: who and until when, or that it is a draft, and why."""
        standing = self.options.standing
        if standing.approved and standing.reviewer and standing.on and standing.until:
            days = (long_date(day, self.locale) for day in (standing.on, standing.until))
            on, following = (day.replace(" ", chr(160)) for day in days)  # a date does not part at the end of a line
            return self.strings("page.approved", name=standing.reviewer.name, on=on, next=following)
        return self.strings(f"page.{standing.state}")

    @property
    def latin_name(self) -> Rich:
        """The muscle's name, which is Latin, and how it is said."""
        words = self.muscle.words
        also = "title.also_called" if words.say else "title.also_named"
        before, name, after = self.strings(also, name=words.name, say=words.say).partition(words.name)
        return tuple(run for run in (Run(before), Run(name, link="lang:la"), Run(after)) if run.text)

    @property
    def phone(self) -> Rich:
        """The clinic's telephone; nothing when it is to be written in."""
        return (Run(self.clinic.phone, link=telephone(self.clinic.phone)),) if self.clinic.phone else ()

    # --- heads and fields ---

    def letterhead(self) -> Iterator[Block]:
        """Who gives the handout, or lines to write it on."""
        clinic, s = self.clinic, self.strings
        if not clinic.letterhead:
            return
        if clinic.name or clinic.logo:
            phone = f"{s('title.phone')} {clinic.phone.replace(' ', chr(160))}"
            contact = (*((phone,) if clinic.phone else ()), *clinic.contact)
            alt = s("title.logo", clinic=clinic.name)
            yield Letterhead(
                clinic.name, clinic.address, contact, clinic.logo, alt, clinic.phone.replace(" ", chr(160))
            )
        else:
            yield WriteOn((Field(s("title.clinic"), share=3), Field(s("title.phone"), share=2)))

    def who(self) -> WriteOn:
        """For whom, when, which side."""
        s, options, said = self.strings, self.options, self.muscle.region_words
        sides = () if self.muscle.facts.midline else (("left", said.tick_left), ("right", said.tick_right))
        boxes = (Field(words, kind="tick", ticked=options.side == side) for side, words in sides)
        name = Field(s("title.for"), options.patient_name, share=2.4, personal="name")
        return WriteOn((name, Field(s("title.date"), options.date, personal="date"), *boxes))

    def side_shown(self) -> str:
        """Which side the pictures show; nothing of a muscle in the middle."""
        said = self.muscle.region_words
        shown = {"left": said.left_shown, "right": said.right_shown, "both": said.both_shown}
        return "" if self.muscle.facts.midline else shown[self.options.side]

    def note_lines(self) -> tuple[Block, ...]:
        """Lines to write a note on, when there is no note."""
        if self.options.note:
            return ()
        return WriteOn((Field(self.strings("dose.note"), strong=True),)), WriteOn((Field(""),))

    def note_panel(self) -> Panel:
        """The note, whose words are the clinician's: no marks in them."""
        texts = (
            Paragraph(_own(line), personal=f"note.{index}") for index, line in enumerate(note_lines(self.options.note))
        )
        return Panel(self.strings("dose.note"), tuple(texts), "tint", beside=True)

    # --- warnings ---

    def warning_box(self, columns: bool = False) -> WarningBox:
        """Call now, get help today, and the sentence that the commonest harm needs."""
        safety, s = self.safety, self.strings
        remark = s("warning.changed") if safety.changed else ""
        closing = rich(" ".join(line.short.replace("**", "") for line in safety.notes))
        return WarningBox(s("warning.heading"), tuple(self._tiers(safety)), closing, columns, remark)

    def _tiers(self, safety: Safety) -> Iterator[TierRow]:
        s, locale = self.strings, self.locale
        then = rich(s("all.now_then"))
        yield self._tier(s("warning.now"), locale.emergency, locale.emergency_is_number, safety.now, then)
        if safety.hospital:
            yield TierRow(s("warning.hospital"), locale.hospital, _short(safety.hospital))
        if safety.advice:
            row = self._tier(s("warning.advice"), locale.advice, locale.advice_is_number, safety.advice, ())
            yield replace(row, foot=rich(locale.closed), foot_line=locale.closed_number)

    @staticmethod
    def _tier(label: str, whom: str, is_number: bool, lines: Sequence[Line], lead: Rich) -> TierRow:
        """A tier with its number, or with a line to write it on."""
        items = _short(lines)
        if is_number:
            return TierRow(label, whom, items, lead, telephone(whom))
        if any(char.isdigit() for char in whom):
            return TierRow(label, whom, items, lead)
        return TierRow(label, "", items, lead, field=whom)

    def tick_box(self, first_step: str, columns: int = 2, after: bool = False) -> TickBox:
        """What to check with the clinician before the first time, and the lines to sign.

        `after`: the list stands behind the part with the first step, to which one goes back.
        """
        s, safety, yours = self.strings, self.safety, self.muscle.region_words.yours
        titles = {ticks.group: yours if ticks.group == "part" else s(f"group.{ticks.group}") for ticks in safety.check}
        groups = tuple(TickGroup(titles[ticks.group], _short(ticks.lines)) for ticks in safety.check)
        explained = (Field(s("consent.explained"), share=2.2), Field(s("consent.on")))
        remark = s("warning.changed") if any(line.changed for line in safety.ticks) else ""
        if not self.muscle.facts.massaged:
            lead = rich(s("education.check_lead"))
            title, phone = s("education.check"), s("check.phone")
            return TickBox(title, self.phone, phone, lead, groups, (explained,), columns, remark)
        fields = (
            (Field(s("check.go_ahead"), kind="tick", strong=True),),
            explained,
            (Field(s("consent.can_say"), kind="tick"),),
            (Field(f"{s('consent.may_stop')} {s('consent.patient')}"),),
        )
        lead = rich(s("check.lead_back" if after else "check.lead", page=page_of(first_step)))
        return TickBox(s("check.heading"), self.phone, s("check.phone"), lead, groups, fields, columns, remark)

    def stop_panel(self, columns: int = 2) -> Panel:
        """When to stop, each with what to do next."""
        s = self.strings
        rules = (s("stop.rule", sign=f"**{line.short.rstrip('.')}**", next=line.next) for line in self.safety.stop)
        return Panel(s("stop.heading"), (Bullets(tuple(map(rich, rules)), columns),), "alert")

    def never(self) -> Paragraph:
        """The places never to press, with the sign that marks them in pictures."""
        places = "; ".join(line.short for line in self.safety.never)
        return Paragraph(rich(self.strings("never.line", places=places)), sign="keep-off")

    # --- pictures and steps ---

    @cached_property
    def style(self) -> FigureStyle:
        """Whose body pictures show, and which side of it."""
        side: Side = "left" if self.options.side == "left" else "right"
        letter = "" if self.muscle.facts.midline else self.strings(f"side.{side}_letter")
        return FigureStyle(side=side, person=self.options.person, letter=letter)

    def picture(
        self,
        figure_id: str,
        frame: bool = False,
        crop: Box | None = None,
        words: tuple[str, ...] = (),
        signs: bool = True,
    ) -> Compose:
        """How to compose one of the muscle's figures for a place; what is chosen of its style is explained there."""
        base = replace(self.style, frame=frame, crop=crop, words=words, signs=signs)

        def compose(width: float, height: float, label: float) -> Figure:
            return make_figure(self.muscle, figure_id, replace(base, width=width, height=height, label=label))

        return compose

    def steps(self, technique: Technique, after: tuple[Block, ...] = (), start: int = 1, short: bool = False) -> Steps:
        """A technique's steps with a picture each, or with one picture where all share one."""
        words = self.muscle.words.techniques[technique.id]
        said = {**words.steps, **(words.short if short else {})}
        shown = {(figure, step.crop) for step in technique.steps if (figure := step.figure)}
        if len(shown) == 1:
            [(figure, crop)] = shown
            shape = shape_of(self.muscle, figure)
            items = tuple(Step(rich(said[step.id])) for step in technique.steps)
            return Steps(items, start, self.picture(figure, frame=True, crop=crop), shape, after=after)
        steps = tuple(Step(rich(said[step.id]), self._step_picture(technique, step)) for step in technique.steps)
        whole = [
            bool(step.figure and not step.crop and is_whole_body(self.muscle, step.figure)) for step in technique.steps
        ]
        count = next((index for index, each in enumerate(whole) if not each), len(whole))
        return Steps(steps, start, whole=count, after=after)

    def _step_picture(self, technique: Technique, step: StepFacts) -> Compose | None:
        if not step.figure:
            return None
        words = self.muscle.words.techniques[technique.id].labels.get(step.id, ())
        return self.picture(step.figure, frame=True, crop=step.crop, words=tuple(words))

    def title_picture(self) -> Compose | None:
        """The first technique's first whole body, without signs."""
        for step in self.massages[0].steps if self.massages else ():
            if step.figure and not step.crop and is_whole_body(self.muscle, step.figure):
                return self.picture(step.figure, signs=False)
        return None

    def later(self) -> Panel | None:
        """The way with more pressure, which is never beside the steps."""
        for technique in self.massages[:1]:
            for letter, variant in zip(ascii_uppercase, technique.variants, strict=False):
                if variant.when == "later":
                    told = self.muscle.words.techniques[technique.id].variants[variant.id]
                    tick = WriteOn((Field(self.strings("massage.for_me"), kind="tick"),))
                    text = rich(f"{told.caption} **{told.caution}**" if told.caution else told.caption)
                    picture = Picture(self.picture(variant.figure), 120)
                    title = f"{letter}. {told.call} {told.name}"
                    return Panel(title, (Paragraph(text), tick), "later", picture=picture)
        return None

    def start_variant(self) -> str:
        """What the first way of the first technique is called."""
        for technique in self.massages[:1]:
            for letter, variant in zip(ascii_uppercase, technique.variants, strict=False):
                if variant.when == "start":
                    told = self.muscle.words.techniques[technique.id].variants[variant.id]
                    return f"**{told.call} {letter}, {told.name}.** {told.caption}"
        return ""

    # --- dose ---

    def scale(self) -> Scale:
        """The pain scale of the dose."""
        s, dose = self.strings, self.dose
        low, high = dose.pressure
        return Scale(
            low,
            high,
            dose.pressure_limit,
            s("dose.none"),
            s("dose.aim"),
            s("dose.limit"),
            s("dose.too_much"),
            s("dose.scale_alt", low=low, high=high, limit=dose.pressure_limit),
        )

    def dose_rows(self) -> Dose:
        """How long, how often; a dose that the clinician set needs no lines for another one."""
        options = self.options
        asked = (options.pressure, options.seconds, options.hold, options.rounds, options.times, options.weeks)
        return Dose(tuple(self._dose_rows(self.dose)), any(each is not None for each in asked))

    def _dose_rows(self, dose: DoseFacts) -> Iterator[tuple[str, str]]:
        s = self.strings
        low, high = dose.seconds
        yield s("dose.area"), s("dose.area_value" if low < high else "dose.area_one", low=low, high=high)
        low, high = dose.rounds
        yield s("dose.rounds"), s("dose.rounds_value" if low < high else "dose.rounds_one", low=low, high=high)
        if dose.times_first_week == dose.times_later:
            yield s("dose.often"), self.times(dose.times_later)
        else:
            yield s("dose.first_week"), self.times(dose.times_first_week)
            yield s("dose.later"), s("dose.up_to", times=self.times(dose.times_later))
        if weeks := span(self.options.weeks):
            low, high = weeks
            key = "dose.weeks_range" if low < high else "dose.weeks_one" if high == 1 else "dose.weeks_value"
            yield s("dose.weeks"), s(key, count=high, low=low)

    def times(self, count: int) -> str:
        """So many times a day, in words."""
        return self.strings({1: "dose.once", 2: "dose.twice"}.get(count, "dose.many"), count=count)

    def review(self) -> Paragraph:
        """What to do when it is no better, with the telephone where there is one."""
        low, high = self.dose.review_weeks
        s, phone = self.strings, self.clinic.phone
        key = "dose.review_call" if phone else "dose.review_plain"
        before, number, after = (
            s(key, low=low, high=high, phone=phone).partition(phone) if phone else (s(key, low=low, high=high), "", "")
        )
        if not number:
            return Paragraph(rich(before))
        text = (*rich(before + "**"), Run(number, True, telephone(number)), Run(after.replace("**", ""), True))
        return Paragraph(tuple(run for run in text if run.text))

    def addons(self) -> tuple[Addon, ...]:
        """The exercises that are printed as well."""
        return addons(self.muscle, self.options)


def _own(text: str) -> Rich:
    """Somebody's own words, in which nothing is a mark."""
    return (Run(text),) if text else ()


def _short(lines: Sequence[Line]) -> tuple[Rich, ...]:
    return tuple(rich(line.short) for line in lines)
