"""A logo in SVG: drawn as a browser draws it, or refused with every reason; nothing from outside the file is read."""

from __future__ import annotations

import base64
import gzip
from pathlib import Path

import pytest

from handouts.errors import HandoutsError
from handouts.logo.css import LONGEST_VALUE
from handouts.logo.draw import KEPT_PIXELS
from handouts.logo.picture import LogoError
from handouts.logo.read import read_logo
from handouts.logo.svg import LONGEST_STYLE, MOST_ELEMENTS, clean
from tests.logo.exports import EXPORTS, Export, png
from tests.logo.helpers import HEAD, RECT, SMALL, colour_at, drawn, near, packed, picture, svg, written

GOOD = '<rect width="10" height="10" fill="#C00000"/>'


def seen(body: str, x: float = 0.5, y: float = 0.5, head: str = HEAD) -> str:
    return colour_at(drawn(svg(body, head)), x, y)


def refusal(data: bytes) -> str:
    with pytest.raises(LogoError) as caught:
        clean(data)
    assert "\n" not in str(caught.value)
    return str(caught.value)


# --- what programs write -------------------------------------------------------------------------------------


@pytest.mark.parametrize("export", EXPORTS, ids=lambda export: export.name)
def test_what_a_program_exports_looks_as_in_a_browser(export: Export) -> None:
    image = drawn(export.text.encode("utf-16" if export.name == "utf-16" else "utf-8"))
    for x, y, want in export.probes:
        assert near(colour_at(image, x, y), want), (x, y)


def test_a_compressed_file_is_unpacked(tmp_path: Path) -> None:
    assert read_logo(written(tmp_path, "logo.svgz", gzip.compress(svg(GOOD)))).width == KEPT_PIXELS[1]


@pytest.mark.parametrize(
    ("head", "ratio"),
    [
        ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="-5 5 20 10">', 2),
        ('<svg xmlns="http://www.w3.org/2000/svg" width="10mm" height="1cm">', 1),
        ('<svg xmlns="http://www.w3.org/2000/svg" width="3in" height="96px">', 3),
        ('<svg xmlns="http://www.w3.org/2000/svg" width="100%" height="100%" viewBox="0 0 40 10">', 4),
        (
            '<svg xmlns="http://www.w3.org/2000/svg" width="1e2" height="25" viewBox="0 0 4 1">',
            4,
        ),
        ('<svg xmlns="http://www.w3.org/2000/svg" style="width:9px" width="12pt" height="16" viewBox="0 0 1 1">', 1),
    ],
)
def test_size_and_view_box_decide_about_the_shape(head: str, ratio: float) -> None:
    image = drawn(svg('<rect x="-99" y="-99" width="999" height="999"/>', head))
    assert image.width / image.height == pytest.approx(ratio, rel=0.01)
    assert image.width == SMALL[0] or image.height == SMALL[1]


# --- styles --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fill",
    [
        "#C00000",
        "#c00000ff",
        "RGB(192, 0, 0)",
        "rgb(192 0 0)",
        "rgb(75.3%, 0%, 0%)",
        "rgba(192,0,0,100%)",
        "rgb(192 0 0 / 1)",
        "hsl(0deg 100% 37.65%)",
        "hsla(360, 100%, 37.65%, 1)",
        "currentColor",
        "url(#missing-ok) #C00000",
        "var(--none, #C00000)",
        "var(--none, var(--nor-this, rgb(192, 0, 0)))",
        "var(--brand)",
    ],
)
@pytest.mark.parametrize("where", ["attribute", "style", "sheet"])
def test_a_colour_is_read_wherever_it_stands(fill: str, where: str) -> None:
    gradient = '<linearGradient id="missing-ok"><stop stop-color="#C00000"/></linearGradient>'
    sheet = f"<style>:root{{--brand:#C00000;color:#C00000}}{f'.a{{fill:{fill}}}' if where == 'sheet' else ''}</style>"
    own = {"attribute": f'fill="{fill}"', "style": f'style="FILL : {fill} ;"', "sheet": ""}[where]
    assert near(seen(f'{gradient}{sheet}<rect class="a" width="10" height="10" {own}/>'), "#C00000")


