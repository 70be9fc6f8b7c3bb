"""Sheet 1, safe to give alone: head, tick list, steps, never press, stop, dose, what a tight spot is."""

from __future__ import annotations

from collections.abc import Iterator
from string import ascii_uppercase

from handouts.handout.document import (
    Block,
    Bullets,
    Columns,
    Heading,
    Panel,
    Paragraph,
    Section,
    Table,
    Title,
    rich,
)
from handouts.handout.every_sheet import about, page_section, sends_to_another_way
from handouts.handout.options import span
from handouts.handout.say import Say


def head(say: Say) -> Iterator[Block]:
    """Who gives it, what it is about, for whom."""
    words = say.muscle.words
    yield from say.letterhead()
    yield Title(words.title, say.latin_name, words.subtitle, rich(words.purpose), say.title_picture())
    yield say.who()


def check(say: Say) -> Iterator[Block]:
    """The tick list, and lines for a note."""
    yield say.tick_box("massage")
    yield from say.note_lines()


def massage(say: Say) -> Iterator[Block]:
    """The first technique step by step, where never to press, when to stop."""
    words, s = say.muscle.words, say.strings
    for technique in say.massages[:1]:
        said = words.techniques[technique.id]
        blocks: list[Block] = list(what_and_how(say))
        if told := " ".join(
            filter(None, (say.start_variant(), said.remark, said.intro, sends_to_another_way(say, technique)))
        ):
            blocks.append(Paragraph(rich(told)))
        blocks.append(say.steps(technique))
        beside: list[Block] = [say.never()]
        beside += another_way(say)
        if later := say.later():
            blocks.append(Columns(((later,), tuple(beside)), (1.0, 1.0), middle=True))
        else:
            blocks += beside
        blocks.append(say.stop_panel())
        yield page_section(say, technique.id, said.title, blocks)
    if not say.massages:
        yield page_section(say, "massage", s("tab.massage"), (say.never(), say.stop_panel()))


def no_massage(say: Say) -> Iterator[Block]:
    """What stands in the place of the massage: that there is none, and why."""
    s = say.strings
    why = (Paragraph(rich(s("education.why"))), Paragraph(rich(s("education.ask"))))
    blocks: list[Block] = [Panel("", why, "alert"), say.never()]
    if say.options.printed == (1,):
        blocks.append(about(say, signed=False))
    else:
        blocks.append(Paragraph(rich(s("evidence.line")), "small"))  # sheet 1 may be given alone
    yield page_section(say, "massage", s("education.heading"), blocks)


def what_and_how(say: Say) -> Iterator[Block]:
    """What a tight spot is, and to start low: before the first step."""
    s, notes = say.strings, say.muscle.words.notes
    panels: list[Block] = []
    if spot := say.guide("spot"):
        where = s("find.how", part=s("pain.page"), page=say.page("find")) if say.prints(2) else s("find.ask")
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


def another_way(say: Say) -> Iterator[Block]:
    """Where the way for somebody who cannot get down is."""
    s = say.strings
    others = [each for each in say.massages[1:] if not say.muscle.needs_floor(each)]
    if say.massages and say.muscle.needs_floor(say.massages[0]):
        if others and say.prints(2):
            title = say.muscle.words.techniques[others[0].id].title
            part = s("massage.others")
            yield Paragraph(rich(s("massage.no_floor", title=title, part=part, page=say.page("others"))))
        else:
            yield Paragraph(rich(s("massage.no_floor_ask")))


def dose(say: Say) -> Iterator[Block]:
    """How hard, how long, how often, from week to week; before and after; when it ends."""
    s = say.strings
    blocks: list[Block] = []
    left: tuple[Block, ...] = (Paragraph(rich(f"**{s('dose.how_hard')}**")), say.scale())
    dose = say.dose_rows()
    right: tuple[Block, ...] = (dose,) if dose.set else (dose, Paragraph(rich(s("dose.write")), "small"))
    blocks.append(Columns((left, right), (1.12, 1.0)))
    blocks += say.run_in("round")
    blocks += _course(say)
    before, after = _guide_cell(say, "before"), _guide_cell(say, "after")
    if before and after:
        blocks.append(Section("before-after", s("massage.before"), (Columns((before, after), (1.0, 1.0)),)))
    titles = [say.muscle.words.addons[each.id].title for each in say.addons()]
    keep = (Paragraph(rich(s("course.keep", addons=s.join([title.lower() for title in titles])))),) if titles else ()
    ends: list[tuple[Block, ...]] = [(*_guide_cell(say, "better"), *keep), _no_better(say)]
    blocks.append(Section("ends", s("course.ends"), (Columns(tuple(cell for cell in ends if cell), (1.0,) * 2),)))
    if say.options.printed == (1,):
        blocks.append(about(say, signed=False))
    else:
        blocks.append(Paragraph(rich(s("evidence.line")), "small"))  # sheet 1 may be given alone
    yield page_section(say, "dose", s("dose.heading"), blocks)


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
    first_week, second, third = (s("course.up_to", count=count) if count > low else str(low) for count in most)
    rows.append((s("course.rounds"), first_week, second, third))
    once, often = say.times(dose.times_first_week), s("dose.up_to", times=say.times(dose.times_later))
    more = often if dose.times_later > dose.times_first_week else once
    rows.append((s("course.times"), once, more, more))
    held = "course.hold_value" if dose.spots > 1 else "course.hold_one"
    hold = s(held, hold=dose.hold_seconds, spots=dose.spots)
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
