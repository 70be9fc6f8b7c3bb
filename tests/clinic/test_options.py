"""The therapist's own: dose, note, name, date, print, duplex, password; and how wrong ones end."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from click.testing import CliRunner, Result

from handouts.cli.clinic import spread_dose
from handouts.cli.main import main
from handouts.clinic.choices import MOST_SIGNS, own_words
from handouts.content.dose import read_dose
from handouts.errors import HandoutsError
from handouts.style.plaintext import plain_text
from tests.tagged.crosscheck import problems

pytestmark = pytest.mark.long


def run(*args: str) -> Result:
    return CliRunner().invoke(main, ["pdf", "gastrocnemius", *args])


def text_of(path: Path) -> str:
    pages = pypdfium2.PdfDocument(path)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in pages).split())


@pytest.fixture
def out(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "calf.pdf"
    assert not list(tmp_path.glob(".*")), "a half-written file was left behind"


# --- dose ----------------------------------------------------------------------------------------------------


def test_one_dose_option_takes_all_the_words_that_follow() -> None:
    args = ["gastrocnemius", "--dose", "pressure=4", "seconds=60", "--side", "left", "a=b", "--dose=times=2", "weeks=3"]
    assert list(spread_dose(args)) == [
        *("gastrocnemius", "--dose", "pressure=4", "--dose", "seconds=60", "--side", "left", "a=b"),
        *("--dose=times=2", "--dose", "weeks=3"),
    ]


def test_a_dose_is_printed(out: Path) -> None:
    assert (
        run("--dose", "pressure=2-3", "seconds=45", "rounds=2", "times=1-3", "weeks=6", "-o", str(out)).exit_code == 0
    )
    text = text_of(out)
    for words in ("45 seconds", "Rounds 2", "Week 1 once a day", "After that up to 3 times a day", "For 6 weeks"):
        assert words in text
    with pikepdf.open(out) as pdf:
        alts = [str(e.get("/Alt", "")) for e in pdf.objects if isinstance(e, pikepdf.Dictionary) and "/Alt" in e]
    assert any("Aim for 2 to 3" in alt for alt in alts)


def test_a_strip_that_has_less_time_than_one_sore_spot_in_it_is_told(out: Path) -> None:
    said = "dose: gastrocnemius: a strip has 15 seconds, and one sore spot in it is held for 30: set hold too\n"
    assert said in run("--dose", "seconds=15", "--layout", "do", "-o", str(out)).stderr
    assert "set hold" not in run("--dose", "seconds=15", "hold=15", "--layout", "do", "-o", str(out)).stderr


def test_the_same_number_of_times_is_said_once(out: Path) -> None:
    assert run("--dose", "times=2", "weeks=1", "-o", str(out)).exit_code == 0
    text = text_of(out)
    assert "How often twice a day" in text
    assert "After that" not in text
    assert "For 1 week " in text


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("pressure=7", "pressure is 7 of 10; it may be 1 to 5"),
        ("pressure=4-9", "pressure is 4 to 9 of 10; it may be 1 to 5"),
        ("seconds=999", "seconds is 999 seconds; it may be 5 to 120"),
        ("times=0", "it may be 1 to 4"),
        ("weeks=3-2", "the smaller number comes first"),
        ("pressur=3", "no dose value 'pressur'; did you mean 'pressure'?"),
        ("pressure", "'pressure' is no dose value: write it as in pressure=3-4"),
        ("pressure=", "pressure is a whole number"),
        ("pressure=three", "pressure is a whole number"),
        ("pressure=3.5", "pressure is a whole number"),
        ("pressure=٣", "pressure is a whole number"),
        ("pressure=1-2-3", "pressure is a whole number"),
        ("pressure=-3", "pressure is a whole number"),
    ],
)
def test_a_dose_that_is_none_is_one_clear_line(out: Path, words: str, says: str) -> None:
    result = run("--dose", words, "-o", str(out))
    assert result.exit_code == 1
    assert says in result.stderr
    assert result.stderr.count("\n") == 1
    assert result.stderr.startswith("Error: --dose: ")
    assert not out.exists()


def test_the_last_word_wins() -> None:
    assert read_dose(["pressure=3", "pressure=4 seconds=10-20", "weeks=2,times=1"]) == {
        "pressure": (4, 4),
        "seconds": (10, 20),
        "weeks": (2, 2),
        "times": (1, 1),
    }


# --- somebody's own words ------------------------------------------------------------------------------------


def test_markup_in_a_note_is_shown_as_text(out: Path) -> None:
    note = "Use <b>blue</b> & **not** {red} %s <font color='x'>!\nSecond line: https://a.example"
    assert run("--note", note, "-o", str(out)).exit_code == 0
    assert "Use <b>blue</b> & **not** {red} %s <font color='x'>! Second line: https://a.example" in text_of(out)
    assert problems(out) == []


@pytest.mark.parametrize("print_size", ["normal", "giant"])
def test_a_long_note_flows_over_pages_and_the_warning_box_stays_on_its_page(out: Path, print_size: str) -> None:
    note = "\n".join(f"Line {number}: " + "roll slowly and breathe. " * 20 for number in range(22)) + " Last words."
    assert run("--note", note, "--print", print_size, "-o", str(out)).exit_code == 0
    assert "Last words." in text_of(out)
    assert problems(out) == []
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(out)]
    warning = next(i for i, text in enumerate(pages) if "Do not massage" in text)
    note_page = next(i for i, text in enumerate(pages) if "Note from us" in text)
    assert warning <= note_page
    if print_size == "normal":
        assert warning == 0


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("  a \t b ", "a b"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("a\n\n\n\n\nb", "a\n\nb"),
        ("so\u00adft z\u200bw \ufeffbom", "soft zw bom"),
        ("cafe\u0301", "café"),
        ("abc\u200fdef\u200d", "abcdef"),
        ("Łódź, Straße, Việt, Ελλάδα, Москва, ½ ≤ 3 – “ok”", "Łódź, Straße, Việt, Ελλάδα, Москва, ½ ≤ 3 – “ok”"),
    ],
)
def test_what_is_made_of_a_note(text: str, clean: str) -> None:
    assert plain_text(text, "note", lines=True) == clean


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a\x07b", "U+0007"),
        ("a\x00b", "U+0000"),
        ("a\x1b[31mb", "U+001B"),
        ("abc\u202edef", "right-to-left override (U+202E)"),
        ("\ud800", "U+D800"),
        ("שלום", 'has Hebrew letters that no font here prints; pip install "handouts[scripts]"'),
        ("中文", 'has Chinese letters that no font here prints; pip install "handouts[cjk]"'),
        ("ᏣᎳᎩ", "has Cherokee letters that no font here prints; write it in other letters"),
        ("a" + "".join(chr(1 + n) for n in range(8)) + "".join(chr(0xFFF0 + n) for n in range(9)), "and 7 more"),
        ("\u0301", "a mark without a letter"),
        ("Ann \u0301\u0302", "a mark without a letter"),
        ("\u0416" + "\u200d" * 20 + "\u05d0", "many invisible characters in a row"),
    ],
)
@pytest.mark.usefixtures("core_fonts")
def test_what_cannot_be_printed_is_refused_by_name(out: Path, text: str, says: str) -> None:
    with pytest.raises(HandoutsError) as caught:
        plain_text(text, "--note")
    assert says in str(caught.value)
    result = run("--note", text, "-o", str(out))
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: --note: has ")
    assert result.stderr.count("\n") == 1
    assert not out.exists()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("\uf0b7 Rest.", "--note: U+F0B7 is printed as •"),
        ("a non\u2011breaking hyphen", "--note: \u2011 non-breaking hyphen (U+2011) is printed as -"),
        ("smile \U0001f600", "--note: \U0001f600 grinning face (U+1F600) is left out"),
        ("abc\u2067def", "--note: right-to-left isolate (U+2067) is left out"),
    ],
)
@pytest.mark.usefixtures("core_fonts")
def test_a_sign_of_a_note_that_the_font_lacks_is_replaced_or_left_out_and_told(out: Path, text: str, says: str) -> None:
    result = run("--note", text, "-o", str(out))
    assert result.exit_code == 0
    assert f"{says}: the font has no such sign\n" in result.stderr


@pytest.mark.usefixtures("core_fonts")
def test_what_is_told_of_a_notes_signs_is_bounded() -> None:
    told: list[str] = []
    assert own_words("--note", "".join(chr(0x1F300 + n) for n in range(200)) + "Rest.", told, lines=True) == "Rest."
    assert len(told) == MOST_SIGNS


def test_today_is_the_day_that_dates_a_file(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(20_000 * 86_400))
    assert run("--date", "Today", "--locale", "en-US", "-o", str(out)).exit_code == 0
    assert "October 4, 2024" in pypdfium2.PdfDocument(out)[0].get_textpage().get_text_bounded()


def test_the_places_of_a_locale_are_told(out: Path) -> None:
    told = "numbers of England and Wales; write en-GB-NIR for Northern Ireland, en-GB-SCT for Scotland"
    assert told in run("--locale", "UK", "-o", str(out)).stderr
    assert told not in run("--locale", "Scotland", "-o", str(out)).stderr
    assert told not in run("--locale", "en-IE", "-o", str(out)).stderr


def test_a_date_is_printed_in_the_places_form(out: Path) -> None:
    assert run("--date", "2026-03-01", "--locale", "en-US", "-o", str(out)).exit_code == 0
    assert "March 1, 2026" in text_of(out)
    assert run("--date", "next Monday", "-o", str(out)).exit_code == 0
    assert "next Monday" in text_of(out)


# --- who wins ------------------------------------------------------------------------------------------------


def size(path: Path) -> tuple[float, float]:
    width, height = pypdfium2.PdfDocument(path)[0].get_size()
    return round(width), round(height)


def test_command_line_over_clinic_over_locale(out: Path, tmp_path: Path) -> None:
    clinic = tmp_path / "clinic.toml"
    clinic.write_text('locale = "en-US"\n[dose]\npressure = 2\nseconds = 33\n')
    assert run("--clinic", str(clinic), "-o", str(out)).exit_code == 0
    assert size(out) == (612, 792)  # the locale's
    assert "911" in text_of(out)
    clinic.write_text('locale = "en-US"\n[options]\npaper = "a4"\nlayout = "do"\n[dose]\nseconds = 33\nweeks = 9\n')
    assert run("--clinic", str(clinic), "--dose", "weeks=4", "-o", str(out)).exit_code == 0
    assert size(out) == (595, 842)  # the clinic's
    assert "33 seconds" in text_of(out)
    assert "4 weeks" in text_of(out)
    assert "Massage your calf" in text_of(out)
    arguments = ("--clinic", str(clinic), "--paper", "letter", "--locale", "en-GB", "--layout", "full")
    assert run(*arguments, "-o", str(out)).exit_code == 0
    assert size(out) == (612, 792)  # the command line's
    assert "999" in text_of(out)
    assert "Your calf muscle" in text_of(out)


def test_what_the_command_line_says_wins_even_when_it_is_the_usual(out: Path, tmp_path: Path) -> None:
    clinic = tmp_path / "clinic.toml"
    clinic.write_text('[options]\nprint = "giant"\nside = "left"\n')
    assert run("--clinic", str(clinic), "-o", str(out)).exit_code == 0
    many = len(pypdfium2.PdfDocument(out))
    assert "Left leg shown" in text_of(out)
    assert run("--clinic", str(clinic), "--print", "normal", "--side", "both", "-o", str(out)).exit_code == 0
    assert len(pypdfium2.PdfDocument(out)) < many
    assert "Right leg shown" in text_of(out)


def test_what_a_clinic_switched_on_can_be_switched_off(out: Path, tmp_path: Path) -> None:
    (tmp_path / "clinic.toml").write_text("duplex = true\n[options]\nlayout = 'do'\n")
    arguments = ("--clinic", str(tmp_path / "clinic.toml"), "--checked-by", "Jo Brown", "-o", str(out))
    assert run(*arguments).exit_code == 0
    assert len(pypdfium2.PdfDocument(out)) == 2
    assert run(*arguments, "--no-duplex").exit_code == 0
    assert len(pypdfium2.PdfDocument(out)) == 1


def test_a_locale_of_the_clinic_that_is_none_names_the_file(out: Path, tmp_path: Path) -> None:
    clinic = tmp_path / "clinic.toml"
    clinic.write_text('locale = "en-BG"')
    result = run("--clinic", str(clinic), "-o", str(out))
    assert result.exit_code == 1
    assert "clinic.toml: locale: no locale 'en-BG' (there is: " in result.stderr


@pytest.mark.usefixtures("only_two_muscles")
def test_build_takes_a_clinic(tmp_path: Path) -> None:
    (tmp_path / "clinic.toml").write_text('name = "Riverside"')
    arguments = ["build", "--clinic", str(tmp_path / "clinic.toml"), "-o", str(tmp_path / "out")]
    assert CliRunner().invoke(main, arguments).exit_code == 0
    assert "Riverside" in text_of(tmp_path / "out" / "gastrocnemius.en.pdf")


# --- duplex --------------------------------------------------------------------------------------------------


def test_duplex_ends_on_an_even_page_that_is_blank_and_not_counted(out: Path) -> None:
    for arguments in (("--layout", "do"), ("--print", "large"), ("--print", "giant"), ()):
        assert run(*arguments, "-o", str(out)).exit_code == 0
        plain = len(pypdfium2.PdfDocument(out))
        assert run(*arguments, "--duplex", "-o", str(out)).exit_code == 0
        pages = pypdfium2.PdfDocument(out)
        assert len(pages) == plain + plain % 2
        assert f"of {plain}" in pages[0].get_textpage().get_text_range()
        assert problems(out) == []
        if plain % 2:
            assert pages[plain].get_textpage().get_text_range() == ""
        with pikepdf.open(out) as pdf:
            assert pdf.Root.ViewerPreferences.Duplex == "/DuplexFlipLongEdge"


# --- password ------------------------------------------------------------------------------------------------


def test_a_protected_file_needs_its_password_and_keeps_assistive_technology(out: Path, tmp_path: Path) -> None:
    (tmp_path / "password").write_text("correct horse\nsecond line\n")
    assert run("--protect", "--password-file", str(tmp_path / "password"), "-o", str(out)).exit_code == 0
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(out)
    with pikepdf.open(out, password="correct horse") as pdf:
        assert (pdf.encryption.R, pdf.encryption.bits) == (6, 256)
        assert pdf.allow.accessibility
        assert pdf.allow.print_highres
        assert not pdf.allow.modify_other
        assert not pdf.owner_password_matched
        with pdf.open_metadata() as xmp:
            assert "pdfaid:part" not in xmp  # encrypted is not archival, and does not say so
            assert xmp["pdfuaid:part"] == "1"
        buffer = io.BytesIO()
        pdf.save(buffer, encryption=False)
    assert problems(buffer.getvalue()) == []


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"short", "too short"),
        (b"", "is empty"),
        (b"\xff\xfe\xff", "is not text"),
        (b"x" * 200, "too long"),
        (None, "cannot be read"),
    ],
)
def test_a_bad_password_file_is_one_clear_line(out: Path, tmp_path: Path, content: bytes | None, says: str) -> None:
    file = tmp_path / "password"
    if content is not None:
        file.write_bytes(content)
    result = run("--protect", "--password-file", str(file), "-o", str(out))
    assert result.exit_code == 1
    assert says in result.stderr
    assert result.stderr.count("\n") == 1
    assert not out.exists()


def test_a_password_is_never_an_argument_and_asked_for_only_at_a_terminal(out: Path) -> None:
    assert run("--protect", "secret-word", "-o", str(out)).exit_code != 0
    result = run("--protect", "-o", str(out))
    assert result.exit_code == 2
    assert "--password-file" in result.stderr
    assert run("--password-file", "x", "-o", str(out)).exit_code == 2
    assert not out.exists()


# --- wrong calls ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--clinic", "no-such.toml"), 1),
        (("--print", "huge"), 2),
        (("--layout", "poster"), 2),
        (("--patient-name", "x" * 100), 1),
        (("--patient-name", "a\u202eb"), 1),
        (("--date", "x" * 60), 1),
        (("--locale", "xx-YY"), 1),
        (("--dose", "--side", "left"), 2),
    ],
)
def test_a_wrong_option_ends_in_one_line_and_nothing_is_written(
    out: Path, arguments: tuple[str, ...], code: int
) -> None:
    result = run(*arguments, "-o", str(out))
    assert result.exit_code == code
    assert "Traceback" not in result.output
    assert "Error: " in result.stderr
    assert not out.exists()
