"""Logos as drawing programs write them: the shape of their files, with marks of our own.

Each drawing has probes: a place as shares of width and height, and the colour that must be seen there on white paper.
"""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass

from PIL import Image

Probe = tuple[float, float, str]
TEAL, CORAL, NAVY, PAPER = "#0A7E8C", "#E4572E", "#1B2A49", "#FFFFFF"
XMLNS = 'xmlns="http://www.w3.org/2000/svg"'
XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
XML = '<?xml version="1.0" encoding="utf-8"?>\n'


@dataclass(frozen=True)
class Export:
    """A file as a program writes it, and what must be seen."""

    name: str
    text: str
    probes: tuple[Probe, ...]


def png(colour: str = CORAL, kind: str = "PNG") -> str:
    """A small picture as a data address."""
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8), colour).save(buffer, kind)
    return f"data:image/{kind.lower()};base64,{base64.b64encode(buffer.getvalue()).decode()}"


HALVES: tuple[Probe, ...] = ((0.25, 0.5, TEAL), (0.75, 0.5, CORAL))
"""The left half teal, the right half coral."""

ILLUSTRATOR_ENTITIES = f"""<?xml version="1.0" encoding="utf-8"?>
<!-- Generator: Adobe Illustrator 24.0.1, SVG Export Plug-In . SVG Version: 6.00 Build 0)  -->
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd" [
\t<!ENTITY ns_extend "http://ns.adobe.com/Extensibility/1.0/">
\t<!ENTITY ns_ai "http://ns.adobe.com/AdobeIllustrator/10.0/">
\t<!ENTITY ns_graphs "http://ns.adobe.com/Graphs/1.0/">
\t<!ENTITY ns_vars "http://ns.adobe.com/Variables/1.0/">
\t<!ENTITY ns_svg "http://www.w3.org/2000/svg">
\t<!ENTITY ns_xlink "http://www.w3.org/1999/xlink">
\t<!ENTITY st0 "fill:{TEAL};">
]>
<svg version="1.1" id="Layer_1" xmlns:x="&ns_extend;" xmlns:i="&ns_ai;" xmlns:graph="&ns_graphs;"
\t xmlns="&ns_svg;" xmlns:xlink="&ns_xlink;" x="0px" y="0px" viewBox="0 0 200 100"
\t style="enable-background:new 0 0 200 100;" xml:space="preserve">
<metadata><variableSets xmlns="&ns_vars;"><variableSet varSetName="binding1" locked="none"/></variableSets></metadata>
<switch>
\t<foreignObject requiredExtensions="&ns_ai;" x="0" y="0" width="1" height="1"><i:pgfRef xlink:href="#adobe_pgf"/>
\t</foreignObject>
\t<g i:extraneous="self">
\t\t<rect style="&st0;" width="100" height="100"/>
\t\t<path style="fill:{CORAL};" d="M100,0h100v100H100V0z"/>
\t</g>
</switch>
<i:pgf id="adobe_pgf"><![CDATA[eJzsvWmTHMeVJfo9zfIf9FcGo=]]></i:pgf>
</svg>"""

ILLUSTRATOR_CLASSES = f"""{XML}<svg id="Layer_1" data-name="Layer 1" {XMLNS} {XLINK} viewBox="0 0 200 100"><defs><style>
.cls-1{{fill:none;}}.cls-2{{clip-path:url(#clip-path);}}.cls-3{{fill:url(#linear-gradient);}}.cls-4,.cls-5{{fill:{CORAL};}}
.cls-5{{opacity:0.5;isolation:isolate;}}</style><clipPath id="clip-path"><rect class="cls-1" width="100" height="50"/>
</clipPath><linearGradient id="linear-gradient" y1="50" x2="100" y2="50" gradientUnits="userSpaceOnUse">
<stop offset="0" stop-color="{TEAL}"/><stop offset="1" stop-color="{TEAL}"/></linearGradient></defs><title>logo</title>
<g class="cls-2"><rect class="cls-3" width="100" height="100"/></g><rect class="cls-4" x="100" width="50" height="100"/>
<rect class="cls-5" x="150" width="50" height="100"/></svg>"""

ILLUSTRATOR_SPECIFIC = f"""<svg {XMLNS} viewBox="0 0 200 100"><style type="text/css"><![CDATA[
\t.logo .mark {{ fill: {TEAL} }}
\t.logo > rect.mark + rect.mark {{ fill: {CORAL} }}
\trect {{ fill: {NAVY} }}
]]></style><g class="logo"><rect class="mark" width="100" height="100"/><rect class="mark" x="100" width="100" height="100"/>
</g></svg>"""

