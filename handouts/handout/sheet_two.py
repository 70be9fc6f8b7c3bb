"""Sheet 2: find the spot, other ways, keep going."""

from __future__ import annotations

from collections.abc import Iterator

from handouts.content.model import Addon
from handouts.drawing.shapes import Figure
from handouts.figures.compose import make_legend
from handouts.handout.document import (
    Block,
    Bullets,
    Columns,
    Diary,
    Heading,
    Panel,
    Paragraph,
    Rich,
    Section,
    Spots,
    Step,
    Steps,
    page_of,
    rich,
)
from handouts.handout.every_sheet import about, page_section, sends_to_another_way
from handouts.handout.say import Say
from handouts.handout.spots import spots


def find(say: Say) -> Iterator[Block]:
    """The spots, how to find one, and what is none."""
    words, s = say.muscle.words, say.strings
    blocks: list[Block] = []
    if panels := spots(say):
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
    yield page_section(say, "find", s(page), blocks, first=False)


def others(say: Say) -> Iterator[Block]:
    """The other techniques, and the exercises that were asked for."""
    words, s = say.muscle.words, say.strings
    blocks: list[Block] = []
    for technique in say.massages[1:]:
        said = words.techniques[technique.id]
        told = " ".join(filter(None, (said.intro, sends_to_another_way(say, technique))))
        after: tuple[Block, ...] = (Paragraph(rich(told)),) if told else ()
        blocks.append(Section(technique.id, said.title, (say.steps(technique, after),), remark=said.remark))
    if blocks and say.prints(1):  # read before the steps
        blocks.insert(0, Panel("", (Paragraph(as_on_sheet_one(say)), say.never()), "tint"))
    blocks += [exercise(say, addon) for addon in say.addons()]
    yield page_section(say, "others", s("massage.others"), blocks)


def as_on_sheet_one(say: Say) -> Rich:
    """The dose once more, with the page that it stands on."""
    dose, to = say.dose, say.strings("dose.to")
    often = say.times(dose.times_first_week)
    text = say.strings(
        "massage.as_on",
        page=page_of("dose"),
        aim=to.join(str(each) for each in dict.fromkeys(dose.pressure)),
        limit=dose.pressure_limit,
        seconds=to.join(str(each) for each in dict.fromkeys(dose.seconds)),
        often=often[:1].upper() + often[1:],
    )
    return rich(text)


def exercise(say: Say, addon: Addon) -> Section:
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


def keep_going(say: Say) -> Iterator[Block]:
    """Diary, tools, cramp, the whole in short."""
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
        yield about(say)


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
