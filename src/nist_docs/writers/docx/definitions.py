"""The reference document's styles.xml, from the looks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import cast

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

from nist_docs.writers.docx import looks
from nist_docs.writers.docx.looks import Look, Sign, colour_of, type_of
from nist_docs.writers.docx.ooxml import Element, root, twips, w
from nist_docs.writers.docx.styles import BUILT_IN, Style

# A font needs about this much leading; where the design sets lines closer, Word must be told exactly.
NATURAL_LEADING = 1.26
PRIORITIES = {style: number for number, style in enumerate(Style, 1)}


def style_id(style: Style) -> str:
    """An id as Word forms it: the name's letters and digits, words with a capital."""
    joined = "".join(word[:1].upper() + word[1:] for word in style.value.replace("toc ", "TOC ").split())
    return re.sub(r"[^A-Za-z0-9]", "", joined)


def styles(tokens: Mapping[str, str]) -> Element:
    """styles.xml: defaults, then every style."""
    made = root("styles", _defaults(tokens), _latent())
    made.extend(_paragraph(look, tokens) for look in looks.paragraphs())
    font = w("style", w("name", val="Default Paragraph Font"), w("uiPriority", val=1), w("semiHidden"),
             w("unhideWhenUsed"), type="character", default=1, styleId="DefaultParagraphFont")  # fmt: skip
    made.append(font)
    made.extend(_character(sign, tokens) for sign in looks.characters())
    made.extend(_tables(tokens))
    none = w("style", w("name", val="No List"), w("uiPriority", val=99), w("semiHidden"), w("unhideWhenUsed"),
             type="numbering", default=1, styleId="NoList")  # fmt: skip
    made.append(none)
    return made


def _latent() -> Element:
    """Word's other built-in styles stay out of the designer's way."""
    return w(
        "latentStyles",
        defLockedState=0,
        defUIPriority=99,
        defSemiHidden=1,
        defUnhideWhenUsed=1,
        defQFormat=0,
        count=376,
    )


def _defaults(tokens: Mapping[str, str]) -> Element:
    size, leading = type_of(tokens, "word-body")
    run = w("rPr", *font(looks.SANS), _colour(tokens, "ink"), w("kern", val=2), *_size(size),
            w("lang", val="sv-SE", eastAsia="sv-SE", bidi="ar-SA"))  # fmt: skip
    space = w("spacing", before=0, after=0, **_leading(size, leading))
    return w("docDefaults", w("rPrDefault", run), w("pPrDefault", w("pPr", w("widowControl"), space)))


def font(name: str) -> list[Element]:
    return [w("rFonts", ascii=name, hAnsi=name, eastAsia=name, cs=name)]


def _size(points: float) -> list[Element]:
    return [w(tag, val=round(points * 2)) for tag in ("sz", "szCs")]


def _colour(tokens: Mapping[str, str], token: str) -> Element:
    return w("color", val=colour_of(tokens, token))


def _leading(size: float, leading: float) -> dict[str, str | int]:
    rule = "exact" if leading < size * NATURAL_LEADING else "atLeast"
    return {"line": round(leading * 20), "lineRule": rule}


# --- paragraphs --------------------------------------------------------------------------------


def _paragraph(look: Look, tokens: Mapping[str, str]) -> Element:
    custom = {} if look.style in BUILT_IN else {"customStyle": 1}
    default = {"default": 1} if look.base is None else {}
    made = w(
        "style",
        w("name", val=look.style),
        type="paragraph",
        styleId=style_id(look.style),
        **default,
        **custom,
    )
    if look.base:
        made.append(w("basedOn", val=style_id(look.base)))
    if look.next:
        made.append(w("next", val=style_id(look.next)))
    made.extend([w("uiPriority", val=PRIORITIES[look.style]), w("qFormat")])
    made.append(w("pPr", *_paragraph_properties(look, tokens)))
    if run := list(_run_properties(look, tokens)):
        made.append(w("rPr", *run))
    return made


def _paragraph_properties(look: Look, tokens: Mapping[str, str]) -> Iterator[Element]:
    """In the order that the schema wants."""
    if look.keep_next:
        yield w("keepNext")
    if look.keep_lines:
        yield w("keepLines")
    if look.base is None:
        yield w("widowControl")
    if look.number:
        numbering, level = look.number
        yield w("numPr", *([w("ilvl", val=level)] if numbering else []), w("numId", val=numbering))
    if look.rules:
        yield w("pBdr", *(_border(rule, tokens) for rule in look.rules))
    if look.shade:
        yield w("shd", val="clear", color="auto", fill=colour_of(tokens, look.shade))
    if look.tabs:
        yield w("tabs", *(w("tab", val=kind, pos=twips(at)) for kind, at in look.tabs))
    if look.base is None or look.hyphenated:
        yield w("suppressAutoHyphens", val=int(not look.hyphenated))
    yield w("spacing", before=round(look.before * 20), after=round(look.after * 20), **_line(look, tokens))
    sides = {"left": look.left, "right": look.right, "hanging": look.hanging}
    if indents := {side: twips(size) for side, size in sides.items() if size is not None}:
        yield w("ind", **indents)
    if look.centred:
        yield w("jc", val="center")
    if look.outline is not None:
        yield w("outlineLvl", val=look.outline)


