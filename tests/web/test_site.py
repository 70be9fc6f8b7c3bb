"""A site of handouts: its pages, what they lead to, what comes from elsewhere (nothing), by which words one finds."""

from __future__ import annotations

import gzip
import http.client
import io
import json
import re
import threading
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from PIL import Image

from handouts.cli.main import main
from handouts.clinic.choices import choose
from handouts.content.library import Library
from handouts.content.referral import _meant, words_of
from handouts.errors import ContentError, HandoutsError
from handouts.files import data_dir
from handouts.handout.options import Options
from handouts.handout.plan import handout
from handouts.style.theme import Theme
from handouts.style.words import Locale, Strings
from handouts.web.page import html_page
from handouts.web.site.icons import ICONS, icon
from handouts.web.site.make import Site, site_files
from handouts.web.site.serve import HEADERS, HOST, server_of

MUSCLES = ("gastrocnemius", "upper-trapezius")
LARGEST = 150_000
"""Bytes of a page, compressed."""
CLINIC = """
name = "Hillside Clinic"
phone = "01632 960 001"
locale = "en-GB"
content_url = "https://hillside.example/h/{muscle}/en/"
[safety."leg-clot.clot-swelling"]
text = "one calf or one whole leg is newly swollen, and this is Hillside's own sentence"
"""


class Page(HTMLParser):
    """What a page leads to, what it is called, by which words its entries are found."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.leads: list[str] = []
        self.ids: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.entries: list[tuple[str, str]] = []
        self._words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        self.tags.append((tag, known))
        self.leads += [known[name] for name in ("href", "src") if name in known]
        if "id" in known:
            self.ids.append(known["id"])
        if "data-words" in known:
            self._words = known["data-words"]
        elif self._words and tag == "a":
            self.entries.append((known["href"], self._words))
            self._words = ""


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("clinic") / "clinic.toml"
    path.write_text(CLINIC, "utf-8")
    return path


@pytest.fixture(scope="module")
def without_papers() -> Iterator[None]:
    """PDFs and cards are made in no time: what is in them is for other tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("handouts.web.site.make.to_pdf", lambda *_: b"%PDF")
        patch.setattr("handouts.web.site.make.deck_bytes", lambda *_: b"PK")
        yield


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, clinic: Path, without_papers: None) -> Path:
    folder = tmp_path_factory.mktemp("made") / "site"
    result = CliRunner().invoke(main, ["site", *MUSCLES, "-o", str(folder), "--clinic", str(clinic)])
    assert result.exit_code == 0, result.output
    return folder


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Page]:
    return {str(path.relative_to(site)): Page(path.read_text("utf-8")) for path in sorted(site.rglob("*.html"))}


def test_a_site_has_a_page_its_papers_and_its_cards_for_each_muscle(site: Path) -> None:
    for muscle in MUSCLES:
        names = {path.name for path in (site / muscle / "en").iterdir()}
        assert names == {"index.html", "handout.pdf", "large.pdf", "one-page.pdf", "cards.apkg"}


def test_every_link_leads_to_something_of_the_site(site: Path, pages: dict[str, Page]) -> None:
    for name, page in pages.items():
        for lead in page.leads:
            if lead.startswith(("tel:", "data:image/png", "https://hillside.example/h/")):
                continue
            path, _, part = lead.partition("#")
            target = (site / name).parent / path if path else site / name
            assert target.is_file(), f"{name}: {lead}"
            if part:
                assert part in pages[str(target.resolve().relative_to(site.resolve()))].ids, f"{name}: {lead}"


def test_nothing_comes_from_elsewhere_and_nothing_runs_inside_a_page(site: Path, pages: dict[str, Page]) -> None:
    for name, page in pages.items():
        text = (site / name).read_text("utf-8")
        assert not re.search(r"@import|url\((?!#)|javascript:|<iframe|<object|<embed", text), name
        assert not re.search(r"<[^>]+\son[a-z]+=", text), name
        assert not [known for _, known in page.tags if "style" in known], name
        scripts = [known.get("src", "") for tag, known in page.tags if tag == "script"]
        assert [Path(script).name for script in scripts] == ["site.js"], name
        assert "<script src" in text


