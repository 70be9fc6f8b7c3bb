"""Sheet 4: every warning in full words, a tier a section."""

from __future__ import annotations

from collections.abc import Iterator

from handouts.handout.document import Block, Bullets, Paragraph, Section, Title, rich
from handouts.handout.every_sheet import about, page_section
from handouts.handout.say import Say


def signs(say: Say) -> Iterator[Block]:
    """Every warning in full words, a tier a section."""
    words, s = say.muscle.words, say.strings
    sections = tuple(tiers(say))
    if say.prints(1):
        yield page_section(say, "signs", s("all.heading"), sections)
        return
    yield from say.letterhead()
    yield Title(words.title, say.latin_name, s("all.heading"), ())
    yield say.who()
    yield from sections
    yield about(say)


def tiers(say: Say) -> Iterator[Section]:
    """A section for each tier, in full words."""
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
