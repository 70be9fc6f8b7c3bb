"""The desk's first screen by mouse and by keyboard: one patient, from where it hurts to the sheet in the hand."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pypdfium2
import pytest

from tests.browser import looks
from tests.browser.firefox import Firefox, until
from tests.browser.serving import Served

pytestmark = pytest.mark.long
WINDOWS = [(width, scheme) for width in (390, 820, 1440) for scheme in ("light", "dark")]
MOST_STOPS = 25

Open = Callable[..., Any]


@pytest.fixture
def opened(tab: Callable[..., Any], served_desk: Served) -> Open:
    """Opens the first screen: `opened(width, scheme)`; `page.sent` are the choices that it has asked pages for."""

    def screen(width: int = 1440, scheme: str = "light", **more: Any) -> Any:
        page = tab(width, scheme, **more)
        page.sent = []
        page.on(
            "request",
            lambda asked: asked.url.endswith("/api/page") and page.sent.append(json.loads(asked.post_data or "{}")),
        )
        page.goto(served_desk.address())
        page.wait_for_selector("#map svg")
        return page

    return screen


def shown(page: Any) -> None:
    """Wait until the pages are those of the choices."""
    page.wait_for_selector("#pages:not(.old) img[src^='data:image/png']")
    page.wait_for_selector("#save:enabled")


def choose_calf(page: Any) -> None:
    page.check("input[name=muscle][value=gastrocnemius]")
    shown(page)


def words_of(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def saved(page: Any, press: Callable[[], Any]) -> tuple[str, bytes]:
    """The name and the bytes of the file that the browser gets."""
    with page.expect_download() as download:
        press()
    with open(download.value.path(), "rb") as file:
        return download.value.suggested_filename, file.read()


def test_ctrl_p_prints_the_handout_and_not_the_desk(opened: Open) -> None:
    page = opened()
    choose_calf(page)
    page.evaluate(
        """() => {
          const heard = (event) => (event.stopImmediatePropagation(), document.body.dataset.heard = "print");
          document.getElementById("print").addEventListener("click", heard, true);
        }"""
    )
    page.evaluate("addEventListener('keydown', (event) => document.body.dataset.kept = event.defaultPrevented)")
    page.keyboard.press("Control+p")
    assert page.evaluate("document.body.dataset.heard") == "print"
    assert page.evaluate("document.body.dataset.kept") == "true", "the browser would print the desk as well"


# --- everybody can use it


@pytest.mark.parametrize(("width", "scheme"), WINDOWS)
def test_everybody_can_use_the_screen(opened: Open, width: int, scheme: str) -> None:
    page = opened(width, scheme)
    choose_calf(page)
    for summary in page.locator("#form summary").all():
        summary.click()
    page.fill("#dose-pressure", "11")
    page.wait_for_selector("#wrong:not([hidden])")
    assert looks.violations(page) == []
    assert looks.sideways(page) == 0
    assert looks.smallest_target(page, "button, select, summary, #form label:has(input)") >= 44
    assert [said for said in page.complaints if "status of 422" not in said] == []


def test_enlarged_four_times_nothing_is_beside_the_window(opened: Open) -> None:
    page = opened(320, height=256)
    choose_calf(page)
    assert looks.sideways(page) == 0
    assert page.evaluate("getComputedStyle(document.querySelector('.bar')).position") != "fixed", "it would hide all"


# --- by mouse


def zone(page: Any, muscle: str, view: int = 0) -> None:
    """Click in the middle of a muscle's main zone, in one of the pictures where it is."""
    page.evaluate(
        """([muscle, view]) => {
          const zones = [...document.querySelectorAll(`#map .zone.main[data-muscle=${muscle}]`)];
          zones[view].closest('svg').scrollIntoView({block: 'center'});
        }""",
        [muscle, view],
    )
    box = page.locator(f"#map .zone.main[data-muscle={muscle}]").nth(view).bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def test_the_side_that_is_clicked_is_the_side_that_is_printed(opened: Open) -> None:
    page = opened()
    regions = page.locator("#map svg").first.locator(".region")
    sides = set()
    for index in range(2):
        page.reload()
        page.wait_for_selector("#map svg")
        boxes = [box for box in (regions.nth(n).bounding_box() for n in range(regions.count())) if box]
        bottom = max(box["y"] + box["height"] for box in boxes)
        feet = sorted((box for box in boxes if box["y"] + box["height"] > bottom - 8), key=lambda box: box["x"])
        foot = feet[-index]
        page.mouse.click(foot["x"] + foot["width"] / 2, foot["y"] + foot["height"] / 2)
        page.wait_for_selector("#map .zone", state="attached")
        side = page.evaluate("document.forms[0].elements.side.value")
        sides.add(side)
        zone(page, "gastrocnemius")
        page.wait_for_selector("#muscles small")
        page.check("input[name=muscle][value=gastrocnemius]")
        shown(page)
        name, data = saved(page, lambda: page.click("#save"))
        assert f"-{side}" in name
        assert f"{side} leg" in words_of(data).lower()
    assert sides == {"left", "right"}


