"""The full handout: one page, one question; one sheet, one job. No sizes, no colours, no PDF terms.

Sheet 1 is safe to give alone: warnings, tick list, steps, never press, stop, dose, what a tight spot is. Sheet 2 finds
the spot and varies, sheet 3 explains, sheet 4 has every warning in full words. What refers to a sheet that is not
printed says "ask us".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from string import ascii_uppercase

from handouts.content.model import Addon
from handouts.drawing.shapes import Figure
from handouts.figures.compose import make_legend
from handouts.handout.document import (
    Block,
    Bullets,
    Columns,
    Diary,
    Field,
    Heading,
    Panel,
    Paragraph,
    Part,
    Picture,
    QrCode,
    Rich,
    Section,
    Sources,
    Spots,
    Step,
    Steps,
    Table,
    Title,
    WriteOn,
    page_of,
    rich,
)
from handouts.handout.options import long_date, span
from handouts.handout.say import Say


def full(say: Say) -> Iterator[Part]:
    """The parts of the sheets that are printed."""
    if say.prints(1):
        yield Part("safe", tuple(_head(say)), say.strings("tab.safe"))
        # in giant print the box begins a page of its own
        yield Part("warnings", (say.warning_box(),), joins=True, pages=0)
        yield Part("check", tuple(_check(say)), joins=True)
        if say.muscle.facts.massaged:
            yield Part("massage", tuple(_massage(say)), say.strings("tab.massage"))
            yield Part("dose", tuple(_dose(say)), joins=True)
        else:
            yield Part("massage", tuple(_no_massage(say)), say.strings("education.tab"), joins=True)
    if say.prints(2):
        tab = "tab.find" if say.muscle.facts.massaged else "education.tab_find"
        yield Part("find", tuple(_find(say)), say.strings(tab), sheet=2, pages=2)
        if say.muscle.facts.massaged or say.addons():
            yield Part("others", tuple(_others(say)), say.strings("tab.others"), sheet=2)
        if going := tuple(_keep_going(say)):
            yield Part("keep-going", going, sheet=2, joins=True)
    if say.prints(3):
        yield Part("muscle", tuple(_muscle(say)), say.strings("tab.muscle"), sheet=3)
        yield Part("more", tuple(_more(say)), say.strings("tab.more"), sheet=3)
    if say.prints(4):
        yield Part("signs", tuple(_signs(say)), say.strings("tab.signs"), sheet=4, pages=0)


def _page(say: Say, part: str, title: str, blocks: Sequence[Block], first: bool = True) -> Section:
    """A page's question, with the way to the warning box beside it."""
    remark = say.strings("page.first", page=page_of("warnings")) if first and say.prints(1) else ""
    return Section(part, title, tuple(blocks), remark, page=True, alert=bool(remark))


# --- sheet 1 -------------------------------------------------------------------------------------------------


def _head(say: Say) -> Iterator[Block]:
    words = say.muscle.words
    yield from say.letterhead()
    yield Title(words.title, say.latin_name, words.subtitle, rich(words.purpose), say.title_picture())
    yield say.who()


def _check(say: Say) -> Iterator[Block]:
    yield say.tick_box("massage")
    yield from say.note_lines()


def _massage(say: Say) -> Iterator[Block]:
    words, s = say.muscle.words, say.strings
    for technique in say.massages[:1]:
        said = words.techniques[technique.id]
        blocks: list[Block] = list(_what_and_how(say))
        if start := say.start_variant():
            blocks.append(start)
        blocks.append(say.steps(technique))
        beside: list[Block] = [say.never()]
        beside += _another_way(say)
        if later := say.later():
            blocks.append(Columns(((later,), tuple(beside)), (1.0, 1.0), middle=True))
        else:
            blocks += beside
        blocks.append(say.stop_panel())
        yield _page(say, technique.id, said.title, blocks)
    if not say.massages:
        yield _page(say, "massage", s("tab.massage"), (say.never(), say.stop_panel()))


