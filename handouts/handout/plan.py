"""muscle + options -> Document: what a handout says, in which order. No sizes, no colours, no PDF terms.

Three layouts: the full handout in its sheets (`full_sheets`), the short sheet, the clinician's sheet. The warning box always
stands above any massage step, and no layout is made that would lose a sign.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from handouts.content.library import Muscle
from handouts.content.spoken import spoken
from handouts.handout.clinician_sheet import clinician
from handouts.handout.document import Block, Document, Message, Paragraph, Part, WriteOn, page_of, rich
from handouts.handout.options import Clinic, Options, check_side, dose_of, note_lines
from handouts.handout.full_sheets import full
from handouts.handout.say import Say
from handouts.handout.short_sheet import short
from handouts.style.choices import Layout
from handouts.style.words import Locale, Strings

_PLANS: dict[Layout, Callable[[Say], Iterator[Part]]] = {"full": full, "do": short, "clinician": clinician}
LINES = {"full": 3, "do": 2}
"""How many lines of a note have a place kept for them; a longer one stands elsewhere, whole."""


def handout(
    muscle: Muscle, strings: Strings, locale: Locale, options: Options | None = None, clinic: Clinic | None = None
) -> Document:
    """The handout of a muscle. Raises HandoutsError when it would lack a warning."""
    asked = options or Options()
    check_side(muscle, asked.side)
    said = spoken(muscle, asked.side, dose_of(muscle, asked), locale.advice, strings("dose.to"))
    say = Say(said, strings, locale, asked, clinic or Clinic())
    words, facts = say.muscle.words, say.muscle.facts
    subtitle = words.subtitle
    if strings("title.after_colon") == "small":
        subtitle = f"{subtitle[:1].lower()}{subtitle[1:]}"
    for_clinician = asked.layout == "clinician"
    name = strings("clinician.heading") if for_clinician else subtitle
    version = strings("page.version", title=words.short_title, version=facts.version)
    return Document(
        id=facts.id,
        lang=words.lang,
        title=f"{words.title} ({words.name}): {name}",
        subject=f"{words.short_title}, {facts.version}",
        author=say.clinic.name or facts.author,
        running=words.title,
        imprint=say.clinic.footer,
        footer="  ·  ".join(filter(None, (version, asked.standing.code))),
        status=say.status,
        strip=not asked.standing.approved,
        page_number=strings("page.number", page="{page}", pages="{pages}"),
        parts=tuple(_personal(part, say) for part in _unchanging(say)),
        personal=() if for_clinician else (asked.patient_name, asked.date, *note_lines(asked.note)),
        message=None if for_clinician else _message(say),
        first=strings("page.first", page=page_of("safe" if asked.layout == "do" else "warnings"))
        if say.prints(1) and not for_clinician
        else "",
        written=asked.standing.on if asked.standing.approved else facts.written,
        origin=_origin(say),
    )


def _origin(say: Say) -> tuple[tuple[str, str], ...]:
    """What a file says in its own data of where it comes from, and of its review. Nothing of a patient."""
    standing, facts = say.options.standing, say.muscle.facts
    if not standing.content:
        return ()
    values = {
        "muscle": facts.id,
        "language": say.muscle.lang,
        "locale": say.locale.tag,
        "version": facts.version,
        "content": standing.content,
        "code": standing.code,
        "state": standing.state,
        "approval": standing.approval,
        "reviewer": str(standing.reviewer or ""),
        "approved": standing.on.isoformat() if standing.on else "",
        "nextReview": standing.until.isoformat() if standing.until else "",
    }
    return tuple((name, value) for name, value in values.items() if value)


def _unchanging(say: Say) -> tuple[Part, ...]:
    """The parts as they are for nobody: the same objects each time, so that layout knows them again."""
    options = say.options
    note = "-" if options.note else ""  # without a note there are lines to write on
    bare = replace(say, options=replace(options, patient_name="", date="", note=note))
    key = ("parts", say.strings, say.locale, say.clinic, id(say.clinic.logo), bare.options)  # the parts hold the logo
    return say.muscle.recall(key, lambda: tuple(_PLANS[options.layout](bare)))


def _personal(part: Part, say: Say) -> Part:
    """A part for this patient: the fields for name and date have what is known."""
    if not say.options.patient_name and not say.options.date:
        return part
    changed = False

    def filled(block: Block) -> Block:
        nonlocal changed
        is_personal = isinstance(block, WriteOn) and any(field.personal for field in block.fields)
        changed = changed or is_personal
        return say.who() if is_personal else block

    blocks = tuple(map(filled, part.blocks))
    drops = tuple(replace(drop, blocks=tuple(map(filled, drop.blocks))) for drop in part.drops)
    return replace(part, blocks=blocks, drops=drops) if changed else part


def _message(say: Say) -> Message | None:
    """The note and where it stands: below the tick list, on the short sheet above its last line."""
    s, options = say.strings, say.options
    if not options.note:
        return None
    panel = say.note_panel()
    if options.layout == "do":
        return Message(panel, Paragraph(rich(s("dose.note_back", page=page_of("message")))), "safe", 1, LINES["do"])
    part = "check" if say.prints(1) else "signs" if options.printed == (4,) else "find"
    return Message(panel, Paragraph(rich(s("dose.note_at", page=page_of("message")))), part, 0, LINES["full"])