def test_muscles_stand_in_the_order_of_the_reason_which_is_said(opened: Open) -> None:
    page = opened()
    choose_calf(page)
    zone(page, "gastrocnemius")
    page.wait_for_selector("#found:not(:empty)")
    reasons = page.locator("#muscles small").all_inner_texts()
    assert reasons[0].startswith("Main pain area")
    ranks = [reason.startswith("Pain may spread") for reason in reasons]
    assert ranks == sorted(ranks)
    assert page.evaluate("document.forms[0].elements.muscle.value")


def click_in_area(page: Any, area: str) -> None:
    """Show where an area is, take it back in the list only, and click in its middle."""
    page.select_option("#place", area)
    page.wait_for_selector("#map .area", state="attached")
    page.evaluate("document.querySelector('#map .area').closest('svg').scrollIntoView({block: 'center'})")
    box = page.locator("#map .area").first.bounding_box()
    page.evaluate("document.getElementById('place').value = ''")
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_selector("#map .spot", state="attached")


def test_a_place_that_no_muscle_reaches_leaves_no_handout_to_print(opened: Open) -> None:
    page = opened()
    choose_calf(page)
    click_in_area(page, "top-of-head")
    page.wait_for_selector("#print:disabled")
    assert page.locator("#pages img").count() == 0
    assert page.locator("input[name=muscle]:checked").count() == 0
    assert page.locator("#map .zone.on").count() == 0
    assert page.locator("#save:enabled, #save-web:enabled").count() == 0
    said = "No muscle here is known to send pain to"
    assert page.inner_text("#state").startswith(said)
    assert page.inner_text("#found").startswith(said)
    choose_calf(page)
    assert page.inner_text("#state").endswith("pages")


def test_a_click_elsewhere_on_the_whole_body_takes_the_muscle_back(opened: Open) -> None:
    page = opened()
    choose_calf(page)
    page.click("text=Whole body")
    body = page.locator("#map svg").first.bounding_box()
    page.mouse.click(body["x"] + body["width"] / 2, body["y"] + body["height"] * 0.04)
    page.wait_for_selector("#print:disabled")
    assert page.locator("#pages img").count() == 0
    assert page.inner_text("#found").startswith("Now click the sore place")


def test_the_list_says_the_place_that_was_clicked(opened: Open) -> None:
    page = opened()
    click_in_area(page, "arch")
    shown(page)
    assert page.input_value("#place") == "arch"


def test_where_no_side_is_said_the_picture_says_none_and_the_paper_has_both(opened: Open) -> None:
    page = opened()
    click_in_area(page, "inner-calf")
    shown(page)
    captions = page.locator("#map figcaption").all_inner_texts()
    assert [text for text in captions if "right" in text.lower() or "left" in text.lower()] == []
    assert page.sent[-1]["side"] == "both"


def test_each_place_is_called_by_its_name_once(opened: Open) -> None:
    page = opened()
    for field in ("locale", "many-locale"):
        names = page.locator(f"#{field} option").all_text_contents()
        assert "Australia (en-AU)" in names
        assert "Scotland (en-GB-SCT)" in names


def test_each_control_changes_what_is_asked_for(opened: Open) -> None:
    page = opened()
    choose_calf(page)
    for summary in page.locator("#form summary").all():
        summary.click()
    table: list[tuple[Callable[[], Any], str, Any]] = [
        *(
            (lambda box=f"input[name={name}][value={value}]": page.check(box), name, value)
            for name, values in (
                ("side", ("left", "right", "both")),
                ("print", ("large", "giant", "normal")),
                ("ink", ("grey", "saver", "colour")),
                ("layout", ("do", "clinician", "full")),
            )
            for value in values
        ),
        *(
            (lambda name=name, value=value: page.select_option(f"#{name}", value), name, value)
            for name, value in (
                ("sheets", "1-2"),
                ("locale", "en-US"),
                ("paper", "letter"),
                ("skin", "deep"),
                ("body", "woman"),
            )
        ),
        (lambda: page.fill("#patient-name", "Ada"), "patient-name", "Ada"),
        (lambda: page.fill("#date", "2026-11-27"), "date", "2026-11-27"),
        (lambda: page.fill("#note", "Slowly"), "note", "Slowly"),
        (lambda: page.check("#duplex"), "duplex", True),
        (lambda: page.fill("#dose-seconds", "20"), "dose", {"seconds": "20"}),
        (lambda: page.select_option("#second", "soleus"), "muscle", ["gastrocnemius", "soleus"]),
        (lambda: page.select_option("#second", ""), "muscle", ["gastrocnemius"]),
        (lambda: page.locator("#technique input").first.check(), "technique", None),
        (lambda: page.locator("#with input").first.check(), "with", None),
    ]
    wrong = {}
    for act, name, value in table:
        act()
        for _ in range(500):
            got = page.sent[-1].get(name)
            if got == value or (value is None and got):
                break
            page.wait_for_timeout(20)
        else:
            wrong[name, str(value)] = got
    shown(page)
    assert wrong == {}
    assert not page.locator("#wrong").is_visible()


