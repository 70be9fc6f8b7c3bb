"""A site in two languages: the same page in the other one, addresses that stay, what is not translated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from handouts.cli.main import main
from tests.web.languages import two_languages

BOTH, ENGLISH = "upper-trapezius", "soleus"


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    content, templates = two_languages(tmp_path_factory.mktemp("two"), (BOTH,))
    return ["--content", str(content), "--templates", str(templates)]


@pytest.fixture(scope="module")
def without_papers() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("handouts.web.site.make.to_pdf", lambda *_: b"%PDF")
        yield


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, folders: list[str], without_papers: None) -> Path:
    folder = tmp_path_factory.mktemp("made") / "site"
    result = CliRunner().invoke(main, [*folders, "site", BOTH, ENGLISH, "--no-cards", "-o", str(folder)])
    assert result.exit_code == 0, result.output
    assert f"{ENGLISH}: has no words in language 'ar', and no page in it" in result.output
    return folder


def test_each_page_says_its_own_language_and_direction(site: Path) -> None:
    for path in site.rglob("*.html"):
        lang = "ar" if path.parent.name == "ar" else "en"
        direction = {"ar": "rtl", "en": "ltr"}[lang]
        assert f'<html lang="{lang}" dir="{direction}">' in path.read_text("utf-8"), path


@pytest.mark.parametrize(
    ("page", "other"),
    [
        ("index.html", "all/ar/index.html"),
        ("all/ar/index.html", "../../index.html"),
        (f"{BOTH}/en/index.html", f"../../{BOTH}/ar/index.html"),
        (f"{BOTH}/ar/index.html", f"../../{BOTH}/en/index.html"),
        ("about/ar/index.html", "../../about/en/index.html"),
        ("where/neck/en/index.html", "../../../where/neck/ar/index.html"),
    ],
)
def test_a_page_leads_to_itself_in_the_other_language(site: Path, page: str, other: str) -> None:
    lang, name = ("ar", "Other") if "ar/" in other or "/ar/" in other else ("en", "English")
    text = (site / page).read_text("utf-8")
    assert f'<a href="{other}" hreflang="{lang}" lang="{lang}">{name}</a>' in text
    assert f'<link rel="alternate" hreflang="{lang}" href="{other}">' in text
    assert (site / page).parent.joinpath(other).is_file()


@pytest.mark.parametrize("page", [f"{ENGLISH}/en/index.html", "where/lower-leg/en/index.html"])
def test_what_is_not_translated_leads_to_no_other_language(site: Path, page: str) -> None:
    assert "hreflang" not in (site / page).read_text("utf-8")


def test_a_language_lists_its_own_handouts_and_leads_to_its_own_list(site: Path) -> None:
    text = (site / "all" / "ar" / "index.html").read_text("utf-8")
    assert set(re.findall(r'href="[./]*([a-z-]+)/(?:en|ar)/index.html"><', text)) <= {BOTH, "about"}
    assert f'href="../../{BOTH}/ar/index.html"' in text
    assert ENGLISH not in text
    assert '<p class="home">' not in text
    for page in (f"{BOTH}/ar", "about/ar"):
        assert '<a href="../../all/ar/index.html">' in (site / page / "index.html").read_text("utf-8")


def test_the_list_of_the_first_language_has_an_address_that_stays(site: Path) -> None:
    assert 'content="0; url=../../index.html"' in (site / "all" / "en" / "index.html").read_text("utf-8")


def test_a_language_may_be_the_first_one_later_and_no_address_is_lost(
    tmp_path: Path, folders: list[str], without_papers: None
) -> None:
    arguments = [*folders, "site", BOTH, "--no-cards", "-o", str(tmp_path / "site"), "--lang"]
    assert CliRunner().invoke(main, [*arguments, "en"]).exit_code == 0
    result = CliRunner().invoke(main, [*arguments, "ar", "--lang", "en"])
    assert result.exit_code == 0, result.output
    assert '<html lang="ar" dir="rtl">' in (tmp_path / "site" / "index.html").read_text("utf-8")
    assert '<html lang="en" dir="ltr">' in (tmp_path / "site" / "all" / "en" / "index.html").read_text("utf-8")


def test_an_address_of_codes_may_name_the_language(tmp_path: Path, folders: list[str], without_papers: None) -> None:
    clinic = tmp_path / "clinic.toml"
    clinic.write_text('content_url = "https://a.example/{muscle}/{lang}/"', "utf-8")
    arguments = [*folders, "site", BOTH, "--no-cards", "-o", str(tmp_path / "site"), "--clinic", str(clinic)]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    assert "QR codes do not lead" not in result.output
    for lang in ("en", "ar"):
        assert f"https://a.example/{BOTH}/{lang}/" in (tmp_path / "site" / BOTH / lang / "index.html").read_text(
            "utf-8"
        )


def test_a_muscle_that_is_not_translated_stops_no_command_for_all(folders: list[str], tmp_path: Path) -> None:
    """`sound` asks only muscles that have words."""
    from handouts.cli.sources import sound
    from handouts.content.reader import open_library

    assert sound(open_library((Path(folders[1]),)), "ar") == ((BOTH,), {})
