"""Sheet 3: what the muscle is, causes, good to know, how sure we are, sources, about this sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from handouts.content.model import Source
from handouts.handout.document import (
    Block,
    Bullets,
    Columns,
    Heading,
    Panel,
    Paragraph,
    Picture,
    QrCode,
    Section,
    Sources,
    rich,
)
from handouts.handout.every_sheet import about, page_section
from handouts.handout.say import Say


def muscle(say: Say) -> Iterator[Block]:
    """Where the muscle is and what it does."""
    facts, words, s = say.muscle.facts, say.muscle.words, say.strings

    def of(key: str) -> str:
        return s(f"anatomy.several.{key}" if facts.several else f"anatomy.{key}")

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
        Heading(rich(of("where"))),
        Paragraph(rich(words.anatomy)),
        Paragraph(rich(f"**{words.anatomy_in_short}**")),
    )
    jobs = [words.functions[each.id] for rank in ("main", "secondary") for each in facts.functions if each.rank == rank]
    what: list[Block] = [Heading(rich(of("what"))), Bullets(tuple(map(rich, jobs)))]
    if facts.situations:
        moments = s.join([words.situations[item.id] for item in facts.situations], last=True)
        what.append(Paragraph(rich(f"{of('works_hardest')} {moments}.")))
    blocks.append(Section("anatomy", of("heading"), (Columns((where, tuple(what)), (1.0, 1.0)),)))
    yield page_section(say, "muscle", of("page"), blocks, first=False)


def more(say: Say) -> Iterator[Block]:
    """Causes, good to know, how sure we are, sources, about this sheet."""
    facts, words, s = say.muscle.facts, say.muscle.words, say.strings
    blocks: list[Block] = list(causes(say))
    notes = [words.notes[note.id] for note in facts.notes if note.id != "start-low"]
    if notes:
        items = tuple(rich(f"**{note.title}** {note.text}") for note in notes)
        blocks.append(Section("notes", s("notes.heading"), (Bullets(items, 2),)))
    if facts.certainty:
        sure = tuple(rich(words.certainty[item.id]) for item in facts.certainty)
        blocks.append(Section("certainty", s("evidence.heading"), (Bullets(sure, 2),)))
    url = say.clinic.content_url.replace("{muscle}", facts.id).replace("{lang}", words.lang)
    blocks += sources(say, say.muscle.printed_sources(), url)
    blocks.append(about(say))
    yield page_section(say, "more", s("notes.page"), blocks, first=False)


def causes(say: Say) -> Iterator[Section]:
    """The causes, a panel each."""
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


def sources(say: Say, listed: Sequence[Source], url: str) -> Iterator[Block]:
    """The works, beside them the way to the rest: an address as a code to scan, where there is one."""
    s = say.strings
    printed = tuple(source.citation for source in listed)
    relayed = any(source.relayed for source in listed)
    if not printed:
        return
    told = f"{s('sources.relayed_books')} {s('about.ask_sources')}" if relayed else s("about.ask_sources")
    blocks: tuple[Block, ...] = (Sources(printed), Paragraph(rich(told), "small"))
    if url:
        words = rich(f"**{s('about.read_more')}.** {s('about.scan')}")
        code = QrCode(url, words, s("about.scan_alt", url=url))
        blocks = (Columns((blocks, (code,)), (2.0, 1.0)),)
    yield Section("sources", s("sources.heading"), blocks)
