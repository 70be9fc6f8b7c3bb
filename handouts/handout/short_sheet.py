"""The short sheet: side 1 holds now, today, never, stop, steps and dose on exactly one page; side 2 is the tick list.

What side 1 has no room for is left out in a fixed order, and the sheet says what. No sign is ever left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from handouts.handout.document import (
    WARNINGS,
    Block,
    Columns,
    Diary,
    Drop,
    Letterhead,
    Paragraph,
    Part,
    Section,
    Step,
    Steps,
    Title,
    page_of,
    rich,
)
from handouts.handout.say import Say

FRAMES = 3
"""So many pictures stand side by side."""


@dataclass(frozen=True)
class _Without:
    """What has been left out so far."""

    diary: bool = False
    address: bool = False
    pictures: int = 0


def _order(say: Say) -> Iterator[_Without]:
    """What is left out, one thing after the other, until all fits."""
    has_address = bool(say.clinic.letterhead and (say.clinic.name or say.clinic.logo) and say.clinic.address)
    yield _Without(diary=True)
    if has_address:
        yield _Without(diary=True, address=True)
    yield _Without(diary=True, address=has_address, pictures=1)
    yield _Without(diary=True, address=has_address, pictures=2)


def short(say: Say) -> Iterator[Part]:
    """Side 1, and side 2 unless somebody went through the tick list with the patient."""
    drops = tuple(Drop(_missing(say, without), tuple(_side_one(say, without))) for without in _order(say))
    yield Part("safe", tuple(_side_one(say, _Without())), one_page=True, drops=drops)
    if not say.options.checked_by:
        yield Part("check", (say.tick_box(WARNINGS, after=True),))


def _side_one(say: Say, without: _Without) -> Iterator[Block]:
    words, s = say.muscle.words, say.strings
    by = None
    for head in say.letterhead():
        if without.address and isinstance(head, Letterhead):
            by = replace(head, address=())
        else:
            yield head
    yield Title(words.do_title, say.latin_name, "", (), by=by)
    yield say.who()
    yield say.warning_box(columns=True)
    if not say.muscle.facts.massaged:
        yield from _no_massage(say)
        return
    name = say.options.checked_by
    checked = s("check.done", name=name) if name else s("check.over", page=page_of("check"))
    first = Paragraph(rich(checked), sign="" if name else "stop")
    for technique in say.massages[:1]:
        yield replace(_pictured(say.steps(technique, short=True), FRAMES - without.pictures), under=(first,))
    low = f"**{s('massage.start_low')}** {s('short.low')}"
    never = say.never()
    yield replace(never, text=(*never.text, *rich(f" {low}")))
    yield say.stop_panel()
    after = Paragraph((*rich(f"{s('dose.sore')} "), *say.review().text))
    yield Columns(((say.scale(),), (after,)), (1.1, 1.0), middle=True)
    yield replace(say.dose_rows(), run_in=True)
    if not without.diary:
        weeks = (s("diary.week", number=1), s("diary.week", number=2))
        yield Diary(weeks, s("diary.short"), (), s("diary.alt_short"), short=True)
    missing = (s("short.always"), *_missing(say, without))
    yield Paragraph(rich(s("short.closing", missing=s.join(missing))), "small")


def _no_massage(say: Say) -> Iterator[Block]:
    """What stands in the place of steps and dose."""
    s, name = say.strings, say.options.checked_by
    over = s("education.check_over", page=page_of("check"))
    checked = s("education.check_done", name=name) if name else f"**{over}**"
    yield Paragraph(rich(checked), sign="" if name else "stop")
    why = (Paragraph(rich(s("education.why"))), Paragraph(rich(s("education.ask"))))
    yield Section("massage", s("education.heading"), (*why, say.never()))
    yield Paragraph(rich(s("education.closing")), "small")


def _missing(say: Say, without: _Without) -> tuple[str, ...]:
    """What has been left out, in words."""
    gone = {
        "diary": without.diary,
        "address": without.address,
        "picture": without.pictures == 1,
        "pictures": without.pictures > 1,
    }
    return tuple(say.strings(f"short.{name}") for name, is_gone in gone.items() if is_gone)


def _pictured(steps: Steps, count: int) -> Steps:
    """The steps with at most so many pictures, side by side; every step keeps its words."""
    if steps.picture is not None:
        return steps if steps.shape == "close" else _lower(steps)
    shown = [index for index, step in enumerate(steps.items) if step.picture]
    if len(shown) > count:  # one posture, the stroke, and the last one; what looks alike shares a picture
        whole = [index for index in shown if index < steps.whole][-1:]
        rest = [index for index in shown if index >= steps.whole]
        keep = {*whole, *rest[:1], *rest[-1:]}
        shown = sorted(keep)[:count]
    items = tuple(step if index in shown else Step(step.text) for index, step in enumerate(steps.items))
    return replace(steps, items=items, whole=0, together=True)


def _lower(steps: Steps) -> Steps:
    """Steps beside one picture that is too large for the sheet: it stands in a low frame, with the first of them."""
    first, *rest = steps.items
    return replace(steps, items=(Step(first.text, steps.picture), *rest), picture=None, together=True)