def _no_massage(say: Say) -> Iterator[Block]:
    """What stands in the place of the massage: that there is none, and why."""
    s = say.strings
    why = (Paragraph(rich(s("education.why"))), Paragraph(rich(s("education.ask"))))
    blocks: list[Block] = [Panel("", why, "alert"), say.never()]
    if say.options.printed == (1,):
        blocks.append(_about(say, signed=False))
    else:
        blocks.append(Paragraph(rich(s("evidence.line")), "small"))  # sheet 1 may be given alone
    yield _page(say, "massage", s("education.heading"), blocks)


def _what_and_how(say: Say) -> Iterator[Block]:
    """What a tight spot is, and to start low: before the first step."""
    s, notes = say.strings, say.muscle.words.notes
    panels: list[Block] = []
    if spot := say.guide("spot"):
        where = s("find.how", part=s("pain.page"), page=page_of("find")) if say.prints(2) else s("find.ask")
        short = _strong_start(spot[1].short or spot[1].intro, spot[1].title)
        panels.append(Panel("", (Paragraph(rich(f"{short} {where}")),), "tint"))
    for note in say.muscle.facts.notes:
        if note.id == "start-low":
            text = notes[note.id].text
            panels.append(Panel("", (Paragraph(rich(f"**{s('massage.start_low')}** {text}")),), "tint"))
    if panels:
        yield Columns(tuple((panel,) for panel in panels), (1.0,) * len(panels), even=True)


def _strong_start(text: str, start: str) -> str:
    return f"**{start}**{text[len(start) :]}" if text.startswith(start) else text


def _another_way(say: Say) -> Iterator[Block]:
    """Where the way for somebody who cannot get down is."""
    s = say.strings
    others = [each for each in say.massages[1:] if not say.muscle.needs_floor(each)]
    if say.massages and say.muscle.needs_floor(say.massages[0]):
        if others and say.prints(2):
            title = say.muscle.words.techniques[others[0].id].title
            part = s("massage.others")
            yield Paragraph(rich(s("massage.no_floor", title=title, part=part, page=page_of("others"))))
        else:
            yield Paragraph(rich(s("massage.no_floor_ask")))


def _dose(say: Say) -> Iterator[Block]:
    s = say.strings
    blocks: list[Block] = []
    left: tuple[Block, ...] = (Paragraph(rich(f"**{s('dose.how_hard')}**")), say.scale())
    dose = say.dose_rows()
    right: tuple[Block, ...] = (dose,) if dose.set else (dose, Paragraph(rich(s("dose.write")), "small"))
    blocks.append(Columns((left, right), (1.12, 1.0)))
    if found := say.guide("round"):
        blocks.append(Paragraph(_run_in(found[1].title, say.points("round"))))
    blocks += _course(say)
    before, after = _guide_cell(say, "before"), _guide_cell(say, "after")
    if before and after:
        blocks.append(Section("before-after", s("massage.before"), (Columns((before, after), (1.0, 1.0)),)))
    titles = [say.muscle.words.addons[each.id].title for each in say.addons()]
    keep = (Paragraph(rich(s("course.keep", addons=s.join([title.lower() for title in titles])))),) if titles else ()
    ends: list[tuple[Block, ...]] = [(*_guide_cell(say, "better"), *keep), _no_better(say)]
    blocks.append(Section("ends", s("course.ends"), (Columns(tuple(cell for cell in ends if cell), (1.0,) * 2),)))
    if say.options.printed == (1,):
        blocks.append(_about(say, signed=False))
    else:
        blocks.append(Paragraph(rich(s("evidence.line")), "small"))  # sheet 1 may be given alone
    yield _page(say, "dose", s("dose.heading"), blocks)


def _guide_cell(say: Say, kind: str) -> tuple[Block, ...]:
    """A guide as a heading and its points."""
    found = say.guide(kind)
    if not found:
        return ()
    _, words = found
    blocks: list[Block] = [Heading(rich(words.title))]
    if words.intro:
        blocks.append(Paragraph(rich(words.intro)))
    blocks.append(Bullets(say.points(kind)))
    if words.closing:
        blocks.append(Paragraph(rich(words.closing)))
    return tuple(blocks)