INKSCAPE = f"""{XML}<!-- Created with Inkscape (http://www.inkscape.org/) -->
<svg width="50mm" height="25mm" viewBox="0 0 50 25" version="1.1" id="svg5" inkscape:version="1.2.2"
 sodipodi:docname="logo.svg" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"
 xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" {XLINK} {XMLNS} xmlns:svg="http://www.w3.org/2000/svg"
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:cc="http://creativecommons.org/ns#">
<sodipodi:namedview id="n" pagecolor="#505050" inkscape:zoom="1"/>
<metadata><rdf:RDF><cc:Work rdf:about=""/></rdf:RDF></metadata>
<defs id="defs2"><linearGradient inkscape:collect="always" id="a"><stop style="stop-color:{CORAL};stop-opacity:1" offset="0"/>
<stop style="stop-color:{CORAL};stop-opacity:1" offset="1"/></linearGradient>
<linearGradient inkscape:collect="always" xlink:href="#a" id="b" x1="25" x2="50" gradientUnits="userSpaceOnUse"/></defs>
<g inkscape:label="Layer 1" inkscape:groupmode="layer" id="layer1" transform="translate(-10,-20)">
<rect style="fill:{TEAL};fill-opacity:1;stroke:none;stroke-width:0.264583;-inkscape-stroke:none;paint-order:markers fill"
 width="25" height="25" x="10" y="20"/><path style="fill:url(#b);-inkscape-font-specification:Sans"
 d="m 35,20 h 25 v 25 h -25 z" sodipodi:nodetypes="ccccc" transform="translate(0)"/></g></svg>"""

FIGMA = f"""<svg width="200" height="100" viewBox="0 0 200 100" fill="none" {XMLNS}>
<g clip-path="url(#clip0_1_2)"><g filter="url(#filter0_d_1_2)">
<rect width="100" height="100" fill="{TEAL}" style="fill:{TEAL};fill:color(display-p3 0.2 0.49 0.54);fill-opacity:1;"/></g>
<mask id="mask0_1_2" style="mask-type:alpha" maskUnits="userSpaceOnUse" x="100" y="0" width="100" height="50">
<rect x="100" width="100" height="50" fill="#D9D9D9"/></mask><g mask="url(#mask0_1_2)">
<rect x="100" width="100" height="100" fill="{CORAL}"/></g></g>
<defs><filter id="filter0_d_1_2" x="-4" y="0" width="108" height="108" filterUnits="userSpaceOnUse"
 color-interpolation-filters="sRGB"><feFlood flood-opacity="0" result="BackgroundImageFix"/>
<feColorMatrix in="SourceAlpha" type="matrix" values="0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 127 0" result="hardAlpha"/>
<feOffset dy="4"/><feGaussianBlur stdDeviation="2"/><feComposite in2="hardAlpha" operator="out"/>
<feColorMatrix type="matrix" values="0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0.25 0"/>
<feBlend mode="normal" in2="BackgroundImageFix" result="effect1"/>
<feBlend mode="normal" in="SourceGraphic" in2="effect1" result="shape"/></filter>
<clipPath id="clip0_1_2"><rect width="200" height="100" fill="white"/></clipPath></defs></svg>"""

FIGMA_VARIABLES = f"""<svg preserveAspectRatio="none" width="100%" height="100%" overflow="visible"
 style="display: block;" viewBox="0 0 200 100" fill="none" {XMLNS}><g id="Logo">
<path id="Vector" d="M0 0H100V100H0V0Z" fill="var(--fill-0, {TEAL})"/>
<path id="Vector_2" d="M150 0V100" stroke="var(--stroke-0, {CORAL})" stroke-width="100"/></g></svg>"""

CANVA = f"""{XML}<svg {XMLNS} {XLINK} width="500" zoomAndPan="magnify" viewBox="0 0 375 187.5" height="250"
 preserveAspectRatio="xMidYMid meet" version="1.0"><defs><g/><clipPath id="5d1f"><path d="M 0 0 L 187.5 0 L 187.5 187.5 L 0 187.5
 Z M 0 0 " clip-rule="nonzero"/></clipPath><image x="0" y="0" width="8" xlink:href="{png()}" id="img" height="8"/></defs>
<g clip-path="url(#5d1f)"><path fill="{TEAL}" d="M -50 -50 L 400 -50 L 400 250 L -50 250 Z M -50 -50 " fill-opacity="1"
 fill-rule="nonzero"/></g><g transform="matrix(24, 0, 0, 24, 187.5, 0)"><use xlink:href="#img"/></g>
<g fill="#000000" fill-opacity="1"><g transform="translate(10, 20)"><g/></g></g></svg>"""

