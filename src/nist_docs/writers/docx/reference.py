"""Makes reference.docx from the design tokens: every style that documents use, and a sample of each.

A designer may open it in Word, change a style and build anew; making it again undoes such changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.package import Package

from nist_docs.semantics.tree import Meta
from nist_docs.tokens import tokens
from nist_docs.writers.docx import looks
from nist_docs.writers.docx.definitions import font, style_id, styles
from nist_docs.writers.docx.embedding import TYPEFACES, font_table, latin
from nist_docs.writers.docx.ooxml import Element, root, run, twips, w, words
from nist_docs.writers.docx.package import MODE, MODE_OWNER, describe, saved
from nist_docs.writers.docx.styles import Style

MARGINS = {
    "top": 31.0,
    "right": 40.0,
    "bottom": 25.0,
    "left": 50.0,
    "header": 17.0,
    "footer": 12.0,
    "gutter": 0.0,
}
A4 = (210.0, 297.0)


def make(templates: Path) -> bytes:
    """The reference document for the tokens in templates/styles/."""
    design = tokens(templates)
    package = Package()
    main = _part(package, "document", CT.WML_DOCUMENT_MAIN, root("document", w("body", *_samples(), _page())))
    package.relate_to(main, RT.OFFICE_DOCUMENT)
    main.relate_to(_part(package, "styles", CT.WML_STYLES, styles(design)), RT.STYLES)
    main.relate_to(_part(package, "numbering", CT.WML_NUMBERING, _numbering()), RT.NUMBERING)
    main.relate_to(_part(package, "settings", CT.WML_SETTINGS, _settings()), RT.SETTINGS)
    # A designer need not have our typefaces either. What Word embeds when it saves is not handed on.
    main.relate_to(font_table(package, latin, TYPEFACES), RT.FONT_TABLE)
    describe(package, Meta(title="Stilar för Worddokument", language="sv-SE", author="nist-docs"))
    return saved(package)


def _part(package: Package, name: str, content_type: str, content: Element) -> XmlPart:
    return XmlPart(PackURI(f"/word/{name}.xml"), content_type, content, package)


def _page() -> Element:
    size = w("pgSz", w=twips(A4[0]), h=twips(A4[1]))
    return w("sectPr", size, w("pgMar", **{side: twips(mm) for side, mm in MARGINS.items()}))


def _settings() -> Element:
    """Words are divided in answers alone: the other styles say no."""
    mode = w("compatSetting", name="compatibilityMode", uri=MODE_OWNER, val=MODE)
    return root(
        "settings",
        w("zoom", percent=100),
        w("embedTrueTypeFonts"),
        w("defaultTabStop", val=twips(10)),
        w("autoHyphenation"),
        w("consecutiveHyphenLimit", val=2),
        w("hyphenationZone", val=twips(8)),
        w("doNotHyphenateCaps"),
        w("characterSpacingControl", val="doNotCompress"),
        w("compat", mode),
        w("themeFontLang", val="sv-SE"),
        w("decimalSymbol", val=","),
        w("listSeparator", val=";"),
    )


# --- numberings ----------------------------------------------------------------------------------


def _numbering() -> Element:
    """Headings, appendices, bullets, numbers, bullets in tables."""
    first = twips(looks.LIST_INDENT)
    bullets: list[Element] = []
    numbers: list[Element] = []
    styles = (
        (Style.BULLET_1, Style.NUMBER_1),
        (Style.BULLET_2, Style.NUMBER_2),
        (Style.BULLET_3, Style.NUMBER_3),
    )
    for level, (bullet, counted) in enumerate(styles):
        left = twips(looks.LIST_INDENT * (level + 1))
        bullets.append(_level(level, "bullet", "–", bullet, left, first))
        format = ("decimal", "lowerLetter", "lowerRoman")[level]
        numbers.append(_level(level, format, f"%{level + 1}.", counted, left, first))
    gap = twips(-looks.HANG)
    headings = [
        _level(0, "decimal", "%1", Style.HEADING_1, 0, gap),
        _level(1, "decimal", "%1.%2", Style.HEADING_2, 0, gap),
    ]
    appendices = [
        _level(0, "upperLetter", "Bilaga %1", Style.APPENDIX, twips(looks.APPENDIX), twips(looks.APPENDIX - looks.HANG))
    ]
    cells = [_level(0, "bullet", "–", Style.TABLE_BULLET, twips(3.5), twips(3.5))]
    kinds = (headings, appendices, bullets, numbers, cells)
    made = root("numbering")
    for number, levels in enumerate(kinds, 1):
        kind = w("multiLevelType", val="multilevel")
        made.append(w("abstractNum", w("nsid", val=f"4E4953{number:02X}"), kind, *levels, abstractNumId=number))
    made.extend(w("num", w("abstractNumId", val=one), numId=one) for one in range(1, len(kinds) + 1))
    return made


def _level(level: int, format: str, text: str, style: Style, left: int, hanging: int) -> Element:
    indent = w("pPr", w("tabs", w("tab", val="num", pos=left)), w("ind", left=left, hanging=hanging))
    # Bullets are a sign of the text's own font: Symbol's are read aloud as nonsense and shown as boxes.
    own_font = [w("rPr", *font(looks.SANS))] if format == "bullet" else []
    return w(
        "lvl",
        w("start", val=1),
        w("numFmt", val=format),
        w("pStyle", val=style_id(style)),
        w("suff", val="tab"),
        w("lvlText", val=text),
        w("lvlJc", val="left"),
        indent,
        *own_font,
        ilvl=level,
    )


# --- samples -----------------------------------------------------------------------------------

GROUND = frozenset(
    {Style.COVER_LABEL, Style.COVER_TITLE, Style.COVER_TITLE_LONG, Style.COVER_SUBTITLE, Style.COVER_TEXT}
)
CELLS = (Style.TABLE_HEAD, Style.TABLE_HEAD_SHORT, Style.TABLE_TEXT, Style.TABLE_TEXT_SHORT)


def _samples() -> Iterator[Element]:
    """A paragraph in every style, named after it, so that a designer sees what they change."""
    yield _cover()
    for look in looks.paragraphs():
        if look.style not in GROUND and look.style not in CELLS and not look.sliver:
            yield _sample(look.style)
    signs = [made for sign in looks.characters() for made in _signs(sign.style)]
    yield w("p", w("pPr", w("pStyle", val=style_id(Style.BODY))), *signs)
    yield from _table(Style.TABLE, 155, ((CELLS[0], CELLS[1]), (CELLS[2], CELLS[3]), (CELLS[2], CELLS[3])))
    yield from _table(Style.FACTS_TABLE, 155, ((Style.LABEL, Style.LABEL), (Style.VALUE, Style.VALUE)))


def _sample(style: Style, text: str = "") -> Element:
    return w(
        "p",
        w("pPr", w("pStyle", val=style_id(style))),
        run(words(text or f"{style.value} – så ser stilen ut")),
    )


def _signs(style: Style) -> tuple[Element, ...]:
    return (run(words(style.value), style_id(style)), run(words(" · ")))


def _table(style: Style, width: float, rows: tuple[tuple[Style, ...], ...]) -> Iterator[Element]:
    column = twips(width / len(rows[0]))
    look = w("tblLook", val="0620", firstRow=1, lastRow=0, firstColumn=0, lastColumn=0, noHBand=1, noVBand=1)
    made = _frame(style, width, -20, look, len(rows[0]))
    for number, row in enumerate(rows):
        cells = [w("tc", w("tcPr", w("tcW", w=column, type="dxa")), _sample(one, one.value)) for one in row]
        head = [w("tblHeader")] if number == 0 else []
        made.append(w("tr", w("trPr", w("cantSplit"), *head), *cells))
    yield _sample(Style.LABEL, f"Tabellstil: {style.value}")
    yield made
    yield _sample(Style.SEPARATOR, " ")


def _cover() -> Element:
    look = w("tblLook", val="0460", firstRow=1, lastRow=1, firstColumn=0, lastColumn=0, noHBand=0, noVBand=1)
    made = _frame(Style.COVER, 170, -30, look, 1)
    for step in range(4):
        inside = [_sample(style) for style in looks_on_cover()] if step == 3 else [_sample(Style.SEPARATOR, " ")]
        height = w("trHeight", val=twips(60 if step == 3 else 7), hRule="atLeast" if step == 3 else "exact")
        cell = w("tcPr", w("tcW", w=twips(170), type="dxa"))
        made.append(w("tr", w("trPr", w("cantSplit"), height), w("tc", cell, *inside)))
    return made


def looks_on_cover() -> tuple[Style, ...]:
    return tuple(look.style for look in looks.paragraphs() if look.style in GROUND)


def _frame(style: Style, width: float, indent: float, look: Element, columns: int) -> Element:
    total = twips(width)
    properties_ = w(
        "tblPr",
        w("tblStyle", val=style_id(style)),
        w("tblW", w=total, type="dxa"),
        w("tblInd", w=twips(indent), type="dxa"),
        w("tblLayout", type="fixed"),
        look,
    )
    return w("tbl", properties_, w("tblGrid", *(w("gridCol", w=total // columns) for _ in range(columns))))
