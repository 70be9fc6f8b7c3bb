"""The desk's second screen by mouse and by keyboard: what a practice's program exports becomes a print run."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from tests.batch.exports import EXPORTS
from tests.browser import looks
from tests.browser.firefox import Firefox
from tests.browser.serving import Served

pytestmark = pytest.mark.long
WINDOWS = [(width, scheme) for width in (390, 820, 1440) for scheme in ("light", "dark")]
MESSY = (
    b"Appointments,,,,\n"
    b"Patient ID,First Name,Last Name,Leg,preasure,Muscle\n"
    b"1,Ada,Byron,left,3 to 4,calf\n"
    b"2,Grace,Hopper,lnks,,calf\n"
    b"3,Mary,Ward,right,,soleus\n"
)
Open = Callable[..., Any]


@pytest.fixture
def opened(tab: Callable[..., Any], served_desk: Served) -> Open:
    """Opens the second screen."""

    def screen(width: int = 1440, scheme: str = "light", **more: Any) -> Any:
        page = tab(width, scheme, **more)
        page.goto(served_desk.address())
        page.wait_for_selector("#many-muscle option:nth-child(2)", state="attached")
        page.click("#to-many")
        return page

    return screen


def give(page: Any, data: bytes, name: str = "export.csv") -> None:
    """Choose a file, and wait for what the page says of it."""
    page.set_input_files("#file", {"name": name, "mimeType": "application/octet-stream", "buffer": data})
    page.locator("#many-said:not(:has-text('Reading the')):focus").wait_for()


def wait_for(page: Any, words: str) -> None:
    page.locator("#many-said", has_text=words).wait_for()


def use(page: Any, title: str, column: str) -> None:
    """Say what a column is."""
    with page.expect_response("**/api/check"):
        page.select_option(f'select[aria-label="Use {title} as"]', column)


def saved(page: Any, button: str) -> tuple[str, bytes]:
    """The name and the bytes of what a button saves."""
    with page.expect_download() as download:
        page.click(f'#run button:has-text("{button}")')
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def names(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


@pytest.mark.parametrize(("width", "scheme"), WINDOWS)
def test_everybody_can_use_the_screen(opened: Open, width: int, scheme: str) -> None:
    page = opened(width, scheme)
    assert looks.violations(page) == []
    give(page, MESSY)
    assert looks.violations(page) == []
    use(page, "Leg", "side")
    use(page, "preasure", "pressure")
    wait_for(page, "2 rows can be printed, 1 row has to be corrected")
    for summary in page.locator("#many summary").all():
        summary.click()
    assert looks.violations(page) == []
    assert looks.sideways(page) == 0
    assert looks.cut_choices(page, "#many-form select") == []
    assert looks.smallest_target(page, "#many :is(button, select, summary, input[type=file], label:has(input))") >= 44
    assert looks.repeated_ids(page) == []
    assert page.complaints == []


CLICKS: Mapping[str, tuple[Mapping[str, str], str]] = {
    "TM3": ({"Ref": "id", "Title": "name", "Appt Date": "date"}, "gastrocnemius"),
    "French Excel": ({"N° dossier": "id", "Nom": "name", "Prénom": "name"}, ""),
    "Cliniko": ({"Appointment Date": "date"}, "gastrocnemius"),
}


@pytest.mark.parametrize("program", CLICKS)
def test_an_export_becomes_a_print_run_by_clicks_alone(opened: Open, program: str) -> None:
    page, export = opened(), EXPORTS[program]()
    uses, muscle = CLICKS[program]
    give(page, export.data, export.name)
    page.select_option("#many-locale", "en-GB")
    page.select_option("#many-pages", "full 1")
    page.select_option("#many-muscle", muscle)
    for title, column in uses.items():
        use(page, title, column)
    wait_for(page, "2 rows can be printed.")
    name, pdf = saved(page, "Save the print run")
    assert name == "print-run.pdf"
    assert [item.get_title() for item in pypdfium2.PdfDocument(pdf).get_toc()] == list(export.printed)
    for words in export.printed.values():
        assert words[0] in names(pdf)
    assert page.complaints == []


def test_wrong_rows_are_left_out_by_a_button_that_says_so(opened: Open) -> None:
    page = opened()
    give(page, MESSY)
    assert page.locator("#run button").count() == 0, "what is not certain is decided first"
    use(page, "Leg", "side")
    use(page, "preasure", "")
    wait_for(page, "1 row has to be corrected")
    shown = " ".join(page.locator("#mistakes tbody tr").inner_text().split())
    assert shown == "4 Leg used as side: left or right lnks is none of the choices use left, right, both"
    page.select_option("#many-pages", "do")
    _, pdf = saved(page, "Save the print run without the 1 wrong row")
    wait_for(page, "with a bookmark for each handout. 1 wrong row was left out.")
    assert "Ada Byron" in names(pdf)
    assert "Hopper" not in names(pdf)
    name, packed = saved(page, "Save single files (ZIP) without the 1 wrong row")
    assert name == "handouts.zip"
    wait_for(page, "Saved: handouts.zip, with one PDF for each row that is right. 1 wrong row was left out.")
    assert zipfile.ZipFile(io.BytesIO(packed)).namelist() == ["1.gastrocnemius.en.pdf", "3.soleus.en.pdf"]
    name, listed = saved(page, "Save the list of mistakes")
    assert name == "mistakes.csv"
    assert b"4,2,Leg (side)," in listed
    assert b"lnks" not in listed


def test_a_column_that_is_wrong_in_most_rows_is_left_out_by_one_button(opened: Open) -> None:
    page = opened()
    give(page, b"muscle,preasure\n" + b"calf,normal\n" * 11 + b"clf,3\n")
    use(page, "preasure", "pressure")
    wait_for(page, "12 rows have to be corrected")
    assert page.locator("#mistakes tbody tr").count() == 2
    assert looks.violations(page) == []
    page.click("#mistakes button")
    wait_for(page, "11 rows can be printed, 1 row has to be corrected")
    assert page.locator("#columns select[aria-label*=preasure]").input_value() == ""
    page.wait_for_selector("#many-said:focus")


def test_a_file_may_be_dropped_anywhere(opened: Open, served_desk: Served) -> None:
    page = opened(bypass_csp=True)
    page.click("#to-one")
    page.evaluate(
        """text => {
          const moved = new DataTransfer();
          moved.items.add(new File([Uint8Array.from(atob(text), c => c.charCodeAt(0))], 'export.csv'));
          for (const kind of ['dragenter', 'dragover', 'drop'])
            document.body.dispatchEvent(new DragEvent(kind, {dataTransfer: moved, bubbles: true, cancelable: true}));
        }""",
        base64.b64encode(MESSY).decode(),
    )
    page.wait_for_selector("#many-said:focus")
    assert page.is_visible("#columns")
    assert not page.is_visible("#one")
    assert "dropping" not in (page.get_attribute("body", "class") or "")


def test_what_was_said_of_columns_holds_for_the_same_headings_in_this_page_only(opened: Open) -> None:
    page = opened()
    give(page, MESSY)
    use(page, "Leg", "side")
    use(page, "preasure", "")
    give(page, MESSY)
    wait_for(page, "The columns are as you said before")
    colour = "getComputedStyle(document.querySelector('#many-said .notes li')).color"
    assert page.evaluate(colour) == page.evaluate("getComputedStyle(document.body).color"), "it is no fault"
    assert page.locator("#many-said").inner_text().startswith("2 rows can be printed")
    stored = "JSON.stringify([Object.keys(localStorage), Object.keys(sessionStorage), document.cookie])"
    assert page.evaluate(stored) == '[[],["key"],""]'
    other = opened()
    give(other, MESSY)
    wait_for(other, "Before anything is printed")


def test_the_handout_of_one_spreadsheet_is_not_taken_for_the_next(opened: Open) -> None:
    page = opened()
    give(page, b"name\nAda Byron\n")
    page.select_option("#many-muscle", "soleus")
    wait_for(page, "1 row can be printed")
    give(page, b"name\nMary Ward\n")
    wait_for(page, "No column says which handout")


def test_a_long_run_shows_how_far_it_is_and_can_be_stopped(opened: Open) -> None:
    page = opened()
    give(page, b"muscle,id,name\n" + b"".join(b"calf,%d,Ada Byron\n" % number for number in range(4000)))
    page.click('#run button:has-text("Save the print run")')
    page.locator("#so-far", has_text="of 4,000 rows").wait_for()
    assert page.evaluate("document.activeElement.id") == "stop"
    page.keyboard.press("Enter")
    wait_for(page, "Stopped. Nothing was saved.")
    assert page.is_visible('#run button:has-text("Print 4,000 handouts")')


LISTEN = """() => {
  const send = window.fetch;
  window.fetch = (path, how) => {
    new Blob([how.body]).text().then(text => (window.asked = JSON.parse(text.split('\\n')[0])));
    return send(path, how);
  };
}"""
"""Keeps what the page asks of the desk last, without the file."""
CLINIC = """\
name = "Riverside Physiotherapy"
[favourites."Calf, one page"]
muscle = "gastrocnemius"
layout = "do"
[favourites."Both calves"]
muscle = "gastrocnemius + soleus"
ink = "grey"
technique = "thumbs, roller"
dose = {pressure = "2-3", weeks = 2}
"""


@pytest.fixture(scope="module")
def clinics_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A desk with a clinic's favourites."""
    from tests.browser.serving import served

    file = tmp_path_factory.mktemp("clinic") / "clinic.toml"
    file.write_text(CLINIC)
    with served(clinic=file) as made:
        yield made