AFFINITY = f"""{XML}<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg width="100%" height="100%" viewBox="0 0 834 417" version="1.1" {XMLNS} {XLINK} xml:space="preserve"
 xmlns:serif="http://www.serif.com/" style="fill-rule:evenodd;clip-rule:evenodd;stroke-linejoin:round;stroke-miterlimit:2;">
<g transform="matrix(4.17,0,0,4.17,0,0)"><g id="Mark" serif:id="The mark"><rect x="0" y="0" width="100" height="100"
 style="fill:rgb(10,126,140);"/><use xlink:href="#_Image1" x="100" y="0" width="8px" height="8px"
 transform="matrix(12.5,0,0,12.5,-1150,0)"/></g></g><defs><image id="_Image1" width="8px" height="8px"
 xlink:href="{png(kind="JPEG")}"/></defs></svg>"""

CORELDRAW = f"""{XML}<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<!-- Creator: CorelDRAW X7 -->
<svg {XMLNS} xml:space="preserve" width="2in" height="1in" version="1.1" style="shape-rendering:geometricPrecision;
text-rendering:geometricPrecision; image-rendering:optimizeQuality; fill-rule:evenodd; clip-rule:evenodd"
viewBox="0 0 2000 1000" {XLINK}><defs><style type="text/css"><![CDATA[
    .str0 {{stroke:{CORAL};stroke-width:1000;stroke-miterlimit:22.9256}}
    .fil1 {{fill:none}}
    .fil0 {{fill:{TEAL};fill-rule:nonzero}}
   ]]></style></defs><g id="Layer_x0020_1"><metadata id="CorelCorpID_0Corel-Layer"/>
<polygon class="fil0" points="0,0 1000,0 1000,1000 0,1000 "/><line class="fil1 str0" x1="1500" y1="0" x2="1500" y2="1000"/></g>
</svg>"""

SKETCH = f"""{XML}<svg width="200px" height="100px" viewBox="0 0 200 100" version="1.1" {XMLNS} {XLINK}><title>Logo</title>
<desc>Created with Sketch.</desc><defs><rect id="path-1" x="0" y="0" width="100" height="100"/></defs>
<g id="Page-1" stroke="none" stroke-width="1" fill="none" fill-rule="evenodd"><g id="Logo"><mask id="mask-2" fill="white">
<use xlink:href="#path-1"/></mask><use id="Mask" fill="{NAVY}" xlink:href="#path-1"/><g mask="url(#mask-2)" fill="{TEAL}">
<circle cx="50" cy="50" r="300"/></g><path d="M100,0 L200,0 L200,100 L100,100 Z" fill="{CORAL}"/></g></g></svg>"""

WEB_ICON = f"""<svg {XMLNS} viewBox="0 0 24 12" color="{TEAL}" fill="currentColor" aria-hidden="true" role="img"
 focusable="false"><style>:root{{--b:{CORAL}}}@media (prefers-color-scheme: dark){{path{{fill:#fff}}}}
.b{{fill:var(--b)}}.b:hover{{fill:#000}}</style><path d="M0 0h12v12H0z"/><path class="b" d="M12 0h12v12H12z"/></svg>"""

SYMBOLS = f"""<svg {XMLNS} width="200" height="100"><symbol id="s" viewBox="0 0 1 1"><rect width="1" height="1"/></symbol>
<use href="#s" width="100" height="100" fill="{TEAL}"/><svg x="50%" width="50%" height="100%" viewBox="0 0 10 10">
<use href="#s" width="10" height="10" style="fill:{CORAL}"/></svg></svg>"""

PATTERN = f"""<svg {XMLNS} viewBox="0 0 200 100"><defs><pattern id="p" width="20" height="20" patternUnits="userSpaceOnUse">
<rect width="20" height="20" fill="{TEAL}"/></pattern><radialGradient id="r" cx="150" cy="50" r="90"
 gradientUnits="userSpaceOnUse" gradientTransform="rotate(30 150 50)"><stop stop-color="{CORAL}"/>
<stop offset="1" stop-color="{CORAL}"/></radialGradient></defs><path fill="url(#p)" d="M0 0h100v100H0"/>
<path fill="url('#r') red" d="M100 0h100v100H100"/></svg>"""

SVGO = f"""<svg {XMLNS} viewBox="0 0 200 100"><path fill="#0a7e8c" d="M0 0h100v100H0z"/><g fill="#e4572e"><path d="M100
0a50 50 0 01100 0v100a50 50 0 00-100 0z"/><path d="m100 0 100 .0 0 100-100 0z"/></g></svg>"""

