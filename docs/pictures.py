"""Make the pictures of README and docs anew, as the program makes pages and cards today.

usage: python docs/pictures.py [NAME ...]   with the extra [test]; cards.png needs Chromium, desk.png and site.png
[browsers] too

Pages are drawn by pypdfium2, cards as Anki's own library fills them in and Chromium shows them. Look at every picture
afterwards, at the size in which it is seen.
"""

from __future__ import annotations

import html
import io
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pypdfium2
from PIL import Image

from handouts.cli.main import main as handouts

DOCS = Path(__file__).parent
COLOURS = 128
EDGE, GAP, GREY = 6, 6, (221, 221, 221)
"""Points of grey around and between pages."""
CLINIC = """\
name = "Weir Street Physiotherapy"
address = ["3 Weir Street, Bridgetown AB1 2CD"]
phone = "01632 960 478"
web = "www.weirstreet.example"
email = "hello@weirstreet.example"
locale = "en-GB"
logo = "logo.svg"
accent = "#7A2E6B"
footer = "Weir Street Physiotherapy Ltd"
"""
LOGO = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 60">
<circle cx="30" cy="30" r="29" fill="#7A2E6B"/>
<path d="M6 34 C16 24 22 24 30 33 S46 42 54 32" fill="none" stroke="#FFFFFF" stroke-width="5"/>
<path d="M8 44 C17 36 23 36 30 43 S45 50 52 43" fill="none" stroke="#E6C9E0" stroke-width="4"/>
</svg>
"""
ROSTER = """\
muscle,id,name,side,print,note
gastrocnemius,1001,Sample Person,left,normal,Begin with the chair.
gastrocnemius,1002,Another Person,right,large,
"""
CARDS = ("map-point-1", "palpation-outer", "fabella")
"""Notes of which a card is shown, the last one by night."""


def run(*words: str) -> None:
    """Run the program; a picture of what it did not make would be an old one."""
    if code := handouts(["-q", *words], standalone_mode=False):
        sys.exit(code)


def pdf(folder: Path, *options: str) -> Path:
    """A handout of the calf."""
    path = folder / "calf.pdf"
    run("pdf", "gastrocnemius", "--locale", "en-GB", *options, "-o", str(path))
    return path


def page(path: Path, number: int, width: int, top: float = 1.0) -> Image.Image:
    """A page of a PDF as a picture `width` pixels wide, or only this share of it from the top."""
    sheet = pypdfium2.PdfDocument(path)[number - 1]
    picture = sheet.render(scale=2 * width / sheet.get_width()).to_pil().convert("RGB")
    picture = picture.resize((width, round(width * picture.height / picture.width)), Image.Resampling.LANCZOS)
    return picture.crop((0, 0, width, round(picture.height * top)))


def beside(pictures: Sequence[Image.Image], around: tuple[int, int, int] = GREY) -> Image.Image:
    """Pictures side by side on grey."""
    width = sum(each.width for each in pictures) + GAP * (len(pictures) - 1) + 2 * EDGE
    together = Image.new("RGB", (width, max(each.height for each in pictures) + 2 * EDGE), around)
    left = EDGE
    for each in pictures:
        together.paste(each, (left, EDGE))
        left += each.width + GAP
    return together


def clinic(folder: Path, text: str = CLINIC) -> str:
    """A clinic's file with its logo beside it."""
    (folder / "logo.svg").write_text(LOGO, "utf-8")
    path = folder / "clinic.toml"
    path.write_text(text, "utf-8")
    return str(path)


def handout(folder: Path) -> Image.Image:
    """Pages 1 and 3."""
    path = pdf(folder)
    return beside([page(path, 1, 655), page(path, 3, 655)])


def short_sheet(folder: Path) -> Image.Image:
    """Both sides of the short sheet."""
    path = pdf(folder, "--layout", "do", "--side", "left")
    return beside([page(path, 1, 655), page(path, 2, 655)])


def letterhead(folder: Path) -> Image.Image:
    """The top of page 1 without a clinic's file and with one."""
    bare = page(pdf(folder), 1, 655, 0.26)
    return beside([bare, page(pdf(folder, "--clinic", clinic(folder)), 1, 655, 0.26)])


def prints(folder: Path) -> Image.Image:
    """The first steps in normal, large, grey and saver print."""
    wanted = ([], ["--print", "large"], ["--ink", "grey"], ["--ink", "saver"])
    pictures = []
    for options in wanted:
        path = pdf(folder, "--sheets", "1", *options)
        document = pypdfium2.PdfDocument(path)
        steps = next(
            n for n in range(len(document)) if "Massage it with" in document[n].get_textpage().get_text_range()
        )
        pictures.append(page(path, steps + 1, 360))
    return beside(pictures)