def test_every_page_has_a_strict_policy(site: Path, pages: dict[str, Page]) -> None:
    for name, page in pages.items():
        [policy] = [known["content"] for _, known in page.tags if known.get("http-equiv") == "Content-Security-Policy"]
        rules = dict(rule.strip().partition(" ")[::2] for rule in policy.split(";"))
        assert rules["default-src"] == "'none'", name
        assert rules["script-src"] == "'self'", name
        assert "unsafe" not in policy, name
        assert "http" not in policy, name


def test_every_page_says_its_language_and_can_be_skipped_into(pages: dict[str, Page]) -> None:
    for name, page in pages.items():
        assert page.tags[0] == ("html", {"lang": "en", "dir": "ltr"}), name
        first = next(known for tag, known in page.tags if tag == "a")
        assert first["class"] == "skip", name
        assert first["href"].removeprefix("#") in page.ids, name
        assert len(set(page.ids)) == len(page.ids), name
        assert [tag for tag, _ in page.tags].count("h1") == 1, name


def test_every_page_is_small_enough_for_a_phone(site: Path, pages: dict[str, Page]) -> None:
    sizes = {name: len(gzip.compress((site / name).read_bytes(), mtime=0)) for name in pages}
    assert {name: size for name, size in sizes.items() if size > LARGEST} == {}


def test_the_page_of_a_handout_says_what_the_page_alone_says(
    site: Path, library: Library, strings: Strings, locale: Locale, theme: Theme, tmp_path: Path, clinic: Path
) -> None:
    arguments = ["html", MUSCLES[0], "--clinic", str(clinic), "-o", str(tmp_path)]
    assert CliRunner().invoke(main, arguments).exit_code == 0
    alone = (tmp_path / f"{MUSCLES[0]}.en.html").read_text("utf-8")
    hosted = (site / MUSCLES[0] / "en" / "index.html").read_text("utf-8")
    assert _main(hosted) == _main(alone)
    assert "Hillside's own sentence" in hosted.replace("’", "'").replace("&#39;", "'")


def _main(page: str) -> str:
    return page[page.index("<main>") : page.index("</main>")]


@pytest.mark.parametrize(
    ("asked", "leads"),
    [
        ("cramps", "gastrocnemius/en/index.html"),
        ("arch", "where/foot/en/index.html#arch"),
        ("tempel", "where/head/en/index.html#temple"),
        ("gastrocnemuis", "gastrocnemius/en/index.html"),
        ("trapezius", "upper-trapezius/en/index.html"),
        ("calf", "gastrocnemius/en/index.html"),
        ("Wade", "gastrocnemius/en/index.html"),
    ],
)
def test_a_search_finds_feelings_places_and_muscles_with_a_letter_wrong(
    pages: dict[str, Page], asked: str, leads: str
) -> None:
    entries = pages["index.html"].entries
    known = {word for _, words in entries for word in words.split()}
    meant = _meant(words_of(asked)[0], known)
    assert leads in [href for href, words in entries if meant & set(words.split())]


def test_words_that_say_nothing_find_nothing(pages: dict[str, Page]) -> None:
    known = {word for _, words in pages["index.html"].entries for word in words.split()}
    assert known.isdisjoint({"the", "pain", "and", "your"})


def test_the_index_lists_the_muscles_of_each_sore_place_main_areas_first(site: Path) -> None:
    text = (site / "where" / "lower-leg" / "en" / "index.html").read_text("utf-8")
    knee = re.search(r'id="knee-hollow".*?</section>', text, re.DOTALL)
    assert knee is not None
    assert re.findall(r">([^<>]+)</a> <span>([^<]+)</span>", knee[0]) == [("Your calf muscle", "main pain area")]
    neck = (site / "where" / "neck" / "en" / "index.html").read_text("utf-8")
    assert "Your top shoulder muscle" in neck


def test_every_muscle_is_listed_by_both_its_names(site: Path) -> None:
    names = re.search(r'class="rows names">(.*?)</ul>', (site / "index.html").read_text("utf-8"), re.DOTALL)
    assert names is not None
    said = re.findall(r'href="([^"]+)/en/index.html">([^<]+)<', names[1])
    assert said == sorted(said, key=lambda pair: pair[1].casefold())
    assert {("gastrocnemius", "Gastrocnemius"), ("gastrocnemius", "Calf muscle")} <= set(said)
    assert len(said) == 2 * len(MUSCLES)