TRANSFORMS = f"""<svg {XMLNS} viewBox="-100 -50 200 100"><g transform="rotate(180)"><g transform="scale(-1 1)">
<rect x="-100" y="-50" width="100" height="100" fill="hsl(186.5, 86.7%, 29.4%)"/></g></g><g transform="skewX(0) translate(50,0)">
<circle r="1" transform="matrix(90 0 0 90 0 0)" fill="{CORAL}" clip-path="url(#c)"/><clipPath id="c"
 clipPathUnits="objectBoundingBox"><rect x=".23" width=".54" height="1"/></clipPath></g></svg>"""

STROKES = f"""<svg {XMLNS} viewBox="0 0 200 100"><path d="M0 50h100" stroke="{TEAL}" stroke-width="100" fill="none"/>
<path d="M100 25h100M100 75h100" style="stroke:{CORAL};stroke-width:50;stroke-dasharray:10 0;stroke-linecap:butt"/>
<marker id="m" markerWidth="20" markerHeight="20" refX="10" refY="10" markerUnits="userSpaceOnUse"><circle cx="10" cy="10" r="9"/>
</marker><path d="M150 50h1" marker-start="url(#m)"/></svg>"""

OPACITIES = f"""<svg {XMLNS} viewBox="0 0 200 100"><g opacity=".5"><rect width="100" height="100" fill="#000"/>
<rect width="100" height="100" fill="#000"/></g><rect x="100" width="100" height="100" fill="rgba(0 0 0 / 50%)"/></svg>"""

UTF16 = f'<?xml version="1.0" encoding="UTF-16"?><svg {XMLNS} viewBox="0 0 2 1" id="größe">' + (
    f'<path fill="{TEAL}" d="M0 0h1v1H0"/><path fill="{CORAL}" d="M1 0h1v1H1"/></svg>'
)

BLENDED = f"""<svg {XMLNS} viewBox="0 0 200 100"><g style="isolation:isolate"><rect width="200" height="100" fill="{TEAL}"/>
<rect x="100" width="100" height="100" fill="#FFFF00" style="mix-blend-mode:multiply"/></g></svg>"""

PREFIXED = f"""<svg:svg xmlns:svg="http://www.w3.org/2000/svg" viewBox="0 0 2 1"><svg:g fill="{TEAL}">
<svg:rect width="1" height="1"/></svg:g><svg:rect x="1" width="1" height="1" fill="{CORAL}"/></svg:svg>"""

NO_NAMESPACE = (
    f'<svg viewBox="0 0 2 1"><rect width="1" height="1" fill="{TEAL}"/><path fill="{CORAL}" d="M1 0h1v1H1"/></svg>'
)

LETTERED = f"""<svg {XMLNS} viewBox="0 0 200 100"><a href="https://www.riverside.example/"><path fill="{TEAL}" onclick="go()"
 d="M0 0h100v100H0"/></a><text x="3" y="3"> </text><path fill="{CORAL}" d="M100 0h100v100H100"/></svg>"""

EXPORTS = (
    Export("illustrator-entities", ILLUSTRATOR_ENTITIES, HALVES),
    Export(
        "illustrator-classes",
        ILLUSTRATOR_CLASSES,
        ((0.25, 0.25, TEAL), (0.25, 0.75, PAPER), (0.6, 0.5, CORAL), (0.9, 0.5, "#F2AB97")),
    ),
    Export("illustrator-selectors", ILLUSTRATOR_SPECIFIC, HALVES),
    Export("inkscape", INKSCAPE, HALVES),
    Export("figma", FIGMA, ((0.25, 0.5, TEAL), (0.75, 0.25, CORAL), (0.75, 0.75, PAPER))),
    Export("figma-variables", FIGMA_VARIABLES, HALVES),
    Export("canva", CANVA, HALVES),
    Export("affinity", AFFINITY, HALVES),
    Export("coreldraw", CORELDRAW, HALVES),
    Export("sketch", SKETCH, HALVES),
    Export("web-icon", WEB_ICON, HALVES),
    Export("symbols", SYMBOLS, HALVES),
    Export("pattern", PATTERN, HALVES),
    Export("svgo", SVGO, HALVES),
    Export("transforms", TRANSFORMS, HALVES),
    Export("strokes", STROKES, ((0.25, 0.5, TEAL), (0.6, 0.2, CORAL), (0.75, 0.5, "#000000"))),
    Export("opacities", OPACITIES, ((0.25, 0.5, "#808080"), (0.75, 0.5, "#808080"))),
    Export("utf-16", UTF16, HALVES),
    Export("blended", BLENDED, ((0.25, 0.5, TEAL), (0.75, 0.5, "#0A7E00"))),
    Export("prefixed", PREFIXED, HALVES),
    Export("no-namespace", NO_NAMESPACE, HALVES),
    Export("links", LETTERED, HALVES),
)