@pytest.mark.parametrize(
    "rule",
    [
        "rect.a{fill:#C00000}",
        ".logo .a{fill:#C00000}",
        ".logo > .a{fill:#C00000}",
        "#i+.a{fill:#C00000}",
        ".a.b{fill:#C00000}rect{fill:blue}",
        "g .a,.c{fill:#C00000}",
        "*{fill:#C00000}",
        '[class~="a"]{fill:#C00000}',
        ":root .a{fill:#C00000}",
        "/* } */ .a{;fill:#C00000;;}",
        "<!-- .a{fill:#C00000} -->",
        ".a{fill:#C00000",
        ".a{fill:#C00000!important}#r{fill:blue}",
        ".a{fill:#C00000}.a:hover{fill:blue}",
        ".a{fill:#C00000}@media (prefers-color-scheme:dark){.a{fill:#fff}}",
        ".a{fill:#C00000;fill:color(display-p3 0.7 0 0)}",
        "@charset 'utf-8';@font-face{font-family:x;src:url(x.woff)}.a{fill:#C00000;font-family:x}",
        ".a{fill:#C00000;-webkit-x:y;cursor:pointer}",
    ],
)
def test_a_rule_is_followed(rule: str) -> None:
    body = f'<style>{rule}</style><g class="logo"><g id="i"/><rect id="r" class="a b" width="10" height="10"/></g>'
    assert seen(body.replace("<!--", "&lt;!--").replace("-->", "--&gt;")) == "#C00000"


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (f"<style>rect:not(.b){{fill:red}}</style>{RECT}", "the selector 'rect:not(.b)'"),
        (f"<style>rect:nth-child(2){{fill:red}}</style>{RECT}", "the selector"),
        (f"<style>g:first-child{{fill:red}}</style>{RECT}", "the selector"),
        (f"<style>g~rect{{fill:red}}</style>{RECT}", "the selector"),
        (f"<style>svg|rect{{fill:red}}</style>{RECT}", "the selector"),
        (f"<style>.\\61{{fill:red}}</style>{RECT}", "the selector"),
        (f"<style>@media print{{rect{{fill:red}}}}</style>{RECT}", "@media in a style sheet"),
        (f"<style>@import url(x.css);</style>{RECT}", "@import in a style sheet"),
        (f"<style>@layer a{{rect{{fill:red}}}}</style>{RECT}", "@layer in a style sheet"),
        (f'<style media="screen">rect{{fill:red}}</style>{RECT}', "a style sheet for certain media"),
        ('<rect fill="oklch(0.6 0.2 20)"/>', "the colour 'oklch(0.6 0.2 20)'"),
        ('<rect fill="color(display-p3 1 0 0)"/>', "the colour"),
        ('<rect fill="#CD853F icc-color(a, 0.1)"/>', "the colour"),
        ('<rect fill="rgb(1,2,3,.)"/>', "the colour"),
        ('<rect fill="bluish"/>', "the colour 'bluish'"),
        ('<rect fill="var(--x)"/>', "the colour 'var(--x)'"),
        ('<g style="--x:red"/><g style="--x:blue"/><rect fill="var(--x)"/>', "the colour 'var(--x)'"),
        ('<g style="--x:var(--x)"/><rect fill="var(--x)"/>', "the colour"),
        (f'<rect fill="{"#" * (LONGEST_VALUE + 1)}"/>', "the colour"),
        ('<rect style="clip-path:circle(2px)"/>', "the clip-path 'circle(2px)'"),
        ('<rect style="filter:blur(2px)"/>', "the filter"),
        ('<rect style="stroke-width:calc(1px + 2px)"/>', "the stroke-width"),
        ('<rect style="transform:rotate(4deg)"/>', "'transform' in a style"),
        ('<rect style="x:3px"/>', "'x' in a style"),
        ('<path vector-effect="non-scaling-stroke"/>', "'vector-effect'"),
        ('<filter id="f"><feOffset in="BackgroundImage"/></filter>', "a filter of BackgroundImage"),
        ('<rect fill="url(#none)"/>', "a reference to #none, which is not in the file"),
        ('<style>rect{mask:url("#none")}</style><rect/>', "a reference to #none"),
        ('<use href="#none"/>', "a reference to #none"),
        ("<text>Clinic</text>", "text, which looks different on each computer"),
        ("<text><tspan>C</tspan></text>", "text, which"),
        ('<rect><animate attributeName="x"/></rect>', "an animation"),
        ("<script>alert(1)</script>", "a script"),
        ('<x:script xmlns:x="http://www.w3.org/2000/svg"/>', "a script"),
        ("<foreignObject><p/></foreignObject>", "HTML inside it"),
        ("<meshgradient/>", "the element 'meshgradient'"),
        ('<image href="data:image/svg+xml,%3Csvg/%3E"/>', "a picture inside it that is damaged"),
        ('<image href="data:image/png;base64,AA=="/>', "a picture inside it that is damaged"),
        ('<image href="data:image/png;base64,@"/>', "a picture inside it that is not base64"),
    ],
)
def test_what_would_look_wrong_is_refused(body: str, says: str) -> None:
    assert says in refusal(svg(body + GOOD))