def batch_day(folder: Path) -> Image.Image:
    """The first pages of two people's handouts from one roster."""
    roster = folder / "roster.csv"
    roster.write_text(ROSTER, "utf-8")
    output = folder / "made"
    run("batch", str(roster), "--clinic", clinic(folder), "--sheets", "1", "-o", str(output))
    return beside([page(path, 1, 480, 0.6) for path in sorted(output.glob("*.pdf"))])


def cards(folder: Path) -> Image.Image:
    """Both sides of a few cards, as Anki fills them in."""
    from anki.collection import Collection
    from anki.import_export_pb2 import ImportAnkiPackageOptions, ImportAnkiPackageRequest

    package = folder / "calf.apkg"
    run("deck", "-o", str(package))
    collection = Collection(str(folder / "collection.anki2"))
    request = ImportAnkiPackageRequest(package_path=str(package), options=ImportAnkiPackageOptions())
    collection.import_anki_package(request)
    pictures = []
    for name in CARDS:
        card = collection.find_cards(f"gastrocnemius.{name}")[0]
        text = collection.get_card(card).render_output().answer_and_style()
        night = " nightMode" if name == CARDS[-1] else ""
        pictures.append(shown(text, night, Path(collection.media.dir()), folder / f"{name}.html"))
    collection.close()
    return beside(pictures)


def shown(text: str, night: str, media: Path, path: Path) -> Image.Image:
    """A side of a card in a window of a telephone's shape."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        raise SystemExit("cards.png needs Chromium")
    base = html.escape(media.as_uri())
    page_ = f'<!doctype html><meta charset="utf-8"><base href="{base}/"><body class="card{night}">{text}</body>'
    path.write_text(page_, "utf-8")
    picture = path.with_suffix(".png")
    command = [chromium, "--headless", "--no-sandbox", "--hide-scrollbars", "--force-device-scale-factor=1"]
    subprocess.run(
        [*command, "--window-size=430,720", f"--screenshot={picture}", path.as_uri()], check=True, capture_output=True
    )
    return Image.open(io.BytesIO(picture.read_bytes())).convert("RGB")


def desk(folder: Path) -> Image.Image:
    """The desk with the handout for a sore arch on the left."""
    from playwright.sync_api import sync_playwright

    started = [sys.executable, "-m", "handouts", "desk", "--no-browser", "--clinic", clinic(folder)]
    with subprocess.Popen(started, stdout=subprocess.PIPE, text=True) as running, sync_playwright() as playwright:
        assert running.stdout is not None
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page_ = browser.new_page(viewport={"width": 1440, "height": 900})
        page_.goto(running.stdout.readline().strip())
        page_.get_by_label("Sore place").select_option(label="Arch of the foot")
        page_.locator("input[name=side][value=left]").check()
        page_.locator("#pages img").first.wait_for()
        page_.wait_for_timeout(2000)
        picture = Image.open(io.BytesIO(page_.screenshot())).convert("RGB")
        browser.close()
        running.terminate()
    return picture.resize((1200, 750), Image.Resampling.LANCZOS)


def site(folder: Path) -> Image.Image:
    """A site on a telephone: its list, a part of the body, the top of a handout, and a step by night."""
    from playwright.sync_api import sync_playwright

    run("site", "--no-cards", "--clinic", clinic(folder), "-o", str(folder / "site"))
    wanted = (
        ("index.html", "light", ".lead"),
        ("where/lower-leg/en/index.html", "light", "body"),
        ("gastrocnemius/en/index.html", "light", "#warning"),
        ("gastrocnemius/en/index.html", "dark", ".steps li:nth-child(3)"),
    )
    phones = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name, scheme, part in wanted:
            look = {"color_scheme": scheme, "reduced_motion": "reduce", "device_scale_factor": 2}
            phone = browser.new_page(viewport={"width": 390, "height": 760}, **look)
            phone.goto((folder / "site" / name).as_uri())
            phone.locator(part).first.evaluate("part => part.scrollIntoView()")
            taken = Image.open(io.BytesIO(phone.screenshot())).convert("RGB")
            phones.append(taken.resize((312, 608), Image.Resampling.LANCZOS))
        browser.close()
    return beside(phones)


PICTURES: dict[str, Callable[[Path], Image.Image]] = {
    "handout": handout,
    "short-sheet": short_sheet,
    "clinic-letterhead": letterhead,
    "clinic-prints": prints,
    "clinic-batch": batch_day,
    "cards": cards,
    "desk": desk,
    "site": site,
}


def main() -> None:
    """Make the pictures that were named, or all."""
    for name in sys.argv[1:] or PICTURES:
        with tempfile.TemporaryDirectory() as folder:
            picture = PICTURES[re.sub(r"\.png$", "", name)](Path(folder))
        path = DOCS / f"{name}.png"
        picture.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(path, optimize=True)
        print(f"{path.name}: {picture.width} x {picture.height}, {path.stat().st_size / 1000:.0f} KB")


if __name__ == "__main__":
    main()
