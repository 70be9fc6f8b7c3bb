"""A picture of pixels from anywhere -> RGBA in sRGB, upright, and what there is to know about it."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from typing import Any

from handouts.errors import HandoutsError

MOST_PIXELS = 25_000_000
ENOUGH = 1000
"""Pixels on the shorter side, at which a larger picture is made smaller before anything else is done with it."""
ORIENTATION = 0x0112
"""The tag that says how a camera was held."""
FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
WHITE = 232
"""A grey level, of 255: what is lighter is hardly seen on white paper."""
SPECK = 12
"""Grey levels from white: what is nearer is taken for paper when margins are cut off."""
WIDEST_MARGIN = 0.2
"""The share of a side that may be empty."""
LOOKED_AT = 160
"""Pixels on the longer side of the small copy in which white parts are looked for."""


class LogoError(HandoutsError):
    """What is wrong with a logo or a picture in it, as the end of a sentence that begins with its name."""


@dataclass(frozen=True)
class Picture:
    """A Pillow image in RGBA, and sentences about it that begin with its name."""

    image: Any
    told: tuple[str, ...] = ()
    times: int = 1
    """How many times as wide and high it was."""


def read_picture(data: bytes) -> Picture:
    """Decode a picture. The size is known before anything is decoded. Raises LogoError."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # ours is the stricter limit
            image = Image.open(io.BytesIO(data), formats=FORMATS)
            if image.width * image.height > MOST_PIXELS:
                raise Image.DecompressionBombError
            told = _moving(image)
            exif, profile = image.getexif(), image.info.get("icc_profile") or b""
            image.load()
            image, times = _smaller(_plain(image))
            rgba, lost = _srgb(image, profile)
            rgba.info = {"exif": exif.tobytes()} if exif.get(ORIENTATION, 1) != 1 else {}
            return Picture(ImageOps.exif_transpose(rgba), (*told, *lost), times)
    except Image.DecompressionBombError:
        raise LogoError(f"has too many pixels; a logo may have {MOST_PIXELS // 1_000_000} million") from None
    except UnidentifiedImageError:
        raise LogoError("is damaged, it cannot be decoded") from None
    except MemoryError:
        raise
    except Exception as error:  # a decoder fails in a dozen ways on hostile data; none of them is our bug
        raise LogoError(f"is damaged, it cannot be decoded: {str(error)[:80] or type(error).__name__}") from None


def _moving(image: Any) -> tuple[str, ...]:
    return ("is a moving picture; its first picture is printed",) if getattr(image, "is_animated", False) else ()


def _plain(image: Any) -> Any:
    """The picture in grey, RGB, RGBA or CMYK, eight bits each."""
    if image.mode.startswith(("I", "F")):  # 16 bits a pixel: Pillow would clip, not scale
        image = image.point(lambda level: level / 256).convert("L")
    if image.mode in ("P", "PA", "LA", "La", "RGBa", "1") or "transparency" in image.info:
        return image.convert("RGBA")
    return image if image.mode in ("L", "RGB", "RGBA", "CMYK") else image.convert("RGB")


def _smaller(image: Any) -> tuple[Any, int]:
    """The picture with fewer pixels where it has very many, and how many times as wide it was."""
    times = max(1, min(image.size) // ENOUGH)
    return (image.reduce(times), times) if times > 1 else (image, 1)


def _srgb(image: Any, profile: bytes) -> tuple[Any, tuple[str, ...]]:
    """The picture as RGBA in sRGB, and what is lost."""
    alpha, told = image.getchannel("A") if image.mode == "RGBA" else None, tuple[str, ...]()
    colours = image.convert("RGB") if alpha else image
    if profile and (converted := _through_profile(colours, profile)):
        colours = converted
    elif colours.mode == "CMYK":
        told = ("has the colours of a printing press (CMYK) without a profile, so they may differ: save it as RGB",)
    rgba = colours.convert("RGB").convert("RGBA")
    if alpha:
        rgba.putalpha(alpha)
    return rgba, told


def _through_profile(image: Any, profile: bytes) -> Any:
    """The picture in sRGB; None when its profile cannot be used."""
    from PIL import ImageCms

    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if "srgb" in ImageCms.getProfileDescription(own).lower() and image.mode == "RGB":
            return image
        return ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, TypeError, ValueError):
        return None


# --- what is seen on white paper -----------------------------------------------------------------------------


def on_white(rgba: Any) -> Any:
    """The picture as RGB; what shines through shows white paper."""
    from PIL import Image

    white = Image.new("RGB", rgba.size, (255, 255, 255))
    white.paste(rgba, mask=rgba.getchannel("A"))
    return white


def ink_box(flat: Any) -> tuple[int, int, int, int] | None:
    """The box around all that is not white paper; None when there is nothing."""
    from PIL import ImageChops

    red, green, blue = flat.split()
    darkest = ImageChops.darker(ImageChops.darker(red, green), blue)
    box: tuple[int, int, int, int] | None = darkest.point(lambda level: 255 if level < 255 - SPECK else 0).getbbox()
    return box


def margin(flat: Any, box: tuple[int, int, int, int]) -> float:
    """The larger share of width and height that is empty."""
    share: float = max(1 - (box[2] - box[0]) / flat.width, 1 - (box[3] - box[1]) / flat.height)
    return share


def white_share(rgba: Any) -> float:
    """Which share of what is painted is in parts that are white or nearly so, and hence not seen on paper.

    Parts are what hangs together: white letters in a coloured field are seen, white letters beside it are not.
    """
    small = rgba.copy()
    small.thumbnail((LOOKED_AT, LOOKED_AT))
    width, height = int(small.width), int(small.height)
    painted: list[bool] = [level >= 64 for level in small.getchannel("A").tobytes()]
    dark: list[bool] = [level < WHITE for level in on_white(small).convert("L").tobytes()]
    lost, all_painted = 0, max(1, sum(painted))
    seen = [not here for here in painted]
    for first in range(width * height):
        if seen[first]:
            continue
        part, shows, waiting = 0, False, [first]
        seen[first] = True
        while waiting:
            at = waiting.pop()
            part, shows = part + 1, shows or dark[at]
            x = at % width
            for near in (at - width, at + width, *((at - 1,) if x else ()), *((at + 1,) if x + 1 < width else ())):
                if 0 <= near < width * height and not seen[near]:
                    seen[near] = True
                    waiting.append(near)
        lost += 0 if shows else part
    return lost / all_painted