def test_a_mistake_stands_at_its_field_and_nothing_can_be_printed(opened: Open) -> None:
    page = opened()
    choose_calf(page)
    page.click("summary:has-text('Dose')")
    page.fill("#dose-pressure", "11")
    page.wait_for_selector("#wrong:not([hidden])")
    assert page.locator("[data-field=pressure] .error, [data-field=dose] .error").count() == 1
    assert "--" not in page.inner_text("#wrong")
    assert all(page.locator(each).is_disabled() for each in ("#print", "#save", "#save-web"))
    page.click("#wrong")
    assert page.evaluate("document.activeElement.id").startswith("dose-")
    page.fill("#dose-pressure", "")
    shown(page)
    assert page.locator(".error").count() == 0


def test_for_the_next_patient_nothing_of_the_last_is_left(opened: Open) -> None:
    page = opened()
    choose_calf(page)
    page.click("summary:has-text('country')")
    page.select_option("#locale", "en-GB")
    page.select_option("#skin", "deep")
    page.check("input[name=ink][value=grey]")
    page.check("input[name=print][value=large]")
    page.click("summary:has-text('pages, ways')")
    page.select_option("#sheets", "1")
    page.locator("#technique input").first.check()
    page.check("input[name=layout][value=do]")
    page.fill("#checked-by", "C. Clinician")
    page.fill("#patient-name", "Zebedee Quux")
    page.fill("#note", "Quuxnote")
    page.fill("#date", "2026-11-27")
    shown(page)
    page.click("#next")
    page.wait_for_selector("#save:disabled")
    assert "uux" not in page.evaluate(
        "document.body.innerHTML + JSON.stringify(Object.fromEntries(new FormData(form)))"
    )
    assert page.locator("#pages img").count() == 0
    left = page.evaluate("Object.fromEntries(new FormData(form))")
    assert {name: left[name] for name in ("layout", "print", "ink", "skin")} == {
        **{"layout": "full", "print": "normal"},
        **{"ink": "grey", "skin": "deep"},
    }
    assert page.locator("#technique :checked, #with :checked").count() == 0
    assert left["checked-by"] == left["sheets"] == ""
    assert page.input_value("#locale") == "en-GB"
    assert page.input_value("#date") == "2026-11-27"


def test_files_have_no_name_in_theirs_and_a_web_page_has_none_inside(opened: Open) -> None:
    page = opened()
    choose_calf(page)
    page.fill("#patient-name", "Zebedee Quux")
    with page.expect_response(lambda answer: "Quuxnote here" in (answer.request.post_data or "")):
        page.fill("#note", "Quuxnote here")
    shown(page)
    name, data = saved(page, lambda: page.click("#save"))
    assert (name, "Zebedee Quux" in words_of(data), "Quuxnote" in words_of(data)) == ("gastrocnemius.pdf", True, True)
    page.wait_for_selector("#state:has-text('Saved: gastrocnemius.pdf')")
    name, data = saved(page, lambda: page.click("#save-web"))
    assert name == "gastrocnemius.html"
    assert b"<!doctype html>" in data[:100]
    assert b"uux" not in data
    assert "uux" not in page.url + page.title()


def test_two_tabs_never_mix_two_patients(opened: Open) -> None:
    pages = {"Ada Amber": opened(), "Bob Birch": opened()}
    for page in pages.values():
        choose_calf(page)
    for at in range(9):
        for name, page in pages.items():
            page.locator("#patient-name").press_sequentially(name[at])
    for name, page in pages.items():
        shown(page)
        _, data = saved(page, lambda page=page: page.click("#save"))
        assert [other for other in pages if other in words_of(data)] == [name]


# --- by keyboard


