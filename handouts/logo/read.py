"""A clinic's logo: PNG, JPEG, GIF, WebP or SVG, made harmless: plain RGB pixels as they look on white paper."""

from __future__ import annotations

import json
import subprocess
import zlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from handouts.child import command
from handouts.errors import HandoutsError
from handouts.files import open_file
from handouts.logo.draw import SECONDS, looks_like_xml

MOST_SECONDS = 4 * SECONDS
"""Of the clock, where the machine is busy or does not bound processor time."""
LARGEST_FILE = 5 * 1024 * 1024
NONE = "none of PNG, JPEG, GIF, WebP and SVG"
PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8")
EXPORT = "export the logo as SVG with text turned into outlines, or as PNG, 1500 pixels wide"
OTHERS = (
    (0, b"%PDF-", "a PDF or Illustrator file"),
    (0, b"%!PS", "an EPS or PostScript file"),
    (0, b"\xc5\xd0\xd3\xc6", "an EPS file"),
    (4, b"ftyp", "a photo in HEIC or AVIF format"),
    (0, b"8BPS", "a Photoshop file"),
    (0, b"II*\0", "a TIFF file"),
    (0, b"MM\0*", "a TIFF file"),
    (0, b"BM", "a BMP file"),
    (0, b"PK", "a ZIP archive or an Office file"),
    (0, b"\0\xffKA", "an Affinity file"),
    (8, b"CDR", "a CorelDRAW file"),
    (0, b"\0\0\1\0", "an icon file"),
)
"""What else people have: where it shows, what stands there, what it is."""


@dataclass(frozen=True)
class Logo:
    """A logo: rows of RGB pixels, each width x height, as they look on white paper."""

    width: int
    height: int
    pixels: bytes
    name: str = ""
    """The file's name."""
    wide: int = 0
    """How many pixels wide the file's picture is; 0 when it can be printed at any size."""
    told: tuple[str, ...] = ()
    """What its clinic should know, in lines that begin with the file's name."""

    def image(self) -> Any:
        """The logo as a Pillow image."""
        from PIL import Image

        return Image.frombytes("RGB", (self.width, self.height), self.pixels)

    def shrunk(self, width: int) -> Logo:
        """The same in at most so many pixels across."""
        if self.width <= width:
            return self
        image = self.image().resize((width, max(1, round(self.height * width / self.width))), 1)  # Lanczos
        return replace(self, width=image.width, height=image.height, pixels=image.tobytes())

    def grey(self) -> Logo:
        """The same in greys, for black-and-white printing."""
        return replace(self, pixels=self.image().convert("L").convert("RGB").tobytes())


def read_logo(path: Path) -> Logo:
    """Read a logo. Raises HandoutsError with one sentence that says what is wrong with the file."""
    data = _unpacked(path.name, _bytes(path))
    if not (data.startswith(PICTURES) or data[8:12] == b"WEBP" or looks_like_xml(data)):
        raise HandoutsError(f"{path.name}: is {_other(data)}: {EXPORT}")
    head, pixels = _drawn(path.name, data)
    if "error" in head:
        raise HandoutsError(f"{path.name}: {head['error']}")
    told = tuple(f"{path.name}: {line}" for line in head["told"])
    width, height = head["size"]
    return Logo(width, height, pixels, path.name, head["wide"], told)


def _bytes(path: Path) -> bytes:
    """The file's bytes, few enough."""
    try:
        with open_file(path) as file:
            data = file.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        raise HandoutsError(f"{path.name}: cannot be read: there is no such file") from None
    except OSError as error:
        raise HandoutsError(f"{path.name}: cannot be read: {error.strerror or error}") from None
    if len(data) > LARGEST_FILE:
        raise HandoutsError(_too_large(path.name, data))
    return data


def _too_large(name: str, data: bytes) -> str:
    said = f"{name}: has more than {LARGEST_FILE // 1024 // 1024} MB, which a logo may not have"
    if b"AdobeIllustrator" in data:
        said += ": save it without 'Preserve Illustrator Editing Capabilities'"
    return said


def _unpacked(name: str, data: bytes) -> bytes:
    """The bytes of a compressed SVG file (.svgz), or the bytes themselves."""
    if not data.startswith(b"\x1f\x8b"):
        return data
    unpacker = zlib.decompressobj(wbits=31)
    try:
        unpacked = unpacker.decompress(data, LARGEST_FILE + 1)
    except zlib.error:
        raise HandoutsError(f"{name}: is damaged, it cannot be unpacked") from None
    if len(unpacked) > LARGEST_FILE:
        raise HandoutsError(_too_large(name, unpacked))
    return unpacked


def _other(data: bytes) -> str:
    for at, sign, what in OTHERS:
        if data[at : at + len(sign)] == sign:
            return f"{what}, which cannot be printed"
    return NONE


def _drawn(name: str, data: bytes) -> tuple[dict[str, Any], bytes]:
    """What the drawing process says, and the pixels."""
    start = command("handouts.logo.draw")
    try:
        done = subprocess.run(**start, input=data, capture_output=True, timeout=MOST_SECONDS, check=True)
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        raise HandoutsError(
            f"{name}: cannot be drawn, it takes too much time or memory or is damaged: "
            "export it as PNG, 1500 pixels wide"
        ) from None
    except OSError as error:
        raise HandoutsError(f"{name}: cannot be drawn: no process can be started: {error.strerror}") from None
    line, _, pixels = done.stdout.partition(b"\n")
    head: dict[str, Any] = json.loads(line)
    return head, pixels