def _no_better(say: Say) -> tuple[Block, ...]:
    """What to do when it is no better comes before what we may then look at."""
    heading, *points = _guide_cell(say, "review") or (None,)
    return (*((heading,) if heading else ()), say.review(), *points)


def _run_in(title: str, points: Sequence[Rich]) -> Rich:
    """A guide in one paragraph, its heading run in."""
    text: list[Rich] = [rich(f"**{title}.** ")]
    for index, point in enumerate(points):
        text += [rich(" ")] if index else []
        text.append(point)
    return tuple(run for part in text for run in part)


def _course(say: Say) -> Iterator[Block]:
    """What changes from week to week, and when to go on."""
    s, dose = say.strings, say.dose
    low, high = dose.rounds
    weeks = min(max(span(say.options.weeks) or (3,)), 3)  # no column for a week that was not asked for
    most = [min(low + step, high) for step in range(3)]
    rows: list[tuple[str, str, str, str]] = []
    variants = [
        (letter, variant, say.muscle.words.techniques[technique.id].variants[variant.id])
        for technique in say.massages[:1]
        for letter, variant in zip(ascii_uppercase, technique.variants, strict=False)
    ]
    first = next(((letter, told.name) for letter, variant, told in variants if variant.when == "start"), None)
    later = next((letter for letter, variant, _ in variants if variant.when == "later"), None)
    if first and later:
        start = s("course.start", letter=first[0], name=first[1])
        rows.append((s("course.how"), start, first[0], s("course.later", start=first[0], letter=later)))
    counts = [str(low), *(s("course.up_to", count=most[i]) if most[i] > low else str(low) for i in (1, 2))]
    rows.append((s("course.rounds"), *counts))  # type: ignore[arg-type]
    once, often = say.times(dose.times_first_week), s("dose.up_to", times=say.times(dose.times_later))
    more = often if dose.times_later > dose.times_first_week else once
    rows.append((s("course.times"), once, more, more))
    hold = s("course.hold_value", hold=dose.hold_seconds)
    rows.append((s("course.hold"), hold, s("course.same"), s("course.same")))
    chosen = say.addons()
    if chosen:
        told = [say.muscle.words.addons[addon.id].weeks for addon in chosen]
        each = [s.join([name[i] for name in told]) for i in range(3)]
        rows.append((s("course.addons"), each[0], each[1], each[2]))
    head = ("", s("course.weeks"), s("course.week_two"), s("course.week_three"))[: weeks + 1]
    cells = tuple(tuple(rich(cell) for cell in row[: weeks + 1]) for row in rows)
    blocks: list[Block] = [Table(head, cells, (0.55, 1.0, 1.0, 1.35)[: weeks + 1])]
    if weeks > 1:
        blocks += [Paragraph(point) for point in say.points("go-on")]
    blocks.append(Paragraph(rich(s("dose.sore"))))
    yield Section("course", s("course.heading"), tuple(blocks))


# --- sheet 2 -------------------------------------------------------------------------------------------------


def _find(say: Say) -> Iterator[Block]:
    words, s = say.muscle.words, say.strings
    blocks: list[Block] = []
    if panels := say.spots():
        press = s("pain.spot") if say.muscle.facts.massaged else ""
        meanings = (s("pain.essential"), s("pain.spillover"), press, s("pain.off"))

        def legend(width: float, height: float, label: float) -> Figure:
            return make_legend(meanings, width, label, s("pain.legend"))

        feel = Paragraph(
            rich(f"{s('pain.feel')} {s.join([words.symptoms[i.id] for i in say.muscle.facts.symptoms], last=True)}.")
        )
        blocks.append(Section("pain", s("pain.heading"), (feel, Spots(panels, legend)), remark=say.side_shown()))
    for technique in say.muscle.facts.techniques:
        if technique.use == "find":
            said = words.techniques[technique.id]
            blocks.append(Section(technique.id, s("find.heading"), (say.steps(technique),), remark=said.remark))
    yes, no = say.guide("spot"), say.guide("not-spot")
    if yes and no and say.muscle.facts.massaged:
        good: list[Block] = [Bullets(say.points("spot")), Paragraph(rich(f"{yes[1].closing} {words.spots_note}"))]
        cells: tuple[tuple[Block, ...], ...] = (
            (Panel(yes[1].title, tuple(good), mark="yes"),),
            (Panel(no[1].title, (Bullets(say.points("not-spot")),), "alert", mark="no"),),
        )
        blocks.append(Columns(cells, (1.0, 1.0), even=True))
    page = "pain.page" if say.muscle.facts.massaged else "education.page"
    yield _page(say, "find", s(page), blocks, first=False)