def test_all_reasons_stand_in_one_message_with_what_to_do() -> None:
    said = refusal(svg('<text>A</text><script/><rect fill="bluish"/><rect fill="lab(1 2 3)"/>'))
    assert [reason in said for reason in ("text, which", "a script", "'bluish'", "'lab(1 2 3)'")] == [True] * 4
    assert said.endswith(
        "What to do: turn text into outlines (curves, paths) and save the logo again, without the others; "
        "or export it as PNG, 1500 pixels wide"
    )


def test_a_message_is_bounded_whatever_is_wrong() -> None:
    said = refusal(svg("".join(f'<rect fill="bluish{number}{"x" * 500}"/>' for number in range(300))))
    assert len(said) < 900
    assert "292 more" in said


# --- nothing from outside ------------------------------------------------------------------------------------


@pytest.fixture
def secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A red picture beside the logo, in the folder that we run in."""
    monkeypatch.chdir(tmp_path)
    return written(tmp_path, "secret.png", picture(colour=(255, 0, 0)))


@pytest.mark.parametrize(
    "body",
    [
        '<image width="10" height="10" href="{}"/>',
        '<image width="10" height="10" xlink:href="{}"/>',
        '<filter id="f"><feImage href="{}"/></filter><rect width="10" height="10" filter="url(#f)"/>',
        '<use href="{}"/>',
        '<use href="{}#a"/>',
        '<rect fill="url({}#a)"/>',
        '<rect style="mask:url({}#a)"/>',
        "<style>rect{{fill:url({}#a)}}</style><rect/>",
        '<linearGradient id="a" href="{}#b"/>',
        '<style>@import "{}";</style>',
    ],
)
@pytest.mark.parametrize("kind", ["name", "path", "file", "http", "sneaky"])
def test_nothing_outside_the_file_is_read(secret: Path, body: str, kind: str) -> None:
    addresses = {"name": secret.name, "path": str(secret), "file": secret.as_uri(), "sneaky": f" \n{secret}"}
    with pytest.raises(HandoutsError):
        drawn(svg(body.format(addresses.get(kind, "http://logo.invalid/a.png"))))


def test_a_drawing_inside_a_drawing_reads_no_file(secret: Path) -> None:
    inner = base64.b64encode(svg(f'<image width="10" height="10" href="{secret}"/>')).decode()
    with pytest.raises(LogoError, match="a picture inside it"):
        drawn(svg(f'<image width="10" height="10" href="data:image/svg+xml;base64,{inner}"/>'))


def test_attributes_that_browsers_do_not_read_hide_nothing() -> None:
    assert seen('<g requiredFeatures="http://www.w3.org/none">' + GOOD + "</g>") == "#C00000"


def test_events_and_links_are_left_out() -> None:
    written_anew = clean(svg(f'<a href="javascript:x()" onclick="x()">{GOOD}</a>')).sized(9, 9)
    assert "javascript" not in written_anew
    assert "onclick" not in written_anew


@pytest.mark.parametrize(
    ("doctype", "says"),
    [
        ('<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>', "has the entity 'a'"),
        ('<!DOCTYPE svg [<!ENTITY a "xxxxxxxxxx"><!ENTITY b "&a;&a;">]>', "has the entity 'b'"),
        (f'<!DOCTYPE svg [<!ENTITY a "{"x" * 999}">]>', "has the entity 'a'"),
        ("<!DOCTYPE svg [" + "".join(f'<!ENTITY a{n} "x">' for n in range(200)) + "]>", "has the entity"),
        ('<!DOCTYPE svg SYSTEM "http://logo.invalid/x.dtd">', "is not well-formed|has the entity 'none'"),
        ('<?xml-stylesheet href="x.css"?>', "a style sheet outside the file"),
    ],
)
def test_entities_stand_for_little_and_for_nothing_outside(doctype: str, says: str) -> None:
    title = "<title>&none;</title>" if 'SYSTEM "http' in doctype else ""
    with pytest.raises(LogoError, match=says):
        clean(doctype.encode() + svg(title + GOOD))


# --- too much, or nothing ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (svg("<g>" * 70 + "</g>" * 70), "is too intricate"),
        (svg("<g/>" * (MOST_ELEMENTS + 1)), "is too intricate"),
        (svg(f"<style>{'a' * (LONGEST_STYLE + 1)}</style>"), "is too intricate"),
        (svg(RECT, '<svg xmlns="http://www.w3.org/2000/svg">'), "has no size"),
        (svg(RECT, '<svg xmlns="http://www.w3.org/2000/svg" width="1e300" height="1">'), "has no size"),
        (svg(RECT, '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 0 9">'), "has a viewBox that is not"),
        (svg(RECT, '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 nan 9">'), "has a viewBox that is not"),
        (svg(RECT, '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 inf">'), "has a viewBox that is not"),
        (svg(RECT, '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9999 1">'), "more than 50 times as long"),
        (b"<html></html>", "is not an SVG file"),
        (b'<html xmlns="http://www.w3.org/1999/xhtml"></html>', "is not an SVG file"),
        (b"<svg", "is not well-formed XML"),
        (svg("<title>&nosuch;</title>"), "is not well-formed XML"),
        (b"<?xml version='1.0' encoding='no-such'?><svg/>", "is not"),
        (svg(""), "is empty: nothing in it is painted"),
        (svg('<rect width="0" height="9"/><path d="M0 0"/><g display="none"><circle r="3"/></g>'), "is empty"),
        (svg(f'<rect width="{"1" * 40_000}" height="9"/>'), "is empty"),
        (svg('<path d="M0 0A1 1 0 0 1 1e-200 0"/>'), "is empty"),
        (svg('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>'), "cannot be drawn"),
    ],
)
def test_what_is_too_much_or_nothing_is_refused_in_one_line(data: bytes, says: str) -> None:
    with pytest.raises(HandoutsError) as caught:
        drawn(data)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "body",
    [
        '<pattern id="p" width="1e6" height="1e6" patternUnits="userSpaceOnUse"><rect width="1e6" height="1e6"/>'
        '</pattern><rect width="10" height="10" fill="url(#p)"/>',  # a pattern of as many pixels ends the process
        '<filter id="f"><feConvolveMatrix order="300" kernelMatrix="'
        + "1 " * 90_000
        + '"/></filter><rect width="10" height="10" filter="url(#f)"/>',  # hours
    ],
    ids=["memory", "time"],
)
def test_a_bomb_takes_neither_all_memory_nor_all_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str
) -> None:
    monkeypatch.setattr("handouts.logo.read.MOST_SECONDS", 2)
    with pytest.raises(HandoutsError, match="takes too much time or memory or is damaged: export it as PNG"):
        read_logo(written(tmp_path, "logo.svg", svg(body)))


def test_pictures_inside_have_together_no_more_pixels_than_a_picture_alone() -> None:
    large = base64.b64encode(picture("1", (4000, 4000))).decode()
    with pytest.raises(LogoError, match="too many pixels in the pictures inside it"):
        clean(svg(f'<image width="9" height="9" href="data:image/png;base64,{large}"/>' * 2))


def test_a_picture_inside_is_drawn_in_its_own_colours() -> None:
    """The renderer would leave out what it does not know: a CMYK JPEG is handed to it as PNG."""
    inside = base64.b64encode(picture("CMYK", (8, 8), (0, 255, 255, 0), "JPEG")).decode()
    image = f'<image width="10" height="10" href="data:image/jpeg;base64,{inside}"/>'
    assert near(seen(image), "#FE0000", 4)
    assert png().startswith("data:image/png;base64,")
    assert packed(drawn(svg(image))) == packed(drawn(svg(image)))