def test_a_favourite_is_for_all_rows_and_the_page_says_where_rows_say_otherwise(
    tab: Callable[..., Any], clinics_desk: Served
) -> None:
    page = tab(1440)
    page.goto(clinics_desk.address())
    page.wait_for_selector("#many-favourites button", state="attached")
    page.click("#to-many")
    give(page, b"muscle,name,ink,pressure\nsoleus,Ada Byron,,\n,Mary Ward,colour,4\n")
    page.evaluate(LISTEN)
    with page.expect_response("**/api/check"):
        page.click('#many-favourites button:has-text("Both calves")')
    wait_for(page, "2 rows can be printed.")
    made = page.evaluate("asked")
    assert made["muscle"] == "gastrocnemius+soleus"
    assert (made["choices"]["ink"], made["choices"]["technique"]) == ("grey", "thumbs,roller")
    assert {key: value for key, value in made["choices"]["dose"].items() if value} == {
        "pressure": "2 to 3",
        "weeks": "2",
    }
    assert page.inner_text("#many-dose-sum") == ": pressure 2 to 3, weeks 2"
    assert page.inner_text("#many-ways-sum") == ": 2 ways"
    said = "says it in 1 of 2 rows: this is for the others."
    assert [part.split("” ")[1] for part in page.locator("#many .own").all_text_contents()] == [said] * 3
    assert page.locator("#many-technique label").count() == 4, "those of both muscles"
    assert "only: Deep calf muscle" in page.locator("#many-technique").text_content()
    with page.expect_response("**/api/check"):
        page.click('#many-favourites button:has-text("one page")')
    wait_for(page, "2 rows can be printed.")
    assert page.locator("#many-technique :checked").count() == 0, "nothing of the one before is left"
    assert page.inner_text("#many-dose-sum") == ""
    assert page.input_value("#many-pages") == "do"


