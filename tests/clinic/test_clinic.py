"""The clinic file: what it may say, that everything wrong with it is said at once, and that no warning goes away."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2
import pytest
from click.testing import CliRunner
from PIL import Image

from handouts.cli.main import main
from handouts.clinic.choices import Choices
from handouts.clinic.file import (
    BulletText,
    ClinicFile,
    SafetyText,
    checked_accent,
    checked_url,
    darker,
    read_clinic,
    sample,
)
from handouts.clinic.warnings import check_safety, fewer_signs, signs, with_safety
from handouts.content.library import Library
from handouts.content.reader import load
from handouts.content.safety import lost, safety_of
from handouts.errors import ContentError, HandoutsError
from handouts.files import data_dir
from handouts.handout.document import Letterhead, QrCode, WarningBox
from handouts.handout.options import Clinic, Options
from handouts.handout.plan import handout
from handouts.page.pdf import PdfOptions
from handouts.style.theme import contrast, load_theme
from handouts.style.words import load_locale, load_strings
from tests.printed import walk

TEMPLATES = (data_dir("templates"),)
THEME = load_theme(TEMPLATES)


@pytest.fixture(scope="module")
def library() -> Library:
    return load((data_dir("content"),))


def clinic(folder: Path, text: str) -> ClinicFile:
    path = folder / "clinic.toml"
    path.write_text(text, "utf-8")
    return read_clinic(path, THEME)


def problems(folder: Path, text: str) -> list[str]:
    with pytest.raises(ContentError) as caught:
        clinic(folder, text)
    return [str(problem) for problem in caught.value.problems]


# --- the file ------------------------------------------------------------------------------------------------


def test_the_sample_is_valid_and_so_is_every_line_in_it_that_is_not_used(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["clinic", "init", "-o", str(tmp_path / "clinic.toml")])
    assert result.exit_code == 0
    text = (tmp_path / "clinic.toml").read_text("utf-8")
    assert read_clinic(tmp_path / "clinic.toml", THEME) == ClinicFile()
    Image.new("RGB", (9, 9)).save(tmp_path / "logo.svg", "PNG")
    used = "\n".join(line[2:] if re.match(r"# (\w+ = |\[\w+\.)", line) else line for line in text.split("\n"))
    assert [line.partition(" is the sample's")[0] for line in problems(tmp_path, used)] == [
        "clinic.toml: name: 'The Name of Your Clinic'",
        "clinic.toml: address: '1 Your Street, Your Town AB1 2CD'",
        "clinic.toml: phone: '01632 960 123'",
        "clinic.toml: web: 'www.your-clinic.example'",
        "clinic.toml: email: 'hello@your-clinic.example'",
        "clinic.toml: footer: 'The Name of Your Clinic Ltd, registered in England 00000000'",
        "clinic.toml: content_url: 'https://www.your-clinic.example/handouts/{muscle}'",
    ]
    own = (
        used.replace("Name of Your Clinic", "Calf").replace("Your", "Our").replace("your", "our").replace("123", "124")
    )
    full = clinic(tmp_path, own)
    assert full.logo
    assert full.name == "The Calf"
    assert full.dose.pressure == (3, 4)
    assert full.options.layout == "full"
    assert list(full.safety) == ["leg-clot.clot-swelling"]
    assert list(full.bullets) == ["leg-clot.vein"]


def test_the_sample_shows_longer_warnings_than_ours(library: Library) -> None:
    text = sample(TEMPLATES)
    file = ClinicFile(
        safety={key: SafetyText(text=said) for key, said in re.findall(r'\[safety\."(.+)"\]\n# text = "(.+)"', text)},
        bullets={key: BulletText(text=said) for key, said in re.findall(r'\[bullets\."(.+)"\]\n# text = "(.+)"', text)},
    )
    assert file.safety
    assert file.bullets
    check_safety(file, library, "clinic.toml", "en")
    muscle = library.muscle("gastrocnemius", "en")
    assert not fewer_signs(muscle, file)
    for warning in muscle.warnings:
        if warning.key in file.safety:
            assert signs(str(file.safety[warning.key].text)) > signs(warning.words.text)


def test_init_never_writes_over_a_file_unless_told_to(tmp_path: Path) -> None:
    path = tmp_path / "clinic.toml"
    path.write_text("mine")
    result = CliRunner().invoke(main, ["clinic", "init", "-o", str(path)])
    assert result.exit_code == 1
    assert "is there already" in result.stderr
    assert path.read_text() == "mine"
    assert CliRunner().invoke(main, ["clinic", "init", "-o", str(path), "--force"]).exit_code == 0
    assert "Your Clinic" in path.read_text("utf-8")


def test_init_writes_through_no_link(tmp_path: Path) -> None:
    path = tmp_path / "clinic.toml"
    path.symlink_to(tmp_path / "elsewhere")
    assert CliRunner().invoke(main, ["clinic", "init", "-o", str(path)]).exit_code == 1
    assert CliRunner().invoke(main, ["clinic", "init", "-o", str(path), "--force"]).exit_code == 0
    assert not path.is_symlink()
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize("line", ['phone = "01632-960123"', 'address = ["Us", "1 YOUR Street, Your Town, AB1 2CD"]'])
def test_a_sample_is_known_however_it_is_spaced(tmp_path: Path, line: str) -> None:
    (said,) = problems(tmp_path, line)
    assert "is the sample's: write your own, or put a # before the line" in said


def test_an_empty_file_is_a_clinic_without_wishes(tmp_path: Path) -> None:
    assert clinic(tmp_path, "") == ClinicFile()


def test_everything_wrong_is_said_at_once_with_file_key_and_likely_name(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        """
        nmae = "Riverside"
        phone = "call us"
        email = "nobody"
        web = "just words"
        accent = "teal"
        logo = "none.png"
        content_url = "http://a.example"
        letterhead = "yes please"
        address = ["a", "b", "c", "d", "e", "f", "g"]
        [options]
        ink = "color"
        paper = "A4"
        name = "x"
        [dose]
        pressure = 9
        second = 30
        seconds = "many"
        times = [3, 1]
        [safety."leg-clot.clot-pain"]
        text = ""
        [safety."leg-clot.clot-vein"]
        [safety."leg-clot.lung-breath"]
        short = "a **b c d e"
        [safety."leg-clot.lung-blood"]
        text = "a cough with {blood} in it"
        [bullets."leg-clot.lungs"]
        text = "no"
        """,
    )
    expected = {
        "nmae": "unknown key; did you mean 'name'?",
        "phone": "is no phone number",
        "email": "is no e-mail address",
        "web": "is no web address",
        "accent": "'teal' is no colour: write six hex digits, such as #0B4F5C",
        "logo": "none.png: cannot be read: there is no such file",
        "content_url": "is no address that starts with https://",
        "letterhead": "should be a valid boolean",
        "address": "at most 6 items",
        "options.ink": "is none of colour, grey, saver; did you mean 'colour'?",
        "options.paper": "is none of a4, letter",
        "options.name": "keys of the clinic itself stand above the first [table]",
        "dose.pressure": "pressure is 9 of 10; it may be 1 to 5",
        "dose.second": "unknown key; did you mean 'seconds'?",
        "dose.seconds": "is a whole number, or two",
        "dose.times": "the smaller number comes first",
        "safety.leg-clot.clot-pain.text": "can be changed, never removed",
        "safety.leg-clot.clot-vein": "can be changed, never removed",
        "safety.leg-clot.lung-breath.short": "without its partner",
        "safety.leg-clot.lung-blood.text": "only {limit} and {emergency} are filled in",
        "bullets.leg-clot.lungs.text": "can be changed, never removed",
    }
    for key, words in expected.items():
        assert [line for line in found if line.startswith(f"clinic.toml: {key}: ") and words in line], (key, found)
    assert len(found) == len(expected)
    assert all("\n" not in line for line in found)


@pytest.mark.parametrize("text", ["name = ", "[a]\n[a]"])
def test_what_is_no_toml_is_one_line(tmp_path: Path, text: str) -> None:
    (tmp_path / "clinic.toml").write_bytes(text.encode("latin-1"))
    with pytest.raises(ContentError, match=r"^clinic.toml: is not readable TOML"):
        read_clinic(tmp_path / "clinic.toml", THEME)


def test_a_missing_file_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(HandoutsError, match="handouts clinic init"):
        read_clinic(tmp_path / "none.toml", THEME)


def test_a_logo_needs_a_name_to_be_read_out(tmp_path: Path) -> None:
    Image.new("RGB", (9, 9)).save(tmp_path / "logo.png")
    assert "needs the clinic's name" in problems(tmp_path, 'logo = "logo.png"')[0]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('name = "a\\u202Eb"', "right-to-left override (U+202E)"),
        ('footer = "a\\u0007b"', "U+0007"),
        ('name = "Clinic \\U0001F600"', "grinning face (U+1F600)"),
        ('name = "' + "x" * 90 + '"', "at most 80"),
        ('footer = "' + "x" * 60 + '"', "more than 40 letters"),
    ],
)
@pytest.mark.usefixtures("core_fonts")
def test_words_that_cannot_be_printed_are_refused(tmp_path: Path, text: str, says: str) -> None:
    assert says in problems(tmp_path, text)[0]


def test_a_word_of_a_footer_may_have_forty_letters(tmp_path: Path) -> None:
    assert clinic(tmp_path, f'footer = "{"x" * 40}"').footer == "x" * 40


# --- colours and addresses -----------------------------------------------------------------------------------


@pytest.mark.parametrize("colour", ["#F2A33A", "#FFFF00", "#FFFFFF", "#808080", "#8FD0DC"])
def test_a_weak_accent_is_refused_with_its_ratio_and_a_better_one_of_the_same_hue(colour: str) -> None:
    with pytest.raises(HandoutsError) as caught:
        checked_accent(colour, THEME)
    assert f"{contrast(colour, '#FFFFFF'):.2f}" in str(caught.value)
    better = darker(colour, "#FFFFFF")
    assert better in str(caught.value)
    assert checked_accent(better, THEME) == better
    assert contrast(better, "#FFFFFF") < 4.8  # no darker than it must be


def test_a_strong_accent_is_taken_in_either_form() -> None:
    assert checked_accent("5b2a86", THEME) == checked_accent("#5B2A86", THEME) == "#5B2A86"


@pytest.mark.parametrize("text", ["red", "#12345", "#GGGGGG", "", "#0B4F5C ", "rgb(0,0,0)"])
def test_a_colour_that_is_none(text: str) -> None:
    with pytest.raises(HandoutsError, match="is no colour"):
        checked_accent(text, THEME)


@pytest.mark.parametrize(
    "url", ["https://a.example", "https://a.example/x/{muscle}?v=1#top", "https://a.b.example:8443/"]
)
def test_an_address_that_may_be_a_qr_code(url: str) -> None:
    assert checked_url(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "http://a.example",
        "javascript:alert(1)",
        "https://",
        "https://localhost/",
        "https://me:secret@a.example/",
        "https://a.example/a b",
        "https://a.example/{name}",
        "https://ä.example/",
        "https://a.example:99999999/",
        "https://a.example/" + "x" * 200,
    ],
)
def test_an_address_that_may_not(url: str) -> None:
    with pytest.raises(HandoutsError):
        checked_url(url)


# --- warnings ------------------------------------------------------------------------------------------------

CHANGE = """
[safety."leg-clot.clot-swelling"]
text = "one calf that is swollen, or a sock that is tight. **A clot can feel like this.**"
"""


def boxes(library: Library, file: ClinicFile, layout: str = "full") -> WarningBox:
    muscle = with_safety(library.muscle("gastrocnemius", "en"), file)
    options = Options(layout=layout)  # type: ignore[arg-type]
    document = handout(muscle, load_strings(TEMPLATES, "en"), load_locale(TEMPLATES, None), options)
    return next(block for part in document.parts for block in part.blocks if isinstance(block, WarningBox))


def words(box: WarningBox) -> list[str]:
    return ["".join(run.text for run in item) for tier in box.tiers for item in tier.items]


@pytest.mark.parametrize("layout", ["full", "do"])
def test_a_changed_warning_is_printed_and_said_to_be_changed(tmp_path: Path, library: Library, layout: str) -> None:
    usual, changed = boxes(library, ClinicFile(), layout), boxes(library, clinic(tmp_path, CHANGE), layout)
    assert usual.remark == ""
    assert changed.remark == "Changed by the clinic"
    assert set(words(changed)) - set(words(usual)) == {
        "one calf that is swollen, or a sock that is tight. A clot can feel like this."
    }
    assert set(words(usual)) < set(words(changed)), "the bullet it shares stays, since it carries other signs too"


def test_a_changed_bullet_takes_the_place_of_ours(tmp_path: Path, library: Library) -> None:
    own = '[bullets."leg-clot.clot"]\ntext = "a leg that swells, or hurts and is warm or dark"'
    changed = boxes(library, clinic(tmp_path, CHANGE + own))
    assert changed.remark == "Changed by the clinic"
    assert "a leg that swells, or hurts and is warm or dark" in words(changed)
    assert not [text for text in words(changed) if text.startswith(("one leg newly", "one calf that"))]


def test_no_warning_is_lost_by_a_change(tmp_path: Path, library: Library) -> None:
    own = CHANGE + '[bullets."leg-clot.clot"]\ntext = "a leg that swells a lot"'
    muscle = with_safety(library.muscle("gastrocnemius", "en"), clinic(tmp_path, own))
    assert not lost(muscle, safety_of(muscle))


def test_the_same_words_are_no_change(tmp_path: Path, library: Library) -> None:
    warning = next(w for w in library.muscle("gastrocnemius", "en").warnings if w.item.id == "clot-swelling")
    same = f'[safety."{warning.key}"]\ntext = "{warning.words.text}"\nshort = "{warning.words.short}"'
    same += f'\n[bullets."leg-clot.clot"]\ntext = "{warning.bullet and warning.bullet.text}"'
    assert boxes(library, clinic(tmp_path, same)).remark == ""


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("coughing blood", 1),
        ("hot, sore or swollen", 3),
        ("pain **and** warm skin; or a vein. It may grow.", 4),
        ("a normal forearm", 1),
    ],
)
def test_signs_are_counted_by_what_separates_them(text: str, count: int) -> None:
    assert signs(text) == count


def test_a_warning_with_fewer_signs_than_ours_is_told(tmp_path: Path, library: Library) -> None:
    muscle = library.muscle("gastrocnemius", "en")
    shorter = clinic(tmp_path, '[bullets."leg-clot.lungs"]\ntext = "sudden chest pain or coughing blood"')
    (told,) = fewer_signs(muscle, shorter)
    assert told.startswith('bullets."leg-clot.lungs".text: lists 2 of our 5 signs; ')
    assert "fainting" in told
    assert len(fewer_signs(muscle, clinic(tmp_path, '[safety."leg-clot.lung-collapse"]\ntext = "you fall down"'))) == 1
    longer = '[safety."leg-clot.lung-blood"]\ntext = "you cough up blood or pink foam"'
    assert not fewer_signs(muscle, clinic(tmp_path, longer))


@pytest.mark.long
@pytest.mark.usefixtures("only_two_muscles")
def test_check_and_pdf_tell_of_fewer_signs_and_go_on(tmp_path: Path) -> None:
    path = tmp_path / "clinic.toml"
    path.write_text('[bullets."leg-clot.lungs"]\ntext = "sudden chest pain or coughing blood"')
    checked = CliRunner().invoke(main, ["check", "--clinic", str(path)])
    assert checked.exit_code == 0
    assert 'clinic.toml: bullets."leg-clot.lungs".text: lists 2 of our 5 signs' in checked.stdout
    made = CliRunner().invoke(main, ["pdf", "gastrocnemius", "--clinic", str(path), "-o", str(tmp_path / "calf.pdf")])
    assert made.exit_code == 0
    assert "lists 2 of our 5 signs" in made.stderr
    path.write_text('[bullets."leg-clot.lung"]\ntext = "sudden chest pain or coughing blood"')
    wrong = CliRunner().invoke(main, ["check", "--clinic", str(path)])
    assert wrong.exit_code == 1
    assert "did you mean 'leg-clot.lungs'?" in wrong.stderr


@pytest.mark.long
@pytest.mark.usefixtures("only_two_muscles")
def test_check_pdf_and_batch_tell_once_what_there_is_to_know_of_a_logo(tmp_path: Path) -> None:
    path, roster = tmp_path / "clinic.toml", tmp_path / "roster.csv"
    Image.new("RGB", (90, 30), "white").save(tmp_path / "logo.png")
    path.write_text('name = "A"\nlogo = "logo.png"')
    roster.write_text("side\nleft\nright\n")
    checked = CliRunner().invoke(main, ["check", "--clinic", str(path)])
    assert checked.exit_code == 0
    made = CliRunner().invoke(
        main, ["pdf", "gastrocnemius", "--clinic", str(path), "--sheets", "1", "-o", str(tmp_path / "c.pdf")]
    )
    assert made.exit_code == 0
    batch = ["batch", str(roster), "--clinic", str(path), "--dry-run", "-o", str(tmp_path / "o")]
    for said in (checked.stdout, made.stderr, CliRunner().invoke(main, batch).stderr):
        assert said.count("logo.png: is white or nearly white") == 1
        assert said.count("logo.png: has only 90 pixels across") == 1
    path.write_text('name = "A"\nlogo = "logo.png"\nletterhead = false')
    assert "logo.png" not in CliRunner().invoke(main, batch).stderr


def test_an_unknown_warning_is_an_error_with_the_likely_name(tmp_path: Path, library: Library) -> None:
    file = clinic(tmp_path, CHANGE.replace("clot-swelling", "clot-sweling"))
    with pytest.raises(ContentError, match=r"did you mean 'leg-clot\.clot-swelling'"):
        check_safety(file, library, "clinic.toml", "en")


def test_warnings_in_another_language_are_an_error(tmp_path: Path, library: Library) -> None:
    with pytest.raises(ContentError, match="the handout is in 'de'"):
        check_safety(clinic(tmp_path, CHANGE), library, "clinic.toml", "de")


# --- what a clinic adds --------------------------------------------------------------------------------------


def test_the_letterhead_is_the_clinics_and_can_be_left_out(library: Library) -> None:
    muscle, strings, locale = (
        library.muscle("gastrocnemius", "en"),
        load_strings(TEMPLATES, "en"),
        load_locale(TEMPLATES, None),
    )
    own = Clinic(name="A **B** & Co", phone="123 456", contact=("a@b.example",), address=("<b>1</b> Lane",))
    head = handout(muscle, strings, locale, None, own).parts[0].blocks[0]
    assert isinstance(head, Letterhead)
    assert (head.name, head.contact) == ("A **B** & Co", ("Phone 123\u00a0456", "a@b.example"))
    assert head.alt == "Logo of A **B** & Co"
    bare = handout(muscle, strings, locale, None, Clinic(name="A", letterhead=False))
    assert not any(isinstance(block, Letterhead) for block in bare.parts[0].blocks)


def test_a_qr_code_only_with_an_address_and_only_of_it(library: Library) -> None:
    def codes(own: Clinic) -> list[QrCode]:
        document = handout(
            library.muscle("gastrocnemius", "en"),
            load_strings(TEMPLATES, "en"),
            load_locale(TEMPLATES, None),
            Options(patient_name="Zebedee", note="Zebedee"),
            own,
        )
        return [block for block in walk(document.parts) if isinstance(block, QrCode)]

    assert codes(Clinic()) == []
    (code,) = codes(Clinic(content_url="https://a.example/{muscle}"))
    assert code.url == "https://a.example/gastrocnemius"
    assert code.alt == "QR code that leads to https://a.example/gastrocnemius"


def test_a_batch_tells_of_fewer_signs_once(tmp_path: Path) -> None:
    (tmp_path / "clinic.toml").write_text('[bullets."leg-clot.lungs"]\ntext = "sudden chest pain or coughing blood"')
    (tmp_path / "roster.csv").write_text("side\nleft\nright\n")
    roster, clinic_file = str(tmp_path / "roster.csv"), str(tmp_path / "clinic.toml")
    result = CliRunner().invoke(
        main, ["batch", roster, "--clinic", clinic_file, "--dry-run", "-o", str(tmp_path / "o")]
    )
    assert result.stderr.count("lists 2 of our 5 signs") == 1


def test_a_clinics_name_address_and_footer_may_be_in_other_letters(tmp_path: Path) -> None:
    words = 'name = "Ilé Ìwòsàn Ọ̀ṣun"\naddress = ["Òpópónà Ọ́lá 12"]\nfooter = "Ẹgbẹ́ Ọ̀ṣun"\n'
    path = tmp_path / "clinic.toml"
    path.write_text(words, "utf-8")
    out = tmp_path / "calf.pdf"
    result = CliRunner().invoke(main, ["pdf", "gastrocnemius", "--sheets", "1", "--clinic", str(path), "-o", str(out)])
    assert result.exit_code == 0, result.output
    text = pypdfium2.PdfDocument(out)[0].get_textpage().get_text_range()
    assert all(each in text for each in ("Ilé Ìwòsàn Ọ̀ṣun", "Òpópónà Ọ́lá 12", "Ẹgbẹ́ Ọ̀ṣun"))


@pytest.mark.parametrize("key", ["phone", "web", "email"])
def test_what_stands_among_other_words_has_the_typefaces_letters(tmp_path: Path, key: str) -> None:
    assert "cannot print here" in problems(tmp_path, f'{key} = "Ọ̀ṣun"')[0]


def test_a_clinics_usual_ways_are_those_that_the_muscle_has(tmp_path: Path, library: Library) -> None:
    own = clinic(tmp_path, '[options]\ntechnique = ["wall-ball", "chair"]\n')
    calf, blade = library.facts["gastrocnemius"], library.facts["infraspinatus"]
    choices = Choices(load_locale((data_dir("templates"),), "en-GB"), Options(), PdfOptions(), Clinic(), own)
    assert choices.options_of([calf], Options()).techniques == ("chair",)
    assert choices.options_of([blade], Options()).techniques == ("wall-ball",)
    assert choices.options_of([calf, blade], Options()).techniques == ("wall-ball", "chair")
