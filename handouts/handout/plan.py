"""muscle + options -> Document: what a handout says, in which order. No sizes, no colours, no PDF terms.

The plan is four pages, two duplex sheets: check, do, keep going, more. Sheet one can be given alone, so it has the
warning box, the dose, the stop rules and the evidence line. The warning box always stands above any massage step.
"""

from __future__ import annotations

from calendar import month_name
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from handouts.content.dose import Span, changed_dose, with_dose
from handouts.content.library import Muscle
from handouts.content.model import Dose as DoseFacts
from handouts.content.model import Technique, Tier, Variant, VariantWords
from handouts.errors import HandoutsError
from handouts.figures.compose import FigureStyle, make_figure
from handouts.handout.document import (
    WARNING_PAGE,
    Block,
    Bullets,
    Columns,
    Compose,
    Diary,
    Document,
    Dose,
    Field,
    Heading,
    Keyed,
    Letterhead,
    Panel,
    Paragraph,
    Part,
    Picture,
    QrCode,
    Rich,
    Run,
    Scale,
    Section,
    Sources,
    Steps,
    TierRow,
    Title,
    WarningBox,
    WriteOn,
    rich,
)
from handouts.logo.read import Logo
from handouts.memory import Memory
from handouts.style.choices import Layout, Person, Shown, Side
from handouts.style.words import Locale, Strings


@dataclass(frozen=True)
class Options:
    """What may differ from one handout to the next. Empty texts are printed as lines to write on."""

    side: Shown = "both"
    person: Person = "man"
    layout: Layout = "full"
    patient_name: str = ""
    date: str = ""
    note: str = ""
    pressure: Span | None = None
    seconds: Span | None = None
    rounds: Span | None = None
    times: Span | int | None = None
    """A day: in the first week, and later."""
    weeks: Span | int | None = None


@dataclass(frozen=True)
class Clinic:
    """Who gives the handout. Everything may be empty: then there are lines to write on."""

    name: str = ""
    address: tuple[str, ...] = ()
    phone: str = ""
    contact: tuple[str, ...] = ()
    footer: str = ""
    letterhead: bool = True
    logo: Logo | None = field(default=None, compare=False)
    content_url: str = ""
    """An address for a QR code, `{muscle}` in it standing for the muscle's id."""


def handout(
    muscle: Muscle, strings: Strings, locale: Locale, options: Options | None = None, clinic: Clinic | None = None
) -> Document:
    """The handout of a muscle. Raises HandoutsError when it would lack a warning box."""
    writer = _Writer(muscle, strings, locale, options or Options(), clinic or Clinic())
    return writer.document()


_STANDING: Memory[tuple[Part, ...]] = Memory(64)