def test_a_region_without_a_muscle_has_no_page_and_no_link(site: Path, pages: dict[str, Page]) -> None:
    assert not (site / "where" / "hand").exists()
    assert not [lead for lead in pages["index.html"].leads if "hand/" in lead]


def test_a_page_says_that_nobody_has_checked_it(site: Path) -> None:
    draft = "Draft: not yet reviewed by a clinician"
    for name in ("index.html", "about/en/index.html", "where/foot/en/index.html", "gastrocnemius/en/index.html"):
        assert draft in (site / name).read_text("utf-8"), name


def test_about_lists_every_work_that_is_cited(site: Path, library: Library) -> None:
    about = (site / "about" / "en" / "index.html").read_text("utf-8")
    works = {source.id for muscle in MUSCLES for source in library.muscle(muscle, "en").sources.values()}
    assert about.count("<li>") - 1 >= len(works) > 20
    assert "CC-BY-4.0" in about


def test_a_phone_keeps_only_what_is_there(site: Path) -> None:
    worker = (site / "worker.js").read_text("utf-8")
    first = re.search(r"FIRST = (\[.*\]);", worker)
    assert first is not None
    names = json.loads(first[1])
    assert names
    assert [name for name in names if not (site / name).is_file()] == []
    manifest = json.loads((site / "site.webmanifest").read_text("utf-8"))
    assert manifest["name"] == "Hillside Clinic: handouts for sore muscles"
    assert (site / manifest["start_url"]).is_file()


def test_made_again_every_byte_is_the_same(site: Path, clinic: Path) -> None:
    before = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
    result = CliRunner().invoke(main, ["site", *MUSCLES, "-o", str(site), "--clinic", str(clinic)])
    assert "0 files written" in result.output
    assert {path: path.read_bytes() for path in site.rglob("*") if path.is_file()} == before


def test_a_site_takes_nothing_of_a_person(tmp_path: Path) -> None:
    for option in ("--patient-name", "--note", "--date"):
        result = CliRunner().invoke(main, ["site", "soleus", option, "Ann", "-o", str(tmp_path / "site")])
        assert result.exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_what_has_to_be_approved_and_is_not_is_not_made(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["site", "soleus", "--require-approved", "-o", str(tmp_path / "site")])
    assert result.exit_code == 1
    assert "is not approved" in result.output
    assert not list(tmp_path.rglob("*.html"))


def test_no_form_of_a_handout_is_made_that_is_not_approved(library: Library, strings: Strings, theme: Theme) -> None:
    """Whoever makes a site, with or without the command."""
    asked = {"side": "both", "person": "man", "require_approved": True}
    wishes = choose(asked, set(), (data_dir("templates"),), theme, library, "en")
    site = Site(library, (data_dir("templates"),), theme, strings, wishes, [library.muscle("soleus", "en")])
    with pytest.raises(ContentError, match="is not approved"):
        next(iter(site_files([site], {}, lambda *_: None)))


def test_a_code_that_leads_elsewhere_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handouts.web.site.make.site_files", lambda sites, *_: [("index.html", sites[0].name.encode())])
    path = tmp_path / "clinic.toml"
    path.write_text('content_url = "https://hillside.example/{muscle}"', "utf-8")
    result = CliRunner().invoke(main, ["site", "soleus", "--clinic", str(path), "-o", str(tmp_path / "site")])
    assert "end it with /{muscle}/en/" in result.output


def test_old_addresses_lead_where_the_file_says(tmp_path: Path, site: Path) -> None:
    moved = tmp_path / "moved.toml"
    moved.write_text('"calf/en/" = "soleus/en/"\n"thigh/en/" = "gone"\n', "utf-8")
    folder = tmp_path / "site"
    arguments = ["site", "soleus", "--no-cards", "-o", str(folder), "--moved", str(moved)]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    assert not list(folder.rglob("*.apkg"))
    old = Page((folder / "calf" / "en" / "index.html").read_text("utf-8"))
    assert "../../soleus/en/index.html" in old.leads
    [refresh] = [known["content"] for _, known in old.tags if known.get("http-equiv") == "refresh"]
    assert refresh == "0; url=../../soleus/en/index.html"
    gone = (folder / "thigh" / "en" / "index.html").read_text("utf-8")
    assert "This page is no longer here" in gone
    assert "refresh" not in gone


