"""The sheet for the clinician who gives the handout: other causes, a tick list, trigger points, evidence, the dose."""

from __future__ import annotations

from collections.abc import Iterator

from handouts.handout.document import (
    Block,
    Bullets,
    Field,
    Paragraph,
    Part,
    Section,
    Table,
    TickBox,
    TickGroup,
    Title,
    WriteOn,
    rich,
)
from handouts.handout.say import Say


def clinician(say: Say) -> Iterator[Part]:
    """At most two pages."""
    yield Part("clinician", tuple(_blocks(say)), dense=True, pages=2)


def _blocks(say: Say) -> Iterator[Block]:
    facts, words, s = say.muscle.facts, say.muscle.words, say.strings
    sheet, said = facts.clinician, words.clinician
    version = s("page.version", title=words.short_title, version=facts.version)
    yield Title(s("clinician.heading"), (*say.latin_name, *rich(f"  ·  {version}")), "", ())
    yield Paragraph(rich(f"**{said.head}** {s('clinician.not_for_patients')}"), "small")
    if sheet.differential:
        head = (s("clinician.think"), s("clinician.clue"), s("clinician.next"))
        told = [said.differential[item.id] for item in sheet.differential]
        rows = tuple((rich(each.think), rich(each.clue), rich(each.next)) for each in told)
        blocks: list[Block] = [Table(head, rows, (1.0, 1.5, 1.1), small=True)]
        if beside := say.muscle.beside():
            blocks.append(Paragraph(rich(s("clinician.beside", muscles=s.join(beside))), "small"))
        yield Section("differential", s("clinician.differential"), tuple(blocks))
    if sheet.lines:
        lines = tuple(rich(said.lines[item.id]) for item in sheet.lines)
        yield Section("evidence", s("clinician.evidence"), (Bullets(lines, 2, small=True),))
    if sheet.ticks:
        items = tuple(rich(said.ticks[name]) for name in sheet.ticks)
        fields = ((Field(s("clinician.signature"), share=2), Field(s("clinician.date"))),)
        groups = (TickGroup("", items),)
        lead = rich(f"{s('clinician.teach')} “{s('consent.teach_back')}”")
        yield TickBox(s("clinician.ticks"), (), "", lead, groups, fields, columns=3, small=True)
    if said.trigger_points:
        yield _points(say)
    if not facts.massaged:
        return
    keys = ("pressure", "hold", "rounds", "addon", "review")
    boxes = [Field(s("clinician.more_pressure"), kind="tick")]
    fields_row = WriteOn((*(Field(s(f"clinician.{key}")) for key in keys), *boxes))
    yield Section("dose", s("clinician.dose"), (fields_row,))


def _points(say: Say) -> Section:
    """The trigger points with their place as numbers, which are those they are drawn by."""
    said, s = say.muscle.words.clinician, say.strings
    head = tuple(
        s(f"clinician.{key}") for key in ("number", "place", "coordinates", "essential", "spillover", "support")
    )
    rows = []
    for point in say.muscle.facts.trigger_points:
        told = said.trigger_points[point.id]
        surface, (along, across) = say.muscle.art.surfaces()[point.frame], point.at
        place = f"{told.place}" + ("" if point.press else f" ({s('clinician.press')})")
        at = f"{along:g}, {across:g}{'°' if surface.goes_round else ' cm'}".replace("-", "−")
        cells = (str(point.mark), place, at, told.essential, told.spillover or "–", told.support)
        rows.append(tuple(rich(cell) for cell in cells))
    table = Table(head, tuple(rows), (0.35, 1.2, 0.85, 1.0, 1.1, 1.3), small=True)
    frames = dict.fromkeys(point.frame for point in say.muscle.facts.trigger_points)
    note = Paragraph(rich(" ".join(s(f"surface.{frame}") for frame in frames)), "small")
    return Section("points", s("clinician.points"), (table, note))