def stops(page: Any) -> Iterator[str]:
    """Where the key Tab stops, until it has been everywhere; what shows no ring says so."""
    script = """(() => {
      const at = document.activeElement, label = at.closest('label') || at;
      const ring = [at, label].some(e => getComputedStyle(e).outlineStyle !== 'none');
        // the parts of a date have rings of the browser's own
      const shown = ring || at === document.body || at.type === 'date';
      return (at.id || at.name || at.tagName) + (shown ? '' : ' without a ring');
    })()"""
    while True:
        page.keyboard.press("Tab")
        at = page.evaluate(script)
        if at.startswith("BODY"):
            return
        yield at


START = """() => {
  const first = document.createElement('button');
  document.body.prepend(first);
  first.focus();
  first.remove();
}"""
"""The key Tab goes on from where the focus was last; now that is before all."""


def go_to(page: Any, field: str) -> None:
    for at in stops(page):
        if at == field:
            return
    raise AssertionError(f"the key Tab never comes to {field}")


def test_the_keyboard_goes_round_in_few_stops(opened: Open) -> None:
    page = opened()
    choose_calf(page)
    page.evaluate(START)
    all_stops = list(stops(page))
    assert all_stops[0] == "to-one"
    assert [stop for stop in all_stops if "without" in stop] == []
    assert len(all_stops) <= MOST_STOPS, all_stops


def test_the_whole_job_is_done_without_a_mouse(opened: Open) -> None:
    """Pain in the arch of the left foot; one page for Ada."""
    page = opened()
    go_to(page, "place")
    page.keyboard.type("Arch")
    until(lambda: page.evaluate("document.forms[0].elements.muscle.value"), "a muscle is chosen for the place")
    shown(page)
    go_to(page, "muscle")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    muscle = page.evaluate("document.forms[0].elements.muscle.value")
    go_to(page, "side")
    while page.evaluate("document.forms[0].elements.side.value") != "left":
        page.keyboard.press("ArrowRight")
    go_to(page, "layout")
    page.keyboard.press("ArrowRight")
    go_to(page, "patient-name")
    page.keyboard.type("Ada Sample")
    shown(page)
    go_to(page, "save")
    name, data = saved(page, lambda: page.keyboard.press("Enter"))
    assert name == f"{muscle}-left-short.pdf"
    assert "Ada Sample" in words_of(data)


def test_the_last_word_is_had_by_a_page_that_tells_that_it_is_closed(tab: Callable[..., Any]) -> None:
    from tests.browser.serving import served

    with served() as desk:
        page = tab(820)
        page.goto(desk.address())
        page.wait_for_selector("#map svg")
        page.focus("#close")
        page.keyboard.press("Enter")
        page.wait_for_selector("text=The desk is closed")
        assert page.evaluate("document.activeElement.textContent") == "The desk is closed"
        assert looks.violations(page) == []


def test_a_page_that_wakes_when_the_desk_has_gone_says_so_and_keeps_what_was_typed(tab: Callable[..., Any]) -> None:
    """As when a tab or the machine has slept for longer than the desk waits."""
    from tests.browser.serving import served

    with served() as desk:
        page = tab(820)
        page.goto(desk.address())
        page.wait_for_selector("#map svg")
        choose_calf(page)
        page.fill("#note", "Slowly.")
        shown(page)
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_selector("#problem:has-text('What you have typed still stands here')")
    assert page.evaluate("document.getElementById('problem').getBoundingClientRect().top") >= 0
    assert page.input_value("#note") == "Slowly."
    page.click("#close")
    page.wait_for_selector("text=The desk is closed")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert [said for said in page.complaints if "ERR_CONNECTION" not in said] == []


def test_a_muscle_that_may_not_be_printed_is_marked_itself(tab: Callable[..., Any]) -> None:
    from tests.browser.serving import served

    with served(require_approved=True) as desk:
        page = tab(820)
        page.goto(desk.address())
        page.check("input[name=muscle][value=soleus]")
        page.wait_for_selector("#wrong:has-text('nobody has approved it')")
        assert page.locator("[aria-invalid]").evaluate_all("all => all.map(e => e.value)") == ["soleus"]
        assert page.locator("#print:disabled, #save:disabled, #save-web:disabled").count() == 3


def test_firefox_makes_the_same_sheet(firefox: Firefox, served_desk: Served) -> None:
    firefox.resize(1280, 900)
    firefox.open(served_desk.address())
    firefox.wait("document.querySelectorAll('#map svg').length > 0")
    firefox.click("input[name=muscle][value=gastrocnemius]")
    firefox.wait("!document.getElementById('save').disabled")
    firefox.click("#patient-name")
    firefox.type("Ada Sample")
    firefox.wait("document.querySelector('#pages:not(.old) img[src^=\"data:image/png\"]') !== null")
    assert firefox.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert firefox.evaluate("document.getElementById('wrong').hidden")
