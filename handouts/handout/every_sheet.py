"""What several sheets have: a page's question with the way to the warnings, what sends from one way of massage to
another, and what is said about the sheet.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from handouts.content.model import Technique
from handouts.handout.document import WARNINGS, Block, Field, Panel, Paragraph, Section, WriteOn, page_of, rich
from handouts.handout.options import long_date
from handouts.handout.say import Say


def page_section(say: Say, part: str, title: str, blocks: Sequence[Block], first: bool = True) -> Section:
    """A page's question, with the way to the warning box beside it."""
    remark = say.strings("page.first", page=page_of(WARNINGS)) if first and say.prints(1) else ""
    return Section(part, title, tuple(blocks), remark, page=True, alert=bool(remark))


def sends_to_another_way(say: Say, technique: Technique, printed: Collection[str] | None = None) -> str:
    """The sentence that sends to another way, the first of those that are printed; nothing when none is."""
    if printed is None:
        printed = [each.id for each in say.massages] if say.prints(2) else ()
    told = say.muscle.words.techniques[technique.id].others
    return next((text for name, text in told.items() if name in printed), "")


def about(say: Say, signed: bool = True) -> Panel:
    """Who may be told of mistakes, what the sheet rests on, and its review; fields to sign when it has none."""
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
