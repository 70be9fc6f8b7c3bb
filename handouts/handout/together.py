"""Several muscles in one handout: one warning box, one tick list, one dose, and each muscle's own pages.

The warnings are the union of all; a box with more words than are read takes a page for now and one for today. Ways of
massage that muscles share stand once, with what differs said for each muscle. Nobody does more than four: what is left
out is said. What does not go together is refused, with the reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from handouts.content.library import Muscle
from handouts.content.model import Guide, GuideWords, NoteWords, Technique
from handouts.content.safety import MOST_WORDS_IN_BOX, count_words
from handouts.errors import HandoutsError
from handouts.handout.document import (
    WARNINGS,
    Block,
    Bullets,
    Panel,
    Paragraph,
    Part,
    Section,
    Title,
    page_of,
    rich,
)
from handouts.handout.every_sheet import about, page_section
from handouts.handout.options import Options, dose_of
from handouts.handout.say import Say
from handouts.handout.sheet_four import signs
from handouts.handout.sheet_one import check, dose, what_and_how
from handouts.handout.sheet_three import causes, muscle, sources
from handouts.handout.sheet_two import as_on_sheet_one, exercise, find, keep_going
from handouts.handout.ways import Way, beside_steps, plain_names, printed_ways, shared_steps

MOST_MUSCLES = 4

# --- what goes together --------------------------------------------------------------------------------------------


def check_together(muscles: Sequence[Muscle], options: Options) -> None:
    """Raises HandoutsError, with the reason, for muscles that cannot stand in one handout."""
    if len(muscles) > MOST_MUSCLES:
        raise HandoutsError(
            f"one handout takes at most {MOST_MUSCLES} muscles, not {len(muscles)}: make two", field="muscle"
        )
    if options.layout != "full":
        said = f"several muscles in one are for the whole handout: leave --layout {options.layout} out"
        raise HandoutsError(said, field="layout")
    if unlike := [each.id for each in muscles if each.facts.massaged != muscles[0].facts.massaged]:
        told = ", ".join(unlike)
        raise HandoutsError(
            f"{told} and {muscles[0].id} do not go together: one is massaged, the other must not be", field="muscle"
        )
    if not muscles[0].facts.massaged:
        raise HandoutsError(f"{muscles[0].id} must not be massaged: make a handout of its own", field="muscle")
    first = _numbers(muscles[0], options)
    for each in muscles[1:]:
        other = _numbers(each, options)
        if differing := [name for name in first if first[name] != other[name]]:
            told = "; ".join(f"{name} {_range(first[name])} and {_range(other[name])}" for name in differing)
            raise HandoutsError(
                f"{muscles[0].id} and {each.id} have different doses ({told}): a handout has one dose;"
                " choose it with --dose, or make two handouts",
                field="dose",
            )


def _numbers(muscle: Muscle, options: Options) -> dict[str, object]:
    """What a patient has to keep to, by the names that --dose has for it."""
    dose = dose_of(muscle, options)
    return {
        "pressure": dose.pressure,
        "seconds": dose.seconds,
        "hold": dose.hold_seconds,
        "rounds": dose.rounds,
        "times": (dose.times_first_week, dose.times_later),
    }


def with_one_dose(muscles: Sequence[Muscle]) -> tuple[Muscle, ...]:
    """The muscles, each with the most careful of what no --dose says: how many spots, how much pain, when to ask us."""
    doses = [each.facts.dose for each in muscles]
    careful = {
        "spots": min(dose.spots for dose in doses),
        "pressure_limit": min(dose.pressure_limit for dose in doses),
        "review_weeks": min(dose.review_weeks for dose in doses),
    }

    return tuple(_with_limits(each, careful) for each in muscles)


def _with_limits(muscle: Muscle, limits: Mapping[str, object]) -> Muscle:
    """The muscle with these limits in its dose; the same object again for the same limits."""
    dose = muscle.facts.dose.model_copy(update=limits)
    if dose == muscle.facts.dose:
        return muscle
    facts = muscle.facts.model_copy(update={"dose": dose})
    return muscle.recall(("limits", *limits.values()), lambda: replace(muscle, facts=facts))


def _range(value: object) -> str:
    return "-".join(str(each) for each in dict.fromkeys(value)) if isinstance(value, tuple) else str(value)


# --- what all have in common ---------------------------------------------------------------------------------------


def joint(says: Sequence[Say]) -> Say:
    """All muscles as one, for the pages that they share: every warning, every guide, the dose of the first.

    It has no figures and no techniques of its own: what shows or does something is said for each muscle.
    """
    first = says[0].muscle
    warnings = {warning.key: warning for say in says for warning in say.muscle.warnings}
    regions = list(dict.fromkeys(say.muscle.region_words for say in says if not say.muscle.facts.midline))
    add = says[0].strings("several.and")

    def every(key: str) -> str:
        return add.join(dict.fromkeys(str(getattr(words, key)) for words in regions))

    said = first.region_words
    if len(regions) > 1:
        said = said.model_copy(update={key: every(key) for key in ("tick_left", "tick_right", "yours")})
    guides, told = _guides(says)
    techniques = tuple(_one_way_each(each) for each in first.facts.techniques)
    muscle = replace(
        first,
        facts=first.facts.model_copy(
            update={
                "guides": guides,
                "techniques": techniques,
                "addons": (),
                "midline": all(say.muscle.facts.midline for say in says),
            }
        ),
        words=first.words.model_copy(update={"guides": told}),
        warnings=tuple(warnings.values()),
        region_words=said,
    )
    return replace(says[0], muscle=muscle, options=replace(says[0].options, addons=()))


def _one_way_each(technique: Technique) -> Technique:
    """A technique without its ways with more pressure: nobody does more with more muscles."""
    return technique.model_copy(update={"variants": ()})


def _guides(says: Sequence[Say]) -> tuple[tuple[Guide, ...], dict[str, GuideWords]]:
    """The guides of all muscles, one of a kind, with every point that one of them has; strips are each muscle's own."""
    guides: dict[str, Guide] = {}
    told: dict[str, GuideWords] = {}
    for say in says:
        for guide in say.muscle.facts.guides:
            if guide.kind == "round" or guide is not _first_of(say, guide.kind):
                continue
            words = say.muscle.words.guides[guide.id]
            before = told[guide.kind].points if guide.kind in told else {}
            more = [words.points[name] for name in guide.points if words.points[name] not in before.values()]
            points = {**before, **{f"point-{len(before) + n}": text for n, text in enumerate(more, 1)}}
            first = told.get(guide.kind, words)
            told[guide.kind] = first.model_copy(update={"points": points})
            own = guides.get(guide.kind, guide)
            guides[guide.kind] = own.model_copy(update={"id": guide.kind, "points": tuple(points)})
    return tuple(guides.values()), told


