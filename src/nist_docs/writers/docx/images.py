"""Images: a drawing as SVG with a PNG beside it, as Word itself writes it; a photograph as it is."""

from __future__ import annotations

import io
from functools import cache, lru_cache, partial
from typing import cast

import resvg_py
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.part import Part
from docx.oxml.ns import nsdecls
from docx.oxml.parser import parse_xml
from docx.oxml.shape import CT_Inline, CT_Picture
from docx.shared import Mm
from fontTools.pens.svgPathPen import SVGPathPen
from lxml import etree

from nist_docs import fonts
from nist_docs.drawing import Drawing, svg
from nist_docs.pictures import Picture
from nist_docs.semantics import tree
from nist_docs.writers.columns import NARROW
from nist_docs.writers.docx.context import Context, Setting
from nist_docs.writers.docx.ooxml import Element, run, w

MOST = (155.0, 200.0)  # mm: text with the hanging margin, and what leaves room for a caption
MOST_WITHIN = (NARROW, 200.0)
MOST_PORTRAIT = (40.0, 50.0)
DPI = 220  # what Word keeps of a picture that is to be printed, if it is not told otherwise
FEWEST_DPI = 150  # a photograph with fewer pixels is set smaller
SVG_TYPE = "image/svg+xml"
SVG = "{http://www.w3.org/2000/svg}"

# What python-docx has no classes for. The addresses are those that Word writes.
DECORATIVE = f"""\
<a:extLst {nsdecls("a")}><a:ext uri="{{C183D7F6-B498-43B3-948B-1728B52AA6E4}}">
  <adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/>
</a:ext></a:extLst>"""
VECTOR = f"""\
<a:extLst {nsdecls("a", "r")}><a:ext uri="{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}">
  <asvg:svgBlip xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" r:embed="%s"/>
</a:ext></a:extLst>"""


def image_run(context: Context, image: tree.Image, setting: Setting) -> Element:
    """A run with the image in line with the text, so that it stands in the reading order."""
    shown = context.resources.images[image.source]
    context.drawings += 1
    number, name = context.drawings, f"{context.words.figure} {context.drawings}"
    room = MOST if setting.hangs else MOST_WITHIN
    most = MOST_PORTRAIT if image.source.startswith("portrait:") else room
    width, height = (Mm(side) for side in size(shown, most))
    if isinstance(shown, Picture):
        picture = CT_Picture.new(number, name, _raster(context, shown.data), width, height)
    else:
        text = outlined(svg(shown))
        dots = context.resources.parts.part("png", text, partial(png, text))
        picture = CT_Picture.new(number, name, _raster(context, dots), width, height)
        picture.blipFill.blip.append(parse_xml(VECTOR % _vector(context, text)))
    inline = CT_Inline.new(width, height, number, picture)
    for side in ("distT", "distB", "distL", "distR"):
        inline.set(side, "0")  # else LibreOffice moves the image by an eighth of an inch
    inline.docPr.set("name", name)
    if image.alt_text.strip():
        inline.docPr.set("descr", " ".join(image.alt_text.split()))
    else:
        inline.docPr.append(parse_xml(DECORATIVE))
    return run([w("drawing", inline)])


def size(shown: Drawing | Picture, most: tuple[float, float]) -> tuple[float, float]:
    """Width and height in mm, at most ``most``, in the image's own proportions."""
    if isinstance(shown, Drawing):
        width, height = shown.width, shown.height
    else:
        width, height = (pixels * 25.4 / FEWEST_DPI for pixels in (shown.width, shown.height))
    scale = min(1.0, most[0] / width, most[1] / height)
    return width * scale, height * scale


def _raster(context: Context, data: bytes) -> str:
    """The relationship to a PNG or JPEG; python-docx keeps the same bytes once."""
    return context.file.part.get_or_add_image(io.BytesIO(data))[0]


def _vector(context: Context, text: str) -> str:
    """The relationship to an SVG, which python-docx does not know; the same one is one file too."""
    if text not in context.vectors:
        package = context.file.part.package
        name = package.next_partname("/word/media/image%d.svg")
        part = Part(name, SVG_TYPE, text.encode(), package)
        context.vectors[text] = context.file.part.relate_to(part, RT.IMAGE)
    return context.vectors[text]


@lru_cache(maxsize=16)  # hearings of one strategy have its drawing in common, and each is a megapixel or two
def png(text: str) -> bytes:
    """The drawing in dots, for programs that cannot show SVG. Its words are outlines: no font is asked for."""
    return bytes(resvg_py.svg_to_bytes(svg_string=text, dpi=96.0, zoom=DPI / 96, skip_system_fonts=True))


# --- words as outlines -----------------------------------------------------------------------------


@lru_cache(maxsize=64)  # as its dots are
def outlined(text: str) -> str:
    """The drawing with paths for its words: Word would set them in another font where ours is missing."""
    drawing = etree.fromstring(text.encode())
    for words in list(drawing.iter(f"{SVG}text")):
        outlines = _outlines(words)
        outlines.tail = words.tail
        cast(etree._Element, words.getparent()).replace(words, outlines)
    return etree.tostring(drawing, encoding="unicode")


def _outlines(text: etree._Element) -> etree._Element:
    """A group of paths in the font's own units, one for each sign that is drawn."""
    words, size = text.text or "", float(text.get("font-size") or 0)
    families = {shown: family for family, shown in fonts.FAMILIES.items()}
    family, weight = families[text.get("font-family") or ""], int(text.get("font-weight") or 400)
    x, y = float(text.get("x") or 0), float(text.get("y") or 0)
    shift = {"middle": 0.5, "end": 1.0}.get(text.get("text-anchor") or "", 0.0)
    x -= shift * fonts.width(words, size, family, weight)
    scale = size / fonts.font(family, weight).face.upem
    form = f"matrix({scale:.6f} 0 0 {-scale:.6f} {x:.3f} {y:.3f})"
    group = etree.Element(f"{SVG}g", {"fill": text.get("fill") or "#000000", "transform": form})
    at = 0
    for sign in words:
        outline, advance = _outline(family, weight, sign)
        if outline:
            etree.SubElement(group, f"{SVG}path", {"d": outline, "transform": f"translate({at})"})
        at += advance
    return group


@cache
def _outline(family: str, weight: int, sign: str) -> tuple[str, int]:
    """A sign's path and how far it goes, in the font's units."""
    font = fonts.font(family, weight)
    pen, glyph = SVGPathPen(None), fonts.glyph(font, sign)
    font.draw_glyph_with_pen(glyph, pen)
    return str(pen.getCommands()), int(font.get_glyph_h_advance(glyph))
