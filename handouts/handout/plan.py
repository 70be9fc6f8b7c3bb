"""muscle + options -> Document: what a handout says, in which order. No sizes, no colours, no PDF terms.

Three layouts: the full handout in its sheets (`full_sheets`), the short sheet, the clinician's sheet; and several
muscles in one (`together`). The warning box always stands above any massage step, and no layout is made that would
lose a sign.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from handouts.content.library import Muscle
from handouts.content.spoken import spoken
from handouts.handout.clinician_sheet import clinician
from handouts.handout.document import WARNINGS, Block, Document, Message, Paragraph, Part, WriteOn, page_of, rich
from handouts.handout.full_sheets import full
from handouts.handout.options import Clinic, Options, check_side, dose_of, note_lines
from handouts.handout.say import Say
from handouts.handout.short_sheet import short
from handouts.handout.together import check_together, together, with_one_dose
from handouts.handout.ways import plain_names, ways_left_out
from handouts.style.choices import Layout
from handouts.style.words import Locale, Strings

_PLANS: dict[Layout, Callable[[Say], Iterator[Part]]] = {"full": full, "do": short, "clinician": clinician}
LINES = {"full": 3, "do": 2}
"""How many lines of a note have a place kept for them; a longer one stands elsewhere, whole."""


def handout(
    muscle: Muscle,
    strings: Strings,
    locale: Locale,
    options: Options | None = None,
    clinic: Clinic | None = None,
    beside: Sequence[Muscle] = (),
) -> Document:
    """The handout of a muscle, or of it and those `beside` it in one.

    Raises HandoutsError when it would lack a warning, or when the muscles do not go together.
    """
    asked = options or Options()
    muscles = (muscle, *beside)
    if beside:
        check_together(muscles, asked)
        muscles = with_one_dose(muscles)
    says = [_say(each, strings, locale, asked, clinic or Clinic(), bool(beside)) for each in muscles]
    say = says[0]
    facts = say.muscle.facts
    subtitle = say.muscle.words.subtitle
    if strings("title.after_colon") == "small":
        subtitle = f"{subtitle[:1].lower()}{subtitle[1:]}"
    for_clinician = asked.layout == "clinician"
    name = strings("clinician.heading") if for_clinician else subtitle
    title = strings("several.title", muscles=plain_names(says)) if beside else say.muscle.words.title
    latin = strings.join([each.muscle.words.name for each in says])
    if beside:  # the names stand above each page; here the codes need the room
        version = strings("several.versions", versions=" + ".join(each.muscle.facts.version for each in says))
    else:
        version = strings("page.version", title=say.muscle.words.short_title, version=facts.version)
    return Document(
        id="+".join(each.id for each in muscles),
        lang=say.muscle.lang,
        title=f"{title} ({latin}): {name}",
        subject=", ".join(f"{each.muscle.words.short_title}, {each.muscle.facts.version}" for each in says),
        author=say.clinic.name or facts.author,
        running=title,
        imprint=say.clinic.footer,
        footer="  ·  ".join(filter(None, (version, asked.standing.code))),
        status=say.status,
        strip=not asked.standing.approved,
        page_number=strings("page.number", page="{page}", pages="{pages}"),
        parts=tuple(_personal(part, say) for part in _unchanging(says)),
        personal=() if for_clinician else (asked.patient_name, asked.date, *note_lines(asked.note)),
        message=None if for_clinician else _message(say),
        first=strings("page.first", page=page_of(WARNINGS)) if say.prints(1) and not for_clinician else "",
        written=asked.standing.on if asked.standing.approved else max(each.facts.written for each in muscles),
        left_out=tuple(ways_left_out(says)) if beside else (),
        origin=_origin(says),
    )


def _say(muscle: Muscle, strings: Strings, locale: Locale, asked: Options, clinic: Clinic, among: bool) -> Say:
    """A muscle with its words filled in; among others it takes those techniques and exercises that it has."""
    check_side(muscle, asked.side)
    said = spoken(muscle, asked.side, dose_of(muscle, asked), locale.advice, strings("dose.to"))
    if among:
        techniques = [each.id for each in muscle.facts.techniques if each.id in asked.techniques]
        addons = [each.id for each in muscle.facts.addons if each.id in asked.addons]
        asked = replace(asked, techniques=tuple(techniques), addons=tuple(addons))
    return Say(said, strings, locale, asked, clinic, muscle.id if among else "")


def _origin(says: Sequence[Say]) -> tuple[tuple[str, str], ...]:
    """What a file says in its own data of where it comes from, and of its review. Nothing of a patient."""
    say = says[0]
    standing = say.options.standing
    if not standing.content:
        return ()
    values = {
        "muscle": "+".join(each.muscle.id for each in says),
        "language": say.muscle.lang,
        "locale": say.locale.tag,
        "version": "+".join(each.muscle.facts.version for each in says),
        "content": standing.content,
        "code": standing.code,
        "state": standing.state,
        "approval": standing.approval,
        "reviewer": str(standing.reviewer or ""),
        "approved": standing.on.isoformat() if standing.on else "",
        "nextReview": standing.until.isoformat() if standing.until else "",
    }
    return tuple((name, value) for name, value in values.items() if value)


def _unchanging(says: Sequence[Say]) -> tuple[Part, ...]:
    """The parts as they are for nobody: the same objects each time, so that layout knows them again."""
    say, options = says[0], says[0].options
    note = "-" if options.note else ""  # without a note there are lines to write on
    bare = [replace(each, options=replace(each.options, patient_name="", date="", note=note)) for each in says]
    # the parts hold the logo, and the muscles beside the first
    held = (id(say.clinic.logo), *((id(each.muscle), each.options) for each in bare[1:]))
    key = ("parts", say.strings, say.locale, say.clinic, bare[0].options, *held)

    def made() -> tuple[Part, ...]:
        return tuple(together(bare) if len(bare) > 1 else _PLANS[options.layout](bare[0]))

    return say.muscle.recall(key, made)


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
    part = "check" if say.prints(1) else "signs" if options.printed == (4,) else say.own("find")
    return Message(panel, Paragraph(rich(s("dose.note_at", page=page_of("message")))), part, 0, LINES["full"])
