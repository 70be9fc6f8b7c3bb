"""A handout as one web page: what the document says, in its order, and nothing from elsewhere."""

from __future__ import annotations

import gzip
import html as html_module
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from handouts.cli.main import main
from handouts.content.library import Library
from handouts.errors import HandoutsError
from handouts.handout.document import Document, Letterhead, Paragraph, Part, QrCode, Run, plain, rich
from handouts.handout.options import Clinic, Options
from handouts.handout.plan import handout
from handouts.style.theme import Theme
from handouts.style.words import Locale, Strings
from handouts.web.page import call, html_page, page_numbers
from tests.printed import figures

LARGEST = 150_000
"""Bytes, compressed."""
NOT_SAID = {
    "id",
    "kind",
    "shape",
    "style",
    "sign",
    "icon",
    "link",
    "personal",
    "tab",
    "url",
    "phone",
    "picture",
    "legend",
    "logo",
}
"""Fields of blocks that are no words, or that stand there as they are: an address, a number inside a line."""
CLINIC = Clinic(
    name="Hillside Clinic", address=("1 Hill St",), phone="01632 960 001", content_url="https://a.example/{muscle}"
)


class Read(HTMLParser):
    """The words of a page without its figures, its ids and what its tags refer to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.ids: list[str] = []
        self.inside: list[str] = []
        self.outside: list[str] = []
        self.headings: list[int] = []
        self._skip = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        self._skip += tag in ("svg", "style")
        if "id" in known:
            self.ids.append(known["id"])
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        for name in ("href", "src"):
            if name in known:
                (self.inside if known[name].startswith("#") else self.outside).append(known[name])
        if "aria-label" in known and not self._skip:
            self.words.append(known["aria-label"])

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        self._skip -= tag in ("svg", "style")

    def handle_data(self, data: str) -> None:
        if not self._skip:
            self.words.append(data)


def bare(text: str, numbers: dict[str, int]) -> str:
    text = re.sub(r"\{page:([a-z0-9-]+)\}", lambda match: str(numbers[match[1]]), text)
    return re.sub(r"\s+", "", text.replace("**", ""))


def said(thing: Any) -> Iterator[str]:
    """Every text of a block, in the order of its fields."""
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, tuple):
        if thing and all(isinstance(each, Run) for each in thing):
            yield plain(thing)
        else:
            for each in thing:
                yield from said(each)
    elif is_dataclass(thing) and not isinstance(thing, type):
        for field in fields(thing):
            of_a_picture = field.name == "alt" and isinstance(thing, QrCode | Letterhead)
            if field.name not in NOT_SAID and not of_a_picture:
                yield from said(getattr(thing, field.name))


@dataclass(frozen=True)
class Made:
    document: Document
    page: str

    @property
    def read(self) -> Read:
        return Read(self.page)

    @property
    def words(self) -> str:
        return bare(html_module.unescape(" ".join(self.read.words)), {})


@pytest.fixture(scope="module", params=["gastrocnemius", "soleus", "upper-trapezius"])
def made(request: pytest.FixtureRequest, library: Library, strings: Strings, locale: Locale, theme: Theme) -> Made:
    muscle = library.muscle(request.param, "en")
    addons = tuple(addon.id for addon in muscle.facts.addons)
    document = handout(muscle, strings, locale, Options(side="left", addons=addons), CLINIC)
    return Made(document, html_page(document, theme, strings))


def test_every_word_of_the_document_is_on_the_page(made: Made) -> None:
    page, numbers = made.words, page_numbers(made.document)
    missing = [text for part in made.document.parts for text in said(part.blocks) if bare(text, numbers) not in page]
    assert missing == []


def test_parts_stand_in_the_order_of_the_document(made: Made) -> None:
    page, numbers, at = made.words, page_numbers(made.document), 0
    for part in made.document.parts:
        first = next(each for each in said(part.blocks) if len(each) > 25)
        found = page.find(bare(first, numbers), at)
        assert found >= at, part.id
        at = found


def test_a_page_of_several_muscles_says_all_that_their_handout_says(
    library: Library, strings: Strings, locale: Locale, theme: Theme
) -> None:
    calf, soleus = (library.muscle(name, "en") for name in ("gastrocnemius", "soleus"))
    document = handout(calf, strings, locale, Options(), CLINIC, [soleus])
    both = Made(document, html_page(document, theme, strings))
    test_every_word_of_the_document_is_on_the_page(both)
    test_parts_stand_in_the_order_of_the_document(both)


def test_nothing_comes_from_elsewhere(made: Made) -> None:
    elsewhere = [each for each in made.read.outside if not each.startswith(("tel:", "data:image/png"))]
    assert elsewhere == ["https://a.example/" + made.document.id]
    assert not re.search(r"<(script|link|iframe|object|embed)|@import|url\(http", made.page)
    assert "default-src 'none'" in made.page


def test_ids_are_there_once_and_links_lead_somewhere(made: Made) -> None:
    read = made.read
    assert len(set(read.ids)) == len(read.ids)
    assert {each.removeprefix("#") for each in read.inside} <= set(read.ids)
    assert "aria-labelledby" not in made.page
    assert set(re.findall(r'href="#(d-[^"]+)"', made.page)) <= set(read.ids)


def test_no_level_of_heading_is_skipped(made: Made) -> None:
    levels = made.read.headings
    assert levels.count(1) == 1
    assert [b for a, b in pairwise(levels) if b > a + 1] == []


def test_each_drawing_is_there_once(made: Made) -> None:
    drawings = re.findall(r'<g id="d-[^"]+">(.*?)</g>(?=<g id="d-|</defs>)', made.page)
    assert len(drawings) == len(set(drawings)) > 3
    assert len(re.findall('<use href="#d-', made.page)) > len(drawings)


def test_the_page_is_small_enough_for_a_phone(made: Made) -> None:
    assert len(gzip.compress(made.page.encode())) < LARGEST


def test_a_telephone_number_can_be_called(made: Made) -> None:
    assert {"tel:999", "tel:111", "tel:01632960001"} <= set(made.read.outside)


def test_every_figure_says_what_it_shows_and_says_it_once(made: Made) -> None:
    """What is painted in it, such as the number of a spot, is said by the words around it."""
    drawn = re.findall(r"<svg viewBox=[^>]*>.*?</svg>", made.page, re.DOTALL)
    assert len(drawn) > 5
    for figure in drawn:
        assert re.match(r'<svg [^>]* role="img" aria-label="[^"]{10,}"><g aria-hidden="true">', figure)
        assert "<title" not in figure
        assert "<desc" not in figure


def test_what_a_figure_says_is_what_it_says_on_paper(made: Made) -> None:
    said = re.findall(r'role="img" aria-label="([^"]+)"', made.page)
    alternatives = {figure.alt for part in made.document.parts for figure in figures(part.blocks)}
    assert alternatives - set(map(html_module.unescape, said)) == set()


def test_signs_in_words_are_words(library: Library, strings: Strings, locale: Locale, theme: Theme) -> None:
    document = handout(library.muscle("gastrocnemius", "en"), strings, locale, Options())
    part = Part("x", (Paragraph(rich('<b>1 & 2 < 3</b> "so" {page:x}')),))
    page = html_page(replace(document, parts=(part,)), theme, strings)
    assert '&lt;b&gt;1 &amp; 2 &lt; 3&lt;/b&gt; "so" <a href="#page-1">1</a>' in page


def test_a_block_that_the_page_has_no_words_for_is_an_error(
    library: Library, strings: Strings, locale: Locale, theme: Theme
) -> None:
    document = handout(library.muscle("gastrocnemius", "en"), strings, locale, Options())
    unknown = replace(document, parts=(Part("x", (Run("nothing"),)),))  # type: ignore[arg-type]
    with pytest.raises(HandoutsError, match="has nothing for a block of kind Run"):
        html_page(unknown, theme, strings)


def test_nothing_of_a_person_gets_onto_a_page(library: Library, strings: Strings, locale: Locale, theme: Theme) -> None:
    for options in (Options(patient_name="Ann"), Options(date="1 May"), Options(note="Go slowly")):
        document = handout(library.muscle("gastrocnemius", "en"), strings, locale, options)
        with pytest.raises(HandoutsError, match="takes no name, no date and no note"):
            html_page(document, theme, strings)


def test_the_same_input_gives_the_same_page(made: Made, theme: Theme, strings: Strings) -> None:
    assert html_page(made.document, theme, strings) == made.page


def test_the_command_writes_one_file_and_takes_no_name(tmp_path: Path) -> None:
    run = CliRunner().invoke
    result = run(main, ["html", "calf", "-o", str(tmp_path / "calf.html"), "--side", "left"])
    assert result.exit_code == 0, result.output
    assert [path.name for path in tmp_path.iterdir()] == ["calf.html"]
    assert run(main, ["html", "calf", "--patient-name", "Ann", "-o", str(tmp_path)]).exit_code == 2
    two = run(main, ["html", "calf", "soleus", "-o", str(tmp_path / "one.html")])
    assert two.exit_code == 2
    assert "2 handouts are to be made: name a folder" in two.output


@pytest.mark.parametrize(("muscle", "figure"), [("infraspinatus", "bed-ball"), ("gastrocnemius", "roller-turn")])
def test_no_frame_is_empty_above_its_scene(
    library: Library, strings: Strings, locale: Locale, theme: Theme, muscle: str, figure: str
) -> None:
    """On paper it stands in a row; on a page there would be a white hole."""
    page = html_page(handout(library.muscle(muscle, "en"), strings, locale, Options()), theme, strings)
    alt = re.escape(library.muscle(muscle, "en").words.figures[figure].alt.split("{")[0])
    found = re.search(rf'<svg viewBox="0 ([\d.]+) 288 ([\d.]+)"[^>]*aria-label="{alt}', page)
    assert found is not None
    assert float(found[1]) > 20
    assert float(found[1]) + float(found[2]) in (190, 200, 300)


def test_the_digits_of_a_number_to_call_keep_their_order_on_a_page_from_right_to_left(made: Made) -> None:
    """`01632 960 001` would be read `001 960 01632` there."""
    numbers = re.findall(r'<a href="tel:[^"]+"([^>]*)>([^<]+)</a>', made.page)
    assert {number for _, number in numbers} >= {"999", "01632 960 001"}
    assert {way for way, _ in numbers} == {' dir="ltr"'}
    assert "<bdi>1 Hill St</bdi>" in made.page


def test_somebody_who_stands_is_as_high_as_a_hand_on_a_phone(
    library: Library, strings: Strings, locale: Locale, theme: Theme
) -> None:
    """In a frame for people who sit or lie one could hardly see the ball."""
    page = html_page(handout(library.muscle("infraspinatus", "en"), strings, locale, Options()), theme, strings)
    heights = re.findall(r'<svg viewBox="0 [\d.]+ 288 ([\d.]+)"[^>]*aria-label="([^"]+)', page)
    standing, *_ = [
        float(height) for height, alt in heights if alt.startswith("A person stands with the back to a wall")
    ]
    assert standing > 250


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("01632 960 001", '<a href="tel:01632960001" dir="ltr">01632 960 001</a>'),
        ("(01632) 960-001", '<a href="tel:01632960001" dir="ltr">(01632) 960-001</a>'),
        ("your local number", "<bdi>your local number</bdi>"),
        ("01632 960 001 ext 3", "<bdi>01632 960 001 ext 3</bdi>"),
        ("<b>", "<bdi>&lt;b&gt;</bdi>"),
    ],
)
def test_what_is_no_number_leads_to_no_telephone(number: str, said: str) -> None:
    assert call(number) == said