def _others(say: Say) -> Iterator[Block]:
    words, s = say.muscle.words, say.strings
    blocks: list[Block] = []
    for technique in say.massages[1:]:
        said = words.techniques[technique.id]
        after: tuple[Block, ...] = (Paragraph(rich(said.intro)),) if said.intro else ()
        blocks.append(Section(technique.id, said.title, (say.steps(technique, after),), remark=said.remark))
    if blocks and say.prints(1):
        dose = say.dose
        (low, high), to = dose.pressure, s("dose.to")
        seconds = to.join(str(each) for each in dict.fromkeys(dose.seconds))
        aim = to.join(str(each) for each in dict.fromkeys((low, high)))
        often = say.times(dose.times_first_week)
        text = s(
            "massage.as_on",
            page=page_of("dose"),
            aim=aim,
            limit=dose.pressure_limit,
            seconds=seconds,
            often=often[:1].upper() + often[1:],
        )
        blocks.insert(0, Panel("", (Paragraph(rich(text)), say.never()), "tint"))  # read before the steps
    blocks += [_addon(say, addon) for addon in say.addons()]
    yield _page(say, "others", s("massage.others"), blocks)


def _addon(say: Say, addon: Addon) -> Section:
    """An exercise that was asked for, with its picture if it has one, and its easier way."""
    told = say.muscle.words.addons[addon.id]
    items = tuple(Step(rich(told.steps[step.id])) for step in addon.steps)
    easier: tuple[Block, ...] = ()
    if addon.instead:
        easier = (
            Heading(rich(told.instead_title)),
            Steps(tuple(Step(rich(told.instead[step.id])) for step in addon.instead)),
        )
    blocks: list[Block] = [Paragraph(rich(f"**{told.caution}**"))] if told.caution else []
    figures = [(step.figure, step.crop) for step in addon.steps if step.figure]
    if figures:
        name, crop = figures[0]
        blocks.append(Steps(items, picture=say.picture(name, frame=True, crop=crop), after=easier))
    elif easier:
        blocks.append(Columns(((Steps(items),), easier), (1.25, 1.0)))
    else:
        blocks.append(Steps(items))
    return Section(addon.id, told.title, tuple(blocks))


def _keep_going(say: Say) -> Iterator[Block]:
    s = say.strings
    massaged = say.muscle.facts.massaged
    if massaged:
        weeks = (s("diary.week", number=1), s("diary.week", number=2))
        diary = Diary(weeks, s("diary.day"), (s("diary.massaged"), s("diary.pain")), s("diary.alt"))
        yield Section("diary", s("diary.heading"), (Paragraph(rich(s("diary.intro"))), diary))
    if massaged and (tools := say.guide("tools")):
        yield Section("tools", tools[1].title, (Bullets(say.points("tools"), 2),))
    if cramp := say.guide("cramp"):
        intro = Paragraph(rich(f"**{cramp[1].intro}**"), sign="stop")
        yield Section("cramp", cramp[1].title, (intro, Bullets(say.points("cramp"), 2)))
    if massaged:
        yield _in_short(say)
    if not say.prints(3):
        yield _about(say)