def _first_of(say: Say, kind: str) -> Guide | None:
    found = say.guide(kind)
    return found[0] if found else None


# --- the parts -----------------------------------------------------------------------------------------------------


def together(says: Sequence[Say]) -> Iterator[Part]:
    """The parts of the sheets that are printed. What muscles have in common is said with the words of the first."""
    both, s = joint(says), says[0].strings
    chosen = printed_ways(says)
    first = chosen[: _needed(says, chosen)]
    if both.prints(1):
        yield Part("safe", tuple(_head(both, says)), s("tab.safe"))
        yield from _warnings(both)
        yield Part("check", tuple(check(both)), joins=True)
        for number, way in enumerate(first):
            name = "massage" if not number else f"massage-{number + 1}"
            yield Part(name, (_way(both, way, chosen, len(first)),), "" if number else s("tab.massage"))
        yield Part("dose", tuple(dose(both)), joins=True)
    if both.prints(2):
        for number, say in enumerate(says):
            yield Part(say.own("find"), _named(say, find(say)), "" if number else s("tab.find"), sheet=2, pages=2)
        if more := tuple(_others(both, says, chosen, len(first))):
            yield Part("others", more, s("tab.others"), sheet=2)
        if going := tuple(keep_going(both)):
            yield Part("keep-going", going, sheet=2, joins=True)
    if both.prints(3):
        for number, say in enumerate(says):
            yield Part(say.own("muscle"), _named(say, muscle(say)), "" if number else s("tab.muscles"), sheet=3)
        yield Part("more", tuple(_more(both, says)), s("tab.more"), sheet=3)
    if both.prints(4):
        yield Part("signs", tuple(signs(both)), s("tab.signs"), sheet=4, pages=0)


def _needed(says: Sequence[Say], chosen: Sequence[Way]) -> int:
    """How many of the ways, from the first, it takes until each muscle has one: these stand on sheet 1."""
    for count in range(1, len(chosen) + 1):
        if {name for way in chosen[:count] for name in way.muscles} >= {say.muscle.id for say in says if say.massages}:
            return count
    return len(chosen)


def _head(both: Say, says: Sequence[Say]) -> Iterator[Block]:
    s = both.strings
    names = plain_names(says)
    also = [run for number, say in enumerate(says) for run in ((*(rich(" ") if number else ()), *say.latin_name))]
    yield from both.letterhead()
    picture = says[0].title_picture()
    yield Title(s("several.title", muscles=names), tuple(also), "", rich(s("several.lead", muscles=names)), picture)
    yield both.who()


def _warnings(both: Say) -> Iterator[Part]:
    """The warning box; one that is too long to be read takes a page for now and one for today."""
    box = both.warning_box()
    if count_words(both.safety.box) <= MOST_WORDS_IN_BOX:
        yield Part(WARNINGS, (box,), joins=True, pages=0)
        return
    now, *today = box.tiers
    yield Part(WARNINGS, (replace(box, title=both.strings("several.now"), tiers=(now,)),), joins=True, pages=0)
    rest = replace(box, title=both.strings("several.today"), tiers=tuple(today), remark="")
    yield Part("warnings-today", (rest,), pages=0)