@dataclass(frozen=True)
class _Writer:
    muscle: Muscle
    strings: Strings
    locale: Locale
    options: Options
    clinic: Clinic

    def document(self) -> Document:
        words, facts = self.muscle.words, self.muscle.facts
        parts = self._do_sheet() if self.options.layout == "do" else self._full()
        return Document(
            id=facts.id,
            lang=words.lang,
            title=f"{words.title} ({words.name}): {words.subtitle[:1].lower()}{words.subtitle[1:]}",
            subject=f"{words.short_title}, {facts.version}",
            author=self.clinic.name or facts.author,
            running=f"{words.title}: {words.subtitle[:1].lower()}{words.subtitle[1:]}",
            imprint=self.clinic.footer,
            footer=self.strings("page.version", title=words.short_title, version=facts.version),
            status=self.status(),
            page_number=self.strings("page.number", page="{page}", pages="{pages}"),
            parts=tuple(parts),
            personal=self.options.patient_name + self.options.date + self.options.note,
        )

    def status(self) -> str:
        facts = self.muscle.facts
        if facts.review:
            on, following = (long_date(day, self.locale) for day in (facts.review.on, facts.review.next))
            return self.strings("page.reviewed", on=on, next=following)
        return self.strings("page.withdrawn" if facts.status == "withdrawn" else "page.draft")

    # --- the plan ---

    def _full(self) -> Iterator[Part]:
        first, *others = self._standing()
        yield self._personal(first)
        yield from self._note()
        yield from others

    def _standing(self) -> tuple[Part, ...]:
        """The parts as they are for nobody: the same objects each time, so that layout knows them again."""
        bare = replace(self, options=replace(self.options, patient_name="", date="", note=""))
        key = (self.locale, self.clinic, bare.options)
        make = bare._bare_do_sheet if self.options.layout == "do" else bare._bare_full
        return _STANDING.recall((self.muscle, self.strings, self.clinic.logo), key, lambda: tuple(make()))

    def _personal(self, part: Part) -> Part:
        """A part for this patient: the fields for name and date have what is known."""
        if not self.options.patient_name and not self.options.date:
            return part

        def filled(block: Block) -> Block:
            is_personal = isinstance(block, WriteOn) and any(field.personal for field in block.fields)
            return self._write_on() if is_personal else block

        return replace(part, blocks=tuple(map(filled, part.blocks)))

    def _bare_full(self) -> Iterator[Part]:
        s = self.strings
        yield Part("check", tuple(self._check()))
        yield Part("do", tuple(self._do()), running=s("page.check_warning", page=WARNING_PAGE), alert=True)
        yield Part(
            "keep-going", tuple(self._keep_going()), running=s("page.check_warning", page=WARNING_PAGE), alert=True
        )
        yield Part("more", tuple(self._more()), running=s("page.more"))

    def _check(self) -> Iterator[Block]:
        words = self.muscle.words
        yield from self._letterhead()
        also = "title.also_called" if words.say else "title.also_named"
        yield Title(
            words.title,
            self.strings(also, name=words.name, say=words.say),
            words.subtitle,
            rich(words.purpose),
        )
        yield self._write_on()
        yield self._pain_section()
        yield self._warning_box()

    def _do(self) -> Iterator[Block]:
        yield from self._find()
        yield from self._massage_first()
        yield self._dose()
        yield Paragraph(rich(self.strings("evidence.line")), "small")

    def _keep_going(self) -> Iterator[Block]:
        yield from self._massage_other()
        yield self._diary()
        yield self._causes()
        words = self.muscle.words
        if self.muscle.facts.certainty:
            items = tuple(rich(words.certainty[item.id]) for item in self.muscle.facts.certainty)
            yield Section("certainty", self.strings("evidence.heading"), (_halves(items),))

    def _more(self) -> Iterator[Block]:
        yield self._anatomy()
        yield self._notes()
        printed = tuple(source.citation for source in self.muscle.facts.sources if source.printed)
        if printed:
            yield Section("sources", self.strings("sources.heading"), self._sources(printed))
        yield self._about()

    def _note(self) -> Iterator[Part]:
        """The therapist's note, on the first page that has room: the warning box never makes way for it."""
        if self.options.note:
            lines = note_lines(self.options.note)
            texts = (Paragraph(plain_text(line), personal=f"note.{index}") for index, line in enumerate(lines))
            panel = Panel(self.strings("dose.note"), tuple(texts), beside=True)
            yield Part("note", (panel,), joins=True)

    def _do_sheet(self) -> Iterator[Part]:
        (sheet,) = self._standing()
        yield self._personal(sheet)
        yield from self._note()

    def _bare_do_sheet(self) -> Iterator[Part]:
        words = self.muscle.words
        heads = self._letterhead(compact=True) if self.clinic.name else ()
        by = next((block for block in heads if isinstance(block, Letterhead)), None)
        blocks: list[Block] = [Title(words.do_title, words.name, "", (), by)]
        blocks.append(self._write_on())
        blocks.append(self._warning_box(compact=True))
        blocks += self._massage_first(short=True)
        blocks.append(self._dose(short=True))
        blocks.append(Paragraph(rich(self.strings("evidence.line")), "small"))
        yield Part("do", tuple(blocks), one_page=True, extra=tuple(self._short_diary()))

    # --- page one ---

    def _letterhead(self, compact: bool = False) -> Iterator[Block]:
        clinic = self.clinic
        if not clinic.letterhead:
            return
        if clinic.name or clinic.logo:
            contact = (*((self.strings("title.phone") + " " + clinic.phone,) if clinic.phone else ()), *clinic.contact)
            alt = self.strings("title.logo", clinic=clinic.name)
            yield Letterhead(clinic.name, clinic.address, contact, clinic.logo, alt, compact)
        else:
            yield WriteOn((Field(self.strings("title.clinic"), share=3), Field(self.strings("title.phone"), share=2)))

    def _person_fields(self) -> tuple[Field, ...]:
        return (
            Field(self.strings("title.for"), self.options.patient_name, share=2.4, personal="name"),
            Field(self.strings("title.date"), self.options.date, personal="date"),
        )

    def _leg_fields(self) -> tuple[Field, ...]:
        shown = self.options.side
        sides: tuple[Side, Side] = ("left", "right")
        boxes = [Field(self.strings(f"side.{side}"), kind="tick", ticked=shown == side) for side in sides]
        return tuple(boxes)

    def _write_on(self) -> WriteOn:
        return WriteOn((*self._person_fields(), *self._leg_fields()))

    def _pain_section(self) -> Section:
        facts, words, s = self.muscle.facts, self.muscle.words, self.strings
        legend = (s("pain.essential"), s("pain.spillover"), s("pain.spot"))
        maps = [spec.id for spec in facts.figures if spec.kind == "pain-map"]
        points = tuple(
            (str(point.mark), rich(f"{words.trigger_points[point.id].place} {words.trigger_points[point.id].pain}"))
            for point in facts.trigger_points
        )
        beside: list[Block] = [
            Heading(rich(s("pain.feel"))),
            Bullets(tuple(rich(words.symptoms[item.id]) for item in facts.symptoms)),
            Heading(rich(s("pain.spots"))),
            Keyed(points),
            Paragraph(rich(words.spots_note)),
        ]
        pictures: list[Block] = [
            Picture(self._compose(name, legend), 176, rich(words.figures[name].caption)) for name in maps
        ]
        body: Block = Columns((tuple(pictures), tuple(beside)), (4, 2)) if pictures else Columns((tuple(beside),), (6,))
        return Section("pain", s("pain.heading"), (body,), remark=s(f"side.{self.options.side}_shown"))

    def _warning_box(self, compact: bool = False) -> WarningBox:
        tiers = tuple(self._tiers(compact))
        if {"emergency", "today", "ask"} - {warning.item.tier for warning in self.muscle.warnings}:
            raise HandoutsError(f"{self.muscle.id}: the warning box is not complete, so no handout is made")
        changed = any(warning.changed for warning in self.muscle.warnings)
        remark = self.strings("warning.changed") if changed else ""
        return WarningBox(self.strings("warning.heading"), tiers, compact, remark)

    def _tiers(self, compact: bool) -> Iterator[TierRow]:
        above = self.strings("warning.phone_above") if self.clinic.letterhead and not self.clinic.name else ""
        numbers = {
            "emergency": self.locale.emergency,
            "today": self.locale.advice,
            "ask": self.clinic.phone or above,
        }
        tiers: tuple[Tier, ...] = ("emergency", "today", "ask")
        for tier in tiers:
            number = numbers[tier]
            items = tuple(rich(text) for text in self._warnings(tier, short=compact))
            if compact:
                label = self.strings(f"warning.short_{tier}", number=number)
                yield TierRow(label[:1].upper() + label[1:], "", items, urgent=tier != "ask")
            else:
                yield TierRow(self.strings(f"warning.{tier}"), number, items, urgent=tier != "ask")

    def _warnings(self, tier: Tier, short: bool = False) -> list[str]:
        chosen = [warning.words for warning in self.muscle.warnings if warning.item.tier == tier]
        return [words.short if short and words.short else words.text for words in chosen]

    # --- page two ---

    def _find(self) -> Iterator[Block]:
        for technique in self.muscle.facts.techniques:
            if technique.use == "find":
                said = self.muscle.words.techniques[technique.id]
                steps = Steps(self._steps(technique))
                body = self._beside(technique.figures, (*self._intro(said.intro), steps), 98, caption=True)
                yield Section(technique.id, said.title, body, remark=said.remark)

    def _steps(self, technique: Technique) -> tuple[Rich, ...]:
        said, dose = self.muscle.words.techniques[technique.id], self.dose()
        return tuple(rich(with_dose(said.steps[step.id], dose)) for step in technique.steps)

    def _beside(
        self, figures: Sequence[str], text: tuple[Block, ...], height: float, caption: bool
    ) -> tuple[Block, ...]:
        """Text with its pictures to the left, two in a row."""
        if not figures:
            return text
        rows: list[Block] = []
        for pair in (figures[i : i + 2] for i in range(0, len(figures), 2)):
            alone = len(pair) == 1 and len(figures) > 1
            pictures = [self._picture(name, height * (0.6 if alone else 1.0), caption) for name in pair]
            rows.append(
                Columns(tuple((picture,) for picture in pictures), (1, 1), snug=True) if len(pair) > 1 else pictures[0]
            )
        return (Columns((tuple(rows), text), (3, 3) if len(figures) > 1 else (2, 4), snug=True),)

    def _massage_first(self, short: bool = False) -> Iterator[Block]:
        """The technique that comes first, with its never rules below; short, cautions stand with the names."""
        facts = self.muscle.facts
        massages = [technique for technique in facts.techniques if technique.use == "massage"]
        for technique in massages[:1]:
            said = self.muscle.words.techniques[technique.id]
            steps = self._steps(technique)
            half = (len(steps) + 1) // 2
            blocks: list[Block] = list(self._intro(said.intro))
            if technique.variants:
                cells = tuple(
                    self._variant(letter, variant, said.variants[variant.id], short)
                    for letter, variant in zip("ABCD", technique.variants, strict=False)
                )
                blocks.append(Columns(cells, tuple(6 // len(cells) for _ in cells)))
                blocks.append(Columns(((Steps(steps[:half]),), (Steps(steps[half:], half + 1),)), (3, 3)))
            else:
                blocks += self._beside(technique.figures, (Steps(steps),), 118, caption=False)
            never = self._warnings("never", short=True)
            if never:
                blocks.append(Paragraph(rich(" ".join(never))))
            remark = self.strings("massage.find_first") if short else said.remark
            yield Section(technique.id, said.title, tuple(blocks), remark=remark)

    def _variant(self, letter: str, variant: Variant, told: VariantWords, short: bool) -> tuple[Block, ...]:
        """A way to do it: its letter and name, its picture, and what to mind."""
        name = f"**{told.call}** {told.name}"
        if short:
            caution = f". **{told.caution}**" if told.caution else ""
            return Heading(rich(name + caution), badge=letter), Picture(self._compose(variant.figure), 136)
        caption = rich(f"{told.caption} {told.caution}".strip())
        tick = self.strings("massage.not_for_me") if variant.when == "later" else ""
        return Heading(rich(name), badge=letter), Picture(self._compose(variant.figure), 136, caption, tick)

    def _dose(self, short: bool = False) -> Section:
        s, dose = self.strings, self.dose()
        low, high = dose.pressure
        scale = Scale(
            low,
            high,
            dose.pressure_limit,
            s("dose.none"),
            s("dose.aim"),
            s("dose.limit"),
            s("dose.too_much"),
            s("dose.scale_alt", low=low, high=high, limit=dose.pressure_limit),
        )
        weeks_low, weeks_high = dose.review_weeks
        left: tuple[Block, ...] = (
            *(() if short else (Paragraph(rich(f"**{s('dose.how_hard')}**")),)),
            scale,
            *(Paragraph(rich(text)) for text in self._warnings("stop")),
            Paragraph(rich(s("dose.review", low=weeks_low, high=weeks_high))),
        )
        right: tuple[Block, ...] = (
            Dose(tuple(self._dose_rows(dose))),
            *(() if short else (Paragraph(rich(s("dose.write")), "small"),)),
            Paragraph(rich(s("dose.sore"))),
        )
        return Section("dose", s("dose.heading"), (Columns((left, right), (8, 7)),))

    def dose(self) -> DoseFacts:
        """The muscle's dose with what was asked for in its place."""
        options = self.options
        wanted = {key: _span(getattr(options, key)) for key in ("pressure", "seconds", "rounds", "times")}
        spans = {key: span for key, span in wanted.items() if span}
        return changed_dose(self.muscle.facts.dose, spans, self.muscle.id)

    def _dose_rows(self, dose: DoseFacts) -> Iterator[tuple[str, str]]:
        s = self.strings
        low, high = dose.seconds
        yield s("dose.area"), s("dose.area_value" if low < high else "dose.area_one", low=low, high=high)
        low, high = dose.rounds
        yield s("dose.rounds"), s("dose.rounds_value" if low < high else "dose.rounds_one", low=low, high=high)
        if dose.times_first_week == dose.times_later:
            yield s("dose.often"), self._times(dose.times_later)
        else:
            yield s("dose.first_week"), self._times(dose.times_first_week)
            yield s("dose.later"), s("dose.up_to", times=self._times(dose.times_later))
        if weeks := _span(self.options.weeks):
            low, high = weeks
            key = "dose.weeks_range" if low < high else "dose.weeks_one" if high == 1 else "dose.weeks_value"
            yield s("dose.weeks"), s(key, count=high, low=low)

    def _times(self, count: int) -> str:
        return self.strings({1: "dose.once", 2: "dose.twice"}.get(count, "dose.many"), count=count)

    # --- pages three and four ---

    def _massage_other(self) -> Iterator[Block]:
        massages = [technique for technique in self.muscle.facts.techniques if technique.use == "massage"]
        for technique in massages[1:]:
            said = self.muscle.words.techniques[technique.id]
            steps = Steps(self._steps(technique))
            blocks = self._beside(technique.figures, (*self._intro(said.intro), steps), 102, caption=False)
            yield Section(technique.id, said.title, blocks, remark=said.remark)

    def _diary(self) -> Section:
        s = self.strings
        low, high = self.muscle.facts.dose.review_weeks
        phone = self.clinic.phone
        weeks = (s("diary.week", number=1), s("diary.week", number=2))
        diary = Diary(weeks, s("diary.day"), (s("diary.massaged"), s("diary.pain")), s("diary.alt"))
        review = "dose.review_call" if phone else "dose.review_plain"
        closing = Paragraph(rich(s(review, low=low, high=high, phone=phone)))
        return Section("diary", s("diary.heading"), (Paragraph(rich(s("diary.intro"))), diary, closing))

    def _short_diary(self) -> Iterator[Block]:
        s = self.strings
        weeks = (s("diary.week", number=1), s("diary.week", number=2))
        yield Paragraph(rich(f"**{s('diary.heading')}** {s('diary.short')}"))
        yield Diary(weeks, s("diary.day"), (), s("diary.alt_short"), short=True)

    def _causes(self) -> Section:
        cells = []
        for cause in self.muscle.facts.causes:
            said = self.muscle.words.causes[cause.id]
            text = said.intro
            if cause.examples:
                text += " " + self.strings.join([said.examples[i] for i in cause.examples], last=True) + "."
            blocks: list[Block] = [Heading(rich(said.title), icon=cause.icon), Paragraph(rich(text))]
            if cause.conditions:
                when = self.strings.join([said.conditions[i] for i in cause.conditions], last=True)
                worse = " ".join(part for part in (said.worse, when) if part)
                blocks.append(Paragraph(rich(f"**{self.strings('causes.worse')}** {worse}.")))
            cells.append(tuple(blocks))
        weights = tuple(6 // len(cells) for _ in cells) if cells else (6,)
        return Section("causes", self.strings("causes.heading"), (Columns(tuple(cells), weights),))

    def _notes(self) -> Section:
        words = self.muscle.words.notes
        items = tuple(rich(f"**{words[n.id].title}** {words[n.id].text}") for n in self.muscle.facts.notes)
        return Section("notes", self.strings("notes.heading"), (_halves(items),))

    def _anatomy(self) -> Section:
        facts, words, s = self.muscle.facts, self.muscle.words, self.strings
        main = [rich(words.functions[f.id]) for f in facts.functions if f.rank == "main"]
        secondary = [rich(words.functions[f.id]) for f in facts.functions if f.rank == "secondary"]
        text: list[Block] = [
            Paragraph(rich(f"{words.anatomy} **{words.anatomy_in_short}**")),
            Heading(rich(s("anatomy.main"))),
            Bullets(tuple(main)),
        ]
        if facts.situations:
            moments = self.strings.join([words.situations[item.id] for item in facts.situations], last=True)
            text.append(Paragraph(rich(f"{s('anatomy.works_hardest')} {moments}.")))
        if secondary:
            text += [Heading(rich(s("anatomy.secondary"))), Bullets(tuple(secondary))]
        pictures: list[Block] = [
            self._picture(spec.id, 205 if spec.kind == "labelled" else 110, caption=spec.kind == "attachments")
            for spec in facts.figures
            if spec.kind in ("labelled", "attachments")
        ]
        body: Block = Columns((tuple(pictures), tuple(text)), (5, 7)) if pictures else Columns((tuple(text),), (6,))
        return Section("anatomy", s("anatomy.heading"), (body,))

    def _sources(self, printed: tuple[str, ...]) -> tuple[Block, ...]:
        """The sources, beside them the way to the rest."""
        s, muscle = self.strings, self.muscle
        ask = Paragraph(rich(s("about.ask_sources")), "small")
        if not self.clinic.content_url:
            return Sources(printed), ask
        url = self.clinic.content_url.replace("{muscle}", muscle.id)
        words = rich(f"**{s('about.read_more')}.** {s('about.scan')}")
        code = QrCode(url, words, s("about.scan_alt", url=url))
        return (Columns(((Sources(printed),), (code,)), (4, 2)),)

    def _about(self) -> Panel:
        s, facts = self.strings, self.muscle.facts
        contact = self.clinic.contact[0] if self.clinic.contact else self.clinic.phone
        tell = s("about.tell_us", contact=contact) if contact else s("about.tell_plain")
        fields = WriteOn(
            (
                Field(s("about.checked_by"), facts.review.name if facts.review else "", share=2),
                Field(s("about.date"), long_date(facts.review.on, self.locale) if facts.review else ""),
                Field(s("about.next"), long_date(facts.review.next, self.locale) if facts.review else ""),
            )
        )
        written = s("about.written", written=long_date(facts.written, self.locale), draft=self.status())
        licence = s("about.content", licence=facts.licence.replace("CC-BY-", "CC BY "))
        return Panel(
            s("about.heading"),
            (
                fields,
                Paragraph(rich(s("about.text", tell=tell, written=written, licence=licence)), "small"),
            ),
        )

    # --- pictures ---

    def _intro(self, text: str) -> tuple[Block, ...]:
        return (Paragraph(rich(text)),) if text else ()

    def _picture(self, figure_id: str, height: float, caption: bool) -> Picture:
        words = self.muscle.words.figures[figure_id]
        return Picture(self._compose(figure_id), height, rich(words.caption) if caption else ())

    def _compose(self, figure_id: str, legend: tuple[str, str, str] | None = None) -> Compose:
        side: Side = "left" if self.options.side == "left" else "right"
        style = FigureStyle(
            side=side, person=self.options.person, letter=self.strings(f"side.{side}_letter"), legend=legend
        )

        def compose(width: float, height: float, label: float) -> object:
            return make_figure(self.muscle, figure_id, replace(style, width=width, height=height, label=label))

        return compose  # type: ignore[return-value]


def note_lines(note: str) -> list[str]:
    """The paragraphs of a note."""
    return [line for line in note.split("\n") if line.strip()]


def plain_text(text: str) -> Rich:
    """Somebody's own words, in which nothing is a mark."""
    return (Run(text),) if text else ()


def _span(value: Span | int | None) -> Span | None:
    return (value, value) if isinstance(value, int) else value


def long_date(day: date, locale: Locale) -> str:
    """A date in words, in the locale's form."""
    return locale.date.replace("%-d", str(day.day)).replace("%B", month_name[day.month]).replace("%Y", str(day.year))


def _halves(items: Sequence[Rich]) -> Columns:
    half = (len(items) + 1) // 2
    return Columns(((Bullets(tuple(items[:half])),), (Bullets(tuple(items[half:])),)), (3, 3))