@pytest.fixture
def server(site: Path) -> Iterator[int]:
    with server_of(site, 0) as shown:
        thread = threading.Thread(target=shown.serve_forever)
        thread.start()
        assert shown.server_address[0] == HOST
        yield int(shown.server_address[1])
        shown.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/gastrocnemius/en/", 200),
        ("/site.js", 200),
        ("/gastrocnemius/", 404),
        ("/../clinic.toml", 404),
        ("/%2e%2e/clinic.toml", 404),
    ],
)
def test_it_is_shown_here_with_its_headers_and_no_list_of_files(server: int, path: str, status: int) -> None:
    connection = http.client.HTTPConnection(HOST, server)
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    assert answer.status == status
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    connection.close()


def test_the_words_of_a_page_alone_do_not_name_a_site(
    library: Library, strings: Strings, locale: Locale, theme: Theme
) -> None:
    page = html_page(handout(library.muscle("soleus", "en"), strings, locale, Options()), theme, strings)
    assert "site.js" not in page
    assert "script-src" not in page


def test_a_sheet_that_cannot_be_made_stops_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def to_pdf(document: Any, _theme: Any, options: Any, _layouts: Any) -> bytes:
        if options.print == "large":
            raise HandoutsError("a word is too wide for large print")
        return b"%PDF"

    monkeypatch.setattr("handouts.web.site.make.to_pdf", to_pdf)
    result = CliRunner().invoke(main, ["site", "soleus", "--no-cards", "-o", str(tmp_path / "site")])
    assert result.exit_code == 1
    failed = tmp_path / "site" / "soleus" / "en" / "large.pdf"
    assert f"Careful: {failed}: could not be made" in result.output.replace("\n", " ")
    assert "a word is too wide for large print; mend that, and run it again" in result.output
    assert not failed.exists()
    for page in ("index.html", "soleus/en/index.html"):
        text = (tmp_path / "site" / page).read_text("utf-8")
        assert "large.pdf" not in text
        assert "one-page.pdf" in text


def test_signs_for_telephones_are_whole_squares_of_the_clinics_colour(tmp_path: Path) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><circle cx="4" cy="4" r="2" fill="#fff"/></svg>'
    for size in ICONS:
        picture = Image.open(io.BytesIO(icon(svg, size, "#204080")))
        assert (picture.format, picture.mode, picture.size) == ("PNG", "RGB", (size, size))
        assert picture.getpixel((0, 0)) == (0x20, 0x40, 0x80)
        assert picture.getpixel((size // 2, size // 2)) == (255, 255, 255)
    with pytest.raises(HandoutsError, match="cannot be drawn"):
        icon("<svg ", 180, "#204080")


def test_the_signs_that_pages_and_the_manifest_name_are_there(site: Path, pages: dict[str, Page]) -> None:
    manifest = json.loads((site / "site.webmanifest").read_text("utf-8"))
    for each in manifest["icons"]:
        assert (site / each["src"]).is_file()
        if each["src"].endswith(".png"):
            assert "{0}x{0}".format(Image.open(site / each["src"]).width) == each["sizes"]
    for name, page in pages.items():
        [touch] = [known["href"] for _, known in page.tags if known.get("rel") == "apple-touch-icon"]
        assert (site / name).parent.joinpath(touch).resolve() == (site / "icon-180.png").resolve()


def test_the_worker_is_another_one_for_another_edition(site: Path, tmp_path: Path, without_papers: None) -> None:
    """So that a telephone asks again for all that it keeps."""
    before = (site / "worker.js").read_text("utf-8")
    result = CliRunner().invoke(main, ["site", *MUSCLES, "-o", str(tmp_path / "site")])
    assert result.exit_code == 0, result.output
    after = (tmp_path / "site" / "worker.js").read_text("utf-8")
    changed = [pair for pair in zip(before.splitlines(), after.splitlines(), strict=True) if pair[0] != pair[1]]
    assert [pair[0].partition(" = ")[0] for pair in changed] == ["const EDITION"]
