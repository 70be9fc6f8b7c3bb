"""The first screen, one patient: the page as it will be printed, and the file, byte for byte the command's."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from handouts.approval.standing import Standing
from handouts.batch.press.masters import Press
from handouts.batch.roster.muscles import AND
from handouts.batch.roster.row import Row
from handouts.batch.roster.setting import Setting
from handouts.clinic.choices import Choices
from handouts.content.library import Muscle
from handouts.errors import HandoutsError
from handouts.page.pdf import left_out
from handouts.style.words import load_strings
from handouts.web.desk.desk import Desk
from handouts.web.desk.preview import Shown, count_pages
from handouts.web.page import html_page

Asked = dict[str, Any]


@dataclass(frozen=True)
class Order:
    """What was asked for: the muscles, the choices, and both as a roster's row for the press."""

    muscles: tuple[Muscle, ...]
    choices: Choices
    press: Press
    row: Row


def page(desk: Desk, asked: Asked, _: bytes) -> Asked:
    """A page as a picture, how many there are, and what is to be known of the handout."""
    number, width = int(asked.pop("page", 1)), int(asked.pop("width", 720))
    shown = _shown(desk, asked)
    picture = base64.b64encode(shown.picture(number, width)).decode()
    return {"pages": shown.pages, "png": picture, "status": shown.status, "notices": shown.notices}


def pdf(desk: Desk, asked: Asked, _: bytes) -> bytes:
    """The file."""
    return _shown(desk, asked).pdf


def html(desk: Desk, asked: Asked, _: bytes) -> bytes:
    """The handout as a web page, which has no name, no date and no note: whoever gets it may pass it on."""
    order = _order(desk, {**asked, "patient-name": "", "date": "", "note": ""})
    sources = order.press.sources
    look, strings = order.row.setting.page, load_strings(desk.templates, order.row.setting.lang)
    document = sources.document(order.row)
    made = html_page(document, sources.theme, strings, ink=look.ink, skin=look.skin, accent=look.accent)
    return made.encode()


def forget(desk: Desk, _: Asked, __: bytes) -> Asked:
    """The next patient comes: what was made for the last one goes."""
    desk.forget()
    return {}


def _shown(desk: Desk, asked: Asked) -> Shown:
    """The handout that was asked for, one of the last or made now: its file if it is quick, or its first page."""

    def make() -> Shown:
        order = _order(desk, asked)
        press, row = order.press, order.row

        def whole() -> bytes:
            return b"".join(press.make(row).parts)

        if made := press.ready(row):
            first = b"".join(made.parts)
            pages = count_pages(first)
        else:
            first, pages = press.sources.first_page(row, press.layouts)
        return Shown(pages, _status(row.setting.options.standing), tuple(_notices(order, pages)), first, whole)

    return desk.recent.recall(json.dumps(asked, sort_keys=True), make)


def _order(desk: Desk, asked: Asked) -> Order:
    """What was asked for. Raises HandoutsError with the field that is wrong."""
    names = desk.muscles(asked.get("muscle"))
    lang = str(asked.get("lang") or desk.lang)
    if not all(lang in desk.library.languages(name) for name in names):
        raise HandoutsError("This handout is not there in that language: choose another one.", field="lang")
    choices = desk.choices(asked, names)
    press = desk.press(choices)
    muscles = tuple(desk.library.muscle(name, lang) for name in names)
    whole = choices.options_of([muscle.facts for muscle in muscles], choices.handout)
    bare = replace(whole, patient_name="", date="", note="")
    setting = Setting(AND.join(names), lang, bare, choices.page)
    standing = press.sources.standing(setting, choices.day)
    if choices.require_approved and not standing.approved:
        raise HandoutsError(f"This may not be printed: {standing.why}.", field="muscle")
    setting = replace(setting, options=replace(bare, standing=standing))
    return Order(muscles, choices, press, Row(1, "", setting, whole.patient_name, whole.date, whole.note))


def _status(standing: Standing) -> Asked:
    """What the sheet says about its review, for whoever hands it out."""
    if standing.approved:
        words = f"Approved by {standing.reviewer} until {standing.until}"
    else:
        words = f"Draft: {standing.why or 'nobody has approved it'}"
    return {"approved": standing.approved, "words": words}


def _notices(order: Order, pages: int) -> Iterator[str]:
    """What somebody should know before they print it, in whole sentences."""
    for line in order.choices.told:
        if line.startswith("--"):  # the others are about a place, which the page names in words
            yield plain(line)
    yield from order.choices.notices(order.muscles)
    options, setting = order.choices.options, order.row.setting
    if options.layout != "do" and len(order.muscles) == 1:
        return
    document = order.press.sources.document(order.row)
    if document.left_out:
        yield f"Left out, since nobody does more than four ways: {', '.join(document.left_out)}"
    if options.layout == "do":
        usual = 1 if options.checked_by else 2
        if pages > usual:
            yield _longer(pages, usual, setting.page.print, order.row.message)
        if names := left_out(document, order.press.sources.theme, setting.page, order.press.layouts):
            yield f"For want of room the short sheet is without: {', '.join(names)}"


def _longer(pages: int, usual: int, size: str, note: str) -> str:
    """Why the short sheet is longer than it is usually, and what helps."""
    if size != "normal":
        shorter = ". A shorter note may save some" if note else ""
        return f"In {size} print the short sheet takes {pages} pages; in normal print it usually takes {usual}{shorter}"
    return f"The short sheet takes {pages} pages instead of {usual}" + (": shorten the note" if note else "")


def plain(told: str) -> str:
    """A message as somebody reads it who knows no options: without the one it begins with, the others as fields."""
    bare = re.sub(r"^--[\w-]+: ", "", told)
    bare = bare[:1].upper() + bare[1:]
    return re.sub(r"--(\w[\w-]*)", lambda found: f"“{found[1].replace('-', ' ').capitalize()}”", bare)


__all__ = ["forget", "html", "page", "pdf", "plain"]