def _in_short(say: Say) -> Panel:
    """The whole handout in a few lines: the numbers of the dose, and what the massage may do, good and bad."""
    s, dose, words = say.strings, say.dose, say.muscle.words
    aim = s("dose.to").join(str(each) for each in dict.fromkeys(dose.pressure))
    often = say.times(dose.times_first_week)
    lines = [s("summary.check"), s("summary.press", aim=aim, limit=dose.pressure_limit, often=often)]
    if not say.prints(3):  # the sheet that says this and more is not there
        lines += [words.certainty[item.id] for item in say.muscle.facts.certainty[:1]]
        lines += [f"**{said.title}** {said.text}" for name, said in words.notes.items() if name == "risks"]
    return Panel(s("summary.heading"), (Bullets(tuple(map(rich, lines))), say.review()), "tint")


# --- sheet 3 -------------------------------------------------------------------------------------------------


def _muscle(say: Say) -> Iterator[Block]:
    facts, words, s = say.muscle.facts, say.muscle.words, say.strings
    plates = [spec.id for spec in facts.figures if spec.kind == "labelled"]
    insets = [spec.id for spec in facts.figures if spec.kind == "attachments"]
    blocks: list[Block] = []
    shown: list[tuple[Block, ...]] = []
    if plates:
        shown.append(tuple(Picture(say.picture(name), 385) for name in plates))
    if insets:
        beside: list[Block] = [Picture(say.picture(name), 235, rich(words.figures[name].caption)) for name in insets]
        beside += [Paragraph(rich(shown_side))] if (shown_side := say.side_shown()) else []
        shown.append(tuple(beside))
    if shown:
        blocks.append(Columns(tuple(shown), (1.75, 1.0)[: len(shown)]))
    where: tuple[Block, ...] = (
        Heading(rich(s("anatomy.where"))),
        Paragraph(rich(words.anatomy)),
        Paragraph(rich(f"**{words.anatomy_in_short}**")),
    )
    jobs = [words.functions[each.id] for rank in ("main", "secondary") for each in facts.functions if each.rank == rank]
    what: list[Block] = [Heading(rich(s("anatomy.what"))), Bullets(tuple(map(rich, jobs)))]
    if facts.situations:
        moments = s.join([words.situations[item.id] for item in facts.situations], last=True)
        what.append(Paragraph(rich(f"{s('anatomy.works_hardest')} {moments}.")))
    blocks.append(Section("anatomy", s("anatomy.heading"), (Columns((where, tuple(what)), (1.0, 1.0)),)))
    yield _page(say, "muscle", s("anatomy.page"), blocks, first=False)


def _more(say: Say) -> Iterator[Block]:
    facts, words, s = say.muscle.facts, say.muscle.words, say.strings
    blocks: list[Block] = list(_causes(say))
    notes = [words.notes[note.id] for note in facts.notes if note.id != "start-low"]
    if notes:
        items = tuple(rich(f"**{note.title}** {note.text}") for note in notes)
        blocks.append(Section("notes", s("notes.heading"), (Bullets(items, 2),)))
    if facts.certainty:
        sure = tuple(rich(words.certainty[item.id]) for item in facts.certainty)
        blocks.append(Section("certainty", s("evidence.heading"), (Bullets(sure, 2),)))
    blocks += _sources(say)
    blocks.append(_about(say))
    yield _page(say, "more", s("notes.page"), blocks, first=False)


def _causes(say: Say) -> Iterator[Section]:
    s = say.strings
    if not say.muscle.facts.causes:
        return
    cells: list[tuple[Block, ...]] = []
    for cause in say.muscle.facts.causes:
        said = say.muscle.words.causes[cause.id]
        text = said.intro
        if cause.examples:
            text += " " + s.join([said.examples[i] for i in cause.examples], last=True) + "."
        blocks: list[Block] = [
            Heading(rich(said.title), icon=say.muscle.lists.icons[cause.icon].strokes),
            Paragraph(rich(text)),
        ]
        if cause.conditions:
            when = s.join([said.conditions[i] for i in cause.conditions], last=True)
            worse = " ".join(part for part in (said.worse, when) if part)
            blocks.append(Paragraph(rich(f"**{s('causes.worse')}** {worse}.")))
        cells.append((Panel("", tuple(blocks)),))
    rows: list[Block] = [
        Columns(tuple(cells[start : start + 3]), (1.0,) * min(len(cells), 3), even=True)
        for start in range(0, len(cells), 3)
    ]
    yield Section("causes", s("causes.heading"), tuple(rows))