def test_a_dose_that_cannot_be_stands_at_its_field_and_nothing_can_be_printed(opened: Open) -> None:
    page = opened()
    give(page, b"muscle\ncalf\n")
    page.click("#many summary:has-text('Dose')")
    page.fill("#many-dose-pressure", "9")
    page.keyboard.press("Tab")
    wait_for(page, "Pressure is 9 of 10; it may be 1 to 5")
    assert page.inner_text("#many [data-field=pressure] .error").startswith("Pressure is 9")
    assert page.locator("#run button").count() == 0
    page.click("#many summary:has-text('Dose')")
    page.click("#many-said button")
    page.wait_for_selector("#many-dose-pressure:focus")
    page.fill("#many-dose-pressure", "")
    page.keyboard.press("Enter")
    wait_for(page, "1 row can be printed.")
    assert page.locator("#many .error, #many [aria-invalid]").count() == 0


def test_the_whole_way_goes_without_a_mouse(opened: Open) -> None:
    page = opened()
    give(page, MESSY)
    for column in ("side", "pressure"):
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")  # the line of the question leads to the column
        page.wait_for_selector("#columns select:focus")
        with page.expect_response("**/api/check"):
            page.keyboard.press("ArrowDown")  # what it may be comes first
        assert page.locator("#columns select:focus").input_value() == column
        page.evaluate("document.getElementById('many-said').focus()")
    wait_for(page, "2 rows can be printed")
    stops = 0
    while not page.evaluate("document.activeElement.textContent").startswith("Save the print run"):
        page.keyboard.press("Tab")
        stops += 1
        assert stops < 15
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename == "print-run.pdf"
    page.wait_for_selector("#many-said:focus")


