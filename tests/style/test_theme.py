"""Colours: what must be readable is readable, in colour, in grey, on every skin, and to colour-blind eyes."""

from __future__ import annotations

import itertools

import pytest

from handouts.style.theme import Theme, contrast, grey, luminance

SKINS = ("light", "medium", "deep")
# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB
BLINDNESS = {
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def simulate(colour: str, kind: str) -> str:
    linear = []
    for i in (1, 3, 5):
        v = int(colour[i : i + 2], 16) / 255
        linear.append(v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4)
    seen = [min(max(sum(m * v for m, v in zip(row, linear, strict=True)), 0.0), 1.0) for row in BLINDNESS[kind]]
    levels = [round(255 * (12.92 * v if v <= 0.0031308 else 1.055 * v ** (1 / 2.4) - 0.055)) for v in seen]
    return "#" + "".join(f"{level:02X}" for level in levels)


def test_contrast_is_the_wcag_ratio() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)
    assert grey("#8B0000") == grey(grey("#8B0000"))
    assert luminance(grey("#0B4F5C")) == pytest.approx(luminance("#0B4F5C"), abs=0.002)


@pytest.mark.parametrize("ink", ["colour", "grey", "saver"])
def test_text_on_the_page_is_readable(theme: Theme, ink: str) -> None:
    page = theme.page(ink)  # type: ignore[arg-type]
    for name, least in (("ink", 7), ("ink2", 7), ("accent", 7), ("alert", 7), ("rule", 4.5)):
        assert contrast(page[name], page["paper"]) >= least, name
    assert contrast(page["ink"], page["go"]) >= 7
    assert contrast(page["ink"], page["tint"]) >= 7


@pytest.mark.parametrize(("ink", "skin"), list(itertools.product(["colour", "grey", "saver"], SKINS)))
def test_the_pain_map_is_readable_on_every_skin(theme: Theme, ink: str, skin: str) -> None:
    """A zone is told from the skin by its fill, its dark rim, or the white line around the rim."""
    paint = theme.palette(ink, skin)  # type: ignore[arg-type]
    skin_tone = paint["skin.base"]
    around = [paint["pain.rim"], *([paint["pain.key"]] if "pain.key" in paint else [])]
    eyes = ["", *BLINDNESS] if ink == "colour" else [""]
    for eye in eyes:
        seen = (lambda c, e=eye: simulate(c, e)) if eye else (lambda c: c)
        assert max(contrast(seen(line), seen(skin_tone)) for line in around) >= 2.4, (eye, "rim on skin")
        if "pain.key" in paint:
            assert contrast(seen(paint["pain.key"]), seen(paint["pain.rim"])) >= 3, (eye, "white line beside the rim")
        else:
            assert contrast(seen(paint["pain.rim"]), seen(skin_tone)) >= 3, (eye, "rim on skin")
        assert contrast(seen(paint["pain.rim"]), seen(paint["pain.spill"])) >= 3, (eye, "rim around spillover")
        assert contrast(seen(paint["pain.dot"]), seen(paint["pain.spill"])) >= 3, (eye, "dots in spillover")
        assert contrast(seen(paint["pain.hatch"]), seen(paint["pain.core"])) >= 3, (eye, "hatching in the core")
        assert contrast(seen(paint["x.mark"]), seen(paint["x.halo"])) >= 7, (eye, "X on its halo")


@pytest.mark.parametrize("skin", SKINS)
def test_ink_saver_has_no_tone(theme: Theme, skin: str) -> None:
    palette = theme.palette("saver", skin)  # type: ignore[arg-type]
    assert {colour for role, colour in palette.items() if role.startswith(("skin", "cloth", "hair"))} == {"#FFFFFF"}


def test_every_preset_has_its_least_size(theme: Theme) -> None:
    for preset, body, least in (
        ("normal", 12.5, 11),
        ("short", 12, 11),
        ("least", 11, 11),
        ("large", 18, 14),
        ("giant", 24, 18),
    ):
        styles = theme.styles(preset)  # type: ignore[arg-type]
        assert styles["body"].size >= body
        assert all(style.size >= least for style in styles.values())
        assert all(
            style.leading >= (1.14 if preset == "least" else 1.2) * style.size
            for name, style in styles.items()
            if name in ("body", "small", "value")
        )
