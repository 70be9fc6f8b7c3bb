"""Fonts by script, from their packages: which of them prints which characters.

Source Sans 3, the design of the house typeface with places for second marks, is always there. The others come with the
extras `scripts` and `cjk`. All are variable TrueType fonts with one axis, weight; a face is a font in one weight.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from functools import cache, cached_property, lru_cache
from importlib.util import find_spec
from pathlib import Path
from struct import unpack

from handouts.errors import HandoutsError

LATIN, SYMBOLS, EMOJI = "Latn", "Zsym", "Zsye"
_SOURCE_SANS = ("fontpkg_source_sans_3", "files/SourceSans3[wght].ttf")
_NOTO = {
    "Arab": "Arabic",
    "Armn": "Armenian",
    "Beng": "Bengali",
    "Deva": "Devanagari",
    "Ethi": "Ethiopic",
    "Geor": "Georgian",
    "Gujr": "Gujarati",
    "Guru": "Gurmukhi",
    "Hebr": "Hebrew",
    "Knda": "Kannada",
    "Khmr": "Khmer",
    "Laoo": "Lao",
    "Mlym": "Malayalam",
    "Mymr": "Myanmar",
    "Orya": "Oriya",
    "Sinh": "Sinhala",
    "Taml": "Tamil",
    "Telu": "Telugu",
    "Thai": "Thai",
    "Noto": "",  # Latin letters and marks beyond Source Sans
    SYMBOLS: "Symbols",
}
_HAN = {code: f"notosans{code.lower()}/NotoSans{code}" for code in ("SC", "TC", "JP", "KR")}

EAST_ASIAN = frozenset(["Hani", "Hira", "Kana", "Hang", "Bopo"])
"""Scripts whose fonts come with the extra `cjk`."""
NEED_EXTRA = {**dict.fromkeys([*_NOTO, EMOJI], "scripts"), **dict.fromkeys(EAST_ASIAN, "cjk")}
"""The extra that brings a script's font."""
LANGUAGES = {"SC": "zh-Hans", "TC": "zh-Hant", "JP": "ja", "KR": "ko"}
WEIGHTS = {"R": 400, "S": 600, "B": 700}
_JOINERS = frozenset(map(ord, "\u034f\u200b\u200c\u200d\u200e\u200f\u061c\ufe0e\ufe0f"))
"""Invisible: no font needs a shape for them."""
_DROPPED = ("GSUB", "GPOS", "GDEF", "BASE", "kern", "DSIG", "meta", "vhea", "vmtx", "cmap", "name", "post", "OS/2")
"""Tables that a font in a PDF has no use for."""
SUBSETS = 64


class Face:
    """A font in one weight, as `handouts.tagged` wants to have it."""

    def __init__(self, path: Path, weight: int) -> None:
        import uharfbuzz as hb

        self._face, self.weight = hb.Face(hb.Blob.from_file_path(str(path))), weight
        self.font = hb.Font(self._face)
        self.font.set_variations({"wght": weight})
        self.characters: Collection[int] = self._face.unicodes
        self.scale: float = 1000 / self._face.upem
        self.name = f"{path.stem.partition('[')[0]}-{weight}"
        extents = self.font.get_font_extents("ltr")
        self.ascent, self.descent = extents.ascender * self.scale, extents.descender * self.scale
        box = unpack(">4h", bytes(self._face.reference_table("head").data)[36:44])
        self.box: tuple[float, ...] = tuple(self.scale * each for each in box)

    def glyph(self, char: str) -> int:
        """The number of a character's usual glyph; 0 when there is none."""
        return self.font.get_nominal_glyph(ord(char)) or 0

    def advance(self, glyph: int) -> float:
        """The width of a glyph, in thousandths of its size."""
        return float(self.font.get_glyph_h_advance(glyph)) * self.scale

    def ink(self, glyph: int) -> tuple[float, float]:
        """How far a glyph reaches below the baseline and above it, in thousandths of its size."""
        extents = self.font.get_glyph_extents(glyph)
        if extents is None:
            return 0.0, 0.0
        return (extents.y_bearing + extents.height) * self.scale, extents.y_bearing * self.scale

    def character(self, glyph: int) -> str:
        """The character whose usual glyph this is; empty when it is nobody's."""
        return self._characters.get(glyph, "")

    @cached_property
    def _characters(self) -> dict[int, str]:
        found: dict[int, str] = {}
        for code in sorted(self.characters):
            found.setdefault(self.font.get_nominal_glyph(code), chr(code))
        return found

    def subset(self, glyphs: Collection[int]) -> bytes:
        """A TrueType file of this weight with some glyphs, each with the number that it has in the whole font."""
        return _subset(self, frozenset(glyphs))