def _sources(say: Say) -> Iterator[Block]:
    """The sources, beside them the way to the rest."""
    s, muscle = say.strings, say.muscle
    listed = muscle.printed_sources()
    printed = tuple(source.citation for source in listed)
    relayed = any(source.relayed for source in listed)
    if not printed:
        return
    told = f"{s('sources.relayed_books')} {s('about.ask_sources')}" if relayed else s("about.ask_sources")
    blocks: tuple[Block, ...] = (Sources(printed), Paragraph(rich(told), "small"))
    if say.clinic.content_url:
        url = say.clinic.content_url.replace("{muscle}", muscle.id)
        words = rich(f"**{s('about.read_more')}.** {s('about.scan')}")
        code = QrCode(url, words, s("about.scan_alt", url=url))
        blocks = (Columns((blocks, (code,)), (2.0, 1.0)),)
    yield Section("sources", s("sources.heading"), blocks)


def _about(say: Say, signed: bool = True) -> Panel:
    s, facts = say.strings, say.muscle.facts
    contact = say.clinic.contact[0] if say.clinic.contact else say.clinic.phone
    tell = s("about.tell_us", contact=contact) if contact else s("about.tell_plain")
    standing, status = say.options.standing, say.status
    fields = WriteOn((Field(s("about.checked_by"), share=2), Field(s("about.date")), Field(s("about.next"))))
    if standing.approved and standing.reviewer and standing.on and standing.until:
        on, following = (long_date(day, say.locale) for day in (standing.on, standing.until))
        status = s("about.approved", name=str(standing.reviewer), on=on, next=following)
        signed = False  # nothing is left to fill in
    written = s("about.written", written=long_date(facts.written, say.locale), draft=status)
    licence = s("about.content", licence=facts.licence.replace("CC-BY-", "CC BY "))
    text = s("about.text", tell=tell, written=written, licence=licence)
    if not say.prints(3):
        text = f"{s('evidence.doubt')} {s('about.large_only')} {text}"
    return Panel(s("about.heading"), (*((fields,) if signed else ()), Paragraph(rich(text), "small")))


# --- sheet 4 -------------------------------------------------------------------------------------------------


def _signs(say: Say) -> Iterator[Block]:
    """Every warning in full words, a tier a section."""
    words, s = say.muscle.words, say.strings
    sections = tuple(_tiers(say))
    if say.prints(1):
        yield _page(say, "signs", s("all.heading"), sections)
        return
    yield from say.letterhead()
    yield Title(words.title, say.latin_name, s("all.heading"), ())
    yield say.who()
    yield from sections
    yield _about(say)


def _tiers(say: Say) -> Iterator[Section]:
    s, locale = say.strings, say.locale
    for part in say.safety.full:
        emergency, place, advice = locale.emergency, locale.hospital, locale.advice
        title = s(f"all.{part.tier}", emergency=emergency) if part.tier == "now" else s(f"all.{part.tier}")
        lead = ""
        if part.tier == "now":
            lead = s("all.now_then")
        elif part.tier == "today":
            where = s("all.hospital", hospital=place) if part.route == "hospital" else s("all.advice", advice=advice)
            lead = f"**{where.rstrip(':')}.** {s('all.today_then')}"
            if part.route == "advice" and locale.closed:
                lead += f" {locale.closed}"
        elif part.tier == "check":
            lead = s("all.check_then")
            if not say.muscle.facts.massaged:
                title, lead = s("education.check_all"), s("education.check_then")
        texts = [s("stop.rule", sign=line.text, next=line.next) if line.next else line.text for line in part.lines]
        blocks: list[Block] = [Paragraph(rich(lead))] if lead else []
        blocks.append(Bullets(tuple(map(rich, texts)), 2))
        yield Section(f"all-{part.tier}-{part.route or ''}".rstrip("-"), title, tuple(blocks), breaks=True)