def test_what_is_no_spreadsheet_is_told_and_the_next_file_is_taken(opened: Open) -> None:
    page = opened()
    give(page, b"%PDF-1.7")
    assert "The file is no roster" in page.inner_text("#many-said")
    assert not page.is_visible("#roster")
    give(page, MESSY)
    assert page.is_visible("#roster")
    page.click("#put-away")
    assert not page.is_visible("#roster")
    assert page.evaluate("document.activeElement.id") == "file"
    assert "Hopper" not in page.evaluate("document.body.innerHTML")


def test_a_sample_is_there_to_begin_with(opened: Open) -> None:
    page = opened()
    with page.expect_download() as download:
        page.click("#sample")
    assert download.value.suggested_filename in ("sample.xlsx", "sample.csv")
    give(page, Path(download.value.path()).read_bytes(), download.value.suggested_filename)
    wait_for(page, "2 rows can be printed.")


def test_firefox_makes_the_same_print_run(firefox: Firefox, served_desk: Served) -> None:
    firefox.resize(1280, 900)
    firefox.open(served_desk.address())
    firefox.wait("document.querySelectorAll('#many-muscle option').length > 1")
    data = b"muscle,id,name\ncalf,1,Ada Sample\nsoleus,2,Bo Muster\n"
    firefox.evaluate(
        f"""(() => {{
          const moved = new DataTransfer();
          moved.items.add(new File([{data.decode()!r}], 'export.csv'));
          document.body.dispatchEvent(new DragEvent('drop', {{dataTransfer: moved, bubbles: true, cancelable: true}}));
          URL.createObjectURL = blob => {{ window.given = blob; return 'data:,'; }};
        }})()"""
    )
    firefox.wait("document.activeElement.id === 'many-said'")
    assert firefox.evaluate("document.getElementById('many-said').textContent").startswith("2 rows can be printed.")
    firefox.click("#run button:nth-child(2)")
    firefox.wait("window.given !== undefined")
    letters = "btoa(new Uint8Array(bytes).reduce((all, each) => all + String.fromCharCode(each), ''))"
    pdf = firefox.evaluate(f"window.given.arrayBuffer().then(bytes => {letters})")
    assert [item.get_title() for item in pypdfium2.PdfDocument(base64.b64decode(pdf)).get_toc()] == ["1", "2"]