def _named(say: Say, blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The page of one muscle, with its name at the right edge of the heading."""
    remark = say.strings("several.of", muscle=say.muscle.words.plain_name)
    return tuple(replace(each, remark=remark) if isinstance(each, Section) and each.page else each for each in blocks)


def _way(both: Say, way: Way, chosen: Sequence[Way], on_first: int) -> Section:
    """The page of a way on sheet 1: its steps and where never to press; the first one has what comes before and after.

    So many of the ways stand on sheet 1.
    """
    first = way is chosen[0]
    say, technique = way.first
    blocks: list[Block] = list(what_and_how(both)) if first else []
    blocks.append(Paragraph(rich(f"**{both.strings('several.for', muscles=plain_names([s for s, _ in way.of]))}**")))
    blocks += beside_steps(way, chosen if both.prints(2) else chosen[:on_first], "remark", "intro")
    blocks.append(shared_steps(way))
    for each, _ in way.of:
        blocks += each.run_in("round")
    blocks.append(both.never())
    if first:
        blocks += _no_floor(both, way, chosen, on_first)
        blocks.append(both.stop_panel())
    return page_section(both, technique.id, say.muscle.words.techniques[technique.id].title, blocks)


def _no_floor(both: Say, way: Way, chosen: Sequence[Way], on_first: int) -> Iterator[Block]:
    """Where the way for somebody who cannot get down is; so many of the ways stand on sheet 1."""
    if not way.needs_floor:
        return
    s = both.strings
    for number, other in enumerate(chosen):
        owner, easier = other.first
        if set(other.muscles) & set(way.muscles) and not other.needs_floor:
            on_sheet_one = number < on_first
            if on_sheet_one or both.prints(2):
                title = owner.muscle.words.techniques[easier.id].title
                page = page_of(f"massage-{number + 1}" if on_sheet_one else "others")
                yield Paragraph(rich(s("massage.no_floor", title=title, part=s("massage.others"), page=page)))
                return
    yield Paragraph(rich(s("massage.no_floor_ask")))


def _others(both: Say, says: Sequence[Say], chosen: Sequence[Way], on_first: int) -> Iterator[Block]:
    """The ways that are not on sheet 1, where the first so many stand, and each muscle's exercises."""
    s, rest = both.strings, chosen[on_first:]
    blocks: list[Block] = []
    if rest and both.prints(1):
        blocks.append(Panel("", (Paragraph(as_on_sheet_one(both)), both.never()), "tint"))
    for way in rest:
        say, technique = way.first
        said = say.muscle.words.techniques[technique.id]
        lead = Paragraph(rich(f"**{s('several.for', muscles=plain_names([each for each, _ in way.of]))}**"))
        blocks.append(
            Section(
                technique.id,
                said.title,
                (lead, replace(shared_steps(way), after=tuple(beside_steps(way, chosen, "intro")))),
                said.remark,
            )
        )
    blocks += [_exercises(say) for say in says if say.addons()]
    blocks.append(Paragraph(rich(s("several.enough"))))
    if rest or len(blocks) > 1:
        yield page_section(both, "others", s("massage.others"), blocks)


def _exercises(say: Say) -> Section:
    return Section(
        say.own("exercises"),
        say.strings("several.for", muscles=say.muscle.words.plain_name).rstrip(":"),
        tuple(exercise(say, addon) for addon in say.addons()),
    )


def _more(both: Say, says: Sequence[Say]) -> Iterator[Block]:
    """Causes of each muscle, what is good to know, how sure we are, sources: what several say is said once."""
    s = both.strings
    blocks: list[Block] = []
    for say in says:
        remark = s("several.of", muscle=say.muscle.words.plain_name)
        blocks += [replace(each, id=say.own("causes"), remark=remark) for each in causes(say)]
    notes = {f"**{note.title}** {note.text}": None for say in says for note in _notes(say)}
    if notes:
        blocks.append(Section("notes", s("notes.heading"), (Bullets(tuple(map(rich, notes)), 2),)))
    sure = {say.muscle.words.certainty[item.id]: None for say in says for item in say.muscle.facts.certainty}
    if sure:
        blocks.append(Section("certainty", s("evidence.heading"), (Bullets(tuple(map(rich, sure)), 2),)))
    listed = {source.id: source for say in says for source in say.muscle.printed_sources()}
    blocks += sources(both, list(listed.values()), "")
    blocks.append(about(both))
    yield page_section(both, "more", s("notes.page"), blocks, first=False)


def _notes(say: Say) -> list[NoteWords]:
    return [say.muscle.words.notes[note.id] for note in say.muscle.facts.notes if note.id != "start-low"]
