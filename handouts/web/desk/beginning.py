"""What the desk's page begins with: what can be chosen, what is usual here, the body to click in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from typing import Any

from handouts.batch.roster.setting import Setting
from handouts.clinic.known import addon_ids, technique_ids
from handouts.clinic.usual import Favourite
from handouts.content.dose import LIMITS, UNITS
from handouts.content.model import Facts, Words
from handouts.content.referral import read_area_words, read_areas
from handouts.errors import ContentError, HandoutsError
from handouts.style.choices import SIDES, Person
from handouts.style.fonts import register_fonts
from handouts.style.words import load_locale, locale_tags
from handouts.web.body import BodyView, Hit, WholeView, by_area, rank, region_at
from handouts.web.desk.desk import USUAL, Desk

Asked = dict[str, Any]
LANGUAGES: Mapping[str, str] = {"en": "English", "de": "Deutsch", "fr": "français", "es": "español"}

READ_AHEAD = 20
"""Muscles that are read before somebody chooses them."""


def start(desk: Desk, _: Asked, __: bytes) -> Asked:
    """All that the form needs."""
    muscles = list(_muscles(desk))
    langs = dict.fromkeys(lang for muscle in muscles for lang in muscle["langs"])
    return {
        "clinic": desk.file.name if desk.file else "",
        "muscles": muscles,
        "areas": list(_areas(desk)),
        "languages": [{"id": lang, "name": LANGUAGES.get(lang, lang)} for lang in langs],
        "places": list(_places(desk)),
        "dose": [{"key": key, "low": low, "high": high, "unit": UNITS[key]} for key, (low, high) in LIMITS.items()],
        "usual": _usual(desk),
        "sheets": (desk.file and desk.file.options.sheets) or "",
        "favourites": [{"name": name, "chosen": _chosen(each)} for name, each in desk.favourites.items()],
        "favourite": desk.favourite,
    }


def prepare(desk: Desk) -> None:
    """What takes a while, before somebody waits for it."""
    start(desk, {}, b"")
    body(desk, {"body": _usual(desk)["body"]}, b"")
    register_fonts()
    import_module("pypdfium2")
    _read_ahead(desk, desk.library.ids()[:READ_AHEAD])


def _read_ahead(desk: Desk, names: Sequence[str]) -> None:
    """Read muscles and what was signed of them, one at a time: whoever asks meanwhile waits for one at most."""
    if names:
        with suppress(HandoutsError):  # is told to whoever chooses it
            choices = desk.choices({})
            setting = Setting(names[0], desk.lang, choices.options, choices.page)
            desk.press(choices).sources.standing(setting, None)
        desk.worker.submit(_read_ahead, desk, names[1:])


def body(desk: Desk, asked: Asked, _: bytes) -> Asked:
    """The body to click in: pictures of the whole, and the views of each region with the zones of all muscles."""
    person = _person(asked)
    return {
        "whole": [_whole(view) for view in desk.whole(person)],
        "views": [_view(view) for view in desk.views(person)],
    }


def _person(asked: Asked) -> Person:
    """Whose body is shown, as the handout's figures show it."""
    return "woman" if asked.get("body") == "woman" else "man"


def where(desk: Desk, asked: Asked, _: bytes) -> Asked:
    """What lies under a place, or refers pain to an area: a region of the whole body, or muscles, likeliest first.

    Of a place in a view also its area is told, which does not change the order of the muscles.
    """
    if area := asked.get("area"):
        return {"hits": [_hit(desk, hit) for hit in by_area(desk.library, str(area))]}
    view, x, y = str(asked["view"]), float(asked["x"]), float(asked["y"])
    person = _person(asked)
    for whole in desk.whole(person):
        if whole.id == view:
            region, side = region_at(whole, x, y) or ("", "")
            return {"region": region, "side": side}
    said = str(asked.get("side"))
    found = next((each for each in desk.views(person) if each.id == view), None)
    clicked = found.side_of(x) if found else None
    drawn = clicked or ("left" if said == "left" else "right")
    hits = rank(desk.views(person), view, x, y, drawn)
    area = found.area_at(x, y, drawn) if found else None
    of_side = clicked or (said if said in SIDES else "both")
    return {"hits": [_hit(desk, hit) for hit in hits], "side": of_side, "area": area or ""}