def _line(look: Look, tokens: Mapping[str, str]) -> dict[str, str | int]:
    if look.sliver:
        return {"line": 20, "lineRule": "exact"}
    if look.image:
        return {"line": 240, "lineRule": "auto"}
    return _leading(*type_of(tokens, look.type)) if look.type else {}


def _border(rule: looks.Rule, tokens: Mapping[str, str]) -> Element:
    """Widths in eighths of a point, distances in points, as the format counts."""
    return w(
        rule.side,
        val="single",
        sz=round(rule.width * 8),
        space=round(rule.gap),
        color=colour_of(tokens, rule.colour),
    )


def _run_properties(look: Look, tokens: Mapping[str, str]) -> Iterator[Element]:
    if look.font:
        yield from font(look.font)
    if look.colour:
        yield _colour(tokens, look.colour)
    if look.tracking:
        yield w("spacing", val=round(look.tracking * 20))
    if look.sliver:
        yield from _size(1)
    elif look.type:
        yield from _size(type_of(tokens, look.type)[0])
    if look.tabular:
        yield cast(Element, OxmlElement("w14:numSpacing", {qn("w14:val"): "tabular"}))


# --- characters --------------------------------------------------------------------------------


def _character(sign: Sign, tokens: Mapping[str, str]) -> Element:
    custom = {} if sign.style in BUILT_IN else {"customStyle": 1}
    properties = [
        *(font(sign.font) if sign.font else []),
        *(w(tag) for tag, on in (("b", sign.bold), ("i", sign.italic)) if on),
    ]
    if sign.colour:
        properties.append(_colour(tokens, sign.colour))
    if sign.underline:
        properties.append(w("u", val="thick" if sign.thick else "single", color=colour_of(tokens, sign.underline)))
    if sign.raised:
        properties.append(w("vertAlign", val="superscript"))
    return w(
        "style",
        w("name", val=sign.style),
        w("basedOn", val="DefaultParagraphFont"),
        w("uiPriority", val=PRIORITIES[sign.style]),
        w("qFormat"),
        w("rPr", *properties),
        type="character",
        styleId=style_id(sign.style),
        **custom,
    )


# --- tables ------------------------------------------------------------------------------------


def _tables(tokens: Mapping[str, str]) -> list[Element]:
    hidden = (w("uiPriority", val=99), w("semiHidden"), w("unhideWhenUsed"))
    plain = w("style", w("name", val="Normal Table"), *hidden,
              w("tblPr", w("tblInd", w=0, type="dxa"), _margins(0, 0)),
              type="table", default=1, styleId="TableNormal")  # fmt: skip
    return [plain, _data_table(tokens), _cover_table(tokens), _facts_table()]


def _margins(vertical: float, horizontal: float) -> Element:
    """A cell's inner margins in mm."""
    sides = {"top": vertical, "left": horizontal, "bottom": vertical, "right": horizontal}
    return w("tblCellMar", *(w(side, w=twips(size), type="dxa") for side, size in sides.items()))


def _table_style(style: Style, *properties: Element) -> Element:
    head = (
        w("name", val=style),
        w("basedOn", val="TableNormal"),
        w("uiPriority", val=PRIORITIES[style]),
        w("qFormat"),
    )
    return w("style", *head, *properties, type="table", customStyle=1, styleId=style_id(style))


def _data_table(tokens: Mapping[str, str]) -> Element:
    def line(side: str, width: float, colour: str) -> Element:
        return w(side, val="single", sz=round(width * 8), space=0, color=colour_of(tokens, colour))

    borders = w("tblBorders", line("top", 1, "ink"), line("bottom", 0.5, "line"), line("insideH", 0.5, "line"))
    shade = w("shd", val="clear", color="auto", fill=colour_of(tokens, "step-1"))
    head = w(
        "tblStylePr",
        w("tcPr", w("tcBorders", line("top", 1, "ink"), line("bottom", 1, "ink")), shade),
        type="firstRow",
    )
    return _table_style(Style.TABLE, w("tblPr", borders, _margins(1.1, 1.8)), head)


def _cover_table(tokens: Mapping[str, str]) -> Element:
    steps = {"firstRow": "step-1", "lastRow": "step-4", "band1Horz": "step-2", "band2Horz": "step-3"}
    parts = []
    for where, colour in steps.items():
        shade = w("shd", val="clear", color="auto", fill=colour_of(tokens, colour))
        bottom = [w("vAlign", val="bottom")] if where == "lastRow" else []
        parts.append(w("tblStylePr", w("tcPr", shade, *bottom), type=where))
    return _table_style(Style.COVER, w("tblPr", w("tblStyleRowBandSize", val=1), _margins(0, 0)), *parts)


def _facts_table() -> Element:
    margins = w("tblCellMar", w("top", w=twips(6), type="dxa"), w("right", w=twips(4), type="dxa"))
    return _table_style(Style.FACTS_TABLE, w("tblPr", margins))