@lru_cache(maxsize=SUBSETS)
def _subset(face: Face, glyphs: frozenset[int]) -> bytes:
    import uharfbuzz as hb

    wanted = hb.SubsetInput()
    wanted.glyph_set.update(glyphs)
    flags = hb.SubsetFlags
    wanted.flags = flags.RETAIN_GIDS | flags.NO_HINTING | flags.NO_LAYOUT_CLOSURE | flags.NOTDEF_OUTLINE
    wanted.pin_axis_location(face._face, "wght", float(face.weight))
    for tag in _DROPPED:
        wanted.drop_table_tag_set.add(int.from_bytes(tag.ljust(4).encode(), "big"))
    return bytes(hb.subset(face._face, wanted).blob.data)


@lru_cache(maxsize=1)
def _files() -> dict[str, Path]:
    """The font files that are installed, by script or country, in the order in which they are tried."""
    noto = {key: ("manimgx_fonts", f"NotoSans{name}[wght].ttf") for key, name in _NOTO.items()}
    noto[EMOJI] = ("manimgx_fonts", "NotoEmoji[wght].ttf")
    han = {key: ("justmytype_intl_cjk", f"fonts/ofl/{name}[wght].ttf") for key, name in _HAN.items()}
    found = {}
    for key, (package, file) in {LATIN: _SOURCE_SANS, **noto, **han}.items():
        folder = _folder(package)
        if folder is not None and (folder / file).is_file():
            found[key] = folder / file
    if LATIN not in found:
        raise HandoutsError("a font is missing: pip install fontpkg-source-sans-3")
    return found


def _folder(package: str) -> Path | None:
    spec = find_spec(package)
    return Path(spec.origin).parent if spec is not None and spec.origin else None


def installed(key: str) -> bool:
    """Whether the font of a script, or of a country ("SC", "TC", "JP", "KR"), is there."""
    return key in _files()


@cache
def face(key: str, weight: str) -> Face:
    """The face of a script or country in a weight: "R", "S" or "B"."""
    return Face(_files()[key], WEIGHTS[weight])


def choose(cluster: str, script: str | None, country: str) -> str | None:
    """The key of the first font that has every character of a cluster, in letters of its script if there are some."""
    need = [ord(char) for char in cluster if ord(char) not in _JOINERS]
    for key in _order(cluster, script, country):
        characters = face(key, "R").characters
        if all(code in characters for code in need):
            return key
    return None


def _order(cluster: str, script: str | None, country: str) -> Iterator[str]:
    files = _files()
    own = country if script in EAST_ASIAN else script
    first = [EMOJI] if max(cluster) >= "\U0001f000" else []
    wanted = [*first, LATIN, own, "Noto", SYMBOLS, EMOJI, country, *files]
    return (key for key in dict.fromkeys(wanted) if key in files)


_CODINGS = (("gb2312", "SC"), ("big5", "TC"), ("cp932", "JP"))


def country_of(text: str) -> str:
    """Whose forms the Chinese characters of a text should have: "SC", "TC", "JP" or "KR".

    Japanese and Korean letters beside them tell; else the first of the old national codings that has them all.
    """
    if any("\u3040" <= char <= "\u30ff" for char in text):
        return "JP"
    if any("\uac00" <= char <= "\ud7a3" or "\u1100" <= char <= "\u11ff" for char in text):
        return "KR"
    own = "".join(char for char in text if "\u3400" <= char <= "\u9fff")
    for coding, country in _CODINGS:
        try:
            own.encode(coding)
        except UnicodeEncodeError:
            continue
        return country
    return "SC"


@lru_cache(maxsize=4096)
def script_of(char: str) -> str | None:
    """The four letters of a character's script (ISO 15924); None when many scripts use it."""
    import uharfbuzz as hb

    buffer = hb.Buffer()
    buffer.add_str(char)
    buffer.guess_segment_properties()
    found: str | None = buffer.script
    return found


_NAMES = {
    "Hani": "Chinese",
    "Hira": "Japanese",
    "Kana": "Japanese",
    "Hang": "Korean",
    "Latn": "Latin",
    "Bopo": "Chinese",
    "Laoo": "Lao",
}


_OF_A_SCRIPT = re.compile(r"((?:[A-Z]+ ){0,2}?[A-Z]+) (?:CAPITAL|SMALL|LETTER|SIGN|SYLLABLE)\b")
"""What begins a character's name: Old Persian, Tai Le."""


def script_name(char: str) -> str:
    """What people call a character's script; empty when it has none."""
    script = script_of(char)
    if script is None:
        return ""
    known = _NAMES.get(script) or _NOTO.get(script)
    if known:
        return known
    title = unicodedata.name(char, "unknown")
    several = _OF_A_SCRIPT.match(title)
    return several[1].title() if several else title.split()[0].split("-")[0].capitalize()