def _muscles(desk: Desk) -> Iterator[Asked]:
    """The muscles that have words in the desk's language, or in another one."""
    for name in desk.library.ids():
        langs = desk.library.languages(name)
        lang = desk.lang if desk.lang in langs else next(iter(langs), "")
        try:
            facts, words = desk.library.facts[name], desk.library.words[name, lang]
        except (ContentError, KeyError):
            continue  # is told to whoever asks `handouts check`
        yield _muscle(desk, facts, words) | {"langs": langs}


def _muscle(desk: Desk, facts: Facts, words: Words) -> Asked:
    region = desk.library.region_words(words.lang)[facts.region]
    dose = facts.dose
    usual = {"pressure": dose.pressure, "seconds": dose.seconds, "hold": dose.hold_seconds, "rounds": dose.rounds}
    return {
        "id": facts.id,
        "title": words.plain_name[:1].upper() + words.plain_name[1:],
        "name": words.name,
        "region": facts.region,
        "part": region.part,
        "sides": not facts.midline,
        "massaged": facts.massaged,
        "ways": [{"id": name, "name": words.techniques[name].title} for name in technique_ids(facts)],
        "exercises": [{"id": name, "name": words.addons[name].title} for name in addon_ids(facts)],
        "dose": {**usual, "times": (dose.times_first_week, dose.times_later)} if facts.massaged else {},
        "limit": dose.pressure_limit,
    }


def _areas(desk: Desk) -> Iterator[Asked]:
    """Where it can hurt, by the parts of the body, for whoever clicks in no picture."""
    words = read_area_words(desk.library.roots, desk.lang)
    regions = desk.library.region_words(desk.lang)
    for name, area in read_areas(desk.library.roots).items():
        yield {"id": name, "name": words[name].name, "region": area.region, "in": regions[area.region].name}


def _places(desk: Desk) -> Iterator[Asked]:
    for tag in locale_tags(desk.templates):
        locale = load_locale(desk.templates, tag)
        yield {"id": tag, "name": locale.place, "emergency": locale.emergency}


def _usual(desk: Desk) -> Asked:
    """What the form shows at first: the clinic's usual choices, else ours."""
    file = desk.file
    clinic = file.options.model_dump(exclude_none=True) if file else {}
    own = {name: clinic.get(name, value) for name, value in USUAL.items()}
    return {**own, "lang": desk.lang, "locale": (file and file.locale) or "", "duplex": bool(file and file.duplex)}


def _chosen(favourite: Favourite) -> Asked:
    """A favourite as the form has its values."""
    named = favourite.model_dump(exclude_none=True, by_alias=True, exclude={"dose"})
    dose = favourite.dose.model_dump(exclude_none=True)
    return {**named, "dose": {key: " to ".join(map(str, dict.fromkeys(span))) for key, span in dose.items()}}


def _whole(view: WholeView) -> Asked:
    regions = [
        {"id": name, "name": outline.name, "side": side, "path": view.path(name, side)}
        for name, outline in view.regions.items()
        for side in SIDES
    ]
    return {**_picture(view), "silhouette": view.silhouette, "regions": regions}


def _view(view: BodyView) -> Asked:
    zones = [{"muscle": zone.muscle, "main": zone.kind == "essential", "path": zone.path} for zone in view.zones]
    areas = [{"id": name, "path": outline.path} for name, outline in view.areas.items()]
    return {**_picture(view), "regions": view.regions, "zones": zones, "areas": areas}


def _picture(view: WholeView | BodyView) -> Asked:
    size = {"width": view.width, "height": view.height, "rightHalf": view.right_half}
    return {"id": view.id, "name": view.name, "svg": view.svg, **size}


def _hit(desk: Desk, hit: Hit) -> Asked:
    """A muscle that may refer pain there, and from which of its trigger points, in words within a sentence."""
    lang = desk.lang if desk.lang in desk.library.languages(hit.muscle) else desk.library.languages(hit.muscle)[0]
    place = desk.library.words[hit.muscle, lang].trigger_points[hit.point].place.rstrip(" :")
    place = place[:1].lower() + place[1:] if lang == "en" else place
    return {
        "muscle": hit.muscle,
        "main": hit.kind == "essential",
        "near": not hit.inside,
        "mark": hit.mark,
        "place": place,
    }
