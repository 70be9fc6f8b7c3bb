"""Every control of both screens, one by one: the key Tab comes to it and shows where it is; keys and clicks work it.

A control that has no line in the table of its screen fails its test.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.browser.firefox import until
from tests.browser.serving import Served, served
from tests.browser.test_one_patient import START

pytestmark = pytest.mark.long

CLINIC = """\
name = "Riverside Physiotherapy"
[favourites."Calf, one page"]
muscle = "gastrocnemius"
layout = "do"
"""
LISTEN = """() => {
  const send = window.fetch;
  window.asked = [];
  window.fetch = async (path, how) => {
    if (how?.body) asked.push([path, JSON.parse((await new Blob([how.body]).text()).split('\\n')[0])]);
    return send(path, how);
  };
  Object.defineProperty(navigator, 'pdfViewerEnabled', {value: false});
  window.open = () => window;
}"""
"""Keeps what the page asks of the desk, without files; and a window to print from, since here there are no dialogs."""
WHERE = """() => {
  const at = document.activeElement, label = at.closest('label') || at;
  if (at === document.body) return null;
  const box = label.getBoundingClientRect(), ring = [at, label].some(e => getComputedStyle(e).outlineStyle !== 'none');
  const hit = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 20));
  const name = at.type === 'radio' ? at.name : at.id || at.dataset.name ||
    (at.closest('[id]').id + ' ' + (at.value && at.type === 'checkbox' ? at.value : at.textContent.trim()));
  return {name, ring: ring || at.type === 'date', seen: Boolean(hit) && (label.contains(hit) || hit.contains(label))};
}"""
"""The control that has the focus: what it is called here, whether that shows, and whether nothing lies over it."""
CONTROLS = """() => {
  const all = [...document.querySelectorAll('a, button, input, select, textarea, summary')].filter(e =>
    !e.disabled && e.tabIndex >= 0 && e.checkVisibility() && !e.closest('[aria-hidden=true]'));
  const radios = all.filter(e => e.type === 'radio');
  return all.length - radios.length + new Set(radios.map(e => e.name)).size;
}"""
"""How many controls there are; those of which one is chosen are one."""
Act = Callable[[Any, str, bool], Any]
"""Works a control of a page: by its name here, by keys or by the mouse. Returns what must be true afterwards."""


@pytest.fixture(scope="module")
def clinics_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    file = tmp_path_factory.mktemp("clinic") / "clinic.toml"
    file.write_text(CLINIC)
    with served(clinic=file) as made:
        yield made


def stops(page: Any) -> list[dict[str, Any]]:
    """Where the key Tab stops, once round."""
    page.evaluate(START)
    found: list[dict[str, Any]] = []
    while True:
        page.keyboard.press("Tab")
        at = page.evaluate(WHERE)
        if at is None:
            return found
        if found and found[-1]["name"] == at["name"] == "date":
            continue  # the parts of a date
        found.append(at)
        assert len(found) < 100, "the key Tab never leaves the page"


def asked(page: Any) -> Any:
    """What the page asked for last, of its pages or of its spreadsheet."""
    script = "asked.filter(([path]) => path === '/api/page' || path === '/api/check').map(each => each[1]).at(-1)"
    return page.evaluate(script)


def control(page: Any, name: str) -> Any:
    where, _, words = name.partition(" ")
    if words and page.locator(f"#{where} input[value={json.dumps(words)}]").count():
        return page.locator(f"#{where} input[value={json.dumps(words)}]")
    if words:
        return page.locator(f"#{where}").locator("button, summary", has_text=words).first
    return page.locator(f"#{name}")


def work(page: Any, name: str, keys: bool, key: str = "Enter") -> None:
    """Press something."""
    if keys:
        control(page, name).focus()
        page.keyboard.press(key)
    else:
        control(page, name).click()


def changes(*fields: str) -> Act:
    """Another value, which is asked for: it is what one of these fields of the question has now, and no other does."""

    def act(page: Any, name: str, keys: bool) -> Any:
        before = flat(asked(page))
        radio = page.locator(f"input[type=radio][name='{name}']")
        if radio.count():
            if keys:
                page.locator(f"input[type=radio][name='{name}']:checked").first.focus()
                page.keyboard.press("ArrowDown")
            else:
                page.locator(f"label:has(input[type=radio][name='{name}']:not(:checked))").first.click()
        else:
            another(page, control(page, name), keys)
        until(lambda: flat(asked(page)) != before, f"another question after {name}", 10)
        now = flat(asked(page))
        changed = {field for field in {*before, *now} if before.get(field) != now.get(field)}
        return changed <= {*fields, "page", "width"} and not changed.isdisjoint(fields)

    return act


def another(page: Any, at: Any, keys: bool) -> None:
    """Give a field another value."""
    kind = at.evaluate("e => e.type")
    if kind == "checkbox":
        if keys:
            at.focus()
            page.keyboard.press("Space")
        else:
            at.click()
    elif kind.startswith("select"):
        if keys:
            at.focus()
            last = at.evaluate("e => e.selectedIndex >= e.options.length - 1")
            page.keyboard.press("ArrowUp" if last else "ArrowDown")
        else:
            at.select_option(index=at.evaluate("e => (e.selectedIndex + 1) % e.options.length"))
    else:
        at.focus() if keys else at.click()
        if kind == "date":
            page.keyboard.type("11272026" if keys else "11282026")
        else:
            page.keyboard.press("Control+a")
            page.keyboard.type(TYPED.get(at.evaluate("e => e.name"), ("3", "2"))[not keys])
            page.keyboard.press("Tab")  # what is typed on the second screen holds when one goes on


def flat(question: Any) -> dict[str, Any]:
    """A question with the choices, and their dose, beside the rest."""
    choices = question.get("choices", {})
    dose = {**question.get("dose", {}), **choices.get("dose", {})}
    made = {**question, **choices, **dose}
    return {key: value for key, value in made.items() if key not in ("choices", "dose") and value not in ("", None)}


def leads_to(script: str, key: str = "Enter") -> Act:
    """Pressing it makes something true."""

    def act(page: Any, name: str, keys: bool) -> Any:
        work(page, name, keys, key)
        until(lambda: page.evaluate(script), f"{script} after {name}", 10)
        return True

    return act


def toggles(page: Any, name: str, keys: bool) -> Any:
    """A part that is folded away opens and closes."""
    part = control(page, name).locator("..")
    for _ in range(2):
        before = part.evaluate("e => e.open")
        work(page, name, keys, "Space")
        if part.evaluate("e => e.open") == before:
            return False
    return True


def saves(file: str) -> Act:
    """A file comes."""

    def act(page: Any, name: str, keys: bool) -> Any:
        with page.expect_download(timeout=20_000) as download:
            work(page, name, keys)
        return download.value.suggested_filename.endswith(file)

    return act


def chooses_a_file(page: Any, name: str, keys: bool) -> Any:
    with page.expect_file_chooser(timeout=10_000):
        work(page, name, keys, "Space")
    return True


def nothing(_: Any, __: str, ___: bool) -> Any:
    """It has only one choice here."""
    return True


def check_all(page: Any, table: dict[str, Act]) -> None:
    """Every stop of the key Tab has a line, shows itself and is not hidden; every line works both ways."""
    found = stops(page)
    assert [each for each in found if not each["ring"] or not each["seen"]] == []
    names = [each["name"] for each in found]
    assert len(names) == page.evaluate(CONTROLS), names
    assert (set(names) - set(table), set(table) - set(names)) == (set(), set())
    wrong = []
    for name, act in table.items():
        for keys in (True, False):
            try:
                worked = act(page, name, keys)
            except Exception as error:
                worked, wrong = False, [*wrong, str(error)[:150]]
            if not worked:
                wrong.append(f"{name} by {'keys' if keys else 'mouse'}")
    assert wrong == [], "\n".join(wrong)


TYPED = {"hold": ("30", "40"), "seconds": ("20", "30")}
"""What is typed where 3 and 2 cannot be."""


def there_and_back(page: Any, name: str, keys: bool) -> Any:
    """Another choice that much depends on is asked for, and the first one again."""
    at = control(page, name)
    first = at.input_value()
    before = asked(page)
    another(page, at, keys)
    until(lambda: asked(page) != before, f"another question after {name}", 10)
    chosen, there = at.input_value(), asked(page)
    at.select_option(first)
    until(lambda: asked(page) != there, f"another question after {name}", 10)
    page.wait_for_selector("#many:not(.old)", state="attached")
    return chosen != first


DOSE = ("pressure", "seconds", "hold", "rounds", "times", "weeks")


def where_it_hurts(page: Any, name: str, keys: bool) -> Any:
    another(page, control(page, name), keys)
    said = "asked.filter(([path]) => path === '/api/where').at(-1)?.[1].area === document.getElementById('place').value"
    until(lambda: page.evaluate(said), "the place", 10)
    return True


def shows_all(page: Any, name: str, keys: bool) -> Any:
    with page.expect_response("**/api/where"):
        page.select_option("#place", "arch" if keys else "inner-calf")
    page.wait_for_timeout(300)
    work(page, name, keys)
    return page.is_hidden("#all") and page.locator("#muscles input").count() == 7


CALF = "document.forms[0].elements.muscle.value === 'gastrocnemius'"
ONE: dict[str, Act] = {
    "to-one": leads_to("!document.getElementById('one').hidden"),
    "to-many": leads_to("!document.getElementById('many').hidden && !document.getElementById('to-one').click()"),
    "close": nothing,  # at the end of a desk, in the tests of the first screen
    "lang": nothing,
    **{f"technique {way}": changes("technique") for way in ("roller", "thumbs", "chair")},
    **{f"with {name}": changes("with") for name in ("stretch", "heel-raise")},
    **{name: changes(name) for name in ("patient-name", "date", "note", "side", "print", "ink")},
    **{
        f"form {words}": toggles
        for words in ("Dose", "Second muscle, pages, ways, exercises", "Language, country, drawings")
    },
    **{f"dose-{key}": changes(key) for key in DOSE},
    **{name: changes(name) for name in ("sheets", "locale", "paper", "skin", "body", "duplex")},
    "second": changes("muscle"),
    "save": saves(".pdf"),
    "save-web": saves(".html"),
    "all": shows_all,
    "muscle": changes("muscle"),
    "place": where_it_hurts,
    "layout": changes("layout", "muscle", "sheets", *DOSE),
    "favourites Calf, one page": leads_to(f"document.forms[0].elements.layout.value === 'do' && {CALF}"),
    "print": leads_to("document.getElementById('state').textContent.startsWith('It is open')"),
    "next": leads_to("document.activeElement.id === 'place' && document.getElementById('save').disabled"),
}
PICTURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
PAGES = {"pages": 1, "png": PICTURE, "status": {"approved": False, "words": "Draft"}, "notices": []}


def test_every_control_of_the_first_screen(tab: Callable[..., Any], clinics_desk: Served) -> None:
    page = tab(1440)
    page.route("**/api/page", lambda route: route.fulfill(body=json.dumps(PAGES), content_type="application/json"))
    page.goto(clinics_desk.address())
    page.wait_for_selector("#map svg")
    page.evaluate(LISTEN)
    page.select_option("#place", "inner-calf")
    page.wait_for_selector("#all:not([hidden])")
    page.check("input[name=muscle][value=gastrocnemius]")
    page.wait_for_selector("#save:enabled")
    for summary in page.locator("#form summary").all():
        summary.click()
    check_all(page, ONE)


HEADINGS = ("Muscle", "Side", "Date", "Name")


def workbook() -> bytes:
    """Two sheets that may be the patients; a hidden row; a column that is wrong in most rows."""
    openpyxl = pytest.importorskip("openpyxl")
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active.title = "Patients"
    for sheet in (book.active, book.create_sheet("Last year")):
        for row in (("Monday",), HEADINGS, *[("calf", "x", "3/4/2026", "Ada")] * 3, ("", "left", "", "Bo")):
            sheet.append(row)
        sheet.row_dimensions[5].hidden = True
    book.save(out)
    return out.getvalue()


def leaves_a_column_out(page: Any, name: str, keys: bool) -> Any:
    work(page, name, keys)
    page.wait_for_selector("#mistakes-part", state="hidden")
    page.wait_for_selector("#many:not(.old)", state="attached")
    page.select_option("#use-1", "side")
    page.wait_for_selector("#mistakes button")
    return True


def puts_away(page: Any, name: str, keys: bool) -> Any:
    if page.is_hidden("#put-away"):
        page.set_input_files("#file", {"name": "a.xlsx", "mimeType": "", "buffer": workbook()})
        page.wait_for_selector("#roster:not([hidden])")
    work(page, name, keys)
    return page.is_hidden("#roster")


MANY: dict[str, Act] = {
    "to-one": leads_to("!document.getElementById('one').hidden && !document.getElementById('to-many').click()"),
    "to-many": leads_to("!document.getElementById('many').hidden"),
    "close": nothing,
    "file": chooses_a_file,
    "sample": saves("sample.xlsx"),
    **{f"many-form {words}": toggles for words in ("Dose", "Side, ways, exercises", "Paper, drawings")},
    **{f"many-technique {way}": changes("technique") for way in ("roller", "thumbs", "chair")},
    **{f"many-with {name}": changes("with") for name in ("stretch", "heel-raise")},
    **{f"many-dose-{key}": changes(key) for key in DOSE},
    **{f"many-{name}": changes(name) for name in ("print", "ink", "locale", "paper", "skin", "body", "duplex", "side")},
    "many-pages": changes("layout", "sheets", *DOSE, "with"),
    "many-favourites Calf, one page": leads_to("document.getElementById('many-pages').value === 'do'"),
    "many-muscle": changes("muscle"),
    "order": changes("order"),
    "skip-hidden": changes("skip_hidden"),
    "header": there_and_back,
    **{f"use-{at}": there_and_back for at in range(4)},
    "sheet": there_and_back,
    "mistakes Do not use “Side”": leaves_a_column_out,
    "run Print 1 handout without the 3 wrong rows": leads_to(
        "document.getElementById('many-said').textContent.startsWith('It is open')"
    ),
    "run Save the print run without the 3 wrong rows": saves("print-run.pdf"),
    "run Save single files (ZIP) without the 3 wrong rows": saves("handouts.zip"),
    "run Save the list of mistakes": saves("mistakes.csv"),
    "put-away": puts_away,
}


def test_every_control_of_the_second_screen(tab: Callable[..., Any], clinics_desk: Served) -> None:
    page = tab(1440)
    page.goto(clinics_desk.address())
    page.wait_for_selector("#many-muscle option:nth-child(2)", state="attached")
    page.evaluate(LISTEN)
    page.click("#to-many")
    page.set_input_files("#file", {"name": "a.xlsx", "mimeType": "", "buffer": workbook()})
    page.wait_for_selector("#many-said:focus")
    page.select_option("#sheet", "Patients")
    page.select_option("#many-muscle", "gastrocnemius")
    page.check("#order-part input[value=day]")
    for summary in page.locator("#many summary").all():
        summary.click()
    page.wait_for_selector("#mistakes button")
    check_all(page, MANY)
